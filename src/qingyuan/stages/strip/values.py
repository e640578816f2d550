"""Values by their shape: an author is a name, a category a noun of its kind, a site what calls itself one.

A by-line says who, where and what without labels as often as with them, and the buttons beside it say APP, 到微博 and
打印. What has not the shape of a fact is none: the line may go, but nothing is captured from it.
"""

from __future__ import annotations

import re

from qingyuan.stages.strip.interface import cut_into_words
from qingyuan.text.characters import UNIFIED_HAN

LONGEST_NAME, LONGEST_CATEGORY = 24, 12  # folded characters
HAN = re.compile(f"[{UNIFIED_HAN}]")
NOBODY = re.compile(
    r"未知|佚名|网络|匿名(?:用户)?|不详|本站|admin(?:istrator)?|root|互联网|转载|原创|(?:网友|用户|游客|会员)[\w*]*|小编|管理员|编辑部?"
)
# A value that begins or ends as a label is two facts that run on, or none: 新华网编辑, 分类债务优化.
OPENS = r"作者|来源|编辑|责任?编|稿源|出处|分类|栏目|标签|关键词|发布|更新|发表|楼主|摘要|原标题"
CLOSES = r"作者|来源|编辑|责编|稿源|出处|分类|栏目|标签|时间|日期"
RUNS_ON = re.compile(rf"^(?:所属)?(?:{OPENS})|(?:{CLOSES})$")
# Words that join a sentence: 最新推荐文章于, 到微博.
JOINS = re.compile(
    r"^(?:到|至|于|在|由|向|从|与|和|的|是|不|没|写|请|很|首先|然后|最后|其次)|(?:点评|评论|反馈|回复|公告|通知|声明)$|(?:于|在|由|的|到|至|为|是|和|与|了)$|文章|阅读全|推荐给|点击|扫码"
)
BUTTON = re.compile(
    r"(?:微博|微信|朋友圈|空间|app|ios|android|安卓|iphone|ipad|pc|wap|手机版?|客户端|html5?|rss|首页|更多|广告)+"
)
SITE = re.compile(
    r"(?:新浪|搜狐|网易|腾讯|凤凰|人民|新华|中新|央视|澎湃|界面|环球|光明|百度|知乎|东方财富)\w{0,6}|\w{2,12}(?:网|网站|日报|晚报|早报|时报|商报|晨报|电视台|通讯社|新闻社|之家)"
)
REGION = re.compile(
    r"(?:北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|"
    r"内蒙古|广西|西藏|宁夏|新疆|香港|澳门)[省市]?"
)


def is_button(folded: str) -> bool:
    """Whether a value is made of what a page is operated with.

    >>> is_button("app"), is_button("到微博"), is_button("打印"), is_button("债务优化")
    (True, True, True, False)
    """
    bare = re.sub(r"[\s\W_]+", "", folded)
    return bool(BUTTON.fullmatch(bare)) or bool(cut_into_words(bare))


def is_name(folded: str) -> bool:
    """Whether a value could be the name of an author.

    >>> [is_name(value) for value in ("张三", "tom lee", "104363", "1994", "到微博", "最新推荐文章于")]
    [True, True, False, False, False, False]
    """
    text = folded.strip(" @")
    return (
        1 < len(text) <= LONGEST_NAME
        and bool(re.search(rf"[{UNIFIED_HAN}]|[^\W\d_]{{2}}", text))
        and not re.search(r"[:/|?!。,;]|\d{5}", text)
        and not NOBODY.fullmatch(text)
        and not RUNS_ON.search(text)
        and not JOINS.search(text)
        and not is_button(text)
    )


def is_category(folded: str, *, labeled: bool = False) -> bool:
    """Whether a value could be what a site sorts its articles by; without a label it has to be Chinese.

    >>> [is_category(value) for value in ("债务优化", "app", "广东", "新浪财经", "新华网编辑")]
    [True, False, False, False, False]
    >>> is_category("python", labeled=True), is_category("app", labeled=True), is_category("首页", labeled=True)
    (True, False, False)
    """
    text = folded.strip()
    shaped = 1 < len(text) <= LONGEST_CATEGORY and not re.search(r"[:|?!。,;]|\d{3}", text)
    if not shaped or JOINS.search(text) or is_button(text) or RUNS_ON.search(text):
        return False
    if labeled:
        return bool(re.search(r"[^\W\d_]{2}", text))
    return (
        len(HAN.findall(text)) > 1
        and not NOBODY.fullmatch(text)
        and not REGION.fullmatch(text)
        and not is_site(text)
    )


def is_site(folded: str) -> bool:
    """Whether a value calls itself a newspaper, an agency or a web site.

    >>> is_site("新浪财经"), is_site("某某日报"), is_site("债务优化")
    (True, True, False)
    """
    return bool(SITE.fullmatch(folded.strip())) and not RUNS_ON.search(folded)
