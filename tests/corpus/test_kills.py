"""A run that is killed, wherever, is completed or taken back by the next: nothing lost, torn, stuck or left over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tools.bench.kills import Add, Clean, Damage, points_of, tally

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed process is a fork of this one")
SCENARIOS = pytest.mark.parametrize("make", [Clean, Add], ids=["clean", "add"])


def assert_no_damage(counts: dict[str, int]) -> None:
    assert {kind: counts[kind] for kind in (*Damage.__slots__, "refused")} == dict.fromkeys(
        (*Damage.__slots__, "refused"), 0
    )


@SCENARIOS
def test_killed_at_one_change_of_the_disk_in_many(make: type[Clean | Add], tmp_path: Path) -> None:
    scenario = make(tmp_path)
    times = 10
    points = [(1 + number * scenario.changes // times, 0.0, number % 3) for number in range(times)]
    counts = tally(scenario, tmp_path, points)
    assert counts["kills"] == times
    assert_no_damage(counts)


WORKERS = """
import os, signal
from qingyuan.corpus.limits import Limits
from qingyuan.corpus.workers import each_alone
works = each_alone(abs, [1, -2, 3], lambda number: 1, Limits(), jobs=2)
print(next(works)[1], flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_of_a_killed_run_end_too() -> None:
    run = subprocess.Popen([sys.executable, "-c", WORKERS], stdout=subprocess.PIPE, text=True)
    told, _ = run.communicate(timeout=60)  # which waits for the end of all that can write there
    assert (run.returncode, int(told) > 0) == (-signal.SIGKILL, True)


@pytest.mark.slow
@SCENARIOS
def test_killed_at_250_points_and_moments(make: type[Clean | Add], tmp_path: Path) -> None:
    scenario = make(tmp_path)
    counts = tally(scenario, tmp_path, points_of(scenario, tmp_path, 250))
    assert counts["kills"] > 150  # the moments at the end come late for some
    assert_no_damage(counts)


@pytest.mark.slow
@SCENARIOS
def test_killed_at_each_change_of_the_disk(make: type[Clean | Add], tmp_path: Path) -> None:
    scenario = make(tmp_path)
    every = [(at, 0.0, turn) for at in range(1, scenario.changes + 1) for turn in range(3)]
    counts = tally(scenario, tmp_path, every)
    assert counts["kills"] == len(every)
    assert_no_damage(counts)
