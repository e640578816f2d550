"""Damage that somebody shows rather than has: articles about encodings are full of it, and programs too.

What is shown becomes a finding; whoever reads it sees at once whether it is meant.
"""

from __future__ import annotations

import re
from functools import lru_cache

from qingyuan.text.characters import BMP_HAN
from qingyuan.text.spans import line_around

NOTE = "the text around talks about encodings, or it is code: misread text may be shown here on purpose"
PART_OF_PAGE = 0.25  # what a page shows takes up less of it
_NEAR = 400  # characters

_CHARSET = r"(?:GBK|GB2312|GB18030|UTF-?8|Latin-?1|ISO-?8859|Big5|Windows-?125|CP\d{3,4})"
_GARBLED = r"乱码|亂碼|文字化け|mojibake|garbled"
_TALKS_OF_GARBLED_TEXT = re.compile(_GARBLED, re.IGNORECASE)
_TALKS = re.compile(  # clean text beside a run that shows what misread text looks like
    rf"{_GARBLED}|编码|編碼|转码|轉碼|解码|解碼|字符集|字元集|misread"
    r"|(?:wrong|right|correct|different) (?:charset|character set|encoding|codec|code ?page)",
    re.IGNORECASE,
)
_NAMES_A_CHARSET = re.compile(_CHARSET, re.IGNORECASE)
_BLOCK = re.compile(
    r"^(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^(?P=fence)|\Z)|<(?P<tag>pre|code|samp)\b.*?(?:</(?P=tag)>|\Z)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_OPENS_BYTES = re.compile(rf"\b(?:en|de)code\b|\biconv\b|\bchardet\b|{_CHARSET}", re.IGNORECASE)
_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")
_CLASS_OF_CHARACTERS = re.compile(  # bounded, lest a line of brackets take a second
    r"\[[^\[\]\n]{0,100}\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|[wsd])[^\[\]\n]{0,100}\]", re.IGNORECASE
)
_IN_A_CALL = re.compile(  # a string that a program hands on; rows of data, as of SQL, only look like calls
    r"""(?<![\w.])(?!VALUES\b)[A-Za-z_][\w.]*\( (?: [^()"'\n]* , )? \s* [bru]{0,2} (?P<quote>["']) [^"'\n]* \Z""",
    re.VERBOSE | re.IGNORECASE,
)
_PROSE = re.compile(rf"[{BMP_HAN}]|(?:[A-Za-z]{{2,}}[ ,.;:]+){{3}}")
_SIDE_BY_SIDE = re.compile(r"->|=>|[→⇒⟶|]|=(?![\"'])|变成|變成|显示为|顯示為|成了|就是|表示")
_HAN = re.compile(rf"[{BMP_HAN}]")
_ASCII_AT_END = re.compile(r"[\x00-\x7f]*\Z")


def talks(rest: str) -> bool:
    """Whether a line, the damage taken out, talks about encodings."""
    if _TALKS.search(rest):
        return True
    return _NAMES_A_CHARSET.search(rest) is not None and _HAN.search(rest) is not None


def talks_near(text: str, start: int, end: int) -> bool:
    """Whether the text around a run talks about garbled text: what little it has of such is an example."""
    return _TALKS_OF_GARBLED_TEXT.search(text, max(0, start - _NEAR), end + _NEAR) is not None


def gives_both(rest: str, after: str) -> bool:
    """Whether a line gives beside the damage what it stands for.

    >>> gives_both("| 支付宝 |  |", "支付宝")
    True
    """
    return len(_HAN.findall(after)) > 1 and after in rest and _SIDE_BY_SIDE.search(rest) is not None


def in_a_class(text: str, start: int, end: int) -> bool:
    """Whether a run touches a class of characters that has escapes of some, as patterns have."""
    first, line = line_around(text, start, end)
    return any(
        match.start() < end - first and start - first < match.end()
        for match in _CLASS_OF_CHARACTERS.finditer(line)
    )


def in_code(text: str, start: int, end: int) -> bool:
    """Whether a run is in a code span of a clean line, in a string that a program hands on, or in a block of
    code that opens bytes."""
    first, line = line_around(text, start, end)
    end -= len(_ASCII_AT_END.search(text[start:end])[0])  # type: ignore[index]  # it matches always
    start_in_line, end_in_line = start - first, end - first
    for match in _SPAN.finditer(line):
        if match.start() < start_in_line and end_in_line < match.end():
            return _PROSE.search(_SPAN.sub("", line)) is not None
    call = _IN_A_CALL.search(line[:start_in_line])
    if call is not None and call["quote"] in line[end_in_line:]:
        return True
    return any(first < start and end <= last for first, last in _blocks_that_open_bytes(text))


@lru_cache(maxsize=2)
def _blocks_that_open_bytes(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _BLOCK.finditer(text) if _OPENS_BYTES.search(match[0]))
