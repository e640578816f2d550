"""问题 where a filter left only 问."""

from __future__ import annotations

from qingyuan.document import Edit, Finding, Found
from qingyuan.rule import Rule
from qingyuan.stages.restore.filtered import WEN_GAP, is_filtered
from qingyuan.stages.restore.gaps import LIMITS, find_wen_gaps
from qingyuan.stages.restore.marks import restored
from qingyuan.view import View


def find_wen(view: View) -> Found:
    """问题 where only 问 is left and it is certain, on a page that was filtered; else a finding."""
    gaps = view.about(find_wen_gaps)
    filtered = bool(gaps) and view.about(is_filtered)
    # On a page that was filtered every gap that is left is one to look at, on any other only a likely one.
    doubtful = LIMITS.wanted if filtered else LIMITS.doubtful
    edits = [Edit(gap.start + 1, "", restored("题")) for gap in gaps if filtered and gap.certain]
    findings = [
        Finding("restore/wen-ti", gap.start, "问", ("问题",), "a filter may have deleted 题")
        for gap in gaps
        if not (filtered and gap.certain) and (gap.evident or gap.gain >= doubtful)
    ]
    return Found(tuple(edits), tuple(findings))


WEN_TI = Rule(
    name="restore/wen-ti",
    find=find_wen,
    examples=(
        (
            "积极沟通是解决问的关键。技术问也要处理。逾期问日益严重，这是最重要的问。\n",
            f"积极沟通是解决问{restored('题')}的关键。技术问{restored('题')}也要处理。"
            f"逾期问{restored('题')}日益严重，这是最重要的问{restored('题')}。\n",
        ),
        (
            "出现了呆账的问，要解决问。\n\n2. **隐私问**：部分用户的隐私。\n",
            f"出现了呆账的问{restored('题')}，要解决问{restored('题')}。\n\n"
            f"2. **隐私问{restored('题')}**：部分用户的隐私。\n",
        ),
    ),
    doubts=(("积极沟通是解决问的关键。\n", "问题"),),  # a single gap does not show that the page was filtered
    keep=(
        "问题在于沟通。\n",
        "他亲切地问：“你好吗？”\n",
        "请问您需要帮助吗？\n",
        "这是一门学问，值得慰问与询问。\n",
        "记者问，他答，一问一答。\n",
        "到前台一问，说没有。\n",
        "`解决问的关键`\n",
        "把酒问天，不知今夕是何年。\n",  # no veto: what is won is too little
        "山里人家，春云问主人收成如何。\n",
        "灵魂四问，你答得上来吗？\n",
        "咏春拳师叶问、李小龙都是武术家。\n",
        "子入太庙，每事问。疑思问，忿思难。\n",
        # of reviews of hotels, on a page that was filtered
        f"{WEN_GAP}结果我打电话到银行问，证明的确刷了两次。\n",
        f"{WEN_GAP}服务员两次来房间问热水的情况。\n",
        f"{WEN_GAP}赶紧下楼问柜台，说给错了。\n",
        f"{WEN_GAP}不小心问了物业而不是前台。\n",
    ),
)
