"""The two commands: they say what is wrong, in a sentence that helps, and do nothing twice."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet
from raw_articles import ROOT
from scripts import _prepare, site
from tools import pins as pins_tool

from qingyuan.site import broken

COMMANDS = [ROOT / "scripts" / name for name in ("_prepare.py", "site.py", "test.py")]


@pytest.mark.parametrize("script", COMMANDS, ids=lambda path: path.name)
def test_an_old_python_can_read_the_commands(script: Path) -> None:
    tree = ast.parse(script.read_text(encoding="utf-8"), feature_version=(3, 6))
    futures = [
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
        for name in node.names
    ]
    assert "annotations" not in futures, "unknown to Python 3.6: a syntax error instead of a sentence"


def test_an_old_python_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 10))
    monkeypatch.setattr(_prepare.platform, "python_version", lambda: "3.8.10")
    monkeypatch.setattr(_prepare.shutil, "which", lambda name: "/bin/x" if name == "python3.12" else None)
    monkeypatch.setattr(sys, "argv", ["scripts/site.py"])
    with pytest.raises(_prepare.Stop, match=r"3\.8\.10.*3\.11.*python3\.12 scripts/site\.py"):
        _prepare.check_python()


def test_a_python_without_venv_gets_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(_prepare, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(_prepare, "apt_install", lambda *packages: False)
    with pytest.raises(_prepare.Stop, match="sudo apt install python3-venv"):
        _prepare.make_venv(lambda: False)
    assert not (tmp_path / ".venv").exists()


def test_no_browser_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_prepare, "find_browser", lambda: None)
    monkeypatch.setattr(_prepare, "apt_install", lambda *packages: False)
    with pytest.raises(_prepare.Stop, match=r"Chrome.*Chromium.*QINGYUAN_BROWSER"):
        _prepare.browser()


@pytest.mark.parametrize(
    ("complaint", "sentence"),
    [
        (
            "WARNING: Retrying … Failed to establish a new connection: [Errno 101] Network is unreachable",
            "网络",
        ),
        ("ERROR: Could not build wheels for lxml", "pip 的说明"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "校验值"),
        ("ERROR: ResolutionImpossible: …/topics/dependency-resolution/#dealing-with", "pip 的说明"),
    ],
)
def test_pip_that_fails_gets_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, complaint: str, sentence: str
) -> None:
    pip = tmp_path / "python"
    pip.write_text(f"#!/bin/sh\necho '{complaint}' >&2\nexit 1\n")
    pip.chmod(0o755)
    monkeypatch.setattr(_prepare, "venv_python", lambda: pip)
    monkeypatch.setattr(_prepare, "STAMP", tmp_path / "installed.txt")
    with pytest.raises(_prepare.Stop, match=sentence):
        _prepare.install(ROOT / "requirements.txt")
    assert not (tmp_path / "installed.txt").exists(), "what failed is tried again"


def test_what_is_installed_is_not_installed_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    pip = tmp_path / "python"
    pip.write_text(f"#!/bin/sh\necho \"$@\" >> '{calls}'\n")
    pip.chmod(0o755)
    (tmp_path / "constraints.txt").write_text("b==1\n")
    (tmp_path / "requirements.txt").write_text("-c constraints.txt\na==1\n")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\nc==1\n")
    monkeypatch.setattr(_prepare, "venv_python", lambda: pip)
    monkeypatch.setattr(_prepare, "STAMP", tmp_path / "installed.txt")

    def runs() -> int:
        return len(calls.read_text().splitlines()) if calls.exists() else 0

    _prepare.install(tmp_path / "requirements-dev.txt")
    _prepare.install(tmp_path / "requirements-dev.txt")
    _prepare.install(tmp_path / "requirements.txt")  # the tests' packages include the site's
    assert runs() == 2, "what is pinned, and our own package"
    (tmp_path / "constraints.txt").write_text("b==2\n")
    _prepare.install(tmp_path / "requirements.txt")
    assert runs() == 4
    assert "--require-hashes" in calls.read_text()


def test_a_taken_port_is_told_before_any_work() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, str(ROOT / "scripts" / "site.py"), "--port", str(port)],
            capture_output=True,
            encoding="utf-8",
            cwd="/",
            timeout=30,
            check=False,
        )
    assert done.returncode == 2
    assert f"端口 {port} 不能用" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_an_impossible_port_gets_a_sentence() -> None:
    with pytest.raises(_prepare.Stop, match="65535"):
        site.hold_port(70000)


def test_the_server_answers_unknown_addresses_with_the_sites_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import threading
    import urllib.error
    import urllib.request

    (tmp_path / "404.html").write_text("没有这一页", encoding="utf-8")
    (tmp_path / "a.js").write_text("1", encoding="utf-8")
    monkeypatch.setattr(site, "SITE", tmp_path)
    server = site.hold_port(0)
    server.server_activate()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        base = f"http://127.0.0.1:{site.port_of(server)}/"
        with urllib.request.urlopen(base + "a.js") as answer:
            assert answer.headers["Content-Type"].startswith("text/javascript")
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(base + "nichts")
        assert missing.value.code == 404
        assert missing.value.read().decode() == "没有这一页"
    finally:
        server.shutdown()
        server.server_close()


def test_both_sides_know_the_code_of_a_site_with_failed_pages() -> None:
    """The script may not import the package, which is not installed when it begins."""
    assert site.PAGES_FAILED == broken.EXIT_CODE


@pytest.mark.parametrize(("target", "source"), pins_tool.SOURCES.items())
def test_every_pin_has_its_hashes_and_nothing_else_is_installed(target: str, source: str) -> None:
    text = (ROOT / target).read_text(encoding="utf-8")
    wanted = pins_tool.pinned(source)
    listed = pins_tool.pins(text)
    assert listed.items() <= wanted.items(), "stale; run python -m tools.pins"
    assert set(map(pins_tool.normal, pins(source))) <= set(listed), "stale; run python -m tools.pins"
    assert [name for name, count in pins_tool.hashes(text).items() if not count] == []
    assert "://" not in text


def test_every_package_that_is_pinned_is_listed_with_hashes() -> None:
    text = (ROOT / "requirements-dev-hashed.txt").read_text(encoding="utf-8")
    assert pins_tool.pins(text).keys() == pins_tool.pinned("requirements-dev.txt").keys()


PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;#]+)\s*(#\s*\S.*)?$")


WITHOUT_REASONS = ("constraints.txt", "requirements-audit.txt")  # what others pull in


def pins(name: str) -> dict[str, str]:
    """The packages that a requirements file pins; anything else in it is an error."""
    found = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("#", "-r ", "-c ", "-e .")):
            continue
        match = PIN.match(line)
        assert match, f"{name}: {line!r} is not an exact version"
        assert match[3] or name in WITHOUT_REASONS, f"{name}: {match[1]} has no reason beside it"
        found[match[1].lower().replace("_", "-")] = match[2]
    return found


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    declared = [*project["dependencies"], *(each for extra in extras for each in extra)]
    names = {re.split(r"[<>=!~\[; ]", each)[0].lower() for each in declared} - {"qingyuan"}
    assert names <= set(pins("requirements.txt"))
    assert not set(pins("constraints.txt")) & {*pins("requirements.txt"), *pins("requirements-dev.txt")}
    assert (ROOT / "requirements.txt").read_text(encoding="utf-8").rstrip().endswith("\n-e .[site]")
    for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8"), "which index to use is not ours to say"


def test_pins_install_on_the_oldest_python() -> None:
    """Debian 12 has Python 3.11.2; a package that wants 3.11.5 would not install there."""
    for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        for package in pins(name):
            try:
                wanted = importlib.metadata.metadata(package).get("Requires-Python")
            except importlib.metadata.PackageNotFoundError:
                continue  # for another system
            assert SpecifierSet(wanted or "").contains("3.11.2"), f"{package} needs Python {wanted}"


def test_ci_runs_the_test_command() -> None:
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "scripts/test.py" in text
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=False).returncode == 0
