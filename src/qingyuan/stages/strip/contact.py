"""Contact lines: lines whose use is to reach their author.

What can be reached (`reach`) is replaced by one sign each, so that the signals below read like the lines
they are about: `电话:☎`, `加我✆`. A number alone decides nothing: who gives it, to whom and why does.
"""

from __future__ import annotations

import re
from functools import lru_cache

from qingyuan.stages.strip.fields import count_form_labels
from qingyuan.stages.strip.reach import (
    QQ,
    WECHAT_DISGUISED,
    Reachable,
    find_official_codes,
    find_reachables,
)
from qingyuan.stages.strip.weighing import Signal, Weighed, signal, weigh

PHONE, MAIL_SIGN, ADDRESS_SIGN, HANDLE_SIGN, OFFICIAL = "☎✉⌂✆◎"
SIGNS = {
    "mobile": PHONE,
    "landline": PHONE,
    "toll_free": PHONE,
    "number": PHONE,
    "mail": MAIL_SIGN,
    "address": ADDRESS_SIGN,
    "wechat": HANDLE_SIGN,
    "qq": HANDLE_SIGN,
    "telegram": HANDLE_SIGN,
    "other": HANDLE_SIGN,
}
# How much a thing to reach says by itself. Institutions publish 400 numbers, addresses and mail; a mobile
# number or a handle is somebody's.
REACH_WEIGHT = {
    "mobile": 1.2,
    "landline": 0.6,
    "toll_free": 0.5,
    "number": 0.4,
    "mail": 0.7,
    "address": 0.3,
    "wechat": 1.4,
    "qq": 1.4,
    "telegram": 1.4,
    "other": 0.7,
}
ANY = "[☎✉⌂✆]"

SOLICITING = (
    signal(
        "label before it",
        0.4,
        rf"""
        (?: 电话 | 手机 | 热线 | 专线 | tel | phone | fax | 传真 | 总机 | 办公室 | 联系方式 | 邮箱 | 信箱 |
          e-?\s?mail | 邮件 | 客服 | 咨询 | 联系人? | 致电 | 来电 | 拨打 | 报料 | 爆料 | 合作 | 投稿 |
          报名 | 订购 | 招商 | 加盟 | 登录 | 店 | 电 )
        [^\w{ANY[1:-1]}]{{0,4}} {ANY}""",
    ),
    signal(
        "address given",
        0.4,
        r"""
            (?: 官网 | 网站 | 网址 | 域名 | 地址 ) \s* [:;] \s* ⌂ | ^ \W* (?: 官网 | 网址 ) \s* ⌂ |
              登[录陆] \s* ⌂
        """,
    ),
    signal("postal address", 0.3, r"地址 \s* : | 邮编 | 邮政编码"),
    signal(
        "names a person to ask for",
        0.3,
        r"""
        联系人 | [\u4e00-\u9fff] \s? (?: 先生 | 小姐 | 女士 | 经理 | 老师 | 律师 | 顾问 | 主任 |
          师傅 | 生 ) (?![\u4e00-\u9fff])""",
    ),
    signal(
        "invites to get in touch",
        0.4,
        r"""
        欢迎.{0,6}(?: 来电 | 咨询 | 洽谈 | 致电 | 加入 | 联系 | 来函 | 提供 | 交流 | 投稿 ) |
          请 (?: 致电 | 来电 | 电 | 联系 | 与 | 加 | 登[录陆] )
      | 详情 | 有 (?: 意 | 需 | 兴趣 ) | 需要.{0,8} (?: 联系 | 加 | 找 | 的朋友 ) | 咨询 (?: 热线 |
        专线 | 电话 | 请 | :) | 来电 | 致电 | 洽谈 | 与我们?联系
      | 联系我 | 找我 | 打我 | 加我 | 不懂的 | 问我""",
    ),
    signal(
        "offers or sells",
        0.4,
        r"""
        免费 | 免付费 | 专业 | 优惠 | 诚邀 | 诚信 | 价格 | 质优 | 厂家 | 批发 | 零售 | 直销 | 承接 |
          代办 | 代开 | 代理 | 办理 | 办证 | 长期 | 招商 | 加盟
      | 订购 | 报名 | 名额 | 立减 | 一对一 | 无抵押 | 当天 | 保密 | 从优 | 团队 | 老板 | 预约 | 定制 |
        高薪 | 招聘 | 出售 | 供应""",
    ),
    signal(
        "speaks for itself",
        0.3,
        r"""
        我们 | 本 (?: 公司 | 店 | 厂 | 会 | 站 | 网 | 报 | 中心 | 平台 | 号 | 人 ) | 我 (?: 公司 |
          厂 | 司 | 店 | 处 ) | 报料 | 爆料 | 新闻热线 | 总部
      | 主办单位 | 技术支持 | 店铺 | 商务 """,
    ),
    signal(
        "ends in a labeled number", 0.2, r"(?: 热线 | 电话 | 专线 | 咨询 | 来电 | 致电 ) \s* [:] \s* ☎ \W* $"
    ),
    signal("open at all hours", 0.2, r"24\s?小时 | 7\s?[x*]\s?24 | 随时 | 工作时间 | 全天"),
    signal("urges", 0.2, r"立即 | 马上 | 赶快 | 赶紧 | 速来 | ! "),
)
# Asking to be added or written to, with nothing to dial: the handle is in a picture or a profile.
WHOM = (
    r"(?: 一下 | 下 | 个 | 上 | 我们? | 老师 | 助理 | 助教 | 客服 | 作者 | 小编 | 博主 | 小助手 | 顾问 |"
    r" 律师 | 经理 | 群主 | 本人 | 下方 | 下面 | 上面 | 这个 | 我们的 | 上方 | 以下 | 右侧 | 文末 | 站长 | 店主 | 的 | 企业 | 个人 |"
    r" 私人 )"
)
ASKING = (
    signal(
        "add me",
        0.7,
        rf"""
        (?: [加迦嘉伽➕] | (?<![\w)]) \+ | 添加 | (?<!\w) 十 ) \s? {WHOM}{{0,4}} \s? (?: 微\s?信 |
          {WECHAT_DISGUISED} | {QQ} | v (?![a-z]) | q?[群裙] | 好友 | 小助手 )
      | [加➕] {WHOM}{{1,3}} (?: 为好友 | 领 | 进 ) | 加我 (?: $ | [,。!~] )""",
    ),
    signal(
        "write to me",
        0.7,
        r"""
        (?: 私信 | 私聊 | 私我 | 滴滴 | 丝信 | 小窗 | 后台留言 ) (?: 我 (?! 国 | 行 | 们国 ) | 博主 |
          作者 | 小编 | 老师 (?![\u4e00-\u9fff]{3}) | 领 )
      | (?: ^ \W* | 请 | 可以? | 直接 | 欢迎 | 就 | 的 | 要 | , \s? ) 联系 (?: 我 (?! 国 | 行 |
        们国 ) | 博主 | 作者 | 小编 | 老师 (?![\u4e00-\u9fff]{3}) ) | 联系我 \s* [::呗吧哦~!]
      | 可?直接 私信 | 评论区? (?: 扣 | 打 | 留言领 | 回复[“"\d一] | 置顶 ) | 扣 [1一] (?!\d) |
        (?: 点击? | 戳 | 看 ) (?: 我的? )? (?: 头像 | 简介 | 置顶 | 主页 ) (?! ,? 进入 | 右 | 左 | 上 | 下 | 旁 | 可以? | 即可 | 后 )
      | 主页有 | (?: 请 | (?<![\u4e00-\u9fff]) ) 点我 (?: 吧 | 咨询 | 联系 | 加 )? | 点击添加 (?: $ |
        微信 | 好友 | 客服 | [,。!] ) | 在线咨询 \s* qq""",
    ),
    signal(
        "invites a call",
        0.8,
        r"""
        (?: 欢迎 .{0,6} | 敬请 | 详情请? | 请 ) (?: 来电 | 致电 ) (?= 咨询 | 洽谈 | 联系 | 详 | 预约 |
          订购 | 垂询 | 、 | 交流 | 本 | 我 | 或 | [,。!:;(] | \W* $ )
      | (?: 欢迎 | 敬请 | 详情 ) .{0,6} (?: 来函 | 垂询 | 惠顾 | 莅临 | 来人 | 面谈 | 详谈 )
      | 来电 .{0,2} (?: 咨询 | 洽谈 | 订购 | 详询 | 垂询 )""",
    ),
    signal(
        "a hotline's label",
        1.0,
        r"""
            ^ \W* (?: 全国 | 免费 | 24小时 | 统一 | 服务 | 咨询 | 客服 | 订购 | 加盟 | 招商 |
              报名 ){2,} (?: 热线 | 电话 ) \s* : \s* $
        """,
    ),
    signal(
        "contact button",
        1.0,
        r"(?: 微信 | 客服 | qq | 顾问 | 助理 ) \s* [::] \s* (?: 点击 | 扫码 | 长按 )",
    ),
    signal(
        "write to me, in slang",
        1.0,
        r"""
            (?: ^ | [^\u4e00-\u9fff] | 的 | 请 | 可 ) (?: [私丝] (?: [^\w\s] | xin | 信 )? | 滴滴? |
              戳 | d )  我 (?! 们国 ) |
              (?: 的 | 可 | 请 ) 私 \W* $ | 丝信 | 评论区? 留言 \s* [“\"「]
        """,
    ),
    signal(
        "service by messenger",
        0.7,
        r"(?: 客服 \s? (?: qq | 微信 ) | (?: qq | 微信 ) \s? 客服 ) .{0,6} (?: 联系 | 咨询 )",
    ),
    signal(
        "tells how to undo the disguise",
        1.0,
        r"(?: 去掉 | 去除 | 删掉 | 删去 | 不要 ) .{0,4} (?: 空格 | 中间 | 星号 | \* | 汉字 | 符号 | 括号 ) | (?: 换成 | 改成 | 替换成? | 改为 ) \s? @",
    ),
    signal(
        "a group by its link",
        1.0,
        r"点击? .{0,4} (?: 链接 | 加入 ) .{0,6} 群 | 君羊 | (?: 加 | 进 | 入 ) 裙",
    ),
    signal(
        "code to add",
        0.8,
        r"(?: 微信 | 老师 | 客服 | 助理 | 小编 | 个人 | 好友 | 群 | 作者 ) .{0,4} 二维码 .{0,4} (?: [(:。!] | $ | 扫 | 添加 | 加 | 备注 ) | 扫码 (?: 添加 | 加 [我好群] | 进群 | 入群 )",
    ),
    signal(
        "text message tail",
        1.0,
        r"""
        (?: 退订 | 拒收 ) \s? 请? (?: 回 | 发 | 按 ) 复? \s? [a-z0-9“]
      | 回复? \s? (?: td? | n | r | 0000 ) \s? (?: 退订 | 拒收 )""",
    ),
    signal(
        "bids at the start",
        0.4,
        r"""
        ^ [\W_]* (?: 请 | 可以? | 直接 | 欢迎 | 快 | 来 | 想 .{0,10} | 有 .{0,12}? | 如 .{0,12}? |
          需 .{0,8}? | 喜欢 .{0,8} | 那就
          | 赶紧 | 扫码 | 点击 | 长按 )* [,?]?
        (?: [加迦➕] | 添加 ) (?! 载 | 工 | 强 | 大 | 快 | 上 | 油 | 盟 )
        (?! .{0,14} (?: 方法 | 步骤 | 功能 | 教程 | 方式 | 支持 | 技巧 | 流程 ) )""",
    ),
    signal("says little else", 0.2, r"^ .{1,14} $"),
    signal(
        "any question",
        0.4,
        r"""
        如?有 (?: 任何 | 什么 )? .{0,4} (?: 问题 | 疑问 | 建议 | 需[要求] | 兴趣 | 意向 | 意见 | bug )
      | 想 .{1,14} 的 | 需要 .{0,12} 的""",
    ),
    signal(
        "into a group",
        0.6,
        r"""
            (?: 拉 你 | 带你 | 扫码 | 二维码 | 备注 ) .{0,10} [进入加] .{0,4} 群 |
              (?<![增参促]) [加进] 群 (?! [众体防] ) | [加进] 入? [^,。!?]{0,10} (?: 微\s?信 | qq |
              扣扣 | 交流 | 技术 | 粉丝 | 讨论 | 读者 | 学习 ) 群 | 入群 (?! [众体] ) | 人满即封 |
              交流群
        """,
    ),
    signal(
        "offers something for it",
        0.4,
        r"""
        领取 | 免费 | 送你 | 获得 | 获取 | 拉你 | 备注 | 暗号 | 注明 | 详聊 | 细聊 | 一对一 | 资料 |
          干货 | 方案 | 名额 | 优惠 | 合作 | 带你 | 置顶 | 专业
      | 团队 | 帮你 | 帮您 | 推荐 | 源码 | 避坑 | 进群 | 读者群 | 二维码 | 享受 | 服务 | 咨询 | 了解 |
        完整版 | 报价 | 案例 | [给发] .{0,4} 您 | 参考""",
    ),
    signal("bids", 0.3, r"请 | 欢迎 | 可以? | ! | 鼠年 | 不迷路 | 直接 | 赶紧"),
    signal("speaks for itself", 0.2, r"我 (?! 国 | 行 | 市 | 省 | 院 ) | 老师 | 团队"),
    signal(
        "disguised channel",
        1.0,
        r"""
            (?<!“) (?: [薇徽嶶溦] \s? 信 | [微薇威徽维v] \s? [❤♥💗💖💕] | 微亻言 | 绿泡泡 | (?: 微信 |
              v | vx | qq ) \s? 同 [步号] | [加迦➕+] \s? [微薇徽威] (?= \s |
              [看聊详备注拉领私发了咨进] | $ | [,。!:~] ) | 加 \s? v (?: 信 | x | 看 | [^\w] | $ ) |
              [加迦➕] \s? q [群裙] )
        """,
    ),
)
# Service words alone (免费, 服务, 我) are everywhere: one of these must be seen.
ASKED = frozenset(
    {
        "add me",
        "write to me",
        "write to me, in slang",
        "into a group",
        "invites a call",
        "service by messenger",
    }
    | {"tells how to undo the disguise", "a group by its link", "code to add"}
    | {"disguised channel", "contact button", "a hotline's label", "text message tail"}
)
ASKING_HINT = re.compile(
    r"[加迦嘉伽➕+十]|私|群|来电|致电|来函|[滴戳丝d]我|丝信|的私|垂询|面谈|详谈|退订|拒收|热线|电话|"
    r"联系|滴滴|"
    r"小窗|扣|头像|简介|置顶|主页|评论|点我|咨询|[薇徽嶶溦]|❤|亻言|绿泡泡|微信|vx?|qq"
)
HONEST = (
    signal(
        "warns",
        -1.2,
        r"""
        诈骗 | 骗子 | 骗[取走局术] | [被受行]骗 | 警惕 | 谨防 | 切勿 | 轻信 | 不法分子 | 冒充 |
          反催收 | 黑中介 | 黑产 | 嫌疑人 | 受害 | 涉嫌 | 千万不要 | 上当
      | 较高风险 | 风险较高 | 非法 | 套路 | 引诱 | 诱导 | 虚假 | 不要 (?: 添加 | 加 | 扫 | 点击 |
        相信 ) | 请勿 (?: 添加 | 相信 | 点击 | 扫 )""",
    ),
    signal(
        "cites law",
        -0.6,
        r"《[^》]{2,30}(?:法|条例|规定|办法|解释)》 | 第[一二三四五六七八九十百零〇\d]+条 | 法释 | 应当",
    ),
    signal(
        "gives an example",
        -0.8,
        r"例如 | 比如 | 示例 | 格式 | 正则 | 匹配 | 占位 | 代码(?!部署) | 替换 | 假设 | 测试用",
    ),
    signal(
        "reports",
        -0.6,
        r"""
        记者(?!:) | 获悉 | 公告称? | [^\w]据.{0,10}(?:报道|消息|悉) | 发文称? | [^\w](?:近日|昨[天日]|
          今[天日晚]) | 表示[,:] | 截至 | 数据显示 | 发布会""",
    ),
    signal(
        "tells of readers who asked",
        -0.8,
        r"""
            (?: 朋友 | 粉丝 | 网友 | 读者 | 的人 | 不少人 | 很多人 | 有人 ) [^,。]{0,6} (?: 私信 |
              私聊 | 后台 | 留言 ) 我
        """,
    ),
    signal(
        "tells of somebody",
        -0.4,
        r"""
            对方 | [他她](?:的|们|在|说|就|把|先|是) | 小[王李张]\b | [王李张刘陈]某 | 某某?(?:女士|
              先生) | 同学 | 用户(?!名) | 消费者 | 持卡人 | 借款人 | 债务人 | 客户经理
        """,
    ),
    signal(
        "somebody is asked",
        -0.5,
        r"""
            (?: 对方 | 其 | 会 | 便 | 就 | 被 | 再 | 并 | , | 他 | 她 ) [^,。]{0,4} 要求 | 要求 (?: 我 | 他 | 她 | 其 | 扫 | 加 | 下载 | 转 | 先 | 提供 ) |
              (?: 引导 | 诱骗 | 邀请 | 骗 ) [^,。]{1,8} (?: 添加 | 私信 | 加 | 扫 )
        """,
    ),
    signal("quotes the channel", -0.6, r"“[^”]{0,60}(?:联系我们|微信|qq|电话|客服|加我|热线)[^”]*”"),
    signal("in quotation marks", -0.5, r"[“「『\"‘] \s* [☎✉⌂✆] \s* [”」』\"’]"),
    signal(
        "explains steps",
        -0.4,
        r"""
        [再点] (?: 击 | 开 | 选 )? [“「\"] | 选择[“「\"] | 进入[“「\"] | 输入 | 填写 | 应先 | 之前, | 打开.{0,6}(?:设置|微信|
          支付宝) | 首先 | 其次 | 然后 | 即可(?!领|获|加|免|享|参|预|体|得|拥|咨) | 可以(?:拨打|通过|添加|向|在|查) |
          您可以?(?:拨打|通过|向|添加) | 建议 | 如果您对""",
    ),
)
# An institution may give its number and mail to everybody; mobile numbers and handles are not given that way.
INSTITUTION = (
    signal(
        "institution",
        -0.8,
        r"""
        银行 | 信用卡中心 | 银保监 | 监管 | 法院 | 法庭 | 公安 | 警方 | 检察 | 仲裁 | 征信 | 联征 |
          金管会 | 法律扶助 | 公会 | 协会 | 支付宝 |
          花呗 | 借呗 | 蚂蚁 | 微信支付 | 财付通 | 官方 (?! 授权 | 指定 | 代理 | 合作 | 微信 | q?群 | 旗舰 ) | 政务 | 社保
      | 医保 | 消协 | 消费者协会 | 人行 | 保险 | 证监 | 信用卡 | [招工建农中]行 | 邮储 | 电力 | 税务 |
        信托 | 工信部 | 12306 | 京东 | 美团 | 度小满 | 司法局 | 法律援助 | 市场监督 | 政府 | 信访""",
    ),
    signal(
        "another's service line",
        -0.5,
        r"""
            (?<![\u4e00-\u9fff]) (?! 全国 | 统一 | 免费 | 咨询 | 售后 | 联系 | 公司 | 本 | 我 | 服务 | 在线 | 招商 | 加盟 | 订购 | 投诉 | 如 | 请 | 欢迎 | 报名 )
            [\u4e00-\u9fff]{2,6} (?: 官方 )? 客服 (?: 热线 | 电话 | 中心 ) [是为]? \s? ☎
        """,
    ),
    signal(
        "describes a number",
        -0.3,
        r"(?: 电话 | 热线 | 号码 | 专线 ) (?: 是 | 为 | [:]? ◎ ) | 拨打 | 拨通 | 转人工 | 按[\d一二三]",
    ),
)


def with_signs(folded: str) -> tuple[str, tuple[Reachable, ...]]:
    """The folded text with one sign for each thing to reach and each official code."""
    reachables = find_reachables(folded)
    spans = [(each.start, each.end, SIGNS[each.kind]) for each in reachables]
    for start, end in find_official_codes(folded):
        if not any(start < right and left < end for left, right, _ in spans):
            spans.append((start, end, OFFICIAL))
    pieces: list[str] = []
    at = 0
    for start, end, sign in sorted(spans):
        pieces += (folded[at:start], sign)
        at = end
    pieces.append(folded[at:])
    return "".join(pieces), reachables


@lru_cache(maxsize=4096)
def weigh_contact(folded: str) -> tuple[str, Weighed]:
    """How much a folded line or sentence asks to be answered, and the kind it would be."""
    text, reachables = with_signs(folded)
    authority = bool(re.search(r"\.gov\.cn|\.court\.", folded))
    kinds = {each.kind for each in reachables}
    labels = count_form_labels(folded) if ":" in folded or ";" in folded else 0
    if not reachables:
        if labels >= 2 and not weigh(text, INSTITUTION[:1]).signals:
            return "contact_block", Weighed(0.5 * labels, ("form of labels",))
        asking = weigh(text, ASKING) if ASKING_HINT.search(text) else Weighed(0.0, ())
        if not asking.score:
            return "", asking
        honest = weigh(text, HONEST)
        total = Weighed(asking.score + honest.score, asking.signals + honest.signals)
        asked = ASKED & set(asking.signals)
        return "contact_handle", total if asked else Weighed(0.0, total.signals)
    base = max(REACH_WEIGHT[each.kind] for each in reachables) + min(0.4, 0.2 * (len(reachables) - 1))
    names: list[str] = sorted(kinds)
    if authority and kinds <= {"mail", "address", "landline"}:
        base -= 0.6
        names.append("authority's domain")
    if labels >= 2:
        base += 0.3 * (labels - 1)
        names.append("form of labels")
    if any(each.disguised for each in reachables):
        base += 0.5
        names.append("disguised")
    if any(each.valid for each in reachables):
        base += 0.1
        names.append("valid number")
    if kinds <= {"mail", "address"} and re.search(r"example\.(?:com|org|net)", folded):
        base -= 0.4  # RFC 2606 keeps these for documentation
        names.append("placeholder domain")
    han = len(re.findall(r"[\u4e00-\u9fff]", text))
    if not han and kinds == {"address"} and "//" not in folded:
        base += 0.4
        names.append("a bare domain")
    if han <= 12:
        base += 0.4
        names.append("little else")
    signals: tuple[Signal, ...] = SOLICITING + ASKING[:2] + HONEST
    if not kinds & {"mobile", "wechat", "qq", "telegram"}:
        signals += INSTITUTION
    weighed = weigh(text, signals, base)
    kind = "contact_block"
    if kinds & {"wechat", "qq", "telegram", "other"}:
        kind = "contact_handle"
    elif "toll_free" in kinds or re.search(r"热线|专线|报料|爆料", text):
        kind = "ad_hotline"
    return kind, Weighed(weighed.score, (*names, *weighed.signals))
