"""How much a text costs, in nats: minus the logarithm of how likely somebody meant to write it.

There are two scales. The coarse one knows kinds of characters only, and so tells text from noise in any
script. `language` knows words, but only those of modern Chinese. An honest text is cheap on one of them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from qingyuan.text import language
from qingyuan.text.characters import BMP_HAN, FULL_WIDTH, HALF_WIDTH_KANA, HANGUL, KANA, UNIFIED_HAN, codes_of

COMMON_PUNCTUATION = "　、。〈〉《》「」『』【】〔〕（），．：；！？～—‘’“”…·％￥"


UNSEEN = BMP_HAN[0]  # stands for all characters that the language model has never met


@dataclass(frozen=True, slots=True)
class Nats:
    """What a character costs by its kind, and how text reads, in nats.

    By kind: set by hand, held by the documents of each charset in tests/stages/decode. How text reads: chosen on the simulated damage and the undamaged text of
    tools/bench/damage.py and tools/bench/undamaged.py.
    """

    # --- one character, on the coarse scale ---------------------------------------------------------------
    ascii: float = 3.0  # as it says nothing about a charset, it costs this on the other scale too
    mark: float = 4.5  # of Chinese prose
    hiragana: float = 5.5
    katakana: float = 6.5
    frequent: float = 8.5  # a Han or a syllable that people write every day,
    known: float = 10.5  # one of names and places,
    odd: float = 13.0  # and one that hardly anybody writes, or a character of no kind named here
    wide: float = 7.0  # full-width ASCII, half-width katakana
    russian_small: float = 4.5
    russian_capital: float = 6.0
    letter: float = 8.5  # of Latin, with a mark
    greek: float = 8.0  # Greek, and Cyrillic of other languages
    sign: float = 9.5  # arrows, figures, emoji
    control: float = 16.0  # of ASCII; from here on nobody writes it at all
    never: float = 17.0  # other controls, private use, no character
    alternation: float = 2.5  # for each change from a script to one that does not stand beside it

    # --- text, a character of the language model: prose costs about 4, misread text about 12 --------------
    seen: float = 8.3  # by which a usual character must beat those that the model has never met
    good_prose: float = 5.5  # what was misread costs twice as much
    good_clause: float = 7.0  # a clause that costs more is not plain prose
    prose: float = 7.5  # Han that an accident gives cost more
    readable: float = 8.0  # modern Chinese with rare words; misread text costs half as much again


NATS = Nats()
_USUAL_SIGNS = range(0x2010, 0x2670)
_USUAL_LETTERS = range(0xC0, 0x250)
_USUAL_LETTERS_TOO = range(0x1E00, 0x1F00)
_FULL_WIDTH = codes_of(FULL_WIDTH)
_HAN_CODES = codes_of(UNIFIED_HAN)
_EMOJI = range(0x1F000, 0x20000)


def _two_bytes(codec: str, leads: range) -> frozenset[str]:
    chars: set[str] = set()
    for lead in leads:
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            try:
                char = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue
            if len(char) == 1:
                chars.add(char)
    return frozenset(chars)


@cache
def frequent_han() -> frozenset[str]:
    """The first levels of GB 2312 (3,755) and Big5 (5,401): what people write, in either script."""
    return _two_bytes("gb2312", range(0xB0, 0xD8)) | _two_bytes("big5", range(0xA4, 0xC7))


@lru_cache(maxsize=65536)
def is_usual(char: str) -> bool:
    """Whether modern Chinese prose is made of such characters: some 4,700 Han, its marks, Latin letters."""
    code = ord(char)
    if code in _HAN_CODES:
        return language.score(char) > language.score(UNSEEN) + NATS.seen
    return (
        code < 0x80
        or code in _USUAL_SIGNS
        or code in _USUAL_LETTERS
        or code in _USUAL_LETTERS_TOO
        or code in _FULL_WIDTH
        or code in _EMOJI
        or char in COMMON_PUNCTUATION
    )


@cache
def everyday() -> frozenset[str]:
    """What nearly all of a clean page in either script consists of, and no damage is known by.

    A middle dot is left out, as it is a byte of Latin-1; and so are the Han whose two bytes in GBK begin
    like UTF-8.
    """
    han = (char for char in frequent_han() if is_usual(char) and not 0xE3 <= char.encode("gbk")[0] <= 0xEF)
    return frozenset(han) | frozenset(COMMON_PUNCTUATION) - {"·"}


@cache
def _beyond() -> re.Pattern[str]:
    return re.compile(f"[^\\x00-\\x7f{re.escape(''.join(sorted(everyday())))}]")


def uncommon(text: str) -> frozenset[str]:
    """The characters of a text beyond ASCII and everyday Chinese: if a sign of damage is not
    among them, its rule need not search.

    Ask it by `view.of`. One search for what is rare takes a tenth of the time that a set of all characters does.

    >>> sorted(uncommon("支付宝逾期３个月，見 Élysée。"))
    ['É', 'é', '３']
    """
    return frozenset() if text.isascii() else frozenset(_beyond().findall(text))


@lru_cache(maxsize=1)
def _met() -> set[str]:
    """Usual characters met so far: taking a set from a set is far quicker than asking one by one."""
    return set()


def unusual(chars: frozenset[str]) -> frozenset[str]:
    """Those of the characters that are not usual."""
    rest = chars - _met()
    rare = frozenset(char for char in rest if not is_usual(char))
    _met().update(rest - rare)
    return rare


@cache
def known_han() -> frozenset[str]:
    """The second levels: names, places, chemistry."""
    return _two_bytes("gb2312", range(0xD8, 0xF8)) | _two_bytes("big5", range(0xC9, 0xFA))


@cache
def frequent_hangul() -> frozenset[str]:
    """The 2,350 syllables of KS X 1001."""
    return _two_bytes("euc_kr", range(0xB0, 0xC9))


@lru_cache(maxsize=65536)
def cost_of(char: str) -> float:
    """Minus the logarithm of how often such a character stands in honest text."""
    code = ord(char)
    if code < 0x80:
        return NATS.ascii if char.isprintable() or char in "\t\r\n" else NATS.control
    if char in COMMON_PUNCTUATION:
        return NATS.mark
    if 0x3041 <= code <= 0x3096:
        return NATS.hiragana
    if 0x30A1 <= code <= 0x30FC:
        return NATS.katakana
    if code in _HAN_CODES:
        return NATS.frequent if char in frequent_han() else NATS.known if char in known_han() else NATS.odd
    if 0xAC00 <= code <= 0xD7A3:
        return NATS.frequent if char in frequent_hangul() else NATS.odd
    if code in _FULL_WIDTH:
        return NATS.wide
    category = unicodedata.category(char)
    if category in ("Co", "Cn", "Cs", "Cc", "Zl", "Zp"):
        return NATS.never
    if 0x410 <= code <= 0x451:
        return NATS.russian_small if code >= 0x430 else NATS.russian_capital
    if 0xFF65 <= code <= 0xFF9F:
        return NATS.wide
    if code < 0x250:
        return NATS.letter
    if 0x370 <= code < 0x460:
        return NATS.greek
    if code in _USUAL_SIGNS or code in _EMOJI:
        return NATS.sign
    return NATS.odd


def is_frequent(char: str) -> bool:
    """Whether it is a Han or a syllable that people write every day, or a letter or mark of everybody."""
    return cost_of(char) <= NATS.frequent


def is_known(char: str) -> bool:
    """Whether it is at least a character of names, places or chemistry, or a usual sign."""
    return cost_of(char) <= NATS.known


def is_odd(char: str) -> bool:
    """Whether hardly anybody writes it: a Han beyond the second levels, a letter of a rare script, a control.

    >>> is_odd("龖"), is_odd("鳄")
    (True, False)
    """
    return cost_of(char) >= NATS.odd


def is_never_written(char: str) -> bool:
    """Whether nobody writes it at all: controls, private use, code points without a character."""
    return cost_of(char) >= NATS.control


def reads_within(text: str, nats: float) -> bool:
    """Whether a text costs less than so many nats a character as modern Chinese.

    >>> reads_within("支付宝逾期还款", NATS.readable), reads_within("斕疑岆境", NATS.readable)
    (True, False)
    """
    return -language.score(text) < nats * len(text)


def cost_by_kind(text: str) -> float:
    """The cost on the coarse scale.

    >>> cost_by_kind("支付宝") < cost_by_kind("鏀粯瀹")
    True
    """
    return sum(map(cost_of, text))


def _cost_by_language(text: str) -> float:
    """The cost as modern Chinese; ASCII costs the same on both scales, as it says nothing about a charset."""
    high = _ASCII.sub("", text)
    return NATS.ascii * (len(text) - len(high)) - language.score(high)


def cost(text: str) -> float:
    """The cost on the scale on which the text is cheaper; scripts that alternate cost more.

    >>> cost("支付宝逾期") < cost("笢恅腔源")
    True
    """
    return min(
        cost_by_kind(text) + NATS.alternation * len(_ALTERNATING.findall(text)), _cost_by_language(text)
    )


_ASCII = re.compile(r"[\x00-\x7f]+")
_HAN = re.compile(rf"[{BMP_HAN}]")
_ALTERNATING = re.compile(
    rf"[{UNIFIED_HAN}](?=[{HANGUL}{HALF_WIDTH_KANA}])|[{HANGUL}{HALF_WIDTH_KANA}](?=[{UNIFIED_HAN}])|[{KANA}](?=[{HANGUL}])|[{HANGUL}](?=[{KANA}])"
)
_PHONETIC = re.compile(rf"[{KANA}{HANGUL}]")


def cost_of_chinese(text: str) -> float:
    """The cost as Chinese where the text is mostly Han, else on the coarse scale.

    >>> cost_of_chinese("斕疑") > cost("斕疑")
    True
    """
    if len(_HAN.findall(text)) > len(_PHONETIC.findall(text)):
        return _cost_by_language(text)
    return cost_by_kind(text)
