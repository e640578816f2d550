"""A search index of generated pages, built by several processes: imported by a test, and run by it as a program.

python tests/many_pages.py CACHE WORKERS (SITE ORDER)...
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from qingyuan.search import index, preparing
from qingyuan.search.records import Record
from qingyuan.search.site import SiteSearch

# Small, so that the parts are many: enough pages for processes of their own, words for several runs and shards.
LIMITS = index.Limits(run=1 << 13, sample=1 << 5, part=1 << 10), preparing.Limits(many=50)


def build(site: Path, cache: Path, workers: int, order: int) -> None:
    """The search data of 150 pages, which come in one of many orders."""
    chance = random.Random(1)
    pages = []
    for number in range(150):
        text = "".join(chr(0x4E00 + int(chance.triangular(0, 3000, 0))) for _ in range(400))
        words = " ".join(f"word{int(chance.triangular(0, 900, 0))}" for _ in range(30))
        title = text[:8]
        pages.append((f"p/{number}/", title, f"<h2 id=a>{text[9:15]}</h2><p>{text} {words}</p>"))
    search = SiteSearch(cache, [url for url, _, _ in pages], site, None, workers, *LIMITS)
    random.Random(order).shuffle(pages)
    for url, title, html in pages:
        search.add(Record(url=url, title=title), html)
    search.write()


if __name__ == "__main__":
    for at in range(3, len(sys.argv), 2):
        build(Path(sys.argv[at]), Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[at + 1]))
