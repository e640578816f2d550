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
from qingyuan.text.spans import Spans
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
    kana: int = 2  # in a Japanese sentence, at least
    kana_one_in: int = 5  # Han and kana of a Japanese sentence; at least one in so many


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
            to_simplified = _t2s().convert(character).translate(VARIANTS) != character
            to_traditional = _s2t().convert(character) != character
            if to_simplified and not to_traditional and character not in TOLERATED:
                proof = "t"
            elif to_traditional and not to_simplified and character not in SHARED:
                proof = "s"
        self[character] = proof
        return proof


_EVIDENCE = _Evidence()


# Variants that `t2s` leaves: of Hong Kong and Taiwan (OpenCC's `hk2s` and `tw2s` take them, and rewrite others), and of the list of 1955.
VARIANTS = str.maketrans("衞衹敍枱粧糭痺睪簷姪啣竝寘攷迺遯", "卫只叙台妆粽痹睾檐侄衔并置考乃遁")


# `t2s` makes 甚么 of 甚麼, and leaves 么 alone where Traditional text has it for 幺, and 祇 for 只.
WORDS = re.compile(
    r"(?P<甚>甚)(?=么) | (?P<么>(?<=老)么(?!点|久|大|多|远|长|高|都|就) | 么(?=[妹弟儿叔爸姑女指]|蛾子)) | (?P<祇>(?<!神)(?<!地)祇(?=[是有能要好会得因想怕需须不可用在为])) | (?P<藉>藉)(?=着)",
    re.VERBOSE,
)
SIMPLE = {"甚": "什", "么": "幺", "祇": "只", "藉": "借"}


# `t2s` leaves 著 in 隨著互聯網 and 面臨著還款: what follows decides its segmentation. In Simplified text
# the character is written only where it is read zhù: after 名 or before 作, unless a verb takes the 着; and where it
# names an author: behind a blank at the end of a line or clause, behind a name behind a title, before a title.
AFTER_VERB = "[随跟对接沿朝向靠照带拿看听望指说想抱坐站走住活拉推握背穿戴挂写画放守等陪围绕盯顺趁凭循伴临味]"
ZHU = re.compile(
    rf"""
      (?<={AFTER_VERB}) 著
    | (?<![原名显编论专土昭卓拙合译遗巨所较共撰近新旧大知]) 著 (?![作名称述录书者权]|有[^，。]{{0,4}}[《〈「『])
    """,
    re.VERBOSE,
)
BY = re.compile(
    rf"""
      (?: (?<=[\ \u3000/／|｜]) | ^) 著 (?= [\ \u3000]* (?:[，,；;/／|｜)）。]|$) )
    | (?<=[》〉」』]) [，,\ \u3000]? [{HAN}·]{{2,8}} (?<!{AFTER_VERB}) (?<![读念捧翻唱讲借抄有笑哭躺睡跑过叫喊闹])
      著 (?= [\ \u3000]* (?:[，,；;。)）]|$) )
    | (?<=[{HAN}]) (?<!{AFTER_VERB}) (?<![读念捧翻唱讲借抄]) 著 (?=[《〈])
    """,
    re.VERBOSE | re.MULTILINE,
)


# A sentence with so much kana is Japanese, whose characters are neither script's. One の adorns Chinese names as well.
NOWHERE = Spans(())
SENTENCE = re.compile(r"[^。！？!?\n]+")
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")


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
    converted = str(_t2s().convert(text)).translate(VARIANTS)
    if "著" in converted:
        by = {match.end() - 1 for match in BY.finditer(converted)}
        converted = ZHU.sub(lambda match: match[0] if match.start() in by else "着", converted)
    return WORDS.sub(lambda match: SIMPLE[match[0]], ZHANG.sub("账", converted))


def japanese_sentences(line: str) -> Spans:
    """Where a line is Japanese.

    >>> list(japanese_sentences("日本の漢字です。中國的漢字。鮮の味"))
    [(0, 7)]
    """
    if not KANA.search(line):
        return NOWHERE
    return Spans(
        sentence.span()
        for sentence in SENTENCE.finditer(line)
        if (kana := len(KANA.findall(sentence[0]))) >= LIMITS.kana
        and kana * LIMITS.kana_one_in >= kana + len(HAN_CHARACTER.findall(sentence[0]))
    )


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
        japanese = japanese_sentences(line)
        edits += (
            edit
            for edit in edits_between(line, convert_to_simplified(line), start)
            if not protected.cover(edit.start, edit.end)
            and not japanese.cover(edit.start - start, edit.end - start)
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
        ("甚麼都有，老么也來了，祇是見微知著。", "什么都有，老幺也来了，只是见微知著。"),
        ("衞生署綫路，裏面有鐵枱和粧奩。", "卫生署线路，里面有铁台和妆奁。"),
        ("《邊城》，沈從文著。他聽著，魯迅著《吶喊》。", "《边城》，沈从文著。他听着，鲁迅著《呐喊》。"),
        (
            "高爾基　著／張三 譯，他著有小說《母親》，睡著了。",
            "高尔基　著／张三 译，他著有小说《母亲》，睡着了。",
        ),
        (
            "日本の「気」という漢字を説明します。中國的氣字不同。",
            "日本の「気」という漢字を説明します。中国的气字不同。",
        ),
        ("鮮の味餐廳開張，歡迎試喫。", "鲜の味餐厅开张，欢迎试吃。"),
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
