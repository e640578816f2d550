"""Builds the site whole where a page of it fails, and says so at the end."""

from typing import Literal

from jinja2 import Environment
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from qingyuan.site.broken import BrokenPages

_pages = BrokenPages()
_serving = False


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    global _serving
    _serving = command == "serve"


def on_pre_build(**_: object) -> None:
    """Begin anew, as `mkdocs serve` builds many times in one process."""
    global _pages
    _pages = BrokenPages()


def on_pre_page(page: Page, **_: object) -> Page:
    _pages.guard(page)
    return page


def on_env(env: Environment, files: Files, **_: object) -> Environment:
    return _pages.guard_templates(env, files)


@event_priority(-200)  # after all that writes files
def on_post_build(**_: object) -> None:
    """End with a code of its own; a server goes on, so that the page can be mended."""
    if not _serving:
        _pages.end()
