"""Text that was lost for good when it was decoded, and what a repair left of damage: reported, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qingyuan.document import Finding, Found
from qingyuan.rule import Rule
from qingyuan.stages.repair.holes import find as find_holes
from qingyuan.stages.repair.known_bytes import likely_texts, traces
from qingyuan.stages.repair.misread.rule import find_misread
from qingyuan.stages.repair.residue import NOTE, find_residue
from qingyuan.text import plausible
from qingyuan.text.spans import Spans
from qingyuan.view import View

NAME = "repair/lost-text"
_LOST = re.compile(
    r"""
      (?: 锟斤拷 | 锟斤 | 斤拷 | 锟 )+      # U+FFFD written as UTF-8 and read as GBK
    | (?: ï¿½ )+                           # the same, read as Windows-1252
    | \ufffd+          # a byte that fitted nowhere
    | 烫{3,} | 屯{3,} | 葺{3,}              # memory never written to: 0xCC, 0xCD, 0xDD
    """,
    re.VERBOSE,
)
KNOWN_BYTES = "GBK was read as UTF-8 here; the bytes that are left fit these texts, and others"
SIGNS = frozenset("锟½\N{REPLACEMENT CHARACTER}")
_LOST_EVERYDAY = ("斤拷", "烫烫烫", "屯屯屯", "葺葺葺")


def find_lost(view: View) -> Found:
    """Places whose text was lost when somebody decoded it, and what is left of damage beside a repair."""
    return Found(findings=(*_lost(view), *_left(view)))


def _left(view: View) -> Iterator[Finding]:
    """What is left in lines that were repaired in part, where no other rule tells of it."""
    spans = find_residue(view)
    if not spans:
        return
    told = Spans(
        (finding.start, finding.start + len(finding.text))
        for find in (find_misread, find_holes, _lost_of)
        for finding in find(view).findings
    )
    for start, end in spans:
        if not told.cover(start, end):
            yield Finding(NAME, start, view.text[start:end], note=NOTE)


def _lost_of(view: View) -> Found:
    return Found(findings=tuple(_lost(view)))


def _lost(view: View) -> Iterator[Finding]:
    text = view.text
    if view.of(plausible.uncommon).isdisjoint(SIGNS) and not any(run in text for run in _LOST_EVERYDAY):
        return
    told = []
    for match in traces(text):
        if likely := likely_texts(text[: match.start()], match[0], text[match.end() :]):
            told.append(match.span())
            yield Finding(NAME, match.start(), match[0], likely, KNOWN_BYTES)
    known = Spans(told)
    for match in _LOST.finditer(text):
        if match[0] != "斤拷" and not known.cover(match.start()):
            yield Finding(NAME, match.start(), match[0], note="the text here was lost when it was decoded")


FIND_LOST = Rule(
    name=NAME,
    find=find_lost,
    damage_why_not="It only reports: what is lost cannot be proved to have been anything.",
    examples=(),
    doubts=(("支付宝锟斤拷锟斤拷", ""), ("操作�ɹ�，请返回。", "成功")),
    keep=("锟斤拷锟斤拷", "手持两把锟斤拷，口中疾呼烫烫烫", "支\N{REPLACEMENT CHARACTER}宝"),
)
