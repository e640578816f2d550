"""Addresses: the name of an article's file, and the id of what it came from."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from pypinyin import Style, lazy_pinyin

from qingyuan.document import RawDocument
from qingyuan.text.characters import HAN

SOURCE_ID = re.compile(r"^(?:\d+[_-])?(?P<id>[0-9a-f]{8,64})$")


# pypinyin's words err here: 还款 comes out as hai-kuan.
PAYS_BACK = re.compile(r"还(?=[款贷债钱本息清])")


def syllables(title: str) -> list[str]:
    """The words of an address: a syllable for each Han character, other letters and digits by run.

    >>> syllables("还款12期App")
    ['huan', 'kuan', '12', 'qi', 'app']
    """
    words: list[str] = []
    for run in re.findall(rf"[{HAN}]+|[A-Za-z0-9]+", title):
        if run.isascii():
            words.append(run.lower())
            continue
        read = lazy_pinyin(run, style=Style.NORMAL)
        for match in PAYS_BACK.finditer(run):
            read[match.start()] = "huan"
        words += (re.sub(r"[^a-z]", "", syllable.replace("ü", "v")) for syllable in read)
    return [word for word in words if word]


LONGEST_SLUG = 60  # characters, chosen by hand: some fifteen syllables


def slug_of(title: str) -> str:
    """An address for a title: pinyin read by phrases (银行 is yin-hang), ASCII, cut at a syllable.

    >>> slug_of("支付宝逾期上门送信"), slug_of("花呗App 12期？")
    ('zhi-fu-bao-yu-qi-shang-men-song-xin', 'hua-bei-app-12-qi')
    """
    slug = ""
    for part in syllables(title):
        longer = f"{slug}-{part}" if slug else part
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return slug


def source_id(raw: RawDocument) -> str:
    """The id a crawler put into the file name, else the first 16 digits of the digest."""
    match = SOURCE_ID.match(PurePosixPath(raw.name).stem)
    return match["id"] if match else raw.digest[:16]
