"""Whether a candidate is proved, and whether it is far enough ahead to be certain."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qingyuan.stages.repair.byte_shift.annotations import LOST_LEAD
from qingyuan.stages.repair.byte_shift.decoder import explore
from qingyuan.stages.repair.byte_shift.marks import CALLS, PARTNERS, PAUSES, odd_starts, open_marks
from qingyuan.stages.repair.byte_shift.page import Scene
from qingyuan.stages.repair.byte_shift.proof import circumstances_of
from qingyuan.stages.repair.byte_shift.silent import is_silent
from qingyuan.stages.repair.byte_shift.state import Candidate, DamagedRun
from qingyuan.stages.repair.byte_shift.tokens import Token, right_context
from qingyuan.stages.repair.byte_shift.weights import WEIGHTS
from qingyuan.text import language
from qingyuan.text.characters import UNIFIED_HAN, is_unified_han
from qingyuan.text.cp936 import CODES

HAN = re.compile(f"[{UNIFIED_HAN}]")


def judge(scene: Scene) -> DamagedRun | None:
    """The verdict on the run that begins in a scene; none where what stands there reads better than any candidate."""
    page, tokens, at, before = scene.page, scene.tokens, scene.at, scene.before
    left = before[-WEIGHTS.reach :]
    candidates = explore(scene, 0 if page.keeps_private_use else WEIGHTS.most_gaps)
    start = tokens[at].start
    if candidates and not page.thorough:
        end = tokens[candidates[0].end - 1].end
        return DamagedRun(start, end, page.text[start:end], (), False)
    valid: list[Candidate] = []
    kinds: dict[str, str] = {}  # by text
    for candidate in candidates[: WEIGHTS.proved]:
        if candidate.text not in kinds and (proof := circumstances_of(scene, candidate)):
            valid.append(candidate)
            kinds[candidate.text] = str(proof)
            if len(valid) >= WEIGHTS.candidates:
                break
    if not valid:
        return None
    best = valid[0]
    end = tokens[best.end - 1].end
    damaged = page.text[start:end]
    furthest = max(candidate.end for candidate in candidates)
    after = right_context(tokens, furthest)
    raw = "".join(
        token.char if token.kind == "annotated" else page.source(token) for token in tokens[at:furthest]
    )
    gain = (
        best.score
        - WEIGHTS.by_sequence * page.model.score(raw + after, left)
        - WEIGHTS.by_word * page.model.word_score((left + raw + after).translate(scene.usual_closing))
    )
    if gain <= 0:
        return None
    if not page.dictionary and all(char in CALLS for char in damaged):
        return None  # 怎么办??! was written so, as far as such a page can tell
    needed = WEIGHTS.gain if page.dictionary else WEIGHTS.gain_without_annotations
    certain = (
        is_ahead(best, tokens[at], valid[1:], before)
        and gain >= needed
        and (bool(page.dictionary) or HAN.search(damaged) is not None)
        and is_sound(scene, best)
        and not restores_digit(best.text, damaged)
    )
    return DamagedRun(
        start,
        end,
        damaged,
        tuple(candidate.text for candidate in valid),
        certain,
        margin=best.score - valid[1].score if valid[1:] else WEIGHTS.margin_over_none,
        gain=gain,
        gaps=best.gaps,
        guesses=best.guesses,
        kind=kinds[best.text],
    )


def is_ahead(best: Candidate, first: Token, rivals: Iterable[Candidate], before: str) -> bool:
    """Whether the best is far enough ahead of the others."""
    at_start, further_on = margins_of(best, first, before)
    for rival in rivals:
        # Two doubts that have nothing to do with each other: what the run begins with, and how it goes on.
        needed = at_start
        if rival.text[:1] == best.text[:1]:
            behind = best.gaps and differ_in_lead_only(best.text, rival.text)
            needed = WEIGHTS.margin_behind_gap if behind else further_on
        if rival.gaps > best.gaps:
            needed = max(needed, WEIGHTS.margin_over_gap)
        if best.score - rival.score < needed:
            return False
    return True


def margins_of(best: Candidate, first: Token, before: str) -> tuple[float, float]:
    """How far ahead of those that begin otherwise, and of the others, a candidate must be.

    It depends on what it had to guess.
    """
    alone = best.text[1:] and all(char in CALLS for char in best.text[1:])
    if best.guesses and best.text[0] not in PAUSES and alone:
        return WEIGHTS.margin_of_call, WEIGHTS.margin_of_call
    if best.gaps:
        margin = WEIGHTS.margin_of_both if best.guesses else WEIGHTS.margin_with_gap
        return margin, margin
    if not best.guesses:
        return WEIGHTS.margin, WEIGHTS.margin
    if first.kind == "twice":
        return WEIGHTS.margin_of_short_guess, WEIGHTS.margin_of_short_guess
    closes = PARTNERS.get(best.text[-1], "") in open_marks(before)
    last = WEIGHTS.margin if closes else WEIGHTS.margin_of_last_guess
    if first.kind == "lost":
        return last, last
    if best.guesses == 1:
        last = WEIGHTS.margin
    if not best.text.startswith("。"):
        return WEIGHTS.margin_of_guess, last
    return WEIGHTS.margin_of_full_stop if ends_sentence(
        best, before
    ) else WEIGHTS.margin_of_odd_full_stop, last


def ends_sentence(candidate: Candidate, before: str) -> bool:
    """Whether a full stop fits: words enough before it, and after it what often begins a sentence."""
    model = language.model()
    clause = re.split(r"[。！？!?]", before)[-1]
    if sum(map(is_unified_han, clause)) < WEIGHTS.least_sentence:
        return False
    text = candidate.text[1:]
    if text[:1] in PARTNERS:
        if PARTNERS[text[0]] not in open_marks(before):
            return False
        text = text[1:]  # what follows the closing mark begins a sentence as well
    if not text:
        return True
    if text[0] in PAUSES:
        return False
    _, context = model.read("。")
    return context[text[0]][0] > model.frequency(text[0]) - WEIGHTS.unusual_start


def is_sound(scene: Scene, candidate: Candidate) -> bool:
    """Whether a candidate reads as text throughout, and so do its neighbors."""
    page, tokens, before, model = scene.page, scene.tokens, scene.before, scene.page.model
    reach = before[-1:] + candidate.text + right_context(tokens, candidate.end)[:1]
    if odd_starts(reach):
        return False
    if LOST_LEAD.search(before[-WEIGHTS.reach :]):
        return False  # what stands before it is out of step, and says nothing
    if candidate.gaps and "它" in candidate.text:
        return False  # manuals say 它 where articles say 他, and the byte that tells them apart is lost
    context = model.read(before[-WEIGHTS.reach :])[1]
    steps = []
    for char in candidate.text:
        gain, context = context[char]
        steps.append(gain)
    for i, char in enumerate(candidate.text):
        bound = steps[i + 1 : i + 2] > [
            WEIGHTS.odd_follower
        ]  # the start of a rare word, not a stray character
        if steps[i] < WEIGHTS.odd_character and char not in page.chars_of_page and not bound:
            return False
    if any(sum(steps[i : i + 3]) < 3 * WEIGHTS.odd_three for i in range(len(steps) - 2)):
        return False
    if candidate.end < len(tokens) and tokens[candidate.end].kind in ("lost", "half"):
        return False  # what follows begins out of step, so the run has not ended here
    if candidate.end < len(tokens) and is_silent(page, tokens, candidate.end):
        return False  # nor here: a lead byte was dropped before the separator
    left = before[-4:]
    if left and model.score(left, before[-WEIGHTS.reach : -4]) < WEIGHTS.odd_neighbors * len(left):
        return False
    right = right_context(tokens, candidate.end)[:4]
    return not right or model.read(right, context)[0] >= WEIGHTS.odd_neighbors * len(right)


def restores_digit(candidate: str, damaged: str) -> bool:
    """Whether a candidate has a digit that the damaged text does not have: which one is anyone's guess."""
    return sum(map(str.isdigit, candidate)) > sum(map(str.isdigit, damaged))


def differ_in_lead_only(one: str, other: str) -> bool:
    """Whether two texts differ in a single character, and it has the same trail byte in both.

    >>> differ_in_lead_only("扼要地介紹", "扼要素介紹"), differ_in_lead_only("寒風", "胡風")
    (True, False)
    """
    different = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    if len(one) != len(other) or len(different) != 1:
        return False
    ((ours, theirs),) = different
    return CODES[ours][-1] == CODES[theirs][-1]
