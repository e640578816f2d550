"""The verdict on one line: what of it goes, and as what."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from qingyuan.stages.strip.contact.channels import called
from qingyuan.stages.strip.contact.reach import Reachable
from qingyuan.stages.strip.contact.signals import ASKS, SOLICITS, facts_of, kind_of_contact, with_signs
from qingyuan.stages.strip.contact.signals import signals as contact_signals
from qingyuan.stages.strip.counters import is_counters
from qingyuan.stages.strip.credits import is_credit, is_editors_line
from qingyuan.stages.strip.folding import Folded, unmask_disguise
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
from qingyuan.view import LineMemory


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
    rare: int = 2  # rarely written Han: with so many different ones a line was damaged and is not judged by its wording
    edges: int = 2  # lines at either end of a page where its furniture stands
    near: int = 3  # lines on either side that may be furniture with it
    company: int = 3  # of them, so that nothing but furniture stands there
    uncertain_company: int = 4  # and where each of them could be the article's: 上一页, 切换到上一页, 下一页
    tail_commas: int = 12  # clauses looked at for where a contact begins
    known: float = 0.0  # log odds from which a line goes in which something known is seen
    unknown: float = 0.5  # the same for a line that is only worded like one
    bare: float = 1.5  # and for a few bare words, which could be an article's heading
    suspect: float = -2.0  # and from which a sentence beside a flagged one does not stand by itself


LIMITS = Limits()
HAN = re.compile(f"[{UNIFIED_HAN}]")
BANKERS_DIGITS = frozenset("壹贰叁肆伍陆柒捌玖")
FORMULA = re.compile(r"[=\\]|\d\s*[,;|]\s*-?\d")
JOINS = re.compile(rf"(?:{called('other', 'name')}|{called('telegram', 'name')})\s?[::]|加入|入群|<a\s")
LATIN_WORD = re.compile(r"[a-z]{2,}")
BRACKETS = re.compile(r"(?:\(|【|\[)(?P<inner>[^()【】\[\]\n]{6,120})(?:\)|】|\])")
SENTENCE = re.compile(r"[^。!?;\n]*[。!?;]+[”’\"』」)\]】]*|[^。!?;\n]+$")
# A clause that already sells, or turns to the reader, belongs to the contact that follows it.
SELLS = re.compile(
    r"免费|专业|优惠|诚邀|服务|办理|代办|欢迎|我们|本公司|我公司|本人|团队|价格|热销|招生|培训|加盟|"
    r"咨询|需要|有意|想了解|朋友|预约|报名|会员|出售|出租|回收|低价"
)
CONTACT_KINDS = frozenset({"contact_block", "contact_handle", "ad_hotline", "takedown_contact"})
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
_line = lru_cache(maxsize=64)(Line)

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
    line = _line(text, alone=alone)
    verdicts = (detector(line) for detector in DETECTORS)
    return next((verdict for verdict in verdicts if verdict is not None), STAYS)


def judge_alone(folded: str) -> str:
    """The kind of a folded line that does not belong to an article, or ""."""
    return judge(folded, alone=True)


# --- what goes --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cut:
    """What goes: [start, end) of the line, and its kind."""

    start: int
    end: int
    kind: str


def _cuts_of(line: str, memory: LineMemory) -> tuple[Cut, ...]:
    """What goes of a line (without its end).

    Of a line that is part article only some sentences go, but what they leave is judged too, until nothing of
    it goes or all: a line that would be gone in the end goes at once, as what its first cut is.
    """
    made = last = _judged_once(line, memory)
    left = line
    while last and not is_all_of(left, last):
        left = _without(left, last)
        last = _judged_once(left, memory)
    return (Cut(0, len(line), made[0].kind),) if last else made


def _without(line: str, made: tuple[Cut, ...]) -> str:
    """What the cuts, which ascend, leave of a line."""
    starts = (0, *(cut.end for cut in made))
    ends = (*(cut.start for cut in made), len(line))
    return "".join(line[start:end] for start, end in zip(starts, ends, strict=True))


def is_all_of(line: str, made: tuple[Cut, ...]) -> bool:
    """Whether a line goes from its first to its last character."""
    return len(made) == 1 and made[0].start == 0 and made[0].end == len(line)


def cuts(line: str, memory: LineMemory | None = None) -> tuple[Cut, ...]:
    """What of a line (without its end) does not belong to an article.

    A line that is all furniture or contact goes whole; of a line that is part article only the sentences go,
    and of a sentence only its tail, where what stands before it could stand in an article by itself. `memory`
    is that of the document the line stands in.
    """
    return (memory or LineMemory()).about(_cuts_of, line)


def _judged_once(line: str, memory: LineMemory) -> tuple[Cut, ...]:
    if not line.strip():
        return ()
    folded = memory.of(unmask_disguise, line)
    if bracketed := _bracketed(line, folded, memory):
        return bracketed
    sentences = [match.span() for match in SENTENCE.finditer(folded.text) if match[0].strip()]
    judged = len(folded.text) <= LIMITS.paragraph or len(sentences) <= 1 or _declares(folded.text)
    kind = memory.of(judge_alone, folded.text) if judged else ""
    everything = Cut(0, len(line), kind)
    if len(sentences) <= 1:
        if not kind:
            return ()
        tail = _contact_tail(folded.text) if kind in CONTACT_KINDS else 0
        return (Cut(*folded.span(tail, _end_of_words(folded.text)), kind),) if tail else (everything,)
    verdicts = [memory.of(judge, folded.text[start:end]) for start, end in sentences]
    pairs = list(zip(sentences, verdicts, strict=True))
    if kind and not any(_is_article(folded.text[start:end], verdict) for (start, end), verdict in pairs):
        return (everything,)
    return _sentence_cuts(folded, pairs, everything)


def _kind_known(kind: str) -> str:
    """A kind that something known speaks for; wording alone says nothing of a few words in brackets."""
    return "" if kind == "notice" else kind


def _bracketed(line: str, folded: Folded, memory: LineMemory) -> tuple[Cut, ...]:
    """What stands in brackets within a line and is no part of it, or the line that stands in brackets as a whole.

    Brackets stand or fall as one: they take neither the sentence around them with them, nor leave half of what is in them.
    """
    made: list[Cut] = []
    for match in BRACKETS.finditer(folded.text):
        inner = match["inner"]
        around = folded.text[: match.start()].strip(), folded.text[match.end() :].strip()
        kind = _kind_known(memory.of(judge_alone, inner))
        if not any(around):
            pieces = (piece[0] for piece in SENTENCE.finditer(inner) if piece[0].strip())
            kind = kind or next(
                (verdict for piece in pieces if (verdict := _kind_known(memory.of(judge, piece)))), ""
            )
            return (Cut(0, len(line), kind),) if kind else ()
        if {each.kind for each in _line(inner, alone=True).reachables} == {"address"}:
            # An address belongs to the name before it; behind a comma there is none.
            short = len(HAN.findall(inner)) <= LIMITS.left_over
            kind = "site_watermark" if short and around[0].endswith(",") else ""
        if kind and len(HAN.findall("".join(around))) >= LIMITS.left_over:
            made.append(Cut(*folded.span(*match.span()), kind))
    return tuple(made)


def _sentence_cuts(
    folded: Folded, pairs: list[tuple[tuple[int, int], str]], everything: Cut
) -> tuple[Cut, ...]:
    """The flagged sentences of a line that is part article; all of it if next to nothing would be left."""
    flagged = [pair for pair in pairs if pair[1]]
    if not flagged:
        return (everything,) if everything.kind else ()
    kept = "".join(folded.text[start:end] for (start, end), verdict in pairs if not verdict)
    made: list[Cut] = []
    for (start, end), verdict in flagged:
        sentence = folded.text[start:end]
        tail = _contact_tail(sentence) if verdict in CONTACT_KINDS else 0
        stop = start + _end_of_words(sentence) if tail else end
        made.append(Cut(*folded.span(start + tail, stop), verdict))
        kept += sentence[:tail]
    if len(HAN.findall(kept)) < LIMITS.left_over:
        return (Cut(everything.start, everything.end, everything.kind or flagged[0][1]),)
    return tuple(made)


def _end_of_words(sentence: str) -> int:
    """Where the closing punctuation of a sentence begins: it stays with what is left."""
    return len(sentence.rstrip().rstrip("。!?;"))


def _contact_tail(sentence: str) -> int:
    """Where the contact begins in a sentence whose first clauses are an article's; 0 if it is all contact."""
    commas = [match.start() for match in re.finditer(",", sentence)]
    for comma in reversed(commas[-LIMITS.tail_commas :]):
        head = sentence[:comma]
        if _is_article(head, "") and not judge(head) and not SELLS.search(head):
            return comma
    return 0


def goes_whole(line: str, memory: LineMemory | None = None) -> str:
    """The kind of a line that goes from its first to its last character, or ""."""
    made = cuts(line, memory)
    return made[0].kind if is_all_of(line, made) else ""


def _declares(text: str) -> bool:
    """Whether a long line is one declaration from its first words on."""
    return len(text) <= LIMITS.declaration and bool(
        re.match(
            r"[\s\W_]*(?:免责|特别|郑重|版权|法律|本站|本网|风险|凡)?(?:声明|申明|提示|本网|注明|本站|提醒)",
            text,
        )
    )


def _is_article(sentence: str, verdict: str) -> bool:
    """Whether a sentence of a flagged line could stand in an article by itself."""
    if (
        verdict
        or len(HAN.findall(sentence)) < LIMITS.article_sentence
        or len(set(SELLS.findall(sentence))) >= 2
    ):
        return False
    line = _line(sentence, alone=False)
    return not line.reachables and not (line.kind and line.odds > LIMITS.suspect)


def is_contact_line(text: str) -> str | None:
    """The kind of contact or boilerplate that a line holds, or None for an honest line.

    >>> is_contact_line("详情请加微信 zhw8800")
    'contact_handle'
    >>> is_contact_line("花呗的官方客服热线是95188。") is None
    True
    """
    for line in text.splitlines() or [text]:
        for cut in cuts(line):
            return cut.kind
    return None
