"""What a reading gains, in nats, and what forbids it: lists of signs, honest words, words cut in two."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from qingyuan.stages.repair.misread.accidents import (
    CONTINUATION,
    ONE_BYTE,
    WINDOWS_1252,
    Chain,
    prior,
    prior_of_language,
    undo_chain,
)
from qingyuan.stages.repair.misread.drawn import DRAWN, cost_as_drawing, is_list_of_drawn
from qingyuan.stages.repair.misread.gate import ASCII, HAN_SIGN, HANGUL_SIGN, HIRAGANA_SIGN
from qingyuan.stages.repair.misread.reading import Reading, without_shared_ascii
from qingyuan.stages.repair.misread.reopening import NATURAL_BORDER
from qingyuan.stages.repair.misread.weights import WEIGHTS
from qingyuan.text import charsets, plausible
from qingyuan.text.characters import BMP_HAN, HALF_WIDTH_KANA, HANGUL, KANA
from qingyuan.text.charsets import Charset

_REMAINS = re.compile(f"[\xe3-\xe9\xef]{CONTINUATION}{{0,2}}")


_NOT_CHINESE = re.compile(rf"[{KANA}{HALF_WIDTH_KANA}{HANGUL}ㄅ-ㆎͰ-ӿ]")
LETTERS_OF_EAST_ASIA = re.compile(rf"[{BMP_HAN}{KANA}{HANGUL}]")
_TONES = frozenset(map(ord, "ˇˉˊˋ˙"))  # of Bopomofo
_PAIR_OF_BYTES = re.compile(rb"[\x80-\xff][\x40-\xff]")
_HALF_WIDTH_KANA = re.compile(rf"[{HALF_WIDTH_KANA}\x00-\x7f]*")
_DAMAGED_TOO = re.compile(
    f"[\x80-\xff\ufffd{re.escape(WINDOWS_1252)}]"
)  # beside a run of such characters: the other half of what was lost
_PROSE = re.compile(rf"[{BMP_HAN}]{{6,}}")
_ENTITY = re.compile(r"&(?:#\d{3}|[A-Za-z]{2,6}\d{0,2});")
_ENTITY_BEFORE = re.compile(_ENTITY.pattern + r"\Z")
LETTERS = re.compile(
    rf"[{BMP_HAN}{HANGUL}{KANA}]+"
)  # of what East Asian charsets turn each other's text into
_IN_A_WORD = re.compile(r"[A-Za-z][À-ÿ]?\Z")


def _gain(before: str, after: str, written: Charset) -> float:
    """What is won if `after` was written. Valid UTF-8 is evidence by itself; the old charsets have hardly
    any invalid bytes, so that there the language must speak."""
    if written is charsets.UTF_8:
        return min(plausible.cost(before), cost_as_drawing(before)) - plausible.cost(after)
    remains = _REMAINS.findall(before)
    rest = _REMAINS.sub("", before) if remains else before
    left = min(plausible.cost(before), cost_as_drawing(before))
    if remains and WEIGHTS.beside_remains * len(ASCII.sub("", rest)) <= len(
        ASCII.sub("", before)
    ):  # nobody writes so many Han of the last rows of GBK
        left = min(left, WEIGHTS.remains * len(remains) + plausible.cost(rest))
    return left - plausible.cost_of_chinese(after) - prior_of_language(written)


def _readable(text: str, written: Charset) -> bool:
    """Whether documents in this charset look so: a charset stands for the languages that used it."""
    high = [char for char in text if char > "\x7f"]
    odd = [char for char in high if plausible.is_odd(char)]
    if not high or any(plausible.is_never_written(char) for char in odd):
        return False
    if written is charsets.UTF_8:
        return WEIGHTS.odd_in_utf_8 * len(odd) <= len(high)
    if WEIGHTS.odd_in_others * len(odd) > len(high) and WEIGHTS.different_odd * len(set(odd)) > len(high):
        return False
    if written.language in ("ja", "ko") and WEIGHTS.letter_of_east_asia * len(
        LETTERS_OF_EAST_ASIA.findall(text)
    ) < len(high):
        return False
    if written is charsets.SHIFT_JIS and HIRAGANA_SIGN.search(text):
        return (
            WEIGHTS.hiragana_of_japanese * len(HIRAGANA_SIGN.findall(text))
            >= len(high)
            > WEIGHTS.shortest_foreign
        )
    if written is charsets.EUC_KR and HANGUL_SIGN.search(text):
        return WEIGHTS.hangul_of_korean * len(HANGUL_SIGN.findall(text)) >= len(
            high
        ) > WEIGHTS.shortest_foreign and not HAN_SIGN.search(text)
    return WEIGHTS.not_chinese * len(_NOT_CHINESE.findall(text)) <= len(high)


def _is_list_of_signs(text: str) -> bool:
    """Whether each character is followed by the next of its table or itself: a list of letters, ГГГГ;
    or Bopomofo, or letters that most stand there in both cases, as in an alphabet."""
    if is_list_of_drawn(text):
        return True
    high = [ord(char) for char in text if char > "\x7f"]
    most = WEIGHTS.list_step
    steps = sum(1 <= right - left <= most for left, right in pairwise(high))
    if len(high) == 3 and high[2] - high[1] == high[1] - high[0] == 1:
        return True
    if len(high) >= WEIGHTS.shortest_list and (
        steps >= WEIGHTS.list_share * (len(high) - 1) or len(set(high)) == 1
    ):
        return True
    repeated = [char for char in text if char > "\x7f" and char.isalpha()]
    if len(repeated) >= WEIGHTS.shortest_list and len(set(repeated)) == 1:
        return True
    if high and sum(
        0x25A1 <= code < 0x2600 or 0x3100 <= code < 0x3130 or code in _TONES for code in high
    ) > WEIGHTS.bopomofo * len(high):
        return True
    letters = {char for char in text if "\xc0" <= char < "\u0180"}
    if len(letters) < WEIGHTS.shortest_list or len(high) > WEIGHTS.repeats * len(letters):
        return False
    return sum(char.swapcase() in letters for char in letters) >= WEIGHTS.both_cases * len(letters)


def is_list_of_bytes(text: str, read: Charset) -> bool:
    """Whether these are consecutive codes of the charset, or of any that has one byte a character, as in a code table."""
    text = text[: WEIGHTS.code_table]
    return any(
        _has_consecutive_codes(text, charset) for charset in (ONE_BYTE if read.is_single_byte else (read,))
    )


@lru_cache(maxsize=1024)
def _has_consecutive_codes(text: str, charset: Charset) -> bool:
    try:
        data = charset.encode(text)
    except UnicodeEncodeError:
        return False
    if charset.is_single_byte:
        high = [byte for byte in data if byte > 0x7F]
    else:
        high = [int.from_bytes(pair, "big") for pair in _PAIR_OF_BYTES.findall(data)]
    if len(high) < WEIGHTS.shortest_list:
        return False
    return sum(right - left == 1 for left, right in pairwise(high)) >= WEIGHTS.list_share * (len(high) - 1)


def _breaks_prose(before: str, after: str) -> bool:
    """Whether a run takes good Chinese along with the misread text."""
    at = 0
    for run in _PROSE.findall(before):
        if plausible.reads_within(run, plausible.NATS.good_prose):
            at = after.find(
                run, at
            )  # they stand in the same order: where this one does, the next is behind it
            if at < 0 and (at := after.find(run)) < 0:
                return True
    return False


def count_cut_ends(line: str, start: int, end: int, chain: Chain) -> int:
    """How many ends of a run cut a word in two."""
    neighbors = [line[start - 1 : start] if start else "", line[end : end + 1]]
    if chain[0].written is not charsets.UTF_8:  # a sign to draw with begins and ends no word
        neighbors = [
            neighbor
            for neighbor, at in zip(neighbors, (start, end - 1), strict=True)
            if not DRAWN.match(line, at)
        ]
    borders = [neighbor for neighbor in neighbors if neighbor and not NATURAL_BORDER.match(neighbor)]
    if chain[0].read.is_single_byte and chain[0].written is charsets.UTF_8:
        borders = [neighbor for neighbor in borders if not _DAMAGED_TOO.match(neighbor)]
    if "&" in line:  # bytes of the same text that have names, beside those that have none
        borders += _ENTITY_BEFORE.findall(line[max(0, start - 10) : start])
        borders += "&" if _ENTITY.match(line, end) else ""
    return len(borders)


def weighed_reading(
    start: int,
    before: str,
    after: str,
    chain: Chain,
    borders: int = 0,
    floor: float = 0.0,
) -> Reading:
    """The reading, trimmed, with its gain; `floor` if nobody would write such text."""
    few_kana = len(ASCII.sub("", before)) < WEIGHTS.fewest_kana and _HALF_WIDTH_KANA.fullmatch(before)
    lists = _is_list_of_signs(before) or is_list_of_bytes(before, chain[0].read)
    if few_kana or lists or not _readable(after, chain[-1].written) or _breaks_prose(before, after):
        return Reading(start, before, after, chain, floor)
    trimmed = without_shared_ascii(Reading(start, before, after, chain, 0.0))
    start, before, after = trimmed.start, trimmed.before, trimmed.after
    gain = _gain(before, after, chain[-1].written) - WEIGHTS.cut_end * borders
    if gain > 0 and chain[0].written is not charsets.UTF_8:
        gain *= new_share_of_word(before)
    if len(chain) > 1 and not _last_step_gains(before, after, chain):
        return Reading(start, before, after, chain, floor)
    gain -= prior(chain) + _by_chance(after, chain)
    return Reading(start, before, after, chain, gain)


def _by_chance(after: str, chain: Chain) -> float:
    """What speaks against text that chance gives easily, in nats."""
    against = 0.0
    if chain[-1].written is charsets.UTF_8 and max(after, default="") < "\u0800":
        against += WEIGHTS.two_bytes_only
    seldom = not chain[0].read.is_single_byte or prior(chain[:1]) > 0  # µ£¬ of CP850 is 未, and GBK's comma
    if seldom and len(high := ASCII.sub("", after)) == 1 and HAN_SIGN.match(high):
        against += WEIGHTS.one_han
    return against


def _last_step_gains(before: str, after: str, chain: Chain) -> bool:
    """Whether undoing the last accident of a chain gains enough: a short remainder can be decoded into anything."""
    try:
        intermediate = undo_chain(before, chain[:-1])
    except UnicodeError:
        return False
    return _gain(intermediate, after, chain[-1].written) >= WEIGHTS.must_gain


def is_accented_word(reading: Reading, text: str) -> bool:
    """Whether the run can be an accented European word with a sign after it (« été »)."""
    if (
        not reading.chain[0].read.is_single_byte
        or len(reading.before) > WEIGHTS.longest_accented
        or "\xa1" in reading.before
    ):
        return False
    before = text[max(0, reading.start - 2) : reading.start]
    if "\N{REPLACEMENT CHARACTER}" in text[max(0, reading.start - 3) : reading.end + 3]:
        return False
    return "\N{NO-BREAK SPACE}" in reading.before or _IN_A_WORD.search(before) is not None


def new_share(line: str, seen: set[str]) -> float:
    """The share of a line's characters that count as evidence: what is repeated proves nothing again."""
    if line in seen:
        return 0.0
    seen.add(line)
    letters = "".join(LETTERS.findall(line))
    return len(set(letters)) / len(letters) if len(letters) > WEIGHTS.word else 1.0


def new_share_of_word(run: str) -> float:
    """The same share for a run that is short enough to be a word, else 1: old poems have theirs twice (硉硉矹矹)."""
    letters = "".join(LETTERS.findall(run))
    return len(set(letters)) / len(letters) if 0 < len(letters) <= WEIGHTS.word else 1.0
