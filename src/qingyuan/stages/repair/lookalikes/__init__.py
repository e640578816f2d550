"""Look-alikes: characters that show the right shape, or none, and are the wrong code.

They come from PDF fonts (Kangxi radicals), old fonts (compatibility ideographs, private use), from
programs that mark invisible places, and from input methods left in full-width mode.
"""

from __future__ import annotations

from qingyuan.rule import Rule
from qingyuan.stages.repair.lookalikes.compatibility import FOLD_COMPATIBILITY
from qingyuan.stages.repair.lookalikes.full_width import FOLD_FULL_WIDTH
from qingyuan.stages.repair.lookalikes.hidden_bytes import STRIP_HIDDEN_BYTES
from qingyuan.stages.repair.lookalikes.invisible import STRIP_INVISIBLE
from qingyuan.stages.repair.lookalikes.private_use import FOLD_PRIVATE_USE
from qingyuan.stages.repair.lookalikes.radicals import FOLD_RADICALS

LOOKALIKES: tuple[Rule, ...] = (
    STRIP_HIDDEN_BYTES,  # as a whole: the mark that begins them is invisible itself
    STRIP_INVISIBLE,  # then: a zero-width space must not stand between a look-alike and its neighbor
    FOLD_PRIVATE_USE,
    FOLD_RADICALS,
    FOLD_COMPATIBILITY,
    FOLD_FULL_WIDTH,
)
