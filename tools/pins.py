"""Writes the hashes of all pinned packages: python -m tools.pins

`requirements-hashed.txt` and `requirements-dev-hashed.txt` are what the two commands install with
`pip install --require-hashes`, `requirements-audit-hashed.txt` what `python -m tools.advisories` does: every file
that the index has for a pin, for any system, and no other. The pins themselves stand in requirements.txt,
requirements-dev.txt, requirements-audit.txt and constraints.txt, each with its reason. It needs uv (`pip install
uv`), which asks the index that it is set to.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = {
    "requirements-hashed.txt": "requirements.txt",
    "requirements-dev-hashed.txt": "requirements-dev.txt",
    "requirements-audit-hashed.txt": "requirements-audit.txt",
}
OLDEST = "3.11"
HEAD = "# Made by `python -m tools.pins` from {}: do not edit. Every pin with the hashes of its files.\n"
PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9_.-]+)==(?P<version>[^\s;#\\]+)(?P<rest>(?:[^\n]*\\\n)*[^\n]*)", re.MULTILINE
)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


def pins(text: str) -> dict[str, str]:
    """The version of each package that a requirements file pins, by its normal name.

    >>> pins("PyYAML==6.0.3   # front matter\\nmypy_extensions==1.2.0 \\\\\\n    --hash=…")
    {'pyyaml': '6.0.3', 'mypy-extensions': '1.2.0'}
    """
    return {normal(match["name"]): match["version"] for match in PIN.finditer(text)}


def hashes(text: str) -> dict[str, int]:
    """How many hashes each pin of a file has."""
    return {normal(match["name"]): len(HASH.findall(match["rest"])) for match in PIN.finditer(text)}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(source: str) -> Mapping[str, str]:
    """What a requirements file pins, with all that it includes."""
    text = (ROOT / source).read_text(encoding="utf-8")
    included = re.findall(r"^-[rc] (\S+)", text, re.MULTILINE)
    return {name: version for each in included for name, version in pinned(each).items()} | pins(text)


def with_hashes(source: str) -> str:
    """The requirements file with hashes; `CalledProcessError` if the index does not give them."""
    command = ["uv", "pip", "compile", source, "--universal", "--python-version", OLDEST, "--generate-hashes"]
    command += ["--no-emit-package", "qingyuan", "--no-annotate", "--no-header", "--quiet"]
    # Without a file to begin with: an earlier output would be taken for a wish.
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return HEAD.format(source) + done.stdout


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    if not shutil.which("uv"):
        print("uv is not here; install it first: pip install uv", file=sys.stderr)
        return 2
    for target, source in SOURCES.items():
        text = with_hashes(source)
        if unpinned := pins(text).keys() - pinned(source).keys():
            print(f"{source} pulls in what it and constraints.txt do not pin: {', '.join(sorted(unpinned))}")
            return 1
        (ROOT / target).write_text(text, encoding="utf-8")
        print(f"{target}: {len(pins(text))} packages, {sum(hashes(text).values())} hashes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
