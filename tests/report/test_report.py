"""The report: counts that add up, findings that can be settled, and a page of its own."""

from __future__ import annotations

import re

import markdown
import pytest
from bs4 import BeautifulSoup

from qingyuan.articles.topics import Topics
from qingyuan.corpus.cleaning import clean_one
from qingyuan.document import RawDocument
from qingyuan.report.ledgers import as_html, report

DAMAGED = (
    "花呗逾期怎么办\n\n一、先看账单\n\n信用分的区间为350950分。\n\n二、再协商\n\n联系电话：13800138000\n"
)


def entry(name: str, text: str) -> dict:
    made = clean_one(RawDocument(name, text.encode()), Topics()).entry
    assert made is not None
    return dict(made)


def test_report_counts_and_lists_findings() -> None:
    text = report([entry("b.txt", DAMAGED), entry("a.txt", DAMAGED)])
    assert "2 documents, 10 lines: 6 kept, 2 metadata, 2 stripped. 2 findings wait for a person." in text
    assert text.index("a.txt") < text.index("b.txt")
    assert "| `a.txt` | 5 | `restore/number-range` | `350950` | `350～950` |" in text
    assert "13800138000" not in text


def test_report_without_findings_says_so() -> None:
    assert "## Findings\n\nNone." in report([entry("a.txt", "花呗逾期怎么办\n\n一、先看账单\n\n看账单。\n")])


HOSTILE = "c`|<img src=x onerror=alert(1)>\\`\x1b]0;x\x07\u202e\n| {: onclick=x } [a](javascript:b).txt"


def hostile_entry() -> dict:
    made = entry("a.txt", DAMAGED) | {"document": HOSTILE, "edits": {HOSTILE: 2}}
    made["findings"] = [
        {
            "rule": HOSTILE,
            "line": 1,
            "text": HOSTILE,
            "candidates": [HOSTILE, HOSTILE + "\\"],
            "note": HOSTILE,
        }
    ]
    made["stripped"] = [{"kind": HOSTILE}]
    return made


def test_page_shows_what_comes_from_outside_as_text() -> None:
    page = as_html([hostile_entry()])
    tags = re.findall(r"<[^>]*>", page)
    assert not [tag for tag in tags if re.search("img|onerror|script", tag)]
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", page)
    assert "default-src 'none'" in page
    assert "script-src" not in page
    assert "http:" not in page


@pytest.mark.parametrize(
    "extensions", [["tables"], ["tables", "attr_list", "md_in_html", "pymdownx.betterem"]]
)
def test_markdown_report_holds_what_comes_from_outside_in_code(extensions: list[str]) -> None:
    text = report([hostile_entry()])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", text)
    page = BeautifulSoup(markdown.markdown(text, extensions=extensions), "lxml")
    assert {tag.name for tag in page.find_all()} == set(
        "html body h1 h2 p table thead tbody tr th td code".split()
    )
    assert not [tag for tag in page.find_all() if tag.attrs]
    assert {len(row.find_all(["td", "th"])) for row in page.find_all("tr")} == {2, 3, 6}
