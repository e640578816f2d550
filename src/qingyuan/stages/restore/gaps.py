"""Places where a filter may have deleted a word: what stands there, and how much the context wants the word.

Some sites ran their articles through word filters that delete 题 after 问, 电话, or 发情 in the middle of
突发情况.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qingyuan.stages.restore.marks import RESTORED
from qingyuan.text import language
from qingyuan.text.characters import HAN
from qingyuan.view import View


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds and sizes of the stage.

    Gains are in nats, by which a context is likelier with the word than without. They were chosen on 6.4 million
    characters of manuals, news and reviews (`tools.bench.corpora`): each 问 that stands there against each 问 that
    is left of a 问题. Where 题 is wanted, -1 gives 2,766 of 2,772 right and 4 wrong, which score above 5; elsewhere 2
    gives 313 of 409 right and none wrong (1 gives 358 and 5, -1 gives 405 and 38).
    """

    window: int = 8  # characters of context on either side that the language model sees
    looked_at: int = 200  # characters on either side that the patterns see: more than any of them has
    around: int = 4  # characters on either side by which two gaps are told apart
    gaps_of_a_filter: int = (
        2  # one can be a name or a turn of phrase; the seeds that were filtered show three
    )
    wanted: float = -1.0  # lowest gain with 题 where the context wants a noun; rare contexts score about 0
    elsewhere: float = 2.0  # lowest gain with 题 in any other context
    doubtful: float = 1.0  # lowest gain that is reported on a page that shows no filter
    scars: int = 12  # spaces between Han on a page; where there are more, they are the author's
    scars_alone: int = 3  # the same where nothing else shows a filter
    # Lowest gain with a word in a lone space where nothing else shows a filter. In 20,000 documents with 1,222 such
    # spaces 27 are above -1, of which one is no gap (a row of links).
    missing: float = -1.0
    likely_words: int = 3  # candidates of a finding beside the certain word


LIMITS = Limits()

# --- 问 → 问题 -----------------------------------------------------------------------------------------

# 问 is a word of its own, or ends or begins one, beside these: 访问 询问 学问; 问候 问卷 问答; 地问 我问 再问 “…”问.
WORD_BEFORE = "访慰询顾疑学提质审拷追盘发请试责反讯自设叩诘逼探细喝套凝闻垂借贫寻究敢扪聘素考函切惊笑急哭怒忙问催白连所哉寻八"
WORD_AFTER = (
    "候世卷答号话鼎津诊及起道明清好安罪责讯询长寒暖路句政者倒住过斩卜遍计他她我你您谁它俺咱哪啥声完问个"
)
ASKS = "地者手我你他她们又再来去被就先便头也还么着过可后时一惯次会要想查人口没了本在家员生师士是客姓婆妈爸姐哥弟妹友长不得处若曾候意天台话西足打把礼故"
# The same characters where they end a word that 问题 follows.
NOUN_BEFORE = re.compile(
    r"""(?:
      社会|机会|两会|主要|重要|首要|次要|其他|必要|需要|个人|人口|思想|出了|有了|核查|检查|调查|审查|成本|资本|根本|基本|现在|存在
    | 国家|专家|人员|学生|卫生|民生|发生|不是|还是|是|层次|此次|什么|这一|同一|另一|某一|上述|历史|后勤|售后|今后|头头|道路|户口|出口|进口
    | 成长|增长|话费|时
    )$""",
    re.VERBOSE,
)
NOT_A_QUESTION = re.compile(
    rf"""(?:
      [，。；！？、）”’》…\n,.!;?)\s] | $ | 的 | 上 | 是 | 也 | 在 | 及其 | 和 | 与 | 或 | 而 | 就 | 已 | 仍 | 都(?!不|未) | 较 | 尤 | 很 | 极 | 将 | 应 | 还(?!要|不)
    | 进行 | 日益 | 依然 | 得[到以] | 非常 | 严重 | 突出 | 时[，有] | 不[大小多] | 交换 | 交流 | 深入 | 需要 | 值得 | 一[起直] | 终 | 必须 | 始终 | 达成 | 普遍 | 相当
    | 发[表生] | 为[^什何] | 不[仅容] | 虽 | 直接 | 往往 | 成为 | 展开 | 居然 | 能够 | 可以 | 引[发起] | 方面 | 研究 | 争论 | 后， | 前， | 给[^我你他] | {RESTORED.pattern}
    )""",
    re.VERBOSE,
)
ASKING_AFTER = re.compile(
    r"(?:[：:“「『‘\"]|都不|[这那]是|一[下句声个问位会]|[这那有]没有|有没|什么|怎|能不|可不|为[什何]|是不是|是否|是怎么|几|多少|前台|客服|自己|别人|人家|大家|老师|店|服务员|价格)"
)
# 「三个问：第一，…」 and 「以下方面问：」 name what follows, they do not ask it.
COUNTED = re.compile(
    r"(?:[一两二三四五六七八九十几些多\d]个|这些|那些|哪些|一些|方面|层次|关键|亟待解决的|存在的|面临的)$"
)

# A noun is wanted here, whatever the language model makes of a rare neighbor: 解决…问。 主要问是 技术问，
NOUN_WANTED = re.compile(
    r"""(?:
      (?:解决|存在|出现|面临|遇到|发现|研究|处理|思考|讨论|反映|产生|回避|正视|带来|涉及|说明|关系到?|围绕|针对|由于|(?<!原)因为?|导致|成为|看待|注意|造成)
        [^，。；：！？]{0,14}
    | (?:这|那|哪|一|些|什么|各种|种种|许多|不少|诸多|主要|重要|首要|次要|关键|根本|基本|实际|具体|突出|严重|重大|敏感|同样|相关|有关|层次)个?的?
    | 等 | 使得? | [一两二三四五六七八九十几]个
    )$""",
    re.VERBOSE,
)


# 「打电话问，」「去前台问，」: somebody is asked, unless a noun is wanted: 「由于给用户造成的问，」.
ASKED_SOMEBODY = re.compile(r"(?:打|去|到|给|向|找|跟|叫|来|挨|追着|盯着)[^，。；：！？]{0,7}$")


def veto(before: str, after: str) -> bool:
    """Whether 问 between these contexts is asked, or part of another word."""
    last = before[-1:]
    if after[:1] and after[0] in WORD_AFTER:
        return True
    if ASKING_AFTER.match(after) and not (after[0] in "：:" and COUNTED.search(before)):
        return True
    if last == "”" and re.search(
        rf"[{HAN}]”$", before
    ):  # “三乱”问实施整顿; speech ends in 。？！ before the mark
        return not re.match(r"[，。、的也上不实就]|泛滥|$", after)
    if not re.match(f"[{HAN}]", last):
        # 「，问在于双方」, 「“菜篮子”问」 are gaps, 「，问他」, 「”问」 are not
        return not re.match(r"(?:在于|是，|的关键|的背后|的解决|出在|相当|尤为|依然|得以|就接踵|长期)", after)
    if last in WORD_BEFORE:
        return True
    if last == "没":
        return not re.match(r"(?:[，。！,.!;；、”\s]|$|了|吧|啊|呢|的|哦)", after)
    if last == "是" and after.startswith("时"):
        return True
    if last in ASKS:
        return not (NOUN_BEFORE.search(before) and NOT_A_QUESTION.match(after))
    return False


# The quoted and the ancient say what they say: 子入太庙，每事问。 疑思问，忿思难。
QUOTED = {"“": "”", "「": "」", "『": "』", "《": "》", "‘": "’"}
ANCIENT = re.compile(r"[曰矣焉哉兮吾汝弗]|[^，。；]乎(?=[，。！？；]|$)|(?<![总为使将])之(?=[，。；！？])")
SHORT_CLAUSES = re.compile(r"(?:(?:^|(?<=[，。；：！？]))[^，。；：！？]{2,4}(?:[，。；：！？]|$)){2,}")


def is_others_words(before: str, after: str) -> bool:
    """Whether 问 between these parts of a line is quoted, in a title, or ancient: that is never completed.

    >>> is_others_words("他在《灵魂四", "》里写"), is_others_words("子入太庙，每事", "。"), is_others_words("解决", "的关键")
    (True, True, False)
    """
    if any(before.rfind(left) > before.rfind(right) and right in after for left, right in QUOTED.items()):
        return True
    line = f"{before}问{after}"
    if ANCIENT.search(line):
        return True
    at = len(before)
    return any(match.start() <= at < match.end() for match in SHORT_CLAUSES.finditer(line))


def gain(before: str, after: str, gap: str, word: str) -> float:
    """How much likelier the context is with `word` than with `gap` in its place, in nats."""
    left, right = before[-LIMITS.window :], after[: LIMITS.window]
    return language.score(left + word + right) - language.score(left + gap + right)


@dataclass(frozen=True, slots=True)
class WenGap:
    """A 问 at `start` that stands as if 题 had followed it, with a few characters on either side."""

    start: int
    around: str
    gain: float  # nats
    wanted: bool  # whether a noun must stand here, or nobody is asked and what follows is no question
    evident: bool  # whether a noun must stand here, so that 问 cannot be read otherwise
    others_words: bool  # quoted, a title, or ancient

    @property
    def certain(self) -> bool:
        """Whether 题 is to be restored here on a page that was filtered."""
        return not self.others_words and self.gain >= (LIMITS.wanted if self.wanted else LIMITS.elsewhere)


def find_wen_gaps(view: View) -> tuple[WenGap, ...]:
    """The places where 问 stands as if 题 had followed it."""
    gaps: list[WenGap] = []
    for start, line in view.lines:
        if "问" not in line:
            continue
        words = plain_with_offsets(line)
        text = "".join(character for character, _ in words)
        for at, (character, offset) in enumerate(words):
            if character != "问" or text[at + 1 : at + 2] == "题" or view.protected.cover(start + offset):
                continue
            before, after = text[max(0, at - LIMITS.looked_at) : at], text[at + 1 : at + 1 + LIMITS.looked_at]
            ends_term = line.startswith("**", offset + 1)  # 「**隐私问**：」 is a term, 「记者问：」 is not
            if RESTORED.match(line, offset + 1) or veto(before, "" if ends_term else after):
                continue
            said = "" if ends_term else after
            no_question = bool(NOT_A_QUESTION.match(said))
            noun = bool(NOUN_WANTED.search(before))
            wanted = noun or (no_question and not ASKED_SOMEBODY.search(before))
            won = gain(before, after, "问", "问题")
            others_words = is_others_words(before, after)
            evident = (
                no_question and (noun or before.endswith("的")) and won >= LIMITS.wanted and not others_words
            )
            around = before[-LIMITS.around :] + "问" + after[: LIMITS.around]
            gaps.append(WenGap(start + offset, around, won, wanted, evident, others_words))
    return tuple(gaps)


def plain_with_offsets(line: str) -> list[tuple[str, int]]:
    """The characters of a line without Markdown marks, with their offsets."""
    return [(c, i) for i, c in enumerate(line.rstrip("\n")) if c not in "*_`#"]


# --- 在…的也 → 在…的同时，也 ---------------------------------------------------------------------------

# 「在享受便利的也应…」: what 在 opens is never closed. In clean text the shape turns up about twice in a
# million characters (「在座的也有…」), so it counts only on a page that the filter has been through.
TONG_SHI_GAP = re.compile(
    rf"""
    在 (?P<inner>[{HAN}A-Za-z0-9“”《》]{{3,18}}?) 的
    (?=
        (?:用户|我们|大家|他们|人们|您|消费者|借款人)? (?:也|还|又|更|亦) (?!款|清|债|本|可以是) [{HAN}]
      | (?P<doubtful> 保持|避免|提高|提升|加强|注意|减少|获得|维护 )
    )
    """,
    re.VERBOSE,
)
CLOSED = re.compile(r"(?:时候?|中|里|上|下|前|后|间|内|外|过程|情况|基础|条件|同时)")


def find_tong_shi_gaps(view: View) -> tuple[re.Match[str], ...]:
    """The places where what 在 opens is never closed; the group `doubtful` matched where a verb follows."""
    if "的" not in view.text:
        return ()
    return tuple(
        match
        for match in TONG_SHI_GAP.finditer(view.text)
        if not (
            CLOSED.search(match["inner"])
            or "的" in match["inner"]
            or "在" in match["inner"]
            or view.protected.cover(match.start())
        )
    )


# --- a word gone, a space left -------------------------------------------------------------------------

SCAR = re.compile(rf"(?<=[{HAN}、，“])\x20(?=[{HAN}])")


@dataclass(frozen=True, slots=True)
class DeletedWord:
    """A word that filters are known to delete, and the contexts in which only it can have stood."""

    word: str
    left: re.Pattern[str]
    right: re.Pattern[str]


# 电话 is taken out as an advertisement, 发情 as obscene (in 突发情况). The contexts are those of the family of
# sites that deletes them; another word could stand in any other place, so there it is a finding.
DELETED_WORDS: tuple[DeletedWord, ...] = (
    DeletedWord("发情", re.compile(r"突$"), re.compile(r"况")),
    DeletedWord(
        "电话", re.compile(r"在$"), re.compile(r"中(?:可以|直接|与|向|要|应|说|沟通|保持|明确|告知|尽量)")
    ),
    DeletedWord(
        "电话",
        re.compile(r"(?:短信|邮件|微信|信函|上门|网络|邮箱)、$"),
        re.compile(r"等(?:多种)?(?:方式|渠道|途径|手段|形式)?"),
    ),
    DeletedWord(
        "电话",
        re.compile(r"(?:进行|通过|采取|采用|以)$"),
        re.compile(r"(?:催收|沟通|联系|咨询|提醒|通知|回访)"),
    ),
    DeletedWord(
        "电话",
        re.compile(r"(?:拨打|接到|打|接听|客服)(?:催收|银行|客服|官方|投诉|的)*$"),
        re.compile(r"(?:进行|咨询|时|后|投诉|沟通)"),
    ),
)


@dataclass(frozen=True, slots=True)
class Scar:
    """A lone space between Han at `start`, with what stands on either side and the words known to be deleted there."""

    start: int
    left: str
    right: str
    words: tuple[str, ...]


def find_scars(view: View) -> tuple[Scar, ...]:
    """The lone spaces between Han, on a page that has few."""
    scars: list[Scar] = []
    matches = [match for match in SCAR.finditer(view.text) if not view.protected.cover(match.start())]
    if len(matches) > LIMITS.scars:
        return ()
    for match in matches:
        left = view.text[max(0, match.start() - LIMITS.window) : match.start()].rpartition("\n")[2]
        right = view.text[match.end() : match.end() + LIMITS.window].partition("\n")[0]
        known = (
            entry.word for entry in DELETED_WORDS if entry.left.search(left) and entry.right.match(right)
        )
        scars.append(Scar(match.start(), left, right, tuple(known)))
    return tuple(scars)


KNOWN_WORDS = ("电话", "网络", "网上", "微信", "同时", "手机", "短信")


def likely_words(left: str, right: str) -> tuple[list[str], float]:
    """The words that filters are known to delete, likeliest in this context first, and the highest gain."""
    gains = {word: gain(left, right, "", word) for word in KNOWN_WORDS}
    words = sorted(gains, key=lambda word: -gains[word])
    return words[: LIMITS.likely_words], max(gains.values())


# --- the end of a heading gone ----------------------------------------------------------------------------

HEADING = re.compile(r"^#{1,6}[ \t]+(?P<words>[^\n]*[^\s#])[ \t#]*$", re.MULTILINE)
# 的 that ends a word or a sentence, and not a phrase that wants its noun.
COMPLETE = re.compile(
    r"(?:[目标有似别真好坏大小新旧男女公私怎什]|是[^，。；：！？]*|[^，。；：！？]*[会能够该必须应][^，。；：！？]*)的$"
)
CUT_OFF = re.compile(
    r"(?:的|通过|以及|或者|并且|和|与|或|及|拨打|导致|造成|成为|属于|关于|对于|作为|为了|由于|根据|按照|针对|为|给|向|把|将|被)$"
)


def find_cut_headings(view: View) -> tuple[re.Match[str], ...]:
    """The headings whose last word wants another: 支付宝逾期的, 如何拨打."""
    return tuple(
        match
        for match in HEADING.finditer(view.text)
        if CUT_OFF.search(match["words"])
        and not COMPLETE.search(match["words"])
        and not view.protected.cover(match.start())
    )


def likely_nouns(before: str) -> list[str]:
    """The nouns by which such a heading may have gone on, likeliest first."""
    left = before[-LIMITS.window :]
    nouns = ("问题", *KNOWN_WORDS, "方式", "后果", "原因")
    return sorted(nouns, key=lambda noun: -gain(left, "", "", noun))[: LIMITS.likely_words]
