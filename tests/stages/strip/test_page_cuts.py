"""What goes of a page where the neighbors of a line, or the brackets in it, decide."""

from __future__ import annotations

import pytest

import qingyuan

ABOVE = "近年来，随着消费信贷的普及，越来越多的人开始关注自己的还款安排与信用记录。"
BELOW = "在安排还款之前，先把收入与支出列清楚，再决定每个月可以拿出多少钱来。"


def body(*lines: str) -> str:
    """What is left of a page of these lines, without its front matter."""
    text = qingyuan.clean("花呗逾期怎么办\n\n" + "\n\n".join(lines) + "\n")
    return text.rpartition("---\n")[2]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (
            "先了解自己的欠款情况，确认金额和期限【更多资讯请关注公众号：青松之家】，然后主动与平台协商还款。",
            "先了解自己的欠款情况，确认金额和期限，然后主动与平台协商还款。",
        ),
        (
            "雨停之后，街灯一盏盏亮起来，(青松阁 www.example.com)行人渐渐多了。",
            "雨停之后，街灯一盏盏亮起来，行人渐渐多了。",
        ),
        (
            "老人放下茶碗，(本书首发于青松小说网，请支持正版)慢慢讲起从前的事。",
            "老人放下茶碗，慢慢讲起从前的事。",
        ),
        (
            "雪落在屋檐上【最新章节请访问：www.example.com】，没有一点声音，他站了很久。",
            "雪落在屋檐上，没有一点声音，他站了很久。",
        ),
        (
            "灯灭了。{青松小说网www.example.com}走廊里传来脚步声，越来越近。",
            "灯灭了。走廊里传来脚步声，越来越近。",
        ),
        (
            "船靠了岸，“青松中文网www.example.com”客人陆续下来。",
            "船靠了岸，客人陆续下来。",
        ),
        (
            "风停了，手机用户请浏览m.example.com阅读，远处传来犬吠，又很快安静下来。",
            "风停了，远处传来犬吠，又很快安静下来。",
        ),
        (
            "这一规定自今年起施行，（来源：www.example.gov.cn）各地可以参照执行。",
            "这一规定自今年起施行，（来源：www.example.gov.cn）各地可以参照执行。",
        ),
        (
            "可以登录中国人民银行征信中心(www.pbccrc.org.cn)查询自己的信用报告。",
            "可以登录中国人民银行征信中心(www.pbccrc.org.cn)查询自己的信用报告。",
        ),
    ],
)
def test_brackets_go_without_the_sentence_around_them(line: str, left: str) -> None:
    shown = body(ABOVE, line, BELOW).replace("（", "(").replace("）", ")")
    assert left.replace("（", "(").replace("）", ")") in shown


COMMANDS = (
    "打开文件",
    "保存为模板",
    "插入图片",
    "插入表格",
    "管理书签",
    "设置页边距",
    "设置纸张",
    "检查拼写",
    "字数统计",
)
BUTTONS = ("收藏", "打印本页", "字体大小", "管理书签", "关闭窗口", "分享到微博")


def test_a_button_in_a_list_of_commands_is_a_command() -> None:
    assert "管理书签" in body(ABOVE, *COMMANDS, BELOW)


def test_a_button_among_buttons_is_one() -> None:
    shown = body(
        ABOVE, BELOW, ABOVE[:-1] + "，不要着急。", *BUTTONS, BELOW[:-1] + "，量力而行。", ABOVE, BELOW
    )
    assert "管理书签" not in shown


LINKS = ("目录与索引", "查询的方法", "术语一览", "查找 - 全文查找", "管理书签")


def test_a_button_in_a_list_of_links_below_the_article_is_one_of_them() -> None:
    assert "管理书签" in body(ABOVE, BELOW, "相关主题如下", *LINKS)


def test_a_button_that_the_article_speaks_of_stays() -> None:
    speaks = "双击书签可以打开对应的页面，删除书签之后页面不受影响，书签的名称也可以修改。"
    assert "管理书签" in body(speaks, BELOW, "管理书签")
    assert "管理书签" not in body(ABOVE, BELOW, "管理书签")


def test_a_sentence_that_names_a_button_stays_in_its_paragraph() -> None:
    step = "打开导航。在底部的框中选择来源，然后把它拖到文档里需要的位置。"
    assert "打开导航。" in body(ABOVE, step, BELOW)


@pytest.mark.parametrize(
    "line",
    [
        "一个人跑步太无聊？快来青松读书，和书友们边跑边聊！",
        "还在为催收电话烦恼吗？加微信abc12345，一对一帮你。",
        "PS：这两天感冒了，今天只有一更，明天补上。",
        "感谢书友“某某”打赏的100起点币！",
        "声明：以上内容（包括图片或音频）为青松网旗下“青松号”用户上传并发布，本平台仅提供信息存储空间服务。",
        "跟帖评论请遵守法律法规，内容仅代表网友个人观点",
        "评论加载失败，请刷新后重试",
        "当前等级：黄金会员 距离升级还差30点经验",
    ],
)
def test_what_a_page_says_of_itself_goes(line: str) -> None:
    assert body(ABOVE, line, BELOW) == body(ABOVE, BELOW)


@pytest.mark.parametrize(
    "line",
    [
        "什么是停息挂账？它是指与银行协商之后停止计息。",
        "怎么办？先把账单列清楚。加微信私下协商的，多半是骗子。",
        "PS：本文数据截至2020年12月31日，之后的变化没有计入。",
        "咨询电话：12315（工作日9:00—17:00）",
        "网络服务提供者为服务对象提供信息存储空间，接到通知后应当删除侵权内容。",
        "网络异常时，评论可能加载失败，刷新之后即可恢复。",
        "会员等级分为普通、白银和黄金三级，每一级的权益不同。",
        "你好，我们来讨论一下这涓棶棰",
        "6228 4800 0000 0000",
    ],
)
def test_an_article_that_speaks_of_such_things_stays(line: str) -> None:
    shown = body(ABOVE, line, BELOW).replace("（", "(").replace("）", ")")
    assert line.replace("（", "(").replace("）", ")") in shown
