"""Search in a real Chromium: typed into Material's own box, on a site of made-up articles."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from building import build_site, served
from playwright.sync_api import Browser, CDPSession, Page
from raw_articles import CASES

INPUT, RESULT = "[data-md-component=search-query]", ".md-search-result__item"
JUDGED = [
    json.loads(line) for line in (CASES / "judged_queries.jsonl").read_text(encoding="utf-8").splitlines()
]

ARTICLES = {
    "yuqi/songxin.md": """---
title: 支付宝逾期上门送信
date: 2024-11-04
aliases: [上门催收函]
---
## 导语

近年来，支付宝为用户提供便利，也面临逾期欠款的问<ins class="restored">题</ins>。

## 二、送信的目的

逾期上门送信的主要目的是提醒用户还款。
""",
    "xieshang/liucheng.md": """---
title: 支付宝逾期可以协商流程
---
## 准备材料

联系客服之前，先准备收入证明。打开支付宝APP，进入客服中心，热线是95188。
""",
    "cuishou/xieshang.md": """---
title: 支付宝跟催收协商有用吗
date: 2024-10-18
---
## 自动催收

花呗逾期之后，系统会自动拨打电话；<b>加粗 & 转义</b>。
""",
    "xinyong/daizhang.md": "---\ntitle: 信用分租机呆账减免\n---\n## 政策\n\n呆账可以申请减免，原文是「顯著」二字。\n",
}


@dataclass
class Box:
    """The search box of a page, and what the page asked for."""

    page: Page
    keyboard: CDPSession
    base: str
    requests: list[str] = field(default_factory=list)

    def type(self, text: str) -> None:
        self.page.fill(INPUT, "")
        self.page.keyboard.insert_text(text)

    def titles(self, text: str) -> list[str]:
        """Search, and give the titles of the results, best first."""
        self.page.fill(INPUT, "")
        self.page.locator(RESULT).first.wait_for(state="detached")
        self.page.keyboard.insert_text(text)
        self.page.wait_for_selector(RESULT)
        self.page.wait_for_timeout(150)
        return self.page.locator(f"{RESULT} h1").all_inner_texts()

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of the project's own settings with other documents."""
    folder = tmp_path_factory.mktemp("search")
    docs = folder / "docs"
    for path, text in {"index.md": "# 首页\n", "tags.md": "# 标签\n", **ARTICLES}.items():
        target = docs / (path if "/" not in path else f"articles/{path}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    with served(build_site(docs, folder / "site", strict=False)) as url:
        yield url


@pytest.fixture(scope="module")
def page_in_browser(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def box(page_in_browser: Page, base: str) -> Iterator[Box]:
    page = page_in_browser
    box = Box(page, page.context.new_cdp_session(page), base)
    listener = lambda request: box.requests.append(request.url)  # noqa: E731
    page.context.on("request", listener)
    page.goto(base, wait_until="networkidle")
    page.click(INPUT)
    yield box
    page.context.remove_listener("request", listener)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("上门送信", "支付宝逾期上门送信"),
        ("上門送信", "支付宝逾期上门送信"),
        ("送信", "支付宝逾期上门送信"),
        ("门送", "支付宝逾期上门送信"),
        ("上门 送信", "支付宝逾期上门送信"),
        ("送", "支付宝逾期上门送信"),
        ("shangmen songxin", "支付宝逾期上门送信"),
        ("shangmensongxin", "支付宝逾期上门送信"),
        ("shangmensongx", "支付宝逾期上门送信"),
        ("smsx", "支付宝逾期上门送信"),
        ("上门送新", "支付宝逾期上门送信"),
        ("送心", "支付宝逾期上门送信"),  # another word of the same sound
        ("上门宋信", "支付宝逾期上门送信"),
        ("收入正明", "支付宝逾期可以协商流程"),
        ("上门催收函", "支付宝逾期上门送信"),
        ("欠款的问题", "支付宝逾期上门送信"),
        ("“主要目的”", "支付宝逾期上门送信"),
        ("花呗逾期了怎么办", "支付宝跟催收协商有用吗"),
        ("支付宝上门送信是真的吗", "支付宝逾期上门送信"),
        ("ａｐｐ", "支付宝逾期可以协商流程"),
        ("95188", "支付宝逾期可以协商流程"),
        ("支付宝逾期可以协商流程", "支付宝逾期可以协商流程"),
        ("显著", "信用分租机呆账减免"),
        ("着", "信用分租机呆账减免"),
        ("协商还款", "协商还款"),  # a topic answers to its name
    ],
)
def test_right_page_first(box: Box, query: str, title: str) -> None:
    assert box.titles(query)[0] == title


@pytest.fixture(scope="module")
def real_box(chromium: Browser, site_url: str) -> Iterator[Box]:
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(site_url, wait_until="networkidle")
    page.click(INPUT)
    yield Box(page, context.new_cdp_session(page), site_url)
    context.close()


@pytest.mark.parametrize("judged", JUDGED, ids=[f"{row['kind']}-{row['query']}" for row in JUDGED])
def test_judged_queries_on_the_real_articles(real_box: Box, judged: dict[str, str]) -> None:
    assert real_box.titles(judged["query"])[0] == judged["title"]


def test_result_shows_section_excerpt_topic_and_date(box: Box) -> None:
    box.titles("主要目的")
    assert box.text(f"{RESULT} h1") == "支付宝逾期上门送信"
    assert box.text(f"{RESULT} h2") == "二、送信的目的"
    assert "逾期上门送信的主要目的是提醒用户还款" in box.text(f"{RESULT} p")
    assert box.text(f"{RESULT} mark") == "主要目的"
    assert box.page.locator(f"{RESULT}:first-child .md-tag").all_inner_texts() == ["逾期处理", "2024-11-04"]
    assert "缺少" not in box.text(".md-search-result")


def test_match_is_marked_in_the_script_of_the_page(box: Box) -> None:
    box.titles("显着")
    assert box.text(f"{RESULT} p mark") == "顯著"


def test_markup_of_pages_is_shown_not_run(box: Box) -> None:
    box.titles("加粗")
    assert "加粗 & 转义" in box.text(f"{RESULT} p")


def test_quoted_phrase_is_strict(box: Box) -> None:
    assert box.titles("“支付宝逾期”") == ["支付宝逾期上门送信", "支付宝逾期可以协商流程"]


def test_nothing_found_offers_something(box: Box) -> None:
    assert box.titles("zzzz")
    assert box.text(".md-search-result__meta") == "没有找到相关内容，可以看看这些主题"
    # 准 stands in a heading, in no title.
    assert box.titles("准绳")
    assert box.text(".md-search-result__meta") == "没有找到相关内容，可以看看这些主题"
    assert box.titles("催眠")[0] == "支付宝跟催收协商有用吗"
    assert box.text(".md-search-result__meta") == "没有找到完全相符的内容，下面是标题相近的文章和主题"


def test_character_mistyped_by_its_shape(box: Box) -> None:
    """人 for 入, in the middle of a phrase that only a body has."""
    assert box.titles("收人证明")[0] == "支付宝逾期可以协商流程"
    assert box.text(f"{RESULT} mark") == "收入证明"


def test_result_opens_with_the_words_marked(box: Box) -> None:
    box.titles("上門送信")
    box.page.click(f"{RESULT} a")
    box.page.wait_for_url("**/songxin/**")
    assert "h=" in box.page.url
    box.page.wait_for_selector("article mark")
    assert box.text("article mark") == "上门送信"


def test_link_with_a_query_searches(box: Box) -> None:
    box.page.goto(box.base + "?q=送信")
    box.page.wait_for_selector(RESULT)
    assert box.text(f"{RESULT} h1") == "支付宝逾期上门送信"


def test_nothing_is_fetched_before_the_box_is_touched(page_in_browser: Page, base: str) -> None:
    sizes: dict[str, int] = {}
    page = page_in_browser
    listener = lambda response: sizes.__setitem__(response.url, len(response.body()))  # noqa: E731
    page.on("response", listener)
    page.goto(base, wait_until="networkidle")
    page.remove_listener("response", listener)
    fetched = {url: size for url, size in sizes.items() if url.startswith(base + "search/")}
    assert not [url for url in fetched if "engine.js" in url or "/t/" in url or "/r/" in url]
    assert 0 < sum(fetched.values()) <= 1024


def test_a_query_costs_few_requests(box: Box) -> None:
    before = len(box.requests)
    box.titles("上门送信")
    # Beside these, opening the page asked for the settings and the worker.
    assert len(box.requests) - before + 2 <= 10


def test_committed_text_shows_results_without_a_key(box: Box) -> None:
    """A candidate picked by mouse, voice and paste come without any key event."""
    box.keyboard.send("Input.insertText", {"text": "送信"})
    box.page.wait_for_selector(RESULT)
    assert box.text(f"{RESULT} h1") == "支付宝逾期上门送信"


def test_enter_while_composing_does_not_navigate(box: Box) -> None:
    box.titles("送信")
    compose = {"text": "上门", "selectionStart": 2, "selectionEnd": 2}
    box.keyboard.send("Input.imeSetComposition", compose)
    for kind in ("rawKeyDown", "keyUp"):
        key = {"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        box.keyboard.send("Input.dispatchKeyEvent", key)
    box.page.wait_for_timeout(300)
    assert box.page.url == box.base
    box.keyboard.send("Input.insertText", {"text": "上门"})
    box.page.keyboard.press("Enter")
    box.page.wait_for_url("**/songxin/**")


def test_page_opened_before_a_new_build_still_searches(
    page_in_browser: Page, site_dir: Path, tmp_path: Path
) -> None:
    """The index moves with each build; without any, the reader is told, not left with an empty list."""
    site = tmp_path / "site"
    shutil.copytree(site_dir, site)
    settings = json.loads((site / "search/settings.json").read_text("utf-8"))
    with served(site) as url:
        page_in_browser.goto(url, wait_until="networkidle")
        (site / "search" / settings["data"]).rename(site / "search/moved")
        (site / "search/settings.json").write_text(json.dumps({**settings, "data": "moved"}), "utf-8")
        page_in_browser.click(INPUT)
        box = Box(page_in_browser, page_in_browser.context.new_cdp_session(page_in_browser), url)
        assert box.titles("上门送信")[0] == "支付宝逾期上门送信"
        shutil.rmtree(site / "search/moved")
        assert box.titles("协商流程") == ["首页"]
        assert "网络" in box.text(".md-search-result__meta")


def test_keyboard_alone_reaches_a_result(box: Box) -> None:
    box.titles("送信")
    box.page.keyboard.press("ArrowDown")
    assert "songxin" in str(box.page.evaluate("document.activeElement.href"))
    box.page.keyboard.press("Enter")
    box.page.wait_for_url("**/songxin/**")


def test_screen_readers_hear_the_number_of_results(box: Box) -> None:
    meta = box.page.locator(".md-search-result__meta")
    assert meta.get_attribute("role") == "status"
    assert meta.get_attribute("aria-live") == "polite"
    assert box.page.locator(INPUT).get_attribute("aria-label")


def test_results_fit_a_narrow_screen(box: Box) -> None:
    box.page.set_viewport_size({"width": 320, "height": 600})
    try:
        box.page.goto(box.base, wait_until="networkidle")
        box.page.click("header [for=__search]")
        box.titles("送信")
        for result in box.page.locator(f"{RESULT} a").all():
            place = result.bounding_box()
            assert place is not None
            assert place["x"] >= 0
            assert place["x"] + place["width"] < 321
    finally:
        box.page.set_viewport_size({"width": 1280, "height": 720})
