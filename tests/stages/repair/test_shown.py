"""Misread text that is shown on purpose stays and becomes a finding; what is damaged is repaired all the same."""

from __future__ import annotations

import pytest

from qingyuan.stages.repair import explain, fix_text
from qingyuan.stages.repair.misread import Misreading
from qingyuan.text import charsets

BEFORE = "这几天有不少人在问同一个问题，我整理了一下大家的经验，希望对你有用。\n\n"
AFTER = "\n\n以上只是个人看法，具体情况还要以当地的规定为准，有不懂的可以留言。\n"
ABOUT_ENCODINGS = (
    "打开旧文件时，“你好”有时会变成“浣犲ソ”。\n\n| 原文 | 看到的 |\n| --- | --- |\n| 你好 | 浣犲ソ |\n| 支付宝 | Ö§¸¶±¦ |",
    "# 常见乱码速查\n\n```\n浣犲ソ锛屼笘鐣\nÄãºÃ£¬ÊÀ½ç\n```",
    '```python\ns = "æ”¯ä»˜å®"\nprint(s.encode("latin-1").decode("utf-8"))\n```',
    "> If you open it with the wrong charset you will see ä½\N{NO-BREAK SPACE}å¥½ in place of the text.",
    "程序里写 StrConv(\"ÉÏº£ÊÐ\", vbUnicode) 就可以，print('浣犲ソ') 也一样。",
)


@pytest.mark.parametrize("shown", ABOUT_ENCODINGS)
def test_what_is_shown_is_a_finding(shown: str) -> None:
    repaired = explain(BEFORE + shown + AFTER)
    assert repaired.text == BEFORE + shown + AFTER
    assert repaired.findings


def test_code_is_repaired_where_the_same_accident_hit_the_text_around() -> None:
    utf_8 = Misreading(charsets.UTF_8, charsets.CP936)
    clean = "运行命令可以看到结果，例如 `支付宝逾期` 这样的写法。"
    damaged = "运行命令可以看到结果，例如 `" + utf_8.damage("支付宝逾期") + "` 这样的写法。"
    assert fix_text(BEFORE + damaged + AFTER) == BEFORE + damaged + AFTER
    more = "主动联系银行客服\n"
    assert fix_text(utf_8.damage(more) + damaged + AFTER) == more + clean + AFTER


def test_a_document_that_asks_about_its_own_garbled_text_is_repaired() -> None:
    damaged = Misreading(charsets.GB18030, charsets.LATIN_1).damage(
        "用户需要先了解自己的欠款情况，包括逾期金额、利息、罚款。"
    )
    assert "了解自己的欠款" in fix_text(f"为什么是乱码？\n{damaged}\n{damaged}\n")
