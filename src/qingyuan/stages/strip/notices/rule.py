"""The rule for lines and sentences in which the page speaks of itself."""

from __future__ import annotations

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule
from qingyuan.stages.strip.cutting import CONTACT_KINDS
from qingyuan.stages.strip.navigation import name_in_banner
from qingyuan.stages.strip.page import edit_for, line_cuts
from qingyuan.view import View


def find_boilerplate(view: View) -> Found:
    """Lines and sentences in which the page speaks of itself; a banner names the site."""
    edits: list[Edit] = []
    metadata: dict[str, object] = {}
    for start, line, cut in line_cuts(view):
        if cut.kind in CONTACT_KINDS:
            continue
        edits.append(edit_for(start, line, cut))
        if cut.kind == "channel_banner" and "site" not in metadata and (name := name_in_banner(line)):
            metadata["site"] = name
    return Found(tuple(edits), metadata=metadata)


BOILERPLATE = Rule(
    name="strip/boilerplate",
    find=find_boilerplate,
    examples=(
        ("您好！歡迎訪問逾期頻道！\n正文。\n", "正文。\n"),
        ("正文。\nCopyright © 2000 - 2023 All Rights Reserved.\n", "正文。\n"),
        ("正文。\n打開APP體驗更佳\n最新文章\n隨機看看\n", "正文。\n"),
        ("特別聲明：本文為創作者或機構上傳並發布，僅代表作者觀點。本站僅提供信息發布平臺。\n", ""),
        (
            "他在这个车间里干了二十六年，现在回来教人补书。[返回首页，查看更多](//example.com/?a=1)\n",
            "他在这个车间里干了二十六年，现在回来教人补书。\n",
        ),
    ),
    keep=(
        "他在这个车间里干了二十六年，现在回来[教人补书](//example.com/?a=1)（每周六）。\n",
        "免责声明的法律效力\n",
        "Step 1: 打开APP\n步骤二：关注公众号\n",
        "4.3 下载官方APP\n",
        "转载他人作品应当注明作者和来源，不得损害原作品的完整性。\n",
        "上一篇文章我们介绍了协商的准备工作，这一篇来讲具体话术。\n",
    ),
)
