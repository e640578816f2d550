"""The verdict on one line: what of it goes, and as what."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from qingyuan.stages.strip.contact.channels import called
from qingyuan.stages.strip.contact.reach import Reachable
from qingyuan.stages.strip.contact.signals import (
    ASKS,
    OFFICIAL,
    SOLICITS,
    facts_of,
    kind_of_contact,
    with_signs,
)
from qingyuan.stages.strip.contact.signals import signals as contact_signals
from qingyuan.stages.strip.counters import is_counters
from qingyuan.stages.strip.credits import is_credit, is_editors_line
from qingyuan.stages.strip.interface import is_control
from qingyuan.stages.strip.licenses import is_license, names_license
from qingyuan.stages.strip.navigation import (
    block_heading,
    is_app_button,
    is_banner,
    is_navigation,
    is_row_of_clicks,
    names_sections,
)
from qingyuan.stages.strip.notices.notice import KINDS as NOTICES
from qingyuan.stages.strip.notices.notice import TAKEDOWN
from qingyuan.stages.strip.notices.notice import signals as notice_signals
from qingyuan.stages.strip.notices.wording import LONGEST, sounds_like_notice
from qingyuan.stages.strip.shape import is_heading, is_list_item, is_numbered_heading
from qingyuan.stages.strip.signals import Signal, fitted
from qingyuan.text import plausible
from qingyuan.text.characters import UNIFIED_HAN


@dataclass(frozen=True, slots=True)
class Limits:
    """Where verdicts turn. Lengths in folded characters; odds in nats.

    All were chosen on the labeled lines of `tests/cases/contact_lines*.jsonl` but the held-out ones; `foreign` to
    `company` on the help articles of LibreOffice too, of which the rules then take 31 lines (143 before).
    """

    paragraph: int = 160  # a longer line of several sentences is judged sentence by sentence only
    declaration: int = 400  # unless it is one declaration from its first words on
    judged: int = 2000  # no sentence is longer; weighing a megabyte without a full stop would take minutes
    furniture: int = 200
    narrow_furniture: int = 160  # banners, credits and rows of clicks
    long_sentence: int = 50  # what is longer and ends in a full stop is no furniture, but for licenses
    left_over: int = 8  # Han: where fewer would be left of a line, all of it goes
    article_sentence: int = 18  # Han: a sentence of a flagged line with fewer cannot stand by itself
    foreign: int = 5  # Latin words of a sentence that is not Chinese
    worded: int = 4  # Han: fewer are no wording that the weights could know
    clause: int = 2  # Han: fewer are no clause between which somebody could have put an advert
    rare: int = 2  # rarely written Han: with so many different ones a line was damaged and is not judged by its wording
    questions: int = 2  # before an advert: 一个人看书太孤单?来…
    question: int = 40  # Han of such a question
    edges: int = 2  # lines at either end of a page where its furniture stands
    near: int = 3  # lines on either side that may be furniture with it
    company: int = 3  # of them, so that nothing but furniture stands there
    uncertain_company: int = 4  # and where each of them could be the article's: 上一页, 切换到上一页, 下一页
    item: int = 40  # characters of an item of a list of links, its mark counted
    items: int = 2  # or short lines that stay, so that it is an item of their list
    tail_commas: int = 12  # clauses looked at for where a contact begins
    known: float = 0.0  # log odds from which a line goes in which something known is seen
    unknown: float = 0.5  # the same for a line that is only worded like one
    bare: float = 1.5  # and for a few bare words, which could be an article's heading
    suspect: float = -2.0  # and from which a sentence beside a flagged one does not stand by itself


LIMITS = Limits()
HAN = re.compile(f"[{UNIFIED_HAN}]")
CALLED = re.compile(r"电话|热线|专线|咨询|投诉|举报|维权|服务|拨打|致电|转人工")
BANKERS_DIGITS = frozenset("壹贰叁肆伍陆柒捌玖")
FORMULA = re.compile(r"[=\\]|\d\s*[,;|]\s*-?\d")
JOINS = re.compile(rf"(?:{called('other', 'name')}|{called('telegram', 'name')})\s?[::]|加入|入群|<a\s")
LATIN_WORD = re.compile(r"[a-z]{2,}")
BARE = re.compile(f"[{UNIFIED_HAN}a-z ]{{1,12}}")
QUOTED = re.compile(r"(?<=[^\s“])[“「『][^“”「」『』\n]{6,200}[”」』](?=[^\s。!?;”]{2})")
SPOKEN = re.compile(r"[“『「\"].*[”』」\"]|[^:]{1,6}[人长]:.*|[^。!?]*(?:吗|呢)[?][”』」]?")
RECORD = re.compile(
    r"(?:原告|被告|上诉人|审判[长员]|书记员|申请人|出版社|isbn|doi|定价|示例|法庭|参见|issn|刊号)"
)
# One step of a how-to: it tells the reader what to do somewhere else, not on this page.
STEP = re.compile(r"(?:step|步骤|第)\s?[\d一二三四五六七八九十]{1,3}\s?步?\s?[:.、,)]\s?\S", re.IGNORECASE)


class Line:
    """A folded line (`alone`) or sentence of one, with what was noted of it; each is computed once."""

    def __init__(self, text: str, *, alone: bool) -> None:
        self.text = text
        self.alone = alone

    @cached_property
    def is_step(self) -> bool:
        return bool(STEP.match(self.text))

    @cached_property
    def _with_signs(self) -> tuple[str, tuple[Reachable, ...]]:
        return with_signs(self.text)

    @property
    def signs(self) -> str:
        """The text in which what can be reached is one sign each."""
        return self._with_signs[0]

    @property
    def reachables(self) -> tuple[Reachable, ...]:
        return self._with_signs[1]

    @cached_property
    def told(self) -> str:
        """The signs without what is quoted within a sentence: what somebody else said asks nobody here for anything."""
        return QUOTED.sub("“…”", self.signs)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """What is noted of it beside its phrases."""
        return facts_of(self.text, *self._with_signs)

    @cached_property
    def seen(self) -> tuple[Signal, ...]:
        """The signals that are seen in it."""
        asked = self.signs if self.reachables else self.told
        return (*contact_signals().seen_in(asked), *notice_signals().seen_in(self.told))

    @property
    def spoke(self) -> tuple[str, ...]:
        """The names of all that was seen or noted: why it counts as what it counts as."""
        return (*self.facts, *(f"{each.kind}/{each.name}" for each in self.seen))

    @cached_property
    def odds(self) -> float:
        """Log odds that it is no line of an article, in nats."""
        weights = fitted()
        noted = sum(weights.signals.get(fact, 0.0) for fact in self.facts)
        return weights.bias + noted + sum(each.weight for each in self.seen) + sounds_like_notice(self.told)

    @cached_property
    def kind(self) -> str:
        """The kind it would be by what is known of it: something to reach, or anchors of a kind; or "".

        Of several kinds the one whose signals weigh most; contact given in a takedown notice is part of it.
        """
        anchored = {each.kind for each in self.seen if each.anchor}
        notices = {kind: self._weight_of(kind) for kind in NOTICES if kind in anchored}
        notice = max(notices, key=lambda kind: notices[kind], default="")
        if not (self.facts or ASKS in anchored) or self._only_links:
            return notice
        contact = sum(fitted().signals.get(fact, 0.0) for fact in self.facts) + self._weight_of(
            ASKS, SOLICITS
        )
        by_the_way = {each.kind for each in self.reachables} == {"address"} and ASKS not in anchored
        if notice and (notice == TAKEDOWN or by_the_way or notices[notice] > contact):
            return notice
        return kind_of_contact(self.signs, self.reachables, self.facts)

    @property
    def _only_links(self) -> bool:
        """Whether it gives addresses of pages to read, or is no Chinese, and asks nobody for anything: no contact."""
        if any(each.kind in (ASKS, SOLICITS) and each.anchor for each in self.seen):
            return False
        kinds = {each.kind for each in self.reachables}
        if kinds == {"address"}:
            stands_for = ("a bare domain", "disguised", "form of labels")
            joins = bool(JOINS.search(self.signs)) and "facts/placeholder domain" not in self.facts
            return not joins and not any(f"facts/{fact}" in self.facts for fact in stands_for)
        return bool(kinds) and kinds <= {"address", "mail"} and not HAN.search(self.text) and self._is_foreign

    @property
    def _is_foreign(self) -> bool:
        return len(LATIN_WORD.findall(self.signs)) >= LIMITS.foreign

    def _weight_of(self, *kinds: str) -> float:
        return sum(each.weight for each in self.seen if each.kind in kinds)


# One line is asked as a whole, by its sentences and by their clauses, some of them twice.
line_of = lru_cache(maxsize=64)(Line)

# --- detectors --------------------------------------------------------------------------------------------

# What says a detector: a kind of line that goes, `STAYS` for a line that does not, None if it cannot tell.
Detector = Callable[[Line], str | None]
STAYS = ""


def by_form(line: Line) -> str | None:
    """Furniture: grammars that must fit the whole line."""
    if line.is_step or not (line.alone or HAN.search(line.text)):  # End between two semicolons is no button
        return None
    return furniture(line.text) or None


def by_counters(line: Line) -> str | None:
    return "counters" if is_counters(line.text) else None


def by_heading(line: Line) -> str | None:
    """A heading or a step of a how-to that gives nothing to reach is the article's, whatever it speaks of."""
    own = line.is_step or is_numbered_heading(line.text) or line.text.lstrip().startswith("|")
    return STAYS if own and not line.reachables else None


def by_signals(line: Line) -> str | None:
    """Contact or a notice: something known of it is seen, and all together speaks against the line."""
    return line.kind if line.kind and line.odds > LIMITS.known else None


def by_wording(line: Line) -> str | None:
    """A whole line in which no known turn of phrase was seen, if it is worded like a notice."""
    if not line.alone or line.kind or len(line.signs) > LONGEST:
        return None
    if OFFICIAL in line.signs and CALLED.search(line.signs):
        return None  # the hotline of an authority is no wording of a page
    letters, han = len(re.findall(r"[A-Za-z]", line.text)), len(HAN.findall(line.text))
    rare = plausible.unusual(frozenset(HAN.findall(line.text))) - BANKERS_DIGITS
    if not han or len(rare) >= LIMITS.rare:
        return None  # numbers alone are no wording, nor is what an accident left: 这涓棶棰
    if letters >= max(4, han) and (letters > 12 or ":" not in line.text):
        return None  # what the weights know is Chinese wording: code and English are none of it
    if FORMULA.search(line.text) and (han < LIMITS.worded or line.text.lstrip('「"“(').startswith("=")):
        return None  # nor are formulas and numbers
    if line.odds <= (LIMITS.bare if BARE.fullmatch(line.text) else LIMITS.unknown):
        return None
    if is_heading(line.text) or is_list_item(line.text):
        return None
    return None if RECORD.search(line.text) or SPOKEN.fullmatch(line.text) else "notice"


# The first that can tell decides: what is certain by its form before what is weighed, known phrases before
# wording that is only alike.
DETECTORS: tuple[Detector, ...] = (by_form, by_counters, by_heading, by_signals, by_wording)

# The same for the form of a line that may be furniture; each has read the whole line.
NARROW: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("channel_banner", is_banner),
    ("editor", is_editors_line),
    ("editor", is_credit),
    ("channel_banner", names_sections),
)
WIDE: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("nav", is_navigation),
    ("app_prompt", is_app_button),
    ("nav", is_control),
    ("icp", is_license),
)


def furniture(folded: str) -> str:
    """The kind of a folded line that is nothing but furniture of the page, or ""."""
    text = folded.strip()
    if not text or len(text) > LIMITS.furniture:
        return ""
    in_table = text.startswith("|") and text.endswith("|")
    if in_table or is_numbered_heading(text):
        return ""
    if text.startswith("|") and not in_table:
        text = text.strip(" |")  # a bar that begins with its mark
    if len(text) > LIMITS.long_sentence and text.endswith("。") and not names_license(text):
        return ""
    narrow = len(text) <= LIMITS.narrow_furniture
    return (
        (narrow and _first(NARROW, text))
        or block_heading(text)
        or ("nav" if narrow and is_row_of_clicks(text) else "")
        or _first(WIDE, text)
    )


def _first(forms: tuple[tuple[str, Callable[[str], bool]], ...], text: str) -> str:
    return next((kind for kind, fits in forms if fits(text)), "")


def judge(folded: str, *, alone: bool = False) -> str:
    """The kind of a folded line (`alone`) or sentence that does not belong to an article, or ""."""
    text = folded.strip()
    if not text or len(text) > LIMITS.judged:
        return ""
    line = line_of(text, alone=alone)
    verdicts = (detector(line) for detector in DETECTORS)
    return next((verdict for verdict in verdicts if verdict is not None), STAYS)


def judge_alone(folded: str) -> str:
    """The kind of a folded line that does not belong to an article, or ""."""
    return judge(folded, alone=True)
