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
