"""From an HTML page to the lines of its article, with an account of everything a reader could see.

BeautifulSoup (lxml) reads the page; readability is asked which part is the article, but only as an adviser:
a paragraph that it drops and our own reading keeps is kept. Whatever is left out is listed with a reason,
and the edits point into the HTML, so that the page can be rebuilt from the trail.
"""

from __future__ import annotations

import copy
import datetime
import html as entities
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString, PageElement, PreformattedString
from markdownify import MarkdownConverter

from qingyuan.document import NOTHING, Edit, Finding, Found
from qingyuan.rule import Rule
from qingyuan.stages.strip.boilerplate import SITE_IN_BANNER
from qingyuan.stages.strip.boilerplate import furniture as furniture_kind
from qingyuan.stages.strip.folding import fold, line_key
from qingyuan.stages.strip.shape import is_heading
from qingyuan.text import dates
from qingyuan.view import View

NAME = "strip/html"
TOO_DEEP = "elements are nested so deep that lists, links and emphasis at the bottom were read as plain text"
# Each part is taken once (`?+`, `*+`, `(?>…)`): if a comment could also end at a later `-->`, every comment more
# would double the time.
LOOKS_LIKE_HTML = re.compile(
    r"""
    \s*+ (?: <\?xml [^>]*+ > \s*+ )?+
    (?: (?> <!-- .*? --> ) \s*+ )*+
    (?: <!doctype \s++ html | <(?:html|head|body) [\s>]
      | <(?:div|article|main|section|table) [\s>] (?= (?> .*? </?(?:div|p|td|section|article) [\s>] ){4} ) )
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
NEVER_SHOWN = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "meta",
        "link",
        "iframe",
        "object",
        "svg",
        "canvas",
        "select",
        "option",
        "textarea",
    }
)
BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
    }
    | {
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
    }
    | {
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
    }
    | {"thead", "tr", "ul", "button", "input", "label"}
)
BLOCK_NAMES = sorted(BLOCKS)
DEEPEST = 100
"""Elements inside one another whose nesting is read. Two handbooks nest 15 deep at most; those who read the tree
are recursive, and beyond some 250 Python stops them."""
# Elements that Markdown has a form of its own for: converted as a whole.
WHOLE = frozenset({"table", "ul", "ol", "pre", "blockquote", "dl", "figure"})
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
TRACKER = re.compile(r"1x1|pixel|track|stat|counter|beacon|blank\.gif|spacer", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text of the page that is not among the lines, and why."""

    text: str
    reason: str
    visible: bool = True


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text of the page in reading order: [start, end) counts its characters other than white space."""

    start: int
    end: int
    lines: str  # what it becomes; "" if it is left out
    reason: str
    text: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article's lines, what the page says about it, and what was left out."""

    text: str
    metadata: dict[str, object]
    left_out: tuple[LeftOut, ...]
    kept: tuple[str, ...]  # the visible text of each part kept, as it stands on the page
    pieces: tuple[_Piece, ...]
    flattened: bool  # nested deeper than `DEEPEST`: below, the text was read and no marks


def looks_like_html(text: str) -> bool:
    """Whether a text is an HTML page or a part of one, and not Markdown that uses a tag here and there.

    >>> looks_like_html("<!DOCTYPE html><html><body><p>正文</p></body></html>")
    True
    >>> looks_like_html("逾期还款的问<ins>题</ins>")
    False
    """
    return bool(LOOKS_LIKE_HTML.match(text[:20_000]))


class _Markdown(MarkdownConverter):
    """Tables, lists, links, images and code as Markdown; nothing escaped, for the text goes on as text."""

    class Options:
        heading_style = "ATX"
        bullets = "-"
        escape_asterisks = False
        escape_underscores = False
        escape_misc = False
        strip = ("u", "font", "span")

    def convert_a(self, el: Tag, text: str, *args: object, **kwargs: object) -> str:
        """Links that lead somewhere; an anchor or a script is only its text."""
        target = str(el.get("href") or "")
        if (
            not text.strip()
            or not target
            or target.startswith(("#", "javascript:"))
            or target == text.strip()
        ):
            return text
        return f"[{text.strip()}]({target})"

    def convert_img(self, el: Tag, *args: object, **kwargs: object) -> str:
        """Images with what they say; trackers and spacers go."""
        source = str(el.get("data-src") or el.get("data-original") or el.get("src") or "")
        if not source or TRACKER.search(source) or {str(el.get("width")), str(el.get("height"))} & {"0", "1"}:
            return ""
        return f"![{str(el.get('alt') or '').strip()}]({source})"


def extract(html: str) -> Extracted:
    """The article's lines of an HTML page.

    >>> extract("<html><body><h1>标题</h1><p>正文&amp;一</p><script>x()</script></body></html>").text
    '标题\\n\\n正文&一\\n'
    """
    soup = BeautifulSoup(html, "lxml")
    flattened = flatten(soup)
    pieces = tuple(_pieces(soup, _advised(html)))
    metadata = _metadata(soup)
    for piece in pieces:
        if (
            not piece.lines
            and "site" not in metadata
            and (site := SITE_IN_BANNER.search(fold(piece.text).text.strip()))
        ):
            left, right = fold(piece.text.strip()).span(*site.span(1))
            metadata["site"] = piece.text.strip()[left:right]
    lines = [piece.lines for piece in pieces if piece.lines]
    return Extracted(
        "\n\n".join(lines) + "\n" if lines else "",
        metadata,
        tuple(
            LeftOut(piece.text, piece.reason, piece.visible)
            for piece in pieces
            if not piece.lines and piece.text
        ),
        tuple(piece.text for piece in pieces if piece.lines),
        pieces,
        flattened,
    )


def flatten(soup: BeautifulSoup) -> bool:
    """Whether the page nests elements deeper than `DEEPEST`; what lay below then stands there side by side.

    All text stays, in its order, and so do the innermost blocks; links, emphasis and the like are dropped.
    """
    depths = {id(soup): 0}
    too_deep: list[Tag] = []
    for tag in soup.find_all(True):
        depths[id(tag)] = depth = depths[id(tag.parent)] + 1
        if depth == DEEPEST and tag.find(True):
            too_deep.append(tag)
    for tag in too_deep:
        side_by_side = _side_by_side(tag)
        tag.clear()
        tag.extend(side_by_side)
    return bool(too_deep)


def _side_by_side(tag: Tag) -> list[PageElement]:
    """Copies of what a tag holds, in order: its texts, and the innermost blocks around texts."""
    holds_block: set[int] = set()
    for inner in reversed(tag.find_all(True)):  # children before their parents
        if inner.name in BLOCKS or id(inner) in holds_block:
            holds_block.add(id(inner.parent))
    made = tag.copy_self()
    copies = {id(tag): made}  # where the copies of what an element holds go
    for node in tag.descendants:
        into = copies[id(node.parent)]
        if not isinstance(node, Tag):
            into.append(copy.copy(node))
            continue
        innermost = node.name in BLOCKS and id(node) not in holds_block
        if into.name not in NEVER_SHOWN and (innermost or node.name in NEVER_SHOWN or not node.contents):
            into.append(shell := node.copy_self())
            into = shell
        copies[id(node)] = into
    return list(made.contents)


def _advised(html: str) -> frozenset[str]:
    """The paragraphs that readability takes for the article, as keys."""
    from readability import Document  # type: ignore[import-untyped]
    from readability.readability import Unparseable  # type: ignore[import-untyped]

    try:
        summary = Document(html).summary()
    except (Unparseable, ValueError, TypeError):
        return frozenset()
    texts = BeautifulSoup(summary, "lxml").find_all(["p", "li", "td", "h2", "h3", "h4", "div"])
    return frozenset(key for each in texts if len(key := line_key(each.get_text())) >= 4)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _is_text(node: PageElement) -> bool:
    return isinstance(node, NavigableString) and not isinstance(node, (Comment, PreformattedString))


def _text_of(node: PageElement, separator: str = "") -> str:
    """All text in a node; unlike `get_text`, that of scripts too, for everything is accounted for."""
    if not isinstance(node, Tag):
        return str(node) if _is_text(node) else ""
    return separator.join(str(text) for text in node.find_all(string=True) if _is_text(text))


def _why_left_out(tag: Tag) -> tuple[str, bool]:
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


class _Prose:
    """How many characters of a page, and of each of its elements, stand in sentences, links left aside."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.total = 0
        self._in_element: Counter[int] = Counter()
        for node in soup.find_all(string=True):
            if not _is_text(node) or len(node) < 20 or not re.search(r"[，,。]", node):
                continue
            parents = list(node.parents)
            if not any(parent.name in NO_PROSE for parent in parents):
                self.total += len(node)
                self._in_element.update({id(parent): len(node) for parent in parents})

    def of(self, tag: Tag) -> int:
        return self._in_element[id(tag)]


def _holds_article(tag: Tag, prose: _Prose) -> bool:
    """Whether an element that looks like furniture holds most of the page's prose, or its title."""
    if tag.name == "header" and tag.find("h1") and tag.find_parent(["article", "main"]):
        return True
    return prose.of(tag) * 2 > prose.total


def _pieces(soup: BeautifulSoup, advised: frozenset[str]) -> Iterator[_Piece]:
    """The text of the page in order, cut into what is kept and what is left out."""
    prose = _Prose(soup)
    main = _main(soup, prose)
    counted = 0
    before = ""  # the last line kept
    inline: list[PageElement] = []

    def count(node: PageElement) -> int:
        if isinstance(node, Tag):
            return len(_squeezed(_text_of(node)))
        return len(_squeezed(str(node))) if _is_text(node) else 0

    def piece(lines: str, reason: str, text: str, size: int, visible: bool = True) -> _Piece:
        nonlocal counted, before
        counted += size
        before = lines.rsplit("\n", 1)[-1] or before
        return _Piece(counted - size, counted, lines, reason, text, visible)

    def flush() -> Iterator[_Piece]:
        if not inline:
            return
        nodes, size = list(inline), sum(count(node) for node in inline)
        inline.clear()
        text = "".join(map(_text_of, nodes))
        lines = _markdown_of(nodes)
        if size or lines:
            yield piece(lines, "" if lines else "empty", text, size)

    def walk(tag: Tag, furniture: str) -> Iterator[_Piece]:
        for child in tag.children:
            if not isinstance(child, Tag):
                if _is_text(child):
                    inline.append(child)
                continue
            reason, visible = _why_left_out(child)
            if reason and not visible:
                yield from flush()
                yield piece("", reason, _text_of(child), count(child), visible=False)
                continue
            if reason and _holds_article(child, prose):
                reason = ""
            if child.name not in BLOCKS and not reason and not child.find(BLOCK_NAMES):
                inline.append(child)
                continue
            yield from flush()
            if reason and not _advised_text(child, advised):
                yield piece("", reason, _text_of(child, "\n"), count(child))
            elif child.name in WHOLE and not (child.name in ("table", "ul", "ol") and _is_layout(child)):
                size, text = count(child), _text_of(child, "\n")
                inside = any(parent is main for parent in child.parents)
                others = _is_link_list(child) and (not inside or furniture_kind(fold(before).text))
                lines = "" if others else _markdown_of([child])
                yield piece(lines, "" if lines else "list of links", text, size)
            elif re.fullmatch(r"h[1-6]", child.name or ""):
                size, text = count(child), _text_of(child)
                yield piece(_heading(child), "", text, size)
            else:
                yield from walk(child, reason)
        yield from flush()

    yield from walk(soup, "")


def _main(soup: BeautifulSoup, prose: _Prose) -> Tag | None:
    """The smallest element that holds most of the page's prose."""
    holders = [tag for tag in soup.find_all(BLOCK_NAMES) if prose.of(tag) * 10 > prose.total * 6]
    return holders[-1] if holders else None


def _advised_text(tag: Tag, advised: frozenset[str]) -> bool:
    """Whether readability takes most of an element for the article: then its name misled us."""
    paragraphs = [line_key(each.get_text()) for each in tag.find_all("p")]
    known = [key for key in paragraphs if len(key) >= 20]
    return len(known) >= 2 and sum(key in advised for key in known) * 2 > len(known)


def _is_layout(tag: Tag) -> bool:
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


def _is_link_list(tag: Tag) -> bool:
    """Whether a list is nothing but links: navigation or other articles, not a list of the article's."""
    text = _squeezed(tag.get_text())
    links = sum(len(_squeezed(link.get_text())) for link in tag.find_all("a"))
    return tag.name in ("ul", "ol", "dl") and len(tag.find_all("a")) >= 2 and links * 10 >= len(text) * 8


def _heading(tag: Tag) -> str:
    """A heading's line; numbered ones and the title stay plain, for the structure stage knows their level."""
    text = _line(tag.get_text())
    if not text or tag.name == "h1" or is_heading(fold(text).text):
        return text
    return f"{'#' * max(2, int(tag.name[1]))} {text}"


def _line(text: str) -> str:
    """White space as a browser shows it; a line break between two Han is none."""
    text = re.sub(r"(?<=[\u3000-\u9fff，。：；！？])\s*\n\s*(?=[\u3000-\u9fff，。：；！？])", "", text)
    return re.sub(r"[ \t\r\n\xa0]+", " ", text).strip()


def _markdown_of(nodes: list[PageElement]) -> str:
    """The nodes as Markdown, white space as a browser shows it."""
    source = "".join(
        str(node) if isinstance(node, Tag) else entities.escape(str(node), quote=False) for node in nodes
    )
    if len(nodes) == 1 and isinstance(nodes[0], Tag) and nodes[0].name in WHOLE:
        made = str(_Markdown().convert(source))
        return re.sub(r"\n{3,}", "\n\n", made).strip("\n")
    paragraphs = re.split(r"<br\s*/?>", source)
    lines = [_line(str(_Markdown().convert(paragraph))) for paragraph in paragraphs]
    return "\n\n".join(_plain_if_heading(line) for line in lines if line)


def _plain_if_heading(line: str) -> str:
    """A numbered heading set in bold, as its text: the number says what it is."""
    bold = re.fullmatch(r"\*\*([^*]+)\*\*", line)
    return bold[1].strip() if bold and is_heading(fold(bold[1]).text) else line


# --- what the page's head says -----------------------------------------------------------------------------


def _metadata(soup: BeautifulSoup) -> dict[str, object]:
    """Title, date, author, category and site as meta elements, JSON-LD and `time` give them."""
    meta: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        if name and tag.get("content"):
            meta.setdefault(name, str(tag["content"]).strip())
    linked = _json_ld(soup)

    def first(*names: str) -> str:
        return next((meta[name] for name in names if meta.get(name)), "")

    found: dict[str, object] = {}
    date = first(
        "article:published_time",
        "datepublished",
        "pubdate",
        "publishdate",
        "og:published_time",
        "bytedance:published_time",
    )
    moment = _moment(date or linked.get("datePublished", ""))
    if moment is None and (time := soup.find("time", attrs={"datetime": True, "itemprop": "datePublished"})):
        moment = _moment(str(time["datetime"]))
    if moment:
        found["date"] = moment
    for key, value in (
        ("author", first("author", "article:author") or linked.get("author", "")),
        ("category", first("article:section") or linked.get("articleSection", "")),
        ("site", first("og:site_name")),
    ):
        if 1 < len(value) <= 20 and not value.startswith("http"):
            found[key] = value
    if title := _title(soup, linked.get("headline", "") or first("og:title")):
        found["title"] = title
    return found


def _title(soup: BeautifulSoup, given: str) -> str:
    """The title, if the page's head and its body agree on one; the body's own wording counts."""
    shown = _line(soup.title.get_text()) if soup.title else ""
    heading = soup.find("h1")
    if heading and (text := _line(heading.get_text())):
        if line_key(text) and (line_key(text) in line_key(given) or line_key(text) in line_key(shown)):
            return text
        return ""  # the site's logo, or a page of several articles: the title rule decides
    # No heading: what stands in the window's title before the site's name, if the text is about it.
    named = re.split(r"\s*[_|｜–—-]\s*", given or shown)[0].strip()
    pairs = {named[at : at + 2] for at in range(len(named) - 1)}
    body = soup.body.get_text() if soup.body else ""
    about = pairs and sum(body.count(pair) >= 2 for pair in pairs) * 2 > len(pairs)
    return named if about and 6 <= len(named) <= 60 else ""


def _json_ld(soup: BeautifulSoup) -> dict[str, str]:
    """What the first JSON-LD article says, as plain strings."""
    for tag in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(tag.get_text())
        except ValueError:
            continue
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict) and "Article" in str(item.get("@type", "")) + str(
                item.get("headline", "") and "Article"
            ):
                author = item.get("author")
                named = author.get("name") if isinstance(author, dict) else author
                known = {key: item.get(key) for key in ("datePublished", "headline", "articleSection")} | {
                    "author": named
                }
                return {key: value for key, value in known.items() if isinstance(value, str)}
    return {}


def _moment(text: str) -> datetime.date | datetime.datetime | None:
    """The first date in a value of the head, in the page's own time of day."""
    return next((dated.date for dated in dates.find(text)), None)


# --- back into the HTML -----------------------------------------------------------------------------------

TOKEN = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style|textarea|title)\b.*?</(?P=raw)\s*>|<!\[CDATA\[.*?\]\]>|"
    r"</?[a-zA-Z][^>]*>|<[!?][^>]*>|(?P<entity>&(?:#\d+|#x[\da-fA-F]+|\w+);?)|(?P<text>[^<&]+|.)",
    re.DOTALL | re.IGNORECASE,
)
RAW_TEXT = re.compile(r"<(?:script|style|textarea|title)\b[^>]*>", re.IGNORECASE)


def _characters(html: str) -> tuple[str, list[tuple[int, int]]]:
    """The page's text without white space, entities decoded, and where each character stands in the HTML."""
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in TOKEN.finditer(html):
        if match["entity"]:
            for char in entities.unescape(match[0]):
                if not char.isspace():
                    text.append(char)
                    spans.append(match.span())
        else:
            start, end = match.span("text")
            if match["raw"]:
                start = match.start() + RAW_TEXT.match(match[0]).end()  # type: ignore[union-attr]
                end = match.start() + match[0].rindex("</")
            for at in range(start, end):
                if not html[at].isspace():
                    text.append(html[at])
                    spans.append((at, at + 1))
    return "".join(text), spans


def find_html(view: View) -> Found:
    """The edits from an HTML page to its article's lines."""
    if not looks_like_html(view.text):
        return NOTHING
    extracted = extract(view.text)
    metadata = {key: value for key, value in extracted.metadata.items() if key not in view.metadata}
    doubts = (Finding(NAME, 0, view.text[:40], (), TOO_DEEP),) if extracted.flattened else ()
    return Found(_edits(view.text, extracted), doubts, metadata)


def _edits(html: str, extracted: Extracted) -> tuple[Edit, ...]:
    """Deletions of markup and of what is left out; kept characters stay where they stand.

    Each edit runs between two characters that stay, so the edits give the lines whether or not every
    character could be found again; what could not is deleted and written anew.
    """
    text, spans = _characters(html)
    source = "".join(_squeezed(piece.text) for piece in extracted.pieces)
    known = source == text
    edits: list[Edit] = []
    at = 0  # how far the HTML is dealt with
    pending = ""  # text to write before the next character that stays
    last_end = 0

    def stays(start: int, end: int) -> None:
        nonlocal at, pending
        if start > at or pending:
            edits.append(Edit(at, html[at:start], pending, "markup"))
        pending = ""
        at = end

    separator = ""
    for piece in extracted.pieces:
        if not piece.lines:
            if known and piece.visible and piece.end > piece.start:
                start, end = spans[piece.start][0], spans[piece.end - 1][1]
                if start >= at:
                    if start > at or pending:
                        edits.append(Edit(at, html[at:start], pending, "markup"))
                        pending = ""
                    edits.append(Edit(start, html[start:end], "", piece.reason))
                    at = end
            continue
        pending += separator
        separator = "\n\n"
        cursor = piece.start
        for char in piece.lines:
            if (
                known
                and cursor < piece.end
                and text[cursor] == char
                and spans[cursor][0] >= at
                and html[slice(*spans[cursor])] == char
            ):
                stays(*spans[cursor])
                cursor += 1
            else:
                pending += char
                if known and cursor < piece.end and text[cursor] == char:
                    cursor += 1  # written anew: an entity
        last_end = piece.end
    if last_end or extracted.text:
        pending += "\n" if extracted.text else ""
    if at < len(html) or pending:
        edits.append(Edit(at, html[at:], pending, "markup"))
    return tuple(edit for edit in edits if edit.before != edit.after)


HTML = Rule(
    name=NAME,
    find=find_html,
    examples=(
        (
            "<!DOCTYPE html>\n<html><head><title>花呗逾期怎么办</title></head>"
            "<body><nav>首页</nav><h1>花呗逾期怎么办</h1>"
            "<p>先看<b>清楚</b>账单&nbsp;。</p><script>track()</script></body></html>\n",
            "花呗逾期怎么办\n\n先看**清楚**账单 。\n",
        ),
        (
            "<html><body><p>表格：</p><table><tr><th>机构</th><th>电话</th></tr><tr><td>支付宝</td><td>95188</td></tr></table></body></html>",
            "表格：\n\n| 机构 | 电话 |\n| --- | --- |\n| 支付宝 | 95188 |\n",
        ),
    ),
    keep=(
        '逾期还款的问<ins class="restored">题</ins>。\n',
        "a < b 且 c > d\n",
        "用 `<div>` 包住一段文字。\n\n```html\n<html></html>\n```\n",
    ),
)
