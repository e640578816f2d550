"""Make our index of rendered pages and print as JSON what it took; the search bench runs it in a process of its own.

    python -m tools.bench.search_index RENDERED.jsonl SITE CACHE.sqlite

It counts everything from the first page to the last file, the reading of the pages included.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path

from qingyuan.search.preparing import processors
from qingyuan.search.records import Record
from qingyuan.search.site import SiteSearch


def make_index(rendered: Path, site: Path, cache: Path) -> dict[str, float]:
    with rendered.open(encoding="utf-8") as lines:
        urls = [json.loads(line)["url"] for line in lines]
    start, before = time.perf_counter(), time.process_time()
    search = SiteSearch(cache, urls, site)
    with rendered.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            search.add(Record(url=row["url"], title=row["title"]), row["html"])
    search.write()
    wall, own = time.perf_counter() - start, time.process_time() - before
    one, each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "wall_s": round(wall, 1),
        "processor_s": round(own + each.ru_utime + each.ru_stime, 1),
        "megabytes": round(one.ru_maxrss / 1e3),
        "megabytes_of_each_worker": round(each.ru_maxrss / 1e3),
        "workers": processors(),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rendered", type=Path, help="JSON Lines with url, title, html")
    parser.add_argument("site", type=Path)
    parser.add_argument("cache", type=Path)
    given = parser.parse_args()
    print(json.dumps(make_index(given.rendered, given.site, given.cache)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
