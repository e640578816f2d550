"""Topics: the folders of `docs/articles/`, and the choice of one for an article by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from qingyuan.document import Article
from qingyuan.markdown import HEADING


class TopicsError(ValueError):
    """`corpus/topics.yml` says something that makes no sense."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A folder of articles: `id` is its name on disk and in addresses, `title` what readers see."""

    id: str
    title: str
    description: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics in their order of display, and the vocabulary of tags."""

    topics: tuple[Topic, ...] = ()
    tags: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Topic]:
        return iter(self.topics)


def parse(text: str) -> Topics:
    """The topics of a `topics.yml`; an unknown field is an error, not a surprise later."""
    given = yaml.safe_load(text) or {}
    if unknown := sorted(set(given) - {"topics", "tags"}):
        raise TopicsError(f"unknown field {unknown[0]!r}; known: topics, tags")
    topics = []
    for entry in given.get("topics", []):
        if unknown := sorted(set(entry) - {"id", "title", "description", "keywords"}):
            raise TopicsError(f"topic {entry.get('id')!r}: unknown field {unknown[0]!r}")
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", str(entry.get("id", ""))):
            raise TopicsError(f"topic id {entry.get('id')!r}: use lower-case letters, digits and hyphens")
        topics.append(
            Topic(entry["id"], entry["title"], entry.get("description", ""), tuple(entry.get("keywords", ())))
        )
    return Topics(tuple(topics), tuple(given.get("tags", ())))


# A word in the title says more about an article than one in a heading, and that more than one in the body.
TITLE_WEIGHT, HEADING_WEIGHT, BODY_WEIGHT = 30, 5, 1


def topic_of(article: Article, topics: Topics) -> Topic | None:
    """The topic whose keywords weigh most; the first of equals; none where no keyword occurs."""
    headings = "\n".join(
        match["title"] for line in article.body.split("\n") if (match := HEADING.match(line))
    )
    scores = []
    for topic in topics.topics:
        score = sum(
            TITLE_WEIGHT * article.title.count(word)
            + HEADING_WEIGHT * headings.count(word)
            + BODY_WEIGHT * article.body.count(word)
            for word in topic.keywords
        )
        scores.append((score, topic))
    best = max(scores, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] else None


def tags_of(article: Article, topics: Topics, most: int = 5) -> list[str]:
    """The tags of the vocabulary that an article is about: in its title, or again and again in its body."""
    weights = {tag: TITLE_WEIGHT * article.title.count(tag) + article.body.count(tag) for tag in topics.tags}
    order = sorted((tag for tag in topics.tags if weights[tag] >= 5), key=lambda tag: -weights[tag])
    return order[:most]
