"""The command line as a user calls it: exit codes, help that teaches, no secrets on the screen."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from raw_articles import ROOT, SEEDS
from typer.testing import CliRunner

from qingyuan.commands.app import app

runner = CliRunner()
COMMANDS = [
    command.name or command.callback.__name__ for command in app.registered_commands if command.callback
]


def call(*arguments: str) -> tuple[int, str]:
    result = runner.invoke(app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture
def empty_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without raw articles: those of this one take seconds to clean."""
    (tmp_path / "corpus" / "raw").mkdir(parents=True)
    shutil.copy(ROOT / "corpus" / "topics.yml", tmp_path / "corpus")
    (tmp_path / "mkdocs.yml").write_text("site_name: 测试\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def project(empty_project: Path) -> Path:
    shutil.copytree(ROOT / "corpus" / "raw", empty_project / "corpus" / "raw", dirs_exist_ok=True)
    return empty_project


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_stands_in_the_readme(command: str) -> None:
    code, output = call(command, "--help")
    assert code == 0
    assert len(output) > 200
    assert f"qingyuan {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_clean_writes_all_five_articles(project: Path) -> None:
    code, output = call("clean")
    assert code == 0, output
    assert "5 documents: 5 written" in output
    assert len(list((project / "docs" / "articles").rglob("*.md"))) == 5
    code, output = call("clean")
    assert "5 unchanged" in output


def test_clean_check_writes_nothing(project: Path) -> None:
    before = sorted(project.rglob("*"))
    code, _ = call("clean", "--check")
    assert code == 0
    assert sorted(project.rglob("*")) == before


def test_clean_tells_a_bad_file_and_ends_with_1(project: Path) -> None:
    (project / "corpus" / "raw" / "bad.txt").write_bytes(b"")
    code, output = call("clean")
    assert code == 1
    assert "bad.txt" in output
    assert "5 written" in output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export-search", "--to", "out"], "not a built site"),
        (["explain", "corpus/sources.yml", "--stage", "nix"], "no stage or rule 'nix'"),
        (["add", "a.txt", "--origin", "", "--license", "x"], "may not be empty"),
        (["clean", "a.txt"], "--to"),
        (["clean", "--to", "out"], "Name the files"),
        (["explain", "missing.txt"], "cannot be read"),
        (["explain", "mkdocs.yml", "--html", "out.html"], "no web page"),
        (["new", "标题", "--topic", "nowhere"], "没有主题"),
        (["new", " "], "不能为空"),
    ],
)
def test_misuse_ends_with_2_and_says_what_to_do(project: Path, arguments: list[str], words: str) -> None:
    code, output = call(*arguments)
    assert code == 2
    assert words in output


def test_outside_a_project_clean_says_where_to_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, output = call("clean")
    assert code == 2
    assert "mkdocs.yml" in output


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.number)
def test_explain_shows_changes_and_no_contact_details(seed: object) -> None:
    path = seed.path  # type: ignore[attr-defined]
    code, output = call("explain", str(path))
    assert code in (0, 1)
    assert "structure/headings" in output
    secrets = re.findall(r"1[3-9]\d{9}|\d{6,}(?=@)", path.read_text(encoding="utf-8"))
    assert not [secret for secret in secrets if secret in output]
    code, output = call("explain", "--json", str(path))
    assert not [secret for secret in secrets if secret in output]


def test_new_makes_an_article_that_check_accepts(project: Path) -> None:
    code, output = call("new", "花呗分期 可以提前还吗", "--topic", "chanpin")
    assert code == 0, output
    (path,) = (project / "docs" / "articles" / "chanpin").glob("*.md")
    assert "title: 花呗分期 可以提前还吗" in path.read_text(encoding="utf-8")
    code, output = call("check", str(path))
    assert code == 0, output
    assert call("new", "花呗分期 可以提前还吗", "--topic", "chanpin")[0] == 2


def test_check_names_problems_as_editors_read_them(project: Path) -> None:
    bad = project / "bad.md"
    bad.write_text(
        "---\ntitle: 甲\ncatagory: 逾期\ndate: 2024年5月\n---\n\n## 一\n\n#### 二\n\n加薇信 abc88888 咨询。\n",
        encoding="utf-8",
    )
    code, output = call("check", "bad.md")
    assert code == 1
    assert (
        "bad.md:3:1: 错误 front-matter/unknown-field 未知的字段“catagory”，不会生效。是不是想写“category”？"
        in output
    )
    assert (
        "bad.md:4:1: 错误 front-matter/date “2024年5月”不是日期，文章无法按时间排序。请写成：date: 2024-05-01。"
        in output
    )
    assert (
        "bad.md:9:1: 错误 structure/heading-jump 标题从 2 级跳到 4 级，目录会断开。请把“####”改为“###”。"
        in output
    )
    assert "strip/contact" in output
    assert "abc88888" not in output


def test_published_articles_pass_the_check() -> None:
    code, output = call("check", str(ROOT / "docs" / "articles"))
    assert code == 0, output


def test_module_is_a_filter() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qingyuan", "fix"],
        input="浣犲ソ\r\n".encode(),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == "你好\r\n"


@pytest.mark.parametrize(
    ("data", "code", "out"),
    [
        ("浣犲ソ，&#25903;付宝。\r\n".encode(), 0, "你好，支付宝。\r\n"),
        ("锟斤拷锟斤拷，支付宝\n".encode("gb18030"), 1, "锟斤拷锟斤拷，支付宝\n"),
        (b"", 0, ""),
    ],
)
def test_fix_repairs_what_it_reads_and_its_exit_code_tells_of_doubts(
    data: bytes, code: int, out: str
) -> None:
    result = runner.invoke(app, ["fix"], input=data)
    assert (result.exit_code, result.stdout_bytes.decode()) == (code, out)


def test_fix_shows_its_edits() -> None:
    rows = json.loads(runner.invoke(app, ["fix", "--json"], input="浣犲ソ".encode()).stdout)
    assert (rows["text"], rows["edits"][0]["rule"]) == ("你好", "repair/misread")
    assert "[-浣犲ソ-]{+你好+}" in runner.invoke(app, ["fix", "--explain"], input="浣犲ソ\n".encode()).stdout


def test_fix_refuses_what_is_no_text() -> None:
    result = runner.invoke(app, ["fix"], input=b"\x00\x01\x02" * 50)
    assert result.exit_code == 2
    assert "standard input" in result.stderr


def test_explain_hides_numbers_that_edits_cut_or_bring_to_light(project: Path) -> None:
    (project / "a.txt").write_text(
        "电话：１３８００１３８０００\n逾期后应当尽快联系平台。\n电话138\u200b00138000\n锟斤拷锟斤拷，支付宝\n",
        encoding="utf-8",
    )
    for options in (["explain"], ["explain", "--json"], ["fix", "--explain"]):
        code, output = call(*options, "a.txt")
        assert code == 1
        assert not re.search(r"[1１][3３][8８][^*]{0,12}[8８][0０]{3}|00138000", output)
        assert "repair/lost-text" in output
        assert "<function" not in output


@pytest.mark.parametrize("name", ["topics.yml", "rulings.yml"])
@pytest.mark.parametrize("content", [b"- [", b"a: b\n", "主题".encode("gb18030")])
def test_wrong_settings_end_every_command_that_reads_them_with_2(
    project: Path, name: str, content: bytes
) -> None:
    (project / "corpus" / name).write_bytes(content)
    for arguments in (["clean"], ["clean", "corpus/raw", "--to", "out"], ["new", "标题"]):
        code, output = call(*arguments)
        assert code == 2
        assert f"corpus/{name}" in output


@pytest.mark.parametrize("title", ["/", "../../x", "？！", "😀/😀", "ёлка/..", "CON"])
def test_new_never_leaves_the_articles_folder(project: Path, title: str) -> None:
    code, output = call("new", title)
    assert code in (0, 2), output
    written = list(project.rglob("*.md"))
    assert len(written) == (code == 0)
    assert all(path.parent == project / "docs" / "articles" for path in written)


def test_version() -> None:
    assert call("--version") == (0, "qingyuan 0.1.0\n")


def test_help_and_version_load_no_language_model() -> None:
    code = "import sys; from qingyuan.commands.app import app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {
        "opencc",
        "numpy",
        "mkdocs",
        "lxml",
        "pypinyin",
        "qingyuan.stages",
        "qingyuan.corpus",
    }


def test_all_outputs_mask_alike(project: Path) -> None:
    secret, shown = "13800138000", "138****8000"
    (project / "corpus" / "raw" / "a.txt").write_text(
        f"花呗逾期怎么办\n\n先联系平台，再谈分期。\n\n详情请联系{secret}。\n", encoding="utf-8"
    )
    call("clean")
    ledger = next((project / "corpus" / "ledger").glob("a.txt.json")).read_text(encoding="utf-8")
    explained = call("explain", "corpus/raw/a.txt")[1]
    for output in (ledger, explained, call("explain", "--json", "corpus/raw/a.txt")[1]):
        assert secret not in output
        assert shown in output


NAME = "a\x1b]0;x\x07\u202e\r\n+ written.txt"
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


def hostile(folder: Path, text: str) -> Path:
    """A file whose name would set the terminal's title and forge a line."""
    path = folder / NAME
    try:
        path.write_text(text, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    return path


LINES = (
    "花呗逾期\x1b[31m怎么办\n\n先联系\x1b]0;PWN\x07平台，锟斤拷锟斤拷。\x9b2J\u202e加微信 abc12345\n\n"
    "信用分的区间为350950分\x1b[2J。\n浣犲ソ，\x1b[1m支付宝。\n"
)


@pytest.mark.parametrize(
    "command",
    [
        ["clean", "-v"],
        ["clean", "FILE", "--to", "out"],
        ["check", "FILE"],
        ["check", "missing\x1b[31m"],
        ["explain", "FILE"],
        ["explain", "FILE", "--json"],
        ["explain", "FILE", "--html", "r\x1b[31m.html"],
        ["explain", "missing\x1b[31m"],
        ["explain", "FILE", "--stage", "\x1b[31m"],
        ["fix", "FILE", "--explain"],
        ["fix", "FILE", "--json"],
        ["fix", "missing\x1b[31m\n"],
        ["report"],
        ["report", "--html", "r\x1b[31m.html"],
        ["report", "--html", "FILE/x"],
        ["add", "FILE", "missing\x1b[31m", "--origin", "x", "--license", "x"],
        ["new", "标\x1b[31m题", "--topic", "\x1b[31m"],
        ["export-search", "--to", "x", "--site", "\x1b[31m"],
        ["report", "\x1b[31m"],
        ["clean", "--jobs", "\x1b[31m"],
        ["\x1b[31m"],
        ["clean", "--\x1b[31m"],
        ["--\u202e\u200b"],
        ["clean", "--\u202e\x9b\n+ written.txt"],
        ["explain", "x", "\u202e\r\n+ written.txt"],
        ["fix", "x", "\u2066\ufeff"],
        ["new", "x", "\u202e\u200b"],
        ["check", "--\u202e"],
        ["report", "\u202e"],
    ],
    ids=repr,
)
def test_nothing_from_outside_is_obeyed_by_the_terminal(empty_project: Path, command: list[str]) -> None:
    path = hostile(empty_project / "corpus" / "raw", LINES)
    if command[0] == "report":
        call("clean")
    _, output = call(*(part.replace("FILE", str(path)) for part in command))
    assert_harmless(output)


@pytest.mark.parametrize(
    "command",
    [["clean", "-v"], ["fix", "missing\x1b[31m\n"], ["clean", "--\u202e\x9b\n+ written.txt"]],
    ids=repr,
)
def test_nor_by_that_of_a_real_process(empty_project: Path, command: list[str]) -> None:
    """As `main` runs it, which has the last word on what is printed."""
    hostile(empty_project / "corpus" / "raw", LINES)
    done = subprocess.run(
        [sys.executable, "-m", "qingyuan", *command], capture_output=True, encoding="utf-8", check=False
    )
    assert "Traceback" not in done.stderr
    assert_harmless(done.stdout + done.stderr)


def assert_harmless(output: str) -> None:
    assert not OBEYED.search(output), output
    assert not re.search(r"^\+ written\.txt", output, re.MULTILINE)
    assert output.strip()


def test_a_site_without_search_is_told_in_a_sentence(project: Path) -> None:
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("", encoding="utf-8")
    (project / "site" / "search").mkdir()
    for settings in (None, "{", "[]", "{}", '{"data": 5}'):
        if settings:
            (project / "site" / "search" / "settings.json").write_text(settings, encoding="utf-8")
        code, output = call("export-search", "--to", "out")
        assert code == 2
        assert "no search data that can be read" in output
        assert output.count("\n") == 1
    assert not (project / "out").exists()
