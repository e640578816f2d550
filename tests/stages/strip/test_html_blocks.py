"""Which blocks of a page are its article: the model's form, and what is decided over whole pages."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest
from growing import MOST, growth

from qingyuan.stages.strip.html.blocks import (
    MOST_LEAVES,
    decide,
    decide_by,
    probabilities,
    reasons,
    with_speakers,
)
from qingyuan.stages.strip.html.features import Page, features
from qingyuan.stages.strip.html.parse import DEEPEST, parse, text_of
from qingyuan.stages.strip.html.segment import segment

PROSE = "这一段讲的是院子里的事，先把土翻松，再浇一遍水，等两天就可以下种了。"
MODEL = json.loads(files("qingyuan").joinpath("data/page_blocks.json").read_text(encoding="utf-8"))


def page_of(source: str) -> Page:
    root = parse(source).root
    return Page(root, segment(root))


def kept(source: str) -> list[str]:
    root = parse(source).root
    blocks = segment(root)
    return [
        block.text.strip()
        for block, reason in zip(blocks, reasons(root, blocks), strict=True)
        if block.is_shown and not reason
    ]


def why(source: str) -> dict[str, str]:
    root = parse(source).root
    blocks = segment(root)
    return {block.text.strip(): reason for block, reason in zip(blocks, reasons(root, blocks), strict=True)}


# -- The model ---------------------------------------------------------------------------------------------------------


def test_the_model_reads_the_numbers_that_are_measured() -> None:
    rows, names = features(page_of(f"<p>{PROSE}</p><p>二</p>"))
    assert names == MODEL["names"]
    assert rows.shape == (2, len(names))


def test_the_model_is_small() -> None:
    assert len(files("qingyuan").joinpath("data/page_blocks.json").read_bytes()) <= 200_000


def test_probabilities_are_those_of_the_trees() -> None:
    """Each tree walked from its root, condition by condition, gives the same sum."""
    draw = np.random.default_rng(0)
    rows = draw.normal(0.5, 1.5, (40, len(MODEL["names"]))).astype(np.float32)
    every = (1 << MOST_LEAVES) - 1

    def leaf(row: np.ndarray, tree: int) -> int:
        left = every
        for column, threshold, without in zip(
            MODEL["feature"][tree], MODEL["threshold"][tree], MODEL["without"][tree], strict=True
        ):
            if row[column] > np.float32(threshold):
                left &= without
        return (left & -left).bit_length() - 1

    wanted = [
        1 / (1 + np.exp(-sum(MODEL["value"][tree][leaf(row, tree)] for tree in range(len(MODEL["value"])))))
        for row in rows
    ]
    assert np.allclose(probabilities(rows), wanted)


def test_many_blocks_are_judged_in_parts() -> None:
    rows = np.tile(features(page_of(f"<p>{PROSE}</p><p>二</p>"))[0], (1_100, 1))
    whole = probabilities(rows)
    assert len(whole) == 2_200
    assert np.allclose(whole[:2], whole[-2:])


# -- Whole pages -------------------------------------------------------------------------------------------------------

NAV = '<div class="nav"><a href="/">首页</a><a href="/n">新闻</a></div>'


def test_a_page_without_furniture_is_all_article() -> None:
    assert kept(f"<h1>翻土</h1><p>{PROSE}</p><p>短。</p><ul><li>铲子</li></ul>") == [
        "翻土",
        PROSE,
        "短。",
        "铲子",
    ]


def test_what_stands_between_two_paragraphs_is_kept() -> None:
    source = f'{NAV}<div class="a"><p>{PROSE}</p><h3>下一步</h3><p>{PROSE}</p><p>等，</p><p>{PROSE}</p></div>'
    page = page_of(source)
    probable = np.array([0.9 if block.text == PROSE else 0.05 for block in page.blocks])
    got = [block.text for block, keeps in zip(page.blocks, decide_by(page, probable), strict=True) if keeps]
    assert got == [PROSE, "下一步", PROSE, PROSE]


def test_a_related_box_between_two_paragraphs_is_not() -> None:
    box = f'<div class="related"><p>{PROSE}又一篇。</p></div>'
    page = page_of(f'{NAV}<div class="a"><p>{PROSE}</p>{box}<p>{PROSE}</p></div>')
    probable = np.array([0.9 if block.text == PROSE else 0.05 for block in page.blocks])
    got = [block.text for block, keeps in zip(page.blocks, decide_by(page, probable), strict=True) if keeps]
    assert got == [PROSE, PROSE]


@pytest.mark.parametrize(
    ("name", "stays"), [("", True), ("paragraph", True), ("comment", False), ("related", False)]
)
def test_unnamed_prose_at_the_edge_of_the_article_is_kept(name: str, stays: bool) -> None:
    """Of a manual's page, sentences in boxes of their own: nothing but the model speaks against them."""
    edge = f'<div class="{name}">先看一看天气，晴三天再动手。</div><pre>dig --deep 2</pre>'
    page = page_of(f'{NAV}<div class="a">{edge}{f"<p>{PROSE}</p>" * 4}</div>')
    probable = np.array([0.9 if block.text == PROSE else 0.05 for block in page.blocks])
    got = [block.text for block, keeps in zip(page.blocks, decide_by(page, probable), strict=True) if keeps]
    assert ("先看一看天气，晴三天再动手。" in got) == stays
    assert "dig --deep 2" in got


def two_articles(second: str) -> Page:
    one = f'<h1 class="title">怎样给菜园翻土</h1><p>{PROSE}</p><p>{PROSE}</p>'
    two = f'<h1 class="title">{second}</h1><p>{PROSE}</p><p>{PROSE}</p>'
    return page_of(f"<title>怎样给菜园翻土_小院</title>{NAV}<h1 class='logo'>小院</h1><div>{one}{two}</div>")


@pytest.mark.parametrize(("second", "paragraphs"), [("湖上来了天鹅", 2), ("怎样给菜园翻土（下）", 4)])
def test_the_next_article_is_cut_at_its_title(second: str, paragraphs: int) -> None:
    page = two_articles(second)
    keep = decide_by(page, np.full(len(page.blocks), 0.9))
    assert (
        sum(block.text == PROSE and bool(keeps) for block, keeps in zip(page.blocks, keep, strict=True))
        == paragraphs
    )


@pytest.mark.parametrize(("below", "stays"), [("", True), ("<div>2024-05-01 08:00 某报</div>", False)])
def test_a_section_headed_like_the_title_is_no_next_article(below: str, stays: bool) -> None:
    page = page_of(
        f"<title>怎样给菜园翻土_小院</title>{NAV}<div><h2 class='t'>怎样给菜园翻土</h2><p>{PROSE}</p>"
        f"<h2 class='t'>浇水</h2>{below}<p>{PROSE}第三天下种。</p></div>"
    )
    keep = decide_by(page, np.full(len(page.blocks), 0.9))
    assert (
        any(keeps for block, keeps in zip(page.blocks, keep, strict=True) if "第三天" in block.text) == stays
    )


def test_numbers_of_lines_beside_code_are_not_the_article() -> None:
    numbers = "".join(f"<li>{n}</li>" for n in range(1, 5))
    page = page_of(
        f"{NAV}<div><p>{PROSE}</p><pre>a = 1\nb = 2\nc = 3\nd = 4</pre><ul>{numbers}</ul><p>{PROSE}</p></div>"
    )
    keep = decide_by(page, np.full(len(page.blocks), 0.9))
    assert not any(keeps for block, keeps in zip(page.blocks, keep, strict=True) if block.text in "1234")
    assert any(keeps for block, keeps in zip(page.blocks, keep, strict=True) if block.owner.tag == "pre")


POST = (
    '<div class="post"><div class="authi"><a href="/u">{name}</a></div><div class="when">3 小时前</div>'
    '<div class="t_f">{text}</div></div>'
)


def test_a_thread_says_who_wrote_each_post() -> None:
    posts = "".join(POST.format(name=name, text=PROSE) for name in ("山下老李", "小满", "海边"))
    page = page_of(f"{NAV}<h1>什么时候翻土</h1>{posts}")
    keep = np.array([block.text == PROSE for block in page.blocks])
    said = with_speakers(page, keep)
    assert [block.text for block, keeps in zip(page.blocks, said, strict=True) if keeps] == [
        "山下老李", PROSE, "小满", PROSE, "海边", PROSE,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["12 分钟前", "回复 3：", "这是一条很长很长的签名而不是一个人的名字"])
def test_what_is_no_name_is_not_taken_for_one(name: str) -> None:
    page = page_of(
        NAV + "".join(POST.format(name=name, text=PROSE).replace("3 小时前", "") for _ in range(2))
    )
    keep = np.array([block.text == PROSE for block in page.blocks])
    assert list(with_speakers(page, keep)) == list(keep)


def test_an_article_has_no_speakers() -> None:
    page = page_of(
        f'{NAV}<div class="author">山下老李</div><div class="a"><p>{PROSE}</p><p>{PROSE}</p></div>'
    )
    keep = np.array([block.text == PROSE for block in page.blocks])
    assert list(with_speakers(page, keep)) == list(keep)


def test_each_part_says_why_it_is_left_out() -> None:
    found = why(
        f"<title>翻土</title>{NAV}<div class='article-content'><h1>翻土</h1>"
        + f"<p>{PROSE}</p>" * 6
        + "</div><div class='comment-list'><p>说得好，我也这样。</p></div>"
        "<div><h3>热门排行</h3><ul><li><a href='/1'>天鹅来了</a></li><li><a href='/2'>网红粥铺</a></li></ul></div>"
        "<div class='footer'>京ICP备00000000号</div>"
    )
    assert not found[PROSE]
    assert found["首页新闻"] == "navigation"
    assert found["说得好，我也这样。"] == "comment"
    assert found["天鹅来了"] == "ranking"
    assert found["京ICP备00000000号"] == "footer"


@pytest.mark.parametrize(
    "source", ["", "<p></p>", "<!-- 一 -->", "<img src=a>", "。。。", "<table>", "\0", "\ud800"]
)
def test_pages_of_nothing_are_decided(source: str) -> None:
    page = page_of(source)
    assert len(page.blocks) == 0 or len(decide(page)) == len(page.blocks)


# -- The tree and its blocks -------------------------------------------------------------------------------------------


def test_pages_deeper_than_the_parser_goes_lose_nothing() -> None:
    source = "<div>" * 3_000 + "底<b>粗</b><script>x()</script>尾<br>行" + "</div>" * 3_000 + "<p>后面"
    parsed = parse(source)
    assert parsed.flattened
    assert text_of(parsed.root) == "底粗x()尾行后面"
    assert max(sum(1 for _ in each.iterancestors()) for each in parsed.root.iter()) <= DEEPEST + 1
    assert [block.text for block in segment(parsed.root) if block.is_shown] == ["底粗", "尾", "行", "后面"]


@pytest.mark.parametrize(
    ("style", "shown"),
    [("visibility:hidden", True), ("visibility: hidden; opacity: 0", True), ("display:none", False)],
)
def test_an_article_that_waits_for_a_script_is_read(style: str, shown: bool) -> None:
    blocks = segment(parse(f'<div style="{style}"><p>{PROSE}</p><p>{PROSE}</p></div>').root)
    assert any(block.is_shown for block in blocks) == shown


def test_a_long_text_is_read_however_it_is_hidden() -> None:
    blocks = segment(parse(f'<div style="display:none">{f"<p>{PROSE}</p>" * 12}</div>').root)
    assert sum(block.is_shown for block in blocks) == 12


def test_hidden_links_are_not_read() -> None:
    links = "".join(f'<a href="/{n}">代开发票加微信办理第{n}家</a>' for n in range(40))
    blocks = segment(parse(f'<div style="visibility:hidden">{links}</div><p>{PROSE}</p>').root)
    assert [block.text for block in blocks if block.is_shown] == [PROSE]


@pytest.mark.parametrize(
    "unit",
    [
        f"<p>{PROSE}</p>",
        '<li class="nav"><a href="/">首页</a></li>',
        "<div>",
        '<div class="post"><div class="author">小满</div>',
        "<table><tr><td>",
        "<b>字",
        "字<br>",
        '<div style="display:none">字',
        "<h1 class=a>题</h1>",
        "<li>1</li>",
        "<img src=a>",
    ],
)
def test_time_to_decide_grows_with_the_page(unit: str) -> None:
    def decided(source: str) -> list[str]:
        root = parse(source).root
        return reasons(root, segment(root))

    assert growth(decided, lambda size: unit * (size // len(unit)), 16_000) <= MOST
