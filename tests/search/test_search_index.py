"""Records, index, cache and export."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import many_pages
import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_articles import ROOT

from qingyuan.search import preparing
from qingyuan.search.cache import PageCache, cache_key
from qingyuan.search.export import GROONGA, document, export_search, query_keys, site_records
from qingyuan.search.format import (
    ALIAS,
    BODY_OFTEN,
    BODY_ONCE,
    BODY_TWICE,
    FIELDS,
    HEADING,
    LEVELS,
    TITLE_MEDIUM,
    TITLE_SHORT,
    Field,
)
from qingyuan.search.index import Index, build
from qingyuan.search.keys import search_key
from qingyuan.search.preparing import prepare_all
from qingyuan.search.records import Record, Section, sections_from_html, with_content
from qingyuan.search.site import SiteSearch
from qingyuan.search.stored import record_from_stored
from qingyuan.search.terms import PreparedPage, prepare

SONGXIN = Record(
    url="articles/yuqi/songxin/",
    title="支付宝逾期上门送信",
    topic="逾期处理",
    date="2024-11-04",
    aliases=("催收函",),
    sections=(
        Section("", "", "用户面临逾期的问题。"),
        Section("目的", "二、送信的目的", "还款提醒，还款计划，还款方式，还款渠道。花呗、花呗APP。"),
    ),
)
LIUCHENG = Record(
    url="articles/xieshang/", title="协商流程", sections=(Section("", "", "联系客服，电话95188。"),)
)


def read_index(files: dict[str, bytes] | object) -> dict[str, list[tuple[int, int]]]:
    """Read shards as the browser does: term to pages with levels."""
    assert isinstance(files, dict)
    found: dict[str, list[tuple[int, int]]] = {}
    for path, content in files.items():
        if "t/" not in path:
            continue
        data, at = zlib.decompress(content, -zlib.MAX_WBITS), 0

        def number() -> int:
            nonlocal at
            value = shift = 0
            while True:
                byte = data[at]  # noqa: B023
                at += 1
                value |= (byte & 127) << shift
                shift += 7
                if byte < 128:
                    return value

        while at < len(data):
            length = number()
            term, at = data[at : at + length].decode(), at + length
            size = number()
            end, page, postings = at + size, -1, []
            while at < end:
                value = number()
                page += value >> 3
                postings.append((page, value & 7))
            found[term] = postings
    return found


def test_levels() -> None:
    found = read_index(build([SONGXIN, LIUCHENG]))
    # Pages are numbered by address: 协商流程 is 0.
    assert found["上门"] == [(1, TITLE_MEDIUM if len(SONGXIN.title) > 10 else TITLE_SHORT)]
    assert found["流程"] == [(0, TITLE_SHORT)]
    assert found["催收"] == [(1, ALIAS)]
    assert found["目的"] == [(1, HEADING)]
    assert found["还款"] == [(1, BODY_OFTEN)]
    assert found["花呗"] == [(1, BODY_TWICE)]
    assert found["问题"] == [(1, BODY_ONCE)]
    assert found["app"] == found["提醒"] == [(1, BODY_ONCE)]
    assert found["95188"] == found["951*"] == [(0, BODY_ONCE)]
    assert found["~shang men"] == found["=sm"] == [(1, TITLE_SHORT)]
    assert found["~song xin"] == [(1, TITLE_SHORT)], "the title is stronger than the heading"
    assert found["呗"] == [(1, BODY_TWICE)]
    assert "~hua bei" not in found, "bodies are not searched by pinyin"


def test_neighbors_of_characters() -> None:
    """What a mistyped character may have been: what stands after and before its neighbors, and how often."""
    found = read_index(build([SONGXIN, LIUCHENG]))
    assert [chr(point) for point, _ in found["送>"]] == ["信"]
    assert {chr(point) for point, _ in found["款<"]} == {"还"}
    pages = [Record(url=str(number), title="甲乙" if number < 9 else "甲丙") for number in range(10)]
    assert read_index(build(pages))["甲>"] == [(ord("丙"), 0), (ord("乙"), 3)]


def test_homophones() -> None:
    files = build([SONGXIN])
    (spoken,) = (content for path, content in files.items() if path.endswith("/homophones.bin"))
    lines = zlib.decompress(spoken, -zlib.MAX_WBITS).decode().split("\n")
    assert any({"信", "心", "新"} <= set(line) for line in lines)
    assert any({"寒", "函"} <= set(line) for line in lines)
    # Only keys, since a query is folded before it is corrected.
    assert all(line == search_key(line) for line in lines)
    assert len(spoken) < 16_000


def test_order_of_pages_does_not_matter() -> None:
    assert build([SONGXIN, LIUCHENG]) == build([LIUCHENG, SONGXIN])


@given(st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=4), max_size=40))
def test_postings_come_back(pages: list[list[int]]) -> None:
    """Whatever pages have a term, the browser reads the same pages and levels."""
    words = ["甲乙", "丙丁", "戊己", "庚辛", "壬癸", "子丑", "寅卯", "辰巳"]
    records = [
        Record(url=f"{number:04}", title="", sections=(Section("", "", "。".join(words[i] for i in chosen)),))
        for number, chosen in enumerate(pages)
    ]
    found = read_index(build(records))
    for i, word in enumerate(words):
        expected = [number for number, chosen in enumerate(pages) if i in chosen]
        assert [page for page, _ in found.get(word, [])] == expected


def test_far_pages_take_longer_numbers() -> None:
    files: dict[str, bytes] = {}
    index = Index((f"{number:06}" for number in range(300_000)), files.__setitem__)
    for number in (0, 127, 40_000, 299_999):
        index.add(prepare(Record(url=f"{number:06}", title="甲乙")))
    index.finish()
    assert [page for page, _ in read_index(files)["甲乙"]] == [0, 127, 40_000, 299_999]


def test_a_frequent_character_keeps_its_best_pages() -> None:
    records = [
        Record(url=f"{number:04}", title="信" if number == 1599 else "", sections=(Section("", "", "信。"),))
        for number in range(1600)
    ]
    kept = read_index(build(records))["信"]
    assert len(kept) == 1500
    assert kept[-1] == (1599, TITLE_SHORT)


def test_stored_record_comes_back() -> None:
    assert record_from_stored(prepare(SONGXIN).stored) == SONGXIN
    assert Record.of(json.loads(SONGXIN.to_json())) == SONGXIN


# HTML as MkDocs renders it, and the sections that search must see.
PAGES = [
    ("", "", []),
    (
        "<p>逾期的问<ins class='restored' title='原文缺字，已补'>题</ins>。</p>",
        "",
        [("", "", "逾期的问题。")],
    ),
    ('<h1 id="x">题</h1><p>文</p>', "题", [("", "", "文")]),
    (
        '<p>首</p><h2 id="一">一、<em>甲</em><a class="headerlink" href="#一">#</a></h2><ul><li>乙</li><li><p>丙</p></li></ul>',
        "",
        [("", "", "首"), ("一", "一、甲", "乙\n丙")],
    ),
    ("<p>支付宝\n逾期 and\nmore</p>", "", [("", "", "支付宝逾期 and more")]),
    ("<table><tr><td>甲</td><td>乙</td></tr></table>", "", [("", "", "甲\n乙")]),
    ("<p>前<script>x</script><!-- y -->后</p><style>z</style>", "", [("", "", "前后")]),
    ("<p>图<img alt='还款流程图' src='x.png'></p>", "", [("", "", "图 还款流程图")]),
    ("<p data-search-exclude>不</p><p>是</p>", "", [("", "", "是")]),
    ("<p>a &lt;b&gt; &amp;</p>", "", [("", "", "a <b> &")]),
    ('<div class="highlight"><pre><code>a\nb</code></pre></div>', "", [("", "", "a b")]),
]


@pytest.mark.parametrize(("content", "title", "sections"), PAGES)
def test_sections(content: str, title: str, sections: list[tuple[str, str, str]]) -> None:
    assert sections_from_html(content) == (title, [Section(*section) for section in sections])


def test_cache_keeps_what_is_asked_for(tmp_path: Path) -> None:
    path, key = tmp_path / "cache.sqlite", cache_key("content")
    cache = PageCache(path)
    assert cache.get(key) is None
    cache.put(key, prepare(SONGXIN))
    cache.close()
    cache = PageCache(path)
    assert cache.get(key) == prepare(SONGXIN)
    cache.close()
    PageCache(path).close()
    assert PageCache(path).get(key) is None, "what a build did not ask for is dropped"


def test_keys_of_the_cache_differ_where_pages_do() -> None:
    assert len({cache_key("a", "bc"), cache_key("ab", "c"), cache_key("abc"), cache_key("abc", "")}) == 4


def test_damaged_cache_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_bytes(b"not a database" * 100)
    assert PageCache(path).get(cache_key("x")) is None


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build_site(site: Path, cache: Path) -> dict[str, bytes]:
    search = SiteSearch(cache, [SONGXIN.url, LIUCHENG.url], site)
    for record in (SONGXIN, LIUCHENG):
        body = "".join(f'<h2 id="{s.anchor}">{s.heading}</h2><p>{s.text}</p>' for s in record.sections)
        search.add(replace(record, sections=()), body)
    search.write()
    return files_below(site)


def test_site_is_the_same_from_the_cache(tmp_path: Path) -> None:
    cold = build_site(tmp_path / "cold", tmp_path / "cache.sqlite")
    assert build_site(tmp_path / "warm", tmp_path / "cache.sqlite") == cold
    assert {
        "search/worker.js",
        "search/engine.js",
        "assets/search-box.js",
        "search/settings.json",
    } <= cold.keys()
    stub = json.loads(cold["search/search_index.json"])
    assert stub["docs"] == []
    assert stub["config"]["qingyuan"]["pages"] == 2


def test_building_again_over_an_old_site(tmp_path: Path) -> None:
    """As `mkdocs serve --dirty` does; what a build left behind that was broken off goes."""
    first = build_site(tmp_path / "site", tmp_path / "cache.sqlite")
    left = tmp_path / "site/search/unfinished/r/0/7.bin"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"")
    assert build_site(tmp_path / "site", tmp_path / "cache.sqlite") == first


def test_index_depends_on_the_pages_alone(tmp_path: Path) -> None:
    """Not on the number of processes, the order of pages, the cache, or the seed of hashes."""
    sites = [tmp_path / str(order) for order in range(4)]
    for order in (0, 1):  # the second from the cache
        many_pages.build(sites[order], tmp_path / "one", 1, order)
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"  # of this process it is random, or given
    subprocess.run(
        [
            *(sys.executable, many_pages.__file__, str(tmp_path / "two"), "2"),
            *(str(sites[2]), "2", str(sites[3]), "3"),  # the second from the cache
        ],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
        timeout=300,
    )
    digests = [
        {path: hashlib.sha256(content).hexdigest() for path, content in files_below(site).items()}
        for site in sites
    ]
    assert all(digest == digests[0] for digest in digests)
    shards = [path for path in digests[0] if "/t/" in path]
    assert len(shards) > 64, "more shards than buckets, so that both ways of dealing are met"


def test_pages_survive_a_broken_process() -> None:
    """Where no process can be started, pages are prepared in this one."""
    ready: dict[bytes, object] = {}
    ends = _EndsItsProcess(os.getpid())
    work = preparing.Preparing(ready.__setitem__, 2, preparing.Limits(many=2), ends)
    for number in range(3):
        work.add(str(number).encode(), Record(url=str(number), title="题"), "<p>文</p>")
    work.finish()
    assert list(work.map(str.upper, ["a", "b"])) == ["A", "B"]
    work.close()
    assert [page.url for page in ready.values()] == ["0", "1", "2"]  # type: ignore[attr-defined]


class _EndsItsProcess:
    """Prepares pages in the process that it knows, and ends any other."""

    def __init__(self, home: int) -> None:
        self.home = home

    def __call__(self, tasks: Iterable[preparing.Task]) -> list[tuple[bytes, PreparedPage]]:
        if os.getpid() != self.home:
            os._exit(1)
        return prepare_all(tasks)


def test_title_of_the_page_may_be_in_its_content() -> None:
    assert with_content(Record(url="x", title="文件名"), "<h1>标题</h1>").title == "标题"


def test_export(tmp_path: Path) -> None:
    build_site(tmp_path / "site", tmp_path / "cache.sqlite")
    assert export_search(site_records(tmp_path / "site"), tmp_path / "out") == 2
    rows = [json.loads(line) for line in (tmp_path / "out/records.jsonl").read_text("utf-8").splitlines()]
    assert [row["title"] for row in rows] == ["协商流程", "支付宝逾期上门送信"]
    assert rows[1] == document(next(r for r in site_records(tmp_path / "site") if r.title == SONGXIN.title))
    assert "date" not in rows[0], "an empty date is no date to a server"
    for name, fields in (
        ("meilisearch", ["searchableAttributes", "displayedAttributes"]),
        ("opensearch", ["mappings"]),
    ):
        settings = json.loads((tmp_path / f"out/{name}.json").read_text("utf-8"))
        assert set(fields) <= settings.keys()
    columns = re.findall(r"column_create Records (\w+)", (tmp_path / "out/groonga.grn").read_text("utf-8"))
    assert set(columns) == {*rows[1]} - {"id"}, "Groonga leaves out fields that its schema does not name"
    known = {*rows[1]} - {"id", "aliases"}
    assert known <= {
        *json.loads((tmp_path / "out/opensearch.json").read_text("utf-8"))["mappings"]["properties"]
    }


QUERIES_OF_EXPORT = pytest.mark.parametrize(
    ("query", "title"),
    [
        ("上门送信", "支付宝逾期上门送信"),
        ("上門送信", "支付宝逾期上门送信"),
        ("门送", "支付宝逾期上门送信"),
        ("smsx", "支付宝逾期上门送信"),
        ("95188", "协商流程"),
        ("协商流程", "协商流程"),
    ],
)


def weight_of(field: Field) -> float:
    """What a term of an exported field counts on the site: a title as a short one, its pinyin as an alias."""
    if field.name == "readings":
        return LEVELS[ALIAS].weight
    return LEVELS[field.level("") if field.level else BODY_ONCE].weight


WEIGHTS = {field.export: weight_of(field) for field in FIELDS if field.export}
GUIDE = (ROOT / "docs-dev/search-export.md").read_text("utf-8")


def match_columns() -> str:
    """The fields and weights of a query to Groonga, as the guide gives them."""
    columns = re.search(r"--match_columns \"'(.*)'\"", GUIDE)
    assert columns
    return columns[1]


def test_the_guide_weighs_the_fields_as_the_site_does() -> None:
    groonga = dict(re.findall(r"(\w+)(?: \* (\d+))?(?: \|\||$)", match_columns()))
    opensearch = dict(re.findall(r"`(\w+)\^(\d+)`", GUIDE))
    assert {name: float(weight or 1) for name, weight in groonga.items()} == WEIGHTS
    assert {"text_keys": 1.0, **{name: float(weight) for name, weight in opensearch.items()}} == WEIGHTS


@QUERIES_OF_EXPORT
def test_export_in_tantivy(tmp_path: Path, query: str, title: str) -> None:
    """Tantivy loads the exported lines and finds what the site finds."""
    tantivy = pytest.importorskip("tantivy")
    export_search([replace(SONGXIN, title="支付宝逾期上门送信"), LIUCHENG], tmp_path)
    fields = ("title_keys", "alias_keys", "title_pinyin", "heading_keys", "text_keys")
    schema = tantivy.SchemaBuilder().add_text_field("title", stored=True)
    for name in fields:
        schema = schema.add_text_field(name, tokenizer_name="whitespace")
    built = schema.build()
    index = tantivy.Index(built)
    writer = index.writer()
    for line in (tmp_path / "records.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        writer.add_document(tantivy.Document(**{name: [row[name]] for name in ("title", *fields)}))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    text = " ".join(f'+"{term}"' for term in query_keys(query).split())
    if query == "smsx":
        # Initials of the whole title; a server matches their end with a wildcard.
        parsed = tantivy.Query.regex_query(built, "title_pinyin", ".*smsx")
    else:
        parsed = index.parse_query(text, list(fields), field_boosts=WEIGHTS)
    hits = searcher.search(parsed, 5).hits
    assert searcher.doc(hits[0][1])["title"] == [title]


@pytest.fixture(scope="module")
def groonga(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database made of an export as docs-dev/search-export.md says."""
    if shutil.which("groonga") is None:
        pytest.skip("groonga is not installed; on Debian: apt-get install groonga-bin")
    folder = tmp_path_factory.mktemp("groonga")
    # In the second one the characters stand apart: it must not come first.
    apart = Record(url="b/", title="送信", sections=(Section("", "", "上门。门送。上门送心。"),))
    export_search([replace(SONGXIN, title="支付宝逾期上门送信"), LIUCHENG, apart], folder)
    command = re.search(r"```sh\n(.*?groonga -n.*?)```", GUIDE, re.DOTALL)
    assert command
    done = subprocess.run(
        ["bash", "-ec", command[1]], cwd=folder, capture_output=True, text=True, check=True, timeout=60
    )
    made = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(answer[0][0] == 0 for answer in made), done.stdout
    assert made[-1][1] == 3, "all lines are loaded"
    return folder / "search.groonga"


@QUERIES_OF_EXPORT
def test_export_in_groonga(groonga: Path, query: str, title: str) -> None:
    """Groonga loads the exported lines by the exported schema and finds what the site finds."""
    command = [
        *("groonga", str(groonga), "select", "Records", "--sort_keys", "-_score"),
        *(
            "--match_columns",
            f"'{match_columns()}'",
        ),
        *("--query", f"'{query_keys(query)}'", "--output_columns", "title,_score"),
    ]
    if query == "smsx":
        # Initials of the middle of a title: a regular expression looks into terms.
        command[-3] = "'title_pinyin:~smsx'"
        command[command.index("--match_columns") + 1] = "title_pinyin"
    answer = json.loads(
        subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    )
    (_, _, *rows) = answer[1][0]
    assert rows[0][0] == title, rows


def test_exports_have_all_fields() -> None:
    names = {field.export for field in FIELDS if field.export}
    assert names <= document(SONGXIN).keys()
    assert names == {
        name for name in re.findall(r"Records (\w+) COLUMN_SCALAR \w*Text", GROONGA) if "_" in name
    }
    assert names == set(re.findall(r"Records (\w+)$", GROONGA, re.MULTILINE))
