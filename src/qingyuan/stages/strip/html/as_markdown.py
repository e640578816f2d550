"""Elements of a page as lines of Markdown, white space as a browser shows it."""

from __future__ import annotations

import html as entities
import re

from bs4 import Tag
from bs4.element import PageElement
from markdownify import MarkdownConverter

from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.shape import is_heading
from qingyuan.text.characters import EAST_ASIA

# Elements that Markdown has a form of its own for: converted as a whole.
WHOLE = frozenset({"table", "ul", "ol", "pre", "blockquote", "dl", "figure"})
TRACKER = re.compile(r"1x1|pixel|track|stat|counter|beacon|blank\.gif|spacer", re.IGNORECASE)


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


def markdown_of(nodes: list[PageElement]) -> str:
    """The nodes as Markdown, white space as a browser shows it."""
    source = "".join(
        str(node) if isinstance(node, Tag) else entities.escape(str(node), quote=False) for node in nodes
    )
    if len(nodes) == 1 and isinstance(nodes[0], Tag) and nodes[0].name in WHOLE:
        made = str(_Markdown().convert(source))
        return re.sub(r"\n{3,}", "\n\n", made).strip("\n")
    paragraphs = re.split(r"<br\s*/?>", source)
    lines = [shown_line(str(_Markdown().convert(paragraph))) for paragraph in paragraphs]
    return "\n\n".join(_plain_if_heading(line) for line in lines if line)


def _plain_if_heading(line: str) -> str:
    """A numbered heading set in bold, as its text: the number says what it is."""
    bold = re.fullmatch(r"\*\*([^*]+)\*\*", line)
    return bold[1].strip() if bold and is_heading(unmask_disguise(bold[1]).text) else line


def heading_line(tag: Tag) -> str:
    """A heading's line; numbered ones and the title stay plain, for the structure stage knows their level."""
    text = shown_line(tag.get_text())
    if not text or tag.name == "h1" or is_heading(unmask_disguise(text).text):
        return text
    return f"{'#' * max(2, int(tag.name[1]))} {text}"


def shown_line(text: str) -> str:
    """White space as a browser shows it; a line break between two Han is none."""
    text = re.sub(rf"(?<=[{EAST_ASIA}，。：；！？])\s*\n\s*(?=[{EAST_ASIA}，。：；！？])", "", text)
    return re.sub(r"[ \t\r\n\xa0]+", " ", text).strip()
