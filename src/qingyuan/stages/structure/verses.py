"""Verses: the lines of a stanza, which stay lines in one paragraph."""

from __future__ import annotations

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule
from qingyuan.text.verses import BREAK, ends_of_verses
from qingyuan.view import View


def find_verses(view: View) -> Found:
    """Insertions of Markdown's break behind each verse that another one of its stanza follows."""
    protected = view.protected
    return Found(
        tuple(
            Edit(at, "", BREAK)
            for at in sorted(view.of(ends_of_verses))
            if view.text.startswith("\n", at) and not protected.cover(at)
        )
    )


VERSES = Rule(
    name="structure/verses",
    find=find_verses,
    examples=(
        ("床前明月光，\n疑是地上霜。\n", "床前明月光，  \n疑是地上霜。\n"),
        (
            "春晓\n孟浩然\n春眠不觉晓\n处处闻啼鸟\n夜来风雨声\n花落知多少\n",
            "春晓\n孟浩然\n春眠不觉晓  \n处处闻啼鸟  \n夜来风雨声  \n花落知多少\n",
        ),
        (
            "轻轻的我走了，\n正如我轻轻的来；\n我轻轻的招手，\n作别西天的云彩。\n",
            "轻轻的我走了，  \n正如我轻轻的来；  \n我轻轻的招手，  \n作别西天的云彩。\n",
        ),
        (
            "我们荡起双桨\n小船儿推开了波浪\n海面倒映着白塔\n四周环绕着绿树\n\n迎面吹来了凉风\n",
            "我们荡起双桨  \n小船儿推开了波浪  \n海面倒映着白塔  \n四周环绕着绿树\n\n迎面吹来了凉风\n",
        ),
        (
            "明月几时有？把酒问青天。\n不知天上宫阙，今夕是何年。\n我欲乘风归去，又恐琼楼玉宇，高处不胜寒。\n",
            "明月几时有？把酒问青天。  \n不知天上宫阙，今夕是何年。  \n我欲乘风归去，又恐琼楼玉宇，高处不胜寒。\n",
        ),
    ),
    keep=(
        "我不知道。\n你说什么？\n我要回家。\n",
        "编辑：张三\n校对：李四\n",
        "举办产业化的运动队；\n组织产业化的体育赛事；\n同企业联手。\n",
        "身份证\n银行卡\n还款记录\n",
        "床前明月光，疑是地上霜。\n\n举头望明月，低头思故乡。\n",
        "```\n床前明月光，\n疑是地上霜。\n```\n",
        "今天下雨了，\n我们明天再去公园里看花吧。\n",
    ),
)
