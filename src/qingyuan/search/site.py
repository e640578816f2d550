"""Search on a MkDocs site: takes rendered pages, writes the index and the scripts."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any
from zlib import crc32

from jinja2 import Environment
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from qingyuan.articles.topics import Topics
from qingyuan.search import index, preparing
from qingyuan.search.cache import PageCache, cache_key
from qingyuan.search.format import FIELDS
from qingyuan.search.index import Index
from qingyuan.search.preparing import Preparing
from qingyuan.search.records import Record
from qingyuan.search.terms import PreparedPage
from qingyuan.site.topic_pages import OTHER, topic_id_of, topic_page_uri

# Where everything lies below the root of the site.
FOLDER = "search"
_WORKER = f"{FOLDER}/worker.js"
# Part of every page, not of the search data.
_BOX = "assets/search-box.js"
_SCRIPTS = {"worker.js": _WORKER, "engine.js": f"{FOLDER}/engine.js", "box.js": _BOX}
# Windows would write line ends into them.
_BINARY: int = getattr(os, "O_BINARY", 0)
# Holds an author's `search: exclude: true` while Material is told to leave every page out.
_EXCLUDED = "search_excluded"
_FIRST_HEADING = re.compile(r"(</?)h1\b")


def cache_path(mkdocs_yml: str, docs_dir: str) -> Path:
    """Where the pages of a site are kept between builds: one file for each directory of documents."""
    name = f"search-{crc32(docs_dir.encode()):08x}.sqlite"
    return Path(mkdocs_yml).parent / ".cache" / name


def urls_of(files: Files) -> list[str]:
    """The addresses of all pages as `page.url` has them: there the home page is the empty one."""
    return ["" if file.url in {".", "./"} else file.url for file in files.documentation_pages()]


def without_worker_source(files: Files) -> Files:
    """`files` without theme/search/: MkDocs would publish all that lies in the theme."""
    for file in list(files):
        if file.src_uri.startswith(f"{FOLDER}/") and not file.is_documentation_page():
            files.remove(file)
    return files


def publish_scripts(env: Environment) -> Environment:
    """`env` with the scripts that its pages load: without them the theme searches as Material does."""
    env.globals |= {"search_worker": _WORKER, "search_box": _BOX}
    return env


def keep_out_of_stock_index(page: Page) -> None:
    """Tell Material's search plugin to skip a page, and remember what the author said."""
    search = page.meta.get("search")
    search = dict(search) if isinstance(search, dict) else {}
    page.meta[_EXCLUDED] = bool(search.get("exclude"))
    page.meta["search"] = {**search, "exclude": True}


class SiteSearch:
    """One build of a site: `add_page` for each rendered page, then `write`."""

    def __init__(
        self,
        cache: Path,
        urls: Iterable[str],
        site_dir: Path,
        topics: Topics | None = None,
        workers: int | None = None,
        index_limits: index.Limits = index.LIMITS,
        preparing_limits: preparing.Limits = preparing.LIMITS,
    ) -> None:
        self._site_dir = site_dir
        self._folder = _Folder(site_dir / FOLDER)
        self._cache = PageCache(cache)
        self._index = Index(urls, self._folder.put, cache.parent, index_limits)
        self._preparing = Preparing(self._ready, workers, preparing_limits)
        self._topics = {topic.id: topic.title for topic in (*(topics or ()), OTHER)}

    def add_page(self, content: str, page: Page) -> None:
        """Take a page as MkDocs rendered it, unless its author keeps it out of the search."""
        topic_id = topic_id_of(page.file.src_uri)
        record = Record(url=page.url, title=str(page.title or ""))
        if topic_id is not None and page.file.src_uri == topic_page_uri(topic_id):
            # A list of articles answers for its topic, not for the titles on it. What an editor wrote above the
            # list is a section: the title of the page stays that of the topic.
            about = f"<p>{escape(str(page.meta.get('description') or ''))}</p>"
            title = self._topics.get(topic_id, record.title)
            self.add(replace(record, title=title, aside=True), about + _FIRST_HEADING.sub(r"\1h2", content))
        elif not page.meta.get(_EXCLUDED):
            topic = self._topics.get(topic_id, topic_id) if topic_id is not None else ""
            given: dict[str, Any] = {field.name: field.given(page.meta) for field in FIELDS if field.given}
            self.add(replace(record, topic=topic, aside=topic_id is None, **given), content)

    def add(self, record: Record, content: str) -> None:
        """Take a record that lacks only what its page says."""
        key = cache_key(record.to_json(), content)
        page = self._cache.get(key)
        if page is None:
            self._preparing.add(key, record, content)
        else:
            self._index.add(page)

    def _ready(self, key: bytes, page: PreparedPage) -> None:
        self._cache.put(key, page)
        self._index.add(page)

    def write(self) -> None:
        """Write the index, the worker, and what Material loads in place of its own index."""
        self._preparing.finish()
        self._cache.close()
        settings = self._index.finish(self._preparing.map)
        self._preparing.close()
        self._folder.rename(str(settings["data"]))
        out = self._site_dir / FOLDER
        (out / "settings.json").write_text(json.dumps(settings, separators=(",", ":")), encoding="utf-8")
        browser = resources.files("qingyuan.search").joinpath("browser")
        for name, path in _SCRIPTS.items():
            target = self._site_dir / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(browser.joinpath(name).read_bytes())
        # Material asks for this file on every page and hands it to the worker; its own index would be here.
        # The separator cuts `?h=` into the words that it marks on the page.
        config = {
            "lang": ["en"],
            "separator": r"\s+",
            "pipeline": [],
            "fields": {},
            "qingyuan": settings,
        }
        stub = json.dumps({"config": config, "docs": []}, separators=(",", ":"))
        (out / "search_index.json").write_text(stub, encoding="utf-8")


class _Folder:
    """A folder that gets its name when all files are in it: until then no browser can ask for one."""

    def __init__(self, parent: Path) -> None:
        self._parent = parent
        self._unfinished = parent / "unfinished"
        self._made: set[str] = set()
        # Of a build that was broken off.
        shutil.rmtree(self._unfinished, ignore_errors=True)

    def put(self, path: str, content: bytes) -> None:
        target = f"{self._unfinished}/{path}"
        folder = target.rpartition("/")[0]
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        # Thousands of files: the plain calls cost half of what a file object does.
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o666)
        try:
            # A disk that runs full takes less than it was given, and complains only the next time.
            while content:
                content = content[os.write(descriptor, content) :]
        finally:
            os.close(descriptor)

    def rename(self, name: str) -> None:
        if (self._parent / name).exists():
            # The name is a digest of what is in it.
            shutil.rmtree(self._unfinished)
        else:
            self._unfinished.rename(self._parent / name)
