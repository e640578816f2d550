"""Look-alikes: characters that show the right shape, or none, and are the wrong code."""

from __future__ import annotations

from qingyuan.stages.repair.lookalikes.full_width import (
    LOOKALIKES,
    RADICALS,
    show_as_radicals,
    sow_invisible,
    type_full_width,
)

__all__ = ["LOOKALIKES", "RADICALS", "show_as_radicals", "sow_invisible", "type_full_width"]
