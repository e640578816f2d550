"""Whose front matter counts: a stranger's is text, ours is an editor's; and the site stays whole."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from building import build_site
from projects import ARTICLE, by_name, put
from typer.testing import CliRunner

from qingyuan.articles import front_matter
from qingyuan.articles.settings import SettingsError
from qingyuan.commands.app import app
from qingyuan.corpus.intake import add_files
from qingyuan.corpus.project import Project
from qingyuan.corpus.run import clean_corpus
from qingyuan.corpus.sources import is_ours, parse

HEAD = "title: 借呗逾期怎么办\ntags: [借呗]\ndescription: 一句话\ntemplate: nope.html\n"
PAGE = f"---\n{HEAD}---\n\n{ARTICLE}"
ROW = "- {{files: {files}, origin: 邮件, license: 获授权, received: 2026-01-02{more}}}\n"


def metadata_of(project: Project, name: str) -> dict[str, object]:
    outcome = by_name(clean_corpus(project))[name]
    text = (project.root / outcome.path).read_text(encoding="utf-8")
    return dict(front_matter.split(text).metadata)


def test_front_matter_counts_where_the_source_is_ours(project: Project) -> None:
    put(project, "a.txt", PAGE)
    known = {"title", "lang", "original_script", "source_file", "source_id"}
    as_stranger = metadata_of(project, "a.txt")
    assert as_stranger.keys() <= known | {"tags"}
    assert as_stranger.get("tags") != ["借呗"]
    project.sources.write_text(ROW.format(files="a.txt", more=", ours: true"), encoding="utf-8")
    as_ours = metadata_of(project, "a.txt")  # the same bytes, and cleaned anew
    assert as_ours.keys() == known | {"tags", "description"}
    assert as_ours["tags"] == ["借呗"]


def test_a_stranger_names_no_source_but_the_real_one(project: Project) -> None:
    put(project, "a.txt", f"---\ntitle: 甲\nsource_file: b.txt\nsource_id: '0'\nlang: en\n---\n\n{ARTICLE}")
    metadata = metadata_of(project, "a.txt")
    assert (metadata["source_file"], metadata["lang"]) == ("a.txt", "zh-CN")
    assert metadata["source_id"] != "0"


@pytest.mark.parametrize(
    ("told", "ours"),
    [
        ("", False),
        (ROW.format(files="a.txt", more=""), False),
        (ROW.format(files="a.txt", more=", ours: false"), False),
        (ROW.format(files="'?.txt'", more=", ours: true"), True),
        (ROW.format(files="b.txt", more=", ours: true"), False),
        (ROW.format(files="'*'", more=", ours: true") + ROW.format(files="a.txt", more=""), False),
    ],
)
def test_a_file_is_ours_if_all_that_name_it_say_so(told: str, ours: bool) -> None:
    assert is_ours("a.txt", parse(told)) is ours


def test_add_notes_whose_the_files_are(project: Project, tmp_path: Path) -> None:
    for name, ours in (("a.txt", True), ("b.txt", False)):
        path = tmp_path / name
        path.write_text(PAGE + name, encoding="utf-8")
        add_files(project, [path], "邮件", "获授权", datetime.date(2026, 1, 2), ours=ours)
    assert [(source.files, source.ours) for source in project.deliveries()] == [
        (("a.txt",), True),
        (("b.txt",), False),
    ]
    assert project.sources.read_text(encoding="utf-8").count("ours:") == 1


def test_a_fault_in_sources_is_told_before_anything_is_cleaned(project: Project) -> None:
    put(project, "a.txt", PAGE)
    project.sources.write_text(ROW.format(files="a.txt", more=", our: true"), encoding="utf-8")
    with pytest.raises(SettingsError, match="did you mean 'ours'"):
        clean_corpus(project)
    assert not project.ledger.exists()


def test_commands_know_whose_the_file_is(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = put(project, "a.txt", PAGE)
    monkeypatch.chdir(project.root)
    run = CliRunner()
    left_out = "template is no field of articles"
    assert left_out not in run.invoke(app, ["explain", str(raw)]).output
    assert left_out in run.invoke(app, ["explain", str(raw), "--ours"]).output
    project.sources.write_text(ROW.format(files="a.txt", more=", ours: true"), encoding="utf-8")
    assert left_out in run.invoke(app, ["explain", str(raw)]).output
    for more, tagged in (([], False), (["--ours"], True)):
        result = run.invoke(app, ["clean", str(raw), "--to", "out", *more])
        assert result.exit_code == 0, result.output
        written = (project.root / "out" / "a.md").read_text(encoding="utf-8")
        assert ("description: 一句话" in written) is tagged
    assert run.invoke(app, ["clean", "--ours"]).exit_code == 2


def test_the_site_of_strangers_articles_is_whole(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    heads = [
        *("template: nope.html", "icon: ../../../etc/passwd", "hide: 3", "template: topic.html\ntopic: nope"),
        *(
            "tags: ['<img src=x onerror=window.pwned=1>']",
            "search: 3",
            "tags: &a [x, *a]",
            'author: "<b>甲</b>"',
        ),
    ]
    for number, head in enumerate(heads):
        body = ARTICLE.replace("花呗", f"花呗{number}期")
        put(project, f"{number}.txt", f"---\ntitle: 花呗{number}期逾期怎么办\n{head}\n---\n\n{body}")
    outcomes = clean_corpus(project)
    assert {outcome.status for outcome in outcomes} == {"written"}
    (project.root / "docs" / "index.md").write_text("# 首页\n", encoding="utf-8")
    site = build_site(project.root / "docs", project.root / "site", strict=False)
    for outcome in outcomes:
        page = site / outcome.path.removeprefix("docs/").removesuffix(".md") / "index.html"
        assert "再联系客服" in page.read_text(encoding="utf-8")
    assert "articles/" not in " ".join(
        each.getMessage() for each in caplog.records if each.levelname == "WARNING"
    )
    assert "pwned" not in "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
