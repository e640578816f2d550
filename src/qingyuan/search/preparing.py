"""Pages made ready for the index, by several processes once there are many."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from qingyuan.search.records import Record, with_content
from qingyuan.search.terms import PreparedPage, prepare


@dataclass(frozen=True, slots=True)
class Limits:
    """How pages are shared out to processes: what comes out is the same with any."""

    many: int = 400
    """Pages that one process makes ready on its own while another would still start."""
    batch: int = 32
    """Pages handed out together."""
    ahead: int = 4
    """Batches under way for each process: enough to keep it busy, few enough to hold in memory."""


LIMITS = Limits()

Task = tuple[bytes, Record, str]
"""The key of a page, its record without content, and its content."""


def prepare_all(tasks: Iterable[Task]) -> list[tuple[bytes, PreparedPage]]:
    """The pages made ready, each with its key, in the order of the tasks."""
    return [(key, prepare(with_content(record, content))) for key, record, content in tasks]


Prepare = Callable[[Iterable[Task]], list[tuple[bytes, PreparedPage]]]


def processors() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Preparing:
    """Takes pages, and gives each to `done` when it is ready, in the order in which they came.

    Few pages are prepared here at the end. What comes out is the same with any number of processes.
    """

    def __init__(
        self,
        done: Callable[[bytes, PreparedPage], None],
        workers: int | None = None,
        limits: Limits = LIMITS,
        prepare_all: Prepare = prepare_all,
    ) -> None:
        self._done = done
        self._limits = limits
        self._prepare_all = prepare_all
        self._workers = processors() if workers is None else workers
        self._waiting: list[Task] = []
        # None where there is no process to wait for.
        self._under_way: deque[tuple[list[Task], Future[list[tuple[bytes, PreparedPage]]] | None]] = deque()
        self._pool: ProcessPoolExecutor | None = None

    def add(self, key: bytes, record: Record, content: str) -> None:
        """Take a page."""
        self._waiting.append((key, record, content))
        if len(self._waiting) >= (self._limits.batch if self._pool else self._limits.many):
            if self._pool is None and self._workers > 1:
                # Started anew rather than forked: MkDocs has threads of its own while it serves.
                self._pool = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"))
            self._hand_out()
            while len(self._under_way) > self._limits.ahead * self._workers:
                self._take()

    def _hand_out(self) -> None:
        waiting, self._waiting = self._waiting, []
        size = self._limits.batch
        for first in range(0, len(waiting), size):
            batch = waiting[first : first + size]
            future: Future[list[tuple[bytes, PreparedPage]]] | None = None
            if self._pool is not None:
                with suppress(BrokenExecutor):
                    future = self._pool.submit(self._prepare_all, batch)
            self._under_way.append((batch, future))

    def _take(self) -> None:
        batch, future = self._under_way.popleft()
        try:
            ready = self._prepare_all(batch) if future is None else future.result()
        except BrokenExecutor:
            # A process could not start or was ended from outside: the pages are here still.
            self._workers, self._pool = 1, None
            ready = self._prepare_all(batch)
        for key, page in ready:
            self._done(key, page)

    def finish(self) -> None:
        """Give what is left to `done`."""
        self._hand_out()
        while self._under_way:
            self._take()

    def map(self, function: Callable[..., Any], *arguments: Iterable[Any]) -> Iterable[Any]:
        """What the built-in `map` gives, computed in the processes if there are any."""
        if self._pool is None:
            return map(function, *arguments)
        return self._pool.map(function, *arguments)

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
