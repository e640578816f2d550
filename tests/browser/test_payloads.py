"""Published payloads in every place where a stranger's or an editor's text reaches a page, in a real browser."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from building import build_site, served
from playwright.sync_api import Browser, BrowserContext, Error
from raw_articles import ROOT
from tools.bench.payloads import payloads

from browser.test_wall import NAV, without_the_wall, write
from qingyuan.article import clean_document
from qingyuan.document import RawDocument

CACHE = ROOT / ".cache/payloads"
SHARED = ("", "tags/", "articles/", "articles/yuqi/", "articles/yuqi/page/2/", "404.html")
MANY, SOME, EACH = 400, 120, 200
"""Payloads to a page that shows them as text, to a page that may hold HTML, and of how many one has pages of its own."""

WATCH = """(() => {
    window.ran = []
    for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
        window[name] = () => { window.ran.push(name) }
    }
})()"""
LOOK = """() => {
    const content = document.querySelector(".md-content")
    const own = element => !element.closest(".md-content")
    const live = [...content.querySelectorAll("*")].filter(element =>
        element.matches("script, style, iframe, object, embed, form, base, meta, link, svg *:not(path), math")
        || [...element.attributes].some(({name}) => name.startsWith("on") || name === "style")
        || (element.hasAttribute("href") && !/^(https?|mailto):/.test(element.href)))
    // Where links lead is seen above; what else a click does is seen here.
    addEventListener("click", event => { if (event.target.closest("a[href]")) event.preventDefault() })
    for (const element of content.querySelectorAll("*")) {
        for (const name of ["click", "mouseover", "focus", "pointerdown"]) {
            element.dispatchEvent(new MouseEvent(name, {bubbles: true, cancelable: true}))
        }
    }
    const whole = document.querySelector("body > .md-container > .md-footer") !== null
        && document.querySelectorAll("#__search, #__config").length === 2
    return {live: live.map(element => element.outerHTML.slice(0, 200)), ran: window.ran, whole}
}"""
GOOD = {"live": [], "ran": [], "whole": True}


@pytest.fixture(scope="module")
def given() -> list[str]:
    try:
        return payloads(CACHE)
    except (subprocess.CalledProcessError, OSError):
        if os.environ.get("CI"):
            pytest.fail("no payloads: CI must not pass without them")
        pytest.skip("the package index cannot be reached")


def parts(given: list[str], size: int) -> list[list[str]]:
    return [given[at : at + size] for at in range(0, len(given), size)]


def one_line(payload: str) -> str:
    return " ".join(payload.split())


def raw(name: str, text: str) -> str:
    """The article that the pipeline makes of a raw document."""
    data = text.replace("\0", "").encode("utf-8", "replace")  # a file with NUL is no text, and refused
    return clean_document(RawDocument(name, data)).cleaned.text


def page(body: str) -> str:
    return f"<!doctype html><html><head><title>逾期怎么办</title></head><body><article><h1>逾期怎么办</h1>{body}</article></body></html>"


def places(given: list[str]) -> Iterator[tuple[str, str]]:
    """Articles by the way that the payloads came. As text, half of them each: the pipeline takes its time."""
    for number, part in enumerate(parts(given[::2], MANY)):
        yield f"text{number}", raw("a.txt", "花呗逾期\n\n" + "\n\n".join(part))
    for number, part in enumerate(parts(given[1::2], MANY)):
        shown = "".join(f"<p>还款：{escape(payload)}</p>" for payload in part)
        yield f"shown{number}", raw("a.html", page(shown))
    for number, part in enumerate(parts(given, MANY)):
        yield f"live{number}", raw("a.html", page("".join(f"<div>还款：{payload}</div>" for payload in part)))
    for number, part in enumerate(parts(given, SOME)):
        yield f"editor{number}", "# 花呗逾期\n\n" + "\n\n".join(f"{payload}" for payload in part)
    for number, payload in enumerate(given[::EACH]):
        line = one_line(payload)
        yield (
            f"title{number}",
            raw("a.txt", f"{line}\n\n作者：{line}\n来源：{line}\n\n正文第一段。\n\n{payload}\n"),
        )
        yield f"alone{number}", f"# 花呗逾期\n\n正文。\n\n{payload}\n"
        words = dict.fromkeys(("title", "author", "site", "category", "description", "lang"), line)
        fields = {**words, "tags": [line, f"a/{line}"], "aliases": [line], "source_file": line}
        yield f"fields{number}", f"---\n{json.dumps(fields)}\n---\n\n## {line}\n\n正文。\n"


def visit(context: BrowserContext, url: str, addresses: list[str]) -> dict[str, Any]:
    """What pages did that they must not, by their addresses."""
    page = context.new_page()
    noted: list[str] = []
    page.on("dialog", lambda dialog: (noted.append("dialog"), dialog.dismiss()))
    page.on("popup", lambda _: noted.append("popup"))
    page.on(
        "request",
        lambda request: None if request.url.startswith((url, "data:")) else noted.append(request.url),
    )
    page.on("framenavigated", lambda frame: noted.append(frame.url) if frame.url != at else None)
    # The browser itself says what it compiles: also what gives no other sign.
    scripts: list[str] = []
    debugger = context.new_cdp_session(page)
    debugger.send("Debugger.enable")
    debugger.on(
        "Debugger.scriptParsed",
        lambda script: (
            scripts.append(script["url"])
            if not script["url"].endswith(".js") and script["url"].startswith(("http", "data:", "blob:"))
            else None
        ),
    )
    page.add_init_script(WATCH)
    bad: dict[str, Any] = {}
    for address in addresses:
        at = url + address
        noted.clear()
        scripts.clear()
        page.goto(at, wait_until="load")
        seen = page.evaluate(LOOK)
        page.wait_for_timeout(30)
        if seen != GOOD or noted or scripts or page.url != at:
            bad[address] = {**seen, "did": [*noted], "scripts": len(scripts)}
    page.close()
    return bad


@pytest.mark.slow  # 130 pages in a browser, twice
def test_nothing_of_4000_payloads_runs_or_leaves(chromium: Browser, given: list[str], tmp_path: Path) -> None:
    assert len(given) > 4000
    articles = {f"articles/yuqi/{name}.md": text for name, text in places(given)}
    site = build_site(write([], tmp_path, **articles), tmp_path / "site", strict=False, nav=NAV)
    addresses = [*(f"{name.removesuffix('.md')}/" for name in articles), *SHARED]
    with served(site) as url:
        for bypass_csp in (False, True):
            context = chromium.new_context(bypass_csp=bypass_csp)
            bad = visit(context, url, addresses)
            context.close()
            assert bad == {}, f"without the policy: {bypass_csp}"


SIMPLE = re.compile(
    r"<script>[^<]*alert|<(?:img|svg|body|video)\b[^>]*\bon(?:error|load)=[^>]*alert", re.IGNORECASE
)
"""What runs in any browser and waits for nobody, if nothing holds it."""


@pytest.mark.slow
def test_they_run_where_nothing_holds_them(chromium: Browser, given: list[str], tmp_path: Path) -> None:
    """The payloads are live, and the test would see it: an editor's pages without walls and policy."""
    chosen = [one_line(payload) for payload in given if SIMPLE.search(payload)][:40]
    assert len(chosen) == 40
    articles = {
        f"articles/yuqi/a{number}.md": f"# 花呗逾期\n\n{line}\n" for number, line in enumerate(chosen)
    }
    hooks = without_the_wall()
    site = build_site(write([], tmp_path, **articles), tmp_path / "site", strict=False, nav=NAV, hooks=hooks)
    ran = []
    context = chromium.new_context(bypass_csp=True)
    with served(site) as url:
        context.route(re.compile(f"^(?!{re.escape(url)})https?:"), lambda route: route.abort())
        for number, payload in enumerate(chosen):
            page = context.new_page()
            page.add_init_script(WATCH)
            try:
                page.goto(f"{url}articles/yuqi/a{number}/", wait_until="load")
                page.wait_for_timeout(30)
                if page.evaluate("window.ran.length"):
                    ran.append(payload)
            except Error:  # it led away
                pass
            page.close()
    context.close()
    assert len(ran) >= 20, ran
