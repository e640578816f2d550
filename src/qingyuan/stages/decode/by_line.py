"""Documents that no charset explains as a whole: each line in the charset that explains it, and marked holes.

A byte that fits nowhere becomes U+FFFD, for a person to see; the bytes stand in the patches, so that none is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qingyuan.stages.decode.patches import Decoded, Patch, encode, strict
from qingyuan.text import language, plausible
from qingyuan.text.characters import BMP_HAN, KANA
from qingyuan.text.charsets import DOCUMENTS

LOST = "\N{REPLACEMENT CHARACTER}"
_SURROGATES = re.compile(rb"(\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf])")  # CESU-8, and Java
_HAN_OR_KANA = re.compile(f"[{KANA}{BMP_HAN}]")
Cost = Callable[[str, str], float]
_CHARSETS = ("utf-8", "gb18030", "big5")


@dataclass(frozen=True, slots=True)
class _Weights:
    """Set by hand; tests/stages/decode/test_by_line.py has documents on both sides."""

    hole: float = 17.0  # nats for a byte that fits nowhere, as for a character that nobody writes
    noise: float = (
        8.5  # nats a character outside of ASCII; any bytes give Han in GBK, and this is more than prose
    )
    good: int = 3  # whole characters outside of ASCII for each hole of a text,
    wide: int = 2  # and Han or kana in all
    sample: int = 60_000  # bytes that show the main charset
    window: int = 4096  # bytes that are decoded at once: an error costs no more
    most_realigned: int = 40  # lines of a document in which it is asked where a byte is lost,
    longest_realigned: int = 600  # bytes of each
    realigned: float = 12.0  # nats by which the line must read better then
    told: int = 8  # lines in another charset whose numbers the evidence has
    han_of_line: int = 2  # Han that a line in another charset must have, at least


_WEIGHTS = _Weights()


@dataclass(frozen=True, slots=True)
class _Piece:
    """The text of some bytes, with patches by offset in it."""

    text: str
    patches: tuple[Patch, ...] = ()
    holes: int = 0  # bytes


def by_line(data: bytes, declared: str | None, cost: Cost, note: str) -> Decoded | None:
    """The document with what is proved line by line, and holes; None where too little of it is text.

    `cost` is what a text costs in nats if it was written in a charset.
    """
    sample = data[: data.find(b"\n", _WEIGHTS.sample) + 1 or len(data)]
    charsets = dict.fromkeys((*((declared,) if declared in _CHARSETS else ()), *_CHARSETS))
    main = min(charsets, key=lambda charset: _price(_with_holes(sample, charset), charset, cost))
    pieces: list[_Piece] = []
    strangers: dict[str, list[int]] = {}
    realigned = 0
    for number, line in enumerate(_lines(data), 1):
        piece, charset = _best_of_line(line, main, cost)
        if piece.holes and charset != "utf-8" and realigned < _WEIGHTS.most_realigned:
            realigned += 1
            piece = _realigned(line, charset, piece)
        pieces.append(piece)
        if charset != main:
            strangers.setdefault(charset, []).append(number)
    text, patches = _joined(pieces)
    holes = sum(piece.holes for piece in pieces)
    whole = sum(char > "\x7f" and char != LOST for char in text)
    if len(_HAN_OR_KANA.findall(text)) < _WEIGHTS.wide or not _is_text(whole, pieces):
        return None
    if main != "utf-8" and cost(text, main) >= _WEIGHTS.noise * whole + plausible.NATS.ascii * (
        len(text) - whole
    ):
        return None
    decoded = Decoded(text, main, b"", _evidence(main, strangers, holes, note), patches)
    return decoded if encode(decoded) == data else None


def with_holes(data: bytes, charset: str, evidence: str) -> Decoded | None:
    """The text in a charset that is known, with marked holes; None where too little of it is text."""
    piece = _with_holes(data, charset)
    if not _is_text(sum(char > "\x7f" and char != LOST for char in piece.text), [piece]):
        return None
    decoded = Decoded(piece.text, charset, b"", f"{evidence}, but for {_bytes(piece.holes)}", piece.patches)
    return decoded if encode(decoded) == data else None


def _is_text(whole: int, pieces: Sequence[_Piece]) -> bool:
    """Whether there are so many whole characters that what fits nowhere is an accident."""
    runs = sum(piece.text[at] == LOST for piece in pieces for at, _ in piece.patches)
    return whole >= max(_WEIGHTS.good * runs, sum(piece.holes for piece in pieces))


def _lines(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        yield data[start:end]
        start = end


def _with_holes(data: bytes, charset: str) -> _Piece:
    """The text, with U+FFFD for each run of bytes that fit nowhere; pairs of surrogates are one character."""
    pieces: list[_Piece] = []
    for fits, part in _parts(data, charset):
        if fits:
            pieces.append(_Piece(*strict(part, charset)))
        elif charset == "utf-8":
            pieces += map(_surrogates_or_hole, filter(None, _SURROGATES.split(part)))
        else:
            pieces.append(_Piece(LOST, ((0, part),), len(part)))
    text, patches = _joined(pieces)
    return _Piece(text, patches, sum(piece.holes for piece in pieces))


def _surrogates_or_hole(part: bytes) -> _Piece:
    if not _SURROGATES.fullmatch(part):
        return _Piece(LOST, ((0, part),), len(part))
    char = part.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
    return _Piece(char, ((0, part),))


def _parts(data: bytes, charset: str) -> Iterator[tuple[bool, bytes]]:
    """The bytes in parts that fit the charset, and runs of those that do not, in turn."""
    at = bad = 0  # what lies between them fits nowhere
    while bad < len(data):
        window = data[bad : bad + _WEIGHTS.window]
        try:
            strict(window, charset)
            fitting = len(window)
        except UnicodeDecodeError as error:
            fitting = error.start
        last = bad + len(window) == len(data)
        if fitting:
            if at < bad:
                yield False, data[at:bad]
            yield True, data[bad : bad + fitting]
            at = bad = bad + fitting
        if fitting < len(window) and (last or not fitting):
            bad += 1
    if at < bad:
        yield False, data[at:bad]


def _joined(pieces: Iterable[_Piece]) -> tuple[str, tuple[Patch, ...]]:
    patches: list[Patch] = []
    length = 0
    texts: list[str] = []
    for piece in pieces:
        patches += ((length + at, original) for at, original in piece.patches)
        length += len(piece.text)
        texts.append(piece.text)
    return "".join(texts), tuple(patches)


def _price(piece: _Piece, charset: str, cost: Cost) -> float:
    return cost(piece.text.replace(LOST, ""), charset) + _WEIGHTS.hole * piece.holes


def _best_of_line(line: bytes, main: str, cost: Cost) -> tuple[_Piece, str]:
    """The text of a line in the main charset, or in another where that explains it far better."""
    own = _with_holes(line, main)
    if line.isascii() or (main == "utf-8" and not own.holes):
        return own, main
    best, best_price, best_charset = own, _price(own, main, cost), main
    for charset in _CHARSETS:
        if charset == main:
            continue
        try:
            text, patches = strict(line, charset)
        except UnicodeError:
            continue
        high = "".join(char for char in text if char > "\x7f")
        if len(_HAN_OR_KANA.findall(text)) < _WEIGHTS.han_of_line or not plausible.reads_within(
            high, plausible.NATS.readable
        ):
            continue
        price = cost(text, charset)
        if price < best_price:
            best, best_price, best_charset = _Piece(text, patches), price, charset
    if best_charset == main:
        return own, main
    return _Piece(best.text, _in_the_codes_of(best, best_charset, main)), best_charset


def _realigned(line: bytes, charset: str, piece: _Piece) -> _Piece:
    """The line with its one hole where a byte was lost, as the text around says: what follows was out of step."""
    hole = next(at for at, _ in piece.patches if piece.text[at] == LOST)
    before = piece.text[:hole]
    if piece.holes != 1 or len(line) > _WEIGHTS.longest_realigned:
        return piece
    best, best_score = piece, language.score(piece.text) + _WEIGHTS.realigned
    at, score, context = 0, 0.0, language.model().beginning
    for index, char in enumerate(before):
        code = char.encode(charset)
        if len(code) == 2 and line.startswith(code, at):
            try:
                rest, patches = strict(line[at + 1 :], charset)
            except UnicodeError:
                rest, patches = "", ()
            if rest and (total := score + language.score(rest)) > best_score:
                text, patches = _joined(
                    (_Piece(before[:index]), _Piece(LOST, ((0, line[at : at + 1]),)), _Piece(rest, patches))
                )
                best, best_score = _Piece(text, patches, 1), total
        gain, context = context[char]
        at, score = at + len(code), score + gain
    return best


def _in_the_codes_of(piece: _Piece, charset: str, main: str) -> tuple[Patch, ...]:
    """The bytes of each character that the main charset does not write so."""
    known = dict(piece.patches)
    patches: list[Patch] = []
    for at, char in enumerate(piece.text):
        code = known.get(at) or char.encode(charset)
        if char.encode(main, "ignore") != code:
            patches.append((at, code))
    return tuple(patches)


def _evidence(main: str, strangers: Mapping[str, list[int]], holes: int, note: str) -> str:
    """What was decoded as what."""
    said = [f"no charset explains every byte; most of it is {_name(main)}{note}"]
    for charset, numbers in strangers.items():
        lines = ", ".join(map(str, numbers[: _WEIGHTS.told])) + (
            ", …" if len(numbers) > _WEIGHTS.told else ""
        )
        said.append(f"{_name(charset)} in line{'s' if len(numbers) > 1 else ''} {lines}")
    if holes:
        said.append(f"{_bytes(holes)} shown as U+FFFD")
    return "; ".join(said)


def _name(charset: str) -> str:
    return next(row.label for row in DOCUMENTS if row.document and row.document.codec == charset)


def _bytes(holes: int) -> str:
    return f"{holes} byte{'s that fit' if holes > 1 else ' that fits'} nowhere"
