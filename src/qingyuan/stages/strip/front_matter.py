"""Front matter that a stranger wrote: read for what it says of the article, never obeyed (decision 15).

It is read by lines, not by YAML: a line gives a name and a plain text, or it gives nothing. So nothing grows when it
is read, and a file that is no YAML, because damage or a hurried author made it so, is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

import yaml

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule
from qingyuan.stages.strip.cutting import CONTACT_KINDS, cuts
from qingyuan.stages.strip.masking import known_secrets, mask
from qingyuan.stages.strip.personal.rule import hide_personal
from qingyuan.text import dates
from qingyuan.text.markdown import FRONT_MATTER_BLOCK
from qingyuan.text.spans import lines_of
from qingyuan.view import LineMemory, View

CAPTURED = "front_matter"
MARK = "front_matter_mark"
SETTING = "front_matter_setting"
CONTACT = "front_matter_contact"

# --- what a value says ------------------------------------------------------------------------------------------

# A quoted text and a comment behind it; what else begins with one of these signs is a list, a mapping, an alias, a
# tag or a text over several lines: nothing that a by-line would say.
SINGLE = re.compile(r"'(?P<text>(?>(?:[^']|'')*))'(?:[ \t]+#.*)?")
DOUBLE = re.compile(r'(?P<text>"(?>(?:[^"\\]|\\.)*)")(?:[ \t]+#.*)?')
NO_TEXT = re.compile(r"[#,\[\]{}&*!|>%@`]|[-?](?:\s|$)|(?:~|null|Null|NULL)$")
COMMENT = re.compile(r"[ \t]#")
NOT_SHOWN = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def plain_text(value: str) -> str:
    r"""The text that a value is; "" if it is none: a list, an alias, half a character, nothing at all.

    >>> plain_text("花呗逾期 # 草稿"), plain_text("'it''s'"), plain_text(r'"甲\"乙"'), plain_text("[甲]")
    ('花呗逾期', "it's", '甲"乙', '')
    """
    value = value.strip()
    if single := SINGLE.fullmatch(value):
        text = single["text"].replace("''", "'")
    elif double := DOUBLE.fullmatch(value):
        try:
            text = str(
                yaml.safe_load(double["text"])
            )  # one quoted text: escapes, and nothing that could grow
        except (yaml.YAMLError, ValueError):
            return ""
    elif NO_TEXT.match(value):
        return ""
    else:
        text = COMMENT.split(value, maxsplit=1)[0]
    return "" if NOT_SHOWN.search(text) else text.strip()


def count_of(text: str) -> int | None:
    """A whole number: `1024`, `1,024`."""
    whole = re.fullmatch(r"\d{1,18}|\d{1,3}(?:,\d{3}){1,5}", text, re.ASCII)
    return int(text.replace(",", "")) if whole else None


# What a page may say of itself in a by-line or in the head of HTML, it may say here; and how each is read.
FACTS: Mapping[str, Callable[[str], object]] = {
    "title": str,
    "title_inferred": lambda text: text == "true" or None,
    "date": dates.read,
    "author": str,
    "category": str,
    "site": str,
    "views": count_of,
    "comments": count_of,
}
OTHER_NAMES = {
    "categories": "category",
    "created": "date",
    "pubdate": "date",
    "publish_date": "date",
    "publishdate": "date",
    "published": "date",
}
# What tells front matter from a few lines of text between two rules: fields of the programs that make sites.
FIELDS = frozenset({*FACTS, *OTHER_NAMES}) | frozenset(
    "abbrlink alias aliases authors banner copyright cover description draft excerpt hide icon id image katex "
    "keywords lang language lastmod layout mathjax modified original_script password path permalink "
    "publish search series slug source source_file source_id status sticky subtitle summary tag tags template "
    "thumbnail toc top topic type updated url weight".split()
)

# --- the block --------------------------------------------------------------------------------------------------

KEY = re.compile(
    r"(?P<quote>[\"']?)(?P<key>[A-Za-z_][\w.-]*)(?P=quote)[ \t]*:(?:[ \t]+(?P<value>\S.*))?\s*", re.ASCII
)
CONTINUES = re.compile(
    r"[ \t]|-(?:\s|$)|[\]},]|#|\s*$"
)  # how a line begins that belongs to the field above it


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the block, where it starts in the text; `key` is empty if it begins no field."""

    start: int
    line: str
    key: str = ""
    value: str = ""
    alone: bool = True  # no line below continues it


def entries_at(text: str, start: int = 0) -> tuple[Entry, ...]:
    """The lines of the front matter that begins at `start`, the marks around it first and last; none if none does."""
    block = FRONT_MATTER_BLOCK.match(text, start)
    if not block:
        return ()
    inner = text[block.start("yaml") : block.end("yaml")]
    entries: list[Entry] = []
    for at, line in lines_of(inner):
        if key := KEY.fullmatch(line):
            name = key["key"].lower()
            entries.append(Entry(block.start("yaml") + at, line, name, (key["value"] or "").strip()))
        elif CONTINUES.match(line) and (entries or line.startswith("#") or not line.strip()):
            if line.strip() and not line.lstrip().startswith("#") and entries:
                last = entries[-1]
                entries[-1] = Entry(last.start, last.line, last.key, last.value, alone=False)
            entries.append(Entry(block.start("yaml") + at, line))
        else:
            return ()
    if not any(entry.key in FIELDS for entry in entries):
        return ()
    opened = Entry(start, text[start : block.start("yaml")])
    end = entries[-1].start + len(entries[-1].line)
    return (opened, *entries, Entry(end, text[end : block.end()]))


def reaches_somebody(text: str, memory: LineMemory, key: str = "") -> bool:
    """Whether a text would be taken for a contact line, whole or in part, or holds a number to mask.

    A number of no name counts but in a title, which says what it says in the heading of an article, and in a count.
    Repair leaves escapes between quotes alone, as those of a program; here they count for what they stand for.
    """
    return any(
        any(cut.kind in CONTACT_KINDS for cut in cuts(form, memory))
        or bool(known_secrets(hidden := hide_personal(form)))
        or (key not in NUMBERED and mask(hidden) != hidden)
        for form in {text, ESCAPED.sub(_character, unescape(unescape(text)))}
    )


def is_refused_title(title: str, memory: LineMemory) -> bool:
    """Whether front matter with this title would lose it when it is read: it tells where to reach somebody.

    >>> is_refused_title("看 https://example.com/ 吧", LineMemory()), is_refused_title("花呗逾期", LineMemory())
    (True, False)
    """
    return any(reaches_somebody(each, memory, "title") for each in (title, f"title: {title}"))


NUMBERED = frozenset({"title", "views", "comments"})
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def _character(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16))


def _said(entry: Entry) -> str:
    """What a line says, without its name, the mark of its list and its quotes."""
    return (entry.value if entry.key else entry.line.strip().removeprefix("-")).strip(" \t\"'[]{}")


def find_front_matter(view: View) -> Found:
    """The front matter at the head of the text: removed line by line, with what it plainly says captured."""
    edits: list[Edit] = []
    facts: dict[str, object] = {}
    at = 0
    while entries := entries_at(view.text, at):
        edits += _edits(entries, facts, view)
        at = edits[-1].end
    return Found(tuple(edits), metadata=facts)


def _edits(entries: tuple[Entry, ...], facts: dict[str, object], view: View) -> Iterator[Edit]:
    for entry in entries:
        kind = SETTING
        name = OTHER_NAMES.get(entry.key, entry.key)
        if entry in (entries[0], entries[-1]):
            kind = MARK
        elif any(reaches_somebody(each, view.memory, name) for each in {entry.line.strip(), _said(entry)}):
            kind = CONTACT
        elif name in FACTS and entry.alone and (text := plain_text(entry.value)):
            fact = FACTS[name](text)
            if reaches_somebody(text, view.memory, name):
                kind = CONTACT
            elif _is_news(name, fact, {**view.metadata, **facts}):
                facts[name] = fact
                kind = CAPTURED
        yield Edit(entry.start, entry.line, "", kind)


def _is_news(name: str, fact: object, known: Mapping[str, object]) -> bool:
    """Whether a fact is one, and nothing has told it before."""
    return fact is not None and name not in known and (name != "title_inferred" or "title" in known)


FRONT_MATTER = Rule(
    name="strip/front-matter",
    find=find_front_matter,
    captured=frozenset({CAPTURED}),
    examples=(
        ("---\ntitle: 花呗逾期怎么办\ndate: 2024-11-04\n---\n\n先看账单。\n", "先看账单。\n"),
        ("---\ntitle: 甲\ntemplate: x.html\ntags:\n  - 乙\n---\n先看账单。\n", "先看账单。\n"),
        ("---\nauthor: 加微信 abc12345\n---\n先看账单。\n", "先看账单。\n"),
        ("---\ntitle: 首plate: home.html\n---\n先看账单。\n", "先看账单。\n"),
    ),
    keep=(
        "---\n分隔线之间的一句话\n---\n# 题\n",
        "---\n---\n先看账单。\n",
        "---\nNote: this is a sentence.\n---\n先看账单。\n",
        "---\ntitle: 甲\n这一段是正文。\n---\n先看账单。\n",
        "先看账单。\n\n---\ntitle: 甲\n---\n",
    ),
)
