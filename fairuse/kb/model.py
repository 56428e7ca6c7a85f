"""Frozen models of everything a file under ``rules/`` may hold. Unknown keys are errors.

The models are the grammar: ``fairuse schema rules`` publishes them as JSON Schema. The validator of a
model is made when it is first used (`defer_build`): an assessment needs few of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field

from fairuse.kb.acts import Act, Assumption, Carry, Need, Serves
from fairuse.kb.authority import Authority, AuthorityKind, AuthorityStatus, Direction, Level
from fairuse.kb.condition import ALWAYS, YEARS, Condition, Value, terms_of, tests_of
from fairuse.kb.doctrine import Doctrine
from fairuse.kb.entry import Day, Entry, Kept, Text
from fairuse.kb.fact import FactDef, FactId, When
from fairuse.kb.house import Position, SetAside
from fairuse.kb.licence import Licence, LicenceFamily
from fairuse.kb.migration import Migration
from fairuse.kb.places import CourtNames, Jurisdiction, Place, plain_name
from fairuse.kb.regime import Regime
from fairuse.kb.said import SaidValue
from fairuse.kb.situation import Situation

#: The conclusion for one use. The one order that is not law but output format.
Standing = Literal[
    "not_permitted", "likely_not_permitted", "uncertain", "likely_permitted", "permitted", "no_permission_needed"
]
#: Conclusions for one use, worst first.
STANDINGS: tuple[Standing, ...] = get_args(Standing)

Lean = Literal["for", "against", "neutral"]
#: How rulings put the lean of a factor.
DIRECTIONS: dict[Lean, Direction] = {"for": "favors", "against": "disfavors", "neutral": "neutral"}
Status = Literal["settled", "contested", "untested"]
Settle = Literal["agree", "highest", "lowest"]
Role = Literal["factor", "gate", "defeater", "limit", "effect", "duty", "claim", "responsibility"]
#: Roles of issues that are reported for their own sake, though no conclusion rests on them.
REPORTED: tuple[Role, ...] = ("effect", "duty", "claim", "responsibility")

IssueId = Annotated[str, Field(pattern=r"^[a-z]{2,}\.[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]


class Step(Entry):
    """Something the user can do, where `when` holds: it changes the facts that it `sets`, or finds out facts.

    What is found out (`finds`) is not in the user's hand: the answer moves only if it turns out a given way. Nor is a
    step that another has to agree to (`asks_owner`). One that ends the act (`ends_act`) sets nothing: from then on the
    act is not done, so that nothing needs permission whatever the facts, and what was done before stays as it is.
    `answers`: the claims beside that it takes the ground from.
    """

    label: Text
    when: When = ALWAYS
    acts: tuple[str, ...] = ()
    sets: dict[str, Value] = {}
    finds: tuple[FactId, ...] = ()
    asks_owner: bool = False
    ends_act: bool = False
    answers: tuple[str, ...] = ()


class Part(Entry):
    """Issues and rules that several laws have in common; each of those includes the part."""

    label: Text


class Issue(Entry):
    """A legal question with an ordered scale of answers, worst for the user first where it leans.

    `regime`: the law that it belongs to, or the part of several laws. `brief`: a factor in a word or two, for tables.
    `phrases`: values as they are said in prose after the label, where neither their names nor `values` read.
    """

    id: IssueId
    regime: str
    label: Text
    question: Text
    factor: int | None = None
    brief: Text | None = None
    headline: bool = False
    role: Role | None = None
    scale: Annotated[dict[str, Lean], Field(min_length=2)]
    phrases: dict[str, str] = {}
    scores: tuple[int, ...] | None = None
    settle: Settle = "agree"

    @property
    def options(self) -> tuple[Value, ...]:
        """The values of the scale, lowest first."""
        return tuple(self.scale)


class Cite(BaseModel):
    """An authority, with the place in it where one is confirmed."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    authority: str
    at: str | None = None


class RuleExample(BaseModel):
    """Given terms under which a rule must fire, or must not."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    fires: dict[str, Value] | None = None
    not_: Annotated[dict[str, Value] | None, Field(alias="not")] = None

    @property
    def given(self) -> dict[str, Value]:
        """The terms the example gives, with ``act`` among them if named."""
        return self.fires or self.not_ or {}


class Rule(Entry):
    """When the condition holds, the issue takes the value, because …, on these authorities.

    `short`: the reason in a few words, for tables. `burden`: who must show the point that a presumption takes for
    granted where nothing is known. `though`: for an authority that came out the other way on the factor, why it stands
    where it does. `unweighed`: of a conclusion, that factors are not told even for the case that they were weighed.
    """

    issue: str
    value: str
    acts: tuple[str, ...] = ()
    when: When = ALWAYS
    because: Text
    short: Annotated[str, Field(max_length=60)] = ""
    cites: tuple[Cite, ...] = ()
    contrary: tuple[str, ...] = ()
    though: dict[str, Text] = {}
    view: dict[str, str] = {}
    presumption: bool = False
    burden: Literal["owner", "user"] | None = None
    prevails: bool = False
    defeats: tuple[str, ...] = ()
    unweighed: bool = False
    status: Status
    reason: str | None = None
    in_force: Day
    until: Day | None = None
    examples: tuple[RuleExample, ...] = ()

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The terms its condition reads, each once, in file order."""
        return tuple(terms_of(self.when))

    @cached_property
    def counts_years(self) -> bool:
        """Whether its condition counts years to the day asked about, so that it holds on some days only."""
        return any(test.op in YEARS for test in tests_of(self.when))


class Exposure(Entry):
    """An amount the law sets per unit, where its condition holds: arithmetic with its basis, never a forecast.

    `low` and `high` are in `unit` (such as ``USD``) for each one of the fact `per`. `provided`: what must still be
    shown for any of it to be owed, unless `sure` holds. `once`: it is set once for some works, whatever the act.
    """

    regime: str
    label: Text
    when: When
    provided: str = ""
    sure: When | None = None
    once: bool = False
    per: str
    unit: Text
    low: float
    high: float
    basis: Text
    cites: Annotated[tuple[Cite, ...], Field(min_length=1)]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What it asks: for being shown, and for being sure."""
        return (self.when,) if self.sure is None else (self.when, self.sure)


class BearingSide(BaseModel):
    """One of two uses that a bearing is about: its kinds of act, and what holds for it (facts, issues, conclusion)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    acts: Annotated[tuple[str, ...], Field(min_length=1)]
    when: When = ALWAYS


class Bearing(Entry):
    """What one use of some works means for another use of them in the same scenario; it decides neither."""

    regime: str
    first: BearingSide
    second: BearingSide
    says: Text
    cites: tuple[Cite, ...] = ()
    contrary: tuple[str, ...] = ()
    status: Status
    reason: str | None = None
    in_force: Day

    @property
    def sides(self) -> tuple[BearingSide, BearingSide]:
        """Both sides, first and second."""
        return self.first, self.second


class RulesFile(BaseModel):
    """The top level of a file under ``rules/``: one or more of these lists."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    acts: tuple[Act, ...] = ()
    places: tuple[Place, ...] = ()
    jurisdictions: tuple[Jurisdiction, ...] = ()
    courts: tuple[CourtNames, ...] = ()
    facts: tuple[FactDef, ...] = ()
    steps: tuple[Step, ...] = ()
    regimes: tuple[Regime, ...] = ()
    parts: tuple[Part, ...] = ()
    doctrines: tuple[Doctrine, ...] = ()
    levels: tuple[Level, ...] = ()
    authority_kinds: tuple[AuthorityKind, ...] = ()
    authority_statuses: tuple[AuthorityStatus, ...] = ()
    authorities: tuple[Authority, ...] = ()
    issues: tuple[Issue, ...] = ()
    values: tuple[SaidValue, ...] = ()
    rules: tuple[Rule, ...] = ()
    needs: tuple[Need, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    carries: tuple[Carry, ...] = ()
    serves: tuple[Serves, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    bearings: tuple[Bearing, ...] = ()
    licences: tuple[Licence, ...] = ()
    families: tuple[LicenceFamily, ...] = ()
    migrations: tuple[Migration, ...] = ()
    situations: tuple[Situation, ...] = ()
    positions: tuple[Position, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


class KnowledgeBase(Kept):
    """All law the product knows, indexed by id and independent of file order.

    `sha256` is over the files it was read from; a copy with other law has another, so that two knowledge bases are
    equal only if they answer alike. `ships`: it is the one that ships with the product, beside its decided cases.
    `house`: the ids of the house rules in it, by kind; `beneath`: the law without them.
    """

    ships: Annotated[bool, Field(exclude=True)] = False
    version: str
    sha256: str
    acts: dict[str, Act]
    places: dict[str, Place] = {}
    jurisdictions: dict[str, Jurisdiction] = {}
    courts: dict[str, CourtNames] = {}
    facts: dict[str, FactDef]
    steps: dict[str, Step]
    regimes: dict[str, Regime]
    parts: dict[str, Part] = {}
    doctrines: dict[str, Doctrine]
    levels: dict[str, Level]
    authority_kinds: dict[str, AuthorityKind]
    authority_statuses: dict[str, AuthorityStatus]
    authorities: dict[str, Authority]
    issues: dict[str, Issue]
    values: dict[str, SaidValue] = {}
    rules: Mapping[str, Rule] = {}  # from a cache, made when first asked for
    needs: dict[str, Need] = {}
    assumptions: dict[str, Assumption] = {}
    carries: dict[str, Carry] = {}
    serves: dict[str, Serves] = {}
    exposures: dict[str, Exposure]
    bearings: dict[str, Bearing]
    licences: dict[str, Licence] = {}
    families: dict[str, LicenceFamily] = {}
    migrations: dict[str, Migration] = {}
    situations: dict[str, Situation] = {}
    positions: dict[str, Position] = {}
    set_aside: dict[str, SetAside] = {}
    house: dict[str, tuple[str, ...]] = {}
    beneath: Annotated[KnowledgeBase | None, Field(exclude=True, repr=False)] = None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some law otherwise, and a digest of its own if it is."""
        changed = {name: value for name, value in (update or {}).items() if name in RulesFile.model_fields}
        digest = hashlib.sha256(self.sha256.encode())
        found = [part for name in sorted(changed) for part in _changes(name, getattr(self, name), changed[name])]
        for part in found:
            digest.update(part.encode())
        own = {"sha256": digest.hexdigest()} if found else {}
        return super().model_copy(update={**own, **(update or {})}, deep=deep)

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KnowledgeBase) and other.sha256 == self.sha256

    def cited_as(self, authority: Authority) -> str:
        """Name and citation as a reference list gives them."""
        short = authority.name.split(" (")[0].split(", In re")[0]
        named = self.authority_kinds[authority.kind].named or short.lower() in authority.citation.lower()
        return authority.citation if named else f"{authority.name}, {authority.citation}"

    def factors(self, regime: str) -> dict[str, Issue]:
        """The factors that a regime weighs, in order, by the names that rulings give them (``f1``, ``f2``, ...)."""
        own = (i for i in self.issues.values() if i.regime == regime and i.headline and i.factor)
        return {f"f{issue.factor}": issue for issue in sorted(own, key=lambda i: i.factor or 0)}

    def names(self, acts: Collection[str], act: str) -> bool:
        """Whether `acts` name a kind of act, or one that it is like under every law."""
        return act in acts or (act in self.acts and self.acts[act].like in acts)

    def means(self, acts: Collection[str], act: str) -> bool:
        """Whether what speaks to `acts` (if to none, to all) means an act of a kind, whatever a law takes it for."""
        return not acts or self.names(acts, act)

    def covers(self, acts: Collection[str], act: str, law: str | None = None) -> bool:
        """Whether what speaks to `acts` (if to none by name, to all) speaks to an act of a kind, under a law or any."""
        if self.means(acts, act):
            return True
        laws = self.regimes.values() if law is None else (self.regimes[law],) if law in self.regimes else ()
        return any(one.like.get(act) in acts for one in laws)

    def kind_of(self, act: str, law: str) -> str:
        """The kind of act as which a law takes one."""
        return self.acts[act].like or self.regimes[law].like.get(act, act)

    def rule_covers(self, rule: Rule, act: str) -> bool:
        """Whether a rule speaks to an act of a kind, under the law that it is of."""
        return self.covers(rule.acts, act, self.issues[rule.issue].regime)

    def speaks_to(self, regime: Regime, act: str) -> bool:
        """Whether a law answers an act of a kind."""
        return act not in regime.not_acts and self.covers(regime.acts, act, regime.id)

    def laws_of(self, issue: str) -> tuple[str, ...]:
        """The regimes that an issue belongs to: one, or those that include the part that it is of."""
        own = self.issues[issue].regime
        return tuple(r.id for r in self.regimes.values() if own in (r.id, *r.includes))

    def place_name(self, jurisdiction: str) -> str:
        """A place by the name that people use; one that is not held here by what the scenario calls it."""
        known = self.jurisdictions.get(jurisdiction)
        return known.name if known else jurisdiction.replace("_", " ")

    def forums(self, regime: str) -> dict[str, str]:
        """The forums whose courts can differ on a law, with their labels."""
        law = self.regimes[regime]
        place = self.jurisdictions.get(law.jurisdiction)
        return {**(place.forums if place else {}), **law.forums}

    @cached_property
    def all_forums(self) -> dict[str, str]:
        """Every forum with its label."""
        return {name: label for regime in self.regimes for name, label in self.forums(regime).items()}

    def forum_named(self, text: str) -> str | None:
        """The forum that a scenario means: by its own name, or by a court of it, whatever the dots and case."""
        return text if text in self.all_forums else self._courts.get(plain_name(text))

    @cached_property
    def _courts(self) -> dict[str, str]:
        return {plain_name(name): court.forum for court in self.courts.values() for name in court.names}

    def licence_named(self, text: str) -> Licence | None:
        """The licence of an id, an SPDX id, a tag of data set cards or another name, whatever the case of letters."""
        return self._licences.get(" ".join(text.split()).casefold())

    @cached_property
    def _licences(self) -> dict[str, Licence]:
        named = {n.casefold(): x for x in self.licences.values() for n in x.names}
        return named | {x.id.casefold(): x for x in self.licences.values()}

    @cached_property
    def ranks(self) -> dict[str, dict[Value, int]]:
        """For each ordered term (ordinal facts, issues), the rank of each of its values, lowest 0."""
        terms: tuple[Issue | FactDef, ...] = (*self.issues.values(), *self.facts.values())
        scaled = (t for t in terms if isinstance(t, Issue) or t.type == "ordinal")
        return {term.id: {v: n for n, v in enumerate(term.options)} for term in scaled}


def _changes(kind: str, old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[str]:
    """Each entry of a kind that was changed, added or taken out, as text."""
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield f"{kind}.{name}:{new[name].model_dump_json() if name in new else ''}"
