"""Full-width digits and letters of an input method, folded to ASCII."""

from __future__ import annotations

import re

from qingyuan.document import NOTHING, Edit, Found
from qingyuan.rule import Rule
from qingyuan.stages.repair.lookalikes.neighbors import HAN_SIGN, KANA_SIGN
from qingyuan.text.characters import NARROW
from qingyuan.text.charsets import CP936
from qingyuan.text.plausible import uncommon
from qingyuan.text.spans import line_near
from qingyuan.view import View

_FULL_WIDTH_RUN = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+")
_TO_NARROW = str.maketrans(dict(NARROW))
_TO_ASCII = {ord(wide): ord(narrow) for wide, narrow in NARROW.items() if narrow.isalnum()}
_ABOUT_WIDTH = re.compile(
    r"全角|全形|半角|半形|[Ff]ull-?width|FULLWIDTH|U\+FF|双字节|雙位元組|[Dd]ouble-byte"
    r"|Ａ-Ｚ|ａ-ｚ|０-９"  # a class of characters
    r"|ＭＳ[ \u3000]?Ｐ?(?:明朝|ゴシック)"  # a font of this name
)


_OF_UTF_8 = re.compile("[ｄ-ｉ]")  # the third byte of one Han of UTF-8 and the first of the next
CHARACTERS = frozenset(map(chr, _TO_ASCII))
_JAPANESE = 20  # different kana
_NEAR = 2_000  # characters of a line on either side of a run that tell whether it is about widths


_TO_FULL_WIDTH = {ascii_code: code for code, ascii_code in _TO_ASCII.items()}


def _is_foreign(signs: frozenset[str]) -> bool:
    """Whether a text of these characters is not Chinese: it shows wide letters, or is used to them."""
    if sum(KANA_SIGN.match(char) is not None for char in signs) >= _JAPANESE:
        return True
    latin = sum(char.isalpha() and (char < "\u3000") for char in signs)
    return latin > 0 and not any(HAN_SIGN.match(char) for char in signs)


def _is_shown_narrow(run: re.Match[str], line: str) -> bool:
    """Whether the line has all that is wide around the run narrow too: "Ａ＄１" = "A$1"."""
    text, (start, end) = run.string, run.span()
    first, last = start - _NEAR, end + _NEAR
    while start > max(0, first) and text[start - 1] in NARROW:
        start -= 1
    while end < last and text[end : end + 1] in NARROW:
        end += 1
    return end - start > 2 and text[start:end].translate(_TO_NARROW) in line


def _is_of_utf_8(letter: re.Match[str]) -> bool:
    """Whether a letter and its neighbors are two Han of UTF-8 read as GBK: 瑙ｆ浛 is 解替."""
    text, (start, end) = letter.string, letter.span()
    if _OF_UTF_8.fullmatch(letter[0]) is None:
        return False
    try:
        before, after = (
            CP936.encode(part) for part in (text[max(0, start - 2) : start], text[end : end + 1])
        )
        return len((before[-2:] + CP936.encode(letter[0]) + after).decode("utf-8")) == 2
    except UnicodeError:
        return False


def _find_full_width(view: View) -> Found:
    edits: list[Edit] = []
    text = view.text
    if view.of(uncommon).isdisjoint(CHARACTERS) or _is_foreign(frozenset(text)):
        return NOTHING
    for match in _FULL_WIDTH_RUN.finditer(text):
        _, line = line_near(text, *match.span(), _NEAR)
        narrow = match[0].translate(_TO_ASCII)
        shows_both = (
            len(narrow) > 2 and narrow.isalpha() and narrow in line  # JIS("abc") 返回 "ａｂｃ"
        ) or _is_shown_narrow(match, line)
        beside = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        if shows_both or _ABOUT_WIDTH.search(line) or KANA_SIGN.search(line):
            continue  # a text about widths; Japanese writes some letters wide on purpose (ＮＨＫ)
        if narrow.isalpha() and not set(beside.lower()).isdisjoint(narrow.lower()):
            continue  # [yYｙＹ]
        if _is_of_utf_8(match):
            continue  # misread, and too little of it to be sure
        edits.append(Edit(match.start(), match[0], narrow))
    return Found(tuple(edits))


def type_full_width(text: str) -> str:
    """What an input method in full-width mode writes for digits and letters."""
    return text.translate(_TO_FULL_WIDTH)


FOLD_FULL_WIDTH = Rule(
    name="repair/full-width",
    find=_find_full_width,
    damage=lambda after, place: type_full_width(after),
    proof="typing the result in full width gives what stood there",
    examples=(
        ("逾期３个月", "逾期3个月"),
        ("ＡＰＰ下载", "APP下载"),
        ("２０２４年，ＬＰＲ下调", "2024年，LPR下调"),
        ("维生素ｅ含量，选ｄ项", "维生素e含量，选d项"),
    ),
    keep=(
        "你好，世界！（一）",
        "全角的Ａ和半角的A",
        "ＮＨＫのニュース",
        "１つ",
        '=JIS("abc") 返回 "ａｂｃ"',
        '转换 StrConv("ＡＢ＄％２３？ＥＧ", vbNarrow) \' = "AB$%23?EG"',
        '=FINDENB("ａ"; "LibreOffice Ｃａｌｃ")',
        "[+1yYｙＹ是]",
        "一-鿕Ａ-Ｚａ-ｚ",
        "他说瑙ｆ浛不是这个意思",  # 解替 of UTF-8
    ),
)
