"""Saved scenarios and their saved reports: assess again under the rules installed now, and say what moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fairuse.answer.assess import EngineDisagreement
from fairuse.answer.result import Assessment, Frozen, KbInfo
from fairuse.inquiry.compare import compare
from fairuse.inquiry.comparison import Comparison
from fairuse.kb.model import KnowledgeBase
from fairuse.precedent.beside import assess
from fairuse.receipt.saved import load_report
from fairuse.scenario.file import read_scenario
from fairuse.scenario.folder import scenario_files
from fairuse.source.errors import FairuseError, Location, Problem

SUFFIX = ".report.json"
State = Literal["moved", "reasons", "same", "new", "bad"]


@dataclass(frozen=True)
class Watched:
    """One scenario file. `report` is where its assessment is kept, `fresh` the assessment of now.

    `state`: an answer `moved`; only `reasons` differ; all is the `same`; there is no saved report yet (`new`); a file
    is `bad` for the reasons in `problems`. `warnings`: what has no effect in the scenario.
    """

    path: Path
    report: Path
    state: State
    fresh: Assessment | None = None
    comparison: Comparison | None = None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def watch(folder: Path, kb: KnowledgeBase, as_of: str | None = None) -> Iterator[Watched]:
    """Assess every scenario below `folder` again, in the order of their names. Nothing is raised for a bad file."""
    taken: dict[Path, Path] = {}
    for path, _ in scenario_files([folder]):
        report = path.with_name(path.stem + SUFFIX)
        if report in taken:
            reason = f"its report would be that of {taken[report]}; rename one of them"
            yield _bad(path, report, [Problem(Location(str(path)), "same-report", reason)])
            continue
        taken[report] = path
        yield _watched(path, report, kb, as_of)


def _watched(path: Path, report: Path, kb: KnowledgeBase, as_of: str | None) -> Watched:
    problems: list[Problem] = []
    saved: Assessment | None = None
    try:
        read = read_scenario(path, kb)
    except FairuseError as error:
        problems += error.problems
    if report.exists():
        try:
            saved = load_report(report)
        except FairuseError as error:
            problems += error.problems
    if problems:
        return _bad(path, report, problems)
    forum, regimes = _options(saved)
    try:
        fresh = assess(read.scenario, kb, as_of=as_of, forum=forum, regimes=regimes)
    except FairuseError as error:
        return _bad(path, report, [Problem(Location(str(path)), p.code, p.message) for p in error.problems])
    except EngineDisagreement as error:
        reason = f"no answer, the engine's two sides differ: {error}"
        return _bad(path, report, [Problem(Location(str(path)), "internal", reason)])
    if saved is None:
        return Watched(path, report, "new", fresh, warnings=read.warnings)
    comparison = compare(saved, fresh, kb)
    state: State = "moved" if comparison.moved else "reasons" if comparison.differs else "same"
    return Watched(path, report, state, fresh, comparison, warnings=read.warnings)


def _options(saved: Assessment | None) -> tuple[str | None, tuple[str, ...]]:
    """Forum and regimes that the saved report was asked for beyond what its scenario says."""
    if saved is None or saved.receipt is None:
        return (saved.forum if saved else None), ()
    own = saved.receipt.scenario.forum
    return (saved.forum if saved.forum != own else None), saved.receipt.regimes


def _bad(path: Path, report: Path, problems: Sequence[Problem]) -> Watched:
    return Watched(path, report, "bad", problems=tuple(problems))


class WatchedScenario(Frozen):
    """What came of one scenario, as it is published; the states are those of `Watched`."""

    scenario: str
    report: str
    state: State
    comparison: Comparison | None
    problems: tuple[str, ...]


class WatchList(Frozen):
    """What moved in saved scenarios, file by file, under which rules. `updated`: the new reports were saved."""

    format_version: Literal[2] = 2
    kb: KbInfo
    updated: bool
    scenarios: tuple[WatchedScenario, ...]


def listed(watched: Sequence[Watched], kb: KnowledgeBase, *, updated: bool) -> WatchList:
    """The list that is published of what was watched."""
    entries = (
        WatchedScenario(
            scenario=w.path.as_posix(),
            report=w.report.as_posix(),
            state=w.state,
            comparison=w.comparison,
            problems=tuple(map(str, w.problems)),
        )
        for w in watched
    )
    return WatchList(kb=KbInfo(version=kb.version, sha256=kb.sha256), updated=updated, scenarios=tuple(entries))
