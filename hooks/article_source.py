"""Reads pages as editors save them, and warns where a file needs their hand."""

import logging
from typing import Any

from mkdocs.structure.pages import Page

from qingyuan.site.source import read_source

log = logging.getLogger("mkdocs.hooks.article_source")


def on_page_read_source(page: Page, **_: Any) -> str:
    text, complaints = read_source(page.file)
    for complaint in complaints:
        log.warning("docs/%s\n          %s", page.file.src_uri, complaint)
    return text
