"""The beam search: every way to read the bytes of a damaged run, up to where it falls into step again."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from qingyuan.stages.repair.byte_shift.annotations import by_reading
from qingyuan.stages.repair.byte_shift.damage import Habits
from qingyuan.stages.repair.byte_shift.feeding import digit_before, feed, trigger_cost
from qingyuan.stages.repair.byte_shift.page import Scene, ShiftPage
from qingyuan.stages.repair.byte_shift.ranking import compare
from qingyuan.stages.repair.byte_shift.state import UNASSIGNED, Bridge, Candidate, First, Second, State
from qingyuan.stages.repair.byte_shift.tables import (
    IMPOSSIBLE,
    LEADS,
    all_by_reading,
    private_after,
    private_leads,
    unassigned_pairs,
    written_as,
)
from qingyuan.stages.repair.byte_shift.tokens import (
    AS_CUT,
    SCAR_KINDS_WITHIN,
    Token,
    last_byte,
    right_context,
)
from qingyuan.stages.repair.byte_shift.weights import WEIGHTS
from qingyuan.text.cp936 import CODES, EURO, FIRST_LEAD, FIRST_TRAIL, PAIRS, encode
from qingyuan.text.language import Context

BY_SCORE = itemgetter(0)
FULL_STOP_LEAD = CODES["。"][0]


def follow(scene: Scene, state: State, at: int) -> Iterator[State]:
    """The states after the token at `at`."""
    tokens = scene.tokens
    token = tokens[at]
    kind = token.kind
    if state.pending >= UNASSIGNED:
        yield from after_unassigned(scene, state, token)
        return
    if kind in ("char", "annotated"):
        char = token.char
        if state.pending and scene.page.drops_leads and char in AS_CUT:
            yield from silent(scene, state, char)
        if char.isascii():
            code = ord(char)
            fed = feed(scene.costs, state, (code,))
            if fed:
                yield fed
            if state.pending:
                if 0x21 <= code <= 0x7E:
                    fed = feed(scene.costs, state, (0xA3, code + 0x80))
                else:
                    fed = (
                        feed(scene.costs, state, (0xA1, 0xA1), WEIGHTS.full_width_space)
                        if char == " "
                        else None
                    )
                if fed:
                    yield fed
            return
        data = CODES.get(char)
        if data is None:
            return
        fed = feed(scene.costs, state, data)
        if fed:
            yield fed
    elif kind == "lost":
        for entry in by_reading().get((state.last, token.reading), ()):
            lead = CODES[entry][1]
            if lead >= FIRST_LEAD:
                fed = feed(scene.costs, state, (lead,), trigger_cost(scene.page, entry, token.reading))
                if fed:
                    yield fed._replace(triggers=(*state.triggers, (entry, token.reading)))
    elif kind == "half":
        code = EURO if token.char == "€" else ord(token.char)
        for entry in by_reading().get((state.last, token.reading), ()):
            if CODES[entry][1] == code:
                fed = feed(scene.costs, state, (code,), trigger_cost(scene.page, entry, token.reading))
                if fed:
                    yield fed._replace(triggers=(*state.triggers, (entry, token.reading)))
    elif kind == "cut":
        yield from guess(scene, state, CODES[AS_CUT[token.char]])
    elif kind == "silent":
        yield from silent(scene, state, token.char)
    elif kind == "twice":
        separator = CODES[AS_CUT[token.char]]
        yield from guess(scene, state, bytes((FULL_STOP_LEAD, *separator)))
        # or the second question mark is one, or was
        for middle in (CODES["？"], b"?"):
            yield from guess(scene, state, middle + separator, WEIGHTS.own_question_mark)
        if state.pending:
            for unassigned in before_unassigned(scene, state):
                yield from unassigned_before(scene, unassigned, separator)
        # or a lead byte, half of ？, and another lead byte before the next separator: 非常快。
        if separator == CODES["？"] and at + 1 < len(tokens) and tokens[at + 1].char in AS_CUT:
            for first in guess(scene, state, separator)[: WEIGHTS.guesses_before_guess]:
                yield from guess(scene, first, b"")
    elif state.pending:  # a question mark of its own, or a lead byte that took an ASCII character along
        fed = feed(scene.costs, state, CODES["？"], WEIGHTS.own_question_mark)
        if fed:
            yield fed
        for eaten in what_was_eaten(scene, at):
            yield from guess(scene, state, eaten, WEIGHTS.eaten)
        yield from before_unassigned(scene, state)


def silent(scene: Scene, state: State, separator: str) -> Iterator[State]:
    """The states after a separator before which a lead byte was dropped."""
    habits = replace(state.habits, lone_lead="")
    for fed in guess(scene, state, CODES[AS_CUT[separator]], WEIGHTS.silent):
        yield fed._replace(habits=habits)


def guess(scene: Scene, state: State, after: bytes, cost: float = 0.0) -> list[State]:
    """The best states after a lead byte of which nothing is known, and some bytes after it."""
    score, context, pending, _, text, gaps, guesses, triggers, habits = state
    firsts: list[tuple[float, int, str, Context]] = []
    if not pending and not after:
        return []
    rest = after if pending else after[1:]
    costs = scene.costs
    for last, char in (
        scene.page.can_stand.led_by[pending] if pending else scene.page.can_stand.ended_by[after[0]]
    ):
        gain, context_after = context[char]
        firsts.append((gain - costs[char], last, char, context_after))
    firsts.sort(key=BY_SCORE, reverse=True)
    fed = []
    for gain, last, char, context_after in firsts[: WEIGHTS.guesses]:
        guessed = State(
            score + gain - cost, context_after, 0, last, text + char, gaps, guesses + 1, triggers, habits
        )
        if rest:
            found = feed(scene.costs, guessed, rest)
            if found is not None:
                fed.append(found)
        else:
            fed.append(guessed)
    fed.sort(key=BY_SCORE, reverse=True)
    return fed


def before_unassigned(scene: Scene, state: State) -> list[State]:
    """The best states before a pair of bytes that CP936 does not assign, which became the question mark."""
    opening = unassigned_pairs()
    found = []
    for trail, char in scene.page.can_stand.led_by[state.pending]:
        if trail in opening:
            gain, context = state.context[char]
            found.append(
                state._replace(
                    score=state.score + gain - scene.costs[char],
                    context=context,
                    pending=UNASSIGNED | trail,
                    text=state.text + char,
                )
            )
    found.sort(key=BY_SCORE, reverse=True)
    return found[: WEIGHTS.gap_firsts]


def after_unassigned(scene: Scene, state: State, token: Token) -> Iterator[State]:
    """The states after a token whose first byte is the second of such a pair."""
    leads = unassigned_pairs()[state.pending & 0xFF]
    if token.kind == "cut":
        yield from unassigned_before(scene, state, CODES[AS_CUT[token.char]])
        return
    for lead, (char, pending, triggers) in ending_at(scene.page, token):
        if lead in leads:
            gain, context = state.context[char]
            yield state._replace(
                score=state.score + gain - scene.costs[char],
                context=context,
                pending=pending,
                last=pending or CODES[char][1],
                text=state.text + char,
                triggers=state.triggers + triggers,
            )


def unassigned_before(scene: Scene, state: State, separator: bytes) -> Iterator[State]:
    """The states after a character whose first byte ends such a pair and whose second is a lone lead byte.

    In 服務， for instance, 務 leaves only `??` before the comma.
    """
    leads = unassigned_pairs()[state.pending & 0xFF]
    for lead, last, char in page_forms(scene, state.context):
        if lead in leads and last >= FIRST_LEAD:
            gain, context = state.context[char]
            whole = state._replace(
                score=state.score + gain - scene.costs[char],
                context=context,
                pending=0,
                text=state.text + char,
                guesses=state.guesses + 1,
            )
            fed = feed(scene.costs, whole, separator)
            if fed is not None:
                yield fed


def what_was_eaten(scene: Scene, at: int) -> list[bytes]:
    """What a lone `?` may have eaten, from what its loss left unbalanced."""
    tokens = scene.tokens
    if at + 1 == len(tokens):
        return [b""]
    rest = scene.page.text[tokens[at].end : tokens[at].end + 60]
    if re.match(r"/?(?:p|br|su[bp]|span|b|strong|div|a|li|td|font|em|i)\b[^<>\n]{0,60}>", rest):
        return [b"<"]
    if re.match(r"[^()\n]{1,40}\)", rest):
        return [b"("]
    return [digit_before(rest)]


def bridge(scene: Scene, state: State, token: Token, worst: float, most: int) -> Iterator[State]:
    """The states after a token before which a private-use character was dropped.

    Its two bytes were the trail of one character and the lead of the next; both are tried among the
    characters that the model knows.
    """
    separator = CODES[AS_CUT[token.char]] if token.kind == "cut" else b""
    costs = scene.costs
    firsts = []
    for char, trail in scene.page.can_stand.known_led_by.get(state.pending, ()):
        gain, context = state.context[char]
        firsts.append(First(gain - costs[char], char, trail, context, 1))
    firsts.sort(key=BY_SCORE, reverse=True)
    found: list[Bridge] = []
    least = worst - state.score + WEIGHTS.gap
    for nearest in firsts[: WEIGHTS.gap_firsts]:
        if nearest.score < least:
            break
        ways = widest = [nearest]
        for _ in range(2, most - state.gaps + 1):
            widest = [
                further
                for first in widest
                for further in over_a_whole_character(
                    scene, first, first.score - WEIGHTS.gap, least, private_leads()
                )
            ]
            ways = [*ways, *widest]
        for first in ways:
            if separator:
                for whole in over_a_whole_character(scene, first, first.score, least, LEADS):
                    score = whole.score - WEIGHTS.gap_before_cut
                    found.append(Bridge(score, whole.text, whole.context, 0, (), first.gaps))
            score, text, trail, context, gaps = first
            for second, pending, triggers in gap_seconds(scene.page, token, trail):
                gain, after = context[second]
                total = score + gain - costs[second]
                if total > least:
                    found.append(Bridge(total, text + second, after, pending, triggers, gaps))
    found.sort(key=BY_SCORE, reverse=True)
    habits = replace(state.habits, keeps_private_use=False)
    for way in found[: WEIGHTS.gaps_kept]:
        bridged = State(
            state.score + way.score - WEIGHTS.gap,
            way.context,
            way.pending,
            way.pending or CODES[way.text[-1]][1],
            state.text + way.text,
            state.gaps + way.gaps,
            state.guesses + bool(separator),
            state.triggers + way.triggers,
            habits,
        )
        fed = feed(scene.costs, bridged, separator) if separator else bridged
        if fed is not None:
            yield fed


def over_a_whole_character(
    scene: Scene, first: First, score: float, least: float, trails: Container[int]
) -> list[First]:
    """The ways to read on over a whole character of which nothing is left.

    Its first byte went with the trail byte before it in a dropped pair, its second, one of `trails`, with what
    follows. So it is with 政府 before nearly everything: 府 ends what 政 begins, and begins the next.
    """
    private = private_after()[first.trail]
    text, context, gaps = first.text, first.context, first.gaps + 1
    found = []
    for lead, last, char in page_forms(scene, context, text[-1]):
        if lead in private and last in trails:
            gain, after = context[char]
            total = score + gain - scene.costs[char]
            if total > least:
                found.append(First(total, text + char, last, after, gaps))
    found.sort(key=BY_SCORE, reverse=True)
    return found[: WEIGHTS.middles]


def page_forms(scene: Scene, context: Context, last: str = "") -> Sequence[tuple[int, int, str]]:
    """The characters, in forms that can stand on this page, that the model has seen in the context.

    With their two bytes before them. Some marks go on after themselves.
    """
    key = (context.two, context.three, last if last in "—…" else "")
    known = scene.page.by_context.get(key)
    if known is None:
        written = written_as()
        chars = [char for symbol in scene.page.model.following(context) for char in written.get(symbol, ())]
        known = scene.page.by_context[key] = [
            (*CODES[char], char) for char in (*chars, *key[2]) if scene.costs[char] != IMPOSSIBLE
        ]
    return known


def gap_seconds(page: ShiftPage, token: Token, trail: int) -> Sequence[Second]:
    """Characters that can end in the token's first byte, behind a dropped pair that begins with `trail`."""
    leads = private_after()[trail]
    key = (*token[:3], leads)
    known = page.behind_gap.get(key)
    if known is None:
        ending = [second for lead, second in ending_at(page, token) if lead in leads]
        known = page.behind_gap[key] = ending
    return known


def ending_at(page: ShiftPage, token: Token) -> Iterator[tuple[int, Second]]:
    """Characters that can end in the token's first byte, with their lead bytes before them."""
    if token.kind in ("char", "annotated"):
        data = CODES.get(token.char, b"")
        if not data or data[0] < FIRST_TRAIL or (len(data) == 2 and data[1] < FIRST_LEAD):
            return  # a trail byte in the ASCII range begins no character
        pending = data[1] if len(data) == 2 else 0
        for lead, char in page.can_stand.known_ended_by.get(data[0], ()):
            yield lead, Second(char, pending, ())
    elif token.kind in ("lost", "half"):
        code = EURO if token.char == "€" else ord(token.char or "\0")
        for char in with_reading(token.reading):
            if token.kind == "lost" or CODES[char][1] == code:
                yield CODES[char][0], Second(char, 0, ((char, token.reading),))


def with_reading(reading: str) -> Sequence[str]:
    """The Traditional characters that can be read so."""
    return all_by_reading().get(reading, ())


def explore(scene: Scene, gaps: int) -> list[Candidate]:
    """Every way to read the run, up to where it falls into step again; `gaps` is how many pairs may be dropped."""
    tokens = scene.tokens
    left = scene.before[-WEIGHTS.reach :]
    context = scene.page.model.read(left)[1]
    last = encode(left[-1:])[-1:] or b"\n"
    start = State(0.0, context, 0, last[0], "", 0, 0, (), Habits(scene.page.keeps_private_use))
    beam = [start]
    done: list[tuple[State, int]] = []
    # The best reading that has fallen into step, carried on through what follows: readings that stay out
    # of step far behind it are given up.
    in_step, in_step_context = -IMPOSSIBLE, context
    for at in range(scene.at, min(len(tokens), scene.at + WEIGHTS.longest)):
        token = tokens[at]
        following: dict[tuple[str, int], State] = {}
        for state in beam:
            for fed in follow(scene, state, at):
                key = (fed.text, fed.pending)
                if key not in following or following[key].score < fed.score:
                    following[key] = fed
        # Over a dropped pair the bytes stay out of step as they were: a reading with it and one without it
        # have the same bytes before them, and only their contexts differ.
        pending = last_byte(token)
        without = (fed.score for fed in following.values() if fed.pending == pending)
        worst = max(worst_kept(following, in_step), max(without, default=-IMPOSSIBLE) - WEIGHTS.gap_behind)
        for state in beam[: WEIGHTS.gap_width]:
            if (
                state.gaps < gaps
                and 0 < state.pending < UNASSIGNED
                and state.score - WEIGHTS.least_bridge > worst
            ):
                for fed in bridge(scene, state, token, worst, gaps):
                    key = (fed.text, fed.pending)
                    if key not in following or following[key].score < fed.score:
                        following[key] = fed
        if at == scene.at and token.kind == "lost":
            for fed in lost_buffers(scene, start):
                following.setdefault((fed.text, 0), fed)
        goes_on = at + 1 < len(tokens) and tokens[at + 1].kind in SCAR_KINDS_WITHIN
        if in_step > -IMPOSSIBLE:
            char = token.char if token.kind in ("char", "annotated") else "?"
            gain, in_step_context = in_step_context[char]
            in_step += gain
        beam = []
        for fed in following.values():
            if not fed.pending:
                done.append((fed, at + 1))
                if fed.score > in_step:
                    in_step, in_step_context = fed.score, fed.context
            if fed.pending or goes_on:
                beam.append(fed)
        if not beam:
            break
        beam.sort(key=BY_SCORE, reverse=True)
        worst = max(beam[0].score, in_step) - WEIGHTS.beam_cutoff
        if len(beam) > WEIGHTS.width and at + 1 < len(tokens):
            beam = promising(scene, beam[: WEIGHTS.looked_at * WEIGHTS.width], tokens[at + 1])
        beam = [state for state in beam[: WEIGHTS.width] if state.score > worst]
        if not beam:
            break
    return compare(scene, done)


def promising(scene: Scene, states: list[State], token: Token) -> list[State]:
    """The states in the order of what the next token, whose first byte is known, makes of them."""
    if token.kind not in ("char", "annotated", "lost", "half"):
        return states
    ranked = []
    for number, state in enumerate(states):
        score = state.score
        if 0 < state.pending < UNASSIGNED:
            score += max(
                (gain_of(scene, state, byte) for byte in bytes_next(state, token)),
                default=-WEIGHTS.dead_end,
            )
        ranked.append((-score, number))
    ranked.sort()
    return [states[number] for _, number in ranked]


def bytes_next(state: State, token: Token) -> Sequence[int]:
    """What the next byte after a state can be."""
    if token.kind in ("char", "annotated"):
        return CODES.get(token.char, b"")[:1]
    entries = by_reading().get((state.last, token.reading), ())
    return [CODES[entry][1] for entry in entries]


def gain_of(scene: Scene, state: State, byte: int) -> float:
    """What a byte that completes a character adds to the score of a state."""
    char = PAIRS.get(state.pending << 8 | byte)
    if char is None or scene.costs[char] == IMPOSSIBLE:
        return -WEIGHTS.dead_end
    return state.context[char][0] - scene.costs[char]


def worst_kept(following: Mapping[tuple[str, int], State], in_step: float) -> float:
    """The score below which a reading has no chance any more."""
    scores = sorted((state.score for state in following.values()), reverse=True)
    worst = max(scores[0] if scores else -IMPOSSIBLE, in_step) - WEIGHTS.beam_cutoff
    return max(worst, scores[WEIGHTS.width]) if len(scores) > WEIGHTS.width else worst


def lost_buffers(scene: Scene, start: State) -> Iterator[State]:
    """`中?guó)`: an annotated character lost its lead byte where a read buffer ended.

    What follows is in step.
    """
    token = scene.tokens[scene.at]
    after = right_context(scene.tokens, scene.at + 1)[:5]
    if by_reading().get((start.last, token.reading)):
        return  # the accident itself explains this one
    if (
        not scene.page.dictionary
        or len(after) < 2
        or scene.page.model.score(after) < WEIGHTS.in_step * len(after)
    ):
        return
    for entry in with_reading(token.reading):
        if CODES[entry][1] >= FIRST_LEAD:
            cost = WEIGHTS.lost_buffer + trigger_cost(scene.page, entry, token.reading)
            fed = feed(scene.costs, start, CODES[entry], cost)
            if fed:
                habits = Habits(start.habits.keeps_private_use, loses_lead=True)
                yield fed._replace(habits=habits, triggers=((entry, token.reading),))
