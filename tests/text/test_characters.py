"""Classes of characters: what is in them, and that no other module writes its own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from qingyuan.text import characters
from qingyuan.text.characters import NARROW, WIDE, codes_of, is_private_use, is_unified_han

SRC = Path(characters.__file__).parents[1]
LITERAL_CLASS = re.compile(
    r"""
      \\u(?: 4e00 | 3400 | 9fff | 9fa5 | 4dbf | e000 | f8ff | faff ) | \\u f900 -    # a border of a block of Han
    | \\U000(?: 20000 | 2f800 | 2fa1f | 323af | 3ffff )
    | [一㐀] - [龥鿿鿕䶿]
    | ["'] \s* <= \s* \w+ \s* <= \s* ["'] (?= [龥鿿] )
    | 0x(?: 3400 | 4e00 ) \s* (?: <= | , ) | <= \s* 0x(?: 9fff | 9fa5 | f8ff ) | 0xe000 \s* ,
    | \bFEE0\b | 0xfee0
    """,
    re.VERBOSE | re.IGNORECASE,
)


def literal_classes(source: str) -> list[str]:
    """The lines that write a class of characters; what rows of a rule show as text is none."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in ("examples", "keep", "doubts"):
            for line in range(node.value.lineno - 1, node.value.end_lineno or 0):
                lines[line] = ""
    return [line.strip() for line in lines if LITERAL_CLASS.search(line)]


def test_classes_are_written_in_one_place() -> None:
    assert {
        path.relative_to(SRC).as_posix(): found
        for path in sorted(SRC.rglob("*.py"))
        if path != Path(characters.__file__) and (found := literal_classes(path.read_text(encoding="utf-8")))
    } == {}


@pytest.mark.parametrize(
    "line",
    [
        r'HAN = re.compile(r"[\u4e00-\u9fff]")',
        r'HAN = "\u3400-\u4dbf"',
        'HAN = re.compile("[一-龥]")',
        r'is_han = "\u4e00" <= char <= "\u9fff"',
        "is_han = 0x4E00 <= code <= 0x9FFF",
        "HAN = range(0x3400, 0xA000)",
        r'PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]")',
        "NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}",
    ],
)
def test_a_class_elsewhere_is_seen(line: str) -> None:
    assert literal_classes(line) == [line]


def test_what_a_rule_shows_is_no_class() -> None:
    assert literal_classes(r'Rule(keep=("汉字的范围写作 [\u4e00-\u9fa5]",))') == []


@pytest.mark.parametrize(
    ("block", "inside", "outside"),
    [
        (characters.UNIFIED_HAN, "一龥鿿", "㐀\uf900ー"),
        (characters.BMP_HAN, "㐀䶿一", "\uf900々"),
        (characters.HAN, "々〇㐀一\uf900\U00020000\U00031350", "、あ가"),
        (characters.HAN_OR_MARK, "一，“」", "々〈a"),
        (characters.UNSPACED, "々〇一あー가\U00020000", "、a\uf900"),
        (characters.EAST_ASIA, "\u3000、あㄅ一", "！가a"),
        (characters.PRIVATE_USE, "\ue000\uf8ff", "\ud7ff\uf900"),
        (characters.FULL_WIDTH, "！０Ａ～", "、｡ｱ"),
    ],
)
def test_a_class_has_what_its_name_says(block: str, inside: str, outside: str) -> None:
    pattern = re.compile(f"[{block}]")
    assert [char for char in inside if not pattern.match(char)] == []
    assert [char for char in outside if pattern.match(char)] == []


def test_one_character_is_asked_as_the_class_is() -> None:
    for block, asked in (
        (characters.UNIFIED_HAN, is_unified_han),
        (characters.PRIVATE_USE, is_private_use),
    ):
        assert {code for code in range(0x10000) if asked(chr(code))} == set(codes_of(block))
        assert not asked("")


def test_widths_are_one_table_both_ways() -> None:
    assert WIDE["A"] == "Ａ"
    assert NARROW["，"] == ","
    assert set(NARROW) == set(map(chr, codes_of(characters.FULL_WIDTH)))
