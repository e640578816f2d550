"""The verdict on one line: what of it goes, and as what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qingyuan.strip.boilerplate import SECTION_HEADING, furniture, weigh_sentences
from qingyuan.strip.byline import is_counters
from qingyuan.strip.contact import weigh_contact, with_signs
from qingyuan.strip.folding import Folded, fold

SENTENCE = re.compile(r"[^。!?;\n]*[。!?;]+[”’\"』」)\]】]*|[^。!?;\n]+$")
CLAUSE = re.compile(r"[^,，、:。!?;]*[,，。!?;]*")
HAN = re.compile(r"[\u4e00-\u9fff]")
LONG = 160
CONTACT_KINDS = frozenset({"contact_block", "contact_handle", "ad_hotline", "takedown_contact"})


@dataclass(frozen=True, slots=True)
class Cut:
    """What goes: [start, end) of the line, and its kind."""

    start: int
    end: int
    kind: str


def judge(folded: str) -> str:
    """The kind of a folded line or sentence that does not belong to an article, or ""."""
    text = folded.strip()
    if not text:
        return ""
    if len(text) <= 200 and (kind := furniture(text)):
        return kind
    if is_counters(text):
        return "counters"
    signs, reachables = with_signs(text)
    heading = bool(SECTION_HEADING.match(text))
    kind, weighed = weigh_contact(text)
    if heading and not reachables:
        return ""
    said, said_weight = weigh_sentences(signs)
    if said == "takedown_contact" and said_weight:
        return said
    if weighed and weighed.score >= said_weight.score:
        return kind
    if said_weight:
        return said
    return kind if weighed else ""


@lru_cache(maxsize=4096)
def cuts(line: str) -> tuple[Cut, ...]:
    """What of a line (without its end) does not belong to an article.

    A line that is all furniture or contact goes whole; of a line that is part article only the sentences go.
    """
    if not line.strip():
        return ()
    folded = fold(line)
    sentences = [match.span() for match in SENTENCE.finditer(folded.text) if match[0].strip()]
    kind = (
        judge(folded.text)
        if len(folded.text) <= LONG or len(sentences) <= 1 or _declares(folded.text)
        else ""
    )
    everything = Cut(0, len(line), kind)
    if len(sentences) <= 1:
        return (everything,) if kind else ()
    verdicts = [judge(folded.text[start:end]) for start, end in sentences]
    if kind and not any(
        _is_article(folded.text[start:end], verdict)
        for (start, end), verdict in zip(sentences, verdicts, strict=True)
    ):
        return (everything,)
    return _sentence_cuts(folded, sentences, verdicts, everything)


def _sentence_cuts(
    folded: Folded, sentences: list[tuple[int, int]], verdicts: list[str], everything: Cut
) -> tuple[Cut, ...]:
    kept = "".join(
        folded.text[start:end]
        for (start, end), verdict in zip(sentences, verdicts, strict=True)
        if not verdict
    )
    flagged = [(span, verdict) for span, verdict in zip(sentences, verdicts, strict=True) if verdict]
    if not flagged:
        return (everything,) if everything.kind else ()
    if len(HAN.findall(kept)) < 8:
        return (Cut(everything.start, everything.end, everything.kind or flagged[0][1]),)
    return tuple(Cut(*folded.span(*span), verdict) for span, verdict in flagged)


def goes_whole(line: str) -> str:
    """The kind of a line that goes from its first to its last character, or ""."""
    made = cuts(line)
    return made[0].kind if len(made) == 1 and made[0].start == 0 and made[0].end == len(line) else ""


def _declares(text: str) -> bool:
    """Whether a long line is one declaration from its first words on."""
    return len(text) <= 400 and bool(
        re.match(
            r"[\s\W_]*(?:免责|特别|郑重|版权|法律|本站|本网|风险|凡)?(?:声明|申明|提示|本网|注明|本站|提醒)",
            text,
        )
    )


def _is_article(sentence: str, verdict: str) -> bool:
    """Whether a sentence of a flagged line could stand in an article by itself."""
    if verdict or len(HAN.findall(sentence)) < 18:
        return False
    signs, reachables = with_signs(sentence)
    _, said = weigh_sentences(signs)
    _, contact = weigh_contact(sentence)
    return not reachables and contact.score <= 0 and said.score < 0.4


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
