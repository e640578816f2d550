"""Checks all pins against the known advisories: python -m tools.advisories

It asks OSV, through pip-audit, which is installed for this run from requirements-audit-hashed.txt into a folder of
its own. Exit codes: 0 no advisory is known, 1 some are, 3 not checked, since a service cannot be reached or does not
answer for every pin; an answer for a part of them is told, and is no clean bill.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from qingyuan.text.characters import visible
from tools.pins import ROOT, SOURCES, normal, pinned

NONE_KNOWN, KNOWN, NOT_CHECKED = 0, 1, 3
AUDITOR = "requirements-audit-hashed.txt"


class NotChecked(Exception):
    """Why nobody can tell whether an advisory concerns the pins, in one sentence."""


def all_pins() -> dict[str, str]:
    """The version of every package that this project pins, for whatever use and system."""
    return {name: version for source in SOURCES.values() for name, version in pinned(source).items()}


def auditor(folder: Path) -> list[str]:
    """The command that audits, installed into a folder; `NotChecked` if the package index does not give it."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    command = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(ROOT / AUDITOR)]
    done = subprocess.run(command, check=False, stderr=subprocess.PIPE, encoding="utf-8", errors="replace")
    if done.returncode:
        raise NotChecked(f"pip-audit cannot be installed: {last_line(done.stderr)}")
    return [str(python), "-m", "pip_audit"]


def answer(audit: Sequence[str], pins: Mapping[str, str], folder: Path, url: str = "") -> dict[str, Any]:
    """What the service knows of the pins, as pip-audit writes it; `NotChecked` if it cannot be asked.

    Markers are left out of what it is given: it would not ask about pins for other systems.
    """
    asked = folder / "pins.txt"
    asked.write_text("".join(f"{name}=={version}\n" for name, version in sorted(pins.items())))
    command = [*audit, "--requirement", str(asked), "--no-deps", "--disable-pip", "--format", "json"]
    command += [
        "--vulnerability-service",
        "osv",
        "--progress-spinner",
        "off",
        "--cache-dir",
        str(folder / "cache"),
    ]
    command += ["--osv-url", url] if url else []
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", errors="replace")
    for line in done.stderr.splitlines():
        if line.startswith("WARNING:pip_audit._service"):  # it passed over an advisory that it cannot read
            raise NotChecked(f"an advisory cannot be read: {visible(line.split(':', 2)[2])}")
    try:
        found = json.loads(done.stdout)
        if {"name", "vulns"} <= {key for each in found["dependencies"] for key in each}:
            return dict(found)
    except (ValueError, LookupError, TypeError):
        pass
    raise NotChecked(
        f"the service of advisories cannot be reached, or not be understood: {last_line(done.stderr)}"
    )


def last_line(complaint: str) -> str:
    """The line of a complaint that says what is wrong, as it can be printed."""
    lines = [line for line in complaint.splitlines() if line.strip() and not line.startswith("WARNING")]
    return visible(lines[-1].strip()) if lines else "it says nothing"


def known(found: Mapping[str, Any]) -> Iterator[str]:
    """A line for each advisory: package, version, its names, the version that mends it, what it is about."""
    for each in found["dependencies"]:
        for advisory in each.get("vulns", ()):
            names = ", ".join([advisory["id"], *sorted(advisory["aliases"])])
            mended = ", ".join(advisory["fix_versions"])
            mend = f"mended in {mended}" if mended else "no version mends it"
            yield visible(f"{each['name']} {each['version']}: {names}; {mend}. {advisory['description']}")


def unanswered(found: Mapping[str, Any], pins: Mapping[str, str]) -> list[str]:
    """The pins that the service was not asked about."""
    answered = {(normal(each["name"]), each["version"]) for each in found["dependencies"] if "vulns" in each}
    return sorted(f"{name} {version}" for name, version in pins.items() if (name, version) not in answered)


def check(audit: Sequence[str], pins: Mapping[str, str], folder: Path, url: str = "") -> int:
    """Print what is known of the pins; the exit code."""
    found = answer(audit, pins, folder, url)
    advisories = list(known(found))
    print("".join(f"{line}\n" for line in advisories), end="")
    if left := unanswered(found, pins):
        print(f"Not checked: {', '.join(left)}.", file=sys.stderr)
    print(f"{len(pins) - len(left)} of {len(pins)} pins checked, {len(advisories)} advisories.")
    return KNOWN if advisories else NOT_CHECKED if left else NONE_KNOWN


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--url", default="", help="another service with OSV's API: the address of its /v1/query"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            return check(auditor(Path(folder, "venv")), all_pins(), Path(folder), options.url)
        except NotChecked as error:
            print(f"Not checked: {error}", file=sys.stderr)
            return NOT_CHECKED


if __name__ == "__main__":
    raise SystemExit(main())
