"""Names that not every system can hold: told by `clean`, made good by `add`."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from projects import ARTICLE, by_name, put

from qingyuan.corpus.intake import add_files
from qingyuan.corpus.names import is_portable, portable
from qingyuan.corpus.project import Project
from qingyuan.corpus.run import clean_corpus
from qingyuan.corpus.sources import parse

DAY = datetime.date(2026, 1, 2)
NAMES = {
    "CON": "_CON",
    "nul.txt": "_nul.txt",
    "AUX .x.txt": "_AUX .x.txt",
    "com1": "_com1",
    "LPT¹.html": "_LPT¹.html",
    "a:b.txt": "a_b.txt",
    "什么是花呗?.txt": "什么是花呗_.txt",
    'a*"<c>|\\.txt': "a___c___.txt",
    "a\nb\r\t.txt": "a_b__.txt",
    "a.txt.": "a.txt_",
    "a.txt ": "a.txt_",
}
FINE = ("constant.txt", "nullable.txt", "com10.txt", "COM.txt", "a b.txt", "-a.txt", "😀.txt", "页.txt", ".a")


@pytest.mark.parametrize(("name", "safe"), NAMES.items())
def test_name_that_windows_cannot_hold(project: Project, tmp_path: Path, name: str, safe: str) -> None:
    assert portable(name) == safe
    assert is_portable(safe)
    put(project, "z.txt", ARTICLE.replace("花呗", "借呗"))
    (tmp_path / "given").mkdir()
    given = tmp_path / "given" / name
    try:
        given.write_text(ARTICLE, encoding="utf-8")
        put(project, name, ARTICLE)
    except OSError:
        return  # this is such a system
    outcomes = by_name(clean_corpus(project))
    assert (outcomes[name].status, outcomes["z.txt"].status) == ("failed", "written")
    assert f"Rename it, perhaps to {safe}." in outcomes[name].message
    assert len(list(project.ledger.iterdir())) == len(list(project.articles.rglob("*.md"))) == 1

    (project.raw / name).unlink()
    (outcome,) = add_files(project, [given], "邮件", "获授权", DAY)
    assert (outcome.status, outcome.path) == ("written", f"corpus/raw/{safe}")
    assert "under this name, since Windows cannot hold its own" in outcome.message
    assert parse(project.settings("sources.yml"))[0].files == (safe,)
    assert by_name(clean_corpus(project))[safe].status == "written"
    assert (project.ledger / f"{safe}.json").exists()


@pytest.mark.parametrize("name", FINE)
def test_name_that_only_looks_reserved(name: str) -> None:
    assert portable(name) == name


TWINS = [
    ("A.txt", "a.txt"),
    ("Stra\N{LATIN SMALL LETTER SHARP S}e.txt", "strasse.txt"),
    ("cafe\N{COMBINING ACUTE ACCENT}.txt", "caf\N{LATIN SMALL LETTER E WITH ACUTE}.txt"),
]


@pytest.mark.parametrize(("first", "second"), TWINS)
def test_names_that_are_one_elsewhere(project: Project, tmp_path: Path, first: str, second: str) -> None:
    put(project, first, ARTICLE)
    put(project, second, ARTICLE.replace("花呗", "借呗"))
    if len(list(project.raw.iterdir())) == 1:
        return  # here is elsewhere
    outcomes = by_name(clean_corpus(project))
    assert [outcomes[name].status for name in (first, second)] == ["written", "failed"]
    assert f"its name is that of {first} but for letter case" in outcomes[second].message
    (project.raw / second).unlink()
    given = tmp_path / "given" / second
    given.parent.mkdir()
    given.write_text(ARTICLE.replace("花呗", "网贷"), encoding="utf-8")
    (outcome,) = add_files(project, [given], "邮件", "获授权", DAY)
    assert (outcome.status, f"corpus/raw/{first} exists" in outcome.message) == ("duplicate", True)


@pytest.mark.parametrize(("first", "second"), TWINS)
def test_of_names_that_are_one_elsewhere_stays_which_has_an_article(
    project: Project, first: str, second: str
) -> None:
    put(project, second, ARTICLE)
    (made,) = clean_corpus(project)
    put(project, first, ARTICLE.replace("花呗", "借呗"))
    if len(list(project.raw.iterdir())) == 1:
        return  # here is elsewhere
    put(project, second, ARTICLE.replace("账单", "余额"))
    outcomes = by_name(clean_corpus(project))
    assert [outcomes[name].status for name in (first, second)] == ["failed", "written"]
    assert f"its name is that of {second} but for letter case" in outcomes[first].message
    assert outcomes[second].path == made.path


def test_longest_name_goes_in_with_its_ledger(project: Project) -> None:
    name = "花" * 82 + ".txt"  # 250 bytes
    put(project, name, ARTICLE)
    assert [outcome.status for outcome in clean_corpus(project)] == ["written"]
    assert (project.ledger / f"{name}.json").exists()


def test_title_that_windows_reserves_is_no_article_of_that_name(project: Project) -> None:
    put(project, "a.txt", ARTICLE.replace("花呗逾期怎么办", "CON"))
    (outcome,) = clean_corpus(project)
    assert outcome.status == "written"
    assert is_portable(outcome.path), outcome.path


def test_link_in_the_corpus_is_not_read_for_comparison(project: Project, tmp_path: Path) -> None:
    given = tmp_path / "given.txt"
    given.write_text(ARTICLE, encoding="utf-8")
    (project.raw / "link.txt").symlink_to(given)
    assert [outcome.status for outcome in add_files(project, [given], "邮件", "获授权", DAY)] == ["written"]
