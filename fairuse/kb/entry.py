"""What every entry of the knowledge base is made of: an id, its place, text and days."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

EntryId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


def _text(value: Any) -> Any:
    """A bare year in YAML is a number; a date field reads it as text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_PART_DAY = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
PartDay = Annotated[
    str,
    BeforeValidator(_text),
    Field(pattern=_PART_DAY),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": _PART_DAY}, {"type": "integer", "minimum": 1000}]}),
]
Text = Annotated[str, Field(min_length=1)]


def last_day(part: str) -> str:
    """Return the last day that `part` (a year, month or day) can mean, as ``YYYY-MM-DD``.

    Used so that an authority dated only by year is not applied before it certainly existed.
    """
    if len(part) == 7:
        return f"{part}-{calendar.monthrange(int(part[:4]), int(part[5:]))[1]}"
    return part + {4: "-12-31", 10: ""}[len(part)]


def first_day(part: str) -> str:
    """Return the first day that `part` (a year, month or day) can mean, as ``YYYY-MM-DD``."""
    return part + {4: "-01-01", 7: "-01", 10: ""}[len(part)]


class Kept(BaseModel):
    """A frozen value whose copies derive anew what the original had worked out and kept (its cached properties)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields otherwise."""
        copy = super().model_copy(update=update, deep=deep)
        for name in set(copy.__dict__) - set(type(copy).model_fields):
            del copy.__dict__[name]
        return copy


class Entry(Kept):
    """Anything with an id that stands in a file of the knowledge base."""

    id: EntryId
    origin: str = ""  # path:line:column, set by the loader

    @property
    def written(self) -> tuple[str, int]:
        """The file and line where it was written: the order in which reports show entries of a kind."""
        path, line, _ = self.origin.rsplit(":", 2)
        return path, int(line)
