"""Search on a MkDocs site: takes rendered pages, writes the index and the scripts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import replace
from html import escape
from importlib import resources
from pathlib import Path
from zlib import crc32

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from qingyuan.search.cache import PageCache
from qingyuan.search.index import Index
from qingyuan.search.records import Record, with_content
from qingyuan.site.catalog import date_of
from qingyuan.site.topic_pages import OTHER, topic_id_of, topic_page_uri
from qingyuan.topics import Topics

# Where everything lies below the root of the site.
FOLDER = "search"
_SCRIPTS = {
    "worker.js": f"{FOLDER}/worker.js",
    "engine.js": f"{FOLDER}/engine.js",
    # Part of every page, not of the search data.
    "box.js": "assets/search-box.js",
}
# Windows would write line ends into them.
_BINARY: int = getattr(os, "O_BINARY", 0)
# Holds an author's `search: exclude: true` while Material is told to leave every page out.
_EXCLUDED = "search_excluded"


def cache_path(mkdocs_yml: str, docs_dir: str) -> Path:
    """Where the pages of a site are kept between builds: one file for each directory of documents."""
    name = f"search-{crc32(docs_dir.encode()):08x}.sqlite"
    return Path(mkdocs_yml).parent / ".cache" / name


def urls_of(files: Files) -> list[str]:
    """List the addresses of all pages as `page.url` has them: there the home page is the empty one."""
    return ["" if file.url in {".", "./"} else file.url for file in files.documentation_pages()]


def without_worker_source(files: Files) -> Files:
    """Drop theme/search/ from the site: MkDocs would publish all that lies in the theme."""
    for file in list(files):
        if file.src_uri.startswith(f"{FOLDER}/") and not file.is_documentation_page():
            files.remove(file)
    return files


def keep_out_of_stock_index(page: Page) -> None:
    """Tell Material's search plugin to skip a page, and remember what the author said."""
    search = page.meta.get("search")
    search = dict(search) if isinstance(search, dict) else {}
    page.meta[_EXCLUDED] = bool(search.get("exclude"))
    page.meta["search"] = {**search, "exclude": True}


class SiteSearch:
    """One build of a site: `add_page` for each rendered page, then `write`."""

    def __init__(self, cache: Path, urls: Iterable[str], topics: Topics | None = None) -> None:
        self._index = Index(urls)
        self._cache = PageCache(cache)
        self._topics = {topic.id: topic.title for topic in (*(topics or ()), OTHER)}

    def add_page(self, content: str, page: Page) -> None:
        """Take a page as MkDocs rendered it, unless its author keeps it out of the search."""
        topic_id = topic_id_of(page.file.src_uri)
        record = Record(url=page.url, title=str(page.title or ""))
        if topic_id is not None and page.file.src_uri == topic_page_uri(topic_id):
            # A list of articles answers for its topic, not for the titles on it.
            self.add(replace(record, aside=True), f"<p>{escape(str(page.meta.get('description') or ''))}</p>")
        elif not page.meta.get(_EXCLUDED):
            aliases = page.meta.get("aliases") or ()
            record = replace(
                record,
                topic=self._topics.get(topic_id, topic_id) if topic_id is not None else "",
                date=str(date_of(page.meta.get("date")) or ""),
                aside=topic_id is None,
                aliases=(aliases,) if isinstance(aliases, str) else tuple(map(str, aliases)),
            )
            self.add(record, content)

    def add(self, record: Record, content: str) -> None:
        """Take a record that lacks only what its page says."""
        self._index.add(self._cache.page((record.to_json(), content), lambda: with_content(record, content)))

    def write(self, site_dir: Path) -> None:
        """Write the index, the worker, and what Material loads in place of its own index."""
        self._cache.close()
        out = site_dir / FOLDER
        made: set[Path] = set()
        settings = b""
        for path, content in self._index.files():
            target = out / path
            if target.parent not in made:
                target.parent.mkdir(parents=True, exist_ok=True)
                made.add(target.parent)
            # Thousands of files: the plain calls cost half of what a file object does.
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o666)
            os.write(descriptor, content)
            os.close(descriptor)
            settings = content
        browser = resources.files("qingyuan.search").joinpath("browser")
        for name, path in _SCRIPTS.items():
            target = site_dir / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(browser.joinpath(name).read_bytes())
        # Material asks for this file on every page and hands it to the worker; its own index would be here.
        # The separator cuts `?h=` into the words that it marks on the page.
        config = {
            "lang": ["en"],
            "separator": r"\s+",
            "pipeline": [],
            "fields": {},
            "qingyuan": json.loads(settings),
        }
        stub = json.dumps({"config": config, "docs": []}, separators=(",", ":"))
        (out / "search_index.json").write_text(stub, encoding="utf-8")
