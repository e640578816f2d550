"""Prose wrapped by programs, and text whose lines are meant: how many joints come back, and what else is joined.

    python -m tools.bench.paragraphs --cache DIR [--paragraphs 1500] [--poems 3000]

Paragraphs of the packages that `corpora.fetch` gets are wrapped at several widths, in the ways in which layout,
terminals and `textwrap` do it, with each way to tell paragraphs; a joint counts as rejoined if what stands there
is what stood there before. Beside them lines that must stay: poems, addresses, lists, headlines, menus, logs,
tables, code, dialogues, credits. Of these every line end that is gone counts.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from qingyuan.stages.structure.wrapped_lines import find_wrapped_lines
from qingyuan.text.wrapping import columns, columns_of_a_terminal, first_unit
from qingyuan.view import View
from tools.bench import corpora

WIDTHS = (30, 38, 70)
SHORTEST = 60  # characters of a paragraph that is wrapped
ON_A_PAGE = 6  # paragraphs
ENDS = re.compile(r"[。！？”]$")
UNIT = re.compile(r"[!-~À-ɏ]+|.", re.DOTALL)
NEVER_FIRST = set("，。、；：！？…”’）》〉】」』,.;:!?)]}%％")


def wrapped(text: str, width: int, measure: Callable[[str], int], clinging: bool) -> list[str]:
    """The lines of a paragraph as a program would break them; `clinging`: no line begins with a closing mark."""
    lines = [""]
    for unit in _units(text, clinging):
        if lines[-1].strip() and measure((lines[-1] + unit).rstrip()) > width:
            lines.append("")
            unit = unit.lstrip(" ")
        lines[-1] += unit
    return [line.rstrip(" ") for line in lines]


def _units(text: str, clinging: bool) -> Iterator[str]:
    at = 0
    while at < len(text):
        unit = first_unit(text[at:]) if clinging else UNIT.match(text[at:])[0]  # type: ignore[index]
        yield unit or text[at]
        at += len(unit or text[at])


SPACED = "a blank line", "\n\n", ""
SET_OFF = "an indent", "\n", "　　"
BARE = "nothing", "\n", ""
WAYS = (SPACED, SET_OFF, BARE)
MEASURES = {"columns": columns, "terminal": columns_of_a_terminal, "characters": len}


def prose(cache: Path) -> dict[str, Iterator[str]]:
    return {
        "news": corpora.news(cache),
        "manual": corpora.html_paragraphs(cache / "libreoffice-help-zh-cn"),
        "manual, Traditional": corpora.html_paragraphs(cache / "libreoffice-help-zh-tw"),
        "reference": corpora.html_paragraphs(cache / "debian-reference-zh-cn"),
    }


def good(paragraph: str) -> bool:
    """Whether a paragraph is prose: mostly Han, and whole."""
    han = len(re.findall(r"[\u4e00-\u9fff]", paragraph))
    return len(paragraph) >= SHORTEST and 2 * han > len(paragraph) and ENDS.search(paragraph) is not None


class Score:
    """Joints that came back as they were, and what happened to the rest."""

    def __init__(self) -> None:
        self.joints = self.rejoined = self.ends = self.swallowed = self.blanks = 0
        self.shown: list[str] = []

    def add(
        self, paragraphs: Sequence[Sequence[str]], sources: Sequence[str], between: str, indent: str
    ) -> None:
        page = between.join(indent + "\n".join(lines) for lines in paragraphs) + "\n"
        edits = {edit.start: edit for edit in find_wrapped_lines(View(page)).edits}
        at = 0
        for number, (lines, source) in enumerate(zip(paragraphs, sources, strict=True)):
            at += len(indent)
            place = 0
            for index, line in enumerate(lines):
                at += len(line)
                place += len(line)
                if index + 1 < len(lines):
                    self.joints += 1
                    blank = " " if source[place : place + 1] == " " else ""
                    edit = edits.get(at)
                    self.rejoined += edit is not None
                    self.blanks += edit is not None and edit.after != blank
                    if edit is None and len(self.shown) < 8:
                        self.shown.append(f"{line[-12:]}⏎{lines[index + 1][:8]}")
                    place += len(blank)
                    at += 1
            if number + 1 < len(paragraphs):
                self.ends += 1
                self.swallowed += at in edits
                at += len(between)


def score_prose(cache: Path, paragraphs: int, widths: Sequence[int], shown: int) -> None:
    """One line a kind, width, measure and way."""
    print(
        "| prose | width | measure | paragraphs told by | joints | rejoined | other blank | paragraphs | run together |"
    )
    total = Score()
    for name, source in prose(cache).items():
        texts = list(islice(filter(good, source), paragraphs))
        pages = [texts[at : at + ON_A_PAGE] for at in range(0, len(texts), ON_A_PAGE)]
        for width in widths:
            for measure_name, measure in MEASURES.items():
                for number, (way, between, indent) in enumerate(WAYS):
                    score = Score()
                    for page in pages:
                        lines = [first_line(text, width, measure, indent, number % 2 == 0) for text in page]
                        score.add(lines, page, between, indent)
                    share = score.rejoined / max(score.joints, 1)
                    print(
                        f"| {name} | {width} | {measure_name} | {way} | {score.joints} | {share:.2%} | {score.blanks} | {score.ends} | {score.swallowed} |",
                        *(score.shown[:shown] if share < 0.985 else ()),
                        flush=True,
                    )
                    for field in ("joints", "rejoined", "ends", "swallowed", "blanks"):
                        setattr(total, field, getattr(total, field) + getattr(score, field))
    print(
        f"all: {total.rejoined:,} of {total.joints:,} joints ({total.rejoined / total.joints:.2%}), {total.swallowed:,} of {total.ends:,} paragraphs run into the next ({total.swallowed / total.ends:.2%}), {total.blanks} with another blank"
    )


def first_line(
    text: str, width: int, measure: Callable[[str], int], indent: str, clinging: bool
) -> list[str]:
    lines = wrapped(indent + text, width, measure, clinging)
    return [lines[0][len(indent) :], *lines[1:]]


# --- lines that are meant -----------------------------------------------------------------------------

PLACES = "北京 上海 广州 深圳 杭州 成都 武汉 西安 南京 重庆 苏州 天津 长沙 郑州 青岛 大连 厦门 合肥".split()
ROADS = "人民路 解放大道 建设街 中山东路 学院路 科技园南区 和平里 新华北街 滨江大道 复兴中路".split()
HOUSES = "现代城A座1201室 创业大厦18层 三号院 留学生公寓5单元 工业园7栋 市民中心一楼大厅 东门".split()
NAMES = "张明 李华 王芳 赵磊 陈静 刘洋 周涛 吴敏 孙丽 郑凯".split()
JOBS = "编辑 责任编辑 校对 审核 摄影 记者 文字 排版 来源 监制".split()
LEVELS = "INFO WARN ERROR DEBUG".split()
CLAUSE_END = re.compile(r"[，。；：！？、“”（）《》\s]+")


def _clauses(source: Iterator[str]) -> Iterator[str]:
    for paragraph in source:
        for clause in CLAUSE_END.split(paragraph):
            if clause and not re.search(r"[!-~]", clause):
                yield clause


def _in_groups(lines: Iterator[str], rng: random.Random, least: int, most: int) -> Iterator[list[str]]:
    while group := list(islice(lines, rng.randint(least, most))):
        yield group


def _poems(cache: Path, cut: bool, bare: bool) -> Iterator[list[str]]:
    for _, lines in corpora.poem_records(cache):
        if len(lines) < 2:
            continue
        if cut:
            lines = [part for line in lines for part in re.findall(r"[^，。！？；]+[，。！？；]*", line)]
        yield [line.rstrip("，。！？；") for line in lines] if bare else lines


def _addresses(rng: random.Random) -> Iterator[list[str]]:
    while True:
        city = rng.choice(PLACES)
        lines = [
            f"{city}市{rng.choice(PLACES)}区{rng.choice(ROADS)}{rng.randint(1, 900)}号",
            rng.choice(HOUSES),
        ]
        if rng.random() < 0.5:
            lines.insert(0, f"{city}{rng.choice(PLACES)}信息技术有限公司")
        yield [*lines, f"邮编 {rng.randint(100000, 700000)}", f"{rng.choice(NAMES)} 收"][: rng.randint(2, 5)]


def _logs(clauses: Iterator[str], rng: random.Random) -> Iterator[list[str]]:
    while True:
        stamp = f"2024-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}"
        clock = (f"{rng.randint(10, 23)}:{rng.randint(10, 59)}:{rng.randint(10, 59)}" for _ in range(9))
        yield [f"{stamp} {each} {rng.choice(LEVELS)} {next(clauses)}{next(clauses)}" for each in clock]


def _turns(clauses: Iterator[str], rng: random.Random) -> Iterator[list[str]]:
    while True:
        who = rng.sample(["问", "答", "记者", "客服", "用户", "律师"], 2)
        yield [f"{who[at % 2]}：{next(clauses)}{rng.choice('。？！')}" for at in range(rng.randint(4, 10))]


def _credits(rng: random.Random) -> Iterator[list[str]]:
    while True:
        yield [f"{job}：{rng.choice(NAMES)}" for job in rng.sample(JOBS, rng.randint(2, 5))]


def _records(clauses: Iterator[str], rng: random.Random) -> Iterator[list[str]]:
    while True:
        gap = rng.choice(["\t", "　　", "     ", ","])
        yield [f"{next(clauses)[:8]}{gap}{rng.randint(1, 999)}{gap}{next(clauses)[:6]}" for _ in range(8)]


def of_people(clauses: Callable[[], Iterator[str]], rng: random.Random) -> dict[str, Iterator[list[str]]]:
    """Groups of lines as people break them, made of clauses without marks."""

    def some(shortest: int, longest: int) -> Iterator[str]:
        return (each for each in clauses() if shortest <= len(each) <= longest)

    return {
        "free verse and subtitles": _in_groups(some(4, 24), rng, 3, 12),
        "lists": _in_groups(some(4, 12), rng, 3, 9),
        "headlines": _in_groups((f"{each}{more}" for each, more in pairs(some(6, 12))), rng, 4, 10),
        "headlines of one length": _in_groups((each[:18] for each in some(18, 30)), rng, 4, 10),
        "addresses": _addresses(rng),
        "logs": _logs(some(6, 14), rng),
        "dialogues": _turns(some(6, 40), rng),
        "credits": _credits(rng),
        "tables": _records(some(6, 14), rng),
    }


def pairs(clauses: Iterator[str]) -> Iterator[tuple[str, str]]:
    return zip(clauses, clauses, strict=False)


def meant(cache: Path, poems: int) -> dict[str, Iterator[list[str]]]:
    """Groups of lines, each as its author broke it."""
    verses = [
        (f"poems{', a clause a line' * cut}{', no marks' * bare}", cut, bare)
        for cut in (False, True)
        for bare in (False, True)
    ]
    table: dict[str, Iterator[list[str]]] = {name: _poems(cache, cut, bare) for name, cut, bare in verses}
    table |= of_people(lambda: _clauses(corpora.news(cache)), random.Random(13))
    table["code"] = (text.split("\n") for text in corpora.source_code())
    table["paragraphs: news"] = (page.split("\n") for page in corpora.pages_of(corpora.news(cache)))
    table["paragraphs: reviews"] = (page.split("\n") for page in corpora.pages_of(corpora.reviews(cache)))
    for language in ("zh-cn", "zh-tw", "en-us"):
        pages = corpora.pages_of(corpora.html_paragraphs(cache / f"libreoffice-help-{language}"))
        table[f"paragraphs: manual {language}"] = (page.split("\n") for page in pages)
    return {name: islice(groups, poems) for name, groups in table.items()}


def score_meant(cache: Path, poems: int, shown: int) -> None:
    """One line a kind: how many line ends are gone."""
    print("| lines | groups | line ends | joined | share |")
    ends = joined = 0
    for name, groups in meant(cache, poems).items():
        here = gone = count = 0
        examples: list[str] = []
        for lines in groups:
            text = "\n".join(line.rstrip() for line in lines) + "\n"
            edits = find_wrapped_lines(View(text)).edits
            count += 1
            here += sum(bool(line.strip()) for line in lines) - 1
            gone += len(edits)
            examples += (
                f"{text[edit.start - 12 : edit.start]}⏎{text[edit.end : edit.end + 12]}" for edit in edits
            )
        print(
            f"| {name} | {count} | {here} | {gone} | {gone / max(here, 1):.2%} |",
            *examples[:shown],
            flush=True,
        )
        ends, joined = ends + here, joined + gone
    print(f"all: {joined:,} of {ends:,} line ends joined ({joined / ends:.3%})")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, required=True, help="folder for downloaded packages")
    parser.add_argument("--paragraphs", type=int, default=1500, help="of each kind of prose")
    parser.add_argument("--groups", type=int, default=2000, help="of each kind of lines that are meant")
    parser.add_argument("--show", type=int, default=0, help="joints of a line of the tables")
    given = parser.parse_args()
    corpora.fetch(given.cache)
    score_meant(given.cache, given.groups, given.show)
    score_prose(given.cache, given.paragraphs, WIDTHS, given.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
