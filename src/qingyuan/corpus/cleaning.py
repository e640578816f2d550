"""Cleaning documents, each in a worker process: what comes back crosses its border."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import PurePosixPath
from typing import Any

from qingyuan.article import CleanedDocument, clean_document
from qingyuan.articles import front_matter
from qingyuan.articles.addresses import slug_of, source_id
from qingyuan.articles.rulings import Ruling
from qingyuan.articles.topics import Topics, topic_of
from qingyuan.corpus.ledgers import account, format_ledger, ledger_of
from qingyuan.corpus.limits import Limits
from qingyuan.corpus.names import is_portable
from qingyuan.corpus.workers import Ended, each_alone, fault
from qingyuan.document import RawDocument
from qingyuan.stages.decode import DecodeError
from qingyuan.stages.strip.masking import mask, mask_name, without_secrets


def clean_raw(
    raw: RawDocument, topics: Topics, rulings: tuple[Ruling, ...] = ()
) -> tuple[CleanedDocument, str]:
    """The cleaned document and the path of its article below `docs/articles/`."""
    given: dict[str, Any] = {
        "lang": "zh-CN",
        "source_file": mask_name(PurePosixPath(raw.name).name),
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
    """The finished work on one document, or in one sentence why there is none: no exception leaves here
    but `MemoryError`.

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
    except MemoryError:
        raise  # what else it stopped half-way nobody knows: whoever called must begin anew
    except Exception as error:
        return Work(raw.name, error=str(fault(error)))


SHOWING_MUCH = "花唄逾期怎麼辦\n\n導(dǎo)致的賬單：浣犲ソ.\n"


@cache
def load_tables() -> None:
    """Read the tables that cleaning needs, by cleaning a text that shows several defects: a second in all."""
    clean_one(RawDocument("a.txt", SHOWING_MUCH.encode()), Topics())


def clean_all(
    raws: Iterable[RawDocument],
    topics: Topics,
    rulings: tuple[Ruling, ...] = (),
    jobs: int = 1,
    clean: Callable[..., Work] = clean_one,
    limits: Limits | None = None,
) -> Iterator[Work]:
    """The work on all documents, in their order, whatever the number of workers; these import `clean` by its name.

    A document that takes too long or too much memory, or that a worker dies of, fails alone.
    """
    work = partial(clean, topics=topics, rulings=rulings)
    for raw, made in each_alone(work, raws, lambda raw: len(raw.data), limits or Limits(), jobs, load_tables):
        yield Work(raw.name, error=str(made)) if isinstance(made, Ended) else made
