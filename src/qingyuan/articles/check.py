"""Checks on articles, with messages for editors: the pipeline's own detectors, and the article's form.

A problem reads `line:column: level id what is wrong. how to mend it.`; contact details are masked and
quotations are short. A new check is one row of `CHECKS`; what is wrong with the front matter is judged there,
for the site as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from qingyuan.articles import front_matter
from qingyuan.articles.markup import refused_in_markdown
from qingyuan.articles.problem import Kind, Level, Problem, quote
from qingyuan.document import Step, Trail
from qingyuan.stages.repair import REPAIR, explain
from qingyuan.stages.strip.lines import CONTACT_KINDS
from qingyuan.stages.strip.masked_trail import MaskedTrail, mask_contact
from qingyuan.stages.strip.masking import STARS
from qingyuan.stages.strip.page import line_cuts
from qingyuan.stages.strip.personal.rule import PERSONAL
from qingyuan.text.markdown import HEADING
from qingyuan.text.spans import LineNumbers
from qingyuan.view import View


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place in the body where a check looks wrong; `id` and `severity` where the check's own are too coarse."""

    at: int
    words: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    severity: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Kind):
    """A kind of problem that `find` sees in the body of an article."""

    find: Callable[[View], Iterator[Sighting]]

    def problems(self, view: View, first: int) -> Iterator[Problem]:
        """The problems of a body above which `first` lines of the file stand."""
        lines = view.of(LineNumbers)
        for seen in self.find(view):
            line, column = lines.place(seen.at)
            problem = self.at(first + line, column, **seen.words)
            yield replace(problem, id=seen.id or self.id, level=seen.severity or self.severity)


def find_damage(view: View) -> Iterator[Sighting]:
    """What a repair would change, and what it would doubt."""
    for rule in REPAIR:
        found = rule.look(view)
        shown = MaskedTrail(view.text, Trail((Step(rule.name, found.edits),))).edits()
        for edit, after in zip(
            found.edits, (edit.after for _, edits in shown for edit in edits), strict=True
        ):
            if view.protected.cover(edit.start) or not edit.before.strip():
                continue
            how = f"应为{quote(after)}，请改正" if edit.after.strip() else "请删去"
            quoted = quote(masked(view, edit.start, edit.end))
            yield Sighting(edit.start, {"quoted": quoted, "how": how}, rule.name)
        for doubt in found.findings:
            hidden = view.of(_masked_trail).secrets(0, doubt.start, doubt.start + len(doubt.text))
            candidates = () if hidden else doubt.candidates[:3]
            options = "、".join(quote(candidate) for candidate in candidates)
            how = (
                f"无法自动还原，可能是{options}。请对照原文改正"
                if options
                else "无法自动还原。请对照原文改正"
            )
            quoted = STARS if hidden else quote(doubt.text)
            yield Sighting(doubt.start, {"quoted": quoted, "how": how}, doubt.rule, "警告")


def find_heading_jumps(view: View) -> Iterator[Sighting]:
    """Headings more than one level below the one above them; the title is level 1."""
    level = 1
    for start, line in view.lines:
        heading = None if view.protected.cover(start) else HEADING.match(line.rstrip("\n"))
        if not heading:
            continue
        depth = len(heading["marks"])
        if depth > level + 1:
            words = {
                "above": str(level),
                "depth": str(depth),
                "marks": "#" * depth,
                "better": "#" * (level + 1),
            }
            yield Sighting(start, words)
        level = depth


def find_refused(view: View) -> Iterator[Sighting]:
    """HTML, addresses and attributes that the site takes out of the page."""
    return (Sighting(refused.at, {"what": quote(refused.what)}) for refused in view.of(refused_in_markdown))


STARS_IN_TEXT = re.compile(r"(?<![\\*])\*{2,3}(?!\*)")
FULL_WIDTH_STARS = re.compile(r"＊＊[^＊\n]+＊＊")
POWER = re.compile(r"[0-9A-Za-z]\*\*[0-9A-Za-z]")  # 2**10
PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+")


def find_stars_shown(view: View) -> Iterator[Sighting]:
    """Marks of bold that a page shows as they are: alone between spaces, without a partner, full-width."""
    if "**" not in view.text and "＊＊" not in view.text:
        return
    for paragraph in PARAGRAPH.finditer(view.text):
        first, last = paragraph.span()
        for match in FULL_WIDTH_STARS.finditer(view.text, first, last):
            if not view.protected.cover(match.start()):
                yield Sighting(match.start(), {"quoted": quote(match[0])})
        waiting: re.Match[str] | None = None  # the mark that opened
        for mark in STARS_IN_TEXT.finditer(view.text, first, last):
            if view.protected.cover(mark.start()):
                continue
            before, after = view.text[mark.start() - 1 : mark.start()], view.text[mark.end() : mark.end() + 1]
            if waiting and before and not before.isspace():
                waiting = None
            elif after and not after.isspace():
                if waiting:
                    yield _stars(view, waiting)
                waiting = mark
            elif view.text[first:last].strip("* \n"):  # a line of marks alone is a rule
                yield _stars(view, mark)
        if waiting and not POWER.match(view.text, max(0, waiting.start() - 1)):
            yield _stars(view, waiting)


def _stars(view: View, mark: re.Match[str]) -> Sighting:
    line_end = view.text.find("\n", mark.end())
    return Sighting(
        mark.start(), {"quoted": quote(view.text[mark.start() : line_end if line_end >= 0 else None])}
    )


def find_contacts(view: View) -> Iterator[Sighting]:
    """What of the lines the pipeline would strip because it leads to its author."""
    return (Sighting(at, {"quoted": quoted}) for at, quoted, contact in view.about(_strippable) if contact)


def find_boilerplate(view: View) -> Iterator[Sighting]:
    """What of the lines the pipeline would strip because a web page speaks of itself in it."""
    return (
        Sighting(at, {"quoted": quoted}) for at, quoted, contact in view.about(_strippable) if not contact
    )


def _strippable(view: View) -> list[tuple[int, str, bool]]:
    """Where a cut of the pipeline begins, what it takes, and whether that is contact."""
    found = []
    for start, _, cut in line_cuts(view):
        contact = cut.kind in CONTACT_KINDS
        taken = masked(view, start + cut.start, start + cut.end).strip()
        found.append((start + cut.start, quote(mask_contact(taken) if contact else taken), contact))
    return found


def find_personal(view: View) -> Iterator[Sighting]:
    """Numbers of people that the pipeline would hide: what is left of them shows which is meant."""
    for edit in PERSONAL.find(view).edits:
        yield Sighting(edit.start, {"quoted": quote(edit.after)})


def masked(view: View, start: int, end: int) -> str:
    """The characters [start, end) with stars for what the repaired text shows to be a contact detail."""
    return view.of(_masked_trail).shown(0, view.text, start, end)


def _masked_trail(text: str) -> MaskedTrail:
    return MaskedTrail(text, explain(text).trail)


NOT_UTF_8 = Kind(
    id="decode/not-utf-8",
    message="文件不是 UTF-8 编码",
    why="网页上可能变成乱码",
    how="请用编辑器另存为 UTF-8",
    examples=("# 标题\n".encode("gb18030"),),
    keep=(b"\xef\xbb\xbf# 123\r\n",),
)
EMPTY = Kind(
    id="structure/empty",
    message="文件是空的",
    how="请写入标题和正文，或删除这个文件",
    examples=(b"", " \n"),
    keep=("# 标题\n",),
)
CHECKS: tuple[Check, ...] = (
    Check(
        id="repair",
        find=find_damage,
        message="{quoted}像是乱码残留",
        how="{how}",
        examples=("# 题\n\n浣犲ソ，欢迎。\n", "# 题\n\n支付宝锟斤拷锟斤拷\n"),
        keep=("# 题\n\n垚(yáo)是人名用字。\n", "# 题\n\n`&nbsp;` 是空格。\n"),
    ),
    Check(
        id="structure/heading-jump",
        find=find_heading_jumps,
        message="标题从 {above} 级跳到 {depth} 级",
        why="目录会断开",
        how="请把“{marks}”改为“{better}”",
        examples=("# 题\n\n## 一\n\n#### 二\n",),
        keep=("# 题\n\n## 一\n\n### 二\n\n## 三\n", "# 题\n\n```\n#### 注释\n```\n"),
    ),
    Check(
        id="structure/html",
        find=find_refused,
        message="网页上不能有{what}",
        why="网站生成时会去掉",
        how="请删去，用 Markdown 的写法代替；如果要让读者看到这几个字，请用反引号包起来",
        examples=(
            "# 题\n\n一<script>alert(1)</script>\n",
            '# 题\n\n<p style="color: red" onclick="x()">红字</p>\n',
            "# 题\n\n[看这里](JavaScript:alert(1))\n",
            '# 题\n\n<iframe src="https://a.cn"></iframe><form action="/x">\n',
            '# 题\n\n还款{: onclick="x()"}\n',
            "# 题\n\n![图](https://a.cn/a.png)\n",
        ),
        keep=(
            '# 题\n\n问<ins class="restored">题</ins>，<https://a.cn>，收入<5000，a<b 的时候。\n',
            "# 题\n\n`<script>` 是标签。\n\n```html\n<iframe>\n```\n",
            "# 题 {#题}\n\n[甲](../a.md) ![图](图.png) [乙](https://a.cn){.headerlink}\n",
        ),
    ),
    Check(
        id="structure/emphasis",
        find=find_stars_shown,
        severity="警告",
        message="这里的星号不会变成粗体，会照样显示：{quoted}",
        how="请用半角星号，前后成对，星号里面不留空格，中间不空行，如“**粗体**”",
        examples=(
            "# 题\n\n** 注意 **请看账单。\n",
            "# 题\n\n**注意：请看账单。\n",
            "# 题\n\n＊＊注意＊＊请看账单。\n",
            "# 题\n\n**注意：\n\n请看账单。**\n",
        ),
        keep=(
            "# 题\n\n**注意：**请看**“账单”**。\n\n***\n\n2**10 和 `**x`。\n\n***重点***，\\*\\*甲。\n",
            "# 题\n\n```\n** a\n```\n",
        ),
    ),
    Check(
        id="strip/contact",
        find=find_contacts,
        message="疑似推广联系方式：{quoted}",
        how="请删除整句；若是官方热线，请登记到 corpus/rulings.yml 并写明来源",
        examples=("# 题\n\n详情请加微信 zhw8800\n", "# 题\n\n加老师微信：\nzhw8800\n"),
        keep=("# 题\n\n花呗的官方客服热线是95188。\n",),
    ),
    Check(
        id="strip/personal-number",
        find=find_personal,
        message="像是某个人的证件号、卡号或车牌：{quoted}",
        why="会随文章一起公开",
        how="请删去，或像这里一样用“×”遮住中间几位",
        examples=("# 题\n\n身份证11010119000307779X丢失了。\n",),
        keep=("# 题\n\n身份证110101××××××××779X丢失了。\n", "# 题\n\n订单号 20240000000000123456。\n"),
    ),
    Check(
        id="strip/boilerplate",
        find=find_boilerplate,
        severity="警告",
        message="像是网页上的杂项，不是文章内容：{quoted}",
        how="请删除这些内容",
        examples=("# 题\n\n上一篇：花呗逾期怎么办\n",),
        keep=("# 题\n\n上一篇文章说过，逾期以后先看账单。\n",),
    ),
)
KINDS: tuple[Kind, ...] = (NOT_UTF_8, EMPTY, *front_matter.KINDS, *CHECKS)
"""All that editors can be told, in the order of the handbook."""


def check_article(data: bytes) -> list[Problem]:
    """The problems of an article file, in the order of its lines."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return [NOT_UTF_8.at(data[: error.start].count(b"\n") + 1)]
    if not text.strip():
        return [EMPTY.at(1)]
    parts, problems = front_matter.judge(text)
    if any(problem.id in front_matter.UNREADABLE for problem in problems):
        parts = front_matter.apart(text)  # the body is judged all the same; nobody mends twice
    view, first = View(parts.body), parts.head.count("\n")
    return sorted([*problems, *(problem for check in CHECKS for problem in check.problems(view, first))])
