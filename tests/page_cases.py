"""Cases of whole pages: a folder each, with the page, the article's body and what is known of it."""

from __future__ import annotations

import json
from pathlib import Path

from raw_articles import ROOT

from qingyuan.article import clean_text
from qingyuan.articles import front_matter
from qingyuan.engine import Cleaned
from qingyuan.stages.decode import decode

CASES = sorted(path.parent for path in (ROOT / "tests" / "cases" / "pages").glob("*/source.html"))


def cleaned(case: Path) -> Cleaned:
    return clean_text(decode((case / "source.html").read_bytes()).text)


def body_of(result: Cleaned) -> str:
    return front_matter.split(result.text).body.lstrip("\n")


def facts_of(result: Cleaned) -> dict[str, object]:
    return {
        key: value if isinstance(value, int) else str(value)
        for key, value in result.metadata.items()
        if key in front_matter.FIELDS
    }


def expected(case: Path) -> tuple[str, dict[str, object]]:
    facts: dict[str, object] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    return (case / "expected.md").read_text(encoding="utf-8"), facts
