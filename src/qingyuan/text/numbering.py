"""Numbers that sections and items carry in Chinese documents: one table of forms, each user says which it takes.

The forms hold for text as it stands and for folded text, where brackets and full stops are ASCII (and ① is 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qingyuan.text.characters import HAN

NUMERAL = (
    "一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾"  # no 两: nothing is numbered with it, 两、三天 is prose
)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to number: its name, and what the number looks like at the start of a line."""

    name: str
    pattern: re.Pattern[str]


def _decimal(parts: int) -> re.Pattern[str]:
    """`1.1`, not the 3.5 of 3.5% and not the start of 1.1.1; a colon or bracket can follow, a letter cannot."""
    return re.compile(
        rf"\d{{1,2}}(?:[.．]\d{{1,2}}){{{parts - 1}}}(?![\d%％]|[.．]\d)[、.．]?(?=\s|[^\x00-\x7f]|[:(\[]|$)"
    )


# Outermost first: where two forms occur in a document, this is the order in which they nest.
FORMS: tuple[Form, ...] = (
    Form("volume", re.compile(rf"第[{NUMERAL}\d]{{1,4}}[编篇卷部](?:分)?(?=[\s：:、，,]|[{HAN}]|$)")),
    Form("chapter", re.compile(rf"第[{NUMERAL}\d]{{1,4}}章")),
    Form("section", re.compile(rf"第[{NUMERAL}\d]{{1,4}}节")),
    Form("part", re.compile(rf"第[{NUMERAL}\d]{{1,3}}(?:部分|步|点|招|条|类|种|阶段)?[：:、]")),
    Form("numeral", re.compile(rf"[{NUMERAL}]{{1,3}}\s?(?:、|[.．](?!\d))")),
    Form("bracketed numeral", re.compile(rf"[（(][{NUMERAL}]{{1,3}}[）)]、?")),
    Form("decimal 2", _decimal(2)),
    Form("decimal 3", _decimal(3)),
    Form("decimal 4", _decimal(4)),
    # 1、2024年 is numbered; 1、2、3号 and 3.5 are not.
    Form(
        "number",
        re.compile(r"(?P<number>\d{1,2})(?P<mark>[、)）](?!\d{1,3}(?!\d))|[.．](?!\d))"),
    ),
    Form("bracketed number", re.compile(r"[（(]\d{1,2}[）)]")),
    Form("circled number", re.compile(r"[①-⑳㉑-㉟]")),
)
DEPTH = {form.name: depth for depth, form in enumerate(FORMS)}
BY_NAME = {form.name: form for form in FORMS}


# What any of them begins with: most lines do not, and are asked nothing else.
BEGINS = re.compile(rf"[第（(①-⑳㉑-㉟{NUMERAL}\d]")


def forms(*names: str) -> tuple[Form, ...]:
    """The forms of these names; `KeyError` for a name that is none.

    >>> [form.name for form in forms("chapter", "numeral")]
    ['chapter', 'numeral']
    """
    return tuple(BY_NAME[name] for name in names)


def number_of(text: str, among: Iterable[Form] = FORMS) -> tuple[str | None, str]:
    """The name of the form of `FORMS` that numbers a line, and the number as written; the longest number counts.

    >>> number_of("3.1.1 积极影响"), number_of("一、背景"), number_of("2004年成立")
    (('decimal 3', '3.1.1'), ('numeral', '一、'), (None, ''))
    """
    if not BEGINS.match(text):
        return None, ""
    best: tuple[str | None, str] = (None, "")
    for form in among:
        if (match := form.pattern.match(text)) and len(match[0]) > len(best[1]):
            best = form.name, match[0]
    return best
