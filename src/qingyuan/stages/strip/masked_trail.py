"""What of a text may be shown, in every form that it had on its way: contact details are starred in all of them.

A number is often no number yet where it is first read: full-width, misread, annotated, percent-escaped, cut in two
by an invisible character. Whether it reaches somebody shows in the repaired text, so that the trail leads both
ways: what any form of the text shows to be a contact detail is starred in every earlier form that it came from.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from qingyuan.document import Edit, Step, Trail
from qingyuan.stages.strip import front_matter
from qingyuan.stages.strip.contact.reach import HAN_DIGIT
from qingyuan.stages.strip.folding import unmask_disguise
from qingyuan.stages.strip.masking import STARS, Secret, secrets_in
from qingyuan.text.spans import line_around, lines_of

CONTACT = "strip/contact"
# In a line that was taken out for reaching somebody: what may be a number, a handle or a house number, though no
# pattern knows it. Han digits count from five on, words of Latin letters from four: vx and QQ tell what it was.
# A run is looked at for a digit once, from its beginning.
PERSONAL = re.compile(rf"(?<![a-z0-9_\-@.])[a-z_\-@.]*+\d[a-z0-9_\-@.]*|[a-z_\-]{{4,}}|[{HAN_DIGIT}]{{5,}}")
# In any other line that was taken out: the number of a card in groups, and where somebody lives.
ELSEWHERE = re.compile(r"\d(?:[ \-]?\d){11,}|(?<=地址:)(?P<where>[^\n]+)")


class MaskedTrail:
    """A text, what was done to it, and what of each of its forms may be shown."""

    def __init__(self, text: str, trail: Trail) -> None:
        self.text = text
        self.trail = trail
        self._secrets = _secrets_of(text, trail)

    def forms(self) -> Iterator[tuple[int, str]]:
        """Each form of the text with its number: what step number `n` saw, and the output last."""
        text = self.text
        for number, step in enumerate(self.trail.steps):
            yield number, text
            text = step.apply(text)
        yield len(self.trail.steps), text

    def shown(self, number: int, text: str, start: int, end: int) -> str:
        """The characters [start, end) of form number `number`, which is `text`, with stars for all secrets.

        Of a secret that lies across a border nothing is shown.
        """
        pieces: list[str] = []
        at = start
        for secret in self.secrets(number, start, end):
            whole = start <= secret.start and secret.end <= end
            pieces += (text[at : max(at, secret.start)], secret.shown if whole else STARS)
            at = min(secret.end, end)
        pieces.append(text[at:end])
        return "".join(pieces)

    def secrets(self, number: int, start: int, end: int) -> Sequence[Secret]:
        """The secrets of a form that touch the characters [start, end), in order."""
        secrets = self._secrets[number]
        first = bisect_right(secrets, start, key=lambda secret: secret.end)
        return secrets[first : bisect_left(secrets, end, key=lambda secret: secret.start)]

    def edits(self) -> Iterator[tuple[Step, tuple[Edit, ...]]]:
        """Each step with its edits as they may be shown."""
        for (number, text), step in zip(self.forms(), self.trail.steps, strict=False):
            after = step.apply(text)
            shift = 0
            shown = []
            for edit in step.edits:
                start = edit.start + shift
                came = self.shown(number + 1, after, start, start + len(edit.after))
                went = self.shown(number, text, edit.start, edit.end)
                shown.append(Edit(edit.start, went, came, edit.kind))
                shift += len(edit.after) - len(edit.before)
            yield step, tuple(shown)


def _secrets_of(text: str, trail: Trail) -> list[list[Secret]]:
    """The secrets of each form of the text."""
    secrets = _in_lines(text, [(0, len(text))])
    found = [secrets]
    for step in trail.steps:
        if step.rule.startswith("strip/"):
            personal = (
                secret
                for edit in step.edits
                if step.rule == CONTACT or not edit.after  # what a rule wrote anew is judged by its lines
                for secret in _personal(
                    edit.before,
                    edit.start,
                    (PERSONAL, ELSEWHERE)
                    if step.rule == CONTACT or edit.kind == front_matter.CONTACT
                    else (ELSEWHERE,),
                )
            )
            found[-1] = secrets = united(secrets, personal)
        text = step.apply(text)
        secrets = united(_in_lines(text, _made(step)), _carried(secrets, step))
        found.append(secrets)
    for number in range(len(trail.steps) - 1, -1, -1):
        came_from = _origins(found[number + 1], trail.steps[number])
        found[number] = united(found[number], came_from)
    return found


def _made(step: Step) -> Iterator[tuple[int, int]]:
    """Where what the edits made stands in the text after the step."""
    shift = 0
    for edit in step.edits:
        yield edit.start + shift, edit.start + shift + len(edit.after)
        shift += len(edit.after) - len(edit.before)


def _in_lines(text: str, places: Iterable[tuple[int, int]]) -> list[Secret]:
    """What the lines around these places show to be a secret; the places ascend."""
    secrets: list[Secret] = []
    done = -1  # where the last line that was read ends
    for left, right in places:
        if right <= done:
            continue
        left = max(left, done + 1)
        start, lines = line_around(text, left, max(left, right))
        done = start + len(lines)
        for at, line in lines_of(lines):
            first = start + at
            secrets += (
                Secret(first + secret.start, first + secret.end, secret.shown)
                for secret in secrets_in(line.removesuffix("\n"))
            )
    return secrets


def _personal(
    text: str, start: int = 0, patterns: Iterable[re.Pattern[str]] = (PERSONAL,)
) -> Iterator[Secret]:
    """What in a text that was taken out may be a secret, whatever its shape; the text stands at `start`."""
    folded = unmask_disguise(text)
    for pattern in patterns:
        for match in pattern.finditer(folded.text):
            left, right = folded.span(*match.span())
            yield Secret(start + left, start + right, STARS)


def mask_contact(text: str) -> str:
    """A contact line, or a part of one that is masked as far as patterns go, with nothing left to reach anybody.

    >>> mask_contact("加 v x hua9440，电话 138****8000")
    '加 v x ****，电话 138****8000'
    """
    pieces: list[str] = []
    at = 0
    for secret in _personal(text):
        if "*" not in text[max(secret.start - 1, 0) : secret.end + 1]:  # a star beside it: masked already
            pieces += (text[at : secret.start], STARS)
            at = secret.end
    return "".join((*pieces, text[at:]))


def _carried(secrets: Iterable[Secret], step: Step) -> Iterator[Secret]:
    """Where the secrets of a form stand in the next; what an edit took is gone, what it made within one is secret."""
    shifts = [0]
    for edit in step.edits:
        shifts.append(shifts[-1] + len(edit.after) - len(edit.before))
    for secret in secrets:
        first = bisect_right(step.edits, secret.start, key=lambda edit: edit.end)
        last = bisect_left(step.edits, secret.end, key=lambda edit: edit.start)
        start, end = secret.start + shifts[first], secret.end + shifts[last]
        if first < last:
            if (head := step.edits[first]).start < secret.start:  # it began before: what it made is another's
                start = head.start + shifts[first] + len(head.after)
            if (tail := step.edits[last - 1]).end > secret.end:
                end = tail.start + shifts[last - 1]
        if start < end:
            yield Secret(start, end, secret.shown if first == last else STARS)


def _origins(secrets: Iterable[Secret], step: Step) -> Iterator[Secret]:
    """What the secrets of a form were in the form before the step; of an edit that made one, the whole."""
    for secret in secrets:
        start, end = step.origin(secret.start, secret.end)
        if start < end:
            touched = bisect_right(step.edits, start, key=lambda edit: edit.end) < bisect_left(
                step.edits, end, key=lambda edit: edit.start
            )
            yield Secret(start, end, STARS if touched else secret.shown)


def united(some: Iterable[Secret], others: Iterable[Secret]) -> list[Secret]:
    """The secrets of both, in order; of two that overlap the one within the other is dropped, else nothing is shown."""
    united: list[Secret] = []
    for secret in sorted((*some, *others), key=lambda secret: (secret.start, -secret.end)):
        if united and secret.start < united[-1].end:
            if secret.end > united[-1].end:
                united[-1] = Secret(united[-1].start, secret.end, STARS)
        else:
            united.append(secret)
    return united
