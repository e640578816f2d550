"""`qingyuan check`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qingyuan.commands.common import FINDINGS, FINE, editors_project, expand, limits_here, refuse, say

if TYPE_CHECKING:
    from qingyuan.articles.problem import Problem
    from qingyuan.corpus.limits import Limits

WHY_NOT = {
    "time": "超过了时限 {} 秒",
    "memory": "超过了内存上限 {} MB",
    "depth": "嵌套太深：{}",
    "fault": "程序出错：{}",
    "death": "检查它的进程中途结束了，可能是内存不足",
}


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="要检查的文章；留空则检查 docs/articles/ 全部")
    ] = None,
) -> None:
    """检查文章：信息栏、残留乱码、联系方式、标题层级。只看不改。"""
    from qingyuan.corpus.workers import Ended, each_alone

    if files:
        paths = [path for file in files for path in expand(file)]
        base = Path.cwd()
    else:
        project = editors_project()
        base = project.root
        paths = sorted(project.articles.rglob("*.md"))
    problems = 0

    def tell(path: Path, problem: str) -> None:
        shown = path.relative_to(base) if path.is_relative_to(base) else path
        say(f"{shown.as_posix()}:{problem}")

    limits = limits_here()
    for (path, data), found in each_alone(_checked, _read_each(paths, limits), _size, limits):
        if isinstance(found, Ended):
            problems += 1
            tell(
                path, f"1:1: 错误 这篇文章没法检查，{WHY_NOT[found.why].format(found.what)}。请拆成几篇再试。"
            )
        elif data is None:
            problems += 1
            tell(path, f"1:1: 错误 文件太大，超过了 {limits.file_bytes:,} 字节。请拆成几篇再试。")
        else:
            for problem in found:
                problems += problem.level == "错误"
                tell(path, str(problem))
    print(f"检查了 {len(paths)} 篇文章，{problems} 个错误。")
    raise typer.Exit(FINDINGS if problems else FINE)


def _read_each(paths: list[Path], limits: Limits) -> Iterator[tuple[Path, bytes | None]]:
    """The articles with their bytes; without them where they are too many."""
    from qingyuan.corpus.files import TooLarge, read_within

    for path in paths:
        try:
            yield path, read_within(path, limits)
        except TooLarge:
            yield path, None
        except OSError as error:
            refuse(f"{path}：打不开（{error.strerror}）。")


def _size(article: tuple[Path, bytes | None]) -> int:
    return len(article[1] or b"")


def _checked(article: tuple[Path, bytes | None]) -> tuple[Problem, ...]:
    from qingyuan.articles.check import check_article

    return tuple(check_article(article[1])) if article[1] is not None else ()
