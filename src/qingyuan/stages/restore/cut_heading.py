"""Headings whose last word wants another: 支付宝逾期的. Never an edit."""

from __future__ import annotations

from qingyuan.document import Finding, Found
from qingyuan.rule import Rule
from qingyuan.stages.restore.gaps import find_cut_headings, likely_nouns
from qingyuan.view import View


def find_ends_cut(view: View) -> Found:
    """Doubts about headings that end where a noun is wanted."""
    return Found(
        (),
        tuple(
            Finding(
                "restore/cut-heading",
                match.start("words"),
                match["words"],
                tuple(match["words"] + noun for noun in likely_nouns(match["words"])),
                "the last word of the heading may be missing",
            )
            for match in view.about(find_cut_headings)
        ),
    )


CUT_HEADING = Rule(
    name="restore/cut-heading",
    find=find_ends_cut,
    examples=(),
    keep=("## 送信的目的\n", "## 这样做是不对的\n", "## 如何办理\n", "逾期的\n", "## 大的和小的\n"),
    doubts=(
        ("## 支付宝逾期的\n\n逾期会产生罚息。\n", "支付宝逾期的问题"),
        ("## 如何拨打\n\n先查号码。\n", "如何拨打电话"),
    ),
)
