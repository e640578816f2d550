r"""Escapes left in text: entities, ``\uXXXX``, percent-encoding, quoted-printable, encoded words.

Somebody escaped the text for a carrier and nobody took the escapes off again. An escape in code, in an
address, or in a sentence that talks about escapes is no damage.
"""

from __future__ import annotations

from qingyuan.rule import Rule
from qingyuan.stages.repair.escapes.byte_escapes import UNDO_BYTE_ESCAPES
from qingyuan.stages.repair.escapes.encoded_words import UNDO_ENCODED_WORDS
from qingyuan.stages.repair.escapes.entities import UNDO_ENTITIES
from qingyuan.stages.repair.escapes.percent import UNDO_PERCENT
from qingyuan.stages.repair.escapes.quoted_printable import UNDO_QUOTED_PRINTABLE
from qingyuan.stages.repair.escapes.unicode import UNDO_UNICODE_ESCAPES

ESCAPES: tuple[Rule, ...] = (
    UNDO_ENCODED_WORDS,  # before quoted-printable, which would open them from the inside
    UNDO_QUOTED_PRINTABLE,
    UNDO_PERCENT,
    UNDO_BYTE_ESCAPES,
    UNDO_UNICODE_ESCAPES,
    UNDO_ENTITIES,  # last: a percent-encoded text may hold entities, hardly the other way round
)
