"""Print the reference of the library into the handbook, from its docstrings: `python -m tools.reference`.

The functions stand first, then what they return and raise. Examples in the docstrings are run by the tests.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import qingyuan
from tools.tables.generated import write_or_check

PAGE = Path(__file__).parents[1] / "docs" / "handbook" / "library.md"
MARK = "<!-- 以下由 python -m tools.reference 从程序的文档里印出，请勿手改。 -->\n"
FUNCTIONS = (
    "fix_text",
    "explain",
    "clean",
    "clean_and_explain",
    "clean_bytes",
    "clean_file",
    "decode",
)
LONGEST_CALL = 80  # characters: what a phone held sideways shows without scrolling
CLASSES = ("Cleaned", "Trail", "Step", "Edit", "Finding", "Decoded", "DecodeError", "MissingExtra")


def page(written: str) -> str:
    """The page with its printed part made anew; what stands above the mark is written by hand."""
    return written.partition(MARK)[0].rstrip("\n") + "\n\n" + MARK + "\n" + "\n\n".join(reference()) + "\n"


def reference() -> Iterator[str]:
    yield "## 函数 {#函数}"
    for name in FUNCTIONS:
        yield from entry(name, getattr(qingyuan, name))
    yield "## 结果与错误 {#结果与错误}"
    for name in CLASSES:
        kind = getattr(qingyuan, name)
        yield from entry(name, kind)
        for method in sorted(public_methods(kind)):
            yield from entry(f"{name}.{method}", getattr(kind, method))


def public_methods(kind: type) -> Iterable[str]:
    """The methods that a class defines itself and documents."""
    return [
        name
        for name, member in vars(kind).items()
        if not name.startswith("_") and inspect.isfunction(member) and inspect.getdoc(member)
    ]


def entry(name: str, item: object) -> Iterator[str]:
    """A heading, the call and the docstring of one function, class or method."""
    yield f"### `{name}` {{#{name.lower().replace('.', '-')}}}"
    if callable(item) and not (inspect.isclass(item) and issubclass(item, BaseException)):
        yield f"```python\n{call(name, item)}\n```"
    yield from blocks(inspect.getdoc(item) or "")


def call(name: str, item: object) -> str:
    """How it is called, a parameter a line where one line would be too long."""
    signature = inspect.signature(item)  # type: ignore[arg-type]
    parameters = [declared(each) for key, each in signature.parameters.items() if key != "self"]
    result = "" if inspect.isclass(item) else f" -> {signature.return_annotation}"
    line = f"{name}({', '.join(parameters)}){result}"
    if len(line) <= LONGEST_CALL:
        return line
    return f"{name}(\n    " + ",\n    ".join(parameters) + f",\n){result}"


def declared(parameter: inspect.Parameter) -> str:
    """A parameter as its function declares it; a default that is made at each call as an ellipsis."""
    written = f"{parameter.name}: {parameter.annotation}"
    if parameter.default is inspect.Parameter.empty:
        return written
    default = repr(parameter.default)
    return f"{written} = {'…' if default.startswith('<') else default}"


def blocks(text: str) -> Iterator[str]:
    """A docstring as Markdown: paragraphs, and examples as code."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        example = paragraph.replace("<BLANKLINE>", "")
        yield f"```pycon\n{example}\n```" if paragraph.startswith(">>>") else paragraph


def main() -> int:
    return write_or_check(__doc__, PAGE, page(PAGE.read_text(encoding="utf-8")), "tools.reference")


if __name__ == "__main__":
    raise SystemExit(main())
