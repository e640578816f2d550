"""What the other modules need to know of Markdown: the spans no rule may touch, headings, front matter."""

from __future__ import annotations

import re

from qingyuan.text.code import ADDRESS, CODE_SPAN, FENCE
from qingyuan.text.spans import Spans, lines_of

PROTECTED = re.compile(
    rf"""
      {FENCE} (?:.*\n)*? (?:(?P=fence)[^\n]*(?:\n|\Z)|.*\Z)   # fenced code
    | ^\$\$[ \t]*\n (?:[^\n]+\n)+? \$\$[ \t]*(?:\n|\Z)                          # a formula
    | {CODE_SPAN}
    | {ADDRESS}
    | (?<![\w.+-]) [\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+                                # a mail address
    | (?<=\]) \( [^()\n]* \)                                                    # the target of a link
    | (?:<|&lt;)/?[A-Za-z](?>(?:[^<>\n&]|&(?!lt;))*)> | (?:<|&lt;)!--(?>(?:(?!-->|!--).)*)-->          # HTML, or HTML as text
    | &(?:[A-Za-z][A-Za-z0-9]{{1,31}}|\#\d{{1,7}}|\#[xX][0-9A-Fa-f]{{1,6}});           # a character by its name or number
    | ^\\?\[[^\]\n]+\]:[^\n]*                                                   # a link definition, or one as text
    """,
    re.VERBOSE | re.MULTILINE | re.ASCII,
)
MAY_NEED_PROTECTION = re.compile(  # as quick as can be: most texts need none
    r"[`~<@\]]|&[A-Za-z#]|\$\$|[Ww]{3}\.|:(?:[/\\%]|(?i:(?<=data:|ilto:|ript:|gnet:)))"
)

HEADING = re.compile(r"^(?P<marks>\#{1,6})[ \t]+(?P<title>.+?)[ \t]*\#*[ \t]*$", re.VERBOSE)
LIST_ITEM = re.compile(r"^(?P<indent>\s*)(?P<mark>[-*+]|\d{1,9}[.)])[ \t]+(?P<text>\S.*)$")
# No HTML, no footnotes, no directives: in the end they are text.
STRUCTURAL = re.compile(r"^\s*(?:#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|>|\||```|~~~)")


FRONT_MATTER_BLOCK = re.compile(  # to be matched where a text begins
    r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)(?:\r?\n)?^---[ \t]*(?:\r?\n|\Z)(?:[ \t]*\r?\n)*",
    re.DOTALL | re.MULTILINE,
)


def protected_spans(text: str) -> Spans:
    """Code, addresses, link targets and HTML tags: where characters mean something exact.

    >>> protected_spans("见 `a,b` 一,二").cover(4)
    True
    """
    if not MAY_NEED_PROTECTION.search(text):
        return Spans(())
    return Spans((match.start(), match.end()) for match in PROTECTED.finditer(text))


def first_heading(text: str) -> str | None:
    r"""The words of the first heading of level 1: a text without any other title has it there. None if it has none.

    >>> first_heading("```\n# install\n```\n\n# 花呗逾期怎么办\n")
    '花呗逾期怎么办'
    """
    protected = protected_spans(text)
    for start, line in lines_of(text):
        heading = HEADING.match(line.rstrip("\n"))
        if heading and heading["marks"] == "#" and not protected.cover(start):
            return heading["title"]
    return None


LINE_MARKS = re.compile(r"^\s*(?:#{1,6}\s+|[-*+]\s+|\d{1,9}[.)]\s+|>\s?)+")
INLINE = re.compile(
    r"""
    \\ (?P<shown> [\\`*_{}\[\]()>\#+.!-] )             # written as text
    | </? [A-Za-z] [^<>]* > | <!-- (?>(?: (?!-->|<!--) . )*) -->   # HTML, as around restored words
    | !? \[ (?P<link> [^\[\]\\]* ) \] \( [^()]* \)     # a link or a picture keeps its words
    | [*_`]+
    """,
    re.VERBOSE,
)


def words_of(markdown: str) -> str:
    r"""Markdown as it reads: without its marks, but for those that are written as text.

    >>> words_of(r"**逾期**以后，[协商](a.md)价格\{含税}，2\*3")
    '逾期以后，协商价格{含税}，2*3'
    """
    return INLINE.sub(lambda found: found["shown"] or words_of(found["link"] or ""), markdown)


def plain(markdown: str) -> str:
    """The words of a line of Markdown without its marks.

    >>> plain("1. **逾期通知**：先发短信")
    '逾期通知：先发短信'
    """
    return words_of(LINE_MARKS.sub("", markdown)).strip()
