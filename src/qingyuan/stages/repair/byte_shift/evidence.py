"""What speaks for the best candidate of a run, as named numbers: what `acceptance` weighs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qingyuan.stages.repair.byte_shift.marks import CALLS, PARTNERS, PAUSES, odd_starts, open_marks
from qingyuan.stages.repair.byte_shift.page import Scene
from qingyuan.stages.repair.byte_shift.proof import Circumstances
from qingyuan.stages.repair.byte_shift.state import Candidate
from qingyuan.stages.repair.byte_shift.tokens import right_context
from qingyuan.stages.repair.byte_shift.weights import WEIGHTS
from qingyuan.text.characters import is_unified_han
from qingyuan.text.cp936 import CODES

MOST_AHEAD = 12.0  # nats: further ahead says nothing more, and so does no rival at all
PER_CHARACTER = 20.0  # nats: an odder character is no odder


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of the parts of a score; fitted by a conditional logit on 515 sites of web pages.

    Ranking by them alone is worse on other pages (docs-dev/decisions/0018).
    """

    by_sequence: float = 0.74
    by_word: float = 0.42
    seen: float = 1.6
    marks: float = 0.88


OTHERWISE = Shares()
NEAR = 4  # characters beside a run that are read with it


def evidence(
    scene: Scene, valid: Sequence[Candidate], rank: int, gain: float, proof: Circumstances
) -> dict[str, float]:
    """What speaks for the first of the proved candidates, and against it.

    `rank` is how many readings before it have no proof, `gain` how many nats it is ahead of what stands there.
    """
    best, rivals = valid[0], valid[1:]
    first = scene.tokens[scene.at]
    found = {f"{name}, {doubt}": 1.0 for name, doubt in [("doubt", doubt_of(scene, best))]}
    doubt = doubt_of(scene, best)
    starts = [rival for rival in rivals if rival.text[:1] != best.text[:1]]
    leads = [rival for rival in rivals if best.gaps and differ_in_lead_only(best.text, rival.text)]
    others = [rival for rival in rivals if rival not in starts and rival not in leads]
    longer = [rival for rival in rivals if rival.gaps > best.gaps]
    found[f"ahead, {doubt}"] = ahead(best, rivals)
    found["ahead of other starts"] = ahead(best, starts)
    found["ahead of other lead bytes"] = ahead(best, leads)
    found["ahead of other ends"] = ahead(best, others)
    found["ahead of longer ones"] = ahead(best, longer)
    restored = sum(char.isascii() for char in best.text)
    found["restores letters or signs"] = restored > 0 and first.kind in ("lost", "cut", "twice", "silent")
    found["ahead, weighed otherwise"] = second_opinion(best, rivals)
    found["ahead by characters"] = by_part(best, rivals, "sequence")
    found["ahead by words"] = by_part(best, rivals, "words")
    found["ahead by what the page has"] = by_part(best, rivals, "seen")
    found["unproved before it"] = min(rank, 3)
    found["rivals"] = len(rivals)
    found["gain"] = min(gain, 40.0) / 10
    found["short gain"] = max(0.0, 12.0 - gain) / 10
    found |= oddness(scene, best)
    found |= page_evidence(scene, best, proof)
    found |= heaps(best.text, scene.page.text[first.start : scene.tokens[best.end - 1].end])
    found["length"] = math.log(len(best.text) + 1)
    found["gaps"] = best.gaps
    found["guesses"] = best.guesses
    found["lost first"] = first.kind == "lost"
    found["closes"] = bool(PARTNERS.get(best.text[-1], "") in open_marks(scene.before))
    return found


_MARKS_IN_A_ROW = re.compile(r"[?!,;:.。！？，；：…—]+")


def heaps(text: str, damaged: str) -> dict[str, float]:
    """Whether it may be a heap of marks that somebody wrote: there nothing tells which.

    >>> heaps("。", "?!??!?。"), heaps("為突發", "?yàn)橥话l(fā)")
    ({'only marks': 1.0, 'marks in a row': 5}, {'only marks': 0.0, 'marks in a row': 0})
    """
    longest = max((len(row) for row in _MARKS_IN_A_ROW.findall(damaged)), default=0)
    return {
        "only marks": float(not any(map(str.isalnum, text))),
        "marks in a row": min(5, max(0, longest - 2)),
    }


def doubt_of(scene: Scene, best: Candidate) -> str:
    """What the candidate had to guess, by name."""
    first = scene.tokens[scene.at]
    alone = best.text[1:] and all(char in CALLS for char in best.text[1:])
    if best.guesses and best.text[0] not in PAUSES and alone:
        return "call"
    if best.gaps:
        return "both" if best.guesses else "gap"
    if not best.guesses:
        return "none"
    if first.kind == "twice":
        return "twice"
    if first.kind == "lost":
        return "last"
    several = "" if best.guesses == 1 else " and last"
    if best.text.startswith("。"):
        return ("stop" if ends_sentence(scene, best) else "odd stop") + several
    return "first" + several


def ahead(best: Candidate, rivals: Iterable[Candidate]) -> float:
    """The log odds for the best against all of the rivals, as the model has them."""
    against = sum(math.exp(min(0.0, rival.score - best.score)) for rival in rivals)
    return min(MOST_AHEAD, -math.log(against)) if against else MOST_AHEAD


def second_opinion(best: Candidate, rivals: Sequence[Candidate]) -> float:
    """The log odds for the best, with the shares that a conditional logit gave the parts of the score."""
    ours = _weighed_otherwise(best)
    against = sum(math.exp(min(MOST_AHEAD, _weighed_otherwise(rival) - ours)) for rival in rivals)
    return min(MOST_AHEAD, -math.log(against)) if against else MOST_AHEAD


def _weighed_otherwise(candidate: Candidate) -> float:
    marks = (
        WEIGHTS.by_sequence * candidate.sequence
        + WEIGHTS.by_word * candidate.words
        + candidate.seen
        - candidate.score
    )
    return (
        OTHERWISE.by_sequence * candidate.sequence
        + OTHERWISE.by_word * candidate.words
        + OTHERWISE.seen * candidate.seen
        - OTHERWISE.marks * marks
    )


def by_part(best: Candidate, rivals: Sequence[Candidate], part: str) -> float:
    """By how much the best leads, by one part of the score, the rival that is nearest by it."""
    least = min((getattr(best, part) - getattr(rival, part) for rival in rivals), default=MOST_AHEAD)
    return max(-MOST_AHEAD, min(MOST_AHEAD, least))


def oddness(scene: Scene, best: Candidate) -> dict[str, float]:
    """How odd the candidate is where it is oddest, and what stands beside it."""
    page, tokens, before, model = scene.page, scene.tokens, scene.before, scene.page.model
    context = model.read(before[-WEIGHTS.reach :])[1]
    steps = []
    for char in best.text:
        step, context = context[char]
        steps.append(-step)
    right = right_context(tokens, best.end)
    rest = []
    after = context
    for char in right[:NEAR]:
        step, after = after[char]
        rest.append(-step)
    worst = 0.0
    for i, char in enumerate(best.text):
        following = (steps + rest)[i + 1 : i + 2]
        bound = bool(following) and following[0] < 4.0  # the start of a rare word, not a stray character
        if char not in page.chars_of_page and not bound:
            worst = max(worst, min(steps[i], PER_CHARACTER))
    around = steps + rest
    three = max((sum(around[i : i + 3]) / 3 for i in range(len(around) - 2)), default=0.0)
    left = before[-NEAR:]
    beside = -model.score(left, before[-WEIGHTS.reach : -NEAR]) / len(left) if left else 0.0
    return {
        "odd character": max(0.0, worst - 10.0),
        "odd three": max(0.0, three - 6.0),
        "cost of the first": min(PER_CHARACTER, steps[0]) if steps else 0.0,
        "cost of the last": min(PER_CHARACTER, steps[-1]) if steps else 0.0,
        "cost of the next": min(PER_CHARACTER, rest[0]) if rest else 5.0,
        "rarity of the last": -model.frequency(best.text[-1]) if best.text else 0.0,
        "cost a character": sum(steps) / max(1, len(steps)),
        "odd before": max(0.0, beside - 6.0),
        "cost by words": -model.word_score(before[-NEAR:] + best.text + right[:NEAR])
        / len(before[-NEAR:] + best.text + right[:NEAR]),
        "cost after": sum(rest) / len(rest) if rest else 5.0,
        "little before": max(0, 6 - len(before)),
        "little after": NEAR - len(rest),
        "odd start": min(1.0, odd_starts(before[-1:] + best.text + right[:1])),
    }


def page_evidence(scene: Scene, best: Candidate, proof: Circumstances) -> dict[str, float]:
    """What the page has proved: its annotations, and how the run agrees with them."""
    page = scene.page
    named = [page.dictionary.get(char) == reading for char, reading in best.triggers]
    guessed = [page.rows_elsewhere(best.text[-2:], scene.tokens[scene.at].start) > 0]
    return {
        "annotated characters": math.log1p(len(page.dictionary)) if page.dictionary else 0.0,
        "no annotations": not page.dictionary,
        "triggers that the page has": min(3, sum(named)),
        "triggers of its own": min(3, len(named) - sum(named)),
        "forks": min(3, len(proof.choices)),
        "drops private use": not page.keeps_private_use,
        "drops leads": page.drops_leads,
        "end is elsewhere on the page": any(guessed),
        "scars on the page": math.log1p(page.scars),
    }


def ends_sentence(scene: Scene, candidate: Candidate) -> bool:
    """Whether a full stop fits: words enough before it, and after it what often begins a sentence."""
    model, before = scene.page.model, scene.before
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
