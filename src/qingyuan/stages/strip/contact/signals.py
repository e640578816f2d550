"""Contact signals: what of a folded line asks to be answered, and what the line would be then.

What can be reached (`reach`) is replaced by one sign each, so that the phrases read like the lines they are
about: `电话:☎`, `加我✆`. A number alone decides nothing: who gives it, to whom and why does.
"""

from __future__ import annotations

import re
from functools import cache

from qingyuan.stages.strip.contact.channels import homophones
from qingyuan.stages.strip.contact.form import count_form_labels
from qingyuan.stages.strip.contact.reach import (
    QQ,
    WECHAT_DISGUISED,
    Reachable,
    find_official_codes,
    find_reachables,
)
from qingyuan.stages.strip.signals import Signals, read_signals
from qingyuan.text.characters import UNIFIED_HAN

PHONE, MAIL_SIGN, ADDRESS_SIGN, HANDLE_SIGN, OFFICIAL = "☎✉⌂✆◎"
SIGNS = {
    "mobile": PHONE,
    "landline": PHONE,
    "toll_free": PHONE,
    "number": PHONE,
    "mail": MAIL_SIGN,
    "address": ADDRESS_SIGN,
    "wechat": HANDLE_SIGN,
    "qq": HANDLE_SIGN,
    "telegram": HANDLE_SIGN,
    "other": HANDLE_SIGN,
}
PHRASES = "contact/phrases.tsv"
# asks: to be added or written to, even with nothing to dial, for the handle is in a picture or a profile.
# solicits: beside something to reach. institution: may give its number and mail to everybody. reports: what a
# line says that only tells of contact.
ASKS, SOLICITS = "asks", "solicits"
KINDS = (ASKS, "institution", "reports", SOLICITS)
EMPTY_FORM = "facts/label of an empty form"
BARE_DOMAIN = re.compile(
    rf"\W*(?:[a-z0-9_]{{0,6}}[{UNIFIED_HAN}]{{2,8}}\W{{0,3}}|[{UNIFIED_HAN}]{{2,14}}:\s?)?{ADDRESS_SIGN}\W*"
)  # or a name and it
LITTLE = 12  # Han characters: with no more a line says little else
HANDLES = frozenset({"wechat", "qq", "telegram", "other"})


@cache
def signals() -> Signals:
    """The signals of contact, as the table of phrases has them."""
    return read_signals(PHRASES, KINDS, {**homophones(), "wechat": WECHAT_DISGUISED, "qq": QQ})


def with_signs(folded: str) -> tuple[str, tuple[Reachable, ...]]:
    """The folded text with one sign for each thing to reach and each official code."""
    reachables = find_reachables(folded)
    spans = [(each.start, each.end, SIGNS[each.kind]) for each in reachables]
    for start, end in find_official_codes(folded):
        if not any(start < right and left < end for left, right, _ in spans):
            spans.append((start, end, OFFICIAL))
    pieces: list[str] = []
    at = 0
    for start, end, sign in sorted(spans):
        pieces += (folded[at:start], sign)
        at = end
    pieces.append(folded[at:])
    return "".join(pieces), reachables


def facts_of(folded: str, text: str, reachables: tuple[Reachable, ...]) -> tuple[str, ...]:
    """What is noted of a line beside its phrases; `text` and `reachables` are what `with_signs` gives of it."""
    labels = count_form_labels(folded) if ":" in folded or ";" in folded else 0
    if not reachables:
        return (EMPTY_FORM,) if labels >= 2 else ()
    kinds = {each.kind for each in reachables}
    han = len(re.findall(f"[{UNIFIED_HAN}]", text))
    noted = {
        "one more to reach": len(reachables) > 1,
        "authority's domain": kinds <= {"mail", "address", "landline"}
        and bool(re.search(r"\.gov\.cn|\.court\.", folded)),
        "form of labels": labels >= 2,
        "disguised": any(each.disguised for each in reachables),
        "valid number": any(each.valid for each in reachables),
        # RFC 2606 keeps these for documentation
        "placeholder domain": kinds <= {"mail", "address"}
        and bool(re.search(r"example\.(?:com|org|net)", folded)),
        "a bare domain": kinds == {"address"} and "//" not in folded and bool(BARE_DOMAIN.fullmatch(text)),
        "little else": han <= LITTLE,
    }
    return (
        *(f"reach/{kind}" for kind in sorted(kinds)),
        *(f"facts/{name}" for name, holds in noted.items() if holds),
    )


def kind_of_contact(text: str, reachables: tuple[Reachable, ...], facts: tuple[str, ...]) -> str:
    """The kind a contact line would be: a hotline, a handle or a block of contact details."""
    kinds = {each.kind for each in reachables}
    if kinds & HANDLES or not (kinds or EMPTY_FORM in facts):
        return "contact_handle"
    return (
        "ad_hotline" if "toll_free" in kinds or re.search(r"热线|专线|报料|爆料", text) else "contact_block"
    )
