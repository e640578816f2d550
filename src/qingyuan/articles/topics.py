"""Topics: the folders of `docs/articles/`, and the choice of one for an article by its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qingyuan.articles.settings import STRICT, SettingsError, read
from qingyuan.document import Article
from qingyuan.text.markdown import HEADING

FILE = "corpus/topics.yml"
HINTS = {
    "": "two fields are expected: topics and tags, each a list",
    "topics": "a list is expected, each topic beginning with “- id:”",
    "tags": "a list of words is expected: [花呗, 借呗]",
    "id": "use lower-case letters, digits and hyphens; it is the folder's name",
    "title": "a text is expected; it is what readers see",
    "description": "a text is expected, in quotes if it is no plain word",
    "keywords": "a list of words is expected: [花呗, 借呗]",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """A folder of articles: `id` is its name on disk and in addresses, `title` what readers see."""

    __pydantic_config__ = STRICT
    id: str
    title: str
    description: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics in their order of display, and the vocabulary of tags."""

    __pydantic_config__ = STRICT
    topics: tuple[Topic, ...] = ()
    tags: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Topic]:
        return iter(self.topics)


def parse(text: str) -> Topics:
    """The topics of a `topics.yml`; `SettingsError` if it says something that makes no sense."""
    topics: Topics = read(text, FILE, Topics, HINTS) or Topics()
    for number, topic in enumerate(topics, 1):
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", topic.id):
            raise SettingsError(f"{FILE}: topic {number}: id {topic.id!r}: {HINTS['id']}")
        if not topic.title.strip():
            raise SettingsError(f"{FILE}: topic {number}: title is empty; it is what readers see")
        if any(topic.id == other.id for other in topics.topics[: number - 1]):
            raise SettingsError(f"{FILE}: two topics have the id {topic.id!r}; give one another id")
        _words(topic.keywords, f"topic {number}: keywords")
    _words(topics.tags, "tags")
    return topics


def _words(words: Iterable[str], where: str) -> None:
    """`SettingsError` if a word is empty: it would occur everywhere."""
    if not all(word.strip() for word in words):
        raise SettingsError(f"{FILE}: {where}: a word is empty; take it out, or write it")


@dataclass(frozen=True, slots=True)
class Weights:
    """What an occurrence of a word says about an article; the unit is an occurrence in the body.

    Set by hand, not fitted; tests/articles/test_topics.py holds them to the articles in docs/.
    """

    title: int = 30  # more than a heading, which is more than the body
    heading: int = 5
    body: int = 1
    tag: int = 5  # from this weight on an article is about a tag: in its title, or five times in its body
    most_tags: int = 5  # tags: an article under more of them would be listed nearly everywhere


WEIGHTS = Weights()


def topic_of(article: Article, topics: Topics) -> Topic | None:
    """The topic whose keywords weigh most; the first of equals; none where no keyword occurs."""
    headings = "\n".join(
        match["title"] for line in article.body.split("\n") if (match := HEADING.match(line))
    )
    scores = []
    for topic in topics.topics:
        score = sum(
            WEIGHTS.title * article.title.count(word)
            + WEIGHTS.heading * headings.count(word)
            + WEIGHTS.body * article.body.count(word)
            for word in topic.keywords
        )
        scores.append((score, topic))
    best = max(scores, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] else None


def tags_of(article: Article, topics: Topics) -> list[str]:
    """The tags of the vocabulary that an article is about: in its title, or again and again in its body."""
    weights = {
        tag: WEIGHTS.title * article.title.count(tag) + WEIGHTS.body * article.body.count(tag)
        for tag in topics.tags
    }
    about = (tag for tag in topics.tags if weights[tag] >= WEIGHTS.tag)
    return sorted(about, key=lambda tag: -weights[tag])[: WEIGHTS.most_tags]
