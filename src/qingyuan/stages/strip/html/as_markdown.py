"""Elements of a page as lines of Markdown, white space as a browser shows it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.html.segment import IMAGE_SOURCES
from qingyuan.stages.strip.shape import is_heading
from qingyuan.text.characters import EAST_ASIA

PLACEHOLDER = re.compile(r"(?:data|about|javascript|blob):|#", re.IGNORECASE)
IMAGES = re.compile(r"(?>(?:!\[[^\[\]\n]*+\]\([^()\s]*+\)\s*+)+)")
TRACKER = re.compile(r"1x1|pixel|track|stat|counter|beacon|blank\.gif|spacer", re.IGNORECASE)
LINE_BREAK = re.compile(r"\n(?=[^\n])")
WHITE_SPACE = re.compile(r"\s+")
HAN_OR_MARK = re.compile(f"[{EAST_ASIA}，。：；！？]")


class _Element(Tag):
    """An element that finds those around it in less time: markdownify asks each whether it stands in `pre`."""

    def find_parent(self, name: object = None, *args: object, **kwargs: object) -> Tag | None:
        """The nearest element around it with a name, or nothing."""
        around = self.parent
        while around is not None and around.name != name:
            around = around.parent
        return around


PICTURES = re.compile(r"(?>(?:!\[[^\]]*+\]\([^)]*+\)\s*+)+)")


class _Markdown(MarkdownConverter):
    """Tables, lists, links, images and code as Markdown; nothing escaped, for the text goes on as text."""

    class Options:
        heading_style = "ATX"
        bullets = "-"
        escape_asterisks = False
        escape_underscores = False
        escape_misc = False
        strip = ("u", "font", "span")

    def convert_a(self, el: Tag, text: str, parent_tags: Collection[str] = (), **kwargs: object) -> str:
        """Links that lead somewhere; an anchor or a script is only its text, and so is a link within code."""
        target = str(el.get("href") or "")
        if (
            not text.strip()
            or "_noformat" in parent_tags
            or not target
            or target.startswith(("#", "javascript:"))
            or target == text.strip()
            or PICTURES.fullmatch(text.strip())  # what it leads to is the picture's own page, or larger
        ):
            return text
        return f"[{text.strip()}]({target})"

    def convert_li(self, el: Tag, text: str, *args: object, **kwargs: object) -> str:
        """Items with the number that the assembly gave them: markdownify counts all items before each."""
        number = el.get("value")
        bullet = f"{number}. " if number else "- "
        text = LINE_BREAK.sub("\n" + " " * len(bullet), text.strip())
        return f"{bullet}{text}\n" if text else "\n"

    def convert_img(self, el: Tag, *args: object, **kwargs: object) -> str:
        """Images with what they say; trackers and spacers go."""
        sources = (str(el.get(name) or "").strip() for name in IMAGE_SOURCES)
        source = next((each for each in sources if each and not PLACEHOLDER.match(each)), "")
        if not source or TRACKER.search(source) or {str(el.get("width")), str(el.get("height"))} & {"0", "1"}:
            return ""
        return f"![{str(el.get('alt') or '').strip()}]({source})"


def markdown_of(sources: Iterable[tuple[str, bool]]) -> Iterator[str]:
    """The Markdown of each source, white space as a browser shows it; all are read at once, which is quicker.

    With each comes whether it is a list, a table or the like; if not, it is a paragraph.
    """
    sources = list(sources)
    if not sources:
        return
    soup = BeautifulSoup(
        "<body>" + "".join(f"<passage>{source}</passage>" for source, _ in sources),
        "lxml",
        element_classes={Tag: _Element},
    )
    for (_, whole), tag in zip(sources, soup.find_all("passage"), strict=True):
        made = str(_converter().convert_soup(tag))
        if whole:
            yield re.sub(r"\n{3,}", "\n\n", made).strip("\n")
        else:
            yield _apart_from_images(_plain_if_heading(shown_line(made)))


@cache
def _converter() -> _Markdown:
    return _Markdown()  # reads its own class for options, which takes longer than a short paragraph


def _plain_if_heading(line: str) -> str:
    """A numbered heading set in bold, as its text: the number says what it is."""
    bold = re.fullmatch(r"\*\*([^*]+)\*\*", line)
    return bold[1].strip() if bold and is_heading(unmask_disguise(bold[1]).text) else line


def _apart_from_images(line: str) -> str:
    """A paragraph with the images at its ends on lines of their own, as a page shows all but the smallest."""
    runs = list(IMAGES.finditer(line))
    start = runs[0].end() if runs and runs[0].start() == 0 else 0
    end = runs[-1].start() if runs and runs[-1].end() == len(line) else len(line)
    if start >= end:
        return line
    parts = (line[:start].strip(), line[start:end].strip(), line[end:])
    return "\n\n".join(filter(None, parts))


def heading_line(level: int, text: str) -> str:
    """A heading's line; numbered ones and the title stay plain, for the structure stage knows their level."""
    text = shown_line(text)
    if not text or level == 1 or is_heading(unmask_disguise(text).text):
        return text
    return f"{'#' * max(2, level)} {text}"


def _without_break(space: re.Match[str]) -> str:
    """White space without a line break that stands in it between two Han; an ideographic space counts as one."""
    run, text = space[0], space.string
    follows_han = space.start() and HAN_OR_MARK.match(text, space.start() - 1)
    start = 0 if follows_han else run.find("\u3000") + 1
    end = len(run) if HAN_OR_MARK.match(text, space.end()) else run.rfind("\u3000")
    if (not follows_han and not start) or "\n" not in run[start : max(end, start)]:
        return run
    return run[:start] + run[end:]


def shown_line(text: str) -> str:
    """White space as a browser shows it; a line break between two Han is none."""
    if "\n" in text:
        text = WHITE_SPACE.sub(_without_break, text)
    return re.sub(r"[ \t\r\n\xa0]+", " ", text).strip()
