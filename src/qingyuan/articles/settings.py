"""Settings that people write: YAML read into frozen dataclasses, and errors that say where, what and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pydantic import TypeAdapter

STRICT = {"extra": "forbid", "coerce_numbers_to_str": True}
"""The `__pydantic_config__` of a dataclass for settings: no field is unknown, and 350950 may be a text."""


UNKNOWN = "unexpected_keyword_argument"  # pydantic's name for a field that a dataclass does not have


class SettingsError(ValueError):
    """A settings file that cannot be followed; the message names file, line and the way to mend it."""


def read(text: str, file: str, form: Any, hints: Mapping[str, str]) -> Any:
    """The settings of a file as `form` has them, None for an empty file; `SettingsError` if they are not of that form.

    An empty field is not given. `hints` has a sentence for each field that says what is expected of it; the
    one for the file as a whole stands under "".
    """
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise SettingsError(f"{file}: {where}{problem}. Check colons, quotes and indents there.") from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{file}: a value cannot be read: {error}.") from error
    if given is None:
        return None
    from pydantic import ValidationError  # the library needs no settings, and loads in half the time

    try:
        return _reader(form).validate_python(_given(given))
    except ValidationError as error:
        # A misspelled field is missing as well: the unknown name tells more.
        details = min(error.errors(include_url=False), key=lambda each: each["type"] != UNKNOWN)
        raise SettingsError(f"{file}: {_sentence(details, text, hints)}") from None


@lru_cache
def _reader(form: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(form)


def _given(value: Any) -> Any:
    """The value without fields that are empty."""
    if isinstance(value, dict):
        return {str(key): _given(item) for key, item in value.items() if item is not None}
    return [_given(item) for item in value] if isinstance(value, list) else value


def _sentence(error: Mapping[str, Any], text: str, hints: Mapping[str, str]) -> str:
    """What is wrong, at which line, and the hint for it."""
    path = list(error["loc"])
    names = [part for part in path if isinstance(part, str)]
    if error["type"] != UNKNOWN:
        names = [name for name in names if name in hints]  # pydantic names the parts of a union as well
    field = names[-1] if names else ""
    line = f"line {_line(text, path)}: "
    if error["type"] == "missing":
        return f"{line}{field} is missing; {hints[field]}"
    if error["type"] == UNKNOWN:
        near = difflib.get_close_matches(field, hints, 1, 0.6)
        meant = f"did you mean {near[0]!r}? " if near else ""
        return f"{line}unknown field {field!r}; {meant}known: {', '.join(filter(None, hints))}"
    return f"{line}{field + ': ' if field else ''}{hints[field]}"


def _line(text: str, path: list[int | str]) -> int:
    """The line of the node that a path leads to, as far as the path can be followed; counted from 1."""
    node = yaml.compose(text, yaml.SafeLoader)
    line = node.start_mark.line if node else 0
    for part in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
        elif isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == part]
            if not found:
                break
            line, node = found[0][0].start_mark.line, found[0][1]
            continue
        else:
            break
        line = node.start_mark.line
    return line + 1
