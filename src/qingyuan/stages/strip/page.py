"""The cuts of a page: what goes of each line, where its neighbors have a say too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qingyuan.document import Edit
from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.lines import CONTACT_KINDS, LIMITS, Cut, cuts, is_all_of
from qingyuan.view import View

BARE_HANDLE = re.compile(r"\s*@?[a-z0-9][a-z0-9_\-. ]{4,24}\s*")


# What no article says of anything but its page.
LEADS_AWAY = re.compile(
    r"返回|首页|[上下]一?[篇章节条]|登[录陆]|注册|评论|分享到|加载更多|查看更多|[全原]文|收藏本|回到顶部|点击(?:这里|此处)"
)


def _stands_alone(number: int, lines: list[tuple[int, str, tuple[Cut, ...]]]) -> bool:
    """Whether a line that may be a button stands among lines of the article: 字体大小 in a list of commands.

    Furniture stands at the ends of a page, beside what cannot be anything else, or in company.
    """
    _, text, made = lines[number]
    inside = LIMITS.edges <= number < len(lines) - LIMITS.edges
    if not (inside and is_all_of(text, made) and made[0].kind == "nav") or LEADS_AWAY.search(text):
        return False
    around = [*lines[max(0, number - LIMITS.near) : number], *lines[number + 1 : number + 1 + LIMITS.near]]
    company = sum(is_all_of(other, cut) for _, other, cut in around)
    beside = (lines[number - 1], lines[number + 1])
    certain = any(
        is_all_of(other, cut) and (cut[0].kind != "nav" or LEADS_AWAY.search(other))
        for _, other, cut in beside
    )
    return not certain and company < LIMITS.company


def line_cuts(view: View) -> Iterator[tuple[int, str, Cut]]:
    """Every cut in every line, with the line; a label's cut carries over to what it introduces."""
    introduced = ""
    lines = [
        (start, line, cuts(text, view.memory))
        for start, line in view.lines
        if (text := line.rstrip("\n")).strip()
    ]
    texts = [(start, line.rstrip("\n"), made) for start, line, made in lines]
    for number, (start, line, made) in enumerate(lines):
        text = texts[number][1]
        if made and _stands_alone(number, texts):
            made = ()
        folded = view.memory.of(unmask_disguise, text).text
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
