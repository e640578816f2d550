"""Measure search in a real Chromium: ours, and on request its peers on the same pages in the same run.

    python -m tools.bench.search --pages 1000 --peers material pagefind zensical

Prints JSON. Each engine is built and measured in a process of its own; one that fails or takes longer than
`--limit` is reported as such, and the others go on. A query is put into the search box at once, as an input
method commits it; a result counts when the list on the screen shows it. Counts are of right pages on rank 1;
`bytes` and `requests` are what left the server from opening the page to the first result, compressed as hosts
do. Queries are timed against nginx with HTTP/2, as hosts have it; where it is missing (Debian: nginx-light),
against a server in Python, and `host` says so.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gzip
import http.server
import json
import os
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import markdown
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, sync_playwright
from scripts._prepare import find_browser

from qingyuan.search.keys import search_key
from qingyuan.search.pinyin import readings
from tools import ROOT
from tools.bench.search_corpus import IN_BODIES, IN_TITLES, Article, Topic, articles, prose

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    "--ignore-certificate-errors",
    *("--disable-background-networking", "--disable-component-update", "--enable-precise-memory-info"),
]
PEERS = ("material", "pagefind", "zensical")
COMPRESSED = {".html", ".js", ".json", ".css", ".svg", ".txt", ".xml"}
# The script of our search box, part of every page.
BOX = "/assets/search-box.js"
# A phone network: what a response waits, and how many bytes pass in a second.
LATENCY, BANDWIDTH = 0.04, 10_000_000 / 8

KINDS: dict[str, tuple[list[Topic], Callable[[Topic], str]]] = {
    "title/whole": (IN_TITLES, lambda topic: topic.phrase),
    "title/traditional": (IN_TITLES, lambda topic: topic.traditional),
    "title/spaced": (IN_TITLES, lambda topic: topic.spaced),
    "title/tail": (IN_TITLES, lambda topic: topic.tail),
    "title/across": (IN_TITLES, lambda topic: topic.across),
    "title/pinyin": (IN_TITLES, lambda topic: topic.pinyin),
    "title/initials": (IN_TITLES, lambda topic: topic.initials),
    "title/question": (IN_TITLES, lambda topic: topic.question),
    "title/typo": (IN_TITLES, lambda topic: topic.typo),
    "body/whole": (IN_BODIES, lambda topic: topic.phrase),
    "body/traditional": (IN_BODIES, lambda topic: topic.traditional),
    "body/spaced": (IN_BODIES, lambda topic: topic.spaced),
    "body/tail": (IN_BODIES, lambda topic: topic.tail),
    "body/across": (IN_BODIES, lambda topic: topic.across),
    "body/typo": (IN_BODIES, lambda topic: topic.typo),
}


def answers(pages: list[Article], kind: str, topic: Topic) -> set[str]:
    """Say which pages are right: several where the prose itself has what was typed."""
    text = KINDS[kind][1](topic)
    planted = {
        page.slug for page in pages if topic.phrase in (page.title if topic in IN_TITLES else page.body)
    }
    if kind == "title/initials":
        # Other titles may have the same initials.
        heard = [page.slug for page in pages if matches_initials(page.title, text)]
        return planted | set(heard)
    if kind.endswith(("/tail", "/across")):
        # The tail is a word: a page with it in the title is as right as the planted one.
        where = [page.slug for page in pages if text in page.title]
        if not where and topic in IN_BODIES:
            where = [page.slug for page in pages if text in page.body or text in page.title]
        return planted | set(where)
    return planted


def matches_initials(title: str, letters: str) -> bool:
    """Say whether letters are initials of characters in a row."""
    initials = [{syllable[0] for syllable in reading} for reading in readings(search_key(title))]
    starts = range(len(initials) - len(letters) + 1)
    return any(all(letter in initials[start + i] for i, letter in enumerate(letters)) for start in starts)


@dataclass
class Traffic:
    """What a server sent."""

    slow: bool = False
    sent: list[tuple[str, int]] = field(default_factory=list)


@contextlib.contextmanager
def served(folder: Path, traffic: Traffic) -> Iterator[str]:
    """Serve a folder as a host does: compressed, with validators."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # No host waits for more to send: with it, headers and body would come 40 ms apart.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            if path.is_dir():
                path /= "index.html"
            if not path.is_file():
                self.send_error(404)
                return
            body = path.read_bytes()
            self.send_response(200)
            if path.suffix in COMPRESSED:
                body = _compressed(path)
                self.send_header("Content-Encoding", "gzip")
            if traffic.slow:
                time.sleep(LATENCY + len(body) / BANDWIDTH)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            self.end_headers()
            traffic.sent.append((self.path, len(body)))
            # The browser may have left meanwhile.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


NGINX = """
daemon off; worker_processes 1; pid {run}/pid; error_log {run}/errors; {user}
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    access_log off; charset utf-8; sendfile on; tcp_nopush on; keepalive_timeout 60s;
    gzip on; gzip_types *; gzip_comp_level 5; gzip_min_length 256;
    server {{
        listen 127.0.0.1:{port} ssl http2;
        ssl_certificate {run}/certificate.pem; ssl_certificate_key {run}/key.pem;
        root {folder}; index index.html; add_header Cache-Control max-age=600;
    }}
}}
"""


@contextlib.contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """Serve a folder with nginx, compressed and over HTTP/2."""
    with tempfile.TemporaryDirectory() as name:
        run = Path(name)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
        certificate = ["-keyout", str(run / "key.pem"), "-out", str(run / "certificate.pem")]
        subprocess.run(
            [
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=127.0.0.1",
                *certificate,
            ],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        user = "user root;" if os.geteuid() == 0 else ""
        (run / "nginx.conf").write_text(NGINX.format(run=run, user=user, port=port, folder=folder))
        nginx = subprocess.Popen(["nginx", "-c", str(run / "nginx.conf")], stderr=subprocess.DEVNULL)
        try:
            for _ in range(100):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.05)
            yield f"https://127.0.0.1:{port}/"
        finally:
            nginx.terminate()
            nginx.wait()


@functools.cache
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


@dataclass
class Built:
    """A searchable site and what it took to make its index."""

    site: Path
    index: dict[str, float]
    # JavaScript: puts a query in and resolves with the addresses of the results, best first.
    search: str


MATERIAL = """async query => {
    const input = document.querySelector('[data-md-component=search-query]')
    const list = document.querySelector('.md-search-result__list')
    const meta = document.querySelector('.md-search-result__meta')
    const put = text => {
        input.value = text
        input.dispatchEvent(new InputEvent('input', { bubbles: true }))
        input.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true }))
    }
    document.querySelector('[data-md-toggle=search]').checked || input.focus()
    if (input.value) put('')
    for (let i = 0; i < 300 && list.children.length; i++) await new Promise(done => setTimeout(done, 10))
    const shown = () => [...list.children].map(item => item.querySelector('a').href)
    return new Promise(done => {
        const start = performance.now()
        const finish = () => { watch.disconnect(); clearTimeout(limit); done([performance.now() - start, shown()]) }
        const none = () => /没有找到符合条件/.test(meta.textContent)
        const watch = new MutationObserver(() => { if (list.children.length || none()) finish() })
        watch.observe(list, { childList: true })
        watch.observe(meta, { childList: true, characterData: true, subtree: true })
        const limit = setTimeout(finish, LIMIT)
        put(query)
    })
}"""

ZENSICAL = """async query => {
    const later = ms => new Promise(done => setTimeout(done, ms))
    const box = () => [...document.querySelectorAll('*')].map(e => e.shadowRoot).find(r => r?.querySelector('[role=combobox]'))
    if (!box()?.querySelector('dialog')?.open) document.querySelector('.md-search__button').click()
    while (!box()) await later(10)
    const [input, list, status] = ['[role=combobox]', '[role=listbox]', '[role=status]'].map(s => box().querySelector(s))
    for (let i = 0; i < 12000 && /Loading/.test(status.textContent); i++) await later(10)
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set
    const put = text => { set.call(input, text); input.dispatchEvent(new InputEvent('input', { bubbles: true })) }
    put('')
    for (let i = 0; i < 100 && list.children.length; i++) await later(10)
    return new Promise(done => {
        const start = performance.now()
        const finish = () => {
            watch.disconnect(); clearTimeout(limit)
            done([performance.now() - start, [...list.querySelectorAll('a')].map(link => link.href)])
        }
        const watch = new MutationObserver(() => { if (list.querySelector('a')) finish() })
        watch.observe(list, { childList: true, subtree: true })
        const limit = setTimeout(finish, 3000)
        put(query)
    })
}"""

PAGEFIND = """async query => {
    const start = performance.now()
    window.pagefind ??= await import('/pagefind/pagefind.js')
    const found = await pagefind.search(query)
    const data = await Promise.all(found.results.slice(0, 5).map(result => result.data()))
    return [performance.now() - start, data.map(page => new URL(page.url, location).href)]
}"""


# The engine alone, answered from memory: what a query costs beside waiting for files and drawing results.
OWN_WORK = """async queries => {
    const settings = await (await fetch('/search/settings.json')).json()
    await new Promise(done => {
        const script = document.createElement('script')
        script.src = '/search/engine.js'
        script.onload = done
        document.head.append(script)
    })
    const files = new Map()
    const real = window.fetch
    window.fetch = async url => {
        if (!files.has(url)) files.set(url, await (await real(url)).arrayBuffer())
        return new Response(files.get(url))
    }
    const run = async query => {
        const engine = new qingyuanSearch.Engine('/search/', settings)
        const start = performance.now()
        for await (const _ of engine.search(query)) return performance.now() - start
    }
    const times = []
    for (const query of queries) {
        await run(query)
        times.push(await run(query))
    }
    return times
}"""

# Notes when the worker is made and when it says that it is ready, counted from the start of the navigation.
READY = """
const Stock = Worker
window.Worker = class extends Stock {
    constructor(...given) {
        super(...given)
        window.searchBegun ??= performance.now()
        this.addEventListener('message', ({ data }) => { if (data.type === 1) window.searchReady ??= performance.now() })
    }
}
"""


def measure(browser: Browser, built: Built, pages: list[Article]) -> dict[str, Any]:
    """Type all queries into a site."""
    traffic = Traffic()
    result: dict[str, Any] = {"index": built.index}
    first = KINDS["title/whole"][1](IN_TITLES[0])
    with served(built.site, traffic) as base:
        page, opened = _open(browser, base)
        before = _of_search(traffic)
        result["before_touched"] = {
            "bytes": sum(size for path, size in before if path != BOX),
            "bytes_of_the_box": sum(size for path, size in before if path == BOX),
            "requests": len(before),
        }
        took, _ = _search(page, built, first)
        sent = _of_search(traffic)
        result["first_result"] = {
            "bytes": sum(size for _, size in sent),
            "requests": len(sent),
            "ms": round(took),
        }
        page.context.close()
        traffic.slow = True
        page, opened = _open(browser, base)
        took, _ = _search(page, built, first)
        result["slow_network"] = {"opened_s": round(opened, 2), "first_result_s": round(took / 1000, 2)}
        page.context.close()
        traffic.slow = False
        if shutil.which("nginx"):
            with hosted(built.site) as host:
                result |= {"host": "nginx"} | _type(browser, host, built, pages)
        else:
            result |= {"host": "python"} | _type(browser, base, built, pages)
    return result


def _type(browser: Browser, base: str, built: Built, pages: list[Article]) -> dict[str, Any]:
    """Type every query and look what comes first, and when."""
    result: dict[str, Any] = {}
    page, _ = _open(browser, base)
    _search(page, built, KINDS["title/whole"][1](IN_TITLES[0]))
    times: list[float] = []
    by_kind: dict[str, float] = {}
    ranks: dict[str, str] = {}
    missed: list[str] = []
    for kind, (topics, query) in KINDS.items():
        right, before_kind = 0, len(times)
        for topic in topics:
            if not (text := query(topic)):
                continue
            took, found = _search(page, built, text)
            if found:
                times.append(took)
            expected = answers(pages, kind, topic)
            top = found[0].split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1] if found else ""
            if top in expected:
                right += 1
            else:
                missed.append(f"{kind}: {text}: {top}, not {sorted(expected)[:3]}")
        by_kind[kind] = round(statistics.median(times[before_kind:] or [0.0]), 1)
        ranks[kind] = f"{right}/{sum(1 for topic in topics if query(topic))}"
    result["first"] = ranks
    result["missed"] = missed
    result["fresh_query_ms"] = _quantiles(times)
    result["fresh_query_ms_by_kind"] = by_kind
    again = [
        _search(page, built, query(topic))
        for topics, query in KINDS.values()
        for topic in topics[:3]
        if query(topic)
    ]
    result["repeated_query_ms"] = _quantiles([took for took, found in again if found])
    result["heap_megabytes"] = round(page.evaluate("performance.memory.usedJSHeapSize") / 1e6, 1)
    if (built.site / "search/engine.js").exists():
        queries = [query(topic) for topics, query in KINDS.values() for topic in topics if query(topic)]
        result["own_work_ms"] = _quantiles(page.evaluate(OWN_WORK, queries))
        result["ready"] = _ready(browser, base)
    page.context.close()
    return result


def _open(browser: Browser, base: str) -> tuple[Page, float]:
    page = browser.new_context(locale="zh-CN", ignore_https_errors=True).new_page()
    start = time.perf_counter()
    page.goto(base, wait_until="load")
    opened = time.perf_counter() - start
    page.wait_for_timeout(500)
    return page, opened


def _ready(browser: Browser, base: str, runs: int = 7) -> dict[str, float]:
    """Say how long after the start of the navigation things happen: medians of fresh visits.

    The theme makes the worker (`worker_made_s`) long before its own scripts are done (`page_s`), and hears
    of the worker only then.
    """
    found: list[tuple[float, float, float]] = []
    for _ in range(runs):
        page = browser.new_context(locale="zh-CN", ignore_https_errors=True).new_page()
        page.add_init_script(READY)
        page.goto(base, wait_until="load")
        page.wait_for_function("window.searchReady")
        found.append(
            page.evaluate(
                """[searchBegun, performance.getEntriesByType('navigation')[0].domContentLoadedEventStart,
                searchReady]"""
            )
        )
        page.context.close()
    begun, loaded, ready = (round(statistics.median(times) / 1000, 3) for times in zip(*found, strict=True))
    after = round(statistics.median(each[2] - each[1] for each in found) / 1000, 3)
    return {"worker_made_s": begun, "page_s": loaded, "ready_s": ready, "ready_after_page_s": after}


def _search(page: Page, built: Built, text: str) -> tuple[float, list[str]]:
    took, found = page.evaluate(built.search, text)
    # Later results belong to this query; they must not be taken for those of the next.
    page.wait_for_timeout(60)
    return took, found


def _of_search(traffic: Traffic) -> list[tuple[str, int]]:
    return [
        (path, size)
        for path, size in traffic.sent
        if re.search(r"/search/|/workers/|/lunr/|/pagefind/|search", path)
    ]


def _quantiles(times: list[float]) -> dict[str, float]:
    cut = statistics.quantiles(times, n=20)
    return {"median": round(statistics.median(times), 1), "p95": round(cut[18], 1)}


def build_ours(work: Path, pages: list[Article]) -> Built:
    """Build a small site with our settings, then the index of all pages in it, timed alone."""
    docs, site = work / "ours-docs", work / "ours"
    if site.exists():
        # To delete thousands of files right before as many are made costs the making seconds.
        site.rename(work / f"ours-{time.time_ns()}")
    _write_docs(docs, pages[:20], "articles/yuqi/")
    nav = [{"首页": "index.md"}, {"主题": "articles/index.md"}]
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(site), nav=nav)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    shutil.rmtree(site / "search")
    rendered = work / "rendered.jsonl"
    with rendered.open("w") as lines, ProcessPoolExecutor() as pool:
        for row in pool.map(_row, pages, chunksize=100):
            lines.write(row + "\n")
    cache = work / "cache.sqlite"
    cache.unlink(missing_ok=True)
    # Everything from the first page to the last file, the reading of the pages included.
    alone = """
import json, resource, sys, time
from pathlib import Path
from qingyuan.search.preparing import processors
from qingyuan.search.records import Record
from qingyuan.search.site import SiteSearch
rendered, site, cache = map(Path, sys.argv[1:])
urls = [json.loads(line)["url"] for line in rendered.open()]
start, before = time.perf_counter(), time.process_time()
search = SiteSearch(cache, urls, site)
for line in rendered.open():
    row = json.loads(line)
    search.add(Record(url=row["url"], title=row["title"]), row["html"])
search.write()
wall, own = time.perf_counter() - start, time.process_time() - before
one, each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps({
    "wall_s": round(wall, 1),
    "processor_s": round(own + each.ru_utime + each.ru_stime, 1),
    "megabytes": round(one.ru_maxrss / 1e3),
    "megabytes_of_each_worker": round(each.ru_maxrss / 1e3),
    "workers": processors(),
}))
"""
    command = [sys.executable, "-c", alone, str(rendered), str(site), str(cache)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    for stale in work.glob("ours-[0-9]*"):
        shutil.rmtree(stale)
    files = [path.stat().st_size for path in (site / "search").rglob("*") if path.is_file()]
    index = {**json.loads(done.stdout), "files": len(files), "megabytes_on_disk": round(sum(files) / 1e6, 1)}
    return Built(site, index, MATERIAL.replace("LIMIT", "3000"))


def _row(page: Article) -> str:
    return json.dumps({"url": f"articles/yuqi/{page.slug}/", "title": page.title, "html": render(page)})


def build_material(work: Path, pages: list[Article]) -> Built:
    """Build with Material's own search and jieba; the index is made within the build."""
    command = [str(_peer_tools(work) / "mkdocs"), "build", "-q"]
    return _build_stock(work, pages, "material", command, MATERIAL.replace("LIMIT", "240000"))


def build_zensical(work: Path, pages: list[Article]) -> Built:
    """Build with Zensical, which takes the same settings."""
    return _build_stock(work, pages, "zensical", [str(_peer_tools(work) / "zensical"), "build"], ZENSICAL)


def _peer_tools(work: Path) -> Path:
    """Install the peers apart: with jieba at hand, Material's index silently becomes another one."""
    environment = work.parent / "peers"
    if not (environment / "bin/zensical").exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        command = [
            str(environment / "bin/pip"),
            "install",
            "-q",
            "mkdocs-material==9.8.1",
            "jieba==0.42.1",
            "zensical",
        ]
        subprocess.run(command, check=True)
    return environment / "bin"


def _build_stock(work: Path, pages: list[Article], name: str, command: list[str], search: str) -> Built:
    folder = work / name
    _write_docs(folder / "docs", pages, "articles/")
    (folder / "mkdocs.yml").write_text(
        "site_name: bench\ntheme: {name: material, language: zh, font: false}\n"
        "plugins:\n  - search: {lang: zh}\nnav: [index.md]\nnot_in_nav: /articles/\n"
    )
    return Built(folder / "site", _timed(command, folder), search)


def build_pagefind(work: Path, pages: list[Article]) -> Built:
    """Index plain pages with Pagefind; its own interface is left out, only its answers are timed."""
    site = work / "pagefind"
    for page in pages:
        target = site / "articles" / page.slug / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            f"<html lang=zh><head><meta charset=utf-8><title>{page.title}</title></head><body>"
            f"<article><h1>{page.title}</h1>{render(page)}</article></body></html>"
        )
    (site / "index.html").write_text("<html lang=zh><meta charset=utf-8><title>x</title><body></body></html>")
    command = ["npx", "--yes", "pagefind@latest", "--site", str(site), "--root-selector", "article"]
    return Built(site, _timed(command, work), PAGEFIND)


def _timed(command: list[str], folder: Path) -> dict[str, float]:
    """Run a command; gives what it took, the memory being that of its largest process so far."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "wall_s": round(time.perf_counter() - start, 1),
        "processor_s": round(processor, 1),
        "megabytes": round(after.ru_maxrss / 1e3),
    }


def render(page: Article) -> str:
    return markdown.markdown(page.body, extensions=["toc"])


def _write_docs(docs: Path, pages: list[Article], below: str) -> None:
    shutil.rmtree(docs, ignore_errors=True)
    folder = docs / below
    folder.mkdir(parents=True)
    (docs / "index.md").write_text("# 首页\n")
    (docs / "tags.md").write_text("# 标签\n")
    for page in pages:
        (folder / f"{page.slug}.md").write_text(page.markdown)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument(
        "--peers", nargs="*", choices=PEERS, default=[], help="engines to measure beside ours"
    )
    parser.add_argument(
        "--work", type=Path, default=ROOT / ".cache/bench-search", help="where all of it is built"
    )
    parser.add_argument("--limit", type=float, default=3600, help="seconds for each engine")
    parser.add_argument(
        "--engine", choices=("ours", *PEERS), help="only this one, here: what is run for each"
    )
    asked = parser.parse_args()
    # The peers run in folders of their own.
    asked.work = asked.work.resolve()
    executable = find_browser()
    if executable is None:
        print("no Chrome, Chromium or Edge found", file=sys.stderr)
        return 2
    work: Path = asked.work / str(asked.pages)
    work.mkdir(parents=True, exist_ok=True)
    if asked.engine:
        print(json.dumps(_measured(asked.engine, work, asked.pages, executable), ensure_ascii=False))
        return 0
    # Fetched once, before the engines' own processes ask for it.
    prose(asked.work)
    results: dict[str, Any] = {"pages": asked.pages}
    for name in ("ours", *asked.peers):
        results[name] = _apart(name, asked.pages, asked.work, asked.limit)
        print(json.dumps({name: results[name]}, ensure_ascii=False), file=sys.stderr)
    print(json.dumps(results, ensure_ascii=False, indent=1))
    return 0


def _measured(name: str, work: Path, count: int, executable: str) -> dict[str, Any]:
    pages = list(articles(prose(work.parent), count))
    builders = {
        "ours": build_ours,
        "material": build_material,
        "pagefind": build_pagefind,
        "zensical": build_zensical,
    }
    built = builders[name](work, pages)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        return measure(browser, built, pages)


def _apart(name: str, pages: int, work: Path, limit: float) -> dict[str, Any]:
    """Build and measure one engine in a process of its own, ended with all its children after the limit."""
    command = [sys.executable, "-m", "tools.bench.search", "--engine", name]
    command += ["--pages", str(pages), "--work", str(work)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True, cwd=ROOT)
    try:
        output, _ = child.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        return {"error": f"no result within {limit:.0f} s"}
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if child.returncode:
        return {"error": f"ended with code {child.returncode}; the reason stands in the standard error"}
    measured: dict[str, Any] = json.loads(output.splitlines()[-1])
    return measured


if __name__ == "__main__":
    sys.exit(main())
