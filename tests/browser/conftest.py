"""The built site in a real Chromium: an installed one, found as scripts/test.py finds it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import build_site, served
from playwright.sync_api import Browser, sync_playwright
from raw_articles import ROOT

from browser.readers import Reader, new_reader

sys.path.insert(0, str(ROOT))

from scripts._prepare import find_browser

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = find_browser()
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail("no Chrome, Chromium or Edge: CI must not pass without the browser tests")
        pytest.skip("no Chrome, Chromium or Edge here; QINGYUAN_BROWSER can name one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, built strictly."""
    return build_site(ROOT / "docs", tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def site_url(site_dir: Path) -> Iterator[str]:
    with served(site_dir) as url:
        yield url


@pytest.fixture
def reader(chromium: Browser, site_url: str, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """A reader of the site; `@pytest.mark.parametrize("reader", [{"width": 390}], indirect=True)` sets more."""
    reader = new_reader(chromium, site_url, **getattr(request, "param", {}))
    yield reader
    reader.page.context.close()
