"""Cleaning documents, one at a time or in several processes: what comes back crosses their borders."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath, PurePosixPath
from threading import Thread
from typing import Any

from qingyuan.article import CleanedDocument, clean_document
from qingyuan.articles import front_matter
from qingyuan.articles.addresses import slug_of, source_id
from qingyuan.articles.rulings import Ruling
from qingyuan.articles.topics import Topics, topic_of
from qingyuan.corpus.ledgers import account, format_ledger, ledger_of
from qingyuan.corpus.names import is_portable
from qingyuan.document import RawDocument
from qingyuan.stages.decode import DecodeError
from qingyuan.stages.strip.masking import mask, without_secrets


def clean_raw(
    raw: RawDocument, topics: Topics, rulings: tuple[Ruling, ...] = ()
) -> tuple[CleanedDocument, str]:
    """The cleaned document and the path of its article below `docs/articles/`."""
    given: dict[str, Any] = {
        "lang": "zh-CN",
        "source_file": PurePosixPath(raw.name).name,
        "source_id": source_id(raw),
    }
    document = clean_document(raw, given, rulings, topics)
    topic = topic_of(document.article, topics)
    slug = slug_of(without_secrets(document.article.title)) or source_id(raw)
    if not is_portable(slug):  # a title such as “con”
        slug = f"{slug}-{source_id(raw)[:6]}"
    return document, f"{topic.id}/{slug}.md" if topic else f"{slug}.md"


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker sends back for one document: plain data, so that it crosses process borders."""

    name: str
    path: str = ""
    text: str = ""
    entry: Mapping[str, Any] | None = None
    error: str = ""


def _place(error: Exception) -> str:
    """Where in the program an exception arose. Its message is not told: it may quote the document, damaged."""
    places = traceback.extract_tb(error.__traceback__)
    ours = [place for place in places if "qingyuan" in PurePath(place.filename).parts]
    return f" at {PurePath(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""


def finished(raw: RawDocument, topics: Topics, rulings: tuple[Ruling, ...]) -> Work:
    """The work on one document, or why there is nothing to publish; raises what its steps raise."""
    document, path = clean_raw(raw, topics, rulings)
    text = document.decoded.text
    if raw.ours:
        front_matter.refuse_unsafe(text)
    if not text.strip():
        return Work(raw.name, error="the file is empty but for white space. Get it again, or delete it.")
    if not document.article.body.strip():
        lines = len(account(text, document.cleaned.trail))
        why = f"all of its {lines} lines were stripped as boilerplate; see: qingyuan explain {raw.name}"
        return Work(raw.name, error=f"nothing is left to publish: {why}")
    entry = ledger_of(document, path)
    format_ledger(entry).encode()
    return Work(raw.name, path, document.cleaned.text, entry)


def clean_one(
    raw: RawDocument,
    topics: Topics,
    rulings: tuple[Ruling, ...] = (),
    finish: Callable[[RawDocument, Topics, tuple[Ruling, ...]], Work] = finished,
) -> Work:
    """The finished work on one document, or in one sentence why there is none: no exception leaves here.

    Other documents must not suffer for one, so that a fault of the program is told like one of the file.
    """
    try:
        return finish(raw, topics, rulings)
    except (DecodeError, front_matter.UnsafeFrontMatter) as error:
        return Work(raw.name, error=mask(str(error)))
    except UnicodeEncodeError as error:
        code = f"U+{ord(error.object[error.start]):04X}"
        return Work(
            raw.name, error=f"its article would hold {code}, half a character, which no file can hold."
        )
    except Exception as error:
        what = f"{type(error).__name__}{_place(error)}"
        return Work(raw.name, error=f"the program failed on it ({what}). Please report this, with the file.")


HELD = 4  # documents a worker: it never waits for the next, and few are tried again when one dies


def clean_all(
    raws: Iterable[RawDocument],
    topics: Topics,
    rulings: tuple[Ruling, ...] = (),
    jobs: int = 1,
    clean: Callable[..., Work] = clean_one,
) -> Iterator[Work]:
    """The work on all documents, in their order, whatever the number of workers; these import `clean` by its name.

    When a worker process dies, nobody can tell which of the documents in work it was: each is tried alone.
    """
    work = partial(clean, topics=topics, rulings=rulings)
    if jobs <= 1:
        yield from map(work, raws)
        return
    held: deque[tuple[RawDocument, Future[Work]]] = deque()
    left = iter(raws)
    pool = pool_of(jobs)
    try:
        while True:
            for raw in itertools.islice(left, jobs * HELD - len(held)):
                held.append((raw, _begun(pool, work, raw)))
            if not held:
                break
            raw, future = held.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                pool.shutdown()
                suspects = [raw, *(raw for raw, _ in held)]
                held.clear()
                yield from (clean_alone(work, suspect) for suspect in suspects)
                pool = pool_of(jobs)
    finally:
        pool.shutdown(cancel_futures=True)


def pool_of(jobs: int) -> ProcessPoolExecutor:
    """Worker processes that end with this one, even if it is killed."""
    return ProcessPoolExecutor(jobs, initializer=end_with_parent)


def end_with_parent() -> None:
    """Watch the process that started this one: a worker would wait for work from a killed one for ever."""

    def watch() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _begun(pool: ProcessPoolExecutor, work: Callable[[RawDocument], Work], raw: RawDocument) -> Future[Work]:
    """The work given to the pool; of a broken pool the future says so when it is asked."""
    try:
        return pool.submit(work, raw)
    except BrokenProcessPool as error:
        future: Future[Work] = Future()
        future.set_exception(error)
        return future


def clean_alone(work: Callable[[RawDocument], Work], raw: RawDocument) -> Work:
    """The work on a document in a process of its own, or that the process died of it."""
    with pool_of(1) as pool:
        try:
            return pool.submit(work, raw).result()
        except BrokenProcessPool:
            why = "the process that cleaned it died, perhaps for want of memory"
            return Work(raw.name, error=f"{why}. Split the file, or take it out of corpus/raw.")
