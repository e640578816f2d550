"""Interface: short lines made wholly of the words that buttons, bars and empty labels of a page are made of.

No list of buttons is complete: 查看全部评论, 您还没有登录,请先登录后再发表评论, 只看该作者. But the words in
them are few. A line that can be cut into such words without rest, and names a part that only a page has
(评论, 书签, 首页), is one of its controls. A line with any other word in it is not.
"""

from __future__ import annotations

import re
from functools import lru_cache

# What a reader does on a page.
ACTIONS = """
    查看 点击 单击 点此 点 戳 阅读 展开 收起 返回 回到 回 发表 发布 登录 登陆 注册 退出 收藏 加入 设为 设置 打印 关闭
    复制 分享 转发 举报 投诉 纠错 挑错 反馈 回复 退订 登出 帮助 引用 评论 点评 点赞 打赏 赞赏 订阅 关注 下载 打开 搜索 加载 刷新 播放 收听
    收看 观看 添加 提交 切换 换 取消 推荐 跳转 进入 浏览 访问 显示 隐藏 报错 催更 投 赞助 参与评论 试读 朗读 开始 看 听 翻 抢
    参与 讨论 发言 留言 发帖 回帖 跟帖 盖楼 支持 反对 顶 踩 赞 喜欢 屏蔽 拉黑 置顶 只看 查找 选择 扫码 扫描 扫一扫 扫
    继续 停止 暂停 滑动 上滑 下滑 下拉 左滑 右滑 长按 保存 放入 放大 缩小 邀请 吐槽 围观 投稿 编辑 修改 管理 续读 追更
    来说 说说 聊聊 交流 互动 升级 体验 收录 转到 前往 直达 移步 畅读 畅听
"""
# Parts that only a page has: one of these must be in the line.
PARTS = """
    首页 主页 快捷导航 我的书架 顶部 底部 列表 列表页 目录 上级 本页 此页 窗口 全文 原文 大图 原图 评论 评论区 留言 留言板 回复 书签 书架
    收藏夹 桌面 本站 本书 本章 本帖 本贴 推荐票 月票 帖子 楼主 楼层 沙发 板凳 跟帖 回帖 文章 博文 博客 博主 上一页 下一页
    上一篇 下一篇 上一章 下一章 上一条 下一条 上一集 下一集 上页 下页 前一页 后一页 尾页 末页 页码 上一主题 下一主题 上一组
    下一组 上一张 下一张 缩略图 幻灯片 高清图 图集 章节 章节目录 字号 字体 背景 夜间模式 护眼模式 手机版 电脑版 触屏版
    移动版 桌面版 网页版 简体 繁体 频道 栏目 专栏 专题 板块 版块 论坛 标签 tag tags 导航 面包屑 排行 排行榜 榜单 热榜
    热搜 弹幕 评分 赞 点赞 粉丝 关注 该作者 网友 会员 作者主页 更多 摘要 正文 附件 验证码 看不清 匿名 友情链接 站内信
    网站地图 rss 二维码 朋友圈 qq空间 新浪微博 微博 热评 神评 精选 图文 排行版 弹窗 举报 收藏 分享 打印 小说 新闻 资讯 视频 客户端
    app 搜索 个人空间 主题 倒序 正序 倒序浏览 门户 全站 本版 本类 同类 留言簿 订阅 广告 推广 赞助商
"""
# What stands between them.
FILLERS = """
    全部 所有 最新 最热 热门 热点 相关 其他 其它 我的 我要 我 我来 你 您 你的 您的 你们 立即 马上 免费 这里 此处 此 在此
    以 下 上 下方 上方 右侧 左侧 点我 一条 条 篇 个 次 页 楼 集 章 张 位 名 写 共 共有 总共 已 已有 在线 高清 手机 匿名 完整
    剩余 余下 全 详细 详情 内容 信息 精彩 默认 按 时间 热度 人气 先 请 请先 请您 后 再 才 可以 能 可 还 还没有 还没
    没有 没 暂无 暂时 无 了 过 的 到 至 给 用 使用 并 与 和 或 也 就 把 对 为 来 去 大家 一下 吧 哦 啊 快 快来 赶快 第一个
    第一 用户 游客 当前 更好 本文 文 该 这 这篇 此文 今日 本周 本月 往期 历史 近期 随机 同 类 类似 一 一起 都 在
    尚未 未 需要 需 才能 方可 即可 条件 权限 所在 位置 上次 大 中 小 默认 作者 图片 图文 动态 加载中 更新 最近 我们 他 ta 中
    一批 一换 一篇 一个 多少 几 两 句 两句 几句 好友 朋友 是 不 什么 说点 出处 来自 版权 一键 快速 直接 有 你好 游客
    微信 qq 豆瓣 贴吧 知乎 微博 空间 邮件 发送 手机 平板 自动 滚屏 双击 单击 到底 底 啦 咯 呢 哟 空空如也 加油 等你 期待 爱看 都爱 最爱
    vip 付费 开通 解锁 隐藏 本节 该文 网页 地址 链接 网址 文本 文字 发到 送 鲜花 鸡蛋 投票 打分 收起来
    高兴 感动 愤怒 搞笑 难过 新奇 流汗 无聊 同情 震惊
"""
NUMBER = re.compile(r"\d[\d,.]*\s?(?:万|千|亿|w|k|\+|%)*\+?")
SENTENCE = re.compile(r"[。;“”「」:]\s*\S")
PROMPT_LENGTH = 40
TELLS = re.compile(
    r"登[录陆]|注册|点[击此]|请|[您你]|查看|下载|打开|扫|加载|刷新|关注|分享|暂无|没有|已|到底|更多"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ACTION_WORDS, PART_WORDS, FILLER_WORDS = _words(ACTIONS), _words(PARTS), _words(FILLERS)
WORDS = ACTION_WORDS | PART_WORDS | FILLER_WORDS
LONGEST = max(map(len, WORDS))
# What an article may name with such words too: how many words of it are parts and actions decides.
MAY_BE_PROSE = re.compile(
    r"\d+|(?:相关|其他|其它|推荐|更多|最新|热门|历史|本站|全部|所有|热点|类似|同类|详细|完整|精彩)?"
    r"(?:新闻|资讯|视频|图片|小说|文章|内容|信息|评论|主题|会员|粉丝|广告|推广|app|客户端|二维码|微博|"
    r"搜索|网友|附件|摘要|正文|栏目|专栏|专题|论坛|博客|标签|目录|导航|排行|收藏|分享|举报|投诉|关注|"
    r"订阅|字体|背景|验证码|作者|位置|权限|条件|用户|微信|qq|邮件|链接|网址|地址|详情|时间)+"
)


@lru_cache(maxsize=1024)
def cut_into_words(bare: str) -> tuple[str, ...]:
    """The interface words a text without punctuation is made of, fewest first; empty if there is a rest.

    >>> cut_into_words("查看全部评论")
    ('查看', '全部', '评论')
    >>> cut_into_words("查看合同条款")
    ()
    """
    best: list[tuple[str, ...] | None] = [()] + [None] * len(bare)
    for at in range(len(bare)):
        so_far = best[at]
        if so_far is None:
            continue
        ends = [at + size for size in range(1, LONGEST + 1) if bare[at : at + size] in WORDS]
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
    words: list[str] = []
    for piece in re.split(r"[\s\W_]+", text):
        if not piece:
            continue
        cut = cut_into_words(piece)
        if not cut:
            return False
        words += cut
    # 「还是推荐这本书。」 is somebody's sentence; a control that ends like one tells the reader what to do.
    if re.search(r"[。!]\W*$", text) and not TELLS.search(text):
        return False
    bare = "".join(words)
    if len(bare) < 3 or MAY_BE_PROSE.fullmatch(bare):
        return False
    actions = [word for word in words if word in ACTION_WORDS]
    parts = [word for word in words if word in PART_WORDS]
    return bool(parts) and len(actions) + len(parts) >= 2
