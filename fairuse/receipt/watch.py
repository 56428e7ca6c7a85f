"""Saved scenarios and their saved reports: assess again under the rules installed now, and say what moved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fairuse.answer.assess import EngineDisagreement, assess
from fairuse.answer.result import Assessment
from fairuse.inquiry.compare import compare
from fairuse.inquiry.comparison import Comparison, UseChange
from fairuse.kb.model import FORMAT_VERSION, KnowledgeBase
from fairuse.pages.comparison import changed_issues, events, one_line, title_of
from fairuse.receipt.saved import load_report
from fairuse.scenario.file import load_scenario
from fairuse.scenario.folder import scenario_files
from fairuse.source.errors import FairuseError, Location, Problem
from fairuse.words.outline import Block, Heading, Outline, Paragraph, Point, Points
from fairuse.words.wording import STANDING_LABELS, TONES, standing_text

SUFFIX = ".report.json"
State = Literal["moved", "reasons", "same", "new", "bad"]


@dataclass(frozen=True)
class Watched:
    """One scenario file. `report` is where its assessment is kept, `fresh` the assessment of now.

    `state`: an answer `moved`; only `reasons` differ; all is the `same`; there is no saved report yet (`new`); a file
    is `bad` for the reasons in `problems`.
    """

    path: Path
    report: Path
    state: State
    fresh: Assessment | None = None
    comparison: Comparison | None = None
    problems: tuple[Problem, ...] = ()


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
        scenario = load_scenario(path, kb)
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
        fresh = assess(scenario, kb, as_of=as_of, forum=forum, regimes=regimes)
    except FairuseError as error:
        return _bad(path, report, [Problem(Location(str(path)), p.code, p.message) for p in error.problems])
    except EngineDisagreement as error:
        reason = f"no answer, the engine's two sides differ: {error}"
        return _bad(path, report, [Problem(Location(str(path)), "internal", reason)])
    if saved is None:
        return Watched(path, report, "new", fresh)
    comparison = compare(saved, fresh, kb)
    state: State = "moved" if comparison.moved else "reasons" if comparison.differs else "same"
    return Watched(path, report, state, fresh, comparison)


def _options(saved: Assessment | None) -> tuple[str | None, tuple[str, ...]]:
    """Forum and regimes that the saved report was asked for beyond what its scenario says."""
    if saved is None or saved.receipt is None:
        return (saved.forum if saved else None), ()
    own = saved.receipt.scenario.forum
    return (saved.forum if saved.forum != own else None), saved.receipt.regimes


def _bad(path: Path, report: Path, problems: Sequence[Problem]) -> Watched:
    return Watched(path, report, "bad", problems=tuple(problems))


def as_json(watched: Sequence[Watched]) -> str:
    """The list as JSON, with the comparison of each scenario that has one."""
    entries: list[dict[str, Any]] = [
        {
            "scenario": w.path.as_posix(),
            "report": w.report.as_posix(),
            "state": w.state,
            "comparison": w.comparison.model_dump(mode="json") if w.comparison else None,
            "problems": [str(p) for p in w.problems],
        }
        for w in watched
    ]
    return json.dumps({"format_version": FORMAT_VERSION, "scenarios": entries}, indent=2, ensure_ascii=False) + "\n"


def explain_watch(watched: Sequence[Watched], kb: KnowledgeBase, updated: bool) -> Outline:
    """Say in words what moved, file by file."""
    count = {state: sum(w.state == state for w in watched) for state in ("moved", "reasons", "same", "new", "bad")}
    saved = "saved for the first time" if updated else "without a saved report (--update makes one)"
    parts = [
        f"{count['moved']} of {len(watched)} scenarios moved",
        f"{count['reasons']} with the same answers for other reasons" if count["reasons"] else "",
        f"{count['same']} unchanged" if count["same"] else "",
        f"{count['new']} {saved}" if count["new"] else "",
        f"{count['bad']} could not be read" if count["bad"] else "",
    ]
    blocks: list[Block] = [
        Heading("What moved in saved scenarios", 1),
        Paragraph(f"Against rules {kb.version} ({kb.sha256[:8]}).", quiet=True),
        Paragraph("; ".join(filter(None, parts)) + "."),
    ]
    for w in watched:
        if w.comparison and w.state == "moved":
            blocks.append(Points(f"{w.path.as_posix()}: {one_line(w.comparison)}", tuple(_moves(w.comparison, kb))))
    for state, title in (("reasons", "Same answers, other reasons"), ("new", saved[:1].upper() + saved[1:])):
        names = tuple(Point(w.path.as_posix()) for w in watched if w.state == state)
        blocks += [Points(title, names)] if names else []
    return Outline("What moved in saved scenarios", tuple(blocks))


def _moves(comparison: Comparison, kb: KnowledgeBase) -> Iterator[Point]:
    for use in comparison.uses:
        if use.moved:
            yield _move(use, title_of(use, comparison, kb))
    for lone, word in [(u, "new") for u in comparison.only_new] + [(u, "gone") for u in comparison.only_old]:
        text = f"{word}; {standing_text(lone.standing)}."
        yield Point(text, label=title_of(lone, comparison, kb), tone=TONES[lone.standing])


def _move(use: UseChange, label: str) -> Point:
    old, new = use.standing
    text = f"{STANDING_LABELS[old]} → {standing_text(new)}." if old != new else f"{STANDING_LABELS[new]}, as before."
    if old == new and (issues := changed_issues(use)):
        text += f" Moved: {issues}."
    why = " ".join(events(use))
    return Point(f"{text} {why}".rstrip(), label=label, tone=TONES[new])
