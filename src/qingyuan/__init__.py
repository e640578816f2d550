"""Turns damaged Chinese text into clean Markdown, with proof of every change.

>>> import qingyuan
>>> qingyuan.fix_text("浣犲ソ")
'你好'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from os import PathLike

    from qingyuan.document import Edit, Finding, Step, Trail
    from qingyuan.engine import Cleaned
    from qingyuan.extras import MissingExtra
    from qingyuan.stages.decode import Decoded, DecodeError

__version__ = "0.1.0"
__all__ = [
    "Cleaned",
    "DecodeError",
    "Decoded",
    "Edit",
    "Finding",
    "MissingExtra",
    "Step",
    "Trail",
    "clean",
    "clean_and_explain",
    "clean_bytes",
    "clean_file",
    "decode",
    "explain",
    "fix_text",
]

# Imports are made on first use: `import qingyuan` should not load OpenCC and a language model.
_HOMES = {
    "Cleaned": "qingyuan.engine",
    "DecodeError": "qingyuan.stages.decode",
    "Decoded": "qingyuan.stages.decode",
    "Edit": "qingyuan.document",
    "Finding": "qingyuan.document",
    "MissingExtra": "qingyuan.extras",
    "Step": "qingyuan.document",
    "Trail": "qingyuan.document",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'qingyuan' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])


def fix_text(text: str) -> str:
    """The text with encoding accidents undone, where that is proved; everything else as it was.

    Text that was read in the wrong charset, escapes, look-alike characters: what `ftfy.fix_text` is for Western
    text. Nothing is stripped or converted. `TypeError` for anything but text.

    >>> fix_text("浣犲ソ"), fix_text("⽀付宝"), fix_text("&#25903;付宝")
    ('你好', '支付宝', '支付宝')
    >>> fix_text("原著，95188，垚(yáo)")  # what only looks like damage stays
    '原著，95188，垚(yáo)'
    """
    from qingyuan.stages.repair import fix_text

    return fix_text(_text(text, "fix_text"))


def explain(text: str) -> Cleaned:
    """What `fix_text` does to a text, with the trail of its edits and the doubts it left.

    `TypeError` for anything but text.

    >>> repaired = explain("还款：浣犲ソ")
    >>> repaired.text
    '还款：你好'
    >>> [(step.rule, step.edits) for step in repaired.trail]
    [('repair/misread', (Edit(start=3, before='浣犲ソ', after='你好', kind='utf-8 read as cp936'),))]
    >>> repaired.trail.undo(repaired.text)
    '还款：浣犲ソ'
    """
    from qingyuan.stages.repair import explain

    return explain(_text(text, "explain"))


def clean(text: str, *, ours: bool = False) -> str:
    """The Markdown article that a damaged page becomes, front matter included.

    The text is repaired, freed of contact lines and of what the page put around it, converted to Simplified
    characters and given headings and lists. A text in HTML is read as a web page, for which
    `pip install "qingyuan[html]"` is wanted (`MissingExtra`). Front matter of the text is read for what it says of
    the article (title, date, author, category, site, views, comments) and not obeyed; with `ours` each field that
    an article may have is kept as it is. `TypeError` for anything but text.

    >>> print(clean("小花2024-10-18债务优化445\\n\\n一、先看賬單\\n不要急，先看清楚.\\n詳情加微信 abc12345\\n"), end="")
    ---
    date: 2024-10-18
    author: 小花
    category: 债务优化
    views: 445
    ---
    <BLANKLINE>
    ## 一、先看账单
    <BLANKLINE>
    不要急，先看清楚。
    """
    return clean_and_explain(_text(text, "clean"), ours=ours).text


def clean_and_explain(text: str, *, ours: bool = False) -> Cleaned:
    """What `clean` does to a text: the article, the trail, the doubts, and the facts that stand above it.

    `ours`, `MissingExtra` and `TypeError` as for `clean`.

    >>> cleaned = clean_and_explain("逾期以後，先看賬單。\\n\\n詳情加微信 abc12345\\n")
    >>> cleaned.text
    '逾期以后，先看账单。\\n'
    >>> [step.rule for step in cleaned.trail]
    ['strip/contact', 'convert/traditional-to-simplified', 'normalize/white-space']
    >>> cleaned.trail.undo(cleaned.text)
    '逾期以後，先看賬單。\\n\\n詳情加微信 abc12345\\n'
    """
    from qingyuan.article import clean_text

    return clean_text(_text(text, "clean_and_explain"), ours=ours)


def clean_bytes(data: bytes, declared: str | None = None, *, ours: bool = False) -> str:
    """`clean` for the bytes of a file or a response, whatever their charset.

    `declared` is the charset that came with them, for instance in an HTTP header: evidence, not an order.
    `ours` as for `clean`. `DecodeError` where the bytes are no text, and the errors of `clean`.

    >>> clean_bytes("逾期以後，先看賬單。".encode("big5"))
    '逾期以后，先看账单。\\n'
    """
    return clean(decode(data, declared).text, ours=ours)


def clean_file(path: str | PathLike[str], *, ours: bool = False) -> str:
    """`clean` for a file: the article; nothing is written.

    `ours` as for `clean`. `OSError` where the file cannot be read, and the errors of `clean_bytes`.
    """
    from qingyuan.corpus.files import read_document

    return clean_bytes(read_document(path).data, ours=ours)


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of bytes, with the charset and what spoke for it.

    `declared` is what came with the bytes, for instance in an HTTP header; what an HTML page says of itself is
    read here. Both are evidence, not orders. `DecodeError` where the bytes are no text, `TypeError` for
    anything but bytes.

    >>> decoded = decode("支付宝".encode("gbk"))
    >>> decoded.text, decoded.charset
    ('支付宝', 'gb18030')
    """
    from qingyuan.stages.decode import decode

    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"decode takes bytes, not {type(data).__name__}. For text there is qingyuan.clean.")
    return decode(bytes(data), declared)


def _text(text: object, function: str) -> str:
    """The argument of a function that takes text; `TypeError` that names the function to call instead."""
    if isinstance(text, str):
        return text
    if isinstance(text, bytes | bytearray | memoryview):
        instead = "For bytes there is qingyuan.clean_bytes, or qingyuan.decode to get the text."
    else:
        instead = "For a file there is qingyuan.clean_file."
    raise TypeError(f"{function} takes text (str), not {type(text).__name__}. {instead}")
