"""Which fields of a page's front matter reach the theme: it reads more than editors know, and stops at some."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from qingyuan.articles.front_matter import FIELDS

HIDEABLE = ("navigation", "toc", "path", "tags", "footer")
"""Parts of a page that `hide` may name."""


def _hides(value: Any) -> bool:
    return isinstance(value, list) and all(part in HIDEABLE for part in value)


def _excludes(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"exclude"} and isinstance(value["exclude"], bool)


OF_THE_THEME: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "hide": (_hides, f"写成列表，每项是 {'、'.join(HIDEABLE)} 之一"),
    "search": (_excludes, "只能写 exclude: true 或 exclude: false"),
}
"""Fields beside an article's own: whether a value will do, and how to write one that does."""


def drop_unknown(meta: MutableMapping[str, Any], *, article: bool) -> list[str]:
    """Take out of `meta` what the theme must not see; what editors are told about it.

    Only the project's own pages, those that are no article, choose their `template`.

    >>> meta = {"title": "甲", "icon": "../x", "hide": 3}
    >>> for said in drop_unknown(meta, article=True): print(said)
    信息栏里的「icon」不是这里用的字段，已忽略。
    信息栏里的「hide」写法不对，已忽略：写成列表，每项是 navigation、toc、path、tags、footer 之一。
    >>> meta
    {'title': '甲'}
    """
    said = []
    for key in list(meta):
        if key in FIELDS or (key == "template" and not article):
            continue
        will_do, how = OF_THE_THEME.get(key, (None, ""))
        if will_do is None:
            said.append(f"信息栏里的「{key}」不是这里用的字段，已忽略。")
        elif will_do(meta[key]):
            continue
        else:
            said.append(f"信息栏里的「{key}」写法不对，已忽略：{how}。")
        del meta[key]
    return said
