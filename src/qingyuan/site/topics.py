"""The topics of `corpus/topics.yml`, and the topic that a path or a text belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

ARTICLES = "articles"
"""The directory under `docs/` whose subdirectories are topics."""


class TopicsError(ValueError):
    """`topics.yml` cannot be used as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A shelf of articles: a directory under `docs/articles/`, with the words readers see."""

    id: str
    title: str
    description: str = ""
    keywords: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Topic:
        """The topic written down as `given`; `TopicsError` for a setting that is unknown or missing."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(given) - known):
            raise TopicsError(f"topics.yml: unknown setting {unknown[0]!r}; known: {sorted(known)}")
        for name in ("id", "title"):
            if not isinstance(given.get(name), str) or not given[name].strip():
                raise TopicsError(f"topics.yml: a topic needs {name!r}; found {dict(given)!r}")
        if not _is_directory_name(given["id"]):
            raise TopicsError(f"topics.yml: the id {given['id']!r} must be the name of one directory")
        return cls(
            id=given["id"],
            title=given["title"],
            description=str(given.get("description") or ""),
            keywords=tuple(str(word) for word in given.get("keywords") or ()),
        )


OTHER = Topic(id="qita", title="其他", description="还没有归入主题的文章。")
"""Where an article lies that is in no topic's directory."""


def _is_directory_name(text: str) -> bool:
    return PurePosixPath(text).parts == (text,) and text not in {".", ".."} and "\\" not in text


def read_topics(path: Path) -> tuple[Topic, ...]:
    """The topics written in a `topics.yml`, in its order."""
    return parse_topics(path.read_text(encoding="utf-8-sig"))


def topics_of_site(mkdocs_yml: str) -> tuple[Topic, ...]:
    """The topics of the site whose settings stand in `mkdocs_yml`; none without a `corpus/topics.yml`."""
    path = Path(mkdocs_yml).parent / "corpus" / "topics.yml"
    return read_topics(path) if path.exists() else ()


def parse_topics(text: str) -> tuple[Topic, ...]:
    """The topics of a YAML text, in its order.

    >>> [topic.title for topic in parse_topics("topics: [{id: yuqi, title: 逾期处理}]")]
    ['逾期处理']
    """
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise TopicsError(f"topics.yml is not YAML: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("topics"), list):
        raise TopicsError("topics.yml: expected a list named 'topics'")
    topics: list[Topic] = []
    for given in data["topics"]:
        if not isinstance(given, dict):
            raise TopicsError(f"topics.yml: expected a topic with id and title; found {given!r}")
        topic = Topic.of(given)
        if topic.id in {other.id for other in topics}:
            raise TopicsError(f"topics.yml: two topics have the id {topic.id!r}")
        topics.append(topic)
    return tuple(topics)


def topic_id_of(src_uri: str) -> str | None:
    """The id of the topic that a file under `docs/` belongs to; None for what is not an article.

    >>> topic_id_of("articles/yuqi/zhifubao.md"), topic_id_of("articles/我的文章.md"), topic_id_of("index.md")
    ('yuqi', 'qita', None)
    """
    parts = PurePosixPath(src_uri).parts
    if len(parts) < 2 or parts[0] != ARTICLES:
        return None
    return parts[1] if len(parts) > 2 else OTHER.id


def best_topic(title: str, body: str, topics: Iterable[Topic]) -> Topic | None:
    """The topic whose keywords fit best, the title counting most; None if no keyword occurs.

    >>> shelves = parse_topics('''topics:
    ... - {id: yuqi, title: 逾期处理, keywords: [逾期]}
    ... - {id: cuishou, title: 催收应对, keywords: [催收]}''')
    >>> best_topic("跟催收协商有用吗", "逾期以后……", shelves).id
    'cuishou'
    """
    best: Topic | None = None
    most = 0
    for topic in topics:
        # A long article names everything once or twice: what it is about stands in its title.
        score = sum(20 * (word in title) + min(body.count(word), 9) for word in topic.keywords)
        if score > most:
            best, most = topic, score
    return best
