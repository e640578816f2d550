"""The article file: YAML front matter and a Markdown body. The one place that knows its form and judges it.

The check, the site and the pipeline read an article through `judge`: what one accepts, the others do.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from qingyuan.articles.problem import Kind, Problem, quote
from qingyuan.document import NO_METADATA, NOTHING, Edit, Finding, Found, Metadata
from qingyuan.stages.strip.front_matter import CAPTURED, MARK, SETTING
from qingyuan.text import dates
from qingyuan.text.markdown import FRONT_MATTER_BLOCK, first_heading
from qingyuan.text.spans import lines_of

COMPOSED = "structure/front-matter"
"""The name of what writes front matter, in trails and findings."""

OPENED = re.compile(r"\A\ufeff?---[ \t]*\r?\n[A-Za-z_]+[:：]")


# -- What each field may hold ------------------------------------------------------------------------------------
# A reader gets the value as it is written (a string, a list, a mapping) and as YAML understands it, and gives
# what is meant. Where the meaning is certain the form is free: a title may look like a number.

NOT_ACCEPTED = object()
Reader = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the front matter: how its value is read, and a good example for editors."""

    read: Reader
    example: str


def read_text(written: Any, value: Any) -> Any:
    """Text as it is written: `2024.10`, `yes` and `46e10` are words here."""
    return written if isinstance(written, str) else NOT_ACCEPTED


def read_words(written: Any, value: Any) -> Any:
    """A list, or words between commas: `逾期、协商`."""
    if isinstance(written, str):
        return [word for word in re.split(r"\s*[,，、;；]\s*", written.strip()) if word]
    if not isinstance(written, list) or not all(word is None or isinstance(word, str) for word in written):
        return NOT_ACCEPTED
    return [word for word in written if word]


def read_tags(written: Any, value: Any) -> Any:
    """A list, or words between commas or spaces; tags hold none."""
    words = read_words(written, value)
    if not isinstance(written, str):
        return words
    return [tag for word in words for tag in word.split()]


def read_day(written: Any, value: Any) -> Any:
    """A day, with or without the time: `2024-11-04`, `2024/11/4`, `2024年11月4日`."""
    return (isinstance(written, str) and dates.read(written)) or NOT_ACCEPTED


def read_count(written: Any, value: Any) -> Any:
    """A whole number: `1024`, `1,024`."""
    if isinstance(written, str) and re.fullmatch(r"\d{1,18}|\d{1,3}(?:,\d{3}){1,5}", written, re.ASCII):
        return int(written.replace(",", ""))
    return NOT_ACCEPTED


def read_flag(written: Any, value: Any) -> Any:
    """Yes or no, in YAML's words."""
    return value if isinstance(value, bool) else NOT_ACCEPTED


HIDEABLE = frozenset({"navigation", "toc", "path", "tags", "footer"})


def read_parts(written: Any, value: Any) -> Any:
    """A list of parts of the page that the theme can leave out."""
    named = isinstance(written, list) and all(isinstance(part, str) and part in HIDEABLE for part in written)
    return written if named else NOT_ACCEPTED


def read_search(written: Any, value: Any) -> Any:
    """`{exclude: true}`: readers do not find the page."""
    whole = isinstance(value, dict) and value.keys() == {"exclude"} and isinstance(value["exclude"], bool)
    return value if whole else NOT_ACCEPTED


# In the order in which they are written; what each means stands in the handbook.
FIELDS: Mapping[str, Field] = {
    "title": Field(read_text, "花呗逾期怎么办"),
    "title_inferred": Field(read_flag, "true"),
    "date": Field(read_day, "2024-05-01"),
    "author": Field(read_text, "小花"),
    "category": Field(read_text, "平台逾期"),
    "site": Field(read_text, "逾期频道"),
    "views": Field(read_count, "445"),
    "comments": Field(read_count, "0"),
    "tags": Field(read_tags, "[支付宝, 协商]"),
    "aliases": Field(read_words, "[上门催收函]"),
    "description": Field(read_text, "一句话简介"),
    "lang": Field(read_text, "zh-CN"),
    "original_script": Field(read_text, "zh-Hans"),
    "source_file": Field(read_text, "001.txt"),
    "source_id": Field(read_text, "6b3c3bd5d17d6661"),
    "hide": Field(read_parts, "[toc]"),
    "search": Field(read_search, "{exclude: true}"),
}


# Lines of known fields with a title among them, and a blank line: front matter that lacks its `---`.
_LINE = rf"(?:{'|'.join(FIELDS)}):(?:[ \t].*)?\n"
BARE = re.compile(rf"\A\ufeff?(?P<yaml>(?:{_LINE})+)(?:[ \t]*\n)+")
NAMED = re.compile(r"^title:[ \t]*\S", re.MULTILINE)


# -- Reading the block -------------------------------------------------------------------------------------------


HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


class _Unsafe(yaml.MarkedYAMLError):
    """YAML that can be read and must not be, or that cannot be written again."""


class _Loader(yaml.SafeLoader):
    """Every value that cannot be made is a `YAMLError` with its place; dates stay strings, for `text.dates` to read.

    Aliases are refused: a few of them write a list of a billion items, or one that holds itself. So is half a
    surrogate pair, which a double-quoted string can spell and no file can hold.
    """

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise _Unsafe(
                None,
                None,
                f"the alias *{event.anchor} stands for what is written elsewhere",
                event.start_mark,
            )
        return super().compose_node(parent, index)

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        if isinstance(node, yaml.ScalarNode) and (half := HALF_A_CHARACTER.search(node.value)):
            raise _Unsafe(
                None, None, f"half a character stands there (U+{ord(half[0]):04X})", node.start_mark
            )
        return super().construct_scalar(node)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, LookupError, AttributeError, TypeError) as error:
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error


def _as_written(loader: _Loader, node: yaml.ScalarNode) -> str:
    return loader.construct_yaml_str(node)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _as_written)


class FrontMatterError(ValueError):
    """The block between the `---` lines is not a YAML mapping; `line` is where, counted from 1 in the file."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


class UnsafeFrontMatter(FrontMatterError):
    """The block is YAML that an article may not use: it grows when it is read, or cannot be written again."""


@dataclass(frozen=True, slots=True)
class Split:
    """A file taken apart: `head` is the front matter as written, `body` the rest; head + body is the file.

    `metadata` has each field as it is meant, and where that is uncertain as YAML understands it. An empty
    field is not given. `accepted` are the fields that readers get to see.
    """

    metadata: Metadata
    head: str
    body: str
    lines: Mapping[str, int] = field(
        default_factory=dict
    )  # where each field stands, counted from 1 in the file

    refused: frozenset[str] = frozenset()  # fields whose values are not what the field may hold

    @property
    def accepted(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.metadata.items()
            if name in FIELDS and name not in self.refused
        }


def split(text: str) -> Split:
    r"""The parts of an article file; a file without front matter is all body. `FrontMatterError` if it cannot be read.

    >>> split("---\ntitle: 2024\ntags: 逾期、协商\nauthor:\n---\n\n正文。\n").metadata
    {'title': '2024', 'tags': ['逾期', '协商']}
    """
    match = FRONT_MATTER_BLOCK.match(text)
    if not match:
        return Split(NO_METADATA, "", text)
    node, given = _read(match["yaml"])
    if not isinstance(node, yaml.MappingNode):
        source = match["yaml"].strip()
        if node is None:
            return Split({}, match[0], text[match.end() :])
        if (field_of := re.match(r"([a-z_]+)：", source)) and field_of[1] in FIELDS:
            raise FrontMatterError(f"a full-width colon behind {field_of[1]}", 2)
        if source and "\n" not in source:
            return Split(NO_METADATA, "", text)  # two thematic breaks around a sentence are no front matter
        raise FrontMatterError("a mapping `field: value` is expected", 2)
    metadata: dict[str, Any] = {}
    refused = set()
    nodes = {key.value: (key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    for name, value in ((str(key), value) for key, value in given.items()):
        if name not in FIELDS or name not in nodes:
            metadata[name] = value
            continue
        written = _written(nodes[name][1])
        if written is None or (isinstance(written, str) and not written.strip()):
            continue
        meant = FIELDS[name].read(written, value)
        if meant is NOT_ACCEPTED:
            refused.add(name)
        metadata[name] = value if meant is NOT_ACCEPTED else meant
    lines = {name: key.start_mark.line + 2 for name, (key, _) in nodes.items()}
    return Split(metadata, match[0], text[match.end() :], lines, frozenset(refused))


ABOVE_BODY = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?:[A-Za-z_]+[:：].*(?:\r?\n|\Z)|[ \t]+\S.*(?:\r?\n|\Z)|-[ \t].*(?:\r?\n|\Z))*"
)


def apart(text: str) -> Split:
    r"""The parts of a file whose front matter cannot be read, as far as its lines show where the body begins.

    Without a second `---` the block ends with the last line that looks like a field.

    >>> apart("---\ntitle: 问答: 三天\n---\n正文。\n").body, apart("---\ntitle: 花呗\n\n正文。\n").body
    ('正文。\n', '\n正文。\n')
    """
    match = FRONT_MATTER_BLOCK.match(text) or ABOVE_BODY.match(text)
    end = match.end() if match else 0
    return Split(NO_METADATA, text[:end], text[end:])


def _read(source: str) -> tuple[yaml.Node | None, Any]:
    """The YAML document as it is written and as it is understood; `FrontMatterError` with its line."""
    try:
        loader = _Loader(source)
        try:
            node = loader.get_single_node()
            return node, None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        problem = getattr(error, "problem", None) or "not YAML"
        if isinstance(error, _Unsafe):
            raise UnsafeFrontMatter(
                f"line {line} of its front matter: {problem}. Write the value out.", line
            ) from error
        raise FrontMatterError(str(problem), line) from error
    except RecursionError as error:
        raise FrontMatterError("brackets are nested too deeply") from error


def _written(node: yaml.Node) -> Any:
    """A value as its author wrote it: strings and lists of them, whatever YAML takes them for."""
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag == "tag:yaml.org,2002:null" else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_written(item) for item in node.value]
    return {}


def opening(text: str) -> Found:
    """Front matter of ours at the head of a text: its lines, what an article may have of it, and doubts about the rest.

    Nothing if there is none that can be read: then it is for the stages, like a stranger's.
    """
    try:
        parts = split(text)
    except FrontMatterError:
        return NOTHING
    if not parts.head:
        return NOTHING
    names = {line: name for name, line in parts.lines.items()}
    edits: list[Edit] = []
    doubts: list[Finding] = []
    closed = parts.head.rstrip().rfind("\n") + 1
    name, kind = "", MARK
    for number, (start, line) in enumerate(lines_of(parts.head), 1):
        if start >= closed:
            kind = MARK
        elif number in names:
            name = names[number]
            kind = SETTING if name in parts.refused or name not in FIELDS else CAPTURED
            if kind == SETTING:
                why = "cannot have this value" if name in FIELDS else "is no field of articles"
                doubts.append(Finding(COMPOSED, start, line.rstrip(), (), f"{name} {why}; it was left out"))
        edits.append(Edit(start, line, "", kind))
    return Found(tuple(edits), tuple(doubts), parts.accepted)


def refuse_unsafe(text: str) -> None:
    """`UnsafeFrontMatter` if the text begins with front matter that no article may have.

    Front matter that merely cannot be read is none: an odd page may begin with a line of hyphens.
    """
    try:
        split(text)
    except UnsafeFrontMatter:
        raise
    except FrontMatterError:
        return


# -- The judgement -----------------------------------------------------------------------------------------------


UNSAFE = Kind(
    id="front-matter/unsafe",
    message="信息栏第 {line} 行用了“&”“*”一类的别名，或者含有半个字符，整个信息栏都不会生效",
    why="这样的内容读起来会没完没了，或者存不下来",
    how="请把内容直接写出来，不要引用别处",
    examples=("---\ntitle: &a 花呗\nsite: *a\n---\n正文。\n", '---\ntitle: "a\\uD800b"\n---\n正文。\n'),
    keep=("---\ntitle: '*甲'\nsite: 乙 & 丙\n---\n正文。\n",),
)
SYNTAX = Kind(
    id="front-matter/syntax",
    message="信息栏第 {line} 行读不懂，整个信息栏都不会生效",
    why="会被当成正文",
    how=("每行写成“名称: 内容”：冒号用半角，后面空一格；内容里有冒号或引号时，用单引号把内容包起来"),
    examples=("---\ntitle: 问答: 三天算不算\n---\n正文。\n", "---\ntitle：花呗\n---\n正文。\n"),
    keep=("---\ntitle: '问答: 三天算不算'\n---\n正文。\n", "---\n分隔线之间的一句话\n---\n# 题\n"),
)
UNCLOSED = Kind(
    id="front-matter/unclosed",
    message="开头的“---”没有配对的第二个“---”",
    why="整段会被当成正文",
    how="请在信息栏末尾另起一行补上“---”",
    examples=("---\ntitle: 花呗\n\n正文。\n",),
    keep=("---\n分隔线下面的话\n",),
)
UNKNOWN_FIELD = Kind(
    id="front-matter/unknown-field",
    message="未知的字段{name}",
    why="不会生效",
    how="{hint}可用字段：" + "、".join(FIELDS),
    examples=(
        "---\ntitle: 甲\ncatagory: 逾期\n---\n正文。\n",
        "---\ntitle: 甲\ntemplate: x.html\n---\n正文。\n",
    ),
    keep=("---\ntitle: 甲\ncategory: 逾期\n---\n正文。\n",),
)
NO_TITLE = Kind(
    id="front-matter/title",
    message="文章没有标题",
    why="列表里只能显示文件名",
    how="请在信息栏加一行：title: 文章标题",
    examples=("---\ntitle:\n---\n正文。\n", "正文。\n", "```\n# install\n```\n"),
    keep=("# 标题\n\n正文。\n", "---\ntitle: 2024\n---\n正文。\n"),
)


def _wrong_value(name: str) -> Kind:
    """The kind of problem where a field holds what it may not hold."""
    is_day = FIELDS[name].read is read_day
    return Kind(
        id=f"front-matter/{name.replace('_', '-')}" + ("-value" if name == "title" else ""),
        message="{value}不是日期" if is_day else f"字段“{name}”的值{{value}}类型不对",
        why="文章无法按时间排序" if is_day else "不会显示",
        how="请写成：" + f"{name}: {FIELDS[name].example}".replace("{", "{{").replace("}", "}}"),
        examples=(f"---\n{name}: [{{甲: 乙}}]\n---\n# 题\n",),
        keep=(f"---\n{name}: {FIELDS[name].example}\n---\n# 题\n",),
    )


WRONG_VALUES: Mapping[str, Kind] = {name: _wrong_value(name) for name in FIELDS}
KINDS = (UNSAFE, SYNTAX, UNCLOSED, UNKNOWN_FIELD, NO_TITLE, *WRONG_VALUES.values())
UNREADABLE = frozenset(kind.id for kind in (UNSAFE, SYNTAX, UNCLOSED))
"""Problems of the whole block: with one of them an article has no front matter and is all body."""


def judge(text: str) -> tuple[Split, tuple[Problem, ...]]:
    r"""The parts of an article file, all body if its front matter cannot be read, and what editors must mend.

    The problems are in the order of the lines. Lines of known fields above the first blank line are front matter
    without its `---`: an editor who forgot them is understood. (Of a stranger's page `split` takes nothing that
    is not marked.)

    >>> [str(problem) for problem in judge("---\ntitle: 甲\nviews: 很多\n---\n正文。\n")[1]]
    ['3:1: 错误 front-matter/views 字段“views”的值“很多”类型不对，不会显示。请写成：views: 445。']
    """
    if (bare := BARE.match(text)) and NAMED.search(bare["yaml"]):
        parts, found = judge(f"---\n{bare['yaml']}---\n\n{text[bare.end() :]}")
        if parts.head:
            parts = replace(parts, head=bare[0], lines={name: line - 1 for name, line in parts.lines.items()})
            return parts, tuple(replace(problem, line=max(problem.line - 1, 1)) for problem in found)
    try:
        parts = split(text)
    except FrontMatterError as error:
        kind = UNSAFE if isinstance(error, UnsafeFrontMatter) else SYNTAX
        return Split(NO_METADATA, "", text), (kind.at(error.line, line=str(error.line)),)
    if not parts.head and OPENED.match(text):
        return parts, (UNCLOSED.at(1),)
    return parts, tuple(sorted(_field_problems(parts)))


def _field_problems(parts: Split) -> Iterator[Problem]:
    """Unknown fields, values that mean nothing certain, and a missing title."""
    for name, value in parts.metadata.items():
        line = parts.lines.get(name, 1)
        if name not in FIELDS:
            near = difflib.get_close_matches(name, FIELDS, 1, 0.6)
            hint = f"是不是想写“{near[0]}”？" if near else ""
            yield UNKNOWN_FIELD.at(line, name=quote(name), hint=hint)
        elif name in parts.refused:
            yield WRONG_VALUES[name].at(line, value=quote(str(value)))
    if "title" not in parts.metadata and first_heading(parts.body) is None:
        yield NO_TITLE.at(1)


# -- Writing -----------------------------------------------------------------------------------------------------


# Wider than any line: a value stands on one line, however long.
ONE_LINE = sys.maxsize


class _Dumper(yaml.SafeDumper):
    """Quotes every string that begins with a digit: 46e10 and 0o17 are numbers to some readers of YAML."""


def _string(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "'" if re.match(r"[0-9.+-]", value) and value.isascii() else None
    if re.search("[\x85\u2028\u2029]", value):  # line ends to YAML: only escapes keep them
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


_Dumper.add_representer(str, _string)


def compose(metadata: Metadata) -> str:
    r"""The front matter block for an article, with the blank line behind it; empty for no metadata.

    >>> compose({"views": 5, "title": "甲"})
    '---\ntitle: 甲\nviews: 5\n---\n\n'
    """
    known = {key: metadata[key] for key in FIELDS if key in metadata}
    others = {key: metadata[key] for key in metadata if key not in FIELDS}
    if not known and not others:
        return ""
    body = yaml.dump({**known, **others}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=ONE_LINE)
    return f"---\n{body}---\n\n"
