"""The changes to one text as a person reads them, with contact details masked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from qingyuan.document import Edit, Step
from qingyuan.stages.strip.masked_trail import MaskedTrail
from qingyuan.text.characters import visible
from qingyuan.text.spans import lines_of


def show_changes(out: Console, masked: MaskedTrail, chosen: set[int] | None = None) -> None:
    """Print the lines that each step (or each chosen one) changed, what went in red and what came in green."""
    for (number, text), (step, edits) in zip(masked.forms(), masked.edits(), strict=False):
        if chosen is None or number in chosen:
            out.print(
                Text(f"\n{step.rule}", style="bold cyan") + Text(f"  {len(step.edits)} edits", style="dim")
            )
            for line in changed_lines(masked, number, text, step, edits, out.is_terminal):
                out.print(line)


def changed_lines(
    masked: MaskedTrail, number: int, text: str, step: Step, edits: Iterable[Edit], colored: bool
) -> list[Text]:
    """Each line that a step changed with its deletions and insertions: in color, or as [-…-] and {+…+}.

    `edits` are those of the step as they may be shown.
    """
    gone, come = ("{}", "{}") if colored else ("[-{}-]", "{{+{}+}}")
    rows: list[Text] = []
    left = deque(zip(step.edits, edits, strict=True))
    for line_number, (start, line) in enumerate(lines_of(text) if text else [(0, "")], 1):
        end = start + len(line)
        last = end == len(text)
        row = Text(f"  {line_number:4}  ", style="dim")
        at = start
        touched = False
        while left and (left[0][0].start < end or (last and left[0][0].start <= end)):
            edit, shown = left.popleft()
            touched = True
            row.append(visible(masked.shown(number, text, at, edit.start)), style="none")
            if shown.before:
                row.append(gone.format(visible(shown.before)), style="red strike")
            if shown.after:
                row.append(come.format(visible(shown.after)), style="green")
            at = max(edit.end, at)
        if touched:
            rest = masked.shown(number, text, at, end).rstrip("\n") if at < end else ""
            row.append(visible(rest), style="none")
            rows.append(row)
    return rows
