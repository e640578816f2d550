"""The table of forms and readings that the byte-shift repair reads, `characters.tsv`."""

from __future__ import annotations


def characters() -> str:
    """The table of forms and readings that the byte-shift repair reads: one line a character.

    `form` is `t` for a form that only Traditional text has, `s` for one that only Simplified text has, `b`
    for one that both have. `cost` in tenths of a nat is how unusual the form is in text that a converter made
    from Simplified: such converters have one form for each character, mostly Taiwan's, and leave what both
    scripts share (后, 于, 采).
    """
    from opencc import OpenCC
    from pypinyin import Style, pinyin

    from qingyuan.text.cp936 import PAIRS

    to_simplified, to_taiwan = OpenCC("t2s").convert, OpenCC("s2tw").convert
    lines = []
    for char in sorted(set(PAIRS.values())):
        if not "\u4e00" <= char <= "\u9fff":
            continue
        simple = to_simplified(char)
        usual = to_taiwan(simple)
        shared = in_big5(simple)
        if simple == char:
            form = "s" if usual != char and not shared else "b"
            cost = 0 if usual == char else 7
        else:
            form = "t"
            cost = (0 if not shared else 7) if usual == char else 30
        if form == "b" and not cost:
            continue
        readings = pinyin(char, style=Style.TONE, heteronym=True)[0] if form == "t" else []
        lines.append("\t".join((char, form, str(cost), " ".join(r for r in readings if r != char))))
    return "\n".join(lines) + "\n"


def in_big5(char: str) -> bool:
    """Whether Traditional text commonly has this form: the first level of Big5."""
    try:
        return char.encode("big5")[0] < 0xC9
    except UnicodeEncodeError:
        return False
