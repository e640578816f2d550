"""Personal details in raw articles: how many can be read in what the pipeline puts out.

    python -m tools.bench.privacy                                   # this version
    PYTHONPATH=OLD/src python tools/bench/privacy.py                # an older one

200 details in ten articles: ten kinds, each ten times as people write them and ten times disguised or damaged (two
each of full-width, misread UTF-8, annotated, percent-escaped, entities). All numbers are made up: born in 1900, or
zeros behind an issuer. A detail counts as readable where all its characters stand, or its damaged form does.
"""

from __future__ import annotations

import argparse
import html
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from typer.testing import CliRunner

from qingyuan.article import clean_document
from qingyuan.commands.app import app
from qingyuan.corpus.ledgers import format_ledger, ledger_of
from qingyuan.document import RawDocument
from qingyuan.stages.repair.lookalikes.full_width import type_full_width
from qingyuan.stages.strip.folding import unmask_disguise

ARTICLES, EACH = 10, 10
WEIGHTS, CHECK_DIGITS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
PROSE = (
    "信用卡逾期以后，银行会先发短信，再打电话，最后才考虑起诉，所以逾期要早处理。",
    "协商之前要准备好收入证明和银行流水，说明困难的原因和打算怎样还款。",
    "分期方案谈妥以后，要拿到书面的协议，按月还款，不要再次违约。",
    "如果对结果不满意，可以向监管部门反映，官方的投诉热线是12378。",
    "利率超过法定上限的部分可以不还，已经还了的可以要求抵扣本金。",
)


def identity_card(serial: int) -> str:
    body = f"11010119000307{serial:03}"
    return body + CHECK_DIGITS[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]


def bank_card(serial: int) -> str:
    body = f"6222000000{serial:05}"
    doubled = (int(digit) * (2 - at % 2) for at, digit in enumerate(reversed(body)))
    return f"{body}{-sum(number - 9 * (number > 9) for number in doubled) % 10}"


# Kind: the detail by its serial number, and the paragraph it stands in.
KINDS: dict[str, tuple[Callable[[int], str], str]] = {
    "identity card": (identity_card, "借款人王某的身份证号是{}，住在本市，逾期已有三个月。"),
    "identity card, 15 digits": (
        lambda n: f"110101000307{n:03}",
        "当时登记的身份证号码是{}，后来换了新证，号码没有改。",
    ),
    "bank card": (bank_card, "他说把款打到银行卡{}上，户名王某，次日就到账了。"),
    "bank card, in groups": (
        lambda n: " ".join(bank_card(n + 500)[at : at + 4] for at in range(0, 16, 4)),
        "对方收款用的卡是{}，已经被银行冻结。",
    ),
    "passport": (lambda n: f"E0000{n:04}", "她的护照号码是{}，因为被限制出境，机场不予放行。"),
    "plate": (lambda n: f"京A0{n:04}", "法院查封了车主李某的{}小型轿车，准备拍卖还债。"),
    "birth date": (lambda n: f"1985年3月{n % 28 + 1}日", "被告张某，女，{}出生，汉族，没有到庭应诉。"),
    "WeChat in a table": (lambda n: f"hua{n:04}", "| 姓名 | 微信 |\n| --- | --- |\n| 小李 | {} |"),
    "mobile": (lambda n: f"1330000{n:04}", "需要代办请联系王经理，手机{}，微信同号。"),
    "landline below the title": (lambda n: f"021-8000{n:04}", "垂询电话 {}"),
}
ANNOTATED = {"号": "號(hào)", "证": "證(zhèng)", "银": "銀(yín)", "护": "護(hù)", "车": "車(chē)"}
ANNOTATED |= {"张": "張(zhāng)", "机": "機(jī)", "电": "電(diàn)", "话": "話(huà)", "对": "對(duì)"}


def escaped(detail: str, form: str) -> str:
    return "".join(form.format(ord(char)) if char.isdigit() else char for char in detail)


# Disguise or damage of a paragraph, given the paragraph's frame and the detail.
FORMS: dict[str, Callable[[str, str], str]] = {
    "plain": lambda frame, detail: frame.format(detail),
    "full-width": lambda frame, detail: frame.format(type_full_width(detail)),
    "misread": lambda frame, detail: frame.format(detail).encode().decode("gb18030", errors="replace"),
    "annotated": lambda frame, detail: "".join(ANNOTATED.get(c, c) for c in frame).format(detail),
    "percent-escaped": lambda frame, detail: frame.format(escaped(detail, "%{:02X}")),
    "entities": lambda frame, detail: frame.format(escaped(detail, "&#{};")),
}
DAMAGED = tuple(form for form in FORMS if form != "plain")


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail of a kind in a form: as it is, and as it stands in the raw article."""

    kind: str
    form: str
    plain: str
    written: str


def articles() -> Iterator[tuple[str, list[Detail]]]:
    """Each raw article with its details: of every kind one plain and one damaged."""
    for number in range(ARTICLES):
        paragraphs: list[str] = []
        details: list[Detail] = []
        for at, (kind, (make, frame)) in enumerate(KINDS.items()):
            for turn, form in enumerate(("plain", DAMAGED[(number + at) % len(DAMAGED)])):
                plain = make(number * 20 + at * 2 + turn)
                written = FORMS[form](frame, plain)
                details.append(Detail(kind, form, plain, FORMS[form]("{}", plain)))
                place = 0 if kind.startswith("landline") and form == "plain" else len(paragraphs)
                paragraphs[place:place] = [written, PROSE[(number + at + turn) % len(PROSE)]]
        yield "信用卡逾期怎么处理\n\n" + "\n\n".join(paragraphs) + "\n", details


def compact(text: str) -> str:
    """The text as a reader takes it in, without what separates groups."""
    folded = unmask_disguise(unquote(html.unescape(text))).text
    return "".join(char for char in folded if char not in " -·\t")


def outputs(raw: str, folder: Path) -> dict[str, str]:
    """What is put out of a raw article, by the place."""
    document = clean_document(RawDocument("a.txt", raw.encode()))
    file = folder / "a.txt"
    file.write_text(raw, encoding="utf-8")
    explained = [CliRunner().invoke(app, ["explain", str(file), *more]).output for more in ((), ("--json",))]
    return {
        "published": document.cleaned.text,
        "ledger": format_ledger(ledger_of(document, "a.md")),
        "explain": "\n".join(explained),
    }


def measure() -> dict[str, Counter[str]]:
    """By place, how many details can be read, in all and by kind and form."""
    found: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for raw, details in articles():
            for place, text in outputs(raw, Path(folder)).items():
                shown = compact(text)
                for detail in details:
                    if compact(detail.plain) in shown or detail.written in text:
                        names = (detail.form, f"{detail.kind} / {detail.form}")
                        found.setdefault(place, Counter()).update((*names, "all"))
                found.setdefault(place, Counter())
    return found


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    found = measure()
    forms = Counter(detail.form for _, details in articles() for detail in details)
    print("| form | details | published | in ledgers | in explain |\n| --- | --- | --- | --- | --- |")
    for form, count in (*forms.items(), ("all", sum(forms.values()))):
        cells = (found[place][form] for place in ("published", "ledger", "explain"))
        print(f"| {form} | {count} | {' | '.join(map(str, cells))} |")
    kinds = {place: {name: n for name, n in count.items() if "/" in name} for place, count in found.items()}
    print(json.dumps(kinds, ensure_ascii=False, indent=1), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
