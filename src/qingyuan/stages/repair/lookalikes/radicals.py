"""Kangxi radicals and those of the supplement, which PDF fonts give for whole characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from qingyuan.document import NOTHING, Edit, Found
from qingyuan.rule import Rule, found
from qingyuan.stages.repair.lookalikes.neighbors import (
    CJK,
    HAN,
    HAN_SIGN,
    stands_between,
    touches,
)
from qingyuan.stages.repair.spelling import Spellings
from qingyuan.text.plausible import uncommon
from qingyuan.text.spans import line_around
from qingyuan.view import View

# Characters of the radicals supplement that are a whole character of their own; the other half of the
# block shows parts of characters (⺮, ⻌), which no text means as a character.
_SUPPLEMENT = str.maketrans(
    "⺁⺃⺈⺊⺎⺐⺒⺓⺔⺛⺜⺝⺟⺠⺧⺩⺫⺬⺯⺱⺶⺻⺼⻁⻃⻄⻅⻆⻉⻋⻏⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乚刀卜兀尢巳幺彑旡日月母民牛王目示糹罓羊聿肉虎覀西见角贝车邑長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
RADICALS: dict[int, str] = _KANGXI | {code: chr(char) for code, char in _SUPPLEMENT.items()}
CHARACTERS = frozenset(map(chr, range(0x2E80, 0x2FD6)))
_RADICAL_RUN = re.compile(r"[\u2e80-\u2fd5]+")
_ABOUT_RADICALS = re.compile(
    r"部首|偏旁|字旁|字头|字頭|字底|字框|笔画|筆畫|康熙|radical|Radical|RADICAL|U\+2[EF]"
)


@dataclass(frozen=True, slots=True)
class _Weights:
    """When radicals stand for characters, set by hand; the rows of the rule hold them."""

    certain: int = 3  # runs within words from which on it is the font everywhere
    longest_run: int = 4  # radicals; a longer run can be a list of them,
    list_step: int = 3  # with at most so many code points from one to the next,
    list_share: float = 0.5  # in this share of the run
    damaged: int = 3  # runs within words in a line that names radicals and is damaged all the same,
    damaged_share: float = 0.5  # and their share of its runs


_WEIGHTS = _Weights()
_DATE_SIGNS = re.compile("[⽇⽉]")


def _find_radicals(view: View) -> Found:
    edits: list[Edit] = []
    text = view.text
    if view.of(uncommon).isdisjoint(CHARACTERS):
        return NOTHING
    alone: list[Edit] = []
    for match in _RADICAL_RUN.finditer(text):
        _, line = line_around(text, *match.span())
        if _is_table(match[0]) or _is_about_radicals(line):
            continue
        after = match[0].translate(RADICALS)
        if after == match[0]:
            continue
        edit = Edit(match.start(), match[0], after, SPELLINGS.kind(match[0], after))
        near = touches(text, *match.span(), CJK) or (_is_in_a_date(match) and HAN_SIGN.search(line))
        (edits if near else alone).append(edit)
    if len(edits) >= _WEIGHTS.certain:  # then it is the font everywhere, beside figures and Latin too
        edits += alone
    return found(edits)


def _is_in_a_date(match: re.Match[str]) -> bool:
    """Whether the radical stands behind figures as the sign of a day or a month."""
    return (
        _DATE_SIGNS.fullmatch(match[0]) is not None
        and match.string[max(0, match.start() - 1) : match.start()].isdigit()
    )


def _is_table(run: str) -> bool:
    """Whether a run is a list of radicals, each followed by the next."""
    steps = [ord(right) - ord(left) for left, right in pairwise(run)]
    return len(run) > _WEIGHTS.longest_run and sum(
        1 <= step <= _WEIGHTS.list_step for step in steps
    ) >= _WEIGHTS.list_share * len(steps)


def _is_about_radicals(line: str) -> bool:
    """Whether the line names radicals; one that is damaged itself has them within its words."""
    if not _ABOUT_RADICALS.search(line):
        return False
    runs = list(_RADICAL_RUN.finditer(line))
    return sum(stands_between(line, *run.span(), HAN) for run in runs) < max(
        _WEIGHTS.damaged, _WEIGHTS.damaged_share * len(runs)
    )


def _show_as(radicals: Iterable[int]) -> Callable[[str], str]:
    table = {ord(RADICALS[code]): chr(code) for code in radicals}
    return lambda char: char.translate(table)


SPELLINGS = Spellings(
    {"Kangxi radicals": _show_as(_KANGXI), "radicals of the supplement": _show_as(_SUPPLEMENT)}
)
"""The blocks from which a PDF font names its characters."""

FOLD_RADICALS = Rule(
    name="repair/radicals",
    find=_find_radicals,
    damage=SPELLINGS.damage,
    proof="showing the result as the radicals that its kind names gives what stood there",
    examples=(
        ("⽀付宝", "支付宝"),
        ("⻓期不还", "长期不还"),
        ("⼈⺠银⾏", "人民银行"),
        ("上⻔送信", "上门送信"),
        ("于⼗⼆⽉⼆⼗⼋⽇通水", "于十二月二十八日通水"),
        ("点评 2007年9⽉5⽇", "点评 2007年9月5日"),
        ("⼀.⼈⺠银⾏\n⼆.通⻓", "一.人民银行\n二.通长"),
    ),
    keep=("部首⽀的字", "⼀⼁⼂⼃⼄⼅", "⺮字头的字", "⼀ ⼁ ⼂", "walk ⾛"),
)
