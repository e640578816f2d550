"""One script: Traditional lines become Simplified; Simplified lines are not touched at all.

OpenCC's `t2s` is used because it converts script and nothing else; `tw2sp` also rewrites words
(建立→創建), `tw2s` rewrites 原著. Simplified lines never reach it: it changes 著, 乾 and 么 in them.
Conversion loses distinctions (髮 and 發 become 发), so the way back is the trail, not a converter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

import opencc

from qingyuan.document import Edit, Found, edits_between
from qingyuan.rule import Rule
from qingyuan.text.characters import HAN
from qingyuan.view import View

Script = Literal["zh-Hans", "zh-Hant", "und"]

HAN_CHARACTER = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What makes a line of a document that is not Traditional Traditional on its own account.

    Names with 喆 and quoted characters (the rows of the rule) stay below it; of 800,000 characters of Simplified manuals
    and news it takes no line (docs-dev/benchmarks-clean-text.md).
    """

    traditional: int = 4  # characters that only Traditional text uses, at least
    over_simplified: int = 3  # times the characters that only Simplified text uses; more than that
    one_in: int = 8  # Han of the line; more than one in so many


LIMITS = Limits()


@cache
def _t2s() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _s2t() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


# Simplified characters that Traditional text also uses in their own right, so they prove nothing.
SHARED = frozenset(
    "后里只干云松谷系面向千卷台才采回升布志板术朴极余周致郁布游涂托注群占表制于症斗凶征准胡御吁刮岳家姜据尽迹划几冬冲出准么丑仆伙余佣借克卜厂咸困夸奸姹娘"
)
# Variants that ordinary Simplified text contains in names and set phrases.
TOLERATED = frozenset("於镕喆堃祂妳甯崧濬淼")


class _Evidence(dict[str, str]):
    """What each character proves: `t` for Traditional, `s` for Simplified, `-` for neither; asked of OpenCC once."""

    def __missing__(self, character: str) -> str:
        proof = "-"  # no Han, or in use in both: 著 后 里
        if HAN_CHARACTER.match(character):
            to_simplified = _t2s().convert(character) != character
            to_traditional = _s2t().convert(character) != character
            if to_simplified and not to_traditional and character not in TOLERATED:
                proof = "t"
            elif to_traditional and not to_simplified and character not in SHARED:
                proof = "s"
        self[character] = proof
        return proof


_EVIDENCE = _Evidence()


# `t2s` leaves 著 in 隨著互聯網 and 面臨著還款: what follows decides its segmentation. In Simplified text
# the character is written only where it is read zhù: after 名 or before 作, unless a verb takes the 着.
ZHU = re.compile(
    r"""
      (?<=[随跟对接沿朝向靠照带拿看听望指说想抱坐站走住活拉推握背穿戴挂写画放守等陪围绕盯顺趁凭循伴临味]) 著
    | (?<![原名显编论专土昭卓拙合译遗巨所较共撰近新旧大]) 著 (?![作名称述录书者权])
    """,
    re.VERBOSE,
)


# `t2s` writes 帳 as 帐 everywhere; Simplified text has 帐 for tents and curtains, 账 for money.
ZHANG = re.compile(r"(?<![蚊营军罗帷幔纱床绛绡])帐(?![篷幕幔子帘帏下前中])")


def script_evidence(text: str) -> tuple[int, int]:
    """How many characters only Traditional text uses, and how many only Simplified text uses."""
    proofs = "".join(map(_EVIDENCE.__getitem__, text))
    return proofs.count("t"), proofs.count("s")


def script_of(text: str) -> Script:
    """The script of a text by the characters that only one script uses; `und` where there are none.

    >>> script_of("支付寶"), script_of("支付宝"), script_of("上信")
    ('zh-Hant', 'zh-Hans', 'und')
    """
    traditional, simplified = script_evidence(text)
    if traditional == simplified == 0:
        return "und"
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def convert_to_simplified(text: str) -> str:
    """Traditional text in Simplified characters, of the same length.

    >>> convert_to_simplified("隨著原著的顯著影響")
    '随着原著的显著影响'
    """
    return ZHANG.sub("账", ZHU.sub("着", str(_t2s().convert(text))))


def is_traditional_line(line: str, document_script: Script) -> bool:
    """Whether a line is to be converted.

    In a Traditional document one Traditional character is enough unless Simplified ones outweigh it;
    elsewhere a line must be Traditional on its own account: a name with 喆 or a quoted 後 is not.
    """
    traditional, simplified = script_evidence(line)
    if document_script == "zh-Hant":
        return traditional >= simplified
    return (
        traditional >= LIMITS.traditional
        and traditional > LIMITS.over_simplified * simplified
        and traditional * LIMITS.one_in > len(HAN_CHARACTER.findall(line))
    )


def find_traditional(view: View) -> Found:
    """Edits that convert the Traditional lines of a page, outside code and addresses."""
    document_script = view.of(script_of)
    protected = view.protected
    edits: list[Edit] = []
    for start, line in view.lines:
        if line.isascii() or not is_traditional_line(line, document_script):
            continue
        edits += (
            edit
            for edit in edits_between(line, convert_to_simplified(line), start)
            if not protected.cover(edit.start, edit.end)
        )
    return Found(tuple(edits))


TRADITIONAL_TO_SIMPLIFIED = Rule(
    name="convert/traditional-to-simplified",
    find=find_traditional,
    examples=(
        ("支付寶逾期上門送信", "支付宝逾期上门送信"),
        ("隨著互聯網的發展,用戶面臨著還款的壓力。", "随着互联网的发展,用户面临着还款的压力。"),
        ("帳單、轉帳與呆帳,不在蚊帳和帳篷裡。", "账单、转账与呆账,不在蚊帐和帐篷里。"),
        ("其所著《男科》與著名作家的論著", "其所著《男科》与著名作家的论著"),
        ("這部原著的顯著特點是乾淨。", "这部原著的显著特点是干净。"),
        ("執行 `print('支付寶')` 後顯示結果", "执行 `print('支付寶')` 后显示结果"),
    ),
    keep=(
        "随着互联网金融的迅猛发展，著名作家的原著广受好评。",
        "乾隆年间，什么都要按规矩来，么些人也不例外。",
        "陶喆与朱镕基都用了少见的字。",
        "繁体的「後」在简体里写作「后」，「發」与「髮」都写作「发」。",
    ),
)

CONVERT: tuple[Rule, ...] = (TRADITIONAL_TO_SIMPLIFIED,)
