"""An article file as editors save it, read with forgiveness and an honest word about what was wrong."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from mkdocs.structure.files import File

from qingyuan.articles import front_matter
from qingyuan.site.topic_pages import is_article
from qingyuan.stages.decode import DecodeError, decode


def read_source(file: File) -> tuple[str, list[str]]:
    """What MkDocs gets to see of a page's file, and what its editor must know about it, worst first."""
    text, about_charset = decode_source(file.content_bytes)
    complaints = [about_charset] if about_charset else []
    if not is_article(file):
        return text, complaints
    text, about_front_matter = as_judged(text)
    return text, complaints + about_front_matter


def as_judged(text: str) -> tuple[str, list[str]]:
    r"""An article with its front matter as the check accepts it, and what the check says of the rest.

    Themes obey whatever stands in front matter: a template that does not exist ends the build of all pages.

    >>> as_judged("---\ntitle: 2024\ntemplate: x.html\n---\n正文。\n")[0]
    "---\ntitle: '2024'\n---\n\n正文。\n"
    """
    parts, problems = front_matter.judge(text)
    # An empty mapping keeps MkDocs from looking for metadata in the body.
    head = front_matter.compose(parts.accepted) or "---\n{}\n---\n\n"
    return head + parts.body, [f"第 {problem.line} 行：{problem.message}" for problem in problems]


def decode_source(data: bytes) -> tuple[str, str | None]:
    """The text of a page, with unified line ends, and what an editor must know about its charset.

    >>> decode_source("标题".encode())
    ('标题', None)
    >>> decode_source("标题".encode("gb18030"))[0]
    '标题'
    """
    complaint = None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            decoded = decode(data)  # Notepad's “Unicode”, GBK, Big5
            text, name = decoded.text, decoded.charset
        except DecodeError:
            text, name = data.decode("gb18030", errors="replace"), "gb18030"
        complaint = f"文件不是 UTF-8 编码，已按 {name.upper()} 试读，可能有错字。请在编辑器里另存为 UTF-8。"
    return text.replace("\r\n", "\n").replace("\r", "\n"), complaint


def tidy_metadata(meta: MutableMapping[str, Any]) -> None:
    """Bring what editors write into the forms that the theme expects: a title is text, tags and aliases are lists.

    For pages that are no articles, and fields that the theme knows beside ours.

    >>> meta = {"title": 2024, "tags": "逾期、协商", "author": None}
    >>> tidy_metadata(meta); meta
    {'title': '2024', 'tags': ['逾期', '协商']}
    """
    for name in [name for name, value in meta.items() if value is None or value == ""]:
        del meta[name]
    if "title" in meta:
        meta["title"] = str(meta["title"])
    for name in ("tags", "aliases"):
        if name in meta:
            words = front_matter.FIELDS[name].read(meta[name], meta[name])
            meta[name] = [] if words is front_matter.NOT_ACCEPTED else words
