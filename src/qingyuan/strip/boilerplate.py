"""Boilerplate: what the page says about itself, its owner and its reader's next click.

Two ways to know it. Some lines are nothing but furniture: navigation, counters, the editors' line, license
numbers; these are grammars that must fit the whole line. Others are sentences with a turn of phrase that
only a site uses of itself: these are weighed like contact lines. All patterns see folded text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qingyuan.strip.weighing import Signal, Weighed, signal, weigh

# --- furniture: the whole line must fit -------------------------------------------------------------------

EDGE = r"[\s\W_]*"


def whole(pattern: str) -> re.Pattern[str]:
    """A pattern for the whole line, whatever brackets and ornaments stand around it."""
    return re.compile(rf"{EDGE}(?:{pattern}){EDGE}", re.VERBOSE)


# Which articles a block lists, and what it calls them: 作者最新文章, 热门新闻排行榜, 猜你喜欢.
WHICH = r"""
    (?: 相关 | 推荐 | 热门 | 热图 | 热点 | 热评 | 热榜 | 最新 | 精彩 | 精选 | 延伸 | 拓展 | 更多 | 本周 |
      本月 | 本日 | 今日 | 昨日 | 一周 | \d+小时 | 编辑 | 小编 | 随机 | 往期 | 近期
  | 作者 | 站长 | 图文 | 点击 | 浏览 | 人气 | 阅读 | 下载 | 评论 | 头条 | 频道 | 栏目 | 同类 | 其他 |
    其它 | 本站 | 本类 | 网友 | 用户 | 大家 | 您 | 你 | 全部 | 所有 | 新闻 | 视频 | 文章 | 专题 | 历史
  | 特别 | 重点 | 该作者 | ta | 他 | 的 | 为[您你] | 感兴趣 | 可能 | 也 | 还 | 都在 )"""
WHAT = r"""
    (?: 文章 | 阅读 | 推荐 | 新闻 | 排行榜? | 排名 | 榜单? | 热[点榜文搜] | 资讯 | 评论 | 回复 | 回帖 |
      话题 | 标签 | 帖子 | 视频 | 图片 | 图集 | 链接 | 专题 | 问答 | 问题 | 动态 | 更新 | 博文 | 博客
  | 回答 | 专栏 | 栏目 | 头条 | 点击榜? | 搜索 | 留言 | 看点 | 导读 | 回顾 | 喜欢 | 感兴趣 | 关注 |
    在看 | 看 | 下载 | 书籍 | 小说 | 图书 | 产品 | 商品 | 作品 | 报道 | 信息 | 目录 | 日志 | 关键词 )"""
# Headings that an article may well have itself; 相关内容 too is its list of sources as often as a site's.
NOT_A_BLOCK = re.compile(
    r"(?:相关|推荐|其[他它]|更多|精彩|热门)内容|热[点门]问题.{0,4}|(?:全部|编辑|所有|"
    r"其[他它])(?:更新|链接|信息|资讯|的?目录|阅读|评论|关注|搜索|下载)|(?:相关|推荐|其[他它]|最新|"
    r"热门|重点)(?:问题|报道|信息|产品|图书|书籍|作品|商品|动态|关注|专题|话题|视频|图片|小说)|"
    r"(?:本站|用户|网友|新闻|历史|阅读|视频)(?:推荐|目录|信息|新闻|产品|专题|回顾|报道|问题|阅读|"
    r"图片|搜索|视频|文章)|(?:评论|阅读|文章|新闻|视频|下载)\w{2}"
)
BLOCK_HEADING = whole(rf"""
    {WHICH}+ {WHAT} (?: {WHAT} | top\s?\d* | \d+ | 的?文章 | 的?内容 )*
  | 猜你?[喜想] \w{{0,3}} | (?: 随便 | 随机 | 大家 | 网友 | 他们 | 人家 ) (?: 都?正?在? ) 看 (?: 看 |
    过 | 了 )? | 看了[又还]看 | 看过.{{0,6}}还看[过了]? | 换一换 | 换一批
  | (?: [您你]?可能[还也]? (?: 会 )? (?: 感兴趣 | 喜欢 | 关心 | 想看 ) | 为[您你]推荐 ) .{{0,6}} |
    点击排行 | 阅读排行 | 友情链接 | 合作伙伴 | 合作媒体 | 关键词 | 排行榜 | 热门标签 | tags? | 最热 |
    最新""")
RELATED_HEADING = whole(
    r"""
        (?:相关|延伸|推荐|拓展|更多|同类|其[他它]|热门|精彩|本站)(?:文章|阅读|推荐|资讯|新闻|帖子|
          问答|链接|内容)(?:推荐|列表)?|猜你喜欢|大家都在看|为[您你]推荐|你可能(?:还)?(?:喜欢|
          感兴趣).{0,4}
    """
)
LATEST_HEADING = whole(
    r"""
        (?:本站|作者|网站)?最[新近](?:更新|发布)?(?:的)?(?:文章|资讯|新闻|帖子|问答)(?:列表|推荐)?|
          (?:本站|作者|网站)?最[近新](?:更新|发布)
    """
)
RANDOM_HEADING = whole(r"随[机便](?:看看|文章|推荐|阅读|浏览|新闻|内容|一篇|逛逛|显示)")

BLOCKS = (
    ("random_block_heading", RANDOM_HEADING),
    ("latest_block_heading", LATEST_HEADING),
    ("related_block_heading", RELATED_HEADING),
    ("nav", BLOCK_HEADING),
)

# What one can click. A line of nothing else is navigation. These may stand side by side without a space…
CLICK = r"""
    (?: 分享 [到至] (?= \W* $ ) | 分享 [到至] (?: 微信 | 微博 | qq空间 | qq好友 | 朋友圈 | qq | 空间 |
      贴吧 | 豆瓣 ) | (?: 返回 | 回到? ) (?: 网站 | 本站 )? (?: 首页 | 主页 | 顶部 | 列表 | 目录 | 上页 |
      上一级 | 上一页 | 频道 | 书页 | 书架 | 封面 | 栏目 | 搜狐 | 论坛 )
  | (?: 上 | 下 | 前 | 后 ) [一1] (?: 篇 | 页 | 章 | 条 | 则 | 节 | 张 | 组 | 话 | 集 ) (?: 文章 |
    新闻 | 没有了 )? | (?: 没有 | 暂无 ) 了? | 加入书[签架] | 章节(?:目录|列表|报错) | 投推荐票 |
    我的书架 | 网站首页 | 末页 | 尾页 | 最后一页
  | (?: 查看 | 点击 | 加载 | 显示 | 阅读 | 展开 | 浏览 | 点此 | 点这里 | 点击这里 ){1,2} (?: 更多 |
    全文 | 原文 | 余下全文 | 剩余\d+% | 加载更多 | 大图 | 下一页 ){1,2} (?: 内容 | 评论 | 回复 | 精彩 |
    详情 | 关注 | 新闻 | 文章 | 资讯 )*
  | 收起 (?: 全文 )? | 阅读全文 | 加载中 | 正在加载 | 免费注册 | 忘记密码\?? | 我的 (?: 订单 | 收藏 |
    账户 | 主页 ) | 个人中心 | 会员中心 | 举报/反馈 | 更多精彩 (?: 内容 )?
  | (?: 加入 | 添加 | 我要 | 点击 | 放入 ) 收藏夹? | 收藏 (?: 本[站页文] | 此页 | 夹 ) | 设为首页 |
    打印 (?: 本[页文] | 此页 ) | 关闭 (?: 窗口 | 本页 ) | 我要 (?: 投诉 | 纠错 | 举报 ) | 赞助商?广告 |
    已经?到底了 | 没有更多 (?: 内容 | 数据 )? 了? | (?: 全文 | 本文 | 正文 ) (?: 完 | 结束 ) |
    意见反馈 | 分享 (?: 本文 | 给好友 ) | 一键分享 | 复制链接
  | 关于我们 | 关于本站 | 联系我们 | 加入我们 | 广告服务 | 广告合作 | 广告投放 | 商务合作 | 网站地图 |
    站点地图 | 网站导航 | 网站声明 | 法律声明 | 隐私(?:政策|条款|声明|保护) | 服务条款 | 用户协议 |
    使用条款 | 免责声明 | 版权声明 | 侵权投诉 (?:指引)? | 跟帖评论自律 (?:管理承诺书)? | 诚聘英才 |
    人才招聘 | 帮助中心
  | 微信扫一扫登[录陆] | 新浪微博 | 腾讯微博 | qq空间 | qq好友 | 微信 (?: 好友 | 朋友圈 ) | 人人网 |
    百度贴吧 | 开心网 | rss\s?订阅 | 触屏版 | 手机站 | 新闻中心 | 产品中心 | 公司简介 | 在线留言 |
    站内搜索
  | (?: 发表 | 我要 | 查看 | 网友 | 写 | 最新 | 全部 | 热门 ) (?: 评论 | 留言 | 跟帖 | 点评 |
    回帖 ) (?: 列表 )? | 我来说[两几]句 | 说点什么吧? | 打赏作者 | 赞赏(?:作者|支持) | 抢沙发 |
    暂无评论 | 还没有评论
  | 字[号体] \s* [::]? \s* (?: [\[【(]? \s* (?: 特大 | 较大 | 大 | 中 | 小 | 标准 | \+ |
    - ) \s* [\]】)]? \s* ){2,} | 第?\s?\d+\s?页 | 共\s?\d+\s?[页条篇] | 换一[批换组] | 未完待续 | 开通会员 |
    听全文 | \+关注 )"""
# …and these are words of the language too: they need something that is no letter on both sides.
WORD = r"""
    (?<!\w) (?: 首页 | 主页 | 顶部 | 目录 | 列表 | 书签 | 更多 | 全文 | 全部 | 登[录陆] | 注册 | 退出 |
      收藏 | 打印 | 关闭 | 举报 | 反馈 | 投诉 | 纠错 | 分享 | 转发 | 复制 | 引用 | 广告 | 联系方式 | 帮助 |
      常见问题 | 客户端 | 手机版 | 电脑版 | 移动版
  | 微博 | 微信 | 朋友圈 | 豆瓣 | qq | 空间 | 简体 | 繁体 | 中文版? | english | 英文版? | rss | 订阅 |
    评论 | 留言 | 回复 | 点赞 | 赞 | 踩 | 顶 | 打赏 | 评论区 | 无 | 大 | 中 | 小 | 放大 | 缩小 | 搜索 |
    导航 | 菜单 | 论坛 | 博客 | 下载 | 新闻 | 资讯 | 视频 | 图片 | 财经 | 体育
  | 娱乐 | 科技 | 汽车 | 房产 | 教育 | 军事 | 时尚 | 旅游 | 游戏 | 女性 | 健康 | 专题 | 问答 | 社区 |
    直播 | 招聘 | 关注 | 已关注 | 刷新 | 返回 | 上页 | 下页 | \d+ | home | top | 阅读 | 展开 | 收起 |
    完 ) (?!\w)"""
CLICKS = re.compile(rf"{EDGE}(?:{CLICK}|{WORD})(?:[\s\W_]*(?:{CLICK}|{WORD}))*{EDGE}", re.VERBOSE)
A_CLICK = re.compile(CLICK, re.VERBOSE)
A_WORD = re.compile(WORD, re.VERBOSE)
# Legal and corporate pages have these as an article's heading; one alone on a line may be that.
MAY_BE_HEADING = re.compile(
    r"(?:免责|版权|法律|网站)声明|隐私(?:政策|条款|声明|保护)|服务条款|用户协议|使用条款|商务合作|"
    r"广告合作|广告投放|人才招聘|意见反馈|新闻中心|产品中心|公司简介|网站导航|网站地图|帮助中心|"
    r"新浪微博|腾讯微博|人人网|开心网|百度贴吧|qq空间|qq好友|微信(?:好友|朋友圈)|会员中心|个人中心|"
    r"第?\d+页|没有了?|暂无|打印本?[页文]?|关闭(?:窗口|本页)?|复制链接|触屏版|手机站|开通会员|"
    r"加入我们|在线留言|关于本站|一键分享|分享(?:本文|给好友)"
)


def is_navigation(text: str) -> bool:
    """Whether a folded line is made of things to click."""
    if not CLICKS.fullmatch(text) or re.search(r"[。=;“”「」]", text):
        return False
    bare = re.sub(r"[\s\W_]+", "", text)
    if MAY_BE_HEADING.fullmatch(bare):
        return bool(re.search(r"[|>»\[【]", text))
    if A_CLICK.search(text):
        return True
    # Words alone: a bar of three or more, or one in the ornaments of a button: 更多>>, 【关闭】
    words = A_WORD.findall(text)
    if all(word.isdigit() for word in words):
        return False
    return (len(words) >= (2 if "|" in text else 3) and "、" not in text and "," not in text) or bool(
        re.search(r"更多.*[>»]|[>»]{2}|^\s*[\[【].*[\]】]\s*$", text)
    )


NAVIGATION = (
    whole(
        r"""
            广告 | 推广 | -* \s? (?: the \s )? end \s? -* | .{0,4}加载中 | 文明上网.{0,2}理性.{2,4} |
              .{0,4}理性(?:发言|评论)
        """
    ),
    whole(
        r"""
            (?: 立即 | 马上 | 登[录陆]后 | 快来 | 点击 )? 查看 (?: 更多 | 全部 | 所有 ) (?: 精彩 | 优质 |
              全部 )? (?: 内容 | 评论 | 资讯 | 新闻 | 文章 )?
        """
    ),
    whole(
        r"""
            (?: 点击 | 戳 | 点 | 长按 ) .{0,6} [“\"「]? (?: 阅读原文 | 原文链接 | 下方链接 | 这里 |
              此处 ) [”\"」]? [,]? (?: (?: 查看 | 了解 | 阅读 | 进入 | 下载 | 获取 ) .{0,8} )?
        """
    ),
    whole(
        r"""
            (?: 上 | 下 | 前 | 后 ) [一1] (?: 篇 | 页 | 章 | 条 | 则 ) (?: 文章 | 新闻 | 教程 | 主题 |
              帖子 )? \s* (?: [:>»→|] .{0,80} | 没有了 )
        """
    ),
    whole(
        r"""
            (?: 分享 (?: 到 | 至 | 给 | 本文 )* | 本文标签 | 文章标签 | 标签 | 关键[词字] | tags? |
              友情链接 | 热门标签 | (?:相关)?热词(?:搜索)? | 本文(?:链接|网址|地址) | 文章(?:链接|
              地址) | 固定链接 | 原文(?:链接|地址|出处) |
              永久链接 ) \s* [::] (?! .* [。;] \W* $ ) [^。;]{0,120}
        """
    ),
    whole(
        r"""
            \(? 本[章文节] (?: 未完 | 未结束 | 没有结束 | 还未完 ) .{0,20} | .{0,8} (?: 点击 | 请 |
              查看 | 翻 ) .{0,3} 下一[页章] (?: 继续 )? (?: 阅读 | 观看 | 查看 )? |
              .{0,6}未完待续.{0,16}
        """
    ),
    whole(r"共 \s? \d+ \s? 页 .{0,30} | 第? \s? \(? \s? \d+ \s? / \s? \d+ \s? \)? \s? 页"),
    whole(
        r"""
            已有 \s? \d+ \s? (?: 条 | 人 ) (?: 评论 | 参与 | 回复 ) .{0,12} | .{0,4} (?: 登录 |
              登陆 ) 后? (?: 才?[可能]以? )? (?: 发表 )? (?: 评论 | 发表 | 回复 | 留言 |
              查看 (?: 全文 | 更多 .{0,6} | 全部 ) ) | 还没有.{0,4}评论.{0,12} | 快来.{0,8}(?:评论|
              沙发).{0,4}
        """
    ),
    whole(
        r"""
            (?: 点击 | 查看 | 进入 | 返回 | 浏览 | 阅读 ) .{0,10} (?: 专题 | 频道 | 首页 | 栏目 |
              列表 ) (?: 更多 | 查看 | 阅读 )? .{0,4} [>»]+ | .{0,16} \[ (?: 详细 | 详情 | 查看全文 |
              全文 | 更多 ) \] | .{2,16} (?: 更多 | more ) \s* [>»]{1,3}
        """
    ),
    whole(r"(?: 登录 | 注册 | 立即 | 免费 | 点击 | 马上 ){2,} .{0,8}"),
)
APP_BUTTON = whole(
    r"""
        扫码 (?: 阅读 | 观看 | 下载 | 收听 ) | 手机看 .{2,4} | 继续访问 .{0,6} | (?: 在 | 使用 |
          用 ) .{0,4} 浏览器 [中里内]? (?: 打开 | 访问 )
      | 打开 \s? (?: app | 客户端 )"""
)
BANNERS = (
    whole(
        r"""
            (?: [您你]? (?: 现在 | 当前 | 目前 )? 的? (?: 所在 | 浏览 )? 的? 位置 |
              [您你]? 的? 当前位置 | 所在位置 | 位置导航 | 现在的位置 | 面包屑 | 位置 ) \s* (?: [::] |
              是 | > ) .{1,80}
        """
    ),
    whole(
        r"""
            [^。!?,;]{1,24} (?: \s* (?: > | >> | » | › | → | ➔ |
              / (?=\s) ) \s* [^。!?,;>»<]{1,40} )* \s* (?: (?<!-) >+ | » | › | / ) \s* (?: 正文 |
              详情 | 内容 | 文章 | 浏览文章 | 查看文章 | 文章正文 )
        """
    ),
    whole(r"(?: 网站 )? (?: 首页 | 主页 | (?<!/) home ) \s* (?: > | >> | » | › | / | \| | - | → )+ .{1,80}"),
    whole(
        r"""
            (?: 您好 | 你好 | 亲 | hi | hello )? [\W_]* (?: 热烈 )? 欢迎 (?: 您 | 你 | 大家 |
              朋友们? )? (?: 来到 | 访问 | 光临 | 莅临 | 浏览 | 进入 | 登[录陆] | 回来 |
              阅读 ) [^,。;]{0,30} (?: [!,。~].{0,16} )?
        """
    ),
    whole(r"(?: 网站 )? 首页 (?: \s+ [^\s,。]{2,6} ){2,}"),
)
SITE_IN_BANNER = re.compile(
    r"欢迎(?:您|你|大家)?(?:来到|访问|光临|莅临|浏览|进入|登[录陆])\s*([^\s!,。~;的]{2,16}?)\s*[!,。~]*$"
)

# --- editors' line ----------------------------------------------------------------------------------------

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
        r"\s*[\w·]{0,16}记者\s{1,4}[\u4e00-\u9fff]{2,4}(?:\s+(?:通讯员|实习生|摄影|文/?图?|"
        r"[\u4e00-\u9fff]{2,4})){0,8}\s*"
    ),
    re.compile(r"\s*[(\[【]?\s*原标题\s*[::].{1,60}"),
    re.compile(
        r"\s*(?:文|图|图文|文字)\s*[/|丨]\s*\S{2,12}(?:\s+\S{1,12}){0,4}\s*(?:(?:图|摄影?|编辑|"
        r"供图)\s*[/|丨]\s*\S{2,12}(?:\s+\S{1,8})*)?\s*"
    ),
    re.compile(r"\s*(?:作者|译者|笔者|撰稿人|本文作者)[系为是]\s?[^,。;!?]{4,30}[)。]?\s*"),
    re.compile(r"\s*[(\[【]?\s*(?:责任编辑|责编|校对|责任校对)\s*[::/ 　]\s*\S{1,20}(?:\s+\S{1,12})?.{0,6}"),
    re.compile(
        r"\s*(?:本报|本网|本刊|新华社|中新社|通讯员|特约)?记者\s?[\u4e00-\u9fff\s、]{2,12}\s?(?:/?摄|"
        r"文|报道|/文)?\s*"
    ),
)

# --- license numbers --------------------------------------------------------------------------------------

LICENSES = (
    re.compile(
        r"icp\s*(?:备|证)?\s*(?:案)?\s*(?:号|"
        r":)?[^\u4e00-\u9fff]{0,3}(?:[\u4e00-\u9fff]?\s?[b]?\d?[-]?)?\d{5,}"
    ),
    re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?icp\s?[备证]"),
    re.compile(r"icp\s*证书?号?\s*[::]|icp证\w{0,4}\d{4,}"),
    re.compile(r"公\s?网\s?安\s?备|网安备\s?\d"),
    re.compile(
        r"(?:经营|许可|出版|资格|备案|登记|文化|信息服务|视听节目|从业|执业|"
        r"资质)[^。,;]{0,14}(?:许可证|资格证书?|备案|执照|证书|许可|登记证|批准|证|编号)"
        r"(?:书|号|编号|号码)?\s*[::]?\s*[(\[〔]?\s*[^。,;:]{0,14}[\d〔(]\S{0,4}\d{2,}"
    ),
    re.compile(r"(?:备案|许可证?|执照|登记证?)(?:编?号|号码)\s*[::]\s*\S{0,8}\d{4,}"),
    re.compile(r"(?:京|沪|粤|浙|苏|闽|川|鄂|湘|国|新)\S{0,6}(?:网文|网视|字第|网出|药广|卫网)\S{0,6}\d{4,}"),
)
LICENSE_HINT = re.compile(r"icp|网安|许可|备案|执照|资格|登记")
ABOUT_LICENSES = re.compile(r"例如|规定|办法|应当|依法|可以|需要|查询|如何|。.{8,}。")

# --- sentences a site says of itself ----------------------------------------------------------------------

HONEST: tuple[Signal, ...] = (
    signal("asks how", -0.6, r"^ \W* (?: 如何 | 怎么 | 怎样 | 为什么 | 什么是 )"),
    signal("warns", -0.8, r"诈骗 | 骗子 | 被骗 | 警惕 | 切勿 | 不法分子 | 冒充 | 嫌疑人"),
    signal(
        "cites law",
        -0.8,
        r"""
            《[^》]{2,30}(?:法|条例|规定|办法|解释|公约)》 | 第[一二三四五六七八九十百零〇\d]+条 |
              法释 | 应当 | 民事责任 | 起诉 | 判[令决] | 他人的?(?:作品|著作|权利) | 原告 | 被告 |
              法院 | 诉讼
        """,
    ),
    signal(
        "reports",
        -0.8,
        r"""
            记者(?!:) | 获悉 | 公告称? | 发文称? | 表示[,:] | 认为[,:] | 近日 | 昨[天日] | 今晚 |
              发布会 | 数据显示 | [他她](?:的|们|在|说)
        """,
    ),
    signal(
        "explains steps",
        -0.6,
        r"""
            点击(?!下载|打开|上方|下方|关注|查看|这里|蓝字|加载|阅读|链接)[^,。]{1,12}[,。] |
              选择[“「] | 输入(?:金额|密码|手机|验证|账号|姓名|身份|对方|卡号) | 填写 | 首先 | 其次 |
              按照 | 登录.{2,12}(?:app|官网) | 实名 | (?:即可|可以)(?:查询|看到|办理|验证|修改|在) |
              右上角
        """,
    ),
)
COPYRIGHT = (
    signal("copyright sign", 0.6, r"copyright | © | \(c\)\s?\d{4} | (?<!\w)c\s?\d{4}-\d{4}"),
    signal(
        "owner",
        0.7,
        r"""
            版权所有 | 版权归 | 著作权归 | 版权属 | all \s rights? \s reserved | 保留所有权利? |
              保留一切权利 | 版权声明\s*: | 版权(?:信息)?: | ©\s?(?:19|20)\d\d | ©.{2,20}(?:公司|网|社|
              inc|ltd)
        """,
    ),
    signal(
        "year and owner", 0.4, r"(?:19|20)\d\d | inc\b | ltd | \.com | 公司 | 网 | 社 | 转载 | 侵权 | 作者"
    ),
    signal("owner first or last", 0.4, r"^ \W* (?: 版权所有 | copyright | © ) | 版权所有 \W* $"),
    signal("rights reserved alone", 0.6, r"all \s rights? \s reserved"),
    signal("powered by", 1.0, r"powered \s by \s \w+"),
    signal(
        "licensed to us",
        1.0,
        r"""
            (?: 已获 | 已经 | 经 | 获 ) .{0,10} 授权 .{0,4} (?: 转载 | 发布 ) |
              授权 (?: 本[站网号] ) (?: 转载 | 发布 )
        """,
    ),
    signal(
        "forbids copying",
        1.0,
        r"""
        (?: 未经 .{0,16} (?: 授权 | 许可 | 允许 | 同意 | 书面 ) .{0,12} (?: 不得 | 禁止 | 严禁 |
          请勿 | 谢绝 | 任何 | 擅自 (?: 转载 | 复制 | 使用 (?!者) ) ) | (?: 谢绝 | 严禁 | 禁止 | 请勿 |
          拒绝 | 不得 ) (?: 任何形式的? | 擅自 | 私自 | 非法 | 随意 )? (?: 转载 | 复制 | 抄袭 | 盗用 |
          搬运 | 二次 ) )""",
    ),
    signal(
        "asks for credit",
        1.0,
        r"""
        转[载发] (?: 时 | 与.{0,3} | 或.{0,3} | 、.{0,3} | 本文 | 文章 | 此文 | 内容 | 或引用 |
          使用 )? (?: 请 | 须 | 需 | 必须 | 务必 | 敬请 ) (?: 联系 | 注明 | 标[明注] | 保留 | 附上? |
          获 | 在 | 经 | 说明 | 事先 | 先 | 与 ) | (?: 请 | 欢迎转载.{0,4} ) (?: 注明 |
          保留 ) .{0,6} (?: 出处 | 来源 | 链接 | 作者 )
      | 商业转载 | 首发.{0,10}(?:转载|授权) | 独家.{0,6}转载 | 转载 .{0,6} (?: 出处 | 自 [::] )""",
    ),
    signal(
        "original", 0.4, r"本文(?:系|为|是|属).{0,10}(?:原创|独家) | 原创(?:作品|文章|内容|首发) | cc \s? by"
    ),
)
DISCLAIMER = (
    signal(
        "label",
        0.4,
        r"""
            ^ [\W_]* (?: (?: 免责 | 特别 | 郑重 | 重要 | 法律 | 风险 | 友情 | 温馨 | 本站 | 本网 |
              作者 | 网站 | 平台 )? (?: 声明 | 提示 | 提醒 | 申明 | 说明 ) | 注 | 免责 | 凡 (?: 本网 |
              本站 | 注明 ) | p\.?s | 以上 )
        """,
    ),
    signal(
        "only the author's view",
        1.0,
        r"""
            (?: 仅 | 只 | 均 | 纯属 )? (?: 为 | 是 | 系 | 代表 ) [^,。]{0,8} (?: 作者 | 个人 | 本人 |
              发布者 | 网友 | 嘉宾 | 原作者 )+ [^,。]{0,16} (?: 观点 | 意见 | 看法 | 立场 | 言论 )
        """,
    ),
    signal(
        "not our view",
        1.0,
        r"""
            (?: 不 | 并不 | 并非 | 未必 ) (?: 代表 | 意味着 | 表明 | 反映 |
              等于 ) [^。]{0,16} (?: 观点 | 立场 | 看法 | 意见 | 赞同 | 同意 | 认同 )
        """,
    ),
    signal(
        "no advice",
        1.0,
        r"""
            不 (?: 构成 | 作为 | 视为 | 形成 ) [^。]{0,14} (?: 投资 | 交易 | 买卖 | 操作 | 法律 |
              医疗 | 诊疗 | 用药 | 理财 | 任何 )? [^。]{0,4} (?: 建议 | 意见 | 依据 | 推荐 | 邀约 |
              要约 | 参考 )
        """,
    ),
    signal("for reference", 0.6, r"仅[供作]?.{0,8}参考 | 仅供.{0,8}(?:学习|交流|娱乐|阅读|个人|测试)"),
    signal(
        "own risk",
        0.6,
        r"""
            (?: 风险 | 后果 | 责任 | 盈亏 | 损失 ) .{0,4} (?: 自担 | 自负 | 自行承担 | 自理 ) |
              据此 .{0,4} (?: 操作 | 投资 | 入市 | 买卖 | 交易 )
        """,
    ),
    signal("market slogan", 0.6, r"(?: 投资 | 市场 | 股市 | 入市 | 理财 | 基金 | 期货 | 交易 ) 有风险 "),
    signal("be careful", 0.4, r"(?: 须 | 需 | 要 | 请 ) 谨慎"),
    signal(
        "nothing to do with us",
        1.0,
        r"与 (?: 本[站网公平号社刊] | 我们 | 我司 | 该平台 | 网站 (?!的) ) .{0,8} 无关",
    ),
    signal(
        "only hosts it",
        1.0,
        r"""
            (?: 本[站网平] | 平台 | 号 ) [^,。]{0,12} (?: 仅 | 只 | 系 | 为 |
              是 ) .{0,4} 提供 .{0,8} (?: 信息 | 空间 | 内容 | 资讯 ) .{0,6} (?: 存储 | 储存 | 发布 |
              展示 | 交流 | 服务 ) | 信息存储 (?: 空间 )? 服务 | (?: 系 | 为 | 仅 |
              提供 ) 信息 (?: 发布 | 交流 | 展示 ) 平台 | 本[站网平].{0,6}提供.{0,4}(?:发布|存储|
              交流)平台
        """,
    ),
    signal(
        "by users",
        0.6,
        r"""
            (?: 由 | 为 | 系 | 均 | 皆 | 来自 | 源于 ) [^,。]{0,12} (?: 用户 | 网友 | 会员 | 作者 |
              创作者 | 自媒体 | 第三方 | 机构 | 互联网 | 网络 | 商家 ) [^,。]{0,10} (?: 自发 | 自行 |
              自主 | 原创 | 上传 | 发布 | 贡献 | 投稿 | 提供 | 整理 | 收集 | 分享 | 转载 )
        """,
    ),
    signal(
        "no liability",
        0.6,
        r"""
            (?: 本[站网平公号社] | 我们 | 作者 | 不对 | 概不 | 均不 |
              恕不 ) .{0,40}? (?: 不 (?: 承担 | 负 | 做 | 作 | 保证 | 拥有 | 对 | 提供 | 予 ) | 概不 |
              力求 | 不对您 ) | 不承担 .{0,10} 责任 | 概不负责 | 恕不负责 | 不作任何 | 不做任何
        """,
    ),
    signal(
        "vouches for nothing",
        0.3,
        r"(?: 真实性 | 准确性 | 完整性 | 合法性 | 及时性 | 有效性 | 可靠性 | 证实其 ) ",
    ),
    signal(
        "passing on",
        1.0,
        r"""
            (?: 传[递播] | 分享 | 提供 ) 更多 .{0,3} (?: 信息 | 资讯 | 知识 ) .{0,4} (?: 之 )? 目的? |
              目的 (?: 在于 | 是 | 为 )? .{0,6} (?: 传[递播] | 分享 )
        """,
    ),
    signal(
        "reprinted",
        0.4,
        r"""
            (?: 本文 | 文章 | 内容 | 均 | 图片 | 信息 | 作品 ) .{0,4} (?: 转载 | 转自 | 来[自源]于? |
              摘自 | 整理自 )
        """,
    ),
    signal("of the site", 0.3, r"本[站网平号公] | 本文 | 我们 | 以上 | 上述 | 凡 | 该文"),
    signal(
        "asks forbearance",
        1.0,
        r"""
        (?: 水平 | 能力 | 精力 ) 有限 .{0,30} (?: 指正 | 指教 | 包涵 | 谅解 | 斧正 | 见谅 ) |
          欢迎 .{0,8} (?: 批评 )? 指正 | 不吝赐教""",
    ),
    signal("deposits are safer", 0.6, r"理财非存款 | 产品有风险 | 套利有风险"),
    signal(
        "generated",
        0.6,
        r"(?: 由 | 通过 ) \s? (?: ai | 人工智能 | 机器 | 系统 ) .{0,8} (?: 生成 | 翻译 | 撰写 | 创作 )",
    ),
)
TAKEDOWN = (
    signal(
        "if it infringes",
        0.6,
        r"""
        (?: 如 | 若 | 有 | 凡 | 涉 | 倘 | 存在 | 发现 | 任何 | 认为 ) [^。]{0,24} (?: 侵[权犯] |
          版权 | 著作权 | (?: 作者 | 权利人 | 版权 | 内容 | 本文 | 图片 ) .{0,8} 异议 |
            异议 .{0,8} (?: 我们 | 本[站网] ) | 不妥 |
            来源.{0,6}(?:有误|错误) ) | 侵权必?删 | 侵[权犯]?.{0,8}(?:联系|
          告知|删) | 版权.{0,6}(?:问题|投诉|申诉) | 侵权.{0,4}(?:投诉|举报|反馈)""",
    ),
    signal(
        "is told to delete",
        0.5,
        r"删[除帖稿] | 侵删 | 撤[下除稿] | 下架 | 更正 | 修改 | 处理 | 移除 | 屏蔽 | 删(?!\w)",
    ),
    signal(
        "how to tell",
        0.4,
        r"""
            联系 | 告知 | 来[信函电] | 通知 | 致[信函电] | 邮件 | 发送 | 留言 | 反馈 | 举报 | 私信 |
              取得联系 | 洽
        """,
    ),
    signal(
        "of the site",
        0.2,
        r"""
            我们 | 本[站网号平公] | 作者 | 小编 | 站长 | 管理员 | 客服 | 编辑部? | 原文 | 图片 |
              文内 | 内容 | 文章 | 来源 | 素材 | 您 | 请(?:及时|立即|尽快)?(?:联系|告知|与|来|通知)
        """,
    ),
    signal(
        "deletion on a word",
        1.0,
        r"""
            侵(?:权|犯)?[即必则]?(?:可)?删(?!除方法) | (?: 侵权 | 删[帖稿除] | 下架 |
              撤稿 ) [、/和及\s]* .{0,6} (?: 联系 | 举报 | 投诉 ) .{0,4} (?: 方式 | 电话 | 邮箱 | qq |
              : | ☎ )
        """,
    ),
    signal(
        "report here",
        1.0,
        r"""
        (?: 违法 | 不良信息 | 有害信息 | 虚假信息 | 违规 | 侵权 | 未成年人 | 涉.{1,8} | 诈骗 | 文明 |
          网络谣言 | 内容 ) .{0,16} 举报 [^。]{0,6} (?: 电话 | 邮箱 | 热线 | 中心 | 方式 | 网站 |
          平台 | 专区 | 入口 | 信箱 | : | $ )
      | ^ [^,。]{0,14} (?: 举报 | 投诉 | 维权 | 反馈 | 监督 | 纠错 | 投诉/?删除 ) .{0,3} (?: 电话 |
        邮箱 | 热线 | 信箱 | qq | 网址 | 中心 | 方式 | 举报 )? (?: \s*: | 请.{0,4}(?:发|联系|
        邮) ).{0,4} [☎✉⌂✆]""",
    ),
    signal(
        "of images and texts taken",
        0.4,
        r"""
            (?: 图片 | 文章 | 素材 | 内容 | 资源 | 本文 | 信息 | 作品 | 资料 |
              视频 ) .{0,10} (?: 来[自源]于? | 源于 | 取自 | 收集 | 收藏 | 转[载自] | 搜集 |
              整理 ) .{0,6} (?: 网络 | 互联网 | 网上 | 网友 )
        """,
    ),
    signal("rights stay", 0.4, r"(?: 版权 | 著作权 ) .{0,4} (?: 归 | 属 ) .{0,4} (?: 原 | 作者 | 权利人 )"),
)
FOLLOW = (
    signal(
        "follow us",
        0.8,
        r"""
        (?: 欢迎 | 请 | 敬请 | 记得 | 赶紧 | 快来 | 点击 | 长按 | 扫[码描]? | 扫一扫 | 麻烦 | 点个 |
          别忘了 | 喜欢就 ) [^。]{0,20} 关注
          (?: [^,。]{0,16} (?: 公众 | 公号 | 微信 | 微博 | 官微 | 账号 | 订阅号 | 频道 | 专栏 | 抖音 |
            头条 | 客户端 | 我 (?!国) | 本[站号网] | 作者 | 博主 | 小编 | 二维码 | 下方 | 网站 | @ |
            [“「【(][^,。]{2,12}[)】」”] ) | (?: 一下 | 哦 | 吧 | 支持 | 呀 | 哟 )? (?: [!。~\s]* $ |
            , ) )
      | 关注 (?: 我们? (?! 国 ) | 本号 | 作者 | 博主 | 小编 | 下方 | 哦 | 一下 | 不迷路 | 走一波 | ↓ |
        【 | 官方微[信博] ) | 关注 [^,。]{0,20} (?: 公众号 | 微信号 | 订阅号 | 服务号 | 官微 | 频道 |
        专栏 | 头条号 | 百家号 | 抖音 | 客户端 )""",
    ),
    signal(
        "scan to follow",
        0.8,
        r"""
            (?: 扫 | 长按 | 识别 | 扫描 | 扫一扫 ) .{0,14} (?: 二维码 | 下[方图] | 上[方图] |
              图片 ) .{0,12} (?: 关注 | 添加 | 进群 | 加入 | 领取 | 订阅 | 获取 ) | (?: 扫描? | 长按 |
              识别 ) .{0,8} [上下][方面]? .{0,4} 二维码 | 长按.{0,6}识别 | (?:扫码|扫一扫|
              微信扫).{0,10}(?:关注|加入|订阅|领取)
        """,
    ),
    signal(
        "reply for it",
        1.0,
        r"""
            (?: 回复 | 发送 | 输入 ) \s* [“\"「【] .{1,12} [”\"」】] .{0,6} (?: 领取 | 拿 | 免费 |
              获取 .{0,4} (?: 资料 | 教程 | 源码 ) )
        """,
    ),
    signal(
        "reward the author",
        1.0,
        r"""
            (?: 给 | 为 | 声援 ) (?: 作者 | 博主 ) .{0,4} (?: 打赏 | : ) | 打赏 .{0,4} (?: 作者 |
              支持 | 一下 ) | 点击? .{0,8} (?: 推荐 | 赞 ) 一下
        """,
    ),
    signal(
        "more there",
        0.8,
        r"更多 .{0,8} (?: 请 | 敬请 | 欢迎 ) .{0,4} 关注",
    ),
    signal(
        "thumbs up",
        1.0,
        r"""
        一键三连 | 素质三连 | 记得 .{0,4} 三连 | 三连 (?: 支持 | 哦 | 吧 ) | (?: 点个 | 请点 | 求点 |
          帮忙点 | 记得点 ) \s? [“"「]? (?: 赞 | 在看 ) .{0,14} (?: 吧 | 哦 | 再走 | 支持 | 呗 | 啦 |
          哟 | ! | 关注 | 转发 | $ ) | 点赞 [、,+和\s]* (?: 收藏 | 转发 | 在看 | 关注 | 评论 |
          分享 ) .{0,20} | 双击 .{0,6} 关注 | 求 (?: 关注 | 点赞 | 收藏 | 推荐票 | 月票 | 订阅 )
      | (?: [给来求点送] 个 | 求 ) (?: 赞 | star | 好评 | 五星 | 关注 ) | (?: 转发 |
        分享 ) .{0,4} (?: 给 | 到 | 至 ) .{0,8} (?: 朋友 | 好友 | 朋友圈 ) |
        点(?:击)?.{0,6}上方.{0,6}(?:蓝字|关注)""",
    ),
    signal(
        "account named",
        0.8,
        r"""
            (?: 微信 | 官方 | 订阅 )? (?: 公众[平台]*号 | 公众帐号 | 公号 | 订阅号 | 官方微[信博] |
              官微 | 服务号 | 头条号 | 视频号 | 抖音号? | 微信搜(?:索|一搜)? | 搜索公众号 ) (?: 名称? |
              是 | 为 | 账号 )? \s* [::@「【“\"(] \s* [\w@]{2,}
        """,
    ),
    signal(
        "search for us",
        0.8,
        r"^ \W* 微信搜 (?: 索 | 一搜 )? \s* \S{2,12} $",
    ),
    signal(
        "first there",
        0.7,
        r"""
            (?: 首发 | 转自 | 转载自 | 摘自 | 选自 ) (?: 于 | 自 |
              在 )? .{0,4} (?: 微信 )? (?: 公众号 | 公号 | 知乎 | 头条 | 简书 )
        """,
    ),
    signal(
        "for more",
        0.4,
        r"""
            更多 | 精彩 | 第一时间 | 回复 | 领取 | 福利 | 获取 | 了解 | 不迷路 | 每天 | 每日 | 下期 |
              全文 | 查看 | 阅读 | 推送 | 干货 | 支持 | 谢谢 | 喜欢 | 下方 | 我们 | 我的 | 资讯 | @
        """,
    ),
    signal("short", 0.3, r"^ .{1,24} $"),
    signal(
        "an authority's account",
        -0.9,
        r"""
            (?: 国家 | 法院 | 医保 | 税务 | 公安 | 银行 | 政府 | 当地 | 官方客服 | 人社 | 交警 |
              教育局 | 监管 ) .{0,16} (?: 公众号 | 微信 | 官微 | 小程序 )
        """,
    ),
    signal(
        "tells what comes of it",
        -1.2,
        r"""
        关注 [^,。]{0,14} 后 ,? (?! 回复 | 发送 | 后台 | 领 | 私信 | 获取 ) [^。]{2,} | 二维码后, |
          商家 | 用户 | 消费者 | 客户 (?!端)""",
    ),
    signal(
        "tells what an account did",
        -0.8,
        r"""
            (?: 通过 | 据 | 从 | 在 | 其 ) .{0,12} (?: 公众号 | 官方微[信博] | 官微 ) | 运营者 | 曾 |
              发布过 | 公众号 (?: 是 | 的 (?! 朋友 | 粉丝 ) | 后台 | 发布 | 里 | 上 | 文章 | 平台 )
        """,
    ),
)
APP = (
    signal(
        "open it in the app",
        0.7,
        r"""
        (?: 打开 | 下载 | 点击 | 前往 | 进入 | 安装 | 使用 | 在 | 到 | 去 | 请 | 立即 | 扫码 | 马上 |
          登录 | 更新 | 唤起 | 用 ) [^,。;]{0,12} (?: app | 客户端 | 小程序 (?! 是 ) )
      | 请 .{0,8} 浏览器 .{0,4} (?: 打开 | 访问 | 查看 ) | 使用浏览器打开 | 复制.{0,6}浏览器 |
        打开 .{0,8} 应用 (?: 查看 | 阅读 )""",
    ),
    signal(
        "what for",
        0.5,
        r"""
            查看 | 阅读 | 更好?的?体验 | 体验更 | 观看 | 全文 | 看更多 | 更多 | 完整 | 高清 | 畅享 |
              收听 | 畅读 | 畅看 | 更佳 | 更流畅 | 更方便 | 看新闻 | 随时随地 | [中内里] 打开 |
              打开链接 | 浏览器打开 | 免费看 | 无广告 | 第一时间 | (?: 立即 | 马上 | 点击 | 扫码 |
              扫描 | 免费 ) .{0,6} (?: 下载 | 打开 | 安装 )
        """,
    ),
    signal("short", 0.2, r"^ .{1,16} $"),
    signal(
        "read it by its code",
        1.0,
        r"扫 .{0,8} 二维码 .{0,2} (?: 访问 | 浏览 | 阅读 | 观看 ) \W* $",
    ),
    signal(
        "go on on the phone",
        1.0,
        r"""
        (?: 扫 [一描码] | 手机扫 | 用手机 | 微信扫 | 二维码 ) .{0,16} (?: 用手机 | 手机上? | 在手机 |
          分享 | 朋友圈 | 继续 ) .{0,4} (?: 看 | 阅读 | 浏览 | 访问 | 继续 | 观看 | 打开 | 到 | 给 |
          好友 | 朋友圈 | 圈 | 查看 )? | 手机 (?: 扫码 | 扫一扫 ) .{0,8} (?: 看 | 阅读 | 下载 |
          浏览 ) | 扫.{0,8}(?: 下载 | 安装 ) .{0,10} (?: 客户端 | app | 应用 )? | (?:手机|
          微信)?扫一?[扫码]看.{0,8}""",
    ),
    signal("longer than a prompt", -0.6, r"^ .{45,} $"),
    signal(
        "steps",
        -0.8,
        r"""
            [“「][^”」]+[”」] | 选择 | 输入 | 登录后 | 按照 | 认证 | 还款 | 额度 | 账单 | 申请 |
              办理 | 查询 | 协商 | 投诉 | 客服 | 开发 | 用户 | 进行 | 版本 | 权限 | 扫描仪 | 受害 |
              操作 | 通过.{2,10}app | 官方 | 缴费 | 支付 | 充值 | 提交 | 绑定 | 设置
        """,
    ),
)
WATERMARK = (
    signal(
        "remember us",
        1.0,
        r"""
            (?: 一秒 | 天才 | 请 .{0,4} | 牢 | 谨 | 最好 )+ (?: 记住 | 记下 | 牢记 |
              收藏 ) .{0,12} (?: 本站 | 本书 | 【 | 网址 | 域名 | 地址 | : | [⌂] ) | 请?(?:牢记|记住|
              收藏)(?:本站|本书).{0,10}
        """,
    ),
    signal(
        "our address",
        0.7,
        r"""
            (?: 本[站书] | 最新 | 备用 | 永久 | 手机版? | 阅读 | 发布页? | 官方 | 防[走丢]失 |
              移动端? | 新 | 首发 ) .{0,4} (?: 网址 | 域名 | 地址 | 站点 | 入口 |
              发布页 ) (?! .{0,3} 为准 ) .{0,8} [::]? .{0,3} [⌂]?
        """,
    ),
    signal("document site", 1.0, r"由会员 .{0,4} (?: 分享 | 上传 ) | 可在线阅读 .{0,20} 更多相关"),
    signal(
        "greets its readers",
        1.0,
        r"""
            欢迎 .{0,4} (?: 书友 | 读者 ) .{0,4} (?: 光临 | 阅读 ) | 推荐.{0,6}(?:大神|完本) |
              (?: 章节 | 内容 | 本章 ) .{0,4} (?: 错误 | 有误 | 缺失 ) .{0,8} 举报
        """,
    ),
    signal(
        "of this site",
        0.4,
        r"本站 | 本书 | (?:手机|用户|网址|域名|地址|小说).*[⌂] | 小说 | 免费 | 牢记 | 收藏 | 发布页 | 无弹窗",
    ),
    signal(
        "novel site",
        1.0,
        r"""
            无弹窗 | 最快更新 | 更新最快 | 更新速度 .{0,4} (?: 最快 | 全网 | 第一 ) | 首发更新 |
              全文字?更新 | 免费阅读.{0,10}(?:全文|最新|小说) |
              (?: 为[您你] )? 提供 .{0,8} 小说 .{0,4} (?: 阅读 | 下载 ) | 手打(?:更新|中) |
              txt.{0,4}下载 | (?: 最新 | 更多 | 后续 | 全本 | 精彩 ) .{0,8} (?: (?: 章节 |
              小说 ) .{0,4} (?: 请 | 尽在 | 就[到在] | 上 ) | 内容 尽在 ) | 手机阅读更方便 |
                加入书[架签] .{0,4} (?: 方便 | 以便 ) | 方便 (?: 下次 | 以后 ) 阅读 | 追书 |
              看书 (?: 神器 | 就 [上来到] ) | 求(?:收藏|推荐票|月票)
        """,
    ),
    signal(
        "read it there",
        0.8,
        r"""
            (?: 手机用户 | 用户 | 读者 | 书友 )+ (?: 请? (?: 浏览 | 访问 | 登[录陆] | 到 | 前往 |
              移步 | 进入 ) ) .{0,16} (?: 阅读 | 观看 | 查看 | [⌂] | 体验 )
        """,
    ),
    signal(
        "support the original", 0.7, r"首发 | 支持 (?: 正版 | 原创 | 作者 \W* $ ) | 正版 (?: 订阅 | 阅读 )"
    ),
    signal("on a novel site", 0.4, r"网 | 正版 | 本书 | 体验 | 优质"),
    signal("tells of sites", -0.6, r"[他她] | 认为 | 据 | 因此 | 通过 | 用户应 | 由于"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of boilerplate that is sentences: `anchors` are the signals of which one at least must be seen.

    The other signals only add weight. `hint` is a cheap look that tells most prose apart.
    """

    name: str
    hint: re.Pattern[str]
    anchors: tuple[Signal, ...]
    others: tuple[Signal, ...]


def kind(name: str, hint: str, signals: tuple[Signal, ...], anchors: str) -> Kind:
    """A kind whose anchors are given by name, separated by bars."""
    names = set(anchors.split("|"))
    unknown = names - {each.name for each in signals}
    if unknown:
        raise ValueError(f"{name}: no such signals: {sorted(unknown)}")
    return Kind(
        name,
        re.compile(hint),
        tuple(each for each in signals if each.name in names),
        tuple(each for each in signals if each.name not in names),
    )


SENTENCES: tuple[Kind, ...] = (
    kind(
        "takedown_contact",
        r"侵|举报|投诉|版权|著作权|删|违法|不良|异议|维权|纠错|反馈|监督|文明",
        TAKEDOWN,
        "if it infringes|deletion on a word|report here|rights stay",
    ),
    kind(
        "copyright",
        r"copyright|©|版权|著作权|转[载发]|授权|rights|powered|未经|谢绝|严禁|禁止|不得|出处|来源|"
        r"保留|首发|独家",
        COPYRIGHT,
        "owner|powered by|licensed to us|forbids copying|asks for credit|rights reserved alone",
    ),
    kind(
        "disclaimer",
        r"代表|观点|构成|视为|作为|参考|自[担负理]|自行承担|操作|风险|谨慎|无关|存储|发布|责任|负责|"
        r"真实性|[传分提].{0,2}更多|指正|赐教|有限|声明|生成|保证|意味",
        DISCLAIMER,
        "only the author's view|not our view|no advice|for reference|own risk|market slogan"
        "|nothing to do with us|only hosts it|by users|no liability|vouches for nothing|passing on"
        "|asks forbearance|deposits are safer|generated",
    ),
    kind(
        "follow_prompt",
        r"关注|打赏|声援|推荐|回复|发送|领取|扫|二维码|赞|在看|点个|公众|公号|首发|微信搜|官微|三连|"
        r"识别|转发|分享|微博|订阅号|star|头条号|视频号|抖音|双击|求|好评",
        FOLLOW,
        "follow us|reply for it|reward the author|more there|scan to follow|thumbs up"
        "|account named|search for us|first there",
    ),
    kind(
        "app_prompt",
        r"app|客户端|小程序|扫|浏览器|手机|应用",
        APP,
        "open it in the app|read it by its code|go on on the phone",
    ),
    kind(
        "site_watermark",
        r"记[住下]|牢记|收藏|网址|域名|地址|站点|入口|发布页|小说|弹窗|更新|章节|书友|读者|首发|"
        r"手机用户|月票|推荐|会员|追书|看书|正版|手打|txt|支持|举报",
        WATERMARK,
        "remember us|our address|novel site|document site|greets its readers|read it there"
        "|support the original",
    ),
)
SECTION_HEADING = re.compile(
    r"\s*(?:\#{1,6}\s|第?[一二三四五六七八九十百]+[、.章节条编部]|[(][一二三四五六七八九十\d]+[)]|"
    r"\d+(?:\.\d+)+|\d+[.、]\s?[^\d]{0,14}$|\|)"
)


def is_editors_line(text: str) -> bool:
    """Whether a folded line names who made the page and nothing else; labels with a sentence are dialogue."""
    text = re.sub(rf",\s*(?={EDITOR_LABEL}\s*[::/])", " ", text, flags=re.VERBOSE)
    sentence = re.search(r"[。!?,;].|[。?!]$", text) and not re.fullmatch(r"\s*[(\[【].*[)\]】]\s*", text)
    if sentence and "原标题" not in text:
        return False
    return bool(EDITOR_ONLY.search(text)) and any(pattern.fullmatch(text) for pattern in EDITORS)


def furniture(folded: str) -> str:
    """The kind of a line that is nothing but furniture, or ""."""
    text = folded.strip()
    if not text or len(text) > 200 or SECTION_HEADING.match(text):
        return ""
    if len(text) > 50 and text.endswith("。") and not LICENSE_HINT.search(text):
        return ""  # a sentence: no furniture is that long and ends like one
    if len(text) <= 160:
        if any(pattern.fullmatch(text) for pattern in BANNERS):
            return "channel_banner"
        if is_editors_line(text):
            return "editor"
    bare = re.sub(r"[\s\W_]+", "", text)
    if len(bare) <= 14 and not NOT_A_BLOCK.fullmatch(bare):
        for kind, pattern in BLOCKS:
            if pattern.fullmatch(text):
                return kind
    if len(text) <= 160 and is_navigation(text):
        return "nav"
    if any(pattern.fullmatch(text) for pattern in NAVIGATION):
        return "nav"
    if APP_BUTTON.fullmatch(text):
        return "app_prompt"
    if (
        LICENSE_HINT.search(text)
        and any(pattern.search(text) for pattern in LICENSES)
        and not ABOUT_LICENSES.search(text)
    ):
        return "icp"
    return ""


@lru_cache(maxsize=4096)
def weigh_sentences(with_signs: str) -> tuple[str, Weighed]:
    """The best of the kinds that are sentences, for a text in which reachables are signs."""
    best = ("", Weighed(0.0, ()))
    honest: Weighed | None = None
    for each in SENTENCES:
        if not each.hint.search(with_signs):
            continue
        anchors = weigh(with_signs, each.anchors)
        if not anchors.signals:
            continue
        others = weigh(with_signs, each.others)
        honest = honest or weigh(with_signs, HONEST)
        total = anchors.score + others.score + honest.score
        if total > best[1].score:
            best = (each.name, Weighed(total, anchors.signals + others.signals + honest.signals))
    return best
