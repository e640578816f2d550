"""Topics: the folders of `docs/articles/`, and the choice of one for an article by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from qingyuan.document import Article
from qingyuan.text.markdown import HEADING


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
    try:
        given = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise TopicsError(
            "corpus/topics.yml: "
            + where
            + str(getattr(error, "problem", None) or "not YAML")
            + ". Check colons, quotes and indents there."
        ) from error
    except (ValueError, RecursionError) as error:
        raise TopicsError(f"corpus/topics.yml: a value cannot be read: {error}.") from error
    if not isinstance(given, dict):
        raise TopicsError("corpus/topics.yml: two fields are expected: topics and tags, each a list")
    if unknown := sorted(set(map(str, given)) - {"topics", "tags"}):
        raise TopicsError(f"corpus/topics.yml: unknown field {unknown[0]!r}; known: topics, tags")
    topics: list[Topic] = []
    entries = given.get("topics") or []
    if not isinstance(entries, list):
        raise TopicsError("corpus/topics.yml: topics: a list is expected, each beginning with “- id:”")
    for number, entry in enumerate(entries, 1):
        topics.append(_topic(entry, number))
        if any(topics[-1].id == other.id for other in topics[:-1]):
            raise TopicsError(
                f"corpus/topics.yml: two topics have the id {topics[-1].id!r}; give one another id"
            )
    return Topics(tuple(topics), _words(given.get("tags"), "tags"))


KNOWN = ("id", "title", "description", "keywords")


def _topic(entry: object, number: int) -> Topic:
    where = f"corpus/topics.yml, topic {number}"
    if not isinstance(entry, dict):
        raise TopicsError(f"{where}: fields {', '.join(KNOWN)} are expected")
    if unknown := sorted(set(map(str, entry)) - set(KNOWN)):
        raise TopicsError(f"{where}: unknown field {unknown[0]!r}; known: {', '.join(KNOWN)}")
    name = str(entry.get("id") or "")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise TopicsError(f"{where}: id {name!r}: use lower-case letters, digits and hyphens")
    title = str(entry.get("title") or "").strip()
    if not title:
        raise TopicsError(f"{where}: title is missing; it is what readers see")
    return Topic(
        name,
        title,
        str(entry.get("description") or ""),
        _words(entry.get("keywords"), f"topic {number}, keywords"),
    )


def _words(given: object, where: str) -> tuple[str, ...]:
    """A list of words; a word alone would be taken apart into characters, an empty one would occur everywhere."""
    if given is None:
        return ()
    if not isinstance(given, list) or not all(str(word or "").strip() for word in given):
        raise TopicsError(f"corpus/topics.yml, {where}: a list of words is expected: [花呗, 借呗]")
    return tuple(map(str, given))


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
