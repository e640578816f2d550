"""What goes of a line: all of it, some of its sentences, what stands in brackets or between two clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import dropwhile

from qingyuan.stages.strip.contact.signals import BARE_DOMAIN
from qingyuan.stages.strip.folding import Folded, unmask_disguise
from qingyuan.stages.strip.lines import HAN, LIMITS, judge, judge_alone, line_of
from qingyuan.stages.strip.notices.notice import KINDS as NOTICES
from qingyuan.view import LineMemory

BRACKETS = re.compile(r"(?:\(|【|\[|\{)(?P<inner>[^()【】\[\]{}\n]{6,120})(?:\)|】|\]|\})")
# A site's name and address in quotation marks behind a clause: nobody says that.
LINK_TARGET = re.compile(r"\([^()\s]*+\)")  # of a Markdown link, which goes with its words
SIGNED_BY_SITE = re.compile(r"(?<=[,。!?;])[“『「](?P<inner>[^“”『』「」\n]{6,40})[”』」]")
REFERS = re.compile(r"见|参[考看阅照]|来[源自]|出处|链接|官网|网址|引自|查[看阅询]")
SENTENCE = re.compile(r"[^。!?;\n]*[。!?;]+[”’\"』」)\]】]*|[^。!?;\n]+$")
# A clause that already sells, or turns to the reader, belongs to the contact that follows it.
SELLS = re.compile(
    r"免费|专业|优惠|诚邀|服务|办理|代办|欢迎|我们|本公司|我公司|本人|团队|价格|热销|招生|培训|加盟|"
    r"咨询|需要|有意|想了解|朋友|预约|报名|会员|出售|出租|回收|低价"
)
CLAUSE = re.compile(r"(?<=[,。!?;])(?P<clause>[^,。!?;\n]{6,60}),")
ADDRESS_HINT = re.compile(r"[a-z0-9]\s?[.。·点丶]\s?[a-z]")
ADVERTS = frozenset(
    {"contact_block", "contact_handle", "ad_hotline", "site_watermark", "follow_prompt", "app_prompt"}
)
CONTACT_KINDS = frozenset({"contact_block", "contact_handle", "ad_hotline", "takedown_contact"})


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
    bracketed, folded = _bracketed(line, folded, memory)
    if bracketed:
        return bracketed
    if between := _between_clauses(folded, memory):
        return between
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
    leads_in = _leads_in(folded.text, pairs)
    if leads_in or (
        kind and not any(_is_article(folded.text[start:end], verdict) for (start, end), verdict in pairs)
    ):
        return (replace(everything, kind=kind or leads_in),)
    return _sentence_cuts(folded, pairs, everything)


def _kind_known(kind: str) -> str:
    """A kind that something known speaks for; wording alone says nothing of a few words in brackets."""
    return "" if kind == "notice" else kind


def _bracketed(line: str, folded: Folded, memory: LineMemory) -> tuple[tuple[Cut, ...], Folded]:
    """What stands in brackets within a line and is no part of it, or the line that stands in brackets as a whole.

    Brackets stand or fall as one: they take neither the sentence around them with them, nor leave half of what is in
    them. Beside the cuts the text in which brackets that stay are blank: they say nothing of the line around them.
    """
    text = folded.text
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    han = len(HAN.findall(text))
    made: list[Cut] = []
    blank: list[tuple[int, int]] = []
    reached = 0
    matches = (*BRACKETS.finditer(text), *SIGNED_BY_SITE.finditer(text))
    for match in sorted(matches, key=lambda match: match.span()):
        if match.start() < reached:  # within what goes already
            continue
        inner = match["inner"]
        kind = _kind_known(memory.of(judge_alone, inner))
        if match.start() <= begin and match.end() >= end:
            pieces = (piece[0] for piece in SENTENCE.finditer(inner) if piece[0].strip())
            kind = kind or next(
                (verdict for piece in pieces if (verdict := _kind_known(memory.of(judge, piece)))), ""
            )
            return ((Cut(0, len(line), kind),) if kind else ()), folded
        if han - len(HAN.findall(inner)) < LIMITS.left_over:
            continue
        within = line_of(inner, alone=True)
        if {each.kind for each in within.reachables} == {"address"} and kind not in NOTICES:
            # An address belongs to the name before it; behind a clause there is none.
            before = text[max(0, match.start() - LIMITS.left_over) : match.start()].rstrip()
            named = BARE_DOMAIN.fullmatch(within.signs) and not REFERS.search(inner)
            kind = "site_watermark" if named and before.endswith((",", "。", "!", "?", ";")) else ""
            if not kind:
                blank.append(match.span())
        elif match.re is SIGNED_BY_SITE:
            kind = ""  # what is quoted was said by somebody
        if kind:
            reached = match.end()
            first, last = folded.span(*match.span())
            if (
                line[first] == "["
                and line.startswith("(", last)
                and (link := LINK_TARGET.match(text, reached))
            ):
                reached = link.end()
            made.append(Cut(*folded.span(match.start(), reached), kind))
    return tuple(made), _blanked(folded, blank) if blank else folded


def _blanked(folded: Folded, spans: list[tuple[int, int]]) -> Folded:
    """The text with spaces in these places, which ascend."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        if start >= at:
            pieces += (folded.text[at:start], " " * (end - start))
            at = end
    return Folded("".join((*pieces, folded.text[at:])), folded.origins)


def _between_clauses(folded: Folded, memory: LineMemory) -> tuple[Cut, ...]:
    """A site's advert that somebody put between two clauses of an article, with the comma behind it."""
    if len(folded.text) > LIMITS.judged or not ADDRESS_HINT.search(folded.text):
        return ()
    made: list[Cut] = []
    for match in CLAUSE.finditer(folded.text):
        clause = match["clause"]
        if {each.kind for each in line_of(clause, alone=False).reachables} != {"address"}:
            continue
        before, after = folded.text[: match.start()], folded.text[match.end() :]
        left = len(HAN.findall(before)), len(HAN.findall(after))
        enough = min(left) >= LIMITS.clause and sum(left) >= LIMITS.left_over
        if enough and memory.of(judge, clause) == "site_watermark" and not judge(before + after):
            made.append(Cut(*folded.span(*match.span()), "site_watermark"))
    return tuple(made)


def _leads_in(text: str, pairs: list[tuple[tuple[int, int], str]]) -> str:
    """The kind of advert that a line is which asks the reader something and answers with itself; or ""."""
    verdicts = [verdict for _, verdict in pairs]
    asks = len(verdicts) - len(list(dropwhile(lambda verdict: not verdict, verdicts)))
    if not (0 < asks <= LIMITS.questions and all(verdicts[asks:])):
        return ""
    questions = [text[start:end].strip() for (start, end), _ in pairs[:asks]]
    if not all(
        asked.endswith(("?", "?!", "??")) and len(HAN.findall(asked)) <= LIMITS.question
        for asked in questions
    ):
        return ""
    return next((kind for kind in verdicts[asks:] if kind in ADVERTS), "")


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
    line = line_of(sentence, alone=False)
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
