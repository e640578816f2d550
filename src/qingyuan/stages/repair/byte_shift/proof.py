"""Law 2 for byte shifts: under which circumstances a candidate becomes what stands on the page, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qingyuan.rule import Place
from qingyuan.stages.repair.byte_shift.annotations import Annotations
from qingyuan.stages.repair.byte_shift.damage import Choices, Habits, choices_of, damage_chosen
from qingyuan.stages.repair.byte_shift.page import Scene
from qingyuan.stages.repair.byte_shift.state import Candidate
from qingyuan.stages.repair.byte_shift.tokens import AS_CUT, Token, token_before, token_behind
from qingyuan.text.cp936 import CODES
from qingyuan.text.spans import line_around

IN_STEP = ("char", "annotated")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decided how the accident went, beside the text: an edit keeps it as its kind."""

    readings: Mapping[str, str]
    habits: Habits
    choices: Choices
    is_wide: bool  # the separator behind the run was full-width when the accident happened

    def __str__(self) -> str:
        """As an edit's kind.

        >>> str(Circumstances({"驗": "yàn"}, Habits(lone_lead=""), (3,), False))
        '驗yàn, lone lead dropped, forks 3'
        """
        habits = self.habits
        said = [char + reading for char, reading in sorted(self.readings.items())]
        said += ["private use dropped"] * (not habits.keeps_private_use)
        said += ["lone lead dropped"] * (not habits.lone_lead)
        said += ["lead lost"] * habits.loses_lead
        said += ["wide"] * self.is_wide
        if self.choices:
            said.append("forks " + " ".join(map(str, self.choices)))
        return ", ".join(said)

    @classmethod
    def of(cls, kind: str) -> Circumstances:
        """Those that an edit's kind names.

        >>> str(Circumstances.of("驗yàn, lone lead dropped, forks 3"))
        '驗yàn, lone lead dropped, forks 3'
        """
        readings: dict[str, str] = {}
        said = set(kind.split(", ")) if kind else set()
        choices: Choices = ()
        for each in said:
            if each.startswith("forks "):
                choices = tuple(map(int, each.split()[1:]))
            elif not each[0].isascii():
                readings[each[0]] = each[1:]
        habits = Habits(
            "private use dropped" not in said,
            "" if "lone lead dropped" in said else "?",
            "lead lost" in said,
        )
        return cls(readings, habits, choices, "wide" in said)


def circumstances_of(scene: Scene, candidate: Candidate) -> Circumstances | None:
    """Under which the accident turns the candidate, between its neighbors, into what stands on the page; None for none."""
    tokens, at = scene.tokens, scene.at
    first, last = max(0, at - 1), min(len(tokens), candidate.end + 1)
    if last > candidate.end and tokens[candidate.end].kind not in IN_STEP:
        last = candidate.end
    before = "".join(token.char for token in tokens[first:at])
    after = "".join(token.char for token in tokens[candidate.end : last])
    if any(char not in CODES for char in before + after):
        return None
    damaged = scene.page.text[tokens[first].start : tokens[last - 1].end]
    shown = {**dict(candidate.triggers)}
    if not scene.page.dictionary:
        shown |= {token.char: token.reading for token in tokens[first:last] if token.kind == "annotated"}
    readings = {**scene.page.dictionary, **shown}
    text = before + candidate.text
    for mark in dict.fromkeys((after, AS_CUT.get(after, after))):  # it may have been narrowed afterwards
        choices = choices_of(text + mark, damaged, readings, candidate.habits)
        if choices is not None:
            needed = shown | {
                token.char: token.reading
                for token in tokens[first:last]
                if token.kind == "annotated" and readings.get(token.char) == token.reading
            }
            return Circumstances(needed, candidate.habits, choices, mark != after)
    return None


def damage_again(after: str, place: Place) -> str:
    """What the accident makes of a repaired run between its neighbors; empty where it cannot be told apart from them."""
    text = place.view.text
    start, line = line_around(text, place.start, place.end)
    left = token_before(line, place.start - start, start)
    right = [token for token in token_behind(line, place.end - start, start) if token.kind in IN_STEP]
    known = Circumstances.of(place.kind)
    annotations = place.view.of(Annotations)
    dictionary = annotations.dictionary if annotations.by_machine else {}
    mark = "".join(token.char for token in right)
    if known.is_wide:
        mark = AS_CUT.get(mark, mark)
    whole = "".join(token.char for token in left) + after + mark
    damaged = damage_chosen(whole, {**dictionary, **known.readings}, known.habits, known.choices)
    head, tail = _source(text, left), _source(text, right)
    if not damaged.startswith(head) or not damaged.endswith(tail) or len(damaged) < len(head) + len(tail):
        return ""
    return damaged[len(head) : len(damaged) - len(tail)]


def _source(text: str, tokens: list[Token]) -> str:
    return "".join(text[token.start : token.end] for token in tokens)
