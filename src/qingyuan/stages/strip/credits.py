"""Credits: lines that name who made the page, label by label, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from qingyuan.stages.strip.navigation import EDGE
from qingyuan.text.characters import UNIFIED_HAN

EDITOR_LABEL = r"""
    (?: (?: 本文 | 文章 | 稿件 | 内容 | 实习 | 见习 | 值班 | 网络 | 新媒体 | 执行 | 特约 | 首席 | 本版 |
      值班 | 网站 | 本站 | 本报 | 本网 | 本刊 | 视频 | 图片 )?
    (?: 责任编[辑审] | 责任校对 | 责编 | 编辑 | 主编 | 总编 | 副主编 | 编委 | 作者单位 | 编审 | 编校 |
      校对 | 校审 | 审核 | 审校 | 终审 | 初审 | 复审 | 监制 | 总监制 | 策划 | 统筹 | 编导 | 制片 |
      制作 | 排版 | 美编 | 设计 | 制图 | 摄影 | 摄像 | 插画
      | 记者 | 通讯员 | 作者 | 撰文 | 撰稿 | 文案 | 翻译 | 译者 | 编译 | 供稿 | 供图 | 来源 |
        文章来源 | 稿源 | 信息来源 | 原标题 | 出品 | 整理 | 采写 | 图片?来源 | 图源 | 资料来源 | 转自 |
        原文作者 | 原作者 | 摘自 | 发稿 | 录入 | 发布者? | 发布人 | 上传 ) )"""
EDITOR_ONLY = re.compile(
    r"责任编|责编|编委|原载|题图|头图|选自|刊载|编辑|校对|审核|监制|通讯员|记者|原标题|来源|稿源|"
    r"供稿|供图|撰文|采写|转自|图源|排版|编审|作者|编译|译者|录入|摄影|发布|文|图"
)
# A line of labels and names has many readings, for a name may look like a label. They are followed all at once:
# what counts is where a part may end, not how. One pattern for the whole line would try each by itself.
LEAD = re.compile(EDGE)
SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Labeled:
    """Label, mark and a short value, over and over: 来源：某报 作者：张三 编辑：李四, 责编/小米."""

    mark: str  # pattern of what stands between label and value
    value: str  # pattern of a character of the value
    longest: int  # characters of a value
    fewest: int = 1
    most: int = 6

    def fits(self, text: str) -> bool:
        """Whether the text is nothing else."""
        begin = re.compile(rf"{EDITOR_LABEL}\s*+{self.mark}\s*+", re.VERBOSE)
        value = re.compile(rf"{self.value}{{0,{self.longest}}}")
        reached = {_end_of(LEAD, text, 0)}
        for number in range(1, self.most + 1):
            values = [match.end() for at in reached if (match := begin.match(text, at))]
            ends = {end for at in values for end in range(at, _end_of(value, text, at) + 1)}
            reached = {_end_of(LEAD, text, end) for end in ends}
            if len(text) in reached and number >= self.fewest:
                return True
        return False


LABELED = (
    Labeled(mark="[:/|丨]++", value=r"[^\s:。!?;]", longest=24),
    Labeled(mark="[:/|丨]", value="[^:。!?;]", longest=20, fewest=2),
)
LABEL = re.compile(EDITOR_LABEL, re.VERBOSE)
IN_BRACKETS = re.compile(r"\s*[(\[【]\s*")
CLOSING = re.compile(r"[)\]】]\s*")
VALUE_IN_BRACKETS = re.compile(r"[^:。!?;]{0,24}")


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where a pattern ends that always matches."""
    match = pattern.match(text, at)
    return match.end() if match else at


def _is_labeled_in_brackets(text: str) -> bool:
    """（编辑 小陈）: labels and short names in brackets; a space suffices between them."""
    opening = IN_BRACKETS.match(text)
    reached = {opening.end()} if opening else set()
    for at in range(len(text)):
        if at not in reached:
            continue
        if CLOSING.fullmatch(text, at):
            return True
        label = LABEL.match(text, at)
        ends = (
            {end for begin in _values_of(text, label.end()) for end in _ends_of_value(text, begin)}
            if label
            else ()
        )
        reached.update(ends)
    return False


def _values_of(text: str, at: int) -> set[int]:
    """Where the value may begin whose label ends at `at`."""
    end = _end_of(SPACE, text, at)
    begins = {begin + 1 for begin in range(at, end) if text[begin] == " "}
    first = min(begins, default=end + 1)
    begins |= set(range(first, end + 1))
    if text[end : end + 1] and text[end] in ":/|丨":
        begins |= set(range(end + 1, _end_of(SPACE, text, end + 1) + 1))
    return begins


def _ends_of_value(text: str, at: int) -> Iterator[int]:
    """Where a value that begins at `at` may end, white space behind it too."""
    last = _end_of(VALUE_IN_BRACKETS, text, at)
    yield from range(at + 1, last + 1)
    if last > at:
        yield from range(last, _end_of(SPACE, text, last) + 1)


EDITORS = (
    re.compile(
        r"\s*(?:来源|文章来源|作者)\s*[::]\s*[^,。!?;:]{2,20}\(\s?(?:id|微信号?|"
        r"公众号)\s*[::]\s*[\w-]{3,24}\)\s*"
    ),
    re.compile(
        r"\s*\(?(?:本文)?(?:原载|原文载|选自|摘自|摘编自|转载自|"
        r"刊载)于?\s*[::]?《[^》]{2,20}》[^。]{0,12}\)?\s*"
    ),
    re.compile(r"\s*\(?(?:题图|封面图?|头图|配图|文中图片?)\s*(?:来自|来源|源自|[::/])[^。]{2,40}。?\)?\s*"),
    re.compile(r"\s*(?:本报|本网|\S{2,8})讯\s*\([^。!?;]{2,30}\)\s*"),
    re.compile(
        rf"\s*[\w·]{{0,16}}记者\s{{1,4}}[{UNIFIED_HAN}]{{2,4}}(?:\s+(?:通讯员|实习生|摄影|文/?图?|"
        rf"[{UNIFIED_HAN}]{{2,4}})){{0,8}}\s*"
    ),
    re.compile(r"\s*[(\[【]?\s*原标题\s*[::].{1,60}"),
    re.compile(
        r"\s*(?:文|图|图文|文字)\s*[/|丨]\s*\S{2,12}(?:\s+\S{1,12}){0,4}\s*(?:(?:图|摄影?|编辑|"
        r"供图)\s*[/|丨]\s*\S{2,12}(?:\s+\S{1,8})*)?\s*"
    ),
    re.compile(r"\s*(?:作者|译者|笔者|撰稿人|本文作者)[系为是]\s?[^,。;!?]{4,30}[)。]?\s*"),
    re.compile(r"\s*[(\[【]?\s*(?:责任编辑|责编|校对|责任校对)\s*[::/ 　]\s*\S{1,20}(?:\s+\S{1,12})?.{0,6}"),
    re.compile(
        rf"\s*(?:本报|本网|本刊|新华社|中新社|通讯员|特约)?记者\s?(?!采访|手记|札记|见闻|观察|调查|述评|招待会|协会|来信)[{UNIFIED_HAN}\s、]{{2,12}}\s?(?:/?摄|"
        r"文|报道|/文)?\s*"
    ),
)


def is_editors_line(text: str) -> bool:
    """Whether a folded line names who made the page and nothing else; labels with a sentence are dialogue."""
    text = re.sub(rf",\s*(?={EDITOR_LABEL}\s*[::/])", " ", text, flags=re.VERBOSE)
    if re.search(r"出版社|定价|isbn", text):
        return False  # a book's record
    sentence = re.search(r"[。!?,;].|[。?!]$", text) and not re.fullmatch(r"\s*[(\[【].*[)\]】]\s*", text)
    if sentence and "原标题" not in text:
        return False
    return bool(EDITOR_ONLY.search(text)) and (
        any(labeled.fits(text) for labeled in LABELED)
        or _is_labeled_in_brackets(text)
        or any(pattern.fullmatch(text) for pattern in EDITORS)
    )


NAME = rf"(?:[{UNIFIED_HAN}·]{{1,8}}|[a-z][\w.\- ]{{0,20}}|\w{{2,12}}|\S{{1,10}}(?:网|报|社|站|部|院|局|中心|公司|工作室))"
ROLE = r"""
    (?: (?: 本[期版文报网刊站社] | 文字 | 文章 | 稿件 | 内容 | 图文 | 新媒体 | 微信 | 网络 | 值班 | 执行 | 实习 | 见习 | 特约 | 特邀 | 责任 |
        版面 | 平面 | 视觉 | 封面 | 排版 | 视频 | 图片 | 技术 | 总 | 副 | 首席 | 高级 | 助理 | 本台 | 首发 | 后期 | 音频 | 一 | 二 | 三 | 初 |
        复 | 终 | 联合 | 策划 | 值守 ){0,2}
    (?: 编辑 | 责编 | 编审 | 编委 | 主编 | 主审 | 总编辑? | 校对 | 校审 | 校阅 | 审校 | 审核 | 审读 | 审稿 | 审定 | 审签 | 审核人 | 编辑人 | 责任人 | 审 | 校 | 监制 |
        策划 | 统筹 | 制作 | 排版 | 美编 | 设计 | 制图 | 绘图 | 摄影 | 摄像 | 摄 | 插画 | 插图 | 记者 | 通讯员 | 作者 | 撰文 | 撰稿 |
        文案 | 供稿 | 供图 | 采写 | 采访 | 整理 | 编译 | 翻译 | 译者 | 播音 | 主播 | 朗读 | 剪辑 | 配音 | 出品人? | 发布人? | 上传 |
        录入 | 来源 | 稿源 | 图源 | 排校 | 编发 | 运营 | 投稿人? | 推荐人? | 图 | 文 ))"""
ROLES = rf"{ROLE}(?:\s*[、/&及和|]\s*{ROLE})*"
CREDITS, NAMES = 6, 6  # the most in a line, and of one credit
ROLES_MARK = re.compile(rf"{ROLES}\s*[:/|丨]\s*", re.VERBOSE)
ROLE_MARK = re.compile(rf"{ROLE}\s*[:/|丨]", re.VERBOSE)
ROLE_SPACE = re.compile(rf"{ROLE}\s+", re.VERBOSE)
A_NAME = re.compile(NAME)
LONGEST_NAME = 21
NO_WORD = re.compile(r"\W*")
BETWEEN_NAMES = re.compile(r"[\s、,/]*")
# Without a colon only the titles that nobody has but who makes pages: 本期编辑 小乔, 责任编辑 张三.
TITLE = re.compile(
    r"\W*(?:本[期版文刊]|责任|文字|值班|新媒体|网络|执行|实习)(?:编辑|责编|校对|美编|主编|审核)\s{1,3}"
)
WROTE = re.compile(r"\W*(?:文\s?/\s?图|图\s?/\s?文|文图|图文|文|撰文)\s+")


class Names:
    """Where names and roles in a text may end, each place looked at once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends: dict[tuple[re.Pattern[str], int], tuple[int, ...]] = {}

    def ends(self, pattern: re.Pattern[str], at: int, longest: int | None = None) -> tuple[int, ...]:
        """All places where a match of the pattern from `at` on may end."""
        key = pattern, at
        if key not in self._ends:
            stop = len(self.text) if longest is None else min(len(self.text), at + longest)
            first = pattern.match(self.text, at) is not None
            places = range(at + 1, stop + 1) if first else ()
            self._ends[key] = tuple(end for end in places if pattern.fullmatch(self.text, at, end))
        return self._ends[key]

    def after_name(self, begins: Iterable[int]) -> set[int]:
        """Where a name may end that begins at one of these places."""
        return {end for at in begins for end in self.ends(A_NAME, at, LONGEST_NAME)}

    def after_names(self, ends: set[int], most: int, begins: Callable[[int], Iterable[int]]) -> set[int]:
        """Where up to `most` further names may end; `begins` tells where the next begins after one."""
        every = set(ends)
        for _ in range(most):
            ends = self.after_name({begin for end in ends for begin in begins(end)})
            every |= ends
        return every


def _is_list_of_credits(text: str) -> bool:
    """一审:张三 二审:李四: roles and names, nothing else."""
    names = Names(text)

    def next_names(end: int) -> Iterator[int]:
        for begin in range(end + 1, _end_of(BETWEEN_NAMES, text, end) + 1):
            if not ROLE_MARK.match(text, begin):
                yield begin

    reached = {_end_of(NO_WORD, text, 0)}
    for _ in range(CREDITS):
        marked = {end for at in reached for end in names.ends(ROLES_MARK, at)}
        ends = names.after_names(names.after_name(marked), NAMES - 1, next_names)
        reached = {_end_of(LEAD, text, end) for end in ends}
        if len(text) in reached:
            return True
    return False


def _is_bare_credit(text: str) -> bool:
    names = Names(text)

    def next_names(end: int) -> Iterator[int]:
        for begin in range(end + 1, _end_of(SPACE, text, end) + 1):
            yield begin
            yield from names.ends(ROLE_SPACE, begin)

    title, wrote = names.ends(TITLE, 0), names.ends(WROTE, 0)
    ends = names.after_names(names.after_name(title), NAMES - 2, next_names)
    if wrote:
        begins = {*wrote, *(end for at in wrote for end in names.ends(ROLE_SPACE, at))}
        ends |= names.after_names(names.after_name(begins), NAMES - 1, next_names)
    return any(_end_of(NO_WORD, text, end) == len(text) for end in ends)


MAKES_PAGES = re.compile(
    r"编|审|校|稿|来源|图源|记者|通讯员|监制|摄|撰|采写|排版|美编|供图|出品|发布|录入|^\W*[文图]"
)


# What nobody says anything as: a name behind it may end like a sentence.
SIGNED = re.compile(r"责任|责编|校对|审核|监制|来源|稿源|供稿|图源|[一二三初复终]审|^\W*[文图]")


def is_credit(text: str) -> bool:
    """Whether a folded line names who made the page, label by label, and nothing else.

    >>> is_credit("一审:张三 二审:李四"), is_credit("编辑部收到了来信")
    (True, False)
    """
    if (
        len(text) > 100
        or re.search(r"[!?“”]|[。;](?!\W*$)", text)
        or (re.search(r"。\W*$", text) and not SIGNED.search(text) and len(ROLE_MARK.findall(text)) < 2)
        or not MAKES_PAGES.search(text)
        or "出版社" in text
    ):
        return False  # a question or a sentence after 记者: is an interview, 编辑:好的。 too
    return _is_list_of_credits(text) or _is_bare_credit(text)
