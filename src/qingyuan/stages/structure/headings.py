"""Section headings: numbered lines, section names, and lines all in bold.

Numbering stays in the heading text: readers quote 「3.1.1」, and renumbering would be a change that
nobody can check. Levels follow the order in which a document nests its forms of numbers, not a
fixed table: 一、 is the top in one article and the second level under 第一章 in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule, found
from qingyuan.stages.structure.lines import SENTENCE_END, Line, lines_with_words
from qingyuan.text.markdown import HEADING
from qingyuan.text.numbering import BY_NAME, DEPTH, number_of
from qingyuan.view import View


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a heading can be, and how deep.

    Set by hand, with room to spare: the longest heading of the golden documents has 15 characters, and the 2,040 lines
    with an outer number that head a section in the generated pages of the trails have fewer than 32.
    """

    line: int = 48  # characters of a numbered line with its number
    running: int = 30  # characters after a running number, which items have as well
    bold: int = 30  # characters between the marks of a line all in bold
    lone_bold: int = 1  # lines all in bold that are emphasis; more of them head sections
    top: int = 2  # level of the outermost form: the title has 1
    deepest: int = 6  # level; Markdown has no other


LIMITS = Limits()

# 「第三条」, 「（一）」 and 「①」 mostly number items of a text, not its sections.
RUNNING = frozenset({"number", "bracketed number", "circled number", "part", "bracketed numeral"})
# Section names that stand without a number. Suffixes and wholes that Chinese articles use everywhere.
SECTION_NAME = re.compile(
    r"""
      (?:小编|编者|作者|本文|全文|文章)? (?:导语|导读|引言|前言|序言|摘要|总结|小结|结语|结论|后记|寄语|点评|建议|提示|说明)
    | (?:楔子|序章|序幕|尾声|终章|完本感言|番外(?:篇|[一二三四五六七八九十\d]{1,3})?) (?:[\s：:].{1,16})?
    | (?:写在|结)(?:前面|最后|束语) | 总结与(?:展望|建议) | 常见问题(?:解答)? | 问答 | 目录
    | 相关(?:内容|阅读|资料|链接|法规|法条) | 参考(?:文献|资料|书目) | 推荐阅读 | 延伸阅读 | 附录 | 附：.{1,12}
    | (?:案例|背景|原因|现状|问题|风险|流程|策略)(?:分析|介绍|概述|简介|说明|分享)
    """,
    re.VERBOSE,
)
BOLD_LINE = re.compile(rf"(?:\*\*|__)(?P<inner>[^*_\n]{{2,{LIMITS.bold}}})(?:\*\*|__)[ \u3000]*")


def has_headings(lines: Iterable[Line]) -> bool:
    return any(HEADING.match(line.text) for line in lines)


def looks_like_heading(line: Line, following: Line | None) -> bool:
    """Whether a numbered line heads a section: short, no full stop, and something else comes under it."""
    if len(line.text) > LIMITS.line or (
        SENTENCE_END.search(line.text) and not line.text.endswith(("？", "！", "?", "!"))
    ):
        return False
    if line.form in RUNNING:
        # 「1. 财务管理不善：用户在…」 is an item; 「1、什么是花呗」 over a paragraph is a heading.
        if "：" in line.rest or ":" in line.rest or following is None or following.form == line.form:
            return False
        if line.form and BY_NAME[line.form].pattern.search(
            line.rest
        ):  # 「（1）身份证（2）银行卡」 is a list in one line
            return False
        return len(line.rest) <= LIMITS.running and following.form is None
    return bool(line.rest)


def bold_heading(line: Line, following: Line | None) -> Line | None:
    """The heading that a short line all in bold stands for, without its marks; none if it is a sentence."""
    match = BOLD_LINE.fullmatch(line.text)
    if not match or following is None or SENTENCE_END.search(match["inner"]):
        return None
    inner = match["inner"].strip()
    return Line(line.start, inner, *number_of(inner))


def find_headings(view: View) -> Found:
    """Insertions of `##`… before numbered and named section lines; none where headings are marked already."""
    lines = view.about(lines_with_words)
    if has_headings(lines):
        return Found()
    heads: list[tuple[Line, str]] = []
    bold = 0
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if inner := bold_heading(line, following):
            bold += 1
            numbers = inner.form and looks_like_heading(inner, following)
            heads.append((line, inner.form if numbers and inner.form else "bold"))
        elif line.form and looks_like_heading(line, following):
            heads.append((line, line.form))
        elif following and SECTION_NAME.fullmatch(line.text.strip().rstrip("：:")):
            heads.append((line, "name"))
    if bold == LIMITS.lone_bold:
        heads = [head for head in heads if head[1] != "bold"]
    running = {form for _, form in heads if form in RUNNING}
    starts = {line.start for line, _ in heads}
    # Running numbers head sections only if every one of them does: a list is not half a list.
    of_lists = running & {line.form for line in lines if line.start not in starts}
    heads = [head for head in heads if head[1] not in of_lists]
    nesting = sorted({form for _, form in heads} - {"name", "bold"}, key=DEPTH.__getitem__)
    edits = []
    previous = LIMITS.top - 1
    for line, form in heads:
        depth = 0 if form == "name" else len(nesting) if form == "bold" else nesting.index(form)
        level = min(
            LIMITS.top + depth, previous + 1, LIMITS.deepest
        )  # never a jump: 「#### 」 directly under 「##」 breaks outlines
        marks = BOLD_LINE.fullmatch(line.text)
        before, after = (line.text, marks["inner"].strip()) if marks else ("", "")
        edits.append(Edit(line.start, before, "#" * level + " " + after))
        previous = level
    return found(edits)


HEADINGS = Rule(
    name="structure/headings",
    find=find_headings,
    examples=(
        (
            "小编导语\n本文介绍流程。\n一、背景\n1.1 定义\n正文。\n1.1.1 细节\n正文。\n",
            "## 小编导语\n本文介绍流程。\n## 一、背景\n### 1.1 定义\n正文。\n#### 1.1.1 细节\n正文。\n",
        ),
        (
            "第一章 相遇\n正文。\n番外 旧事\n正文。\n",
            "## 第一章 相遇\n正文。\n## 番外 旧事\n正文。\n",
        ),
        ("第一章 总则\n一、目的\n正文。\n", "## 第一章 总则\n### 一、目的\n正文。\n"),
        ("**先看账单**\n正文。\n**再联系客服**\n正文。\n", "## 先看账单\n正文。\n## 再联系客服\n正文。\n"),
        (
            "一、准备\n**材料清单**\n正文。\n**联系方式**\n正文。\n",
            "## 一、准备\n### 材料清单\n正文。\n### 联系方式\n正文。\n",
        ),
        (
            "1、什么是花呗\n一种产品。\n2、怎么还款\n按月。\n",
            "## 1、什么是花呗\n一种产品。\n## 2、怎么还款\n按月。\n",
        ),
        (
            "一、安装\n```\n# 注释\n一、打印\n```\n二、使用\n正文。\n",
            "## 一、安装\n```\n# 注释\n一、打印\n```\n## 二、使用\n正文。\n",
        ),
    ),
    keep=(
        "1. 商家：多家。\n2. 平台：一家。\n",
        "**请注意保管好自己的账号。**\n正文。\n**切记。**\n正文。\n",
        "正文。\n**重点**\n正文。\n",
        "3.5 亿元的资金缺口让公司陷入困境。\n",
        "一、二线城市的房价都在涨。\n",
        "## 一、背景\n一、二\n",
        "总结\n",
        "番外篇写得很长，大家都说好看。\n正文。\n",
        "（1）身份证（2）银行卡\n以上材料都要原件。\n",
    ),
)
