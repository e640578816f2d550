"""The candidates of a run, in order: with what follows them, by words, marks and what the page has elsewhere."""

from __future__ import annotations

from operator import itemgetter

from qingyuan.stages.repair.byte_shift.marks import (
    ADVERB,
    CONNECTIVE,
    LONE_MARK,
    MARK_GAINS,
    OPENING,
    UNFINISHED,
    misplaced_marks,
    odd_starts,
)
from qingyuan.stages.repair.byte_shift.page import Scene
from qingyuan.stages.repair.byte_shift.state import Candidate, State
from qingyuan.stages.repair.byte_shift.tokens import right_context
from qingyuan.stages.repair.byte_shift.weights import WEIGHTS

BY_SCORE = itemgetter(0)


def compare(scene: Scene, done: list[tuple[State, int]]) -> list[Candidate]:
    """The candidates with what follows them on the page, up to the same place for all."""
    if not done:
        return []
    page, tokens, left = scene.page, scene.tokens, scene.before[-WEIGHTS.reach :]
    furthest = max(end for _, end in done)
    after = right_context(tokens, furthest)
    if furthest + len(after) == len(tokens) and page.text[tokens[-1].end : tokens[-1].end + 1] == "\n":
        after += "\n"
    done.sort(key=lambda item: item[0].score, reverse=True)
    best: dict[tuple[str, int], Candidate] = {}
    rests: dict[int, str] = {furthest: ""}
    for end in range(furthest - 1, min(end for _, end in done) - 1, -1):
        token = tokens[end]
        rests[end] = (token.char if token.kind == "annotated" else page.source(token)) + rests[end + 1]
    for state, end in done[: WEIGHTS.finished]:
        score = state.score + page.model.read(rests[end] + after, state.context)[0]
        key = (state.text, end)
        if key not in best or best[key].score < score:
            best[key] = Candidate(
                score, state.text, end, state.gaps, state.guesses, state.triggers, state.habits
            )
    ranked = sorted(best.values(), key=BY_SCORE, reverse=True)
    if not page.thorough:
        return ranked
    # the word list is slower and looks only at those that could win
    close = [c for c in ranked[: WEIGHTS.rescored] if c.score > ranked[0].score - WEIGHTS.rescoring_cutoff]
    rescored = []
    for candidate in close:
        whole = left + candidate.text + rests[candidate.end] + after
        words = page.model.word_score(whole.translate(scene.usual_closing))
        words += sum(MARK_GAINS.get(char, 0.0) for char in candidate.text)
        rest = rests[candidate.end] + after[:1]
        marks = WEIGHTS.mark * misplaced_marks(
            candidate.text + rest, scene.waiting, left[-1:], page.doubled, scene.above
        )
        marks += odd_starts(candidate.text + rest)
        if not page.has_lone_marks and LONE_MARK.search(left[-1:] + candidate.text + rest):
            marks += WEIGHTS.mark
        marks += 2 * WEIGHTS.mark * (page.too_long_a_dash in left[-3:] + candidate.text + rest)
        marks += WEIGHTS.interjection * len(page.interjections.intersection(candidate.text))
        if not rest.strip("\n") and candidate.text[-1:] in UNFINISHED:
            marks += WEIGHTS.open_end if candidate.text[-1] in OPENING else WEIGHTS.mark if after else 0.0
        seen = WEIGHTS.page_gain * page.rows_elsewhere(whole, tokens[scene.at].start)
        seen += WEIGHTS.connective_gain * len(CONNECTIVE.findall(whole))
        seen += WEIGHTS.adverb_gain * sum(map(page.model.is_word, ADVERB.findall(whole)))
        rescored.append(
            candidate._replace(
                score=WEIGHTS.by_sequence * candidate.score + WEIGHTS.by_word * words + seen - marks,
                sequence=candidate.score,
                words=words,
                seen=seen,
            )
        )
    return sorted(rescored, key=BY_SCORE, reverse=True)
