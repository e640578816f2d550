"""Finds personal numbers: identity cards, bank cards, passports, plates and birth dates with a name, handles in cells.

Everything here works on folded text (`folding.unmask_disguise`). What a number proves by itself (the check digit,
region and birth date of an identity card; the issuer and check digit of a bank card) needs no word beside it; the
others are personal only by what the line calls them (`words.tsv`) or by whom it names.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from qingyuan.stages.strip.contact.channels import called
from qingyuan.stages.strip.contact.reach import digits_view, find_reachables
from qingyuan.stages.strip.tables import compiled, one_of, read_rows
from qingyuan.text.characters import UNIFIED_HAN

WORDS = "personal/words.tsv"
COLUMNS = ("use", "pattern", "seen")
USES = ("birth", "card", "example", "identity", "name", "owner", "party", "passport", "something else")
HIDDEN = "×"  # what judgments print; stars would be bold text in Markdown


@dataclass(frozen=True, slots=True)
class Limits:
    """Reaches in folded characters, years of birth; chosen on the rows of `tests/cases/personal_numbers.jsonl`."""

    label: int = 14  # from a label to the number that it names
    groups: int = 5  # of digits in the number of a card
    evidence: int = 60  # from the name of a person to the number that is the person's
    row: int = 300  # of a table's headings and a row, in which a name is looked for
    oldest_card: int = 1850  # the standard's own example was born in 1880
    oldest_person: int = 1915  # who was born earlier is history
    newest: int = 2099  # no clock below the commands (law 4): what a date may be, not what it is today


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Label:
    """What a number's surroundings say beside its own line: a column's heading, the line above that ends in a colon.

    `others` is text of the same form or table in which a name may stand.
    """

    name: str = ""
    others: str = ""


NO_LABEL = Label()


@dataclass(frozen=True, slots=True)
class Personal:
    """A personal number at [start, end) of the folded text, and what is shown in its place."""

    start: int
    end: int
    kind: str  # bank_card, birth_date, escaped_phone, handle_in_table, identity_card, passport, plate
    shown: str


@cache
def words(use: str) -> re.Pattern[str]:
    """A pattern for the words of a use. Raises TableError if the table has a row that it should not."""
    rows = [
        pattern for known, pattern, _ in read_rows(WORDS, COLUMNS) if one_of(WORDS, "use", known, USES) == use
    ]
    return compiled(WORDS, "|".join(rows))


# --- what a number proves by itself -----------------------------------------------------------------------

# The first two digits of GB/T 2260, Taiwan, Hong Kong and Macau as residence permits have them, and foreigners' 91.
REGION = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
CHECK_DIGITS = "10x98765432"
NOBODY = "000000"  # in what a line calls an example
# By issuer: UnionPay and the banks' own ranges from before it; then Visa and Mastercard, with the 19 digits of
# cards that Chinese banks issued under Visa's numbers.
CHINESE_CARD = re.compile(r"62\d{14,17}|9558\d{12,15}|601382\d{13}")
OTHER_CARD = re.compile(
    r"4(?:\d{15}|\d{18})|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"
)
RARE_CARD = re.compile(r"3[47]\d{13}|35\d{14}|60\d{14,17}|6[89]\d{14,17}")  # only where it is called a card


def is_identity_card(digits: str) -> bool:
    """Whether 18 characters are a card's: region, birth date and check digit (ISO 7064, MOD 11-2) are right.

    >>> is_identity_card("11010119000307779x"), is_identity_card("110101190003077791")
    (True, False)
    """
    if not re.fullmatch(r"\d{17}[\dx]", digits) or not _is_born(digits[:2], digits[6:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(CARD_WEIGHTS, digits, strict=False))
    return CHECK_DIGITS[total % 11] == digits[17]


def is_old_identity_card(digits: str) -> bool:
    """Whether 15 digits may be a card's of before 1999, which has no check digit.

    >>> is_old_identity_card("110101300307772"), is_old_identity_card("110101301307772")
    (True, False)
    """
    return bool(re.fullmatch(r"\d{15}", digits)) and _is_born(digits[:2], "19" + digits[6:12])


def _is_born(region: str, day: str) -> bool:
    year, month, day_of_month = int(day[:4]), int(day[4:6]), int(day[6:])
    if not REGION.fullmatch(region) or not LIMITS.oldest_card <= year <= LIMITS.newest:
        return False
    try:
        datetime.date(year, month, day_of_month)
    except ValueError:
        return False
    return True


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812).

    >>> passes_luhn("6222000000000009"), passes_luhn("6222000000000000")
    (True, False)
    """
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


# --- numbers in a text ------------------------------------------------------------------------------------

RUN = re.compile(r"\d(?>(?:[ \-–—·_]{0,2}\d)*)(?:[ \-–—·_]{0,2}x(?![a-z0-9]))?")
PERSONAL_AT_ALL = re.compile(
    rf"\d(?:[ \-–—·_]{{0,2}}\d){{6}}|[a-z]\d{{5}}|\d{{4}}[年.\-/]|[{UNIFIED_HAN}][a-z][ ·•.\-]?[a-z0-9]{{5}}"
)
GROUPS_OF_IDENTITY = {
    (18,),
    (15,),
    (6, 8, 4),
    (6, 4, 4, 4),
    (6, 4, 2, 2, 4),
    (3, 3, 4, 4, 4),
    (6, 6, 3),
    (6, 12),
}
GROUPS_OF_IDENTITY |= {(4, 4, 4, 4, 2), (3, 3, 3, 3, 3, 3), (6, 8, 3, 1), (17, 1), (14, 4), (10, 8)}
LONGEST_CARD, SHORTEST_CARD, IDENTITY, OLD_IDENTITY = 19, 15, 18, 15


def _windows(text: str) -> Iterator[tuple[int, int, str, tuple[int, ...]]]:
    """Whole groups of digits that stand together and could be one number: place, digits, lengths of the groups."""
    for run in RUN.finditer(text):
        before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 2]
        if len(run[0]) < SHORTEST_CARD:
            continue
        groups = [(run.start() + m.start(), run.start() + m.end()) for m in re.finditer(r"\d+x?|x", run[0])]
        for first in range(len(groups)):
            if first == 0 and before in (".", HIDDEN, "*"):
                continue  # the tail of a decimal, or of a number that is hidden already
            digits = ""
            lengths: tuple[int, ...] = ()
            for last in range(first, len(groups)):
                start, end = groups[last]
                digits += text[start:end]
                lengths += (end - start,)
                if len(digits) > LONGEST_CARD:
                    break
                ends_run = last == len(groups) - 1
                if ends_run and (re.match(rf"\.\d|[{HIDDEN}*]", after)):
                    continue
                if len(digits) >= SHORTEST_CARD:
                    yield groups[first][0], end, digits, lengths


def _before(text: str, start: int, label: Label) -> str:
    """What stands directly before `start`, the label before the text."""
    near = text[max(0, start - LIMITS.label) : start]
    return near if start >= LIMITS.label else (label.name[-LIMITS.label :] + near)[-LIMITS.label :]


def _called(use: str, near: str) -> bool:
    """Whether the number behind `near` is called so, and nothing else by a word that stands nearer."""
    at = max((match.end() for match in words(use).finditer(near)), default=-1)
    other = max((match.end() for match in words("something else").finditer(near)), default=-1)
    return at > other and not re.search(r"\d{6}|[。;!?]", near[at:])


def _is_called_something_else(near: str) -> bool:
    return any(
        not re.search(r"[。;!?,]", near[match.end() :]) for match in words("something else").finditer(near)
    )


def _stands_as_card(lengths: tuple[int, ...]) -> bool:
    """Whether the groups are those of a card's number: one, a few of four digits and more, or single digits."""
    return (
        len(lengths) == 1 or set(lengths) == {1} or (len(lengths) <= LIMITS.groups and min(lengths[:-1]) >= 4)
    )


def _is_series(number: str) -> bool:
    """Whether groups ascend or descend as the values of a table do, of which none begins with 0."""
    groups = re.findall(r"\d+", number)
    if any(len(group) > 1 and group.startswith("0") for group in groups):
        return False
    values = [int(group) for group in groups[:4]]
    alike = len(values) > 1 and len(set(map(len, groups))) == 1 and len(groups[0]) > 1
    return alike and values in (sorted(values), sorted(values, reverse=True))


def _cards(text: str, label: Label) -> Iterator[Personal]:
    """Identity cards and bank cards."""
    is_example = bool(words("example").search(text))  # then only what its check digit proves is somebody's
    names_card: bool | None = None  # asked once and only if it counts: a line may have thousands of numbers
    for start, end, digits, lengths in _windows(text):
        one_by_one = set(lengths) == {1}
        spaced_as_identity = lengths in GROUPS_OF_IDENTITY or one_by_one
        if len(digits) in (IDENTITY, OLD_IDENTITY) and spaced_as_identity:
            # Invented or mistyped, but called one; or of 15 digits, which prove nothing.
            may_be = (len(digits) == IDENTITY and bool(REGION.match(digits))) or is_old_identity_card(digits)
            if is_identity_card(digits) or (
                may_be and not is_example and _called("identity", _before(text, start, label))
            ):
                shown = digits[:6] + HIDDEN * (len(digits) - 10) + digits[-4:].upper()
                yield Personal(start, end, "identity_card", shown)
                continue
        if not digits.isdigit() or not _stands_as_card(lengths) or (is_example and NOBODY in digits):
            continue
        glued = bool(re.match(r"[a-z0-9_=/%]", text[start - 1 : start] if start else "")) or bool(
            re.match(r"[a-z0-9_%/]", text[end : end + 1])
        )
        known = CHINESE_CARD.fullmatch(digits) or OTHER_CARD.fullmatch(digits)
        if not known and not (RARE_CARD.fullmatch(digits) and passes_luhn(digits)):
            continue
        before = _before(text, start, label)
        if names_card is None:
            names_card = bool(words("card").search(text))
        if not is_example and _called("card", before):
            pass  # called one: a slip in its last digit does not make it another thing
        elif (
            not known
            or glued
            or not passes_luhn(digits)
            or _is_called_something_else(before)
            or (_is_series(text[start:end]) and not CHINESE_CARD.fullmatch(digits))
            or (
                # Four values of four digits are a table's more often than a foreign issuer's.
                len(lengths) > 1 and not CHINESE_CARD.fullmatch(digits) and not names_card
            )
        ):
            continue
        yield Personal(start, end, "bank_card", f"{digits[:4]}{HIDDEN * (len(digits) - 8)}{digits[-4:]}")


PASSPORT = re.compile(r"(?<![a-z0-9])(?:h\d{10}|[a-z]{1,2}\d{6,9}|\d{8,9})(?![a-z0-9])")
REGIONAL_IDENTITY = re.compile(r"(?<![a-z0-9])(?:[a-z]{1,2}\d{6}\s?\([\da]\)|[a-z][1289]\d{8}(?!\d))")
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-hj-np-z][ ·•.\-]?"
    r"(?=[a-z]{0,3}\d)[a-hj-np-z0-9]{5,6}(?![a-z0-9])"
)
DAY = r"(?P<year>(?:19|20)\d{2})(?:\s?[年.\-/]\s?(?P<month>\d{1,2})(?:\s?[月.\-/]\s?(?P<day>\d{1,2})(?:日|(?!\d))|月?(?!\d))|(?P<digits>\d{4})(?!\d))"
LABELED_BIRTH = re.compile(rf"\s?(?:\([^()]{{0,8}}\))?\s?[:|]?\s?{DAY}")
BORN = re.compile(rf"(?<!\d){DAY}(?=\s?(?:出?生(?![效日])))")


def _others(text: str, label: Label) -> Iterator[Personal]:
    """What is personal by the words around it."""
    for match in PASSPORT.finditer(text):
        if _called("passport", _before(text, match.start(), label)):
            number = match[0].upper()
            letters = re.match(r"[A-Z]*", number)
            head = letters[0] if letters else ""
            shown = head + HIDDEN * (len(number) - len(head) - 3) + number[-3:]
            yield Personal(match.start(), match.end(), "passport", shown)
    for match in REGIONAL_IDENTITY.finditer(text):
        if _called("identity", _before(text, match.start(), label)):
            shown = match[0][:1].upper() + HIDDEN * 7 + match[0][-2:].upper()
            yield Personal(match.start(), match.end(), "identity_card", shown)
    for match in PLATE.finditer(text):
        around = text[max(0, match.start() - LIMITS.evidence) : match.end() + LIMITS.evidence]
        if words("owner").search(around) or words("owner").search(label.others):
            shown = match[0][:2].upper() + HIDDEN * (len(re.sub(r"\W", "", match[0])) - 2)
            yield Personal(match.start(), match.end(), "plate", shown)
    yield from _births(text, label)


def _births(text: str, label: Label) -> Iterator[Personal]:
    def hidden(match: re.Match[str]) -> Personal | None:
        if int(match["year"]) < LIMITS.oldest_person:
            return None
        rest = re.sub(r"\d+", HIDDEN * 2, text[match.end("year") : match.end()])
        return Personal(match.start("year"), match.end(), "birth_date", match["year"] + rest)

    places = [match.end() for match in words("birth").finditer(text)]
    if words("birth").search(label.name):
        places.append(0)
    for at in places:
        match = LABELED_BIRTH.match(text, at)
        evidence = label.others + text[max(0, at - LIMITS.evidence) : at + LIMITS.evidence]
        if match and words("party").search(evidence) and (found := hidden(match)):
            yield found
    for match in BORN.finditer(text):
        named = text[max(0, match.start() - LIMITS.evidence) : match.start()]
        if words("party").search(named) and (found := hidden(match)):
            yield found


@cache
def _channel() -> re.Pattern[str]:
    kinds = (called("wechat", "disguise", "name", "word"), called("qq", "disguise", "name"), "微信", "手机")
    return re.compile("|".join(kinds))


HANDLE = re.compile(r"(?=[a-z0-9_\-]*[a-z])(?=[a-z0-9_\-]*\d)[a-z][a-z0-9_\-]{4,19}")


def _handles(cell: str, label: Label) -> Iterator[Personal]:
    """A handle or private number in the cell of a table whose heading names the channel."""
    if not _channel().search(label.name) or words("something else").search(label.name):
        return
    lead = label.name.strip() + ":"
    for each in find_reachables(lead + cell.strip()):
        if each.handle < len(lead) or each.kind not in ("wechat", "qq", "telegram", "other", "mobile"):
            continue
        start = each.handle - len(lead) + len(cell) - len(cell.lstrip())
        end = start + each.end - each.handle
        # 微信 above 2011 is a year of a comparison; a heading with names above the other column makes a list of people.
        if HANDLE.fullmatch(cell[start:end]) or words("name").search(label.others):
            yield Personal(start, end, "handle_in_table", cell[start : start + 2] + HIDDEN * 4)


def _in_cell(text: str, label: Label) -> Iterator[Personal]:
    if PERSONAL_AT_ALL.search(text):
        yield from _cards(text, label)
        yield from _others(text, label)


def _in_row(text: str, label: Label, headings: tuple[str, ...]) -> Iterator[Personal]:
    """What a line holds as a whole and, if it is the row of a table, cell by cell."""
    cells = cells_of(text)
    if not PERSONAL_AT_ALL.search(text) and not (cells and re.search(r"[a-z][\w\-]*\d|\d{5}", text)):
        return
    yield from _in_cell(text, label)
    previous = ""
    row = " ".join((*headings[: LIMITS.row], text[: LIMITS.row]))[: LIMITS.row]
    for number, (start, end) in enumerate(cells):
        cell = text[start:end]
        heading = headings[number] if number < len(headings) else ""
        named = Label(heading or previous, row)
        for each in (*_in_cell(cell, named), *_handles(cell, named)):
            yield Personal(each.start + start, each.end + start, each.kind, each.shown)
        previous = cell.strip()[-LIMITS.label :]


def find_personal(
    folded: str, label: Label = NO_LABEL, headings: tuple[str, ...] = ()
) -> tuple[Personal, ...]:
    """The personal numbers of a folded line, in order, none overlapping; `headings` are those of its table.

    >>> [each.shown for each in find_personal("身份证号:11010119000307779x,卡号6222 0000 0000 0009")]
    ['110101××××××××779X', '6222××××××××0009']
    """
    found = [*_in_row(folded, label, headings)]
    if (spelled := digits_view(folded)) != folded:  # not instead: in 0000三人 it would read one more digit
        found += _in_row(spelled, label, headings)
    kept: list[Personal] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return tuple(kept)


def cells_of(text: str) -> tuple[tuple[int, int], ...]:
    """Where the cells of a row of a table stand, parted by bars or tabs; none where the text is no such row.

    >>> cells_of("|甲|乙|"), cells_of("甲")
    (((1, 2), (3, 4)), ())
    """
    bar = "|" if text.count("|") >= 1 else "\t"
    if bar not in text:
        return ()
    left = len(text) - len(text.lstrip()) if bar == "|" else 0
    inner = left + text[left:].startswith("|") if bar == "|" else 0
    stop = len(text.rstrip().removesuffix("|")) if bar == "|" else len(text)
    cells: list[tuple[int, int]] = []
    at = inner
    while at <= stop:
        end = text.find(bar, at, stop)
        cells.append((at, end if end >= 0 else stop))
        at = cells[-1][1] + 1
        if end < 0:
            break
    return tuple(cells)
