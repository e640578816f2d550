"""MkDocs hook: hands rendered pages to the search index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from qingyuan.search.site import (
    SiteSearch,
    cache_path,
    keep_out_of_stock_index,
    publish_scripts,
    urls_of,
    without_worker_source,
)
from qingyuan.site.topic_pages import topics_of_site

_build: SiteSearch | None = None


@event_priority(-100)  # after the hooks that add pages
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Begin anew, as `mkdocs serve` builds many times in one process; keep the source of the worker out."""
    global _build
    mkdocs_yml = config.config_file_path
    _build = SiteSearch(
        cache_path(mkdocs_yml, config.docs_dir),
        urls_of(files),
        Path(config.site_dir),
        topics_of_site(mkdocs_yml),
    )
    return without_worker_source(files)


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Keep the page out of Material's own index."""
    keep_out_of_stock_index(page)
    return markdown


@event_priority(-100)  # the content is what readers get
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give the content to the index, unchanged to MkDocs."""
    if _build is not None:
        _build.add_page(html, page)
    return html


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Let pages load the scripts of this search."""
    return publish_scripts(env)


@event_priority(-100)  # after Material's search plugin, whose index this replaces
def on_post_build(config: MkDocsConfig) -> None:
    """Write the index beside the pages."""
    if _build is not None:
        _build.write()
