"""The loop over stages and the gate of law 2, with rules made for the purpose."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from raw_articles import SEEDS

from qingyuan.article import clean_text
from qingyuan.document import Edit, Found
from qingyuan.engine import Stage, run
from qingyuan.rule import UNPROVED, Place, Rule
from qingyuan.view import View


def halves(view: View) -> Found:
    """Takes every second character of a doubled pair for damage, whether it is a pair or not."""
    edits = (Edit(at, view.text[at : at + 2], view.text[at]) for at in range(0, len(view.text) - 1, 2))
    return Found(tuple(edits))


def doubled(after: str, place: Place) -> str:
    return after * 2


HALVE = Rule(name="repair/halve", find=halves, examples=(("甲甲", "甲"),), keep=("甲",), damage=doubled)


def test_an_edit_whose_damage_is_not_what_stood_there_becomes_a_finding() -> None:
    result = run("甲甲乙丙", (Stage("repair", (HALVE,)),))
    assert result.text == "甲乙丙"
    assert [(f.text, f.candidates, f.note) for f in result.findings] == [("甲乙", ("甲",), UNPROVED)]
    assert result.trail.undo(result.text) == "甲甲乙丙"


def test_a_rule_by_itself_passes_the_same_gate() -> None:
    assert HALVE.fix("甲乙") == "甲乙"


def test_who_overrules_a_rule_is_told_the_rule_and_what_passed_its_gate() -> None:
    told: list[tuple[Rule, Found]] = []

    def overrule(found: Found, rule: Rule, view: View) -> Found:
        told.append((rule, found))
        return Found((Edit(0, "甲", "丁"),)) if view.text.startswith("甲") else Found()

    result = run("甲甲乙丙", (Stage("repair", (HALVE,)),), overrule=overrule)
    assert result.text == "丁甲乙丙"
    assert not result.findings
    assert told[0][0] is HALVE
    assert [edit.before for edit in told[0][1].edits] == ["甲甲"]


def test_a_finding_tells_the_step_whose_input_it_points_into() -> None:
    first = Rule(
        name="test/first",
        find=lambda view: Found((Edit(0, "甲", ""),) if view.text.startswith("甲") else ()),
        examples=(),
        keep=(),
    )
    result = run("甲乙丙", (Stage("test", (first, HALVE)),))
    (finding,) = result.findings
    assert (result.text, finding.step, finding.start) == ("乙丙", 1, 0)
    assert result.trail.origin(0, 2, finding.step) == (1, 3)


def test_what_is_known_of_the_document_stays_and_what_is_new_is_told_to_later_rules() -> None:
    seen: list[dict[str, object]] = []

    def says(view: View) -> Found:
        seen.append(dict(view.metadata))
        return Found(metadata={"title": "新", "author": "小花"})

    rules = tuple(Rule(name=f"test/{n}", find=says, examples=(), keep=()) for n in "ab")
    result = run("甲", (Stage("test", rules),), {"title": "旧"})
    assert seen == [{"title": "旧"}, {"title": "旧", "author": "小花"}]
    assert result.metadata == {"title": "旧", "author": "小花"}


def test_a_question_about_a_text_is_computed_once_for_all_rules_that_see_it() -> None:
    asked: list[str] = []

    def question(text: str) -> int:
        asked.append(text)
        return len(text)

    def asks(view: View) -> Found:
        view.of(question)
        return Found(metadata={"asked": True})

    rules = tuple(Rule(name=f"test/{n}", find=asks, examples=(), keep=()) for n in "abc")
    run("甲乙", (Stage("test", rules, notes={"length": question}),))
    assert asked == ["甲乙"]


def test_documents_cleaned_at_the_same_time_do_not_meet() -> None:
    texts = [seed.path.read_bytes().decode("utf-8-sig") for seed in SEEDS]
    one_by_one = [clean_text(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(clean_text, [*texts, *texts]))
    assert [(each.text, each.trail) for each in together] == [
        (each.text, each.trail) for each in [*one_by_one, *one_by_one]
    ]
