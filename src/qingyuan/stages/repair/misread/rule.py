"""Misread charsets: bytes written in one charset and read in another, once or twice over.

One search covers them all. A kind of accident is a pair of charsets, `written` and `read`; its damage
is `read.decode(written.encode(text))`, and its inverse the same with the two exchanged. A run of text
is reopened with every pair, and what comes out counts only if doing the damage again gives the damaged
run, exactly, and if it costs so much less than what stood there that no honest text can be meant.
"""

from __future__ import annotations

import contextlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate, groupby, pairwise
from operator import itemgetter

from qingyuan.document import NOTHING, Edit, Finding, Found, Step, in_order
from qingyuan.rule import Rule
from qingyuan.stages.repair import byte_shift, shown
from qingyuan.stages.repair.annotations import ANNOTATED, annotations_of
from qingyuan.text import charsets, language, plausible
from qingyuan.text.charsets import Charset
from qingyuan.text.cp936 import CODES
from qingyuan.text.spans import lines_of
from qingyuan.view import View

_TWO_BYTES = (charsets.GB18030, charsets.BIG5, charsets.BIG5_HKSCS)
_MOST_PLACES = 40  # of one line whose codes are tried


@cache
def _twice() -> dict[str, tuple[bytes, ...]]:
    """The characters that have two codes in Shift-JIS, as NEC and IBM chose some, with those not written."""
    codes: dict[str, list[bytes]] = {}
    for lead in (*range(0x81, 0xA0), *range(0xE0, 0xFD)):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD)):
            code = bytes((lead, trail))
            char = code.decode("cp932", "ignore")
            if len(char) == 1 and char != "\ufffd" and char.encode("cp932") != code:
                codes.setdefault(char, []).append(code)
    return {char: tuple(others) for char, others in codes.items()}


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
        if (
            self.read is charsets.SHIFT_JIS
            and self.written in _TWO_BYTES
            and not _twice().keys().isdisjoint(text)
        ):
            return self._undo_with_other_codes(text)
        return self.written.decode(self.read.encode(text))

    def _undo_with_other_codes(self, text: str) -> str:
        """The same where characters have two codes each: those codes are taken that read best."""
        pieces = [self.read.encode(char) for char in text]
        best, best_score = "", float("-inf")
        with contextlib.suppress(UnicodeError):
            best = self.written.decode(b"".join(pieces))
            best_score = language.score(best)
        places = [at for at, char in enumerate(text) if char in _twice()]
        for at in places[:_MOST_PLACES]:
            for code in _twice()[text[at]]:
                former, pieces[at] = pieces[at], code
                try:
                    trial = self.written.decode(b"".join(pieces))
                except UnicodeError:
                    pieces[at] = former
                    continue
                if (score := language.score(trial)) > best_score:
                    best, best_score = trial, score
                else:
                    pieces[at] = former
        return best or self.written.decode(b"".join(pieces))


_SINGLE_BYTE = (
    charsets.WINDOWS_1252,
    charsets.LATIN_1,
    charsets.ISO_8859_15,
    charsets.MAC_ROMAN,
    charsets.CP437,
    charsets.CP850,
    charsets.WINDOWS_1250,
    charsets.WINDOWS_1251,
    charsets.WINDOWS_1254,
    charsets.ISO_8859_2,
    charsets.KOI8_R,
    charsets.CP866,
)
_EASTERN_EUROPE = _SINGLE_BYTE[6:]
_MULTI_BYTE = (
    charsets.CP936,
    charsets.BIG5,
    charsets.BIG5_HKSCS,
    charsets.SHIFT_JIS,
    charsets.EUC_KR,
    charsets.EUC_JP,
)
_LEGACY = (charsets.GB18030, charsets.BIG5, charsets.BIG5_HKSCS, charsets.SHIFT_JIS, charsets.EUC_KR)

_FOREIGN_CHARSETS = (charsets.SHIFT_JIS, charsets.EUC_KR)
_FOREIGN = 8.0  # nats against Japanese or Korean documents in a corpus of Chinese

_SAME = ({"gb18030", "cp936"}, {"big5", "big5hkscs"})  # tables that differ too little to misread each other

# UTF-8 first: its own structure is evidence. Latin-1 after Windows-1252, its superset in practice.
MISREADINGS: tuple[Misreading, ...] = (
    *(Misreading(charsets.UTF_8, read) for read in (*_SINGLE_BYTE, *_MULTI_BYTE)),
    *(
        Misreading(written, read)
        for written in _LEGACY
        for read in (*_SINGLE_BYTE, *_MULTI_BYTE)
        if written.name != read.name
        and {written.name, read.name} not in _SAME
        and not (read in _EASTERN_EUROPE and written in _FOREIGN_CHARSETS)
    ),
)

# --- the gate: does anything here look damaged? -------------------------------------------------------

_ASCII = re.compile(r"[\x00-\x7f]")
_HAN = re.compile(r"[㐀-鿿]")
_HIRAGANA = re.compile(r"[ぁ-ん]")
_KANA = re.compile(r"[ぁ-ヺー]")
_HANGUL = re.compile(r"[가-힣]")
_NEVER_WRITTEN = re.compile(r"[\x80-\xa6\ue000-\uf8ff\ufffdｦ-ﾟㄅ-ㆎ]")
_WINDOWS_1252 = "".join(charsets.WINDOWS_1252_HIGH.values())
_LATIN_1 = frozenset(map(chr, range(0x80, 0x100)))
_QUOTES_AND_DASHES = "–—‘’‚“”„†‡•…‰‹›€™·"  # of Windows-1252, and of everybody
_HIGH = "\x80-\xff" + re.escape("".join(char for char in _WINDOWS_1252 if char not in _QUOTES_AND_DASHES))
_AS_LATIN = re.compile(  # UTF-8's bytes, or three bytes in a row of anything
    f"[\u00c2-\u00f4][\x80-\xbf{re.escape(_WINDOWS_1252)}]|(?![·]{{3}})[{_HIGH}]{{3}}"
    "|\xa1[\xa1-\xaa\xac-\xb7]"  # GBK's marks; in Spanish a letter follows ¡
)

_OF_CP437 = frozenset("╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬▄▌▐▀░▒▓█")
_AS_CP437 = re.compile("[╒-╬▀-▓][\xa0-\xffΓΘΣΦΩαδεπστφ∞∩≡≥≤⌠⌡≈√ⁿ₧ƒ⌐]{1,2}[╒-╬▀-▓\xa0-\xffΓΘΣΦΩαδεπστφ∞∩≡]")
_OF_MAC_ROMAN = frozenset("∏∂∆π∫Ω∑√≈◊ﬁﬂ⁄˘˙˚¸˝˛ˇ")
_AS_MAC_ROMAN = re.compile("(?=[^ﬁﬂ]{3})[∏∂∆∫∑◊ﬁﬂ⁄˘˙˝˛≈√Ω\xa1-\xffŒœŸƒ‡”“‚„…‰‹›]{4}")


def _characters(charset: Charset, *codes: int) -> str:
    return re.escape("".join(charset.decode(bytes((code,))) for code in codes))


_BOXES = "─│┌┐└┘├┤┬┴┼═-╬▀▄█▌▐░▒▓■√≈≤≥⌠⌡"
_SIGNS = _BOXES + "¤¦§©¬®°-¹»€‹ѓ"
_AS_EASTERN_EUROPE = re.compile(
    "|".join(  # two Han of UTF-8
        f"(?:[{_characters(read, *range(0xE4, 0xEA), 0xE3, 0xEF)}][{_characters(read, *range(0x80, 0xC0))}]{{2}}){{2}}"
        for read in _EASTERN_EUROPE
    )
    + f"|[\xa1-\u017f\u02c7\u02d8-\u02dd{re.escape(_WINDOWS_1252)}]{{6}}"  # more than any word of Latin letters has
)
_AS_CYRILLIC = re.compile(  # letters of the wrong case or signs within a word, twice close to each other
    f"(?:(?:[а-яё][А-ЯЁ]|[А-яЁё][{_SIGNS}]|[{_SIGNS}][А-яЁё]|Ј[¬ЁЎї»є]|ЎЈ).{{0,6}}?){{2}}"
)
_OF_CYRILLIC = frozenset(map(chr, range(0x400, 0x460)))
_OF_LATIN_2 = frozenset(map(chr, range(0x100, 0x180)))

_CONTINUATION = f"[\x80-\xbf{re.escape(_WINDOWS_1252)}]"
# What is left of UTF-8 where a byte was lost: holes.py knows what to do with it, and nothing else does.
_HOLE = re.compile(f"[\xc2-\xf4]?{_CONTINUATION}{{0,2}}\ufffd+(?:{_CONTINUATION}{{1,2}}\ufffd*)?")


def _gbk(leads: Iterable[int], trails: Iterable[int]) -> frozenset[str]:
    codes = (bytes((lead, trail)) for lead in leads for trail in trails)
    return frozenset(char for code in codes if len(char := code.decode("gb18030", "ignore")) == 1)


@cache
def _as_gbk() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The three characters of GBK that two Han or marks of UTF-8 are."""
    heads, tails = (*range(0xE3, 0xEA), 0xEF), range(0x80, 0xC0)
    return _gbk(heads, tails), _gbk(tails, heads), _gbk(tails, tails)


_MARK_AS_GBK = re.compile(f"鈥[{''.join(sorted(_gbk(range(0x93, 0xA7), range(0x40, 0x7F))))}]")
_READS_WELL = 8.0  # nats a character: prose costs half of that, misread text half more
_CLOSE = 7  # places in which three rare characters are suspicious
_CLOSE_FOR_FOUR = 14  # places in which four are
_SHORT = 8  # characters of a text in which one is: a title, a name
_BLOCK = 50_000  # characters; a longer text is searched in pieces, as its alphabet grows
_LINE = 500  # characters: a line is searched as a whole up to here
_MARGIN = 80  # else so many characters around a hit in which an accident's other characters may stand


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces of whole lines."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _BLOCK) + 1 or len(text)
        yield start, text[start:end] if end - start < len(text) else text
        start = end


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _hits(text: str) -> Iterator[int]:
    """Where honest text would hardly look so; not in order."""
    chars = plausible.uncommon(text)
    if "\ufffd" in chars:
        text = _HOLE.sub(_blank, text)
        chars = frozenset(text)
    if not chars.isdisjoint(_LATIN_1):
        yield from (match.start() for match in _AS_LATIN.finditer(text))
    if not chars.isdisjoint(_OF_CP437):
        yield from (match.start() for match in _AS_CP437.finditer(text))
    if not chars.isdisjoint(_OF_MAC_ROMAN):
        yield from (match.start() for match in _AS_MAC_ROMAN.finditer(text))
    if not chars.isdisjoint(_OF_CYRILLIC):
        yield from (match.start() for match in _AS_CYRILLIC.finditer(text))
    if not chars.isdisjoint(_OF_CYRILLIC) or not chars.isdisjoint(_OF_LATIN_2):
        yield from (match.start() for match in _AS_EASTERN_EUROPE.finditer(text))
    rare = frozenset(filter(_can_be_misread, plausible.unusual(chars)))
    if rare and len(text) <= _SHORT:
        yield from _places(text, rare)
    elif rare and sum(map(text.count, rare)) >= 3:
        places = _places(text, rare)
        for size, close in ((3, _CLOSE), (4, _CLOSE_FOR_FOUR)):
            yield from (
                first
                for first, last in zip(places, places[size - 1 :], strict=False)
                if last - first < close and "\n" not in text[first:last]
            )
    if "鈥" in chars:  # the first two bytes of every quotation mark and dash
        yield from (match.start() for match in _MARK_AS_GBK.finditer(text))
    if not chars.isdisjoint(_as_gbk()[0]):
        yield from (match.start() for match in _as_gbk_in_a_row().finditer(text))


@cache
def _as_gbk_in_a_row() -> re.Pattern[str]:
    head, middle, tail = (re.escape("".join(sorted(chars))) for chars in _as_gbk())
    return re.compile(f"[{head}](?=[{middle}][{tail}])")


@lru_cache(maxsize=65536)
def _can_be_misread(char: str) -> bool:
    """Whether a charset that reads two bytes has this character; a radical, say, nobody sees by accident."""
    for codec in ("gbk", "big5hkscs", "cp932", "cp949", "euc_jp"):
        try:
            char.encode(codec)
        except UnicodeEncodeError:
            continue
        return True
    return char < "\u2000" or "\ue000" <= char <= "\uf8ff"


def _places(text: str, chars: frozenset[str]) -> list[int]:
    if len(chars) > 20:
        return [at for at, char in enumerate(text) if char in chars]
    places: list[int] = []
    for char in chars:
        at = text.find(char)
        while at >= 0:
            places.append(at)
            at = text.find(char, at + 1)
    return sorted(places)


def looks_damaged(text: str) -> bool:
    """Whether the search is worth its time."""
    return not text.isascii() and next(_hits(text), None) is not None


def _explained_by_byte_shift(text: str) -> list[tuple[int, int]]:
    """Where the accident that leaves pinyin behind explains what looks misread: out of step, and no other charset."""
    by_machine = ANNOTATED.search(text) is not None and annotations_of(text).by_machine
    explained = [
        (run.start, run.end)
        for run in byte_shift.runs(text)
        if by_machine or run.gain >= byte_shift.GAIN_WITHOUT_ANNOTATIONS
    ]
    if by_machine:  # what stands there may have no reading that is good enough even for a finding
        for site in byte_shift.SITE.finditer(text):
            end = text.find("\n", site.end(), site.end() + byte_shift.LONGEST)
            explained.append((site.start(), end if end >= 0 else site.end() + byte_shift.LONGEST))
    return _merged(explained)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same places in order, none within another or touching it.

    >>> _merged([(5, 7), (1, 3), (2, 4)])
    [(1, 4), (5, 7)]
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _is_explained(at: int, char: str, explained: Sequence[tuple[int, int]]) -> bool:
    """Whether a place is within one of the spans, and its character one that a misaligned pair can be.

    >>> _is_explained(5, "氯", [(1, 9)]), _is_explained(9, "氯", [(1, 9)]), _is_explained(5, "Ó", [(1, 9)])
    (True, False, False)
    """
    before = bisect_right(explained, at, key=itemgetter(0)) - 1
    return before >= 0 and at < explained[before][1] and char in CODES


def _suspicious_parts(text: str, explained: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[int, str]]:
    """The lines, or parts of long lines, in which the gate finds something, with their offsets."""
    for offset, block in _blocks(text):
        if block.isascii():
            continue
        done = -1
        hits = sorted(_hits(block))
        if explained:
            hits = [hit for hit in hits if not _is_explained(offset + hit, block[hit], explained)]
        for index, hit in enumerate(hits):
            if hit < done:
                continue
            line_start = block.rfind("\n", 0, hit) + 1
            line_end = block.find("\n", hit)
            line_end = len(block) if line_end < 0 else line_end
            far = _LINE if line_end - line_start <= _LINE else _MARGIN
            start, end = max(line_start, hit - far, done), hit
            while index < len(hits) and hits[index] < line_end and hits[index] - end <= 2 * far:
                end = hits[index]
                index += 1
            done = min(line_end, end + far)
            part = block[start:done]
            if not _reads_well(block[hit : end + _CLOSE]) and not _is_foreign(part):
                yield offset + start, part


def _reads_well(core: str) -> bool:
    """Whether the suspicious characters themselves are modern Chinese, only with rare words."""
    high = _ASCII.sub("", core)
    return -language.score(high) < _READS_WELL * len(high)


_CYRILLIC_OR_GREEK = re.compile(r"[\u0370-\u045f]")


def _is_foreign(line: str) -> bool:
    """Whether the characters that are rare in Chinese are those of an honest neighbor."""
    high = len(line) - len(_ASCII.findall(line))
    if 4 * len(_CYRILLIC_OR_GREEK.findall(line)) >= 3 * high > 12:
        return not _AS_CYRILLIC.search(line) and not _AS_EASTERN_EUROPE.search(line)
    kana, syllables = len(_KANA.findall(line)), _HANGUL.findall(line)
    hangul = len(syllables)
    if 4 * kana >= high and 8 * len(_HIRAGANA.findall(line)) >= high:
        return not _NEVER_WRITTEN.search(line)
    if 3 * hangul < 2 * high or not hangul or _HAN.search(line) or _NEVER_WRITTEN.search(line):
        return False
    rare = sum(syllable not in plausible.frequent_hangul() for syllable in syllables)
    return 8 * rare <= hangul


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
_SINGLE_BYTE_RUN = {  # the same for what has no more than 256 characters: high ones, and such with trails
    "windows-1252": (f"[\x80-\xff{re.escape(_WINDOWS_1252)}]+", f"[\x40-\xff{re.escape(_WINDOWS_1252)}]+"),
    "latin-1": (r"[\x80-\xff]+", r"[\x40-\xff]+"),
}
for _charset in _SINGLE_BYTE[2:]:
    _chars = re.escape(_charset.decode(bytes(range(0x80, 0x100))))
    _SINGLE_BYTE_RUN[_charset.name] = (f"[{_chars}]+", f"[\x40-\x7f{_chars}]+")
_RUNS = {name: (re.compile(high), re.compile(any_)) for name, (high, any_) in _SINGLE_BYTE_RUN.items()}


def _run_pattern(misreading: Misreading) -> re.Pattern[str]:
    """Where a run of this accident may lie."""
    high, with_trails = _RUNS.get(misreading.read.name, (_HIGH_RUN, _BYTE_RUN))
    # Half-width katakana are one byte, so that Shift-JIS falls out of step like a single-byte charset.
    falls_out = misreading.read in _SINGLE_BYTE or misreading.read is charsets.SHIFT_JIS
    return with_trails if falls_out and misreading.written is not charsets.UTF_8 else high


_UTF_8_RUN = re.compile(
    rb"""(?: [\x00-\x7f] | [\xc2-\xdf][\x80-\xbf] | \xe0[\xa0-\xbf][\x80-\xbf] | [\xe1-\xec\xee\xef][\x80-\xbf]{2}
        | \xed[\x80-\x9f][\x80-\xbf] | \xf0[\x90-\xbf][\x80-\xbf]{2} | [\xf1-\xf3][\x80-\xbf]{3}
        | \xf4[\x80-\x8f][\x80-\xbf]{2} )+""",
    re.VERBOSE,
)


@lru_cache(maxsize=32)  # all accidents that were read alike ask for the same
def _encodable_runs(
    line: str, pattern: re.Pattern[str], charset: Charset
) -> tuple[tuple[int, str, bytes], ...]:
    """The parts of the pattern's matches that the charset can hold, with offset and bytes."""
    return tuple(_find_encodable_runs(line, pattern, charset))


def _find_encodable_runs(
    line: str, pattern: re.Pattern[str], charset: Charset
) -> Iterator[tuple[int, str, bytes]]:
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
            try:
                borders.append(borders[-1] + len(read.encode(char)))
            except UnicodeEncodeError:
                return  # a letter and a mark above it that have one code together
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


_REMAINS = re.compile(f"[\xe3-\xe9\xef]{_CONTINUATION}{{0,2}}")
_REMAINS_COST = 9.5  # nats: a Han of UTF-8 that lost a byte


def _gain(before: str, after: str, written: Charset) -> float:
    """What is won if `after` was written. Valid UTF-8 is evidence by itself; the old charsets have hardly
    any invalid bytes, so that there the language must speak."""
    if written is charsets.UTF_8:
        return plausible.cost(before) - plausible.cost(after)
    remains = _REMAINS.findall(before)
    rest = _REMAINS.sub("", before) if remains else before
    left = plausible.cost(before)
    if remains and 4 * len(_ASCII.sub("", rest)) <= len(
        _ASCII.sub("", before)
    ):  # nobody writes so many Han of the last rows of GBK
        left = min(left, _REMAINS_COST * len(remains) + plausible.cost(rest))
    return left - plausible.cost_of_chinese(after) - (_FOREIGN if written in _FOREIGN_CHARSETS else 0.0)


# Both sides two bytes a character: a run may be reopened character by character.
_IN_PARTS = frozenset(
    misreading
    for misreading in MISREADINGS
    if misreading.written in (charsets.GB18030, charsets.BIG5)
    and misreading.read in (charsets.CP936, charsets.BIG5, charsets.EUC_KR)
)


@lru_cache(maxsize=200_000)
def _reopened(char: str, misreading: Misreading) -> str:
    """What one character was, if this accident can give it."""
    try:
        return misreading.undo(char)
    except UnicodeError:
        return ""


def _parts(run: str, misreading: Misreading) -> Iterator[tuple[int, int, str]]:
    """Those parts of a run that read best reopened character by character, the rest left as it is.

    Two ways through the run, left and reopened, are followed at once, each with what the language makes of
    it up to here; going from one to the other costs, but for marks, at which an accident may well end.
    """
    beginning = language.model().beginning
    after = [_reopened(char, misreading) for char in run]
    left, left_at = 0.0, beginning
    opened, opened_at = float("-inf"), beginning
    origins: list[tuple[bool, bool]] = []  # whether the best way to left, and to opened, comes from opened
    change = 0.0
    for char, new in zip(run, after, strict=True):
        mark = _NATURAL_BORDER.match(char) is not None
        from_opened = opened - (0.0 if mark else _CHANGE) > left
        to_left = (opened - (0.0 if mark else _CHANGE), opened_at) if from_opened else (left, left_at)
        stays = opened >= left - change
        to_opened = (opened, opened_at) if stays else (left - change, left_at)
        origins.append((from_opened, stays))
        gain, left_at = to_left[1][char]
        left = to_left[0] + gain
        if len(new) == 1:
            gain, opened_at = to_opened[1][new]
            opened = to_opened[0] + gain
        else:
            opened = float("-inf")
        change = 0.0 if mark else _CHANGE
    is_open = opened > left
    states: list[bool] = []
    for origin in reversed(origins):
        states.append(is_open)
        is_open = origin[is_open]
    states.reverse()
    at = 0
    for opened_here, part in groupby(states):
        size = len(list(part))
        if opened_here:
            yield at, at + size, "".join(after[at : at + size])
        at += size


def _sites_once(line: str, misreading: Misreading) -> Iterator[tuple[int, str, str]]:
    """Offset, before and after of each run that this misreading could explain."""
    read, written = misreading.read, misreading.written
    for start, run, data in _encodable_runs(line, _run_pattern(misreading), read):
        if run.isascii():
            continue
        if written is charsets.UTF_8:
            for first, last, after in _utf_8_runs(run, data, read):
                yield start + first, run[first:last], after
            continue
        try:
            after = misreading.undo(run) if read is charsets.SHIFT_JIS else written.decode(data)
        except UnicodeError:
            after = ""
        if after:
            yield start, run, after
        if misreading in _IN_PARTS:
            for first, last, part in _parts(run, misreading):
                if part != after:
                    yield start + first, run[first:last], part


_CHANGE = 8.0  # nats for going from damaged to undamaged characters, or back, within a word
_MUST_GAIN = 12.0  # nats, for a run on its own
_CERTAIN = 30.0  # from here on an accident is certain, and what it explains elsewhere need only gain
_BORDER = 10.0  # nats for an end of a run where the text goes on: an accident hits lines, not letters
_TWO_BYTES_ONLY = 12.0  # nats against UTF-8 of two bytes a character: a tenth of all pairs are valid
_ONE_HAN = 8.0  # nats against one Han of UTF-8 in two characters: of all rare words one in a thousand is such
_SECOND_ACCIDENT = 4.0
_SELDOM_READ = 12.0  # nats against the charsets of the Macintosh, of DOS, and ISO 8859-15
_HONG_KONG = 4.0  # nats against HKSCS, whose table has some signs elsewhere than the plain one


_NOT_CHINESE = re.compile(r"[ぁ-ヺｦ-ﾟ가-힣ㄅ-ㆎͰ-ӿ]")


_LETTERS_OF_EAST_ASIA = re.compile(r"[㐀-鿿ぁ-ヺ가-힣]")


def _readable(text: str, written: Charset) -> bool:
    """Whether text of this charset may look so: a charset stands for the languages that used it."""
    high = [char for char in text if char > "\x7f"]
    odd = [char for char in high if plausible.cost_of(char) >= 13.0]
    if not high or any(plausible.cost_of(char) >= 16.0 for char in odd):
        return False
    if written is charsets.UTF_8:
        return 3 * len(odd) <= len(high)  # three bytes that fit say more than a character that is rare
    if 10 * len(odd) > len(high) and 6 * len(set(odd)) > len(
        high
    ):  # dialects have rare ones, again and again
        return False
    if written in _FOREIGN_CHARSETS and 2 * len(_LETTERS_OF_EAST_ASIA.findall(text)) < len(high):
        return False
    if written is charsets.SHIFT_JIS and _HIRAGANA.search(text):
        return 4 * len(_HIRAGANA.findall(text)) >= len(high) > 4
    if written is charsets.EUC_KR and _HANGUL.search(text):
        return 2 * len(_HANGUL.findall(text)) >= len(high) > 4 and not _HAN.search(text)
    return 10 * len(_NOT_CHINESE.findall(text)) <= len(high)


_DEEPEST = 3  # accidents one after the other; programs that save what they misread do it again and again


def _whole_line(line: str, depth: int = _DEEPEST) -> Iterator[tuple[str, str, tuple[Misreading, ...]]]:
    """The line reopened as a whole, by one accident or more: before, after, chain."""
    for misreading in MISREADINGS:
        try:
            after = misreading.undo(line)
        except UnicodeError:
            continue
        yield line, after, (misreading,)
        if depth > 1 and misreading.written is charsets.UTF_8 and looks_damaged(after):
            yield from ((line, deeper, (misreading, *c)) for _, deeper, c in _whole_line(after, depth - 1))


_SEGMENTS = (  # an accident may have hit only this: a cell, an attribute, what stands between clean Chinese
    re.compile(r'(?:(?! \| )[^"<>\n])+'),
    re.compile(r'(?:(?! \| )[^"<>\n\u2e80-\uffff])+'),
)


def _segments(line: str) -> Iterator[tuple[int, str]]:
    """Cells, attributes and texts between tags, where a line has such."""
    known = {line}
    for pattern in _SEGMENTS:
        for match in pattern.finditer(line):
            segment = match[0].strip("| ")
            if segment not in known and not segment.isascii():
                known.add(segment)
                yield match.start() + match[0].find(segment), segment


def _runs(line: str) -> Iterator[tuple[int, str, str, tuple[Misreading, ...]]]:
    """Runs of the line reopened: offset, before, after, chain."""
    for misreading in MISREADINGS:
        for at, before, after in _sites_once(line, misreading):
            yield at, before, after, (misreading,)
            if misreading.written is charsets.UTF_8 and looks_damaged(after):
                deeper = _whole_line(after, _DEEPEST - 1)
                yield from ((at, before, deepest, (misreading, *chain)) for _, deepest, chain in deeper)


def _sites(line: str, start: int) -> list[Site]:
    """All sites of a line that gain anything and are proved."""
    sites: list[Site] = []
    seen: set[tuple[int, str, str]] = set()
    everything = [(0, *whole) for whole in _whole_line(line)]
    everything += ((at, *whole) for at, segment in _segments(line) for whole in _whole_line(segment))
    everything += _runs(line)
    for at, before, after, chain in everything:
        if (at, before, after) in seen or before == after:
            continue
        site = _site(start + at, before, after, chain, _borders(line, at, at + len(before), chain))
        if site.gain > 0 and site.proved:
            seen.add((at, before, after))
            sites.append(site)
    return sites


_TONES = frozenset(map(ord, "ˇˉˊˋ˙"))  # of Bopomofo


def _is_list_of_signs(text: str) -> bool:
    """Whether each character is followed by the next of its table or itself: a list of letters, ГГГГ;
    or lines of a table, or Bopomofo, or letters that most stand there in both cases, as in an alphabet."""
    high = [ord(char) for char in text if char > "\x7f"]
    steps = sum(1 <= right - left <= 2 for left, right in pairwise(high))
    if len(high) == 3 and high[2] - high[1] == high[1] - high[0] == 1:
        return True
    if len(high) > 3 and (2 * steps >= len(high) - 1 or len(set(high)) == 1):
        return True
    repeated = [char for char in text if char > "\x7f" and char.isalpha()]
    if len(repeated) > 3 and len(set(repeated)) == 1:
        return True
    if high and sum(
        0x2500 <= code < 0x2600 or 0x3100 <= code < 0x3130 or code in _TONES for code in high
    ) > 0.9 * len(high):
        return True
    letters = {char for char in text if "\xc0" <= char < "\u0180"}
    if len(letters) < 4 or len(high) > 1.5 * len(letters):
        return False
    return sum(char.swapcase() in letters for char in letters) >= 0.5 * len(letters)


def _is_list_of_bytes(text: str, read: Charset) -> bool:
    """Whether a charset has these characters one after the other: a table of it."""
    data = read.encode(text[:_ENOUGH_OF_A_TABLE])
    if read in _SINGLE_BYTE:
        high = [byte for byte in data if byte > 0x7F]
    else:
        high = [int.from_bytes(pair, "big") for pair in _PAIR_OF_BYTES.findall(data)]
    return len(high) > 3 and 2 * sum(right - left == 1 for left, right in pairwise(high)) >= len(high) - 1


_PAIR_OF_BYTES = re.compile(rb"[\x80-\xff][\x40-\xff]")
_ENOUGH_OF_A_TABLE = 60  # characters
_HALF_WIDTH_KANA = re.compile(r"[ｦ-ﾟ\x00-\x7f]*")
_FEWEST_KANA = 4  # half-width ones; fewer stand for themselves, in a list or a pattern


_NATURAL_BORDER = re.compile(r"[\x00-\x7f\u3000-\u3015\uff01-\uff5e“”‘’—…·]")


@lru_cache(maxsize=65536)
def _is_border(char: str) -> bool:
    return _NATURAL_BORDER.match(char) is not None


_DAMAGED_TOO = re.compile(
    f"[\x80-\xff\ufffd{re.escape(_WINDOWS_1252)}]"
)  # beside a run of such: half of something lost


_PROSE = re.compile(r"[㐀-鿿]{6,}")
_GOOD_PROSE = 5.5  # nats a character; what was misread costs twice as much


def _breaks_prose(before: str, after: str) -> bool:
    """Whether a run takes good Chinese along with the misread text."""
    return any(
        -language.score(run) < _GOOD_PROSE * len(run) and run not in after for run in _PROSE.findall(before)
    )


_ENTITY = re.compile(r"&(?:#\d{3}|[A-Za-z]{2,6}\d{0,2});")
_ENTITY_BEFORE = re.compile(_ENTITY.pattern + r"\Z")


def _borders(line: str, start: int, end: int, chain: tuple[Misreading, ...]) -> int:
    """How many ends of a run have a letter beside them that the run leaves out."""
    neighbors = (line[start - 1 : start] if start else "", line[end : end + 1])
    borders = [neighbor for neighbor in neighbors if neighbor and not _NATURAL_BORDER.match(neighbor)]
    if chain[0].read in _SINGLE_BYTE and chain[0].written is charsets.UTF_8:
        borders = [neighbor for neighbor in borders if not _DAMAGED_TOO.match(neighbor)]
    if "&" in line:  # bytes of the same text that have names, beside those that have none
        borders += _ENTITY_BEFORE.findall(line[max(0, start - 10) : start])
        borders += "&" if _ENTITY.match(line, end) else ""
    return len(borders)


def _site(
    start: int,
    before: str,
    after: str,
    chain: tuple[Misreading, ...],
    borders: int = 0,
    floor: float = 0.0,
) -> Site:
    """The site, trimmed; it gains nothing if nobody would write that."""
    few_kana = len(_ASCII.sub("", before)) < _FEWEST_KANA and _HALF_WIDTH_KANA.fullmatch(before)
    lists = _is_list_of_signs(before) or _is_list_of_bytes(before, chain[0].read)
    if few_kana or lists or not _readable(after, chain[-1].written) or _breaks_prose(before, after):
        return Site(start, before, after, chain, floor)
    trimmed = _trimmed(Site(start, before, after, chain, 0.0))
    start, before, after = trimmed.start, trimmed.before, trimmed.after
    gain = _gain(before, after, chain[-1].written) - _SECOND_ACCIDENT * (len(chain) - 1) - _BORDER * borders
    if gain > 0 and chain[0].written is not charsets.UTF_8:
        gain *= _new_in_few(before)
    if len(chain) > 1 and not _pays(before, after, chain):
        return Site(start, before, after, chain, floor)
    gain -= _SELDOM_READ * any(step.read in _SINGLE_BYTE[2:] for step in chain)
    gain -= _HONG_KONG * any(charsets.BIG5_HKSCS in (step.written, step.read) for step in chain)
    if chain[-1].written is charsets.UTF_8 and max(after, default="") < "\u0800":
        gain -= _TWO_BYTES_ONLY
    if chain[0].read in _MULTI_BYTE and len(high := _ASCII.sub("", after)) == 1 and _HAN.match(high):
        gain -= _ONE_HAN
    return Site(start, before, after, chain, gain)


def _trimmed(site: Site) -> Site:
    """The site without the ASCII that both ends share."""
    before, after = site.before, site.after
    left = 0
    while left < min(len(before), len(after)) and before[left] == after[left] < "\x80":
        left += 1
    right = 0
    while right < min(len(before), len(after)) - left and before[-1 - right] == after[-1 - right] < "@":
        right += 1
    return replace(
        site,
        start=site.start + left,
        before=before[left : len(before) - right],
        after=after[left : len(after) - right],
    )


def _pays(before: str, after: str, chain: tuple[Misreading, ...]) -> bool:
    """Whether the last of several accidents is worth undoing: few letters that are left may turn into anything."""
    try:
        intermediate = _undo(before, chain[:-1])
    except UnicodeError:
        return False
    return _gain(intermediate, after, chain[-1].written) >= _MUST_GAIN


_LETTERS = re.compile(r"[㐀-鿿가-힣ぁ-ヺ]+")  # of what East Asian charsets turn each other's text into
_TITLE = 12  # letters: so few may be a word or two, or happen to be usual characters all of them


_IN_A_WORD = re.compile(r"[A-Za-z][À-ÿ]?\Z")


def _honest(site: Site, text: str) -> bool:
    """Whether the run may be an accented European word with a sign after it (« été »)."""
    if site.chain[0].read not in _SINGLE_BYTE or len(site.before) > 4 or "\xa1" in site.before:
        return False
    before = text[max(0, site.start - 2) : site.start]
    if "\N{REPLACEMENT CHARACTER}" in text[max(0, site.start - 3) : site.end + 3]:
        return False
    return "\N{NO-BREAK SPACE}" in site.before or _IN_A_WORD.search(before) is not None


_Row = tuple[Site, "_Row | None"]


def _choose(sites: list[Site], each: float = _SECOND_ACCIDENT) -> list[Site]:
    """The sites, none overlapping another, that gain most together; one accident is likelier than two."""
    ordered = sorted(sites, key=lambda site: (site.end, site.start))
    ends = [site.end for site in ordered]
    best: list[tuple[float, _Row | None]] = [(0.0, None)]
    for index, site in enumerate(ordered):
        before, chosen = best[bisect_right(ends, site.start, 0, index)]
        gain = before + site.gain - each
        best.append((gain, (site, chosen)) if gain > best[-1][0] else best[-1])
    row, sites_chosen = best[-1][1], []
    while row:
        sites_chosen.append(row[0])
        row = row[1]
    return sites_chosen[::-1]


_READ_ALIKE = {"latin-1": "windows-1252", "iso8859_15": "windows-1252"}
_Family = tuple[tuple[str, str], ...]


def _family(chain: tuple[Misreading, ...]) -> _Family:
    """What accidents have in common that hit the same line: charsets of readers that hardly differ are one."""
    return tuple((step.written.name, _READ_ALIKE.get(step.read.name, step.read.name)) for step in chain)


def _choose_alike(sites: list[Site], text: str) -> list[Site]:
    """The sites of a line that gain most; where one accident is certain, it explains the short runs too,
    and no other explains what is left between."""
    chosen = _choose([site for site in sites if not _honest(site, text)])
    weights: dict[_Family, float] = {}
    for site in chosen:
        weights[_family(site.chain)] = weights.get(_family(site.chain), 0.0) + site.gain
    if not weights:
        return chosen
    main = max(weights, key=weights.__getitem__)
    if weights[main] < _CERTAIN or (len(weights) == 1 and len(chosen) == len(sites)):
        return chosen
    read = main[0][1]
    fitting = [
        site
        for site in sites
        if _family(site.chain) == main
        or (_family(site.chain)[0][1] != read and site.gain >= _MUST_GAIN and not _honest(site, text))
    ]
    return [replace(site, gain=max(site.gain, _MUST_GAIN)) for site in _choose(fitting, _LEAVING)]


def _whole_if_better(line: str, start: int, sites: list[Site]) -> list[Site]:
    """The line reopened as a whole instead of in parts, if that reads better: accidents hit lines."""
    chains = dict.fromkeys(site.chain for site in sites if site.gain >= _MUST_GAIN)
    if not chains or (len(sites) == 1 and len(sites[0].before) == len(line)):
        return sites
    best = language.score(
        Step("", _edits(replace(site, start=site.start - start) for site in sites)).apply(line)
    )
    for after, site in _wholes(line, chains, start):
        if site.gain >= _MUST_GAIN and site.proved and language.score(after) > best:
            best, sites = language.score(after), [site]
    return sites


_Chain = tuple[Misreading, ...]
_CLEARLY = 2.5  # nats a character outside of ASCII: so much is won where all of a text is misread
_ENOUGH = 4000  # characters that tell what happened to a document


_UTF_8_AS_LATIN: _Chain = (Misreading(charsets.UTF_8, charsets.WINDOWS_1252),)


def _undo(text: str, chain: _Chain) -> str:
    for misreading in chain:
        text = misreading.undo(text)
    return text


def _wholes(text: str, chains: Iterable[_Chain], start: int) -> Iterator[tuple[str, Site]]:
    """The text as a whole, reopened by each chain that can: all of it, and as a site."""
    for chain in chains:
        try:
            after = _undo(text, chain)
        except UnicodeError:
            continue
        yield after, _site(start, text, after, chain)


def _clearly(text: str, chains: Iterable[_Chain], start: int = 0) -> Site | None:
    """The text as a whole, reopened by the chain that wins most, if that leaves no room for doubt."""
    best: Site | None = None
    for _, site in _wholes(text, chains, start):
        high = len(site.before) - len(_ASCII.findall(site.before))
        if (
            site.gain >= max(_CERTAIN, _CLEARLY * high)
            and (not best or site.gain > best.gain)
            and site.proved
        ):
            best = site
    return best


def _runs_of(line: str, chains: Iterable[_Chain], start: int) -> list[Site]:
    """The runs of accidents that are certain in the document, if they explain the line between its holes."""
    sites: list[Site] = []
    for chain in chains:
        if len(chain) == 1:
            for at, before, after in _sites_once(line, chain[0]):
                site = _site(start + at, before, after, chain, _borders(line, at, at + len(before), chain))
                if site.gain > 0 and site.proved:
                    sites.append(site)
    chosen = _choose(sites)
    intact = _HOLE.sub("", line)
    high = len(intact) - len(_ASCII.findall(intact))
    return chosen if sum(site.gain for site in chosen) >= max(_CERTAIN, _CLEARLY * high) else []


def _of_the_document(text: str) -> _Chain | None:
    """The accident that hit all of a document: one search for a text of any length."""
    head = text if len(text) <= _ENOUGH else text[: text.find("\n", _ENOUGH) + 1]
    chains = {chain: None for _, _, chain in _whole_line(head)} if head else {}
    site = _clearly(head, chains)
    if site is None:
        return None
    try:
        return site.chain if Site(0, text, _undo(text, site.chain), site.chain, 0.0).proved else None
    except UnicodeError:
        return None


_LEAVING = 8.0  # nats for a line that is misread beside one that is not: accidents hit whole stretches
_SURELY = 4.0  # nats by which a line that proves nothing by itself must rather be misread than not


def _lines_misread(text: str, chain: _Chain, taken: Iterable[Site] = ()) -> tuple[float, list[Site]]:
    """The lines that the accident explains, `taken` left out, and what they and those gain together.

    Each line is misread or not, and going from one to the other costs. A line that is too short to prove
    anything, or has a dash only, goes with those around it, if these leave no doubt.
    """
    starts = sorted(site.start for site in taken)
    sites: list[Site | None] = []
    gains: list[float] = []
    seen: set[str] = set()
    for start, line in lines_of(text):
        line = line.rstrip("\r\n")
        if line.isascii():
            continue
        try:
            after = _undo(line, chain)
        except UnicodeError:
            after = ""
        site = _site(start, line, after, chain, floor=-_UNLIKE) if after and after != line else None
        if bisect_left(starts, start) < bisect_left(starts, start + len(line)):
            gains.append(max(0.0, site.gain) if site and site.proved else 0.0)
            sites.append(None)
        elif site and site.proved:
            repeats = _new_in(site.before, seen)
            proves = site.gain < 0 or _LETTERS.search(site.before) is not None
            gains.append(site.gain * repeats if proves else 0.0)
            sites.append(site)
        elif not after:
            gains.append(-_UNLIKE)  # it may have lost something; it may as well be clean
            sites.append(None)
    best, surely = _follow(gains)
    return best, [site for site, sure in zip(sites, surely, strict=True) if site and sure >= _SURELY]


def _follow(gains: list[float]) -> tuple[float, list[float]]:
    """The best way through lines that are misread or not, and by how much each is rather misread."""
    forward = [(0.0, 0.0)]  # what is gained up to here if the last line is left, and if it is misread
    for gain in gains:
        left, misread = forward[-1]
        if len(forward) == 1:
            forward.append((0.0, gain))
        else:
            forward.append((max(left, misread - _LEAVING), gain + max(misread, left - _LEAVING)))
    backward = (0.0, 0.0)
    surely: list[float] = []
    for gain, (left, misread) in zip(reversed(gains), reversed(forward[1:]), strict=True):
        surely.append(misread + backward[1] - left - backward[0])
        opened = backward[1] + gain
        backward = (max(backward[0], opened - _LEAVING), max(opened, backward[0] - _LEAVING))
    return max(forward[-1]), surely[::-1]


def _new_in(line: str, seen: set[str]) -> float:
    """The share of a line's characters that count as evidence: what is repeated proves nothing again."""
    if line in seen:
        return 0.0
    seen.add(line)
    letters = "".join(_LETTERS.findall(line))
    return len(set(letters)) / len(letters) if len(letters) > _TITLE else 1.0


def _new_in_few(run: str) -> float:
    """The same for a run that is short enough to be a word: old poems have theirs twice (硉硉矹矹)."""
    letters = "".join(_LETTERS.findall(run))
    return len(set(letters)) / len(letters) if 0 < len(letters) <= _TITLE else 1.0


_FEW = 300  # letters: more of them prove themselves line by line
_UNLIKE = 30.0  # nats: a line that does not fit
_SOME_RARE = 0.12  # of a text in few characters are unusual where it is misread, hardly any where not
_TOGETHER = {2: 9.6, 3: 8.0, 4: 7.0}  # nats by characters; of 628,000 clean words none had more
_IN_JAPAN_OR_KOREA = 3.0  # nats against readers there where so few characters are all the evidence
_TOGETHER_AT_LEAST = 9.0
_EAST_ASIAN: tuple[_Chain, ...] = tuple(
    (misreading,)
    for misreading in MISREADINGS
    if misreading.written in (charsets.GB18030, charsets.BIG5, charsets.UTF_8)
    and misreading.read
    in (charsets.CP936, charsets.BIG5, charsets.BIG5_HKSCS, charsets.SHIFT_JIS, charsets.EUC_KR)
)


def _all_together(text: str) -> list[Site]:
    """Runs of a few characters, none of which proves anything, that one accident explains all."""
    high = ""
    for run in _LETTERS.finditer(text):
        high += run[0]
        if len(high) > _FEW:
            return []
    if len(high) < 2:
        return []
    rare = plausible.unusual(frozenset(high))
    if sum(map(high.count, rare)) < _SOME_RARE * len(high) and not (
        len(high) <= _TITLE and _reads_badly(high)
    ):
        return []
    best, sites = _TOGETHER.get(len(high), _TOGETHER_AT_LEAST), []
    for chain in _EAST_ASIAN:
        try:
            _undo(high, chain)
        except UnicodeError:
            continue
        gain, explained = _lines_misread(text, chain)
        gain -= _IN_JAPAN_OR_KOREA * _is_doubtful(high, chain)
        if gain < best or not explained:
            continue
        usual = not plausible.unusual(frozenset("".join(site.after for site in explained)))
        if usual and all(_ASCII.findall(site.before) == _ASCII.findall(site.after) for site in explained):
            best, sites = gain, explained
    return sites


def _is_doubtful(letters: str, chain: _Chain) -> bool:
    """Whether so few letters are to show that a reader of another country was at work."""
    return len(letters) in _TOGETHER and chain[0].read in _FOREIGN_CHARSETS


_FEW_RARE = 0.06  # of modern prose: there one rare character is enough to look at its clause
_CLAUSE = 10  # characters; what is longer has more of them, close to each other
_NOISE = 7.0  # nats a character
_SHARE_OF_RARE = 0.2  # of what is misread; of the names in clean prose it is often less
_SHORTEST_CLAUSE = 2
_CLAUSE_MUST_GAIN = 7.0  # nats, or what `_TOGETHER` says; of 300,000 words and verses with a rare character, within prose, none gained 5.5


def _clauses(text: str) -> Iterator[Site]:
    """Clauses of a few characters within clean text that a single accident explains."""
    for offset, block in _blocks(text):
        if block.isascii():
            continue
        rare = frozenset(filter(_can_be_misread, plausible.unusual(plausible.uncommon(block))))
        if not rare or sum(map(block.count, rare)) > max(4, _FEW_RARE * len(block)):
            continue
        done = -1
        for place in _places(block, rare):
            if place < done:
                continue
            start, done = place, place + 1
            while start > 0 and place - start <= _CLAUSE and not _is_border(block[start - 1]):
                start -= 1
            if place - start > _CLAUSE:
                continue
            while done < len(block) and done - start <= _CLAUSE and not _is_border(block[done]):
                done += 1
            clause = block[start:done]
            if (
                _SHORTEST_CLAUSE <= len(clause) <= _CLAUSE
                and _SHARE_OF_RARE * len(clause) <= sum(char in rare for char in clause)
                and -language.score(clause) > _NOISE * len(clause)
            ):
                yield from _best_of_clause(offset + start, clause)


def _best_of_clause(start: int, clause: str) -> list[Site]:
    sites: list[Site] = []
    needed = _TOGETHER[2] if len(clause) == 2 else _CLAUSE_MUST_GAIN
    least = language.score(clause) + needed
    for chain in _EAST_ASIAN:
        try:
            after = _undo(clause, chain)
        except UnicodeError:
            continue
        if language.score(after) < least or plausible.unusual(frozenset(after)):
            continue  # most are far from it, and this is the cheapest way to know
        site = _site(start, clause, after, chain)
        gain = site.gain - _IN_JAPAN_OR_KOREA * _is_doubtful(clause, chain)
        if gain >= needed and site.proved and not _ASCII.search(site.after):
            sites.append(site)
    return [max(sites, key=lambda site: site.gain)] if sites else []


def _reads_badly(high: str) -> bool:
    return -language.score(high) > _READS_WELL * len(high)


_LOST_SIGN = "\N{WHITE SQUARE}"  # what a reader shows for bytes that its table lacks; hardly ever a square


def _around_lost_signs(site: Site) -> Iterator[Site]:
    """The parts of a site between the signs of lost characters, where both sides match one by one."""
    if _LOST_SIGN not in site.before or len(site.before) != len(site.after):
        yield site
        return
    for part in re.finditer(f"[^{_LOST_SIGN}]+", site.before):
        first, last = part.span()
        piece = replace(site, start=site.start + first, before=part[0], after=site.after[first:last])
        if piece.proved:
            yield piece


# Where a byte was lost, all that follows is out of step up to the next plain sign, and turns into rare Han.
_REST_OF_DAMAGE = re.compile(f"[{_HIGH}\ufffdｦ-ﾟ]")
_SHOWN_AS_QUESTION = re.compile(r"(?<=[^\x00-\x7f])\?(?=[^\x00-\x7f])")  # or a question
_NEARLY_ALL = 0.9  # of a line
_LONE_TRAIL = re.compile(
    r"(?<=[㐀-鿿])[@-~](?=[^\x00-\x7f])"
)  # the byte of a character whose other one was lost
_OUT_OF_STEP = (8.5, 11.0)  # nats a character over three of them, where something was lost, and else
_NOT_IN_PLACE = (10.0, 16.0)  # nats for one of them
_BESIDE_A_TRAIL = 12.0  # nats
_CAPITAL = 4.0  # nats: A幢, T恤
_MAY_LOSE = frozenset((*_SINGLE_BYTE, charsets.SHIFT_JIS))  # readers that drop bytes, or show them by half


def _costs(text: str) -> list[float]:
    context, costs = language.model().beginning, []
    for char in text:
        gain, context = context[char]
        costs.append(-gain)
    return costs


def _has_lone_trail(text: str) -> bool:
    """Whether a letter stands between two Han of which one is out of place."""
    trails = list(_LONE_TRAIL.finditer(text))
    costs = _costs(text) if trails else []
    return any(
        max(costs[trail.start() - 1], costs[trail.end()]) > _BESIDE_A_TRAIL + _CAPITAL * trail[0].isupper()
        for trail in trails
    )


def _reads_better_one_byte_on(site: Site) -> bool:
    """Whether some rare characters in a row turn into usual ones when their bytes are paired otherwise."""
    if not _may_be_out_of_step(site):
        return False
    (misreading,) = site.chain
    costs, size = _costs(site.after), _WINDOW
    rare = [at for at in range(len(costs) - size + 1) if sum(costs[at : at + size]) > size * _RARE_IN_A_ROW]
    if not rare:
        return False
    try:
        data = [misreading.written.encode(char) for char in site.after]
    except UnicodeEncodeError:
        return False  # HKSCS has a letter and its mark as one
    for at in rare[:_MOST_PLACES]:
        codes = b"".join(data[at : at + size])
        if codes.isascii() or len(codes) < 2 * size - 1:
            continue
        other = codes[1:-1].decode("gb18030" if misreading.written is charsets.GB18030 else "big5", "ignore")
        if len(_HAN_OR_MARK.findall(other)) == size - 1 and -language.score(other) < _USUAL_IN_A_ROW * len(
            other
        ):
            return True
    return False


_WINDOW = 4  # characters
_RARE_IN_A_ROW = 9.7  # nats a character
_USUAL_IN_A_ROW = 6.5
_HAN_OR_MARK = re.compile(r"[㐀-鿿\u3001\u3002\uff01-\uff1f]")


def _lost_something(line: str, sites: list[Site], start: int) -> bool:
    """Whether the accident that these sites explain has robbed their line of bytes."""
    whole = len(sites) == 1 and len(sites[0].before) > _NEARLY_ALL * len(line)
    if "\ufffd" in line or (not whole and _SHOWN_AS_QUESTION.search(line)):
        return True
    at, rest = 0, ""
    for site in sites:
        first, last = site.start - start, site.end - start
        if _has_lone_trail(site.after) or _reads_better_one_byte_on(site):
            return True
        rest += line[at:first]
        at = last
    return _REST_OF_DAMAGE.search(rest + line[at:]) is not None


def _in_step(site: Site, lost: bool) -> Iterator[Site]:
    """Those parts of a site that read well; the rest is out of step."""
    (misreading,) = site.chain
    after, costs = site.after, _costs(site.after)
    high = [char > "\x7f" for char in after]
    wrong = [cost > _NOT_IN_PLACE[not lost] and here for cost, here in zip(costs, high, strict=True)]
    for at in range(len(costs) - 2):
        if sum(costs[at : at + 3]) > 3 * _OUT_OF_STEP[not lost] and sum(high[at : at + 3]) > 1:
            wrong[at : at + 3] = [True] * 3
    try:
        sizes = [len(misreading.written.encode(char)) for char in after]
    except UnicodeEncodeError:  # HKSCS has a letter and its mark as one
        if not lost:
            yield site
        return
    if not any(wrong) and not lost:
        yield site
        return
    borders = {0: 0}  # where each character that was read begins, by bytes
    size = 0
    for index, char in enumerate(site.before, 1):
        size += len(misreading.read.encode(char))
        borders[size] = index
    starts = list(accumulate(sizes, initial=0))
    index = 0
    while index < len(after):
        end = next((at for at in range(index, len(after)) if wrong[at]), len(after))
        first, last = borders.get(starts[index]), borders.get(starts[end])
        if (
            first is not None
            and last is not None
            and len(_LETTERS_OF_EAST_ASIA.findall(after[index:end])) > 1
        ):
            part = replace(
                site, start=site.start + first, before=site.before[first:last], after=after[index:end]
            )
            if part.proved:
                yield part
        index = next((at for at in range(end, len(after)) if after[at] < "@" and not wrong[at]), len(after))


def _without_what_is_out_of_step(text: str, sites: list[Site], all_of_it: bool = False) -> list[Site]:
    """The sites without what follows a lost byte; with `all_of_it` they are the lines of a text that had none,
    as far as can be seen from the bytes."""
    kept: list[Site] = []
    for start, here in groupby(_first_of(sites), lambda site: text.rfind("\n", 0, site.start) + 1):
        of_the_line = list(here)
        if not any(_may_be_out_of_step(site) for site in of_the_line):
            kept += of_the_line
            continue
        end = text.find("\n", of_the_line[-1].end)
        line = text[start : len(text) if end < 0 else end]
        lost = _lost_something(line, of_the_line, start)
        for site in of_the_line:
            if not _may_be_out_of_step(site) or (not lost and (all_of_it or site.before == line)):
                kept.append(site)
            else:
                kept += _in_step(site, lost)
    return kept


def _may_be_out_of_step(site: Site) -> bool:
    (first, *deeper) = site.chain
    return not deeper and first.written is not charsets.UTF_8 and first.read in _MAY_LOSE


def _edits(sites: Iterable[Site]) -> tuple[Edit, ...]:
    return in_order(
        Edit(part.start, part.before, part.after, ", then ".join(m.name for m in reversed(part.chain)))
        for site in sites
        for part in _around_lost_signs(site)
    )


def _shown_by_their_lines(text: str, sites: list[Site]) -> Iterator[Site]:
    """The sites whose lines say that they show misread text rather than have it."""
    for start, here in groupby(sites, lambda site: text.rfind("\n", 0, site.start) + 1):
        of_the_line = list(here)
        end = text.find("\n", of_the_line[-1].end)
        rest, at = "", start
        for site in of_the_line:
            rest += text[at : site.start]
            at = max(at, site.end)
        rest += text[at : len(text) if end < 0 else end]
        talks = shown.talks(rest)
        yield from (
            site
            for site in of_the_line
            if talks or shown.gives_both(rest, site.after) or shown.in_a_class(text, site.start, site.end)
        )


def _shown(text: str, sites: list[Site]) -> list[Site]:
    """The sites that are shown on purpose: the line or the page says so, or they are in code and nowhere else."""
    by_their_lines = list(_shown_by_their_lines(text, sites))
    names = {site.before for site in by_their_lines}
    known = frozenset(by_their_lines)
    rest = [site for site in sites if site not in known]
    if not rest:
        return by_their_lines
    if sum(len(site.before) for site in rest) < shown.PART_OF_PAGE * len(text):
        near = [site for site in rest if shown.talks_near(text, site.start, site.end)]
        if near:
            known = frozenset(near)
            by_their_lines, rest = by_their_lines + near, [site for site in rest if site not in known]
    names |= {site.before for site in rest if shown.in_code(text, site.start, site.end)}
    if not names:
        return by_their_lines
    outside = {site.chain for site in rest if site.before not in names}
    return by_their_lines + [site for site in rest if site.before in names and site.chain not in outside]


def _found(text: str, sites: list[Site]) -> Found:
    sites = sorted(sites, key=lambda site: (site.start, -site.end))
    on_purpose = _shown(text, sites)
    doubtful = frozenset(on_purpose)
    return Found(
        _edits(site for site in sites if site not in doubtful),
        tuple(
            Finding("repair/misread", s.start, s.before, (s.after,), shown.NOTE)
            for s in _first_of(on_purpose)
        ),
    )


def _first_of(sites: Iterable[Site]) -> list[Site]:
    """Those of the sites that the first of them leave room for."""
    kept: list[Site] = []
    for site in sorted(sites, key=lambda site: (site.start, -site.end)):
        if not kept or site.start >= kept[-1].end:
            kept.append(site)
    return kept


def find_misread(view: View) -> Found:
    """Runs that were written in one charset and read in another, with what was written."""
    text = view.text
    if text.isascii():
        return NOTHING
    parts = list(_suspicious_parts(text))
    if parts and (explained := _explained_by_byte_shift(text)):
        parts = list(_suspicious_parts(text, explained))
    if not parts:
        return _found(text, _all_together(text) or list(_clauses(text)))
    if chain := _of_the_document(text):
        lines = ((start, line.rstrip("\n")) for start, line in lines_of(text))
        sites = [Site(start, line, _undo(line, chain), chain, 0.0) for start, line in lines]
        if len(text) - len(_ASCII.findall(text)) < shown.PART_OF_PAGE * len(text):
            return _found(text, [_trimmed(site) for site in sites if site.before != site.after])
        return Found(_edits(_without_what_is_out_of_step(text, sites, all_of_it=True)))
    chosen: list[Site] = []
    weight: dict[_Chain, float] = {}
    clauses = [
        site
        for site in _clauses(text)
        if not any(start <= site.start < start + len(line) for start, line in parts)
    ]
    for clause in clauses:
        weight[clause.chain] = weight.get(clause.chain, 0.0) + clause.gain
    for start, line in parts:
        certain = [chain for chain, total in weight.items() if total >= _CERTAIN]
        if "\ufffd" in line and _UTF_8_AS_LATIN not in certain:
            certain.append(_UTF_8_AS_LATIN)  # where bytes are lost, what is left can only be tried in parts
        if site := _clearly(line, certain, start):
            sites = [site]
        else:
            sites = _runs_of(line, certain, start) or _choose_alike(_sites(line, start), text)
            sites = _whole_if_better(line, start, sites)
        for site in sites:
            if site.gain >= _MUST_GAIN:  # many small accidents are no evidence of one great one
                weight[site.chain] = weight.get(site.chain, 0.0) + site.gain
        chosen += sites
    certain = [chain for chain, total in weight.items() if total >= _CERTAIN]
    chosen = [site for site in chosen if site.gain >= _MUST_GAIN or site.chain in certain] + clauses
    for chain in sorted(certain, key=lambda chain: -weight[chain]):
        chosen += _lines_misread(text, chain, chosen)[1]
    if not certain:
        together = _all_together(text)
        if together and {site.chain for site in chosen} <= {together[0].chain}:
            chosen = together  # the same accident, and it explains the rest of the text too
    return _found(text, _without_what_is_out_of_step(text, chosen))


UNDO_MISREAD = Rule(
    name="repair/misread",
    find=find_misread,
    examples=(
        ("浣犲ソ", "你好"),
        ("Ö§¸¶±¦", "支付宝"),
        ("æ”¯ä»˜å®\u009d", "支付宝"),
        ("the user鈥檚 choice", "the user’s choice"),
        ("Ö§ž¶±ŠÓâÆÚ»¹¿î", "支付宝逾期还款"),
        ("÷ß∏∂±¶”‚∆⁄ªπøÓ", "支付宝逾期还款"),
        ("╓º╕╢▒ª╙Γ╞┌╗╣┐ε.doc", "支付宝逾期还款.doc"),
        ("the user¡¯s choice", "the user’s choice"),
        ("йЂѕжњџ", "逾期"),
        ("珨跺趼,船陛,濮陛,轡ァ羶衄.諾覃怮船!", "一个字,差啊,冷啊,暖气没有.空调太差!"),
        (
            "2.5.9. dpkg 硌鍔\n2.5.10. update-alternatives 硌鍔\n2.5.11. dpkg-statoverride 硌鍔",
            "2.5.9. dpkg 指令\n2.5.10. update-alternatives 指令\n2.5.11. dpkg-statoverride 指令",
        ),
        ("LibreOffice Impress 腔瞎磁潬", "LibreOffice Impress 的組合鍵"),
        ("Title is: 嗣笭綅呾\nOutline 每 Show Details.", "Title is: 多重運算\nOutline – Show Details."),
        (
            "硐衄珨跺倛□:婄\\觴\\船\\涴岆掛□婓觓最蛂徹扂跺□跤堤軘磁丿嘆郔船腔嬴虛.",
            "只有一个形□:脏\\乱\\差\\这是本□在携程住过我个□给出综合评鼓最差的酒店.",
        ),
    ),
    keep=(
        "陆路",
        "你好",
        "窣窣",
        "赫赫復煌煌",
        "硉硉矹矹",
        "嵽嵽嵲嵲，崒崒嵂嵂。",
        "皓皜",
        "搴擥",
        "穰川",
        "讙謡",
        "    [ÂÃÎÐ][€œŠš¢£Ÿž\\xa0\\xad®©°·»{start}{end}–—´]",
        'Print StrConv("ÉÏº£ÊÐABC", vbUnicode)',
        "print('浣犲ソ')",
        "It will decode quotes ``â€œ`` like this as before.",
        "| 支付宝 | æ”¯ä»˜å®\u009d |",
        "忽高忽低",
        "侭多侭少",
        "莉斯",
        "©╣║╗╝¢¥┐└┴┬├─┼",
        "院陰隠韻吋右宇烏羽迂雨卯鵜窺丑碓臼渦嘘唄",
        "囗囗囗囗囗，囗囗囗囗囗。",
        'alphabet="æøåÆØÅ"',
        'alphabet="ABDEGHIJKLMNOPRSTUVÕÄÖÜabdeghijklmnoprstuvõäöü"',
        "[ァ-ヴーｱ-ﾝﾞｰ]",
        "ㄅㄆㄇㄈ ㄓㄨㄥ ㄍㄨㄛˊ",
        "ㄋㄧˇ ㄏㄠˇ，ㄨㄛˇ ㄕˋ ㄊㄞˊ ㄨㄢ ㄖㄣˊ。",
        "ｱｲｳｴｵ ｶﾅ ﾊﾝｶｸ",
        "㈠㈡㈢ ㊣ ㎡",
        "ЯндексМаркет и ВКонтакте, ОбЪяВЛЕНИЕ",
        "Київ і Львів — їхні міста",
        "“浣犲ソ”其实是“你好”的 UTF-8 编码被当成 GBK 显示的结果。",
        "# 乱码对照\n\n前面的话。\n\n- æ”¯ä»˜\n- 浣犲ソ\n\n后面还有很多话要说，这里不是损坏，只是例子。",
        "文件名变成 ÎÞ±êÌâ 的原因是 GBK 被当成了 Latin-1。",
        "┌──┬──┐\n│項目│金額│\n╚══╩══╝░▒▓█",
        "∑∏∫√≈ π∆∂ Ω◊",
        'формат "ММ.ДД.ГГГГ"',
        "Go to Tools – Options – General. Excel 97–2003",
        "(+) (-) (×) and (÷) on the number keypad",
    ),
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
_LOST_SIGNS = frozenset("锟½\N{REPLACEMENT CHARACTER}")
_LOST_EVERYDAY = ("斤拷", "烫烫烫", "屯屯屯", "葺葺葺")


def find_lost(view: View) -> Found:
    """Places whose text was lost when somebody decoded it; nothing can bring it back."""
    text = view.text
    if plausible.uncommon(text).isdisjoint(_LOST_SIGNS) and not any(run in text for run in _LOST_EVERYDAY):
        return NOTHING
    return Found(
        findings=tuple(
            Finding(
                "repair/lost-text", match.start(), match[0], note="the text here was lost when it was decoded"
            )
            for match in _LOST.finditer(text)
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
