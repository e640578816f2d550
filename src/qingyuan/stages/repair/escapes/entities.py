"""HTML entities: `&ldquo;`, `&#25903;`, and what was escaped again."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from html.entities import codepoint2name, html5
from itertools import islice

from qingyuan.rule import Place, Rule
from qingyuan.stages.repair.escapes.context import RARE_HAN, TAG, WEIGHTS, find_escapes
from qingyuan.stages.repair.spelling import Spellings
from qingyuan.text import plausible
from qingyuan.text.characters import EAST_ASIA
from qingyuan.text.charsets import WINDOWS_1252_BYTES
from qingyuan.text.code import HAN_OR_MARK

_ENTITY = re.compile(
    rf"""
    & (?: amp; (?:amp;)* )?                                   # escaped again, perhaps more than once
      (?: [a-zA-Z][a-zA-Z0-9]{{1,31}} ; | \#[0-9]{{1,7}} ; | \#[xX][0-9a-fA-F]{{1,6}} ;
        | nbsp (?= [&\s{EAST_ASIA}] | $ )                   # the one that people write without its end
        | \#[0-9]{{4,5}} (?! [0-9;] ) | \#[xX][0-9a-fA-F]{{4}} (?! [0-9a-fA-F;] ) )   # or programs: Han and marks
    """,
    re.VERBOSE,
)
_MARKUP = frozenset("<>&\"'")


_HIGH_BEFORE = re.compile(
    r"(?:[\x80-\xff]|&(?:\#\d{2,7}|\#x[0-9a-f]{2,6}|[A-Za-z]\w{1,8});)\Z", re.IGNORECASE
)
_HIGH_AFTER = re.compile(r"[\x80-\xff]|&(?:\#\d{2,7}|\#x[0-9a-f]{2,6}|[A-Za-z]\w{1,8});", re.IGNORECASE)
_AMPERSAND = re.compile(r"&((?:amp;)*)(.*)")


def _is_escaped_often(line: str) -> bool:
    return next(islice(_ENTITY.finditer(line), 1, None), None) is not None


def _has_no_end(escaped: str) -> bool:
    return "#" in escaped and not escaped.endswith(";")


def _is_one_of_several(match: re.Match[str]) -> bool:
    """Whether another entity or a byte stands right beside this one, as in misread text that was escaped."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    return bool(_HIGH_BEFORE.search(before) or _HIGH_AFTER.match(match.string, match.end()))


def _is_in_html(match: re.Match[str]) -> bool:
    """Whether a tag stands near."""
    return (
        TAG.search(match.string[max(0, match.start() - WEIGHTS.near) : match.end() + WEIGHTS.near])
        is not None
    )


def _undo_entity(match: re.Match[str], line: str) -> str | None:
    escaped = match[0]
    if _has_no_end(escaped) and (
        not HAN_OR_MARK.match(html.unescape(f"{escaped};"))
        or not (_is_escaped_often(line) or HAN_OR_MARK.search(line))
    ):
        return None
    text = escaped
    while (opened := html.unescape(text if text.endswith(";") else text + ";")) != text:
        text = opened
        if not _ENTITY.fullmatch(text):
            break
    if text.startswith("&") and len(text) > 1:
        return None  # no such entity
    if any(
        plausible.is_odd(char)
        and not RARE_HAN.match(char)
        and char not in "\xa0\xad\u200b\u200c\u200d\u2002\u2003\u2009"
        and not (char in WINDOWS_1252_BYTES and _is_one_of_several(match))
        for char in text
    ):
        return None
    if text in _MARKUP and _is_in_html(match):
        return None  # inside of HTML it means the sign itself; the parser of HTML will open it
    around = match.string[max(0, match.start() - 1) : match.end() + 1]
    if around[0] in "\"'" and around[-1] in "\"'" and not HAN_OR_MARK.search(line):
        return None  # a literal of a program
    if escaped[1:].startswith("#") or escaped.startswith(("&amp;", "&nbsp")):
        return text
    # A named entity in a line of C (`p = &lt;`) is an address; text has Han or another entity around it.
    if HAN_OR_MARK.search(line) or _is_escaped_often(line) or re.search(r"[A-Za-z,.] &\w+; [A-Za-z]", line):
        return text
    return text if line.strip() == escaped or text.isalpha() else None


def _undo_any_entity(match: re.Match[str], line: str) -> str | None:
    """What one entity is in a text of entities; inside of HTML the signs of markup stay."""
    text = match[0]
    while _ENTITY.fullmatch(text) and (opened := html.unescape(text.removesuffix(";") + ";")) != text:
        text = opened
    if text == match[0] or (text in _MARKUP and _is_in_html(match)):
        return None
    return text if len(text) == 1 and not plausible.is_never_written(text) else None


def _names() -> dict[str, list[str]]:
    """The names that HTML 5 has for each character, in their order."""
    names: dict[str, list[str]] = {}
    for name, text in sorted(html5.items()):
        if name.endswith(";"):
            names.setdefault(text, []).append(name)
    return names


_NAMES = _names()


def _name(index: int) -> Callable[[str], str]:
    return lambda char: f"&{_NAMES[char][index]}"


def _forms() -> Iterator[tuple[str, Callable[[str], str]]]:
    """The common ones first."""
    yield "decimal", lambda char: f"&#{ord(char)};"
    yield "hexadecimal", lambda char: f"&#x{ord(char):x};"
    yield "hexadecimal in upper case", lambda char: f"&#x{ord(char):X};"
    yield "named", lambda char: f"&{codepoint2name[ord(char)]};"
    yield "named, without its end", lambda char: f"&{codepoint2name[ord(char)]}"
    yield "decimal, without its end", lambda char: f"&#{ord(char)}"
    yield "hexadecimal, without its end", lambda char: f"&#x{ord(char):x}"
    yield "hexadecimal in upper case, without its end", lambda char: f"&#x{ord(char):X}"
    yield "decimal byte of Windows-1252", lambda char: f"&#{WINDOWS_1252_BYTES[char]};"
    yield "hexadecimal byte of Windows-1252", lambda char: f"&#x{WINDOWS_1252_BYTES[char]:x};"
    for index in range(max(map(len, _NAMES.values()))):
        yield f"name {index + 1} of HTML 5", _name(index)
    for width in range(2, 8):
        for of, code in (("", ord), (" byte of Windows-1252", WINDOWS_1252_BYTES.__getitem__)):
            yield f"decimal of {width} digits{of}", _padded("", width, code)
            yield f"hexadecimal of {width} digits{of}", _padded("x", width, code)


def _padded(form: str, width: int, code: Callable[[str], int]) -> Callable[[str], str]:
    return lambda char: f"&#{form}{code(char):0{width}{form}};"


SPELLINGS = Spellings(dict(_forms()))
"""Entities of one character."""

_AGAIN = "; escaped again × "


def _kind(before: str, after: str) -> str:
    """The form, and how many times its & was escaped again."""
    again, rest = _AMPERSAND.findall(before)[0]
    times = again.count("amp;")
    if not rest:  # the sign itself
        times, rest = times - 1, "amp;"
    kind = SPELLINGS.kind(f"&{rest}", after)
    return f"{kind}{_AGAIN}{times}" if times and kind else kind


def _damage(after: str, place: Place) -> str:
    kind, _, times = place.kind.partition(_AGAIN)
    return SPELLINGS.write(kind, after).replace("&", "&" + int(times or 0) * "amp;", 1)


UNDO_ENTITIES = Rule(
    name="repair/html-entities",
    find=find_escapes(_ENTITY, ("&",), _undo_entity, _kind, loosely=(_ENTITY, _undo_any_entity)),
    damage=_damage,
    proof="escaping the result again, the way its kind names, gives the escaped run",
    examples=(
        ("逾期&nbsp;三个月", "逾期\N{NO-BREAK SPACE}三个月"),
        ("&ldquo;上门送信&rdquo;是真的吗", "“上门送信”是真的吗"),
        ("&#25903;&#x4ED8;宝", "支付宝"),
        ("朱&#38229;基", "朱镕基"),
        ("&#x8D26&#x5355", "账单"),
        ("&#36134&#21333&#65292查收", "账单，查收"),
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
        "`&#x8D26&#x5355`",
        "color: &#12345",
        "https://example.com/?a=1&#36134&#21333",
    ),
)
