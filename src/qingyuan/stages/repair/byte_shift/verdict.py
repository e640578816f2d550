"""Whether a candidate is proved, and whether it is so probable that it is certain."""

from __future__ import annotations

import re

from qingyuan.stages.repair.acceptance import acceptance
from qingyuan.stages.repair.byte_shift.annotations import LOST_LEAD
from qingyuan.stages.repair.byte_shift.decoder import explore
from qingyuan.stages.repair.byte_shift.evidence import evidence
from qingyuan.stages.repair.byte_shift.marks import CALLS
from qingyuan.stages.repair.byte_shift.page import Scene
from qingyuan.stages.repair.byte_shift.proof import Circumstances, circumstances_of
from qingyuan.stages.repair.byte_shift.silent import is_silent
from qingyuan.stages.repair.byte_shift.state import Candidate, DamagedRun
from qingyuan.stages.repair.byte_shift.tokens import right_context
from qingyuan.stages.repair.byte_shift.weights import WEIGHTS
from qingyuan.text.characters import UNIFIED_HAN

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
    proved: list[Candidate] = []
    proofs: dict[str, Circumstances] = {}  # by text
    unproved = 0  # before the first that is
    for candidate in candidates[: WEIGHTS.proved]:
        if candidate.text in proofs:
            continue
        proof = circumstances_of(scene, candidate)
        if proof:
            proved.append(candidate)
            proofs[candidate.text] = proof
            if len(proved) >= WEIGHTS.candidates:
                break
        elif not proved:
            unproved += 1
    if not proved:
        return None
    best = proved[0]
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
    found = evidence(scene, proved, unproved, gain, proofs[best.text])
    probability = acceptance("byte_shift").probability(found)
    can_be_certain = (
        (
            bool(page.dictionary)
            or (gain >= WEIGHTS.gain_without_annotations and HAN.search(damaged) is not None)
        )
        and ends_in_step(scene, best)
        and not restores_digit(best.text, damaged)
    )
    return DamagedRun(
        start,
        end,
        damaged,
        tuple(candidate.text for candidate in proved),
        can_be_certain and probability >= acceptance("byte_shift").certain,
        probability=probability,
        gain=gain,
        gaps=best.gaps,
        guesses=best.guesses,
        evidence=found,
        can_be_certain=can_be_certain,
        kind=str(proofs[best.text]),
    )


def ends_in_step(scene: Scene, candidate: Candidate) -> bool:
    """Whether the text beside a candidate is in step, as far as it shows: what is not says nothing of the run."""
    tokens = scene.tokens
    if LOST_LEAD.search(scene.before[-WEIGHTS.reach :]):
        return False
    if candidate.end == len(tokens):
        return True
    # a run that another one follows, or a separator before which a lead byte was dropped, has not ended there
    return tokens[candidate.end].kind not in ("lost", "half") and not is_silent(
        scene.page, tokens, candidate.end
    )


def restores_digit(candidate: str, damaged: str) -> bool:
    """Whether a candidate has a digit that the damaged text does not have: which one is anyone's guess."""
    return sum(map(str.isdigit, candidate)) > sum(map(str.isdigit, damaged))
