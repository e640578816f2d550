"""CP936, as the programs that made the damage decode it: lenient, byte pair by byte pair.

What differs from Python's `gbk` codec: 0x80 is €; the user-defined areas are private-use characters; a lead
byte that no trail byte follows becomes one `?` and takes the byte after it along.
"""

from __future__ import annotations

from qingyuan.text.characters import is_private_use

EURO = 0x80
FIRST_LEAD, LAST_LEAD = 0x81, 0xFE
FIRST_TRAIL = 0x40


def _pairs() -> dict[int, str]:
    pairs: dict[int, str] = {}
    for lead in range(FIRST_LEAD, LAST_LEAD + 1):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            code = bytes((lead, trail))
            try:
                char = code.decode("gbk")
            except UnicodeDecodeError:
                char = _user_defined(lead, trail) or _unassigned(code)
            if char:
                pairs[lead << 8 | trail] = char
    return pairs


def _user_defined(lead: int, trail: int) -> str:
    """The private-use character of a pair in one of the three user-defined areas, else the empty string."""
    if 0xAA <= lead <= 0xAF and trail >= 0xA1:
        return chr(0xE000 + (lead - 0xAA) * 94 + trail - 0xA1)
    if lead >= 0xF8 and trail >= 0xA1:
        return chr(0xE234 + (lead - 0xF8) * 94 + trail - 0xA1)
    if 0xA1 <= lead <= 0xA7 and trail <= 0xA0:
        return chr(0xE4C6 + (lead - 0xA1) * 96 + trail - (0x40 if trail < 0x7F else 0x41))
    return ""


def _unassigned(code: bytes) -> str:
    """The private-use character that GB18030 keeps for a pair that GBK leaves open, else the empty string."""
    try:
        char = code.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return char if is_private_use(char) else ""


PAIRS = _pairs()
"""The character of each pair, by `lead << 8 | trail`."""

CODES: dict[str, bytes] = {chr(byte): bytes((byte,)) for byte in range(0x80)} | {"€": b"\x80"}
"""The bytes of each character that CP936 has."""
for _pair, _char in PAIRS.items():
    CODES.setdefault(_char, _pair.to_bytes(2, "big"))


def encode(text: str) -> bytes:
    """The bytes of a text; a character that CP936 does not have becomes `?`.

    >>> encode("因為").hex(" ")
    'd2 f2 9e e9'
    """
    return b"".join([CODES.get(char, b"?") for char in text])


def decode(data: bytes, lone_lead: str = "?") -> str:
    """The text of some bytes; `lone_lead` is what a lead byte at their end becomes.

    >>> decode(b"\\xd2\\xf2\\x9e(y")
    '因?y'
    """
    chars: list[str] = []
    at, size = 0, len(data)
    while at < size:
        byte = data[at]
        if byte < EURO:
            chars.append(chr(byte))
            at += 1
        elif byte == EURO:
            chars.append("€")
            at += 1
        elif at + 1 == size:
            chars.append(lone_lead)
            at += 1
        else:
            chars.append(PAIRS.get(byte << 8 | data[at + 1], "?"))
            at += 2
    return "".join(chars)


def decode_with_euros(data: bytes) -> tuple[str, tuple[int, ...]]:
    """The text of bytes that are strictly GB18030, but for a lone 0x80, which Windows and browsers write for €.

    Also the offsets, in the text, of those €. `UnicodeDecodeError` on any other byte that does not fit.

    >>> decode_with_euros(b"\\x80 \\xd2\\xf2")
    ('€ 因', (0,))
    """
    pieces: list[str] = []
    euros: list[int] = []
    length = at = 0
    while True:
        try:
            pieces.append(data[at:].decode("gb18030"))
            return "".join(pieces), tuple(euros)
        except UnicodeDecodeError as error:
            wrong = at + error.start
            if data[wrong] != EURO:
                raise UnicodeDecodeError("gb18030", data, wrong, at + error.end, error.reason) from None
            pieces += (data[at:wrong].decode("gb18030"), "€")
            length += len(pieces[-2])
            euros.append(length)
            length += 1
            at = wrong + 1


def decode_strictly(data: bytes) -> str:
    """The text of bytes of GB18030 with € as 0x80; `UnicodeDecodeError` on a byte that does not fit."""
    return decode_with_euros(data)[0]


def encode_strictly(text: str) -> bytes:
    """The same way back; `UnicodeEncodeError` on a lone surrogate, which is all that GB18030 lacks."""
    return b"\x80".join(piece.encode("gb18030") for piece in text.split("€"))
