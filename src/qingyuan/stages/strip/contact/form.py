"""Lines that are a form: labels with short values, or a path or bar of sections.

`联系人：… 地址：… 邮编：…`, `一审：… 二审：…`, `主题：12 帖子：345`, `财经首页 | 股票 | 基金`: what such a line is
shows in how it is built and in what its labels name, not in a turn of phrase.
"""

from __future__ import annotations

import re

CONTACT_LABEL = r"""
    (?: (?: 业务 | 公司 | 通[讯信] | 联[系络] | 店铺 | 邮购 | 总部 | 办公 | 工厂 | 展厅 | 售后 | 服务 | 咨询 | 客服 | 报名 |
        订购 | 投稿 | 商务 | 编辑部 | 单位 | 详细 | 学校 | 医院 | 门诊 | 经营部 | 门市部? | 销售部? | 仓库 | 市场部? | 免费 | 加盟 |
        招商 | 合作 | 技术 | 电子 | 官方 | 公众 | 企业 | 厂 | 校 | 院 | 店 | 本店 | 我的 | 固定 | 移动 | 值班 | 举报 | 监督 | 投诉 ){0,2}
    (?: 联[系络]人 | 联[系络]方[式法] | 联[系络]我们 | 电话 | 手机号?码? | 传真 | 热线 | 地址 | 邮编 | 邮政编码 | 邮箱 | 信箱 |
        邮件 | 网址 | 网站 | 官网 | 主页 | qq号?码?群? | 微信号?群? | 旺旺 | 经理 | 负责人 | 开户行 | 开户银行 | 帐号 |
        账号 | 户名 | 收款人 | 名称 | 法人 | 工作时间 | 营业时间 | 上班时间 | 乘车路线 | 公交路线 | 交通路线 | 行车路线 | 抄送 | 总机 |
        主营产品 | 主营 | 经营范围 | 姓名 | 校址 | 院址 | 店址 | 厂址 | 社址 | 站址 | 订座 | 预订 )
  | tel | fax | e-?\s?mail | mail | add | address | phone | mobile | mob | web | website | http | skype | wechat | whatsapp | msn |
    contact | attn | zip | p\.?c\.? | 联系 | 投递 | 简历投递 | 电 \s? 话 | 地 \s? 址 | 邮 \s? 编 | 传 \s? 真 | 手 \s* 机 |
    联 \s? 系 \s? 人 | 网 \s? 址 | 邮 \s? 箱 )"""
# The labels that no honest record of persons or goods would bring together without a reader to call.
FORM = re.compile(
    rf"(?:(?<![\u4e00-\u9fffa-z])|(?<=[\d号室楼层座栋箱]))(?P<label>{CONTACT_LABEL})(?:\s?/\s?\w{{2,6}})?\s*"
    r"(?:\([^)]{1,8}\))?\s*(?:[:;]|(?<=编)\s?\d{6})",
    re.VERBOSE,
)
REACHED_BY = re.compile(
    r"联|电|手|传|热线|址|邮|箱|网|qq|微信|旺旺|开户|[帐账]号|收款|路线|tel|fax|mail|phone|mob|add|zip|web|投递|抄送|总机"
)

NAME = r"(?:[\u4e00-\u9fff·]{1,8}|[a-z][\w.\- ]{0,20}|\w{2,12}|\S{1,10}(?:网|报|社|站|部|院|局|中心|公司|工作室))"
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

# --- paths and bars ---------------------------------------------------------------------------------------

SECTION = re.compile(
    r"""
    (?: .{0,6} (?: 首页 | 主页 | 频道 | 网 | 网站 | 之家 | 论坛 | 社区 | 博客 | 资讯 | 新闻 | 头条 | 要闻 | 动态 | 公告 | 通知 | 在线 | 门户 |
        文库 | 百科 | 知道 | 贴吧 | 专栏 | 栏目 | 专题 | 正文 | 文章 | 中心 | 快讯 | 评测 | 行情 | 教程 | 书库 | 书城 | 小说 | 排行榜? | 视频 |
        图片 | 下载 | 问答 | 列表 | 版块 | 专区 | 公开 | 概况 | 简介 | home | blog | news | forum )
    | 国内 | 国际 | 社会 | 体育 | 娱乐 | 财经 | 科技 | 汽车 | 房产 | 教育 | 军事 | 时尚 | 旅游 | 游戏 | 女性 | 健康 | 股票 | 基金 | 期货 | 外汇 |
      理财 | 银行 | 保险 | 债券 | 数码 | 手机 | 家居 | 美食 | 母婴 | 亲子 | 情感 | 星座 | 读书 | 文化 | 历史 | 艺术 | 收藏 | 评论 | 公益 |
      彩票 | 直播 | 音乐 | 电影 | 电视剧? | 综艺 | 动漫 | 宠物 | 法治 | 三农 | 港澳 | 台湾 | 能源 | 时政 | 党建 | 人事 | 理论 | 地方 |
      玄幻 | 都市 | 言情 | 科幻 | 武侠 | 奇幻 | 穿越 | 同人 | 完本 | 编程 | 前端 | 后端 | 数据库 | 招聘 | 服务 )""",
    re.VERBOSE,
)
NO_SECTION = re.compile(r"[。!?;\"“”:]|,.*,|打开|点击|进入|选择|依次|设置")
PATH_MARK = re.compile(r"\s*(?:>{1,3}|»|›|→|➔|▶|►|▸)\s*")
BAR_MARK = re.compile(r"\s*[|丨┊│¦·•]\s*|\s+[\-–—/_]\s+|\s{2,}")


def names_sections(text: str) -> bool:
    """Whether a folded line is a path or a bar of a site's sections.

    >>> names_sections("汽车之家 > 文章 > 评测"), names_sections("通用 > 语言 > 简体")
    (True, False)
    """
    if len(text) > 80 or NO_SECTION.search(text) or (text.startswith("|") and text.endswith("|")):
        return False
    path = [piece for piece in PATH_MARK.split(text.strip(" |_-")) if piece]
    if len(path) >= 2 and all(len(piece) <= 24 for piece in path):
        known = sum(bool(SECTION.fullmatch(piece)) for piece in path)
        return (
            known >= 1
            if len(path) >= 3
            else known == len(path) or bool(re.search(r"(?:网|站|频道|论坛)$", path[0]))
        )
    bar = [piece for piece in BAR_MARK.split(text.strip(" |_-")) if piece]
    if len(bar) >= 3 and all(len(piece) <= 10 for piece in bar):
        return sum(bool(SECTION.fullmatch(piece)) for piece in bar) * 2 > len(bar)
    tail = text.split("_")
    return (
        len(tail) == 2
        and all(SECTION.fullmatch(piece) or piece.endswith("网") for piece in tail)
        and len(text) <= 16
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


def count_form_labels(text: str) -> int:
    """How many labels of a contact form the folded line has, if one of them tells how to reach somebody."""
    labels = [match["label"] for match in FORM.finditer(text)]
    if len(labels) * 40 < len(text):
        return 0
    return len(set(labels)) if any(REACHED_BY.search(label) for label in labels) else 0
