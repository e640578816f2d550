"""Gives the templates the catalog of articles."""

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from qingyuan.site.catalog import publish_catalog
from qingyuan.site.topic_pages import topics_of_site


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    return publish_catalog(env, files, topics_of_site(config.config_file_path))
