"""Decided cases: the facts of a ruling as a scenario, beside what the court held. For back-tests and analogies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fairuse.kb.entry import PartDay, last_day
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import ActEntry, Facts, Name, Scenario, Work
from fairuse.scenario.names import check_facts, forum_problem
from fairuse.source.errors import FairuseError, Location, Problem, did_you_mean
from fairuse.source.validation import problems_of
from fairuse.source.yamlsource import Source, read_file

Direction = Literal["favors", "disfavors", "neutral"]


class Ruling(BaseModel):
    """What a court held of one act: the outcome, and each factor it reached, seen from the user's side.

    `unconfirmed` names factors whose direction no source confirms; they are not scored. `issues` names other issues
    the court decided (such as whether model weights are a copy) with the value it gave each.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    outcome: Literal["fair", "not_fair", "permitted", "not_permitted"] | None = None
    issues: dict[str, str] = {}
    factors: dict[Annotated[str, Field(pattern=r"^f[1-9]$")], Direction] = {}
    unconfirmed: tuple[str, ...] = ()


class DecidedAct(BaseModel):
    """One act of a decided case. `known_miss`: why the system is expected to come out otherwise, if it is."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    act: str
    label: Annotated[str, Field(min_length=1)]
    facts: Facts = {}
    ruling: Ruling
    known_miss: str | None = None


class DecidedCase(BaseModel):
    """A decided case as a file under ``cases/decided``.

    `description` holds the neutral facts that the encoded facts rest on: each may `quote` the words of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: Name
    name: str
    citation: str
    court: str
    forum: str | None = None
    regime: str = "us.fair_use"
    decided: PartDay
    final: bool = True
    verified: bool = True
    domain: str = ""
    history: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    description: Annotated[str, Field(min_length=1)]
    acts: Annotated[tuple[DecidedAct, ...], Field(min_length=1)]

    @property
    def day(self) -> str:
        """The last day on which the case can have been decided, ``YYYY-MM-DD``."""
        return last_day(self.decided)

    def scenario(self) -> Scenario:
        """The facts of the case as a scenario, without the ruling."""
        return Scenario(
            title=self.name,
            description=self.description,
            forum=self.forum,
            where=(self.regime,),
            works={"works": Work()},
            acts=tuple(
                ActEntry(id=f"act-{n}", act=a.act, title=a.label, works=("works",), facts=a.facts)
                for n, a in enumerate(self.acts, 1)
            ),
        )


def load_case(path: Path, kb: KnowledgeBase, shown: str | None = None) -> DecidedCase:
    """Read one decided case and check its names and values against `kb`. Raises `FairuseError`."""
    source = read_file(path, shown or str(path))
    if source.problems and source.value is None:
        raise FairuseError(source.problems)
    case: DecidedCase | None = None
    if not isinstance(source.value, dict):
        source.problem((), "bad-file", "a decided case is a mapping with id, name, decided, description and acts")
    else:
        try:
            case = DecidedCase.model_validate(source.value)
        except ValidationError as error:
            problems_of(error, source, (), DecidedCase)
        _check_names(source, kb)
    if source.problems or case is None:
        raise FairuseError(source.problems)
    return case


def _check_names(source: Source, kb: KnowledgeBase) -> None:
    forum = source.value.get("forum")
    if isinstance(forum, str) and (reason := forum_problem(forum, kb)):
        source.problem(("forum",), "unknown-forum", reason)
    regime = source.value.get("regime")
    if isinstance(regime, str) and regime not in kb.regimes:
        hint = did_you_mean(regime, kb.regimes)
        source.problem(("regime",), "unknown-regime", f"there is no regime '{regime}'{hint}")
    acts = source.value.get("acts")
    for number, entry in enumerate(acts if isinstance(acts, list) else []):
        if not isinstance(entry, dict):
            continue
        act = entry.get("act")
        if isinstance(act, str) and act not in kb.acts:
            message = f"there is no act '{act}'{did_you_mean(act, kb.acts)}"
            source.problem(("acts", number, "act"), "unknown-act", message)
        check_facts(entry.get("facts"), source, kb, ("acts", number, "facts"))


def load_cases(folder: Path, kb: KnowledgeBase) -> list[DecidedCase]:
    """Read every case below `folder`, in order of id. Raises `FairuseError` with the problems of all files."""
    if not folder.is_dir():
        raise FairuseError([Problem(Location(str(folder)), "no-such-folder", "there is no such folder of cases")])
    cases: list[DecidedCase] = []
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            cases.append(load_case(path, kb, str(path)))
        except FairuseError as error:
            problems += error.problems
    if not cases and not problems:
        problems.append(Problem(Location(str(folder)), "no-cases", "there are no case files (*.yaml) in this folder"))
    if problems:
        raise FairuseError(problems)
    return sorted(cases, key=lambda c: c.id)
