"""The rule for lines whose use is to reach their author."""

from __future__ import annotations

from qingyuan.document import Found
from qingyuan.rule import Rule
from qingyuan.stages.strip.cutting import CONTACT_KINDS
from qingyuan.stages.strip.page import edit_for, line_cuts
from qingyuan.view import View


def find_contact(view: View) -> Found:
    """Contact lines, and the contact parts of lines that say something else too."""
    return Found(tuple(edit_for(*each) for each in line_cuts(view) if each[2].kind in CONTACT_KINDS))


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
