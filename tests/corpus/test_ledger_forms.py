"""Ledgers of earlier versions are read, those of later ones left alone, and no name of a rule is lost.

`cases/ledger-1` is a project as the program of commit a112c48 left it: its ledgers have version 1. Today's articles
differ from its own in one line of `a.txt`.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from projects import by_name, files_below
from raw_articles import CASES, ROOT

from qingyuan import rule_names
from qingyuan.articles import rulings
from qingyuan.articles.check import KINDS
from qingyuan.articles.front_matter import COMPOSED
from qingyuan.articles.settings import SettingsError
from qingyuan.corpus import ledger_forms
from qingyuan.corpus.ledger_forms import SCHEMA, NewerLedger, read_ledger, read_ledgers, upgraded
from qingyuan.corpus.ledgers import digest, replay
from qingyuan.corpus.project import Project
from qingyuan.corpus.run import clean_corpus
from qingyuan.pipeline import PIPELINE, RULES
from qingyuan.report.ledgers import as_html, report

ARTICLES = {
    "a.txt": "docs/articles/hua-bei-yu-qi-zen-me-ban.md",
    "b.txt": "docs/articles/xin-yong-fen-de-qu-jian.md",
}


@pytest.fixture
def old(tmp_path: Path) -> Project:
    shutil.copytree(CASES / "ledger-1", tmp_path / "old")
    return Project(tmp_path / "old")


def ledger_of(project: Project, name: str) -> Path:
    return project.ledger / f"{name}.json"


def stored(project: Project, name: str) -> dict:
    return json.loads(ledger_of(project, name).read_text(encoding="utf-8"))


def changed(project: Project, name: str, **values: object) -> None:
    entry = stored(project, name) | values
    ledger_of(project, name).write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")


# -- Earlier versions --------------------------------------------------------------------------------------------


def test_clean_brings_old_ledgers_into_todays_form(old: Project) -> None:
    assert {stored(old, name)["schema"] for name in ARTICLES} == {1}
    outcomes = by_name(clean_corpus(old))
    assert {name: outcome.status for name, outcome in outcomes.items()} == {
        "a.txt": "written",
        "b.txt": "unchanged",
    }
    schema = json.loads((ROOT / "src/qingyuan/data/ledger.schema.json").read_text(encoding="utf-8"))
    for name in ARTICLES:
        jsonschema.validate(stored(old, name), schema)
    assert {outcome.status for outcome in clean_corpus(old)} == {"unchanged"}


def test_what_an_editor_changed_goes_on_and_nothing_is_in_conflict(old: Project) -> None:
    for path in ARTICLES.values():
        article = old.root / path
        text = article.read_text(encoding="utf-8")
        edited = text.replace("lang: zh-CN\n", "lang: zh-CN\nauthor: 编辑\n").replace(
            "---\n\n", "---\n\n编辑写的。\n\n"
        )
        article.write_text(edited, encoding="utf-8")
    outcomes = by_name(clean_corpus(old))
    assert {name: outcome.status for name, outcome in outcomes.items()} == {
        "a.txt": "merged",
        "b.txt": "unchanged",
    }
    for path in ARTICLES.values():
        text = (old.root / path).read_text(encoding="utf-8")
        assert "author: 编辑\n" in text
        assert "---\n\n编辑写的。\n\n" in text
    assert "&lt;b>说明" in (old.root / ARTICLES["a.txt"]).read_text(encoding="utf-8"), (
        "the program's change, too"
    )
    assert {outcome.status for outcome in clean_corpus(old)} == {"unchanged"}


def test_an_article_that_was_moved_or_renamed_at_its_source_is_known_by_its_old_ledger(old: Project) -> None:
    moved = old.articles / "yuqi" / "x.md"
    moved.parent.mkdir()
    (old.root / ARTICLES["b.txt"]).rename(moved)
    (old.raw / "a.txt").rename(old.raw / "c.txt")
    outcomes = by_name(clean_corpus(old))
    assert outcomes["b.txt"].path == "docs/articles/yuqi/x.md"
    assert outcomes["c.txt"].path == ARTICLES["a.txt"]
    assert {outcome.status for outcome in outcomes.values()} <= {"written", "unchanged"}


def test_the_report_reads_every_version(old: Project) -> None:
    before = report(read_ledgers(old))
    assert "2 documents, " in before
    assert "repair/misread" in as_html(read_ledgers(old))
    clean_corpus(old)
    ledger_of(old, "a.txt").write_bytes((CASES / "ledger-1/corpus/ledger/a.txt.json").read_bytes())
    assert "2 documents, " in report(read_ledgers(old)), "one of each"


def test_an_old_ledger_that_comes_back_is_written_anew_though_nothing_else_changed(old: Project) -> None:
    clean_corpus(old)
    fresh = ledger_of(old, "a.txt").read_bytes()
    ledger_of(old, "a.txt").write_bytes((CASES / "ledger-1/corpus/ledger/a.txt.json").read_bytes())
    changed(old, "a.txt", article=json.loads(fresh)["article"])  # as the article stands now
    clean_corpus(old)
    assert ledger_of(old, "a.txt").read_bytes() == fresh


def test_every_version_replays_to_the_article_that_it_recorded(old: Project) -> None:
    for name, path in ARTICLES.items():
        article = (old.root / path).read_text(encoding="utf-8")
        raw = (old.raw / name).read_text(encoding="utf-8")
        entry = read_ledger(ledger_of(old, name))
        assert entry is not None
        assert entry["schema"] == SCHEMA
        assert replay(entry, raw) == article
        assert digest(article) == entry["article"]["digest"]


def test_words_that_an_old_trail_gives_away_are_hidden(old: Project) -> None:
    """Before commit fb93cda the trail held what a repair wrote, though a later step took it out again."""
    entry = stored(old, "a.txt")
    rule, edits = entry["trail"][0]
    start, length, stars = edits[0]
    said = "上一篇：花呗逾期怎样协商分期"
    assert (rule, len(stars)) == ("repair/misread", len(said))
    given_away = entry | {"trail": [[rule, [[start, length, said]]], *entry["trail"][1:]]}
    assert said in json.dumps(given_away, ensure_ascii=False)
    assert upgraded(given_away)["trail"] == upgraded(entry)["trail"] == entry["trail"]


def test_each_version_up_to_todays_can_be_read() -> None:
    assert set(ledger_forms.UPGRADES) == set(range(1, SCHEMA))
    published = json.loads((ROOT / "src/qingyuan/data/ledger.schema.json").read_text(encoding="utf-8"))
    assert published["properties"]["schema"]["const"] == SCHEMA
    assert ledger_forms.CONTAINERS.keys() | {"document", "digest"} <= set(published["required"])


# -- Later versions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edited", [False, True])
@pytest.mark.parametrize("there", [True, False], ids=["raw", "orphan"])
def test_a_ledger_of_a_newer_program_is_refused_and_left_alone(
    old: Project, edited: bool, there: bool
) -> None:
    changed(old, "a.txt", schema=SCHEMA + 1, news=["?"])
    if edited:
        (old.root / ARTICLES["a.txt"]).write_text("编辑写的。\n", encoding="utf-8")
    if not there:
        (old.raw / "a.txt").unlink()
    before = files_below(old.root)
    for dry_run in (False, True):
        with pytest.raises(
            NewerLedger, match=r"a\.txt\.json .*newer version of Qingyuan .*nothing was changed\.$"
        ):
            clean_corpus(old, dry_run=dry_run)
    with pytest.raises(NewerLedger):
        read_ledgers(old)
    after = files_below(old.root)
    assert {name: data for name, data in after.items() if name != "corpus/.lock"} == before


@pytest.mark.parametrize("version", [0, -1, "2", None, 1.5, [1]])
def test_what_no_program_wrote_is_no_ledger(old: Project, version: object) -> None:
    changed(old, "a.txt", schema=version)
    assert read_ledger(ledger_of(old, "a.txt")) is None


@pytest.mark.parametrize("rows", [{"trail": [5]}, {"findings": ["?"]}, {"stripped": [{}]}, {"lines": []}])
def test_a_ledger_with_odd_rows_is_none_and_ends_nothing(old: Project, rows: dict[str, object]) -> None:
    changed(old, "a.txt", **rows)
    assert read_ledger(ledger_of(old, "a.txt")) is None
    assert len(read_ledgers(old)) == 1
    assert by_name(clean_corpus(old))["b.txt"].status == "unchanged"


# -- Names of rules ----------------------------------------------------------------------------------------------

NAMES = CASES / "rule_names.txt"


def test_a_name_that_a_rule_ever_had_is_a_rule_or_has_a_row() -> None:
    """Add a new name to tests/cases/rule_names.txt; a line of it is never deleted nor given to another rule."""
    ever = {line for line in NAMES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
    today = {*(rule.name for rule in RULES), *(kind.id for kind in KINDS), COMPOSED}
    gone = rule_names.RENAMED.keys() | rule_names.RETIRED.keys()
    stages = {stage.name for stage in PIPELINE}
    assert ever - today - gone == set(), "renamed or retired: give them a row in src/qingyuan/rule_names.py"
    assert today - ever == set(), "new: give them a line in tests/cases/rule_names.txt"
    assert gone & (today | stages) == set(), "a name of today has no row"
    assert rule_names.RENAMED.keys() & rule_names.RETIRED.keys() == set()
    assert set(rule_names.RENAMED.values()) <= today | stages, "rows lead to names of today, without a stop"


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rules that have other names today, and one that is gone."""
    for table, rows in (
        (rule_names.RENAMED, {"restore/span": "restore/number-range", "mend": "repair"}),
        (rule_names.RETIRED, {"strip/old": "Its lines are boilerplate now."}),
    ):
        for old_name, now in rows.items():
            monkeypatch.setitem(table, old_name, now)  # type: ignore[arg-type]


RULINGS = """\
- {rule: restore/span, text: "350950", becomes: 350～950, reason: 公布的区间}
- {rule: strip/old, text: 甲, reason: 乙}
- {rule: mend, text: 丙, reason: 丁}
"""


@pytest.mark.usefixtures("renamed")
def test_rulings_with_old_names_are_followed_and_told(old: Project) -> None:
    assert [ruling.rule for ruling in rulings.parse(RULINGS)] == [
        "restore/number-range",
        "strip/old",
        "repair",
    ]
    (old.root / "corpus" / "rulings.yml").write_text(RULINGS, encoding="utf-8")
    said: list[str] = []
    clean_corpus(old, say=said.append)
    assert '350<ins class="restored">～</ins>950' in (old.root / ARTICLES["b.txt"]).read_text(
        encoding="utf-8"
    )
    assert said == [
        "corpus/rulings.yml: ruling 1: restore/span is called restore/number-range now, and is followed as such.",
        "corpus/rulings.yml: ruling 2 does nothing: strip/old is gone. Its lines are boilerplate now.",
        "corpus/rulings.yml: ruling 3: mend is called repair now, and is followed as such.",
    ]


@pytest.mark.parametrize("name", ["restore/nunber-range", "structure/front-matter", "repair/", "x"])
def test_a_ruling_of_a_rule_that_there_never_was_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match=r"corpus/rulings\.yml: ruling 1: there is no rule or stage '"):
        rulings.parse(f"- {{rule: {name}, text: 甲, reason: 乙}}\n")


@pytest.mark.usefixtures("renamed")
def test_ledgers_with_old_names_are_read_under_those_of_today(old: Project) -> None:
    text = ledger_of(old, "b.txt").read_text(encoding="utf-8")
    ledger_of(old, "b.txt").write_text(text.replace("restore/number-range", "restore/span"), encoding="utf-8")
    entry = read_ledger(ledger_of(old, "b.txt"))
    assert entry is not None
    assert "restore/span" not in json.dumps(entry)
    assert entry["edits"]["restore/number-range"] == 1
    assert {outcome.status for outcome in clean_corpus(old)} == {"written", "unchanged"}
