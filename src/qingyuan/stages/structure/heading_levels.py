"""Headings that are marked already, and wrongly: in full-width marks, or all on one level whatever their numbers say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qingyuan.document import NOTHING, Edit, Found
from qingyuan.rule import Rule
from qingyuan.stages.structure.headings import LIMITS
from qingyuan.stages.structure.lines import SENTENCE_END, Line, lines_with_words
from qingyuan.text.code import is_code
from qingyuan.text.markdown import HEADING
from qingyuan.text.numbering import DEPTH, number_of
from qingyuan.view import View

FULL_WIDTH = re.compile(
    r"(?P<marks>＃{1,6})(?P<gap>[ \u3000]*)(?P<title>[^\s＃][^＃]*?)(?P<rest>[ \u3000]*＃*)"
)
PLAIN = re.compile(r"\d{1,2}\s+(?=\D)")
DECIMALS = frozenset({"decimal 2", "decimal 3", "decimal 4"})
CODE = 5  # one line in so many that looks like code makes a program
FEWEST = 2  # headings with numbers: one tells no order


def find_full_width_headings(view: View) -> Found:
    """Edits that write the marks of headings in full width as Markdown's."""
    if "＃" not in view.text:
        return NOTHING
    edits: list[Edit] = []
    for line in view.about(lines_with_words):
        match = FULL_WIDTH.fullmatch(line.text.rstrip())
        if not match or len(line.text) > LIMITS.line or SENTENCE_END.search(match["title"]):
            continue
        told = match["gap"] or len(match["marks"]) > 1
        if (
            told
            and match["rest"].strip(" \u3000") in ("", match["marks"])
            and not (match["rest"].strip() and not match["gap"])
        ):
            edits.append(Edit(line.start, match["marks"] + match["gap"], "#" * len(match["marks"]) + " "))
            if match["rest"]:
                edits.append(Edit(line.start + match.start("rest"), match["rest"], ""))
    return Found(tuple(edits))


@dataclass(frozen=True, slots=True)
class Head:
    """A marked heading: its line, its level, and the form of its number."""

    line: Line
    level: int
    form: str | None


def _heads(lines: Sequence[Line]) -> list[Head]:
    """The headings of a page; a bare number counts where the page has numbers such as 1.1."""
    heads: list[Head] = []
    titles: list[str] = []
    for line in lines:
        if match := HEADING.match(line.text):
            heads.append(Head(line, len(match["marks"]), number_of(match["title"])[0]))
            titles.append(match["title"])
    if not any(head.form in DECIMALS for head in heads):
        return heads
    return [
        Head(head.line, head.level, "plain")
        if head.form == "number" or (head.form is None and PLAIN.match(title))
        else head
        for head, title in zip(heads, titles, strict=True)
    ]


def _depth(form: str) -> float:
    """How deep a form of numbers stands; 1 stands above 1.1."""
    return DEPTH["decimal 2"] - 0.5 if form == "plain" else DEPTH[form]


def _is_program(lines: Sequence[Line]) -> bool:
    """Whether lines beside the headings look like code again and again."""
    return CODE * sum(is_code(line.text) and not HEADING.match(line.text) for line in lines) > len(lines)


def find_heading_levels(view: View) -> Found:
    """Edits that give headings which are all on one level the levels that their numbers have."""
    lines = view.about(lines_with_words)
    heads = _heads(lines)
    if heads and heads[0].line is lines[0] and heads[0].level == 1 and heads[0].form is None:
        heads = heads[1:]  # the title
    numbered = [head.form for head in heads if head.form]
    forms = set(numbered)
    levels = {head.level for head in heads}
    if len(numbered) < FEWEST or 2 * len(numbered) < len(heads) or _is_program(lines):
        return NOTHING  # comments of a program look like headings
    if len(levels) > 1 or (len(forms) < 2 and levels != {1}):
        return NOTHING
    nesting = sorted(forms, key=_depth)
    edits: list[Edit] = []
    previous = LIMITS.top - 1
    for head in heads:
        level = max(head.level, LIMITS.top)
        if head.form:
            level = min(LIMITS.top + nesting.index(head.form), previous + 1, LIMITS.deepest)
            previous = level
        if level != head.level:
            edits.append(Edit(head.line.start, "#" * head.level, "#" * level))
    return Found(tuple(edits))


FULL_WIDTH_HEADINGS = Rule(
    name="structure/full-width-headings",
    find=find_full_width_headings,
    examples=(
        ("＃＃ 背景\n正文。\n＃＃＃　原因\n正文。\n", "## 背景\n正文。\n### 原因\n正文。\n"),
        ("＃＃背景\n正文。\n", "## 背景\n正文。\n"),
        ("＃＃ 背景 ＃＃\n正文。\n", "## 背景\n正文。\n"),
    ),
    keep=(
        "＃花呗逾期＃\n",
        "＃花呗逾期\n",
        "＃＃花呗逾期＃＃\n",
        "请拨＃＃21＃\n",
        "＃＃ 这是一句话。\n",
        "```\n＃＃ 背景\n```\n",
    ),
)

HEADING_LEVELS = Rule(
    name="structure/heading-levels",
    find=find_heading_levels,
    examples=(
        (
            "# 第一章 绪论\n# 1.1 研究背景\n正文。\n# 1.1.1 国内研究\n正文。\n# 第二章 方法\n正文。\n",
            "## 第一章 绪论\n### 1.1 研究背景\n正文。\n#### 1.1.1 国内研究\n正文。\n## 第二章 方法\n正文。\n",
        ),
        (
            "# 1 引言\n正文。\n# 1.1 背景\n正文。\n# 2 方法\n正文。\n# 参考文献\n",
            "## 1 引言\n正文。\n### 1.1 背景\n正文。\n## 2 方法\n正文。\n## 参考文献\n",
        ),
        (
            "## 一、背景\n## （一）原因\n正文。\n## 二、办法\n正文。\n",
            "## 一、背景\n### （一）原因\n正文。\n## 二、办法\n正文。\n",
        ),
        (
            "# 还款指南\n# 一、准备\n正文。\n# 二、协商\n正文。\n",
            "# 还款指南\n## 一、准备\n正文。\n## 二、协商\n正文。\n",
        ),
    ),
    keep=(
        "# 一、背景\n正文。\n",
        "## 一、背景\n正文。\n## 二、办法\n正文。\n",
        "## 一、背景\n### 1.1 定义\n正文。\n",
        "# 还款指南\n## 一、准备\n### （一）材料\n",
        "# 1.1 setup\nimport os\nx = 1\n# 1.1.1 run\nprint(x)\n",
        "# 2024 年总结\n正文。\n# 5 个技巧\n正文。\n",
        "```\n# 一、打印\n# 1.1 保存\n```\n",
    ),
)
