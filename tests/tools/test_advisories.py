"""The check of the pins against advisories: what is known is told, and what nobody could tell is no clean bill."""

from __future__ import annotations

import contextlib
import http.server
import json
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tools import advisories
from tools.pins import SOURCES, pinned

PINS = {"a": "1.0", "b": "2.0"}
NOTHING = [{"name": "a", "version": "1.0", "vulns": []}, {"name": "b", "version": "2.0", "vulns": []}]
KNOWN = {
    "id": "PYSEC-2026-1",
    "fix_versions": ["1.1"],
    "aliases": ["GHSA-x", "CVE-2026-1"],
    "description": "Reads\x1b[2J too much.",
}


def auditor(folder: Path, dependencies: object, warning: str = "") -> list[str]:
    """A program that answers as pip-audit does."""
    script = folder / "audit.py"
    found = json.dumps({"dependencies": dependencies, "fixes": []})
    script.write_text(
        f"import sys\nprint({found!r})\nprint({warning!r}, file=sys.stderr)\n", encoding="utf-8"
    )
    return [sys.executable, str(script)]


@pytest.mark.parametrize(
    ("dependencies", "code", "said"),
    [
        (NOTHING, advisories.NONE_KNOWN, "2 of 2 pins checked, 0 advisories.\n"),
        (
            [{**NOTHING[0], "vulns": [KNOWN]}, NOTHING[1]],
            advisories.KNOWN,
            "a 1.0: PYSEC-2026-1, CVE-2026-1, GHSA-x; mended in 1.1. Reads[U+001B][2J too much.\n"
            "2 of 2 pins checked, 1 advisories.\n",
        ),
        (
            [{**NOTHING[0], "vulns": [{**KNOWN, "fix_versions": []}]}, NOTHING[1]],
            advisories.KNOWN,
            "a 1.0: PYSEC-2026-1, CVE-2026-1, GHSA-x; no version mends it. Reads[U+001B][2J too much.\n"
            "2 of 2 pins checked, 1 advisories.\n",
        ),
        ([NOTHING[0]], advisories.NOT_CHECKED, "1 of 2 pins checked, 0 advisories.\n"),
        (
            [NOTHING[0], {"name": "b", "skip_reason": "?"}],
            advisories.NOT_CHECKED,
            "1 of 2 pins checked, 0 advisories.\n",
        ),
    ],
)
def test_what_is_known_is_told_and_the_exit_code_tells_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], dependencies: object, code: int, said: str
) -> None:
    assert advisories.check(auditor(tmp_path, dependencies), PINS, tmp_path) == code
    shown = capsys.readouterr()
    assert shown.out == said
    assert ("Not checked: b 2.0." in shown.err) == (code == advisories.NOT_CHECKED)


@pytest.mark.parametrize(
    ("dependencies", "warning", "sentence"),
    [
        (None, "Traceback …\nConnectionError: no route\x07", r"cannot be reached.*no route\[U\+0007\]"),
        ([{}], "", "cannot be reached, or not be understood: it says nothing"),
        (
            NOTHING,
            "WARNING:pip_audit._service.osv:Unsupported OSV schema version: 2.0",
            "cannot be read: .*Unsupported OSV schema version",
        ),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(
    tmp_path: Path, dependencies: object, warning: str, sentence: str
) -> None:
    with pytest.raises(advisories.NotChecked, match=sentence) as told:
        advisories.answer(auditor(tmp_path, dependencies, warning), PINS, tmp_path)
    assert "\n" not in str(told.value)


def test_a_service_that_is_not_there_has_an_exit_code_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(advisories, "auditor", lambda folder: auditor(tmp_path, None, "Error: no network"))
    monkeypatch.setattr(sys, "argv", ["advisories"])
    assert advisories.main() == advisories.NOT_CHECKED == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_all_pins_are_asked_about_the_auditors_own_too() -> None:
    asked = advisories.all_pins()
    assert {"mkdocs", "pytest", "colorama", "pip-audit", "cachecontrol"} <= set(asked)
    for source in SOURCES.values():
        assert pinned(source).items() <= asked.items(), f"{source}: another version of the same package"


class Service(http.server.BaseHTTPRequestHandler):
    """OSV's API as far as it is asked: one advisory for jinja2 3.1.6, and one that was withdrawn."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found: dict[str, Any] = {}
        if asked == {"package": {"name": "jinja2", "ecosystem": "PyPI"}, "version": "3.1.6"}:
            events = [{"introduced": "0"}, {"fixed": "3.1.7"}]
            one = {
                "id": "GHSA-aaaa",
                "aliases": ["CVE-2026-2"],
                "summary": "A made-up fault.",
                "affected": [
                    {"package": asked["package"], "ranges": [{"type": "ECOSYSTEM", "events": events}]}
                ],
            }
            found = {"vulns": [one, {**one, "id": "GHSA-bbbb", "withdrawn": "2026-01-01T00:00:00Z"}]}
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def service() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1/query"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.slow
def test_the_real_auditor_asks_the_service_and_says_when_it_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is installed from the package index, with its hashes."""
    audit = advisories.auditor(tmp_path / "venv")
    with service() as url:
        assert advisories.check(audit, advisories.all_pins(), tmp_path, url) == advisories.KNOWN
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "jinja2 3.1.6: CVE-2026-2, GHSA-aaaa; mended in 3.1.7. A made-up fault."
    count = len(advisories.all_pins())
    assert said[1:] == [f"{count} of {count} pins checked, 1 advisories."]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(advisories.NotChecked, match="cannot be reached"):
            advisories.check(audit, PINS, tmp_path, f"http://127.0.0.1:{closed.getsockname()[1]}/v1/query")
