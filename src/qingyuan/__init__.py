"""Turns damaged Chinese text into clean Markdown, with proof of every change.

>>> import qingyuan
>>> qingyuan.fix_text("浣犲ソ")
'你好'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qingyuan.engine import Cleaned

__version__ = "0.1.0"
__all__ = ["clean", "clean_and_explain", "explain", "fix_text"]

# Imports are made on first use: `import qingyuan` should not load OpenCC and a language model.


def fix_text(text: str) -> str:
    """The text with encoding accidents undone, where that is proved; everything else as it was."""
    from qingyuan.stages.repair import fix_text

    return fix_text(text)


def explain(text: str) -> Cleaned:
    """What `fix_text` does to a text, with the trail of its edits and the doubts it left."""
    from qingyuan.stages.repair import explain

    return explain(text)


def clean(text: str) -> str:
    """The Markdown article that a damaged page becomes, front matter included."""
    return clean_and_explain(text).text


def clean_and_explain(text: str) -> Cleaned:
    """What `clean` does to a text: result, trail, findings, metadata."""
    from qingyuan.article import clean_text

    return clean_text(text)
