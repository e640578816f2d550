"""MkDocs hook: hands rendered pages to the search index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from qingyuan.search.site import SiteSearch

_CACHE = Path(".cache/search.sqlite")
_build: SiteSearch | None = None


def on_pre_build(config: MkDocsConfig) -> None:
    """Begin anew: `mkdocs serve` builds many times in one process."""
    global _build
    _build = SiteSearch(Path(config.config_file_path).parent / _CACHE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave the source of the worker out of the site: MkDocs would publish all that lies in the theme."""
    for file in list(files):
        if file.src_uri.startswith("search/") and not file.is_documentation_page():
            files.remove(file)
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Keep the page out of Material's own index, and remember whether its author wanted it in one."""
    search = page.meta.setdefault("search", {})
    page.meta["search_excluded"] = bool(search.get("exclude"))
    search["exclude"] = True
    return markdown


# Last, so that the content is what readers get.
@event_priority(-100)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give the content to the index, unchanged to MkDocs."""
    if _build is not None and not page.meta["search_excluded"]:
        topic = str(page.meta.get("topic") or "")
        _build.add(html, url=page.url, title=str(page.title or ""), meta=page.meta, topic=topic)
    return html


# After Material's search plugin, whose index this replaces.
@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """Write the index beside the pages."""
    if _build is not None:
        _build.write(Path(config.site_dir))
