"""Write src/qingyuan/search/fold.tsv anew from OpenCC's data; `--check` only says whether it is fresh."""

from __future__ import annotations

import sys

import opencc

from qingyuan.search import fold_table
from tools import ROOT
from tools.tables.generated import write_or_check

TABLE = ROOT / "src/qingyuan/search/fold.tsv"
# Mainland, Taiwan and Hong Kong forms; the first that knows a character decides.
CONVERSIONS = ("t2s", "tw2s", "hk2s")


def fresh_table() -> str:
    return fold_table.render(fold_table.fold_pairs(opencc.OpenCC(name).convert for name in CONVERSIONS))


if __name__ == "__main__":
    sys.exit(write_or_check(__doc__, TABLE, fresh_table()))
