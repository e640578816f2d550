"""Navigation: what one can click, the headings of blocks of links, banners, and paths of a site's sections.

Each is a grammar that must fit the whole folded line.
"""

from __future__ import annotations

import re

from qingyuan.stages.strip.folding import unmask_disguise

LONGEST_HEADING = 14  # characters without spaces and marks
EDGE = r"[\s\W_]*"


def whole(pattern: str) -> re.Pattern[str]:
    """A pattern for the whole line, whatever brackets and ornaments stand around it."""
    return re.compile(rf"{EDGE}(?:{pattern}){EDGE}", re.VERBOSE)


# --- headings of blocks of links --------------------------------------------------------------------------


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
OTHER_ARTICLES = (
    ("random_block_heading", RANDOM_HEADING),
    ("latest_block_heading", LATEST_HEADING),
    ("related_block_heading", RELATED_HEADING),
)

# --- what one can click -----------------------------------------------------------------------------------


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
  | 字[号体] \s*+ (?: [::] \s*+ )? (?: (?: [\[【(] \s*+ )? (?: 特大 | 较大 | 大 | 中 | 小 | 标准 | \+ |
    - ) \s*+ (?: [\]】)] \s*+ )? ){2,} | 第?\s?\d+\s?页 | 共\s?\d+\s?[页条篇] | 换一[批换组] | 未完待续 | 开通会员 |
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


BAR_PIECE = re.compile(r"\s*[|丨┊│]\s*|\s+")
OWN_PIECE = re.compile(rf"{CLICK}|.{{0,4}}首页|登[录陆]|注册|退出", re.VERBOSE)
FEWEST_PIECES, MOST_PIECES = 4, 20


def is_row_of_clicks(text: str) -> bool:
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


# 正在加载评论,请稍候... and 网络异常,请检查网络后刷新重试
WAITS = r"""
    (?: (?: 正在 | 努力 | 拼命 | 飞速 | 疯狂 | 玩命 ){0,3} (?: 内容 | 数据 | 评论 | 图片 | 视频 | 页面 | 列表 | 更多 | 资源 | 播放器 | 广告 | 全部 | 正文 | 章节 | 网页 | 系统 ){0,2}
      (?: 加载 | 载入 | 读取 | 缓冲 | 跳转 | 获取 | 刷新 ) (?: 评论 | 内容 | 数据 | 更多 | 图片 | 列表 )? (?: 中 | 当中 )
    | 正在 (?: 努力 | 拼命 | 为您 | 飞速 ){0,2} (?: 加载 | 载入 | 读取 | 缓冲 | 跳转 | 获取 | 打开 ) (?: 评论 | 内容 | 数据 | 更多 | 图片 | 列表 | 页面 | 中 ){0,2} )"""
FAILED = r"""
    (?: (?: 内容 | 数据 | 评论 | 图片 | 视频 | 页面 | 列表 | 资源 | 广告 | 网页 | 网络 | 服务器 | 系统 ) (?: 加载 | 载入 | 读取 | 播放 | 获取 | 请求 | 连接 )?
      (?: 失败 | 出错 | 异常 | 错误 | 超时 | 繁忙 | 开小差 | 走丢 ) 了? | (?: 加载 | 载入 | 播放 | 获取 | 请求 ) (?: 失败 | 出错 | 超时 ) 了? )"""
THEN = r"""
    (?: 请? (?: 耐心 | 您 )? (?: 稍 [候等后] (?: 片刻 | 一下 )? | 等[待候] ) (?: 片刻 | 一下 )? | 请? (?: 检查 .{0,6} (?: 网络 | 设置 | 连接 ) .{0,6} )? (?: 点击 | 稍后 | 刷新 | 重新 | 尝试 | 页面 | 再 | 后 ){0,5}
      (?: 再试 | 重试 | 刷新 | 加载 | 试试 ) (?: 页面 | 一下 )? )"""
NAVIGATION = (
    whole(
        r"""
            广告 | 推广 | -* \s? (?: the \s )? end \s? -* | 文明上网.{0,2}理性.{2,4} |
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
              帖子 )? \s* (?: [:>»→|\])】] .{0,80} | 没有了 )
        """
    ),
    whole(
        r"""
            (?: 热门搜索 | 大家都在搜 | 相关搜索 | 搜索热词 | 分页 | 页码 | 导航 | 分享 (?: 到 | 至 | 给 | 本文 )* | 本文标签 | 文章标签 | (?: 相关 | 文章 | 热门 )? 标签 | 关键[词字] | tags? |
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
    # what a page says while it waits, and where it cannot show something
    whole(rf"(?: {WAITS} | {FAILED} | loading | please \s wait ) (?: [,.。…!:\s]* {THEN} )?"),
    whole(rf"{THEN} [,.。…!\s]* (?: {WAITS} | {FAILED} )"),
    whole(
        r"""
            (?: 抱歉 | 对不起 | 很遗憾 | 提示 | 温馨提示 )? [,:!\s]* (?: [您你]的 | 当前 | 您当前的? ) (?: 浏览器 | 播放器 | 设备 | 系统 | flash .{0,6} ) (?: 版本 )? .{0,8}
              (?: 不支持 | 过低 | 太低 | 过旧 | 禁用 | 没有启用 | 未启用 | 未开启 | 未安装 ) .{0,40} | 请 (?: 先 )? (?: 开启 | 启用 | 打开 | 允许 ) \s? (?: 浏览器的? )? \s?
              (?: javascript | js | cookies? | flash ) .{0,24} | (?: 抱歉 | 对不起 | 很遗憾 )? [,!\s]* [您你] (?: 所 | 要 | 正在 )? (?: 访问 | 查看 | 浏览 | 查找 | 请求 ) 的?
              (?: 页面 | 文章 | 内容 | 网页 | 帖子 | 主题 | 链接 | 地址 ) (?: 可能 | 已经? | 暂时 )? (?: 不存在 | 被 (?: 删除 | 移除 | 下架 | 屏蔽 ) | 失效 | 过期 | 无法 (?: 访问 | 显示 ) | 删除 ) .{0,16}
          | (?: 该 | 此 | 本 ) (?: 视频 | 音频 | 内容 | 图片 | 楼层? | 评论 | 回复 | 跟帖 | 帖子? | 主题 ) .{0,4} (?: 暂不支持 | 暂时无法 | 无法 (?: 播放 | 显示 | 查看 | 访问 ) | 涉嫌违规 |
              疑似违规 | 已?被? (?: 系统 | 作者 | 管理员 | 楼主 )? (?: 删除 | 折叠 | 屏蔽 | 隐藏 | 下架 ) ) .{0,12}
          | 暂时?没?[有无] (?: 更多 )? (?: 内容 | 评论 | 数据 | 回复 | 记录 | 相关 .{0,4} )
          | (?: 更多 | 全部 | 已 )? (?: 没有 | 无 | 已?无 ) 更多 .{0,4} (?: 评论 | 内容 | 数据 | 回复 | 了 ){1,2} [啦哦呢~]* | .{0,4} 到底[了啦] [~!哦]*
        """
    ),
    # what points at what follows, and rows of marks: ▼▼▼, ------分隔线------
    re.compile(r"(?:[▼▽↓⬇⇩👇☟🔽⤵]\s*){1,40}"),
    whole(r"(?: 华丽的? | 我是 ){0,2} 分[割隔]线"),
    # labels that a template left empty: 姓名: 邮箱: 您的位置:
    whole(
        r"""
            (?: (?: 您 | 你 )? 的? (?: 当前 | 所在 | 现在 )? 位置 | (?: 文章 | 本文 | 相关 | 热门 )? (?: 标签 | 导航 | tags? | 关键[字词] | 分类 ) |
              字[号体] .{0,12} | 分享 [到至] | 昵称 | 来源 | 时间 | 出处 | 作者 | 发布者 ) \s* :
        """
    ),
    whole(
        r"(?: (?: 您 | 你 )? 的? (?: 姓名 | 昵称 | 邮箱 | 网址 | 网站 | 评论 | 称呼 | 留言 ) \s* [:*()必填]* \s* ){2,} .{0,12}"
    ),
    whole(
        r"(?: 文章 | 本文 | 热门 | 相关 ) 标签 | (?: 本类 | 同类 | 本栏 | 本站 | 全站 | 本月 | 本周 | 今日 | 站内 ) (?: 热门 | 推荐 | 最新 | 热点 | 精选 )"
    ),
    whole(
        r"(?: 该 | 此 | 本 ) (?: 用户 | 作者 | 会员 | 楼主 | 帖子? ) .{0,4} (?: 从未 | 还没 | 尚未 | 没有 | 暂无 | 很懒 | 已被 | 未 ) .{0,12}"
    ),
    whole(r"(?: 登录 | 注册 | 立即 | 免费 | 点击 | 马上 ){2,} .{0,8}"),
)
APP_BUTTON = whole(
    r"""
        扫码 (?: 阅读 | 观看 | 下载 | 收听 ) | 手机看 .{2,4} | 继续访问 .{0,6} | (?: 在 | 使用 |
          用 ) .{0,4} 浏览器 [中里内]? (?: 打开 | 访问 )
      | 打开 \s? (?: app | 客户端 )"""
)

# --- banners, paths and bars ------------------------------------------------------------------------------


BANNERS = (
    whole(
        r"""
            (?: [您你] (?: 现在 | 当前 | 目前 )? 在 (?: 这里 | 此处 )? | [您你]? (?: 现在 | 当前 | 目前 )? 的? (?: 所在 | 浏览 )? 的? 位置 |
              [您你]? 的? 当前位置 | 所在位置 | 位置导航 | 现在的位置 | 面包屑 | 位置 ) \s* (?: [::] |
              是 | > ) .{1,80}
        """
    ),
    whole(
        r"(?: 网站 )? (?: 首页 | 主页 | (?<!/) home (?! \s* / \s* end ) ) \s* (?: > | >> | » | › | / | \| | - | → )+ .{1,80}"
    ),
    whole(
        r"""
            (?: 您好 | 你好 | 亲 | hi | hello )? [\W_]* (?: 热烈 )? 欢迎 (?: 您 | 你 | 大家 |
              朋友们? )? (?: 来到 | 访问 | 光临 | 莅临 | 浏览 | 进入 | 登[录陆] | 回来 |
              阅读 ) [^,。;]{0,30} (?: [!,。~].{0,16} )?
        """
    ),
    whole(r"(?: 网站 )? 首页 (?: \s+ [^\s,。]{2,6} ){2,}"),
)
# A path that ends in the page itself: 汽车之家 > 文章 > 评测 > 正文. Its parts may hold spaces and arrows, so that a
# pattern for all of it would have more readings than time: `is_path_to_text` follows all of them at once.
PATH_END = re.compile(
    rf"\s* (?: (?<!-) >+ | » | › | / ) \s* (?: 正文 | 详情 | 内容 | 文章 | 浏览文章 | 查看文章 | 文章正文 ) {EDGE}",
    re.VERBOSE,
)
ENDS_AS_PATH = re.compile(
    rf"[>»›/] \s* (?:浏览|查看)? (?: 正文 | 详情 | 内容 | 文章 ) (?:正文)? {EDGE} \Z", re.VERBOSE
)
LEAD = re.compile(EDGE)
BEFORE_PATH = re.compile(r"[^。!?,;<]{1,24}")
STEP_MARK = re.compile(r"\s*(?:>{1,2}|»|›|→|➔|/(?=\s))(?P<space>\s*)")
STEP_NAME = re.compile(r"[^。!?,;>»<]*")
LONGEST_STEP = 40  # characters of a part of a path
NAME_IN_BANNER = re.compile(
    r"欢迎(?:您|你|大家)?(?:来到|访问|光临|莅临|浏览|进入|登[录陆])\s*([^\s!,。~;的]{2,16}?)\s*[!,。~]*$"
)

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
    if len(path) == 2 and text.isascii():  # two keys: Home/End
        return False
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


def name_in_banner(line: str) -> str:
    """The name of the web site to which a banner welcomes its visitor, as the line has it; "" if it has none.

    >>> name_in_banner("  您好！歡迎訪問逾期頻道！")
    '逾期頻道'
    """
    folded = unmask_disguise(line.rstrip("\n"))
    named = NAME_IN_BANNER.search(folded.text.strip())
    if not named:
        return ""
    indent = len(folded.text) - len(folded.text.lstrip())
    start, end = folded.span(named.start(1) + indent, named.end(1) + indent)
    return line[start:end]


def is_path_to_text(text: str) -> bool:
    """Whether a folded line is a path of the site's sections that ends in the page's own text.

    >>> is_path_to_text("首页 > 汽车 / 评测 > 正文"), is_path_to_text("首页 > 汽车")
    (True, False)
    """
    if not ENDS_AS_PATH.search(text):
        return False
    lead = LEAD.match(text)
    reached: set[int] = set()  # where what was read so far may end
    for start in range(lead.end() + 1 if lead else 1):
        if first := BEFORE_PATH.match(text, start):
            reached.update(range(start + 1, first.end() + 1))
    for at in range(len(text)):
        if at not in reached:
            continue
        if PATH_END.fullmatch(text, at):
            return True
        mark, name = STEP_MARK.match(text, at), None
        if mark:
            begin = mark.start("space")
            name = STEP_NAME.match(text, begin)
        if mark and name:
            end = min(name.end(), mark.end() + LONGEST_STEP)
            reached.update(range(begin + 1, end + 1))
    return False


def is_banner(text: str) -> bool:
    """Whether a folded line greets the visitor, or tells where on the site the page is."""
    return is_path_to_text(text) or any(pattern.fullmatch(text) for pattern in BANNERS)


def is_bar_of_clicks(text: str) -> bool:
    """Whether a folded line is a bar of short pieces, half of them known as things to click, one beyond doubt.

    >>> is_bar_of_clicks("某网首页 登录 个人中心 账号设置 退出"), is_bar_of_clicks("设置 权限 日志 备份")
    (True, False)
    """
    pieces = BAR_PIECE.split(text.strip(" |_-"))
    if not FEWEST_PIECES <= len(pieces) <= MOST_PIECES or any(not 0 < len(each) <= 8 for each in pieces):
        return False
    certain = sum(bool(OWN_PIECE.fullmatch(each)) for each in pieces)
    known = sum(bool(CLICKS.fullmatch(each)) for each in pieces)
    return certain > 0 and known * 2 >= len(pieces)


def is_navigation(text: str) -> bool:
    """Whether a folded line leads elsewhere on the site, or asks to be clicked."""
    return is_bar_of_clicks(text) or any(pattern.fullmatch(text) for pattern in NAVIGATION)


def is_app_button(text: str) -> bool:
    """Whether a folded line is the button that opens the page in an app or on a phone."""
    return bool(APP_BUTTON.fullmatch(text))


def heading_of_other_articles(text: str) -> str:
    """The kind of list of other articles that a folded line is the heading of, or "".

    An article can have such a heading itself (`NOT_A_BLOCK`): what follows it has to tell.
    """
    return next((kind for kind, pattern in OTHER_ARTICLES if pattern.fullmatch(text)), "")


def block_heading(text: str) -> str:
    """The kind of block of links that a folded line is the heading of, whatever follows it, or ""."""
    bare = re.sub(r"[\s\W_]+", "", text)
    if len(bare) > LONGEST_HEADING or NOT_A_BLOCK.fullmatch(bare):
        return ""
    return heading_of_other_articles(text) or ("nav" if BLOCK_HEADING.fullmatch(text) else "")
