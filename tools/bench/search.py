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
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from scripts._prepare import find_browser

from qingyuan.search.keys import search_key
from qingyuan.search.pinyin import readings
from tools import ROOT
from tools.bench.search_corpus import IN_BODIES, IN_TITLES, Article, Topic, articles, prose
from tools.bench.search_engines import BUILDERS, Built
from tools.bench.search_hosts import Traffic, hosted, served

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    "--ignore-certificate-errors",
    *("--disable-background-networking", "--disable-component-update", "--enable-precise-memory-info"),
]
# The script of our search box, part of every page.
BOX = "/assets/search-box.js"
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


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument(
        "--peers",
        nargs="*",
        choices=[name for name in BUILDERS if name != "ours"],
        default=[],
        help="engines to measure beside ours",
    )
    parser.add_argument(
        "--work", type=Path, default=ROOT / ".cache/bench-search", help="where all of it is built"
    )
    parser.add_argument("--limit", type=float, default=3600, help="seconds for each engine")
    parser.add_argument("--engine", choices=BUILDERS, help="only this one, here: what is run for each")
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
    built = BUILDERS[name](work, pages)
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
