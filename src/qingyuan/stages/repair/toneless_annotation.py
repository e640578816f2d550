"""Readings without tones that a program strewed over a page: `小伙(huo)伴们(men)` is 小伙伴们.

Programs that make copies look like new texts put the reading of every third character or so behind it, of common
ones too. A textbook gives the reading of each character, a glossary that of rare ones; both stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qingyuan.document import NOTHING, Edit, Finding, Found
from qingyuan.rule import Place, Rule
from qingyuan.text import language
from qingyuan.text.characters import UNIFIED_HAN
from qingyuan.text.readings import reading
from qingyuan.text.spans import line_around
from qingyuan.view import View

NAME = "repair/toneless-annotation"
BEHIND_HAN = re.compile(rf"(?P<char>[{UNIFIED_HAN}])(?P<gloss>[(（](?P<said>[a-z]{{1,6}})[)）])")
HAN = re.compile(rf"[{UNIFIED_HAN}]")
NOTE = "a program may have put this reading here, or the author gives it: too little of the page is like it to say"


@dataclass(frozen=True, slots=True)
class Weights:
    """Set by hand; the rows below and tests/stages/repair/test_toneless.py have pages on both sides."""

    certain: int = 12  # readings on a page, of
    different: int = 8  # different characters
    doubtful: int = 4  # readings from which on they are told
    all_but: float = (
        0.1  # share of the brackets of this form that may hold another word, such as an abbreviation
    )
    common: float = 0.5  # share of the characters that are
    as_common_as: float = -10.5  # nats: 跨 and 糟 are, 淼 and 垚 are not
    everywhere: float = 0.7  # share of the Han of their lines from which on the readings are a textbook's


WEIGHTS = Weights()


def find_toneless(view: View) -> Found:
    """Edits that remove the readings, where the page shows that a program strewed them; else doubts about them."""
    matches = [m for m in BEHIND_HAN.finditer(view.text) if not view.protected.cover(m.start())]
    if len(matches) < WEIGHTS.doubtful:
        return NOTHING
    readings = [match for match in matches if match["said"] in reading(match["char"])]
    if len(readings) < WEIGHTS.doubtful or len(readings) < (1 - WEIGHTS.all_but) * len(matches):
        return NOTHING
    if not _strewn(view, readings):
        return NOTHING
    if len(readings) >= WEIGHTS.certain and len({m["char"] for m in readings}) >= WEIGHTS.different:
        return Found(
            tuple(Edit(match.start("gloss"), match["gloss"], "", _kind(match)) for match in readings)
        )
    return Found(
        findings=tuple(Finding(NAME, m.start(), m[0], (m["char"],), NOTE) for m in readings),
    )


def _strewn(view: View, readings: Sequence[re.Match[str]]) -> bool:
    """Whether the readings stand behind common characters, some here and some there, as no author puts them."""
    common = sum(language.model().frequency(match["char"]) >= WEIGHTS.as_common_as for match in readings)
    if common < WEIGHTS.common * len(readings):
        return False
    characters = done = 0
    for match in readings:
        if match.start() < done:
            continue
        start, line = line_around(view.text, match.start(), match.end())
        done = start + len(line)
        characters += len(HAN.findall(line))
    return len(readings) < WEIGHTS.everywhere * characters


def damage_again(after: str, place: Place) -> str:
    """What the program leaves behind the character before the place: the reading in the edit's kind, if it is one."""
    said, _, wide = place.kind.partition(" ")
    if said not in reading(place.view.text[place.start - 1]):
        return after
    return (f"（{said}）" if wide else f"({said})") + after


def _kind(match: re.Match[str]) -> str:
    return match["said"] + (" full-width" if match["gloss"][0] == "（" else "")


STREWN = (
    "当(dang)你逾(yu)期以后，先看账(zhang)单，再联系客(ke)服说明情(qing)况。\n\n"
    "平(ping)台会(hui)先发短信，再打电(dian)话，最(zui)后才考(kao)虑起诉(su)。\n\n"
    "保(bao)留好记录，按(an)时还(huan)款，不(bu)要再(zai)次违约。\n"
)

TONELESS_ANNOTATION = Rule(
    name=NAME,
    find=find_toneless,
    damage=damage_again,
    proof="annotating the character again gives the annotation",
    counted_only=True,
    examples=((STREWN, re.sub(r"\([a-z]+\)", "", STREWN)),),
    doubts=(("当(dang)你逾(yu)期以后，先看账(zhang)单，再联系客(ke)服说明情况。\n", "当"),),
    keep=(
        "小(xiao)学(xue)生(sheng)上(shang)学(xue)了(le)，大(da)家(jia)都(dou)来(lai)看(kan)他(ta)们(men)。\n",
        "垚(yao)、犇(ben)、淼(miao)、焱(yan)都是三个字叠成的，読(du)音各不相同。\n",
        "电阻(r)、电容(c)、电感(l)、电压(v)、电流(i)和功率(p)都有符号。\n",
        "宽(w)、高(h)、深(d)、长(l)\n",
    ),
)
