"""Brings the front matter into the theme's forms before any plugin looks at it."""

import logging
from typing import Any

from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

from qingyuan.site.source import tidy_metadata
from qingyuan.site.theme_keys import drop_unknown
from qingyuan.site.topic_pages import is_article, is_made_here, topic_id_of

log = logging.getLogger("mkdocs.hooks.article_metadata")


@event_priority(100)
def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    tidy_metadata(page.meta)
    if not is_made_here(page.file) and not is_article(page.file):  # an article was judged as it was read
        for said in drop_unknown(page.meta, article=topic_id_of(page.file.src_uri) is not None):
            log.warning("docs/%s\n          %s", page.file.src_uri, said)
    return markdown
