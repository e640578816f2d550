"""Text that decodes one byte off after a byte-wise replacement: `因?yàn)橥话l(fā)的` is 因為突發的.

The bytes of a damaged run are known, but for the lead bytes that became `?`. Reading them from the other
half of the character gives the text back; where a byte is lost, every value is tried. The language model
ranks what comes out; only what the accident, run again, turns into the damaged run counts, and only if it is
far ahead of the next such candidate is the page changed. The rest are findings.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple

from qingyuan.document import Edit, Finding, Found
from qingyuan.rule import Rule
from qingyuan.stages.repair.annotations import (
    ANNOTATED,
    READING,
    annotations_of,
    by_reading,
    forms,
    syllables,
)
from qingyuan.stages.repair.shift_damage import Habits, reproduces
from qingyuan.text import language
from qingyuan.text.cp936 import (
    CODES,
    EURO,
    FIRST_LEAD,
    FIRST_TRAIL,
    LAST_LEAD,
    PAIRS,
    encode,
    is_private_use,
)
from qingyuan.text.language import Context
from qingyuan.view import View

NAME = "repair/byte-shift"

# In nats. Chosen on simulated damage of news that is not measured on; docs-dev/benchmarks.md says how.
# Margin: ahead of every other candidate that passes the proof.
MARGIN = 3.5  # every byte is known, or an annotation names it
MARGIN_WITH_GAP = 6.0  # two bytes are missing without a trace
MARGIN_BEHIND_GAP = 2.8  # the same, and the doubt is about the lead byte of the character after them
MARGIN_OVER_GAP = 6.0  # over a candidate that lacks more bytes: its longer text is at a disadvantage
# A lead byte at the start of the run can be any,
MARGIN_OF_FULL_STOP = 3.0  # and seems to be that of 。 where a sentence can end,
MARGIN_OF_ODD_FULL_STOP = 4.0  # or that of 。 where none does,
MARGIN_OF_GUESS = 5.5  # or another.
MARGIN_OF_LAST_GUESS = 7.0  # the last lead byte of the run can be any
MARGIN_OF_SHORT_GUESS = 6.0  # one that is all that the run has
MARGIN_OF_CALL = 9.0  # the same, before ！ or ？; sites write ??! themselves
MARGIN_OF_BOTH = 7.0  # a lead byte can be any, and two bytes are missing
SURE = 99.0  # no other candidate at all
UNUSUAL_START = 2.5  # nats by which a character may be rarer after a full stop than elsewhere
LEAST_SENTENCE = 4  # Han before a full stop
# A run that leaves this in or beside it is not certain, in nats a character.
ODD_CHARACTER, ODD_FOLLOWER, ODD_THREE, ODD_NEIGHBORS = -15.5, -4.0, -10.0, -10.5
GAIN = 8.0  # ahead of the damaged text itself
GAIN_WITHOUT_ANNOTATIONS = 14.0  # where the page shows no other sign of the accident

FULL_WIDTH_COST = 9.0  # a full-width letter or digit in prose
GAP_COST = 2.0
GAP_BEFORE_CUT_COST = 3.0
GAP_BEHIND = 10.0  # nats that a reading with a dropped pair may be behind one without it
LEAST_BRIDGE = 8.0  # nats that the two characters beside a dropped pair cost at least
EATEN_COST = 3.0
SILENT_COST = 5.0
RARE_TRIGGER_COST = 3.0  # an entry of the dictionary that the page shows nowhere else
PLAIN_TRIGGER_COST = 5.0  # an entry that stands elsewhere on the page without its reading
LOST_BUFFER_COST = 6.0

IN_STEP = -8.0  # nats a character above which text is taken to be in step
# Nats a character below which what follows a separator is no text, by how many characters of it are there.
SILENT_ODD = -11.5, -10.0, -9.5, -9.0
MOST_GAPS = 3
GAP_WIDTH = 5  # states of a token at which gaps are tried
GAP_FIRSTS = 12  # ways to end the character before a gap,
MIDDLES = 6  # to go over a whole one of which nothing is left,
GAPS_KEPT = 40  # and to go on after it
GUESSES = 16
GUESSES_BEFORE_GUESS = 6
IMPOSSIBLE = 1e9
UNASSIGNED = 0x100  # with a trail byte, what a state waits for that has a pair without a character before it
BY_SEQUENCE, BY_WORD = 0.7, 0.95  # shares of the two halves of the language model
MARK_COST = 4.0
OPEN_END_COST = 16.0  # a line that ends with an opening mark
PARAGRAPHS = 4000  # characters above a line in which a mark can have been opened
RARE_MARK_COST = 6.0
PAGE_GAIN = 2.0  # two, three or four characters in a row that the page has elsewhere
CONNECTIVE_GAIN = 6.5  # an adverb or a conjunction that begins a sentence and has a comma behind it
RESCORED = 20
PROVED = 12
FAR = 15.0
HOPELESS = 17.0  # nats behind the best way to read the bytes so far
WIDTH = 16  # states kept after each token
LOOKED_AT = 3  # times as many are looked at
DEAD_END = 10.0  # for a state that only a dropped pair can save
LONGEST = 60  # tokens in a run
REACH = 8  # characters of context on either side
CANDIDATES = 5  # in a finding

BY_SCORE = itemgetter(0)

LEADS = range(FIRST_LEAD, LAST_LEAD + 1)

SITE_KINDS = frozenset(("lost", "cut", "twice", "silent"))
SITE_KINDS_WITHIN = frozenset(("lost", "half", "cut", "twice"))
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
SEPARATOR = re.compile("[" + "".join(SEPARATORS) + "]")
FULL_STOP_LEAD = CODES["。"][0]

# Laws and manuals, which the model has read, rarely connect their sentences as articles do.
CONNECTIVES = """
    總之 可見 因此 此外 另外 同時 首先 其次 最后 最後 再次 然而 但是 不過 其實 當然 例如 比如 譬如 一般 通常 顯然
    果然 或許 也許 于是 於是 所以 然后 然後 接著 后來 後來 如今 目前 近年來 一方面 另一方面 事實上 實際上 總的來說
    一般來說 具體來說 換句話說 換言之 由此可見 綜上所述 綜上 相反 反之 否則 尤其 特別是 畢竟 的確 確實 誠然 固然 從而
    隨后 隨後 原來 終于 終於 結果 幸運的是 遺憾的是 值得注意的是 第一 第二 第三 其一 其二 因而 故而 進而 與此同時
""".split()
CONNECTIVE = re.compile(f"[。！？；\n“](?:{'|'.join(sorted(CONNECTIVES, key=len, reverse=True))})[，,]")

# Marks that articles have far more often than the web and the laws that the model has read, in nats.
MARK_GAINS = {"《": 1.0, "》": 1.0, "—": 2.0, "‘": 1.0, "’": 1.0, "·": 3.0}
INTERJECTIONS = frozenset("啊呀哦嘛啦哇唉哎喔喲")
INTERJECTION_COST = 3.0  # one that the page has nowhere else: the web that the model has read chats
LONE_LEAD = re.compile(rf"\?[。！？，；!?,;](?!{READING}\))")
LONE_MARK = re.compile(r"(?<!…)…(?!…)|(?<![—0-9])—(?![—0-9])")
SPOKEN = re.compile("[。！？][”’」』](.)")
PAUSE_AFTER_SPEECH_COST = 4.0
ENCLITICS = frozenset("的了着著過过們们等之和及或嗎吗呢吧")  # they need a word before them
ENCLITIC_COST = 6.0

TOKEN = re.compile(
    rf"""
      (?P<char>[\u4e00-\u9fff]) \( (?P<reading>{READING}) \)     # an annotation, aligned as it was decoded
    | \? (?P<lost>{READING}) \)    # a lead byte took the parenthesis along
    | (?P<half>[@-~€]) \( (?P<half_reading>{READING}) \)    # behind a trail byte in the ASCII range
    | \?\? (?P<twice>[！？，；!?,;]) (?! {READING} \) )    # two of them: the second is half of 。
    | \? (?P<cut>[。！？，；!?,;]) (?! {READING} \) )    # a lead byte alone before a separator
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
HAN = re.compile("[\u4e00-\u9fff]")
HAN_IN_A_ROW = re.compile("[\u4e00-\u9fff]{2,}")
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
OPEN_SITE = re.compile(rf"\?{READING}\)")
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
    pending: int  # the lead byte that waits for its trail byte, or 0; see also UNASSIGNED
    last: int  # the byte before
    text: str
    gaps: int
    guesses: int  # lost bytes that nothing but the text itself speaks for
    triggers: tuple[tuple[str, str], ...]
    habits: Habits


class Second(NamedTuple):
    """A character whose first byte went with a dropped pair."""

    char: str
    pending: int
    triggers: tuple[tuple[str, str], ...]


class Candidate(NamedTuple):
    score: float
    text: str
    end: int  # the token after the run
    gaps: int
    guesses: int
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
    gaps: int = 0
    guesses: int = 0


def tokens_of(line: str, offset: int) -> list[Token]:
    """The line as what the accident left of characters, annotations and lost bytes."""
    known = syllables()
    found: list[Token] = []
    at = 0
    while at < len(line):
        if line[at] != "?" and line[at + 1 : at + 2] != "(":
            found.append(Token("char", line[at], "", offset + at, offset + at + 1))
            at += 1
            continue
        match = TOKEN.match(line, at)
        assert match is not None  # the last alternative is any character
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


def last_byte(token: Token) -> int:
    """The lead byte that a token leaves to a reading out of step, or 0."""
    if token.kind in ("char", "annotated") and not token.char.isascii():
        return CODES.get(token.char, b"\0")[-1]
    return 0


class Search:
    """The candidates for the damaged runs of one page."""

    def __init__(self, text: str, thorough: bool = True) -> None:
        self.text = text
        self.thorough = thorough  # or only to know how far the runs reach
        self.annotations = annotations_of(text)
        self.model = language.model()
        self.forms = forms()
        self.by_reading = by_reading()
        self.dictionary = dict(self.annotations.dictionary) if self.annotations.by_machine else {}
        self.traditional = self.annotations.is_traditional
        self.can_stand = characters_of(self.traditional)
        self.by_context: dict[tuple[int, int, str], list[tuple[int, int, str]]] = {}
        self.behind_gap: dict[tuple[str, str, str, frozenset[int]], list[Second]] = {}
        self.rows: dict[str, int] = {}  # how many of the rows that these characters begin with the page has
        self.waiting: dict[int, frozenset[str]] = {}  # by the start of a line
        # Full-width letters and signs are rare in prose, and so are quotation marks that the page lacks.
        costs = {chr(code): FULL_WIDTH_COST for code in range(0xFF01, 0xFF5F)}
        for char in "，！？；：（）":
            del costs[char]
        for mark in "“”‘’「」『』〔〕﹃﹄﹁﹂":
            if mark not in text and PARTNERS.get(mark, mark) not in text:
                costs[mark] = RARE_MARK_COST if mark in "「」『』〔〕﹃﹄﹁﹂" else 0.5
        self.closing: frozenset[str] = frozenset()  # the marks other than ” that something waits for
        self.usual_closing: dict[int, str] = {}
        self.interjections = INTERJECTIONS.difference(text)
        for mark, gain in MARK_GAINS.items():
            costs[mark] = costs.get(mark, 0.0) - gain
        # What it costs that a character stands on this page, `IMPOSSIBLE` where it cannot.
        self.costs = {**self.can_stand.costs, **costs, **dict.fromkeys(self.dictionary, 0.0)}
        self.usual_costs = {mark: self.costs[mark] for mark in "』’"}
        self.keeps_private_use = PRIVATE_USE.search(text) is not None

    @cached_property
    def bare(self) -> str:
        return ANNOTATED.sub(r"\1", self.text)

    @cached_property
    def chars_of_page(self) -> frozenset[str]:
        return frozenset(self.bare)

    @cached_property
    def doubled(self) -> frozenset[str]:
        """The marks that the page writes twice in a row; two question marks may be the accident's."""
        pairs = (("！", "!!"), ("！", "！！"), ("。", "。。"))
        return frozenset(mark for mark, pair in pairs if pair in self.text)

    @cached_property
    def drops_leads(self) -> bool:
        """Whether the site may have dropped lead bytes left alone: none of them is a question mark here."""
        return bool(self.dictionary) and LONE_LEAD.search(self.text) is None

    @cached_property
    def too_long_a_dash(self) -> str:
        return "————" if "———" in self.text else "———"

    @cached_property
    def has_lone_marks(self) -> bool:
        """Whether the page writes … and — by themselves, and not only twice as is the rule."""
        return LONE_MARK.search(self.text) is not None

    def feed(self, state: State, data: Sequence[int], cost: float = 0.0, guessed: int = 0) -> State | None:
        """The state after some bytes, or None where they are no text."""
        score, context, pending, last, text, gaps, guesses, triggers, habits = state
        score -= cost
        costs = self.costs
        for byte in data:
            if pending:
                char = PAIRS.get(pending << 8 | byte)
                if char is None:
                    return None
                form = costs[char]
                if form == IMPOSSIBLE:
                    return None
                gain, context = context[char]
                score += gain - form
                text += char
                pending = 0
            elif byte < EURO:
                char = chr(byte)
                gain, context = context[char]
                score += gain
                text += char
            elif byte == EURO or byte > LAST_LEAD:
                return None
            else:
                pending = byte
            last = byte
        return State(score, context, pending, last, text, gaps, guesses + guessed, triggers, habits)

    def trigger_cost(self, char: str, reading: str) -> float:
        known = self.dictionary.get(char)
        if known is not None:
            return 0.0 if known == reading else 12.0
        if self.annotations.plain.get(char):
            return PLAIN_TRIGGER_COST
        return 0.5 if -self.model.frequency(char) < COMMON_COST else RARE_TRIGGER_COST

    def follow(self, state: State, tokens: Sequence[Token], at: int) -> Iterator[State]:
        """The states after the token at `at`."""
        token = tokens[at]
        kind = token.kind
        if state.pending >= UNASSIGNED:
            yield from self.after_unassigned(state, token)
            return
        if kind in ("char", "annotated"):
            char = token.char
            if state.pending and self.drops_leads and char in SEPARATORS:
                yield from self.silent(state, char)
            if char.isascii():
                code = ord(char)
                fed = self.feed(state, (code,))
                if fed:
                    yield fed
                if state.pending:
                    if 0x21 <= code <= 0x7E:
                        fed = self.feed(state, (0xA3, code + 0x80))
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
            yield from self.guess(state, CODES[SEPARATORS[token.char]])
        elif kind == "silent":
            yield from self.silent(state, token.char)
        elif kind == "twice":
            separator = CODES[SEPARATORS[token.char]]
            yield from self.guess(state, bytes((FULL_STOP_LEAD, *separator)))
            # or the second question mark is one, or was
            for middle in (CODES["？"], b"?"):
                yield from self.guess(state, middle + separator, 2.0)
            if state.pending:
                for unassigned in self.unassigned(state):
                    yield from self.unassigned_before(unassigned, separator)
            # or a lead byte, half of ？, and another lead byte before the next separator: 非常快。
            if separator == CODES["？"] and at + 1 < len(tokens) and tokens[at + 1].char in SEPARATORS:
                for first in self.guess(state, separator)[:GUESSES_BEFORE_GUESS]:
                    yield from self.guess(first, b"")
        elif state.pending:  # a question mark of its own, or a lead byte that took an ASCII character along
            fed = self.feed(state, CODES["？"], 2.0)
            if fed:
                yield fed
            for eaten in self.eaten(tokens, at):
                yield from self.guess(state, eaten, EATEN_COST)
            yield from self.unassigned(state)

    def silent(self, state: State, separator: str) -> Iterator[State]:
        """The states after a separator before which a lead byte was dropped."""
        habits = replace(state.habits, lone_lead="")
        for fed in self.guess(state, CODES[SEPARATORS[separator]], SILENT_COST):
            yield fed._replace(habits=habits)

    def guess(self, state: State, after: bytes, cost: float = 0.0) -> list[State]:
        """The best states after a lead byte of which nothing is known, and some bytes after it."""
        score, context, pending, _, text, gaps, guesses, triggers, habits = state
        firsts: list[tuple[float, int, str, Context]] = []
        if not pending and not after:
            return []
        rest = after if pending else after[1:]
        costs = self.costs
        for last, char in self.can_stand.led_by[pending] if pending else self.can_stand.ended_by[after[0]]:
            gain, context_after = context[char]
            firsts.append((gain - costs[char], last, char, context_after))
        firsts.sort(key=BY_SCORE, reverse=True)
        fed = []
        for gain, last, char, context_after in firsts[:GUESSES]:
            guessed = State(
                score + gain - cost, context_after, 0, last, text + char, gaps, guesses + 1, triggers, habits
            )
            if rest:
                found = self.feed(guessed, rest)
                if found is not None:
                    fed.append(found)
            else:
                fed.append(guessed)
        fed.sort(key=BY_SCORE, reverse=True)
        return fed

    def unassigned(self, state: State) -> list[State]:
        """The best states before a pair of bytes that CP936 does not assign, which became the question mark."""
        opening = unassigned_pairs()
        found = []
        for trail, char in self.can_stand.led_by[state.pending]:
            if trail in opening:
                gain, context = state.context[char]
                found.append(
                    state._replace(
                        score=state.score + gain - self.costs[char],
                        context=context,
                        pending=UNASSIGNED | trail,
                        text=state.text + char,
                    )
                )
        found.sort(key=BY_SCORE, reverse=True)
        return found[:GAP_FIRSTS]

    def after_unassigned(self, state: State, token: Token) -> Iterator[State]:
        """The states after the token that such a pair reaches into."""
        leads = unassigned_pairs()[state.pending & 0xFF]
        if token.kind == "cut":
            yield from self.unassigned_before(state, CODES[SEPARATORS[token.char]])
            return
        for lead, (char, pending, triggers) in self.ending_at(token):
            if lead in leads:
                gain, context = state.context[char]
                yield state._replace(
                    score=state.score + gain - self.costs[char],
                    context=context,
                    pending=pending,
                    last=pending or CODES[char][1],
                    text=state.text + char,
                    triggers=state.triggers + triggers,
                )

    def unassigned_before(self, state: State, separator: bytes) -> Iterator[State]:
        """The states after a whole character that such a pair begins and a lone lead byte ends.

        So 務， is left as `??，` behind 服.
        """
        leads = unassigned_pairs()[state.pending & 0xFF]
        for lead, last, char in self.page_forms(state.context):
            if lead in leads and last >= FIRST_LEAD:
                gain, context = state.context[char]
                whole = state._replace(
                    score=state.score + gain - self.costs[char],
                    context=context,
                    pending=0,
                    text=state.text + char,
                    guesses=state.guesses + 1,
                )
                fed = self.feed(whole, separator)
                if fed is not None:
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
        return [digit_before(rest)]

    def bridge(self, state: State, token: Token, worst: float, most: int) -> Iterator[State]:
        """The states after a token before which a private-use character was dropped.

        Its two bytes were the trail of one character and the lead of the next; both are tried among the
        characters that the model knows.
        """
        separator = CODES[SEPARATORS[token.char]] if token.kind == "cut" else b""
        costs = self.costs
        firsts = []
        for char, trail in self.can_stand.known_led_by.get(state.pending, ()):
            gain, context = state.context[char]
            firsts.append((gain - costs[char], char, trail, context))
        firsts.sort(key=BY_SCORE, reverse=True)
        found: list[tuple[float, str, Context, int, tuple[tuple[str, str], ...], int]] = []
        least = worst - state.score + GAP_COST
        for first_score, first, trail, context in firsts[:GAP_FIRSTS]:
            if first_score < least:
                break
            ways = [(first_score, first, trail, context, 1)]
            widest = ways
            for gaps in range(2, most - state.gaps + 1):
                widest = [
                    (*way, gaps)
                    for score, text, last, so_far, _ in widest
                    for way in self.whole(score - GAP_COST, text, last, so_far, least, private_leads())
                ]
                ways += widest
            for score, text, last, so_far, gaps in ways:
                if separator:
                    for total, whole, _, after in self.whole(score, text, last, so_far, least, LEADS):
                        found.append((total - GAP_BEFORE_CUT_COST, whole, after, 0, (), gaps))
                for second, pending, triggers in self.gap_seconds(token, last):
                    gain, after = so_far[second]
                    total = score + gain - costs[second]
                    if total > least:
                        found.append((total, text + second, after, pending, triggers, gaps))
        found.sort(key=BY_SCORE, reverse=True)
        habits = replace(state.habits, keeps_private_use=False)
        for gain, text, after, pending, triggers, gaps in found[:GAPS_KEPT]:
            bridged = State(
                state.score + gain - GAP_COST,
                after,
                pending,
                pending or CODES[text[-1]][1],
                state.text + text,
                state.gaps + gaps,
                state.guesses + bool(separator),
                state.triggers + triggers,
                habits,
            )
            fed = self.feed(bridged, separator) if separator else bridged
            if fed is not None:
                yield fed

    def whole(
        self, score: float, first: str, trail: int, context: Context, least: float, trails: Container[int]
    ) -> list[tuple[float, str, int, Context]]:
        """The ways to read on over a whole character of which nothing is left.

        Its first byte went with the trail byte before it in a dropped pair, its second, one of `trails`, with what
        follows. So it is with 政府 before nearly everything: 府 ends what 政 begins, and begins the next.
        """
        private = private_after()[trail]
        found = []
        for lead, last, char in self.page_forms(context, first[-1]):
            if lead in private and last in trails:
                gain, after = context[char]
                total = score + gain - self.costs[char]
                if total > least:
                    found.append((total, first + char, last, after))
        found.sort(key=BY_SCORE, reverse=True)
        return found[:MIDDLES]

    def page_forms(self, context: Context, last: str = "") -> Sequence[tuple[int, int, str]]:
        """The characters, in forms that can stand on this page, that the model has seen in the context.

        With their two bytes before them. Some marks go on after themselves.
        """
        key = (context.two, context.three, last if last in "—…" else "")
        known = self.by_context.get(key)
        if known is None:
            written = written_as()
            chars = [char for symbol in self.model.following(context) for char in written.get(symbol, ())]
            known = self.by_context[key] = [
                (*CODES[char], char) for char in (*chars, *key[2]) if self.costs[char] != IMPOSSIBLE
            ]
        return known

    def gap_seconds(self, token: Token, trail: int) -> Sequence[Second]:
        """Characters that can end in the token's first byte, behind a dropped pair that begins with `trail`."""
        leads = private_after()[trail]
        key = (*token[:3], leads)
        known = self.behind_gap.get(key)
        if known is None:
            ending = [second for lead, second in self.ending_at(token) if lead in leads]
            known = self.behind_gap[key] = ending
        return known

    def ending_at(self, token: Token) -> Iterator[tuple[int, Second]]:
        """Characters that can end in the token's first byte, with their lead bytes before them."""
        if token.kind in ("char", "annotated"):
            data = CODES.get(token.char, b"")
            if not data or data[0] < FIRST_TRAIL or (len(data) == 2 and data[1] < FIRST_LEAD):
                return  # a trail byte in the ASCII range begins no character
            pending = data[1] if len(data) == 2 else 0
            for lead, char in self.can_stand.known_ended_by.get(data[0], ()):
                yield lead, Second(char, pending, ())
        elif token.kind in ("lost", "half"):
            code = EURO if token.char == "€" else ord(token.char or "\0")
            for char in self.with_reading(token.reading):
                if token.kind == "lost" or CODES[char][1] == code:
                    yield CODES[char][0], Second(char, 0, ((char, token.reading),))

    def with_reading(self, reading: str) -> Sequence[str]:
        return all_by_reading().get(reading, ())

    def explore(self, before: str, tokens: Sequence[Token], site: int, gaps: int) -> list[Candidate]:
        """Every way to read the run that starts at `site`, up to where it falls into step again."""
        self.wait_for(open_marks(before) | self.open_above(tokens[0].start))
        left = before[-REACH:]
        context = self.model.read(left)[1]
        last = encode(left[-1:])[-1:] or b"\n"
        start = State(0.0, context, 0, last[0], "", 0, 0, (), Habits(self.keeps_private_use))
        beam = [start]
        done: list[tuple[State, int]] = []
        # The best reading that has fallen into step, carried on through what follows: readings that stay out
        # of step far behind it are given up.
        in_step, in_step_context = -IMPOSSIBLE, context
        for at in range(site, min(len(tokens), site + LONGEST)):
            token = tokens[at]
            following: dict[tuple[str, int], State] = {}
            for state in beam:
                for fed in self.follow(state, tokens, at):
                    key = (fed.text, fed.pending)
                    if key not in following or following[key].score < fed.score:
                        following[key] = fed
            # Over a dropped pair the bytes stay out of step as they were: a reading with it and one without it
            # have the same bytes before them, and only their contexts differ.
            pending = last_byte(token)
            without = (fed.score for fed in following.values() if fed.pending == pending)
            worst = max(self.worst_kept(following, in_step), max(without, default=-IMPOSSIBLE) - GAP_BEHIND)
            for state in beam[:GAP_WIDTH]:
                if (
                    state.gaps < gaps
                    and 0 < state.pending < UNASSIGNED
                    and state.score - LEAST_BRIDGE > worst
                ):
                    for fed in self.bridge(state, token, worst, gaps):
                        key = (fed.text, fed.pending)
                        if key not in following or following[key].score < fed.score:
                            following[key] = fed
            if at == site and token.kind == "lost":
                for fed in self.lost_buffers(start, tokens, at):
                    following.setdefault((fed.text, 0), fed)
            goes_on = at + 1 < len(tokens) and tokens[at + 1].kind in SITE_KINDS_WITHIN
            if in_step > -IMPOSSIBLE:
                char = token.char if token.kind in ("char", "annotated") else "?"
                gain, in_step_context = in_step_context[char]
                in_step += gain
            beam = []
            for fed in following.values():
                if not fed.pending:
                    done.append((fed, at + 1))
                    if fed.score > in_step:
                        in_step, in_step_context = fed.score, fed.context
                if fed.pending or goes_on:
                    beam.append(fed)
            if not beam:
                break
            beam.sort(key=BY_SCORE, reverse=True)
            worst = max(beam[0].score, in_step) - HOPELESS
            if len(beam) > WIDTH and at + 1 < len(tokens):
                beam = self.promising(beam[: LOOKED_AT * WIDTH], tokens[at + 1])
            beam = [state for state in beam[:WIDTH] if state.score > worst]
            if not beam:
                break
        return self.compare(before, tokens, done)

    def promising(self, states: list[State], token: Token) -> list[State]:
        """The states in the order of what the next token, whose first byte is known, makes of them."""
        if token.kind not in ("char", "annotated", "lost", "half"):
            return states
        ranked = []
        for number, state in enumerate(states):
            score = state.score
            if 0 < state.pending < UNASSIGNED:
                score += max(
                    (self.gain_of(state, byte) for byte in self.bytes_next(state, token)), default=-DEAD_END
                )
            ranked.append((-score, number))
        ranked.sort()
        return [states[number] for _, number in ranked]

    def bytes_next(self, state: State, token: Token) -> Sequence[int]:
        """What the next byte after a state can be."""
        if token.kind in ("char", "annotated"):
            return CODES.get(token.char, b"")[:1]
        entries = self.by_reading.get((state.last, token.reading), ())
        return [CODES[entry][1] for entry in entries]

    def gain_of(self, state: State, byte: int) -> float:
        """What a byte that completes a character adds to the score of a state."""
        char = PAIRS.get(state.pending << 8 | byte)
        if char is None or self.costs[char] == IMPOSSIBLE:
            return -DEAD_END
        return state.context[char][0] - self.costs[char]

    def worst_kept(self, following: Mapping[tuple[str, int], State], in_step: float) -> float:
        """The score below which a reading has no chance any more."""
        scores = sorted((state.score for state in following.values()), reverse=True)
        worst = max(scores[0] if scores else -IMPOSSIBLE, in_step) - HOPELESS
        return max(worst, scores[WIDTH]) if len(scores) > WIDTH else worst

    def lost_buffers(self, start: State, tokens: Sequence[Token], at: int) -> Iterator[State]:
        """`中?guó)`: an annotated character lost its lead byte where a read buffer ended.

        What follows is in step.
        """
        token = tokens[at]
        after = self.right_context(tokens, at + 1)[:5]
        if self.by_reading.get((start.last, token.reading)):
            return  # the accident itself explains this one
        if not self.dictionary or len(after) < 2 or self.model.score(after) < IN_STEP * len(after):
            return
        for entry in self.with_reading(token.reading):
            if CODES[entry][1] >= FIRST_LEAD:
                cost = LOST_BUFFER_COST + self.trigger_cost(entry, token.reading)
                fed = self.feed(start, CODES[entry], cost)
                if fed:
                    habits = Habits(start.habits.keeps_private_use, loses_lead=True)
                    yield fed._replace(habits=habits, triggers=((entry, token.reading),))

    def compare(self, before: str, tokens: Sequence[Token], done: list[tuple[State, int]]) -> list[Candidate]:
        """The candidates with what follows them on the page, up to the same place for all."""
        if not done:
            return []
        left, waiting, above = before[-REACH:], open_marks(before), self.open_above(tokens[0].start)
        furthest = max(end for _, end in done)
        after = self.right_context(tokens, furthest)
        if furthest + len(after) == len(tokens) and self.text[tokens[-1].end : tokens[-1].end + 1] == "\n":
            after += "\n"
        done.sort(key=lambda item: item[0].score, reverse=True)
        best: dict[tuple[str, int], Candidate] = {}
        rests: dict[int, str] = {furthest: ""}
        for end in range(furthest - 1, min(end for _, end in done) - 1, -1):
            token = tokens[end]
            rests[end] = (token.char if token.kind == "annotated" else self.source(token)) + rests[end + 1]
        for state, end in done[:200]:
            score = state.score + self.model.read(rests[end] + after, state.context)[0]
            key = (state.text, end)
            if key not in best or best[key].score < score:
                best[key] = Candidate(
                    score, state.text, end, state.gaps, state.guesses, state.triggers, state.habits
                )
        ranked = sorted(best.values(), key=BY_SCORE, reverse=True)
        if not self.thorough:
            return ranked
        # the word list is slower and looks only at those that could win
        close = [c for c in ranked[:RESCORED] if c.score > ranked[0].score - FAR]
        rescored = []
        for candidate in close:
            whole = left + candidate.text + rests[candidate.end] + after
            words = self.model.word_score(whole.translate(self.usual_closing))
            words += sum(MARK_GAINS.get(char, 0.0) for char in candidate.text)
            rest = rests[candidate.end] + after[:1]
            marks = MARK_COST * misplaced_marks(
                candidate.text + rest, waiting, left[-1:], self.doubled, above
            )
            marks += self.odd_starts(candidate.text + rest)
            if not self.has_lone_marks and LONE_MARK.search(left[-1:] + candidate.text + rest):
                marks += MARK_COST
            marks += 2 * MARK_COST * (self.too_long_a_dash in left[-3:] + candidate.text + rest)
            marks += INTERJECTION_COST * len(self.interjections.intersection(candidate.text))
            if not rest.strip("\n") and candidate.text[-1:] in UNFINISHED:
                marks += OPEN_END_COST if candidate.text[-1] in OPENING else MARK_COST if after else 0.0
            seen = PAGE_GAIN * self.seen_elsewhere(whole)
            seen += CONNECTIVE_GAIN * len(CONNECTIVE.findall(whole))
            rescored.append(
                candidate._replace(score=BY_SEQUENCE * candidate.score + BY_WORD * words + seen - marks)
            )
        return sorted(rescored, key=BY_SCORE, reverse=True)

    def odd_starts(self, text: str) -> float:
        """What it costs that speech ends as a sentence and what follows cannot begin one."""
        cost = 0.0
        for char in SPOKEN.findall(text):
            if char in PAUSES:
                cost += PAUSE_AFTER_SPEECH_COST
            elif char in ENCLITICS:
                cost += ENCLITIC_COST
        return cost

    def wait_for(self, waiting: frozenset[str]) -> None:
        """Take 』 and ’ to be as frequent as ” where their partner waits for them."""
        closing = frozenset(mark for mark in "』’" if PARTNERS[mark] in waiting)
        if closing == self.closing:
            return
        self.closing = closing
        self.usual_closing = {ord(mark): "”" for mark in closing}
        stop = self.model.read("。")[1]
        usual = stop["”"][0]
        for mark in "』’":
            self.costs[mark] = stop[mark][0] - usual if mark in closing else self.usual_costs[mark]

    def open_above(self, offset: int) -> frozenset[str]:
        """The marks that wait for their partner in the lines above; speech can go over several paragraphs."""
        if offset not in self.waiting:
            self.waiting[offset] = open_marks(self.text[max(0, offset - PARAGRAPHS) : offset])
        return self.waiting[offset]

    def seen_elsewhere(self, text: str) -> int:
        """How many rows of two, three and four Han the text has from the page."""
        known = self.rows
        total = 0
        for start in range(len(text) - 1):
            row = text[start : start + 4]
            count = known.get(row)
            if count is None:
                han = HAN_IN_A_ROW.match(row)
                longest = han.end() if han else 1
                count = 0
                while count + 2 <= longest and row[: count + 2] in self.bare:
                    count += 1
                known[row] = count
            total += count
        return total

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
        text = before + candidate.text
        wide = SEPARATORS.get(after, after)  # it may have been narrowed after the accident
        return any(reproduces(text + mark, damaged, readings, candidate.habits) for mark in {after, wide})

    def judge(self, tokens: Sequence[Token], site: int, before: str) -> Run | None:
        """The verdict on the run that starts at `site`, after the text `before` it on the line."""
        left = before[-REACH:]
        candidates = self.explore(before, tokens, site, 0 if self.keeps_private_use else MOST_GAPS)
        if candidates and not self.thorough:
            end = tokens[candidates[0].end - 1].end
            return Run(tokens[site].start, end, self.text[tokens[site].start : end], (), False)
        valid: list[Candidate] = []
        texts: set[str] = set()
        for candidate in candidates[:PROVED]:
            if candidate.text not in texts and self.proved(candidate, tokens, site):
                valid.append(candidate)
                texts.add(candidate.text)
                if len(valid) >= CANDIDATES:
                    break
        if not valid:
            return None
        best = valid[0]
        margin = best.score - valid[1].score if valid[1:] else SURE
        end = tokens[best.end - 1].end
        damaged = self.text[tokens[site].start : end]
        furthest = max(candidate.end for candidate in candidates)
        after = self.right_context(tokens, furthest)
        raw = "".join(
            token.char if token.kind == "annotated" else self.source(token) for token in tokens[site:furthest]
        )
        gain = (
            best.score
            - BY_SEQUENCE * self.model.score(raw + after, left)
            - BY_WORD * self.model.word_score((left + raw + after).translate(self.usual_closing))
        )
        if gain <= 0:
            return None  # what stands there reads better than anything it could have been
        if not self.dictionary and all(char in CALLS for char in damaged):
            return None  # 怎么办??! was written so, as far as such a page can tell
        needed = GAIN if self.dictionary else GAIN_WITHOUT_ANNOTATIONS
        certain = (
            self.is_ahead(best, tokens[site], valid[1:], before)
            and gain >= needed
            and (bool(self.dictionary) or HAN.search(damaged) is not None)
            and self.is_sound(best, before, tokens)
            and not restores_digit(best.text, damaged)
        )
        texts_found = tuple(candidate.text for candidate in valid)
        start = tokens[site].start
        return Run(
            start,
            end,
            damaged,
            texts_found,
            certain,
            margin,
            gain,
            best.gaps,
            best.guesses,
        )

    def is_ahead(self, best: Candidate, first: Token, rivals: Iterable[Candidate], before: str) -> bool:
        """Whether the best is far enough ahead of the others."""
        at_start, further_on = self.margins_of(best, first, before)
        for rival in rivals:
            # Two doubts that have nothing to do with each other: what the run begins with, and how it goes on.
            needed = at_start
            if rival.text[:1] == best.text[:1]:
                behind = best.gaps and differ_in_lead_only(best.text, rival.text)
                needed = MARGIN_BEHIND_GAP if behind else further_on
            if rival.gaps > best.gaps:
                needed = max(needed, MARGIN_OVER_GAP)
            if best.score - rival.score < needed:
                return False
        return True

    def margins_of(self, best: Candidate, first: Token, before: str) -> tuple[float, float]:
        """How far ahead of those that begin otherwise, and of the others, a candidate must be.

        It depends on what it had to guess.
        """
        alone = best.text[1:] and all(char in CALLS for char in best.text[1:])
        if best.guesses and best.text[0] not in PAUSES and alone:
            return MARGIN_OF_CALL, MARGIN_OF_CALL
        if best.gaps:
            margin = MARGIN_OF_BOTH if best.guesses else MARGIN_WITH_GAP
            return margin, margin
        if not best.guesses:
            return MARGIN, MARGIN
        if first.kind == "twice":
            return MARGIN_OF_SHORT_GUESS, MARGIN_OF_SHORT_GUESS
        closes = PARTNERS.get(best.text[-1], "") in open_marks(before)
        last = MARGIN if closes else MARGIN_OF_LAST_GUESS
        if first.kind == "lost":
            return last, last
        if best.guesses == 1:
            last = MARGIN
        if not best.text.startswith("。"):
            return MARGIN_OF_GUESS, last
        return MARGIN_OF_FULL_STOP if self.ends_sentence(best, before) else MARGIN_OF_ODD_FULL_STOP, last

    def ends_sentence(self, candidate: Candidate, before: str) -> bool:
        """Whether a full stop fits: words enough before it, and after it what often begins a sentence."""
        clause = re.split(r"[。！？!?]", before)[-1]
        if sum("\u4e00" <= char <= "\u9fff" for char in clause) < LEAST_SENTENCE:
            return False
        text = candidate.text[1:]
        if text[:1] in PARTNERS:
            if PARTNERS[text[0]] not in open_marks(before):
                return False
            text = text[1:]  # what follows the closing mark begins a sentence as well
        if not text:
            return True
        if text[0] in PAUSES:
            return False
        _, context = self.model.read("。")
        return context[text[0]][0] > self.model.frequency(text[0]) - UNUSUAL_START

    def is_sound(self, candidate: Candidate, before: str, tokens: Sequence[Token]) -> bool:
        """Whether a candidate reads as text throughout, and so do its neighbors."""
        reach = before[-1:] + candidate.text + self.right_context(tokens, candidate.end)[:1]
        if self.odd_starts(reach):
            return False
        if OPEN_SITE.search(before[-REACH:]):
            return False  # what stands before it is out of step, and says nothing
        if candidate.gaps and "它" in candidate.text:
            return False  # manuals say 它 where articles say 他, and the byte that tells them apart is lost
        context = self.model.read(before[-REACH:])[1]
        steps = []
        for char in candidate.text:
            gain, context = context[char]
            steps.append(gain)
        for i, char in enumerate(candidate.text):
            bound = steps[i + 1 : i + 2] > [ODD_FOLLOWER]  # the start of a rare word, not a stray character
            if steps[i] < ODD_CHARACTER and char not in self.chars_of_page and not bound:
                return False
        if any(sum(steps[i : i + 3]) < 3 * ODD_THREE for i in range(len(steps) - 2)):
            return False
        if candidate.end < len(tokens) and tokens[candidate.end].kind in ("lost", "half"):
            return False  # what follows begins out of step, so the run has not ended here
        if candidate.end < len(tokens) and self.is_silent(tokens, candidate.end):
            return False  # nor here: a lead byte was dropped before the separator
        left = before[-4:]
        if left and self.model.score(left, before[-REACH:-4]) < ODD_NEIGHBORS * len(left):
            return False
        right = self.right_context(tokens, candidate.end)[:4]
        return not right or self.model.read(right, context)[0] >= ODD_NEIGHBORS * len(right)

    def is_silent(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a lead byte alone was dropped before this separator: what follows is no text."""
        if not self.drops_leads or tokens[at].char not in SEPARATORS:
            return False
        if tokens[at].kind not in ("char", "question"):
            return False
        if at == 0 or len(CODES.get(tokens[at - 1].char, b"")) != 2:
            return False
        text = ""
        for token in tokens[at + 1 : at + 1 + len(SILENT_ODD)]:
            if token.kind == "half":
                return True  # only what is out of step has this
            if token.kind == "lost" and not text:
                last = CODES[SEPARATORS[tokens[at].char]][1]
                return (last, token.reading) in self.by_reading
            if token.kind not in ("char", "annotated"):
                break
            text += token.char
        return self.is_odd(text, tokens[at].char)

    def is_odd(self, text: str, separator: str) -> bool:
        return bool(text) and self.model.score(text, separator) < SILENT_ODD[len(text) - 1] * len(text)

    def may_be_silent(self, line: str) -> bool:
        """Whether `is_silent` can say yes of a separator in this line; cheaper than to divide it."""
        if not self.drops_leads:
            return False
        bare = ANNOTATED.sub(r"\1", line)
        for match in SEPARATOR.finditer(bare):
            text, opened, _ = bare[match.end() : match.end() + 1 + len(SILENT_ODD)].partition("(")
            if (
                opened
                or text.startswith("?")
                or self.is_odd(text[: len(SILENT_ODD)].partition("?")[0], match[0])
            ):
                return True
        return False

    def is_site(self, tokens: Sequence[Token], at: int) -> bool:
        token = tokens[at]
        if token.kind == "lost":
            before = tokens[at - 1].char if at else ""
            return before in CODES and len(CODES[before]) == 2
        return token.kind in ("cut", "twice", "silent") and (at > 0 or bool(self.dictionary))

    def runs(self) -> Iterator[Run]:
        """The damaged runs of the page, in order."""
        offset = 0
        for line in self.text.split("\n"):
            if SITE.search(line) or self.may_be_silent(line):
                yield from self.runs_of(tokens_of(line, offset))
            offset += len(line) + 1

    def runs_of(self, tokens: Sequence[Token]) -> Iterator[Run]:
        at = 0
        left = ""
        while at < len(tokens):
            token = tokens[at]
            if token.kind == "char" and token.char not in SEPARATORS:
                left += token.char
                at += 1
                continue
            if self.dictionary and at and tokens[at].char in SEPARATORS and self.is_silent(tokens, at):
                tokens = [*tokens[:at], tokens[at]._replace(kind="silent"), *tokens[at + 1 :]]
            if tokens[at].kind in SITE_KINDS and self.is_site(tokens, at):
                run = self.judge(tokens, at, left)
                if run is not None:
                    yield run
                    while at < len(tokens) and tokens[at].start < run.end:
                        at += 1
                    left += run.candidates[0] if run.certain else run.damaged
                    continue
            left += tokens[at].char if tokens[at].kind == "annotated" else self.source(tokens[at])
            at += 1


CENTURY = re.compile(r"0\d\d ?[年-]|0 ?世[紀纪]"), re.compile(r"9\d\d ?[年-]|9 ?世[紀纪]")


def digit_before(rest: str) -> bytes:
    """The digit that most probably stood before the text: of a year or a century, else the most frequent.

    >>> digit_before("018年"), digit_before("998年"), digit_before(".5億")
    (b'2', b'1', b'1')
    """
    return b"2" if CENTURY[0].match(rest) else b"1"


def restores_digit(candidate: str, damaged: str) -> bool:
    """Whether a candidate has a digit that the damaged text does not have: which one is anyone's guess."""
    return sum(map(str.isdigit, candidate)) > sum(map(str.isdigit, damaged))


def differ_in_lead_only(one: str, other: str) -> bool:
    """Whether two texts differ in a single character, and it has the same trail byte in both.

    >>> differ_in_lead_only("扼要地介紹", "扼要素介紹"), differ_in_lead_only("寒風", "胡風")
    (True, False)
    """
    different = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    if len(one) != len(other) or len(different) != 1:
        return False
    ((ours, theirs),) = different
    return CODES[ours][-1] == CODES[theirs][-1]


PARTNERS = {
    "】": "【",
    "〕": "〔",
    "〉": "〈",
    "”": "“",
    "’": "‘",
    "）": "（",
    ")": "（",
    "》": "《",
    "」": "「",
    "』": "『",
}
OPENING = {
    "【": "【",
    "〔": "〔",
    "〈": "〈",
    "“": "“",
    "‘": "‘",
    "（": "（",
    "(": "（",
    "《": "《",
    "「": "「",
    "『": "『",
}
CALLS = frozenset("！？!?")
PAUSES = frozenset("，、；：。！？,;:!?")


UNFINISHED = frozenset(OPENING) | frozenset("，、,")  # nothing of these ends a line


def open_marks(text: str) -> frozenset[str]:
    """The opening marks that wait for their partner at the end of the text.

    >>> sorted(open_marks("他說：“好（嗎"))
    ['“', '（']
    """
    waiting: set[str] = set()
    for char in text:
        if char in OPENING:
            waiting.add(OPENING[char])
        elif char in PARTNERS:
            waiting.discard(PARTNERS[char])
    return frozenset(waiting)


def misplaced_marks(
    text: str,
    waiting: frozenset[str],
    previous: str,
    doubled: frozenset[str] = frozenset(),
    above: frozenset[str] = frozenset(),
) -> int:
    """How many marks of the text open twice, close nothing, or stand where only a word can.

    `previous` is empty at the start of a line. `waiting` are open in the line, `above` before it. `doubled` are
    those that the page writes twice in a row.

    >>> misplaced_marks("好”，；", frozenset(), "很")
    3
    >>> misplaced_marks("！！", frozenset(), "好"), misplaced_marks("！！", frozenset(), "好", frozenset("！"))
    (2, 0)
    """
    wrong = 0
    unclosed = set(waiting)
    for char in text:
        if char in OPENING:
            wrong += OPENING[char] in unclosed
            unclosed.add(OPENING[char])
        elif char in PARTNERS:
            wrong += PARTNERS[char] not in unclosed | above
            unclosed.discard(PARTNERS[char])
        elif char in PAUSES:
            again = char == previous and char in doubled
            wrong += 2 * (previous in PAUSES and not again) + (previous in OPENING) + 2 * (not previous)
        previous = char
    return wrong


COMMON_COST = 11.0
KNOWN_COST = 13.0


@lru_cache(maxsize=1)
def private_pairs() -> frozenset[int]:
    return frozenset(pair for pair, char in PAIRS.items() if is_private_use(char))


@lru_cache(maxsize=1)
def private_after() -> dict[int, frozenset[int]]:
    """The second bytes of the pairs of private-use characters, by their first."""
    found: dict[int, set[int]] = {}
    for pair in private_pairs():
        found.setdefault(pair >> 8, set()).add(pair & 0xFF)
    return {first: frozenset(seconds) for first, seconds in found.items()}


@lru_cache(maxsize=1)
def private_leads() -> frozenset[int]:
    return frozenset(pair >> 8 for pair in private_pairs())


@lru_cache(maxsize=1)
def unassigned_pairs() -> dict[int, frozenset[int]]:
    """By the first byte of the pairs that CP936 does not assign: the second bytes that can begin a character."""
    found = {
        first: frozenset(
            second for second in range(FIRST_LEAD, LAST_LEAD + 1) if first << 8 | second not in PAIRS
        )
        for first in range(FIRST_LEAD, LAST_LEAD + 1)
    }
    return {first: seconds for first, seconds in found.items() if seconds}


@lru_cache(maxsize=1)
def written_as() -> dict[int, tuple[str, ...]]:
    """The characters of two bytes that the model counts as one symbol."""
    model = language.model()
    found: dict[int, list[str]] = {}
    for _, char in sorted(PAIRS.items()):
        if not is_private_use(char):
            found.setdefault(model.symbol(char), []).append(char)
    return {symbol: tuple(chars) for symbol, chars in found.items()}


class Characters(NamedTuple):
    """What can stand on a page, by the bytes that are known of it."""

    costs: dict[str, float]  # of all characters of two bytes, for their forms
    led_by: dict[int, list[tuple[int, str]]]  # trail bytes that can be lead bytes too
    ended_by: dict[int, list[tuple[int, str]]]  # the trail byte again
    # Those that the model knows: by the lead byte, where the trail byte can open a private-use pair, and by the
    # trail byte, with the lead byte.
    known_led_by: dict[int, list[tuple[str, int]]]
    known_ended_by: dict[int, list[tuple[int, str]]]


@lru_cache(maxsize=2)
def characters_of(traditional: bool) -> Characters:
    """What can stand on pages in Traditional script, or on others."""
    known_forms, model = forms(), language.model()
    leads = range(FIRST_LEAD, LAST_LEAD + 1)
    can = Characters({}, {lead: [] for lead in leads}, {trail: [] for trail in range(256)}, {}, {})
    for pair, char in PAIRS.items():
        lead, trail = pair >> 8, pair & 0xFF
        form = known_forms.get(char)
        cost = form.cost if form and form.kind != "s" else 0.0
        if is_private_use(char) or (form and form.kind == "s" and traditional):
            cost = IMPOSSIBLE
        can.costs[char] = cost
        if cost == IMPOSSIBLE:
            continue
        if trail in leads:
            can.led_by[lead].append((trail, char))
        can.ended_by[trail].append((trail, char))
        if -model.frequency(char) <= KNOWN_COST:
            if trail in private_leads():
                can.known_led_by.setdefault(lead, []).append((char, trail))
            can.known_ended_by.setdefault(trail, []).append((lead, char))
    return can


@lru_cache(maxsize=1)
def all_by_reading() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for (_, reading), chars in by_reading().items():
        found.setdefault(reading, []).extend(chars)
    return {reading: tuple(sorted(chars)) for reading, chars in found.items()}


@lru_cache(maxsize=4)
def runs(text: str) -> tuple[Run, ...]:
    """The damaged runs of a text."""
    if not SITE.search(text) and not ANNOTATED.search(text):
        return ()
    return tuple(Search(text).runs())


@lru_cache(maxsize=4)
def extents(text: str) -> tuple[tuple[int, int], ...]:
    """How far the damaged runs of a text reach; cheaper than `runs`."""
    if not SITE.search(text):
        return ()
    return tuple((run.start, run.end) for run in Search(text, thorough=False).runs())


def find(view: View) -> Found:
    """Edits for the runs that are certain, findings for the others."""
    edits: list[Edit] = []
    findings: list[Finding] = []
    for run in runs(view.text):
        if run.certain:
            edits.append(Edit(run.start, run.damaged, run.candidates[0]))
        else:
            findings.append(Finding(NAME, run.start, run.damaged, run.candidates))
    return Found(tuple(edits), tuple(findings))


BYTE_SHIFT = Rule(
    name=NAME,
    find=find,
    examples=(
        # 因 is D2 F2 and 為 9E E9; F2 9E is 驗, whose reading landed inside 為
        ("用戶可能因?yàn)橥话l的資金需求而導致無法還款", "用戶可能因為突發的資金需求而導致無法還款"),
        ("當?shù)剞r民普遍重視農業生產", "當地農民普遍重視農業生產"),
    ),
    keep=(
        "真的嗎??可是我不知道。",
        "哪里?yàn)這個字怎么寫?",
        "return ok?ma(1):ni(2);",
        "垚(yáo)是三個土。",
    ),
)
