"""The corpus as the strip stage sees it: decoded, and pinyin annotations taken out as repair does."""

from __future__ import annotations

import re

from raw_articles import ROOT

RAW = ROOT / "corpus" / "raw"
ANNOTATION = re.compile(r"(?<=[\u3400-\u9fff])\([a-zü]*[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ][a-zü]*\)")


def repaired(number: str) -> str:
    (path,) = RAW.glob(f"{number}_*.txt")
    return ANNOTATION.sub("", path.read_bytes().decode("utf-8").replace("\r\n", "\n"))
