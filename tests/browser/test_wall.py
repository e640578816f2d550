"""Hostile pages in a real browser: nothing runs, nothing is asked of elsewhere, nobody is led away, all is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from building import build_site, served
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page
from raw_articles import CASES, ROOT

ROWS = [json.loads(line) for line in (CASES / "hostile.jsonl").read_text(encoding="utf-8").splitlines()]
SHARED = ("", "articles/", "articles/yuqi/", "tags/", "404.html")
BY_NAME = "articles/目录<img src=x onerror=window.pwned=1>/名字<img src=x onerror=window.pwned=1>.md"
SETTLED = 60
"""Milliseconds after a page is loaded, for events that come late: `toggle`, `focus`, a refresh of 0 seconds."""

LOOK = """() => {
    const content = document.querySelector(".md-content")
    const top = document.elementFromPoint(20, 20)
    const led = [...content.querySelectorAll("[href]")].filter(link => !/^(https?|mailto):/.test(link.href))
    return {
        executed: window.pwned === 1,
        handlers: [...content.querySelectorAll("*")].filter(
            element => [...element.attributes].some(({name}) => name.startsWith("on"))).length,
        led: led.map(link => link.outerHTML),
        covered: top === null || top.closest(".md-content") !== null,
        whole: typeof document.querySelector === "function" && document.body.tagName === "BODY"
            && document.querySelectorAll("#__search, #__config").length === 2
            && document.getElementById("__config").tagName === "SCRIPT"
            && document.querySelector("body > .md-container > .md-footer") !== null,
    }
}"""
GOOD = {"executed": False, "handlers": 0, "led": [], "covered": False, "whole": True}


@dataclass
class Hostile:
    """A site of hostile pages: its address, and the rows of its pages in order."""

    url: str
    rows: list[dict[str, str]]

    def pages(self) -> Iterator[tuple[str, str]]:
        for number, row in enumerate(self.rows):
            yield f"articles/yuqi/p{number:03}/", f"{row['kind']}: {row['markdown']}"


def write(rows: list[dict[str, str]], folder: Path, **more: str) -> Path:
    docs = folder / "docs"
    pages = {f"articles/yuqi/p{number:03}.md": row["markdown"] for number, row in enumerate(rows)}
    pages |= more
    for name in ("index.md", "tags.md"):
        pages[name] = (ROOT / "docs" / name).read_text(encoding="utf-8")
    for name, text in pages.items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return docs


def without_the_wall() -> list[str]:
    """The hooks of a build whose second wall is down."""
    hooks = load_config(str(ROOT / "mkdocs.yml")).hooks
    return [str(ROOT / name) for name in hooks if "wall" not in name]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    folder = tmp_path_factory.mktemp("hostile")
    site = build_site(write(ROWS, folder, **{BY_NAME: "正文。\n"}), folder / "site", strict=False, nav=NAV)
    with served(site) as url:
        yield Hostile(url, ROWS)


NAV = [{"首页": "index.md"}, {"主题": "articles/index.md"}, {"标签": "tags.md"}]


class Visitor:
    """Goes to pages and notes what they do."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.noted: list[str] = []
        page.on("dialog", lambda dialog: (self.noted.append("dialog"), dialog.dismiss()))
        page.on("popup", lambda _: self.noted.append("popup"))
        page.on("framenavigated", lambda frame: self.noted.append(f"to {frame.url}"))
        page.on("request", lambda request: self._ask(request.url))

    def _ask(self, address: str) -> None:
        if not address.startswith((self.url, "data:", "blob:")):
            self.noted.append(f"asks {address}")

    def visit(self, place: str) -> dict[str, object]:
        """What a look at the page finds, with what it did beside being shown."""
        self.noted.clear()
        self.page.goto(self.url + place, wait_until="load")
        self.page.wait_for_timeout(SETTLED)
        noted = self.noted[1:] if self.noted[:1] == [f"to {self.page.url}"] else [*self.noted]
        return {**self.page.evaluate(LOOK), **({"did": noted} if noted else {})}


@pytest.mark.slow  # 241 pages in a browser
@pytest.mark.parametrize("bypass_csp", [False, True], ids=["csp", "without-csp"])
def test_nothing_runs_or_leaves_or_covers(chromium: Browser, hostile: Hostile, bypass_csp: bool) -> None:
    context = chromium.new_context(bypass_csp=bypass_csp, viewport={"width": 1280, "height": 800})
    try:
        visitor = Visitor(context.new_page(), hostile.url)
        places = [*hostile.pages(), *((place, place) for place in SHARED)]
        bad = {said: seen for place, said in places if (seen := visitor.visit(place)) != GOOD}
        assert bad == {}
    finally:
        context.close()


@pytest.mark.slow
def test_the_same_pages_run_without_the_wall(chromium: Browser, tmp_path: Path) -> None:
    """The payloads are live: what holds them is the wall. (Names that stand on each page are left out.)"""
    rows = [row for row in ROWS if row["kind"] in {"script", "handler"}]
    docs = write(rows, tmp_path)
    site = build_site(docs, tmp_path / "site", strict=False, nav=NAV, hooks=without_the_wall())
    context = chromium.new_context(bypass_csp=True)
    try:
        with served(site) as url:
            visitor = Visitor(context.new_page(), url)
            ran = [said for place, said in Hostile(url, rows).pages() if visitor.visit(place)["executed"]]
    finally:
        context.close()
    assert len(ran) >= 25, ran
