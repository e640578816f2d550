"""What of a page is not its article by element, name or shape: furniture, what is hidden, lists of links."""

from __future__ import annotations

import re
from collections import Counter

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

NEVER_SHOWN = frozenset(
    "script style noscript template head title meta link iframe object svg canvas select option textarea".split()
)
BLOCKS = frozenset(
    (
        "address article aside blockquote body button center dd details dialog div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr html input label li main nav ol p pre section summary table tbody "
        "td tfoot th thead tr ul"
    ).split()
)
BLOCK_NAMES = sorted(BLOCKS)
FURNITURE_TAGS = {
    "nav": "navigation",
    "footer": "footer",
    "aside": "aside",
    "form": "form",
    "button": "form",
    "dialog": "dialog",
    "header": "header",
}
FURNITURE_NAMES = re.compile(
    r"""(?:^|[\s_\-])(?:
        (?P<navigation> nav(?:bar|igation)? | menu | bread-?crumbs? | crumbs? | location | position |
          path | pager | pagination | prev-?next | page-?nav )
      | (?P<header> header | top-?bar | site-?head | masthead | head-?top | topnav )
      | (?P<footer> footer | foot | copyright | bottom-?bar | site-?foot | friend-?links? )
      | (?P<aside> side-?bar | aside | related | recommend\w* | relate | hot | rank\w* | latest |
        random | widget | guess | more-?list )
      | (?P<share> share | social | qr-?code | follow | like | praise | tool-?bar )
      | (?P<comments> comments? | reply | replies | respond )
      | (?P<advertisement> ads? | advert\w* | sponsor | promo\w* | banner | app-?down\w* | app-?tip |
        open-?app )
      | (?P<dialog> pop-?up | modal | cookie\w* | login | search\w* )
    )(?:$|[\s_\-\d])""",
    re.VERBOSE | re.IGNORECASE,
)
NO_PROSE = frozenset({"a", "script", "style", "noscript", "template"})
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def is_text(node: PageElement) -> bool:
    return isinstance(node, NavigableString) and not isinstance(node, (Comment, PreformattedString))


def text_of(node: PageElement, separator: str = "") -> str:
    """All text in a node; unlike `get_text`, that of scripts too, for everything is accounted for."""
    if not isinstance(node, Tag):
        return str(node) if is_text(node) else ""
    return separator.join(str(text) for text in node.find_all(string=True) if is_text(text))


def why_left_out(tag: Tag) -> tuple[str, bool]:
    """The reason an element is no part of an article by its name and attributes, and whether it is seen."""
    if tag.name in NEVER_SHOWN:
        return tag.name if tag.name in ("script", "style") else "not shown", False
    if (
        tag.has_attr("hidden")
        or HIDDEN_STYLE.search(str(tag.get("style") or ""))
        or str(tag.get("aria-hidden") or "") == "true"
    ):
        return "hidden", False
    if tag.name in FURNITURE_TAGS:
        return FURNITURE_TAGS[tag.name], True
    if tag.name in ("html", "body", "article", "main", "p", "h1", "h2", "h3"):
        return "", True
    names = " ".join([*tag.get_attribute_list("class"), str(tag.get("id") or "")])
    found = FURNITURE_NAMES.search(names)
    return (next(name for name, value in found.groupdict().items() if value) if found else ""), True


def holding_blocks(tag: Tag) -> set[int]:
    """The ids of those elements in another, itself among them, that hold a block at any depth."""
    holding: set[int] = set()
    for inner in reversed(tag.find_all(True)):  # children before their parents
        if inner.name in BLOCKS or id(inner) in holding:
            holding.add(id(inner.parent))
    return holding


class Prose:
    """How many characters of a page, and of each of its elements, stand in sentences, links left aside."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.total = 0
        self._in_element: Counter[int] = Counter()
        for node in soup.find_all(string=True):
            if not is_text(node) or len(node) < 20 or not re.search(r"[，,。]", node):
                continue
            parents = list(node.parents)
            if not any(parent.name in NO_PROSE for parent in parents):
                self.total += len(node)
                self._in_element.update({id(parent): len(node) for parent in parents})

    def of(self, tag: Tag) -> int:
        return self._in_element[id(tag)]


def holds_article(tag: Tag, prose: Prose) -> bool:
    """Whether an element that looks like furniture holds most of the page's prose, or its title."""
    if tag.name == "header" and tag.find("h1") and tag.find_parent(["article", "main"]):
        return True
    return prose.of(tag) * 2 > prose.total


def is_layout(tag: Tag) -> bool:
    """Whether a table or list only places blocks on the page: it has headings, or no grid of short cells."""
    if tag.find(["h1", "h2", "h3", "table"] if tag.name == "table" else ["h1", "h2", "h3", "p", "div"]):
        return True
    if tag.name == "table":  # no table in it, so each cell is read once
        rows = [
            [cell.get_text().strip() for cell in row.find_all(["td", "th"])] for row in tag.find_all("tr")
        ]
        grid = [row for row in rows if len(row) >= 2]
        return (
            len(grid) < 2
            or len(grid) * 2 <= len(rows)
            or any(len(cell) > 200 for row in rows for cell in row)
        )
    return False


def is_link_list(tag: Tag) -> bool:
    """Whether a list is nothing but links: navigation or other articles, not a list of the article's."""
    text = squeezed(tag.get_text())
    links = sum(len(squeezed(link.get_text())) for link in tag.find_all("a"))
    return tag.name in ("ul", "ol", "dl") and len(tag.find_all("a")) >= 2 and links * 10 >= len(text) * 8
