"""Decided cases: the facts of a ruling as a scenario, beside what the court held. For back-tests and analogies."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fairuse.kb.authority import Direction
from fairuse.kb.entry import PartDay, last_day
from fairuse.kb.model import KnowledgeBase
from fairuse.kb.regime import Outcome, Regime
from fairuse.scenario.model import ActEntry, Facts, Name, Scenario, Work
from fairuse.scenario.names import check_facts, forum_problem
from fairuse.source.errors import FairuseError, Location, Problem, did_you_mean
from fairuse.source.validation import problems_of
from fairuse.source.yamlsource import Source, YamlPath, read_file

#: Which cases a case belongs to, by what they are used for.
CaseSet = Literal["open", "second", "retold", "set_aside"]
#: So many right names are told where none is like the one that was written.
LISTED = 6


class Ruling(BaseModel):
    """What a court held of one act: the outcome, and each factor it reached, seen from the user's side.

    `outcome`: the word of the regime for an act that is allowed, or ``not_`` and that word. `factors`: by the number
    that each has in the regime (``f1``). `unconfirmed` names those whose direction no source confirms; they are not
    scored. `issues` names other issues the court decided (such as whether model weights are a copy) with the value it
    gave each.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    outcome: str | None = None
    issues: dict[str, str] = {}
    factors: dict[str, Direction] = {}
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

    `regime`: if it is left out, the one that is asked by default. `description` holds the neutral facts that the
    encoded facts rest on: each may `quote` the words of it.

    `set`: the rules were written knowing the ``open`` cases; the others measured them before they were entered. Of
    those, rules and calibration may learn from the ``second`` set as well; the cases ``set_aside`` only ever measure
    them, and nobody looks in the rules for why one is missed. Which of the two it is was not chosen: a
    case is set aside if the SHA-256 of its id, read as a number, is divisible by three. The ``retold`` cases are known
    ones again, most of them authorities of the rules; their facts were told without the outcome and encoded by somebody
    else, so that they measure the questions more than the rules.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: Name
    name: str
    citation: str
    court: str
    forum: str | None = None
    regime: str = ""
    decided: PartDay
    final: bool = True
    verified: bool = True
    domain: str = ""
    set: CaseSet = "open"
    history: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    description: Annotated[str, Field(min_length=1)]
    acts: Annotated[tuple[DecidedAct, ...], Field(min_length=1)]

    @property
    def day(self) -> str:
        """The last day on which the case can have been decided, ``YYYY-MM-DD``."""
        return last_day(self.decided)

    def held(self, act: DecidedAct, kb: KnowledgeBase) -> Outcome | None:
        """What the court made of an act; None if it ruled on issues alone."""
        word = act.ruling.outcome
        return kb.regimes[self.regime].words.outcomes[word] if word is not None else None

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
            case = DecidedCase.model_validate({"regime": _by_default(kb), **source.value})
        except ValidationError as error:
            problems_of(error, source, (), DecidedCase)
        _check_names(source, kb)
    if source.problems or case is None:
        raise FairuseError(source.problems)
    return case


def _by_default(kb: KnowledgeBase) -> str:
    """The regime of a case that names none: the one law that weighs and is asked by default; else nothing."""
    found = [r.id for r in kb.regimes.values() if r.by_default and r.kind == "balancing"]
    return found[0] if len(found) == 1 else ""


def _check_names(source: Source, kb: KnowledgeBase) -> None:
    forum = source.value.get("forum")
    if isinstance(forum, str) and (reason := forum_problem(forum, kb)):
        source.problem(("forum",), "unknown-forum", reason)
    named = source.value.get("regime", _by_default(kb))
    regime = kb.regimes.get(named) if isinstance(named, str) else None
    if named == "":
        source.problem((), "no-regime", "a case names its regime, as no single one is asked by default")
    else:
        _known("regime", named, kb.regimes, source, ("regime",))
    acts = source.value.get("acts")
    for number, entry in enumerate(acts if isinstance(acts, list) else []):
        if not isinstance(entry, dict):
            continue
        if _known("act", entry.get("act"), kb.acts, source, ("acts", number, "act")) and regime:
            _spoken_to(entry["act"], regime, source, kb, ("acts", number, "act"))
        check_facts(entry.get("facts"), source, kb, ("acts", number, "facts"))
        ruling = entry.get("ruling")
        if isinstance(ruling, dict) and regime:
            _check_ruling(ruling, regime, source, kb, ("acts", number, "ruling"))


def _spoken_to(act: str, regime: Regime, source: Source, kb: KnowledgeBase, path: YamlPath) -> None:
    """The law of a case speaks to its acts: it has no answer to compare with the ruling otherwise."""
    if not kb.speaks_to(regime, act):
        covers = ", ".join(a for a in kb.acts if kb.speaks_to(regime, a))
        source.problem(path, "act-not-covered", f"{regime.id} does not speak to the act '{act}'; it covers {covers}")


def _check_ruling(ruling: dict[str, Any], regime: Regime, source: Source, kb: KnowledgeBase, path: YamlPath) -> None:
    """The words of a ruling are those of its regime: outcomes, factors, issues and their values."""
    _known("outcome", ruling.get("outcome"), regime.words.outcomes, source, (*path, "outcome"))
    factors = kb.factors(regime.id)
    for key in ("factors", "unconfirmed"):
        named = ruling.get(key)
        for place, name in enumerate(named if isinstance(named, list | dict) else []):
            at = (*path, key, name if isinstance(named, dict) else place)
            _known("factor", name, factors, source, at, key=isinstance(named, dict))
    issues = ruling.get("issues")
    for name, value in issues.items() if isinstance(issues, dict) else ():
        own = [i.id for i in kb.issues.values() if i.regime == regime.id]
        if _known("issue", name, own, source, (*path, "issues", name), key=True):
            _known("value", value, kb.issues[name].scale, source, (*path, "issues", name))


def _known(what: str, name: Any, known: Collection[str], source: Source, path: YamlPath, *, key: bool = False) -> bool:
    """Whether `name` is among those known; if it is text and is not, that is a problem."""
    if not isinstance(name, str):
        return False  # left out, or the model says what is wrong
    if name not in known:
        hint = did_you_mean(name, known) or (f"; there are {', '.join(known)}" if 0 < len(known) <= LISTED else "")
        source.problem(path, f"unknown-{what}", f"there is no {what} '{name}'{hint}", key=key)
    return name in known


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
