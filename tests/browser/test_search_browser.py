"""Search in a real Chromium: typed into Material's own box, on a site of made-up articles."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from building import build_site, served
from playwright.sync_api import Browser, CDPSession, Page, Response, expect
from raw_articles import CASES

INPUT, LIST, RESULT = "[data-md-component=search-query]", ".md-search-result__list", ".md-search-result__item"
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
    """The search box of a page."""

    page: Page
    keyboard: CDPSession
    base: str

    def titles(self, text: str) -> list[str]:
        """Search, and give the titles of the results, best first."""
        self.page.fill(INPUT, "")
        self.page.wait_for_selector(f"{LIST}:not([data-query])", state="attached")
        self.page.keyboard.insert_text(text)
        self.answered(text)
        return self.page.locator(f"{RESULT} h1").all_inner_texts()

    def answered(self, text: str) -> None:
        """Wait until the list holds all that the engine has to say to a query."""
        query = json.dumps(text, ensure_ascii=False)
        self.page.wait_for_selector(f"{LIST}[data-complete][data-query={query}]", timeout=10_000)

    @property
    def said(self) -> str:
        """What stands above the list."""
        return self.text(".md-search-result__meta")

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()


def write(docs: Path, articles: Mapping[str, str]) -> None:
    """A folder of documents for the project's own settings."""
    for path, text in {"index.md": "# 首页\n", "tags.md": "# 标签\n", **articles}.items():
        target = docs / (path if "/" not in path else f"articles/{path}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def open_box(page: Page, url: str) -> Box:
    """The box of a page at `url`, opened."""
    page.goto(url)
    page.click(INPUT)
    return Box(page, page.context.new_cdp_session(page), url)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of the project's own settings with other documents."""
    folder = tmp_path_factory.mktemp("search")
    write(folder / "docs", ARTICLES)
    with served(build_site(folder / "docs", folder / "site", strict=False)) as url:
        yield url


@pytest.fixture(scope="module")
def kept_page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def box(kept_page: Page, base: str) -> Box:
    """The box of the home page, in a page that stays open from test to test unless one leaves it."""
    if kept_page.url != base:
        kept_page.goto(base)
    kept_page.click(INPUT)
    return Box(kept_page, kept_page.context.new_cdp_session(kept_page), base)


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Page]:
    """A page in a browser that has seen nothing yet."""
    context = chromium.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


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
    yield open_box(context.new_page(), site_url)
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
    assert box.said == "没有找到相关内容，可以看看这些主题"
    # 准 stands in a heading, in no title.
    assert box.titles("准绳")
    assert box.said == "没有找到相关内容，可以看看这些主题"
    assert box.titles("催眠")[0] == "支付宝跟催收协商有用吗"
    assert box.said == "没有找到完全相符的内容，下面是标题相近的文章和主题"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("送信", "找到 1 篇"),
        ("“支付宝逾期”", "找到 2 篇"),
        ("上门宋信", "没有完全相符，按「上门送信」找到 1 篇"),
        ("上门 花呗", "没有完全相符，最接近的是"),
    ],
)
def test_the_box_says_what_was_found_and_what_is_only_near(box: Box, query: str, said: str) -> None:
    assert box.titles(query)
    assert box.said == said


@pytest.fixture(scope="module")
def crowded_base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site where one word stands in 33 articles: the list begins with 10."""
    folder = tmp_path_factory.mktemp("crowded")
    write(
        folder / "docs",
        {f"yuqi/a{n}.md": f"---\ntitle: 第{n}篇\n---\n花呗可以延期，{n} 天。\n" for n in range(33)},
    )
    with served(build_site(folder / "docs", folder / "site", strict=False)) as url:
        yield url


@pytest.fixture
def crowded(new_page: Page, crowded_base: str) -> Box:
    return open_box(new_page, crowded_base)


def test_the_number_is_that_of_all_pages_and_the_rest_can_be_listed(crowded: Box) -> None:
    page = crowded.page
    more = page.locator(f"{LIST} summary", has_text="再列")
    first = crowded.titles("花呗延期") + crowded.titles("延期")
    assert len(first) == 20
    assert crowded.said == "找到 33 篇，先列 10 篇"
    for listed, said in [(20, "已列 20 篇"), (30, "已列 30 篇"), (33, "")]:
        more.click()
        crowded.answered("延期")
        expect(page.locator(RESULT)).to_have_count(listed)
        assert crowded.said == "找到 33 篇" + ("，" + said if said else "")
    assert more.count() == 0
    titles = page.locator(f"{RESULT} h1").all_inner_texts()
    assert titles[:10] == first[10:]
    assert len(set(titles)) == 33
    # The theme drew the first ten, we the others: one form.
    form = "item => [...item.querySelectorAll('*')].map(part => [part.tagName, part.className.trim()])"
    entries = page.locator(RESULT)
    spans = [["SPAN", ""]]  # the first entry carries what is said of the list
    assert [p for p in entries.first.evaluate(form) if p not in spans] == entries.last.evaluate(form)
    entries.last.locator("a").first.click()
    page.wait_for_url("**/yuqi/a*/?h=*")


def test_more_results_are_reached_by_the_arrow_keys(crowded: Box) -> None:
    page = crowded.page
    crowded.titles("延期")
    page.keyboard.press("ArrowUp")  # around to the last line
    assert page.evaluate("document.activeElement.textContent") == "再列 10 篇"
    page.keyboard.press("Enter")
    crowded.answered("延期")
    expect(page.locator(RESULT)).to_have_count(20)
    here = "document.activeElement.closest('li') === document.querySelectorAll('.md-search-result__item')[10]"
    assert page.evaluate(here)


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


def test_link_with_a_query_searches(new_page: Page, base: str) -> None:
    new_page.goto(base + "?q=送信")
    expect(new_page.locator(f"{RESULT} h1").first).to_have_text("支付宝逾期上门送信")


def test_nothing_is_fetched_before_the_box_is_touched(new_page: Page, base: str) -> None:
    responses: list[Response] = []
    new_page.on("response", lambda response: responses.append(response))
    with new_page.expect_response("**/search/search_index.json"), new_page.expect_worker() as worker:
        new_page.goto(base)
    worker.value.evaluate("0")  # it has begun to listen
    new_page.wait_for_function("document.querySelector('.md-search-result__meta').role === 'status'")
    searched = [response for response in responses if response.url.startswith(base + "search/")]
    names = {response.url.removeprefix(base + "search/").partition("#")[0] for response in searched}
    assert names == {"worker.js", "search_index.json"}
    assert 0 < sum(len(response.body()) for response in searched) <= 1024
    with new_page.expect_response("**/search/engine.js?*"):
        new_page.click(INPUT)


def test_a_query_costs_few_requests(new_page: Page, base: str) -> None:
    requests: list[str] = []
    new_page.context.on("request", lambda request: requests.append(request.url))
    box = open_box(new_page, base)
    box.titles("上门送信")
    # With the settings, the worker and the engine.
    assert 5 <= len([url for url in requests if "/search/" in url]) <= 10


def test_committed_text_shows_results_without_a_key(new_page: Page, base: str) -> None:
    """A candidate picked by mouse, voice and paste come without any key event."""
    box = open_box(new_page, base)
    box.keyboard.send("Input.insertText", {"text": "送信"})
    box.answered("送信")
    assert box.text(f"{RESULT} h1") == "支付宝逾期上门送信"


def test_enter_while_composing_does_not_navigate(box: Box) -> None:
    box.titles("送信")
    box.page.evaluate("addEventListener('click', () => { window.left = true }, true)")
    compose = {"text": "上门", "selectionStart": 2, "selectionEnd": 2}
    box.keyboard.send("Input.imeSetComposition", compose)
    for kind in ("rawKeyDown", "keyUp"):
        key = {"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        box.keyboard.send("Input.dispatchKeyEvent", key)
    assert box.page.evaluate("window.left") is None, "the theme opens a result by a click of its own"
    assert box.page.url == box.base
    box.keyboard.send("Input.insertText", {"text": "上门"})
    box.page.keyboard.press("Enter")
    box.page.wait_for_url("**/songxin/**")


def test_page_opened_before_a_new_build_still_searches(
    new_page: Page, site_dir: Path, tmp_path: Path
) -> None:
    """The index moves with each build; without any, the reader is told, not left with an empty list."""
    site = tmp_path / "site"
    shutil.copytree(site_dir, site)
    settings = json.loads((site / "search/settings.json").read_text("utf-8"))
    with served(site) as url:
        with new_page.expect_response("**/search/search_index.json"), new_page.expect_worker():
            new_page.goto(url)
        (site / "search" / settings["data"]).rename(site / "search/moved")
        (site / "search/settings.json").write_text(json.dumps({**settings, "data": "moved"}), "utf-8")
        new_page.click(INPUT)
        box = Box(new_page, new_page.context.new_cdp_session(new_page), url)
        assert box.titles("上门送信")[0] == "支付宝逾期上门送信"
        shutil.rmtree(site / "search/moved")
        assert box.titles("协商流程") == ["首页"]
        assert "网络" in box.said


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


def test_results_fit_a_narrow_screen(chromium: Browser, base: str) -> None:
    # The box slides in, and is wider than the screen until it stands: not for who wants no motion.
    context = chromium.new_context(
        locale="zh-CN", viewport={"width": 320, "height": 600}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(base)
    page.click("header [for=__search]")
    box = Box(page, context.new_cdp_session(page), base)
    assert box.titles("送信")
    for result in page.locator(f"{RESULT} a").all():
        place = result.bounding_box()
        assert place is not None
        assert place["x"] >= 0
        assert place["x"] + place["width"] < 321
    context.close()
