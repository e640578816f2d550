"""The rule for personal numbers that stand in a line of the article: the number is hidden, the sentence stays."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from qingyuan.document import Edit, Found, Step
from qingyuan.rule import Rule
from qingyuan.stages.strip.contact.reach import find_reachables
from qingyuan.stages.strip.folding import ESCAPED_NUMBER, Folded, unmask_disguise
from qingyuan.stages.strip.personal.numbers import HIDDEN, Label, Personal, cells_of, find_personal, words
from qingyuan.view import View

FORM = 6  # lines that are not empty: how far in a form a name may stand from the birth date
LONGEST_FORM = 200  # folded characters of a line, or of a table's heading, in which a name is looked for
SHORT = 30  # folded characters: a longer line that ends in a colon introduces more than one number


def personal_numbers(view: View) -> Iterator[tuple[int, str, Folded, Personal]]:
    """Each personal number of a page, with its line and where the line starts."""
    above: deque[str] = deque(maxlen=FORM)
    headings: tuple[str, ...] = ()
    for start, line in view.lines:
        text = line.rstrip("\n")
        if not text.strip():
            headings = ()
            continue
        folded = view.memory.of(unmask_disguise, text)
        cells = cells_of(folded.text)
        last = above[-1] if above else ""
        name = last if last.endswith(":") and len(last) <= SHORT else ""
        form = " ".join(each for each in above if words("name").search(each) or words("party").search(each))
        for each in find_personal(folded.text, Label(name, form if not cells else ""), headings):
            yield start, text, folded, each
        if ESCAPED_NUMBER.search(text):
            for found in escaped_phones(text, folded):
                yield start, text, folded, found
        if not cells:
            headings = ()
        elif not headings:
            headings = tuple(folded.text[left:right].strip()[-LONGEST_FORM:] for left, right in cells)
        above.append(folded.text.strip()[-LONGEST_FORM:])


def escaped_phones(line: str, folded: Folded) -> Iterator[Personal]:
    """The phone numbers of a line that are written as escapes: nobody escapes the number of an office."""
    for each in find_reachables(folded.text):
        left, right = folded.span(each.handle, each.end)
        if each.kind in ("mobile", "landline", "toll_free", "number") and ESCAPED_NUMBER.search(
            line[left:right]
        ):
            digits = re.sub(r"\D", "", folded.text[each.handle : each.end])
            yield Personal(
                each.handle, each.end, "escaped_phone", digits[:3] + HIDDEN * (len(digits) - 7) + digits[-4:]
            )


def find_personal_numbers(view: View) -> Found:
    """The personal numbers of the article, each with what is left of it."""
    edits: list[Edit] = []
    for start, line, folded, each in personal_numbers(view):
        left, right = folded.span(each.start, each.end)
        if (number := line[left:right]) != each.shown:
            edits.append(Edit(start + left, number, each.shown, each.kind))
    return Found(tuple(edits))


def hide_personal(text: str) -> str:
    """A line of text, such as a captured title, with what is left of its personal numbers.

    >>> hide_personal("寻人启事：身份证11010119000307779X")
    '寻人启事：身份证110101××××××××779X'
    """
    return Step(PERSONAL.name, find_personal_numbers(View(text)).edits).apply(text)


# Numbers that belong to nobody: born in 1900, or zeros behind an issuer.
PERSONAL = Rule(
    name="strip/personal-number",
    find=find_personal_numbers,
    examples=(
        (
            "借款人王某，身份证号11010119000307779X，已经还清。\n",
            "借款人王某，身份证号110101××××××××779X，已经还清。\n",
        ),
        (
            "款项转入6222 0000 0000 0009这张卡，次日到账。\n",
            "款项转入6222××××××××0009这张卡，次日到账。\n",
        ),
        ("她的護照號碼是E00000000，在簽證頁上。\n", "她的護照號碼是E×××××000，在簽證頁上。\n"),
        ("车主李某驾驶京A·00000离开现场。\n", "车主李某驾驶京A×××××离开现场。\n"),
        (
            "文中说可以拨打%31%33%33%30%30%30%30%30%30%30%30这个号码。\n",
            "文中说可以拨打133××××0000这个号码。\n",
        ),
        ("姓名：王某\n出生年月：1985年3月\n", "姓名：王某\n出生年月：1985年××月\n"),
        (
            "| 姓名 | 微信 |\n| --- | --- |\n| 小李 | hua000 |\n",
            "| 姓名 | 微信 |\n| --- | --- |\n| 小李 | hu×××× |\n",
        ),
    ),
    keep=(
        "订单号6222000000000009，已经发货。\n",
        "身份证号由十七位数字和一位校验码组成。\n",
        "（2023）京0105民初12345号民事判决书，金额1234567890.12元。\n",
        "ISBN 978-7-5197-4673-5，DOI 10.1000/6222000000000009。\n",
        "圆周率是3.141592653589793238462643383279。\n",
        "花呗的官方客服热线是95188，金融消费者投诉拨12378，消费维权拨12315。\n",
        "鲁迅，1881年9月25日出生于浙江绍兴。\n",
        "| 应用 | 微信 |\n| --- | --- |\n| 年份 | 2011 |\n",
        "车牌号如京A00000，第一个字是省份。\n",
    ),
)
