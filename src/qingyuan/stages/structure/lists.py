"""Lists: numbered items, terms with their definitions, and bare items under a lead-in such as 例如：."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule, found
from qingyuan.stages.structure.lines import SENTENCE_END, Line, lines_with_words
from qingyuan.text.markdown import STRUCTURAL
from qingyuan.text.numbering import BY_NAME
from qingyuan.view import View


@dataclass(frozen=True, slots=True)
class Limits:
    """How long what makes a list can be; the longest bare item of the golden documents has 13 characters."""

    term: int = 18  # characters before the colon of `term：definition`
    bare_item: int = 24  # characters of an item without a number or a term
    bare_items: int = 2  # of them under one lead-in, at least; one may be what somebody says


LIMITS = Limits()

ITEM = re.compile(rf"{BY_NAME['number'].pattern.pattern}[ \u3000]*(?P<text>\S.*)$")
TERM = re.compile(rf"^(?P<term>[^，。；：:！？]{{1,{LIMITS.term}}})(?P<colon>：)(?P<rest>.+)$")
BOLD = re.compile(r"^\*\*[^*]+\*\*")
CODE = re.compile(r" {4}|\t")  # what is left of indents
LEAD_IN = re.compile(r"[：:]$")


def bold_term(text: str, start: int) -> list[Edit]:
    """The edits that set `term` of `term：definition` in bold."""
    match = TERM.match(text)
    if not match or BOLD.match(text):
        return []
    return [Edit(start, "", "**"), Edit(start + match.end("term"), "", "**")]


def find_lists(view: View) -> Found:
    """Insertions that make numbered items, terms under a lead-in, and bare items under 例如： into lists."""
    edits: list[Edit] = []
    lines = view.about(lines_with_words)
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if STRUCTURAL.match(line.text) and not ITEM.match(line.text):
            continue
        if item := ITEM.match(line.text):
            edits += number_item(line, item)
            continue
        if LEAD_IN.search(line.text):
            run = items_under(lines, index)
            for member in run:
                edits.append(Edit(member.start, "", "- "))
                edits += bold_term(member.text, member.start)
            index += len(run)
    return found(edits)


def number_item(line: Line, item: re.Match[str]) -> list[Edit]:
    """The edits that make `1、x：y` the Markdown item `1. **x**：y`."""
    at = line.start + item.end("number")
    mark = item["mark"] + line.text[item.end("mark") : item.start("text")]
    edits = [Edit(at, mark, ". ")] if mark != ". " else []
    return edits + bold_term(item["text"], line.start + item.start("text"))


def items_under(lines: tuple[Line, ...], first: int) -> list[Line]:
    """The run of lines that a lead-in introduces: all terms with definitions, or all bare and short."""
    for accepts in (is_term, is_bare_item):
        run = []
        for at in range(first, len(lines)):
            line = lines[at]
            if STRUCTURAL.match(line.text) or line.form or CODE.match(line.text) or not accepts(line.text):
                break
            run.append(line)
        if len(run) >= (1 if accepts is is_term else LIMITS.bare_items):
            return run
    return []


def is_term(text: str) -> bool:
    return bool(TERM.match(text)) and not LEAD_IN.search(text)


def is_bare_item(text: str) -> bool:
    return len(text) <= LIMITS.bare_item and not SENTENCE_END.search(text) and not LEAD_IN.search(text)


LISTS = Rule(
    name="structure/lists",
    find=find_lists,
    examples=(
        ("1、资金风险：大量呆账。\n2、信任：下降。\n", "1. **资金风险**：大量呆账。\n2. **信任**：下降。\n"),
        (
            "需要准备以下材料：\n\n身份证件：用于证明身份。\n\n账单：记录金额。\n",
            "需要准备以下材料：\n\n- **身份证件**：用于证明身份。\n\n- **账单**：记录金额。\n",
        ),
        ("可以提出请求，例如：\n延长期限\n分期偿还\n", "可以提出请求，例如：\n- 延长期限\n- 分期偿还\n"),
    ),
    keep=(
        "他说：\n\n今天下雨了，我们明天再去吧。\n",
        "- **甲**：乙\n- 丙\n",
        "2004年：公司成立。\n",
        "3.5 亿元的资金缺口让公司陷入困境。\n",
        "先安装：\n\n    pip install abc\n    python run.py\n",
        "1.5倍工资：按劳动法。\n",
        "1、2、3号楼的业主都来了。\n",
        "价格如下：\n\n| 甲 | 乙 |\n| --- | --- |\n",
        "```\n1、甲：乙\n例如：\n甲：乙\n```\n",
    ),
)
