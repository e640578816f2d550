"""The verdict on one line: what of it goes, and as what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qingyuan.stages.strip.boilerplate import SECTION_HEADING, furniture, weigh_sentences
from qingyuan.stages.strip.byline import is_counters
from qingyuan.stages.strip.contact import HONEST, INSTITUTION, weigh_contact, with_signs
from qingyuan.stages.strip.folding import Folded, fold
from qingyuan.stages.strip.shape import LIST_ITEM, is_heading
from qingyuan.stages.strip.weighing import weigh
from qingyuan.stages.strip.wording import LONGEST, sounds_like_notice

SENTENCE = re.compile(r"[^。!?;\n]*[。!?;]+[”’\"』」)\]】]*|[^。!?;\n]+$")
HAN = re.compile(r"[\u4e00-\u9fff]")
LONG = 160
TOO_LONG = 2000  # no sentence is; weighing a megabyte without a full stop would take minutes
# A clause that already sells, or turns to the reader, belongs to the contact that follows it.
SELLS = re.compile(
    r"免费|专业|优惠|诚邀|服务|办理|代办|欢迎|我们|本公司|我公司|本人|团队|价格|热销|招生|培训|加盟|"
    r"咨询|需要|有意|想了解|朋友|预约|报名|会员|出售|出租|回收|低价"
)
CONTACT_KINDS = frozenset({"contact_block", "contact_handle", "ad_hotline", "takedown_contact"})


@dataclass(frozen=True, slots=True)
class Cut:
    """What goes: [start, end) of the line, and its kind."""

    start: int
    end: int
    kind: str


# How much a whole line must sound like a notice where no turn of phrase is known; a few bare words could be an
# article's heading. Below the last one a turn of phrase is taken for a coincidence.
NOTICE, BARE_NOTICE, NO_NOTICE = 1.0, 2.2, -2.5
BARE = re.compile(r"[\u4e00-\u9fffa-z ]{1,12}")
SPOKEN = re.compile(r"[“『「\"].*[”』」\"]|[^:]{1,6}[人长]:.*|[^。!?]*(?:吗|呢)[?][”』」]?")
RECORD = re.compile(
    r"(?:原告|被告|上诉人|审判[长员]|书记员|申请人|出版社|isbn|doi|定价|示例|法庭|参见|issn|刊号)"
)


# One step of a how-to: it tells the reader what to do somewhere else, not on this page.
STEP = re.compile(r"(?:step|步骤|第)\s?[\d一二三四五六七八九十]{1,3}\s?步?\s?[:.、,)]\s?\S", re.IGNORECASE)


def judge(folded: str, *, alone: bool = False) -> str:
    """The kind of a folded line (`alone`) or sentence that does not belong to an article, or ""."""
    text = folded.strip()
    if not text or len(text) > TOO_LONG:
        return ""
    step = bool(STEP.match(text))
    if not step and len(text) <= 200 and (kind := furniture(text)):
        return kind
    if is_counters(text):
        return "counters"
    signs, reachables = with_signs(text)
    heading = bool(SECTION_HEADING.match(text))
    kind, weighed = weigh_contact(text)
    if (heading or step) and not reachables:
        return ""
    said, said_weight = weigh_sentences(signs)
    notice = sounds_like_notice(signs) if len(signs) <= LONGEST and (alone or said_weight) else 0.0
    if weighed and weighed.score >= said_weight.score and said != "takedown_contact":
        return kind
    if said_weight and notice > NO_NOTICE:
        return said
    if weighed:
        return kind
    return _by_wording(text, signs, notice, kind if reachables else said) if alone else ""


def _by_wording(text: str, signs: str, notice: float, kind: str) -> str:
    """The kind of a line in which no known turn of phrase was seen, if it is worded like a notice."""
    letters = len(re.findall(r"[A-Za-z]", text))
    if not kind and letters >= max(4, len(HAN.findall(text))) and (letters > 12 or ":" not in text):
        return ""  # what the weights know is Chinese wording: code and English are none of it
    if notice < (BARE_NOTICE if BARE.fullmatch(text) else NOTICE) or len(signs) > LONGEST:
        return ""
    if is_heading(text) or LIST_ITEM.match(text) or RECORD.search(text) or SPOKEN.fullmatch(text):
        return ""
    if weigh(signs, HONEST + INSTITUTION[:1]).score <= -0.6:
        return ""
    return kind or "notice"


@lru_cache(maxsize=4096)
def cuts(line: str) -> tuple[Cut, ...]:
    """What of a line (without its end) does not belong to an article.

    A line that is all furniture or contact goes whole; of a line that is part article only the sentences go,
    and of a sentence only its tail, where what stands before it could stand in an article by itself.
    """
    made = _cuts(line)
    if made and (made[0].start > 0 or made[-1].end < len(line) or len(made) > 1):
        left = line
        for cut in reversed(made):
            left = left[: cut.start] + left[cut.end :]
        if goes_whole(left):  # what it leaves would be taken next time: all of it is a notice
            return (Cut(0, len(line), made[0].kind),)
    return made


def _cuts(line: str) -> tuple[Cut, ...]:
    """What of a line goes, judged once."""
    if not line.strip():
        return ()
    folded = fold(line)
    sentences = [match.span() for match in SENTENCE.finditer(folded.text) if match[0].strip()]
    judged = len(folded.text) <= LONG or len(sentences) <= 1 or _declares(folded.text)
    kind = judge(folded.text, alone=True) if judged else ""
    if len(sentences) <= 1:
        if not kind:
            return ()
        tail = _contact_tail(folded.text) if kind in CONTACT_KINDS else 0
        return (
            (Cut(*folded.span(tail, _end_of_words(folded.text)), kind),)
            if tail
            else (Cut(0, len(line), kind),)
        )
    verdicts = [judge(folded.text[start:end]) for start, end in sentences]
    pairs = list(zip(sentences, verdicts, strict=True))
    if kind and not any(_is_article(folded.text[start:end], verdict) for (start, end), verdict in pairs):
        return (Cut(0, len(line), kind),)
    return _sentence_cuts(folded, pairs, Cut(0, len(line), kind))


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
    if len(HAN.findall(kept)) < 8:
        return (Cut(everything.start, everything.end, everything.kind or flagged[0][1]),)
    return tuple(made)


def _end_of_words(sentence: str) -> int:
    """Where the closing punctuation of a sentence begins: it stays with what is left."""
    return len(sentence.rstrip().rstrip("。!?;"))


def _contact_tail(sentence: str) -> int:
    """Where the contact begins in a sentence whose first clauses are an article's; 0 if it is all contact."""
    commas = [match.start() for match in re.finditer(",", sentence)]
    for comma in reversed(commas[-12:]):
        head = sentence[:comma]
        if _is_article(head, "") and not judge(head) and not SELLS.search(head):
            return comma
    return 0


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
    if verdict or len(HAN.findall(sentence)) < 18 or len(set(SELLS.findall(sentence))) >= 2:
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
