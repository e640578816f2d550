"""Lists of books, laws and articles: lines that are each a 《title》."""

from __future__ import annotations

import re

from qingyuan.document import Edit, Found
from qingyuan.rule import Rule, found
from qingyuan.stages.structure.lines import Line, lines_with_words
from qingyuan.view import View

BOOK_TITLE = re.compile(r"^《[^《》]+》$")


def find_title_lists(view: View) -> Found:
    """Insertions that make a run of lines that are each a 《title》 into a list."""
    edits: list[Edit] = []
    run: list[Line] = []
    for line in [*view.about(lines_with_words), Line(len(view.text), "", None, "")]:
        if BOOK_TITLE.match(line.text.strip()):
            run.append(line)
            continue
        if len(run) > 1:
            edits += (Edit(member.start, "", "- ") for member in run)
        run = []
    return found(edits)


TITLE_LISTS = Rule(
    name="structure/title-lists",
    find=find_title_lists,
    examples=(("参考：\n\n《信用管理》\n\n《法规解读》\n", "参考：\n\n- 《信用管理》\n\n- 《法规解读》\n"),),
    keep=("《红楼梦》\n作者曹雪芹。\n", "他读《信用管理》。\n《法规解读》也读。\n"),
)
