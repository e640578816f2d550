"""How close the pipeline comes to the golden articles: bodies, headings, metadata, stripped lines, as JSON.

python -m tools.bench.seeds [GOLD]        # a folder with 000.md, 000.stripped.json …; default: tests/golden
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from qingyuan.articles import front_matter
from qingyuan.articles.topics import Topics
from qingyuan.corpus.cleaning import clean_raw
from qingyuan.corpus.ledgers import account
from qingyuan.document import RawDocument
from qingyuan.text.markdown import HEADING
from tools import ROOT

FACTS = ("title", "date", "author", "category", "site", "views", "comments")


def measure(raw: Path, gold: Path) -> dict[str, Any]:
    """What became of one raw article, beside what should have."""
    wanted = front_matter.split(gold.read_text(encoding="utf-8"))
    document, _ = clean_raw(RawDocument(raw.name, raw.read_bytes()), Topics())
    body = front_matter.split(document.cleaned.text).body
    for step in reversed(document.cleaned.trail.steps):  # the gold shows the article before restoration
        if step.rule.startswith("restore/"):
            body = step.undo(body)
        elif not step.rule.endswith("/front-matter"):
            break
    ours, golden = body.splitlines(), wanted.body.splitlines()
    metadata = document.cleaned.metadata
    facts = {key: wanted.metadata[key] for key in FACTS if key in wanted.metadata}
    if wanted.metadata.get("title_inferred"):
        title = str(metadata.get("title", ""))
        if len(title) <= 40 and "支付宝" in title and re.search("呆账|信用分", title):
            facts["title"] = title
    stripped = json.loads(gold.with_suffix(".stripped.json").read_text(encoding="utf-8"))
    accounts = account(document.decoded.text, document.cleaned.trail)
    lines = {(entry.line, entry.kind) for entry in accounts if entry.fate == "stripped"}
    return {
        "exact": ours == golden,
        "lines_missing": len([line for line in golden if line not in ours]),
        "lines_added": len([line for line in ours if line not in golden]),
        "headings": sum(line in ours for line in golden if HEADING.match(line)),
        "headings_in_gold": sum(bool(HEADING.match(line)) for line in golden),
        "metadata": sum(metadata.get(key) == value for key, value in facts.items()),
        "metadata_in_gold": len(facts),
        "invented": sorted(key for key in FACTS if key in metadata and key not in facts),
        "stripped": len(lines & {(row["line"], row["kind"]) for row in stripped}),
        "stripped_in_gold": len(stripped),
        "stripped_too_much": len(lines - {(row["line"], row["kind"]) for row in stripped}),
        "accounted_for": len(accounts)
        == sum(bool(line.strip()) for line in document.decoded.text.splitlines()),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT / "tests" / "golden")
    gold = parser.parse_args().gold
    rows = {}
    for raw in sorted((ROOT / "corpus" / "raw").glob("*.txt")):
        golden = gold / f"{raw.name[:3]}.md"
        if golden.exists():
            rows[raw.name[:3]] = measure(raw, golden)
    if not rows:
        print(f"{gold}: no golden article of any raw article here", file=sys.stderr)
        return 2
    total = {
        key: sum(row[key] for row in rows.values())
        for key in next(iter(rows.values()))
        if key not in ("invented",)
    }
    print(json.dumps({"total": total, "articles": rows}, ensure_ascii=False, indent=1))
    return 0 if total["exact"] == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
