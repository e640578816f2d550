"""The title: captured and removed where the page shows it, inferred from the text where it does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from qingyuan.document import NOTHING, Edit, Found
from qingyuan.rule import Rule
from qingyuan.stages.strip.cutting import goes_whole
from qingyuan.stages.strip.folding import HAN, line_key, unmask_disguise
from qingyuan.stages.strip.front_matter import is_refused_title
from qingyuan.stages.strip.shape import count_headings, filled_lines, is_heading, is_title_shape
from qingyuan.text.characters import UNIFIED_HAN
from qingyuan.text.numbering import NUMERAL
from qingyuan.view import View

Lines = list[tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What makes a first line a title. Lengths in folded characters; chosen on the five raw articles and rows."""

    headings_below: int = 2  # section headings under a title: then it is an article whatever it says
    headings_without: int = 4  # and in an article that begins with one, so that its title may be inferred
    paragraph: int = 40  # a line with a comma or full stop from here on is prose
    paragraphs: int = 2  # under a title that only its own words speak for
    longest: int = 40
    shortest: int = 6  # inferred ones; Han alone counts in a recurring phrase
    phrase: int = 18  # the longest phrase that is looked for in several lines
    again: int = 3  # times that a pair of characters, or lines in which a phrase, comes
    repeated: int = 4  # letters and Han of a title that may be taken away where it stands again
    extra: int = 8  # characters, beside twice the title, of a line that may repeat it


LIMITS = Limits()

# Where these articles say what they are about: 本站將探討如何通過……
PURPOSE = re.compile(
    r"""
    (?: 本 (?: 站 | 文 | 篇 | 章 | 期 ) (?: 文章 )? | 小编 | 我们 )
    (?>(?: 将 | 就 | 主要 | 来 | 会 | 旨在 | 详细 | 深入 | 重点 | 全面 | 简要 | 围绕 | 为 (?: 您 | 你 |
      大家 ) | [和与] 大家 | 带 [您你] | 一起 | 对 | 从 .{1,12}? 角度 )*)
    (?: 探讨 | 介绍 | 分析 | 讲解 | 解析 | 讨论 | 阐述 | 聊聊 | 了解 | 解读 | 说明 | 分享 | 梳理 |
      谈谈 ) (?: 一下 )?
    (?P<what> [^,。;!?\n]{4,60} )
    """,
    re.VERBOSE,
)
# A heading on the level of titles that counts sections, in a folded line.
NUMBERED = re.compile(
    rf"#\s+(?:第[{NUMERAL}\d]{{1,4}}[编篇卷部章节]|[{NUMERAL}]{{1,3}}、|\([{NUMERAL}]{{1,3}}\)|\d{{1,2}}(?:\.\d{{1,2}})*[.、]?\s)"
)
# Words that carry a sentence and no title: 如何通過…進行….
SCAFFOLD = re.compile(
    r"^(?:一下|关于|有关|如何|怎样|怎么|通过|利用|了解|以及|对于|针对)+|进行|(?:的(?:相关)?(?:问题?|"
    r"内容|知识|情况|话题|信息))$|等?(?:相关)?(?:问题|内容)$"
)


IMAGE = re.compile(r"!\[[^\]]*+\]\([^)]*+\)")


def find_title(view: View) -> Found:
    """The first line of an article is its title, unless it is a heading; then the text has to tell."""
    if view.metadata.get("title"):
        return NOTHING
    lines = [each for each in filled_lines(view) if not goes_whole(each[1].rstrip("\n"), view.memory)]
    if len(lines) < 2:
        return NOTHING
    start, line, folded = lines[0]
    if re.match(r"\#\s+\S", folded):
        if sum(NUMBERED.match(text) is not None for _, _, text in lines) > 1 and NUMBERED.match(folded):
            return NOTHING  # a tool marked all headings alike: the first of them is a section's
        return _captured(start, line, line.strip().lstrip("#").strip(), view)
    if is_title_shape(folded):
        return (
            _captured(start, line, line.strip(), view)
            if _is_article_under(folded, lines[1:], view)
            else NOTHING
        )
    if (
        is_heading(folded)
        and not folded.startswith("#")
        and count_headings(lines) >= LIMITS.headings_without
        and (title := infer_title(lines))
        and not is_refused_title(title, view.memory)
    ):
        return Found(metadata={"title": title, "title_inferred": True})
    return NOTHING


def _captured(start: int, line: str, title: str, view: View) -> Found:
    if is_refused_title(title, view.memory):
        return NOTHING
    return Found((Edit(start, line, "", "title"),), metadata={"title": title})


def _is_article_under(title: str, body: Lines, view: View) -> bool:
    """Whether what follows is an article that this could be the title of."""
    if count_headings(body) >= LIMITS.headings_below:
        return True
    key = line_key(title)
    paragraphs = [text for _, _, text in body if len(text) >= LIMITS.paragraph and re.search(r"[。,]", text)]
    if not paragraphs:
        return False
    if any(view.memory.of(line_key, text) == key for _, _, text in body):
        return True  # shown again above the text
    if view.metadata.keys() & {"date", "views", "category", "author"}:
        return True
    # A bare heading over paragraphs: they must talk about what it says.
    text = "".join(text for _, _, text in body)
    pairs = {key[at : at + 2] for at in range(len(key) - 1)}
    about = sum(pair in text for pair in pairs) * 2 >= len(pairs)
    return len(paragraphs) >= LIMITS.paragraphs and len(title) <= LIMITS.longest and about


def infer_title(lines: Lines) -> str:
    """What an article without a title line says it is about, in its own words; "" if it does not say."""
    text = "\n".join(line.rstrip("\n") for _, line, _ in lines)
    folded = unmask_disguise(text)
    pairs: Counter[str] | None = None
    for match in PURPOSE.finditer(folded.text):
        kept = list(range(*match.span("what")))
        what = match["what"]
        while scaffold := SCAFFOLD.search(what):
            del kept[scaffold.start() : scaffold.end()]
            what = what[: scaffold.start()] + what[scaffold.end() :]
        if not LIMITS.shortest <= len(what) <= LIMITS.longest:
            continue
        pairs = pairs or _pairs_of(folded.text)
        if _supported(what, pairs):
            return "".join(text[slice(*folded.span(at, at + 1))] for at in kept).strip()
    if phrase := _recurring_phrase([text for _, _, text in lines]):
        at = folded.text.index(phrase)
        left, right = folded.span(at, at + len(phrase))
        return text[left:right]
    return ""


def _pairs_of(text: str) -> Counter[str]:
    """How often each two neighboring characters come, none counted that overlaps itself: 哈哈哈 has one pair."""
    pairs = Counter(map("".join, pairwise(text)))
    for run in re.finditer(r"(.)\1{2,}", text, re.DOTALL):
        pairs[run[1] * 2] -= len(run[0]) - 1 - len(run[0]) // 2
    return pairs


def _supported(what: str, pairs_of_text: Counter[str]) -> bool:
    """Whether the rest of the text talks about it too: most of its character pairs come again."""
    pairs = [what[at : at + 2] for at in range(len(what) - 1)]
    return sum(pairs_of_text[pair] >= LIMITS.again for pair in pairs) * 2 >= len(pairs)


def _phrases(run: str, size: int, known: Mapping[str, int]) -> Iterator[str]:
    """The phrases of a size, but for those that cannot recur because what they begin or end with does not."""
    for at in range(len(run) - size + 1):
        if size == LIMITS.shortest or (run[at : at + size - 1] in known and run[at + 1 : at + size] in known):
            yield run[at : at + size]


def _recurring_phrase(lines: list[str]) -> str:
    """The phrase of Han that comes in most lines, longer ones preferred."""
    runs = [re.findall(f"[{UNIFIED_HAN}]{{6,}}", line) for line in lines]
    seen: dict[str, int] = {}
    for size in range(LIMITS.shortest, LIMITS.phrase + 1):
        counts: Counter[str] = Counter()
        for runs_of_line in runs:
            counts.update({phrase for run in runs_of_line for phrase in _phrases(run, size, seen)})
        again = {phrase: count for phrase, count in counts.items() if count >= LIMITS.again}
        if not again:
            break
        seen |= again
    best = max(
        (phrase for phrase in seen if not re.match(r"[的在和与是等了]|.*[的在和与是等了]$", phrase)),
        key=lambda phrase: ((seen[phrase] - 1) * (len(phrase) - 3), phrase),
        default="",
    )
    return best if len(HAN.findall(best)) >= LIMITS.shortest else ""


TITLE = Rule(
    name="strip/title",
    find=find_title,
    captured=frozenset({"title"}),
    examples=(
        (
            "花唄逾期怎麼辦\n小編導語\n花唄逾期以後，先看清楚賬單，再和客服商量，不要躲著不接電話，也不要聽信代辦公司的廣告。\n一、看賬單\n",
            "小編導語\n花唄逾期以後，先看清楚賬單，再和客服商量，不要躲著不接電話，也不要聽信代辦公司的廣告。\n一、看賬單\n",
        ),
    ),
    keep=(
        "你好\n在吗\n昨天说的事怎么样了\n",
        "春眠不觉晓\n处处闻啼鸟\n夜来风雨声\n花落知多少\n",
        "## 概述\n\n正文第一段，说了一些事情。\n",
        "# 1.1 研究背景\n正文。\n# 1.1.1 国内研究\n正文。\n",
        "# 看 http://example.com/ 吧\n正文。\n",
        "= http://example.com/\n前言\n",
        "张三走进房间，看见桌上放着一封信。\n他拿起来读了很久，没有说话。\n",
    ),
)


def find_repeated_title(view: View) -> Found:
    """Lines that say the title once more."""
    title = view.metadata.get("title")
    if not isinstance(title, str) or view.metadata.get("title_inferred"):
        return NOTHING
    key = line_key(title)
    if len(key) < LIMITS.repeated:
        return NOTHING
    lines = filled_lines(view)
    first = lines[0][0] if lines else -1  # still there if the page's head gave the title, not the text
    edits = [
        Edit(start, line, "", "title" if start == first else "repeated_title")
        for start, line in view.lines
        if len(line) <= 2 * len(title) + LIMITS.extra
        and not re.match(r"\s*(?:#|[-*+>|] )", line)
        and view.memory.of(line_key, line) == key
    ]
    taken = {edit.start for edit in edits}
    if edits and not any(start not in taken and has_words(line) for start, line, _ in lines):
        edits.pop()  # an article of pictures that says no more than its title
    return Found(tuple(edits))


def has_words(line: str) -> bool:
    """Whether a line says anything beside its pictures."""
    return re.search(r"\w", IMAGE.sub("", line)) is not None


REPEATED_TITLE = Rule(
    name="strip/repeated-title",
    find=find_repeated_title,
    captured=frozenset({"title"}),
    assuming={"title": "花呗逾期怎么办？"},
    examples=(("小编导语\n花呗逾期怎么办?\n先看账单。\n", "小编导语\n先看账单。\n"),),
    keep=("花呗逾期怎么办理分期\n", "- 花呗逾期怎么办\n", "![](/a.png)\n\n花呗逾期怎么办？\n"),
)
