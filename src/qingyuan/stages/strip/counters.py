"""Counters: the pieces of a by-line, dates, counts and labeled facts, read one after the other."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from qingyuan.text.dates import DATE, TIME, date_of

CLOCK = r"\d{1,2}\s?[::时]\s?\d{2}(?:[::分]\s?\d{2})?[秒分]?"
COUNT = r"(?P<count>\d[\d,]*(?:\.\d+)?\s?[万千wk亿]?\+?)"
VIEWS = (
    r"(?:(?:总|今日|本月|昨日|累计)?访问|阅读|浏览|点击|人气|访问|查看|围观|热度|观看|播放|已读|关注度|点阅)"
)
COMMENTS = r"(?:评论|回复|跟帖|留言|讨论|回帖|点评)"
OTHERS = (
    r"(?:赞同|点?赞|喜欢|收藏|转发|分享|下载|字数|推荐|参与|打赏|感谢|推荐票|月票|粉丝|顶|踩|反对|支持|"
    r"回答|主题|帖子|精华|积分|威望|金币|金钱|经验值?|铜币|成长值|贡献值?|声望|魅力值?|阅读权限|原创|发帖|作品|排名|访客|回帖|听众|好友|关注者?|被浏览|获赞|完成度|时长|在线时[间长]|阅读时间|耗时|在线|共|需浏览|需阅读|全文)"
)
COUNT_TAIL = r"\s?(?:数|量|次数|人数|数量|总数|总量|率)?"
UNIT = r"\s?(?:小时|次|人|条|个|℃|°c|度|字|楼|分钟|篇|万次|人次)?"
DATE_LABEL = (
    r"(?:最[后近](?:编辑|修改|发布|发表|更新)|发布|更新|发表|创建|编辑|修改|添加|录入|上传|最后更新|"
    r"最近更新|刊登|收录|整理|首发|最后|登载|制作)?(?:时间|日期|于)|(?:发布|更新|发表|编辑)(?:\s*[::])?"
)
FIELD_LABELS = (
    r"(?:作者|发布者|发布人|编辑|来源|稿源|文章来源|信息来源|出处|所属分类|分类|栏目|所属栏目|"
    r"类别|频道|所在栏目|标签|关键词|来自|ip属地|发布于|楼主|发帖人|上传人|文档编号|编号|格式|页数|"
    r"技术支持|主办单位|承办单位|责任编辑|语言|版本|大小|作者名|类型|状态|字体|浏览器)"
)
# What a site calls its members, and what it promises them for more: 等级:初级会员, 还差200成长值升级.
ACCOUNT = r"(?:当前|用户|会员|我的|博客|论坛|社区)?(?:等级|级别|头衔|身份|用户组|会员组|称号|勋章)"
LEVEL = (
    r"(?:lv\.?\s?\d{1,3}(?!\d)|(?:新手|初级|中级|高级|超级|资深|普通|正式|注册|白银|黄金|铂金|钻石|王者|青铜|星耀|金牌|银牌|铜牌|"
    r"至尊|荣誉|vip\d?|论坛|社区|贵宾|见习|实习|元老|一星|二星|三星|四星|五星|[一二三四五六七八九]级|\d{1,2}级){1,2}"
    r"(?:会员|用户|元老|版主|斑竹|上路|网友|之星|博主|作者|管理员|粉丝|吧友|写手|居民))"
)
LEVEL_ALONE = (
    r"(?:还差|距离?(?:下一级|升级)(?:还(?:差|需要?))?|离(?:下一级|升级)还(?:差|需要?)|还需要?)\s?\d+\s?(?:点|个|分)?(?:成长值|经验值?|积分|贡献值)?(?:即可)?(?:升级)?|"
    r"(?:今日)?(?:已)?签到|已?(?:连续|累计)签到\s?\d+\s?[天次]|获得?\s?\d+\s?(?:点|个)?(?:积分|金币|经验|成长值)|"
    r"码龄\s?\d+\s?年|暂无认证|(?:周|总|月|日)排名\s?[::]?\s?(?:\d[\d,]*\s?[w万]?\+?|暂无|--)|lv\.?\s?\d{1,3}(?!\d)|uid\s?[::]?\s?\d+"
)
# One piece of a by-line each, tried in this order.
PIECES = (
    (
        "date",
        re.compile(
            rf"(?:{DATE_LABEL})?\s*[::]?\s*{DATE}(?:{TIME})?(?:\s*(?:发布|更新|发表|编辑|来源(?=\s*$)))?"
        ),
    ),
    ("other", re.compile(rf"(?:预计)?阅读(?:时间|时长|需要?)\s*[::约]*\s*{COUNT}{UNIT}")),
    ("views", re.compile(rf"(?:文章|总|被)?{VIEWS}{COUNT_TAIL}\s*[::(]?\s*[(\[]?{COUNT}?[)\]]?{UNIT}")),
    ("comments", re.compile(rf"(?:网友|用户|发表)?{COMMENTS}{COUNT_TAIL}\s*[::(]?\s*\(?{COUNT}?\)?{UNIT}")),
    ("other", re.compile(rf"(?:总)?{OTHERS}{COUNT_TAIL}\s*[::(约]?\s*\(?{COUNT}?\)?{UNIT}")),
    ("views", re.compile(rf"(?:已有)?{COUNT}\s?(?:次|人|个)?(?:已)?(?:℃|°c|{VIEWS}(?:量|数|过|了)?)")),
    ("comments", re.compile(rf"(?:已有)?{COUNT}\s?(?:条|个|人)?{COMMENTS}")),
    (
        "other",
        re.compile(rf"{COUNT}\s?(?:人|次|个|条)?(?:{OTHERS})(?:了?(?:该|此|这个?)(?:回答|文章|内容))?"),
    ),
    # A value ends where the next label begins: 来源:某报作者:张三.
    (
        "field",
        re.compile(
            rf"(?P<label>{FIELD_LABELS})\s*[::]\s*(?P<value>[a-z][a-z.\-]*(?: [a-z][a-z.\-]*){{1,2}}(?=\s|$|\|)|"
            rf"(?:(?!{FIELD_LABELS}\s*[::])[^\s::|]){{0,20}}(?=\s|$|\||{FIELD_LABELS}\s*[::]))"
        ),
    ),
    (
        "time label",
        re.compile(
            rf"(?:{DATE_LABEL})\s*[::]\s*(?:刚刚|今天|昨天|前天|\d+\s?(?:分钟|小时|天|个?月|"
            rf"年)前)?\s*(?:{CLOCK})?"
        ),
    ),
    (
        "ago",
        re.compile(
            r"(?:(?:\d+|[一二三四五六七八九十几两半]{1,3})\s?(?:分钟|个?小时|天|周|个星期|个?月|年)前|刚刚|昨天\s?\d+:\d+)(?:发布|更新|来自)?"
        ),
    ),
    ("views", re.compile(rf"(?:您|你)是(?:本站)?第\s?{COUNT}\s?(?:位|个)(?:访客|访问者|客人|浏览者)?")),
    ("other", re.compile(rf"[\U0001f300-\U0001faff⭐★❤♥]\s?{COUNT}")),
    ("account", re.compile(rf"{ACCOUNT}\s*[::]?\s*(?P<level>{LEVEL})|{LEVEL_ALONE}")),
    (
        "mark",
        re.compile(
            r"著作权归作者所有|来自\S{2,8}|已编辑|举报|回复|收藏|分享|ip属地[::]?\S{0,4}|楼主|"
            r"只看楼主|只看该作者|显示全部楼层|倒序浏览|分享到?:?|纠错|打印|字[号体]:?|\d+楼|编辑"
        ),
    ),
    ("ornament", re.compile(r"(?:(?![\U0001f300-\U0001faff⭐★❤♥]\s?\d)[\s\W_])+")),
)
STRONG = {"date", "views", "comments", "other", "time label", "ago", "account"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Lengths in folded characters; chosen on the five raw articles and the rows of the rules."""

    counters: int = 120
    shortest_byline: int = 4
    longest_byline: int = 90
    words: int = 3  # names and categories in a by-line
    words_beside_counters: int = 2


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a by-line at [start, end) of the folded line."""

    name: str
    start: int
    end: int
    match: re.Match[str]


def pieces(folded: str) -> Iterator[Piece]:
    """The pieces of a line up to the first character that belongs to none."""
    at = 0
    while at < len(folded):
        for name, pattern in PIECES:
            match = pattern.match(folded, at)
            if match and match.end() > at:
                yield Piece(name, at, match.end(), match)
                at = match.end()
                break
        else:
            return


# What is dialed: mobile, area code and subscriber, 400 and 800 numbers, a subscriber in two groups.
PHONE = re.compile(
    r"""
    (?<! \d ) (?<! \d [.\-/] )
    (?: (?: \(?\+?86\)?[ \-]? )? 1[3-9]\d (?: [ \-]? \d{4} ){2}
      | \(? 0 (?: 10 | 2\d | [3-9]\d{2} ) \)? [ \-–—/]{0,3} [2-9] (?: \d{6,7} | \d{2,3} [ \-] \d{4} )
      | [48]00 (?: [ \-–—]? \d{3} [ \-–—]? \d{4} | [ \-–—]? \d{4} [ \-–—]? \d{3} | \d [ \-] \d{2} [ \-] \d{4} )
      | [2-8] \d{2,3} [\-–—] \d{4}
    ) (?! \d | [.\-/]\d )
    """,
    re.VERBOSE,
)
DIALED = "☎"


def without_phones(folded: str) -> str:
    """The folded text with signs in place of what is dialed, one for one: a phone number counts nothing.

    >>> without_phones("电话:0571-63639532 阅读:5")
    '电话:☎☎☎☎☎☎☎☎☎☎☎☎☎ 阅读:5'
    """
    return PHONE.sub(lambda match: DIALED * len(match[0]), folded)


def is_counters(folded: str) -> bool:
    """Whether a line is nothing but counters, dates and labeled facts about the page."""
    text = without_phones(folded.strip())
    if not text or len(text) > LIMITS.counters or not re.search(r"[\d:]|刚刚", text):
        return False
    read = list(pieces(text))
    if not read or read[-1].end < len(text):
        byline = read_byline(text)
        timed = byline is not None and isinstance(byline.date, datetime.datetime) and bool(byline.counts)
        return bool(
            byline
            and byline.date
            and (byline.fields or timed)
            and len(byline.words) <= LIMITS.words_beside_counters
        )
    names = [piece.name for piece in read]
    numbers = bool(re.search(r"\d", text))
    strong = [piece for piece in read if piece.name in STRONG]
    if not strong:
        return False
    if all(piece.name in ("date", "ornament") for piece in read):
        # A bare date closes a letter or a law; with a label or a time of day it is the page's.
        return any(piece.match["hour"] or re.match(DATE_LABEL, piece.match[0]) for piece in strong)
    # Labels that a template left empty come in company: 来源： 时间： 点击：
    if any(piece.name == "account" and piece.match["level"] for piece in read):
        return True  # 级别: 论坛元老
    return numbers or sum(name in STRONG or name == "field" for name in names) >= 2


def read_count(text: str) -> int:
    """A counter as a number: 1.2万 is 12000."""
    factor = {"万": 10_000, "w": 10_000, "千": 1000, "k": 1000, "亿": 100_000_000}
    number = re.sub(r"[,\s+]", "", text)
    scale = factor.get(number[-1:], 1)
    return round(float(number.rstrip("万千wk亿")) * scale)


# Without a word that says so no number is a count that is longer, or begins with a zero as only codes do.
NUMBER = re.compile(r"(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,5})(?![\d.,%])")
WORD = re.compile(r"(?:用户|网友|游客|会员)\d+|[^\W\d_]{2,16}")
TIME_OF_DAY = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?![\d:])")


@dataclass(frozen=True, slots=True)
class Byline:
    """What a by-line says, each fact with the span of the folded line that says it."""

    words: tuple[Piece, ...]
    fields: tuple[tuple[str, int, int], ...]  # label, start, end
    date: datetime.date | datetime.datetime | None
    glued: bool  # the first word stands directly before the date, as a name does
    counts: tuple[tuple[str, int], ...]
    marked: bool  # a date or a marked counter: not merely words and numbers
    bare: frozenset[str] = frozenset()  # the counts that no word beside them names


def read_byline(folded: str) -> Byline | None:
    """A short line of names, dates and counters, read; None if anything else is in it.

    >>> read_byline("小花2024-10-18债务优化445").counts
    (('views', 445),)
    >>> read_byline("垂询电话 021-87735643") is None
    True
    """
    folded = without_phones(folded)
    if not LIMITS.shortest_byline <= len(folded.strip()) <= LIMITS.longest_byline or re.search(
        r"[。!?;]", folded
    ):
        return None
    words: list[Piece] = []
    fields: list[tuple[str, int, int]] = []
    counts: list[tuple[str, int]] = []
    bare: list[int] = []
    date: datetime.date | datetime.datetime | None = None
    date_start = -1
    marked = False
    at = 0
    while at < len(folded):
        piece = next(pieces(folded[at:]), None)
        if piece and piece.name not in ("mark",):
            match = piece.match
            if piece.name == "date":
                if date is None:
                    date, date_start = date_of(match), at + match.start("year")
                marked = True
            elif piece.name in ("views", "comments", "other"):
                # 点击单元格 is no counter: without a number its label needs a colon.
                marked = (
                    marked
                    or bool(match["count"])
                    or folded[at + piece.end :].lstrip().startswith(":")
                    or ":" in match[0]
                )
                if match["count"] and piece.name != "other":
                    counts.append((piece.name, read_count(match["count"])))
            elif piece.name == "field":
                fields.append((match["label"], at + match.start("value"), at + match.end("value")))
            at += piece.end
            continue
        if clock := TIME_OF_DAY.match(folded, at):
            at = clock.end()
            continue
        if number := NUMBER.match(folded, at):
            # A number on top is no counter, nor one that could be a year.
            if (words or fields or counts or date) and not 1900 <= (count := read_count(number[0])) < 2100:
                bare.append(count)
            at = number.end()
            continue
        if word := WORD.match(folded, at):
            if not re.match(
                rf"[\s:]*{DIALED}", folded[word.end() :]
            ):  # 电话 is the number's label, no category
                words.append(Piece("word", at, word.end(), word))
            at = word.end()
            continue
        return None
    free = [name for name in ("views", "comments") if name not in dict(counts)]
    counts += zip(free, bare, strict=False)
    if not (marked or fields or counts) or len(words) > LIMITS.words:
        return None
    glued = bool(words) and words[0].end == date_start
    unnamed = frozenset(free[: len(bare)])
    return Byline(tuple(words), tuple(fields), date, glued, tuple(counts), marked, unnamed)
