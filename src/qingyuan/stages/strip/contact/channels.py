"""Channels: what writers call a way to reach them, in plain words and in disguise, from `disguises.tsv`.

`form` says what a name proves. A *name* is the channel's own. A *disguise* is a form that no honest text has:
it is the channel whatever follows. A *word* is a word of the language too (威信, 卫星): only with a handle.
`homophones.tsv` has the characters that sound or look alike, used as `{wei}` in the patterns of the tables.
"""

from __future__ import annotations

from functools import cache

from qingyuan.stages.strip.tables import compiled, one_of, read_rows, with_names

DISGUISES, HOMOPHONES = "contact/disguises.tsv", "contact/homophones.tsv"
CHANNELS = ("other", "qq", "telegram", "wechat")
FORMS = ("disguise", "name", "word")


@cache
def homophones() -> dict[str, str]:
    """Characters by the name they have in patterns."""
    return {row[0]: row[1] for row in read_rows(HOMOPHONES, ("name", "characters"))}


@cache
def _patterns() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for channel, form, pattern, _ in read_rows(DISGUISES, ("channel", "form", "pattern", "seen")):
        key = one_of(DISGUISES, "channel", channel, CHANNELS), one_of(DISGUISES, "form", form, FORMS)
        whole = with_names(DISGUISES, pattern, homophones())
        compiled(DISGUISES, whole)
        found.setdefault(key, []).append(whole)
    return found


def called(channel: str, *forms: str) -> str:
    """A pattern for what the channel is called, in these forms."""
    return "(?:" + "|".join(pattern for form in forms for pattern in _patterns()[channel, form]) + ")"
