"""Indents of prose: Markdown would show lines that are indented by four columns as code.

An indent makes code only on a page that has other signs of code. Behind an item of a list it is the item's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qingyuan.document import NOTHING, Edit, Found
from qingyuan.rule import Rule
from qingyuan.text.characters import HAN
from qingyuan.text.code import is_code
from qingyuan.text.markdown import LIST_ITEM, STRUCTURAL
from qingyuan.view import View

INDENT = re.compile(r"[ \t\u3000\u00a0]+(?=[^ \t\u3000\u00a0\n])")
WIDE = re.compile("[\u3000\u00a0]")
MAY_BE_INDENTED = re.compile(r"^[ \t]+\S|^[ \t\u3000\u00a0]*[\u3000\u00a0]", re.MULTILINE)
A_HAN = re.compile(f"[{HAN}]")
A_LETTER = re.compile(rf"[A-Za-z{HAN}]")
OF_CODE = re.compile(r"^(?:`{3}|~{3})|[─-╿]|^\s*\$ ")
GAP = re.compile(r"\S(?:\t| {3,})[ \t]*\S")
BULLET = re.compile(r" {0,3}[-*+] ")
HAN_SHARE = 0.5  # of the letters of a line of prose

Lines = Sequence[tuple[int, str]]


def _blocks(lines: Lines) -> Iterator[list[tuple[int, str]]]:
    """Runs of lines without an empty one between them."""
    block: list[tuple[int, str]] = []
    for start, line in lines:
        if line.strip():
            block.append((start, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _is_prose(line: str) -> bool:
    """Whether a line is Chinese text, and nothing that an indent gives a meaning."""
    text = line.strip()
    letters, han = len(A_LETTER.findall(text)), len(A_HAN.findall(text))
    return (
        han > 0
        and han >= HAN_SHARE * letters
        and not STRUCTURAL.match(text)
        and not GAP.search(text)
        and not OF_CODE.search(text)
        and not is_code(text)
    )


def find_indents(view: View) -> Found:
    """Edits that put indented prose to the margin."""
    if not MAY_BE_INDENTED.search(view.text):
        return NOTHING
    protected = view.protected
    has_code = any(OF_CODE.match(line) or (is_code(line) and line[:1] in " \t") for _, line in view.lines)
    edits: list[Edit] = []
    in_list = False
    for block in _blocks(view.lines):
        indented = [match for start, line in block if (match := INDENT.match(line))]
        prose = all(view.memory.of(_is_prose, line) for _, line in block)
        for start, line in block:
            match = INDENT.match(line)
            if match is None:
                # Prose at the margin below a bullet goes on with its item; below a number it is a paragraph.
                below_bullet = in_list and start != block[0][0] and BULLET.match(block[0][1]) is not None
                in_list = LIST_ITEM.match(line) is not None or below_bullet
                continue
            item = LIST_ITEM.match(line)
            wide = WIDE.search(match[0]) is not None
            if protected.cover(start) or item or (in_list and not wide):
                in_list = in_list or item is not None
                continue
            if wide or (prose and indented and not has_code):
                edits.append(Edit(start, match[0], ""))
    return Found(tuple(edits))


INDENTS = Rule(
    name="structure/indents",
    find=find_indents,
    examples=(
        (
            "    近年来，移动支付很普及。\n    很多人用它付款。\n",
            "近年来，移动支付很普及。\n很多人用它付款。\n",
        ),
        ("甲。\n\n\t第二段，说明还款的办法。\n", "甲。\n\n第二段，说明还款的办法。\n"),
        ("\u3000 \u3000首段。\n  次段。\n", "首段。\n次段。\n"),
        ("1. 甲\n乙\n\n    丙说，这一段不在条目里。\n", "1. 甲\n乙\n\n丙说，这一段不在条目里。\n"),
    ),
    keep=(
        "- 甲\n\n    乙说，这一段是甲的。\n",
        "1. 甲\n    乙说，这一行是甲的。\n",
        "安装方法：\n\n    pip install qingyuan\n    # 然后运行\n\n    安装以后，运行一次。\n",
        "```\n    甲\n```\n",
        "目录树：\n\n    项目\n    ├── 文档\n    └── 代码\n",
        "    姓名    城市\n    张三    北京\n",
        "- 甲\n    - 乙\n",
        "- 甲\n乙\n\n    丙说，这一段是甲的。\n",
    ),
)
