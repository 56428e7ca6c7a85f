"""Conditions: a closed list of operators over facts and issues, read from YAML into a small tree.

Truth is three-valued (Kleene): a comparison with an unknown term is unknown, and a rule fires only on true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from fairuse.source.errors import did_you_mean
from fairuse.source.yamlsource import Source, YamlPath

Value = bool | str | int | float
Op = Literal["is", "is_not", "in", "at_least", "at_most", "over_years_ago", "within_years", "known", "unknown"]
Junction = Literal["all", "any", "none"]

_OPS: tuple[Op, ...] = get_args(Op)
#: Comparisons of a year with the year of the day asked about, in whole calendar years: more than so many lie between
#: them, or so many at most. Terms of protection run to the end of a year, so that days do not count.
YEARS: tuple[Op, ...] = ("over_years_ago", "within_years")
_JUNCTIONS: tuple[Junction, ...] = get_args(Junction)


class Test(BaseModel):
    """One comparison of a term with constant values."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    term: str
    op: Op
    values: tuple[Value, ...] = ()


class Group(BaseModel):
    """Several conditions: ``all`` must hold, ``any`` may, or ``none`` may."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    junction: Junction
    items: tuple[Condition, ...]


Condition = Annotated[Test | Group, Field(union_mode="left_to_right")]  # of a dictionary only one can be made

ALWAYS = Group.model_construct(junction="all", items=())  # not checked, so that importing this makes no validator


def tests_of(condition: Condition) -> Iterator[Test]:
    """Yield every comparison in `condition`, in file order."""
    if isinstance(condition, Test):
        yield condition
    else:
        for item in condition.items:
            yield from tests_of(item)


def terms_of(condition: Condition) -> list[str]:
    """Return the names of the terms in `condition`, each once, in file order."""
    return list(dict.fromkeys(test.term for test in tests_of(condition)))


def parse(raw: Any, source: Source, path: YamlPath) -> tuple[Condition, dict[int, YamlPath]]:
    """Read a raw mapping as a condition; problems are recorded in `source`.

    Returns the condition and, for each of its tests in file order, the path at which it stands.
    """
    places: dict[int, YamlPath] = {}
    condition = _parse(raw, source, path, places)
    return condition, places


def _parse(raw: Any, source: Source, path: YamlPath, places: dict[int, YamlPath]) -> Condition:
    if not isinstance(raw, Mapping):
        source.problem(path, "bad-condition", "a condition is a mapping such as 'fact.id: value' or 'all: [...]'")
        return ALWAYS
    if not raw:
        source.problem(path, "bad-condition", "this condition is empty")
    items = [_entry(key, value, source, (*path, key), places) for key, value in raw.items()]
    return items[0] if len(items) == 1 else Group(junction="all", items=tuple(items))


def _entry(key: str, value: Any, source: Source, path: YamlPath, places: dict[int, YamlPath]) -> Condition:
    if key in _JUNCTIONS:
        if not isinstance(value, list) or not value:
            source.problem(path, "bad-condition", f"'{key}' takes a list of conditions")
            return ALWAYS
        items = tuple(_parse(item, source, (*path, i), places) for i, item in enumerate(value))
        return Group(junction=key, items=items)
    if not isinstance(value, Mapping):
        return _test(key, "is", value, source, path, path, places)
    if not value:
        source.problem(path, "bad-condition", f"'{key}' needs an operator or a value")
        return ALWAYS
    tests = [_test(key, op, operand, source, path, (*path, op), places) for op, operand in value.items()]
    return tests[0] if len(tests) == 1 else Group(junction="all", items=tuple(tests))


def _test(
    term: str, op: str, operand: Any, source: Source, path: YamlPath, at: YamlPath, places: dict[int, YamlPath]
) -> Condition:
    if op not in _OPS:
        source.problem(at, "unknown-operator", f"there is no operator '{op}'{did_you_mean(op, _OPS)}", key=True)
        return ALWAYS
    if op in ("known", "unknown"):
        if operand is not True:
            source.problem(at, "bad-condition", f"'{op}' takes only true")
        operands: tuple[Any, ...] = ()
    elif op == "in":
        if not isinstance(operand, list) or not operand:
            source.problem(at, "bad-condition", "'in' takes a list of values")
            return ALWAYS
        operands = tuple(operand)
    else:
        operands = (operand,)
    if any(not isinstance(v, bool | str | int | float) for v in operands):
        source.problem(at, "bad-condition", "a value must be text, a number, true or false")
        return ALWAYS
    places[len(places)] = path
    return Test(term=term, op=op, values=operands)


CONDITION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "all/any/none over lists of conditions, or 'term: value' / 'term: {operator: value}' entries",
    "minProperties": 1,
    "properties": {j: {"type": "array", "minItems": 1, "items": {"type": "object"}} for j in _JUNCTIONS},
    "additionalProperties": {
        "anyOf": [
            {"type": ["string", "number", "boolean"]},
            {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": False,
                "properties": {op: ({"type": "array"} if op == "in" else {}) for op in _OPS},
            },
        ]
    },
}
