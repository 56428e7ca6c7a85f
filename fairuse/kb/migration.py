"""What a fact of an earlier vocabulary is called today."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from fairuse.kb.condition import Value
from fairuse.kb.entry import Day, Entry
from fairuse.kb.fact import FactId


class Migration(Entry):
    """What a fact of an earlier vocabulary, its id, is called `today`, since the day `on`.

    `values`: for each value that is another today, or belongs to another fact, that fact and its value. Other values
    keep their names. A fact that keeps its name may have values that are others today.
    """

    id: FactId
    on: Day
    today: str
    values: dict[str, Annotated[dict[str, Value], Field(min_length=1, max_length=1)]] = {}

    def carried(self, value: Value) -> tuple[str, Value]:
        """The fact and value of today for a value of then."""
        written = str(value).lower() if isinstance(value, bool) else str(value)
        return next(iter(self.values.get(written, {self.today: value}).items()))
