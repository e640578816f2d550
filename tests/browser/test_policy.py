"""The policy of the pages in a real browser: readers miss nothing, and it holds where the other walls are down."""

from __future__ import annotations

import re
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from building import QuietHandler, build_site, served, theme_with
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer
from playwright.sync_api import Browser, Error, Page, Route, expect
from raw_articles import ROOT

from browser.readers import Reader, new_reader
from browser.test_wall import NAV, ROWS, Hostile, Visitor, without_the_wall, write
from qingyuan.site.policy import HEADERS

PATH = "wen/ku/"
INPUT, RESULT = "[data-md-component=search-query]", ".md-search-result__item"
FEATURES = ("navigation.instant", "content.code.copy", "content.tooltips", "content.footnote.tooltips")
PAGES = {
    "articles/yuqi/a.md": "---\ntitle: 花呗逾期\ntags: [花呗]\n---\n\n正文[^1]，[乙](b.md)。\n\n[^1]: 注一。\n\n"
    "```sh\necho 1\n```\n\n??? tip\n    更多。\n\n| 甲 |\n| --: |\n| 1 |\n\n*[正文]: 说明\n",
    "articles/yuqi/b.md": "---\ntitle: 乙篇\n---\n\n乙的正文。\n",
}


@dataclass
class Site:
    folder: Path
    root: str
    url: str


class WithHeaders(QuietHandler):
    """Sends the headers of `_headers`, and the site's own page for what is not there."""

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, PATH, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Below a path, with pages that change without being loaded anew, and headers as a server sends them."""
    folder = tmp_path_factory.mktemp("policy")
    with served(folder, WithHeaders) as root:
        build_site(
            write([], folder, **PAGES),
            folder / PATH,
            nav=NAV,
            strict=False,
            site_url=root + PATH,
            theme=theme_with(*FEATURES),
        )
        yield Site(folder / PATH, root, root + PATH)


def refused(reader: Reader) -> list[str]:
    """What the browser said of the policy."""
    return [said for said in reader.complaints if "ontent Security Policy" in said]


def search(page: Page) -> None:
    page.fill(INPUT, "花呗")
    expect(page.locator(RESULT).first).to_contain_text("花呗逾期")


def test_a_reader_misses_nothing(chromium: Browser, site: Site) -> None:
    reader = new_reader(chromium, site.url)
    page = reader.goto()
    page.evaluate("window.stayed = true")
    page.click(".qy-hero__search")
    expect(page.locator(INPUT)).to_be_focused()
    search(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/yuqi/a/**")
    assert page.evaluate("window.stayed"), "the page changed without being loaded anew"
    page.locator(".footnote-ref").hover()
    expect(page.locator(".md-tooltip2--active")).to_contain_text("注一。")
    page.locator("abbr").first.hover()
    expect(page.locator(".md-tooltip2--active[role=tooltip]")).to_contain_text("说明")
    page.locator(".highlight").hover()
    page.locator(".highlight button").first.click()
    page.locator("details summary").click()
    assert page.evaluate("getComputedStyle(document.querySelector('td')).textAlign").endswith("right")
    page.get_by_role("link", name="乙", exact=True).click()
    page.wait_for_url("**/articles/yuqi/b/")
    page.keyboard.press("/")
    search(page)
    page.locator("[data-md-component=search-share]").click(force=True)  # last: it may close the search
    page.keyboard.press("Escape")
    page.locator(".md-tabs__link", has_text="标签").click()
    page.wait_for_url("**/tags/")
    assert page.evaluate("window.stayed")
    page.emulate_media(media="print")
    page.pdf()
    page.emulate_media(media="screen")
    page.goto(site.url + "keine/seite/")
    expect(page.locator("h1")).to_have_text("没有这一页")
    page.keyboard.press("/")
    search(page)
    assert refused(reader) == []
    assert [said for said in reader.complaints if "404" not in said] == []
    assert reader.foreign == []
    page.context.close()


def test_colors_last_and_the_drawer_opens(chromium: Browser, site: Site) -> None:
    reader = new_reader(chromium, site.url, width=390)
    page = reader.goto("articles/yuqi/a/")
    seen = []
    for _ in range(3):
        page.locator("[data-md-component=palette] label:visible").click()
        chosen = page.evaluate("document.body.dataset.mdColorScheme")
        page.reload()
        assert page.evaluate("document.body.dataset.mdColorScheme") == chosen
        seen.append(chosen)
    assert {"default", "slate"} <= set(seen)
    assert page.evaluate("Object.keys(localStorage)") == [f"/{PATH}.__palette"]
    # Before the theme's own script, which stands last: the page must not be drawn in other colors first.
    page.locator("[data-md-component=palette] label:visible").click()
    page.locator("[data-md-component=palette] label:visible").click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.route("**/bundle.*.js", lambda route: route.abort())
    page.reload()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.unroute("**/bundle.*.js")
    page.reload()
    page.locator("label[for=__drawer]:visible").first.click()
    expect(page.locator(".md-sidebar--primary")).to_be_in_viewport()
    assert refused(reader) == []
    page.context.close()


# -- The third wall alone ---------------------------------------------------------------------------------------

PLANTED = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<svg onload=window.pwned=1></svg>",
    '<a id="planted" href="javascript:window.pwned=1">甲</a>',
    '<button id="planted" onclick="window.pwned=1">甲</button>',
    '<form action="javascript:window.pwned=1"><button id="planted">甲</button></form>',
    '<iframe src="javascript:parent.pwned=1"></iframe>',
    '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
    '<object data="data:text/html,<script>parent.pwned=1</script>"></object>',
    '<script src="data:text/javascript,window.pwned=1"></script>',
    '<script type="module">window.pwned=1</script>',
    '<script nonce="" integrity="">window.pwned=1</script>',
    '<script id="__config" type="application/json">{"base": ".", "features": [], "translations": {}, '
    '"search": "data:text/javascript,importScripts(1)"}</script>',
    '<base href="https://evil.test/">',
)


CLICK = """() => {
    addEventListener("click", event => {
        const link = event.target.closest("[href]")
        if (link && !/^\\s*javascript:/i.test(link.href.baseVal ?? link.href)) event.preventDefault()
    }, true)
    for (const element of document.querySelectorAll(".md-content *")) element.click?.()
    return new Promise(done => setTimeout(() => done(window.pwned === 1), 30))
}"""


def plant(site: Path, payloads: tuple[str, ...]) -> None:
    """A page for each payload, put into the body of a built one as it is."""
    stock = (site / "articles/yuqi/b/index.html").read_text("utf-8")
    for number, payload in enumerate(payloads):
        page = site / f"articles/yuqi/planted{number}/index.html"
        page.parent.mkdir()
        page.write_text(stock.replace("<p>乙的正文。", f"<p>乙的正文。{payload}"), encoding="utf-8")


@pytest.fixture(scope="module")
def planted(site: Site) -> Path:
    """The built site, with a page for each payload."""
    plant(site.folder, PLANTED)
    return site.folder


@pytest.mark.parametrize("bypass_csp", [False, True], ids=["csp", "without-csp"])
def test_what_is_planted_in_a_page_does_not_run(chromium: Browser, planted: Path, bypass_csp: bool) -> None:
    context = chromium.new_context(bypass_csp=bypass_csp)
    ran = []
    with served(planted) as url:  # without the headers: the pages themselves hold the policy
        visitor = Visitor(context.new_page(), url)
        for number, payload in enumerate(PLANTED):
            visitor.noted.clear()
            visitor.page.goto(f"{url}articles/yuqi/planted{number}/", wait_until="load")
            if 'id="planted"' in payload:
                visitor.page.locator("#planted").click(no_wait_after=True)
            visitor.page.wait_for_timeout(60)
            if visitor.page.evaluate("window.pwned === 1") or any("asks" in did for did in visitor.noted):
                ran.append(payload)
    context.close()
    assert ran == [] if not bypass_csp else len(ran) >= 10, ran


def alone(chromium: Browser, url: str, rows: list[dict[str, str]]) -> tuple[list[str], list[str]]:
    """The pages that run something, and those that lead away or ask elsewhere."""
    context = chromium.new_context()
    ran: list[str] = []
    left: dict[str, None] = {}
    asked: list[str] = []

    def elsewhere(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    # What leaves the browser comes by here, and goes no further. What the policy holds back never comes.
    context.route(re.compile(f"^(?!{re.escape(url)})https?:"), elsewhere)

    def opened() -> Page:
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        return page

    page, before = opened(), ""
    for place, said in Hostile(url, rows).pages():
        if asked:  # late
            left[before] = None
        asked.clear()
        try:
            page.goto(url + place, wait_until="commit")
        except Error:  # the page before went elsewhere just now
            left[before] = None
            page.close()
            page = opened()
            asked.clear()
            page.goto(url + place, wait_until="commit")
        page.wait_for_timeout(150)
        try:
            if page.evaluate(CLICK):
                ran.append(said)
            stays = page.url == url + place
        except Error:  # gone while it was asked
            stays = False
        if not stays or asked:
            left[said] = None
            page.close()
            page = opened()
            asked.clear()
        before = said
    context.close()
    return ran, list(left)


@pytest.mark.slow  # 240 pages in a browser
def test_the_third_wall_stands_alone(chromium: Browser, tmp_path: Path) -> None:
    """The rows of the other walls on a site without these: nothing runs. What leaves is what no policy forbids."""
    site = build_site(
        write(ROWS, tmp_path), tmp_path / "site", strict=False, nav=NAV, hooks=without_the_wall()
    )
    with served(site) as url:
        ran, left = alone(chromium, url, ROWS)
        if not all("refresh" in said.lower() for said in left):
            # A page that goes late, on a busy machine, is counted for the next one; what leaves does so again.
            again = alone(chromium, url, ROWS)[1]
            left = [said for said in left if said in again]
    print(f"{len(ROWS)} pages, {len(ran)} run, {len(left)} leave", *left, sep="\n")
    assert ran == []
    assert [said for said in left if "refresh" not in said.lower()] == []


# -- mkdocs serve -----------------------------------------------------------------------------------------------


def test_pages_of_mkdocs_serve_reload(chromium: Browser, site: Site, tmp_path: Path) -> None:
    docs = write([], tmp_path, **PAGES)
    folder = shutil.copytree(site.folder, tmp_path / "site")
    shown = folder / "articles/yuqi/b/index.html"

    def rebuild() -> None:
        shown.write_text(shown.read_text("utf-8").replace("乙的正文。", "新的正文。"), encoding="utf-8")

    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(docs))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = LiveReloadServer(builder=rebuild, host="127.0.0.1", port=port, root=str(folder))
    server.watch(str(docs))
    server = config.plugins.on_serve(server, config=config, builder=rebuild)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        reader = new_reader(chromium, f"http://127.0.0.1:{port}/")
        page = reader.goto("articles/yuqi/b/")
        expect(page.locator("article")).to_contain_text("乙的正文。")
        page.wait_for_timeout(200)
        (docs / "articles/yuqi/b.md").write_text("---\ntitle: 乙篇\n---\n\n新的正文。\n", encoding="utf-8")
        expect(page.locator("article")).to_contain_text("新的正文。", timeout=15_000)
        assert refused(reader) == []
        page.context.close()
    finally:
        server.shutdown()
