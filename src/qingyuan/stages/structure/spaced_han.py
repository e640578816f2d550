"""Blanks that a PDF tool put between Han: they go from lines in which they part words.

One blank between Han may be meant (张 三), or be the scar of a deleted word. What nobody means is a blank within a
word, and where a page has that again and again, its other blanks come from the same tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qingyuan.document import NOTHING, Edit, Found
from qingyuan.rule import Rule
from qingyuan.text import language
from qingyuan.text.characters import HAN
from qingyuan.text.wrapping import belongs
from qingyuan.view import View


@dataclass(frozen=True, slots=True)
class Limits:
    """What it takes. Nats by which one word over the blank is likelier than two beside it: 规 定 has 8, 张 三 has 4."""

    word: float = 5.0  # nats
    words: int = 2  # parted words on a page, at least
    page: int = 4  # from which every line of prose on it is taken to have such blanks
    dense: float = 0.6  # blanks a Han, from which a line has them everywhere, and none is a scar
    reach: int = 3  # characters on either side that the word is looked for in
    scar: float = (
        -2.5
    )  # nats: below this the text does not go on over the blank, and something may be missing


LIMITS = Limits()

MARKS = "，。、；：！？“”‘’（）《》〈〉「」『』【】"
A_BLANK = re.compile(rf"(?<=[{HAN}{MARKS}]) (?=[{HAN}{MARKS}])")
A_HAN = re.compile(f"[{HAN}]")
PROSE = re.compile(r"[，。；]")
COLUMNS = re.compile(r"\S(?: {2}|\t|\u3000)[ \t\u3000]*\S")
SPACED_OUT = re.compile(rf"\s*(?:[{HAN}] )+[{HAN}]\s*")
SHORT_HEADING = 3  # pieces of a line with a blank between any two characters that may be set so on purpose


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank between Han: where it stands, and what speaks for one word or one text over it, in nats."""

    at: int
    word: float
    text: float


def _blanks(line: str) -> tuple[Blank, ...]:
    """The blanks between Han of a line; none for a row of a table or a heading that is spaced out."""
    if COLUMNS.search(line) or (SPACED_OUT.fullmatch(line) and len(line.split()) <= SHORT_HEADING):
        return ()
    return tuple(_weighed(line))


def _weighed(line: str) -> Iterator[Blank]:
    model = language.model()
    for match in A_BLANK.finditer(line):
        at = match.start()
        above = line[max(0, at - 16) : at].rpartition(" ")[2][-LIMITS.reach :]
        below = line[at + 1 : at + 1 + LIMITS.reach].partition(" ")[0]
        if A_HAN.match(above[-1]) and A_HAN.match(below[0]):
            word = model.word_score(above + below) - model.word_score(above) - model.word_score(below)
            text = belongs(
                line[max(0, at - 16) : at].replace(" ", ""), line[at + 1 : at + 16].replace(" ", "")
            )
            yield Blank(at, word, text)
        else:
            yield Blank(at, 0.0, 0.0)


def find_spaced_han(view: View) -> Found:
    """Edits that drop the blanks between Han of lines in which some of them part words."""
    if not A_BLANK.search(view.text):
        return NOTHING
    protected = view.protected
    of_lines: list[tuple[int, str, list[Blank]]] = []
    for start, line in view.lines:
        if " " not in line:
            continue
        blanks = [each for each in view.memory.of(_blanks, line) if not protected.cover(start + each.at)]
        if blanks:
            of_lines.append((start, line, blanks))
    parted = sum(blank.word >= LIMITS.word for _, _, blanks in of_lines for blank in blanks)
    if parted < LIMITS.words:
        return NOTHING
    return Found(
        tuple(
            Edit(start + blank.at, " ", "")
            for start, line, blanks in of_lines
            if any(blank.word >= LIMITS.word for blank in blanks)
            or (parted >= LIMITS.page and PROSE.search(line))
            for blank in blanks
            if blank.text >= LIMITS.scar or len(blanks) >= LIMITS.dense * len(A_HAN.findall(line))
        )
    )


SPACED_HAN = Rule(
    name="structure/spaced-han",
    find=find_spaced_han,
    examples=(
        ("本办法规 定了信用支付的范 围和还款 的 方式。\n", "本办法规定了信用支付的范围和还款的方式。\n"),
        ("第 一 条 为 了 规 范 信 用 支 付 ， 制 定 本 办 法 。\n", "第一条为了规范信用支付，制定本办法。\n"),
        ("各地颁 布 《消费者 权 益 保 护 条例 》\n", "各地颁布《消费者权益保护条例》\n"),
    ),
    keep=(
        "主编 张 三 副主编 李 四\n",
        "可以通过 或在线客服渠道，说明自己的 情况。\n",
        "北京 上海 广州 深圳 杭州 南京\n",
        "目 录\n前 言\n总 则\n",
        "我们 今天 来 聊聊 花呗 逾期 的 事情 。\n",
        "花呗逾期 怎么办 协商还款 技巧 大全\n",
        "`规 定` 与 `范 围`\n",
    ),
)
