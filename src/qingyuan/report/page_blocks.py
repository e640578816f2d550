"""A web page with its blocks marked: the page's own text, what was kept of it, and why the rest was left out."""

from __future__ import annotations

import html
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from qingyuan.extras import wanted
from qingyuan.report.safe_page import safe_page
from qingyuan.stages.strip.masked_trail import MaskedTrail, united
from qingyuan.stages.strip.masking import STARS, Secret, secrets_in
from qingyuan.text.characters import visible

if TYPE_CHECKING:  # the parsers are an extra
    from qingyuan.stages.strip.html.assembly import Piece
    from qingyuan.stages.strip.html.tokens import SourceText

RULE = "strip/html"
KEPT = "保留"
NOT_SHOWN = frozenset({"script", "style"})  # nobody reads them: their length says enough
MOST_UNSEEN = 200  # characters of what no reader of the web page sees


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a block as it may be shown: `reason` is empty if it is kept."""

    text: str
    reason: str
    letters: int


def blocks_of(masked: MaskedTrail) -> list[tuple[Part, ...]] | None:
    """The blocks of a web page, each as its parts, contact details masked; nothing if the text was none.

    `MissingExtra` without the packages of `[html]`.
    """
    number = next((number for number, step in enumerate(masked.trail.steps) if step.rule == RULE), None)
    if number is None:
        return None
    with wanted("html", "read a web page"):
        from qingyuan.stages.strip.html.extract import extract
        from qingyuan.stages.strip.html.tokens import SourceText
    text = next(text for at, text in masked.forms() if at == number)
    pieces = extract(text).pieces
    source = SourceText(text)
    if source.letters != "".join("".join(piece.text for piece in pieces).split()):
        # What stands where is not known, and so what must be masked.
        return [(Part("", piece.reason, piece.end - piece.start),) for piece in pieces]
    return [
        tuple(_parts(masked, number, source, list(block)))
        for _, block in groupby(pieces, key=lambda piece: piece.block)
    ]


def _parts(masked: MaskedTrail, number: int, source: SourceText, pieces: Sequence[Piece]) -> Iterator[Part]:
    """The parts of a block, starred by what the trail knows, and by what the block shows when read as one line."""
    seen, unseen = _Line(), _Line()
    places = []
    for piece in pieces:
        line = seen if piece.visible else unseen
        start = len(line.text)
        if piece.reason not in NOT_SHOWN:
            line.add(masked, number, source, piece)
        places.append((line, start, len(line.text)))
    for piece, (line, start, end) in zip(pieces, places, strict=True):
        yield Part(line.shown(start, end), piece.reason, piece.end - piece.start)


class _Line:
    """Text of a block, and what the trail knows to be a secret in it."""

    def __init__(self) -> None:
        self.text = ""
        self._known: list[Secret] = []
        self._secrets: list[Secret] | None = None

    def add(self, masked: MaskedTrail, number: int, source: SourceText, piece: Piece) -> None:
        """Add the text of a piece."""
        parts: list[str] = []
        at = len(self.text)
        behind = 0  # where the last stretch of the source ended
        for stretch in source.stretches(piece.start, piece.end):
            if parts and source.source[behind : stretch.start].isspace():
                parts.append(" ")
                at += 1
            for secret in masked.secrets(number, stretch.start, stretch.end):
                whole = stretch.start <= secret.start and secret.end <= stretch.end
                if stretch.stands_in(source.source) and whole:
                    first = at - stretch.start
                    self._known.append(Secret(first + secret.start, first + secret.end, secret.shown))
                elif stretch.stands_in(source.source):
                    start = max(secret.start - stretch.start, 0)
                    end = min(secret.end, stretch.end) - stretch.start
                    self._known.append(Secret(at + start, at + end, STARS))
                else:
                    self._known.append(Secret(at, at + len(stretch.shown), STARS))
            parts.append(stretch.shown)
            at += len(stretch.shown)
            behind = stretch.end
        self.text += "".join(parts)

    def shown(self, start: int, end: int) -> str:
        """A part of the line with stars for all secrets; of one that lies across its borders nothing is shown."""
        if self._secrets is None:
            self._secrets = united(secrets_in(self.text), self._known)
        pieces: list[str] = []
        at = start
        first = bisect_right(self._secrets, start, key=lambda secret: secret.end)
        last = bisect_left(self._secrets, end, key=lambda secret: secret.start)
        for secret in self._secrets[first:last]:
            whole = start <= secret.start and secret.end <= end
            pieces += (self.text[at : max(at, secret.start)], secret.shown if whole else STARS)
            at = min(secret.end, end)
        pieces.append(self.text[at:end])
        return "".join(pieces)


STYLE = """
.block { margin: .3rem 0; padding: .2rem .6rem; border-left: .3rem solid #2a8; background: #2a81; overflow-wrap: anywhere }
.out { border-color: #c62; background: #c621; color: #888 }
.unseen { border-color: #888; background: #8881; color: #888 }
.name { font-size: .8em; margin-right: .6em; padding: 0 .4em; border: 1px solid; border-radius: .3em; white-space: nowrap }
"""
UNSEEN = frozenset({"script", "style", "not-shown", "hidden"})


def as_html(name: str, blocks: Sequence[Sequence[Part]]) -> str:
    """The blocks as one page that needs nothing else; all that comes from the web page is escaped."""
    with wanted("html", "read a web page"):
        from qingyuan.stages.strip.html.reasons import REASONS
    names = {"": KEPT, **REASONS}
    letters: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for block in blocks:
        for part in block:
            letters[part.reason] += part.letters
            counts[part.reason] += 1
    rows = "".join(
        f"<tr><td>{names[reason]}</td><td>{RULE}{'/' + reason if reason else ''}</td><td>{counts[reason]}</td>"
        f"<td>{letters[reason]}</td><td>{letters[reason] / letters.total():.1%}</td></tr>\n"
        for reason in sorted(letters, key=lambda reason: (reason != "", -letters[reason], reason))
    )
    title = f"网页分块：{visible(name)}"
    body = [
        f"<h1>{html.escape(title)}</h1>",
        "<p>原网页的全部文字，按原来的顺序逐块列出：绿色的留作正文，橙色的没有采用，灰色的读者本来就看不见。"
        "每块开头写明原因。联系方式已遮盖。正文里的联系方式、署名等由后面的规则另行处理，见 qingyuan explain。</p>",
        "<table><tr><th>去向</th><th>名称</th><th>块数</th><th>字数</th><th>占比</th></tr>",
        f"{rows}</table>",
        *(_block(block, names) for block in blocks),
    ]
    return safe_page(title, "\n".join(body), STYLE, "zh")


def _block(block: Sequence[Part], names: dict[str, str]) -> str:
    """A block as a box; it has the color and the name of its first part that is seen, the other parts their own."""
    main = next((part.reason for part in block if part.reason not in UNSEEN), block[0].reason)
    inner = "".join(
        _text(part)
        if part.reason == main
        else f' <span class="{_kind(part.reason)}">{_label(names[part.reason])}{_text(part)}</span> '
        for part in block
    )
    return f'<div class="block {_kind(main)}">{_label(names[main])}{inner}</div>'


def _kind(reason: str) -> str:
    return "unseen" if reason in UNSEEN else "out" if reason else "kept"


def _label(name: str) -> str:
    return f'<span class="name">{name}</span>'


def _text(part: Part) -> str:
    text = part.text
    if part.reason in UNSEEN and len(text) > MOST_UNSEEN:
        text = text[:MOST_UNSEEN] + "…"
    return html.escape(visible(text)) if text else f"（{part.letters} 字）"
