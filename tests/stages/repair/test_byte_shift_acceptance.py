"""When a byte shift is certain: what its probability follows from, and whether it is as good as it says."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools import ROOT
from tools.bench.byte_shift import Examined, examine
from tools.bench.byte_shift_pages import WIDE, pages
from tools.tables.byte_shift import calibrate

from qingyuan.stages.repair.acceptance import Acceptance, acceptance
from qingyuan.stages.repair.byte_shift.damage import Habits, damage
from qingyuan.stages.repair.byte_shift.evidence import differ_in_lead_only
from qingyuan.stages.repair.byte_shift.runs import runs
from qingyuan.stages.repair.byte_shift.state import DamagedRun
from qingyuan.text.language import model
from qingyuan.view import View

# A page around a damaged run: what shows that the accident passed here.
CONTEXT = "在現(xiàn)代社會(huì)中,用戶無(wú)法按時還款,可能會(huì)產(chǎn)生利息。"
READINGS = {
    "驗": "yàn", "發": "fā", "會": "huì", "數": "shù", "內": "nèi", "國": "guó", "據": "jù", "頁": "yè",
    "無": "wú", "導": "dǎo", "現": "xiàn", "產": "chǎn", "務": "wù", "項": "xiàng", "聯": "lián",
}  # fmt: skip


def run_of(clean: str, *, keeps_private_use: bool = True) -> DamagedRun:
    (run,) = runs(View(CONTEXT + damage(clean, READINGS, Habits(keeps_private_use))))
    return run


@pytest.mark.parametrize(
    ("clean", "best"),
    [
        ("我們也可能因為突發的情況改變計劃。", "為突發"),
        ("這份報告研究了三年。總結了許多經驗。", "。總"),
    ],
)
def test_what_the_page_and_the_text_agree_on_is_certain(clean: str, best: str) -> None:
    run = run_of(clean)
    assert run.candidates[0].startswith(best)
    assert run.certain
    assert run.probability >= acceptance("byte_shift").certain


@pytest.mark.parametrize(
    "clean",
    [
        "他得的是常見的耳鼻喉病，已經好了。",  # 小，fits as well: nothing but the text speaks for the lead byte
        "我很喜歡！下次",
    ],
)
def test_what_the_text_alone_must_tell_is_not(clean: str) -> None:
    for run in runs(View(CONTEXT + damage(clean, READINGS))):
        assert not run.certain


def test_a_digit_is_never_certain() -> None:
    text = CONTEXT + "這家公司成立于?yàn)998年。"
    assert all(not run.certain for run in runs(View(text)))


def test_the_probability_rises_with_what_was_weighed() -> None:
    weighed = Acceptance({"a": 2.0}, -1.0, (-1.0, 1.0), (-0.5, 3.0), 0.9)
    found = [weighed.probability({"a": step / 10}) for step in range(-10, 20)]
    assert found == sorted(found)
    assert weighed.probability({"a": 5.0}) == weighed.probability({"a": 1.0})  # level beyond what was seen
    assert weighed.probability({"unknown": 9.0}) == weighed.probability({})


def test_every_kind_of_evidence_has_its_weight() -> None:
    """A name that was changed in one place only would say nothing."""
    weights = acceptance("byte_shift").weights
    for site in made(3):
        for run in site.runs:
            assert set(run.evidence) <= set(weights)


def test_the_packaged_calibration_rises() -> None:
    packaged = acceptance("byte_shift")
    assert all(low < high for low, high in pairwise(packaged.log_odds))
    assert all(low <= high for low, high in pairwise(packaged.worth))
    assert 0.8 < packaged.certain < 1


@given(st.lists(st.tuples(st.floats(-20, 20), st.booleans()), min_size=1, max_size=400))
def test_a_calibration_rises_and_keeps_the_mean(rows: list[tuple[float, bool]]) -> None:
    import numpy as np

    log_odds, right = np.array([r[0] for r in rows]), np.array([r[1] for r in rows], float)
    points, worth = calibrate(log_odds, right)
    assert len(points) == len(worth)
    assert all(low <= high for low, high in pairwise(worth))
    assert all(low <= high for low, high in pairwise(points))


def test_an_idiom_before_di_is_an_adverb() -> None:
    """要地 lost two bytes between them, and 要素 would fit as well: four characters are all that the model sees."""
    run = run_of("語言是文化的一部分。可以簡明扼要地介紹。", keeps_private_use=False)
    assert "扼要地介紹" in run.candidates[0]
    assert model().is_word("簡明扼要")
    assert not model().is_word("明扼要地")
    assert not model().is_word("簡明扼要地")


def test_only_a_lead_byte_in_doubt() -> None:
    assert differ_in_lead_only("扼要地介紹", "扼要素介紹")
    assert not differ_in_lead_only("寒風", "胡風")
    assert not differ_in_lead_only("一", "一")


def made(number: int) -> list[Examined]:
    """What is found on pages made of this project's own articles and handbook, which nothing was fitted on."""
    paragraphs: list[str] = []
    for path in sorted(
        [*(ROOT / "docs" / "articles").rglob("*.md"), *(ROOT / "docs" / "handbook").rglob("*.md")]
    ):
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.fullmatch(r"[\u4e00-\u9fff，。、；：！？“”《》（）0-9]{20,}", line):
                paragraphs.append(line)
    random.Random(5).shuffle(paragraphs)
    found: list[Examined] = []
    for seed in range(number):
        for page in pages(paragraphs, seed, variety=WIDE):
            found += examine(str(page["damaged"]), str(page["repaired"]))
    return found


@pytest.mark.slow
def test_runs_are_right_as_often_as_they_are_called_probable() -> None:
    sites = made(54)  # their number changes with what the handbook says
    verdicts = [site.verdict([run.certain for run in site.runs]) for site in sites]
    assert verdicts.count("fixed") >= 100
    assert verdicts.count("wrong") <= 0.02 * verdicts.count("fixed")
    rows = [
        (run.probability, right)
        for site in sites
        for run, right in zip(site.runs, site.each_right, strict=True)
        if run.can_be_certain
    ]
    expected, right = sum(p for p, _ in rows), sum(right for _, right in rows)
    assert abs(expected - right) <= 0.05 * len(rows)
