"""Hard-wrapped prose: lines that break because they were full are one paragraph.

A break is one of wrapping if the first word of the next line would not have fitted. That alone says little of two
lines; so the language model is asked whether the text goes on over the joints, and it decides for a block of lines.
Where a paragraph ends nobody wrote down but the indent, the blank line or the short line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qingyuan.document import NOTHING, Edit, Finding, Found
from qingyuan.rule import Rule, found
from qingyuan.text.characters import HAN, HAN_MARKS
from qingyuan.text.code import is_code
from qingyuan.text.markdown import STRUCTURAL
from qingyuan.text.numbering import number_of
from qingyuan.text.verses import in_short_clauses, is_regular
from qingyuan.text.wrapping import (
    A_HAN,
    LATIN,
    MEASURES,
    belongs,
    columns,
    common_width,
    first_unit,
    joint,
    slack,
    spaced_out,
)
from qingyuan.view import View


@dataclass(frozen=True, slots=True)
class Limits:
    """What it takes to call lines wrapped. Measured on tools/bench/paragraphs.py."""

    narrowest: int = 28  # columns: verses have fewer
    widest: int = 170  # columns: no program wraps at more, and paragraphs are as wide by chance
    marked: float = (
        0.3  # share of lines that have a mark of prose: headlines, addresses, free verse have none
    )
    alone: int = 36  # columns of a block that only one joint speaks for
    evidence: float = 3.5  # nats of all joints together
    evidence_alone: float = 4.5  # nats of one that nothing else speaks for
    mean: float = 0.8  # nats a joint
    most: float = 6.0  # nats that one joint counts for
    in_width: float = 0.8  # nats that each full line speaks for wrapping, from the second on
    wide: int = 50  # columns from which lines are hardly ever as wide as one another by chance
    in_width_wide: float = 1.5  # nats there
    word: float = 2.0  # nats of a word in small letters behind another one
    comma: float = 1.5  # nats, at least, where a comma stands before the joint: nothing ends there but verses
    early: float = 0.25  # share of lines in the middle of a sentence that may end before they are full
    known: int = 3  # joints from which a width is the page's
    own: int = 4  # joints from which a block may have a width of its own
    spread: int = 6  # joints of a page on which a blank line stands between any two lines
    spread_mean: float = 1.2  # nats a joint there
    doubt: float = 5.0  # nats from which a paragraph that breaks off is a finding
    doubtful_line: int = 20  # characters of a line that may break off
    heading: float = 0.6  # of the width, up to which a line without marks is a heading
    headings: float = 0.5  # headings for each full line, at most
    listed: float = 0.34  # share of lines that begin as items do: then each of them is one
    alike: float = 0.6  # share of lines that begin alike: then it is a log or a table
    prefix: int = 3  # characters that make a beginning


LIMITS = Limits()

FINAL = re.compile(r"(?:[。！？!?…；;]|(?<![A-Za-z0-9])\.)[”’』」）)\]】]*\s*\Z|[：:]\s*\Z")
INDENT = re.compile(r"[ \t\u3000\u00a0]*")
GAP = re.compile(r"\S(?:\t|\u3000| {3,})[ \t\u3000]*\S")
ITEM = re.compile(r"\s*(?:[-*+•●·▪■◆◇○★☆▶►※√✓✔]|\d{1,9}[.)])\s+\S")
STAMP = re.compile(r"[\[(<]?\d{1,4}[-/:.]\d{1,2}[-/: .]\d|\[|<\d")
SPEAKER = re.compile(r"[^，。；：！？\s]{1,8}[：:]")
A_LETTER = re.compile(rf"[{HAN}A-Za-zÀ-ɏ0-9]")
BOX = re.compile(r"[─-╿]|^\s*\||\|\s*$|={4,}|-{4,}|\*{4,}|_{4,}")
OF_PROSE = re.compile(r"[，。；：！？、,;]")
COMMA = re.compile(r"[，、]\Z")
OF_RECORDS = re.compile(r",\S.*,\S")
CLINGS = re.compile(r"[，。、；：！？…”’）》〉】」』]")
HAN_MARK = re.compile(f"[{HAN_MARKS}]")
BROKEN_OFF = re.compile(rf"[{HAN}]\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text: where its words begin and end, and how far it is indented."""

    start: int  # of the words
    end: int
    text: str
    indent: int  # columns
    starts: bool  # whether a paragraph begins with it, whatever stands above
    widths: tuple[int, ...]  # to its right edge, by each measure


def _row(start: int, line: str) -> Row | None:
    """A line as one that may be wrapped; none for one that is anything else than text."""
    text = line.rstrip()
    match = INDENT.match(text)
    body = text[match.end() :] if match else text
    item = ITEM.match(text)
    other = STRUCTURAL.match(body) and not item
    empty = not A_LETTER.search(body) and not HAN_MARK.search(body)
    if (
        empty
        or other
        or GAP.search(body)
        or BOX.search(body)
        or (is_code(body) and not HAN_MARK.search(body))
    ):
        return None
    starts = bool(item or number_of(body)[0] or STAMP.match(body) or SPEAKER.match(body))
    at = start + len(text) - len(body)
    widths = tuple(measure(text) for measure in MEASURES)
    return Row(at, start + len(text), body, columns(text[: len(text) - len(body)]), starts, widths)


def _blocks(view: View) -> Iterator[list[Row]]:
    """Runs of lines of text with nothing between them."""
    protected = view.protected
    block: list[Row] = []
    for start, line in view.lines:
        inside = protected.cover(start) and (line.lstrip()[:1] in ("`", "~") or protected.cover(start - 1))
        row = None if inside or not line.strip() else view.memory.of(_words, line)
        if row is None:
            if block:
                yield block
            block = []
        else:
            shifted = Row(row.start + start, row.end + start, row.text, row.indent, row.starts, row.widths)
            block.append(shifted)
    if block:
        yield block


def _words(line: str) -> Row | None:
    return _row(0, line)


@dataclass(frozen=True, slots=True)
class Joint:
    """Two lines of which the second may go on with the first."""

    above: Row
    below: Row
    rooms: tuple[
        tuple[int, int], ...
    ]  # by each measure: where the line ends, and where one with the next unit would
    room: int  # columns by which the width may be missed

    @property
    def final(self) -> bool:
        """Whether a sentence ends here, so that the joint says nothing."""
        return FINAL.search(self.above.text) is not None and not CLINGS.match(self.below.text)

    @property
    def told(self) -> bool:
        """Whether the model has a say, which knows Han alone; or an English phrase goes on within Chinese text."""
        return bool(A_HAN.match(self.above.text[-1:]) or A_HAN.match(self.below.text)) or self._goes_on

    @property
    def _goes_on(self) -> bool:
        """Whether a word of an English phrase stands on either side, in lines of Chinese."""
        above, below = self.above.text, self.below.text
        words = above[-1:].isascii() and above[-1:].isalpha() and below[:1].isascii() and below[:1].islower()
        return words and A_HAN.search(above) is not None and A_HAN.search(below) is not None

    @property
    def gain(self) -> float:
        """By how many nats the text goes on."""
        if CLINGS.match(self.below.text):
            return LIMITS.most
        if self._goes_on:
            return LIMITS.word
        least = LIMITS.comma if COMMA.search(self.above.text) else -LIMITS.most
        return max(least, min(LIMITS.most, belongs(self.above.text, self.below.text)))

    def span(self, measure: int) -> tuple[int, int]:
        """The widths at which a wrapped line breaks here."""
        first, end = self.rooms[measure]
        return first - self.room, end + max(self.room - 1, 0)

    def fits(self, measure: int, width: int, strictly: bool = False) -> bool:
        first, end = self.rooms[measure] if strictly else self.span(measure)
        return first <= width < end


def _joint(above: Row, below: Row) -> Joint:
    unit = first_unit(below.text)
    more = " " if LATIN.match(unit) or LATIN.match(above.text[-1:]) else ""  # that may have stood there
    rooms = tuple(
        (width, width + measure(more + unit)) for measure, width in zip(MEASURES, above.widths, strict=True)
    )
    return Joint(above, below, rooms, slack(above.text))


def _joints(block: Sequence[Row]) -> list[Joint]:
    """The joints of a block: none before a line with which a paragraph begins."""
    texts = [row.text for row in block]
    if (
        len(block) < 2
        or _alike(block)
        or is_regular(texts)
        or (in_short_clauses(texts) and not FINAL.search(texts[-1]))
    ):
        return []
    margin = min((row.indent for row in block if not row.starts), default=0)
    joints = []
    hanging = False  # whether the paragraph is an item, which goes on below its text
    for above, below in pairwise(block):
        hanging = above.starts or (hanging and above.indent == below.indent)
        indented = below.indent > margin and below.indent != above.indent and not hanging
        if not indented and not _first(below, block):
            joints.append(_joint(above, below))
    listed = sum(row.starts for row in block) > max(1, LIMITS.listed * len(block))
    return [
        joint
        for joint in joints
        if not joint.below.starts or not (listed or joint.final or joint.above.starts)
    ]


def _first(row: Row, block: Sequence[Row]) -> bool:
    """Whether a line is indented as the first one of a paragraph, where others of the block are not indented."""
    return row.indent > 0 and min(each.indent for each in block) == 0 and block[0].starts is False


def _alike(block: Sequence[Row]) -> bool:
    """Whether most lines begin with the same few characters, as those of a log or a record do."""
    if len(block) < 3:
        return False
    first = Counter(row.text[: LIMITS.prefix] for row in block)
    fields = Counter(row.text.count(",") for row in block if OF_RECORDS.search(row.text))
    return any(
        most and most[0][1] > LIMITS.alike * len(block)
        for most in (first.most_common(1), fields.most_common(1))
    )


@dataclass(frozen=True, slots=True)
class Width:
    """The width at which a text may have been wrapped."""

    measure: int
    columns: int

    def full(self, joints: Sequence[Joint]) -> list[Joint]:
        """The joints that are breaks at this width; none if too many lines end before they are full."""
        within = [joint for joint in joints if not joint.final]
        full = sum(map(self.breaks, within))
        headings = sum(not self.breaks(joint) and self._heads(joint) for joint in within)
        early = len(within) - full - headings
        if early > LIMITS.early * (full + early) or headings > LIMITS.headings * full:
            return []
        return [joint for joint in joints if self.breaks(joint)]

    def _heads(self, joint: Joint) -> bool:
        """Whether the line above is a heading: much shorter than the width, and nothing is said in it."""
        first, _ = joint.rooms[self.measure]
        return first <= self.columns * LIMITS.heading and not OF_PROSE.search(joint.above.text)

    def breaks(self, joint: Joint, strictly: bool = False) -> bool:
        return joint.fits(self.measure, self.columns, strictly)


def _best(joints: Sequence[Joint]) -> Width:
    """The measure and width at which most of the joints are breaks of wrapping."""
    tried = [
        (*common_width(joint.span(measure) for joint in joints), -measure) for measure in range(len(MEASURES))
    ]
    width, _, measure = max(tried, key=lambda each: (each[1], each[2]))
    return Width(-measure, width)


def _speaks(full: Sequence[Joint], width: Width) -> bool:
    """Whether the text goes on over the joints, as far as the model can tell."""
    gains = [joint.gain for joint in full if not joint.final and not joint.below.starts and joint.told]
    marked = sum(OF_PROSE.search(joint.above.text) is not None for joint in full)
    if (
        not gains
        or not LIMITS.narrowest <= width.columns <= LIMITS.widest
        or marked < LIMITS.marked * len(full)
    ):
        return False
    if len(full) == 1 and (width.columns < LIMITS.alone or gains[0] < LIMITS.evidence_alone):
        return False
    more = LIMITS.in_width_wide if width.columns >= LIMITS.wide else LIMITS.in_width
    gains[1:] = [gain + more for gain in gains[1:]]
    return sum(gains) >= max(LIMITS.evidence, LIMITS.mean * len(gains))


def _of_blocks(blocks: Sequence[list[Row]]) -> list[Joint]:
    """The joints of wrapped text on a page: of the width that the page has, or of one that a block has."""
    of_blocks = [joints for block in blocks if (joints := _joints(block))]
    everywhere = [joint for joints in of_blocks for joint in joints]
    if not everywhere:
        return []
    told = _tell(blocks)
    width = _best([joint for joint in everywhere if not joint.final] or everywhere)
    full = [joint for joints in of_blocks for joint in width.full(joints)]
    known = len(full) >= LIMITS.known and _speaks(full, width)
    chosen: list[Joint] = []
    for joints in of_blocks:
        here = width.full(joints) if known else []
        if not here and (not known or len(joints) >= LIMITS.own):
            own = _best([joint for joint in joints if not joint.final] or joints)
            here = own.full(joints)
            here = here if _speaks(here, own) else []
            chosen += _without_ends(here, own, told)
        else:
            chosen += _without_ends(here, width, told)
    return chosen


def _tell(blocks: Sequence[list[Row]]) -> bool:
    """Whether blank lines or indents tell where paragraphs begin."""
    return len(blocks) > 1 or len({row.indent for row in blocks[0]}) > 1


def _ends(chosen: Sequence[Joint]) -> list[Finding]:
    """A finding where one or more of the joints may be the end of a paragraph: the line is full, and so is its sentence."""
    final = [joint for joint in chosen if joint.final]
    if not final:
        return []
    first = final[0].above
    return [Finding(NAME, first.start, first.text, (), ENDS.format(len(final)), lasts=True)]


def _without_ends(joints: Sequence[Joint], width: Width, told: bool) -> list[Joint]:
    """The joints without those where a paragraph may end: where nothing else tells, only a line that is full goes on."""
    if told:
        return list(joints)
    exactly, _ = common_width(joint.rooms[width.measure] for joint in joints if not joint.final)
    exact = Width(width.measure, exactly)
    return [joint for joint in joints if not joint.final or exact.breaks(joint, strictly=True)]


def _spread(blocks: Sequence[list[Row]]) -> list[Joint]:
    """The joints of wrapped text on a page that has a blank line below every line."""
    if any(len(block) > 1 for block in blocks):
        return []
    joints = _joints([block[0] for block in blocks])
    if len(joints) < LIMITS.spread:
        return []
    width = _best([joint for joint in joints if not joint.final] or joints)
    full = width.full(joints)
    gains = [joint.gain for joint in full if not joint.final]
    if len(gains) < LIMITS.spread or sum(gains) < LIMITS.spread_mean * len(gains) or not _speaks(full, width):
        return []
    return _without_ends(full, width, told=False)


def find_wrapped_lines(view: View) -> Found:
    """Edits that join the lines of a wrapped paragraph; findings where one breaks off and nothing tells how it goes on."""
    blocks = list(_blocks(view))
    chosen = _of_blocks(blocks)
    told = bool(chosen) and _tell(blocks)
    chosen = chosen or _spread(blocks)
    blank_at_latin = spaced_out(view.text) if chosen else False
    edits = []
    for each in chosen:
        start, end = each.above.end, each.below.start
        between = joint(each.above.text, each.below.text, blank_at_latin)
        edits.append(Edit(start, view.text[start:end], between))
    if edits:
        return replace(found(edits), findings=() if told else tuple(_ends(chosen)))
    doubts = [
        Finding(NAME, above.start, above.text, (), "段落可能在这里断开了")
        for above, below in zip(
            (block[-1] for block in blocks), (block[0] for block in blocks[1:]), strict=False
        )
        if _breaks_off(above, below, view.text)
    ]
    return Found(findings=tuple(doubts)) if doubts else NOTHING


def _breaks_off(above: Row, below: Row, text: str) -> bool:
    """Whether a paragraph ends within a sentence that the next one goes on with, as far as the model can tell."""
    return (
        len(above.text) >= LIMITS.doubtful_line
        and BROKEN_OFF.search(above.text) is not None
        and not below.starts
        and A_HAN.match(below.text) is not None
        and not text[above.end : below.start].strip()
        and belongs(above.text, below.text) >= LIMITS.doubt
    )


NAME = "structure/wrapped-lines"
ENDS = "没有空行或缩进隔开段落；这一行写满了，句子也完了，下一行可能另起一段（这样的地方有 {} 处）"

WRAPPED_LINES = Rule(
    name=NAME,
    find=find_wrapped_lines,
    examples=(
        (
            "近年来，随着移动支付的普及，越来越多的人开始使用信用支付产\n品。如果不能按时还款，就会留下不良的信用记录。\n",
            "近年来，随着移动支付的普及，越来越多的人开始使用信用支付产品。如果不能按时还款，就会留下不良的信用记录。\n",
        ),
        (
            "　　收到催款通知以后，先核对欠款的数额，再和平台的客服联\n系，说明自己的困难。\n　　协商的时候，要把收入和支出列清楚，并且保留好通话的记\n录。\n",
            "　　收到催款通知以后，先核对欠款的数额，再和平台的客服联系，说明自己的困难。\n　　协商的时候，要把收入和支出列清楚，并且保留好通话的记录。\n",
        ),
        (
            "安装以后，可以用两种办法查看账单，一\n种是在手机上打开 Credit Payment\nCenter 这个页面，另一种是让客服寄\n来。寄来的账单要等三天，所以多数人用\n手机查看。\n",
            "安装以后，可以用两种办法查看账单，一种是在手机上打开 Credit Payment Center 这个页面，另一种是让客服寄来。寄来的账单要等三天，所以多数人用手机查看。\n",
        ),
    ),
    keep=(
        "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n",
        "北京市朝阳区人民路三段一百二十号\n现代城甲座十二层一二〇一室\n",
        "关于进一步加强信用支付产品风险管理\n平台推出新的还款提醒服务受到欢迎\n多家银行调整信用卡分期的手续费率\n",
        "他在信里说，今年的收成比去年好得多。\n村里的人都来帮忙，三天就收完了稻子。\n",
        "一、解放思想，做敢想敢为的文章，以存量的资产引进新的资金\n二、更新观念，做巧干巧为的文章，以城市的环境吸引新的企业\n",
        "甲省,三百二十一,全年的收入总额\n乙省,五百一十七,上年的收入总额\n丙省,二百零九,今年的支出总额\n",
        "2024-05-01 12:00:01 信用支付服务已经启动并且开始接收请求\n2024-05-01 12:00:02 信用支付服务正在读取用户的还款记录\n",
    ),
    doubts=(
        (
            "近年来，随着移动支付的普及，越来越多的人开始使用信用支付产\n\n品。如果不能按时还款，就会留下不良记录。\n",
            "",
        ),
    ),
)
