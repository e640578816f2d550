"""Trails of thousands of texts, recorded by one version of the code and compared with another's.

    python -m tools.bench.trails texts FILE.jsonl --cache DIR     # make the texts (tools/bench/trail_texts.py)
    python -m tools.bench.trails record FILE.jsonl OUT.gz         # what this version makes of them
    python -m tools.bench.trails rules OUT.gz                     # how often each rule acted in them
    python -m tools.bench.trails compare OLD.gz NEW.gz            # what differs, by rule; exit code 1 if anything

A change that should change nothing is checked by them. `record` uses only the package's public functions, so that
it runs under an older version too: PYTHONPATH=OLD/src python tools/bench/trails.py record FILE.jsonl OLD.gz
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import qingyuan

FIELDS = {
    "clean": ("text", "trail", "findings", "metadata", "script"),
    "explain": ("text", "trail", "findings"),
}


def make_texts(file: Path, cache: Path, count: int) -> int:
    from tools.bench import trail_texts  # not under an older version, which has other modules

    made = trail_texts.made_texts(trail_texts.read_sources(cache), count)
    rows = (json.dumps({"id": key, "text": text}) for key, text in made)
    file.write_text("\n".join(rows) + "\n", encoding="ascii", newline="\n")
    print(f"{len(made)} texts, {sum(len(text) for _, text in made):,} characters")
    return 0


# --- record -------------------------------------------------------------------------------------------


def _steps(trail: Any) -> list[Any]:
    return [[step.rule, [[e.start, e.before, e.after, e.kind] for e in step.edits]] for step in trail]


def _findings(findings: Iterable[Any]) -> list[Any]:
    """Findings as lists; older versions paired each with its step."""
    plain = (found[1] if isinstance(found, tuple) else found for found in findings)
    return [[f.rule, f.start, f.text, list(f.candidates), f.note] for f in plain]


def _plain(value: Any) -> Any:
    """A value of the metadata as JSON has it; classes do not matter."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def record_one(line: str) -> str:
    row = json.loads(line)
    try:
        done, repaired = qingyuan.clean_and_explain(row["text"]), qingyuan.explain(row["text"])
    except Exception as error:  # a text that stops one version and not the other is what is looked for
        failure = [f"{type(error).__name__}: {error}", [], []]
        return json.dumps([row["id"], failure, failure])
    cleaned = [done.text, _steps(done.trail), _findings(done.findings), _plain(done.metadata)]
    # Older versions have it as a field.
    if script := getattr(done, "script", "") or getattr(done, "notes", {}).get("script", ""):
        cleaned.append(script)
    explained = [repaired.text, _steps(repaired.trail), _findings(repaired.findings)]
    return json.dumps([row["id"], cleaned, explained])


def record(file: Path, out: Path, jobs: int, most: int | None) -> int:
    lines = file.read_text(encoding="ascii").split("\n")[:-1][:most]
    with ProcessPoolExecutor(jobs) as pool, gzip.open(out, "wt", encoding="ascii") as rows:
        for row in pool.map(record_one, lines, chunksize=20):
            rows.write(row + "\n")
    return 0


def read_records(file: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """By text and function (`clean`, `explain`) the fields of its result.

    The kinds of the edits are a field of their own: they name what was done, and may be named anew.
    """
    records = {}
    with gzip.open(file, "rt", encoding="ascii") as rows:
        for key, *results in map(json.loads, rows):
            records[key] = {
                function: dict(zip(FIELDS[function], result, strict=False))
                for function, result in zip(FIELDS, results, strict=True)
            }
            for result in records[key].values():
                result["kinds"] = [[rule, [edit[3] for edit in edits]] for rule, edits in result["trail"]]
                result["trail"] = [[rule, [edit[:3] for edit in edits]] for rule, edits in result["trail"]]
    return records


# --- what is in a record, and what differs between two ------------------------------------------------


def count_rules(file: Path) -> int:
    edits: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    records = read_records(file)
    for record in records.values():
        cleaned = record["clean"]
        texts.update({rule for rule, _ in cleaned["trail"]})
        findings.update(finding[0] for finding in cleaned["findings"])
        for rule, made in cleaned["trail"]:
            edits[rule] += len(made)
    print("   edits   texts  findings")
    for rule in sorted({*edits, *findings}):
        print(f"{edits[rule]:8}{texts[rule]:8}{findings[rule]:10}  {rule}")
    print(f"{len(records)} texts")
    return 0


def _first_difference(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
    """The first step in which two trails differ, in each of them."""
    nothing = ["-", []]
    for at in range(max(len(old), len(new))):
        steps = (old[at] if at < len(old) else nothing), (new[at] if at < len(new) else nothing)
        if steps[0] != steps[1]:
            return steps
    return nothing, nothing


def _only_in(mine: list[Any], others: list[Any]) -> list[Any]:
    return [entry for entry in mine if entry not in others]


def _group(function: str, was: dict[str, Any], now: dict[str, Any], fields: list[str]) -> str:
    """What a difference has in common with others: function, fields, and the rules that did another thing."""
    if "trail" in fields:
        rules = [step[0] for step in _first_difference(was["trail"], now["trail"])]
        return f"{function}: {', '.join(fields)}; {' → '.join(rules)}"
    entries = [
        entry
        for name in ("findings", "kinds")
        if name in fields
        for entry in (*_only_in(was[name], now[name]), *_only_in(now[name], was[name]))
    ]
    return f"{function}: {', '.join(fields)}; {', '.join(sorted({entry[0] for entry in entries})) or '-'}"


def _show(was: dict[str, Any], now: dict[str, Any], fields: list[str]) -> None:
    steps = _first_difference(was["trail"], now["trail"])
    for sign, step, other in zip("-+", steps, reversed(steps), strict=True):
        for start, before, after in _only_in(step[1], other[1])[:3]:
            print(f"  {sign} {step[0]} at {start}: {before!r} → {after!r}")
    for sign, mine, others in (("-", was, now), ("+", now, was)):
        for rule, start, text, candidates, note in _only_in(mine["findings"], others["findings"])[:3]:
            print(f"  {sign} finding {rule} at {start}: {text!r} {candidates[:3]} {note}")
        for name in fields:
            if name in ("metadata", "script") or (name == "text" and "trail" not in fields):
                print(f"  {sign} {name} {mine[name]!r}")
        if "kinds" in fields and "trail" not in fields:
            for rule, kinds in _only_in(mine["kinds"], others["kinds"])[:3]:
                print(f"  {sign} {rule}: {', '.join(sorted(set(kinds)))}")


def compare(old_file: Path, new_file: Path, shown: int, without: list[str]) -> int:
    """Print what differs in the texts that both have, in groups; the exit code."""
    old, new = read_records(old_file), read_records(new_file)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    common = [key for key in new if key in old]
    for key in common:
        for function in FIELDS:
            was, now = old[key][function], new[key][function]
            fields = [name for name in was if name in now and was[name] != now[name] and name not in without]
            if not fields:
                continue
            group = _group(function, was, now, fields)
            groups[group].append(key)
            if len(groups[group]) <= shown:
                print(f"{key}  {group}")
                _show(was, now, fields)
    for group, keys in sorted(groups.items(), key=lambda item: -len(item[1])):
        print(f"{len(keys):6}  {group}")
    differing = len({key for keys in groups.values() for key in keys})
    for name, rest in (("OLD", old.keys() - new.keys()), ("NEW", new.keys() - old.keys())):
        if rest:
            print(f"only in {name}, not compared: {len(rest)} texts")
    print(f"{len(common)} texts, {differing} differ")
    return int(differing > 0 or not common)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    texts = commands.add_parser("texts")
    texts.add_argument("file", type=Path)
    texts.add_argument("--cache", type=Path, required=True, help="folder for downloaded packages")
    texts.add_argument("--count", type=int, default=20_000)
    recording = commands.add_parser("record")
    recording.add_argument("file", type=Path)
    recording.add_argument("out", type=Path)
    recording.add_argument("--jobs", type=int, default=2)
    recording.add_argument("--most", type=int, help="only the first texts of the file, which are a sample")
    counting = commands.add_parser("rules")
    counting.add_argument("file", type=Path)
    comparing = commands.add_parser("compare")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    comparing.add_argument("--shown", type=int, default=2, help="of each kind of difference (all: 20000)")
    names = sorted({*FIELDS["clean"], "kinds"})
    comparing.add_argument("--without", nargs="*", default=[], choices=names, help="fields to leave out")
    given = parser.parse_args()
    if given.command == "texts":
        return make_texts(given.file, given.cache, given.count)
    if given.command == "record":
        return record(given.file, given.out, given.jobs, given.most)
    if given.command == "rules":
        return count_rules(given.file)
    return compare(given.old, given.new, given.shown, given.without)


if __name__ == "__main__":
    sys.exit(main())
