"""The changes to one text as a person reads them, with contact details masked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from qingyuan.document import Edit, Step
from qingyuan.stages.strip.masking import masked_part
from qingyuan.text.characters import visible
from qingyuan.text.spans import lines_of


def show_changes(
    out: Console, text: str, steps: list[tuple[int, Step]], shown: set[int] | None = None
) -> None:
    """Print the lines that each step changed, what went in red and what came in green."""
    for number, step in steps:
        if shown is None or number in shown:
            out.print(
                Text(f"\n{step.rule}", style="bold cyan") + Text(f"  {len(step.edits)} edits", style="dim")
            )
            for line in changed_lines(text, step, out.is_terminal):
                out.print(line)
        text = step.apply(text)


def masked_edits(text: str, steps: Iterable[Step]) -> Iterator[tuple[Edit, ...]]:
    """The edits of each step with contact details starred, as in the lines they stand in."""
    for step in steps:
        after = step.apply(text)
        yield tuple(starred_edits(text, after, step.edits))
        text = after


def starred_edits(before: str, after: str, edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits with stars for what the lines before and after them show to be a contact detail.

    A number may be cut in two by an edit, or come to light by it, so that its parts alone tell nothing.
    """
    shift = 0
    for edit in edits:
        start = edit.start + shift
        came = masked_part(after, start, start + len(edit.after))
        hidden = came != edit.after
        went = "*" * len(edit.before) if hidden else masked_part(before, edit.start, edit.end)
        yield Edit(edit.start, went, came, edit.kind)
        shift += len(edit.after) - len(edit.before)


def changed_lines(text: str, step: Step, colored: bool) -> list[Text]:
    """Each changed line with its deletions and insertions: in color, or as [-…-] and {+…+}; masked."""
    gone, come = ("{}", "{}") if colored else ("[-{}-]", "{{+{}+}}")
    rows: list[Text] = []
    edits = deque(starred_edits(text, step.apply(text), step.edits))
    for number, (start, line) in enumerate(lines_of(text) if text else [(0, "")], 1):
        end = start + len(line)
        last = end == len(text)
        row = Text(f"  {number:4}  ", style="dim")
        at = start
        touched = False
        while edits and (edits[0].start < end or (last and edits[0].start <= end)):
            edit = edits.popleft()
            touched = True
            row.append(masked_part(text, at, edit.start), style="none")
            if edit.before:
                row.append(gone.format(visible(edit.before)), style="red strike")
            if edit.after:
                row.append(come.format(visible(edit.after)), style="green")
            at = max(edit.end, at)
        if touched:
            row.append(masked_part(text, at, end).rstrip("\n") if at < end else "", style="none")
            rows.append(row)
    return rows
