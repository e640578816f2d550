"""Adds the overview of topics and the topic pages, each with what an editor wrote for it."""

import logging
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from qingyuan.site.topic_pages import add_topic_pages, introduce_topic, topics_of_site

log = logging.getLogger("mkdocs.hooks.topic_pages")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    said = add_topic_pages(files, config, topics_of_site(config.config_file_path))
    for src_uri, message in said:
        log.warning("docs/%s\n          %s", src_uri, message)
    return files


@event_priority(50)  # after the front matter has been tidied, before plugins look at it
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files, **_: Any) -> str:
    for message in introduce_topic(page, files, topics_of_site(config.config_file_path)):
        log.warning("docs/%s\n          %s", page.file.src_uri, message)
    return markdown
