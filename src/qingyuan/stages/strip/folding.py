"""Folds the disguises of a line to one form, with the way back to the original text.

Spammers and careless converters write the same thing in many forms: full-width or circled digits, keycaps,
Traditional characters, a leftover pinyin annotation. Patterns are written once, for the folded form; what
they find is cut out of the original through the offset map.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from qingyuan.text.characters import BMP_HAN, COMPATIBILITY_HAN, UNIFIED_HAN

# A converter left readings behind: 聯系(xì). Repair removes what it can prove; for matching any will do.
PINYIN_ANNOTATION = re.compile(
    rf"(?:(?<=[{BMP_HAN}])|(?<=\d)(?=[^)）\n]{{1,8}}[)）]\d))[(（][a-zü]*[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜḿńňǹ][a-zü]*[)）]",
    re.IGNORECASE,
)
# What shows nothing, or only decorates the character before it.
UNSEEN = re.compile(
    "[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}-\N{RIGHT-TO-LEFT MARK}\u202a-\u202e\N{WORD JOINER}-\u2064"
    "\N{ZERO WIDTH NO-BREAK SPACE}\ufe00-\ufe0f\N{COMBINING ENCLOSING KEYCAP}]"
)
# What `structure/markup` wrote: an article that is cleaned again is judged as it was.
BACKSLASH = re.compile(r"\\(?=[{\[\]!*])")
LESS_THAN = re.compile(r"&lt;(?=[A-Za-z/!?])")
# %31%33%38, \\u0031\\u0033 and &#49;&#51;&#56;: digits need no escape, so four of them in a row hide a number from programs.
ESCAPED_DIGIT = re.compile(
    r"(?:%|\\u00)3(?P<last>[0-9])|&#(?:x0{0,4}3(?P<hex>[0-9])|0{0,4}(?P<code>4[89]|5[0-7]));?", re.IGNORECASE
)
ESCAPED_NUMBER = re.compile(
    r"(?:(?:%|\\u00)3[0-9][ \-]?){4}|(?:&#(?:x0{0,4}3[0-9]|0{0,4}(?:4[89]|5[0-7]));?[ \-]?){4}", re.IGNORECASE
)
ESCAPED_AT = re.compile(r"(?<=[\w.+-])%40(?=[A-Za-z0-9-]{1,63}\.)")  # of a mail address
LATIN = re.compile(r"[a-zà-öø-ÿā-ſǎ-ǜ]")
# 公 众 号 set wide: single Han with a space after each are one word.
SPREAD = re.compile(
    rf"(?<![{UNIFIED_HAN}])(?:[{UNIFIED_HAN}][ \u3000]){{2,}}[{UNIFIED_HAN}](?![{UNIFIED_HAN}])"
)
# 公Z号, 工众号, 公❤号 and GZH are read 公众号; three characters as well, so offsets stay.
PUBLIC_ACCOUNT = re.compile(
    r"公[z粽重综终踵❤♥♡💗][号浩耗皓]|[工功弓龚][z众粽重终踵❤][号浩]|公众[浩耗皓](?!\w)|(?<![a-z])gzh(?![a-z])"
)
HAN = re.compile(f"[{BMP_HAN}{COMPATIBILITY_HAN}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `origins[i]` is where its character i came from, and one more for the end."""

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded characters [start, end) stand in the original."""
        if start >= end:
            return self.origins[start], self.origins[start]
        return self.origins[start], max(self.origins[end - 1] + 1, self.origins[end])


@cache
def _simplify() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def fold_script(text: str) -> str:
    """Traditional characters as Simplified ones, one for one.

    >>> fold_script("聯繫方式")
    '联系方式'
    """
    if not HAN.search(text):
        return text
    folded = _simplify()(text)
    return folded if len(folded) == len(text) else "".join(_one_for_one(char) for char in text)


@cache
def _one_for_one(char: str) -> str:
    folded = _simplify()(char)
    return folded if len(folded) == 1 else char


@cache
def _fold_char(char: str) -> str:
    if (digit := unicodedata.digit(char, None)) is not None:
        return str(digit)  # ① ⑴ ❶ ⓿ 𝟏 １, where NFKC would keep brackets and full stops
    folded = unicodedata.normalize("NFKC", char).lower()
    if LATIN.match(folded) and not folded.isascii():
        return "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return folded


def unmask_disguise(text: str) -> Folded:
    """Width, case, script, enclosed digits and escaped numbers folded; annotations and invisible characters left out.

    >>> unmask_disguise("聯系(xì)電話：１３⑧").text
    '联系电话:138'
    >>> unmask_disguise("手机%31%33%38%30%30，&#49;&#51;&#56;&#48;&#48;").text
    '手机13800,13800'
    """
    skipped = {at for match in PINYIN_ANNOTATION.finditer(text) for at in range(*match.span())}
    skipped |= {match.start() for match in UNSEEN.finditer(text)}
    for match in SPREAD.finditer(text):
        skipped |= {at for at in range(*match.span()) if text[at].isspace()}
    skipped |= {match.start() for match in BACKSLASH.finditer(text)}
    escaped = {match.start() for match in LESS_THAN.finditer(text)}
    skipped |= {at + behind for at in escaped for behind in range(1, len("&lt;"))}
    pieces = [
        "" if at in skipped else "<" if at in escaped else _fold_char(char) for at, char in enumerate(text)
    ]
    if ESCAPED_NUMBER.search(text):
        for digit in ESCAPED_DIGIT.finditer(text):
            shown = digit["last"] or digit["hex"] or chr(int(digit["code"]))
            pieces[digit.start() : digit.end()] = [shown, *[""] * (len(digit[0]) - 1)]
    for at_sign in ESCAPED_AT.finditer(text):
        pieces[at_sign.start() : at_sign.end()] = ["@", "", ""]
    folded = "".join(pieces)
    origins: Iterable[int] = range(len(text))
    if len(folded) != len(text) or max(map(len, pieces), default=1) > 1:
        origins = (at for at, piece in enumerate(pieces) for _ in piece)
    return Folded(PUBLIC_ACCOUNT.sub("公众号", fold_script(folded)), (*origins, len(text)))


def line_key(text: str) -> str:
    """What of a line counts when two lines are compared: letters, digits, Han; no punctuation.

    >>> line_key("支付寶逾期，怎麼辦？") == line_key("支付宝逾期怎么办")
    True
    """
    return re.sub(r"[\W_]+", "", unmask_disguise(text).text)
