"""Builds the site for tests, in this process, from any folder of pages, and serves it."""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from mkdocs.commands import build
from mkdocs.config import load_config
from mkdocs.utils.yaml import yaml_load
from raw_articles import ROOT


class CompiledTemplates(BytecodeCache):
    """Templates that one build compiled, for the next: half the time of a small site."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self.code.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


TEMPLATES = CompiledTemplates()


def build_site(docs: Path, site: Path, *, strict: bool = True, **settings: object) -> Path:
    """Build `docs` with the project's own settings; with `strict`, a warning is a failure.

    `settings` stand in place of those in mkdocs.yml.
    """
    given = {"docs_dir": str(docs), "site_dir": str(site), "strict": strict, **settings}
    config = load_config(str(ROOT / "mkdocs.yml"), **given)
    make_environment = config.theme.get_env

    def environment() -> Environment:
        env = make_environment()
        env.bytecode_cache = TEMPLATES
        return env

    config.theme.get_env = environment  # type: ignore[method-assign]
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build.build(config)
    finally:
        config.plugins.on_shutdown()
    return site


def theme_with(*features: str) -> dict[str, Any]:
    """The project's theme as a setting, with more of Material's features than the project has on."""
    with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        own = yaml_load(file)["theme"]
    return {**own, "custom_dir": str(ROOT / "theme"), "features": [*own["features"], *features]}


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for all files of a page

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def served(site: Path, handler: type[http.server.SimpleHTTPRequestHandler] = QuietHandler) -> Iterator[str]:
    """The address at which `site` is served meanwhile, on a free port of this machine."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(site))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
