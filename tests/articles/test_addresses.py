"""Addresses: how a title is spelled in one, and what an article's source is called."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qingyuan.articles.addresses import LONGEST_SLUG, slug_of, source_id, syllables
from qingyuan.document import RawDocument


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("支付宝逾期上门送信", "zhi-fu-bao-yu-qi-shang-men-song-xin"),
        ("银行重组与债务", "yin-hang-chong-zu-yu-zhai-wu"),
        ("花呗App，12期！", "hua-bei-app-12-qi"),
        ("还款与偿还，还有还不上", "huan-kuan-yu-chang-huan-hai-you-hai-bu-shang"),
        ("还贷、还债、还清", "huan-dai-huan-zhai-huan-qing"),
        ("绿色旅行", "lv-se-lv-xing"),
        ("二〇二四年", "er-ling-er-si-nian"),
        ("３期", "qi"),  # full-width digits are normalized before a title is spelled
        ("Q&A：5%的利息", "q-a-5-de-li-xi"),
        ("？！", ""),
        ("", ""),
    ],
)
def test_slug(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_slug_is_cut_at_a_syllable() -> None:
    slug = slug_of("支付宝" * 30)
    assert len(slug) <= LONGEST_SLUG
    assert set(slug.split("-")) == {"zhi", "fu", "bao"}
    assert slug_of("a" * LONGEST_SLUG) == "a" * LONGEST_SLUG
    assert slug_of("a" * (LONGEST_SLUG + 1)) == ""


@given(st.text(alphabet="还款花呗行长重旅〇々𠮷App12 -_/.?，。éА\u200b", max_size=60))
@example("还" * 60)
def test_slug_is_an_address_and_the_beginning_of_what_the_title_spells(title: str) -> None:
    slug = slug_of(title)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert len(slug) <= LONGEST_SLUG
    words = syllables(title)
    assert slug.split("-") == words[: slug.count("-") + 1] or slug == ""
    assert slug_of(slug) == slug, "an address spells itself"


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("000_ad70558f9d11c0dc.txt", "ad70558f9d11c0dc"),
        ("ad70558f9d11c0dc.html", "ad70558f9d11c0dc"),
        ("12-ad70558f.txt", "ad70558f"),
        ("2024/ad70558f.txt", "ad70558f"),
        (f"{'0a' * 32}.txt", "0a" * 32),
    ],
)
def test_source_id_is_the_one_in_the_file_name(name: str, known: str) -> None:
    assert source_id(RawDocument(name, "正文。".encode())) == known


@pytest.mark.parametrize(
    "name",
    [
        "花呗.txt",
        "ad70558.txt",  # shorter than a crawler's
        "AD70558F9D11C0DC.txt",
        "a_ad70558f.txt",
        "ad70558f_2.txt",
        f"{'0a' * 33}.txt",
        "ad70558f/page.txt",
        "",
    ],
)
def test_source_id_comes_from_the_bytes_where_the_name_has_none(name: str) -> None:
    raw = RawDocument(name, "正文。".encode())
    assert source_id(raw) == raw.digest[:16]
    assert source_id(raw) == source_id(RawDocument("b.txt", raw.data))
    assert source_id(raw) != source_id(RawDocument(name, "别的。".encode()))
