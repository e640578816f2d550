"""Where a text looks misread: the cheap question that comes before the search."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from operator import itemgetter

from qingyuan.stages.repair.misread.accidents import EASTERN_EUROPE
from qingyuan.text import charsets, language, plausible
from qingyuan.text.charsets import Charset
from qingyuan.text.cp936 import CODES

ASCII = re.compile(r"[\x00-\x7f]")
HAN = re.compile(r"[㐀-鿿]")
HIRAGANA = re.compile(r"[ぁ-ん]")
_KANA = re.compile(r"[ぁ-ヺー]")
HANGUL = re.compile(r"[가-힣]")
_NEVER_WRITTEN = re.compile(r"[\x80-\xa6\ue000-\uf8ff\ufffdｦ-ﾟㄅ-ㆎ]")
WINDOWS_1252 = "".join(charsets.WINDOWS_1252_HIGH.values())
_LATIN_1 = frozenset(map(chr, range(0x80, 0x100)))
_QUOTES_AND_DASHES = "–—‘’‚“”„†‡•…‰‹›€™·"  # of Windows-1252, and of everybody
HIGH = "\x80-\xff" + re.escape("".join(char for char in WINDOWS_1252 if char not in _QUOTES_AND_DASHES))
_AS_LATIN = re.compile(  # UTF-8's bytes, or three bytes in a row of anything
    f"[\u00c2-\u00f4][\x80-\xbf{re.escape(WINDOWS_1252)}]|(?![·]{{3}})[{HIGH}]{{3}}"
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
        for read in EASTERN_EUROPE
    )
    + f"|[\xa1-\u017f\u02c7\u02d8-\u02dd{re.escape(WINDOWS_1252)}]{{6}}"  # more than any word of Latin letters has
)
_AS_CYRILLIC = re.compile(  # letters of the wrong case or signs within a word, twice close to each other
    f"(?:(?:[а-яё][А-ЯЁ]|[А-яЁё][{_SIGNS}]|[{_SIGNS}][А-яЁё]|Ј[¬ЁЎї»є]|ЎЈ).{{0,6}}?){{2}}"
)
_OF_CYRILLIC = frozenset(map(chr, range(0x400, 0x460)))
_OF_LATIN_2 = frozenset(map(chr, range(0x100, 0x180)))

CONTINUATION = f"[\x80-\xbf{re.escape(WINDOWS_1252)}]"
# What is left of UTF-8 where a byte was lost: holes.py knows what to do with it, and nothing else does.
HOLE = re.compile(f"[\xc2-\xf4]?{CONTINUATION}{{0,2}}\ufffd+(?:{CONTINUATION}{{1,2}}\ufffd*)?")


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


def blocks_of(text: str) -> Iterator[tuple[int, str]]:
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
        text = HOLE.sub(_blank, text)
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
    rare = frozenset(filter(can_be_misread, plausible.unusual(chars)))
    if rare and len(text) <= _SHORT:
        yield from places_of(text, rare)
    elif rare and sum(map(text.count, rare)) >= 3:
        places = places_of(text, rare)
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
def can_be_misread(char: str) -> bool:
    """Whether a charset that reads two bytes has this character; a radical, say, nobody sees by accident."""
    for codec in ("gbk", "big5hkscs", "cp932", "cp949", "euc_jp"):
        try:
            char.encode(codec)
        except UnicodeEncodeError:
            continue
        return True
    return char < "\u2000" or "\ue000" <= char <= "\uf8ff"


def places_of(text: str, chars: frozenset[str]) -> list[int]:
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


def _is_explained(at: int, char: str, explained: Sequence[tuple[int, int]]) -> bool:
    """Whether a place is within one of the spans, and its character one that a misaligned pair can be.

    >>> _is_explained(5, "氯", [(1, 9)]), _is_explained(9, "氯", [(1, 9)]), _is_explained(5, "Ó", [(1, 9)])
    (True, False, False)
    """
    before = bisect_right(explained, at, key=itemgetter(0)) - 1
    return before >= 0 and at < explained[before][1] and char in CODES


def suspicious_parts(text: str, explained: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[int, str]]:
    """The lines, or parts of long lines, in which the gate finds something, with their offsets."""
    for offset, block in blocks_of(text):
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
    high = ASCII.sub("", core)
    return -language.score(high) < _READS_WELL * len(high)


_CYRILLIC_OR_GREEK = re.compile(r"[\u0370-\u045f]")


def _is_foreign(line: str) -> bool:
    """Whether the characters that are rare in Chinese are those of an honest neighbor."""
    high = len(line) - len(ASCII.findall(line))
    if 4 * len(_CYRILLIC_OR_GREEK.findall(line)) >= 3 * high > 12:
        return not _AS_CYRILLIC.search(line) and not _AS_EASTERN_EUROPE.search(line)
    kana, syllables = len(_KANA.findall(line)), HANGUL.findall(line)
    hangul = len(syllables)
    if 4 * kana >= high and 8 * len(HIRAGANA.findall(line)) >= high:
        return not _NEVER_WRITTEN.search(line)
    if 3 * hangul < 2 * high or not hangul or HAN.search(line) or _NEVER_WRITTEN.search(line):
        return False
    rare = sum(syllable not in plausible.frequent_hangul() for syllable in syllables)
    return 8 * rare <= hangul


def reads_badly(high: str) -> bool:
    return -language.score(high) > _READS_WELL * len(high)
