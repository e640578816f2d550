"""A case of a page is made without its words, and comes out as the page did."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools import page_case
from tools.page_case import KEPT, with_filler

PAGE = """<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gbk"><title>海棠花开的时候_某某网</title>
<meta name="author" content="张三丰"><script type="application/ld+json">{"@type": "Article", "headline": "海棠花开的时候"}</script>
<script>var secret = "不要留下的程序";</script></head><body>
<div class="nav"><a href="https://real.example/a?id=88">首页</a><a href="javascript:login()" onclick="login()">登录</a></div>
<div class="main" data-note="不要留下的属性"><h1>海棠花开的时候</h1><p class="info">2019-08-17 13:45 来源：花木报 作者：张三丰</p>
<p>海棠开花的时候，院子里坐满了人&nbsp;，谁也不说话；有 37 个人在等那阵风。</p>
<p>Some English words stay English，电话 13912345678 却不留。</p><!-- 不要留下的注释 --></div></body></html>
"""
LONG = re.compile("[\u4e00-\u9fff]{2,}")


def test_no_word_of_the_page_stays() -> None:
    made = with_filler(PAGE)
    kept = set(LONG.findall(PAGE)) & set(LONG.findall(made))
    assert all(KEPT.fullmatch(run) for run in kept), kept
    for gone in (
        "张三",
        "海棠",
        "不要留下",
        "13912345678",
        "English",
        "real.example",
        "login()",
        "2019-08-17",
        "37",
    ):
        assert gone not in made


def test_the_form_of_the_page_stays() -> None:
    made = with_filler(PAGE)
    names = re.compile(r"</?[a-z0-9]+|class=\"[^\"]*\"")
    assert names.findall(made) == names.findall(PAGE)
    (title,) = re.findall("<title>(.*)_", made)
    assert f"<h1>{title}</h1>" in made
    assert json.loads(re.findall('<script type="application/ld\\+json">(.*?)</script>', made)[0]) == {
        "@type": "Article",
        "headline": title,
    }
    assert "2021-02-03 04:05 来源：" in made
    assert [len(text) for text in re.findall("<p>(.*?)</p>", made)] == [
        len(text) for text in re.findall("<p>(.*?)</p>", PAGE)
    ]
    assert "&nbsp;，" in made


@settings(deadline=None)
@given(st.text(st.sampled_from("<>/=\"' &;pab张三丰海棠\n12年月-:!"), max_size=60))
def test_any_text_is_filled(text: str) -> None:
    made = with_filler(text)
    assert "张三丰海棠" not in made
    assert with_filler(text) == made


def test_a_case_is_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(page_case, "CASES", tmp_path / "pages")
    page = tmp_path / "saved.html"
    page.write_bytes(PAGE.encode("gbk"))
    assert page_case.main([str(page), "spring"]) == 0
    case = tmp_path / "pages" / "spring"
    assert sorted(path.name for path in case.iterdir()) == ["expected.json", "expected.md", "source.html"]
    assert "charset=gbk" in (case / "source.html").read_bytes().decode("gbk")  # it goes on saying so rightly
    facts = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    assert facts["date"].startswith("2021-02-03")
    body = (case / "expected.md").read_text(encoding="utf-8")
    assert "&" not in body
    assert "个人" not in body
    (case / "expected.md").write_text("corrected", encoding="utf-8")
    assert page_case.main([str(page), "spring"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert (case / "expected.md").read_text(encoding="utf-8") == "corrected"
    assert page_case.main(["--again", "spring"]) == 0
    assert (case / "expected.md").read_text(encoding="utf-8") == body


@pytest.mark.parametrize(
    "arguments", [[], ["page.html"], ["page.html", "../elsewhere"], ["nothing.html", "x"]]
)
def test_misuse_writes_nothing(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_case, "CASES", tmp_path / "pages")
    monkeypatch.chdir(tmp_path)
    assert page_case.main(arguments) == 2
    assert not (tmp_path / "pages").exists()
