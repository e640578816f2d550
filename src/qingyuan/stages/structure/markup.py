"""Raw text is text: what Markdown or HTML would take for its own is written so that it shows as it stands.

It runs once, behind the loop over the stages (`article.py`): repair opens what was escaped by accident, and would
open this again. So nothing is armed after it, and a text that has been through it comes out the same.

What stays: headings, lists, tables, emphasis, code and links to web pages, which the stages write and which texts in
Markdown have; and the marks of restored words. No other element of HTML is written by the pipeline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule, found
from qingyuan.text.code import code_beyond_doubt
from qingyuan.text.links import leads_well
from qingyuan.text.spans import Spans, lines_of
from qingyuan.view import View

OWN = re.compile(r'<ins class="restored">[^<>]*</ins>')

# --- what would be taken for markup ---------------------------------------------------------------------------

TAG = re.compile(r"<(?=[A-Za-z/!?])(?!https?://[^\s<>]+>)")
# Behind a backslash a mark is text already; two of them are one that is shown.
UNESCAPED = r"(?<!\\)(?:\\\\)*+"
LINK = re.compile(rf"{UNESCAPED}\](?=\()")
BRACE = re.compile(rf"{UNESCAPED}\{{")
DEFINITION = re.compile(r"^ {0,3}(?:\*(?=\[[^\]\n]+\]:)|(?:\[(?=[^\]\n]+\]:)))", re.MULTILINE)
DIRECTIVE = re.compile(r"^[ \t>]*(?P<mark>!!!|\?\?\?|:(?=[ \t]{1,3}\S))", re.MULTILINE)
# Two rules with what YAML could take for fields between them, at the head of a text: a program that makes sites would
# obey them where no front matter of the article stands above. Four hyphens are a rule as well, and nothing else.
OPENING = re.compile(r"\ufeff?---(?=[ \t]*\n)")
CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
FIELD = re.compile(r"[:?{]")
PRODUCT = re.compile(r"(?<=\d)\*(?=\d)")

TARGET = re.compile(r"\(\s*<?(?P<address>[^\s<>]*)")
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
    cut_off = target.end() == at + LOOKED_AT
    return not leads_well(address) or (cut_off and not TOLD.search(address))


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
    for match in DEFINITION.finditer(text):
        mark = match[0].strip()
        yield match.end() - 1, mark, "\\" + mark
    for start, line in lines_of(text):
        for match in BRACE.finditer(line, 0, max(0, line.rfind("}"))):
            yield start + match.end() - 1, "{", r"\{"
    for match in DIRECTIVE.finditer(text):
        first = match["mark"][0]
        yield match.start("mark"), first, r"\!" if first == "!" else f"&#{ord(first)};"
    for match in PRODUCT.finditer(text):
        yield match.start(), "*", r"\*"


def find_markup(view: View) -> Found:
    """Edits that write each mark of Markdown or HTML as the character that it is."""
    text = view.text
    untouched = Spans([*code_beyond_doubt(text), *(match.span() for match in OWN.finditer(text))])
    return found(Edit(at, mark, written) for at, mark, written in _marks(text) if not untouched.cover(at))


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
        ("<!-- 广告 -->\n", "&lt;!-- 广告 -->\n"),
        ("前 `a 后\n`<b>`\n", "前 `a 后\n`&lt;b>`\n"),
        ("前 `a\\` <b> `后\n", "前 `a\\` &lt;b> `后\n"),
        ("[还款\\\\](javascript:x)\n", "[还款\\\\\\](javascript:x)\n"),
        (f"[还款]({' ' * 300}javascript:x)\n", f"[还款\\]({' ' * 300}javascript:x)\n"),
    ),
    keep=(
        "a < b 且 c > d，1<2\n",
        '逾期的问<ins class="restored">题</ins>。\n',
        "代码 `<b>` 和 `{x}`\n\n```html\n<script>x</script>\n```\n",
        "见[官网](https://example.com/)和<https://example.com/>，或[下一篇](../a.md)。\n",
        "**重点**、*斜体*，金额 3 * 4\n",
        "---\n一句话\n---\n",
        "| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |\n",
        "&lt;b> \\{x} \\[a]: b\n",
    ),
)
