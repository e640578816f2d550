"""The wall before readers: what it lets through, what it takes, and that text is shown as text."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

import pytest
from building import build_site
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html
from raw_articles import CASES, ROOT

from qingyuan.articles.check import check_article
from qingyuan.articles.markup import ALLOWED, refused_in, refused_in_markdown
from qingyuan.site.wall import walled

ROWS = [json.loads(line) for line in (CASES / "hostile.jsonl").read_text(encoding="utf-8").splitlines()]

KEPT = (
    # What the extensions of mkdocs.yml write.
    '<h2 id="一">一<a class="headerlink" href="#一" title="本节链接">#</a></h2>',
    '<h2 id="location">location</h2>',
    '<p>甲<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p>',
    '<div class="footnote"><hr><ol><li id="fn:1"><p>乙 <a class="footnote-backref" href="#fnref:1">↩</a></p></li></ol></div>',
    '<details class="note" open="open"><summary>甲</summary><p>乙</p></details>',
    '<div class="admonition tip"><p class="admonition-title">甲</p></div>',
    '<table><thead><tr><th align="right">甲</th></tr></thead></table>',
    '<ul class="task-list"><li class="task-list-item"><input disabled="" type="checkbox"> 甲</li></ul>',
    '<div class="highlight"><pre><span></span><code><span class="c1"># 一</span></code></pre></div>',
    '<dl><dt>甲</dt><dd>乙</dd></dl><p><abbr title="丙">甲</abbr></p><ol start="3"><li>甲</li></ol>',
    # What the pipeline and editors write.
    '<p>问<ins class="restored">题</ins><ruby>垚<rt>yáo</rt></ruby><br>H<sub>2</sub>O</p>',
    '<p><a href="../甲.md#二">甲</a><a href="https://a.cn/?a=1&amp;b=2">乙</a><a href="mailto:a@b.cn">丙</a></p>',
    '<p><img alt="图" src="../图/a.png" width="300"></p>',
)
TAKEN = (
    ('<p style="color: red">甲</p>', "<p>甲</p>"),
    ('<td style="text-align: left">甲</td>', "甲"),
    (
        '<table><tr><td style="text-align: left" align="char">甲</table>',
        "<table><tbody><tr><td>甲</td></tr></tbody></table>",
    ),
    ('<meta http-equiv="refresh" content="0; url=//a.cn"><base href="//a.cn"><link rel="x">甲', "甲"),
    ('<a href="JavaScript:x">甲</a><a href="&#9;javascript:x">乙</a>', "<a>甲</a><a>乙</a>"),
    ('<a href="data:text/html,x">甲</a><a href="vbscript:x">乙</a>', "<a>甲</a><a>乙</a>"),
    (
        '<img src="https://a.cn/a.png" alt="图"><img src="//a.cn/a.png"><img src="/\\a.cn/a">',
        '<img alt="图"><img><img>',
    ),
    ('<p id="__search">甲</p><p id="location">乙</p><a name="body">丙</a>', "<p>甲</p><p>乙</p><a>丙</a>"),
    ('<p class="note md-overlay mermaid">甲</p>', '<p class="note">甲</p>'),
    ('<input type="password" name="a" autofocus>', '<input type="checkbox">'),
    ("甲<script>乙</script><style>丙</style>丁", "甲丁"),
    ("<form><button>甲</button></form><blink>乙</blink><textarea>丙</textarea>", "甲乙丙"),
    ('<p onclick="x">甲<!-- 乙 --></p>', "<p>甲</p>"),
)


@pytest.mark.parametrize("html", KEPT)
def test_what_pages_need_stays(html: str) -> None:
    assert walled(html) == html
    assert list(refused_in(html)) == []


@pytest.mark.parametrize(("html", "left"), TAKEN)
def test_what_is_not_allowed_goes(html: str, left: str) -> None:
    assert walled(html) == left
    assert list(refused_in(html)) or "<td" in html


WORDS = st.sampled_from(
    [*ALLOWED.elements, "script", "style", "svg", "math", "title", "noscript", "template", "select", "form"]
)
PIECES = st.one_of(
    WORDS.map(lambda name: f"<{name}>"),
    WORDS.map(lambda name: f"</{name}>"),
    WORDS.map(lambda name: f'<{name} href="javascript:x" id=a onerror=x class="b note" title="<b>">'),
    st.text(max_size=8),
    st.sampled_from(["\n", "<!--", "-->", "<![CDATA[", "&lt;", "&#0;", "<pre>\n\n", '"', "'", "<a", "</"]),
)


@given(st.lists(PIECES, max_size=30).map("".join))
@example("<a href=x><table><tr><td><a href=y>甲</a></table></a>")
@example("<pre>\n\n\n甲")
@example("<p><table><p>")
def test_a_second_wall_finds_nothing(html: str) -> None:
    once = walled(html)
    assert walled(once) == once
    assert list(refused_in(once)) == []


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])))
def test_text_passes_unchanged(text: str) -> None:
    assert walled(f"<p>{escape(text, quote=False)}</p>") == f"<p>{escape(text, quote=False)}</p>".replace(
        "\xa0", "&nbsp;"
    )


def test_depth_costs_no_page() -> None:
    assert walled("<b>" * 20_000 + "甲").count("<b>") in {0, 20_000}


def test_the_rows_are_many_and_different() -> None:
    assert len(ROWS) >= 80
    assert len({row["markdown"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    "body",
    [
        "甲<script>x</script>",
        '甲<p onclick="x">乙</p>',
        "甲<img src=x onerror=x>",
        '<p style="color: red">甲</p>',
        '<iframe src="x"></iframe>',
        '<form action="x">甲</form>',
        "[甲](JavaScript:x)",
        "[甲](&#9;javascript:x)",
        "[甲][1]\n\n[1]: data:text/html,x",
        "甲{: onfocus=x }",
    ],
)
def test_the_check_sees_it_where_it_is(body: str) -> None:
    problems = check_article(f"# 题\n\n正文。\n\n{body}\n".encode())
    assert [problem.id for problem in problems if problem.id == "structure/html"]
    assert {problem.line for problem in problems} == {body.count("\n\n") * 2 + 5 if "[1]:" in body else 5}


def test_the_look_at_the_source_grows_with_it() -> None:
    for shape in (
        '<a "',
        "<a '\"",
        "<a x=",
        "[](",
        "{:",
        "<!--",
        "`",
        "<a ",
        "](<",
        "[a]: ",
        "{ ",
        " ",
        "{: on",
    ):
        assert refused_in_markdown(shape * 50_000) is not None


PAYLOAD = "<img src=x onerror=alert(1)>"
LIVE = re.compile(r"<(?:img src=x|script>alert)", re.IGNORECASE)


def build(docs: Path, pages: dict[str, str]) -> dict[str, str]:
    for name in ("index.md", "tags.md"):
        pages = {name: (ROOT / "docs" / name).read_text(encoding="utf-8"), **pages}
    for name, text in pages.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    site = build_site(docs, docs.parent / "site", strict=False)
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}


def test_titles_and_metadata_are_shown_as_these_characters(tmp_path: Path) -> None:
    fields = dict.fromkeys(("title", "description", "author", "site", "category"), PAYLOAD)
    head = json.dumps({**fields, "tags": [PAYLOAD, "<script>alert(1)</script>"], "aliases": [PAYLOAD]})
    shown = "&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;"
    pages = build(
        tmp_path / "docs",
        {
            "articles/yuqi/a.md": f"---\n{head}\n---\n\n正文。\n",
            "articles/yuqi/b.md": f"---\ntags: [甲]\n---\n# {shown}\n\n## {shown}\n\n正文。\n",
            f"articles/<b>{PAYLOAD}/{PAYLOAD}.md": "正文。\n",
        },
    )
    assert {name for name, page in pages.items() if LIVE.search(page.replace('"&lt;', ""))} == set()
    article = lxml_html.fromstring(pages["articles/yuqi/a/index.html"])
    assert article.findtext(".//title") == f"{PAYLOAD} - 清源"
    assert article.findtext(".//h1") == PAYLOAD
    assert [
        article.find(f".//meta[@name='{name}']").get("content") for name in ("description", "author")
    ] == [
        PAYLOAD,
        PAYLOAD,
    ]
    assert f"来源：{PAYLOAD}" in article.find(".//p[@class='qy-facts']").text_content()
    assert PAYLOAD in [tag.text for tag in article.findall(".//nav[@class='md-tags']/*")]
    heading = lxml_html.fromstring(pages["articles/yuqi/b/index.html"])
    assert heading.findtext(".//title") == f"</title>{PAYLOAD} - 清源"
    tags = lxml_html.fromstring(pages["tags/index.html"])
    assert [span.text for span in tags.iter("span") if span.get("class") == "md-tag"].count(PAYLOAD) == 1
    linked = [link.text_content().strip() for link in tags.findall(".//article//li/a")]
    assert linked.count(PAYLOAD) == 2
    assert f"</title>{PAYLOAD}" in linked
    # What machines read is the text itself.
    titles = {
        item["title"]
        for item in (
            m["item"] for m in json.loads((tmp_path / "site/tags.json").read_text("utf-8"))["mappings"]
        )
    }
    assert titles == {PAYLOAD, f"</title>{PAYLOAD}"}


def test_the_build_says_what_it_took(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    build(
        tmp_path / "docs",
        {"articles/yuqi/a.md": '---\ntitle: 甲\n---\n\n一。\n\n二<iframe src="x"></iframe>\n'},
    )
    told = [record.getMessage() for record in caplog.records if record.name == "mkdocs.hooks.wall"]
    assert told == ["docs/articles/yuqi/a.md\n          第 7 行：网页上不能有 <iframe>，已去掉。"]


def test_an_article_gives_no_orders_to_the_theme(tmp_path: Path) -> None:
    pages = build(
        tmp_path / "docs", {"articles/yuqi/a.md": "# 甲\n\n一。\n\n<!-- material/tags {bad -->\n\n二。\n"}
    )
    assert "二。" in pages["articles/yuqi/a/index.html"]
