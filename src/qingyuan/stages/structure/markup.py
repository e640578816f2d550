"""Raw text is text: what Markdown or HTML would take for its own is written so that it shows as it stands.

It runs once, behind the loop over the stages (`article.py`): repair opens what was escaped by accident, and would
open this again. So nothing is armed after it. A text that has been through it is read as it was before, lest what
was written here be evidence for repair, and comes out the same.

What stays: headings, lists, tables, emphasis, code and links to web pages, which the stages write and which texts in
Markdown have; and the marks of restored words. No other element of HTML is written by the pipeline.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape

from qingyuan.document import NOTHING, Edit, Found, Step, Trail
from qingyuan.rule import Rule, found
from qingyuan.stages.structure.emphasis import swallowing_marks
from qingyuan.stages.structure.outline import A_HAN, Line, outlined
from qingyuan.text.code import code_beyond_doubt, code_spans
from qingyuan.text.fences import fences_of
from qingyuan.text.html_pages import looks_like_html
from qingyuan.text.links import leads_well
from qingyuan.text.markdown import FRONT_MATTER_BLOCK
from qingyuan.text.spans import Spans, lines_of, merged
from qingyuan.view import View

OWN = re.compile(r'<ins class="restored">[^<>]*</ins>')

# --- what would be taken for markup ---------------------------------------------------------------------------

# A letter, or another one that will be a reference: up to a blank, or the end of the block, what stands between may be part of a mail address.
OF_A_TAG = r"(?=[A-Za-z/!?]|(?>(?:(?!&lt;|\n[ \t]*\n)[^ <>!])*)(?:<|&lt;))(?!https?://[^\s<>]+>)"
TAG = re.compile(f"<{OF_A_TAG}")
# Behind a backslash a mark is text already; two of them are one that is shown.
UNESCAPED = r"(?<!\\)(?>(?:\\\\)*)"
LINK = re.compile(rf"{UNESCAPED}\](?=\()")
BRACE = re.compile(rf"{UNESCAPED}\{{")
# Two rules with what YAML could take for fields between them, at the head of a text: a program that makes sites would
# obey them where no front matter of the article stands above. Four hyphens are a rule as well, and nothing else.
OPENING = re.compile(r"\ufeff?---(?=[ \t]*\n)")
CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
FIELD = re.compile(r"[:?{]")
WITHIN = r"(?>(?:[ \t>]|[-*+][ \t]|\d{1,9}\.[ \t])*)"  # a line may begin with items and quotations
DEFINITION = re.compile(rf"^{WITHIN}(?P<mark>\*(?=\[)|\[)", re.MULTILINE)
DEFINES = re.compile(r"\] ?:")
TICK = re.compile(rf"{UNESCAPED}`")
FENCE_MARKS = re.compile(r"`{3,}|~{3,}")
INDENTED = re.compile(r"(?:^|>)(?: {0,3}\t| {4})", re.MULTILINE)
BLANK = re.compile(r"\n[ \t]*\n")
CONTENTS = re.compile(rf"{UNESCAPED}\[(?=TOC\])")
OF_A_REFERENCE = r"(?=#(?:[0-9]++|[xX][0-9a-fA-F]++)(?!;))"  # readers of HTML end it themselves
OPEN_REFERENCE = re.compile(f"&{OF_A_REFERENCE}")
DIRECTIVE = re.compile(rf"^{WITHIN}(?P<mark>!!!|\?\?\?|:(?=[ \t]))", re.MULTILINE)
WRITTEN = re.compile(
    r"\\[`{\]\[*_|!.]|&(?:lt|#63|#58);|&amp;(?=#)|(?>(?:&#126;)+)"
)  # what stands here for a mark
MOST_STEPS = 3
PRODUCT = re.compile(r"(?<=\d)\*(?=\d)")
# A link in the words of a picture would not be shown, nor its words where the picture is.
IN_A_PICTURE = re.compile(
    r"!\[(?>(?:(?:[^\[\]\\]|\\.)*(?<!!)\[){1,9})(?>(?:[^\[\]\\]|\\[^\]])*)(?P<mark>\])(?=\()"
)

TARGET = re.compile(r"\(\s*<?(?P<address>[^\s<>]*)")
IN_TARGET = re.compile(r"[()'\"]|\n[ \t]*\n")
DEEPEST = 3  # brackets in brackets of an address that people write
TITLED = re.compile(
    r"\(\s*(?:<[^<>'\"]*>|[^\s<>'\"]*)\s+(?P<quote>['\"])(?:(?!(?P=quote))[^\n])*(?P=quote)\s*\)"
)
LOOKED_AT = (
    300  # characters behind `](`: where so many do not tell the scheme, it is no address that people write
)
TOLD = re.compile(r"[:/?#]")  # behind any of these no scheme begins


def leads_astray(text: str, at: int) -> bool:
    """Whether the target of a link, which begins at `at` with its bracket, may be no page and no mailbox.

    >>> [leads_astray(f"({each})", 0) for each in ("https://example.com/", "../yuqi/", "java&#115;cript:x")]
    [False, False, True]
    """
    target = TARGET.match(text, at, at + LOOKED_AT)
    if not target:
        return False
    address = unescape(unescape(target["address"])).replace("\\", "")
    if _is_doubtful_target(text, at) and not TITLED.match(text, at, at + LOOKED_AT):
        return True  # no address, or one that is read as if the title that may follow it had begun
    cut_off = target.end() == at + LOOKED_AT
    return not leads_well(address) or (cut_off and not TOLD.search(address))


def _is_doubtful_target(text: str, at: int) -> bool:
    """Whether a quote stands in the target that begins at `at`, or more brackets than an address has."""
    depth = 0
    for match in IN_TARGET.finditer(text, at, at + LOOKED_AT):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if match[0] in "'\"" or depth > DEEPEST:
            return True
        if depth == 0 or match[0].startswith("\n"):
            return False
    return False


def opens_front_matter(text: str) -> bool:
    r"""Whether some reader of YAML could find front matter at the head of the text.

    >>> opens_front_matter("---\nhide: [toc]\n---\n"), opens_front_matter("---\n一句话\n---\n")
    (True, False)
    """
    if not (opening := OPENING.match(text)) or not (closing := CLOSING.search(text, opening.end() + 1)):
        return False
    return bool(FIELD.search(text, opening.end(), closing.start()))


def _marks(text: str) -> Iterator[tuple[int, str, str]]:
    """Each mark that must not be read as one: where it stands, and how it is written instead."""
    if opens_front_matter(text):
        yield text.index("---"), "---", "----"
    for match in TAG.finditer(text):
        yield match.start(), "<", "&lt;"
    for match in LINK.finditer(text):
        if leads_astray(text, match.end()):
            yield match.end() - 1, "]", r"\]"
    yield from _definitions(text)
    for match in CONTENTS.finditer(text):
        yield match.end() - 1, "[", r"\["
    for match in OPEN_REFERENCE.finditer(text):
        yield match.start(), "&", "&amp;"
    yield from _cells_without_column(text)
    for start, line in lines_of(text):
        for match in BRACE.finditer(line, 0, max(0, line.rfind("}"))):
            yield start + match.end() - 1, "{", r"\{"
    for match in DIRECTIVE.finditer(text):
        first = match["mark"][0]
        yield match.start("mark"), first, r"\!" if first == "!" else f"&#{ord(first)};"
    for match in PRODUCT.finditer(text):
        yield match.start(), "*", r"\*"
    for span in swallowing_marks(text):
        for at in range(*span):
            yield at, text[at], "\\" + text[at]
    for match in IN_A_PICTURE.finditer(text):
        yield match.start("mark"), "]", r"\]"


def _definitions(text: str) -> Iterator[tuple[int, str, str]]:
    """The marks that open the definition of a link, a footnote or an abbreviation, which are not shown.

    The name in brackets may go over lines, that of an abbreviation over brackets; a blank line ends all.
    """
    defining = [match.start() for match in DEFINES.finditer(text)]
    if not defining:
        return
    closing = [match.start() for match in re.finditer(r"\]", text)]
    blanks = [match.start() for match in BLANK.finditer(text)]
    for match in DEFINITION.finditer(text):
        at = match.start("mark")
        if (later := bisect_right(defining, at)) == len(defining):
            return
        blank = bisect_right(blanks, at)
        within = blank == len(blanks) or defining[later] < blanks[blank]
        if within and (match["mark"] == "*" or closing[bisect_right(closing, at)] == defining[later]):
            yield at, match["mark"], "\\" + match["mark"]


SEPARATOR = re.compile(r"[ \t>]*(?P<row>[|:\- \t]*\|[|:\- \t]*)\n?")
ITEM = re.compile(r"[ \t>]*[-*+][ \t]")
PIPE = re.compile(rf"{UNESCAPED}\|")
BORDER = re.compile(rf"\||.*{UNESCAPED}\|\Z")


def _cells_without_column(text: str) -> Iterator[tuple[int, str, str]]:
    """The marks of cells that a table has no column for: readers of Markdown leave these cells out."""
    columns, border = 0, False  # of the table that the line is in
    item = False  # whether the line before is one of a list
    for start, line in lines_of(text):
        before, item = item, bool(ITEM.match(line))
        if not line.strip():
            columns, border = 0, False
        elif before and item and SEPARATOR.fullmatch(line):
            yield start + line.index("|"), "|", r"\|"  # two items, and no table
        elif not columns and "|" in line and (match := SEPARATOR.fullmatch(line)):
            row = match["row"].strip()
            columns = (
                row[row.startswith("|") and border : -1 if border and row.endswith("|") else None].count("|")
                + 1
            )
        elif not columns:
            border = BORDER.match(line.strip(" \t>\n")) is not None
        elif columns and line.count("|") >= columns:
            code = Spans(code_spans(line))
            pipes = [match.end() - 1 for match in PIPE.finditer(line) if not code.cover(match.end() - 1)]
            if border and pipes and not line[: pipes[0]].strip(" \t>"):
                del pipes[0]
            if len(pipes) >= columns and line[pipes[columns - 1] :].strip("| \t\n"):
                for at in pipes[columns - 1 :]:
                    yield start + at, "|", r"\|"


def _numbers_as_written(lines: Iterable[Line]) -> Iterator[tuple[int, str, str]]:
    """The mark behind each number that a list would count anew, and blank lines around what is then no item."""
    apart = False
    for line in lines:
        if line.recounted:
            yield line.start + line.indent + line.recounted.end("number"), ".", r"\."
        counted = line.recounted is not None and line.recounted.start() == 0  # and not beside another mark
        if not line.fresh and (counted or (apart and not line.text.startswith((" ", "\t", ">", "|")))):
            yield line.start, "", "\n"
        apart = counted


def _out_of_code(
    text: str, lines: Iterable[Line], marks: Spans
) -> tuple[list[tuple[int, int]], list[tuple[int, str, str]]]:
    """Indented blocks with marks in them, where these would show as they are written: each in a fence, or not
    indented where people wrote prose, or nothing tells what it is part of, or a fence could pair with another.
    First the fenced ones.
    """
    fenced: list[tuple[int, int]] = []
    edits: list[tuple[int, str, str]] = []
    alone = "```" not in text and "~~~" not in text
    for block in _blocks_of_code(lines):
        start, end = block[0].start, block[-1].start + len(block[-1].text)
        inner = text[start:end]
        if not marks.cover(start, end):
            continue
        apart = text[max(0, start - 2) : start] in ("", "\n", "\n\n")
        if block[0].place == 0 and apart and alone and not A_HAN.search(inner) and inner.endswith("\n"):
            fenced.append((start, end))
            edits += [(start, "", "```\n"), (end - 1, "", "\n```")]
            continue
        for line in block:
            gap = "\n" if line.start == start and line.place == 0 and not apart else ""
            edits.append((line.start + line.place, line.text[line.place : line.indent], gap))
    return fenced, edits


def _blocks_of_code(lines: Iterable[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and (line.fresh or not line.code):
            yield block
            block = []
        if line.code:
            block.append(line)
    if block:
        yield block


def _doubtful_ticks(
    text: str, code: Spans, fenced: Spans, marks: Iterable[tuple[int, str, str]]
) -> Iterator[tuple[int, str, str]]:
    """The marks of code that nobody pairs for sure, in paragraphs with other marks: in code these would show as
    they are written. What may be a fenced block, blank lines and all, is in one paragraph.
    """
    blanks = (match for match in BLANK.finditer(text) if not fenced.cover(match.start()))
    bounds = [0, *(match.end() for match in blanks), len(text)]
    starts = {bisect_right(bounds, at) for at, _, _ in marks}
    for start, end in (
        (bounds[number - 1], bounds[min(number, len(bounds) - 1)]) for number in sorted(starts)
    ):
        ticks = [match.end() - 1 for match in TICK.finditer(text, start, end)]
        ticks = [at for at in ticks if not code.cover(at)]
        last = text.rfind("`", start, end)  # one behind a backslash opens nothing, and closes
        if ticks and last - ticks[0] >= len(ticks):  # one run alone pairs with nothing
            yield from ((at, "`", "\\`") for at in ticks)


def _fence_as_text(text: str, start: int) -> tuple[int, str, str]:
    """The edit that keeps a line from opening or closing a fenced block: its first mark is text, and too few follow.

    >>> _fence_as_text("> ~~~", 0)
    (2, '~~~', '&#126;&#126;&#126;')
    """
    match = FENCE_MARKS.search(text, start)
    assert match is not None
    as_text = "\\`" if match[0][0] == "`" else f"&#{ord('~')};"
    return match.start(), match[0], as_text * len(match[0])


def _without_blocks(
    text: str, doubtful: Iterable[tuple[int, int]], marks: Spans
) -> Iterator[tuple[int, str, str]]:
    """The edits that keep blocks between `~~~` with marks in them from being any: they may be code, and may not."""
    for start, last in doubtful:
        if text[start:].lstrip("> \t").startswith("~") and marks.cover(start, last):
            yield _fence_as_text(text, start)
            yield _fence_as_text(text, last)


def _code(text: str) -> Spans:
    """The code of a text that is shown as it stands: a reference that nobody ends gets its end between marks, too."""
    return Spans(
        (start, end)
        for start, end in code_beyond_doubt(text)
        if text.find("\n", start, end) >= 0 or not OPEN_REFERENCE.search(text, start, end)
    )


def _outside_of_code(text: str, code: Iterable[tuple[int, int]]) -> list[tuple[int, str, str]]:
    """The marks of a text that are neither in code nor the pipeline's own."""
    untouched = Spans([*code, *(match.span() for match in OWN.finditer(text))])
    return sorted((at, mark, as_text) for at, mark, as_text in _marks(text) if not untouched.cover(at))


def find_markup(view: View) -> Found:
    """Edits that write each mark of Markdown or HTML as the character that it is.

    Where a line opens a fenced block and nothing closes it, first this line alone: the rest depends on it.
    """
    text = view.text
    starts = [start for start, _ in lines_of(text)]
    fences = fences_of([line for _, line in lines_of(text)])
    if fences.stray:
        return found(Edit(*_fence_as_text(text, starts[number])) for number in fences.stray)
    code = _code(text)
    marks = _outside_of_code(text, code)
    doubtful = [(starts[first], starts[last]) for first, last in fences.blocks]
    doubtful = [span for span in doubtful if not code.cover(span[0])]
    marks += _without_blocks(text, doubtful, Spans((at, at + 1) for at, _, _ in marks))
    lines = tuple(outlined(text, code))
    indented = ((line.start, line.start + len(line.text)) for line in lines if line.code)
    ticks = tuple(_doubtful_ticks(text, Spans(merged([*code, *indented])), Spans(doubtful), marks))
    marks += ticks
    within = Spans((at, at + 1) for at, _, _ in ticks)
    marks += _without_blocks(text, doubtful, within)
    edits = {at: (mark, as_text) for at, mark, as_text in marks}
    for at, mark, as_text in _numbers_as_written(lines):
        before, after = edits.get(at, ("", ""))
        edits[at] = mark + before, as_text + after
    return found(Edit(at, *edit) for at, edit in edits.items())


def find_indented_markup(view: View) -> Found:
    """Edits that put indented blocks with marks in fences, or to the margin where they are prose."""
    text = view.text
    if not INDENTED.search(text):
        return NOTHING
    code = _code(text)
    marks = Spans((at, at + len(mark)) for at, mark, _ in _outside_of_code(text, code))
    _, edits = _out_of_code(text, outlined(text, code), marks)
    return found(Edit(at, *edit) for at, *edit in edits)


def _through_the_wall(text: str) -> Trail:
    """The steps that write all marks of a text as text."""
    steps: list[Step] = []
    while len(steps) < MOST_STEPS and (edits := find_markup(View(text)).edits):
        steps.append(Step("", edits))
        text = steps[-1].apply(text)
    return Trail(tuple(steps))


def find_written_markup(view: View) -> Found:
    """Edits that undo what `find_markup` wrote; only where it would write all of that again, to the letter.

    So a text that was cleaned shows the rules what it showed them before; and so does one in which somebody wrote
    backslashes before some of the marks, and not all. Entities beside live tags are those of a page.
    """
    head = FRONT_MATTER_BLOCK.match(view.text) if opens_front_matter(view.text) else None
    start = head.end() if head else 0
    body = view.text[start:]
    edits = tuple(
        Edit(match.start(), match[0], unescape(match[0].removeprefix("\\")))
        for match in WRITTEN.finditer(body)
    )
    if not edits or looks_like_html(body):  # of a page nothing would have been written so
        return NOTHING
    written = _through_the_wall(body).apply(body)
    for _ in range(2):  # first those that are written by others go, and then the rest is the whole
        if not edits:
            return NOTHING
        opening = Step("", edits)
        opened = opening.apply(body)
        trail = _through_the_wall(opened)
        again = trail.apply(opened)
        if again == body or (again == written and all(edit.before.startswith("\\") for edit in edits)):
            # A text that shows the source of a page: of a page itself nothing would have been written so.
            if looks_like_html(opened):
                return NOTHING
            return Found(tuple(replace(edit, start=edit.start + start) for edit in edits))
        places = (trail.result(*opening.result(edit.start, edit.end)) for edit in edits)
        edits = tuple(
            edit
            for edit, (first, last) in zip(edits, places, strict=True)
            if again[first:last] == edit.before
        )
    return NOTHING


MARKUP = Rule(
    name="structure/markup",
    find=find_markup,
    examples=(
        ("逾期<script>alert(1)</script>还款\n", "逾期&lt;script>alert(1)&lt;/script>还款\n"),
        ("<img src=x onerror=alert(1)>\n", "&lt;img src=x onerror=alert(1)>\n"),
        ("还款{: onfocus=alert(1) tabindex=1}\n", "还款\\{: onfocus=alert(1) tabindex=1}\n"),
        ("## 还款 {#a onclick=x}\n", "## 还款 \\{#a onclick=x}\n"),
        ("[还款](javascript:alert(1))\n", "[还款\\](javascript:alert(1))\n"),
        ("[还款](&#9;JavaScript:alert(1))\n", "[还款\\](&#9;JavaScript:alert(1))\n"),
        ("[a]: javascript:alert(1)\n", "\\[a]: javascript:alert(1)\n"),
        ("*[HTML]: 超文本\n", "\\*[HTML]: 超文本\n"),
        ("---\nhide: [toc]\n一句话\n---\n", "----\nhide: [toc]\n一句话\n---\n"),
        ("!!! note\n", "\\!!! note\n"),
        ("??? note\n", "&#63;?? note\n"),
        ("2*3*4等于24\n", "2\\*3\\*4等于24\n"),
        ("- [a]: b\n> *[HTML]: 超文本\n", "- \\[a]: b\n> \\*[HTML]: 超文本\n"),
        ("<<a@example.com>\n", "&lt;&lt;a@example.com>\n"),
        ("[TOC]\n", "\\[TOC]\n"),
        ("[a\nb]: c\n", "\\[a\nb]: c\n"),
        ("*[甲]乙] : 丙\n", "\\*[甲]乙] : 丙\n"),
        ("[还款]('(/)\n", "[还款\\]('(/)\n"),
        ("[还款](a'(b)\n", "[还款\\](a'(b)\n"),
        ("[还款](()'(/)\n", "[还款\\](()'(/)\n"),
        ("[还款]( '(/)\n", "[还款\\]( '(/)\n"),
        ("[还款](a b='c'>d [乙](/)\n", "[还款\\](a b='c'>d [乙](/)\n"),
        ("- 甲|乙\n- -|\n", "- 甲|乙\n- -\\|\n"),
        ("甲\n    {}`\n~~~\n`\n~~~\n", "甲\n    \\{}\\`\n&#126;&#126;&#126;\n\\`\n&#126;&#126;&#126;\n"),
        ("&#35还款\n", "&amp;#35还款\n"),
        ("| 甲 |\n| --- |\n| 一 | 二 |\n", "| 甲 |\n| --- |\n| 一 \\| 二 \\|\n"),
        ("``\n`<b>`\n", "\\`\\`\n\\`&lt;b>\\`\n"),
        ("1. 甲\n2. 乙\n4. 丁\n5. 戊\n", "1. 甲\n2. 乙\n\n4\\. 丁\n\n5. 戊\n"),
        ("01. 甲\n", "01\\. 甲\n"),
        ("<!-- 广告 -->\n", "&lt;!-- 广告 -->\n"),
        ("前 `a 后\n`<b>`\n", "前 \\`a 后\n\\`&lt;b>\\`\n"),
        ("前 `a\\` <b> `后\n", "前 `a\\` &lt;b> `后\n"),
        ("[还款\\\\](javascript:x)\n", "[还款\\\\\\](javascript:x)\n"),
        ("*甲**乙*丙\n", "*甲\\*\\*乙*丙\n"),
        ("_：__*_。\n", "_：\\_\\_*_。\n"),
        ("![[甲](b)](c.png)\n", "![[甲\\](b)](c.png)\n"),
        ("写 `&#35` 吧\n", "写 \\`&amp;#35\\` 吧\n"),
        ("- 1. 甲\n    3. 乙\n", "- 1. 甲\n\n    3\\. 乙\n"),
        ("- 01. 甲\n- 02. 乙\n", "- 01\\. 甲\n- 02\\. 乙\n"),
        ("- 甲\n> 1. 乙\n> 3. 丙\n", "- 甲\n> 1. 乙\n\n> 3\\. 丙\n"),
        (f"[还款]({' ' * 300}javascript:x)\n", f"[还款\\]({' ' * 300}javascript:x)\n"),
    ),
    keep=(
        "3. 甲\n4. 乙\n\n丙\n\n1. 丁\n\n## 戊\n\n1. 己\n    1. 庚\n    2. 辛\n2. 壬\n",
        "a < b 且 c > d，1<2\n",
        '逾期的问<ins class="restored">题</ins>。\n',
        "代码 `<b>` 和 `{x}`\n\n```html\n<script>x</script>\n```\n",
        "见[官网](https://example.com/)和<https://example.com/>，或[下一篇](../a.md)。\n",
        "**重点**、*斜体*，金额 3 * 4\n",
        "---\n一句话\n---\n",
        "| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |\n",
        "甲 | 乙\n- | -\n一 | 二\n",
        "[甲](../a.md)：一\n\n乙]: 二\n",
        "[甲](https://example.com/ \"一'二\")，[乙](../a.md '三(四)')，[丙](a(b(c))) '丁'\n",
        "*甲* **乙** *丙*，snake_case__name_a\n",
        "![图[一]](a.png)，[![图](a.png)](https://example.com/)\n",
        "- 1. 甲\n    2. 乙\n- 丙\n",
        "- 甲\n> 1. 乙\n> 2. 丙\n",
        "写 `&#35;` 吧\n",
        "&lt;b> \\{x} \\[a]: b\n",
    ),
)

INDENTED_MARKUP = Rule(
    name="structure/indented-markup",
    find=find_indented_markup,
    examples=(
        ("甲\n\n    <b>\n", "甲\n\n```\n    <b>\n```\n"),
        ("甲\n\n    乙<b>\n", "甲\n\n乙<b>\n"),
        ("`甲`\n-\n\t<b>\n", "`甲`\n-\n\n<b>\n"),
        ("> 甲\n    >\n    <b>\n", "> 甲\n    >\n\n<b>\n"),
        ("- >     <b>\n", "- > <b>\n"),
    ),
    keep=(
        "甲\n\n    乙\n",
        "甲\n\n    a < b\n",
        "- 甲\n    <b>\n",
        "> - 甲\n    >\n    <b>\n",
        "```\n\n    <b>\n```\n",
    ),
)
WRITTEN_MARKUP = Rule(
    name="structure/written-markup",
    find=find_written_markup,
    examples=(
        ("逾期&lt;script>alert(1)&lt;/script>还款\n", "逾期<script>alert(1)</script>还款\n"),
        ("&#63;?? note\n", "??? note\n"),
        ("&amp;#35还款\n", "&#35还款\n"),
        ("1. 甲\n2. 乙\n\n4\\. 丁\n", "1. 甲\n2. 乙\n\n4. 丁\n"),
        ("前 \\`a 后\n\\`&lt;b>\\`，\\+\n", "前 `a 后\n`<b>`，\\+\n"),
        ("&#126;&#126;&#126;\n```\n甲\n```\n", "~~~\n```\n甲\n```\n"),
        ("<b\n\\`\\`\n\\` \n", "<b\n``\n` \n"),
    ),
    keep=(
        "在 HTML 里，&lt; 表示小于号。",
        "<p>如 &lt;b> 标签</p>",
        "写 `&lt;b>` 吧",
        "---\ntitle: 如 &lt;b> 标签\n---\n\n甲\n",
        "    p = &lt;",
        "&lt;html>&lt;body>&lt;p>甲&lt;/p>",
    ),
)
