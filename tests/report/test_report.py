"""The report: counts that add up, findings that can be settled, and a page of its own."""

from __future__ import annotations

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
    assert "| a.txt | 5 | restore/number-range | `350950` | `350～950` |" in text
    assert "13800138000" not in text


def test_report_without_findings_says_so() -> None:
    assert "## Findings\n\nNone." in report([entry("a.txt", "花呗逾期怎么办\n\n一、先看账单\n\n看账单。\n")])


def test_page_shows_markup_of_documents_as_text() -> None:
    made = entry("a.txt", DAMAGED)
    made["findings"] = [{"rule": "repair/x", "line": 1, "text": "<script>|`x", "candidates": []}]
    page = as_html(report([made]))
    assert "<script>" not in page
    assert "&lt;script&gt;¦ˋx" in page
    assert "http" not in page
