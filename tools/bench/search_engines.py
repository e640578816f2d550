"""The engines of the search bench: how each is built, and the JavaScript that asks it."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import markdown
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tools import ROOT
from tools.bench.search_corpus import Article


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
    command = [sys.executable, "-m", "tools.bench.search_index", str(rendered), str(site), str(cache)]
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


BUILDERS: dict[str, Callable[[Path, list[Article]], Built]] = {
    "ours": build_ours,
    "material": build_material,
    "pagefind": build_pagefind,
    "zensical": build_zensical,
}
