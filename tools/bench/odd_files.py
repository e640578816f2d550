"""Odd files: each among five good ones, and all of them together: are the good ones written, as without it?

    python -m tools.bench.odd_files            # each kind by itself
    python -m tools.bench.odd_files --build    # all kinds together, and a build of the site
    python -m tools.bench.odd_files --cost     # what it costs to clean each document in a process that may be ended

A kind is a raw file (or a few) that no page should be. Wanted: good articles are the same bytes as without it, each odd
file is written or told in one line that a terminal can show, nothing lies about. Root cleans as a user whom rights bind.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import io
import multiprocessing
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

from qingyuan.articles.topics import Topics
from qingyuan.commands.common import report_outcomes
from qingyuan.corpus.cleaning import Work, clean_all, clean_one
from qingyuan.corpus.files import is_part, shown_name
from qingyuan.corpus.project import Outcome, Project, raw_paths
from qingyuan.corpus.run import clean_corpus
from qingyuan.document import RawDocument

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
    "WTF-8": "车贷逾期\ud83d，先看账单。\n".encode("utf-8", "surrogatepass"),
    "CESU-8": "车贷逾期\ud83d\ude00，先看账单。\n".encode("utf-8", "surrogatepass"),
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
    "11 MB": lambda: PROSE.encode() * (11_000_000 // len(PROSE.encode())),
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
    "name: WTF-8": b"a\xed\xa0\x80.txt",
    "name of 255 bytes": ("花" * 83 + "aa.txt").encode(),
    "name: reserved": b"NUL.txt",
    "name: dot at the end": b"a.",
    "name: blank at the end": b"a.txt ",
    "name: line end": b"a\nb.txt",
    "name: return": b"a\rb.txt",
    "name: escape": b"a\x1b[31mb.txt",
    "name: right to left": "a\N{RIGHT-TO-LEFT OVERRIDE}txt.exe".encode(),
    "name: dash": b"-rf.txt",
    "name: hidden": b".a.txt",
    "name: of an article": b"che-dai-yu-qi-zen-me-ban.md",
    "name: phone number": b"13800138000.txt",
    "plain text named .html": b"a.html",
}

TWINS = {
    "names: letter case": ("Twin.txt", "twin.txt"),
    "names: composed and not": (
        "caf\N{LATIN SMALL LETTER E WITH ACUTE}.txt",
        "cafe\N{COMBINING ACUTE ACCENT}.txt",
    ),
}


def link(target: str) -> Callable[[Path], object]:
    return lambda path: path.symlink_to(target)


def bind(path: Path) -> None:
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


def sparse(path: Path) -> None:
    path.write_bytes(b"")
    os.truncate(path, 1_000_000_000)


def unreadable(path: Path) -> None:
    path.write_text(PROSE, encoding="utf-8")
    path.chmod(0)


def folder(path: Path) -> None:
    path.mkdir()
    (path / "b.txt").write_text(PROSE, encoding="utf-8")


def replaced(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def changed(path: Path) -> None:
    path.write_text(ARTICLE.format("房贷"), encoding="utf-8")


def grown(path: Path) -> None:
    os.truncate(path, 1_000_000_000)


UNREAD: dict[str, Callable[[Path], object]] = {
    "m vanishes before it is read.txt": Path.unlink,
    "m changes before it is read.txt": changed,
    "m grows before it is read.txt": grown,
    "m a link before it is read.txt": replaced,
}
READ: dict[str, Callable[[Path], object]] = {
    "m vanishes before it is written.txt": Path.unlink,
    "m changes before it is written.txt": changed,
}
LAST = "zz-last.txt"
"""The last name of all: when it is refused, all files have been looked at, and none has been read."""


def clean_meanwhile(raw: RawDocument, at: str, **settings: Any) -> Work:
    """The work on a document, whose file may change after it was read."""
    if raw.name in READ:
        READ[raw.name](Path(at, raw.name))
    return clean_one(raw, **settings)


MADE: dict[str, Callable[[Path], object]] = {
    "link to a file": link("/etc/hostname"),
    "link to a folder": link(".."),
    "link to itself": link("z-link-to-itself.txt"),
    "link to nothing": link("nowhere"),
    "pipe": lambda path: os.mkfifo(path),
    "socket": bind,
    "device": lambda path: os.mknod(path, 0o644 | stat.S_IFCHR, os.makedev(1, 5)),  # zeros without end
    "file that nobody may read": unreadable,
    "folder named like a file": folder,
    "file of 1 GB with nothing in it": sparse,
    "good article once more": lambda path: path.write_text(ARTICLE.format("花呗"), encoding="utf-8"),
}


def put_for_later(name: str, raw: Path) -> None:
    (raw / name).write_text(f"{PROSE}{name}\n", encoding="utf-8")
    with contextlib.suppress(FileExistsError):
        (raw / LAST).symlink_to("nowhere")


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
    for kind, names in TWINS.items():
        yield (
            kind,
            lambda raw, names=names: [  # type: ignore[misc]
                (raw / name).write_text(f"{PROSE}第{number}篇。\n", encoding="utf-8")
                for number, name in enumerate(names)
            ],
        )
    for late in (*UNREAD, *READ):
        yield late[2:-4], partial(put_for_later, late)
    for kind, make in MADE.items():
        yield kind, lambda raw, kind=kind, make=make: make(raw / f"z-{'-'.join(kind.split())}.txt")  # type: ignore[misc]


def project_in(root: Path, whole: bool) -> Project:
    """A project of good articles; `whole`: with what a build needs."""
    if whole:
        for name in ("hooks", "theme", "src"):
            (root / name).symlink_to(ROOT / name)
        shutil.copytree(ROOT / "docs", root / "docs", ignore=shutil.ignore_patterns("articles"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "corpus" / "raw").mkdir(parents=True)
    shutil.copy(ROOT / "corpus" / "topics.yml", root / "corpus")
    limits = "seconds: 20\nseconds_per_megabyte: 20\n"  # less than by default: what hangs hangs sooner
    (root / "corpus" / "limits.yml").write_text(limits, encoding="utf-8")
    for number, name in enumerate(GOOD):
        (root / "corpus" / "raw" / f"good{number}.txt").write_text(ARTICLE.format(name), encoding="utf-8")
    return Project(root)


NOBODY = 65534


def clean(project: Project, jobs: int, told: Callable[[Outcome], None]) -> list[Outcome]:
    """A run over the project, in a process that has no more rights than a user."""
    if os.geteuid() != 0:
        return clean_here(project, jobs, told)
    for place, folders, names in os.walk(project.root):
        for name in (".", *folders, *names):
            os.chown(os.path.join(place, name), NOBODY, NOBODY, follow_symlinks=False)
    receiver, sender = multiprocessing.get_context("fork").Pipe(duplex=False)

    def as_nobody() -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        sender.send(clean_here(project, jobs, told))

    process = multiprocessing.get_context("fork").Process(target=as_nobody)
    process.start()
    sender.close()
    try:
        return list(receiver.recv())
    finally:
        process.join()


def clean_here(project: Project, jobs: int, told: Callable[[Outcome], None]) -> list[Outcome]:
    def progress(outcome: Outcome) -> None:
        told(outcome)
        if outcome.name == LAST:
            for name, change in UNREAD.items():
                if (project.raw / name).exists():
                    change(project.raw / name)

    return clean_corpus(project, jobs, progress=progress, clean=partial(clean_meanwhile, at=str(project.raw)))


def good_ones(project: Project) -> dict[str, bytes]:
    texts = {path.name: path.read_bytes() for path in project.articles.rglob("*.md")}
    return {name: text for name, text in texts.items() if b"source_file: good" in text}


def faults(
    project: Project, names: list[str], outcomes: list[Outcome], wanted: dict[str, bytes]
) -> list[str]:
    """What is not as it should be after a run over files of these names."""
    found = good_ones(project)
    wrong = [f"{name} is not as without" for name, text in wanted.items() if found.get(name) != text]
    told = {outcome.name: outcome for outcome in outcomes}
    wrong += [f"nothing is said of {name!a}" for name in names if name not in told]
    for outcome in outcomes:
        if outcome.status == "failed" and not outcome.message:
            wrong.append(f"{outcome.name!a} failed, and nothing is said")
        if outcome.status in {"written", "merged"} and not (project.root / outcome.path).exists():
            wrong.append(f"{outcome.path} is said to be written")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        report_outcomes(outcomes, verbose=True)
    lines = printed.getvalue().split("\n")
    wrong += [f"a terminal would obey {line!r}" for line in lines if any(map(is_obeyed, line))]
    if len(lines) - len(outcomes) not in {2, 3}:  # totals, findings if there are any, and the last line end
        wrong.append(f"{len(lines)} lines are printed of {len(outcomes)} files")
    for path in (*project.articles.rglob("*"), *project.ledger.rglob("*")):
        if any(map(is_obeyed, path.name)) and shown_name(path.name).removesuffix(".json") not in names:
            wrong.append(f"a name of our own that a terminal would obey: {path.name!r}")
    hostname = Path("/etc/hostname")
    secret = hostname.read_text("utf-8").strip() if hostname.exists() else ""
    if secret and any(secret in path.read_text("utf-8") for path in project.articles.rglob("*.md")):
        wrong.append("a link was followed out of the corpus")
    wrong += [f"left over: {path.name}" for path in project.root.rglob(".*") if is_part(path.name)]
    return wrong


def is_obeyed(character: str) -> bool:
    """Whether a terminal does something at a character: controls, marks of direction, line ends, what is no character."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


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


def run(chosen: list[tuple[str, Callable[[Path], object]]], whole: bool = False, jobs: int = 1) -> list[str]:
    """What is wrong when these kinds lie among the good files; `PermissionError` where one kind alone cannot be made."""
    wanted = without()
    with tempfile.TemporaryDirectory() as place:
        project = project_in(Path(place).resolve(), whole)
        for kind, put in chosen:
            try:
                put(project.raw)
            except PermissionError as error:
                if len(chosen) == 1:
                    raise
                print(f"  {kind} cannot be made here: {error.strerror}")
        names = [shown_name(path.relative_to(project.raw).as_posix()) for path in raw_paths(project.raw)]
        began = time.monotonic()

        def told(each: Outcome) -> None:
            if not each.name.startswith("good") or each.status != "written":
                seconds = f"{time.monotonic() - began:5.0f} s" if len(chosen) > 1 else ""
                print(
                    f" {seconds} {each.status:9} {ascii(each.name)[:30]:32} {each.message[:150]}", flush=True
                )

        outcomes = clean(project, jobs, told)
        wrong = faults(project, names, outcomes, wanted) + (build(project) if whole else [])
        kind = chosen[0][0] if len(chosen) == 1 else f"{len(chosen)} kinds"
        print(f"{'FAULT' if wrong else 'fine'}: {kind}, {time.monotonic() - began:.1f} s", flush=True)
        for fault in wrong:
            print(f"  {fault}")
    return wrong


@cache
def without() -> dict[str, bytes]:
    """The good articles as they are with no odd file among them."""
    with tempfile.TemporaryDirectory() as place:
        project = project_in(Path(place), False)
        clean_corpus(project)
        return good_ones(project)


def each_alone(chosen: list[tuple[str, Callable[[Path], object]]]) -> tuple[int, list[str]]:
    """How many kinds could be made here, and which of them, each by itself, were not borne."""
    made, bad = 0, []
    for kind, put in chosen:
        try:
            wrong = run([(kind, put)])
        except PermissionError as error:
            print(f"left out: {kind}, {error.strerror}")
            continue
        made += 1
        bad += [kind] if wrong else []
    return made, bad


# -- What it costs to clean each document in a process that may be ended ----------------------------------------


def cleaned(times: int, jobs: int) -> None:
    """Clean the raw articles of this repository so many times; no jobs: in this process."""
    files = sorted((ROOT / "corpus" / "raw").iterdir())
    raws = [RawDocument(file.name, file.read_bytes()) for file in files] * times
    works = clean_all(raws, Topics(), (), jobs) if jobs else (clean_one(raw, Topics()) for raw in raws)
    assert all(not work.error for work in works)


def cost() -> None:
    """Print the processor seconds of all processes, loading included."""
    for times in (1, 40):
        for jobs, way in enumerate(("in the process", "one worker", "two workers")):
            before = os.times()
            process = multiprocessing.get_context("spawn").Process(target=cleaned, args=(times, jobs))
            process.start()
            process.join()
            after = os.times()
            spent = (
                after.children_user + after.children_system - before.children_user - before.children_system
            )
            print(f"{5 * times:4} documents, {way:14} {spent:6.1f} s", flush=True)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--build", action="store_true", help="all together, and a build of the site")
    parser.add_argument("--only", default="", help="kinds whose name holds this")
    parser.add_argument("--cost", action="store_true", help="processor seconds with workers and without")
    given = parser.parse_args(arguments)
    if given.cost:
        cost()
        return 0
    chosen = [(kind, put) for kind, put in kinds() if given.only in kind]
    assert len(without()) == len(GOOD)
    if given.build:
        wrong = bool(run(chosen, whole=True, jobs=2))
        print(
            f"{len(chosen)} kinds together: {'faults' if wrong else 'the good ones and the build are whole'}"
        )
        return int(wrong)
    made, bad = each_alone(chosen)
    print(f"{made} kinds: with {made - len(bad)} all good ones are written as without", *bad, sep="\n  ")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
