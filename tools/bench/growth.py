"""How the time to clean a document grows with its size, shape by shape.

    python -m tools.bench.growth                          # all shapes, up to 1 MB or 20 s of CPU each
    python -m tools.bench.growth "digits" --seconds 60    # those whose name holds the word

A shape is a way to fill a file: one character over and over, nested tags, marks that are opened and never closed,
lines that all differ. Each is cleaned at sizes four times the last, every size in a process of its own. Growth is the
exponent between two sizes (1 is linear, 2 quadratic); the tables are loaded before, and what a tiny file takes is
taken off.
"""

from __future__ import annotations

import argparse
import gc
import math
import os
import random
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from qingyuan.articles.topics import Topics
from qingyuan.corpus.cleaning import clean_one, load_tables
from qingyuan.document import RawDocument
from qingyuan.stages.repair.lookalikes.full_width import type_full_width
from qingyuan.stages.repair.misread.accidents import Misreading
from qingyuan.text import charsets
from tools.bench.damages import escape_as_entities, sow_invisible

EXPONENT = 1.2
"""Above this, growth counts as more than linear: room for `n log n` and for noise."""
HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"


@dataclass(frozen=True, slots=True)
class Shape:
    """A file of any size: `make` gives about so many characters."""

    name: str
    make: Callable[[int], str]
    html: bool = False

    def document(self, size: int) -> RawDocument:
        text = self.make(size)
        if self.html:
            text = f"<html><head><title>花呗逾期</title></head><body>{text}</body></html>"
        else:
            text = f"花呗逾期怎么办\n\n{text}\n"
        return RawDocument("shape.html" if self.html else "shape.txt", text.encode("utf-8", "surrogatepass"))


def over(unit: str) -> Callable[[int], str]:
    """The unit over and over, in one line or in as many as it has."""
    return lambda size: unit * (size // len(unit) + 1)


def nested(opening: str, closing: str, core: str = "花呗逾期") -> Callable[[int], str]:
    def make(size: int) -> str:
        depth = size // len(opening + closing) + 1
        return opening * depth + core + closing * depth

    return make


def distinct(form: str) -> Callable[[int], str]:
    """Lines that all differ: `{}` is a run of Han, another the second time, `{n}` the number of the line."""

    def make(size: int) -> str:
        chance = random.Random(1)
        lines: list[str] = []
        length = 0
        while length < size:
            lines.append(
                form.format(
                    "".join(chance.choices(HAN, k=12)), "".join(chance.choices(HAN, k=8)), n=len(lines)
                )
            )
            length += len(lines[-1])
        return "".join(lines)

    return make


def damaged(damage: Callable[[str], str], form: str = "{}") -> Callable[[int], str]:
    """Distinct lines that suffered one accident; their number of characters is that of the clean ones."""
    return lambda size: damage(distinct(form)(size))


def _misread(written: charsets.Charset, read: charsets.Charset) -> Callable[[str], str]:
    accident = Misreading(written, read)

    def damage(text: str) -> str:
        return "\n".join(
            accident.damage(line) if _holds(accident, line) else line for line in text.split("\n")
        )

    return damage


def _holds(accident: Misreading, line: str) -> bool:
    try:
        accident.damage(line)
    except UnicodeError:
        return False
    return True


ONE_CHARACTER = (
    *"!\"#$%&()*+,-./:;<=>?@[]^_`{}~\\\t",
    *"，。！？；：（）《》“”、…·•—　￥★●①─|¦",
    *"1a的一十Ａ１",
    "\u200b", "\ufffd", "\ue000", "\u0301", "\u00ad", "\u202e", "\U0001f600", "\u2f00", "か",
)  # fmt: skip

UNITS = (
    "12", "138", "13800138000 ", "1, ", "1.1 ", "1、", "(1)", "第1章", "2024-1-1 ", "０",
    "QQ", "QQ:1", "v x ", "微信", "加微信:", "联系电话：1", "电话", "http://", "www.", "a@a.", "a.", "a-", "a ",
    "&#", "&#x", "&#x;", "&amp;", "&lt;", "&nbsp;", "%e4", "%XX", "=E4=BD", "\\u4e00", "\\x", "=?utf-8?B?",
    "<a ", "<a href=", "</", "<!--", "<!-- -->", "-->", "<script>", "<![CDATA[", "<?xml ", "<!DOCTYPE ", "<div>", "<b", "a<b ",
    "[a](", "](", "![", "[^", "[[", "[a]: ", "{:", "{{", "`a ", "``` ", "~~", "**", "*a", "__", "_a", "**a** ", "$", "$$", "\\(",
    "《a", "“a", "（a", "(a", "'a", "「", "『", "【", "〔",
    "?yàn)樗", "导(dǎo)", "導(dǎo)", "的?", "?", "ã", "Ã¤", "æ", "锟斤拷", "鐨", "¡£", "的花呗逾期", "为作的？问，",
    "问：答：", "灵魂四问", "的问，", " 的", "或 ", "题", "题目的问。", "１３８", "①", "一二三",
)  # fmt: skip

LINES = (
    "", " ", "#", "##", "# 一、花", "## 一、", "一、", "1、甲：乙", "1. 花", "1.1 花", "（1）花", "- 花", "* ", "• 花", ">", "> > 花",
    "|a|b|", "|a|b|\n|-|-|", "a\tb\tc", "---", "===", "***", "```", "~~~", "$$", "<p>", "</p>", "<br>", "<!--", "```\n花",
    "微信", "微信：abc123", "电话：13800138000", "来源：花", "作者：花", "发布时间：2024-01-01", "上一篇：花", "相关阅读", "热门标签：花 花 花",
    "分享到", "本站声明", "《花》", "问：花", "答：花", "1", "1380013", "花呗逾期怎么办？", "第一章 花", "导语：花", "花", "花呗", "花？", "a", "http://a.b/c",
    "花: 1", "花: [花]", "!!! note", "    花", ": 花", "[^1]: 花", "*[花]: 花", "--8<--", "{: #a }", "title: 花",
)  # fmt: skip

VARIED = {
    "lines of Han": "{}\n",
    "sentences": "{}，{}。\n\n",
    "one line of sentences": "{}，{}。",
    "questions": "{}的问？\n",
    "headings": "## {}\n{}。\n",
    "numbered headings": "{n}、{}\n{}。\n",
    "chapters": "第{n}章 {}\n{}。\n",
    "list items": "- {}\n",
    "numbered items": "{n}. {}：{}\n",
    "table rows": "| {} | {n} |\n",
    "tab tables": "{}\t{n}\t{}\n",
    "colon lines": "{}：{}\n",
    "dialogue": "问：{}？\n答：{}。\n",
    "contact lines": "{}加微信abc{n}\n",
    "telephone lines": "{}电话1380013{n}\n",
    "contacts in one line": "{}微信abc{n}，",
    "links": "[{}](http://a.b/{n})\n",
    "links in one line": "[{}](http://a.b/{n})",
    "addresses": "http://a.b/{n}/{}\n",
    "code spans": "`{}` {n}\n",
    "fences": "```\n{}\n```\n",
    "tags as text": "<b{n}>{}</b{n}>\n",
    "attributes": "{}{{: #a{n} }}\n",
    "footnotes": "{}[^{n}]\n\n[^{n}]: {}\n\n",
    "Latin words": "word{n} {} ",
    "quotations": "“{}”{}",
    "brackets": "（{}（{}",
    "annotated": "導(dǎo){}\n",
    "annotated, in one line": "{}導(dǎo)",
    "blanks between Han": "{} {} ",
    "dates": "{} 2024-01-{n}\n",
    "lines of digits": "{n}\n",
    "titles in marks": "《{}》\n",
    "yaml keys": "k{n}: {}\n",
    "compatibility": "{}⽀付⾦\n",
    "private use": "{}\ue5e5\n",
    "lost": "{}?{}\n",
    "entities": "{}&#{n};\n",
    "escapes": "{}\\u4e0{n}\n",
    "percent": "{}%E4%BD%A0{n}\n",
    "personal": "身份证11010119900101{n} {}\n",
    "traditional": "{}後來發現問題{n}\n",
}

HTML_UNITS = (
    "<p>花</p>", "<br>花", "<h2>花</h2>", "<a href=/a>花</a>", "<img src=a>", "<td>花", "<tr><td>花</td></tr>", "<li>花", "<p>花", "<b>花", "<b><i>",
    "<div><p>花", "</div>", "<", "<!--", "<!-- -->", "<![CDATA[", "<?xml ", "<script>", "<style>", "<textarea>", "<noscript>", "<svg>", "<math>",
    "<a href=", "<a '", "&", "&lt;", "&#x4e00;", "&nbsp;", "\x00", "<option>花", "<table><tr><td>花</td></tr></table>", "<ul><li>花</li></ul>",
    "<div class=ad>花</div>", "<span>花</span>", "<pre>花</pre>", "<font><p>花</font>", "<form>", "<select>", "<frameset>", "<template>", "<plaintext>",
)  # fmt: skip

HTML_NESTED = (
    "div", "b", "ul", "blockquote", "span", "p", "a", "font", "em", "section", "table", "svg", "button", "dl", "pre",
)  # fmt: skip


def shapes() -> list[Shape]:
    """Every shape, text first."""
    found = [Shape(f"only {char!r}", over(char)) for char in ONE_CHARACTER]
    found += [Shape(f"unit {unit!r}", over(unit)) for unit in UNITS]
    found += [Shape(f"lines {line!r}", over(f"{line}\n")) for line in LINES]
    found += [Shape(f"varied {name}", distinct(form)) for name, form in VARIED.items()]
    found += [
        Shape("yaml open", over("---\n")),
        Shape(
            "yaml aliases",
            lambda size: (
                "---\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, size // 16)) + "---\n花"
            ),
        ),
        Shape("yaml deep", lambda size: "---\na: " + "[" * size + "\n---\n花"),
        Shape("nested brackets", nested("（", "）")),
        Shape("nested quotes", nested("“", "”")),
        Shape("nested links", nested("[", "](a)")),
        Shape(
            "nested quoting",
            lambda size: "\n".join("> " * depth + "花" for depth in range(1, int(size**0.5))),
        ),
        Shape(
            "nested lists",
            lambda size: "\n".join("  " * depth + "- 花" for depth in range(1, int(size**0.5))),
        ),
        Shape("full width", damaged(type_full_width, "{n}{}abc\n")),
        Shape("invisible sown", damaged(sow_invisible, "{}\n")),
        Shape("as entities", lambda size: escape_as_entities(distinct("{}\n")(size // 8))),
    ]
    accidents = (
        (charsets.UTF_8, charsets.WINDOWS_1252), (charsets.UTF_8, charsets.LATIN_1), (charsets.UTF_8, charsets.CP936),
        (charsets.GB18030, charsets.LATIN_1), (charsets.GB18030, charsets.BIG5), (charsets.BIG5, charsets.CP936), (charsets.GB18030, charsets.EUC_KR),
    )  # fmt: skip
    for written, read in accidents:
        damage = _misread(written, read)
        found.append(Shape(f"misread {written.name} as {read.name}, lines", damaged(damage, "{}\n")))
        found.append(Shape(f"misread {written.name} as {read.name}, one line", damaged(damage, "{}")))
        found.append(Shape(f"misread {written.name} as {read.name}, every other line", _every_other(damage)))
    found += [Shape(f"html {unit!r}", over(unit), html=True) for unit in HTML_UNITS]
    found += [Shape(f"html nested {tag}", nested(f"<{tag}>", f"</{tag}>"), html=True) for tag in HTML_NESTED]
    found += [
        Shape("html nested table, cells", nested("<table><tr><td>花", "</td></tr></table>"), html=True),
        Shape("html nested list, items", nested("<ul><li>花", "</li></ul>"), html=True),
        Shape("html nested div, text", nested("<div>花", "</div>"), html=True),
        Shape("html varied p", distinct("<p>{}</p>"), html=True),
        Shape("html varied h2", distinct("<h2>{}</h2><p>{}</p>"), html=True),
        Shape("html varied a", distinct("<p>{}<a href=/{n}>{}</a></p>"), html=True),
        Shape("html varied li", distinct("<ul><li>{}</li><li>{n}</li></ul>"), html=True),
        Shape("html varied rows", lambda size: "<table>" + distinct("<tr><td>{}</td><td>{n}</td></tr>")(size) + "</table>", html=True),
        Shape("html one row", lambda size: "<table><tr>" + distinct("<td>{}</td>")(size) + "</tr></table>", html=True),
        Shape("html attributes", lambda size: "<p " + distinct("a{n}={} ")(size) + ">花</p>", html=True),
        Shape("html one attribute", lambda size: f"<p title='{'花' * size}'>花</p>", html=True),
        Shape("html varied entities", distinct("<p>{}&#{n};</p>"), html=True),
        Shape("html varied comments", distinct("<p>{}<!-- {n} --></p>"), html=True),
    ]  # fmt: skip
    return found


def _every_other(damage: Callable[[str], str]) -> Callable[[int], str]:
    def make(size: int) -> str:
        lines = distinct("{}\n")(size).splitlines()
        return "\n".join(damage(line) if at % 2 else line for at, line in enumerate(lines))

    return make


# -- Measuring ---------------------------------------------------------------------------------------------------


def seconds(raw: RawDocument, most: float) -> float:
    """CPU seconds to clean the document, in a process of its own; infinity if it takes more than `most`."""
    child = os.fork()
    if not child:
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(most), math.ceil(most) + 1))
        work = clean_one(raw, Topics(()))
        os._exit(9 if "the program failed" in work.error else 0)
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) == 9:
        raise RuntimeError(f"cleaning {raw.name} failed")
    return math.inf if os.WIFSIGNALED(status) else used.ru_utime + used.ru_stime


START, LARGEST = 4_000, 1_000_000
SOON = 0.3
"""Seconds below which an exponent says nothing."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The sizes a shape was cleaned at, in characters, and the seconds of CPU of each."""

    shape: str
    times: dict[int, float]
    failed: bool = False

    @property
    def exponent(self) -> float:
        """The worst exponent between two sizes, of which the smaller takes long enough to tell."""
        told = [(size, took) for size, took in self.times.items() if took > SOON]
        return max(
            (math.log(took / less, size / smaller) for (smaller, less), (size, took) in pairwise(told)),
            default=0.0,
        )


def measure(shape: Shape, most: float, largest: int = LARGEST) -> Growth:
    """Clean the shape at sizes four times the last, until one takes over `most` seconds or `largest` is passed.

    What seems steep is cleaned twice more at each size, and the least time counts: a machine that does other
    things adds to a time and takes nothing from it.
    """
    base = seconds(shape.document(1), most)
    times: dict[int, float] = {}
    size = START
    try:
        while size <= largest * 1.1:
            took = seconds(shape.document(size), most * 8)
            times[size] = took - base
            if took > most:
                break
            size *= 4
        growth = Growth(shape.name, times)
        for _ in range(2):
            if growth.exponent <= EXPONENT:
                break
            again = {size: seconds(shape.document(size), most * 8) - base for size in growth.times}
            growth = Growth(shape.name, {size: min(took, again[size]) for size, took in growth.times.items()})
        return growth
    except RuntimeError:
        return Growth(shape.name, times, failed=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", nargs="?", default="", help="only shapes whose name holds this")
    parser.add_argument(
        "--seconds", type=float, default=20, help="stop a shape at the size that takes so long"
    )
    parser.add_argument("--largest", type=int, default=LARGEST, help="characters")
    options = parser.parse_args()
    load_tables()
    gc.freeze()  # what is there already is no part of a document
    steep = 0
    for shape in shapes():
        if options.name not in shape.name:
            continue
        growth = measure(shape, options.seconds, options.largest)
        bad = growth.failed or growth.exponent > EXPONENT
        steep += bad
        last = list(growth.times.items())[-3:]
        told = "  ".join(f"{size // 1000}k {took:.2f}" for size, took in last)
        mark = "FAILED" if growth.failed else "STEEP" if bad else ""
        print(f"{growth.exponent:5.2f}  {shape.name:40} {told}  {mark}", flush=True)
    print(f"{steep} of them above {EXPONENT}")
    sys.exit(bool(steep))


if __name__ == "__main__":
    main()
