"""Each pinned package has a license that fits below MIT, or a reason why it may stand there."""

from __future__ import annotations

import pytest
from tools import licenses
from tools.pins import pinned


def test_every_pinned_package_has_a_license_that_fits() -> None:
    found = licenses.installed_licenses()
    assert licenses.objections(found) == []
    assert len(found) > 70
    assert not [name for name, names in found.items() if "GPL" in names]
    assert set(licenses.SHARING) <= set(pinned("requirements-dev.txt"))


def test_page_is_fresh() -> None:
    """Versions and names of all packages; what is installed here may lack some of another system."""
    written = set(licenses.PAGE.read_text(encoding="utf-8").splitlines())
    assert set(licenses.page().splitlines()) <= written, "stale; run python -m tools.licenses"


@pytest.mark.parametrize(
    ("metadata", "classifiers", "found"),
    [
        ({"License-Expression": "GPL-2.0-or-later"}, [], {"GPL"}),
        ({}, ["License :: OSI Approved :: GNU General Public License v3 (GPLv3)"], {"GPL"}),
        (
            {},
            ["License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)"],
            {"LGPL"},
        ),
        ({"License": "Apache 2.0"}, [], {"Apache-2.0"}),
        ({"License": "see file"}, [], {"see file"}),
        ({}, [], set()),
    ],
)
def test_licenses_are_read(metadata: dict[str, str], classifiers: list[str], found: set[str]) -> None:
    assert licenses.license_of(metadata, classifiers) == found
    assert bool(licenses.objections({"x": found})) == (found != {"Apache-2.0"})
