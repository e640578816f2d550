"""What is code, an address, or talk about encodings: text that means itself, whatever it looks like.

Rules ask for different parts on purpose. Escapes are at home in any element that shows or runs code; misread
text only in blocks that open bytes, as it can hit a page with its code. `markdown.PROTECTED` has more than code
(links, formulas, tags), since it keeps out rules that rewrite marks and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from qingyuan.text import characters
from qingyuan.text.characters import UNIFIED_HAN
from qingyuan.text.fences import fences_of
from qingyuan.text.spans import lines_of

# --- code ---------------------------------------------------------------------------------------------

FENCE = r"^(?P<fence>```+|~~~+|(?>(?:\\`){3,}))[^\n]*(?:\n|\Z)"
"""The line that opens a fenced block of Markdown, or one as text; with MULTILINE."""

_FENCED_BLOCK = FENCE + r".*?(?:^(?P=fence)|\Z)"
CODE_SPAN = r"""
      (?<!`) \\?(?P<tick>`+) (?!`) [^\n]+? (?<!`) (?P=tick) (?!`)    # with a backslash it is one as text
    | \\?`[^`\n]+`      # what an author takes for one who closes two marks with one
"""
"""A code span of Markdown, with VERBOSE: as many marks close it as open it, and others may stand within."""

ADDRESS = rf"""
    (?ui: (?<![A-Z0-9_]) (?=[ADEFHJMSTW])      # Han may stand right before it
        (?: (?:https?|s?ftps?|file|weixin|thunder|ed2k) : (?=\\?[/%]) | data: (?=[A-Z]*[/;,]) | (?:mailto|javascript|magnet): | www\. )
        [^\s<>"'，。；：！？、（）「」《》“”‘’{UNIFIED_HAN}]+ )
"""
"""An address, with VERBOSE: up to what no address has, or what text around it has."""

CODE_SPANS = re.compile(CODE_SPAN, re.VERBOSE)
_ATTRIBUTE = r"""\b(?:href|src|action)\s*=\s*(?:"[^"]*"|'[^']*')"""
ADDRESSES = re.compile(rf"{ADDRESS} | {_ATTRIBUTE}", re.VERBOSE | re.IGNORECASE)
_ELEMENTS = ("code", "pre", "script", "style", "textarea", "kbd", "samp", "tt")
_END_TAG = re.compile(rf"(?:<|&lt;)/({'|'.join(_ELEMENTS)})>", re.IGNORECASE)


@cache
def _code_or_address(closed: frozenset[str]) -> re.Pattern[str]:
    """The pattern for the part of a text behind which only these elements are closed.

    Of the others the end is not sought: each that is left open would be read up to the end of the text.
    """
    whole = rf"| (?:<|&lt;)(?P<tag>{'|'.join(sorted(closed))})\b .*? (?:<|&lt;)/(?P=tag)>" if closed else ""
    return re.compile(
        rf"""
          {_FENCED_BLOCK}
        | {CODE_SPAN}
        {whole}
        | (?:<|&lt;)(?:{"|".join(_ELEMENTS)})\b [^\n]*   # left open
        | {ADDRESS} | {_ATTRIBUTE}""",
        re.VERBOSE | re.DOTALL | re.MULTILINE | re.IGNORECASE,
    )


_BLOCK = re.compile(
    rf"{_FENCED_BLOCK}|<(?P<tag>pre|code|samp)\b.*?(?:</(?P=tag)>|\Z)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_LOOKS_LIKE_CODE = re.compile(
    r"""
      ^ [^=()"'\[\]<>+*|\n]*+ [=()"'\[\]<>+*|] .* ; \s* $ | [{}] \s* $       # a statement
    | ^ \s* (?: >>> | \.\.\. | In\ \[\d*\]: ) \s     # the prompt of a session
    | ^ \s* (?: [#/*]|// | (?:def|class|import|from|return|if|for|while|var|let|const|print|echo)\b )
    | ^ \s* ["'\w.\[\]-]+ \s* (?: = | := | => | : \s* [bru]{0,2} ["'\[{] )     # an assignment, or a key and its value
    | \w \( [^)\n]{0,100} ["'] [^"'\n]{0,100} \\u   # a call with a string
    | \[ [^\]\n]{0,100} \\u [^\]\n]{0,100} \]       # a character class
    """,
    re.VERBOSE,
)
_STRING_OR_COMMENT = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'|(?:#|//|/\*).*')
CLASS_OF_CHARACTERS = re.compile(  # bounded, lest a line of brackets take a second
    r"\[[^\[\]\n]{0,100}\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|[wsd])[^\[\]\n]{0,100}\]", re.IGNORECASE
)
IN_A_CALL = re.compile(  # a string that a program hands on; rows of data, as of SQL, only look like calls
    r"""(?<![\w.])(?!VALUES\b)[A-Za-z_][\w.]*\( (?: [^()"'\n]* , )? \s* [bru]{0,2} (?P<quote>["']) [^"'\n]* \Z""",
    re.VERBOSE | re.IGNORECASE,
)
HAN_OR_MARK = re.compile(f"[{characters.HAN_OR_MARK}]")


def code_and_addresses(text: str) -> tuple[tuple[int, int], ...]:
    """Where code and addresses stand, in order: what is escaped there is meant so.

    >>> code_and_addresses("写 `&lt;` 吧")
    ((2, 8),)
    """
    ends = {match[1].casefold(): match.start() for match in _END_TAG.finditer(text)}
    spans: list[tuple[int, int]] = []
    at = 0
    while True:
        closed = frozenset(element for element, end in ends.items() if end >= at)
        next_end = min((ends[element] for element in closed), default=len(text))
        for match in _code_or_address(closed).finditer(text, at):
            spans.append(match.span())
            if match.end() > next_end:
                break
        else:
            return tuple(spans)
        at = match.end()


_TICKS = re.compile(r"(\\*+)`+")


def code_beyond_doubt(text: str) -> Iterator[tuple[int, int]]:
    """Where any reader of Markdown sees code: in fences that are closed alike, and between marks that pair in their
    line as they pair in their paragraph, since items of a list are read by themselves.

    One pass, whatever the text: what is escaped nowhere must be known for a text of any length.

    >>> list(code_beyond_doubt("一 `a`\\n```py\\nb\\n```\\n`c\\n`d`\\n"))
    [(2, 5), (6, 17)]
    """
    lines = list(lines_of(text))
    fences = fences_of([line for _, line in lines])
    blocks = dict(fences.blocks)
    within_doubt = min(fences.stray, default=len(lines))
    number = begin = 0  # `begin`: the first line of the paragraph
    indented = False  # whether a line of the paragraph is
    while number < len(lines):
        start, line = lines[number]
        # Right below an indented block a fence is read as code of that block, and what is in it as text.
        if number in fences.plain and number < within_doubt and not indented:
            yield from _paired(lines[begin:number])
            last = blocks[number]
            yield start, lines[last][0] + len(lines[last][1].rstrip("\n"))
            number = begin = last + 1
            indented = False
        elif line == "\n":
            yield from _paired(lines[begin:number])
            number = begin = number + 1
            indented = False
        else:
            indented = indented or line.startswith(("    ", "\t"))
            number += 1
    yield from _paired(lines[begin:])


def _paired(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """The code spans of a paragraph that are those of its lines, too."""
    if not any("`" in line for _, line in lines):
        return
    start = lines[0][0]
    whole = set(code_spans("".join(line for _, line in lines)))
    for at, line in lines:
        for first, last in code_spans(line):
            if (at - start + first, at - start + last) in whole:
                yield at + first, at + last


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Each run of marks with the next one that is as long; a backslash before a run takes its first mark.

    Up to the first run that has none: some readers of Markdown take a part of it, and pair what follows otherwise.
    """
    runs = [(match.end(1), match.end(), len(match[1]) % 2) for match in _TICKS.finditer(text)]
    following: dict[int, int] = {}  # by length the number of the next run behind
    partners = [0] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        start, end, escaped = runs[number]
        partners[number] = following.get(end - start - escaped, 0)
        following[end - start] = number
    number = 0
    while number < len(runs):
        start, end, escaped = runs[number]
        if closing := partners[number]:
            yield start + escaped, runs[closing][1]
            number = closing
        elif end - start > escaped:
            return
        number += 1


def is_code(line: str) -> bool:
    """Whether a line looks like one of a program, and has no Han outside of strings and comments."""
    return _LOOKS_LIKE_CODE.search(line) is not None and not HAN_OR_MARK.search(
        _STRING_OR_COMMENT.sub("", line)
    )


def blocks_that_open_bytes(text: str) -> tuple[tuple[int, int], ...]:
    """The blocks of code that decode, encode or convert: misread text in them is what they are about."""
    return tuple(match.span() for match in _BLOCK.finditer(text) if _OPENS_BYTES.search(match[0]))


# --- talk ---------------------------------------------------------------------------------------------

_CHARSET = r"(?:GBK|GB2312|GB18030|UTF-?8|Latin-?1|ISO-?8859|Big5|Windows-?125|CP\d{3,4})"
_GARBLED = r"乱码|亂碼|文字化け|mojibake|garbled"
OF_GARBLED_TEXT = re.compile(_GARBLED, re.IGNORECASE)
OF_ENCODINGS = re.compile(
    rf"{_GARBLED}|编码|編碼|转码|轉碼|解码|解碼|字符集|字元集|misread"
    r"|(?:wrong|right|correct|different) (?:charset|character set|encoding|codec|code ?page)",
    re.IGNORECASE,
)
OF_A_CHARSET = re.compile(_CHARSET, re.IGNORECASE)
_OPENS_BYTES = re.compile(rf"\b(?:en|de)code\b|\biconv\b|\bchardet\b|{_CHARSET}", re.IGNORECASE)
OF_ESCAPES = re.compile(
    r"""转义|轉義|跳脱字|跳脫字|实体|實體|编码|編碼|码点|碼點|字符集|十六进制|十六進位|正则|正則|[小大][于於][号號]
    | escap | entit | en?cod | codier | codific | unicode | utf-?8 | percent- | quoted-printable | HTML | XML | JSON | regex
    | ampersand | (?:less|greater)-than | \b becomes? \s+ (?: [,.] | $ )     # the result was taken out of the line
    """,
    re.VERBOSE | re.IGNORECASE,
)
