"""The same records for a search server: for sites that outgrow static files, or search together.

`records.jsonl` holds one document a line, as Meilisearch, OpenSearch, Tantivy and Groonga load it. What a
server lacks is already done: `keys` is the folded text as pairs of characters and words, separated by
spaces, so that any engine that splits at spaces finds Chinese as the site does. A query has to be put
through `query_keys` in the same way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from qingyuan.search.format import FIELDS
from qingyuan.search.keys import is_unspaced, pairs, runs, search_key
from qingyuan.search.pinyin import readings
from qingyuan.search.records import Record
from qingyuan.search.stored import record_from_stored

_RECORDS = "records.jsonl"
_SPELLINGS = 8

_EXPORTED = tuple(field.export for field in FIELDS if field.export)
"""Folded fields, by weight."""
_PINYIN = "title_pinyin"

MEILISEARCH: Mapping[str, Any] = {
    # By weight: a match in the title comes before one in the text.
    "searchableAttributes": list(_EXPORTED),
    "displayedAttributes": ["id", "url", "title", "headings", "text", "topic", "date"],
    "filterableAttributes": ["topic", "date", "article"],
    "sortableAttributes": ["date"],
    # "attribute" is what newer versions split into attributeRank and wordPosition; all of 1.x take it.
    "rankingRules": ["words", "attribute", "proximity", "exactness", "typo", "sort"],
    # A pair of characters has no typos; letters of pinyin do.
    "typoTolerance": {"disableOnAttributes": [name for name in _EXPORTED if name != _PINYIN]},
}

_KEYS = {"type": "text", "analyzer": "whitespace"}
OPENSEARCH: Mapping[str, Any] = {
    "mappings": {
        "properties": {
            "url": {"type": "keyword"},
            "topic": {"type": "keyword"},
            "date": {"type": "date", "format": "yyyy-MM-dd"},
            "article": {"type": "boolean"},
            "title": {"type": "text", "index": False},
            "headings": {"type": "text", "index": False},
            "text": {"type": "text", "index": False},
            **dict.fromkeys(_EXPORTED, _KEYS),
        }
    }
}

# What of a record is shown or sorted by, with the type that Groonga has for it.
_SHOWN = {
    "url": "COLUMN_SCALAR ShortText",
    "title": "COLUMN_SCALAR ShortText",
    "topic": "COLUMN_SCALAR ShortText",
    "date": "COLUMN_SCALAR ShortText",
    "article": "COLUMN_SCALAR Bool",
    "aliases": "COLUMN_VECTOR ShortText",
    "headings": "COLUMN_VECTOR ShortText",
    "text": "COLUMN_SCALAR Text",
}
# One table of records, and one of terms that leads to them. The keys are folded already: terms are what
# stands between spaces.
GROONGA = "".join(
    f"{line}\n"
    for line in (
        "table_create Records TABLE_HASH_KEY ShortText",
        *(f"column_create Records {name} {kind}" for name, kind in _SHOWN.items()),
        *(f"column_create Records {name} COLUMN_SCALAR LongText" for name in _EXPORTED),
        "table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenDelimit",
        *(f"column_create Terms {name} COLUMN_INDEX|WITH_POSITION Records {name}" for name in _EXPORTED),
    )
)


def query_keys(query: str) -> str:
    """A query, folded and split as the exported fields are.

    >>> query_keys("上門 送信APP")
    '上门 送信 app'
    """
    return " ".join(_terms(query))


def _terms(text: str) -> list[str]:
    terms: list[str] = []
    for run in runs(search_key(text)):
        terms += pairs(run) if is_unspaced(run) and len(run) > 1 else [run]
    return terms


def document(record: Record) -> dict[str, Any]:
    """A record as one flat document; an absent date is left out."""
    fields: dict[str, Any] = {
        # Meilisearch takes no Chinese and no slash in an id.
        "id": hashlib.sha256(record.url.encode()).hexdigest()[:20],
        "url": record.url,
        "title": record.title,
        "topic": record.topic,
        "date": record.date,
        "article": not record.aside,
        "aliases": list(record.aliases),
        "headings": record.headings,
        "text": record.text,
        **{field.export: _exported(record, field.name) for field in FIELDS if field.export},
    }
    if not record.date:
        del fields["date"]
    return fields


def _exported(record: Record, name: str) -> str:
    if name == "readings":
        return " ".join(_spellings(record.title))
    value = getattr(record, name)
    return " ".join(map(query_keys, [value] if isinstance(value, str) else value))


def _spellings(title: str) -> list[str]:
    """A title spelled in full and by initials; with characters of several readings, in several ways."""
    syllables = readings(search_key(title))
    full = ["".join(spelling) for _, spelling in zip(range(_SPELLINGS), product(*syllables), strict=False)]
    initials = [
        "".join(syllable[0] for syllable in spelling) for spelling in product(*(s[:1] for s in syllables))
    ]
    return [spelling for spelling in dict.fromkeys((*full, *initials)) if spelling]


def site_records(site_dir: Path) -> Iterator[Record]:
    """The records of a built site; `OSError` if it has no search data, `ValueError` or `LookupError` if they are none."""
    search = site_dir / "search"
    data = json.loads((search / "settings.json").read_text(encoding="utf-8"))["data"]
    for path in sorted((search / data / "r").glob("*/*.bin")):
        yield record_from_stored(path.read_bytes())


def export_search(records: Iterable[Record], to: Path) -> int:
    """The number of records that were written into a directory, with the settings of the servers.

    `OSError` if the directory cannot be made or written.
    """
    to.mkdir(parents=True, exist_ok=True)
    count = 0
    with (to / _RECORDS).open("w", encoding="utf-8", newline="\n") as lines:
        for record in sorted(records, key=lambda record: record.url):
            lines.write(json.dumps(document(record), ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    for name, settings in (("meilisearch.json", MEILISEARCH), ("opensearch.json", OPENSEARCH)):
        text = json.dumps(settings, ensure_ascii=False, indent=2)
        (to / name).write_text(text + "\n", encoding="utf-8")
    (to / "groonga.grn").write_text(GROONGA, encoding="utf-8")
    return count
