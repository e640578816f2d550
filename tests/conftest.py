"""Fixtures for all tests, and what CI asks of a run."""

from __future__ import annotations

import os

import pytest
from raw_articles import SEEDS, Seed


@pytest.fixture(params=SEEDS, ids=lambda seed: seed.number)
def seed(request: pytest.FixtureRequest) -> Seed:
    """Each raw article of the corpus in turn."""
    return request.param


def skipped(session: pytest.Session) -> list[str]:
    """The tests that were skipped, with the reason."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    return [f"{report.nodeid}: {report.longrepr[2]}" for report in reports]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """On CI a skipped test fails the run: what was not looked at did not pass."""
    if os.environ.get("CI") and exitstatus == pytest.ExitCode.OK and (left_out := skipped(session)):
        print("\nCI must not skip tests; install what they ask for:\n  " + "\n  ".join(left_out))
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
