"""The pinyin annotations of a page: which characters carry one, and whether a machine put them there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from qingyuan.text import language
from qingyuan.text.characters import UNIFIED_HAN, is_unified_han
from qingyuan.text.cp936 import CODES


@dataclass(frozen=True, slots=True)
class Form:
    """What the table of characters knows: `t` Traditional only, `s` Simplified only, `b` both."""

    kind: str
    cost: float
    readings: tuple[str, ...]


@lru_cache(maxsize=1)
def forms() -> Mapping[str, Form]:
    """The packaged table; a character that is not in it is the usual form in both scripts."""
    table = files("qingyuan").joinpath("data/characters.tsv").read_text(encoding="utf-8")
    known: dict[str, Form] = {}
    for line in table.splitlines():
        char, kind, cost, readings = line.split("\t")
        known[char] = Form(kind, int(cost) / 10, tuple(readings.split()))
    return known


@lru_cache(maxsize=1)
def by_reading() -> Mapping[tuple[int, str], tuple[str, ...]]:
    """The Traditional characters of a first byte and a reading."""
    found: dict[tuple[int, str], list[str]] = {}
    for char, form in forms().items():
        if form.kind == "t":
            for reading in form.readings:
                found.setdefault((CODES[char][0], reading), []).append(char)
    return {key: tuple(chars) for key, chars in found.items()}


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """Every reading that an annotation can show."""
    return frozenset(reading for form in forms().values() for reading in form.readings)


def is_of_converter(char: str, reading: str) -> bool:
    """Whether the converter leaves this reading behind this character."""
    form = forms().get(char)
    return form is not None and form.kind == "t" and reading in form.readings


READING = r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɡ]{1,6}"
HAN = f"[{UNIFIED_HAN}]"
ANNOTATED = re.compile(rf"({HAN})\(({READING})\)")
"""A character and the reading behind it; the character may consist of two halves of others."""

LOST_LEAD = re.compile(rf"\?(?P<lost>{READING})\)")
"""`?yàn)`: a lead byte took the opening parenthesis along."""


@dataclass(frozen=True, slots=True)
class _Weights:
    """What one distinct annotated character says about who annotated the page, in log odds for the machine.

    A machine annotates common characters in their everyday reading inside a word; people annotate the rare, the
    surprising, or everything. Set by hand; tests/stages/repair/test_byte_shift.py has pages of
    both kinds.
    """

    inside: float = 3.6  # a common character between two Han
    beside: float = 2.0  # the same next to one
    rare: float = -2.0  # a rare character
    surprising: float = -2.0  # a reading that is not the first
    plain: float = -2.0  # each time that the character stands without its reading
    most_plain: int = 5  # times that count
    foreign: float = -5.0  # each annotation that the machine does not make
    shifted: float = 3.0  # each `?yàn)`
    short: int = 40  # characters: a shorter page says less,
    in_short: float = -1.0  # by this
    enough: float = 3.5  # the sum from which the machine did it
    enough_of_lines: float = 14.0  # the same, if only the lines that have annotations are looked at
    fewest_doubted: int = 4  # annotated characters of such lines that are worth a doubt
    common: float = 9.5  # nats of the language model: a character that costs more by itself is rare
    script_ratio: int = 2  # a page in Traditional has more than so many times as many characters of it alone


_WEIGHTS = _Weights()


_CLAUSE = re.compile(r"[^\n，。；,;\t|]+[，。；,;\t|]?")
"""A clause, or a cell of a table."""


def _units(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of a text that show a script, and whether it is Traditional; the clauses of a line that shows both."""
    for line in text.split("\n"):
        units = list(_shown(line))
        if units and not units[0][1] and ANNOTATED.search(line):
            units = [unit for clause in _CLAUSE.findall(line) for unit in _shown(clause)]
        yield from units


def _shown(unit: str) -> Iterator[tuple[str, bool]]:
    """The unit, and whether it is in Traditional script, if it shows one."""
    known = forms()
    kinds = Counter(form.kind for char in unit if (form := known.get(char)))
    if kinds["t"] or kinds["s"] or ANNOTATED.search(unit) or LOST_LEAD.search(unit):
        yield unit, kinds["t"] > _WEIGHTS.script_ratio * kinds["s"]


@dataclass(frozen=True)
class _Scene:
    """A part of a text, and what its annotations say of who made them."""

    text: str

    @cached_property
    def counts(self) -> Mapping[tuple[str, str], int]:
        """How often each character carries each reading."""
        return Counter((match[1], match[2]) for match in ANNOTATED.finditer(self.text))

    @cached_property
    def dictionary(self) -> Mapping[str, str]:
        """The reading of each Traditional character that carries one; the accident knows one for each."""
        known = forms()
        best: dict[str, tuple[int, str]] = {}
        for (char, reading), count in self.counts.items():
            form = known.get(char)
            if form and form.kind == "t" and reading in form.readings:
                best[char] = max(best.get(char, (0, "")), (count, reading))
        return {char: reading for char, (_, reading) in best.items()}

    @cached_property
    def plain(self) -> Mapping[str, int]:
        """How often each character stands without an annotation."""
        return Counter(ANNOTATED.sub("", self.text))

    @cached_property
    def is_traditional(self) -> bool:
        """Whether the text looks like Traditional script: what the accident happens to."""
        known = forms()
        kinds = Counter(form.kind for char in self.plain if (form := known.get(char)))
        kinds["t"] += len(self.dictionary)
        return kinds["t"] > _WEIGHTS.script_ratio * kinds["s"]

    @cached_property
    def evidence(self) -> float:
        """How strongly the annotations speak for the machine."""
        known = forms()
        total = 0.0
        for (char, reading), count in self.counts.items():
            if self.dictionary.get(char) != reading:
                total += _WEIGHTS.foreign * count
        inside, beside = self._places
        model = language.model()
        for char, reading in self.dictionary.items():
            if -model.frequency(char) > _WEIGHTS.common:
                total += _WEIGHTS.rare
            elif char in inside:
                total += _WEIGHTS.inside
            elif char in beside:
                total += _WEIGHTS.beside
            if reading != known[char].readings[0]:
                total += _WEIGHTS.surprising
            total += _WEIGHTS.plain * min(self.plain[char], _WEIGHTS.most_plain)
        if len(self.text) < _WEIGHTS.short:
            total += _WEIGHTS.in_short
        total += _WEIGHTS.shifted * sum(m["lost"] in syllables() for m in LOST_LEAD.finditer(self.text))
        return total

    @cached_property
    def _places(self) -> tuple[set[str], set[str]]:
        """The annotated characters that stand between two Han, and those that stand next to one."""
        inside: set[str] = set()
        beside: set[str] = set()
        for match in ANNOTATED.finditer(self.text):
            before, after = (
                self.text[match.start() - 1 : match.start()],
                self.text[match.end() : match.end() + 1],
            )
            before_is_han = before == ")" or is_unified_han(before)
            if is_unified_han(after):
                (inside if before_is_han else beside).add(match[1])
            elif before_is_han and after and after in "，。、；：,.;:!?":
                beside.add(match[1])
        return inside, beside

    @cached_property
    def by_machine(self) -> bool:
        """Whether the annotations are the accident's and no author's."""
        return bool(self.dictionary) and self.is_traditional and self.evidence >= _WEIGHTS.enough


@dataclass(frozen=True)
class Annotations:
    """The annotations of one text, with the evidence taken where it lies.

    A page may have a note of its editor's below, another article beside, a clean column: the converter of the
    annotated part has not seen them. So what is in Traditional script is judged by itself; and where that does not
    tell, the lines that have annotations, of which more is asked then.
    """

    text: str

    @cached_property
    def _scene(self) -> _Scene:
        units = list(_units(self.text))
        traditional = [unit for unit, is_traditional in units if is_traditional]
        whole = _Scene(self.text if len(traditional) == len(units) else "\n".join(traditional))
        if whole.by_machine or not whole.dictionary:
            return whole
        near = _Scene("\n".join(unit for unit in traditional if ANNOTATED.search(unit)))
        return near if near.by_machine and near.evidence >= _WEIGHTS.enough_of_lines else whole

    @property
    def dictionary(self) -> Mapping[str, str]:
        """The reading of each Traditional character that carries one; the accident knows one for each."""
        return self._scene.dictionary

    @cached_property
    def is_traditional(self) -> bool:
        """Whether the text, or the part of it that is annotated, looks like Traditional script."""
        return self._scene.is_traditional if self.dictionary else _Scene(self.text).is_traditional

    @property
    def counts(self) -> Mapping[tuple[str, str], int]:
        """How often each character carries each reading."""
        return self._scene.counts

    @property
    def plain(self) -> Mapping[str, int]:
        """How often each character stands without an annotation."""
        return self._scene.plain

    @property
    def evidence(self) -> float:
        """How strongly the annotations speak for the machine."""
        return self._scene.evidence

    @property
    def by_machine(self) -> bool:
        """Whether the annotations are the accident's and no author's."""
        return self._scene.by_machine

    @cached_property
    def may_be_machine(self) -> bool:
        """Whether the lines that have annotations look as the accident leaves them, if too few to be certain."""
        traditional = (unit for unit, is_traditional in _units(self.text) if is_traditional)
        near = _Scene("\n".join(unit for unit in traditional if ANNOTATED.search(unit)))
        return near.by_machine and len(near.dictionary) >= _WEIGHTS.fewest_doubted
