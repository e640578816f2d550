"""The article file: YAML front matter and a Markdown body. The one place that knows its form."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from qingyuan.document import Metadata

BLOCK = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)(?:\r?\n)?^---[ \t]*(?:\r?\n|\Z)(?:[ \t]*\r?\n)*",
    re.DOTALL | re.MULTILINE,
)

# In the order in which they are written; what each means stands in the handbook.
FIELDS: Mapping[str, tuple[type, ...]] = {
    "title": (str,),
    "title_inferred": (bool,),
    "date": (datetime.date,),  # datetime.datetime is a date
    "author": (str,),
    "category": (str,),
    "site": (str,),
    "views": (int,),
    "comments": (int,),
    "tags": (list,),
    "aliases": (list,),
    "description": (str,),
    "lang": (str,),
    "original_script": (str,),
    "source_file": (str,),
    "source_id": (str,),
}


HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


class _Unsafe(yaml.MarkedYAMLError):
    """YAML that can be read and must not be, or that cannot be written again."""


class _Loader(yaml.SafeLoader):
    """Every value that cannot be made is a `YAMLError` with its place; an impossible date stays a string.

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


def _date_or_string(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:  # 2024-02-30 looks like a date; the check names the field to the editor
        return loader.construct_scalar(node)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date_or_string)


class FrontMatterError(ValueError):
    """The block between the `---` lines is not a YAML mapping; `line` is where, counted from 1 in the file."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


class UnsafeFrontMatter(FrontMatterError):
    """The block is YAML that an article may not use: it grows when it is read, or cannot be written again."""


@dataclass(frozen=True, slots=True)
class Split:
    """A file taken apart: `head` is the front matter as written, `body` the rest; head + body is the file."""

    metadata: Metadata
    head: str
    body: str


def split(text: str) -> Split:
    r"""The parts of an article file; a file without front matter is all body; `FrontMatterError` if it cannot be read.

    >>> split("---\ntitle: 甲\n---\n\n正文。\n").body
    '正文。\n'
    """
    match = BLOCK.match(text)
    if not match:
        return Split({}, "", text)
    try:
        given = yaml.load(match["yaml"], Loader=_Loader)  # a SafeLoader
    except _Unsafe as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise UnsafeFrontMatter(
            f"line {line} of its front matter: {error.problem}. Write the value out.", line
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        raise FrontMatterError(str(problem), (mark.line + 2) if mark else 1) from error
    except RecursionError as error:
        raise FrontMatterError("brackets are nested too deeply") from error
    if given is None:
        given = {}
    if not isinstance(given, dict):
        if match["yaml"].strip() and "\n" not in match["yaml"].strip():
            return Split({}, "", text)  # two thematic breaks around a sentence are no front matter
        raise FrontMatterError("a mapping `field: value` is expected", 2)
    return Split({str(key): value for key, value in given.items()}, match[0], text[match.end() :])


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
    body = yaml.dump({**known, **others}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{body}---\n\n"
