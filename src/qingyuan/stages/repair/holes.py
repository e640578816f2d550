"""UTF-8 read as Windows-1252 by a reader that lost the five bytes which that table leaves undefined.

`è¯�` is 话 (E8 AF 9D): the third byte was 0x9D, and what stands for it can only be one of five. So there
are at most five candidates, each of which gives the damage again; the text around chooses among them, and
where it does not clearly choose, the place is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from qingyuan.document import NOTHING, Edit, Finding, Found, in_order
from qingyuan.rule import Place, Rule
from qingyuan.stages.repair import shown
from qingyuan.stages.repair.acceptance import acceptance
from qingyuan.stages.repair.filling import Choice, Options, choose
from qingyuan.stages.repair.misread.accidents import UTF_8_AS_WINDOWS_1252, name_of
from qingyuan.text import charsets, language, plausible
from qingyuan.text.characters import BMP_HAN, EAST_ASIAN_MARKS, FULL_WIDTH, is_unified_han
from qingyuan.text.spans import line_around
from qingyuan.view import View

NAME = "repair/misread-with-holes"
LOST = "\N{REPLACEMENT CHARACTER}"


_HIGH = re.escape(
    "".join(char for byte, char in charsets.WINDOWS_1252_HIGH.items() if byte not in charsets.CP1252_HOLES)
)
_CONTINUATION = f"[\xa0-\xbf{_HIGH}{LOST}]"
_PLACE = re.compile(f"[\xe2-\xe9\xef](?={_CONTINUATION}?{LOST}){_CONTINUATION}{{2}}|[\xc2-\xc3]{LOST}")
_WHOLE = f"[\x80-\xbf{_HIGH}]"
_HEADS = frozenset("äåæçèé")
_SPACE_PLACE = re.compile(f"[\xe4-\xe9](?: {_WHOLE}|{_WHOLE} )")  # 0xA0 was a space that may not break
_SHOWN_AS = "?"  # what some programs write for what they cannot show
_NOT_IN_A_WORD = "(?<![A-Za-z])"  # café”
_HEAD = f"{_NOT_IN_A_WORD}[\xe3-\xe9\xef]"
_QUESTION_PLACE = re.compile(f"{_HEAD}(?:\\?{_WHOLE}|{_WHOLE}\\?|\\?\\?)")
_DROPPED_PLACE = re.compile(f"{_HEAD}{_WHOLE}?(?!{_WHOLE})")
_USUAL_MARKS = "“”‘’–—…•·«»"  # they may stand behind a letter (“é”) in honest text
# The space that may not break and the soft hyphen are not seen either.
_DROPPED = (*charsets.CP1252_HOLES, 0xA0, 0xAD)
_CONTROLS = (*range(0x80, 0xA0), 0xA0, 0xAD)
_SPACE_STAYS = re.compile(f"{_HEAD}(?:[\xa0\xad]|{_WHOLE}[\xa0\xad])")
_OF_LATIN_1 = re.compile("[\xa0-\xff]")
_SHOWN_AS_MARK = re.compile(f"[\xc3\xe2-\xef][\xa0-\xbf]?[{_HIGH}]")
_NOTE = "a byte is lost; it was one of a few, and the text around does not say which"
_CLOSING = {"」": "「", "』": "『"}
_NOT_UTF_8 = frozenset(map(chr, (0xC0, 0xC1, *range(0xC4, 0xE0), *range(0xF0, 0x100))))
_MISREAD = name_of(UTF_8_AS_WINDOWS_1252)
_MANY = "all controls left out"
_HAN_OR_WIDE = re.compile(f"[{BMP_HAN}{EAST_ASIAN_MARKS}{FULL_WIDTH}]")


@dataclass(frozen=True, slots=True)
class _Weights:
    """The numbers that decide, chosen on the simulated damage of tools/bench/damage.py."""

    margin: float = 4.5  # nats between the best candidate and the next for a rare sign, or for a space as part of a character
    margin_of_many: float = 12.0  # between the best candidate and the next where any control can be lost
    around: int = 6  # characters on either side that choose
    script_ratio: int = 4  # times as many characters of one script as of the other show the script of a line
    together: int = 4  # places that touch each other and choose together
    most_ways: int = 1000  # of filling them that are ranked
    evident: int = 2  # places from which on others can end in a usual mark


_WEIGHTS = _Weights()


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    before: str
    candidates: tuple[str, ...]
    kind: str = "shown as U+FFFD"


def damage(text: str) -> str:
    """What a reader of Windows-1252 shows, with U+FFFD for each byte that its table lacks."""
    return text.encode("utf-8").decode("cp1252", "replace")


def damage_by_leaving_out(text: str, dropped: tuple[int, ...] = _DROPPED) -> str:
    """What a reader of Windows-1252 shows if it leaves out the bytes that its table lacks, or that nobody sees."""
    return text.encode("utf-8").translate(None, bytes(dropped)).decode("cp1252")


@lru_cache(maxsize=50_000)
def _candidates_for_dropped(run: str, dropped: tuple[int, ...]) -> tuple[str, ...]:
    """The candidates for a lead byte with one byte behind it: any unseen byte before or behind that one; or with
    none, and two unseen ones."""
    first, *rest = (charsets.WINDOWS_1252_BYTES.get(char, ord(char)) for char in run)
    if rest:
        options = [
            bytes(option) for lost in dropped for option in ((first, lost, *rest), (first, *rest, lost))
        ]
    else:
        options = [bytes((first, one, two)) for one in dropped for two in dropped]
    found: dict[str, None] = {}
    for option in options:
        try:
            char = option.decode("utf-8")
        except UnicodeDecodeError:
            continue
        known = plausible.is_usual(char) and plausible.is_known(char)  # 卽 is as usual as 即 to the model
        if known and damage_by_leaving_out(char, dropped) == run:
            found[char] = None
    return tuple(found)


@lru_cache(maxsize=50_000)
def _candidates(run: str) -> tuple[str, ...]:
    """The candidates for a run: any of the five bytes in each hole."""
    options: list[bytes] = [b""]
    for char in run:
        bytes_ = (
            charsets.CP1252_HOLES if char == LOST else (charsets.WINDOWS_1252_BYTES.get(char, ord(char)),)
        )
        options = [option + bytes((byte,)) for option in options for byte in bytes_]
    found: list[str] = []
    for option in options:
        try:
            char = option.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if not plausible.is_odd(char) and damage(char) == run:
            found.append(char)
    return tuple(found)


def damage_with_spaces(text: str) -> str:
    """The same, if the reader or a cleaner after it makes every space a plain one."""
    return text.encode("utf-8").decode("cp1252", "replace").replace("\N{NO-BREAK SPACE}", " ")


def _with_space(run: str) -> str:
    """The character of Chinese whose byte 0xA0 became a space, if there is one."""
    data = bytes(0xA0 if char == " " else charsets.WINDOWS_1252_BYTES.get(char, ord(char)) for char in run)
    try:
        char = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return char if plausible.is_usual(char) and damage_with_spaces(char) == run else ""


def _find_spaces(text: str, dropped: bool) -> Iterator[Edit]:
    """Characters whose byte 0xA0 is a plain space now; `dropped` says that others of the text have lost a byte,
    and then the space may as well be one."""
    for match in _SPACE_PLACE.finditer(text):
        left = text[max(0, match.start() - _WEIGHTS.around) : match.start()].rpartition("\n")[2]
        right = text[match.end() : match.end() + _WEIGHTS.around].partition("\n")[0]
        char = _with_space(match[0])
        if not char or not _HAN_OR_WIDE.search(left[-1:] + right[:1]):
            continue
        if dropped and match[0].endswith(" "):
            others = _candidates_for_dropped(match[0][:-1], _CONTROLS)
            best = language.score(char + right, left)
            if any(best - language.score(f"{other}{right}", left) < _WEIGHTS.margin for other in others):
                continue
        yield Edit(match.start(), match[0], char, "a plain space")


@cache
def _scripts() -> tuple[frozenset[str], frozenset[str]]:
    """Frequent characters that only Simplified has, and only Traditional; the model counts them as one."""
    han = [char for char in plausible.frequent_han() if is_unified_han(char)]
    in_gb = {char for char in han if _encodes(char, "gb2312")}
    in_big5 = {char for char in han if _encodes(char, "big5")}
    return frozenset(in_gb - in_big5), frozenset(in_big5 - in_gb)


def _encodes(char: str, codec: str) -> bool:
    try:
        return bool(char.encode(codec))
    except UnicodeEncodeError:
        return False


def _of_the_other_script(line: str) -> frozenset[str]:
    """The characters that a line of this script does not have, if it shows its script."""
    simplified, traditional = _scripts()
    signs = frozenset(line)
    ours, theirs = len(signs & simplified), len(signs & traditional)
    if ours >= 2 and ours >= _WEIGHTS.script_ratio * theirs:
        return traditional
    if theirs >= 2 and theirs >= _WEIGHTS.script_ratio * ours:
        return simplified
    return frozenset()


def _by_line(text: str, places: list[_Place]) -> Iterator[tuple[int, str, list[_Place]]]:
    """The lines that have places: where each begins, the line, its places."""
    index = 0
    while index < len(places):
        start, line = line_around(text, places[index].start, places[index].start)
        first = index
        while index < len(places) and places[index].start < start + len(line):
            index += 1
        yield start, line, places[first:index]


def _is_certain(place: _Place, choice: Choice) -> bool:
    if place.kind == _MANY:
        return choice.margin >= _WEIGHTS.margin_of_many
    if not choice.char.isalpha() and choice.char not in plausible.COMMON_PUNCTUATION:
        return choice.margin >= _WEIGHTS.margin  # a sign, as in 1－2: too rare for the fit to know it
    weights = acceptance("holes")
    return weights.probability(choice.evidence) >= weights.certain


def choices_of(line: str, start: int, places: list[_Place]) -> list[Choice]:
    """The choice for each place of a line, which begins at `start`."""
    foreign = _of_the_other_script(line)
    row: list[Options] = []
    at = 0
    for place in places:
        here = place.start - start
        row += line[at:here]
        at = here + len(place.before)
        figures = (
            line[here - 1 : here].isdecimal() and line[at : at + 1].isdecimal()
        )  # 1－2, rather than 1！2
        row.append(place.candidates if figures else _likely(place.candidates, foreign, line[:here]))
    row += line[at:]
    return choose(row)


@dataclass(frozen=True, slots=True)
class Filled:
    """A place with what was chosen for it, and whether nothing speaks for another."""

    place: _Place
    choice: Choice
    clear: bool

    @property
    def start(self) -> int:
        return self.place.start

    @property
    def before(self) -> str:
        return self.place.before

    @property
    def is_fitted(self) -> bool:
        """Whether its probability was fitted on such places."""
        return self.place.kind != _MANY


def _filled(line: str, start: int, places: list[_Place]) -> Iterator[Filled]:
    """The places of a line, each with its likeliest character."""
    foreign = _of_the_other_script(line)
    filled, at = "", 0
    for index, (place, choice) in enumerate(zip(places, choices_of(line, start, places), strict=True)):
        here = place.start - start
        filled += line[at:here]
        at = here + len(place.before)
        clear = (
            _is_certain(place, choice)
            and choice.char not in foreign
            and (choice.char in _CLOSING or not _may_close(place, filled))
            and _is_chinese(filled, line[at : at + 2], places, index)
        )
        if clear and place.kind == _MANY:
            clear = _HAN_OR_WIDE.search(filled[-1:]) is not None
        yield Filled(place, choice, clear)
        filled = filled[-200:] + choice.char


def find(view: View) -> Found:
    """Characters with a hole, filled where the text around leaves no doubt."""
    text = view.text
    if text.isascii():
        return NOTHING
    places = places_of(view)
    if not places and view.of(plausible.uncommon).isdisjoint(_HEADS):
        return NOTHING
    before_spaces = {match.start() for match in _SPACE_PLACE.finditer(text)}
    dropped = any(len(place.before) == 2 and place.start not in before_spaces for place in places)
    edits: list[Edit] = list(_find_spaces(text, dropped))
    opened = {edit.start for edit in edits}
    places = [place for place in places if place.start not in opened]
    if not places:
        return Found(tuple(edits))
    if _are_shown(view, places):
        notes = (Finding(NAME, p.start, p.before, p.candidates, shown.NOTE) for p in places)
        return Found(tuple(edits), tuple(notes))
    findings: list[Finding] = []
    for each in fillings(text, places):
        place, char = each.place, each.choice.char
        if each.clear:
            edits.append(Edit(place.start, place.before, char, place.kind))
        else:
            rest = sorted(place.candidates, key=lambda other: other != char)
            findings.append(Finding(NAME, place.start, place.before, tuple(rest), _NOTE))
    return Found(in_order(edits), tuple(findings))


def fillings(text: str, places: list[_Place]) -> Iterator[Filled]:
    """The places of a text, in order, each with its likeliest character."""
    for start, line, of_the_line in _by_line(text, places):
        yield from _filled(line, start, of_the_line)


def places_of(view: View) -> list[_Place]:
    """All places of one text, in order: those with U+FFFD, or else with the traces that other programs leave."""
    text = view.text
    if LOST in text:
        return [
            _Place(match.start(), match[0], candidates)
            for match in _PLACE.finditer(text)
            if (candidates := _candidates(match[0]))
            and text[max(0, match.start() - 1) : match.start()] not in _NOT_UTF_8
        ]
    if view.of(plausible.uncommon).isdisjoint("ãäåæçèéï"):
        return []
    questions = [
        _Place(match.start(), match[0], candidates, kind="shown as ?")
        for match in _QUESTION_PLACE.finditer(text)
        if (candidates := _candidates(match[0].replace(_SHOWN_AS, LOST)))
    ]
    if any(place.before[1] == _SHOWN_AS for place in questions):
        places = questions
    else:
        matches = list(_DROPPED_PLACE.finditer(text))
        # Where all controls are lost, hardly a character is whole, and no byte is shown as a letter or mark;
        # where one is, only those bytes are lost that have none.
        as_marks = _SHOWN_AS_MARK.search(text) is not None
        many = not as_marks and len(_OF_LATIN_1.findall(text)) > len(_HAN_OR_WIDE.findall(text))
        spaces_stay = _SPACE_STAYS.search(text) is not None
        dropped = _CONTROLS if many else charsets.CP1252_HOLES if spaces_stay else _DROPPED
        places = [
            _Place(
                match.start(),
                match[0],
                candidates,
                _MANY if many else "five bytes left out" if spaces_stay else "left out",
            )
            for match in matches
            if (candidates := _candidates_for_dropped(match[0], dropped))
        ]
    # What is left of misread text has signs that stand behind no letter, and Chinese or its like beside it.
    unmistakable = [
        place for place in places if len(place.before) > 1 and set(place.before[1:]).isdisjoint(_USUAL_MARKS)
    ]
    starts = {place.start for place in places}
    ends = {place.start + len(place.before) for place in places}
    evident = sum(
        _HAN_OR_WIDE.search(
            text[max(0, place.start - 1) : place.start]
            + text[place.start + len(place.before) : place.start + len(place.before) + 1]
        )
        is not None
        or place.start + len(place.before) in starts
        or place.start in ends
        for place in unmistakable
    )
    if evident >= _WEIGHTS.evident or _was_misread(view):
        return places
    return unmistakable if evident else []


def _was_misread(view: View) -> bool:
    """Whether other characters of the text were UTF-8 that a reader of Windows-1252 showed."""
    return any(
        step.rule == "repair/misread" and any(edit.kind == _MISREAD for edit in step.edits)
        for step in view.steps
    )


def _are_shown(view: View, places: list[_Place]) -> bool:
    """Whether a page that talks about garbled text shows a little of it; or all places are in code."""
    text = view.text
    if sum(len(place.before) for place in places) < shown.PART_OF_PAGE * len(text) and all(
        shown.talks_near(text, place.start, place.start + len(place.before)) for place in places
    ):
        return True
    return all(shown.in_code(view, place.start, place.start + len(place.before)) for place in places)


def _touch(place: _Place, following: _Place) -> bool:
    return place.start + len(place.before) == following.start


def _likely(candidates: tuple[str, ...], foreign: frozenset[str], line: str) -> tuple[str, ...]:
    """The candidates without those of the other script, rare signs beside usual ones (！, not －), and
    brackets that close nothing."""
    usual = any(char in plausible.COMMON_PUNCTUATION for char in candidates)
    likely = tuple(
        char
        for char in candidates
        if char not in foreign
        and (not usual or char in plausible.COMMON_PUNCTUATION)
        and (char not in _CLOSING or line.count(_CLOSING[char]) > line.count(char))
    )
    return likely or candidates


def _may_close(place: _Place, line: str) -> bool:
    """Whether this place can close a bracket that is open."""
    return any(line.count(_CLOSING[char]) > line.count(char) for char in place.candidates if char in _CLOSING)


def _is_chinese(left: str, right: str, places: list[_Place], index: int) -> bool:
    """Whether Chinese stands beside the place, repaired before or never damaged."""
    if _HAN_OR_WIDE.search(left[-2:] + right[:2]):
        return True
    here = places[index].start
    return any(
        abs(other.start - here) == len(other.before) for other in places[max(0, index - 1) : index + 2]
    )


_AS_IT_WAS: Mapping[str, Callable[[str], str]] = {
    "shown as U+FFFD": damage,
    "shown as ?": lambda text: damage(text).replace(LOST, _SHOWN_AS),
    "left out": damage_by_leaving_out,
    "five bytes left out": lambda text: damage_by_leaving_out(text, charsets.CP1252_HOLES),
    _MANY: lambda text: damage_by_leaving_out(text, _CONTROLS),
    "a plain space": damage_with_spaces,
}
"""What became of a byte that the reader's table lacks."""


def _damage_again(after: str, place: Place) -> str:
    return _AS_IT_WAS[place.kind](after)


FILL_HOLES = Rule(
    name=NAME,
    find=find,
    damage=_damage_again,
    proof="reading the result again, without the byte as its kind says, gives the damaged run",
    examples=(
        ("在茶è¯\N{REPLACEMENT CHARACTER}会上", "在茶话会上"),
        ("ä½ 好", "你好"),
        ("标准æ ¼式", "标准格式"),
        ("信用å¡逾期", "信用卡逾期"),
        ("中å\N{REPLACEMENT CHARACTER}Ž人民", "中华人民"),
    ),
    doubts=(("ä¸\N{REPLACEMENT CHARACTER}", "不"),),
    keep=(
        "支\N{REPLACEMENT CHARACTER}宝",
        "他说“café”很好，拼音“é”和“è”不同。",
        "caf\xe9\N{REPLACEMENT CHARACTER}",
        "é\N{REPLACEMENT CHARACTER}té",
    ),
)
