"""Credits: lines that name who made the page, label by label, and nothing else."""

from __future__ import annotations

import re

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
EDITORS = (
    # 来源：某报 作者：张三 编辑：李四, 责编/小米, （编辑 小陈）: labels and short names, nothing else
    re.compile(rf"{EDGE}(?:{EDITOR_LABEL}\s*[::/|丨]+\s*[^\s:。!?;]{{0,24}}{EDGE}){{1,6}}", re.VERBOSE),
    re.compile(rf"{EDGE}(?:{EDITOR_LABEL}\s*[::/|丨]\s*[^:。!?;]{{0,20}}{EDGE}){{2,6}}", re.VERBOSE),
    re.compile(
        rf"\s*[(\[【]\s*(?:{EDITOR_LABEL}\s*[::/|丨 ]\s*[^:。!?;]{{1,24}}?\s*)+[)\]】]\s*", re.VERBOSE
    ),
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
        rf"\s*(?:本报|本网|本刊|新华社|中新社|通讯员|特约)?记者\s?[{UNIFIED_HAN}\s、]{{2,12}}\s?(?:/?摄|"
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
    return bool(EDITOR_ONLY.search(text)) and any(pattern.fullmatch(text) for pattern in EDITORS)


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
CREDIT = re.compile(
    rf"\W*(?:{ROLES}\s*[:/|丨]\s*{NAME}(?:[\s、,/]+(?!{ROLE}\s*[:/|丨]){NAME}){{0,5}}[\s\W_]*){{1,6}}",
    re.VERBOSE,
)
# Without a colon only the titles that nobody has but who makes pages: 本期编辑 小乔, 责任编辑 张三.
BARE_CREDIT = re.compile(
    r"\W*(?:本[期版文刊]|责任|文字|值班|新媒体|网络|执行|实习)(?:编辑|责编|校对|美编|主编|审核)\s{1,3}"
    rf"{NAME}(?:\s+(?:{ROLE}\s+)?{NAME}){{0,4}}\W*"
    rf"|\W*(?:文\s?/\s?图|图\s?/\s?文|文图|图文|文|撰文)\s+(?:{ROLE}\s+)?{NAME}(?:\s+(?:{ROLE}\s+)?{NAME}){{0,5}}\W*",
    re.VERBOSE,
)
MAKES_PAGES = re.compile(
    r"编|审|校|稿|来源|图源|记者|通讯员|监制|摄|撰|采写|排版|美编|供图|出品|发布|录入|^\W*[文图]"
)


def is_credit(text: str) -> bool:
    """Whether a folded line names who made the page, label by label, and nothing else.

    >>> is_credit("一审:张三 二审:李四"), is_credit("编辑部收到了来信")
    (True, False)
    """
    if (
        len(text) > 100
        or re.search(r"[!?“”]|[。;](?!\W*$)", text)
        or not MAKES_PAGES.search(text)
        or "出版社" in text
    ):
        return False  # a question or a sentence after 记者: is an interview
    return bool(CREDIT.fullmatch(text) or BARE_CREDIT.fullmatch(text))
