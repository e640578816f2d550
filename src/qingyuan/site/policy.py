"""What browsers let a page of the site do: its content security policy, and the headers for the server.

All scripts and styles of the theme are files of the site, so the policy names no hash and no nonce: nothing that
stands within a page runs, whoever wrote it (decision 0014).
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

DIRECTIVES: Final[Mapping[str, str]] = {
    "default-src": "'none'",  # frames, plug-ins, fonts, media, manifests, prefetching, and what is not known yet
    "script-src": "'self'",  # no script and no handler within a page, no javascript: address, no eval
    "style-src": "'self'",  # nor a style: no element, no attribute
    "img-src": "'self' data:",  # data: the theme's style sheet has its icons so
    "connect-src": "'self'",  # the search data
    "worker-src": "'self'",  # the search
    "form-action": "'none'",  # the search box is a form that is never sent
    "base-uri": "'none'",
}
FRAMING: Final[Mapping[str, str]] = {"frame-ancestors": "'none'"}
"""What browsers obey in a header only."""


def _policy(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


POLICY: Final = _policy(DIRECTIVES)
"""The policy that each page has within itself, for servers that send no headers."""

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": _policy({**DIRECTIVES, **FRAMING}),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
FILE: Final = "_headers"


def write_headers(site_dir: str) -> None:
    """Write `_headers` at the root of the site, as Netlify and Cloudflare Pages read it. Over a file of that name."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in HEADERS.items())]
    Path(site_dir, FILE).write_bytes("\n".join([*lines, ""]).encode())


# -- mkdocs serve ------------------------------------------------------------------------------------------------

_Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# A script without attributes as the very last thing in the body. The theme ends a body with scripts that have an
# address, so that nothing within an article can be taken for it.
_ADDED_LAST = re.compile(rb"<script>((?:(?!</?script).)*)</script></body>\s*</html>\s*\Z", re.DOTALL)


def allow_reloading(page: bytes) -> bytes:
    """A page whose policy lets the script run that `mkdocs serve` adds at its end; others come back as they are.

    The script holds the time of the build, so its hash is another each time.
    """
    # Of a long page, only its end: the script has some 1,200 bytes.
    added = _ADDED_LAST.search(page, max(0, len(page) - 8_000))
    if added is None:
        return page
    digest = b64encode(sha256(added[1]).digest()).decode()
    wider = _policy({**DIRECTIVES, "script-src": f"{DIRECTIVES['script-src']} 'sha256-{digest}'"})
    return page.replace(f'"{POLICY}"'.encode(), f'"{wider}"'.encode(), 1)


def reloading(application: _Application) -> _Application:
    """`application` (WSGI), each HTML page of which may reload itself."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun: list[Any] = []
        body = application(environ, lambda *given: begun.extend(given))
        status, headers, *more = begun
        if dict(headers).get("Content-Type", "").startswith("text/html"):
            page = allow_reloading(b"".join(body))
            headers = [(name, value) for name, value in headers if name != "Content-Length"]
            headers.append(("Content-Length", str(len(page))))
            body = [page]
        start_response(status, headers, *more)
        return body

    return answer
