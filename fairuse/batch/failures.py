"""The answers that a gate does not let pass, each with the place of the fact that decides it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from fairuse.answer.asked import court_of
from fairuse.answer.posed import posed
from fairuse.answer.result import standing_rank
from fairuse.batch.answer import Answer
from fairuse.batch.encode import Saying, as_given
from fairuse.batch.evaluate import Options, scenario_of
from fairuse.batch.table import Chunk
from fairuse.engine import Inference, infer
from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase, Standing
from fairuse.scenario.model import Scenario
from fairuse.scenario.uses import uses_of
from fairuse.source.errors import Location
from fairuse.source.yamlsource import Source, YamlPath, read_file

#: The rule under which an act that no law answers is listed, and a file or row whose problem has no code.
UNANSWERED, UNREADABLE = "unanswered", "unreadable"

_PROBLEM = re.compile(r"(?P<path>.*?):(?P<line>\d+):(?P<column>\d+): error (?P<message>.*?) \[(?P<code>[a-z-]+)\]")


class Failure(NamedTuple):
    """An answer that does not pass: where it stands, what it is, the rule and the fact that decide it."""

    file: str
    line: int
    column: int
    name: str
    place: str
    standing: Standing | str
    rule: str
    fact: str
    message: str


def fails(answer: Answer, limit: str) -> bool:
    """Whether an answer stands at `limit` or worse, or is none."""
    return bool(answer.error) or (bool(answer.standing) and standing_rank(answer.standing) <= standing_rank(limit))


def in_table(
    chunk: Chunk,
    given: Sequence[tuple[int, Answer]],
    names: Callable[[int], str],
    saying: Saying,
    kb: KnowledgeBase,
    options: Options,
) -> Iterator[Failure]:
    """The failures of a chunk from those of its answers that fail, each with the place of its row in the chunk."""
    for row, answer in given:
        if answer.error and not answer.act:
            yield _unreadable(answer, Location(chunk.file, chunk.line(row), 1), names(row))
            continue
        said = saying.row(row)
        facts = {name: as_given(value) for name, value in said.items() if name in kb.facts}
        fact = deciding_fact(scenario_of(said, facts), answer, tuple(saying.told), kb, options)
        at = Location(chunk.file, chunk.line(row), saying.told[fact] if fact else 1)
        yield _failure(answer, at, names(row), fact, kb)


def in_file(
    path: Path, name: str, given: Sequence[Answer], scenario: Scenario | None, kb: KnowledgeBase, options: Options
) -> Iterator[Failure]:
    """The failures of a scenario file, from those of its answers that fail."""
    source = read_file(path, name)
    for answer in given:
        if scenario is None or (answer.error and not answer.act):
            yield _unreadable(answer, Location(name, 1, 1), name)
            continue
        places = dict(_fact_places(source, scenario, answer, kb))
        fact = deciding_fact(scenario, answer, tuple(places), kb, options)
        number = list(scenario.act_ids()).index(answer.act)
        at = source.locate(places[fact], key=True) if fact else source.locate(("acts", number))
        yield _failure(answer, at, f"{answer.act}/{answer.works}", fact, kb)


def deciding_fact(scenario: Scenario, answer: Answer, told: Sequence[str], kb: KnowledgeBase, options: Options) -> str:
    """Of the facts that are `told`, the one nearest to the conclusion on which an answer rests; empty if none is."""
    for use in uses_of(scenario, kb, options.regimes):
        if (use.regime, use.act_id) == (answer.law, answer.act) and answer.works in ("", use.work):
            asked = posed(use, kb, options.day_of(scenario), court_of(scenario, kb, options.forum, options.regimes))
            proof = infer(asked.rows()[0], asked.program)
            return next((fact for fact in rests_on(proof, asked.program.conclusion) if fact in told), "")
    return ""


def rests_on(proof: Inference, conclusion: str) -> list[str]:
    """The terms on which a conclusion rests, the nearest first."""
    wanted, found = [conclusion], dict[str, None]()
    for issue in wanted:  # grows while it is read
        for finding in proof.findings:
            if finding.issue == issue and not finding.defeated_by and finding.value == proof.values.get(issue):
                terms = [term for term, _ in finding.rests_on]
                found |= dict.fromkeys(terms)
                wanted += [term for term in terms if term in proof.values and term not in wanted]
    return list(found)


def tells(fact: FactDef) -> Iterator[str]:
    """The facts that are known once a fact is given: itself, the parts of a list, what follows from a licence."""
    yield fact.id
    yield from fact.tells
    yield from (part for parts in fact.parts.values() for part in parts)


def _fact_places(
    source: Source, scenario: Scenario, answer: Answer, kb: KnowledgeBase
) -> Iterator[tuple[str, YamlPath]]:
    """Where each fact of an act on some works is given; a later place wins."""
    number = list(scenario.act_ids()).index(answer.act)
    holders: list[tuple[YamlPath, Any]] = [(("facts",), scenario.facts)]
    if answer.works in scenario.works:
        holders.append((("works", answer.works, "facts"), scenario.works[answer.works].facts))
    holders.append((("acts", number, "facts"), scenario.acts[number].facts))
    for path, facts in holders:
        for name in facts:
            yield from ((told, (*path, name)) for told in tells(kb.facts[name]))


def _unreadable(answer: Answer, at: Location, name: str) -> Failure:
    if (found := _PROBLEM.match(answer.error)) is None:
        return Failure(at.path, max(1, at.line), max(1, at.column), name, "", "", UNREADABLE, "", answer.error)
    place = found["path"], max(1, int(found["line"])), max(1, int(found["column"]))
    return Failure(*place, name, "", "", found["code"], "", found["message"])


def _failure(answer: Answer, at: Location, name: str, fact: str, kb: KnowledgeBase) -> Failure:
    rule = UNANSWERED if answer.error else answer.rules[0] if answer.rules else answer.law or "open"
    words = answer.error or f"{answer.standing.replace('_', ' ')}: {answer.because or answer.law}"
    place = kb.place_name(answer.place)
    turns = f" (decided by {kb.facts[fact].label.lower()})" if fact in kb.facts else ""
    where = at.path, max(1, at.line), max(1, at.column)
    return Failure(*where, name, answer.place, answer.standing, rule, fact, f"{answer.act} in {place}: {words}{turns}")
