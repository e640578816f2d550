"""Tables: runs of lines whose columns white space divides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule
from qingyuan.stages.structure.lines import SENTENCE_END, Line, lines_with_words
from qingyuan.text.markdown import STRUCTURAL
from qingyuan.view import View


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a table there must be: two lines of two columns may be anything, names with spaces or a verse."""

    cell: int = 24  # characters, at most: beyond it is a clause
    rows: int = 3  # at least, of two columns
    rows_of_many_columns: int = 2  # at least, of three columns or more


LIMITS = Limits()

CELL_GAP = re.compile(r"\t+|\u3000+|\x20{3,}")


def cells_of(line: Line) -> list[str]:
    """The columns of a line that white space divides; empty if it does not read as a row of a table."""
    cells = CELL_GAP.split(line.text.strip())
    fits = len(cells) >= 2 and all(0 < len(cell) <= LIMITS.cell for cell in cells)
    if not fits or line.form or STRUCTURAL.match(line.text) or SENTENCE_END.search(line.text):
        return []
    return cells


def find_tables(view: View) -> Found:
    """Edits that make runs of lines with columns of full-width spaces or tabs into tables."""
    edits: list[Edit] = []
    rows: list[tuple[Line, list[str]]] = []
    all_apart = True  # whether a blank line stands between any two rows

    def close() -> None:
        many_columns = bool(rows) and len(rows[0][1]) > 2
        if len(rows) >= (LIMITS.rows_of_many_columns if many_columns else LIMITS.rows):
            start, last = rows[0][0].start, rows[-1][0]
            table = ["| " + " | ".join(cell.replace("|", "｜") for cell in cells) + " |" for _, cells in rows]
            table.insert(1, "|" + " --- |" * len(rows[0][1]))
            edits.append(Edit(start, view.text[start : last.start + len(last.text)], "\n".join(table)))
        rows.clear()

    for line in view.about(lines_with_words):
        cells = cells_of(line)
        apart = bool(rows) and stand_apart(view.text, rows[-1][0], line)
        # A blank line divides two tables where the rows above it stand without one.
        if rows and (len(cells) != len(rows[0][1]) or (apart and not all_apart)):
            close()
        if not rows:
            all_apart = True
        elif not apart:
            all_apart = False
        if cells:
            rows.append((line, cells))
    close()
    return Found(tuple(edits))


def stand_apart(text: str, above: Line, below: Line) -> bool:
    """Whether a blank line stands between two lines."""
    return text.count("\n", above.start + len(above.text), below.start) > 1


TABLES = Rule(
    name="structure/tables",
    find=find_tables,
    examples=(
        (
            "天数\u3000\u3000罚息\u3000征信\n\n1-30天\u3000万分之五\u3000可能\n",
            "| 天数 | 罚息 | 征信 |\n| --- | --- | --- |\n| 1-30天 | 万分之五 | 可能 |\n",
        ),
        (
            "银行\t宽限\n甲行\t三天\n乙行\t三天\n\n姓名\t城市\n张三\t北京\n李四\t上海\n",
            "| 银行 | 宽限 |\n| --- | --- |\n| 甲行 | 三天 |\n| 乙行 | 三天 |\n\n"
            "| 姓名 | 城市 |\n| --- | --- |\n| 张三 | 北京 |\n| 李四 | 上海 |\n",
        ),
    ),
    keep=(
        "第一章\u3000总则\n第二章\u3000业务\n第三章\u3000附则\n",
        "床前明月光\u3000疑是地上霜\n举头望明月\u3000低头思故乡\n",
        "| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |\n",
        "他说\t好。\n我说\t不好。\n大家\t都笑了。\n",
    ),
)
