"""Marks that are written as text: every shape in one pass, and code only where every reader sees code."""

from __future__ import annotations

import pytest
from growing import MOST, growth

from qingyuan.stages.structure.emphasis import swallowing_marks
from qingyuan.stages.structure.markup import LOOKED_AT, MARKUP, leads_astray
from qingyuan.stages.structure.outline import outlined
from qingyuan.text.code import code_beyond_doubt
from qingyuan.text.markdown import protected_spans
from qingyuan.text.spans import Spans
from qingyuan.view import View

SHAPES = {
    "braces": lambda n: "{" * n,
    "pairs of braces": lambda n: "{a}" * n,
    "targets": lambda n: "](" * n,
    "targets of references": lambda n: "](&" * n,  # beyond what is looked at of one
    "fences that nobody closes": lambda n: "```a\n" * n,
    "fences of many lengths": lambda n: "".join("`" * (3 + k % 40) + "\n" for k in range(n)),
    "marks of many lengths": lambda n: " ".join("`" * (1 + k % 50) for k in range(n)),
    "a mark a line": lambda n: "`a\n" * n,
    "comments that nobody closes": lambda n: "<!--" * n,
    "tags": lambda n: "<a" * n,
    "definitions": lambda n: "[a\n" * n,
    "products": lambda n: "1*" * n,
    "numbers counted anew": lambda n: "1. a\n3. b\n" * (n // 4),
    "indented blocks": lambda n: "    <b>\n\n" * (n // 4),
    "doubtful marks": lambda n: "`<b>\n\n" * (n // 4),
    "cells without a column": lambda n: "|a|\n|-|\n" + "|a|b|c\n" * (n // 4),
    "backslashes": lambda n: "\\" * n,
    "marks beside marks": lambda n: "- " * (n // 2) + "\n" + "1. a\n" * (n // 4),
    "numbers beside marks": lambda n: "- 1. a\n" * (n // 4),
    "quotations in items": lambda n: "- > 1. a\n> 1. b\n" * (n // 8),
    "marks of quotations": lambda n: ">" * n,
    "quotations that go on": lambda n: "> a\n    >\n    {}\n" * (n // 8),
    "pictures of pictures": lambda n: "![" * n,
    "pictures of links": lambda n: "![[[[[" * (n // 4),
    "openings of emphasis": lambda n: "*a **b " * (n // 4) + "c*d" * (n // 4),
    "strong text that nothing holds": lambda n: "**a " * (n // 4) + "c*d" * (n // 4),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_text_takes_four_times_the_time(shape: str) -> None:
    def both(text: str) -> None:
        MARKUP.find(View(text))
        list(protected_spans(text))

    assert growth(both, SHAPES[shape], 250) <= MOST


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一 `a` 二", ["`a`"]),
        ("``a`b``", ["``a`b``"]),
        ("\\`a` x `b`", ["` x `"]),  # the first mark is text
        ("`a\\` <b> `", ["`a\\`"]),  # within code a backslash takes nothing
        ("\\\\`a`", ["`a`"]),
        ("一 `a 二\n`<b>`", []),  # pairs otherwise in the paragraph
        ("- 一 `a\n- `b`", []),
        ("```py\na\n```", ["```py\na\n```"]),
        ("```\na\n", []),
        ("````\n```\na\n````\n", ["````\n```\na\n````"]),
        ("一\n\n`a`", ["`a`"]),
    ],
)
def test_code_beyond_doubt(text: str, code: list[str]) -> None:
    assert [text[start:end] for start, end in code_beyond_doubt(text)] == code


@pytest.mark.parametrize("length", [1, LOOKED_AT - 2, LOOKED_AT, 10_000])
@pytest.mark.parametrize("padding", [" ", "\\", "&#1;", "&amp;#9;", "a"])
def test_no_padding_hides_a_scheme(padding: str, length: int) -> None:
    assert leads_astray(f"({padding * length}javascript:x)", 0)


def test_a_long_address_of_the_web_stays() -> None:
    assert not leads_astray(f"(https://example.com/{'a' * 10_000})", 0)
    assert not leads_astray(f"(../{'a' * 10_000}.md)", 0)


@pytest.mark.parametrize(
    ("text", "swallowing"),
    [
        ("*甲**乙*丙", ["**"]),
        ("_：__*_。", ["__"]),
        ("*a **b *c* d*e", ["**"]),
        ("*甲*****乙*丙", []),  # five close, and the rest opens
        ("**甲*乙**丙", []),
        ("**甲**乙*丙*", []),
        ("*甲\n\n**乙*丙", []),  # two paragraphs
        ("*甲** 乙*丙", []),
        ("a_b__c_d", []),  # letters of names
        ("_a **b_ c*d", []),  # another mark's
    ],
)
def test_marks_that_swallow_a_character(text: str, swallowing: list[str]) -> None:
    assert [text[start:end] for start, end in swallowing_marks(text)] == swallowing


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- 甲\n> 1. 乙\n> 2. 丙\n", []),
        ("- 甲\n> 1. 乙\n> 3. 丙\n", ["> 3. 丙\n"]),
        ("- 1. 甲\n    2. 乙\n- 丙\n", []),
        ("- 1. 甲\n    3. 乙\n", ["    3. 乙\n"]),
        ("- 1. 甲\n- 1. 乙\n", []),
        ("- 1. 甲\n    - 乙\n", ["- 1. 甲\n"]),  # the bullet would be counted
        ("1. - 甲\n    2. 乙\n", ["    2. 乙\n"]),  # the number would be a bullet
        ("- 甲\n3. 乙\n5. 丙\n", []),  # text of the item
        ("- 甲\n    1. 乙\n3. 丙\n", ["3. 丙\n"]),
        (">\n1. 甲\n3. 乙\n", ["3. 乙\n"]),
        ("`甲`\n\n01. 乙\n", ["01. 乙\n"]),
    ],
)
def test_numbers_that_a_list_would_count_anew(text: str, told: list[str]) -> None:
    lines = outlined(text, Spans(code_beyond_doubt(text)))
    assert [line.text for line in lines if line.recounted] == told


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("`甲`\n-\n\t乙\n", ["\t乙\n"]),
        ("`甲`\n\t乙\n", []),
        ("> 甲\n    >\n    乙\n", ["    乙\n"]),
        ("> - 甲\n    >\n    乙\n", []),  # of the item
        ("> 甲\n    乙\n", []),
        ("- >     甲\n", ["- >     甲\n"]),
        ("- > 甲\n>     乙\n", [">     乙\n"]),
        ("- 甲\n>\n    乙\n", ["    乙\n"]),
        ("- 甲\n> 乙\n    丙\n", []),
    ],
)
def test_lines_of_indented_blocks(text: str, code: list[str]) -> None:
    assert [line.text for line in outlined(text, Spans(code_beyond_doubt(text))) if line.code] == code
