"""Texts full of markup, as a stranger may send them: marks of Markdown and HTML within Chinese prose.

What an element of the site's Markdown begins with stands at line starts, in paragraphs, lists, headings and
quotations, alone and in each other; most of it is not whole. One seed gives one text.
"""

from __future__ import annotations

import random
from collections.abc import Callable

PROSE = (
    "逾期",
    "还款以后",
    "先和平台协商",
    "。",
    "，",
    "利率 36%",
    "花呗",
    "HTML",
    "甲",
    "：",
    "？",
    "a",
    "x1",
)
INLINE = (
    *(
        "<b>",
        "</b>",
        "<script>alert(1)</script>",
        "<img src=x onerror=y>",
        "<br>",
        "<",
        ">",
        "a<b",
        "<!--",
        "-->",
    ),
    *(
        "<?php",
        "?>",
        "<![CDATA[",
        "]]>",
        "</p>",
        "<div markdown=1>",
        "<textarea>",
        "<plaintext>",
        "<style>",
        "<p",
    ),
    *(
        "<https://example.com/a>",
        "<a@example.com>",
        "<details open>",
        "<span title='甲'>",
        "<details><summary>",
    ),
    *("{: .a }", "{#b}", "{ .c }", "{", "}", "{{ x }}", "{% x %}", "{++a++}", "{--a--}", "{==a==}", "{:"),
    *(
        "[甲](https://example.com/)",
        "[甲](javascript:x)",
        "[甲]",
        "[甲][乙]",
        "![图](a.png)",
        "[^1]",
        "[^甲]",
    ),
    *(
        "![图](https://example.com/a.png)",
        "[甲](<b c> '题')",
        "[](x)",
        "[甲](",
        "](",
        "![",
        "[",
        "]",
        "(",
        ")",
    ),
    *(
        "*",
        "**",
        "***",
        "_",
        "__",
        "*甲*",
        "**乙**：",
        "_丙_",
        "a_b_c",
        "~",
        "~~",
        "~~丁~~",
        "^",
        "^2^",
        "==",
        "++",
    ),
    *(
        "`",
        "``",
        "```",
        "`a<b>`",
        "`` a`b ``",
        "`&lt;`",
        "&",
        "&amp;",
        "&lt;",
        "&#35;",
        "&copy;",
        "&x;",
        "&nbsp;",
    ),
    *(
        "\\",
        "\\\\",
        "\\*",
        "\\<",
        "\\`",
        "\\[",
        "\\{",
        ":smile:",
        "$x$",
        "$$",
        "\\(x\\)",
        "|",
        "||",
        "#",
        "!",
        ":",
    ),
    *(
        "2*3*4",
        "--",
        "---",
        "--8<--",
        "[TOC]",
        "[ ]",
        "[x]",
        "ABBR",
        "\t",
        "  ",
        " ",
        "http://example.com/?a=1&b=2",
    ),
    *(
        "http://",
        "www.example.com",
        "(c)",
        "-->",
        "1.",
        "\x02",
        "\x03",
        "wzxhzdk:0",
        "klzzwxh:0000",
        "\u200b",
    ),
)
STARTS = (
    *(
        "# ",
        "## ",
        "### ",
        "#",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "3. ",
        "2) ",
        "> ",
        ">",
        "    ",
        "  ",
        "\t",
        "   ",
        ": ",
    ),
    *(
        ":   ",
        "- [ ] ",
        "- [x] ",
        "!!! note\n    ",
        "!!! ",
        '??? tip "甲"\n    ',
        "???+ note ",
        '=== "甲"\n    ',
    ),
    *(
        "[甲]: ",
        "[^1]: ",
        "*[HTML]: ",
        "*[ABBR]:",
        "--8<-- ",
        "/// note\n",
        "<div>",
        "<p>",
        "<!-- ",
        "<script>",
    ),
    *(
        "| ",
        "|",
        "--- ",
        "===",
        "---",
        "***",
        "___",
        "- - -",
        "```",
        "~~~",
        "```py\n",
        "``` {.py}\n",
        "$$\n",
        "{: ",
    ),
    *(
        "- 甲\n\n    ",
        "- 甲\n    - ",
        "1. 甲\n\n    ",
        "> - ",
        "> > ",
        "[TOC]",
        "    - ",
        "甲\n:   ",
        "甲\n---\n",
    ),
)
BLOCKS: tuple[Callable[[random.Random], str], ...] = (
    lambda chance: f"| {line(chance)} | 乙 |\n| --- | :-: |\n| 丙 | {line(chance)} |",
    lambda chance: f"甲 | 乙\n--- | ---\n{line(chance)} | {line(chance)}",
    lambda chance: f"```{chance.choice(('', 'py', 'html', ' text'))}\n{line(chance)}\n{line(chance)}\n```",
    lambda chance: f"~~~\n{line(chance)}\n{chance.choice(('~~~', '~~~~', '```', '  ~~~'))}",
    lambda chance: f"<div>\n{line(chance)}\n</div>",
    lambda chance: f"1. {line(chance)}\n2. {line(chance)}\n{chance.choice('35')}. {line(chance)}",
    lambda chance: f"- {line(chance)}\n\n    {line(chance)}\n- {line(chance)}",
    lambda chance: f"> {line(chance)}\n{line(chance)}",
    lambda chance: f"{line(chance)}\n{chance.choice(('===', '---', '-', '=', '- - -'))}",
    lambda chance: f"甲[^1]{line(chance)}\n\n[^1]: {line(chance)}",
    lambda chance: f"HTML {line(chance)}\n\n*[HTML]: {line(chance)}",
    lambda chance: f"{line(chance)}\n: {line(chance)}",
    lambda chance: f"    {line(chance)}\n    {line(chance)}",
)


def line(chance: random.Random) -> str:
    """Marks and words of one line."""
    parts = [
        chance.choice(PROSE if chance.random() < 0.45 else INLINE) for _ in range(chance.choice((1, 2, 3, 5)))
    ]
    return "".join(parts)


def block(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.25:
        return chance.choice(BLOCKS)(chance)
    return (chance.choice(STARTS) if kind < 0.7 else "") + line(chance)


def markup_text(chance: random.Random) -> str:
    """A text of one to five blocks, with or without an end of the last line."""
    text = block(chance)
    for _ in range(chance.choice((0, 0, 1, 2, 4))):
        text += chance.choice(("\n", "\n\n", "\n\n", "\n")) + block(chance)
    return text + chance.choice(("\n", "\n", ""))
