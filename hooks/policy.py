"""Gives pages their content security policy, and the server its headers."""

from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from qingyuan.site.policy import POLICY, reloading, write_headers


def on_env(env: Environment, **_: Any) -> Environment:
    env.globals["policy"] = POLICY
    return env


def on_post_build(config: MkDocsConfig) -> None:
    write_headers(config.site_dir)


def on_serve(server: LiveReloadServer, **_: Any) -> LiveReloadServer:
    if (application := server.get_app()) is not None:
        server.set_app(reloading(application))
    return server
