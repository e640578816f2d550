"""`qingyuan check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qingyuan.commands.common import FINDINGS, FINE, editors_project, expand, refuse, say


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="要检查的文章；留空则检查 docs/articles/ 全部")
    ] = None,
) -> None:
    """检查文章：信息栏、残留乱码、联系方式、标题层级。只看不改。"""
    from qingyuan.articles.check import check_article

    if files:
        paths = [path for file in files for path in expand(file)]
        base = Path.cwd()
    else:
        project = editors_project()
        base = project.root
        paths = sorted(project.articles.rglob("*.md"))
    problems = 0
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError as error:
            refuse(f"{path}：打不开（{error.strerror}）。")
        shown = path.relative_to(base) if path.is_relative_to(base) else path
        for problem in check_article(data):
            problems += problem.level == "错误"
            say(f"{shown.as_posix()}:{problem}")
    print(f"检查了 {len(paths)} 篇文章，{problems} 个错误。")
    raise typer.Exit(FINDINGS if problems else FINE)
