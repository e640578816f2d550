"""Checks on articles, with messages for editors: the pipeline's own detectors, and the article's form.

A problem reads `line:column: level id what is wrong. how to mend it.`; contact details are masked and
quotations cut at 20 characters.
"""

from __future__ import annotations

from collections.abc import Iterator

from qingyuan.articles import front_matter
from qingyuan.articles.problem import Problem, quote
from qingyuan.stages.repair import REPAIR
from qingyuan.stages.strip import CONTACT_KINDS, is_contact_line
from qingyuan.text.markdown import HEADING, protected_spans
from qingyuan.text.spans import lines_of
from qingyuan.view import View


def check_article(data: bytes) -> list[Problem]:
    """The problems of an article file, in the order of its lines."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = "文件不是 UTF-8 编码，网页上可能变成乱码。请用编辑器另存为 UTF-8。"
        return [Problem(line, 1, "错误", "decode/not-utf-8", message)]
    if not text.strip():
        return [Problem(1, 1, "错误", "structure/empty", "文件是空的。请写入标题和正文，或删除这个文件。")]
    parts, problems = front_matter.judge(text)
    if any(problem.id in front_matter.UNREADABLE for problem in problems):
        return list(problems)  # where the body begins is not known
    first = parts.head.count("\n")
    return sorted([*problems, *check_body(parts.body, first)])


def check_body(body: str, first: int) -> Iterator[Problem]:
    """Left-over damage, contact lines, and headings that jump a level; `first` lines stand above the body."""
    protected = protected_spans(body)
    for rule in REPAIR:
        found = rule.find(View(body))
        for edit in found.edits:
            if protected.cover(edit.start) or not edit.before.strip():
                continue
            line, column = position(body, edit.start, first)
            message = (
                f"{quote(edit.before)}像是乱码残留，应为{quote(edit.after)}。"
                if edit.after.strip()
                else f"{quote(edit.before)}是多余的乱码残留，请删去。"
            )
            yield Problem(line, column, "错误", rule.name, message)
        for finding in found.findings:
            line, column = position(body, finding.start, first)
            options = "、".join(quote(candidate) for candidate in finding.candidates[:3])
            hint = f"可能是{options}。请对照原文改正。" if options else "请对照原文改正。"
            yield Problem(
                line, column, "警告", finding.rule, f"{quote(finding.text)}像是乱码，无法自动还原。{hint}"
            )
    level = 1
    for number, (start, raw) in enumerate(lines_of(body), first + 1):
        text = raw.rstrip("\n")
        if protected.cover(start):
            continue
        if heading := HEADING.match(text):
            depth = len(heading["marks"])
            if depth > level + 1:
                message = f"标题从 {level} 级跳到 {depth} 级，目录会断开。请把“{'#' * depth}”改为“{'#' * (level + 1)}”。"
                yield Problem(number, 1, "错误", "structure/heading-jump", message)
            level = depth
        kind = is_contact_line(text)
        if kind in CONTACT_KINDS:
            message = f"疑似推广联系方式：{quote(text)}。请删除整句；若是官方热线，请登记到 corpus/rulings.yml 并写明来源。"
            yield Problem(number, 1, "错误", "strip/contact", message)
        elif kind:
            message = f"像是网页上的杂项，不是文章内容：{quote(text)}。请删除这一行。"
            yield Problem(number, 1, "警告", "strip/boilerplate", message)


def position(text: str, at: int, first: int) -> tuple[int, int]:
    """Line and column of an offset in the body, counted from 1 in the file."""
    return first + text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
