"""Marks that are written as text: every shape in one pass, and code only where every reader sees code."""

from __future__ import annotations

import pytest
from growing import MOST, growth

from qingyuan.stages.structure.markup import LOOKED_AT, MARKUP, leads_astray
from qingyuan.text.code import code_beyond_doubt
from qingyuan.text.markdown import protected_spans
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
