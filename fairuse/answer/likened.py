"""The part of a result that decided cases fill: the nearest of them, and how likely a court would allow a use."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from fairuse.kb.regime import Outcome


class Frozen(BaseModel):
    """Base of all parts of an assessment."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, populate_by_name=True)


class Analogy(Frozen):
    """A decided act beside this use: issues with the same value, those better for the user here, and those worse.

    `there`: the values that the differing issues had in the decided act. `on_worse_view`: the issues that turn on an
    open view here, with the value each has on the view worse for the user, which is the one compared.
    """

    case: str
    name: str
    citation: str
    label: str
    outcome: Outcome
    shared: tuple[str, ...]
    stronger_here: tuple[str, ...]
    weaker_here: tuple[str, ...]
    there: dict[str, str]
    on_worse_view: dict[str, str] = {}


class ActNamed(Frozen):
    """An act of a decided case."""

    case: str
    label: str


class Analogies(Frozen):
    """The nearest decided acts on each side. `forced_by`: those that decide it a fortiori, unless overruled."""

    for_: Annotated[tuple[Analogy, ...], Field(alias="for")]
    against: tuple[Analogy, ...]
    forced_by: tuple[ActNamed, ...]


class LikeActs(Frozen):
    """The decided acts most like a use: how many of them were allowed, and which they are.

    `by`: issues that set them apart from others, most of them having the value that the use has, which is in `values`;
    `open`: the factors that are not decided here. `same_act` and `same_work`: how many of them are the same kind of
    act, and on the same kind of work.
    """

    allowed: int
    of: int
    by: tuple[str, ...]
    open: tuple[str, ...]
    cases: tuple[ActNamed, ...]
    same_act: int | None = None  # None in a report of a release that did not say it
    same_work: int | None = None
    values: dict[str, str] = {}


class Likelihood(Frozen):
    """How likely a court would allow a use, between 0 and 1: a band from `low` to `high`, and what it rests on.

    Counted over decided acts; it informs beside the standing and decides nothing.
    """

    value: float
    low: float
    high: float
    basis: str
    like: LikeActs
