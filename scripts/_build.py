"""Builds the site as `mkdocs build` does, with its warnings shown and its other messages left out.

`mkdocs build --quiet` hides the warnings too: a broken link, a missing image, what our hooks say of an article.
"""

from __future__ import annotations

import logging
import sys

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException


class Warnings(logging.StreamHandler):  # type: ignore[type-arg]
    """Prints warnings and errors, and counts them."""

    count = 0

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.setLevel(logging.WARNING)
        self.setFormatter(logging.Formatter("⚠ %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1
        super().emit(record)


def main() -> int:
    shown = Warnings()
    log = logging.getLogger("mkdocs")
    log.addHandler(shown)
    log.setLevel(logging.WARNING)
    try:
        config = load_config("mkdocs.yml")
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except MkDocsException as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if shown.count:
        print(f"▸ 网站有 {shown.count} 处警告，见上面；不影响其他页面 · {shown.count} warnings, see above")
    return 0


if __name__ == "__main__":
    sys.exit(main())
