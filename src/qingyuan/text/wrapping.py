"""How wide a line is, where a wrapped one would have to break, and whether two pieces of text belong together."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate

from qingyuan.text import language
from qingyuan.text.characters import HAN

TAB = 8  # columns, as terminals and editors of plain text have it
AMBIGUOUS = "A"  # quotation marks and the like: as wide as Han in Chinese fonts, half as wide elsewhere

CLOSING = "，。、；：！？…—”’）》〉】」』〕｝,.;:!?)]}%％℃°·～"
OPENING = "“‘（《〈【「『〔｛([{"
A_HAN = re.compile(f"[{HAN}]")
UNIT = re.compile(
    rf"[{re.escape(OPENING)}]{{0,3}}(?:[!-~À-ɏ]{{1,60}}|.)[{re.escape(CLOSING)}]{{0,3}}",
    re.DOTALL,
)
MARKS = re.compile(r"[，。、；：！？“”‘’（）《》…—]")
LATIN = re.compile(r"[!-~À-ɏ]")
WORD_AT_END = re.compile(r"[A-Za-z0-9À-ɏ,.;:!?)\]%'\"-]\Z")
WORD_AT_START = re.compile(r"[A-Za-z0-9À-ɏ(\['\"]")
BROKEN_WORD = re.compile(r"[A-Za-zÀ-ɏ]-\Z")
SPACED_OUT = re.compile(f"[{HAN}] (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) [{HAN}]")
SET_SOLID = re.compile(f"[{HAN}](?=[A-Za-z0-9])|(?<=[A-Za-z0-9])[{HAN}]")

MOST_SLACK = 4  # columns for letters
BEHIND = 6  # characters behind a joint that the model is asked about: it counts four, and words are shorter
BEFORE = 8  # characters that it is told


@lru_cache(maxsize=4096)
def _width(char: str) -> tuple[int, int]:
    kind = unicodedata.east_asian_width(char)
    if kind in "WF":
        return 2, 2
    if unicodedata.combining(char):
        return 0, 0
    return (2 if kind == AMBIGUOUS else 1), 1


def columns(text: str) -> int:
    """Columns of a font in which Han, and the marks that go with them, are twice as wide as letters.

    >>> columns("　中文 abc"), columns("“中文”")
    (10, 8)
    """
    return sum(TAB if char == "\t" else _width(char)[0] for char in text)


def columns_of_a_terminal(text: str) -> int:
    """Columns where quotation marks and dashes are as narrow as letters.

    >>> columns_of_a_terminal("“中文”")
    6
    """
    return sum(TAB if char == "\t" else _width(char)[1] for char in text)


MEASURES: tuple[Callable[[str], int], ...] = (columns, columns_of_a_terminal, len)
"""By what programs wrap: layout by the font, terminals by columns, `textwrap` by characters."""


def first_unit(text: str) -> str:
    """What of a line would have had to go to the line above: a word, or one Han with the marks that cling to it.

    >>> first_unit("品。如果"), first_unit("“信用”"), first_unit("Python 的")
    ('品。', '“信', 'Python')
    """
    match = UNIT.match(text)
    return match[0] if match else ""


def slack(line: str) -> int:
    """Columns by which a line may miss its width: marks hang or are set closer, letters are of many widths."""
    return (2 if MARKS.search(line) else 0) + min(len(LATIN.findall(line)) // 6, MOST_SLACK)


def belongs(above: str, below: str) -> float:
    """By how many nats the text below is likelier after the text above than at the beginning of a line.

    >>> belongs("使用信用支付产", "品。如果") > 4, belongs("常见问题", "联系我们") < 1
    (True, True)
    """
    following = below[:BEHIND]
    return language.score(following, above[-BEFORE:]) - language.score(following)


def spaced_out(text: str) -> bool:
    """Whether a text mostly has a blank between Han and Latin, as many writers set it."""
    return len(SPACED_OUT.findall(text)) > len(SET_SOLID.findall(text))


def joint(above: str, below: str, blank_at_latin: bool) -> str:
    """What stands between two pieces of one line: a blank between words, nothing between Han.

    >>> joint("用 open", "source 的", False), joint("信用支付产", "品", False)
    (' ', '')
    """
    latin_above, latin_below = WORD_AT_END.search(above), WORD_AT_START.match(below)
    if latin_above and latin_below:
        return "" if BROKEN_WORD.search(above) and below[:1].islower() else " "
    han_above, han_below = A_HAN.match(above[-1:]), A_HAN.match(below)
    if blank_at_latin and ((latin_above and han_below) or (han_above and latin_below)):
        return " "
    return ""


def common_width(spans: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The width that lies in most of the spans [first, end), and how many have it; the least of several.

    >>> common_width([(60, 63), (58, 61), (61, 63), (20, 22)])
    (60, 2)
    """
    steps: Counter[int] = Counter()
    for first, end in spans:
        steps[first] += 1
        steps[end] -= 1
    places = sorted(steps)
    if not places:
        return 0, 0
    counts = list(accumulate(steps[place] for place in places))
    most = max(counts)
    return places[counts.index(most)], most
