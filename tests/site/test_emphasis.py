"""Bold and italics in Chinese, rendered as the site renders them: marks stand beside characters without spaces."""

from __future__ import annotations

import re
from html import unescape
from itertools import product

import pytest
from building import ROOT
from markdown import Markdown
from mkdocs.config import load_config

from qingyuan.stages.structure import STRUCTURE


@pytest.fixture(scope="module")
def site_markdown() -> Markdown:
    """Markdown with the extensions that mkdocs.yml lists."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def inner(html: str) -> str:
    return html.removeprefix("<p>").removesuffix("</p>")


# What editors write, and what readers get: B and I stand for the tags.
ROWS = [
    # Punctuation inside, a character outside: what CommonMark's flanks lose.
    ("**注意：**请", "[B]注意：[/B]请"),
    ("请**“注意”**吧", "请[B]“注意”[/B]吧"),
    ("**（一）**第", "[B]（一）[/B]第"),
    ("他说**「好」**。", "他说[B]「好」[/B]。"),
    ("他说**「好」**吗", "他说[B]「好」[/B]吗"),
    ("**《合同法》**第十条", "[B]《合同法》[/B]第十条"),
    ("依据**《合同法》**第十条", "依据[B]《合同法》[/B]第十条"),
    ("**【重点】**看这里", "[B]【重点】[/B]看这里"),
    ("**50%**以上", "[B]50%[/B]以上"),
    ("超过**50%**以上", "超过[B]50%[/B]以上"),
    ("**切记！**不要", "[B]切记！[/B]不要"),
    ("**真的吗？**是的", "[B]真的吗？[/B]是的"),
    ("**完了。**后来", "[B]完了。[/B]后来"),
    ("**等等……**后来", "[B]等等……[/B]后来"),
    ("**其一、**准备", "[B]其一、[/B]准备"),
    ("**1.**准备", "[B]1.[/B]准备"),
    ("**(1)**准备", "[B](1)[/B]准备"),
    ("**“甲”**和**“乙”**", "[B]“甲”[/B]和[B]“乙”[/B]"),
    ("**甲：**一，**乙：**二", "[B]甲：[/B]一，[B]乙：[/B]二"),
    ("**—**横", "[B]—[/B]横"),
    ("￥**300**元", "￥[B]300[/B]元"),
    ("**￥300**元", "[B]￥300[/B]元"),
    # Characters on both sides.
    ("中**粗**文", "中[B]粗[/B]文"),
    ("**粗**文", "[B]粗[/B]文"),
    ("中**粗**", "中[B]粗[/B]"),
    ("**甲**：乙", "[B]甲[/B]：乙"),
    ("**甲**，**乙**和**丙**", "[B]甲[/B]，[B]乙[/B]和[B]丙[/B]"),
    ("**花呗App**里", "[B]花呗App[/B]里"),
    ("用**App**里的", "用[B]App[/B]里的"),
    ("a**b**c", "a[B]b[/B]c"),
    ("**两\n行**字", "[B]两\n行[/B]字"),
    # Italics, and both.
    ("*斜体。*后", "[I]斜体。[/I]后"),
    ("前*“斜”*后", "前[I]“斜”[/I]后"),
    ("价格*不含税*", "价格[I]不含税[/I]"),
    ("***注意：***请", "[B][I]注意：[/I][/B]请"),
    ("**粗*斜*粗。**后", "[B]粗[I]斜[/I]粗。[/B]后"),
    ("*斜**粗：**斜*后", "[I]斜[B]粗：[/B]斜[/I]后"),
    # Around links, code, and restored words.
    ("**[客服](https://a.cn)：**拨打", '[B]<a href="https://a.cn">客服</a>：[/B]拨打'),
    ("**`top`：**命令", "[B]<code>top</code>：[/B]命令"),
    ("**问<ins>题</ins>：**请", "[B]问<ins>题</ins>：[/B]请"),
    # Underscores mean something between words only.
    ("snake_case_name", "snake_case_name"),
    ("文件名_新_版", "文件名_新_版"),
    ("文__粗__字", "文__粗__字"),
    ("file_name 和 _斜_", "file_name 和 [I]斜[/I]"),
    ("__init__ 在文中", "[B]init[/B] 在文中"),
    # As in CommonMark, though no bold is meant: a sign of multiplication is ×, or stands between spaces.
    ("2*3*4", "2[I]3[/I]4"),
    # Nothing to mark.
    ("5 * 3 * 2", "5 * 3 * 2"),
    ("2*3 得 6", "2*3 得 6"),
    ("2**10", "2**10"),
    ("** 空 **", "** 空 **"),
    ("\\*\\*不是\\*\\*粗体", "**不是**粗体"),
    ("见 **** 处", "见 **** 处"),
    # Code stays as it is.
    ("`**注意：**请`", "<code>**注意：**请</code>"),
    ("`__init__` 和 `a*b*c`", "<code>__init__</code> 和 <code>a*b*c</code>"),
]


@pytest.mark.parametrize(("written", "wanted"), ROWS)
def test_emphasis(site_markdown: Markdown, written: str, wanted: str) -> None:
    for mark, tag in (("B", "strong"), ("I", "em")):
        wanted = wanted.replace(f"[{mark}]", f"<{tag}>").replace(f"[/{mark}]", f"</{tag}>")
    assert inner(site_markdown.reset().convert(written)) == wanted


BOLDS = ["注意：", "“注意”", "（一）", "《合同法》", "【重点】", "50%", "切记！", "App", "甲乙", "完了。"]
BEFORE = ["", "请", "好，", "用 ", "如下："]
AFTER = ["", "请看", "，再看", "a"]


def test_bold_in_every_position(site_markdown: Markdown) -> None:
    places = list(product(BEFORE, BOLDS, AFTER))
    assert len(places) == 200
    wrong = [
        (before, bold, after)
        for before, bold, after in places
        if inner(site_markdown.reset().convert(f"{before}**{bold}**{after}"))
        != f"{before}<strong>{bold}</strong>{after}"
    ]
    assert not wrong


def test_code_blocks_stay_as_they_are(site_markdown: Markdown) -> None:
    html = site_markdown.reset().convert("```python\n**注意：**请 = __init__\n```\n")
    assert "**注意：**请 = __init__" in unescape(re.sub("<[^>]+>", "", html))


BOLD_BY_THE_PIPELINE = [
    *(after for rule in STRUCTURE for _, after in rule.examples if "**" in after),
    *(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs/articles").rglob("*.md"))),
]


@pytest.mark.parametrize("written", BOLD_BY_THE_PIPELINE)
def test_bold_of_the_pipeline_is_bold(site_markdown: Markdown, written: str) -> None:
    html = site_markdown.reset().convert(written.partition("\n---\n")[2] or written)
    assert "**" not in html
    assert html.count("<strong>") == written.count("**") // 2
