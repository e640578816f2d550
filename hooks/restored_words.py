"""Says of restored words that they are restored."""

from typing import Any

from qingyuan.site.restored import explain_restored


def on_page_content(html: str, **_: Any) -> str:
    return explain_restored(html)
