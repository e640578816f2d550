"""Fixtures for all tests, and what CI asks of a run."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from raw_articles import SEEDS, Seed

# A busy machine is no failure: what must not take long is held by growth, not by the clock.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(params=SEEDS, ids=lambda seed: seed.number)
def seed(request: pytest.FixtureRequest) -> Seed:
    """Each raw article of the corpus in turn."""
    return request.param


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Slow tests run on CI, and where somebody asks for them: `-m slow`."""
    if os.environ.get("CI") or config.option.markexpr:
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


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
