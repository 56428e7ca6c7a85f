"""Turning pydantic's errors into problems with a place in the file and the nearest right spelling."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from fairuse.errors import nearest
from fairuse.yamlsource import Source, YamlPath

_EXPECTED = {
    "string_type": "text is expected here",
    "bool_type": "true or false is expected here",
    "dict_type": "a mapping (key: value) is expected here",
    "tuple_type": "a list is expected here",
    "list_type": "a list is expected here",
    "model_type": "a mapping (key: value) is expected here",
    "string_too_short": "this must not be empty",
    "too_short": "too few entries here",
}


def problems_of(error: ValidationError, source: Source, base: YamlPath, model: type[BaseModel]) -> None:
    """Record every error of a failed validation in `source`, at the place it was written."""
    for item in error.errors(include_url=False):
        path = (*base, *item["loc"])
        kind = item["type"]
        if kind == "extra_forbidden":
            key = str(item["loc"][-1])
            hint = nearest(key, _fields_at(model, item["loc"][:-1]))
            source.problem(path, "unknown-key", f"no such key '{key}'{hint}", key=True)
        elif kind == "missing":
            source.problem(path, "missing-key", f"'{item['loc'][-1]}' is missing")
        else:
            source.problem(path, "bad-value", _message(kind, item))


def _message(kind: str, item: Any) -> str:
    given = item.get("input")
    if kind == "literal_error":
        allowed = [part.strip(" '") for part in item["ctx"]["expected"].replace(" or ", ", ").split(",")]
        hint = nearest(given, allowed) if isinstance(given, str) else ""
        return f"{given!r} is not one of {', '.join(allowed)}{hint}"
    if kind == "string_pattern_mismatch":
        return f"{given!r} does not have the expected form"
    if kind == "value_error":
        return str(item["ctx"]["error"])
    if kind in _EXPECTED:
        return _EXPECTED[kind] + ("" if isinstance(given, dict | list) or given == "" else f", not {given!r}")
    return str(item["msg"])


def _fields_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the model at `loc` knows, as they are spelled in a file."""
    current: Any = model
    for step in loc:
        if isinstance(step, int) or not hasattr(current, "model_fields"):
            continue
        field = current.model_fields.get(step)
        current = _inner_model(field.annotation) if field else None
    fields = getattr(current, "model_fields", {})
    return [f.alias or name for name, f in fields.items() if name != "origin"]


def _inner_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (found := _inner_model(argument)) is not None:
            return found
    return None
