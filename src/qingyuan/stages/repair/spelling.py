"""How damage was spelled: the name that an edit's kind keeps, and the damage done again from it (law 2).

Most runs are written in one of a few ways that have names. A run that mixes them has no name: its kind tells
what was written, and doing the damage again checks that opening it gives the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qingyuan.rule import Place

AS_WRITTEN = "as written: "


@dataclass(frozen=True, slots=True)
class Spellings:
    """The ways in which something is written, by name, and whether a written run can mean a text."""

    write: Mapping[str, Callable[[str], str]]
    means: Callable[[str, str], bool]  # written, text

    def kind(self, before: str, after: str) -> str:
        """The name of the first way that writes `after` as `before`."""
        for name in self.write:
            if self._written(name, after) == before:
                return name
        return AS_WRITTEN + before

    def damage(self, after: str, place: Place) -> str:
        """The text as it was written; empty where the kind cannot have given it."""
        if place.kind.startswith(AS_WRITTEN):
            written = place.kind.removeprefix(AS_WRITTEN)
            return written if self.means(written, after) else ""
        return self._written(place.kind, after)

    def _written(self, name: str, text: str) -> str:
        try:
            return self.write[name](text)
        except (ValueError, LookupError, TypeError):  # this way cannot write the text
            return ""
