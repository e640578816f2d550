"""Search on a MkDocs site: takes rendered pages, writes the index and the scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from qingyuan.search.cache import PageCache
from qingyuan.search.index import Index
from qingyuan.search.records import Record, record_from_page

# Where everything lies below the root of the site.
FOLDER = "search"
_SCRIPTS = ("worker.js", "engine.js", "box.js")
# What of the front matter becomes part of a record.
_META = ("category", "date", "aliases")


class SiteSearch:
    """One build of a site: `add` each rendered page, then `write`."""

    def __init__(self, cache: Path) -> None:
        self._index = Index()
        self._cache = PageCache(cache)

    def add(self, content: str, *, url: str, title: str, meta: Mapping[str, Any], topic: str = "") -> None:
        """Take a page as MkDocs rendered it; `topic` goes before the category of its front matter."""

        def record() -> Record:
            return record_from_page(content, url=url, title=title, meta=meta, topic=topic)

        known = (content, url, title, topic, *(str(meta.get(name)) for name in _META))
        self._index.add(self._cache.page(known, record))

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
            target.write_bytes(content)
            settings = content
        browser = resources.files("qingyuan.search").joinpath("browser")
        for name in _SCRIPTS:
            (out / name).write_bytes(browser.joinpath(name).read_bytes())
        # Material asks for this file on every page and hands it to the worker; its own index would be here.
        # The separator cuts `?h=`, the words that it marks on the page.
        config = {
            "lang": ["en"],
            "separator": r"\s+",
            "pipeline": [],
            "fields": {},
            "qingyuan": json.loads(settings),
        }
        stub = json.dumps({"config": config, "docs": []}, separators=(",", ":"))
        (out / "search_index.json").write_text(stub, encoding="utf-8")
