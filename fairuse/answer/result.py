"""The frozen result of an assessment: what every report is made from, and the JSON that is published.

``fairuse schema assessment`` prints the JSON Schema of `Assessment`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer

from fairuse.answer.housed import HouseEntry, HouseRules, UnderHouse
from fairuse.answer.likened import ActNamed, Analogies, Analogy, Frozen, LikeActs, Likelihood
from fairuse.answer.place import Duty, LawChecked, PlaceResult
from fairuse.kb.condition import Value
from fairuse.kb.model import STANDINGS, Lean, Role, Standing, Status
from fairuse.scenario.model import Basis, Scenario
from fairuse.scenario.unanswered import Unanswered
from fairuse.scenario.uses import Asked, NotAsked
from fairuse.words.en import result as en

__all__ = [
    "ActNamed",
    "Analogies",
    "Analogy",
    "Frozen",
    "HouseEntry",
    "HouseRules",
    "LikeActs",
    "Likelihood",
    "UnderHouse",
]

#: The version of the JSON that is published; `fairuse migrate` carries earlier ones over.
FORMAT_VERSION: Literal[2] = 2

DISCLAIMER = en.DISCLAIMER


class KbInfo(Frozen):
    """Which knowledge base spoke."""

    version: str
    sha256: str


class ScenarioInfo(Frozen):
    """Which scenario was assessed."""

    title: str
    description: str
    sha256: str


def _compact(scenario: Scenario) -> dict[str, Any]:
    return scenario.model_dump(mode="json", exclude_defaults=True)


class Receipt(Frozen):
    """What it takes, beside the knowledge base, the day and the forum, to derive the assessment again.

    `release` of the program that made it; `scenario` as it was read; `regimes` that narrowed the laws it asks for.
    """

    release: str
    scenario: Annotated[Scenario, PlainSerializer(_compact)]
    regimes: tuple[str, ...] = ()


class FactGiven(Frozen):
    """A known fact of a use and how it is known. `read`: some rule that could apply reads it."""

    fact: str
    value: Value
    known: Basis
    note: str
    read: bool


class Citation(Frozen):
    """An authority relied on, with the place in it where one is confirmed."""

    authority: str
    at: str | None


class Ground(Frozen):
    """A fact or issue that a finding rests on, with the value it had."""

    term: str
    value: Value


class Taken(Frozen):
    """A view taken of a doctrine."""

    doctrine: str
    view: str


class FindingResult(Frozen):
    """A rule that fired, which names the finding; `rests_on` is its proof, with what is not known and has to be so.

    `under`: the views on which it depends, any one group of several; empty if on none.
    """

    rule: str
    issue: str
    value: str
    lean: Lean
    because: str
    rests_on: tuple[Ground, ...]
    rests_on_absence: tuple[str, ...] = ()
    cites: tuple[Citation, ...]
    contrary: tuple[str, ...]
    status: Status
    presumption: bool
    view: dict[str, str]
    under: tuple[tuple[Taken, ...], ...]
    defeated_by: tuple[str, ...]


class IssueResult(Frozen):
    """How one legal question comes out. `value` is None while open; `range` spans unknown facts and open views."""

    id: str
    label: str
    factor: int | None
    headline: bool
    role: Role | None
    value: str | None
    lean: Lean | None
    score: int | None
    range: tuple[str, str] | None
    for_: Annotated[tuple[str, ...], Field(alias="for")]
    against: tuple[str, ...]
    neutral: tuple[str, ...]
    defeated: tuple[str, ...]


class Effect(Frozen):
    """The standing that a value of a fact would give, all else as it is."""

    value: Value
    standing: Standing


class UnknownFact(Frozen):
    """A fact that is not known. `effect`: what each answer alone would give, where it differs from now.

    `assumption`: what is assumed as long as it is not told. `note` and `quote`: what a scenario says beside leaving it
    open.
    """

    fact: str
    matters: bool
    effect: tuple[Effect, ...]
    assumption: str | None = None
    note: str = ""
    quote: str = ""


class Assumed(Frozen):
    """Something assumed of a use as it is not told. `leads_to`: what leaving it could give, each with the facts."""

    assumption: str
    says: str
    otherwise: str
    leads_to: dict[Standing, tuple[str, ...]]


class Reach(Frozen):
    """What any one open fact could still make of an answer within the assumptions, and which does so at each end."""

    low: Standing
    high: Standing
    low_by: dict[str, tuple[Value, ...]] = {}
    high_by: dict[str, tuple[Value, ...]] = {}


class HeldByHand(Frozen):
    """A legal question that a person answers in place of the rules: who and why, and what the rules say."""

    issue: str
    value: str
    by: str
    because: str
    by_rules: str | None


class Together(Frozen):
    """Open facts, none of them too many, that together reach an end of the range that none of them reaches alone.

    `views`: of open questions of law, the views on which they do.
    """

    standing: Standing
    facts: dict[str, Value]
    views: dict[str, str] = {}


class Waits(Frozen):
    """What has to be told before there is an answer: the need, the fact to ask for, and what each answer gives."""

    need: str
    fact: str
    says: str
    effect: tuple[Effect, ...]


class StepNamed(Frozen):
    """A step that the user can take."""

    id: str
    label: str


class Change(Frozen):
    """A smallest set of facts that, if they were otherwise, would move the standing.

    `controllable`: the user can bring it about; `steps` then say how. `views`: beside the facts, the views that all
    courts would have to take. `through`: the rules that the new answer rests on and that do not stand now, nearest to
    the conclusion first; `ends`: those that the answer of now rests on and that would stand no longer.
    """

    set: dict[str, Value]
    controllable: bool
    standing: Standing
    steps: tuple[StepNamed, ...]
    through: tuple[str, ...]
    ends: tuple[str, ...] = ()
    views: dict[str, str] = {}


class ToFind(Frozen):
    """Something that the user can find out: the facts, and the standings to which some of their values would lead."""

    step: StepNamed
    facts: tuple[UnknownFact, ...]


class OpenView(Frozen):
    """A live doctrine that some finding turns on.

    `standings`: for each of its views the lowest and highest standing, over the live views of other doctrines.
    `argued`: those of them that no court has held; they are shown but do not decide. `divides`: the others differ.
    """

    doctrine: str
    standings: dict[str, tuple[Standing, Standing]]
    argued: tuple[str, ...]
    divides: bool


class BoundView(Frozen):
    """A doctrine that is not open here: the view taken, and the authority that binds or the reason."""

    doctrine: str
    view: str
    bound_by: str | None
    reason: str


class ExposureResult(Frozen):
    """What the law sets per unit, times the units if known: arithmetic, not a forecast. `count` None: not known.

    `provided`: what must still be shown for any of it to be owed; it is then for one unit, whatever the count. `once`:
    it is set once for some works, so that a second act on them adds nothing.
    """

    id: str
    label: str
    unit: str
    low: float
    high: float
    per: str
    count: float | None
    basis: str
    cites: tuple[Citation, ...]
    provided: str = ""
    once: bool = False


class RuleConsidered(Frozen):
    """One rule that was considered, and how it fared."""

    rule: str
    state: Literal["fired", "defeated", "missing", "failed"]
    missing: tuple[str, ...]
    failed: tuple[str, ...]


class UseResult(Frozen):
    """The answer for one act on one group of works under one regime.

    `range` is the lowest and highest standing over completions of the unknown facts and the open views;
    `by_forum`: the standing before a court of each forum of the regime, whose own authorities then bind.
    `range_is` says whether both ends can be reached (`exact`), or nothing can go beyond them but not both are known to
    be reached (`bound`); `reached` are the lowest and highest standing known to be. `waits_for`: what has to be told
    before there is an answer; the findings then say what is known so far. `assumed` holds as long as nothing is told
    against it; `within`: the range that any one open fact leaves within it; `together`: what reaches the ends beyond.
    `planned`: nothing of the act has been done yet. `held`: questions answered by hand; `by_rules`: the standing that
    the rules alone give then.
    """

    id: str
    act_id: str
    act: str
    act_title: str
    work: str
    work_title: str
    regime: str
    jurisdiction: str
    asked: Asked | None = None  # None in a report of a release that did not say it
    standing: Standing
    because: tuple[str, ...]
    range: tuple[Standing, Standing]
    range_is: Literal["exact", "bound"]
    reached: tuple[Standing, Standing]
    facts: tuple[FactGiven, ...]
    issues: tuple[IssueResult, ...]
    findings: tuple[FindingResult, ...]
    unknown: tuple[UnknownFact, ...]
    waits_for: tuple[Waits, ...] = ()
    assumed: tuple[Assumed, ...] = ()
    within: Reach | None = None  # None in a report of a release that did not say it
    together: tuple[Together, ...] = ()
    planned: bool = False
    held: tuple[HeldByHand, ...] = ()
    by_rules: Standing | None = None
    open_views: tuple[OpenView, ...]
    bound_views: tuple[BoundView, ...]
    by_forum: dict[str, Standing]
    changes: tuple[Change, ...]
    to_find: tuple[ToFind, ...] = ()
    analogies: Analogies | None = None
    likelihood: Likelihood | None = None
    exposure: tuple[ExposureResult, ...] = ()
    trace: tuple[RuleConsidered, ...]


class BearingResult(Frozen):
    """What one use means for another: pairs of uses, the first of which bears on the second."""

    id: str
    between: tuple[tuple[str, str], ...]
    says: str
    cites: tuple[Citation, ...]
    contrary: tuple[str, ...]
    status: Status


class AuthorityInfo(Frozen):
    """An authority that some finding cites or that stands against one."""

    id: str
    name: str
    citation: str
    court: str | None
    date: str | None
    status: str
    treatment: str
    verified: bool


class Assessment(Frozen):
    """Everything one run found, for every use of a scenario.

    `places`: the answer of each act and place over all its laws. `unanswered`: acts that no law held here answers.
    `checked_before`: the places whose law was last checked before the day asked about. `house`: None without any.
    """

    format_version: Literal[2] = FORMAT_VERSION
    kb: KbInfo
    as_of: str
    forum: str | None
    scenario: ScenarioInfo
    disclaimer: str = DISCLAIMER
    uses: tuple[UseResult, ...]
    places: tuple[PlaceResult, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    duties: tuple[Duty, ...] = ()
    checked_before: tuple[LawChecked, ...] = ()
    bearings: tuple[BearingResult, ...] = ()
    not_asked: tuple[NotAsked, ...] = ()
    authorities: tuple[AuthorityInfo, ...]
    house: HouseRules | None = None
    receipt: Receipt | None = None  # None in a report of a release that kept none


def standing_rank(standing: str) -> int:
    """The place of a standing in the order from worst (0) to best."""
    return STANDINGS.index(standing)
