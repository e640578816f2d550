"""Text that decodes one byte off after a byte-wise replacement: `因?yàn)橥话l(fā)的` is 因為突發的.

The bytes of a damaged run are known, but for the lead bytes that became `?`. Reading them from the other half
of the character gives the text back; where a byte is lost, every value is tried. The language model ranks what
comes out; only what the accident, run again, turns into the damaged run counts, and only if it is far ahead of the
next such candidate is the page changed. The rest are findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from qingyuan import language
from qingyuan.document import Edit, Finding, Found, Page
from qingyuan.language import Context
from qingyuan.repair.annotations import READING, Annotations, by_reading, forms, syllables
from qingyuan.repair.cp936 import CODES, EURO, FIRST_LEAD, FIRST_TRAIL, LAST_LEAD, PAIRS, encode, is_private_use
from qingyuan.repair.shift_damage import Habits, damage, reproduces
from qingyuan.rule import Rule

NAME = "repair/byte-shift"

# In nats. Chosen on simulated damage of held-out manuals and laws; docs-dev/benchmarks.md says how.
MARGIN = 4.0  # ahead of the next candidate that passes the proof
MARGIN_WITH_GAP = 8.0  # the same where two bytes are missing without a trace
GAIN = 8.0  # ahead of the damaged text itself
GAIN_WITHOUT_ANNOTATIONS = 14.0  # where the page shows no other sign of the accident

FULL_WIDTH_COST = 6.0  # a full-width letter or digit in prose
GAP_COST = 3.0
EATEN_COST = 3.0
SILENT_COST = 5.0
RARE_TRIGGER_COST = 3.0  # an entry of the dictionary that the page shows nowhere else
PLAIN_TRIGGER_COST = 5.0  # an entry that stands elsewhere on the page without its reading
LOST_BUFFER_COST = 6.0

ODD = -7.5  # nats a character below which a reading is no text, and missing bytes are looked for
MOST_GAPS = 3
GAP_WIDTH = 4  # states of a token at which gaps are tried
GAP_FIRSTS = 6
BY_SEQUENCE, BY_WORD = 0.6, 0.4  # shares of the two halves of the language model
QUOTE_COST = 3.0
RESCORED = 20
FAR = 15.0
WIDTH = 24  # states kept after each token
LONGEST = 60  # tokens in a run
REACH = 8  # characters of context on either side
CANDIDATES = 5  # in a finding

SEPARATORS = {"。": "。", "！": "！", "？": "？", "，": "，", "；": "；", "!": "！", "?": "？", ",": "，", ";": "；"}
FULL_STOP_LEAD = CODES["。"][0]
CHEAP_WIDE = frozenset(",:;!?()")

TOKEN = re.compile(
    rf"""
      (?P<char>[\u4e00-\u9fff]) \( (?P<reading>{READING}) \)             # an annotation, aligned as it was decoded
    | \? (?P<lost>{READING}) \)                                          # a lead byte took the parenthesis along
    | (?P<half>[@-~€]) \( (?P<half_reading>{READING}) \)                 # behind a trail byte in the ASCII range
    | \?\? (?P<twice>[！？，；!?,;]) (?! {READING} \) )                   # two of them: the second is half of 。
    | \? (?P<cut>[。！？，；!?,;]) (?! {READING} \) )                     # a lead byte alone before a separator
    | (?P<plain>.)
    """,
    re.VERBOSE,
)
SITE = re.compile(rf"\?(?:{READING}\)|[。！？，；!?,;])")


class Token(NamedTuple):
    kind: str  # char, annotated, lost, half, cut, twice, question
    char: str
    reading: str
    start: int
    end: int


class State(NamedTuple):
    """One way to read the bytes so far."""

    score: float
    context: Context
    pending: int  # the lead byte that waits for its trail byte, or 0
    last: int  # the byte before
    text: str
    gaps: int
    triggers: tuple[tuple[str, str], ...]
    habits: Habits


class Candidate(NamedTuple):
    score: float
    text: str
    end: int  # the token after the run
    gaps: int
    triggers: tuple[tuple[str, str], ...]
    habits: Habits


@dataclass(frozen=True, slots=True)
class Run:
    """What was found out about one damaged run."""

    start: int
    end: int
    damaged: str
    candidates: tuple[str, ...]
    certain: bool
    margin: float = 0.0
    gain: float = 0.0


def tokens_of(line: str, offset: int) -> list[Token]:
    """The line as what the accident left of characters, annotations and lost bytes."""
    known = syllables()
    found: list[Token] = []
    at = 0
    while at < len(line):
        match = TOKEN.match(line, at)
        if match is None:  # a character that `.` does not match
            found.append(Token("char", line[at], "", offset + at, offset + at + 1))
            at += 1
            continue
        end = match.end()
        kind, char, reading = "char", match[0][0], ""
        if match["char"] and match["reading"] in known:
            kind, reading = "annotated", match["reading"]
        elif match["lost"] and match["lost"] in known:
            kind, reading = "lost", match["lost"]
        elif match["half"] and match["half_reading"] in known:
            kind, reading = "half", match["half_reading"]
        elif match["twice"]:
            kind, char = "twice", match["twice"]
        elif match["cut"]:
            kind, char = "cut", match["cut"]
        else:
            end = at + 1
            if char == "?":
                kind = "question"
        found.append(Token(kind, char, reading, offset + at, offset + end))
        at = end
    return found


class Search:
    """The candidates for the damaged runs of one page."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.annotations = Annotations(text)
        self.model = language.model()
        self.forms = forms()
        self.by_reading = by_reading()
        self.dictionary = dict(self.annotations.dictionary) if self.annotations.by_machine else {}
        self.traditional = self.annotations.is_traditional
        self.keeps_private_use = any(map(is_private_use, text))

    def form_cost(self, char: str) -> float | None:
        """What the form of a character costs; None where it cannot stand on this page."""
        form = self.forms.get(char)
        if form is None:
            return 0.0
        if form.kind == "s":
            return None if self.traditional else 0.0
        if char in self.dictionary:
            return 0.0
        return form.cost

    def feed(self, state: State, data: Sequence[int], cost: float = 0.0) -> State | None:
        """The state after some bytes, or None where they are no text."""
        score, context, pending, last, text, gaps, triggers, habits = state
        score -= cost
        for byte in data:
            if pending:
                char = PAIRS.get(pending << 8 | byte)
                if char is None or "\ue000" <= char <= "\uf8ff":
                    return None
                form = self.form_cost(char)
                if form is None:
                    return None
                gain, context = self.model.step(context, char)
                score += gain - form
                text += char
                pending = 0
            elif byte < EURO:
                char = chr(byte)
                gain, context = self.model.step(context, char)
                score += gain
                text += char
            elif byte == EURO or byte > LAST_LEAD:
                return None
            else:
                pending = byte
            last = byte
        return State(score, context, pending, last, text, gaps, triggers, habits)

    def trigger_cost(self, char: str, reading: str) -> float:
        known = self.dictionary.get(char)
        if known is not None:
            return 0.0 if known == reading else 12.0
        if self.annotations.plain.get(char):
            return PLAIN_TRIGGER_COST
        return 0.5 if -self.model.score(char) < 12.0 else RARE_TRIGGER_COST

    def follow(self, state: State, tokens: Sequence[Token], at: int) -> Iterator[State]:
        """The states after the token at `at`."""
        token = tokens[at]
        kind = token.kind
        if kind in ("char", "annotated"):
            char = token.char
            if char.isascii():
                code = ord(char)
                fed = self.feed(state, (code,))
                if fed:
                    yield fed
                if state.pending:
                    if 0x21 <= code <= 0x7E:
                        cost = 0.0 if char in CHEAP_WIDE else FULL_WIDTH_COST
                        fed = self.feed(state, (0xA3, code + 0x80), cost)
                    else:
                        fed = self.feed(state, (0xA1, 0xA1), 2.0) if char == " " else None
                    if fed:
                        yield fed
                return
            data = CODES.get(char)
            if data is None:
                return
            fed = self.feed(state, data)
            if fed:
                yield fed
        elif kind == "lost":
            for entry in self.by_reading.get((state.last, token.reading), ()):
                lead = CODES[entry][1]
                if lead >= FIRST_LEAD:
                    fed = self.feed(state, (lead,), self.trigger_cost(entry, token.reading))
                    if fed:
                        yield fed._replace(triggers=(*state.triggers, (entry, token.reading)))
        elif kind == "half":
            code = EURO if token.char == "€" else ord(token.char)
            for entry in self.by_reading.get((state.last, token.reading), ()):
                if CODES[entry][1] == code:
                    fed = self.feed(state, (code,), self.trigger_cost(entry, token.reading))
                    if fed:
                        yield fed._replace(triggers=(*state.triggers, (entry, token.reading)))
        elif kind == "cut":
            separator = CODES[SEPARATORS[token.char]]
            for lead in range(FIRST_LEAD, LAST_LEAD + 1):
                fed = self.feed(state, (lead, *separator))
                if fed:
                    yield fed
        elif kind == "twice":
            separator = CODES[SEPARATORS[token.char]]
            for lead in range(FIRST_LEAD, LAST_LEAD + 1):
                fed = self.feed(state, (lead, FULL_STOP_LEAD, *separator))
                if fed:
                    yield fed
                # or the second question mark is one, or was
                for middle in (CODES["？"], b"?"):
                    fed = self.feed(state, (lead, *middle, *separator), 2.0)
                    if fed:
                        yield fed
        elif state.pending:  # a question mark of its own, or a lead byte that took an ASCII character along
            fed = self.feed(state, CODES["？"], 2.0)
            if fed:
                yield fed
            for eaten in self.eaten(tokens, at):
                for lead in range(FIRST_LEAD, LAST_LEAD + 1):
                    fed = self.feed(state, (lead, *eaten), EATEN_COST)
                    if fed:
                        yield fed

    def eaten(self, tokens: Sequence[Token], at: int) -> list[bytes]:
        """What a lone `?` may have eaten, from what its loss left unbalanced."""
        if at + 1 == len(tokens):
            return [b""]
        rest = self.text[tokens[at].end : tokens[at].end + 60]
        if re.match(r"/?(?:p|br|su[bp]|span|b|strong|div|a|li|td|font|em|i)\b[^<>\n]{0,60}>", rest):
            return [b"<"]
        if re.match(r"[^()\n]{1,40}\)", rest):
            return [b"("]
        return []

    def bridge(self, state: State, token: Token) -> Iterator[State]:
        """The states after a token before which a private-use character was dropped.

        Its two bytes were the trail of one character and the lead of the next; both are tried among the characters
        that the model knows.
        """
        firsts = []
        for char, trail_is_high in self.gap_firsts(state.pending):
            form = self.form_cost(char)
            if form is not None:
                gain, context = self.model.step(state.context, char)
                firsts.append((gain - form, char, trail_is_high, context))
        if not firsts:
            return
        firsts.sort(key=lambda item: -item[0])
        for first_score, first, trail_is_high, context in firsts[:GAP_FIRSTS]:
            for lead, second, pending, triggers in self.gap_seconds(token):
                if trail_is_high != (lead >= 0xA1):
                    continue
                form = self.form_cost(second)
                if form is None:
                    continue
                gain, after = self.model.step(context, second)
                yield State(
                    state.score + first_score + gain - form - GAP_COST,
                    after,
                    pending,
                    pending or CODES[second][1],
                    state.text + first + second,
                    state.gaps + 1,
                    state.triggers + triggers,
                    Habits(keeps_private_use=False, lone_lead=state.habits.lone_lead),
                )

    def gap_firsts(self, lead: int) -> Sequence[tuple[str, bool]]:
        return gap_tables()[0].get(lead, ())

    def gap_seconds(self, token: Token) -> Iterator[tuple[int, str, int, tuple[tuple[str, str], ...]]]:
        """(lead byte, character, byte then pending, triggers) of the characters that can end in the token's first byte."""
        if token.kind in ("char", "annotated"):
            data = CODES.get(token.char, b"")
            if token.char in CODES and data[0] >= FIRST_TRAIL:
                for lead, char in gap_tables()[1].get(data[0], ()):
                    yield lead, char, data[1] if len(data) == 2 else 0, ()
        elif token.kind == "lost":
            for char in self.with_reading(token.reading):
                yield CODES[char][0], char, 0, ((char, token.reading),)
        elif token.kind == "half":
            code = EURO if token.char == "€" else ord(token.char)
            for char in self.with_reading(token.reading):
                if CODES[char][1] == code:
                    yield CODES[char][0], char, 0, ((char, token.reading),)

    def with_reading(self, reading: str) -> Sequence[str]:
        return all_by_reading().get(reading, ())

    def explore(self, before: str, tokens: Sequence[Token], site: int, gaps: int) -> list[Candidate]:
        """Every way to read the run that starts at `site`, up to where it falls into step again."""
        left = before[-REACH:]
        context = self.model.read(left)[1]
        last = encode(left[-1:])[-1:] or b"\n"
        start = State(0.0, context, 0, last[0], "", 0, (), Habits(self.keeps_private_use))
        beam = [start]
        done: list[tuple[State, int]] = []
        for at in range(site, min(len(tokens), site + LONGEST)):
            following: dict[tuple[str, int], State] = {}
            for rank, state in enumerate(beam):
                steps = self.follow(state, tokens, at)
                if state.gaps < gaps and state.pending and rank < GAP_WIDTH:
                    steps = chain(steps, self.bridge(state, tokens[at]))
                for fed in steps:
                    key = (fed.text, fed.pending)
                    if key not in following or following[key].score < fed.score:
                        following[key] = fed
            if at == site and tokens[at].kind == "lost":
                for fed in self.lost_buffers(start, tokens[at]):
                    following.setdefault((fed.text, 0), fed)
            goes_on = at + 1 < len(tokens) and tokens[at + 1].kind in ("lost", "half", "cut", "twice")
            beam = []
            for fed in following.values():
                if not fed.pending:
                    done.append((fed, at + 1))
                if fed.pending or goes_on:
                    beam.append(fed)
            if not beam:
                break
            beam.sort(key=lambda state: -state.score)
            del beam[WIDTH:]
        return self.compare(left, is_quoting(before), tokens, done)

    def lost_buffers(self, start: State, token: Token) -> Iterator[State]:
        """`中?guó)`: an annotated character lost its lead byte where a read buffer ended."""
        if not self.dictionary:
            return
        for entry in self.with_reading(token.reading):
            if CODES[entry][1] >= FIRST_LEAD:
                cost = LOST_BUFFER_COST + self.trigger_cost(entry, token.reading)
                fed = self.feed(start, CODES[entry], cost)
                if fed:
                    habits = Habits(start.habits.keeps_private_use, loses_lead=True)
                    yield fed._replace(habits=habits, triggers=((entry, token.reading),))

    def compare(
        self, left: str, quoting: bool, tokens: Sequence[Token], done: list[tuple[State, int]]
    ) -> list[Candidate]:
        """The candidates with what follows them on the page, up to the same place for all."""
        if not done:
            return []
        furthest = max(end for _, end in done)
        after = self.right_context(tokens, furthest)
        done.sort(key=lambda item: -item[0].score)
        best: dict[tuple[str, int], Candidate] = {}
        rests: dict[tuple[str, int], str] = {}
        for state, end in done[:200]:
            rest = "".join(token.char if token.kind == "annotated" else self.source(token) for token in tokens[end:furthest])
            score = state.score + self.model.read(rest + after, state.context)[0]
            key = (state.text, end)
            if key not in best or best[key].score < score:
                best[key] = Candidate(score, state.text, end, state.gaps, state.triggers, state.habits)
                rests[key] = rest
        ranked = sorted(best.values(), key=lambda candidate: -candidate.score)
        # the word list is slower and looks only at those that could win
        close = [c for c in ranked[:RESCORED] if c.score > ranked[0].score - FAR]
        rescored = []
        for candidate in close:
            whole = left + candidate.text + rests[candidate.text, candidate.end] + after
            words = self.model.word_score(whole)
            quotes = QUOTE_COST * wrong_quotes(candidate.text, quoting)
            rescored.append(candidate._replace(score=BY_SEQUENCE * candidate.score + BY_WORD * words - quotes))
        return sorted(rescored, key=lambda candidate: -candidate.score)

    def right_context(self, tokens: Sequence[Token], at: int) -> str:
        chars = []
        for token in tokens[at : at + REACH]:
            if token.kind not in ("char", "annotated"):
                break
            chars.append(token.char)
        return "".join(chars)

    def source(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def proved(self, candidate: Candidate, tokens: Sequence[Token], site: int) -> bool:
        """Whether the accident turns the candidate, between its neighbors, into what stands on the page."""
        first, last = max(0, site - 1), min(len(tokens), candidate.end + 1)
        if last > candidate.end and tokens[candidate.end].kind not in ("char", "annotated"):
            last = candidate.end
        before = "".join(token.char for token in tokens[first:site])
        after = "".join(token.char for token in tokens[candidate.end : last])
        if any(char not in CODES for char in before + after):
            return False
        damaged = self.text[tokens[first].start : tokens[last - 1].end]
        readings = {**self.dictionary, **dict(candidate.triggers)}
        if not self.dictionary:
            for token in tokens[first:last]:
                if token.kind == "annotated":
                    readings[token.char] = token.reading
        return reproduces(before + candidate.text + after, damaged, readings, candidate.habits)

    def judge(self, tokens: Sequence[Token], site: int, before: str) -> Run | None:
        """The verdict on the run that starts at `site`, after the text `before` it on the line."""
        left = before[-REACH:]
        candidates = self.explore(before, tokens, site, 0)
        if not self.keeps_private_use and (not candidates or self.is_odd(candidates[0], left)):
            candidates = self.explore(before, tokens, site, MOST_GAPS)
        valid: list[Candidate] = []
        texts: set[str] = set()
        for candidate in candidates[:60]:
            if candidate.text not in texts and self.proved(candidate, tokens, site):
                valid.append(candidate)
                texts.add(candidate.text)
                if len(valid) == CANDIDATES:
                    break
        if not valid:
            return None
        best = valid[0]
        margin = best.score - valid[1].score if len(valid) > 1 else 99.0
        end = tokens[best.end - 1].end
        damaged = self.text[tokens[site].start : end]
        furthest = max(candidate.end for candidate in candidates)
        after = self.right_context(tokens, furthest)
        raw = "".join(token.char if token.kind == "annotated" else self.source(token) for token in tokens[site:furthest])
        gain = best.score - BY_SEQUENCE * self.model.score(raw + after, left) - BY_WORD * self.model.word_score(left + raw + after)
        needed = GAIN if self.dictionary else GAIN_WITHOUT_ANNOTATIONS
        certain = not self.is_odd(best, left) and margin >= (MARGIN_WITH_GAP if best.gaps else MARGIN) and gain >= needed
        return Run(
            tokens[site].start, end, damaged, tuple(c.text for c in valid), certain, round(margin, 2), round(gain, 2)
        )

    def is_odd(self, candidate: Candidate, left: str) -> bool:
        """Whether the best reading without a gap is no text."""
        return self.model.score(candidate.text, left) < ODD * len(candidate.text)

    def is_site(self, tokens: Sequence[Token], at: int) -> bool:
        token = tokens[at]
        if at == 0:
            return False
        before = tokens[at - 1].char
        if token.kind == "lost":
            return before in CODES and len(CODES[before]) == 2
        return token.kind in ("cut", "twice")

    def runs(self) -> Iterator[Run]:
        """The damaged runs of the page, in order."""
        offset = 0
        for line in self.text.split("\n"):
            if SITE.search(line):
                yield from self.runs_of(tokens_of(line, offset))
            offset += len(line) + 1

    def runs_of(self, tokens: Sequence[Token]) -> Iterator[Run]:
        at = 0
        left = ""
        while at < len(tokens):
            if self.is_site(tokens, at):
                run = self.judge(tokens, at, left)
                if run is not None:
                    yield run
                    while at < len(tokens) and tokens[at].start < run.end:
                        at += 1
                    left += run.candidates[0] if run.certain else run.damaged
                    continue
            left += tokens[at].char if tokens[at].kind == "annotated" else self.source(tokens[at])
            at += 1


def is_quoting(text: str) -> bool:
    """Whether a quotation is open at the end of the text.

    >>> is_quoting("他說：“好"), is_quoting("他說：“好。”")
    (True, False)
    """
    return text.rfind("“") > text.rfind("”")


def wrong_quotes(text: str, quoting: bool) -> int:
    """How many quotation marks of the text open inside or close outside a quotation."""
    wrong = 0
    for char in text:
        if char in "“”":
            wrong += quoting == (char == "“")
            quoting = char == "“"
    return wrong


COMMON_COST = 12.5


@lru_cache(maxsize=1)
def gap_tables() -> tuple[dict[int, list[tuple[str, bool]]], dict[int, list[tuple[int, str]]]]:
    """Characters by their lead byte whose trail byte can open a private-use pair, and by their trail byte."""
    model = language.model()
    firsts: dict[int, list[tuple[str, bool]]] = {}
    seconds: dict[int, list[tuple[int, str]]] = {}
    for pair, char in PAIRS.items():
        lead, trail = pair >> 8, pair & 0xFF
        if is_private_use(char) or -model.score(char) > COMMON_COST:
            continue
        if 0xAA <= trail <= 0xAF or 0xF8 <= trail:
            firsts.setdefault(lead, []).append((char, True))
        elif 0xA1 <= trail <= 0xA7:
            firsts.setdefault(lead, []).append((char, False))
        seconds.setdefault(trail, []).append((lead, char))
    return firsts, seconds


@lru_cache(maxsize=1)
def all_by_reading() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for (_, reading), chars in by_reading().items():
        found.setdefault(reading, []).extend(chars)
    return {reading: tuple(sorted(chars)) for reading, chars in found.items()}


@lru_cache(maxsize=4)
def runs(text: str) -> tuple[Run, ...]:
    """The damaged runs of a text."""
    if not SITE.search(text):
        return ()
    return tuple(Search(text).runs())


def find(page: Page) -> Found:
    """Edits for the runs that are certain, findings for the others."""
    edits: list[Edit] = []
    findings: list[Finding] = []
    for run in runs(page.text):
        if run.certain:
            edits.append(Edit(run.start, run.damaged, run.candidates[0]))
        else:
            findings.append(Finding(NAME, run.start, run.damaged, run.candidates))
    return Found(tuple(edits), tuple(findings))


BYTE_SHIFT = Rule(
    name=NAME,
    find=find,
    examples=(),
    keep=(),
)
__all__ = ["BYTE_SHIFT", "Mapping", "damage", "reproduces", "runs"]
