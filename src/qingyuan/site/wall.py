"""The wall before readers: of a page's body stays what `articles.markup.ALLOWED` has, and what else is shown is text.

Bodies are HTML and go through nh3 (decision 0012). Titles, tags and all other metadata are text until the last
page is read, and from then on HTML that shows this text: templates print them as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import Any

import nh3
from markupsafe import Markup
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from qingyuan.articles.markup import ALLOWED, kept, refused_in, refused_in_markdown
from qingyuan.site.source import decode_source
from qingyuan.site.topic_pages import is_article
from qingyuan.text.spans import LineNumbers

PASSES = 5
"""Until a body stays as it is. Of nested links, tables and the like the first pass makes HTML that a parser reads
otherwise than it was meant; what is given out is read by browsers exactly as it was judged."""

_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED.elements),
    clean_content_tags=set(ALLOWED.dropped_with_content),
    attributes={"*": set(ALLOWED.everywhere)}
    | {name: set(own) for name, own in ALLOWED.elements.items() if own and name != "input"},
    attribute_filter=kept,
    # An input of another type would be a field for passwords. One attribute alone: nh3 sets several in any order.
    tag_attribute_values={"input": {name: {"", name} for name in ("checked", "disabled")}},
    set_tag_attribute_values={"input": {"type": "checkbox"}},
    url_schemes=set(ALLOWED.schemes),
    strip_comments=True,
    link_rel=None,
)


def walled(html: str) -> str:
    """The body of a page without what is not allowed; the text of what goes stays, but for scripts and styles.

    >>> walled('<p onclick="x()">一<blink>二</blink><script>三</script></p>')
    '<p>一二</p>'
    """
    for _ in range(PASSES):
        before, html = html, _CLEANER.clean(html)
        if html == before:
            return html
    return f"<pre>{escape(html)}</pre>"


def complaints(html: str, file: File) -> list[str]:
    """What editors are told of the rendered body of a file, with the line where that is plain."""
    told = dict.fromkeys(refused.what for refused in refused_in(html))
    if not told:
        return []
    source, _ = decode_source(file.content_bytes)
    lines = LineNumbers(source)
    places: dict[str, int] = {}
    for refused in refused_in_markdown(source):
        places.setdefault(refused.what, lines.of(refused.at))
    return [
        (f"第 {places[what]} 行：" if what in places else "") + f"网页上不能有 {what}，已去掉。"
        for what in told
    ]


_DIRECTIVE = re.compile(r"<!--(?=\s*material/tags)", re.IGNORECASE)


def without_directives(markdown: str, file: File) -> str:
    """An article in which a comment is no order to Material's plugin for tags, whose errors end the build.

    The comment shows the same where it is code, and not at all elsewhere.
    """
    return _DIRECTIVE.sub("<!--\N{WORD JOINER}", markdown) if is_article(file) else markdown


# -- What is not the body ----------------------------------------------------------------------------------------


def read_titles(page: Page) -> None:
    """Make text of the titles that MkDocs took from rendered headings: of the page, and of its contents.

    A title from front matter or from the navigation is text already.
    """
    if "title" not in page.meta and "title" not in vars(page) and page.title:
        page.title = unescape(page.title)
    for item in _items(page.toc):
        item.title = unescape(item.title)


def shown(value: Any) -> Any:
    """`value` with all strings in it as HTML that shows them; what shows itself stays the object that it is.

    >>> shown(["a", {"b": "<i>"}, 3])
    ['a', {'b': Markup('&lt;i&gt;')}, 3]
    """
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        safe = escape(value)
        return value if safe == value else Markup(safe)
    if isinstance(value, dict):
        return {shown(key): shown(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [shown(each) for each in value]
    return value


ADDRESSES = frozenset({"template", "topic"})
"""Metadata by which the theme finds something, and that it does not print."""


def show_sections(nav: Navigation) -> Navigation:
    """`nav` with the titles of its sections and links as HTML; a directory that an editor made names a section."""
    for item in _entries(nav.items):
        item.title = shown(item.title)
    return nav


def show_metadata(files: Files) -> None:
    """Make HTML of all titles and metadata of pages: nothing reads them from here on but templates."""
    for file in files.documentation_pages():
        if (page := file.page) is None:
            continue
        page.title = shown(page.title)
        for name, value in page.meta.items():
            page.meta[name] = value if name in ADDRESSES else shown(value)
        for item in _items(page.toc):
            item.title, item.id = shown(item.title), shown(item.id)


def _items(links: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for link in links:
        yield link
        yield from _items(link.children)


def _entries(items: Iterable[Any]) -> Iterator[Section | Link]:
    for item in items:
        if isinstance(item, Section | Link):
            yield item
        if isinstance(item, Section):
            yield from _entries(item.children)
