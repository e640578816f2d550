"""Kills: `clean` and `add` ended by SIGKILL at each change of the disk, or at any moment, and what the next run makes of it.

    python -m tools.bench.kills --times 500

Each time a run is killed, something happens that may happen before the next one (the raw files change, change
back, or nothing does), and then two more runs follow. Counted is what differs from a project that nobody
killed. Needs `fork`: the killed process is a child that has all modules loaded.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from qingyuan.corpus.intake import add_files
from qingyuan.corpus.project import CorpusError, Project
from qingyuan.corpus.run import clean_corpus
from qingyuan.corpus.sources import parse

DAY = datetime.date(2026, 1, 2)
ARTICLE = "{0}逾期怎么办\n\n一、先看账单\n\n打开支付宝,查看{0}账单。\n\n二、再联系客服\n\n说明情况,申请分期。\n\n{1}\n"
NAMES = ("花呗", "借呗", "网贷", "白条", "信用卡")
EDITED, RENAMED, NEW = "借呗.txt", "网贷.txt", "车贷.txt"
OURS = ("corpus/", "docs/")


def article(name: str, turn: int) -> str:
    return ARTICLE.format(name, f"第{turn}版。" * turn)


def raw_files(turn: int, grown: bool = True) -> dict[str, str]:
    """The raw files of a turn: some change each time, one stays as its editor knows it.

    A corpus that has grown has one more, and one under a new name.
    """
    files = {f"{name}.txt": article(name, turn) for name in NAMES}
    files[EDITED] = article("借呗", 0)
    files[RENAMED] = article("网贷", 0)
    if grown:
        files["新名.txt"] = files.pop(RENAMED)
        files[NEW] = article("车贷", turn)
    return files


def put_raw(project: Project, turn: int, grown: bool = True) -> None:
    shutil.rmtree(project.raw, ignore_errors=True)
    project.raw.mkdir(parents=True)
    for name, text in raw_files(turn, grown).items():
        (project.raw / name).write_text(text, encoding="utf-8")


def begun(root: Path) -> Project:
    """A project that was cleaned once, with an article that an editor changed since."""
    (root / "mkdocs.yml").write_text("site_name: 测试\n", encoding="utf-8")
    project = Project(root)
    put_raw(project, 0, grown=False)
    (edited,) = (outcome for outcome in clean_corpus(project) if outcome.name == EDITED)
    path = root / edited.path
    path.write_text(path.read_text(encoding="utf-8").replace("分期", "分期还款"), encoding="utf-8")
    return project


def killed(run: Callable[[], object], root: Path, at: int = 0, after: float = 0.0) -> bool:
    """Run in a child that is killed before its n-th change of the disk below the root, or after some seconds.

    Whether it was: false if it had ended before.
    """
    child = os.fork()
    if not child:
        changes = 0

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal changes
            if changes_disk(event, arguments) and any(str(root) in str(argument) for argument in arguments):
                changes += 1
                if changes == at:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            if at:
                sys.addaudithook(count)
            run()
        finally:
            os._exit(0)
    if after:
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def changes_disk(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether an audit event of Python announces a change: a file that is opened for writing counts."""
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in ("os.rename", "os.remove", "os.mkdir", "os.chmod", "tempfile.mkstemp", "os.link")


def changes_of(run: Callable[[], object], root: Path) -> int:
    """How many changes a run makes: it is killed at none, in a copy of the project."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        seen = 0

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            seen += changes_disk(event, arguments) and any(str(root) in str(it) for it in arguments)

        try:
            sys.addaudithook(count)
            run()
            os.write(write, str(seen).encode())
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read) as told:
        return int(told.read())


def files_below(root: Path) -> dict[str, bytes]:
    paths = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


@dataclass(frozen=True, slots=True)
class Damage:
    """What one killed run did that the next ones did not put right."""

    torn: int = 0  # files that are neither as before nor as the run would have left them
    lost: int = 0  # files that are missing in the end
    wrong: int = 0  # files that differ in the end, an editor's words among them
    conflict: int = 0  # documents that the second run after the kill still cannot write
    unnamed: int = 0  # raw files without an entry in sources.yml, or the other way round
    strays: int = 0  # files that nobody asked for, in the end


def compared(root: Path, wanted: Mapping[str, bytes]) -> tuple[int, int, int]:
    """Files lost, wrong and too many, against a project that nobody killed."""
    found = {name: data for name, data in files_below(root).items() if name.startswith(OURS)}
    lost = len(wanted.keys() - found.keys())
    wrong = sum(found[name] != wanted[name] for name in wanted.keys() & found.keys())
    return lost, wrong, len(found.keys() - wanted.keys())


def kept(root: Path) -> dict[str, bytes]:
    return {name: data for name, data in files_below(root).items() if name.startswith(OURS)}


class Clean:
    """`clean` over changed, renamed and new raw files, killed; then two over the raw files of another turn."""

    name = "clean"

    def __init__(self, folder: Path) -> None:
        self.start = folder / "clean"
        self.start.mkdir()
        begun(self.start)
        self.wanted: dict[int, dict[str, bytes]] = {}
        for turn in (0, 1, 2):
            root = self.copy(folder / f"clean-{turn}")
            put_raw(Project(root), turn)
            clean_corpus(Project(root))
            self.wanted[turn] = kept(root)
        root = self.copy(folder / "clean-changes")
        put_raw(Project(root), 1)
        self.changes = changes_of(lambda: clean_corpus(Project(root)), root)

    def copy(self, root: Path) -> Path:
        shutil.copytree(self.start, root)
        return root

    def killed(self, root: Path, at: int, after: float) -> bool:
        put_raw(Project(root), 1)
        return killed(lambda: clean_corpus(Project(root)), root, at, after)

    def damage(self, root: Path, turn: int) -> Damage:
        project = Project(root)
        versions = [kept(self.start), self.wanted[1]]
        torn = sum(
            data not in [version.get(name) for version in versions]
            for name, data in kept(root).items()
            if name.endswith((".md", ".json"))
        )
        put_raw(project, turn)
        clean_corpus(project)
        outcomes = clean_corpus(project)
        bad = sum(outcome.status in ("conflict", "failed", "orphan") for outcome in outcomes)
        lost, wrong, strays = compared(root, self.wanted[turn])
        return Damage(torn, lost, wrong, bad, 0, strays)


class Add:
    """`add` of five files, killed; then the same again, or a `clean`."""

    name = "add"

    def __init__(self, folder: Path) -> None:
        self.start = folder / "add"
        self.start.mkdir()
        project = begun(self.start)
        project.sources.write_text(
            "- files: '*贷.txt'\n  origin: 甲\n  license: 乙\n  received: 2026-01-01\n", encoding="utf-8"
        )
        self.given = folder / "given"
        self.given.mkdir()
        for number in range(5):
            (self.given / f"{number}.txt").write_text(article(f"新贷{number}", 1), encoding="utf-8")
        root = self.copy(folder / "add-wanted")
        self.add(root)
        clean_corpus(Project(root))
        self.wanted = kept(root)
        root = self.copy(folder / "add-changes")
        self.changes = changes_of(lambda: self.add(root), root)

    def copy(self, root: Path) -> Path:
        shutil.copytree(self.start, root)
        return root

    def add(self, root: Path) -> None:
        add_files(Project(root), sorted(self.given.iterdir()), "丙", "丁", DAY)

    def killed(self, root: Path, at: int, after: float) -> bool:
        return killed(lambda: self.add(root), root, at, after)

    def damage(self, root: Path, turn: int) -> Damage:
        """What is left after the same again (turns 1 and 2), or after a `clean` alone (turn 0)."""
        project = Project(root)
        torn = sum(
            data not in [version.get(name) for version in (self.wanted, kept(self.start))]
            for name, data in kept(root).items()
            if not name.rpartition("/")[2].startswith(".")
        )
        if turn:
            self.add(root)
        clean_corpus(project)
        lost, wrong, strays = compared(root, self.wanted)
        named = {
            name
            for source in parse(project.settings("sources.yml"))
            for name in ([source.files] if isinstance(source.files, str) else source.files)
            if "*" not in name
        }
        there = {path.name for path in project.raw.iterdir() if path.name[0].isdigit()}
        if not turn and not named and not there:  # taken back whole: as good as taken
            return Damage(torn, strays=len(kept(root).keys() - self.wanted.keys()))
        return Damage(torn, lost, wrong, 0, len(named ^ there), strays)


def tally(scenario: Clean | Add, folder: Path, points: list[tuple[int, float, int]]) -> Counter[str]:
    """The kills at the given points (change, or seconds; then the turn that follows) and what came of them.

    Of each kind of damage the number of kills that did it.
    """
    counts: Counter[str] = Counter()
    for number, (at, after, turn) in enumerate(points):
        root = scenario.copy(folder / f"{scenario.name}-run-{number}")
        counts["runs"] += 1
        counts["kills"] += scenario.killed(root, at, after)
        try:
            damage = scenario.damage(root, turn)
        except CorpusError:
            counts["refused"] += 1
        else:
            for kind in Damage.__slots__:
                counts[kind] += bool(getattr(damage, kind))
        shutil.rmtree(root)
    return counts


def seconds_of(scenario: Clean | Add, folder: Path) -> float:
    """How long a run takes that nobody kills."""
    root = scenario.copy(folder / f"{scenario.name}-timed")
    started = time.monotonic()
    scenario.killed(root, 0, 0.0)
    return time.monotonic() - started


def points_of(scenario: Clean | Add, folder: Path, times: int, seed: int = 1) -> list[tuple[int, float, int]]:
    """Points to kill at: half of them changes of the disk, half of them moments, each with a turn to follow."""
    draw = random.Random(seed)
    length = seconds_of(scenario, folder)
    return [
        (draw.randint(1, scenario.changes), 0.0, draw.randrange(3))
        if number % 2
        else (0, draw.uniform(0.0005, length), draw.randrange(3))
        for number in range(times)
    ]


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--times", type=int, default=500, help="kills in all")
    given.add_argument("--json", action="store_true", help="one object a row instead of a table")
    arguments = given.parse_args()
    columns = ("runs", "kills", *Damage.__slots__, "refused")
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for make in (Clean, Add):
            scenario = make(Path(name))
            every = [(at, 0.0, turn) for at in range(1, scenario.changes + 1) for turn in range(3)]
            rows.append(
                (f"{scenario.name}, each of {scenario.changes} changes", tally(scenario, Path(name), every))
            )
            points = points_of(scenario, Path(name), arguments.times // 2)
            rows.append((f"{scenario.name}, at random", tally(scenario, Path(name), points)))
    if arguments.json:
        for title, counts in rows:
            print(json.dumps({"what": title, **{column: counts[column] for column in columns}}))
        return
    print(f"| | {' | '.join(columns)} |\n| --- |{' --- |' * len(columns)}")
    for title, counts in rows:
        print(f"| {title} | {' | '.join(str(counts[column]) for column in columns)} |")


if __name__ == "__main__":
    main()
