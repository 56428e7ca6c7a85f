"""What is wrong with the arguments of a call, in the words and the form of every other problem."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from fairuse.source.errors import BAD_ARGUMENT, Location, Problem, did_you_mean
from fairuse.source.validation import message_of

#: The last steps that pydantic adds for each of the kinds that a value may have.
_KINDS = ("bool", "int", "float", "str", "list[str]")


def wrong_arguments(error: ValidationError, given: Mapping[str, Any], known: Collection[str]) -> tuple[Problem, ...]:
    """Each thing that is wrong with the `given` arguments of a call that takes those `known`, none twice."""
    return tuple(dict.fromkeys(_problems(error, given, known)))


def _problems(error: ValidationError, given: Mapping[str, Any], known: Collection[str]) -> Iterator[Problem]:
    for name in given:
        if name not in known:
            hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
            yield Problem(Location(name), BAD_ARGUMENT, f"there is no '{name}' here{hint}")
    for item in error.errors(include_url=False):
        steps, kind = item["loc"], item["type"]
        if kind == "missing":
            said = f"'{steps[-1]}' is missing"
        elif kind == "extra_forbidden":
            said = f"there is no '{steps[-1]}' here"
        elif len(steps) > 1 and steps[-1] in _KINDS:
            steps, said = steps[:-1], "a value or a list of values is expected here"
        else:
            said = message_of(item)
        yield Problem(Location(".".join(map(str, steps))), BAD_ARGUMENT, said)


def wrong_tool(name: str, known: Collection[str]) -> Problem:
    """That there is no tool of a name."""
    hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
    return Problem(Location("tool"), BAD_ARGUMENT, f"there is no tool '{name}'{hint}")
