"""Interface: short lines made wholly of the words that buttons, bars and empty labels of a page are made of.

No list of buttons is complete: 查看全部评论, 您还没有登录,请先登录后再发表评论, 只看该作者. But the words in
them are few. A line that can be cut into such words without rest, and names a part that only a page has
(评论, 书签, 首页), is one of its controls. A line with any other word in it is not.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from qingyuan.stages.strip.tables import one_of, read_rows

NUMBER = re.compile(r"\d[\d,.]*\s?(?:万|千|亿|w|k|\+|%)*\+?")
SENTENCE = re.compile(r"[。;“”「」:]\s*\S")
PROMPT_LENGTH = 40
TELLS = re.compile(
    r"登[录陆]|注册|点[击此]|请|[您你]|查看|下载|打开|扫|加载|刷新|关注|分享|暂无|没有|已|到底|更多"
)

TABLE, ROLES = "interface.tsv", ("action", "filler", "part")


@cache
def words() -> dict[str, frozenset[str]]:
    """Interface words by role: what a reader does on a page, parts that only a page has, what stands between.

    Raises TableError for a role nobody knows.
    """
    found: dict[str, set[str]] = {role: set() for role in ROLES}
    for role, word, _ in read_rows(TABLE, ("role", "word", "seen")):
        found[one_of(TABLE, "role", role, ROLES)].add(word)
    return {role: frozenset(known) for role, known in found.items()}


@cache
def _all_words() -> tuple[frozenset[str], int]:
    known = frozenset().union(*words().values())
    return known, max(map(len, known))


# What an article may name with such words too: how many words of it are parts and actions decides.
MAY_BE_PROSE = re.compile(
    r"\d+|(?:相关|其他|其它|推荐|更多|最新|热门|历史|本站|全部|所有|热点|类似|同类|详细|完整|精彩)?"
    r"(?:新闻|资讯|视频|图片|小说|文章|内容|信息|评论|主题|会员|粉丝|广告|推广|app|客户端|二维码|微博|"
    r"搜索|网友|附件|摘要|正文|栏目|专栏|专题|论坛|博客|标签|目录|导航|排行|收藏|分享|举报|投诉|关注|"
    r"订阅|字体|背景|验证码|作者|位置|权限|条件|用户|微信|qq|邮件|链接|网址|地址|详情|时间)+"
)


def cut_into_words(bare: str) -> tuple[str, ...]:
    """The interface words a text without punctuation is made of, fewest first; empty if there is a rest.

    >>> cut_into_words("查看全部评论")
    ('查看', '全部', '评论')
    >>> cut_into_words("查看合同条款")
    ()
    """
    known_words, longest = _all_words()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(bare)
    for at in range(len(bare)):
        so_far = best[at]
        if so_far is None:
            continue
        ends = [at + size for size in range(1, longest + 1) if bare[at : at + size] in known_words]
        if number := NUMBER.match(bare, at):
            ends.append(number.end())
        for end in ends:
            if end > len(bare):
                continue
            known = best[end]
            if known is None or len(so_far) + 1 < len(known):
                best[end] = (*so_far, bare[at:end])
    return best[len(bare)] or ()


def is_control(text: str) -> bool:
    """Whether a folded line is a control of the page: nothing but interface words, a page's part among them.

    >>> is_control("您还没有登录,请先登录后再发表评论")
    True
    >>> is_control("评论家")
    False
    """
    if len(text) > PROMPT_LENGTH or SENTENCE.search(text) or "、" in text:
        return False
    cut_up: list[str] = []
    for piece in re.split(r"[\s\W_]+", text):
        if not piece:
            continue
        cut = cut_into_words(piece)
        if not cut:
            return False
        cut_up += cut
    if any(left == "的" and right in words()["action"] for left, right in pairwise(cut_up)):
        return False  # 客户端的选择: what is done is spoken of
    # 「还是推荐这本书。」 is somebody's sentence; a control that ends like one tells the reader what to do.
    if re.search(r"[。!]\W*$", text) and not TELLS.search(text):
        return False
    bare = "".join(cut_up)
    if len(bare) < 3 or MAY_BE_PROSE.fullmatch(bare):
        return False
    actions = [word for word in cut_up if word in words()["action"]]
    parts = [word for word in cut_up if word in words()["part"]]
    return bool(parts) and len(actions) + len(parts) >= 2
