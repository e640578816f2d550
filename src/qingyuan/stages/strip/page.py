"""The cuts of a page: what goes of each line, where its neighbors have a say too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from qingyuan.document import Edit
from qingyuan.stages.strip.cutting import CONTACT_KINDS, Cut, cuts, is_all_of
from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.interface import cut_into_words, words
from qingyuan.stages.strip.lines import LIMITS
from qingyuan.text.characters import UNIFIED_HAN
from qingyuan.view import View

BARE_HANDLE = re.compile(r"\s*@?[a-z0-9][a-z0-9_\-. ]{4,24}\s*")


# What no article says of anything but its page.
LEADS_AWAY = re.compile(
    r"返回|首页|[上下]一?[篇章节条]|登[录陆]|注册|评论|分享到|加载更多|查看更多|站内|本站|设为|友情链接|关于我们|联系我们|网站地图|(?:阅读|查看|展开|余下|点击)[全原]文|^\W*[全原]文\W*$|收藏本|回到顶部|点击(?:这里|此处)"
)


ITEM = re.compile(rf"\W*(?=.*[{UNIFIED_HAN}])[^。!?;！？；，]{{2,24}}[^。!?;:！？；：，\s]")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A filled line of a page without its end, and what goes of it."""

    text: str
    cuts: tuple[Cut, ...]

    @property
    def goes(self) -> bool:
        return is_all_of(self.text, self.cuts)

    @property
    def may_be_the_articles(self) -> bool:
        """Whether what goes is a button that an article may name too."""
        return bool(self.cuts) and self.cuts[0].kind == "nav" and not LEADS_AWAY.search(self.text)


def _stands_alone(number: int, lines: list[PageLine], spoken_of: Callable[[str], bool]) -> bool:
    """Whether a line that may be a button is the article's: 字体大小 in a list of commands, 管理书签 below its help.

    Furniture stands at the ends of a page, beside what cannot be anything else, or in company. No article tells its
    readers about the buttons below it, and among the items of a list it is one of them.
    """
    line = lines[number]
    if not (line.goes and line.may_be_the_articles):
        return False
    around = [*lines[max(0, number - LIMITS.near) : number], *lines[number + 1 : number + 1 + LIMITS.near]]
    company = [other for other in around if other.goes]
    certain = [other for other in company if not other.may_be_the_articles]
    if any(other in certain for other in lines[max(0, number - 1) : number + 2]):
        return False
    if len(company) >= (LIMITS.company if certain else LIMITS.uncertain_company):
        return False
    inside = LIMITS.edges <= number < len(lines) - LIMITS.edges
    items = sum(
        not other.cuts and len(other.text) <= LIMITS.item and bool(ITEM.fullmatch(other.text))
        for other in around
    )
    return inside or items >= LIMITS.items or spoken_of(line.text)


def _parts_named(text: str) -> tuple[str, ...]:
    """The parts of a page that a line names, by interface words."""
    pieces = re.split(r"[\s\W_]+", unmask_disguise(text).text)
    return tuple(word for piece in pieces for word in cut_into_words(piece) if word in words()["part"])


def _article_of(lines: list[PageLine]) -> str:
    """The folded text of the lines that do not go."""
    return "\n".join(unmask_disguise(line.text).text for line in lines if not line.goes)


def line_cuts(view: View) -> Iterator[tuple[int, str, Cut]]:
    """Every cut in every line, with the line; a label's cut carries over to what it introduces."""
    introduced = ""
    lines = [
        (start, line, cuts(text, view.memory))
        for start, line in view.lines
        if (text := line.rstrip("\n")).strip()
    ]
    texts = [PageLine(line.rstrip("\n"), made) for _, line, made in lines]
    article = cache(lambda: _article_of(texts))

    def spoken_of(text: str) -> bool:
        parts = _parts_named(text)
        return bool(parts) and all(part in article() for part in parts)

    for number, (start, line, made) in enumerate(lines):
        text = texts[number].text
        if made and _stands_alone(number, texts, spoken_of):
            made = ()
        elif texts[number].may_be_the_articles and not texts[number].goes:
            made = tuple(cut for cut in made if cut.kind != "nav")  # 「打开导航。」 within a paragraph
        folded = view.memory.of(unmask_disguise, text).text
        if introduced and not made and BARE_HANDLE.fullmatch(folded):
            made = (Cut(0, len(text), introduced),)
        for cut in made:
            kind = introduced if introduced == "takedown_contact" and cut.kind in CONTACT_KINDS else cut.kind
            yield start, line, Cut(cut.start, cut.end, kind)
        introduced = (
            made[-1].kind if made and made[-1].kind in CONTACT_KINDS and folded.rstrip().endswith(":") else ""
        )


def edit_for(start: int, line: str, cut: Cut) -> Edit:
    """The edit for a cut: with its line end if the cut is all of the line."""
    whole = cut.start == 0 and cut.end == len(line.rstrip("\n"))
    before = line if whole else line[cut.start : cut.end]
    return Edit(start + cut.start, before, "", cut.kind)
