"""What a page says of itself: by agreement, in its shape, and never from the furniture."""

from __future__ import annotations

import datetime
import json

import pytest
from growing import MOST, growth
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qingyuan.stages.strip.html.claims import claims_of_head, moment_of
from qingyuan.stages.strip.html.head import Facts, facts_of_page
from qingyuan.stages.strip.html.heading import parts_of
from qingyuan.stages.strip.html.parse import parse
from qingyuan.stages.strip.html.segment import Block, segment

PROSE = "<p>院子里的海棠开了三天，第一天是花苞，第二天是半开，到了第三天，风一吹就落了一地。</p>"


def facts(head: str, body: str, kept: str = "院子里的海棠") -> Facts:
    """The facts of a page whose article is the blocks that begin with `kept`."""
    root = parse(f"<html><head>{head}</head><body>{body}</body></html>").root
    blocks = segment(root)
    return facts_of_page(root, blocks, [block.text.strip().startswith(kept) for block in blocks])


def fact(key: str, head: str, body: str) -> str | None:
    value = facts(head, body).metadata.get(key)
    return None if value is None else str(value)


LINKED = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("body", "key", "value"),
    [
        ("<div class=info>来源：花木报　作者：张三　2023-05-01 10:20</div>", "site", "花木报"),
        ("<div class=info>来源：花木报　作者：张三　2023-05-01 10:20</div>", "author", "张三"),
        ("<div class=info>来源：花木报　作者：张三　2023-05-01 10:20</div>", "date", "2023-05-01 10:20:00"),
        ("<div><span>2016年05月25日10:10</span><span>新浪财经</span></div>", "site", "新浪财经"),
        ("<div class=info>2021-01-20 04:29:44<span>39健康网</span></div>", "site", "39健康网"),
        ("<div><a href=#>李四</a> 于 2023-03-12 13:08:03 发布</div>", "author", "李四"),
        ("<div>由 <a>李四</a>发布于 2024-02-24 14:02</div>", "author", "李四"),
        ("<div class=byline>李四 · 3 天前</div>", "author", "李四"),
        ("<div>文/李四</div>", "author", "李四"),
        ("<div>某某新闻记者 林晚舟</div>", "author", "林晚舟"),
        ("<div class=authi><a href='home.php?mod=space&uid=7'>水草</a></div>", "author", "水草"),
        ("<span class=name><a href='/people/abc'>晚来秋</a></span>", "author", "晚来秋"),
        ("<p>2024年5月22日週三 下午3:21</p>", "date", "2024-05-22 15:21:00"),
        ("<div>发布时间：2023/5/1</div>", "date", "2023-05-01"),
        ("<a id=js_name>小院笔记</a>", "site", "小院笔记"),
        # and what is none of these
        ("<div>到微博 2023-05-01 APP</div>", "author", None),
        ("<div>作者：103553</div>", "author", None),
        ("<div>责任编辑：王五</div>", "author", None),
        ("<div class=author><a href='home.php?mod=spacecp'>新手上路</a></div>", "author", None),
        ("<div>最新推荐文章于 2024-02-27 13:51:23 发布</div>", "date", None),
        ("<div>10:41</div>", "views", None),
        ("<div class=comment-author>路人甲</div>", "author", None),
        ("<div>来源：微博</div>", "site", None),
        ("<p>2014年8月，公司成立。</p>", "date", None),
        (
            "<table><tr><th>日期</th><td>2023-05-01</td></tr><tr><th>票价</th><td>十元</td></tr></table>",
            "date",
            None,
        ),
    ],
)
def test_bylines(body: str, key: str, value: str | None) -> None:
    head = "<title>海棠的三天</title>"
    assert fact(key, head, f"<h1>海棠的三天</h1>{body}{PROSE}") == value


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>海棠的三天_散文_花木网</title>", "<h1>海棠的三天</h1>", "海棠的三天"),
        (
            "<title>海棠的三天 - 花木网</title>",
            "<h1>花木网</h1><div class=tit>海棠的三天</div>",
            "海棠的三天",
        ),
        ("<title>海棠的三天 - 花木网</title>", "<h1>海棠的三天<span>[编辑]</span></h1>", "海棠的三天"),
        ("<title>海棠的三天 - 花木网</title>", "<h1><a>散文</a> <span>海棠的三天</span></h1>", "海棠的三天"),
        (
            "<title>海棠的三天，我在院子里看了…- 花木网</title>",
            "<h1>海棠的三天，我在院子里看了又看</h1>",
            "海棠的三天，我在院子里看了又看",
        ),
        (
            "<title>(3 封私信) 海棠开几天才会落？ - 知乎</title>",
            "<h1>海棠开几天才会落？</h1>",
            "海棠开几天才会落？",
        ),
        (
            "<title>::: 花木网 ::: 海棠的三天后来</title>",
            "<div><b>海棠的三天后来</b></div>",
            "海棠的三天后来",
        ),
        (
            '<title></title><meta property="og:title" content="海棠的三天">',
            "<h1>海棠的三天</h1>",
            "海棠的三天",
        ),
        # a heading of another article, a logo, a window that names the site alone
        ("<title>海棠的三天 - 花木网</title>", "<h2>玫瑰怎么扦插</h2>", None),
        ("<title>花木网</title>", "<h1>花木网</h1>", None),
        ("<title>详情 | 花木网</title>", "<div class=navbar>详情</div>", None),
    ],
)
def test_titles(head: str, body: str, title: str | None) -> None:
    assert fact("title", head, f"{body}{PROSE}") == title


@pytest.mark.parametrize(
    ("data", "key", "value"),
    [
        ({"@type": "NewsArticle", "author": {"name": "张三"}}, "author", "张三"),
        (
            {"@type": ["Article", "BlogPosting"], "author": [{"name": "张三"}, {"name": "李四"}]},
            "author",
            "张三、李四",
        ),
        (
            {"@graph": [{"@type": "WebPage"}, {"@type": "Article", "datePublished": "2023-05-01"}]},
            "date",
            "2023-05-01",
        ),
        (
            [{"@type": "QAPage", "mainEntity": {"@type": "Question", "dateCreated": "2023-05-01"}}],
            "date",
            "2023-05-01",
        ),
        ({"@context": "x/cambrian.jsonld", "pubDate": "2023-05-01T10:20:30"}, "date", "2023-05-01 10:20:30"),
        ({"@type": "Article", "articleSection": ["庭院", "花木"]}, "category", "庭院"),
        ({"@type": "Article", "publisher": {"name": "花木网"}}, "site", "花木网"),
        ({"@type": "Article", "author": {"@type": "Organization", "name": "花木编委会"}}, "author", None),
        ({"@type": "BreadcrumbList", "name": "张三"}, "author", None),
        ({"@type": "Article", "author": "13800138000"}, "author", None),
    ],
)
def test_json_ld(data: object, key: str, value: str | None) -> None:
    head = f"<title>海棠的三天</title>{LINKED.format(json.dumps(data))}"
    assert fact(key, head, f"<h1>海棠的三天</h1>{PROSE}") == value


def test_json_ld_with_a_line_break_in_a_string_is_read_and_broken_one_is_not() -> None:
    head = LINKED.format('{"@type": "Article", "description": "一\n二", "datePublished": "2023-05-01"}')
    assert fact("date", head, PROSE) == "2023-05-01"
    assert fact("date", LINKED.format('{"@type": "Article", "datePublished": '), PROSE) is None
    assert fact("date", LINKED.format("[" * 100_000), PROSE) is None


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


def test_two_who_agree_are_believed_before_one() -> None:
    body = f"<h1>海棠的三天</h1><div>2023-05-01 10:20</div>{PROSE}"
    head = meta("pubdate", "2023-05-01 10:20:31") + LINKED.format(
        '{"@type": "Article", "datePublished": "2024-01-01"}'
    )
    assert fact("date", head, body) == "2023-05-01 10:20:31"


def test_dates_are_in_the_pages_own_time_of_day() -> None:
    utc = LINKED.format('{"@type": "Article", "datePublished": "2023-05-01T22:30:15.000Z"}')
    shown = f"<h1>海棠的三天</h1><div>2023-05-02 06:30</div>{PROSE}"
    assert fact("date", utc, shown) == "2023-05-02 06:30:15"
    assert fact("date", utc, PROSE) == "2023-05-01 22:30:15"  # nothing tells by how much it is off
    offset = meta("article:published_time", "2023-05-02T06:30:15+08:00")
    assert fact("date", utc + offset, PROSE) == "2023-05-02 06:30:15"


def test_an_answer_tells_by_how_much_a_questions_clock_is_off() -> None:
    body = f"""<div itemscope itemtype="http://schema.org/Question"><meta itemprop="name" content="海棠开几天？">
<meta itemprop="dateCreated" content="2023-05-08T13:20:11.000Z"><h1>海棠开几天？</h1>
<div itemscope itemprop="suggestedAnswer" itemtype="http://schema.org/Answer">
<meta itemprop="dateCreated" content="2023-05-08T15:02:40.000Z">{PROSE}<div>发布于 2023-05-08 23:02</div></div></div>"""
    assert fact("date", "", body) == "2023-05-08 21:20:11"


def test_who_edited_wrote_nothing_and_a_site_is_no_author() -> None:
    body = f"<h1>海棠的三天</h1><div>2023-05-01</div>{PROSE}<div>（责任编辑：王五）</div>"
    assert fact("author", meta("author", "王五"), body) is None
    assert fact("author", meta("author", "青网新闻王五"), body) is None
    assert fact("author", meta("author", "赵六"), body) == "赵六"
    assert fact("author", meta("author", "网易"), body) is None


def test_the_site_is_the_part_of_the_title_that_the_page_shows_elsewhere() -> None:
    body = f"<div><img alt='花木角'></div><h1>海棠的三天</h1>{PROSE}"
    assert fact("site", "<title>海棠的三天 - 散文 - 花木角</title>", body) == "花木角"
    assert fact("site", "<title>海棠的三天|花木|散文</title>", f"<h1>海棠的三天</h1>{PROSE}") is None


def test_the_blocks_that_said_it_are_named() -> None:
    body = f"<h1>海棠的三天</h1><div>来源：花木报 2023-05-01</div><div>分享到</div>{PROSE}<p>院子里的海棠的三天</p>"
    found = facts("<title>海棠的三天</title>", body)
    assert found.title_blocks == (1,)  # the first is the head
    assert found.blocks == frozenset({1, 2})


def test_a_repetition_of_the_title_within_the_article_is_its_own() -> None:
    body = f"<h1>院子里的海棠</h1>{PROSE}<p>院子里的海棠</p>"
    found = facts("<title>院子里的海棠</title>", body)
    assert found.title_blocks == (1,)


def test_counters_of_a_byline_are_read_with_it() -> None:
    body = f"<h1>海棠的三天</h1><div>2021年6月1日　阅读（302）　评论（4）</div>{PROSE}"
    assert facts("<title>海棠的三天</title>", body).metadata | {"title": ""} == {
        "title": "",
        "date": datetime.date(2021, 6, 1),
        "views": 302,
        "comments": 4,
    }


def test_parts_of_a_window() -> None:
    assert parts_of("雄安_百度百科") == ("雄安", "百度百科")
    assert parts_of("37岁的他_【快资讯】") == ("37岁的他", "快资讯")
    assert parts_of("AI-时代的写作") == ("AI", "时代的写作")
    assert parts_of("") == ()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024年5月22日 上午8:21", datetime.datetime(2024, 5, 22, 8, 21)),
        ("2024年5月22日 下午12:05", datetime.datetime(2024, 5, 22, 12, 5)),
        ("2024年5月22日 晚上11:05", datetime.datetime(2024, 5, 22, 23, 5)),
        ("2024-05-22T00:21:04+08:00", datetime.datetime(2024, 5, 22, 0, 21, 4)),
    ],
)
def test_times_of_day(text: str, moment: datetime.datetime) -> None:
    found = moment_of(text)
    assert found is not None
    assert (found.value, found.utc) == (moment, False)


TOKENS = st.sampled_from(
    [
        *(
            "<div class=author>",
            "<h1>",
            "<p>",
            "<span>",
            "<time datetime=2023-05-01>",
            "</div>",
            "</p>",
            "</h1>",
        ),
        *(
            "<a rel=author href=/u/1>",
            "来源：",
            "作者：",
            "张三",
            "2023-05-01 10:20",
            "花木网",
            "阅读 12",
            "院子里的海棠，开了。",
        ),
        *('<meta name=author content="张三">', "<title>", "</title>", '<div itemscope itemtype="x/Article">'),
        *(
            '<meta itemprop=datePublished content="2023-05-01T00:00:00Z">',
            "\n",
            " · ",
            "<table><tr><td>",
            "<br>",
        ),
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(TOKENS, max_size=25), st.integers(0, 2**12))
def test_any_page_has_facts_of_their_kind(tokens: list[str], mask: int) -> None:
    root = parse("".join(tokens)).root
    blocks = segment(root)
    kept = [bool(mask >> (at % 12) & 1) for at in range(len(blocks))]
    found = facts_of_page(root, blocks, kept)
    assert found == facts_of_page(root, blocks, kept)
    assert set(found.metadata) <= {"title", "date", "author", "category", "site", "views", "comments"}
    assert all(0 <= at < len(blocks) for at in found.blocks)
    assert set(found.title_blocks) <= found.blocks
    assert isinstance(found.metadata.get("date", datetime.date.min), datetime.date)
    assert all("\n" not in str(value) for value in found.metadata.values())


@pytest.mark.parametrize(
    "shape",
    [
        "<div class=author><a href=/u/1>张三</a></div>",
        "<div>来源：花木报 作者：张三 2023-05-01</div>",
        '<div itemscope itemtype="x/Article"><meta itemprop=author content="张三"></div>',
        '<meta name="author" content="张三">',
        "<h1>海棠的三天</h1>",
        "<time datetime=2023-05-01>五月</time>",
        "<span>",
        '<script type="application/ld+json">{"@type":"Article","author":"张三"}</script>',
        "海棠的三天 - ",
    ],
)
def test_time_grows_with_the_page(shape: str) -> None:
    def page(times: int) -> tuple[etree._Element, list[Block], list[bool]]:
        body = f"<h1>海棠的三天</h1>{shape * times}{PROSE}"
        root = parse(f"<title>海棠的三天 - 花木网</title>{body}").root
        blocks = segment(root)
        return root, blocks, [block.text.startswith("院子里") for block in blocks]

    assert growth(lambda read: facts_of_page(*read), page, 500, largest=8_000) <= MOST


def test_claims_of_the_head_are_the_plainest_first() -> None:
    root = parse(
        '<html><head><meta property="og:title" content="甲"><meta name="source" content="来源：乙"></head></html>'
    ).root
    assert [(claim.key, claim.value, claim.voice) for claim in claims_of_head(root)] == [
        ("title", "甲", "opengraph"),
        ("source", "来源：乙", "meta"),
    ]
