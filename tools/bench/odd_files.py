"""Odd files: each among five good ones, and all of them together: are the good ones written, as without it?

    python -m tools.bench.odd_files            # each kind by itself
    python -m tools.bench.odd_files --build    # all kinds together, and a build of the site

A kind is a raw file (or a few) that no page should be. Wanted is: every good article has the same bytes as without
it, each odd one is written or told in one line that a terminal can show, and nothing else lies about.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from qingyuan.corpus.files import is_part
from qingyuan.corpus.project import Outcome, Project
from qingyuan.corpus.run import clean_corpus

ROOT = Path(__file__).parents[2]
GOOD = ("花呗", "借呗", "网贷", "白条", "信用卡")
ARTICLE = (
    "{0}逾期怎么办\n\n一、先看账单\n\n打开支付宝,查看{0}账单。\n\n二、再联系客服\n\n说明情况,申请分期。\n"
)
PROSE = ARTICLE.format("车贷")
BODY = "<p>车贷逾期以后，先打开支付宝，看清楚车贷账单，再联系客服，说明情况。</p>"


def page(inside: str) -> bytes:
    return f"<html><head><title>车贷逾期</title></head><body>{inside}{BODY}</body></html>".encode()


def front(head: str) -> bytes:
    return f"---\n{head}\n---\n\n{PROSE}".encode()


def zipped(inside: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", inside)
    return made.getvalue()


def nested(tag: str, times: int) -> bytes:
    return page(f"<{tag}>" * times + "深处" + f"</{tag}>" * times)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MAIL = (
    "From: a@example.com\nSubject: =?utf-8?B?6L2m6LS36YC+5pyf?=\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    + "".join(f"={byte:02X}" for byte in "车贷逾期以后，先看账单。".encode())
    + "=\n\n"
)

CONTENTS: dict[str, bytes | Callable[[], bytes]] = {
    "empty": b"",
    "blank": b" \n\n\t\n",
    "byte order mark alone": b"\xef\xbb\xbf",
    "NUL bytes": b"\0" * 1000,
    "NUL within text": PROSE.replace("账单", "账\0单").encode(),
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "PDF": b"%PDF-1.7\n" + bytes(range(256)) * 4,
    "ELF": b"\x7fELF" + bytes(range(256)) * 4,
    "zip": lambda: zipped(PROSE.encode()),
    "zip bomb": lambda: zipped(bytes(5_000_000)),
    "gzip": lambda: gzip.compress(PROSE.encode()),
    "SQLite": b"SQLite format 3\0" + bytes(200),
    "random bytes": bytes((number * number * 7 + number // 3) % 256 for number in range(4000)),
    "UTF-16 with its mark": PROSE.encode("utf-16"),
    "UTF-16 without": PROSE.encode("utf-16-le"),
    "UTF-32 with its mark": PROSE.encode("utf-32"),
    "UTF-32 without": PROSE.encode("utf-32-be"),
    "UTF-8 cut within a character": PROSE.encode()[:-2],
    "lone surrogates": PROSE.encode() + b"\xed\xa0\x80\xed\xb0\x80\xed\xbf\xbf",
    **{f"charset {name}": PROSE.encode(name) for name in ("gbk", "gb18030", "hz", "utf-7")},
    "charset big5": "車貸逾期以後，先看賬單。\n".encode("big5"),
    "charset euc-kr": "연체 안내\n".encode("euc-kr"),
    "charset shift_jis": "延滞のお知らせ\n".encode("shift_jis"),
    "charset EBCDIC": b"\xc8\x85\x93\x93\x96" * 50,
    "two charsets": PROSE.encode() + PROSE.encode("gbk"),
    "contact lines alone": "加微信 abc12345\n电话：13800138000\n".encode(),
    "title alone": "车贷逾期怎么办\n".encode(),
    "line of 1 MB": lambda: "车贷逾期怎么办，".encode() * 42_000,
    "line of 5 MB": lambda: "车贷逾期怎么办，".encode() * 210_000,
    "a million blank lines": b"\n" * 1_000_000,
    "50,000 lines": lambda: "".join(f"第{number}行：车贷逾期。\n" for number in range(50_000)).encode(),
    "11 MB": lambda: PROSE.encode() * 55_000,
    **{f"{tag} × 10,000": partial(nested, tag, 10_000) for tag in ("b", "ul", "blockquote", "table")},
    "div × 100,000": lambda: nested("div", 100_000),
    "comments, 212 bytes": b"<!-- -->" * 26 + "车贷".encode(),
    "script without end": page("<script>var a = '"),
    "comment without end": page("<!-- "),
    "CDATA without end": page("<![CDATA[ "),
    "front matter: alias bomb": front(BOMB),
    "front matter: alias of itself": front("tags: &a [x, *a]"),
    "front matter: [ × 10,000": front("tags: " + "[" * 10_000),
    "front matter: half a character": front('title: "a\\uD800b"'),
    "front matter: NUL": front('title: "a\\0b"'),
    "front matter: template": front("template: nope.html\nicon: ../x\nhide: 3"),
    "front matter: path": front("slug: ../../../x\ntopic: ../..\nsource_file: ../x"),
    "front matter without end": f"---\ntitle: 车贷\n{PROSE}".encode(),
    "number of 100,000 digits": ("车贷" + "7" * 100_000 + "\n" + PROSE).encode(),
    "combining marks alone": ("\N{COMBINING ACUTE ACCENT}" * 5000).encode(),
    "right to left": ("\N{RIGHT-TO-LEFT OVERRIDE}مرحبا بكم\n" + PROSE).encode(),
    "zero width alone": ("\N{ZERO WIDTH SPACE}" * 5000).encode(),
    "65,536 headings": lambda: "".join(f"## 第{number}节\n\n" for number in range(65_536)).encode(),
    "10,000 links": lambda: page("".join(f'<a href="/{n}">第{n}页</a> ' for n in range(10_000))),
    "table of 10,000 columns": lambda: page("<table><tr>" + "<td>格" * 10_000 + "</table>"),
    "table of 10,000 rows": lambda: page("<table>" + "<tr><td>格<td>子" * 10_000 + "</table>"),
    "Word's HTML": page("<p class=MsoNormal><o:p>&nbsp;</o:p><![if !supportLists]>一<![endif]></p>"),
    "MHTML": (MAIL.replace("text/plain", "multipart/related; boundary=x") + "--x--\n").encode(),
    "RTF": rb"{\rtf1\ansi\ansicpg936 \'b3\'b5\'b4\'fb \par}",
    "JSON": '{"title": "车贷逾期", "body": ["先看账单。"]}'.encode(),
    "CSV": "姓名,金额\n甲,100\n乙,200\n".encode(),
    "mail": MAIL.encode(),
    "frames": b"<html><frameset cols=*><frame src=a.html></frameset></html>",
    "base": page('<base href="https://example.com/"><a href="x">一</a>'),
    "refresh": page('<meta http-equiv="refresh" content="0;url=https://example.com/">'),
}
NAMES = {
    "name: not UTF-8": b"a\xff.txt",
    "name of 255 bytes": ("花" * 83 + "aa.txt").encode(),
    "name: reserved": b"NUL.txt",
    "name: dot at the end": b"a.",
    "name: blank at the end": b"a.txt ",
    "name: line end": b"a\nb.txt",
    "name: return": b"a\rb.txt",
    "name: escape": b"a\x1b[31mb.txt",
    "name: right to left": "a\N{RIGHT-TO-LEFT OVERRIDE}txt.exe".encode(),
    "name: letter case": b"M029.txt",
    "name: dash": b"-rf.txt",
    "name: hidden": b".a.txt",
    "name: of an article": b"che-dai-yu-qi-zen-me-ban.md",
    "name: phone number": b"13800138000.txt",
    "plain text named .html": b"a.html",
}


def link(target: str) -> Callable[[Path], object]:
    return lambda path: path.symlink_to(target)


def bind(path: Path) -> None:
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


def sparse(path: Path) -> None:
    path.write_bytes(b"")
    os.truncate(path, 1_000_000_000)


def folder(path: Path) -> None:
    path.mkdir()
    (path / "b.txt").write_text(PROSE, encoding="utf-8")


MADE: dict[str, Callable[[Path], object]] = {
    "link to a file": link("/etc/hostname"),
    "link to a folder": link(".."),
    "link to itself": link("z-link-to-itself.txt"),
    "link to nothing": link("nowhere"),
    "pipe": lambda path: os.mkfifo(path),
    "socket": bind,
    "folder named like a file": folder,
    "file of 1 GB with nothing in it": sparse,
    "good article once more": lambda path: path.write_text(ARTICLE.format("花呗"), encoding="utf-8"),
}


def kinds() -> Iterator[tuple[str, Callable[[Path], object]]]:
    """Each kind, with what puts it into a folder."""

    def content(number: int, made: bytes | Callable[[], bytes]) -> Callable[[Path], object]:
        ending = ".html" if b"<html" in (head := made if isinstance(made, bytes) else made())[:20] else ".txt"
        return lambda raw: (raw / f"m{number:03}{ending}").write_bytes(head)

    def named(name: bytes) -> Callable[[Path], object]:
        def put(raw: Path) -> None:
            with open(os.fsencode(raw) + b"/" + name, "wb") as file:
                file.write((PROSE + ascii(name)[2:5]).encode())

        return put

    for number, (kind, made) in enumerate(CONTENTS.items()):
        yield kind, content(number, made)
    yield "HTML named .txt", lambda raw: (raw / "html.txt").write_bytes(page(""))
    yield "gzip named .html", lambda raw: (raw / "gz.html").write_bytes(gzip.compress(page("")))
    for kind, name in NAMES.items():
        yield kind, named(name)
    for kind, make in MADE.items():
        yield kind, lambda raw, kind=kind, make=make: make(raw / f"z-{'-'.join(kind.split())}.txt")  # type: ignore[misc]


def project_in(root: Path) -> Project:
    for name in ("mkdocs.yml", "hooks", "theme", "src"):
        (root / name).symlink_to(ROOT / name)
    (root / "corpus" / "raw").mkdir(parents=True)
    shutil.copy(ROOT / "corpus" / "topics.yml", root / "corpus")
    shutil.copytree(ROOT / "docs", root / "docs", ignore=shutil.ignore_patterns("articles"))
    limits = "seconds: 20\nseconds_per_megabyte: 20\n"  # less than by default: what hangs hangs sooner
    (root / "corpus" / "limits.yml").write_text(limits, encoding="utf-8")
    for number, name in enumerate(GOOD):
        (root / "corpus" / "raw" / f"good{number}.txt").write_text(ARTICLE.format(name), encoding="utf-8")
    return Project(root)


def good_ones(project: Project) -> dict[str, bytes]:
    texts = {path.name: path.read_bytes() for path in project.articles.rglob("*.md")}
    return {name: text for name, text in texts.items() if b"source_file: good" in text}


def faults(project: Project, outcomes: list[Outcome], wanted: dict[str, bytes]) -> list[str]:
    """What is not as it should be after a run."""
    found = good_ones(project)
    wrong = [f"{name} is not as without" for name, text in wanted.items() if found.get(name) != text]
    for outcome in outcomes:
        if not outcome.message.isprintable():
            wrong.append(f"a message that is no line: {outcome.message!r}")
        if outcome.status == "failed" and not outcome.message:
            wrong.append("failed, and nothing is said")
    wrong += [f"left over: {path.name}" for path in project.root.rglob(".*") if is_part(path.name)]
    return wrong


def build(project: Project) -> list[str]:
    """What is wrong with the site: built whole, with a page for each article."""
    site = project.root / "site"
    call = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(site)]
    run = subprocess.run(call, cwd=project.root, capture_output=True, text=True)
    wrong = [f"the build ends with {run.returncode}: {run.stderr[-300:]}"] if run.returncode else []
    for article in project.articles.rglob("*.md"):
        place = site / article.relative_to(project.root / "docs").with_suffix("") / "index.html"
        if not place.exists():
            wrong.append(f"no page of {article.name}")
    return wrong


def run(
    chosen: list[tuple[str, Callable[[Path], object]]], wanted: dict[str, bytes], whole: bool
) -> list[str]:
    with tempfile.TemporaryDirectory() as place:
        project = project_in(Path(place))
        for _, put in chosen:
            put(project.raw)
        began = time.monotonic()
        outcomes = clean_corpus(project, jobs=2)
        told = [each for each in outcomes if not each.name.startswith("good") or each.status != "written"]
        wrong = faults(project, outcomes, wanted) + (build(project) if whole else [])
        for each in told:
            print(f"  {each.status:9} {ascii(each.name)[:30]:32} {each.message[:150]}")
        print(
            f"{'FAULT' if wrong else 'fine'}: {', '.join(kind for kind, _ in chosen)[:60]}, {time.monotonic() - began:.1f} s"
        )
        for fault in wrong:
            print(f"  {fault}")
    return wrong


def without() -> dict[str, bytes]:
    """The good articles as they are with no odd file among them."""
    with tempfile.TemporaryDirectory() as place:
        project = project_in(Path(place))
        clean_corpus(project)
        return good_ones(project)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--build", action="store_true", help="all together, and a build of the site")
    parser.add_argument("--only", default="", help="kinds whose name holds this")
    given = parser.parse_args(arguments)
    chosen = [(kind, put) for kind, put in kinds() if given.only in kind]
    wanted = without()
    assert len(wanted) == len(GOOD)
    if given.build:
        wrong = bool(run(chosen, wanted, True))
        print(
            f"{len(chosen)} kinds together: {'faults' if wrong else 'the good ones and the build are whole'}"
        )
        return int(wrong)
    bad = [kind for kind, put in chosen if run([(kind, put)], wanted, False)]
    print(f"{len(chosen)} kinds: with {len(chosen) - len(bad)} all good ones are written as without")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
