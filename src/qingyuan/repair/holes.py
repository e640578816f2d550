"""UTF-8 read as Windows-1252 by a reader that lost the five bytes which that table leaves undefined.

`è¯�` is 话 (E8 AF 9D): the third byte was 0x9D, and what stands for it can only be one of five. So there
are at most five candidates, each of which gives the damage again; the text around chooses among them, and
where it does not clearly choose, the place is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qingyuan import charsets, language, plausible
from qingyuan.document import NOTHING, Edit, Finding, Found, Page, in_order
from qingyuan.rule import Rule

NAME = "repair/misread-with-holes"
HOLES = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
LOST = "\N{REPLACEMENT CHARACTER}"
_MARGIN = 6.0  # nats between the best candidate and the next; at 3 one filled character in 400 was wrong
_AROUND = 6  # characters on either side that choose

_HIGH = re.escape("".join(char for byte, char in charsets.WINDOWS_1252_HIGH.items() if byte not in HOLES))
_CONTINUATION = f"[\xa0-\xbf{_HIGH}{LOST}]"
_PLACE = re.compile(f"[\xe2-\xe9\xef](?={_CONTINUATION}?{LOST}){_CONTINUATION}{{2}}|[\xc2-\xc3]{LOST}")
_WHOLE = f"[\x80-\xbf{_HIGH}]"
_SPACE_PLACE = re.compile(f"[\xe4-\xe9](?: {_WHOLE}|{_WHOLE} )")  # 0xA0 was a space that may not break
_BYTES = {char: byte for byte, char in charsets.WINDOWS_1252_HIGH.items()}


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    before: str
    candidates: tuple[str, ...]


def damage(text: str) -> str:
    """What a reader of Windows-1252 shows that has U+FFFD for what its table lacks."""
    return text.encode("utf-8").decode("cp1252", "replace")


@lru_cache(maxsize=50_000)
def _candidates(run: str) -> tuple[str, ...]:
    """What the run can have been: each of the five bytes for each hole."""
    options: list[bytes] = [b""]
    for char in run:
        bytes_ = HOLES if char == LOST else (_BYTES.get(char, ord(char)),)
        options = [option + bytes((byte,)) for option in options for byte in bytes_]
    found: list[str] = []
    for option in options:
        try:
            char = option.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if plausible.cost_of(char) < 13.0 and damage(char) == run:
            found.append(char)
    return tuple(found)


def damage_with_spaces(text: str) -> str:
    """The same by a reader, or a cleaner after it, that makes every space a plain one."""
    return text.encode("utf-8").decode("cp1252", "replace").replace("\N{NO-BREAK SPACE}", " ")


def _with_space(run: str) -> str:
    """The character of Chinese whose byte 0xA0 became a space, if there is one."""
    data = bytes(0xA0 if char == " " else _BYTES.get(char, ord(char)) for char in run)
    try:
        char = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return char if plausible.is_usual(char) and damage_with_spaces(char) == run else ""


def _find_spaces(text: str) -> Iterator[Edit]:
    if plausible.alphabet(text).isdisjoint("äåæçèé"):
        return
    for match in _SPACE_PLACE.finditer(text):
        left = text[max(0, match.start() - 1) : match.start()]
        right = text[match.end() : match.end() + 1]
        if (char := _with_space(match[0])) and _HAN_OR_MARK.search(left + right):
            yield Edit(match.start(), match[0], char, "space")


@lru_cache(maxsize=50_000)  # later passes meet what the first left undecided again
def _rank(candidates: tuple[str, ...], left: str, right: str) -> list[tuple[float, str]]:
    scored = [(language.score(char + right, left), char) for char in candidates]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1]))


def find(page: Page) -> Found:
    """Characters with a hole, filled where the text around leaves no doubt."""
    text = page.text
    if text.isascii():
        return NOTHING
    if LOST not in text:
        return Found(tuple(_find_spaces(text)))
    places = [
        _Place(match.start(), match[0], candidates)
        for match in _PLACE.finditer(text)
        if (candidates := _candidates(match[0]))
    ]
    edits: list[Edit] = list(_find_spaces(text))
    findings: list[Finding] = []
    touching = False  # an undecided place right before this one
    repaired, at = "", 0  # the text up to here, with what was filled: what comes later builds on it
    for index, place in enumerate(places):
        repaired = (repaired + text[at : place.start])[-200:]
        end = place.start + len(place.before)
        following = places[index + 1].start if index + 1 < len(places) else len(text)
        right = text[end : min(following, end + _AROUND)].partition("\n")[0]
        left = repaired.rpartition("\n")[2][-_AROUND:]
        ranked = _rank(place.candidates, left, right)
        alone = following > end and not (
            touching and at == place.start
        )  # else what should choose is open too
        sure = len(ranked) == 1 or (alone and ranked[0][0] - ranked[1][0] >= _MARGIN)
        touching = not sure
        if sure and _is_chinese(left, right, places, index):
            edits.append(Edit(place.start, place.before, ranked[0][1]))
        else:
            findings.append(
                Finding(
                    NAME,
                    place.start,
                    place.before,
                    tuple(char for _, char in ranked),
                    "a byte is lost; it was one of five, and the text around does not say which",
                )
            )
        repaired += ranked[0][1]
        at = end
    return Found(in_order(edits), tuple(findings))


_HAN_OR_MARK = re.compile(r"[㐀-鿿\u3000-\u3015\uff01-\uff5e]")


def _is_chinese(left: str, right: str, places: list[_Place], index: int) -> bool:
    """Whether Chinese stands beside the place, repaired before or never damaged."""
    if _HAN_OR_MARK.search(left[-2:] + right[:2]):
        return True
    here = places[index].start
    return any(
        abs(other.start - here) == len(other.before) for other in places[max(0, index - 1) : index + 2]
    )


FILL_HOLES = Rule(
    name=NAME,
    find=find,
    examples=(
        ("在茶è¯\N{REPLACEMENT CHARACTER}会上", "在茶话会上"),
        ("ä½ 好", "你好"),
        ("标准æ ¼式", "标准格式"),
        ("中å\N{REPLACEMENT CHARACTER}Ž人民", "中华人民"),
    ),
    doubts=(("ä¸\N{REPLACEMENT CHARACTER}", "不"),),
    keep=(
        "支\N{REPLACEMENT CHARACTER}宝",
        "caf\xe9\N{REPLACEMENT CHARACTER}",
        "é\N{REPLACEMENT CHARACTER}té",
    ),
)
