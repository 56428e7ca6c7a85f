"""Turning pydantic's errors into problems with a place in the file and the nearest right spelling."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from fairuse.source.errors import Problem, Severity, did_you_mean
from fairuse.source.yamlsource import Source, YamlPath


class ProblemShown(BaseModel):
    """A problem as it is published. Lines and columns count from 1; 0 means the file as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str


class ProblemList(BaseModel):
    """Problems as ``fairuse check --format json`` prints them."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    format_version: Literal[1] = 1
    problems: tuple[ProblemShown, ...]

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> Self:
        """The list that is published of `problems`, in their order."""
        shown = (
            ProblemShown(
                path=p.location.path,
                line=p.location.line,
                column=p.location.column,
                severity=p.severity,
                code=p.code,
                message=p.message,
            )
            for p in problems
        )
        return cls(problems=tuple(shown))


_SINGLE_VALUE = ("bool", "str", "int", "float")  # the last steps pydantic adds for the kinds of a plain value
_EXPECTED = {
    "string_type": "text is expected here",
    "int_type": "a whole number is expected here",
    "int_parsing": "a whole number is expected here",
    "bool_type": "true or false is expected here",
    "dict_type": "a mapping (key: value) is expected here",
    "tuple_type": "a list is expected here",
    "list_type": "a list is expected here",
    "model_type": "a mapping (key: value) is expected here",
    "string_too_short": "this must not be empty",
}


def problems_of(error: ValidationError, source: Source, base: YamlPath, model: type[BaseModel]) -> None:
    """Record every error of a failed validation in `source`, at the place it was written.

    A place that already has a problem, said better than the model can, gets no second one.
    """
    taken = {problem.location for problem in source.problems}
    for item in error.errors(include_url=False):
        path = (*base, *item["loc"])
        kind = item["type"]
        is_key = path[-1:] == ("[key]",)
        if is_key or (path[-1:] and path[-1] in _SINGLE_VALUE and kind != "missing"):
            path = path[:-1]
        if kind != "missing" and source.locate(path, key=is_key or kind == "extra_forbidden") in taken:
            continue
        if kind == "too_short" and len(item["input"]) >= item["ctx"]["min_length"]:
            continue  # pydantic counts only the entries that are right; those that are not are reported themselves
        if kind == "extra_forbidden":
            key = str(item["loc"][-1])
            hint = did_you_mean(key, _fields_at(model, item["loc"][:-1]))
            source.problem(path, "unknown-key", f"no such key '{key}'{hint}", key=True)
        elif kind == "missing":
            source.problem(path, "missing-key", f"'{item['loc'][-1]}' is missing")
        elif path != (*base, *item["loc"]) and not is_key:
            source.problem(path, "bad-value", f"one value is expected here, not {shown(item['input'])}")
        else:
            source.problem(path, "bad-value", message_of(item), key=is_key)


def shown(value: Any) -> str:
    """A raw value as its author would write or call it, for messages."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    return "nothing" if value is None else repr(value)


def message_of(item: Any) -> str:
    """One of pydantic's errors in plain words."""
    kind, given = item["type"], item.get("input")
    if kind == "literal_error":
        allowed = [part.strip(" '") for part in item["ctx"]["expected"].replace(" or ", ", ").split(",")]
        hint = did_you_mean(given, allowed) if isinstance(given, str) else ""
        return f"{shown(given)} is not one of {', '.join(allowed)}{hint}"
    if kind == "string_pattern_mismatch":
        return f"{given!r} {_form(item['ctx']['pattern'])}"
    if kind == "value_error":
        return str(item["ctx"]["error"])
    if kind == "too_short":
        least = item["ctx"]["min_length"]
        return f"at least {least} {'entry is' if least == 1 else 'entries are'} needed here"
    if kind == "greater_than_equal":
        return f"at least {item['ctx']['ge']} is expected here, not {shown(given)}"
    if kind in _EXPECTED and given is None:
        return f"{_EXPECTED[kind]}; nothing is given"
    if kind in _EXPECTED:
        quoted = "; put it in quotes" if kind == "string_type" and isinstance(given, bool | int | float) else ""
        return _EXPECTED[kind] + ("" if kind.endswith("short") else f", not {shown(given)}{quoted}")
    return str(item["msg"])


def _form(pattern: str) -> str:
    """Say what a text of this pattern looks like: a date, a dotted name or a name."""
    if pattern.startswith(r"^\d{4}"):
        return "is not a date; write it as 2026-11-24"
    if r"\." in pattern:
        return "is not a name of the form group.name in lower case"
    if "_.-]*$" in pattern:
        letters = "letters" if "A-Z" in pattern else "lower-case letters"
        return f"is not a name; use {letters}, digits, '-', '_' and '.' without spaces"
    return "does not have the form expected here"


def _fields_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the model at `loc` knows, as they are spelled in a file."""
    current: Any = model
    for step in loc:
        if isinstance(step, int) or step not in getattr(current, "model_fields", {}):
            continue  # a place in a list, or the name of an entry in a mapping
        current = _inner_model(current.model_fields[step].annotation)
    fields = getattr(current, "model_fields", {})
    return [f.alias or name for name, f in fields.items() if name != "origin"]


def _inner_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (found := _inner_model(argument)) is not None:
            return found
    return None
