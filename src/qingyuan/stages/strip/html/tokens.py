"""Where the text of an HTML page stands in its source, by the tokenization rules of the HTML Standard (§13.2.5).

The reader of the tree (libxml2) follows the same rules but tells no positions; decision 0007 says what else was
looked at. Each pattern reads on from where it stands and never back, so time grows with the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_REFERENCE = r"&(?:\#\d++|\#x[\da-f]++|[a-z][a-z\d]*+);?"
_ATTRIBUTES = r"""
    (?>(?: [ \t\n\f\r/]++
      | [^ \t\n\f\r/>][^ \t\n\f\r/>=]*+                                        # an attribute
        (?>(?: [ \t\n\f\r]*+ = [ \t\n\f\r]*+                                      # and its value
            (?: "[^"]*+ (?:"|\Z) | '[^']*+ (?:'|\Z) | (?=>) | [^ \t\n\f\r>"'][^ \t\n\f\r>]*+ | \Z ) )?)
    )*) (?: > | \Z )
"""
# Elements whose content is text whatever it looks like; in the first two, references are read.
_WITH_REFERENCES = frozenset({"title", "textarea"})
_HOLDS_TEXT = (
    r"(?P<name>title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)(?=[ \t\n\f\r/>]|\Z)"
)
_TOKEN = re.compile(
    rf"""
    (?>(?: [ \t\n\f\r]*+ (?:                      # what shows nothing, with the white space between
        < (?! {_HOLDS_TEXT.replace("?P<name>", "?:")} ) /?+ [a-z][^ \t\n\f\r/>]*+ {_ATTRIBUTES}
      | <!-- (?: -?> | .*? (?: --!?> | \Z ) )
      | <[!?] [^>]*+ (?:>|\Z) | </ [^>a-z] [^>]*+ (?:>|\Z) | </>                  # read as comments, or as nothing
      ) )+)
  | (?P<reference> {_REFERENCE} )
  | < {_HOLDS_TEXT} {_ATTRIBUTES}
  | (?P<text> [^<&]++ | [<&] )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL | re.ASCII,
)
_IN_TITLE = re.compile(rf"(?P<reference>{_REFERENCE})|(?P<text>[^&]++|&)", re.VERBOSE | re.I | re.ASCII)

_STRETCH = re.compile(r"\S++(?>(?: \S++)*)")

LONGEST_NUMBER = 20  # digits of a character reference without zeros in front; Unicode needs seven

_SCRIPT_PART = re.compile(r"<!--|-->|<(?P<end>/?)script(?=[ \t\n\f\r/>])", re.IGNORECASE)


class TextToken(NamedTuple):
    """Text at [start, end) of the source: as it stands there, or what a character reference there means."""

    start: int
    end: int
    text: str


def text_tokens(source: str) -> Iterator[TextToken]:
    """The text of a page in order, that of scripts and titles too, without white space between tags.

    >>> [token.text for token in text_tokens('<p title="a>b">一&amp;<!-- 二 --><script>"<b>"</script>')]
    ['一', '&', '"<b>"']
    """
    at = 0
    while match := _TOKEN.match(source, at):
        start, at = match.span()
        kind = match.lastgroup
        if kind == "reference":
            yield TextToken(start, at, _meant_by(match[0]))
        elif kind == "text":
            yield TextToken(start, at, _read(match[0]))
        elif kind:
            name = match[kind].lower()
            end = _end_of_text_in(name, source, at)
            if name in _WITH_REFERENCES:
                for part in _IN_TITLE.finditer(source, at, end):
                    said = _meant_by(part[0]) if part["reference"] else _read(part[0])
                    yield TextToken(part.start(), part.end(), said)
            elif end > at:
                yield TextToken(at, end, _read(source[at:end]))
            at = end


def _read(text: str) -> str:
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}") if "\0" in text else text


def _meant_by(reference: str) -> str:
    """What a character reference means; itself if nothing is known by the name."""
    if reference.startswith("&#"):
        base = "x" if reference[2] in "xX" else ""
        number = reference[2 + len(base) :].rstrip(";").lstrip("0") or "0"
        if len(number) > LONGEST_NUMBER:
            return (
                "\N{REPLACEMENT CHARACTER}"  # beyond Unicode; Python reads no number of thousands of digits
            )
        reference = f"&#{base}{number};"
    if said := unescape(reference):
        return said
    digits = reference.strip("&#;")  # a control character, which `unescape` leaves out and libxml2 keeps
    return chr(int(digits[1:], 16) if digits[0] in "xX" else int(digits))


def _end_of_text_in(name: str, source: str, at: int) -> int:
    """Where the text of an element that holds no elements ends."""
    if name == "plaintext":
        return len(source)
    if name == "script":
        return _end_of_script(source, at)
    end = re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE).search(source, at)
    return end.start() if end else len(source)


def _end_of_script(source: str, at: int) -> int:
    """Where a script ends: a script in a comment in it is part of it."""
    in_comment = in_inner_script = False
    while part := _SCRIPT_PART.search(source, at):
        at = part.end()
        if part[0] == "<!--":
            if not in_comment:
                in_comment, at = True, at - 2  # its hyphens can end it: <!-->
        elif part[0] == "-->":
            in_comment = in_inner_script = False
        elif not part["end"]:
            in_inner_script = in_comment
        elif in_inner_script:
            in_inner_script = False
        else:
            return part.start()
    return len(source)


class Stretch(NamedTuple):
    """A part of the source that shows text: [start, end) there, and how many characters of the page stand before."""

    before: int
    start: int
    end: int
    shown: str  # as the source has it, unless it is a reference

    def stands_in(self, source: str) -> bool:
        """Whether the text stands there as such."""
        return self.end - self.start == len(self.shown) and source.startswith(self.shown, self.start)


class SourceText:
    """The text of a page without white space, and where each character of it stands in the source.

    >>> text = SourceText("<p>一 二&amp;三</p>")
    >>> text.letters, [stretch.shown for stretch in text.stretches(1, 4)], text.span(0, 3)
    ('一二&三', ['二', '&', '三'], (3, 11))
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._tokens: list[TextToken] = []
        self._firsts: list[int] = []  # the number of each token's first character
        parts: list[str] = []
        counted = 0
        for token in text_tokens(source):
            if part := "".join(token.text.split()):
                self._tokens.append(token)
                self._firsts.append(counted)
                parts.append(part)
                counted += len(part)
        self._firsts.append(counted)
        self.letters = "".join(parts)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From where to where the characters [start, end) reach, with all that stands between them."""
        first = bisect_right(self._firsts, start) - 1
        last = bisect_right(self._firsts, end - 1) - 1
        token = self._tokens[first]
        if start > self._firsts[first]:
            left = next(self.stretches(start, start + 1)).start
        else:  # most are asked for whole, and a script is long
            left = token.start
            if self._stands(token):
                left += len(token.text) - len(token.text.lstrip())
        token = self._tokens[last]
        if end < self._firsts[last + 1]:
            right = next(self.stretches(end - 1, end)).end
        else:
            right = token.end
            if self._stands(token):
                right -= len(token.text) - len(token.text.rstrip())
        return left, right

    def stretches(self, start: int, end: int) -> Iterator[Stretch]:
        """The parts of the source that show the characters [start, end), white space within them single blanks."""
        at = bisect_right(self._firsts, start) - 1
        while at < len(self._tokens) and (first := self._firsts[at]) < end:
            token = self._tokens[at]
            at += 1
            if not self._stands(token):
                shown = self.letters[max(start, first) : min(end, self._firsts[at])]
                yield Stretch(max(start, first), token.start, token.end, shown)
                continue
            for match in _STRETCH.finditer(token.text):
                whole = Stretch(first, token.start + match.start(), token.start + match.end(), match[0])
                first += len(match[0]) - match[0].count(" ")
                if start <= whole.before and first <= end:
                    yield whole
                elif start < first and whole.before < end:
                    yield _cut(whole, start, end)

    def _stands(self, token: TextToken) -> bool:
        return token.end - token.start == len(token.text) and self.source.startswith(token.text, token.start)


def _cut(whole: Stretch, start: int, end: int) -> Stretch:
    """The part of a stretch with the characters [start, end)."""
    places = [at for at, char in enumerate(whole.shown) if char != " "]
    first, last = max(start - whole.before, 0), min(end - whole.before, len(places))
    left, right = places[first], places[last - 1] + 1
    return Stretch(whole.before + first, whole.start + left, whole.start + right, whole.shown[left:right])
