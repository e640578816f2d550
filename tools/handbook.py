"""Print the checks and the rules of the pipeline into the handbook: `python -m tools.handbook`.

What a rule does is said to editors in `tools/rules.tsv`, a line a rule; all else comes from the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qingyuan.articles.check import KINDS
from qingyuan.articles.problem import Kind
from qingyuan.pipeline import PIPELINE, RULES
from qingyuan.rule import Rule
from qingyuan.stages.strip import mask
from qingyuan.text.characters import visible
from tools.tables.generated import write_or_check

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "handbook" / "rules.md"
SAYINGS = Path(__file__).with_name("rules.tsv")
MARK = "<!-- 以下由 python -m tools.handbook 从程序里印出，请勿手改。 -->\n"
LONGEST_EXAMPLE = 48  # characters: what a cell shows without a second line on a wide screen

STAGES = {
    "decode": "读取",
    "repair": "修复",
    "strip": "去杂",
    "convert": "转成简体",
    "normalize": "标点与空白",
    "structure": "标题、列表、段落",
    "restore": "补字",
}


@dataclass(frozen=True, slots=True)
class Saying:
    """A rule in the editors' language: what it does, and what it says for `damage_why_not`."""

    does: str
    unproved: str = ""


def sayings() -> dict[str, Saying]:
    """What is said of each rule, by its id."""
    rows = (line.split("\t") for line in SAYINGS.read_text(encoding="utf-8").splitlines())
    return {name: Saying(*said) for name, *said in rows}


def page(written: str) -> str:
    """The page with its printed part made anew; what stands above the mark is written by hand."""
    return (
        written.partition(MARK)[0].rstrip("\n")
        + "\n\n"
        + MARK
        + "\n"
        + "\n\n".join([*checks(), *rules()])
        + "\n"
    )


def checks() -> Iterable[str]:
    """The section on what `qingyuan check` finds."""
    yield "## 检查会指出什么 {#检查会指出什么}"
    yield "`qingyuan check` 和构建网站时的提示里，每个问题都写着编号。信息栏里的“错误”在网页上不会生效。"
    yield table(
        ("编号", "级别", "问题", "怎样改", "例子"),
        ((f"`{kind.id}`", kind.severity, what(kind), blanks(kind.how), example_of(kind)) for kind in KINDS),
    )


def rules() -> Iterable[str]:
    """The section on what the pipeline changes, stage by stage."""
    said = sayings()
    yield "## 程序会改什么 {#程序会改什么}"
    yield "清理原始文件时，下面的规则从上到下依次执行，直到再没有可改的。每一处改动都记在 `corpus/ledger/` 里，可以还原。"
    for stage in dict.fromkeys(each.name for each in PIPELINE):  # one may come twice
        yield f"### {STAGES[stage]} `{stage}` {{#{stage}}}"
        proved = stage == "repair"
        yield table(
            ("规则", "做什么", "例子", *(("凭据",) if proved else ())),
            (
                (
                    f"`{rule.name}`",
                    said[rule.name].does,
                    change_of(rule),
                    *((evidence(rule, said[rule.name]),) if proved else ()),
                )
                for rule in RULES
                if rule.stage == stage
            ),
        )


def what(kind: Kind) -> str:
    return blanks("，".join(filter(None, (kind.message, kind.why))))


def blanks(sentence: str) -> str:
    """A sentence with an ellipsis for each word that a problem fills in."""
    # Python-Markdown would take bare braces for attributes of the cell.
    return re.sub(r"\{[a-z]+\}", "…", sentence).replace("{{", r"\{").replace("}}", "}")


def example_of(kind: Kind) -> str:
    """The first example of a check, less what every article has."""
    first = next((each for each in kind.examples if isinstance(each, str) and each.strip()), "")
    return code(first.removeprefix("# 题\n\n").removesuffix("---\n# 题\n"))


def change_of(rule: Rule) -> str:
    """The first example of a rule that fits into a cell, or what it reports."""
    if rule.examples:
        before, after = min(rule.examples, key=lambda pair: max(map(len, pair)) > LONGEST_EXAMPLE)
        return f"{code(before)} → {code(after)}"
    return code(rule.doubts[0][0])


def evidence(rule: Rule, saying: Saying) -> str:
    return "每次都验证：把改后的字照样弄坏，正好得到改前的字" if rule.damage else saying.unproved


def code(text: str) -> str:
    """Text as a code span in a cell: short, in one line, contact details masked, the invisible by number."""
    text = mask(text.strip("\n"))
    text = f"{text[:LONGEST_EXAMPLE]}…" if len(text) > LONGEST_EXAMPLE else text
    shown = visible(text).replace("|", "¦")
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`" if shown else ""


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


def main() -> int:
    return write_or_check(__doc__, PAGE, page(PAGE.read_text(encoding="utf-8")), "tools.handbook")


if __name__ == "__main__":
    raise SystemExit(main())
