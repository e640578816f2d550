"""The pages that lead to articles: an overview, and for each topic as many pages as it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from qingyuan.articles.topics import Topic, Topics, parse

ARTICLES = "articles"
"""The directory under `docs/` whose subdirectories are topics."""

OTHER = Topic(id="qita", title="其他", description="还没有归入主题的文章。")
"""Where an article is shown that lies in no topic's directory."""

OVERVIEW = f"{ARTICLES}/index.md"
PAGE_SIZE = 40
"""Articles on a topic page: one long screen, and a page's weight does not grow with the corpus."""


def topics_of_site(mkdocs_yml: str) -> Topics:
    """The topics of the site whose settings stand in `mkdocs_yml`; none without a `corpus/topics.yml`."""
    path = Path(mkdocs_yml).parent / "corpus" / "topics.yml"
    return parse(path.read_text(encoding="utf-8-sig")) if path.exists() else Topics()


def topic_id_of(src_uri: str) -> str | None:
    """The id of the topic that a file under `docs/` belongs to; None for what is not an article.

    >>> topic_id_of("articles/yuqi/zhifubao.md"), topic_id_of("articles/我的文章.md"), topic_id_of("index.md")
    ('yuqi', 'qita', None)
    """
    parts = PurePosixPath(src_uri).parts
    if len(parts) < 2 or parts[0] != ARTICLES:
        return None
    return parts[1] if len(parts) > 2 else OTHER.id


def topic_page_uri(topic_id: str, number: int = 1) -> str:
    """Where page `number` of a topic stands, as if it were a file under `docs/`.

    >>> topic_page_uri("yuqi"), topic_page_uri("yuqi", 2)
    ('articles/yuqi/index.md', 'articles/yuqi/page/2.md')
    """
    return f"{ARTICLES}/{topic_id}/" + ("index.md" if number == 1 else f"page/{number}.md")


def topic_page_url(topic_id: str, number: int = 1) -> str:
    """The address of page `number` of a topic, as seen from the root of the site.

    >>> topic_page_url("yuqi"), topic_page_url("房贷", 2)
    ('articles/yuqi/', 'articles/%E6%88%BF%E8%B4%B7/page/2/')
    """
    return quote(f"{ARTICLES}/{topic_id}/" + ("" if number == 1 else f"page/{number}/"))


def is_article(file: File) -> bool:
    """Whether a file is an article: a page below `docs/articles/` that somebody wrote.

    An `index.md` of the overview or of a topic is that page's own text.
    """
    if not file.is_documentation_page() or file.generated_by is not None:
        return False
    topic_id = topic_id_of(file.src_uri)
    return topic_id is not None and file.src_uri not in {OVERVIEW, topic_page_uri(topic_id)}


def shelves(files: Iterable[File], topics: Topics) -> list[tuple[Topic, int]]:
    """The topics that have articles, with their number: known ones in their order, new directories, 其他."""
    counts = Counter(topic_id_of(file.src_uri) for file in files if is_article(file))
    known = {topic.id for topic in topics}
    # A directory that an editor made is a topic as well; its name is its title until topics.yml has another.
    made = [
        Topic(id=name, title=name) for name in sorted(filter(None, counts)) if name not in {*known, OTHER.id}
    ]
    last = [] if OTHER.id in known else [OTHER]
    return [(topic, counts[topic.id]) for topic in [*topics, *made, *last] if counts[topic.id]]


def add_topic_pages(files: Files, config: MkDocsConfig, topics: Topics) -> Files:
    """`files` with the overview and the topic pages added, and the navigation pointing to them."""
    wanted = shelves(files, topics)
    _generate(files, config, OVERVIEW, {"title": "全部主题", "template": "topics.html", "hide": ["toc"]})
    for topic, count in wanted:
        last = -(-count // PAGE_SIZE)
        for number in range(1, last + 1):
            meta = {
                "title": topic.title if number == 1 else f"{topic.title}（第 {number} 页）",
                "description": topic.description,
                "template": "topic.html",
                "hide": ["toc"],
                "topic": topic.id,
                "number": number,
            }
            _generate(files, config, topic_page_uri(topic.id, number), meta)
    if config.nav is not None:
        config.nav = [_with_topics(item, [topic for topic, _ in wanted]) for item in config.nav]
    return files


def _generate(files: Files, config: MkDocsConfig, src_uri: str, meta: dict[str, Any]) -> None:
    if files.get_file_from_path(src_uri) is not None:
        return  # an editor wrote this page: it is shown as it is
    # The pages lead to articles and hold nothing of their own to be found.
    meta = {**{key: value for key, value in meta.items() if value}, "search": {"exclude": True}}
    front_matter = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False)
    files.append(File.generated(config, src_uri, content=f"---\n{front_matter}---\n"))


def _with_topics(item: Any, topics: Iterable[Topic]) -> Any:
    """The navigation's entry for the overview with an entry for each topic under it; others as they are."""
    if not isinstance(item, dict) or list(item.values()) != [OVERVIEW]:
        return item
    (title,) = item
    return {title: [OVERVIEW, *({topic.title: [topic_page_uri(topic.id)]} for topic in topics)]}
