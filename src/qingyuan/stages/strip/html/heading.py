"""The title of a page: what it shows above the prose and says of itself in its head."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.html.parse import text_of
from qingyuan.stages.strip.html.segment import Block
from qingyuan.stages.strip.values import is_site


@dataclass(frozen=True, slots=True)
class _Limits:
    """What makes a block the title; chosen on the 41 pages and the cases of `tests/cases/pages`."""

    longest: int = 120  # characters of a title
    alike: float = 0.8  # share of the pairs of characters that a heading and the head's title have in common
    shortest: int = 6  # characters of a title that only the head gives
    into: int = 3  # blocks of the prose that may stand above the title
    near: int = 12  # blocks from the only heading of a page to its prose
    named: float = 0.05  # how much more a heading element is worth than another


_LIMITS = _Limits()
HEADINGS = frozenset("h1 h2 h3".split())
TITLE_NAMES = re.compile(
    r"(?:^|[\s_\-])(?:title|headline|tit|bt|subject|activity-name)(?:$|[\s_\-])|[a-z]Title(?:$|[\s_\-])"
)
SEPARATOR = re.compile(
    r"\s*(?:[_|｜]|--+|:{2,})\s*|\s+[–—·•-]\s*|[–—]{2}|-(?=[^-]{2,16}$)|\s*【(?=[^】]{2,12}】\s*(?:$|[_|-]))"
)
"""What stands between a title and the site's name in the title of a window."""
# What a heading holds beside the title: counts, [编辑], [复制链接], 原创.
ADDED = re.compile(r"(?:\d+|编辑|複製鏈接|复制链接|原创|置顶|精华|热|新|收起|展开|图文?|转载|荐|hot|new)+")
CUT = re.compile(r"(?:…|\.{3})\s*$")


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """What of a title counts when two are compared: letters, digits and Han, width and case folded.

    >>> bare("ＡI：怎么办？") == bare("ai 怎么办")
    True
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


@dataclass(frozen=True, slots=True)
class Title:
    """The title, and the blocks that show it."""

    text: str
    at: int = -1  # the one of `blocks` that was chosen
    blocks: tuple[int, ...] = ()


def parts_of(title: str) -> tuple[str, ...]:
    """A window's title cut at its separators.

    >>> parts_of("逾期怎么办_债务频道_某某网")
    ('逾期怎么办', '债务频道', '某某网')
    """
    return tuple(part.strip(" 】") for part in SEPARATOR.split(title[:400]) if part.strip(" 】"))


def _beginnings(title: str) -> Iterator[str]:
    """A window's title as a whole, and up to each of its separators."""
    title = title[:400]
    yield title
    for found in SEPARATOR.finditer(title):
        if head := title[: found.start()].strip():
            yield head


def _likeness(left: str, right: str) -> float:
    """How much of their pairs of characters two bare titles share."""
    if left == right:
        return 1.0
    if 2 * min(len(left), len(right)) < _LIMITS.alike * (len(left) + len(right) - 2):
        return 0.0  # too little of one to be most of the other
    pairs = {left[at : at + 2] for at in range(len(left) - 1)}
    others = {right[at : at + 2] for at in range(len(right) - 1)}
    return 2 * len(pairs & others) / (len(pairs) + len(others)) if pairs and others else 0.0


def title_of(
    window: str, given: Sequence[str], blocks: Sequence[Block], kept: Sequence[bool], prose: int
) -> Title:
    """The title; empty where the head and the page do not agree on one.

    `window` is the text of the `title` element, `given` what else the head says it is, `prose` the first block of
    the article's prose. The page's own wording counts, without what is added to it.
    """
    wanted: dict[str, str] = {}  # by its key, as the head has it
    for said in (each for title in (window, *given) for each in _beginnings(title)):
        if (key := bare(said)) and len(said) <= 2 * _LIMITS.longest:
            wanted.setdefault(key, " ".join(said.split()))
    if (parts := parts_of(window)) and is_site(unmask_disguise(parts[0]).text):
        for part in parts[1:]:  # the web site's name stands first
            wanted.setdefault(bare(part), part)
    if len(parts) == 1 and not given and is_site(unmask_disguise(parts[0]).text):
        return Title("")  # the window names the web site alone
    of_window = {bare(said) for said in _beginnings(window)}
    whole = bare(window)
    best: tuple[float, int, str] | None = None
    for at, block in enumerate(blocks):
        if at > prose + _LIMITS.into and best is not None:
            break
        if len(block.text) > 3 * _LIMITS.longest or not (key := bare(block.text)):
            continue
        shown = " ".join(block.text.split())
        is_heading = block.owner.tag in HEADINGS
        if len(shown) > _LIMITS.longest or (at >= prose and not is_heading):
            continue
        if not is_heading and len(key) < _LIMITS.shortest and not _says_title(block):
            continue
        score, text = _best(key, shown, wanted, whole, block, is_heading)
        if score < (_LIMITS.alike if at <= prose + _LIMITS.into else 1):
            continue
        score += _LIMITS.named * (is_heading or _says_title(block)) + _LIMITS.named * (
            bare(text) in of_window
        )
        if best is None or round(score, 2) >= round(best[0], 2):
            best = (score, at, text)
    if best is not None:
        key = bare(best[2])
        return Title(best[2], best[1], tuple(_showing(key, blocks, kept, prose, best[1])))
    if title := _from_head(window, given, blocks, kept):
        return Title(title)
    # A window that shows the web site's name on every page: the only heading of the first rank above the prose.
    first_rank = [at for at in range(min(prose + 1, len(blocks))) if blocks[at].owner.tag == "h1"]
    if len(first_rank) == 1 and first_rank[0] >= prose - _LIMITS.near and len(parts_of(window)) <= 1:
        shown = " ".join(blocks[first_rank[0]].text.split())
        if 1 < len(shown) <= _LIMITS.longest and _is_about(shown, blocks, kept):
            return Title(shown, first_rank[0], tuple(first_rank))
    return Title("")


def _best(
    key: str, shown: str, wanted: dict[str, str], whole: str, block: Block, is_heading: bool
) -> tuple[float, str]:
    """How well a block fits one of the titles wanted, and the title in its words."""
    if key in wanted:
        return 1.0, shown
    best, text = 0.0, shown
    for other, said in wanted.items():
        if CUT.search(said) and len(other) >= _LIMITS.shortest and key.startswith(other):
            return 0.99, shown  # the head shortens it
        if len(other) >= 2 and other in key:
            rest = key.replace(other, "", 1)
            if is_heading and (ADDED.fullmatch(rest) or rest in other[:8] or _holds(block, other)):
                return 0.98, said
        score = _likeness(key, other)
        if score > best:
            best = score
    if is_heading and len(key) >= _LIMITS.shortest and key in whole:
        best = max(best, _LIMITS.alike)  # (99+ 封私信) and the title
    return best, text


def _holds(block: Block, key: str) -> bool:
    """Whether a part of the block, such as a span in it, is the title alone."""
    return any(
        bare(text_of(part)) == key
        for _, part in zip(range(20), block.owner.iterdescendants("span", "a", "em", "strong"), strict=False)
    )


def _says_title(block: Block) -> bool:
    return bool(TITLE_NAMES.search(f"{block.owner.get('class') or ''} {block.owner.get('id') or ''}"))


def _showing(
    key: str, blocks: Sequence[Block], kept: Sequence[bool], prose: int, chosen: int
) -> Iterator[int]:
    """The blocks that show the title, above the prose or left out; a repetition within the article is its own."""
    for at, block in enumerate(blocks):
        if at != chosen and kept[at] and at >= prose:
            continue
        if at == chosen or (len(key) <= len(block.text) <= 3 * _LIMITS.longest and bare(block.text) == key):
            yield at


def _from_head(window: str, given: Sequence[str], blocks: Sequence[Block], kept: Sequence[bool]) -> str:
    """The title that only the head gives, if the article is about it."""
    parts = parts_of(window)
    for said in (*given, *parts[:1]):
        title = " ".join((parts_of(said) or ("",))[0].split())
        if not _LIMITS.shortest <= len(title) <= _LIMITS.longest:
            continue
        if _is_about(title, blocks, kept):
            return title
    return ""


def _is_about(title: str, blocks: Sequence[Block], kept: Sequence[bool]) -> bool:
    """Whether the article speaks of what a title says: most of its pairs of characters come twice."""
    pairs = {title[at : at + 2] for at in range(len(title) - 1)}
    text = "\n".join(block.text for block, keeps in zip(blocks, kept, strict=True) if keeps)
    return sum(text.count(pair) >= 2 for pair in pairs) * 2 > len(pairs)
