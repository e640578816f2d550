"""Topics and tags: which an article gets by its words. What a wrong topics.yml is told: test_settings.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_articles import ROOT

from qingyuan.articles.front_matter import split
from qingyuan.articles.topics import WEIGHTS, Topic, Topics, parse, tags_of, topic_of
from qingyuan.document import Article

TOPICS = Topics(
    (
        Topic("yuqi", "逾期处理", keywords=("逾期", "起诉")),
        Topic("xieshang", "协商还款", keywords=("协商", "分期")),
        Topic("qita", "没有词"),
    ),
    ("花呗", "分期", "逾期", "催收", "征信", "起诉"),
)
OURS = parse((ROOT / "corpus" / "topics.yml").read_text(encoding="utf-8"))
ARTICLES = sorted((ROOT / "docs" / "articles").glob("*/*.md"))


def article(title: str, body: str = "") -> Article:
    return Article(body, {"title": title} if title else {})


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_weights_give_the_published_articles_their_topics_and_tags(path: Path) -> None:
    parts = split(path.read_text(encoding="utf-8"))
    published = Article(parts.body, parts.metadata)
    topic = topic_of(published, OURS)
    assert topic is not None
    assert topic.id == path.parent.name
    assert tags_of(published, OURS) == parts.metadata["tags"]


@pytest.mark.parametrize(
    ("title", "body", "topic"),
    [
        ("花呗逾期怎么办", "", "yuqi"),
        ("花呗怎么办", "逾期以后可以协商，也可以分期。", "xieshang"),
        ("", "逾期。\n", "yuqi"),  # without a title its words decide
        ("花呗逾期怎么办", "协商。" * 29, "yuqi"),  # once in the title is more than 29 times in the body
        ("花呗逾期怎么办", "协商。" * 31, "xieshang"),
        ("花呗", "## 一、逾期\n\n" + "协商。" * 5, "yuqi"),  # and once in a heading more than five
        ("花呗", "## 一、逾期\n\n" + "协商。" * 7, "xieshang"),
        ("逾期以后协商", "", "yuqi"),  # the first of equals
        ("协商以后逾期", "", "yuqi"),
        ("花呗", "正文。\n", None),
        ("", "", None),
    ],
)
def test_topic_is_the_one_whose_words_weigh_most(title: str, body: str, topic: str | None) -> None:
    found = topic_of(article(title, body), TOPICS)
    assert (found and found.id) == topic


@pytest.mark.parametrize(
    ("title", "body", "tags"),
    [
        ("花呗分期", "", ["花呗", "分期"]),  # in the order of the vocabulary
        ("分期还花呗", "", ["花呗", "分期"]),
        ("花呗", "分期。" * 4, ["花呗"]),
        ("花呗", "分期。" * 5, ["花呗", "分期"]),
        ("花呗", "分期。" * 40, ["分期", "花呗"]),  # what weighs most comes first
        ("花呗分期逾期催收征信起诉", "", ["花呗", "分期", "逾期", "催收", "征信"]),
        ("花呗分期逾期催收征信起诉", "起诉。", ["起诉", "花呗", "分期", "逾期", "催收"]),
        ("借呗", "", []),
        ("", "", []),
    ],
)
def test_tags_are_what_an_article_is_about(title: str, body: str, tags: list[str]) -> None:
    assert tags_of(article(title, body), TOPICS) == tags


def test_nothing_is_known_without_topics() -> None:
    assert topic_of(article("花呗逾期"), Topics()) is None
    assert tags_of(article("花呗逾期"), Topics()) == []
    assert parse("") == Topics()
    assert list(parse("topics:\n- {id: a, title: 甲}\n- {id: b, title: 乙}\n")) == [
        Topic("a", "甲"),
        Topic("b", "乙"),
    ]


WORDS = st.lists(st.sampled_from([*TOPICS.tags, "协商", "，", "正文。", "\n\n## "]), max_size=30).map("".join)


@given(WORDS, WORDS)
def test_what_an_article_gets_is_in_the_vocabulary_and_in_its_words(title: str, body: str) -> None:
    given_article = article(title, body)
    tags = tags_of(given_article, TOPICS)
    assert len(tags) == len(set(tags)) <= WEIGHTS.most_tags
    assert set(tags) <= set(TOPICS.tags)
    assert all(tag in title + body for tag in tags)
    topic = topic_of(given_article, TOPICS)
    assert (topic is None) == (not any(word in title or word in body for t in TOPICS for word in t.keywords))
    assert topic is None or any(word in title + body for word in topic.keywords)


@given(WORDS, WORDS)
def test_another_word_of_its_topic_does_not_lead_away_from_it(title: str, body: str) -> None:
    topic = topic_of(article(title, body), TOPICS)
    if topic is not None:
        assert topic_of(article(title, body + topic.keywords[0]), TOPICS) == topic
