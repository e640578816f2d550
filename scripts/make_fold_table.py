"""Write src/qingyuan/search/fold.tsv anew from OpenCC's data; `--check` only says whether it is fresh."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import opencc

from qingyuan.search import fold_table

TABLE = Path(__file__).parents[1] / "src/qingyuan/search/fold.tsv"
# Mainland, Taiwan and Hong Kong forms; the first that knows a character decides.
CONVERSIONS = ("t2s", "tw2s", "hk2s")


def fresh_table() -> str:
    return fold_table.render(fold_table.fold_pairs(opencc.OpenCC(name).convert for name in CONVERSIONS))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the table is stale")
    check = parser.parse_args().check
    table = fresh_table()
    if TABLE.exists() and TABLE.read_text(encoding="utf-8") == table:
        print(f"{TABLE.name}: fresh")
        return 0
    if check:
        print(f"{TABLE.name}: stale; run python scripts/make_fold_table.py", file=sys.stderr)
        return 1
    TABLE.write_text(table, encoding="utf-8", newline="\n")
    print(f"{TABLE.name}: written, {len(table.splitlines())} targets")
    return 0


if __name__ == "__main__":
    sys.exit(main())
