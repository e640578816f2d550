"""Precision and recall on labeled lines: `contact_lines.py FILE.jsonl` of {text, label, kind}."""

from __future__ import annotations

import argparse
import collections
import json
import sys
from pathlib import Path

from qingyuan.stages.strip import is_contact_line, mask


def measure(rows: list[dict[str, str]]) -> dict[str, object]:
    """The counts, and the wrong lines with what could reach somebody masked."""
    hits: collections.Counter[str] = collections.Counter()
    totals: collections.Counter[str] = collections.Counter()
    wrong: dict[str, list[dict[str, str]]] = {"spam": [], "ham": []}
    for row in rows:
        found = is_contact_line(row["text"])
        totals[f"{row['label']}/{row['kind']}"] += 1
        if (found is not None) == (row["label"] == "spam"):
            hits[f"{row['label']}/{row['kind']}"] += 1
        else:
            wrong[row["label"]].append({"kind": row["kind"], "found": found or "", "text": mask(row["text"])})
    spam = sum(count for name, count in totals.items() if name.startswith("spam/"))
    caught = spam - len(wrong["spam"])
    flagged = caught + len(wrong["ham"])
    return {
        "lines": len(rows),
        "precision": round(caught / flagged, 4) if flagged else None,
        "recall": round(caught / spam, 4) if spam else None,
        "honest_lines_hurt": len(wrong["ham"]),
        "by_kind": {name: f"{hits[name]}/{totals[name]}" for name in sorted(totals)},
        "false_positives": wrong["ham"],
        "false_negatives": wrong["spam"],
    }


def main() -> int:
    """0 when the file was measured, 2 when it cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="JSON Lines with text, label (spam or ham) and kind")
    path: Path = parser.parse_args().file
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        result = measure(rows)
    except (OSError, ValueError, KeyError) as error:
        print(
            f"contact_lines.py: {path}: {error!r}; each line must be JSON with text, label, kind",
            file=sys.stderr,
        )
        return 2
    print(json.dumps(result, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
