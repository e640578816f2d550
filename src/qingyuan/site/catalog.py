"""What templates read: topics with their articles in reading order, the newest ones, and related ones."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from jinja2 import Environment
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page

from qingyuan.articles.topics import Topic, Topics
from qingyuan.site.related import related
from qingyuan.site.topic_pages import (
    PAGE_SIZE,
    is_article,
    shelves,
    topic_id_of,
    topic_page_uri,
    topic_page_url,
)
from qingyuan.text.dates import day_of
from qingyuan.text.markdown import words_of

PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")  # what it is called is not what the article says
NOT_PROSE = re.compile(r"\s*(?:[#>|`~!<:{-]|\d+[.)]\s|\*\s|={3,}|\[\^)")


def excerpt(markdown: str, limit: int = 90) -> str:
    """The first paragraph of prose as plain text, cut at a sentence or at `limit` characters.

    >>> excerpt("## 导语\\n\\n**逾期**以后，[协商](a.md)还来得及。\\n\\n第二段。")
    '逾期以后，协商还来得及。'
    """
    for paragraph in re.split(r"\n\s*\n", markdown):
        if not paragraph.strip() or NOT_PROSE.match(paragraph):
            continue
        text = unescape(" ".join(words_of(PICTURE.sub("", paragraph)).split()))
        if len(text) <= limit:
            return text
        end = max(text.rfind(mark, limit // 2, limit) for mark in "。！？；")
        return text[: end + 1] if end > 0 else text[: limit - 1] + "…"
    return ""


@dataclass(frozen=True, slots=True)
class Article:
    """A page of `docs/articles/` with what lists and its own head show of it; `wall.show_metadata` makes HTML of the words."""

    page: Page
    topic: Topic
    date: datetime.date | None

    @property
    def title(self) -> str:
        return str(self.page.title)

    @property
    def url(self) -> str:
        return self.page.url

    @property
    def excerpt(self) -> str:
        return str(self.page.meta.get("description", ""))

    @property
    def order(self) -> tuple[int, str, str]:
        """Newest first, undated last; where dates do not decide, the title does."""
        return (-self.date.toordinal() if self.date else 0, self.title, self.page.file.src_uri)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A topic with all its articles in reading order."""

    topic: Topic
    articles: tuple[Article, ...]

    @property
    def url(self) -> str:
        return self.page_url(1)

    def page_url(self, number: int) -> str:
        return topic_page_url(self.topic.id, number)

    @property
    def last_number(self) -> int:
        return -(-len(self.articles) // PAGE_SIZE)

    def on_page(self, number: int) -> tuple[Article, ...]:
        return self.articles[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands: on which shelf, and after how many others."""

    shelf: Shelf
    index: int

    def neighbor(self, distance: int) -> Article | None:
        """The article so far below this one, or above it; None beyond the ends of the shelf."""
        index = self.index + distance
        return self.shelf.articles[index] if 0 <= index < len(self.shelf.articles) else None


@dataclass(frozen=True)
class Catalog:
    """All articles of the site, by topic and by date."""

    shelves: tuple[Shelf, ...]
    _place: dict[str, Place] = field(default_factory=dict)
    _related: dict[str, tuple[Article, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        articles = [article for shelf in self.shelves for article in shelf.articles]
        for shelf in self.shelves:
            for index, article in enumerate(shelf.articles):
                self._place[article.page.file.src_uri] = Place(shelf, index)
        for article, others in zip(articles, related([one.title for one in articles]), strict=True):
            self._related[article.page.file.src_uri] = tuple(articles[other] for other in others)

    def __len__(self) -> int:
        return len(self._place)

    def shelf(self, topic_id: str) -> Shelf | None:
        return next((shelf for shelf in self.shelves if shelf.topic.id == topic_id), None)

    def newest(self, limit: int) -> list[Article]:
        """The articles with the latest dates, then undated ones."""
        return sorted((a for shelf in self.shelves for a in shelf.articles), key=lambda a: a.order)[:limit]

    def article(self, page: Page | None) -> Article | None:
        """The article that a page is; None for other pages."""
        place = self._place.get(page.file.src_uri) if page is not None else None
        return place.neighbor(0) if place else None

    def shelf_of(self, article: Article) -> Shelf:
        return self._place[article.page.file.src_uri].shelf

    def before(self, article: Article) -> Article | None:
        """The one that stands above the article on its topic page."""
        return self._place[article.page.file.src_uri].neighbor(-1)

    def after(self, article: Article) -> Article | None:
        """The one that stands below it there."""
        return self._place[article.page.file.src_uri].neighbor(1)

    def related(self, article: Article) -> tuple[Article, ...]:
        return self._related[article.page.file.src_uri]


def catalog_of(files: Files, topics: Topics) -> Catalog:
    """The catalog of all articles among the files of a build, whose pages have been rendered."""
    by_topic: dict[str, list[Article]] = {}
    wanted = [topic for topic, _ in shelves(files, topics)]
    known = {topic.id: topic for topic in wanted}
    for file in files.documentation_pages():
        topic_id = topic_id_of(file.src_uri)
        if file.page is not None and topic_id is not None and is_article(file):
            article = Article(file.page, known[topic_id], day_of(file.page.meta.get("date")))
            by_topic.setdefault(topic_id, []).append(article)
    return Catalog(
        tuple(
            Shelf(topic, tuple(sorted(by_topic.get(topic.id, ()), key=lambda article: article.order)))
            for topic in wanted
        )
    )


def publish_catalog(env: Environment, files: Files, topics: Topics) -> Environment:
    """`env` with the catalog under the name `catalog`, its articles placed and described."""
    catalog = catalog_of(files, topics)
    place_in_navigation(catalog, files)
    describe(catalog)
    env.globals["catalog"] = catalog
    return env


def place_in_navigation(catalog: Catalog, files: Files) -> None:
    """Put articles and later pages of topics under their topic: breadcrumbs and the menu follow from it."""
    for shelf in catalog.shelves:
        front = files.get_file_from_path(topic_page_uri(shelf.topic.id))
        section = front.page.parent if front is not None and front.page is not None else None
        if not isinstance(section, Section):
            continue
        for page in _pages_of(shelf, files):
            if page.parent is None:
                page.parent = section


def _pages_of(shelf: Shelf, files: Files) -> Iterable[Page]:
    for article in shelf.articles:
        yield article.page
    for number in range(2, shelf.last_number + 1):
        file = files.get_file_from_path(topic_page_uri(shelf.topic.id, number))
        if file is not None and file.page is not None:
            yield file.page


def describe(catalog: Catalog) -> None:
    """Give articles without a description their first sentences: for lists and `<meta name=description>`."""
    for shelf in catalog.shelves:
        for article in shelf.articles:
            if "description" not in article.page.meta:
                article.page.meta["description"] = excerpt(article.page.markdown or "")
