"""Fit `src/qingyuan/data/page_blocks.json`: how probable it is that a block of a web page is its article's.

    python -m pip install lightgbm==4.7.0                       # only this script needs it
    python -m tools.tables.page_blocks FOLDER [FOLDER ...]      # fit on all of them, write
    python -m tools.tables.page_blocks CHINESE OTHER ... --folds 6     # only measure: whole sites kept out

The pages in `tests/cases/pages` (skeletons of known web sites, words of our own) teach as well, but not where it is
measured: their sites may be among those kept out. A folder holds pages as `ID.html` or `ID.html.gz` and `gold.jsonl`, a line a page: `id`, `kind` (article or forum),
`url`, `content`. None of the text ships. Gradient-boosted trees (LightGBM: the numbers are few and uneven, and trees
want no scaling). A block is the article's if three fifths of its 5-grams of letters are in the gold text. Each page
weighs the same, a block by the logarithm of its length. Beside each page stand versions of it whose article is cut
short, for what is lost are short articles among the prose of others; they halved the errors on sites that were kept
out (docs-dev/benchmarks-pages.md).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import opencc
from numpy.typing import NDArray

from qingyuan.stages.decode import decode
from qingyuan.stages.strip.html.blocks import MOST_LEAVES, decide_by
from qingyuan.stages.strip.html.features import Page, features
from qingyuan.stages.strip.html.parse import parse
from qingyuan.stages.strip.html.segment import segment
from tools import ROOT

TARGET = ROOT / "src" / "qingyuan" / "data" / "page_blocks.json"
CASES = ROOT / "tests" / "cases" / "pages"
LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
IN_GOLD = 0.6  # share of its 5-grams from which a block is the article's
GRAM = 5
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Settings:
    """Chosen on pages of sites kept out."""

    seeds: tuple[int, ...] = (0, 1)
    rounds: int = 150
    rate: float = 0.08
    in_leaf: int = 25  # blocks at least
    decay: float = 1.0
    columns: float = 0.3  # share of the numbers that a tree may choose from
    versions: int = 2  # of each page, with its article cut short
    version_weight: float = 0.5
    own_weight: float = 0.3  # of the pages made here: at 1, threads of real forums came out worse
    shortest: int = 40  # letters of such an article
    longest: int = 600
    digits: int = 4  # of the numbers written


SETTINGS = Settings()


@dataclass(frozen=True, slots=True)
class Case:
    """A page with the blocks that are its article's."""

    name: str
    kind: str
    site: str
    gold: str
    page: Page
    rows: NDArray[np.float32]
    names: list[str]
    right: Array
    weight: float = 1.0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument(
        "--folds", type=int, help="measure the first folder's pages, whole sites kept out; write nothing"
    )
    arguments = parser.parse_args()
    read = [cases(folder) for folder in arguments.folders]
    everything = [case for folder in read for case in folder]
    everything += [page for case in read[0] for page in plain_pages(case)]
    if not arguments.folds:
        everything += own_cases()
    versions = [version for case in everything for version in cut_short(case)]
    if arguments.folds:
        measure(read[0], everything, versions, arguments.folds)
        return 0
    models = fit([*everything, *versions])
    text = json.dumps(packed(models, everything[0].names), separators=(",", ":")) + "\n"
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {len(text):,} bytes, {len(everything)} pages and {len(versions)} versions")
    return 0


def cases(folder: Path) -> list[Case]:
    """The pages of a folder."""
    found: list[Case] = []
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        packed_page = folder / f"{row['id']}.html.gz"
        data = (
            gzip.decompress(packed_page.read_bytes())
            if packed_page.exists()
            else (folder / f"{row['id']}.html").read_bytes()
        )
        found += case_of(row["id"], row["kind"], site(row["url"]), data, row["content"])
    return found


def own_cases() -> list[Case]:
    """The pages of the tests."""
    found: list[Case] = []
    for folder in sorted(path for path in CASES.iterdir() if path.is_dir()):
        expected = (folder / "expected.md").read_text(encoding="utf-8")
        gold = LINK.sub(r"\1", expected)
        made = case_of(folder.name, "article", folder.name, (folder / "source.html").read_bytes(), gold)
        found += [replace(case, weight=SETTINGS.own_weight) for case in made]
    return found


def plain_pages(case: Case) -> list[Case]:
    """The text of an article in a page of little around it, as a person or an old program makes it."""
    if case.kind != "article":
        return []
    draw = random.Random(case.name)
    lines = [line.strip() for line in case.gold.split("\n") if line.strip()][: draw.randrange(3, 40)]
    tag = draw.choice(("p", "p", "div", "br"))
    if tag == "br":
        text = "<br><br>\n".join(f"&nbsp;&nbsp;{escape(line)}" for line in lines[1:])
    else:
        text = "\n".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines[1:])
    name = draw.choice(("", ' class="content"', ' class="post"', ' id="main"', ' class="entry"'))
    title = escape(lines[0])
    menu = '<div class="menu"><a href="/">首页</a> | <a href="/n">新闻</a></div>'
    side = '<div class="side"><h3>热门文章</h3><ul><li><a href="/1">第一篇的标题</a></li><li><a href="/2">另一篇</a></li></ul></div>'
    foot = '<div class="footer">关于我们 | 联系我们</div>'
    around = [part if draw.random() < 0.6 else "" for part in (menu, side, foot)]
    source = (
        f"<html><head><title>{title}</title></head><body>{around[0]}<h1>{title}</h1><div{name}>{text}</div>"
        f"{around[1]}{around[2]}</body></html>"
    )
    gold = "\n".join(lines if draw.random() < 0.5 else lines[1:])
    return [
        replace(each, weight=SETTINGS.own_weight)
        for each in case_of(case.name, case.kind, case.site, source.encode(), gold)
    ]


def case_of(name: str, kind: str, site: str, data: bytes, gold: str) -> list[Case]:
    """A page as a case; none if it has no text."""
    root = parse(decode(data).text).root
    page = Page(root, segment(root))
    if not page.blocks:
        return []
    rows, names = features(page)
    right = in_gold([block.text for block in page.blocks], gold)
    return [Case(name, kind, site, gold, page, rows, names, right)]


def site(url: str) -> str:
    """The registered domain of an address."""
    parts = (urlsplit(url).hostname or "").split(".")
    second = (
        len(parts) > 2
        and parts[-2] in ("com", "org", "net", "gov", "co", "edu", "ac")
        and len(parts[-1]) == 2
    )
    return ".".join(parts[-3 if second else -2 :])


def in_gold(texts: Sequence[str], gold: str) -> Array:
    """1 for each text that is in the gold text by most of its 5-grams; a shorter one must be a line of it."""
    known, lines = grams(folded(gold)), {folded(line) for line in gold.split("\n")}
    found = []
    for text in map(folded, texts):
        own = grams(text)
        is_in = sum((own & known).values()) >= IN_GOLD * own.total() if own else text in lines
        found.append(float(is_in))
    return np.array(found)


@cache
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def folded(text: str) -> str:
    """Letters and digits alone, width, case and script folded."""
    return re.sub(r"[\W_]+", "", _simplified().convert(unicodedata.normalize("NFKC", text))).lower()


def grams(text: str) -> Counter[str]:
    """The 5-grams of a text."""
    return Counter(text[at : at + GRAM] for at in range(max(0, len(text) - GRAM + 1)))


def cut_short(case: Case) -> list[Case]:
    """Versions of a page of whose article a few blocks are left, in a row."""
    draw = random.Random(case.name)
    article = np.flatnonzero(case.right)
    letters = case.page.size[article].sum()
    if letters < 10 * SETTINGS.shortest or len(article) < 3:
        return []
    versions = []
    for _ in range(SETTINGS.versions):
        goal = np.exp(draw.uniform(np.log(SETTINGS.shortest), np.log(min(SETTINGS.longest, letters / 2))))
        start = 0 if draw.random() < 0.7 else draw.randrange(len(article))
        left = np.cumsum(case.page.size[article[start:]])
        last = start + int(np.searchsorted(left, goal)) + 1
        gone = set(article) - set(article[start:last])
        kept = [at for at in range(len(case.right)) if at not in gone]
        page = Page(case.page.root, [case.page.blocks[at] for at in kept])
        versions.append(
            replace(
                case,
                page=page,
                rows=features(page)[0],
                right=case.right[kept],
                weight=SETTINGS.version_weight,
            )
        )
    return versions


def fit(training: Sequence[Case]) -> list[Any]:
    """Boosted trees, one model a seed."""
    import lightgbm

    rows = np.concatenate([case.rows for case in training])
    right = np.concatenate([case.right for case in training])
    weights = [np.log1p(case.page.size) for case in training]
    weight = np.concatenate(
        [
            case.weight * each / each.mean() * 100 / len(each)
            for case, each in zip(training, weights, strict=True)
        ]
    )
    settings = {
        "objective": "binary",
        "num_leaves": MOST_LEAVES,
        "learning_rate": SETTINGS.rate,
        "min_data_in_leaf": SETTINGS.in_leaf,
        "lambda_l2": SETTINGS.decay,
        "feature_fraction": SETTINGS.columns,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbose": -1,
    }
    return [
        lightgbm.train(
            settings | {"seed": seed}, lightgbm.Dataset(rows, right, weight=weight), SETTINGS.rounds
        )
        for seed in SETTINGS.seeds
    ]


def packed(models: Sequence[Any], names: list[str]) -> dict[str, Any]:
    """The trees as `blocks.probabilities` reads them: the mean of the models' scores, a condition a column."""
    feature, threshold, without, value = [], [], [], []
    for model in models:
        for tree in model.dump_model()["tree_info"]:
            leaves: list[float] = []
            conditions: list[tuple[int, float, int]] = []
            _walk(tree["tree_structure"], leaves, conditions)
            every = (1 << MOST_LEAVES) - 1
            fill = MOST_LEAVES - 1 - len(conditions)  # a condition that never fails rules nothing out
            feature.append([each[0] for each in conditions] + [0] * fill)
            threshold.append([_short(each[1]) for each in conditions] + [0.0] * fill)
            without.append([every & ~each[2] for each in conditions] + [every] * fill)
            value.append(
                [_short(each / len(models)) for each in leaves] + [0.0] * (MOST_LEAVES - len(leaves))
            )
    return {"names": names, "feature": feature, "threshold": threshold, "without": without, "value": value}


def _walk(node: dict[str, Any], leaves: list[float], conditions: list[tuple[int, float, int]]) -> int:
    """The bits of the leaves below a node; leaves are numbered from its yes side on."""
    if "leaf_value" in node:
        leaves.append(node["leaf_value"])
        return 1 << (len(leaves) - 1)
    place = len(conditions)
    conditions.append((0, 0.0, 0))
    yes = _walk(node["left_child"], leaves, conditions)
    no = _walk(node["right_child"], leaves, conditions)
    conditions[place] = (node["split_feature"], node["threshold"], yes)
    return yes | no


def _short(number: float) -> float:
    return float(f"{number:.{SETTINGS.digits}g}")


def measure(chinese: Sequence[Case], training: Sequence[Case], versions: Sequence[Case], folds: int) -> None:
    """Print how the pages of one folder come out when their sites teach nothing."""
    sites = sorted({case.site for case in chinese})
    random.Random(0).shuffle(sites)
    scores: dict[str, list[tuple[float, float, float]]] = {}
    pages = []
    for fold in range(folds):
        out = set(sites[fold::folds])
        models = fit([case for case in (*training, *versions) if case.site not in out])
        for case in chinese:
            if case.site in out:
                raw = np.mean([model.predict(case.rows, raw_score=True) for model in models], axis=0)
                keep = decide_by(case.page, 1 / (1 + np.exp(-raw)))
                got = "\n".join(
                    block.text for block, kept in zip(case.page.blocks, keep, strict=True) if kept
                )
                score = near(case.gold, got)
                scores.setdefault(case.kind, []).append(score)
                pages.append((score, case))
    for (precision, recall, f1), case in sorted(pages, key=lambda page: page[0][2]):
        print(f"{f1:.3f} P {precision:.3f} R {recall:.3f} {case.kind:7} {case.name} {case.site}")
    for kind, some in sorted(scores.items()):
        precision, recall, f1 = np.mean(some, axis=0)
        print(
            f"{kind} n {len(some)} P {precision:.3f} R {recall:.3f} F1 {f1:.3f} <.5 {sum(s[2] < 0.5 for s in some)}"
        )


def near(gold: str, got: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of a text's 5-grams."""
    right, own = grams(folded(gold)), grams(folded(got))
    both = (right & own).total()
    precision, recall = both / max(1, own.total()), both / max(1, right.total())
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


if __name__ == "__main__":
    sys.exit(main())
