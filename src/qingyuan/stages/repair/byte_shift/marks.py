"""Punctuation: what opens, closes, ends a sentence, and where it cannot stand."""

from __future__ import annotations

import re

from qingyuan.stages.repair.byte_shift.weights import WEIGHTS
from qingyuan.text.characters import UNIFIED_HAN

PARTNERS = {
    "】": "【",
    "〕": "〔",
    "〉": "〈",
    "”": "“",
    "’": "‘",
    "）": "（",
    ")": "（",
    "》": "《",
    "」": "「",
    "』": "『",
}


OPENING = {
    "【": "【",
    "〔": "〔",
    "〈": "〈",
    "“": "“",
    "‘": "‘",
    "（": "（",
    "(": "（",
    "《": "《",
    "「": "「",
    "『": "『",
}


CALLS = frozenset("！？!?")


PAUSES = frozenset("，、；：。！？,;:!?")


UNFINISHED = frozenset(OPENING) | frozenset("，、,")  # nothing of these ends a line


CONNECTIVES = """
    總之 可見 因此 此外 另外 同時 首先 其次 最后 最後 再次 然而 但是 不過 其實 當然 例如 比如 譬如 一般 通常 顯然
    果然 或許 也許 于是 於是 所以 然后 然後 接著 后來 後來 如今 目前 近年來 一方面 另一方面 事實上 實際上 總的來說
    一般來說 具體來說 換句話說 換言之 由此可見 綜上所述 綜上 相反 反之 否則 尤其 特別是 畢竟 的確 確實 誠然 固然 從而
    隨后 隨後 原來 終于 終於 結果 幸運的是 遺憾的是 值得注意的是 第一 第二 第三 其一 其二 因而 故而 進而 與此同時
""".split()


CONNECTIVE = re.compile(f"[。！？；\n“](?:{'|'.join(sorted(CONNECTIVES, key=len, reverse=True))})[，,]")


ADVERB = re.compile(f"(?=([{UNIFIED_HAN}]{{4}})地[{UNIFIED_HAN}]{{2}})")
"""Four characters before 地 and what is done so: an idiom there is an adverb (實事求是地說明)."""


MARK_GAINS = {"《": 1.0, "》": 1.0, "—": 2.0, "‘": 1.0, "’": 1.0, "·": 3.0}


INTERJECTIONS = frozenset("啊呀哦嘛啦哇唉哎喔喲")


LONE_MARK = re.compile(r"(?<!…)…(?!…)|(?<![—0-9])—(?![—0-9])")


SPOKEN = re.compile("[。！？][”’」』](.)")


ENCLITICS = frozenset("的了着著過过們们等之和及或嗎吗呢吧")  # they need a word before them


def open_marks(text: str) -> frozenset[str]:
    """The opening marks that wait for their partner at the end of the text.

    >>> sorted(open_marks("他說：“好（嗎"))
    ['“', '（']
    """
    waiting: set[str] = set()
    for char in text:
        if char in OPENING:
            waiting.add(OPENING[char])
        elif char in PARTNERS:
            waiting.discard(PARTNERS[char])
    return frozenset(waiting)


def misplaced_marks(
    text: str,
    waiting: frozenset[str],
    previous: str,
    doubled: frozenset[str] = frozenset(),
    above: frozenset[str] = frozenset(),
) -> int:
    """How many marks of the text open twice, close nothing, or stand where only a word can.

    `previous` is empty at the start of a line. `waiting` are open in the line, `above` before it. `doubled` are
    those that the page writes twice in a row.

    >>> misplaced_marks("好”，；", frozenset(), "很")
    3
    >>> misplaced_marks("！！", frozenset(), "好"), misplaced_marks("！！", frozenset(), "好", frozenset("！"))
    (2, 0)
    """
    wrong = 0
    unclosed = set(waiting)
    for char in text:
        if char in OPENING:
            wrong += OPENING[char] in unclosed
            unclosed.add(OPENING[char])
        elif char in PARTNERS:
            wrong += PARTNERS[char] not in unclosed | above
            unclosed.discard(PARTNERS[char])
        elif char in PAUSES:
            again = char == previous and char in doubled
            wrong += 2 * (previous in PAUSES and not again) + (previous in OPENING) + 2 * (not previous)
        previous = char
    return wrong


def odd_starts(text: str) -> float:
    """What it costs that speech ends as a sentence and what follows cannot begin one."""
    cost = 0.0
    for char in SPOKEN.findall(text):
        if char in PAUSES:
            cost += WEIGHTS.pause_after_speech
        elif char in ENCLITICS:
            cost += WEIGHTS.enclitic_after_speech
    return cost
