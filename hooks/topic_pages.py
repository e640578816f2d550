"""Adds the overview of topics and the topic pages."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from qingyuan.site.topic_pages import add_topic_pages, topics_of_site


def on_files(files: Files, config: MkDocsConfig) -> Files:
    return add_topic_pages(files, config, topics_of_site(config.config_file_path))
