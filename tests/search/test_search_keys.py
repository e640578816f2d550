"""Search keys: one folding on both sides."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_articles import ROOT
from tools.tables import fold as fold_rows
from tools.tables import readings as reading_rows
from tools.tables import search_contract

from qingyuan.search import fold_table, format
from qingyuan.search.keys import is_unspaced, pairs, runs, search_key

BROWSER = ROOT / "src/qingyuan/search/browser"

# Text, and its key. Where it was seen: names of articles, queries, forms that input methods give.
ROWS = [
    ("上門送信", "上门送信"),
    ("ＡＰＰ　登錄", "app 登录"),
    ("⽀付寶", "支付宝"),  # a Kangxi radical, as PDFs give it
    ("顯著", "显着"),  # both sides merge 著 and 着: 著作 finds 著作, 看著 finds 看着
    ("看着", "看着"),
    ("呆帐呆帳", "呆账呆账"),
    ("甚麼", "什么"),
    ("乾淨的樹幹", "干净的树干"),
    ("憑藉", "凭借"),
    ("裡面裏面", "里面里面"),
    ("羣眾群众", "群众群众"),
    ("㎏ ﬁ ½", "kg fi 1⁄2"),
    ("逾\u200b期", "逾期"),
    ("İSTANBUL ΣΟΦΟΣ Straße", "i̇stanbul σοφοσ straße"),
    ("𠮷野家", "𠮷野家"),
    ("①②③ 壹", "123 壹"),
    ("がギ 한국", "がギ 한국"),
]


@pytest.mark.parametrize(("text", "key"), ROWS)
def test_fold(text: str, key: str) -> None:
    assert search_key(text) == key


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"))))
def test_a_key_is_its_own_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"))))
def test_long_text_is_folded_as_short_text_is(text: str) -> None:
    """Long texts are folded by another way: all characters at once."""
    assert search_key(text + "送" * 200) == search_key(text) + "送" * 200


def test_simplified_prose_keeps_its_length() -> None:
    text = "支付宝逾期上门送信，2024年的APP。"
    assert len(search_key(text)) == len(text)


def test_table_is_fresh() -> None:
    """The committed table is what OpenCC's data gives."""
    assert fold_rows.TABLE.read_text(encoding="utf-8") == fold_rows.fresh_table()


def test_table_of_readings_is_fresh() -> None:
    """The committed table is what pypinyin's data gives."""
    assert reading_rows.TABLE.read_text(encoding="utf-8") == reading_rows.fresh_table()


def test_contract_is_fresh() -> None:
    """What TypeScript knows of the index is what Python writes."""
    assert search_contract.TABLE.read_text(encoding="utf-8") == search_contract.fresh_table()


def test_contract_tells_of_every_level() -> None:
    weights = [level.weight for level in format.LEVELS]
    assert weights == sorted(weights)
    assert len(weights) <= 1 << format.LEVEL_BITS
    levels = {
        name: value for name, value in vars(format).items() if name in {level.name for level in format.LEVELS}
    }
    assert [level.name for level in format.LEVELS] == sorted(levels, key=levels.__getitem__)


def test_table_has_no_chains() -> None:
    pairs_ = fold_table.parse(fold_rows.TABLE.read_text(encoding="utf-8"))
    assert not pairs_.keys() & set(pairs_.values())


def test_circles_are_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        fold_table.fold_pairs([lambda character: {"门": "們", "們": "门"}.get(character, character)])


def test_runs() -> None:
    assert runs(search_key("花唄App 2024年，がギ")) == ["花呗", "app", "2024", "年", "がギ"]
    assert [is_unspaced(run) for run in ("花呗", "app", "2024")] == [True, False, False]
    assert list(pairs("上门送信")) == ["上门", "门送", "送信"]


def browser_says(expression: str, data: object) -> object:
    """Evaluate an expression over `data` with the built engine, in the JavaScript engine that Chromium has."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node; tests/browser compares both sides in Chromium")
    script = f"""
        require({json.dumps(str(BROWSER / "engine.js"))})
        const {{ fold, folding, runs, syllables, parse }} = globalThis.qingyuanSearch
        const data = JSON.parse(require("fs").readFileSync(0, "utf8"))
        folding.then(() => console.log(JSON.stringify({expression})))
    """
    sent = json.dumps(data).encode()
    done = subprocess.run([node, "-e", script], input=sent, capture_output=True, check=True)
    return json.loads(done.stdout)


def test_browser_folds_alike() -> None:
    """Every character of the Basic Multilingual Plane that is assigned since long, and the rows."""
    blocks = [(0x20, 0x250), (0x370, 0x530), (0x2000, 0x2070), (0x2100, 0x2190), (0x2460, 0x2500)]
    blocks += [(0x2E80, 0x3100), (0x3200, 0x9FF0), (0xF900, 0xFB00), (0xFE30, 0xFFE7), (0x20000, 0x20400)]
    texts = [
        "".join(map(chr, range(start, start + 64)))
        for first, last in blocks
        for start in range(first, last, 64)
    ]
    texts += [text for text, _ in ROWS]
    assert browser_says("data.map(fold)", texts) == [search_key(text) for text in texts]


def test_browser_splits_alike() -> None:
    keys = [search_key(text) for text, _ in ROWS] + ["花呗app2024年の〇々", "a1b2 ünï 한국어"]
    assert browser_says("data.map(runs)", keys) == [runs(key) for key in keys]


@pytest.mark.parametrize(
    ("letters", "ways"),
    [
        ("shangmensongxin", [["shang", "men", "song", "xin"]]),
        ("fangan", [["fan", "gan"], ["fang", "an"]]),
        ("huankuan", [["huan", "kuan"]]),
        ("nvren", [["nv", "ren"]]),
        ("smsx", []),
    ],
)
def test_pinyin_is_cut_into_syllables(letters: str, ways: list[list[str]]) -> None:
    assert browser_says("syllables(data)", letters) == ways


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("花呗逾期了怎么办", ["花呗逾期"]),
        ("怎么协商还款", ["协商还款"]),
        ("支付宝的影响", ["支付宝", "影响"]),
        ("了解政策", ["了解政策"]),
        ("的士", ["的士"]),
        ("怎么办", ["怎么办"]),
        ("支付宝 上门", ["支付宝", "上门"]),
        ("花唄APP", ["花呗", "app"]),
    ],
)
def test_questions_are_understood(text: str, needed: list[str]) -> None:
    runs_ = "parse(data).runs.filter(run => !run.asking).map(run => run.key)"
    assert browser_says(runs_, text) == needed


def test_built_files_are_fresh() -> None:
    """The committed scripts are what the sources give."""
    npm, tools = shutil.which("npm"), ROOT / "theme/search"
    if npm is None:
        pytest.skip("no npm")
    if not (tools / "node_modules").exists():
        subprocess.run([npm, "ci", "--silent", "--no-fund", "--no-audit"], cwd=tools, check=True)
    done = subprocess.run(
        [npm, "run", "--silent", "check"], cwd=tools, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
