"""Settings that people write: what they may hold, and what a wrong file is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from raw_articles import ROOT

from qingyuan.articles.rulings import Ruling
from qingyuan.articles.rulings import parse as rulings
from qingyuan.articles.settings import SettingsError
from qingyuan.articles.topics import Topics
from qingyuan.articles.topics import parse as topics
from qingyuan.corpus.sources import parse as sources

WRONG: list[tuple[Callable[[str], object], str, str]] = [
    (topics, "topics:\n- id: [a\n", "corpus/topics.yml: line 3: expected"),
    (topics, "- a\n", "corpus/topics.yml: line 1: two fields are expected: topics and tags, each a list"),
    (
        topics,
        "topicz: []\n",
        "line 1: unknown field 'topicz'; did you mean 'topics'? known: topics, tags, id",
    ),
    (topics, "# 主题\ntopics: a\n", "line 2: topics: a list is expected, each topic beginning with “- id:”"),
    (topics, "topics:\n- a\n", "line 2: topics: a list is expected"),
    (topics, "topics:\n- {id: b, title: 乙}\n- {id: a}\n", "line 3: title is missing; a text is expected"),
    (topics, "topics:\n- {id: a, title: }\n", "line 2: title is missing"),
    (topics, "topics:\n- {id: a, title: '  '}\n", "topic 1: title is empty; it is what readers see"),
    (topics, "topics:\n- {id: a, title: yes}\n", "line 2: title: a text is expected"),
    (
        topics,
        "topics:\n- id: a\n  title: 甲\n  keywords: 花呗\n",
        "line 4: keywords: a list of words is expected: [花呗, 借呗]",
    ),
    (
        topics,
        "topics:\n- {id: a, title: 甲, keyword: [乙]}\n",
        "line 2: unknown field 'keyword'; did you mean 'keywords'?",
    ),
    (
        topics,
        "topics:\n- {id: 甲, title: 甲}\n",
        "topic 1: id '甲': use lower-case letters, digits and hyphens",
    ),
    (
        topics,
        "topics:\n- {id: a, title: 甲}\n- {id: a, title: 乙}\n",
        "two topics have the id 'a'; give one another id",
    ),
    (topics, "tags: [花呗, '']\n", "corpus/topics.yml: tags: a word is empty"),
    (topics, "tags:\n- 花呗\n- no\n", "line 3: tags: a list of words is expected"),
    (topics, "tags: 2024-02-30\n", "corpus/topics.yml: a value cannot be read"),
    (rulings, "- rule: 'a\n", "corpus/rulings.yml: line"),
    (rulings, "rule: a\n", "corpus/rulings.yml: line 1: a list of rulings is expected"),
    (rulings, "- a\n", "line 1: a list of rulings is expected, each with rule, text and reason"),
    (
        rulings,
        "- rule: strip\n  text: 甲\n",
        "line 1: reason is missing; every ruling names rule, text and reason",
    ),
    (rulings, "- {rule: strip, text: 甲, reason: ' '}\n", "ruling 1: reason is empty"),
    (
        rulings,
        "- {rule: strip, text: 甲, reason: 乙, becom: 丙}\n",
        "unknown field 'becom'; did you mean 'becomes'?",
    ),
    (
        rulings,
        "- {rule: strip, text: 甲, reason: 乙, 1: x}\n",
        "unknown field '1'; known: rule, text, reason",
    ),
    (
        rulings,
        "- rule: strip\n  text: 2024-01-01\n  reason: 甲\n",
        "line 2: text: every ruling names rule, text and reason",
    ),
    (sources, "files: a\n", "corpus/sources.yml: line 1: a list of deliveries is expected"),
    (
        sources,
        "- files: a\n  origin: b\n  license: c\n",
        "line 1: received is missing; the day is expected, as 2026-01-31",
    ),
    (
        sources,
        "- {files: a, origin: b, licence: c, received: 2026-01-31}\n",
        "unknown field 'licence'; did you mean 'license'?",
    ),
    (
        sources,
        "- files: a\n  origin: b\n  license: c\n  received: gestern\n",
        "line 4: received: the day is expected",
    ),
    (
        sources,
        "- files: a\n  origin: b\n  license: c\n  received: 2026-01-31\n  ours: Ours\n",
        "line 5: ours: true or false is expected",
    ),
    (
        sources,
        "- {files: a, origin: b, license: c, received: 2026-01-31, our: true}\n",
        "unknown field 'our'; did you mean 'ours'?",
    ),
    (
        sources,
        "- files: [{a: b}]\n  origin: b\n  license: c\n  received: 2026-01-31\n",
        "line 1: files: the names",
    ),
]


@pytest.mark.parametrize(("read", "text", "words"), WRONG, ids=[row[1] for row in WRONG])
def test_wrong_settings_are_told_with_file_line_and_remedy(
    read: Callable[[str], object], text: str, words: str
) -> None:
    with pytest.raises(SettingsError) as error:
        read(text)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_empty_settings_are_none() -> None:
    for text in ("", "# nothing yet\n"):
        assert topics(text) == Topics()
        assert rulings(text) == ()


def test_a_number_may_be_a_text_and_an_empty_field_is_not_given() -> None:
    given = "- {rule: restore/number-range, text: 350950, reason: 公布, becomes: , document: }\n"
    assert rulings(given) == (Ruling(rule="restore/number-range", text="350950", reason="公布"),)


def test_the_projects_own_settings_are_right() -> None:
    assert len(topics((ROOT / "corpus" / "topics.yml").read_text(encoding="utf-8")).topics) >= 5
    assert rulings((ROOT / "corpus" / "rulings.yml").read_text(encoding="utf-8"))
    assert sources((ROOT / "corpus" / "sources.yml").read_text(encoding="utf-8"))
