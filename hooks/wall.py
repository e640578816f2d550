"""Keeps out of pages what could run in them, and tells editors of it."""

import logging
from typing import Any

from jinja2 import Environment
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from qingyuan.site.wall import (
    complaints,
    read_titles,
    show_metadata,
    show_sections,
    walled,
    without_directives,
)

log = logging.getLogger("mkdocs.hooks.wall")


def on_nav(nav: Navigation, **_: Any) -> Navigation:
    return show_sections(nav)


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    return without_directives(markdown, page.file)


@event_priority(100)  # before the hooks that add HTML of ours, and before the search reads the page
def on_page_content(html: str, page: Page, **_: Any) -> str:
    for said in complaints(html, page.file):
        log.warning("docs/%s\n          %s", page.file.src_uri, said)
    read_titles(page)
    return walled(html)


@event_priority(-200)  # after all that reads titles as text: the lists of tags, the catalog
def on_env(env: Environment, files: Files, **_: Any) -> Environment:
    show_metadata(files)
    return env
