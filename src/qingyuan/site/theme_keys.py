"""Which fields of a page's front matter reach the theme: it reads more than editors know, and stops at some."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from qingyuan.articles.front_matter import FIELDS, NOT_ACCEPTED

OBEYED = ("hide", "search")
"""Fields of an article that the theme obeys instead of showing them: a wrong value would stop it."""


def drop_unknown(meta: MutableMapping[str, Any], *, article: bool) -> list[str]:
    """Take out of `meta` what the theme must not see; what editors are told about it.

    Only the project's own pages, those that are no article, choose their `template`.

    An article comes here judged already, unless the hook that reads it is off.

    >>> meta = {"title": "甲", "icon": "../x", "hide": 3}
    >>> for said in drop_unknown(meta, article=True): print(said)
    信息栏里的「icon」不是这里用的字段，已忽略。
    信息栏里的「hide」写法不对，已忽略。请写成：hide: [toc]。
    >>> meta
    {'title': '甲'}
    """
    said = []
    for key in list(meta):
        if key == "template" and not article:
            continue
        if key not in FIELDS:
            said.append(f"信息栏里的「{key}」不是这里用的字段，已忽略。")
        elif key in OBEYED and FIELDS[key].read(meta[key], meta[key]) is NOT_ACCEPTED:
            said.append(f"信息栏里的「{key}」写法不对，已忽略。请写成：{key}: {FIELDS[key].example}。")
        else:
            continue
        del meta[key]
    return said
