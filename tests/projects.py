"""A project in an empty folder, for tests of what is written there."""

from __future__ import annotations

from pathlib import Path

from qingyuan.corpus.project import Outcome, Project

ARTICLE = (
    "花呗逾期怎么办\n\n一、先看账单\n\n打开支付宝,查看花呗账单。\n\n二、再联系客服\n\n说明情况,申请分期。\n"
)


def put(project: Project, name: str, content: str | bytes) -> Path:
    path = project.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def by_name(outcomes: list[Outcome]) -> dict[str, Outcome]:
    return {outcome.name: outcome for outcome in outcomes}


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
