"""`qingyuan new`."""

from __future__ import annotations

import datetime
import re
from typing import Annotated

import typer

from qingyuan.commands.common import FINE, editors_project, refuse, say, settings_of


def new(
    title: Annotated[str, typer.Argument(help="文章标题")],
    topic: Annotated[str, typer.Option(help="主题目录，如 yuqi；留空则放在 docs/articles/ 下")] = "",
) -> None:
    """新建一篇文章：在 docs/articles/ 下生成写好信息栏的 Markdown 文件。"""
    from qingyuan.articles.addresses import LONGEST_SLUG, slug_of
    from qingyuan.articles.front_matter import compose
    from qingyuan.corpus.files import write_atomically

    project = editors_project()
    known = [entry.id for entry in settings_of(project).topics.topics]
    if topic and topic not in known:
        refuse(f"没有主题“{topic}”。可用的主题：{'、'.join(known)}")
    title = " ".join(title.split())
    if not title:
        refuse("标题不能为空。例：qingyuan new 花呗逾期怎么办")
    name = slug_of(title) or re.sub(r"[\W_]+", "-", title).strip("-")[:LONGEST_SLUG]
    if not name:
        refuse("标题里没有文字，无法生成文件名。例：qingyuan new 花呗逾期怎么办")
    path = project.articles / topic / f"{name}.md"
    if path.exists():
        refuse(f"{path.relative_to(project.root)} 已经存在。请换一个标题，或直接修改那个文件。")
    head = compose({"title": title, "date": datetime.date.today(), "lang": "zh-CN"})
    article = f"{head}在这里写导语：一两句话说清这篇文章解决什么问题。\n\n## 一、小标题\n\n正文。\n"
    try:
        write_atomically(path, article)
    except OSError as error:
        refuse(f"{path.relative_to(project.root)} 写不进去：{error.strerror}。")
    say(f"已新建 {path.relative_to(project.root).as_posix()}")
    raise typer.Exit(FINE)
