"""What escapes have in common: where they are at home, what opened text may look like, and the search."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from qingyuan.document import NOTHING, Edit, Found, in_order
from qingyuan.text import code, plausible
from qingyuan.text.characters import EXTENSION_A, UNIFIED_HAN
from qingyuan.text.spans import line_around, line_near
from qingyuan.view import View

RARE_HAN = re.compile(
    rf"[{EXTENSION_A}{UNIFIED_HAN}]"
)  # names have them (镕), and an escape names them plainly
TAG = re.compile(r"(?:<|&lt;)/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")


_Undo = Callable[[re.Match[str], str], str | None]
Kind = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers that decide about escapes, chosen on the simulated damage of tools/bench/damage.py."""

    near: int = 2_000  # characters of a line on either side of an escape that tell whether it is meant
    before: int = 200  # characters of a line that tell what an escape in it is part of
    good: float = 0.5  # share of usual characters, of those outside of ASCII, that text has at least
    prose: int = 8  # Han and their marks that make a line of escapes a line of text
    plain: float = 0.1  # Han for each escaped one: more, and the text as a whole is not escaped
    two_bytes_margin: float = 3.0  # nats by which GBK must read better where two bytes are valid UTF-8 too
    shortest_gbk: int = 2  # characters of GBK, whose bytes prove nothing by themselves,
    frequent_gbk: float = 0.9  # and the share of frequent ones among them


WEIGHTS = Weights()
_INTO = re.compile(r"->|=>|[→⇒⟶]")


def is_outside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether none of the spans, disjoint and in order, touches this one."""
    after = bisect_left(spans, (end, 0))
    return after == 0 or spans[after - 1][1] <= start


def _near(line: str, at: int) -> str:
    """The line around a place in it: all of any line but those that nobody reads."""
    return line if len(line) <= 2 * WEIGHTS.near else line[max(0, at - WEIGHTS.near) : at + WEIGHTS.near]


def line_before(text: str, at: int) -> str:
    """What stands on the line before a place, as far as it tells anything."""
    first, line = line_near(text, at, at, WEIGHTS.before)
    return line[: at - first]


def is_text(text: str, share: float = WEIGHTS.good) -> bool:
    """Whether unescaped text reads as text: Han or kana or usual punctuation, no controls, nothing odd."""
    if any(plausible.is_odd(char) and not RARE_HAN.match(char) for char in text):
        return False
    high = sum(char > "\x7f" for char in text)
    good = sum(plausible.is_known(char) for char in text if char > "\x7f")
    return high > 0 and good >= share * high


def find_escapes(
    pattern: re.Pattern[str],
    hints: tuple[str, ...],
    undo: _Undo,
    kind: Kind,
    loosely: tuple[re.Pattern[str], _Undo] | None = None,
    addresses: bool = False,
) -> Callable[[View], Found]:
    """A `find` for matches outside of code, addresses and talk about escapes; `undo` may refuse.

    `kind` names the way a run was spelled. In a text that is escaped throughout, `loosely` also opens what a
    careful reading would leave. With `addresses` those keep what they have.
    """
    loose_pattern, loose_undo = loosely or (pattern, undo)
    signs = {hint[0] for hint in hints}  # a single character is looked for far quicker

    def find(view: View) -> Found:
        text = view.text
        if not any(sign in text for sign in signs) or not any(hint in text for hint in hints):
            return NOTHING
        edits: list[Edit] = []
        spans: Sequence[tuple[int, int]] | None = None
        line, first, line_end, escapes_are_meant = "", 0, -1, False
        for match in pattern.finditer(text):
            if spans is None:
                spans = view.of(code.code_and_addresses)
            if match.end() > line_end:
                first, line = line_around(text, *match.span())
                line_end = first + len(line)
                rest = pattern.sub("", line)
                escapes_are_meant = (
                    code.OF_ESCAPES.search(rest) is not None or code.is_code(rest)
                ) and not _is_escaped_prose(line, rest, pattern, undo)
            if (
                escapes_are_meant
                or not is_outside(spans, *match.span())
                or _is_in_a_cell_of_code(match, line)
            ):
                continue
            near = _near(line, match.start() - first)
            after = undo(match, near)
            if after is not None and _is_shown_opened(match, near, undo):
                continue
            if after is not None and after != match[0]:
                edits.append(Edit(match.start(), match[0], after, kind(match[0], after)))
        if not edits:
            return NOTHING
        taken = sorted((edit.start, edit.end) for edit in edits)
        if addresses:
            taken = sorted((*taken, *(match.span() for match in code.ADDRESSES.finditer(text))))
        for start, end in _all_escaped(text, edits):
            for match in loose_pattern.finditer(text, start, end):
                if not is_outside(taken, *match.span()):
                    continue
                after = loose_undo(match, line_near(text, *match.span(), WEIGHTS.near)[1])
                if after is not None and after != match[0]:
                    edits.append(Edit(match.start(), match[0], after, kind(match[0], after)))
        return Found(in_order(edits))

    return find


def _is_escaped_prose(line: str, rest: str, pattern: re.Pattern[str], undo: _Undo) -> bool:
    """Whether the escapes of a line are its text, rather than examples in it or literals of a program."""
    if code.HAN_OR_MARK.search(rest):
        return False
    opened: list[str] = []
    at = quotes = 0
    for match in pattern.finditer(line):
        quotes += line.count('"', at, match.start())
        at = match.start()
        if quotes % 2 or line.endswith("'", 0, at):
            return False
        opened.append(undo(match, _near(line, at)) or "")
    return len(code.HAN_OR_MARK.findall("".join(opened))) >= WEIGHTS.prose


def _all_escaped(text: str, edits: list[Edit]) -> list[tuple[int, int]]:
    """The spans in which hardly any Han is left unescaped: the whole text, or lines of it."""
    if _is_all_escaped(text, edits):
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    by_line: dict[int, list[Edit]] = {}
    start, line_end = 0, -1
    for edit in edits:
        if edit.start > line_end:
            start = text.rfind("\n", max(line_end, 0), edit.start) + 1 or start
            line_end = text.find("\n", edit.start)
            line_end = len(text) if line_end < 0 else line_end
        by_line.setdefault(start, []).append(edit)
    for start, here in by_line.items():
        _, line = line_around(text, start, here[-1].end)
        if _is_all_escaped(line, here):
            spans.append((start, start + len(line)))
    return spans


def _is_all_escaped(text: str, edits: list[Edit]) -> bool:
    opened = sum(len(code.HAN_OR_MARK.findall(edit.after)) for edit in edits)
    few = int(WEIGHTS.plain * opened)
    return opened >= WEIGHTS.prose and next(islice(code.HAN_OR_MARK.finditer(text), few, None), None) is None


def _is_in_a_cell_of_code(match: re.Match[str], line: str) -> bool:
    """Whether the cell of a table in which the escape stands is a line of code, whatever its row is."""
    if not line[: WEIGHTS.before].lstrip().startswith("|"):
        return False
    before = line_before(match.string, match.start()).rpartition(" | ")[2].lstrip("| ")
    after = match.string[match.end() : match.end() + WEIGHTS.before].partition("\n")[0].partition(" | ")[0]
    return code.is_code(f"{before}{after}".rstrip("| "))


def _is_shown_opened(match: re.Match[str], line: str, undo: _Undo) -> bool:
    """Whether the line says what the escape stands for, with an arrow between the two: " -> &quot;."""
    parts = [part.strip() for part in _INTO.split(line)]
    if len(parts) == 1:
        return False
    opened = {
        match.re.sub(lambda escape: undo(escape, line) or escape[0], part)
        for part in parts
        if match[0] in part
    }
    return any(whole in part for whole in opened if whole for part in parts)


def text_of_bytes(data: bytes) -> str | None:
    """Bytes of UTF-8, or of GBK where they give at least two frequent characters and nothing else."""
    text = decode_bytes(data)
    if text is None or not is_text(text):
        return None
    if data.isascii() or text.encode("utf-8") == data:
        return text
    high = [char for char in text if char > "\x7f"]
    frequent = sum(plausible.is_frequent(char) for char in high)
    enough = len(high) >= WEIGHTS.shortest_gbk and frequent >= WEIGHTS.frequent_gbk * len(high)
    return text if enough else None


def decode_bytes(data: bytes) -> str | None:
    """UTF-8 or GBK; two bytes are often both (目前 is Ŀǰ), and then the language decides."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            return None
    if max(text, default="") < "\u0800":
        try:
            as_gbk = data.decode("gb18030")
        except UnicodeDecodeError:
            return text
        if plausible.cost_of_chinese(as_gbk) + WEIGHTS.two_bytes_margin < plausible.cost(text):
            return as_gbk
    return text
