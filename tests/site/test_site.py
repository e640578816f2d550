"""The site as it is built: topic pages, the catalog, what editors save, and what must never be published."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from building import build_site
from jinja2 import DictLoader, Environment, UndefinedError
from mkdocs.exceptions import Abort
from mkdocs.structure.files import Files
from raw_articles import ROOT
from scripts.site import PAGES_FAILED

from qingyuan.articles.front_matter import FIELDS
from qingyuan.articles.topics import parse
from qingyuan.search.export import site_records
from qingyuan.site.broken import EXIT_CODE, BrokenPages, PagesFailed
from qingyuan.site.catalog import Article, Catalog, excerpt
from qingyuan.site.related import related
from qingyuan.site.source import as_judged, decode_source, tidy_metadata
from qingyuan.site.topic_pages import PAGE_SIZE

# -- Small pieces -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# 题\n\n## 小编导语\n\n正文**重点**。\n", "正文重点。"),
        ("- 一\n- 二\n\n1. 三\n\n| a | b |\n\n> 引\n\n正文。", "正文。"),
        ('的问<ins class="restored">题</ins>。', "的问题。"),
        ("见[这里](b.md)与![图](a.png)。", "见这里与。"),
        ("两行\n合一", "两行 合一"),
        (
            r"价格\{含税}，2\*3，&lt;b>与[甲\](x)，收入<5000，支出>3000。",
            "价格{含税}，2*3，<b>与[甲](x)，收入<5000，支出>3000。",
        ),
        ("", ""),
        ("甲" * 60 + "。" + "乙" * 60, "甲" * 60 + "。"),
        ("甲" * 120, "甲" * 89 + "…"),
    ],
)
def test_excerpt(markdown: str, text: str) -> None:
    assert excerpt(markdown) == text


def test_related_articles_share_rare_words() -> None:
    titles = ["花呗逾期上门", "征信报告怎么看", "信用卡逾期上门怎么办", "征信报告多久更新", "借呗利息"]
    near = related(titles, limit=2)
    assert near[0][0] == 2
    assert near[1][0] == 3
    assert all(index not in others and len(set(others)) == 2 for index, others in enumerate(near))
    assert related(["只有一篇"]) == [()]
    assert related([]) == []


@pytest.mark.parametrize(
    ("data", "text", "complaint"),
    [
        ("标题\n".encode(), "标题\n", ""),
        (b"\xef\xbb\xbf" + "标题\r\n正文\r\n".encode(), "标题\n正文\n", ""),
        ("标题\n".encode("gb18030"), "标题\n", "UTF-8"),
        ("标题\r\n".encode("utf-16"), "标题\n", "UTF-16"),  # Notepad's “Unicode”
        (b"", "", ""),
    ],
)
def test_files_as_editors_save_them(data: bytes, text: str, complaint: str) -> None:
    got, about_charset = decode_source(data)
    assert got == text
    assert complaint in (about_charset or "")
    assert bool(complaint) == bool(about_charset)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("---\ntitle: 好\n---\n正文", ""),
        ("# 题\n正文，没有信息栏", ""),
        ("---\n分隔线之间的一句话\n---\n# 题\n", ""),
        ("正文，没有题目", "没有标题"),
        ("---\ntitle：好\n---\n正文", "第 2 行"),
        ("---\ntitle: 好\ntemplate: x.html\n---\n正文", "未知的字段“template”"),
        ("---\ntitle: 问答: 三天算不算\n---\n正文", "第 2 行"),
        ("---\ntitle: 好\ndate: '2024\n---\n正文", "读不懂"),
        ("---\ntitle: 好\n\n正文", "没有配对"),
    ],
)
def test_front_matter_complaints(text: str, wanted: str) -> None:
    (got,) = as_judged(text)[1] or [""]
    assert wanted in got
    assert bool(wanted) == bool(got)


def test_metadata_in_any_form_is_taken() -> None:
    meta = {"title": 2024, "tags": "花呗 借呗，逾期", "author": "", "date": None}
    tidy_metadata(meta)
    assert meta == {"title": "2024", "tags": ["花呗", "借呗", "逾期"]}


# -- Built sites ------------------------------------------------------------------------------------------------


def write_docs(docs: Path, files: Mapping[str, str | bytes]) -> Path:
    """The project's pages other than articles, and `files` below `articles/`."""
    shutil.copytree(ROOT / "docs", docs, ignore=shutil.ignore_patterns("articles"))
    for name, content in files.items():
        path = docs / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return docs


def links_in(page: Path, css_class: str) -> list[str]:
    """The addresses of the links of one class on a page."""
    found = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if tag == "a" and css_class in (given.get("class") or "").split():
                found.append(given.get("href") or "")

    Links().feed(page.read_text(encoding="utf-8"))
    return found


def test_many_articles_make_pages_and_no_navigation(tmp_path: Path) -> None:
    count = 2 * PAGE_SIZE + 5
    docs = write_docs(
        tmp_path / "docs",
        {
            f"yuqi/a{n:03}.md": f"---\ntitle: 第{n}篇\ndate: 2024-01-01\n---\n正文{n}。\n"
            for n in range(count)
        },
    )
    site = build_site(docs, tmp_path / "site")
    topic = site / "articles" / "yuqi"
    pages = [topic / "index.html", topic / "page/2/index.html", topic / "page/3/index.html"]
    listed = [links_in(page, "qy-list__link") for page in pages]
    assert [len(links) for links in listed] == [PAGE_SIZE, PAGE_SIZE, 5]
    assert len({link.rsplit("/", 2)[-2] for links in listed for link in links}) == count
    assert not (topic / "page/4").exists()
    menu = links_in(topic / "a001/index.html", "md-nav__link")
    assert not [link for link in menu if re.search(r"/a\d{3}/", link)], "articles are not in the menu"
    assert len(links_in(site / "index.html", "qy-list__link")) == 10


def test_topics_stand_in_their_order_then_new_folders_then_others(tmp_path: Path) -> None:
    docs = write_docs(
        tmp_path / "docs",
        {
            "散.md": "# 散篇\n\n正文。",
            "房贷/a.md": "# 房贷一\n\n正文。",
            "xieshang/b.md": "# 协商一\n\n正文。",
            "yuqi/c.md": "# 逾期一\n\n正文。",
        },
    )
    site = build_site(docs, tmp_path / "site")
    found = links_in(site / "index.html", "qy-topic__link")
    assert found == ["articles/yuqi/", "articles/xieshang/", "articles/%E6%88%BF%E8%B4%B7/", "articles/qita/"]
    assert "散篇" in (site / "articles/qita/index.html").read_text(encoding="utf-8")


def test_a_site_without_articles_builds(tmp_path: Path) -> None:
    site = build_site(write_docs(tmp_path / "docs", {}), tmp_path / "site")
    assert "搜索 0 篇文章" in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "heading"),
    [
        ("# 逾期以后\n\n先看这里。\n", "逾期以后"),
        ("先看这里。\n", "逾期处理"),
        ("---\ntitle: 逾期怎么办\n---\n先看这里。\n", "逾期处理"),
    ],
    ids=["heading", "text", "title"],
)
def test_what_an_editor_wrote_for_a_topic_stands_above_its_list(
    tmp_path: Path, written: str, heading: str
) -> None:
    docs = write_docs(tmp_path / "docs", {"yuqi/index.md": written, "yuqi/c.md": "# 逾期一\n\n正文。"})
    site = build_site(docs, tmp_path / "site")
    page = (site / "articles/yuqi/index.html").read_text(encoding="utf-8")
    assert re.findall(r"<h1[^>]*>(.*?)(?:<a|</h1>)", page) == [heading]
    assert 0 < page.index(f">{heading}") < page.index("先看这里。") < page.index("qy-list__link")
    assert links_in(site / "articles/yuqi/index.html", "qy-list__link") == ["c/"]
    assert links_in(site / "index.html", "qy-list__link") == ["articles/yuqi/c/"], "it is no article"
    (found,) = (record for record in site_records(site) if record.url == "articles/yuqi/")
    assert found.title == "逾期处理"
    assert "先看这里。" in found.text
    assert "逾期一" not in found.text


def test_an_editors_overview_keeps_its_topics(tmp_path: Path) -> None:
    docs = write_docs(tmp_path / "docs", {"index.md": "# 从哪里看起\n", "yuqi/c.md": "# 逾期一\n\n正文。"})
    site = build_site(docs, tmp_path / "site")
    assert "从哪里看起" in (site / "articles/index.html").read_text(encoding="utf-8")
    assert links_in(site / "articles/index.html", "qy-topic__link") == ["yuqi/"]


@pytest.mark.parametrize(
    ("name", "written", "message"),
    [
        ("yuqi/index.md", "---\ndate: 2024-11-04\ntags: 花呗\n---\n正文。", "date、tags 在这里不起作用"),
        ("kong/index.md", "正文。", "这个文件夹里还没有文章"),
        ("yuqi/README.md", "正文。", "README.md 会占去主题页的位置"),
        ("yuqi/page/2.md", "正文。", "这个文件名是主题第 2 页的"),
    ],
    ids=["article", "empty", "readme", "second-page"],
)
def test_a_file_in_the_place_of_a_topic_page_is_told_of(
    tmp_path: Path, name: str, written: str, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    articles = {f"yuqi/a{n}.md": f"# 第{n}篇\n" for n in range(PAGE_SIZE + 1)}
    site = build_site(
        write_docs(tmp_path / "docs", {**articles, name: written}), tmp_path / "site", strict=False
    )
    assert f"docs/articles/{name}" in caplog.text
    assert message in caplog.text
    assert len(links_in(site / "articles/yuqi/index.html", "qy-list__link")) == PAGE_SIZE
    assert links_in(site / "articles/yuqi/page/2/index.html", "qy-list__link")


ODD_FIELDS = {
    "template: nonsuch.html": "未知的字段“template”",
    "template: 3": "未知的字段“template”",
    "icon: ../x": "未知的字段“icon”",
    "hide: 3": "字段“hide”的值",
    "hide: [toc, 3]": "字段“hide”的值",
    "search: 3": "字段“search”的值",
    "search: {boost: 多}": "字段“search”的值",
    "status: [new]": "未知的字段“status”",
    "2024: 年": "未知的字段“2024”",
    "author: [甲, 乙]": "字段“author”的值",
    "description: {甲: 乙}": "字段“description”的值",
}
FINE_FIELDS = ["hide: [toc]", "search: {exclude: true}", "aliases: 3"]


def write_fields(docs: Path, fields: Iterable[str]) -> Path:
    """An article for each field."""
    articles = {
        f"yuqi/a{number}.md": f"---\ntitle: 甲\n{field}\n---\n正文一句。\n"
        for number, field in enumerate(fields)
    }
    return write_docs(docs, articles)


def test_no_field_of_an_article_stops_the_site(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    site = build_site(write_fields(tmp_path / "docs", ODD_FIELDS), tmp_path / "site", strict=False)
    told = [record.getMessage() for record in caplog.records]
    for number, (field, message) in enumerate(ODD_FIELDS.items()):
        assert "正文一句。" in (site / f"articles/yuqi/a{number}/index.html").read_text(encoding="utf-8"), (
            field
        )
        about = [each for each in told if f"docs/articles/yuqi/a{number}.md" in each]
        assert any(message in each for each in about), field


def test_a_field_that_the_site_knows_is_not_told_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    build_site(write_fields(tmp_path / "docs", FINE_FIELDS), tmp_path / "site")
    assert "docs/articles/" not in caplog.text


def test_a_page_that_fails_says_so_and_all_others_are_built(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = write_docs(
        tmp_path / "docs",
        {
            "yuqi/deep.md": "# 很深\n\n" + "\n".join("    " * depth + "- 项" for depth in range(300)),
            "yuqi/frame.md": "# 框架\n\n正文。\n",
            "yuqi/fine.md": "# 好的\n\n好的正文。\n",
        },
    )
    stock = Catalog.related

    def fails(self: Catalog, article: Article) -> tuple[Article, ...]:
        if article.title == "框架":
            raise ValueError("as a fault of a template would")
        return stock(self, article)

    monkeypatch.setattr(Catalog, "related", fails)
    with pytest.raises(PagesFailed) as ended:
        build_site(docs, tmp_path / "site", strict=False)
    assert ended.value.exit_code == EXIT_CODE == PAGES_FAILED
    pages = {
        name: (tmp_path / "site/articles/yuqi" / name / "index.html").read_text(encoding="utf-8")
        for name in ("deep", "frame", "fine")
    }
    assert {name for name, page in pages.items() if "这一页暂时不能显示" in page} == {"deep", "frame"}
    assert all("md-header" in page for page in pages.values()), "with the frame of the site"
    assert "好的正文。" in pages["fine"]
    topic = (tmp_path / "site/articles/yuqi/index.html").read_text(encoding="utf-8")
    assert all(title in topic for title in ("很深", "框架", "好的"))
    assert (tmp_path / "site/search/settings.json").exists()
    for name in ("deep", "frame"):
        assert f"docs/articles/yuqi/{name}.md" in caplog.text


@pytest.mark.parametrize(
    ("markdown", "meta"),
    [
        ("# 题\n\n正文。\n", {"title": "题"}),
        ("```\n# install\n```\n\n# 题 #\n", {"title": "题"}),
        ("```\n# install\n```\n\n正文。\n", {}),
        (None, {}),
    ],
)
def test_a_page_that_was_not_rendered_keeps_its_title(markdown: str | None, meta: dict[str, str]) -> None:
    def render() -> None:
        raise RecursionError

    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"), markdown=markdown, meta={}, render=render)
    BrokenPages().guard(page)
    page.render()
    assert page.meta == meta


def test_a_page_says_so_where_the_frame_itself_fails() -> None:
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"), content="正文", meta={"title": "甲"})
    env = Environment(loader=DictLoader({"main.html": "{{ page.nothing.at_all }}"}))
    pages = BrokenPages()
    pages.guard_templates(env, Files([]))
    assert "这一页暂时不能显示" in env.get_template("main.html").render(page=page)
    assert pages.failed == ["a.md"]
    assert page.content == "正文"
    with pytest.raises(UndefinedError):
        env.get_template("main.html").render()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("# 标题\n\n正文。".encode("gb18030"), "另存为 UTF-8"),
        ("---\ntitle: 问答: 三天\n---\n\n正文。".encode(), "信息栏第 2 行读不懂"),
    ],
    ids=["charset", "front-matter"],
)
def test_a_broken_file_is_named_and_the_rest_is_built(
    tmp_path: Path, data: bytes, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    docs = write_docs(tmp_path / "docs", {"坏.md": data, "好.md": "# 好的\n\n正文。"})
    site = build_site(docs, tmp_path / "site", strict=False)
    assert message in caplog.text
    assert "docs/articles/坏.md" in caplog.text
    assert (site / "articles/好/index.html").exists()
    with pytest.raises(Abort):
        build_site(docs, tmp_path / "strict")


def test_odd_names_and_metadata_are_told_and_built(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    docs = write_docs(
        tmp_path / "docs",
        {
            "yuqi/带 空格 的 100%名字#1.md": "---\ntitle:\ntags: 花呗、借呗\n---\n正文。",
            "yuqi/引号.md": "---\ntitle: '「<b>引</b>号」 & 尖括号'\ndate: 不详\nauthor: 1<2\n---\n他说\"好\"。",
            "yuqi/标题.md": "# 甲 & <b>乙</b> `c<d>`\n\n正文。",
            "yuqi/模板.md": "---\ntitle: 模板\ntemplate: nonsuch.html\nhide: 3\n---\n正文。",
            "yuqi/别名.md": "---\ntitle: 别名\ntags: &a [x, *a]\n---\n正文。",
            "空.md": "",
        },
    )
    site = build_site(docs, tmp_path / "site", strict=False)
    assert [
        record.getMessage() for record in caplog.records if "docs/articles/" not in record.getMessage()
    ] == []
    told = [record.getMessage() for record in caplog.records]
    for name, words in {"空.md": "没有标题", "引号.md": "“不详”不是日期", "别名.md": "别名"}.items():
        assert [message for message in told if f"{name}\n" in message and words in message]
    assert len([message for message in told if "模板.md" in message]) == 2
    assert not [message for message in told if "标题.md" in message]
    quoted = (site / "articles/yuqi/引号/index.html").read_text(encoding="utf-8")
    assert "<b>引</b>" not in quoted
    assert "&amp;lt;" not in quoted
    assert '<meta name="description" content="他说&quot;好&quot;。">' in quoted
    listed = (site / "articles/yuqi/index.html").read_text(encoding="utf-8")
    assert "甲 &amp; 乙 c&lt;d&gt;" in listed
    assert "「&lt;b&gt;引&lt;/b&gt;号」 &amp; 尖括号" in listed
    assert "花呗" in (site / "tags/index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(ROOT / "docs", tmp_path_factory.mktemp("built"))


def test_the_project_builds_strictly_with_its_articles(built: Path) -> None:
    assert len(links_in(built / "index.html", "qy-list__link")) >= 5


def test_readers_find_articles_and_no_handbook(built: Path) -> None:
    found = {record.url for record in site_records(built)}
    assert any(url.startswith("articles/") for url in found)
    assert not [url for url in found if url.startswith("handbook/")]


def test_pages_load_nothing_from_elsewhere(built: Path) -> None:
    loading = re.compile(
        r"""<(?:script|img|iframe|source|video|audio|link)\b[^>]*?(?:src|href)=["']?(https?:)?//"""
    )
    pages = list(built.rglob("*.html"))
    assert len(pages) > 10
    assert [str(page) for page in pages if loading.search(page.read_text(encoding="utf-8"))] == []
    imported = re.compile(r"@import|url\(\s*[\"']?(?:https?:)?//")
    styles = list(built.rglob("*.css"))
    assert styles
    assert [str(style) for style in styles if imported.search(style.read_text(encoding="utf-8"))] == []


CONTACT = re.compile(rb"(?<![0-9])1[3-9][0-9]{9}(?![0-9])|[0-9A-Za-z._-]{3,}@[A-Za-z0-9.-]+\.[a-z]{2,}")


def test_no_contact_of_the_raw_pages_is_published(built: Path) -> None:
    contacts = {
        match for raw in (ROOT / "corpus" / "raw").iterdir() for match in CONTACT.findall(raw.read_bytes())
    }
    numbers = {number for contact in contacts for number in re.findall(rb"[0-9]{6,}", contact)}
    assert contacts, "the raw pages do contain some, or this test looks at nothing"
    assert numbers
    for path in [*built.rglob("*"), *(ROOT / "docs").rglob("*")]:
        if path.is_file():
            data = path.read_bytes()
            assert not [1 for contact in contacts | numbers if contact in data], path


# -- What is said about the site is so --------------------------------------------------------------------------


def test_the_handbook_names_the_topics() -> None:
    topics = parse((ROOT / "corpus" / "topics.yml").read_text(encoding="utf-8"))
    said = re.findall(r"^\| `(\w+)` \| (\S+) \|$", (ROOT / "docs/handbook/index.md").read_text("utf-8"), re.M)
    assert said == [(topic.id, topic.title) for topic in topics]


def test_the_handbook_names_the_fields() -> None:
    text = (ROOT / "docs/handbook/format.md").read_text(encoding="utf-8")
    said = {
        name for row in re.findall(r"^\| (`[^|]+) \|", text, re.M) for name in re.findall(r"`(\w+)`", row)
    }
    assert set(FIELDS) <= said


def test_keywords_belong_to_one_topic() -> None:
    topics = parse((ROOT / "corpus" / "topics.yml").read_text(encoding="utf-8"))
    words = [word for topic in topics for word in topic.keywords]
    assert len(words) == len(set(words))
    assert len(topics.tags) == len(set(topics.tags))


def test_settings_stay_plain() -> None:
    """Moving to another builder must stay a matter of days."""
    config = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=yaml.UnsafeLoader)
    names = {next(iter(plugin)) if isinstance(plugin, dict) else plugin for plugin in config["plugins"]}
    assert names <= {"search", "tags"}
