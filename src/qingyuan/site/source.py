"""An article file as editors save it, read with forgiveness and an honest word about what was wrong."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from qingyuan.articles import front_matter
from qingyuan.stages.decode import DecodeError, decode

OPENED = re.compile(r"---[ \t]*\n[A-Za-z_]+:")
BETWEEN_TAGS = re.compile(r"[,，、;；\s]+")


def complaints(text: str, about_charset: str | None = None) -> list[str]:
    """All that an editor must know about a page's file, worst first."""
    return [message for message in (about_charset, front_matter_complaint(text)) if message]


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


def front_matter_complaint(text: str) -> str | None:
    """What is wrong with the front matter, in an editor's words; None if it can be read or there is none."""
    try:
        head = front_matter.split(text).head
    except front_matter.FrontMatterError as error:
        return (
            f"信息栏第 {error.line} 行读不懂，标题和日期都不会生效。每行写成「名称: 内容」："
            "冒号用半角，后面空一格；内容里有冒号或引号时，用单引号把内容包起来。"
        )
    if OPENED.match(text) and not head:
        return "开头的「---」没有配对的第二个「---」，整段会被当成正文。请在信息栏末尾另起一行补上「---」。"
    return None


def tidy_metadata(meta: MutableMapping[str, Any]) -> None:
    """Bring what editors write into the forms that the theme expects: a title is text, tags and aliases are lists.

    >>> meta = {"title": 2024, "tags": "逾期、协商", "author": None}
    >>> tidy_metadata(meta); meta
    {'title': '2024', 'tags': ['逾期', '协商']}
    """
    for name in [name for name, value in meta.items() if value is None or value == ""]:
        del meta[name]
    if "title" in meta:
        meta["title"] = str(meta["title"])
    for field in ("tags", "aliases"):
        if field in meta:
            given = meta[field]
            if field == "tags" and isinstance(given, str):
                given = BETWEEN_TAGS.split(given)
            meta[field] = [
                str(one) for one in (given if isinstance(given, list) else [given]) if one not in (None, "")
            ]
