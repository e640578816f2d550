r"""Escapes left in text: entities, ``\uXXXX``, percent-encoding, quoted-printable, encoded words.

Somebody escaped the text for a carrier and nobody took the escapes off again. An escape in code, in an
address, or in a sentence that talks about escapes is no damage.
"""

from __future__ import annotations

import binascii
import html
import quopri
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from qingyuan.document import NOTHING, Edit, Found, in_order
from qingyuan.rule import Rule
from qingyuan.text import plausible
from qingyuan.text.charsets import WINDOWS_1252_HIGH
from qingyuan.view import View

# --- where escapes are at home ------------------------------------------------------------------------

_ADDRESS_PATTERN = r"""
      \b(?:https?|ftp|file|data|mailto|javascript|magnet|thunder|weixin|ed2k) : [^\s<>"'，。；：！？、（）「」《》“”一-鿿]+
    | \bwww\. [^\s<>"'，。；：！？、（）「」《》“”一-鿿]+
    | \b(?:href|src|action)\s*=\s*(?:"[^"]*"|'[^']*')
"""
_ADDRESS = re.compile(_ADDRESS_PATTERN, re.VERBOSE | re.IGNORECASE)
_CODE = re.compile(
    r"""
      ^ (?P<fence>```+|~~~+) [^\n]*\n .*? (?: ^ (?P=fence) | \Z )          # a fenced block
    | `[^`\n]+`                                                            # a code span
    | <(?P<tag>code|pre|script|style|textarea|kbd|samp|tt)\b (?: .*? </(?P=tag)> | [^\n]* )   # or left open
    | """
    + _ADDRESS_PATTERN,
    re.VERBOSE | re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_TALKS = re.compile(  # a line that is about escapes, not damaged by one
    r"""转义|轉義|跳脱字|跳脫字|实体|實體|编码|編碼|码点|碼點|字符集|十六进制|十六進位|正则|正則|[小大][于於][号號]
    | escap | entit | en?cod | codier | codific | unicode | utf-?8 | percent- | quoted-printable | HTML | XML | JSON | regex
    | ampersand | (?:less|greater)-than | \b becomes? \s+ (?: [,.] | $ )     # what it becomes, is taken out here
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LOOKS_LIKE_CODE = re.compile(
    r"""
      [=()"'\[\]<>+*|] .* ; \s* $ | [{}] \s* $       # a statement
    | ^ \s* (?: >>> | \.\.\. | In\ \[\d*\]: ) \s     # the prompt of a session
    | ^ \s* (?: [#/*]|// | (?:def|class|import|from|return|if|for|while|var|let|const|print|echo)\b )
    | ^ \s* ["'\w.\[\]-]+ \s* (?: = | := | => | : \s* [bru]{0,2} ["'\[{] )     # an assignment, or a key and its value
    | \w \( [^)\n]* ["'] [^"'\n]* \\u               # a call with a string
    | \[ [^\]\n]* \\u [^\]\n]* \]                   # a character class
    """,
    re.VERBOSE,
)
_RARE_HAN = re.compile(r"[㐀-䶿一-鿿]")  # names have them (镕), and an escape names them plainly
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")
_HAN = re.compile(r"[㐀-鿿、。，：；！？（）《》“”「」]")


def _fenced(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _CODE.finditer(text)]


def _outside(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether no span, of those in order that do not overlap, touches this one."""
    after = bisect_left(spans, (end, 0))
    return after == 0 or spans[after - 1][1] <= start


def _line(text: str, start: int, end: int) -> str:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return text[first : len(text) if last < 0 else last]


def _line_before(text: str, at: int) -> str:
    """What stands on the line before a place, its last 200 characters."""
    return text[max(text.rfind("\n", 0, at) + 1, at - 200) : at]


def _is_text(text: str, share: float = 0.5) -> bool:
    """Whether unescaped text reads as text: Han or kana or usual punctuation, no controls, nothing odd."""
    if any(plausible.cost_of(char) >= 13.0 and not _RARE_HAN.match(char) for char in text):
        return False
    high = sum(char > "\x7f" for char in text)
    good = sum(plausible.cost_of(char) <= 10.5 for char in text if char > "\x7f")
    return high > 0 and good >= share * high


_Undo = Callable[[re.Match[str], str], str | None]
_PROSE_IN_ESCAPES = 8  # Han and their marks that make a line of escapes a line of text
_SHARE_OF_PLAIN = 0.1  # Han beside those escaped: more, and the text as a whole is not escaped


def _find(
    pattern: re.Pattern[str],
    hints: tuple[str, ...],
    undo: _Undo,
    loosely: tuple[re.Pattern[str], _Undo] | None = None,
    addresses: bool = False,
) -> Callable[[View], Found]:
    """A `find` for matches outside of code, addresses and talk about escapes; `undo` may refuse.

    Where a whole text is escaped, whatever it talks about is escaped too, and the shortest run is none that
    somebody left so on purpose: there `loosely` opens the rest. With `addresses` those keep what they have.
    """
    loose_pattern, loose_undo = loosely or (pattern, undo)
    signs = {hint[0] for hint in hints}  # a single character is looked for far quicker

    def find(view: View) -> Found:
        text = view.text
        if not any(sign in text for sign in signs) or not any(hint in text for hint in hints):
            return NOTHING
        edits: list[Edit] = []
        spans: list[tuple[int, int]] | None = None
        line, line_end, escapes_are_meant = "", -1, False
        for match in pattern.finditer(text):
            if spans is None:
                spans = _fenced(text)
            if match.end() > line_end:
                line = _line(text, *match.span())
                line_end = text.find("\n", match.end())
                line_end = len(text) if line_end < 0 else line_end
                rest = pattern.sub("", line)
                escapes_are_meant = (
                    _TALKS.search(rest) is not None or _is_code(rest)
                ) and not _is_escaped_prose(line, rest, pattern, undo)
            if escapes_are_meant or not _outside(spans, *match.span()) or _is_in_a_cell_of_code(match, line):
                continue
            after = undo(match, line)
            if after is not None and _is_shown_opened(match, line, undo):
                continue
            if after is not None and after != match[0]:
                edits.append(Edit(match.start(), match[0], after))
        if not edits:
            return NOTHING
        taken = sorted((edit.start, edit.end) for edit in edits)
        if addresses:
            taken = sorted((*taken, *(match.span() for match in _ADDRESS.finditer(text))))
        for start, end in _all_escaped(text, edits):
            for match in loose_pattern.finditer(text, start, end):
                if not _outside(taken, *match.span()):
                    continue
                after = loose_undo(match, _line(text, *match.span()))
                if after is not None and after != match[0]:
                    edits.append(Edit(match.start(), match[0], after))
        return Found(in_order(edits))

    return find


def _is_escaped_prose(line: str, rest: str, pattern: re.Pattern[str], undo: _Undo) -> bool:
    """Whether the escapes of a line are its text, rather than examples in it or literals of a program."""
    if _HAN.search(rest):
        return False
    opened = ""
    for match in pattern.finditer(line):
        if line.count('"', 0, match.start()) % 2 or line[: match.start()].endswith("'"):
            return False
        opened += undo(match, line) or ""
    return len(_HAN.findall(opened)) >= _PROSE_IN_ESCAPES


def _all_escaped(text: str, edits: list[Edit]) -> list[tuple[int, int]]:
    """Where hardly any Han is left that is not escaped: all of the text, or lines of it."""
    if _is_all_escaped(text, edits):
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    by_line: dict[int, list[Edit]] = {}
    for edit in edits:
        by_line.setdefault(text.rfind("\n", 0, edit.start) + 1, []).append(edit)
    for start, here in by_line.items():
        end = text.find("\n", here[-1].end)
        end = len(text) if end < 0 else end
        if _is_all_escaped(text[start:end], here):
            spans.append((start, end))
    return spans


def _is_all_escaped(text: str, edits: list[Edit]) -> bool:
    opened = sum(len(_HAN.findall(edit.after)) for edit in edits)
    few = int(_SHARE_OF_PLAIN * opened)
    return opened >= _PROSE_IN_ESCAPES and next(islice(_HAN.finditer(text), few, None), None) is None


def _is_in_a_cell_of_code(match: re.Match[str], line: str) -> bool:
    """Whether the cell of a table in which the escape stands is a line of code, whatever its row is."""
    if not line.lstrip().startswith("|"):
        return False
    before = _line_before(match.string, match.start()).rpartition(" | ")[2].lstrip("| ")
    after = match.string[match.end() :].partition("\n")[0].partition(" | ")[0]
    return _is_code(f"{before}{after}".rstrip("| "))


_INTO = re.compile(r"->|=>|[→⇒⟶]")


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


def _is_code(line: str) -> bool:
    """A line of code: it is indented or ends as a statement, and has no Han outside of strings."""
    return _LOOKS_LIKE_CODE.search(line) is not None and not _HAN.search(
        re.sub(r'"[^"\n]*"|\'[^\'\n]*\'|(?:#|//|/\*).*', "", line)
    )


# --- HTML entities ------------------------------------------------------------------------------------

_ENTITY = re.compile(
    r"""
    & (?: amp; (?:amp;)* )?                                   # escaped again, perhaps more than once
      (?: [a-zA-Z][a-zA-Z0-9]{1,31} ; | \#[0-9]{1,7} ; | \#[xX][0-9a-fA-F]{1,6} ;
        | nbsp (?= [&\s\u3000-\u9fff] | $ ) )                 # the one that people write without its end
    """,
    re.VERBOSE,
)
_MARKUP = frozenset("<>&\"'")


@lru_cache(maxsize=16)
def _is_escaped_often(line: str) -> bool:
    return next(islice(_ENTITY.finditer(line), 1, None), None) is not None


_BYTES = frozenset(WINDOWS_1252_HIGH.values())  # what the bytes of misread text look like
_HIGH_BEFORE = re.compile(
    r"(?:[\x80-\xff]|&(?:\#\d{2,7}|\#x[0-9a-f]{2,6}|[A-Za-z]\w{1,8});)\Z", re.IGNORECASE
)
_HIGH_AFTER = re.compile(r"[\x80-\xff]|&(?:\#\d{2,7}|\#x[0-9a-f]{2,6}|[A-Za-z]\w{1,8});", re.IGNORECASE)


def _is_one_of_several(match: re.Match[str]) -> bool:
    """Whether another entity or a byte stands right beside this one, as in misread text that was escaped."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    return bool(_HIGH_BEFORE.search(before) or _HIGH_AFTER.match(match.string, match.end()))


def _undo_entity(match: re.Match[str], line: str) -> str | None:
    escaped = match[0]
    text = escaped
    while (opened := html.unescape(text if text.endswith(";") else text + ";")) != text:
        text = opened
        if not _ENTITY.fullmatch(text):
            break
    if text.startswith("&") and len(text) > 1:
        return None  # no such entity
    if any(
        plausible.cost_of(char) >= 13.0
        and not _RARE_HAN.match(char)
        and char not in "\xa0\xad\u200b\u200c\u200d\u2002\u2003\u2009"
        and not (char in _BYTES and _is_one_of_several(match))
        for char in text
    ):
        return None
    if text in _MARKUP and _TAG.search(match.string[max(0, match.start() - 2000) : match.end() + 2000]):
        return None  # inside of HTML it means the sign itself; the parser of HTML will open it
    around = match.string[max(0, match.start() - 1) : match.end() + 1]
    if around[0] in "\"'" and around[-1] in "\"'" and not _HAN.search(line):
        return None  # a literal of a program
    if escaped[1:].startswith("#") or escaped.startswith(("&amp;", "&nbsp")):
        return text
    # A named entity in a line of C (`p = &lt;`) is an address; text has Han or another entity around it.
    if _HAN.search(line) or _is_escaped_often(line) or re.search(r"[A-Za-z,.] &\w+; [A-Za-z]", line):
        return text
    return text if line.strip() == escaped or text.isalpha() else None


def _undo_any_entity(match: re.Match[str], line: str) -> str | None:
    """What one entity is in a text of entities; inside of HTML the signs of markup stay."""
    text = match[0]
    while _ENTITY.fullmatch(text) and (opened := html.unescape(text.removesuffix(";") + ";")) != text:
        text = opened
    if text == match[0] or (text in _MARKUP and _TAG.search(match.string)):
        return None
    return text if len(text) == 1 and plausible.cost_of(text) < 16.0 else None


UNDO_ENTITIES = Rule(
    name="repair/html-entities",
    find=_find(_ENTITY, ("&",), _undo_entity, loosely=(_ENTITY, _undo_any_entity)),
    examples=(
        ("逾期&nbsp;三个月", "逾期\N{NO-BREAK SPACE}三个月"),
        ("&ldquo;上门送信&rdquo;是真的吗", "“上门送信”是真的吗"),
        ("&#25903;&#x4ED8;宝", "支付宝"),
        ("朱&#38229;基", "朱镕基"),
        ("&#230;&#148;&#175;&#228;&#187;&#152;", "æ”¯ä»˜"),
        ("&amp;amp;quot;协商&amp;amp;quot;还款", '"协商"还款'),
        ("信用卡&amp;花呗", "信用卡&花呗"),
        (
            "HTML &#25991;&#20214;&#65292;&#24314;&#31435;&#19968;&#20491;&#31684;&#26412;&#12290;\n2&gt;1",
            "HTML 文件，建立一個範本。\n2>1",
        ),
    ),
    keep=(
        "在 HTML 里，&lt; 表示小于号。",
        "写 `&nbsp;` 就得到一个空格。",
        "    p = &lt;",
        's.replace("&", "&amp;")',
        "https://example.com/?a=1&copy;=2",
        "R&D; 部门",
        "<p>a &lt; b</p>",
        '>>> fix_text("Broken&hellip; it&#x2019;s &macr;")',
        'Welcome to "the bar" -> Welcome to &quot;the bar&quot;',
        '" -> &quot;',
        "    will become &gt;, and any ampersands will become &amp;. If you",
        '| 1 | if (a && b) { x = "&lt;" + y; } | 无 |',
        "| 2 | for (i = 0; i &lt; n; i++) { | 循环 |",
        "&lt; 表示小于号。",
    ),
)

# --- \uXXXX -------------------------------------------------------------------------------------------

_UNICODE_ESCAPE = re.compile(
    r"""
      (?: \\u[0-9a-fA-F]{4} | \\U000[0-9a-fA-F]{5} | \\u\{[0-9a-fA-F]{2,6}\} )+   # JSON, C, JavaScript
    | (?: %u[0-9a-fA-F]{4} )+                                                    # JavaScript's old escape()
    """,
    re.VERBOSE,
)
_CODE_POINT = re.compile(r"(?:[\\%]u|\\U)\{?([0-9a-fA-F]+)\}?")


def _undo_any_unicode_escape(match: re.Match[str], line: str) -> str | None:
    """What one escape is in a text of escapes; a program keeps its literals."""
    before = line[: line.find(match[0])]
    if before.endswith(("'", '"')) and _is_code(line):
        return None
    text = _unescaped(match[0])
    if text and _RANGE.search(line) and not _HAN.match(text):
        return None
    return text if text and all(plausible.cost_of(char) < 13.0 for char in text) else None


_WESTERN_MARKS = "‘’“”–—…"  # no program has one of them escaped outside of its strings


def _unescaped(escaped: str) -> str | None:
    try:
        if escaped.startswith("\\x"):
            return _as_text(binascii.unhexlify(escaped.replace("\\x", "")))
        if escaped[1].isdigit():
            return _as_text(bytes(int(code, 8) for code in escaped.split("\\")[1:]))
        codes = [int(code, 16) for code in _CODE_POINT.findall(escaped)]
        return "".join(map(chr, codes)).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except ValueError:
        return None


_LITERAL_BEFORE = re.compile(r"""[\w\]] \s* [=(+] \s* [bru]{0,2} ["'] [^"'\n]* \Z""", re.VERBOSE)


_IN_A_TAG = re.compile(r"<[A-Za-z][^<>]*\Z")


def _in_a_string(line: str, escaped: str) -> bool:
    at = line.find(escaped)
    return line.count('"', 0, at) % 2 == 1 and '"' in line[at:]


_RANGE = re.compile(r"\\u[0-9a-fA-F]{4}-\\u[0-9a-fA-F]{4}")  # of a class of characters in a pattern


def _undo_unicode_escape(match: re.Match[str], line: str) -> str | None:
    text = _unescaped(match[0])
    if text is None or not _is_text(text):
        return None
    if _RANGE.search(line) and (not _HAN.match(text) or line.count('"', 0, line.find(match[0])) % 2):
        return None
    if not _HAN.search(line) and _in_a_string(line, match[0]) and len(_HAN.findall(text)) < _PROSE_IN_ESCAPES:
        return None  # a literal of a program
    around = match.string[max(0, match.start() - 1) : match.end() + 1]
    before = _line_before(match.string, match.start())
    if around[-1] in "\"'" and _LITERAL_BEFORE.search(before) and not _IN_A_TAG.search(before):
        return None  # a literal of a program, whatever its comments are written in
    if text in _WESTERN_MARKS and re.search(r"[\w ,.]\Z", _line_before(match.string, match.start())):
        return text
    if (
        len(text) < 2
        and not _HAN.search(line)
        and next(islice(_UNICODE_ESCAPE.finditer(line), 1, None), None) is None
    ):
        return None
    if around[0] in "\"'[" and around[-1] in "\"']-" and not _HAN.search(line):
        return None  # a literal of a program
    return text


UNDO_UNICODE_ESCAPES = Rule(
    name="repair/unicode-escapes",
    find=_find(
        _UNICODE_ESCAPE,
        ("\\u", "\\U", "%u"),
        _undo_unicode_escape,
        loosely=(_UNICODE_ESCAPE, _undo_any_unicode_escape),
    ),
    examples=(
        (r"\u652f\u4ed8\u5b9d逾期", "支付宝逾期"),
        (r"\u4e0a\u95e8\u9001\u4fe1", "上门送信"),
        (r"%u652F%u4ED8%u5B9D", "支付宝"),
        (r"好的\ud83d\ude00", "好的😀"),
        (
            r"\u5b57\u5143\u53ef\u4ee5\u7528\u300cUTF-8\u300d-\u300cHTML\u300d\u3002",
            "字元可以用「UTF-8」-「HTML」。",
        ),
    ),
    keep=(
        r'name = "\u652f\u4ed8"',
        r"[\u4e00-\u9fa5]",
        r"汉字的范围写作 \u4e00-\u9fa5 这样的正则。",
        r"`\u652f\u4ed8`",
        r'const s = "\u4f60\u597d"; // 你好',
        r"C:\users\u1234",
        r'{"name": "\u652f\u4ed8\u5b9d"}',
        r'{"text": "\u652f\u4ed8\u5b9d\uff0c\u4e0a\u95e8\u9001\u4fe1\u3002"}',
        r'"^1.1": "\u01f6-\u01f9\u0218-\u021b\u0250-\u0255",',
    ),
)

_HEX_BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2}){3,}|(?:\\[2-3][0-7]{2}){3,}")  # C; octal, as Git shows names

UNDO_BYTE_ESCAPES = Rule(
    name="repair/byte-escapes",
    find=_find(_HEX_BYTES, ("\\x", "\\2", "\\3"), _undo_unicode_escape),
    examples=(
        (r"\xe6\x94\xaf\xe4\xbb\x98", "支付"),
        (r"\xd6\xa7\xb8\xb6\xb1\xa6", "支付宝"),
        (r"\346\224\257\344\273\230", "支付"),
    ),
    keep=(
        r'data = b"\xe6\x94\xaf\xe4\xbb\x98"',
        r'    0x93: b"\xe2\x80\x9c",  # “',
        r"\x41\x42\x43",
    ),
)

# --- percent-encoding ---------------------------------------------------------------------------------

_PERCENT = re.compile(
    r"""
    %(?:25)*[0-9A-Fa-f]{2} (?: %(?:25)*[0-9A-Fa-f]{2} ){2,}      # perhaps encoded again
    (?: [A-Za-z0-9._~-]{0,20} (?: %(?:25)*[0-9A-Fa-f]{2} )+ )*   # what needs no encoding stands plain between
    """,
    re.VERBOSE,
)
_PERCENT_BYTE = re.compile(r"%(?:25)*([0-9A-Fa-f]{2})")


def _bytes_of(escaped: str, byte: re.Pattern[str]) -> bytes:
    pieces: list[bytes] = []
    at = 0
    for match in byte.finditer(escaped):
        pieces += (escaped[at : match.start()].encode("ascii"), binascii.unhexlify(match[1]))
        at = match.end()
    pieces.append(escaped[at:].encode("ascii"))
    return b"".join(pieces)


def _as_text(data: bytes) -> str | None:
    """Bytes of UTF-8, or of GBK where they give at least two frequent characters and nothing else."""
    text = _decoded(data)
    if text is None or not _is_text(text):
        return None
    if data.isascii() or text.encode("utf-8") == data:
        return text
    high = [char for char in text if char > "\x7f"]
    frequent = sum(plausible.cost_of(char) <= 8.5 for char in high)
    return text if len(high) >= 2 and frequent >= 0.9 * len(high) else None


def _decoded(data: bytes) -> str | None:
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
        if plausible.cost_of_chinese(as_gbk) + _TWO_BYTES_MARGIN < plausible.cost(text):
            return as_gbk
    return text


_TWO_BYTES_MARGIN = 3.0  # nats
_ADDRESS_BEFORE = re.compile(  # `example.com/`, `/search?q=`, `?wd=`, `#`; not a mark behind Chinese
    r"""(?: (?: \A | [\s"'(<] ) (?: \.{0,2}/ | [?&\#] ) | [A-Za-z0-9_] [=/?&\#@] | [A-Za-z_] : | [A-Za-z0-9_-] \. [A-Za-z] )
        [^\s"'<>\u3000-\u9fff\uff01-\uff5e]* \Z""",
    re.VERBOSE,
)
_PROSE = re.compile(r"[，。；！？、]")  # nobody searches for these or names a file with them


def _undo_percent(match: re.Match[str], line: str) -> str | None:
    text = _as_text(_bytes_of(match[0], _PERCENT_BYTE))
    before = _line_before(match.string, match.start())
    if text and not _PROSE.search(text) and _ADDRESS_BEFORE.search(before):
        return None  # the tail of an address or of a query
    return text


_PERCENTS = re.compile(r"(?:%(?:25)*[0-9A-Fa-f]{2})+")


def _undo_any_percent(match: re.Match[str], line: str) -> str | None:
    """What a run of bytes is in a text of such runs; plain signs (%20) stay."""
    text = _decoded(_bytes_of(match[0], _PERCENT_BYTE))
    if text is None or text.isascii() or any(plausible.cost_of(char) >= 13.0 for char in text):
        return None
    return text


_find_percents = _find(
    _PERCENT, ("%",), _undo_percent, loosely=(_PERCENTS, _undo_any_percent), addresses=True
)


def _find_percent(view: View) -> Found:
    """Runs of bytes; and where there is one of GBK, single characters, which are two bytes there."""
    found = _find_percents(view)
    if not any(_is_gbk(edit) for edit in found.edits):
        return found
    edits = [_read_as_gbk(edit) for edit in found.edits]
    spans = sorted((*_fenced(view.text), *((edit.start, edit.end) for edit in edits)))
    rest = [
        Edit(match.start(), match[0], text)
        for match in _GBK_PERCENTS.finditer(view.text)
        if (text := _bytes_of(match[0], _PERCENT_BYTE).decode("gb18030", "replace"))
        and all(char >= "\x80" and plausible.cost_of(char) <= 10.5 for char in text)
        and _outside(spans, *match.span())
    ]
    return Found(in_order((*edits, *rest)))


def _read_as_gbk(edit: Edit) -> Edit:
    """In a text of GBK a pair of bytes is rather a frequent Han (前) than a rare letter (ǰ)."""
    if max(edit.after) >= "\u0800":
        return edit
    as_gbk = _bytes_of(edit.before, _PERCENT_BYTE).decode("gb18030", "replace")
    return replace(edit, after=as_gbk) if set(as_gbk) <= plausible.frequent_han() else edit


_GBK_PERCENTS = re.compile(r"(?<![%=/&?])(?:%[0-9A-F]{2})+(?![%0-9A-F])")


def _is_gbk(edit: Edit) -> bool:
    try:
        _bytes_of(edit.before, _PERCENT_BYTE).decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


UNDO_PERCENT = Rule(
    name="repair/percent-encoding",
    find=_find_percent,
    examples=(
        ("%E6%94%AF%E4%BB%98%E5%AE%9D逾期", "支付宝逾期"),
        ("%D6%A7%B8%B6%B1%A6", "支付宝"),
        ("%25E6%2594%25AF%25E4%25BB%2598", "支付"),
        ("%D6%A7%B8%B6%B1%A6 (App) %D6%D0", "支付宝 (App) 中"),
        ("为什么?%E9%80%BE%E6%9C%9F", "为什么?逾期"),
        (
            "%BE%C6%B5%EA%B5%C4%B7%B4%C0%A1%D2%D1%BE%AD%CA%D5%B5%BD 2007%C4%EA9%D4%C25%C8%D5 UTF-8 %C7%B0",
            "酒店的反馈已经收到 2007年9月5日 UTF-8 前",
        ),
    ),
    keep=(
        "https://example.com/%E6%94%AF%E4%BB%98%E5%AE%9D",
        "/search?q=%E6%94%AF%E4%BB%98",
        "涨了 20%20 点",
        "`%E6%94%AF`",
        "%20%20%20",
    ),
)

# --- quoted-printable ---------------------------------------------------------------------------------

_QUOTED_PRINTABLE = re.compile(
    r"""
    = (?: [0-9A-F]{2} | \r?\n(?= = ) )                  # begins with a plain sign, which is found quickly
    (?: =[0-9A-F]{2} | =\r?\n(?= = ) ){2,}               # bytes, perhaps over a soft line break
    (?: (?: [!-<>-~ ]{0,60} | =\r?\n ) (?: =[0-9A-F]{2} | =\r?\n(?= = ) )+ )*
    """,
    re.VERBOSE,
)


def _undo_quoted_printable(match: re.Match[str], line: str) -> str | None:
    data = quopri.decodestring(match[0].encode("ascii"))
    text = _as_text(data)
    if text is None or sum(char > "\x7f" for char in text) < 2:
        return None
    return text


_QUOTED_BYTES = re.compile(r"(?:=[0-9A-F]{2}|=\r?\n(?==))+")


def _undo_any_quoted_bytes(match: re.Match[str], line: str) -> str | None:
    """What a run of bytes is in a mail; a soft line break is left to the rest of the mail."""
    text = _decoded(quopri.decodestring(match[0].encode("ascii")))
    if text is None or text.isascii() or any(plausible.cost_of(char) >= 13.0 for char in text):
        return None
    return text


_find_bytes = _find(
    _QUOTED_PRINTABLE, ("=",), _undo_quoted_printable, loosely=(_QUOTED_BYTES, _undo_any_quoted_bytes)
)
_SOFT_BREAK = re.compile(r"=\r?\n|=(3D|20|09)(?![0-9A-F])")


def _find_quoted_printable(view: View) -> Found:
    """The bytes; and where there are some, the soft line breaks and signs in the rest of the mail too.

    Where bytes stay closed, the text is not that of a mail, and its signs mean themselves.
    """
    found = _find_bytes(view)
    if not found.edits:
        return found
    text = view.text
    taken = [(edit.start, edit.end) for edit in found.edits]
    all_quoted = _UNQUOTED.search(text) is None
    spans = sorted(taken if all_quoted else (*_fenced(text), *taken))
    if any(_outside(spans, *match.span()) for match in _HIGH_BYTE.finditer(text)):
        return found
    rest = [
        Edit(match.start(), match[0], chr(int(match[1], 16)) if match[1] else "")
        for match in (_ANY_SIGN if all_quoted else _SOFT_BREAK).finditer(text)
        if _outside(spans, *match.span())
    ]
    return Found(in_order((*found.edits, *rest)))


_UNQUOTED = re.compile(r"=(?![0-9A-F]{2}|\r?\n)")  # in a mail each = begins an escape
_ANY_SIGN = re.compile(r"=\r?\n|=(3D|20|09)")
_HIGH_BYTE = re.compile(r"=[89A-F][0-9A-F]")


UNDO_QUOTED_PRINTABLE = Rule(
    name="repair/quoted-printable",
    find=_find_quoted_printable,
    examples=(
        ("=E6=94=AF=E4=BB=98=E5=AE=9D", "支付宝"),
        ("=E6=94=AF=E4=\n=BB=98=E5=AE=9D", "支付宝"),
        ("=D6=A7=B8=B6=B1=A6", "支付宝"),
        ("=E6=94=AF=E4=BB=98\nBill Payment =3D pa=\nid", "支付\nBill Payment = paid"),
        (
            "=E6=94=AF=E4=BB=98=E5=AE=9D=E9=80=BE=E6=9C=9F=E8=BF=98=E6=AC=BE=E3=80=82\n=3DDB(2) =E5=92=8C XML",
            "支付宝逾期还款。\n=DB(2) 和 XML",
        ),
    ),
    keep=("x =\ny", "a=B0=C1", "x=E6", "=3D=3D=3D", "`=E6=94=AF=E4=BB=98`"),
)

_ENCODED_WORD = re.compile(r"=\?([A-Za-z0-9-]+)\?([BbQq])\?([!->@-~]+)\?=")


def _undo_encoded_word(match: re.Match[str], line: str) -> str | None:
    charset, kind, payload = match.groups()
    try:
        if kind in "Bb":
            data = binascii.a2b_base64(payload.encode("ascii"))
        else:
            data = quopri.decodestring(payload.encode("ascii"), header=True)
        text = data.decode("gb18030" if charset.lower() in ("gb2312", "gbk") else charset)
    except (ValueError, LookupError):
        return None
    return text if _is_text(text) else None


UNDO_ENCODED_WORDS = Rule(
    name="repair/encoded-words",
    find=_find(_ENCODED_WORD, ("=?",), _undo_encoded_word),
    examples=(("=?UTF-8?B?5pSv5LuY5a6d?=", "支付宝"), ("=?gb2312?Q?=D6=A7=B8=B6=B1=A6?=", "支付宝")),
    keep=("`=?UTF-8?B?5pSv5LuY5a6d?=`", "a =? b ?= c", "=?utf-8?B?????="),
)

ESCAPES: tuple[Rule, ...] = (
    UNDO_ENCODED_WORDS,  # before quoted-printable, which would open them from the inside
    UNDO_QUOTED_PRINTABLE,
    UNDO_PERCENT,
    UNDO_BYTE_ESCAPES,
    UNDO_UNICODE_ESCAPES,
    UNDO_ENTITIES,  # last: a percent-encoded text may hold entities, hardly the other way round
)


# --- the damage, for tests and benchmarks -------------------------------------------------------------


def escape_as_entities(text: str) -> str:
    """Each character outside of ASCII as a decimal entity, markup by its names."""
    return html.escape(text, quote=False).encode("ascii", "xmlcharrefreplace").decode("ascii")


def escape_as_unicode(text: str) -> str:
    r"""Each character outside of ASCII as ``\uXXXX``, in UTF-16 units, as JSON writers do."""
    units: Iterator[int] = (
        int.from_bytes(pair, "big")
        for char in text
        for pair in (
            (char.encode("utf-16-be")[:2], char.encode("utf-16-be")[2:])
            if ord(char) > 0xFFFF
            else (char.encode("utf-16-be"),)
        )
    )
    return "".join(chr(unit) if unit < 0x80 else f"\\u{unit:04x}" for unit in units)


def escape_as_percent(text: str, charset: str = "utf-8") -> str:
    """Each byte outside of ASCII as ``%XX``."""
    return "".join(
        char if char < "\x80" else "".join(f"%{byte:02X}" for byte in char.encode(charset)) for char in text
    )


def escape_as_quoted_printable(text: str) -> str:
    """UTF-8 in the form of old mail, with soft line breaks."""
    return quopri.encodestring(text.encode("utf-8")).decode("ascii")
