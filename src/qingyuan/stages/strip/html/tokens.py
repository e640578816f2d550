"""Where the text of an HTML page stands in its source, by the tokenization rules of the HTML Standard (§13.2.5).

The reader of the tree (libxml2) follows the same rules but tells no positions; decision 0007 says what else was
looked at. Each pattern reads on from where it stands and never back, so time grows with the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_REFERENCE = r"&(?:\#\d++|\#x[\da-f]++|[a-z][a-z\d]*+);?"
_TOKEN = re.compile(
    rf"""
    (?P<text> [^<&]++ )
  | (?P<reference> {_REFERENCE} )
  | (?P<comment> <!-- (?: -?> | .*? (?: --!?> | \Z ) ) )
  | (?P<tag> < /?+ (?P<name> [a-z][^ \t\n\f\r/>]*+ )
      (?>(?: [ \t\n\f\r/]++
        | [^ \t\n\f\r/>][^ \t\n\f\r/>=]*+                                      # an attribute
          (?>(?: [ \t\n\f\r]*+ = [ \t\n\f\r]*+                                    # and its value
              (?: "[^"]*+ (?:"|\Z) | '[^']*+ (?:'|\Z) | (?=>) | [^ \t\n\f\r>"'][^ \t\n\f\r>]*+ | \Z ) )?)
      )*) (?: > | \Z ) )
  | (?P<bogus> <[!?] [^>]*+ (?:>|\Z) | </ [^>] [^>]*+ (?:>|\Z) | </> )        # read as comments, or as nothing
  | (?P<sign> [<&] )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL | re.ASCII,
)
_IN_TITLE = re.compile(rf"(?P<reference>{_REFERENCE})|(?P<text>[^&]++|&)", re.VERBOSE | re.I | re.ASCII)

_WORD = re.compile(r"\S+")

LONGEST_NUMBER = 20  # digits of a character reference without zeros in front; Unicode needs seven

# Elements whose content is text whatever it looks like; in the first two, references are read.
_WITH_REFERENCES = frozenset({"title", "textarea"})
_RAW = frozenset({"style", "xmp", "iframe", "noembed", "noframes"})
_SCRIPT_PART = re.compile(r"<!--|-->|<(?P<end>/?)script(?=[ \t\n\f\r/>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextToken:
    """Text at [start, end) of the source: as it stands there, or what a character reference there means."""

    start: int
    end: int
    text: str


def text_tokens(source: str) -> Iterator[TextToken]:
    """The text of a page in order, that of scripts and titles too.

    >>> [token.text for token in text_tokens('<p title="a>b">一&amp;<!-- 二 --><script>"<b>"</script>')]
    ['一', '&', '"<b>"']
    """
    at = 0
    while match := _TOKEN.match(source, at):
        at = match.end()
        if match["reference"]:
            yield TextToken(match.start(), at, _meant_by(match[0]))
        elif match["text"] or match["sign"]:
            yield TextToken(match.start(), at, _read(match[0]))
        elif match["name"] and match[0][1] != "/":
            name = match["name"].lower()
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
    """Where the text of an element that holds no elements ends; `at` if it is none of those."""
    if name == "plaintext":
        return len(source)
    if name == "script":
        return _end_of_script(source, at)
    if name not in _RAW and name not in _WITH_REFERENCES:
        return at
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


class SourceText:
    """The text of a page without white space, and where each character of it stands in the source.

    >>> text = SourceText("<p>一 二&amp;三</p>")
    >>> text.letters, list(text.places(1, 4)), text.span(0, 3)
    ('一二&三', [(5, 6, '二'), (6, 11, '&'), (11, 12, '三')], (3, 11))
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
        self.letters = "".join(parts)
        self._words: tuple[int, list[tuple[int, int, int]]] = (-1, [])  # of the token that was asked last

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From where to where the characters [start, end) reach, with all that stands between them."""
        at = bisect_right(self._firsts, start) - 1
        token = self._tokens[at]
        if start == self._firsts[at]:  # most are asked for whole, and a script is long
            first = token.start
            if _as_it_stands(token, self.source):
                first += len(token.text) - len(token.text.lstrip())
        else:
            first = next(self.places(start, start + 1))[0]
        if end == (self._firsts[at + 1] if at + 1 < len(self._firsts) else len(self.letters)):
            last = token.end
            if _as_it_stands(token, self.source):
                last -= len(token.text) - len(token.text.rstrip())
        else:
            last = next(self.places(end - 1, end))[1]
        return first, last

    def places(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """The parts of the source that show the characters [start, end), and the characters that each shows."""
        at = bisect_right(self._firsts, start) - 1
        while start < end:
            token, first = self._tokens[at], self._firsts[at]
            after = self._firsts[at + 1] if at + 1 < len(self._firsts) else len(self.letters)
            upto = min(end, after)
            if not _as_it_stands(token, self.source):
                yield token.start, token.end, self.letters[start:upto]
            else:
                words = self._words_of(at)
                number = bisect_right(words, (start - first, len(self.source), 0)) - 1
                for counted, place, size in words[number:]:
                    left, right = max(start - first - counted, 0), min(upto - first - counted, size)
                    if right <= 0:
                        break
                    left, right = token.start + place + left, token.start + place + right
                    yield left, right, self.source[left:right]
            start, at = upto, at + 1

    def _words_of(self, at: int) -> list[tuple[int, int, int]]:
        """The words of a token: how many characters stand before each in it, where it stands in it, its length."""
        if self._words[0] != at:
            words = []
            counted = 0
            for match in _WORD.finditer(self._tokens[at].text):
                size = match.end() - match.start()
                words.append((counted, match.start(), size))
                counted += size
            self._words = (at, words)
        return self._words[1]


def _as_it_stands(token: TextToken, source: str) -> bool:
    return token.end - token.start == len(token.text) and source.startswith(token.text, token.start)
