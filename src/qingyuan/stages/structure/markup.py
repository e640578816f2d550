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
from qingyuan.text.spans import Spans
from qingyuan.view import View

OWN = re.compile(r'<ins class="restored">[^<>]*</ins>')
# --- code, where all shows as it stands -----------------------------------------------------------------------

FENCED = re.compile(
    r"^(?P<fence>```+|~~~+)[ \t]*[\w+#.-]*[ \t]*\n.*?^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL
)
# As Python-Markdown reads it, over the lines of a paragraph.
CODE_SPAN = re.compile(r"(?<![\\`])(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where code stands beyond doubt: paired in its line as in its paragraph, for items of a list are read alone."""
    at = 0
    for fenced in [*FENCED.finditer(text), None]:
        between = text[at : fenced.start() if fenced else len(text)]
        for paragraph in PARAGRAPH.finditer(between):
            if "`" not in paragraph[0]:
                continue
            whole = {match.span() for match in CODE_SPAN.finditer(paragraph[0])}
            start = 0
            for line in paragraph[0].splitlines(keepends=True):
                for match in CODE_SPAN.finditer(line):
                    span = start + match.start(), start + match.end()
                    if span in whole:
                        yield at + paragraph.start() + span[0], at + paragraph.start() + span[1]
                start += len(line)
        if fenced:
            yield fenced.span()
            at = fenced.end()


# --- what would be taken for markup ---------------------------------------------------------------------------

TAG = re.compile(r"<(?=[A-Za-z/!?])(?!https?://[^\s<>]+>)")
LINK = re.compile(r"(?<!\\)\](?=\(\s*<?(?P<address>[^\s<>]*))")
DEFINITION = re.compile(r"^ {0,3}(?:\*(?=\[[^\]\n]+\]:)|(?:\[(?=[^\]\n]+\]:)))", re.MULTILINE)
ATTRIBUTES = re.compile(r"(?<!\\)\{(?=[^\n]*\})")
DIRECTIVE = re.compile(r"^[ \t>]*(?P<mark>!!!|\?\?\?|:(?=[ \t]{1,3}\S))", re.MULTILINE)
PRODUCT = re.compile(r"(?<=\d)\*(?=\d)")
SAFE_SCHEME = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)


def is_safe_address(address: str) -> bool:
    """Whether a link may lead there: to the web, to a mailbox, or within the site.

    >>> is_safe_address("https://example.com/"), is_safe_address("../yuqi/"), is_safe_address("java&#115;cript:x")
    (True, True, False)
    """
    seen = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff\\]", "", unescape(unescape(address)))
    return not SCHEME.match(seen) or bool(SAFE_SCHEME.match(seen))


def _marks(text: str) -> Iterator[tuple[int, str, str]]:
    """Each mark that must not be read as one: where it stands, and how it is written instead."""
    for match in TAG.finditer(text):
        yield match.start(), "<", "&lt;"
    for match in LINK.finditer(text):
        if not is_safe_address(match["address"]):
            yield match.start(), "]", r"\]"
    for match in DEFINITION.finditer(text):
        mark = match[0].strip()
        yield match.end() - 1, mark, "\\" + mark
    for match in ATTRIBUTES.finditer(text):
        yield match.start(), "{", r"\{"
    for match in DIRECTIVE.finditer(text):
        first = match["mark"][0]
        yield match.start("mark"), first, r"\!" if first == "!" else f"&#{ord(first)};"
    for match in PRODUCT.finditer(text):
        yield match.start(), "*", r"\*"


def find_markup(view: View) -> Found:
    """Edits that write each mark of Markdown or HTML as the character that it is."""
    text = view.text
    untouched = Spans(sorted([*code_spans(text), *(match.span() for match in OWN.finditer(text))]))
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
        ("!!! note\n", "\\!!! note\n"),
        ("??? note\n", "&#63;?? note\n"),
        ("2*3*4等于24\n", "2\\*3\\*4等于24\n"),
        ("<!-- 广告 -->\n", "&lt;!-- 广告 -->\n"),
        ("前 `a 后\n`<b>`\n", "前 `a 后\n`&lt;b>`\n"),
    ),
    keep=(
        "a < b 且 c > d，1<2\n",
        '逾期的问<ins class="restored">题</ins>。\n',
        "代码 `<b>` 和 `{x}`\n\n```html\n<script>x</script>\n```\n",
        "见[官网](https://example.com/)和<https://example.com/>，或[下一篇](../a.md)。\n",
        "**重点**、*斜体*，金额 3 * 4\n",
        "| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |\n",
        "&lt;b> \\{x} \\[a]: b\n",
    ),
)
