"""Contact signals: how much a folded line asks to be answered, and what it would be then.

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
from qingyuan.stages.strip.weighing import (
    NOTHING_SEEN,
    Signals,
    Weighed,
    fitted,
    read_signals,
    weigh,
    weighed,
)

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
# asks: to be added or written to, with nothing to dial, for the handle is in a picture or a profile.
# solicits: beside something to reach. institution: may give its number and mail to everybody, and gives no
# mobile numbers or handles. honest: what a line says that only tells of contact.
KINDS = ("asks", "honest", "institution", "solicits")
BESIDE_A_HANDLE = ("add me", "write to me")  # what asks, and may stand beside something to reach
LITTLE = 12  # Han characters: with no more a line says little else
MOST_FOR_SEVERAL = 0.4  # in the unit of the weights: what several things to reach add at most
HANDLES = frozenset({"wechat", "qq", "telegram", "other"})
SOMEBODYS = frozenset({"mobile", "wechat", "qq", "telegram"})  # no institution gives these to everybody


@cache
def signals() -> dict[str, Signals]:
    """The signals of each kind, as the table of phrases has them."""
    names = {**homophones(), "wechat": WECHAT_DISGUISED, "qq": QQ}
    return read_signals(PHRASES, fitted()["contact"], KINDS, names)


@cache
def _beside_something_to_reach(somebodys: bool) -> Signals:
    known = signals()
    all_of_them = known["solicits"] + known["asks"].named(*BESIDE_A_HANDLE) + known["honest"]
    return all_of_them if somebodys else all_of_them + known["institution"]


@cache
def institution() -> Signals:
    """The signal that names an institution."""
    return signals()["institution"].named("institution")


@cache
def speaks_against() -> Signals:
    """What speaks against a notice that is known by its wording alone."""
    return signals()["honest"] + institution()


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


def weigh_contact(folded: str, text: str, reachables: tuple[Reachable, ...]) -> tuple[str, Weighed]:
    """How much a folded line or sentence asks to be answered, and the kind it would be.

    `text` and `reachables` are what `with_signs` gives of it.
    """
    labels = count_form_labels(folded) if ":" in folded or ";" in folded else 0
    if not reachables:
        return _asks(text, labels)
    names = facts_of(folded, text, reachables, labels)
    weights = fitted()["contact"]["facts"]
    base = (
        max(fitted()["contact"]["reach"][each.kind] for each in reachables)
        + min(MOST_FOR_SEVERAL, weights["one more to reach"] * (len(reachables) - 1))
        + sum(weights[name] * (labels - 1 if name == "form of labels" else 1) for name in names)
    )
    kinds = {each.kind for each in reachables}
    seen = weigh(text, _beside_something_to_reach(bool(kinds & SOMEBODYS)), base)
    kind = "contact_block"
    if kinds & HANDLES:
        kind = "contact_handle"
    elif "toll_free" in kinds or re.search(r"热线|专线|报料|爆料", text):
        kind = "ad_hotline"
    return kind, Weighed(seen.score, (*sorted(kinds), *names, *seen.signals))


def _asks(text: str, labels: int) -> tuple[str, Weighed]:
    """A line that shows nothing to reach: a form, or somebody who asks to be written to."""
    if labels >= 2 and not weigh(text, institution()).signals:
        return "contact_block", Weighed(
            fitted()["contact"]["facts"]["label of an empty form"] * labels, ("form of labels",)
        )
    asking = signals()["asks"].seen_in(text)
    if not any(each.anchor for each in asking):
        return "", NOTHING_SEEN
    return "contact_handle", weighed(asking + signals()["honest"].seen_in(text))


def facts_of(folded: str, text: str, reachables: tuple[Reachable, ...], labels: int) -> tuple[str, ...]:
    """What is noted of a line with something to reach, beside its phrases."""
    kinds = {each.kind for each in reachables}
    han = len(re.findall(r"[\u4e00-\u9fff]", text))
    noted = {
        "authority's domain": kinds <= {"mail", "address", "landline"}
        and bool(re.search(r"\.gov\.cn|\.court\.", folded)),
        "form of labels": labels >= 2,
        "disguised": any(each.disguised for each in reachables),
        "valid number": any(each.valid for each in reachables),
        # RFC 2606 keeps these for documentation
        "placeholder domain": kinds <= {"mail", "address"}
        and bool(re.search(r"example\.(?:com|org|net)", folded)),
        "a bare domain": not han and kinds == {"address"} and "//" not in folded,
        "little else": han <= LITTLE,
    }
    return tuple(name for name, holds in noted.items() if holds)
