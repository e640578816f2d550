"""What HTML an article may hold: one table, for the wall of the site (`site/wall.py`) and for the check.

What is not in it is refused: elements, attributes, addresses. Nothing here runs, loads, covers or moves a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from qingyuan.text import links
from qingyuan.text.code import code_beyond_doubt
from qingyuan.text.spans import lines_of

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """The allow-list. Chosen by what Markdown and the extensions of mkdocs.yml write, and by what editors need."""

    elements: Mapping[str, frozenset[str]]
    """The elements, each with its own attributes."""
    everywhere: frozenset[str]
    """The attributes that each element may have."""
    schemes: frozenset[str]
    """Of addresses that a link leads to; a relative address has none."""
    classes: frozenset[str]
    """Classes decide: those of the theme cover the page (`md-overlay`) or load a script from elsewhere (`mermaid`)."""
    class_of_code: re.Pattern[str]
    anchor: re.Pattern[str]
    """Ids, as a whole. The theme's own begin with two underscores (`__search`), ours with `qy-`."""
    names_of_the_browser: frozenset[str]
    """No ids but of headings: scripts would find the element where they look for what the browser has there."""
    dropped_with_content: frozenset[str]
    """Elements whose text no reader ever saw. The text of all other refused elements stays: nothing is lost."""


ALLOWED = Allowed(
    elements={
        **{
            name: frozenset[str]()
            for name in (
                *("abbr b blockquote br caption cite code dd del dfn div dl dt em figcaption figure".split()),
                *("hr i ins kbd mark p pre q rp rt ruby s samp small span strong sub summary sup".split()),
                *("table tbody tfoot thead tr u ul var wbr".split()),
            )
        },
        **{name: frozenset[str]() for name in _HEADINGS},
        "a": frozenset({"href"}),
        "details": frozenset({"open"}),  # `???+` writes it
        "img": frozenset({"src", "alt", "width", "height", "loading"}),
        "input": frozenset({"type", "checked", "disabled"}),  # task lists; the wall makes a checkbox of each
        "li": frozenset({"value"}),
        "ol": frozenset({"start", "type", "reversed"}),
        "td": frozenset({"align", "colspan", "rowspan"}),
        "th": frozenset({"align", "colspan", "rowspan", "scope"}),
    },
    everywhere=frozenset({"class", "id", "lang", "title"}),
    schemes=links.SCHEMES,
    classes=frozenset(
        {
            *("admonition admonition-title".split()),
            # The kinds of admonitions and details that the theme colors.
            *("note abstract summary tldr info todo tip hint important success check done question".split()),
            *("help faq warning caution attention failure fail missing danger error bug example".split()),
            *("snippet quote cite seealso".split()),
            *("footnote footnote-ref footnote-backref headerlink task-list task-list-item".split()),
            *("highlight highlighttable linenos linenodiv normal special code filename".split()),
            "restored",  # the pipeline writes it
            "qy-hero__lead",  # docs/index.md: the sentence below the name of the site
        }
    ),
    class_of_code=re.compile(
        r"[a-z]{1,3}[0-9]?|l-[A-Z][A-Za-z-]+|language-[\w+#.-]+"
    ),  # Pygments: `c1`, `err`, `l-Scalar-Plain`
    anchor=re.compile(r"(?!__|qy-)[^\s\"'<>&`=\x00-\x20]{1,200}", re.IGNORECASE),
    names_of_the_browser=frozenset(
        {
            *("body head document documentelement window self top parent frames location history".split()),
            *("navigator origin cookie forms images links scripts anchors domain referrer title".split()),
            *("queryselector queryselectorall getelementbyid createelement addeventlistener".split()),
            *("localstorage sessionstorage fetch url eval alert name status event opener mermaid".split()),
        }
    ),
    dropped_with_content=frozenset({"script", "style"}),
)

_ALIGNMENTS = frozenset({"left", "center", "right"})


def kept(element: str, attribute: str, value: str) -> str | None:
    """What stays of an attribute's value on an allowed element; None if the attribute goes.

    >>> kept("a", "href", "JavaScript:alert(1)"), kept("td", "style", "text-align: left")
    (None, None)
    >>> kept("p", "class", "note md-overlay")
    'note'
    """
    if attribute not in ALLOWED.everywhere and attribute not in ALLOWED.elements.get(element, ()):
        return None
    match attribute:
        case "href":
            return value if links.leads_well(value) else None
        case "src":
            return value if links.shows_well(value) else None
        case "align":
            return value if value in _ALIGNMENTS else None
        case "class":
            return " ".join(name for name in value.split() if _is_class(name)) or None
        case "id":
            return value if _is_anchor(element, value) else None
    return value


def _is_class(name: str) -> bool:
    return name in ALLOWED.classes or ALLOWED.class_of_code.fullmatch(name) is not None


def _is_anchor(element: str, value: str) -> bool:
    known = element not in _HEADINGS and value.lower() in ALLOWED.names_of_the_browser
    return ALLOWED.anchor.fullmatch(value) is not None and not known


# -- Looking -----------------------------------------------------------------------------------------------------

_SPACE = r"[ \t\n\f\r]"
# Start tags by the rules of the HTML Standard (§13.2.5). What is read is never read again: time grows with the text.
_TAG = re.compile(
    rf"""
    < (?P<name> [a-z][^ \t\n\f\r/>]*+ )
    (?P<attributes>
      (?>(?: [ \t\n\f\r/]++
        | [^ \t\n\f\r/>][^ \t\n\f\r/>=]*+
          (?>(?: {_SPACE}*+ = {_SPACE}*+
              (?: "[^"]*+ (?:"|\Z) | '[^']*+ (?:'|\Z) | (?=>) | [^ \t\n\f\r>"'][^ \t\n\f\r>]*+ | \Z ) )?)
      )*)
    ) (?: > | \Z )
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_ATTRIBUTE = re.compile(
    rf"""
    (?P<name> [^ \t\n\f\r/>][^ \t\n\f\r/>=]*+ )
    (?>(?: {_SPACE}*+ = {_SPACE}*+
        (?>(?: "(?P<double>[^"]*+)"?+ | '(?P<single>[^']*+)'?+ | (?P<bare>[^ \t\n\f\r>"'][^ \t\n\f\r>]*+) )?) )?)
    """,
    re.VERBOSE | re.ASCII,
)
_NAME = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)
QUOTED = 24
"""Characters of a value in a message: enough to find it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A place where something stands that is not allowed: `what` is shown to editors."""

    at: int
    what: str


def refused_in(html: str, start: int = 0, end: int | None = None) -> Iterator[Refused]:
    """What of [start, end) the wall takes out of HTML, for a message: the wall has a parser of its own.

    >>> [each.what for each in refused_in('<p onclick="x()">一<iframe src=x></iframe>')]
    ['onclick', '<iframe>']
    """
    for tag in _TAG.finditer(html, start, len(html) if end is None else end):
        name = tag["name"].lower()
        # <https://…> and <甲@乙.cn> are addresses, and what is not closed is a sign to Markdown: a<b.
        if not _NAME.fullmatch(name) or not tag[0].endswith(">"):
            continue
        if name not in ALLOWED.elements:
            yield Refused(tag.start(), f"<{name}>")
            continue
        for found in _ATTRIBUTE.finditer(tag["attributes"]):
            value = unescape(found["double"] or found["single"] or found["bare"] or "")
            if said := _refusal(name, found["name"].lower(), value):
                yield Refused(tag.start(), said)


def _refusal(element: str, attribute: str, value: str) -> str:
    """What an editor is told of an attribute of which something goes; empty if it stays."""
    if attribute == "markdown":  # of md_in_html, which reads it and takes it away
        return ""
    left = kept(element, attribute, value)
    if left is not None and (attribute != "class" or left.split() == value.split()):
        return ""
    if attribute not in {"align", "class", "href", "id", "src", "style"}:
        return attribute
    short = " ".join(value.split())
    return f"{attribute}={short[:QUOTED]}" + ("…" if len(short) > QUOTED else "")


_NOT_A_LINE_END = re.compile(r"[^\n]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TARGET = re.compile(
    r"""
    (?P<picture>!?) (?:\[[^\[\]\n]*\]) \( [ ]* (?: <(?P<angle>[^<>\n]*)> | (?P<plain>[^\s()]+) )   # [a](b)
  | ^[ ]{0,3} \[[^\[\]\n]+\]: [ ]* <? (?P<defined>[^\s<>]+)                                       # [a]: b
  | < (?P<auto> [a-z][a-z0-9+.-]* : [^\s<>]*+ ) >                                                # <a:b>
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_LIST_OF_ATTRIBUTES = re.compile(r"\{:?[ ]*+(?P<attributes>[^{}\n]++)\}")
# What no article gives any element; the rest of what braces may hold is left to the wall.
_OF_NO_ELEMENT = re.compile(
    r"(?:^|\s)(?P<name>on[a-z]+|style|srcdoc|srcset|formaction|name|ping|background)\s*=", re.IGNORECASE
)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """From blank line to blank line: a tag that nobody closed takes no more with it."""
    begin = 0
    for start, line in lines_of(text):
        if not line.strip():
            yield begin, start
            begin = start + len(line)
    yield begin, len(text)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with blanks in place of spans in order, line ends kept."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], _NOT_A_LINE_END.sub(" ", text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def refused_in_markdown(markdown: str) -> list[Refused]:
    """The places of a Markdown body that the wall would refuse, in order.

    A look at the source and not at what becomes of it: tags, targets of links and attributes in braces, outside
    of code. What hides behind several steps (an address made of references) is left to the build.

    >>> [each.what for each in refused_in_markdown("一<script>x</script>，[二](javascript:x)，`<b onclick=x>`")]
    ['<script>', 'javascript:x']
    """
    text = _without(markdown, code_beyond_doubt(markdown))
    text = _without(text, (match.span() for match in _COMMENT.finditer(text)))
    found = [refused for start, end in _paragraphs(text) for refused in refused_in(text, start, end)]
    for target in _TARGET.finditer(text):
        address = unescape(next(filter(None, target.group("angle", "plain", "defined", "auto")), ""))
        if not links.leads_well(address) or (target["picture"] and not links.shows_well(address)):
            found.append(Refused(target.start(), address[:QUOTED]))
    for braces in _LIST_OF_ATTRIBUTES.finditer(text):
        for name in _OF_NO_ELEMENT.finditer(braces["attributes"]):
            found.append(Refused(braces.start(), name["name"].lower()))
    return sorted(found, key=lambda refused: refused.at)
