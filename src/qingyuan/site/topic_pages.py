"""The pages that lead to articles: an overview, and for each topic as many pages as it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from qingyuan.articles.topics import Topic, Topics
from qingyuan.corpus.project import Project

ARTICLES = "articles"
"""The directory under `docs/` whose subdirectories are topics."""

OTHER = Topic(id="qita", title="其他", description="还没有归入主题的文章。")
"""Where an article is shown that lies in no topic's directory."""

OVERVIEW = f"{ARTICLES}/index.md"
PAGE_SIZE = 40
"""Articles on a topic page: one long screen, and a page's weight does not grow with the corpus."""


def topics_of_site(mkdocs_yml: str) -> Topics:
    """The topics of the site whose settings stand in `mkdocs_yml`; none without a `corpus/topics.yml`.

    `CorpusError` and `SettingsError` if the file cannot be read or makes no sense.
    """
    return Project(Path(mkdocs_yml).parent).topics()


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


def is_made_here(file: File) -> bool:
    """Whether a page was added by the build, and no file of an editor."""
    return file.generated_by is not None


def is_article(file: File) -> bool:
    """Whether a file is an article: a page below `docs/articles/` that somebody wrote.

    An `index.md` of the overview or of a topic is the introduction of that page.
    """
    if not file.is_documentation_page() or is_made_here(file):
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


Said = list[tuple[str, str]]
"""What editors are told: the file under `docs/`, and the message."""


def add_topic_pages(files: Files, config: MkDocsConfig, topics: Topics) -> Said:
    """Add to `files` the overview and the topic pages, and point the navigation to them.

    An editor's file in the place of a topic's first page stays: `introduce_topic` makes the page of it. In
    any other place it is left out, and what comes back says so.
    """
    said = _leave_out_readme(files)
    wanted = shelves(files, topics)
    _generate(files, config, OVERVIEW, _OF_THE_OVERVIEW)
    for topic, count in wanted:
        _generate(files, config, topic_page_uri(topic.id), _of_topic_page(topic))
        for number in range(2, -(-count // PAGE_SIZE) + 1):
            uri = topic_page_uri(topic.id, number)
            if (taken := files.get_file_from_path(uri)) is not None:
                files.remove(taken)
                said.append((uri, f"这个文件名是主题第 {number} 页的，文章没有显示。请给文件换个名字。"))
            _generate(files, config, uri, _of_topic_page(topic, number))
    if config.nav is not None:
        config.nav = [_with_topics(item, [topic for topic, _ in wanted]) for item in config.nav]
    return said


def _leave_out_readme(files: Files) -> Said:
    """Take out each README.md that would be written to the place of a topic's page."""
    said = []
    for file in list(files.documentation_pages()):
        parts = PurePosixPath(file.src_uri).parts
        if parts[0] == ARTICLES and len(parts) < 4 and parts[-1] == "README.md":
            files.remove(file)
            message = "README.md 会占去主题页的位置，没有显示。给主题写简介请用 index.md，写文章请换个名字。"
            said.append((file.src_uri, message))
    return said


_OF_THE_OVERVIEW: Mapping[str, Any] = {"title": "全部主题", "template": "topics.html", "hide": ["toc"]}


def _of_topic_page(topic: Topic, number: int = 1) -> dict[str, Any]:
    """What the theme must know of a topic page."""
    return {
        "title": topic.title if number == 1 else f"{topic.title}（第 {number} 页）",
        "description": topic.description,
        "template": "topic.html",
        "hide": ["toc"],
        "topic": topic.id,
        "number": number,
    }


def introduce_topic(page: Page, files: Files, topics: Topics) -> list[str]:
    """Make a topic's page of the `index.md` that an editor wrote for it: its text stands above the list.

    What comes back are messages for the editor. Other pages are left as they are.
    """
    uri = page.file.src_uri
    topic_id = topic_id_of(uri)
    if is_made_here(page.file) or topic_id is None or uri not in {OVERVIEW, topic_page_uri(topic_id)}:
        return []
    if uri == OVERVIEW:
        theme: Mapping[str, Any] = _OF_THE_OVERVIEW
    else:
        topic = next((topic for topic, _ in shelves(files, topics) if topic.id == topic_id), None)
        if topic is None:
            return [
                "这个文件夹里还没有文章，这一页现在没有入口。index.md 是主题的简介，文章请写在别的文件里。"
            ]
        theme = _of_topic_page(topic)
    idle = [field for field in ("date", "author", "site", "tags", "aliases") if field in page.meta]
    for field in idle:
        del page.meta[field]
    own = {field: page.meta[field] for field in ("title", "description") if field in page.meta}
    page.meta.update({**theme, **own})
    if not idle:
        return []
    return [
        f"index.md 是主题的简介，显示在文章列表上面，不是文章：{'、'.join(idle)} 在这里不起作用。"
        "想发表文章，请给文件换个名字。"
    ]


def _generate(files: Files, config: MkDocsConfig, src_uri: str, meta: Mapping[str, Any]) -> None:
    if files.get_file_from_path(src_uri) is not None:
        return  # an editor's: see introduce_topic
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
