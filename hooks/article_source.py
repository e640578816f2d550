"""Reads pages as editors save them, and warns where a file needs their hand."""

import logging
from typing import Any

from mkdocs.structure.pages import Page

from qingyuan.site.source import complaints, decode_source

log = logging.getLogger("mkdocs.hooks.article_source")


def on_page_read_source(page: Page, **_: Any) -> str:
    text, complaint = decode_source(page.file.content_bytes)
    for message in complaints(text, complaint):
        log.warning("docs/%s\n          %s", page.file.src_uri, message)
    return text
