"""Writes the table of licenses of all pinned packages: python -m tools.licenses [--check]

It is printed from the metadata of what is installed. A license that asks for more than to be named (`SHARING`) is
told with the reason why it may stand below a package under MIT; one that nobody has judged is an error.
"""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Mapping
from pathlib import Path

from tools.pins import normal, pinned
from tools.tables.generated import write_or_check

PAGE = Path(__file__).resolve().parent.parent / "docs-dev" / "licenses.md"
NAMES = {
    "0BSD": r"0BSD",
    "Apache-2.0": r"Apache[ -](?:License |Software License)?,? ?(?:Version )?2(?:\.0)?|Apache Software License",
    "BSD": r"BSD(?:-[23]-Clause)?(?: License)?",
    "CC0-1.0": r"CC0-1\.0",
    "GPL": r".*(?<!Lesser )General Public.*|(?<!L)A?GPL.*",
    "ISC": r"ISC(?: License.*)?",
    "LGPL": r"LGPL.*|.*Lesser General Public.*",
    "MIT": r"MIT(?:-0)?(?: License)?|Copyright .*Permission is hereby granted, free of charge.*",
    "MPL-2.0": r"MPL-2\.0|.*MPL 2\.0.*",
    "PSF-2.0": r"PSF-2\.0|Python Software Foundation License",
    "Zlib": r"Zlib",
}
FREE = {"0BSD", "Apache-2.0", "BSD", "CC0-1.0", "ISC", "MIT", "PSF-2.0", "Zlib"}
SHARING = {
    "certifi": "changes to its own files are to be shared; it is used as it is, by requests below MkDocs",
    "hypothesis": "changes to its own files are to be shared; a tool of the tests, not distributed",
    "pathspec": "changes to its own files are to be shared; used as it is, by MkDocs and mypy",
}
"""Packages under a license that wants its own changes shared, and why that binds nothing here."""

HEAD = """# Licenses of what is installed

Printed by `python -m tools.licenses` from the metadata of the installed packages; a package that nobody has judged
fails the tests. Qingyuan itself is MIT, but for `src/qingyuan/data/language.bin` (CC-BY-SA-3.0). None of these
packages is part of what we distribute: pip installs them beside ours. None is under the GPL.

| package | version | license | use | remark |
| --- | --- | --- | --- | --- |
"""


def license_of(metadata: Mapping[str, str], classifiers: list[str]) -> set[str]:
    """The licenses that a package's metadata names, by the names of `NAMES`; one of them that is unknown, as it stands.

    Of several that one may choose from (`OR`) all are named.

    >>> sorted(license_of({"License-Expression": "MIT AND PSF-2.0"}, []))
    ['MIT', 'PSF-2.0']
    """
    stated = metadata.get("License-Expression") or ""
    if not stated:
        named = [each.rpartition("::")[2].strip() for each in classifiers if each.startswith("License ::")]
        stated = " AND ".join(named) or " ".join((metadata.get("License") or "").split())
    found = set()
    whole_text = re.fullmatch(NAMES["MIT"], stated)
    for part in filter(None, [stated] if whole_text else re.split(r"\s+(?:AND|OR)\s+", stated)):
        known = [name for name, pattern in NAMES.items() if re.fullmatch(pattern, part, re.IGNORECASE)]
        found.add(known[0] if known else part)
    return found


def installed_licenses() -> dict[str, set[str]]:
    """The licenses of each pinned package that is installed here."""
    found = {}
    for name in pinned("requirements-dev.txt"):
        try:
            metadata = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system
        found[name] = license_of(metadata, metadata.get_all("Classifier") or [])  # type: ignore[arg-type]
    return found


def objections(licenses: Mapping[str, set[str]]) -> list[str]:
    """The packages whose license nobody has judged, each with it."""
    return [
        f"{name}: {', '.join(sorted(found)) or 'no license in its metadata'}"
        for name, found in sorted(licenses.items())
        if not found or not (found <= FREE or name in SHARING)
    ]


def page() -> str:
    versions = pinned("requirements-dev.txt")
    for_site = {normal(name) for name in site_packages()}
    rows = [
        f"| {name} | {versions[name]} | {', '.join(sorted(found))} | {'site' if name in for_site else 'tests'} | "
        f"{SHARING.get(name, '')} |"
        for name, found in sorted(installed_licenses().items())
    ]
    return HEAD + "\n".join(rows) + "\n"


def site_packages() -> set[str]:
    """The packages that the site and the pipeline are installed with."""
    text = (PAGE.parents[1] / "requirements-hashed.txt").read_text(encoding="utf-8")
    return set(re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE))


def main() -> int:
    if wrong := objections(installed_licenses()):
        print("\n".join(["Not judged yet:", *wrong]))
        return 1
    return write_or_check(__doc__, PAGE, page(), "tools.licenses")


if __name__ == "__main__":
    raise SystemExit(main())
