"""Reading, writing, ownership, and what bad input is told."""

from __future__ import annotations

import datetime
import json
import os
import shutil
from pathlib import Path

import pytest
from projects import ARTICLE, by_name, files_below, put
from raw_articles import SEEDS

from qingyuan.articles.settings import SettingsError
from qingyuan.articles.topics import Topics
from qingyuan.corpus.files import write_atomically
from qingyuan.corpus.intake import add_files
from qingyuan.corpus.merging import merge
from qingyuan.corpus.project import CorpusError, Outcome, Project, raw_paths
from qingyuan.corpus.run import clean_corpus, clean_files


def test_first_run_writes_second_run_changes_nothing(project: Project) -> None:
    put(project, "a.txt", ARTICLE)
    (first,) = clean_corpus(project)
    assert first.status == "written"
    article = project.root / first.path
    assert article.read_text(encoding="utf-8").startswith("---\ntitle: 花呗逾期怎么办\n")
    before = files_below(project.root)
    assert [outcome.status for outcome in clean_corpus(project)] == ["unchanged"]
    shutil.rmtree(project.cache)
    assert [outcome.status for outcome in clean_corpus(project)] == ["unchanged"]
    after = files_below(project.root)
    assert after == before


def test_article_that_an_editor_changed_is_left_alone(project: Project) -> None:
    put(project, "a.txt", ARTICLE)
    article = project.root / clean_corpus(project)[0].path
    edited = article.read_text(encoding="utf-8").replace("申请分期", "申请分期还款")
    article.write_text(edited, encoding="utf-8")
    (outcome,) = clean_corpus(project)
    assert outcome.status == "unchanged"
    assert article.read_text(encoding="utf-8") == edited


def test_changed_pipeline_output_is_merged_with_the_editors_changes(project: Project) -> None:
    raw = put(project, "a.txt", ARTICLE)
    article = project.root / clean_corpus(project)[0].path
    ledger = project.ledger / "a.txt.json"
    # The raw file stays, the pipeline's output changes: told by an earlier output that lacked a heading mark.
    entry = json.loads(ledger.read_text(encoding="utf-8"))
    old = article.read_text(encoding="utf-8")
    for step in entry["trail"]:
        if step[0] == "structure/headings":
            step[1].pop(0)
    from qingyuan.corpus.ledgers import digest, replay

    base = replay(
        {
            "trail": [
                step if step[0] != "structure/block-spacing" else [step[0], []] for step in entry["trail"]
            ]
        },
        raw.read_text(encoding="utf-8"),
    )
    entry["trail"] = [
        step if step[0] != "structure/block-spacing" else [step[0], []] for step in entry["trail"]
    ]
    entry["article"]["digest"] = digest(base)
    ledger.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")
    article.write_text(base.replace("申请分期", "申请分期还款"), encoding="utf-8")
    shutil.rmtree(project.cache)
    (outcome,) = clean_corpus(project)
    assert outcome.status == "merged"
    assert article.read_text(encoding="utf-8") == old.replace("申请分期", "申请分期还款")


def test_conflict_is_reported_and_nothing_overwritten(project: Project) -> None:
    put(project, "a.txt", ARTICLE)
    article = project.root / clean_corpus(project)[0].path
    article.write_text("编辑重写了全文。\n", encoding="utf-8")
    (project.ledger / "a.txt.json").unlink()
    shutil.rmtree(project.cache)
    (outcome,) = clean_corpus(project)
    assert outcome.status == "conflict"
    assert "nothing was overwritten" in outcome.message
    assert article.read_text(encoding="utf-8") == "编辑重写了全文。\n"


def test_windows_editor_keeps_line_ends_and_mark(project: Project) -> None:
    base = "甲\n乙\n丙\n丁\n"
    theirs = "\ufeff甲\r\n乙\r\n丙一\r\n丁\r\n"
    assert merge(base, theirs, "甲一\n乙\n丙\n丁\n") == ("\ufeff甲一\r\n乙\r\n丙一\r\n丁\r\n", True)
    put(project, "a.txt", ARTICLE)
    article = project.root / clean_corpus(project)[0].path
    edited = b"\xef\xbb\xbf" + article.read_bytes().replace(b"\n", b"\r\n")
    article.write_bytes(edited)
    assert [outcome.status for outcome in clean_corpus(project)] == ["unchanged"]
    assert article.read_bytes() == edited


def test_article_that_an_editor_saved_in_another_charset_is_not_touched(project: Project) -> None:
    put(project, "a.txt", ARTICLE)
    article = project.root / clean_corpus(project)[0].path
    edited = article.read_text(encoding="utf-8").replace("申请", "办理").encode("gb18030")
    article.write_bytes(edited)
    (outcome,) = clean_corpus(project)
    assert outcome.status == "conflict"
    assert "UTF-8" in outcome.message
    assert article.read_bytes() == edited


def test_raw_file_that_is_gone_is_told_and_one_renamed_goes_on(project: Project) -> None:
    raw = put(project, "a.txt", ARTICLE)
    put(project, "b.txt", ARTICLE.replace("花呗", "借呗"))
    path = by_name(clean_corpus(project))["a.txt"].path
    raw.rename(project.raw / "c.txt")
    outcomes = by_name(clean_corpus(project))
    assert sorted(outcomes) == ["b.txt", "c.txt"]
    assert (outcomes["c.txt"].status, outcomes["c.txt"].path) == ("written", path)
    assert sorted(p.name for p in project.ledger.iterdir()) == ["b.txt.json", "c.txt.json"]
    (project.raw / "c.txt").unlink()
    outcome = by_name(clean_corpus(project))["c.txt"]
    assert (outcome.status, outcome.path) == ("orphan", path)
    assert "corpus/ledger/c.txt.json" in outcome.message
    assert (project.root / path).exists()


def test_ledger_that_was_deleted_is_written_again(project: Project) -> None:
    put(project, "a.txt", ARTICLE)
    clean_corpus(project)
    (project.ledger / "a.txt.json").unlink()
    clean_corpus(project)
    assert (project.ledger / "a.txt.json").exists()


def test_what_cannot_be_read_or_written_is_told_and_the_rest_goes_on(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = put(project, "a.txt", ARTICLE)
    put(project, "b.txt", ARTICLE.replace("花呗", "借呗"))
    put(project, "c.txt", ARTICLE.replace("花呗", "网贷"))
    (project.articles / "chanpin").mkdir(parents=True)
    opened, replace = Path.open, os.replace

    def no_reading(path: Path, *how: str, **more: str) -> object:
        if path == secret:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *how, **more)

    def no_writing(source: str, target: Path) -> None:
        if "jie-bei" in str(target):
            raise PermissionError(13, "Permission denied", str(target))
        replace(source, target)

    monkeypatch.setattr(Path, "open", no_reading)
    monkeypatch.setattr("qingyuan.corpus.files.os.replace", no_writing)
    outcomes = by_name(clean_corpus(project))
    assert [outcomes[name].status for name in ("a.txt", "b.txt", "c.txt")] == ["failed", "failed", "written"]
    assert "cannot be read: Permission denied" in outcomes["a.txt"].message
    assert "cannot be written" in outcomes["b.txt"].message
    assert not list(project.root.rglob("*.part"))


def test_article_moved_by_an_editor_is_found_again(project: Project) -> None:
    put(project, "a.txt", ARTICLE)
    first = clean_corpus(project)[0]
    moved = project.articles / "chanpin" / "花呗.md"
    moved.parent.mkdir(exist_ok=True)
    (project.root / first.path).rename(moved)
    (outcome,) = clean_corpus(project)
    assert (outcome.status, outcome.path) == ("unchanged", "docs/articles/chanpin/花呗.md")
    assert not (project.root / first.path).exists()


def test_same_title_gets_a_path_of_its_own_and_keeps_it(project: Project) -> None:
    put(project, "b.txt", ARTICLE)
    first = clean_corpus(project)[0].path
    put(project, "a.txt", ARTICLE + "\n三、结果\n\n分期成功。\n")
    outcomes = by_name(clean_corpus(project))
    assert outcomes["b.txt"].path == first
    assert outcomes["a.txt"].path != first
    assert (project.root / outcomes["a.txt"].path).exists()


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\n", "empty"),
    "image.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), "binary|PNG"),
    "unknown.txt": (bytes(range(128, 256)) * 3 + b"\xff\xff\xfe", "charset|byte"),
}


def test_bad_files_each_give_one_clear_message_and_the_rest_goes_on(project: Project) -> None:
    for name, (data, _) in BAD.items():
        put(project, name, data)
    put(project, "good.txt", ARTICLE)
    put(project, "copy/good.txt", ARTICLE)
    outcomes = by_name(clean_corpus(project))
    for name, (_, words) in BAD.items():
        assert outcomes[name].status == "failed"
        assert __import__("re").search(words, outcomes[name].message), outcomes[name].message
        assert "\n" not in outcomes[name].message
    done = [outcome for outcome in outcomes.values() if outcome.status == "written"]
    assert len(done) == 1
    assert [o.name for o in outcomes.values() if o.status == "duplicate"] == ["good.txt"]
    written = [name for name in files_below(project.root) if name.startswith("docs/")]
    assert len(written) == 1
    assert not [name for name in files_below(project.root) if name.endswith(".part")]


def test_folder_without_articles_is_refused(project: Project) -> None:
    with pytest.raises(CorpusError, match="holds no articles"):
        raw_paths(project.raw)
    with pytest.raises(CorpusError, match="no such folder"):
        raw_paths(project.raw / "missing")


def test_article_of_another_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "a.md").write_text(f"{ARTICLE}\n再看一遍账单。\n", encoding="utf-8")
    out = tmp_path / "out"

    def clean_alone(name: str) -> Outcome:
        (outcome,) = clean_files([tmp_path / name], out, Topics())
        return outcome

    assert clean_alone("a.txt").status == "written"
    assert clean_alone("a.txt").status == "written"  # its own
    first = (out / "a.md").read_text(encoding="utf-8")
    assert "is the article of a.txt" in clean_alone("a.md").message
    assert (out / "a.md").read_text(encoding="utf-8") == first
    (out / "a.md").write_text("# 手写的笔记\n", encoding="utf-8")
    assert "no article" in clean_alone("a.txt").message
    assert (out / "a.md").read_text(encoding="utf-8") == "# 手写的笔记\n"


def test_single_files_go_to_a_folder_and_a_duplicate_name_is_told(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "页.txt").write_text(ARTICLE, encoding="gb18030")
    files = [tmp_path / "one" / "页.txt", tmp_path / "two" / "页.txt", tmp_path / "missing.txt"]
    outcomes = clean_files(files, tmp_path / "out", Topics())
    assert [outcome.status for outcome in outcomes] == ["written", "failed", "failed"]
    assert "duplicate name" in outcomes[1].message
    assert "cannot be read" in outcomes[2].message
    assert "打开支付宝，查看花呗账单。" in (tmp_path / "out" / "页.md").read_text(encoding="utf-8")


def test_single_files_are_never_written_over_one_another(tmp_path: Path) -> None:
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text(ARTICLE + name, encoding="utf-8")
    before = files_below(tmp_path)
    outcomes = clean_files([tmp_path / "a.txt", tmp_path / "a.md"], tmp_path, Topics())
    assert [outcome.status for outcome in outcomes] == ["failed", "failed"]
    assert files_below(tmp_path) == before
    (outcome,) = clean_files([tmp_path / "a.txt"], tmp_path / "a.md" / "deeper", Topics())
    assert "cannot be written" in outcome.message


def test_interrupted_write_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.md"
    target.write_text("旧", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("qingyuan.corpus.files.os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(target, "新")
    assert files_below(tmp_path) == {"a.md": "旧".encode()}


def test_added_files_are_copied_to_the_byte_and_noted(project: Project, tmp_path: Path) -> None:
    source = tmp_path / "new.txt"
    source.write_bytes(ARTICLE.replace("\n", "\r\n").encode("gb18030"))
    day = datetime.date(2026, 1, 2)
    (outcome,) = add_files(project, [source], "邮件", "获授权", day)
    assert outcome.status == "written"
    assert (project.raw / "new.txt").read_bytes() == source.read_bytes()
    assert "2026-01-02" in (project.root / "corpus" / "sources.yml").read_text(encoding="utf-8")
    (again,) = add_files(project, [source], "邮件", "获授权", day)
    assert again.status == "duplicate"


def test_nothing_is_taken_while_the_note_of_origins_is_broken(project: Project, tmp_path: Path) -> None:
    source = tmp_path / "new.txt"
    source.write_text(ARTICLE, encoding="utf-8")
    project.sources.write_text("- files: [a\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"corpus/sources\.yml: line"):
        add_files(project, [source], "邮件", "获授权", datetime.date(2026, 1, 2))
    assert not list(project.raw.iterdir())


def test_merge_keeps_both_sides_or_says_so() -> None:
    base = "甲\n乙\n丙\n丁\n戊\n"
    assert merge(base, base.replace("甲", "甲一"), base.replace("戊", "戊一")) == (
        "甲一\n乙\n丙\n丁\n戊一\n",
        True,
    )
    assert merge(base, base.replace("丙", "丙一"), base.replace("丙", "丙二"))[1] is False


def test_raw_articles_stand_byte_for_byte() -> None:
    assert len(SEEDS) == 5
    expected = {"000": 5009, "001": 6314, "002": 6012, "003": 4907, "004": 6046}
    assert {seed.number: seed.path.stat().st_size for seed in SEEDS} == expected


def test_a_short_text_has_its_title_once(project: Project) -> None:
    put(project, "菜谱.txt", "红烧肉的做法\n\n五花肉切块，冷水下锅焯水。\n\n加酱油、冰糖，小火炖一小时。\n")
    text = (project.root / clean_corpus(project)[0].path).read_text(encoding="utf-8")
    assert "title: 红烧肉的做法\n" in text
    assert text.count("红烧肉的做法") == 1
    assert "title_inferred" not in text


def test_a_text_without_a_title_line_is_named_by_its_first_words(project: Project) -> None:
    put(project, "a.txt", "五花肉切块，冷水下锅焯水。\n\n加酱油、冰糖，小火炖一小时。\n")
    text = (project.root / clean_corpus(project)[0].path).read_text(encoding="utf-8")
    assert "title: 五花肉切块\ntitle_inferred: true\n" in text
    assert "五花肉切块，冷水下锅焯水。" in text
