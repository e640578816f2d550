"""Misread charsets: bytes written in one charset and read in another, once or twice over.

One search covers them all. A kind of accident is a pair of charsets, `written` and `read`; its damage
is `read.decode(written.encode(text))`, and its inverse the same with the two exchanged. A run of text
is reopened with every pair, and what comes out counts only if doing the damage again gives the damaged
run, exactly, and if it costs so much less than what stood there that no honest text can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from qingyuan import charsets, plausible
from qingyuan.charsets import Charset
from qingyuan.document import NOTHING, Edit, Finding, Found, Page, in_order
from qingyuan.rule import Rule


@dataclass(frozen=True, slots=True)
class Misreading:
    """Text written in one charset and read in another; both directions are strict."""

    written: Charset
    read: Charset

    @property
    def name(self) -> str:
        return f"{self.written.name} read as {self.read.name}"

    def damage(self, text: str) -> str:
        """What the wrong reader saw; `UnicodeError` where it would have lost something."""
        return self.read.decode(self.written.encode(text))

    def undo(self, text: str) -> str:
        """What was written; `UnicodeError` if these characters cannot come from this accident."""
        return self.written.decode(self.read.encode(text))


_SINGLE_BYTE = (charsets.WINDOWS_1252, charsets.LATIN_1)
_MULTI_BYTE = (
    charsets.CP936,
    charsets.BIG5,
    charsets.BIG5_HKSCS,
    charsets.SHIFT_JIS,
    charsets.EUC_KR,
    charsets.EUC_JP,
)
_LEGACY = (charsets.GB18030, charsets.BIG5, charsets.BIG5_HKSCS, charsets.SHIFT_JIS, charsets.EUC_KR)

_SAME = ({"gb18030", "cp936"}, {"big5", "big5hkscs"})  # tables that differ too little to misread each other

# UTF-8 first: its own structure is evidence. Latin-1 after Windows-1252, its superset in practice.
MISREADINGS: tuple[Misreading, ...] = (
    *(Misreading(charsets.UTF_8, read) for read in (*_SINGLE_BYTE, *_MULTI_BYTE)),
    *(
        Misreading(written, read)
        for written in _LEGACY
        for read in (*_SINGLE_BYTE, *_MULTI_BYTE)
        if written.name != read.name and {written.name, read.name} not in _SAME
    ),
)

# --- the gate: does anything here look damaged? -------------------------------------------------------


def _class_of(chars: Iterable[str]) -> str:
    """A regular expression's character class, without brackets, of ranges."""
    codes = sorted({ord(char) for char in chars})
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


@cache
def _gate() -> re.Pattern[str]:
    """Three characters that people hardly write within a few places, or UTF-8's bytes as Latin letters."""
    ordinary = set(plausible.frequent_han()) | set(plausible.COMMON_PUNCTUATION)
    ordinary |= {chr(code) for code in (*range(0x2010, 0x2670), *range(0xFF01, 0xFF5F), *range(0x80))}
    rare = f"[^{_class_of(ordinary)}\\U0001f000-\\U0010ffff]"
    between = r"[^\n]{0,2}?"
    continuation = "".join(sorted(charsets.WINDOWS_1252_HIGH.values())) + "\x80-\xbf"
    lead = "\u00c2-\u00f4"
    return re.compile(f"{rare}{between}{rare}{between}{rare}|[{lead}][{continuation}]")


def _suspicious_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines in which the gate finds something, with their offsets."""
    at = 0
    gate = _gate()
    while hit := gate.search(text, at):
        start = text.rfind("\n", 0, hit.start()) + 1
        end = text.find("\n", hit.end())
        end = len(text) if end < 0 else end
        yield start, text[start:end]
        at = end


# --- sites: where a misreading could have happened, and what was written there ------------------------


@dataclass(frozen=True, slots=True)
class Site:
    """One run of a text, what was written there if the chain is right, and what that is worth in nats."""

    start: int
    before: str
    after: str
    chain: tuple[Misreading, ...]  # in the order in which they are undone
    gain: float

    @property
    def end(self) -> int:
        return self.start + len(self.before)

    @property
    def proved(self) -> bool:
        """Whether doing the damage again gives the damaged run (law 2)."""
        text = self.after
        try:
            for misreading in reversed(self.chain):
                text = misreading.damage(text)
        except UnicodeError:
            return False
        return text == self.before


_HIGH_RUN = re.compile(r"[^\x00-\x7f]+")
_BYTE_RUN = re.compile(r"[^\x00-\x3f]+")  # no trail byte of any of these charsets lies below 0x40
_UTF_8_RUN = re.compile(
    rb"""(?: [\x00-\x7f] | [\xc2-\xdf][\x80-\xbf] | \xe0[\xa0-\xbf][\x80-\xbf] | [\xe1-\xec\xee\xef][\x80-\xbf]{2}
        | \xed[\x80-\x9f][\x80-\xbf] | \xf0[\x90-\xbf][\x80-\xbf]{2} | [\xf1-\xf3][\x80-\xbf]{3}
        | \xf4[\x80-\x8f][\x80-\xbf]{2} )+""",
    re.VERBOSE,
)


def _encodable_runs(
    line: str, pattern: re.Pattern[str], charset: Charset
) -> Iterator[tuple[int, str, bytes]]:
    """The parts of the pattern's matches that the charset can hold, with offset and bytes."""
    for match in pattern.finditer(line):
        if match[0].isascii():
            continue
        at = match.start()
        while at < match.end():
            try:
                data = charset.encode(line[at : match.end()])
                yield at, line[at : match.end()], data
                break
            except UnicodeEncodeError as error:
                stop = at + _error_offset(line[at : match.end()], charset, error)
                if stop > at:
                    yield at, line[at:stop], charset.encode(line[at:stop])
                at = stop + 1


def _error_offset(run: str, charset: Charset, error: UnicodeEncodeError) -> int:
    """Where in the run the first character stands that the charset lacks."""
    if error.object == run or len(error.object) == len(run):
        return error.start
    for index, char in enumerate(run):  # the charset encodes piece by piece
        try:
            charset.encode(char)
        except UnicodeEncodeError:
            return index
    return 0


def _utf_8_runs(run: str, data: bytes, read: Charset) -> Iterator[tuple[int, int, str]]:
    """Where the bytes of a run are UTF-8, from a border of characters to another: offsets and text."""
    if read in _SINGLE_BYTE:
        borders = None
    else:
        borders = [0]
        for char in run:
            borders.append(borders[-1] + len(read.encode(char)))
        if borders[-1] != len(data):
            return
    for match in _UTF_8_RUN.finditer(data):
        if match[0].isascii():
            continue
        if borders is None:
            yield match.start(), match.end(), match[0].decode("utf-8")
            continue
        here = {at: index for index, at in enumerate(borders)}
        common: list[int] = []
        at = match.start()
        for char in match[0].decode("utf-8"):
            if at in here:
                common.append(at)
            at += len(char.encode("utf-8"))
        if at in here:
            common.append(at)
        if len(common) > 1:
            first, last = common[0], common[-1]
            yield here[first], here[last], data[first:last].decode("utf-8")


def _gain(before: str, after: str) -> float:
    return plausible.cost(before) - plausible.cost(after)


def _best_part(run: str, misreading: Misreading) -> Iterator[tuple[int, int, str]]:
    """The part of a run that gains most by being reopened character by character."""
    best = (0.0, 0, 0)
    total, start = 0.0, 0
    reopened: list[str] = []
    for index, char in enumerate(run):
        try:
            after = misreading.undo(char)
        except UnicodeError:
            after = ""
        reopened.append(after)
        if not after:
            total, start = 0.0, index + 1
            continue
        total += _gain(char, after)
        if total <= 0:
            total, start = 0.0, index + 1
        elif total > best[0]:
            best = (total, start, index + 1)
    if best[0] > 0:
        yield best[1], best[2], "".join(reopened[best[1] : best[2]])


def _sites_once(line: str, misreading: Misreading) -> Iterator[tuple[int, str, str]]:
    """Offset, before and after of each run that this misreading could explain."""
    read, written = misreading.read, misreading.written
    single = read in _SINGLE_BYTE
    pattern = _BYTE_RUN if single and written is not charsets.UTF_8 else _HIGH_RUN
    for start, run, data in _encodable_runs(line, pattern, read):
        if run.isascii():
            continue
        if written is charsets.UTF_8:
            for first, last, after in _utf_8_runs(run, data, read):
                yield start + first, run[first:last], after
            continue
        try:
            after = written.decode(data)
        except UnicodeError:
            if not single:
                for first, last, after in _best_part(run, misreading):
                    yield start + first, run[first:last], after
            continue
        whole = _gain(run, after)
        part = max(_best_part(run, misreading), default=None) if not single else None
        if part and _gain(run[part[0] : part[1]], part[2]) > whole + 6.0:
            yield start + part[0], run[part[0] : part[1]], part[2]
        else:
            yield start, run, after


_MUST_GAIN = 12.0  # nats, for a run on its own
_MUST_GAIN_TOO = 4.0  # where the same accident is certain elsewhere in the document
_CERTAIN = 30.0
_RIVAL = 4.0  # nats by which the best reading must beat the next


def _readable(text: str) -> bool:
    high = [char for char in text if char > "\x7f"]
    return bool(high) and all(plausible.cost_of(char) < 13.0 for char in high)


def _sites(line: str, start: int) -> list[Site]:
    """All sites of a line, of all chains, that gain anything."""
    sites: list[Site] = []
    for misreading in MISREADINGS:
        for at, before, after in _sites_once(line, misreading):
            if after == before:
                continue
            sites.append(Site(start + at, before, after, (misreading,), _gain(before, after)))
            if misreading.written is charsets.UTF_8 and _gate().search(after):
                for second in MISREADINGS:
                    try:
                        twice = second.undo(after)
                    except UnicodeError:
                        continue
                    if twice != after:
                        gain = _gain(before, twice) - 3.0
                        sites.append(Site(start + at, before, twice, (misreading, second), gain))
    return [site for site in sites if site.gain > 0 and _readable(site.after) and site.proved]


_LATIN_LETTER = re.compile(r"[A-Za-zÀ-ÿ]")


def _honest(site: Site, text: str) -> bool:
    """Whether the run may be an accented European word with a sign after it (« été »)."""
    if site.chain[0].read not in _SINGLE_BYTE or len(site.before) > 4:
        return False
    before = text[site.start - 1 : site.start]
    return "\N{NO-BREAK SPACE}" in site.before or _LATIN_LETTER.match(before) is not None


def _choose(sites: list[Site], text: str) -> tuple[list[Site], list[Finding]]:
    """The best site of each place, and findings where two readings are as good."""
    chosen: list[Site] = []
    findings: list[Finding] = []
    for site in sorted(sites, key=lambda s: (-s.gain, s.start, len(s.chain))):
        if any(site.start < other.end and other.start < site.end for other in chosen):
            continue
        if _honest(site, text):
            continue
        chosen.append(site)
    return chosen, findings


def find_misread(page: Page) -> Found:
    """Runs that were written in one charset and read in another, with what was written."""
    text = page.text
    if text.isascii():
        return NOTHING
    lines = list(_suspicious_lines(text))
    if not lines:
        return NOTHING
    sites = [site for start, line in lines for site in _sites(line, start)]
    chosen, findings = _choose(sites, text)
    weight: dict[tuple[Misreading, ...], float] = {}
    for site in chosen:
        weight[site.chain] = weight.get(site.chain, 0.0) + site.gain
    edits = [
        Edit(site.start, site.before, site.after, ", then ".join(m.name for m in reversed(site.chain)))
        for site in chosen
        if site.gain >= (_MUST_GAIN_TOO if weight[site.chain] >= _CERTAIN else _MUST_GAIN)
    ]
    return Found(in_order(edits), tuple(findings))


UNDO_MISREAD = Rule(
    name="repair/misread",
    find=find_misread,
    examples=(
        ("浣犲ソ", "你好"),
        ("Ö§¸¶±¦", "支付宝"),
        ("æ”¯ä»˜å®\u009d", "支付宝"),
    ),
    keep=("陆路", "你好"),
)

# --- what is lost for good ----------------------------------------------------------------------------

_LOST = re.compile(
    r"""
      (?: 锟斤拷 | 锟斤 | 斤拷 | 锟 )+      # U+FFFD written as UTF-8 and read as GBK
    | (?: ï¿½ )+                           # the same, read as Windows-1252
    | \ufffd+          # a byte that fitted nowhere
    | 烫{3,} | 屯{3,} | 葺{3,}              # memory never written to: 0xCC, 0xCD, 0xDD
    """,
    re.VERBOSE,
)
_LOST_HINTS = ("锟", "斤拷", "ï¿½", "\N{REPLACEMENT CHARACTER}", "烫烫烫", "屯屯屯", "葺葺葺")


def find_lost(page: Page) -> Found:
    """Places whose text was lost when somebody decoded it; nothing can bring it back."""
    if page.text.isascii() or not any(hint in page.text for hint in _LOST_HINTS):
        return NOTHING
    return Found(
        findings=tuple(
            Finding(
                "repair/lost-text", match.start(), match[0], note="the text here was lost when it was decoded"
            )
            for match in _LOST.finditer(page.text)
            if match[0] != "斤拷"
        )
    )


FIND_LOST = Rule(
    name="repair/lost-text",
    find=find_lost,
    examples=(),
    doubts=(("支付宝锟斤拷锟斤拷", ""),),
    keep=("锟斤拷锟斤拷", "手持两把锟斤拷，口中疾呼烫烫烫", "支\N{REPLACEMENT CHARACTER}宝"),
)
