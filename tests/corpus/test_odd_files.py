"""One odd file stops nothing: it is told in a sentence, and the others are written."""

from __future__ import annotations

import datetime
import multiprocessing
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from projects import ARTICLE, by_name, put
from workers import deadly, faulty, hanging, hungry

from qingyuan.articles.settings import SettingsError
from qingyuan.corpus.cleaning import Work, clean_one
from qingyuan.corpus.intake import add_files
from qingyuan.corpus.project import Outcome, Project
from qingyuan.corpus.run import clean_corpus

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HEADS = {
    "half a character": ('title: "a\\uD800b"', r"line 2 of its front matter: half a character .*U\+D800"),
    "alias of itself": ("tags: &a [x, *a]", r"line 2 of its front matter: the alias \*a"),
    "alias bomb": (BOMB.rstrip("\n"), r"line 3 of its front matter: the alias \*a"),
}


def put_good_ones(project: Project) -> None:
    put(project, "0.txt", ARTICLE)
    put(project, "z.txt", ARTICLE.replace("花呗", "借呗"))


def assert_told(
    project: Project, name: str, words: str, jobs: int = 1, clean: Callable[..., Work] = clean_one
) -> dict[str, Outcome]:
    outcomes = by_name(clean_corpus(project, jobs, clean=clean))
    assert [outcomes[good].status for good in ("0.txt", "z.txt")] == ["written", "written"]
    assert all((project.root / outcomes[good].path).exists() for good in ("0.txt", "z.txt"))
    outcome = outcomes[name]
    assert outcome.status == "failed"
    assert re.search(words, outcome.message), outcome.message
    assert "\n" not in outcome.message
    assert outcome.message.endswith(".")
    return outcomes


@pytest.mark.parametrize(("head", "words"), HEADS.values(), ids=list(HEADS))
@pytest.mark.parametrize("jobs", [1, 2])
def test_front_matter_of_ours_that_no_article_may_have(
    project: Project, head: str, words: str, jobs: int
) -> None:
    put_good_ones(project)
    put(project, "m.txt", f"---\n{head}\n---\n\n{ARTICLE}")
    told = "- {files: m.txt, origin: 邮件, license: 获授权, received: 2026-01-02, ours: true}\n"
    project.sources.write_text(told, encoding="utf-8")
    assert_told(project, "m.txt", words, jobs)


@pytest.mark.parametrize("head", [head for head, _ in HEADS.values()], ids=list(HEADS))
def test_the_same_of_a_stranger_is_furniture(project: Project, head: str) -> None:
    put(project, "m.txt", f"---\n{head}\n---\n\n{ARTICLE}")
    (outcome,) = clean_corpus(project)
    assert outcome.status == "written"
    assert "再联系客服" in (project.root / outcome.path).read_text(encoding="utf-8")


def test_name_that_is_not_utf_8(project: Project, tmp_path: Path) -> None:
    put_good_ones(project)
    odd = os.fsencode(project.raw) + b"/a\xff.txt"
    try:
        with open(odd, "wb") as file:
            file.write(ARTICLE.encode())
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    assert_told(project, r"a\xff.txt", "name is not UTF-8")
    (outcome,) = add_files(project, [Path(os.fsdecode(odd))], "邮件", "获授权", datetime.date(2026, 1, 2))
    assert (outcome.status, "not UTF-8" in outcome.message) == ("failed", True)


def test_name_too_long_for_its_ledger(project: Project) -> None:
    put_good_ones(project)
    name = "花" * 83 + ".txt"  # 253 bytes
    put(project, name, ARTICLE.replace("花呗", "网贷"))
    assert_told(project, name, "longer than 250 bytes")


@pytest.mark.parametrize("target", ["/etc/passwd", "0.txt", "..", "nowhere.txt", "self"])
def test_no_link_is_followed(project: Project, target: str) -> None:
    put_good_ones(project)
    try:
        (project.raw / "m").symlink_to("m" if target == "self" else target)
    except OSError:
        pytest.skip("no symbolic links here")
    assert_told(project, "m", "symbolic link, and links are not followed")


def test_fault_of_the_program_is_told_of_its_document(project: Project) -> None:
    put_good_ones(project)
    put(project, "m.txt", ARTICLE + "又及。\n")
    words = (
        "nested deeper than the program can follow .RecursionError at \\w+.py:\\d+.. Take .* please report"
    )
    assert_told(project, "m.txt", words, clean=faulty)


# Where there is `fork`, a new start costs seconds of processor time for each worker: there CI tries it.
METHODS = [
    pytest.param("spawn", marks=pytest.mark.slow)
    if "fork" in multiprocessing.get_all_start_methods()
    else "spawn",
    *({"fork"} & set(multiprocessing.get_all_start_methods())),
]


@pytest.fixture(params=METHODS)
def start_method(request: pytest.FixtureRequest) -> Iterator[str]:
    """How processes start: as copies of this one, or, as on Windows and macOS, with all code imported anew."""
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method(request.param, force=True)
    yield request.param
    multiprocessing.set_start_method(before, force=True)


@pytest.mark.usefixtures("start_method")
def test_worker_that_dies_takes_no_other_document_along(project: Project) -> None:
    put_good_ones(project)
    for number in range(12):  # more than are held at a time, before and behind
        put(project, f"{'am'[number == 6]}{number:02}.txt", ARTICLE.replace("花呗", f"花呗{number}期"))
    put(project, "m99.txt", ARTICLE + "又及。\n")
    outcomes = assert_told(project, "m06.txt", "the process that worked on it died", jobs=2, clean=deadly)
    assert {name for name, outcome in outcomes.items() if outcome.status == "failed"} == {
        "m06.txt",
        "m99.txt",
    }
    assert len(outcomes) == 15


def test_ledger_that_is_none_is_written_anew(project: Project) -> None:
    put_good_ones(project)
    clean_corpus(project)
    for spoiled in ('{"schema": 1}', '{"schema": 1, "article": []}', "[" * 100_000, "\udcff"):
        (project.ledger / "0.txt.json").write_bytes(spoiled.encode("utf-8", "surrogateescape"))
        (project.cache / "clean.json").unlink()
        assert [outcome.status for outcome in clean_corpus(project)] == ["unchanged", "unchanged"]
        assert '"document": "0.txt"' in (project.ledger / "0.txt.json").read_text(encoding="utf-8")


def limit(project: Project, line: str) -> None:
    (project.root / "corpus" / "limits.yml").write_text(line + "\n", encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="there the clock counts, five times as long")
@pytest.mark.parametrize("jobs", [1, 2])
def test_work_that_never_ends_is_ended(project: Project, jobs: int) -> None:
    limit(project, "seconds: 2")
    put_good_ones(project)
    put(project, "m.txt", ARTICLE + "又及。\n")
    assert_told(project, "m.txt", "took more than 3 seconds, the limit for its size", jobs, hanging)


@pytest.mark.skipif(sys.platform != "linux", reason="no other system limits memory")
@pytest.mark.parametrize("jobs", [1, 2])
def test_work_that_takes_all_memory_is_ended(project: Project, jobs: int) -> None:
    limit(project, "memory_megabytes: 1500")
    put_good_ones(project)
    put(project, "m.txt", ARTICLE + "又及。\n")
    assert_told(project, "m.txt", "takes more than 1,500 MB of memory", jobs, hungry)


def test_file_too_large_is_told_before_it_is_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    put_good_ones(project)
    with put(project, "m.txt", ARTICLE).open("r+b") as file:
        file.truncate(1_000_000_000)
    opened = Path.open

    def no_opening(path: Path, *how: str, **more: str) -> object:
        assert path.name != "m.txt"
        return opened(path, *how, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", no_opening)
    assert_told(project, "m.txt", "has 1,000,000,000 bytes, more than the 10,000,000")


def test_file_too_large_is_not_taken(project: Project, tmp_path: Path) -> None:
    limit(project, "file_bytes: 50")
    file = tmp_path / "a.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    (outcome,) = add_files(project, [file], "邮件", "获授权", datetime.date(2026, 1, 2))
    assert (outcome.status, "more than the 50 that a file may have" in outcome.message) == ("failed", True)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_too_long_is_told_with_its_number(project: Project, end: str) -> None:
    limit(project, "line_bytes: 300")
    put_good_ones(project)
    put(project, "m.txt", f"标题{end}{end}{'长' * 101}{end}")
    assert_told(project, "m.txt", "line 3 has 303 bytes, more than the 300")
    put(project, "m.txt", f"标题{end}{end}{'花呗逾期，' * 20}{end}")
    assert by_name(clean_corpus(project))["m.txt"].status == "written"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_pipe_is_told_and_not_opened(project: Project) -> None:
    put_good_ones(project)
    os.mkfifo(project.raw / "m.txt")
    assert_told(project, "m.txt", "is no file but a pipe")


@pytest.mark.parametrize("line", ["seconds: 0", "file_bytes: viel", "second: 3"])
def test_limits_that_make_no_sense(project: Project, line: str) -> None:
    limit(project, line)
    with pytest.raises(SettingsError, match=r"corpus/limits\.yml: .*(seconds|file_bytes)"):
        project.limits()


def test_number_in_a_name_is_published_nowhere(project: Project) -> None:
    put_good_ones(project)
    put(project, "老王13800138000.txt", ARTICLE.replace("花呗", "网贷"))
    outcome = by_name(clean_corpus(project))["老王13800138000.txt"]
    article = (project.root / outcome.path).read_text(encoding="utf-8")
    assert "source_file: 老王138****8000.txt" in article
    assert not any(
        "13800138000" in path.read_text(encoding="utf-8") for path in project.articles.rglob("*.md")
    )
