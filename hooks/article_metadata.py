"""Brings the front matter into the theme's forms before any plugin looks at it."""

from typing import Any

from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

from qingyuan.site.source import tidy_metadata


@event_priority(100)
def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    tidy_metadata(page.meta)
    return markdown
