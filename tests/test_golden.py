"""The five raw articles against what each must become."""

from __future__ import annotations

import datetime
import json
import re

from raw_articles import ROOT, Seed

from qingyuan.article import CleanedDocument
from qingyuan.articles import front_matter
from qingyuan.articles.topics import Topics
from qingyuan.corpus.cleaning import clean_raw
from qingyuan.corpus.ledgers import account, digest, ledger_of
from qingyuan.corpus.project import Project
from qingyuan.document import RawDocument
from qingyuan.text.markdown import HEADING

RESTORED = re.compile(r'<ins class="restored"[^>]*>.*?</ins>')
FACTS = ("title", "date", "author", "category", "site", "views", "comments")


def cleaned(seed: Seed) -> CleanedDocument:
    document, _ = clean_raw(RawDocument(seed.path.name, seed.path.read_bytes()), Topics())
    return document


def before_restoration(document: CleanedDocument) -> str:
    """The article body with restorations taken back, each to what stood there."""
    body = front_matter.split(document.cleaned.text).body
    for step in document.cleaned.trail:
        if step.rule.startswith("restore/"):
            for edit in step.edits:
                assert edit.after in body
                body = body.replace(edit.after, edit.before, 1)
    assert not RESTORED.search(body)
    return body


def test_body_equals_gold_line_for_line(seed: Seed) -> None:
    gold = front_matter.split(seed.golden.read_text(encoding="utf-8")).body
    assert before_restoration(cleaned(seed)).splitlines() == gold.splitlines()


def test_headings_equal_gold(seed: Seed) -> None:
    gold = [line for line in seed.golden.read_text(encoding="utf-8").splitlines() if HEADING.match(line)]
    ours = [line for line in before_restoration(cleaned(seed)).splitlines() if HEADING.match(line)]
    assert ours == gold


def test_metadata_equals_gold_and_nothing_is_invented(seed: Seed) -> None:
    gold = front_matter.split(seed.golden.read_text(encoding="utf-8")).metadata
    ours = cleaned(seed).cleaned.metadata
    if gold.get("title_inferred"):
        title = str(ours["title"])
        assert ours["title_inferred"] is True
        assert len(title) <= 40
        assert "支付宝" in title
        assert "呆账" in title or "信用分" in title
        gold = {**gold, "title": title}
    assert {key: ours[key] for key in FACTS if key in ours} == {
        key: gold[key] for key in FACTS if key in gold
    }
    assert {key: ours.get(key) for key in ("lang", "original_script", "source_file", "source_id")} == {
        key: gold[key] for key in ("lang", "original_script", "source_file", "source_id")
    }
    assert "date" not in ours or isinstance(ours["date"], datetime.date)


def test_stripped_lines_equal_gold_with_their_kinds(seed: Seed) -> None:
    gold = json.loads((seed.golden.with_suffix("")).with_suffix(".stripped.json").read_text(encoding="utf-8"))
    document = cleaned(seed)
    ours = [
        (entry.line, entry.kind)
        for entry in account(document.decoded.text, document.cleaned.trail)
        if entry.fate == "stripped"
    ]
    assert ours == [(row["line"], row["kind"]) for row in gold]


def test_byte_shifted_runs_are_restored(seed: Seed) -> None:
    gold = json.loads(seed.golden.with_suffix(".repairs.json").read_text(encoding="utf-8"))
    steps = cleaned(seed).cleaned.trail.steps
    if not gold["pinyin_annotations"]:
        assert not any(step.rule in ("repair/byte-shift", "repair/pinyin-annotation") for step in steps)
        return
    text = cleaned(seed).decoded.text.replace("\r\n", "\n")
    for step in steps:
        if step.rule == "decode/line-ends":
            continue
        if not step.rule.startswith("repair/"):
            break
        text = step.apply(text)
    for run in gold["byte_shifted_runs"]:
        assert run["restored"] in text
        assert run["damaged"] not in text
    assert not re.search(r"[\u4e00-\u9fff]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǜü]+\)", text)


def test_ledger_shows_no_contact_details(seed: Seed) -> None:
    entry = json.dumps(ledger_of(cleaned(seed), "docs/articles/x.md"), ensure_ascii=False)
    raw = seed.path.read_text(encoding="utf-8")
    secrets = re.findall(r"1[3-9]\d{9}|\d{6,}(?=@)", raw)
    assert not [secret for secret in secrets if secret in entry]


def test_committed_articles_are_what_the_pipeline_makes(seed: Seed) -> None:
    project = Project(ROOT)
    raw = RawDocument(seed.path.name, seed.path.read_bytes())
    document, path = clean_raw(raw, project.topics(), project.rulings())
    entry = json.loads((ROOT / "corpus" / "ledger" / f"{seed.path.name}.json").read_text(encoding="utf-8"))
    assert digest(document.cleaned.text) == entry["article"]["digest"]
    assert entry["article"]["path"].endswith(path)
