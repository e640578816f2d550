"""Words that a filter deleted, put back where that is certain and marked as restored (DESIGN §7).

Some sites ran their articles through word filters that delete 题 after 问, 电话, or 发情 in the middle of
突发情况. A wrong insertion is worse than a gap, so a word comes back only where the characters around the
gap cannot be read otherwise; what is merely likely becomes a finding. A page that shows one such gap
beyond doubt was made by the filter, and its weaker gaps are believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qingyuan import language
from qingyuan.document import Edit, Finding, Found, Page
from qingyuan.markdown import HAN, Spans, protected_spans
from qingyuan.rule import Rule

WINDOW = 8  # characters of context on either side that the language model sees


def restored(word: str) -> str:
    """The word as readers see it: marked, so that they can tell what the source did not say."""
    return f'<ins class="restored">{word}</ins>'


RESTORED = re.compile(r'<ins class="restored"[^>]*>(.*?)</ins>')


# --- 问 → 问题 -----------------------------------------------------------------------------------------

# 问 is a word of its own, or ends or begins one, beside these: 访问 询问 学问; 问候 问卷 问答; 地问 我问 再问 “…”问.
WORD_BEFORE = (
    "访慰询顾疑学提质审拷追盘发请试责反讯自设叩诘逼探细喝套凝闻垂借贫寻究敢扪聘素考函切惊笑急哭怒忙问"
)
WORD_AFTER = (
    "候世卷答号话鼎津诊及起道明清好安罪责讯询长寒暖路句政者倒住过斩卜遍计他她我你您谁它俺咱哪啥声过完问"
)
ASKS = "地者手我你他她们又再来去被就先便头也还么着过可后时一惯次会要想查人口没了本在家员生师士是客姓婆妈爸姐哥弟妹友长"
# The same characters where they end a word that 问题 follows.
NOUN_BEFORE = re.compile(
    r"(?:社会|机会|两会|主要|重要|首要|必要|个人|人口|思想|没|了|核查|检查|调查|审查|成本|资本|根本|基本|现在|存在|国家|专家|人员|学生|卫生|民生|发生|不是|还是|是|时)$"
)
NOT_A_QUESTION = re.compile(
    rf"(?:[，。；！？、）”’》…\n]|$|的|上|是|也|在于|及其|和|与|或|而|进行|日益|依然|仍|都|就|已|得到|较|非常|严重|突出|尤|时[，有]|[，]|{RESTORED.pattern})"
)
ASKING_AFTER = re.compile(
    r"(?:[：:“「『‘\"]|一[下句声个问]|[这那有]没有|有没|什么|怎|能不|可不|为[什何]|是不是|是否|几|多少|前台|客服|自己|别人|人家|大家|老师|店)"
)


def veto(before: str, after: str) -> bool:
    """Whether 问 between these contexts is asked, or part of another word."""
    last = before[-1:]
    if ASKING_AFTER.match(after) or (after[:1] and after[0] in WORD_AFTER):
        return True
    if not re.match(f"[{HAN}]", last):
        # 「，问在于双方」, 「“菜篮子”问」 are gaps, 「，问他」, 「”问」 are not
        return not re.match(r"(?:在于|是，|的关键|出在|相当|尤为|依然|得以|就)", after)
    if last in WORD_BEFORE:
        return True
    if last in ASKS:
        return not (NOUN_BEFORE.search(before) and NOT_A_QUESTION.match(after))
    return False


def gain(before: str, after: str, gap: str, word: str) -> float:
    """How much likelier the context is with `word` than with `gap` in its place, in nats."""
    left, right = before[-WINDOW:], after[:WINDOW]
    return language.score(left + word + right) - language.score(left + gap + right)


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where something may have been deleted."""

    start: int  # of what stands there
    text: str
    word: str
    gain: float


BEYOND_DOUBT = (
    3.5  # nats: nothing in 3 million characters of clean news and reviews comes near after the vetoes
)
BELIEVED = -1.0  # on a page with a gap beyond doubt; genuine gaps in rare contexts score about 0
DOUBTFUL = 1.0


def find_wen_gaps(page: Page, protected: Spans) -> Iterator[Gap]:
    """The places where 问 stands as if 题 had followed it."""
    for start, line in page.lines:
        if "问" not in line:
            continue
        words = plain_with_offsets(line)
        text = "".join(character for character, _ in words)
        for at, (character, offset) in enumerate(words):
            if character != "问" or text[at + 1 : at + 2] == "题" or protected.cover(start + offset):
                continue
            before, after = text[:at], text[at + 1 :]
            if RESTORED.match(line, offset + 1) or veto(before, after):
                continue
            yield Gap(start + offset, "问", "问题", gain(before, after, "问", "问题"))


def plain_with_offsets(line: str) -> list[tuple[str, int]]:
    """The characters of a line without Markdown marks, with their offsets."""
    return [(c, i) for i, c in enumerate(line.rstrip("\n")) if c not in "*_`#"]


def find_wen(page: Page) -> Found:
    """问题 where only 问 is left."""
    gaps = list(find_wen_gaps(page, protected_spans(page.text)))
    certain = any(gap.gain >= BEYOND_DOUBT for gap in gaps)
    threshold = BELIEVED if certain else BEYOND_DOUBT
    edits = [Edit(gap.start + 1, "", restored("题")) for gap in gaps if gap.gain >= threshold]
    findings = [
        Finding("restore/wen-ti", gap.start, "问", ("问题",), "a filter may have deleted 题")
        for gap in gaps
        if DOUBTFUL <= gap.gain < threshold
    ]
    return Found(tuple(edits), tuple(findings))


WEN_TI = Rule(
    name="restore/wen-ti",
    find=find_wen,
    examples=(
        (
            "积极沟通是解决问的关键。\n",
            f"积极沟通是解决问{restored('题')}的关键。\n",
        ),
        (
            "出现了呆账的问。\n\n2. **隐私问**：部分用户的隐私。\n",
            f"出现了呆账的问{restored('题')}。\n\n2. **隐私问{restored('题')}**：部分用户的隐私。\n",
        ),
    ),
    keep=(
        "问题在于沟通。\n",
        "他亲切地问：“你好吗？”\n",
        "请问您需要帮助吗？\n",
        "这是一门学问，值得慰问与询问。\n",
        "记者问，他答，一问一答。\n",
        "到前台一问，说没有。\n",
        "`解决问的关键`\n",
    ),
)

RESTORE: tuple[Rule, ...] = (WEN_TI,)
