"""The rules for single lines: contact, and what the page says about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule
from qingyuan.stages.strip.boilerplate import SITE_IN_BANNER
from qingyuan.stages.strip.folding import fold
from qingyuan.stages.strip.lines import CONTACT_KINDS, Cut, cuts
from qingyuan.view import View

BARE_HANDLE = re.compile(r"\s*@?[a-z0-9][a-z0-9_\-. ]{4,24}\s*")


def line_cuts(view: View) -> Iterator[tuple[int, str, Cut]]:
    """Every cut in every line, with the line; a label's cut carries over to what it introduces."""
    introduced = ""
    for start, line in view.lines:
        text = line.rstrip("\n")
        if not text.strip():
            continue
        made = cuts(text)
        folded = fold(text).text
        if introduced and not made and BARE_HANDLE.fullmatch(folded):
            made = (Cut(0, len(text), introduced),)
        for cut in made:
            kind = introduced if introduced == "takedown_contact" and cut.kind in CONTACT_KINDS else cut.kind
            yield start, line, Cut(cut.start, cut.end, kind)
        introduced = (
            made[-1].kind if made and made[-1].kind in CONTACT_KINDS and folded.rstrip().endswith(":") else ""
        )


def edit_for(start: int, line: str, cut: Cut) -> Edit:
    """The edit for a cut: with its line end if the cut is all of the line."""
    whole = cut.start == 0 and cut.end == len(line.rstrip("\n"))
    before = line if whole else line[cut.start : cut.end]
    return Edit(start + cut.start, before, "", cut.kind)


def find_contact(view: View) -> Found:
    """Contact lines, and the contact parts of lines that say something else too."""
    return Found(tuple(edit_for(*each) for each in line_cuts(view) if each[2].kind in CONTACT_KINDS))


def find_boilerplate(view: View) -> Found:
    """Lines and sentences in which the page speaks of itself; a banner names the site."""
    edits: list[Edit] = []
    metadata: dict[str, object] = {}
    for start, line, cut in line_cuts(view):
        if cut.kind in CONTACT_KINDS:
            continue
        edits.append(edit_for(start, line, cut))
        if cut.kind == "channel_banner" and "site" not in metadata:
            folded = fold(line.rstrip("\n"))
            if site := SITE_IN_BANNER.search(folded.text.strip()):
                shift = len(folded.text) - len(folded.text.lstrip())
                left, right = folded.span(site.start(1) + shift, site.end(1) + shift)
                metadata["site"] = line[left:right]
    return Found(tuple(edits), metadata=metadata)


CONTACT = Rule(
    name="strip/contact",
    find=find_contact,
    examples=(
        ("正文。\n详情请加微信 zhw8800\n正文。\n", "正文。\n正文。\n"),
        ("內容侵權、刪帖舉報聯系方式：\n陳先生：13800138000 88661234@qq.com\n正文。\n", "正文。\n"),
        ("手机１３８—００１３—８０００，２４小时在线\n", ""),
        (
            "协商之前，请先把收入证明、银行流水和困难说明准备好。需要代办的加V：zw668zw，一对一服务。\n",
            "协商之前，请先把收入证明、银行流水和困难说明准备好。\n",
        ),
    ),
    keep=(
        "花呗的官方客服热线是95188，工作时间内可转人工。\n",
        "凡是要求你加QQ转账的，都是诈骗。\n",
        "ISBN 978-7-5197-4673-5\n",
        "打开微信，点击右上角“+”，选择“添加朋友”，输入对方的手机号即可。\n",
    ),
)
BOILERPLATE = Rule(
    name="strip/boilerplate",
    find=find_boilerplate,
    examples=(
        ("您好！歡迎訪問逾期頻道！\n正文。\n", "正文。\n"),
        ("正文。\nCopyright © 2000 - 2023 All Rights Reserved.\n", "正文。\n"),
        ("正文。\n打開APP體驗更佳\n最新文章\n隨機看看\n", "正文。\n"),
        ("特別聲明：本文為創作者或機構上傳並發布，僅代表作者觀點。本站僅提供信息發布平臺。\n", ""),
    ),
    keep=(
        "免责声明的法律效力\n",
        "Step 1: 打开APP\n步骤二：关注公众号\n",
        "4.3 下载官方APP\n",
        "转载他人作品应当注明作者和来源，不得损害原作品的完整性。\n",
        "上一篇文章我们介绍了协商的准备工作，这一篇来讲具体话术。\n",
    ),
)
