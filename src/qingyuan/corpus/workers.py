"""Worker processes, each with one piece of work at a time: what hangs, dies or takes all memory ends alone.

A time limit within the process would not hold: neither a signal nor a thread interrupts a pattern that is being
matched. So the work is done in processes even where one is enough, and these are ended.
"""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import PurePath
from threading import Thread
from typing import Any, Generic, Literal, TypeVar

from qingyuan.corpus.limits import FILE, MEGABYTE, Limits

if sys.platform != "win32":
    import resource

Given = TypeVar("Given")
Made = TypeVar("Made")

HELD = 4  # pieces of work a worker that are begun or done while an earlier one is not: they are in memory
PATIENCE = 5 if sys.platform == "win32" else 60
"""Seconds of the clock for one of processor time, as other programs run, too. Windows limits no processor time, so
that the clock alone counts there; elsewhere it ends what waits and does nothing."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Why there is nothing to show for a piece of work."""

    why: Literal["time", "memory", "depth", "fault", "death"]
    what: str = ""  # the limit that was reached, or the place in the program

    def __str__(self) -> str:
        match self.why:
            case "time":
                reason = f"the work on it took more than {self.what} seconds, the limit for its size, and was ended"
                return f"{reason}. Split the file, or raise seconds in {FILE}."
            case "memory":
                reason = f"the work on it takes more than {self.what} MB of memory, the limit"
                return f"{reason}. Split the file, or raise memory_megabytes in {FILE}."
            case "depth":
                reason = f"something in it is nested deeper than the program can follow ({self.what})"
                return f"{reason}. Take the inner parts out, and please report this, with the file."
            case "fault":
                return f"the program failed on it ({self.what}). Please report this, with the file."
            case "death":
                reason = "the process that worked on it died, perhaps for want of memory"
                return f"{reason}. Split the file, or take it out."


def fault(error: Exception) -> Ended:
    """An exception that nothing expected, by its place in the program. Its message may quote the document, damaged."""
    places = traceback.extract_tb(error.__traceback__)
    ours = [place for place in places if "qingyuan" in PurePath(place.filename).parts]
    place = f" at {PurePath(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return Ended("depth" if isinstance(error, RecursionError) else "fault", f"{type(error).__name__}{place}")


def each_alone(
    work: Callable[[Given], Made],
    given: Iterable[Given],
    size: Callable[[Given], int],
    limits: Limits,
    jobs: int = 1,
    load: Callable[[], object] = lambda: None,
) -> Iterator[tuple[Given, Made | Ended]]:
    """Each that is given, with what the work made of it or why nothing; in their order, however many the workers.

    Processes import `work` by its name where they are not copies of this one. `given` is asked for the next when a
    worker is free for it. `load` reads what all work needs: once for all workers that are copies of this process.
    """
    pool = _Pool(work, size, limits, load)
    left = iter(given)
    try:
        while True:
            while len(pool.busy) < jobs and len(pool.held) < jobs * HELD:
                try:
                    pool.give(next(left))
                except StopIteration:
                    break
            if not pool.held:
                return
            if (made := pool.held[0].made) is not None:
                yield pool.held.popleft().item, made
            else:
                pool.collect()
    finally:
        pool.end()


@dataclass(slots=True, eq=False)
class _Task(Generic[Given, Made]):
    """A piece of work in a worker, or what came of it."""

    item: Given
    seconds: int
    made: Made | Ended | None = None


class _Pool(Generic[Given, Made]):
    """The workers, and the work that they have."""

    def __init__(
        self,
        work: Callable[[Given], Made],
        size: Callable[[Given], int],
        limits: Limits,
        load: Callable[[], object],
    ) -> None:
        self._work, self._size, self._limits, self._load = work, size, limits, load
        self._idle: list[_Worker] = []
        self.busy: dict[_Worker, _Task[Given, Made]] = {}
        self.held: deque[_Task[Given, Made]] = deque()

    def give(self, item: Given) -> None:
        """Have a worker begin."""
        if not self._idle and multiprocessing.get_start_method() == "fork":
            self._load()
        worker = self._idle.pop() if self._idle else _Worker(self._work, self._limits)
        seconds = self._limits.seconds_for(self._size(item))
        task: _Task[Given, Made] = _Task(item, seconds)
        self.held.append(task)
        self.busy[worker] = task
        worker.begin(item, seconds)

    def collect(self) -> None:
        """Wait until a worker is done, died, or took too long."""
        left = min(worker.deadline for worker in self.busy) - time.monotonic()
        ready = wait([worker.connection for worker in self.busy], max(0.0, left))
        for worker, task in list(self.busy.items()):
            if worker.connection in ready:
                task.made, usable = worker.answer(task.seconds)
            elif worker.deadline <= time.monotonic():
                task.made, usable = Ended("time", f"{task.seconds * PATIENCE:,}"), False
            else:
                continue
            del self.busy[worker]
            if usable:
                self._idle.append(worker)
            else:
                worker.end()

    def end(self) -> None:
        for worker in (*self._idle, *self.busy):
            worker.end()


class _Worker:
    """One process, as this one sees it."""

    def __init__(self, work: Callable[[Any], object], limits: Limits) -> None:
        self.connection, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=_serve, args=(theirs, work, limits), daemon=True)
        self._process.start()
        theirs.close()  # this process holds no end of it, so that a death is seen
        self.deadline = math.inf

    def begin(self, item: object, seconds: int) -> None:
        self.deadline = time.monotonic() + seconds * PATIENCE
        with contextlib.suppress(OSError):  # it died: its answer will say so
            self.connection.send((item, seconds))

    def answer(self, seconds: int) -> tuple[Any, bool]:
        """What came of the work, and whether the worker can have more."""
        try:
            made, usable = self.connection.recv()
        except (EOFError, OSError):
            self._process.join()
            over = sys.platform != "win32" and self._process.exitcode == -signal.SIGXCPU
            return Ended("time", f"{seconds:,}") if over else Ended("death"), False
        return made, usable

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()


# --- in the worker ------------------------------------------------------------------------------------


def _serve(connection: Connection, work: Callable[[Any], object], limits: Limits) -> None:
    """Answer the other process until it ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    end_with_parent()
    _limit_memory(limits.memory_megabytes)
    # A thread begins with an empty stack, so that depth is counted alike however processes start.
    thread = Thread(target=_answer_each, args=(connection, work, limits), daemon=True)
    thread.start()
    thread.join()


def _answer_each(connection: Connection, work: Callable[[Any], object], limits: Limits) -> None:
    usable = True
    while usable:
        try:
            item, seconds = connection.recv()
        except (EOFError, OSError):
            return
        _limit_seconds(seconds)
        made: object
        try:
            made = work(item)
        except MemoryError:  # who knows what else it stopped half-way
            made, usable = Ended("memory", f"{limits.memory_megabytes:,}"), False
        except Exception as error:
            made = fault(error)
        connection.send((made, usable))


def end_with_parent() -> None:
    """Watch the process that started this one: a worker would wait for work from a killed one for ever."""

    def watch() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _limit_memory(megabytes: int) -> None:
    """Let the system refuse more memory: Linux does; macOS and Windows know no such limit."""
    if sys.platform != "win32":
        _limit(resource.RLIMIT_DATA, megabytes * MEGABYTE)
        _limit(resource.RLIMIT_CORE, 0)  # a process that is ended leaves no image of itself behind


def _limit_seconds(seconds: int) -> None:
    """Let the system end this process after so much more processor time; Windows knows no such limit."""
    if sys.platform != "win32":
        _limit(resource.RLIMIT_CPU, math.ceil(time.process_time()) + seconds)


if sys.platform != "win32":

    def _limit(which: int, most: int) -> None:
        """Set a limit as far as the one that stands above it allows."""
        above = resource.getrlimit(which)[1]
        most = most if above == resource.RLIM_INFINITY else min(most, above)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (most, above))
