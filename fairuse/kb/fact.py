"""The terms of the vocabulary: what may be known about one use, and how it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from fairuse.kb.condition import ALWAYS, CONDITION_SCHEMA, Condition, Value
from fairuse.kb.entry import Entry, Text

FactType = Literal["boolean", "choice", "ordinal", "number", "year", "choices", "licence"]
#: How many characters the name of a licence may have: that of the longest known is far shorter.
LONGEST_NAME = 200
#: A meaning up to so many characters stands in the place of the value in running text; longer ones would make a list of
#: facts hard to take in. Nearly half of the meanings are short enough.
SHORT = 40
#: Of a list of choices, that nothing is listed.
NOTHING = "none"
#: What counts as a year: early enough for any text, late enough for any day asked about.
FIRST_YEAR, LAST_YEAR = 1, 2200

FactId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
When = Annotated[Condition, WithJsonSchema(CONDITION_SCHEMA)]


class FactExample(BaseModel):
    """How one decided case answered a question."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    authority: str
    value: Value
    note: str = ""


class Ordinarily(BaseModel):
    """The value that a fact has of nearly all works, and in what case it has another: ``unless`` …"""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    value: Value
    unless: Text


class FactDef(Entry):
    """A term of the vocabulary: what may be known about one use, and how it is asked.

    `better`: which way the fact is better for the user, all else being equal: ``yes`` or ``no``, ``high`` or ``low``,
    of a choice its values from the worst to the best (those left out are not compared); ``nominal`` where neither is.

    `derived`: it follows from the answer for another act of the scenario, and is never asked.

    `kept`: it is recorded and shown, though no rule reads it; a person who reads the report may.

    `plan`: yes to it says that nothing of the act has been done, so that nothing is owed for it yet.

    Of ``choices`` a scenario lists all that apply, or says ``none``: once the list is given, what is not on it is no.
    Rules read the yes/no facts that its values are recorded as, each a fact of its own: ``finding`` in the list
    ``purpose`` is ``purpose.finding``, unless `recorded_as` says otherwise. `listed`: the yes/no fact that says whether
    anything is on the list. `each`: facts of the same group that may be said of each value by itself; a use is then
    judged with each value alone, and the one that leaves the user worst counts.

    `ordinarily`: what it is of nearly all works, so that it is asked with others of the kind at once.

    `ruled_out`: values (a yes as ``true``) that cannot be so where another fact has one of some values, or the act
    (``act``) is of some kinds; what they would give is not told.

    `apart`: lists of values of which one person has but one: of a fact about the act, on the same works.

    `phrases`: values as they are said in prose after the label, where their own names do not read.

    Of a ``licence`` a scenario gives the name; `tells`: the facts that rules read, each with the attribute of the
    licence that it is known from. What a text leaves unclear stays unknown, as does all of a licence not known here.
    """

    id: FactId
    label: Text
    group: Text
    about: Literal["scenario", "work", "act"] = "act"  # where it is asked once and for all
    type: FactType
    values: dict[str, str] = {}
    phrases: dict[str, str] = {}
    ruled_out: dict[str, dict[FactId | Literal["act"], tuple[Value, ...]]] = {}
    ordinarily: Ordinarily | None = None
    apart: tuple[Annotated[tuple[Value, ...], Field(min_length=2)], ...] = ()
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    question: Text
    help: Text
    why: Text
    judgement: bool = False
    guidance: str = ""
    examples: tuple[FactExample, ...] = ()
    acts: tuple[str, ...] = ()
    asked_when: When = ALWAYS
    controllable: bool = False
    kept: bool = False
    plan: bool = False
    derived: bool = False
    better: Literal["yes", "no", "high", "low", "nominal"] | tuple[str, ...] | None = None
    synonyms: tuple[str, ...] = ()
    recorded_as: dict[str, tuple[str, ...]] = {}
    listed: str | None = None
    each: tuple[str, ...] = ()
    tells: dict[str, str] = {}

    def can_be(self, value: Value, known: Mapping[str, Value]) -> bool:
        """Whether a value fits the other facts that are known, the kind of act among them as ``act``."""
        return not any(known.get(fact) in values for fact, values in self.ruled_out_by(value).items())

    def ruled_out_by(self, value: Value) -> Mapping[str, tuple[Value, ...]]:
        """The other facts, each with the values of it, beside which a value cannot be so."""
        return self.ruled_out.get(str(value).lower() if isinstance(value, bool) else str(value), {})

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers, years among them."""
        return self.type in ("number", "year")

    @property
    def options(self) -> tuple[Value, ...]:
        """The values that may be given; empty for numbers."""
        return (False, True) if self.type == "boolean" else tuple(self.values)

    @cached_property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """Of a list of choices, the yes/no facts that each value makes true; of any other fact nothing."""
        if self.type != "choices":
            return {}
        group = self.id.partition(".")[0]
        also = (self.listed,) if self.listed else ()
        return {v: (*self.recorded_as.get(v, (f"{group}.{v}",)), *also) for v in self.values}

    @property
    def rising(self) -> tuple[Value, ...]:
        """The values from the worst for the user to the best, as far as they have an order; none for numbers."""
        if isinstance(self.better, tuple):
            return self.better
        if self.better in ("yes", "high"):
            return self.options
        return tuple(reversed(self.options)) if self.better in ("no", "low") else ()

    def accepts(self, value: object) -> bool:
        """Whether `value` is a value of this fact (type-strict: ``1`` is not ``true``)."""
        if self.type == "boolean":
            return isinstance(value, bool)
        if self.type == "year":
            return isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= LAST_YEAR
        if self.type == "licence":
            return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_NAME
        if self.type == "number":
            if isinstance(value, bool) or not isinstance(value, int | float):
                return False
            return (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)
        return isinstance(value, str) and (value in self.values or (self.type == "choices" and value == NOTHING))

    def expects(self) -> str:
        """Say in words what may be given."""
        if self.type == "boolean":
            return "true or false"
        if self.type == "year":
            return f"a year from {FIRST_YEAR} to {LAST_YEAR}"
        if self.type == "number":
            low = "" if self.minimum is None else f" from {self.minimum:.15g}"
            high = "" if self.maximum is None else f" to {self.maximum:.15g}"
            return f"a number{low}{high}" + (f" ({self.unit})" if self.unit else "")
        if self.type == "licence":
            return f"the name of a licence, such as CC-BY-4.0, of at most {LONGEST_NAME} characters"
        if self.type == "choices":
            return f"a list of any of {', '.join(self.values)}; or {NOTHING}"
        return "one of " + ", ".join(self.values)
