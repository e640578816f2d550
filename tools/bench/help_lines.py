"""Sound lines that `strip` takes from articles of software help, of which nothing should go.

    python -m tools.bench.help_lines --cache DIR

The articles are the pages of libreoffice-help-zh-cn as Markdown: title, headings, paragraphs, items and cells, each
once. Prints every edit of the strip stage (contacts masked), then the counts. A repeated title is no loss, and the
front matter above each article is the bench's own. The fit of the weights does not read this package.
"""

from __future__ import annotations

import argparse
import collections
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

import qingyuan
from qingyuan.stages.strip import mask
from tools.bench import corpora

PACKAGE = "libreoffice-help-zh-cn"
HEADINGS = {"h2": "## ", "h3": "### ", "h4": "#### "}
FEWEST_HAN = 60  # in an article
OURS = frozenset({"strip/front-matter", "strip/title", "strip/repeated-title"})


def articles(cache: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each page that has a title and is Chinese prose."""
    (root,) = corpora.fetch_package(cache, PACKAGE).rglob("help/zh-CN/text")
    for path in sorted(root.rglob("*.html")):
        try:
            tree = lxml_html.fromstring(path.read_bytes())
        except (etree.ParserError, ValueError):
            continue
        boxes = (
            each
            for each in tree.iter("div", "main", "body")
            if each.tag != "div" or each.get("id") == "DisplayArea"
        )
        shown = max(boxes, key=lambda box: ("body", "main", "div").index(str(box.tag)), default=tree)
        title = "".join(map(_text, tree.iter("h1"))) or "".join(map(_text, tree.iter("title")))
        body = "\n\n".join(dict.fromkeys(_lines(shown)))
        if title and len(re.findall(r"[\u4e00-\u9fff]", body)) >= FEWEST_HAN:
            title = title.replace(": ", "：").replace("'", "''")
            yield path.relative_to(root).as_posix(), f"---\ntitle: '{title}'\n---\n\n{body}\n"


def _lines(shown: etree._Element) -> Iterator[str]:
    """The lines of a page as Markdown; of boxes within boxes only the innermost."""
    for element in shown.iter("h2", "h3", "h4", "p", "li", "td"):
        parent = element.getparent()
        if element.tag in ("li", "td") and next(element.iterdescendants("p", "li"), None) is not None:
            continue
        if parent is not None and parent.tag == "p":
            continue
        text = re.sub(r"([\\`*_{}\[\]<>#|~$])", r"\\\1", _text(element))
        if text:
            yield HEADINGS.get(str(element.tag), "") + text


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def taken(text: str) -> Iterator[tuple[str, str, str]]:
    """Rule, kind and text of all that `strip` takes from an article but what the bench put there."""
    for step in qingyuan.clean_and_explain(text).trail:
        if step.rule.startswith("strip/") and step.rule not in OURS:
            for edit in step.edits:
                if edit.before.strip() and edit.kind != "repeated_title":
                    yield step.rule, edit.kind, edit.before.strip()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, required=True, help="where downloaded packages are kept")
    cache: Path = parser.parse_args().cache
    counts: collections.Counter[str] = collections.Counter()
    pages = characters = 0
    for name, text in articles(cache):
        pages, characters = pages + 1, characters + len(text)
        for rule, kind, before in taken(text):
            counts[f"{rule} {kind}"] += 1
            print(f"{name}: {rule} {kind}: {mask(before)}", flush=True)
    print(f"{pages:,} articles, {characters:,} characters, {counts.total()} taken")
    for kind, count in counts.most_common():
        print(f"{count:5} {kind}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
