"""Which texts are HTML pages."""

from __future__ import annotations

import re

from qingyuan.text.characters import BMP_HAN

# Each part is taken once (`?+`, `*+`, `(?>…)`): if a comment could also end at a later `-->`, every comment more
# would double the time.
LOOKS_LIKE_HTML = re.compile(
    r"""
    \s*+ (?>(?: <\?xml [^>]*+ > \s*+ )?)
    (?>(?: (?> <!-- .*? --> ) \s*+ )*)
    (?: <!doctype \s++ html | <(?:html|head|body) [\s>]
      | <(?:div|article|main|section|table) [\s>] (?= (?> .*? </?(?:div|p|td|section|article) [\s>] ){4} ) )
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


# What a program printed before its page: a warning with its line, and no word of Chinese. An article that shows a page
# introduces it in words of its own.
AFTER_WARNING = re.compile(
    rf"""
    (?= [^<]{{0,1000}}? (?: warning | notice | deprecated | error | strict \s standards ) \s*+ : [^<]{{0,1000}}? \bline \s \d )
    (?> [^<`~{BMP_HAN}]{{1,2000}} ) (?>(?: (?> <!-- .{{0,2000}}? --> ) \s*+ )*)
    (?<=[\n>]) (?>(?: <!doctype \s++ html [^>]{{0,300}}> \s*+ )?) <html [^>]{{0,300}}> \s*+ <(?:head|body) [\s>]
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def looks_like_html(text: str) -> bool:
    """Whether a text is an HTML page or a part of one, and not Markdown that uses a tag here and there.

    >>> looks_like_html("<!DOCTYPE html><html><body><p>正文</p></body></html>")
    True
    >>> looks_like_html("逾期还款的问<ins>题</ins>"), looks_like_html("网页的骨架：\\n<html><body></body></html>")
    (False, False)
    >>> looks_like_html("Warning: headers already sent on line 3\\n<html><body><p>正文</p></body></html>")
    True
    """
    return bool(LOOKS_LIKE_HTML.match(text[:20_000]) or AFTER_WARNING.match(text[:20_000]))
