"""Headings, lists and blocks recovered from plain lines, as insertions of Markdown marks.

Numbering stays in the heading text: readers quote 「3.1.1」, and renumbering would be a change that
nobody can check. Levels follow the order in which a document nests its numbering schemes, not a
fixed table: 一、 is the top in one article and the second level under 第一章 in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule, found
from qingyuan.text.characters import HAN
from qingyuan.text.markdown import HEADING, LIST_ITEM, STRUCTURAL
from qingyuan.text.spans import Spans
from qingyuan.view import View

NUMERAL = "一二三四五六七八九十百零〇两壹贰叁肆伍陆柒捌玖拾"
SENTENCE_END = re.compile(r"[。！？；…，、,.;!]$|……$")

# Numbering schemes that head sections, outermost first; where two occur, this order is their nesting.
SCHEMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("volume", re.compile(rf"第[{NUMERAL}\d]{{1,4}}[编篇卷部](?:分)?(?=[\s：:、，]|[{HAN}])")),
    ("chapter", re.compile(rf"第[{NUMERAL}\d]{{1,4}}章")),
    ("section", re.compile(rf"第[{NUMERAL}\d]{{1,4}}节")),
    ("part", re.compile(rf"第[{NUMERAL}]{{1,3}}(?:部分|步|点|招|条|类|种|阶段)?[：:、]")),
    ("numeral", re.compile(rf"[{NUMERAL}]{{1,3}}、|[{NUMERAL}]{{1,3}}[.．](?!\d)")),
    ("bracketed numeral", re.compile(rf"[（(][{NUMERAL}]{{1,3}}[）)]、?")),
    ("decimal 2", re.compile(r"\d{1,2}[.．]\d{1,2}(?![\d.．%％])[、.]?(?=\s|[^\x00-\x7f])")),
    ("decimal 3", re.compile(r"\d{1,2}(?:[.．]\d{1,2}){2}(?![\d.．])[、.]?(?=\s|[^\x00-\x7f])")),
    ("decimal 4", re.compile(r"\d{1,2}(?:[.．]\d{1,2}){3}(?![\d.．])[、.]?(?=\s|[^\x00-\x7f])")),
    ("number", re.compile(r"\d{1,2}[、.．)）](?!\d)")),
    ("bracketed number", re.compile(r"[（(]\d{1,2}[）)]")),
    ("circled number", re.compile(r"[①-⑳㉑-㉟]")),
)
# 「第三条」, 「（一）」 and 「①」 mostly number items of a text, not its sections.
RUNNING = frozenset({"number", "bracketed number", "circled number", "part", "bracketed numeral"})

# Section names that stand without a number. Suffixes and wholes that Chinese articles use everywhere.
SECTION_NAME = re.compile(
    r"""
      (?:小编|编者|作者|本文|全文|文章)? (?:导语|导读|引言|前言|序言|摘要|总结|小结|结语|结论|后记|寄语|点评|建议|提示|说明)
    | (?:写在|结)(?:前面|最后|束语) | 总结与(?:展望|建议) | 常见问题(?:解答)? | 问答 | 目录
    | 相关(?:内容|阅读|资料|链接|法规|法条) | 参考(?:文献|资料|书目) | 推荐阅读 | 延伸阅读 | 附录 | 附：.{1,12}
    | (?:案例|背景|原因|现状|问题|风险|流程|策略)(?:分析|介绍|概述|简介|说明|分享)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A non-empty line of the page: where it starts, its text, and the scheme that numbers it."""

    start: int
    text: str
    scheme: str | None
    label: str

    @property
    def rest(self) -> str:
        """The words after the number."""
        return self.text[len(self.label) :].strip()


def numbered(text: str) -> tuple[str | None, str]:
    """The scheme that numbers a line, and the number as written.

    >>> numbered("3.1.1 积极影响"), numbered("一、背景"), numbered("2004年成立")
    (('decimal 3', '3.1.1'), ('numeral', '一、'), (None, ''))
    """
    best: tuple[str | None, str] = (None, "")
    for name, pattern in SCHEMES:
        if (match := pattern.match(text)) and len(match[0]) > len(best[1]):
            best = name, match[0]
    return best


def lines_with_words(view: View, protected: Spans) -> list[Line]:
    """The non-empty lines outside code and formulas."""
    lines = []
    for start, raw in view.lines:
        text = raw.rstrip("\n")
        # A span that holds the line end above the line, too, is a block: a `#` in it is a comment, not a heading.
        inside = protected.cover(start) and (
            text.lstrip()[:1] in ("`", "~", "<") or protected.cover(start - 1)
        )
        if text.strip() and not inside:
            lines.append(Line(start, text, *numbered(text)))
    return lines


def has_headings(lines: Iterable[Line]) -> bool:
    return any(HEADING.match(line.text) for line in lines)


def looks_like_heading(line: Line, following: Line | None) -> bool:
    """Whether a numbered line heads a section: short, no full stop, and something else comes under it."""
    if len(line.text) > 48 or (
        SENTENCE_END.search(line.text) and not line.text.endswith(("？", "！", "?", "!"))
    ):
        return False
    if line.scheme in RUNNING:
        # 「1. 财务管理不善：用户在…」 is an item; 「1、什么是花呗」 over a paragraph is a heading.
        if "：" in line.rest or ":" in line.rest or following is None or following.scheme == line.scheme:
            return False
        pattern = next(pattern for name, pattern in SCHEMES if name == line.scheme)
        if pattern.search(line.rest):  # 「（1）身份证（2）银行卡」 is a list in one line
            return False
        return len(line.rest) <= 30 and following.scheme is None
    return bool(line.rest)


BOLD_LINE = re.compile(r"(?:\*\*|__)(?P<inner>[^*_\n]{2,30})(?:\*\*|__)[ \u3000]*")


def bold_heading(line: Line, following: Line | None) -> Line | None:
    """The heading that a short line all in bold stands for, without its marks; none if it is a sentence."""
    match = BOLD_LINE.fullmatch(line.text)
    if not match or following is None or SENTENCE_END.search(match["inner"]):
        return None
    inner = match["inner"].strip()
    return Line(line.start, inner, *numbered(inner))


def find_headings(view: View) -> Found:
    """Insertions of `##`… before numbered and named section lines; none where headings are marked already."""
    lines = lines_with_words(view, view.protected)
    if has_headings(lines):
        return Found()
    heads: list[tuple[Line, str]] = []
    bold = 0
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if inner := bold_heading(line, following):
            bold += 1
            numbers = inner.scheme and looks_like_heading(inner, following)
            heads.append((line, inner.scheme if numbers and inner.scheme else "bold"))
        elif line.scheme and looks_like_heading(line, following):
            heads.append((line, line.scheme))
        elif following and SECTION_NAME.fullmatch(line.text.strip().rstrip("：:")):
            heads.append((line, "name"))
    if bold == 1:  # one bold line is emphasis; several head sections
        heads = [head for head in heads if head[1] != "bold"]
    running = {scheme for _, scheme in heads if scheme in RUNNING}
    for scheme in running:
        # Running numbers head sections only if every one of them does: a list is not half a list.
        if any(line.scheme == scheme and not any(line is head for head, _ in heads) for line in lines):
            heads = [head for head in heads if head[1] != scheme]
    order = [name for name, _ in SCHEMES]
    nesting = sorted({scheme for _, scheme in heads} - {"name", "bold"}, key=order.index)
    edits = []
    previous = 1
    for line, scheme in heads:
        level = 2 + (0 if scheme == "name" else len(nesting) if scheme == "bold" else nesting.index(scheme))
        level = min(level, previous + 1, 6)  # never a jump: 「#### 」 directly under 「##」 breaks outlines
        marks = BOLD_LINE.fullmatch(line.text)
        before, after = (line.text, marks["inner"].strip()) if marks else ("", "")
        edits.append(Edit(line.start, before, "#" * level + " " + after))
        previous = level
    return found(edits)


HEADINGS = Rule(
    name="structure/headings",
    find=find_headings,
    examples=(
        (
            "小编导语\n本文介绍流程。\n一、背景\n1.1 定义\n正文。\n1.1.1 细节\n正文。\n",
            "## 小编导语\n本文介绍流程。\n## 一、背景\n### 1.1 定义\n正文。\n#### 1.1.1 细节\n正文。\n",
        ),
        ("第一章 总则\n一、目的\n正文。\n", "## 第一章 总则\n### 一、目的\n正文。\n"),
        ("**先看账单**\n正文。\n**再联系客服**\n正文。\n", "## 先看账单\n正文。\n## 再联系客服\n正文。\n"),
        (
            "一、准备\n**材料清单**\n正文。\n**联系方式**\n正文。\n",
            "## 一、准备\n### 材料清单\n正文。\n### 联系方式\n正文。\n",
        ),
        (
            "1、什么是花呗\n一种产品。\n2、怎么还款\n按月。\n",
            "## 1、什么是花呗\n一种产品。\n## 2、怎么还款\n按月。\n",
        ),
        (
            "一、安装\n```\n# 注释\n一、打印\n```\n二、使用\n正文。\n",
            "## 一、安装\n```\n# 注释\n一、打印\n```\n## 二、使用\n正文。\n",
        ),
    ),
    keep=(
        "1. 商家：多家。\n2. 平台：一家。\n",
        "**请注意保管好自己的账号。**\n正文。\n**切记。**\n正文。\n",
        "正文。\n**重点**\n正文。\n",
        "3.5 亿元的资金缺口让公司陷入困境。\n",
        "一、二线城市的房价都在涨。\n",
        "## 一、背景\n一、二\n",
        "总结\n",
        "（1）身份证（2）银行卡\n以上材料都要原件。\n",
    ),
)

ITEM = re.compile(r"^(?P<number>\d{1,2})(?P<mark>[.．、)）])[ \u3000]*(?P<text>\S.*)$")
TERM = re.compile(r"^(?P<term>[^，。；：:！？]{1,18})(?P<colon>：)(?P<rest>.+)$")
BOLD = re.compile(r"^\*\*[^*]+\*\*")
LEAD_IN = re.compile(r"[：:]$")


def bold_term(text: str, start: int) -> list[Edit]:
    """The edits that set `term` of `term：definition` in bold."""
    match = TERM.match(text)
    if not match or BOLD.match(text):
        return []
    return [Edit(start, "", "**"), Edit(start + match.end("term"), "", "**")]


def find_lists(view: View) -> Found:
    """Insertions that make numbered items, terms under a lead-in, and bare items under 例如： into lists."""
    edits: list[Edit] = []
    protected = view.protected
    lines = lines_with_words(view, protected)
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if STRUCTURAL.match(line.text) and not ITEM.match(line.text):
            continue
        if item := ITEM.match(line.text):
            edits += number_item(line, item)
            continue
        if LEAD_IN.search(line.text):
            run = items_under(lines, index)
            for member in run:
                edits.append(Edit(member.start, "", "- "))
                edits += bold_term(member.text, member.start)
            index += len(run)
    return found(edits)


def number_item(line: Line, item: re.Match[str]) -> list[Edit]:
    """The edits that make `1、x：y` the Markdown item `1. **x**：y`."""
    at = line.start + item.end("number")
    mark = item["mark"] + line.text[item.end("mark") : item.start("text")]
    edits = [Edit(at, mark, ". ")] if mark != ". " else []
    return edits + bold_term(item["text"], line.start + item.start("text"))


def items_under(lines: list[Line], first: int) -> list[Line]:
    """The run of lines that a lead-in introduces: all terms with definitions, or all bare and short."""
    for accepts in (is_term, is_bare_item):
        run = []
        for at in range(first, len(lines)):
            line = lines[at]
            if STRUCTURAL.match(line.text) or line.scheme or not accepts(line.text):
                break
            run.append(line)
        if run and (len(run) > 1 or accepts is is_term):
            return run
    return []


def is_term(text: str) -> bool:
    return bool(TERM.match(text)) and not LEAD_IN.search(text)


def is_bare_item(text: str) -> bool:
    return len(text) <= 24 and not SENTENCE_END.search(text) and not LEAD_IN.search(text)


LISTS = Rule(
    name="structure/lists",
    find=find_lists,
    examples=(
        ("1、资金风险：大量呆账。\n2、信任：下降。\n", "1. **资金风险**：大量呆账。\n2. **信任**：下降。\n"),
        (
            "需要准备以下材料：\n\n身份证件：用于证明身份。\n\n账单：记录金额。\n",
            "需要准备以下材料：\n\n- **身份证件**：用于证明身份。\n\n- **账单**：记录金额。\n",
        ),
        ("可以提出请求，例如：\n延长期限\n分期偿还\n", "可以提出请求，例如：\n- 延长期限\n- 分期偿还\n"),
    ),
    keep=(
        "他说：\n\n今天下雨了，我们明天再去吧。\n",
        "- **甲**：乙\n- 丙\n",
        "2004年：公司成立。\n",
        "价格如下：\n\n| 甲 | 乙 |\n| --- | --- |\n",
        "```\n1、甲：乙\n例如：\n甲：乙\n```\n",
    ),
)

BULLET = re.compile(r"^(?P<mark>[•●·▪■◆◇○★☆▶►※√✓✔][ \u3000]*)(?P<text>[^\s•●·▪■◆◇○★☆▶►※√✓✔].*)$")
CIRCLED = {chr(ord("①") + n): n + 1 for n in range(20)}


def find_marked_items(view: View) -> Found:
    """Edits that make lines marked with • or ①②③ into list items."""
    edits: list[Edit] = []
    lines = lines_with_words(view, view.protected)
    expected = 1
    for index, line in enumerate(lines):
        if match := BULLET.match(line.text):
            edits.append(Edit(line.start, match["mark"], "- "))
        number = CIRCLED.get(line.text[0])
        following = CIRCLED.get(lines[index + 1].text[0]) if index + 1 < len(lines) else None
        if number == expected and (number > 1 or following == 2):
            after = len(line.text) - len(line.text[1:].lstrip(" \u3000、.．"))
            edits.append(Edit(line.start, line.text[:after], f"{number}. "))
            expected = number + 1 if following == number + 1 else 1
        else:
            expected = 1
    return found(edits)


MARKED_ITEMS = Rule(
    name="structure/marked-items",
    find=find_marked_items,
    examples=(
        ("• 身份证\n• 银行卡\n", "- 身份证\n- 银行卡\n"),
        ("①先联系客服。\n\n②再提交材料。\n", "1. 先联系客服。\n\n2. 再提交材料。\n"),
    ),
    keep=("①只有一条。\n", "·\n", "见第①条与第②条。\n", "- 身份证\n", "··· ···\n"),
)

CELL_GAP = re.compile(r"\t+|\u3000+|\x20{3,}")
WIDEST_CELL = 24


def cells_of(line: Line) -> list[str]:
    """The columns of a line that white space divides; empty if it does not read as a row of a table."""
    cells = CELL_GAP.split(line.text.strip())
    fits = len(cells) >= 2 and all(0 < len(cell) <= WIDEST_CELL for cell in cells)
    if not fits or line.scheme or STRUCTURAL.match(line.text) or SENTENCE_END.search(line.text):
        return []
    return cells


def find_tables(view: View) -> Found:
    """Edits that make runs of lines with columns of full-width spaces or tabs into tables."""
    edits: list[Edit] = []
    rows: list[tuple[Line, list[str]]] = []

    def close() -> None:
        # Two lines of two columns may be anything: names with spaces, a verse.
        if len(rows) >= 3 or (len(rows) == 2 and len(rows[0][1]) >= 3):
            start, last = rows[0][0].start, rows[-1][0]
            table = ["| " + " | ".join(cell.replace("|", "｜") for cell in cells) + " |" for _, cells in rows]
            table.insert(1, "|" + " --- |" * len(rows[0][1]))
            edits.append(Edit(start, view.text[start : last.start + len(last.text)], "\n".join(table)))
        rows.clear()

    for line in lines_with_words(view, view.protected):
        cells = cells_of(line)
        if rows and (
            len(cells) != len(rows[0][1]) or begins_another(view.text, [row for row, _ in rows], line)
        ):
            close()
        if cells:
            rows.append((line, cells))
    close()
    return Found(tuple(edits))


def begins_another(text: str, rows: list[Line], line: Line) -> bool:
    """Whether a blank line divides two tables: the rows above it stand without one."""
    gaps = [text[a.start + len(a.text) : b.start].count("\n") > 1 for a, b in pairwise([*rows, line])]
    return gaps[-1] and not all(gaps)


TABLES = Rule(
    name="structure/tables",
    find=find_tables,
    examples=(
        (
            "天数\u3000\u3000罚息\u3000征信\n\n1-30天\u3000万分之五\u3000可能\n",
            "| 天数 | 罚息 | 征信 |\n| --- | --- | --- |\n| 1-30天 | 万分之五 | 可能 |\n",
        ),
        (
            "银行\t宽限\n甲行\t三天\n乙行\t三天\n\n姓名\t城市\n张三\t北京\n李四\t上海\n",
            "| 银行 | 宽限 |\n| --- | --- |\n| 甲行 | 三天 |\n| 乙行 | 三天 |\n\n"
            "| 姓名 | 城市 |\n| --- | --- |\n| 张三 | 北京 |\n| 李四 | 上海 |\n",
        ),
    ),
    keep=(
        "第一章\u3000总则\n第二章\u3000业务\n第三章\u3000附则\n",
        "床前明月光\u3000疑是地上霜\n举头望明月\u3000低头思故乡\n",
        "| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |\n",
        "他说\t好。\n我说\t不好。\n大家\t都笑了。\n",
    ),
)

SPEAKER = re.compile(r"^(?P<who>问|答|记者|主持人|律师|客服|用户|网友|专家|[A-ZＡ-Ｚ]|[甲乙丙丁])(?=[：:])")


def find_dialogue(view: View) -> Found:
    """Insertions that set the speakers of a dialogue in bold, where at least two take turns."""
    run: list[Line] = []
    edits: list[Edit] = []
    for line in [*lines_with_words(view, view.protected), Line(len(view.text), "", None, "")]:
        if SPEAKER.match(line.text):
            run.append(line)
            continue
        speakers = [match["who"] for member in run if (match := SPEAKER.match(member.text))]
        if len(set(speakers)) >= 2:
            for member, who in zip(run, speakers, strict=True):
                edits += (Edit(member.start, "", "**"), Edit(member.start + len(who), "", "**"))
        run = []
    return found(edits)


DIALOGUE = Rule(
    name="structure/dialogue",
    find=find_dialogue,
    examples=(("问：可以协商吗？\n\n答：可以。\n", "**问**：可以协商吗？\n\n**答**：可以。\n"),),
    keep=("答：可以。\n", "问：甲。\n问：乙。\n", "**问**：甲？\n\n**答**：乙。\n", "记者：张三\n"),
)

BOOK_TITLE = re.compile(r"^《[^《》]+》$")


def find_title_lists(view: View) -> Found:
    """Insertions that make a run of lines that are each a 《title》 into a list."""
    edits: list[Edit] = []
    run: list[Line] = []
    for line in [*lines_with_words(view, view.protected), Line(len(view.text), "", None, "")]:
        if BOOK_TITLE.match(line.text.strip()):
            run.append(line)
            continue
        if len(run) > 1:
            edits += (Edit(member.start, "", "- ") for member in run)
        run = []
    return found(edits)


TITLE_LISTS = Rule(
    name="structure/title-lists",
    find=find_title_lists,
    examples=(("参考：\n\n《信用管理》\n\n《法规解读》\n", "参考：\n\n- 《信用管理》\n\n- 《法规解读》\n"),),
    keep=("《红楼梦》\n作者曹雪芹。\n", "他读《信用管理》。\n《法规解读》也读。\n"),
)


def find_block_spacing(view: View) -> Found:
    """Insertions and deletions that leave one blank line between blocks and none between list items."""
    protected = view.protected
    edits: list[Edit] = []
    previous: tuple[int, str] | None = None  # the end of the last non-empty line, and its text
    for start, raw in view.lines:
        text = raw.rstrip("\n")
        if not text.strip():
            continue
        if previous is not None and not protected.cover(start) and not protected.cover(previous[0] - 1):
            between = view.text[previous[0] : start]
            wanted = "\n" if same_block(previous[1], text) else "\n\n"
            if kept_tight(previous[1], text) and between == "\n":
                wanted = between
            if between != wanted:
                edits.append(Edit(previous[0], between, wanted))
        previous = (start + len(text), text)
    return found(edits)


def same_block(above: str, below: str) -> bool:
    """Whether two lines are items of one list."""
    first, second = LIST_ITEM.match(above), LIST_ITEM.match(below)
    if not first or not second:
        return False
    kinds = [mark["mark"][-1] if mark["mark"][:1].isdigit() else mark["mark"] for mark in (first, second)]
    return kinds[0] == kinds[1] or bool(second["indent"])


def kept_tight(above: str, below: str) -> bool:
    """Whether Markdown gives adjacent lines a meaning of their own: tables, quotes, indented parts."""
    return (
        below.startswith((" ", "\t", ">", "|", ":", "[^"))
        or above.startswith((">", "|"))
        or bool(re.match(r"^(?:=+|-+)$", below))
        or (bool(STRUCTURAL.match(above)) and not HEADING.match(above) and not STRUCTURAL.match(below))
    )


BLOCK_SPACING = Rule(
    name="structure/block-spacing",
    find=find_block_spacing,
    examples=(
        ("## 一、背景\n正文。\n正文二。\n", "## 一、背景\n\n正文。\n\n正文二。\n"),
        ("1. **甲**：乙。\n\n2. **丙**：丁。\n", "1. **甲**：乙。\n2. **丙**：丁。\n"),
    ),
    keep=(
        "> 引文\n> 第二行\n",
        "| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |\n",
        "- 一\n    - 二\n",
        "```\na\nb\n```\n",
        "$$\na, b\n= 1\n$$\n",
    ),
)


def find_final_line_end(view: View) -> Found:
    if not view.text or view.text.endswith("\n"):
        return Found()
    return Found((Edit(len(view.text), "", "\n"),))


FINAL_LINE_END = Rule(
    name="structure/final-line-end",
    find=find_final_line_end,
    examples=(("正文。", "正文。\n"),),
    keep=("", "正文。\n"),
)

STRUCTURE: tuple[Rule, ...] = (
    HEADINGS,  # first: lists end at headings
    TABLES,
    DIALOGUE,
    MARKED_ITEMS,
    LISTS,
    TITLE_LISTS,
    BLOCK_SPACING,  # after the marks are there: it reads them
    FINAL_LINE_END,
)
