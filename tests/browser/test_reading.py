"""What a reader sees: pages, anchors, colors, narrow screens, and that nothing is asked of other hosts."""

from __future__ import annotations

import http.server
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from building import QuietHandler, build_site, served
from playwright.sync_api import Browser, expect
from raw_articles import ROOT

from browser.readers import Reader, new_reader

ARTICLE = "支付宝逾期上门送信"
PLACES = ["", "articles/", "articles/yuqi/", "tags/", "handbook/", "handbook/format/", "404.html"]


def open_article(reader: Reader, title: str = ARTICLE) -> None:
    """From the home page to an article, as a reader goes."""
    reader.goto()
    reader.page.get_by_role("link", name=title, exact=True).first.click()
    expect(reader.page.locator("h1")).to_have_text(re.compile(title))


def test_home_leads_to_topics_and_newest_articles(reader: Reader) -> None:
    page = reader.goto()
    assert page.locator("html").get_attribute("lang") == "zh"
    assert page.title() == "清源"
    titles = page.locator(".qy-list__title").all_inner_texts()
    dated = page.locator(".qy-list__item:has(time) .qy-list__title").all_inner_texts()
    days = [time.get_attribute("datetime") or "" for time in page.locator(".qy-list time").all()]
    assert dated
    assert titles[: len(dated)] == dated, "undated articles come last"
    assert days == sorted(days, reverse=True)
    page.locator(".qy-topic__link").first.click()
    expect(page.locator("h1")).to_have_text("逾期处理")
    assert page.locator(".qy-list__item").count() >= 2


def test_article_shows_its_facts_and_the_way_on(reader: Reader) -> None:
    open_article(reader)
    page = reader.page
    facts = page.locator(".qy-facts").inner_text()
    assert "逾期处理" in facts
    assert "2024年11月4日" in facts
    assert "原文为繁体" in facts
    assert page.locator(".md-path__item").all_inner_texts() == ["首页", "主题", "逾期处理"]
    assert page.locator(".qy-related .qy-list__item").count() >= 3
    page.locator(".md-path__link", has_text="逾期处理").click()
    expect(page.locator("h1")).to_have_text("逾期处理")


def test_anchors_are_readable_chinese(reader: Reader) -> None:
    open_article(reader)
    page = reader.page
    ids = [unquote(link.get_attribute("href") or "") for link in page.locator(".headerlink").all()]
    assert len(ids) > 10
    assert not [one for one in ids if re.search(r"#_\d*$", one)]
    page.locator(".md-sidebar--secondary .md-nav__link", has_text="背景分析").first.click()
    expect(page).to_have_url(re.compile("#" + "(?:一背景分析|%E4%B8%80%E8%83%8C.*)$"))
    box = page.locator("h2", has_text="背景分析").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 300, "the heading stands at the top of the screen"


@pytest.mark.parametrize("reader", [{"width": 390}, {"width": 1280}], indirect=True, ids=["390", "1280"])
def test_no_request_leaves_the_site(reader: Reader) -> None:
    for place in PLACES:
        reader.goto(place)
    open_article(reader)
    reader.goto("?q=" + ARTICLE)
    expect(reader.page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)
    assert len(reader.requests) > 20
    assert reader.foreign == []
    assert reader.complaints == []


ASK_OTHERS = """base => {
    window.refused = []
    addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective))
    const asked = {img: ['src', 'a.png'], script: ['src', 'b.js'], iframe: ['src', 'c.html'], link: ['href', 'd.css']}
    for (const [name, [attribute, file]] of Object.entries(asked)) {
        const element = document.createElement(name)
        if (name === 'link') element.rel = 'stylesheet'
        element[attribute] = base + file
        document.body.append(element)
    }
}"""


def test_the_browser_refuses_what_a_page_asks_of_others(tmp_path: Path, reader: Reader) -> None:
    """The wall at build lets nothing of the kind through; this is the one behind it."""
    asked: list[str] = []

    class Stranger(QuietHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

    with served(tmp_path, Stranger) as elsewhere:
        page = reader.goto()
        page.evaluate(ASK_OTHERS, elsewhere)
        page.wait_for_function("refused.length >= 4")
        refused = set(page.evaluate("refused"))
    assert refused == {"img-src", "script-src-elem", "frame-src", "style-src-elem"}
    assert asked == []


@pytest.mark.parametrize("reader", [{"width": 390}, {"width": 1280}], indirect=True, ids=["390", "1280"])
def test_the_home_pages_search_button_opens_the_box(reader: Reader) -> None:
    page = reader.goto()
    page.get_by_role("button", name="篇文章").click()
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.type("送信")
    expect(page.locator(".md-search-result__item").first).to_contain_text(ARTICLE, timeout=20_000)


@pytest.mark.parametrize("query", ["上门送信", "上門送信", "送信"])
def test_the_search_box_finds_the_article_first(reader: Reader, query: str) -> None:
    page = reader.goto()
    page.locator(".md-search__input").click()
    page.keyboard.type(query)
    first = page.locator(".md-search-result__item").first
    expect(first.locator("h1")).to_have_text(ARTICLE, timeout=20_000)
    first.locator("a").first.click()
    expect(page.locator("main h1")).to_have_text(re.compile(ARTICLE))
    assert reader.foreign == []


@pytest.mark.parametrize("place", [*PLACES, "article"])
@pytest.mark.parametrize("reader", [{"width": 390}], indirect=True, ids=["390"])
def test_a_narrow_screen_does_not_scroll_sideways(reader: Reader, place: str) -> None:
    if place == "article":
        open_article(reader)
    else:
        reader.goto(place)
    for width in (390, 320):
        reader.page.set_viewport_size({"width": width, "height": 844})
        wide, screen = reader.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert screen == width
        assert wide <= screen


@pytest.mark.parametrize("reader", [{"width": 390}], indirect=True, ids=["390"])
def test_the_menu_works_on_a_phone(reader: Reader) -> None:
    page = reader.goto()
    page.locator("label.md-header__button[for=__drawer]").click()
    page.locator(
        ".md-nav--primary > .md-nav__list > .md-nav__item > label, .md-nav__container label"
    ).first.click()
    page.get_by_role("link", name="催收应对").first.click()
    expect(page.locator("h1")).to_have_text("催收应对")


@pytest.mark.parametrize(
    ("reader", "dark"), [({"scheme": "light"}, False), ({"scheme": "dark"}, True)], indirect=["reader"]
)
def test_colors_follow_the_system_and_the_switch(reader: Reader, dark: bool) -> None:
    page = reader.goto()

    def lightness() -> float:
        text = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(map(int, re.findall(r"\d+", text)[:3])) / 3

    assert (lightness() < 80) is dark
    page.locator("label[for^=__palette]:visible").click()  # from following the system to light
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    page.locator("label[for^=__palette]:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert lightness() < 80
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_text_is_set_for_reading(reader: Reader) -> None:
    open_article(reader)
    style = reader.page.evaluate(
        """() => {
            const p = [...document.querySelectorAll("article p")].find(p => p.innerText.length > 80)
            const s = getComputedStyle(p)
            return {measure: p.getBoundingClientRect().width / parseFloat(s.fontSize),
                    leading: parseFloat(s.lineHeight) / parseFloat(s.fontSize),
                    size: parseFloat(s.fontSize), align: s.textAlign, family: s.fontFamily}
        }"""
    )
    assert 30 <= style["measure"] <= 40.5
    assert 1.7 <= style["leading"] <= 2
    assert style["size"] >= 16
    assert style["align"] == "start"
    assert "PingFang SC" in style["family"]


CONTRASTS = """queries => {
    const luminance = color => {
        const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map(v => {
            v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 })
        return .2126 * r + .7152 * g + .0722 * b }
    const ground = luminance(getComputedStyle(document.body).backgroundColor)
    return Object.fromEntries(queries.map(query => {
        const ink = luminance(getComputedStyle(document.querySelector(query)).color)
        return [query, (Math.max(ink, ground) + .05) / (Math.min(ink, ground) + .05)] }))
}"""
TEXT = ["article p", "h1", "h2", ".qy-facts span", "article a"]
FRAME = [".md-tabs__link", ".md-nav__link", ".md-path__link", ".qy-list__facts time"]


@pytest.mark.parametrize(
    "reader", [{"scheme": "light"}, {"scheme": "dark"}], indirect=True, ids=["light", "dark"]
)
def test_text_stands_out_from_its_ground(reader: Reader) -> None:
    open_article(reader)
    ratios = reader.page.evaluate(CONTRASTS, [*TEXT, *FRAME])
    assert {query: ratio for query, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize(
    ("reader", "scheme"),
    [({"scheme": "light"}, "light"), ({"scheme": "dark"}, "dark")],
    indirect=["reader"],
    ids=["light", "dark"],
)
def test_paper_is_white_and_its_text_dark(reader: Reader, scheme: str) -> None:
    """A printer leaves backgrounds out: what is light on a dark screen would be light on white paper."""
    open_article(reader)
    scheme_of_theme = "slate" if scheme == "dark" else "default"
    expect(reader.page.locator("body")).to_have_attribute("data-md-color-scheme", scheme_of_theme)
    reader.page.emulate_media(media="print")
    assert reader.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    ratios = reader.page.evaluate(CONTRASTS, TEXT)
    assert {query: ratio for query, ratio in ratios.items() if ratio < 4.5} == {}


def test_restored_words_say_so(tmp_path: Path, chromium: Browser) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(ROOT / "docs", docs)
    (docs / "articles" / "bu.md").write_text(
        '# 补字\n\n逾期还款的问<ins class="restored">题</ins>。\n', encoding="utf-8"
    )
    with served(build_site(docs, tmp_path / "site")) as url:
        reader = new_reader(chromium, url)
        page = reader.goto("articles/bu/")
        word = page.locator("article > p ins.restored")
        assert word.get_attribute("title") == "原文缺字，已补"
        assert "dotted" in word.evaluate("e => getComputedStyle(e).textDecorationStyle")
        assert page.locator("article > p", has_text="问题。").count() == 1
        assert "原文所缺" in page.locator(".qy-foot__note").inner_text()
        reader.page.context.close()


def test_an_unknown_address_is_answered_in_chinese(site_dir: Path, chromium: Browser) -> None:
    class WithNotFound(QuietHandler):
        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            body = (site_dir / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    assert issubclass(WithNotFound, http.server.SimpleHTTPRequestHandler)
    with served(site_dir, WithNotFound) as url:
        reader = new_reader(chromium, url)
        page = reader.goto("articles/yuqi/没有这一篇/")
        assert page.locator("h1").inner_text() == "没有这一页"
        page.locator(".qy-topic__link").first.click()
        expect(page.locator("h1")).to_have_text("逾期处理")
        page.context.close()


def test_without_scripts_everything_is_still_reachable(chromium: Browser, site_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url)
    page.locator(".qy-topic__link").first.click()
    page.locator(".qy-list__link").first.click()
    assert page.locator(".qy-facts").is_visible()
    assert page.locator(".md-search").is_hidden()
    context.close()


BODY = "正文写着独一无二的词：桂花载酒。"
AS_EDITORS_SAVE = {
    "crlf": ("一.md", f"---\r\ntitle: 花呗延期还款甲\r\n---\r\n\r\n{BODY}\r\n", "花呗延期还款甲"),
    "bom": ("二.md", f"\ufeff---\ntitle: 花呗延期还款乙\n---\n{BODY}\n", "花呗延期还款乙"),
    "h1-only": ("三.md", f"# 花呗延期还款丙\n\n{BODY}\n", "花呗延期还款丙"),
    "no-title": ("花呗延期还款丁.md", f"{BODY}\n", "花呗延期还款丁"),
    "new-folder": ("fangdai/五.md", f"title: 花呗延期还款戊\n\n{BODY}\n", "花呗延期还款戊"),
}


@pytest.fixture(scope="module")
def edited_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site with articles in all the ways in which editors save them."""
    folder = tmp_path_factory.mktemp("edited")
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name, data, _ in AS_EDITORS_SAVE.values():
        path = folder / "docs/articles" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data.encode())
    # Without a title an article is there all the same, under its file's name, and the editor is told.
    with served(build_site(folder / "docs", folder / "site", strict=False)) as url:
        yield url


@pytest.mark.parametrize(("name", "_data", "title"), AS_EDITORS_SAVE.values(), ids=AS_EDITORS_SAVE)
def test_an_editors_article_is_there_and_findable(
    edited_url: str, chromium: Browser, name: str, _data: str, title: str
) -> None:
    reader = new_reader(chromium, edited_url)
    page = reader.goto()
    expect(page.locator(".qy-list__title", has_text=title)).to_have_count(1)
    page.locator(".qy-topic__link", has_text="fangdai" if "/" in name else "其他").click()
    page.locator(".qy-list__link", has_text=title).click()
    expect(page.locator("h1")).to_have_text(re.compile(title))
    expect(page.locator("article")).to_contain_text("桂花载酒")
    page.locator(".md-search__input").click()
    page.keyboard.type(title)
    expect(page.locator(".md-search-result__item h1").first).to_have_text(title, timeout=20_000)
    assert reader.foreign == []
    page.context.close()


@pytest.mark.parametrize("reader", [{"width": 390}], indirect=True)
def test_the_menu_of_an_article_on_a_phone_leads_somewhere(reader: Reader) -> None:
    open_article(reader)
    page = reader.page
    page.locator("header label[for=__drawer]").click()
    drawer = page.locator(".md-sidebar--primary")
    expect(drawer.locator("label.md-nav__link[for=__toc]")).to_be_visible()
    drawer.locator("label.md-nav__link[for=__toc]").click()
    expect(drawer.get_by_role("link", name="2.2 实施流程")).to_be_visible()
