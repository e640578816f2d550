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
from typing import NamedTuple

from qingyuan import language
from qingyuan.document import Edit, Finding, Found, Page
from qingyuan.language import Context
from qingyuan.repair.annotations import READING, Annotations, by_reading, forms, syllables
from qingyuan.repair.cp936 import CODES, EURO, FIRST_LEAD, LAST_LEAD, PAIRS, encode, is_private_use
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

WIDTH = 24  # states kept after each token
LONGEST = 60  # tokens in a run
REACH = 8  # characters of context on either side
CANDIDATES = 5  # in a finding

SEPARATORS = {
    "。": "。",
    "！": "！",
    "？": "？",
    "，": "，",
    "；": "；",
    "!": "！",
    "?": "？",
    ",": "，",
    ";": "；",
}
CHEAP_WIDE = frozenset(",:;!?()")

TOKEN = re.compile(
    rf"""
      (?P<char>[\u4e00-\u9fff]) \( (?P<reading>{READING}) \)             # an annotation, aligned as it was decoded
    | \? (?P<lost>{READING}) \)                                          # a lead byte took the parenthesis along
    | (?P<half>[@-~€]) \( (?P<half_reading>{READING}) \)                 # behind a trail byte in the ASCII range
    | \? (?P<cut>[。！？，；!?,;]) (?! {READING} \) )                     # a lead byte alone before a separator
    | (?P<plain>.)
    """,
    re.VERBOSE,
)
SITE = re.compile(rf"\?(?:{READING}\)|[。！？，；!?,;])")


class Token(NamedTuple):
    kind: str  # char, annotated, lost, half, cut, question
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

    def explore(self, tokens: Sequence[Token], site: int) -> list[Candidate]:
        """Every way to read the run that starts at `site`, up to where it falls into step again."""
        left = "".join(token.char for token in tokens[max(0, site - REACH) : site])
        return self.explore_after(left, tokens, site)

    def explore_after(self, left: str, tokens: Sequence[Token], site: int) -> list[Candidate]:
        context = self.model.read(left)[1]
        last = encode(left[-1:])[-1:] or b"\n"
        start = State(0.0, context, 0, last[0], "", 0, (), Habits(self.keeps_private_use))
        beam = [start]
        done: list[tuple[State, int]] = []
        for at in range(site, min(len(tokens), site + LONGEST)):
            following: dict[tuple[str, int], State] = {}
            for state in beam:
                for fed in self.follow(state, tokens, at):
                    key = (fed.text, fed.pending)
                    if key not in following or following[key].score < fed.score:
                        following[key] = fed
            if at == site and tokens[at].kind == "lost":
                for fed in self.lost_buffers(start, tokens[at]):
                    following.setdefault((fed.text, 0), fed)
            goes_on = at + 1 < len(tokens) and tokens[at + 1].kind in ("lost", "half", "cut")
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
        return self.compare(tokens, done)

    def lost_buffers(self, start: State, token: Token) -> Iterator[State]:
        """`中?guó)`: an annotated character lost its lead byte where a read buffer ended."""
        for entry, reading in self.dictionary.items():
            if reading == token.reading and CODES[entry][1] >= FIRST_LEAD:
                fed = self.feed(start, CODES[entry], LOST_BUFFER_COST)
                if fed:
                    habits = Habits(start.habits.keeps_private_use, loses_lead=True)
                    yield fed._replace(habits=habits)

    def compare(self, tokens: Sequence[Token], done: list[tuple[State, int]]) -> list[Candidate]:
        """The candidates with what follows them on the page, up to the same place for all."""
        if not done:
            return []
        furthest = max(end for _, end in done)
        after = self.right_context(tokens, furthest)
        done.sort(key=lambda item: -item[0].score)
        best: dict[tuple[str, int], Candidate] = {}
        for state, end in done[:200]:
            rest = "".join(
                token.char if token.kind == "annotated" else self.source(token)
                for token in tokens[end:furthest]
            )
            score = state.score + self.model.read(rest + after, state.context)[0] - GAP_COST * state.gaps
            key = (state.text, end)
            if key not in best or best[key].score < score:
                best[key] = Candidate(score, state.text, end, state.gaps, state.triggers, state.habits)
        return sorted(best.values(), key=lambda candidate: -candidate.score)

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

    def judge(self, tokens: Sequence[Token], site: int, left: str) -> Run | None:
        """The verdict on the run that starts at `site`."""
        candidates = self.explore_after(left, tokens, site)
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
        raw = "".join(
            token.char if token.kind == "annotated" else self.source(token) for token in tokens[site:furthest]
        )
        gain = best.score - self.model.score(raw + after, left)
        needed = GAIN if self.dictionary else GAIN_WITHOUT_ANNOTATIONS
        certain = margin >= (MARGIN_WITH_GAP if best.gaps else MARGIN) and gain >= needed
        return Run(
            tokens[site].start,
            end,
            damaged,
            tuple(c.text for c in valid),
            certain,
            round(margin, 2),
            round(gain, 2),
        )

    def is_site(self, tokens: Sequence[Token], at: int) -> bool:
        token = tokens[at]
        if at == 0:
            return False
        before = tokens[at - 1].char
        if token.kind == "lost":
            return before in CODES and len(CODES[before]) == 2
        return token.kind == "cut"

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
                run = self.judge(tokens, at, left[-REACH:])
                if run is not None:
                    yield run
                    while at < len(tokens) and tokens[at].start < run.end:
                        at += 1
                    left += run.candidates[0] if run.certain else run.damaged
                    continue
            left += tokens[at].char if tokens[at].kind == "annotated" else self.source(tokens[at])
            at += 1


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
