"""A web page with its blocks marked: all its text, each part with its reason, safe to open, no contact details."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from test_masked import DETAILS, PROSE, Detail, readable
from test_report import HOSTILE
from typer.testing import CliRunner

from qingyuan.article import clean_text
from qingyuan.commands.app import app
from qingyuan.report.page_blocks import Part, as_html, blocks_of
from qingyuan.stages.strip.html.reasons import REASONS
from qingyuan.stages.strip.masked_trail import MaskedTrail

ARTICLE = "".join(f"<p>{sentence * 3}</p>" for sentence in PROSE)
PAGE = (
    "<!DOCTYPE html><html><head><title>花呗逾期怎么办</title></head><body>"
    "<div class=nav><a href=/>首页</a></div><div class=content><h1>花呗逾期怎么办</h1>"
    "{article}</div><div class=related><ul>{other}</ul></div><script>x('<b>')</script></body></html>"
)


def blocks(page: str) -> list[tuple[Part, ...]]:
    found = blocks_of(MaskedTrail(page, clean_text(page).trail))
    assert found is not None
    return found


def test_all_text_of_the_page_is_shown_with_its_reason() -> None:
    page = PAGE.format(
        article=ARTICLE + "<p>账单<span hidden>看不见</span>先看&amp;核对。</p>",
        other="<li><a href=/1>第二篇</a>",
    )
    parts = [part for block in blocks(page) for part in block]
    said = {part.text: part.reason for part in parts}
    assert "" not in (said["首页"], said["第二篇"])
    assert said["看不见"] == "hidden"
    assert said[PROSE[0] * 3] == said["账单"] == said["先看&核对。"] == ""
    assert ("", "script", len("x('<b>')")) in [(part.text, part.reason, part.letters) for part in parts]
    shown = BeautifulSoup(as_html("a.html", [tuple(parts)]), "lxml").get_text()
    for part in parts:
        assert part.text in shown
    for reason in {part.reason for part in parts} - {""}:
        assert REASONS[reason] in shown


def test_what_is_no_web_page_has_no_blocks() -> None:
    text = "花呗逾期怎么办\n\n一、先看账单\n\n看账单。\n"
    assert blocks_of(MaskedTrail(text, clean_text(text).trail)) is None


def test_nothing_of_the_web_page_gets_out_of_its_box() -> None:
    texts = (HOSTILE, "</div></body><script>alert(1)</script>", "\x1b[31m\u202e")
    page = as_html(
        HOSTILE, [tuple(Part(text, reason, 3) for reason in ("", "related", "hidden")) for text in texts]
    )
    tags = {tag.name for tag in BeautifulSoup(page, "lxml").find_all()}
    assert tags == set("html head meta title style body h1 p table tr th td div span".split())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", page)
    assert "default-src 'none'" in page
    assert "script-src" not in page
    assert "http:" not in page


def test_a_long_script_is_not_shown_to_the_end() -> None:
    assert "a" * 201 not in as_html("a.html", [(Part("a" * 1000, "hidden", 1000),)])
    assert "a" * 1000 in as_html("a.html", [(Part("a" * 1000, "", 1000),)])


@pytest.mark.parametrize("place", ["article", "other"])
def test_no_detail_is_readable(place: str) -> None:
    for detail in DETAILS:
        row = f"<p>{detail.line}</p>" if place == "article" else f"<li><a href=/1>{detail.line}</a>"
        page = PAGE.format(
            **{"article": ARTICLE, "other": "<li>一"} | {place: ARTICLE * (place == "article") + row}
        )
        assert not readable(detail, as_html("a.html", blocks(page))), detail


def test_a_number_cut_by_elements_is_masked_as_a_whole() -> None:
    for number in ("联系电话：138<b>2129</b>9722", "联系电话：138<i>21</i>2<span>99722</span>"):
        for row in (f"<p>{number}</p>", f"</div><div class=related><li>{number}</div>"):
            page = PAGE.format(article=ARTICLE + row, other="<li>一")
            assert not readable(Detail("13821299722", ""), as_html("a.html", blocks(page))), row


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    source, target = tmp_path / "a.html", tmp_path / "out.html"
    source.write_text(PAGE.format(article=ARTICLE, other="<li>第二篇"), encoding="utf-8")
    result = CliRunner().invoke(app, ["explain", str(source), "--html", str(target)])
    assert result.exit_code == 0, result.output
    page = target.read_text(encoding="utf-8")
    assert page.index(PROSE[0]) < page.index("第二篇")
    result = CliRunner().invoke(app, ["explain", str(source), "--html", str(source / "out.html")])
    assert result.exit_code == 2
    assert "cannot be written" in result.output
