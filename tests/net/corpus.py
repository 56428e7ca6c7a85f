"""What the law is tried on: every shipped scenario, every decided case, and the situations of ``tests/law/situations``.

A row is one use under one combination of views on one day. Of a scenario or a decided case everything that the rules
find is pinned (``tests/gold/answers``); of a situation, what it is said to give.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fairuse.answer import ranges
from fairuse.answer.assess import exposures
from fairuse.answer.posed import posed, program_for
from fairuse.engine import columns
from fairuse.engine.clauses import VIEW
from fairuse.engine.program import Program
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase
from fairuse.knowledge import data_dir
from fairuse.precedent.decided import load_cases
from fairuse.scenario.file import load_scenario
from fairuse.scenario.folder import scenario_files
from fairuse.scenario.model import Given
from fairuse.scenario.uses import Asked, Use, uses_of
from fairuse.source.yamlsource import read_file

#: The day of scenarios that name none: fixed, so that what is pinned does not change by itself.
DAY = "2026-11-24"
SITUATIONS = Path(__file__).parent.parent / "law" / "situations"


@dataclass(frozen=True)
class Row:
    """One use under one combination of views. `gives`: what a situation must give (None: all is pinned).

    `outside`: it is a day on which the situation's law is not yet, or no longer, so that it must not give all of that.
    """

    source: str
    known: Mapping[str, Value]
    gives: Mapping[str, str] | None = None
    outside: bool = False


@dataclass
class Batch:
    """The rows of one law, act and day, evaluated."""

    program: Program
    rows: list[Row]
    atoms: columns.Atoms = field(init=False)
    base: columns.Columns = field(init=False)
    pinned: int = field(init=False)  # the rows of which everything is pinned
    told: set[str] = field(init=False)  # the issues of which its situations tell the value

    def __post_init__(self) -> None:
        table = {
            name: columns.encode(self.program, name, [row.known.get(name) for row in self.rows])
            for name in columns.terms(self.program)
        }
        self.table = table
        self.atoms = columns.Atoms(self.program, table, len(self.rows))
        hits: dict[str, int] = {}
        beaten: dict[str, int] = {}
        for issue in self.program.issues:
            found = self.atoms.settle(self.program.numbered[issue.id])
            hits.update(found.hits)
            beaten.update(found.beaten)
            self.atoms.settled[issue.id] = found.planes
        self.places = {issue.id: issue for issue in self.program.issues}
        self.base = columns.Columns(len(self.rows), self.atoms.settled, hits, beaten)
        self.told = {name for row in self.rows for name in row.gives or ()}
        self.pinned = sum(1 << n for n, row in enumerate(self.rows) if row.gives is None)


@dataclass(frozen=True)
class Situation:
    """A few facts and what the law gives for them, as a lawyer would state it.

    `since`, `until`: the first and the last day on which it gives that; `on`: the day on which it is asked, where
    neither is said. `views`: the view taken of doctrines on which it turns; of others, the first. An issue that nothing
    decides is ``undecided``. `amounts`: exactly the amounts that the law sets, each with the lowest and the highest.
    """

    place: str
    says: str
    law: str
    act: str
    facts: Mapping[str, Value]
    gives: Mapping[str, str]
    since: str | None = None
    until: str | None = None
    on: str = DAY
    views: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[str, Sequence[float]] | None = None

    def rows(self, kb: KnowledgeBase) -> Iterator[tuple[str, Row]]:
        """The day and the row of each time it is asked."""
        days = [(self.since or self.until or self.on, False)]
        days += [(day_before(self.since), True)] if self.since else []
        days += [(day_after(self.until), True)] if self.until else []
        for day, outside in days:
            program = program_for(kb, self.law, self.act, day)
            views = {VIEW + d.id: self.views.get(d.id, d.views[0].id) for d in program.doctrines}
            yield day, Row(self.place, {**self.facts, **views}, self.gives, outside)


def day_before(day: str) -> str:
    """The day before `day`."""
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


def day_after(day: str) -> str:
    """The day after `day`."""
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def situations(folder: Path = SITUATIONS) -> list[Situation]:
    """Every situation, in the order of files and lines."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        source = read_file(path, path.name)
        assert not source.problems, source.problems
        for number, raw in enumerate(source.value["situations"]):
            line = source.locate(("situations", number)).line
            found.append(Situation(place=f"{path.name}:{line}", **raw))
    return found


def uses(kb: KnowledgeBase) -> Iterator[tuple[str, str, str | None, Use]]:
    """Every use of a shipped scenario or decided case: the file it is from, its day, the forum, the use."""
    folder = data_dir("cases")
    for path, _ in scenario_files([folder / "scenarios"]):
        scenario = load_scenario(path, kb)
        for use in uses_of(scenario, kb):
            yield f"scenarios/{path.stem}", scenario.as_of or DAY, scenario.forum, use
    for case in load_cases(folder / "decided", kb):
        for use in uses_of(case.scenario(), kb):
            yield f"decided/{case.id}", case.day, case.forum, use


def batches(kb: KnowledgeBase) -> list[Batch]:
    """All rows, by law, act and day."""
    grouped: dict[tuple[str, str, str], list[Row]] = {}
    for source, day, forum, use in uses(kb):
        asked = posed(use, kb, day, forum)
        rows = [{**asked.known, **view} for view in ranges.one_by_one(asked.choices)]
        grouped.setdefault((use.regime, use.act, day), []).extend(Row(f"{source} {use.id}", row) for row in rows)
    for situation in situations():
        for day, row in situation.rows(kb):
            grouped.setdefault((situation.law, situation.act, day), []).append(row)
    return [Batch(program_for(kb, *key), rows) for key, rows in sorted(grouped.items())]


def amounts(situation: Situation, kb: KnowledgeBase) -> dict[str, list[float]]:
    """The amounts that the law sets in a situation."""
    ((day, row), *_) = situation.rows(kb)
    batch = Batch(program_for(kb, situation.law, situation.act, day), [row])
    scales = {i.id: list(i.scale) for i in batch.program.issues}
    settled = {i: scales[i][code] for i, planes in batch.base.planes.items() for code, bits in planes.items() if bits}
    facts = {name: Given(value=value) for name, value in situation.facts.items()}
    use = Use("", "", situation.act, "", "", "", situation.law, Asked(by="name"), facts)
    found = exposures(use, {**situation.facts, **settled}, kb, day)
    return {amount.id: [amount.low, amount.high] for amount in found}


def given(program: Program, result: columns.Columns, row: int, gives: Mapping[str, str]) -> bool:
    """Whether a row gives each of some issues the value named; ``standing`` is the conclusion of the law."""
    scales = {i.id: list(i.scale) for i in program.issues}

    def value(name: str) -> str:
        issue = program.conclusion if name == "standing" else name
        codes = result.planes.get(issue, {})
        return next((scales[issue][code] for code, bits in codes.items() if bits >> row & 1), "undecided")

    return all(value(name) == wanted for name, wanted in gives.items())


@functools.cache
def shipped_batches() -> tuple[Batch, ...]:
    """The batches of the shipped law, once in a process."""
    from tests import installed  # noqa: PLC0415  loads the law

    return tuple(batches(installed.law()))
