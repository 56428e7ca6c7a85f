"""Many scenario files at once, by the columns side; the chain side answers some of them as well, to compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fairuse.answer.asked import court_of
from fairuse.answer.assess import EngineDisagreement, asked_uses, assess_alone
from fairuse.answer.posed import posed
from fairuse.answer.result import UseResult
from fairuse.answer.served import with_served
from fairuse.batch.answer import Answer, answers_from, answers_of
from fairuse.batch.evaluate import Options
from fairuse.batch.laws import Asking, answers, law_of
from fairuse.batch.outputs import Rows
from fairuse.engine import columns
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.file import read_scenario
from fairuse.scenario.model import Scenario
from fairuse.scenario.unanswered import unanswered
from fairuse.scenario.uses import Use
from fairuse.source.errors import FairuseError, Problem

#: Of so many files one is answered by the chain side, too.
CHECKED = 1_000


@dataclass(frozen=True)
class Found:
    """The answers for some scenario files, as rows to be written; and what there is to warn of in them.

    `scenarios`: those that could be read, by their place among the files.
    """

    rows: Rows
    scenarios: Mapping[int, Scenario]
    warnings: tuple[Problem, ...] = ()

    def tally(self) -> Counter[Answer]:
        """How often each answer is given."""
        return Counter(self.rows.kinds[number] for number in self.rows.number.tolist())


@dataclass(frozen=True)
class _Read:
    """A scenario and what is asked in it, one law of one act on some works after the other."""

    scenario: Scenario
    court: str | None
    uses: tuple[Use, ...]
    asking: tuple[Asking, ...]
    known: tuple[dict[str, Value], ...]


def answered(paths: Sequence[tuple[Path, str]], first: int, kb: KnowledgeBase, options: Options) -> Found:
    """Answer scenario files, each with its name; `first`: how many come before them.

    A file that cannot be answered gives one row with the error.
    """
    read: dict[int, _Read] = {}
    given: dict[int, Sequence[Answer]] = {}
    scenarios: dict[int, Scenario] = {}
    warnings: list[Problem] = []
    for number, (path, name) in enumerate(paths):
        try:
            whole = read_scenario(path, kb, name=name)
            warnings += whole.warnings
            scenarios[number] = whole.scenario
            if options.wanted.ranges:  # how far an answer could go is looked into use by use, with all that it serves
                given[number] = _proved(whole.scenario, kb, options)
            else:
                read[number] = _asked(whole.scenario, kb, options)
        except (FairuseError, EngineDisagreement) as error:
            given[number] = [Answer(error=_reason(error, name))]
    results = _by_law(list(read.values()), kb, options)
    for number, asked in read.items():
        uses = [results[asking, _key(known)] for asking, known in zip(asked.asking, asked.known, strict=True)]
        named = [_named(result, use) for result, use in zip(uses, asked.uses, strict=True)]
        told = answers_from(named, unanswered(asked.scenario, kb, options.regimes), kb)
        given[number] = [options.wanted.of(answer) for answer in told]
        if (first + number) % CHECKED == 0:
            given[number] = _checked(given[number], asked.scenario, paths[number][1], kb, options)
    kinds: dict[Answer, int] = {}
    rows = [(file, kinds.setdefault(a, len(kinds))) for file in range(len(paths)) for a in given[file]]
    file, which = np.array(rows, dtype=np.intp).reshape(-1, 2).T
    names = [name for _, name in paths]
    return Found(Rows(names, file, np.zeros_like(file), file, which, tuple(kinds)), scenarios, tuple(warnings))


def _reason(error: FairuseError | EngineDisagreement, name: str) -> str:
    if isinstance(error, FairuseError):
        return "; ".join(map(str, error.problems))
    return f"{name}: no answer, the engine's two sides differ: {error}"


def _proved(scenario: Scenario, kb: KnowledgeBase, options: Options) -> tuple[Answer, ...]:
    """The answers as `assess` gives them."""
    day = options.day_of(scenario)
    return answers_of(assess_alone(scenario, kb, as_of=day, forum=options.forum, regimes=options.regimes), kb)


def _checked(
    given: Sequence[Answer], scenario: Scenario, name: str, kb: KnowledgeBase, options: Options
) -> Sequence[Answer]:
    """The answers if the chain side has the same; else an error in their place."""
    try:
        proved = [options.wanted.of(answer) for answer in _proved(scenario, kb, options)]
    except EngineDisagreement as error:
        return [Answer(error=_reason(error, name))]
    if proved == list(given):
        return given
    return [Answer(error=_reason(EngineDisagreement("an answer is not that of the chain side"), name))]


def _asked(scenario: Scenario, kb: KnowledgeBase, options: Options) -> _Read:
    uses = asked_uses(scenario, kb, options.regimes)
    court = court_of(scenario, kb, options.forum, options.regimes)
    day = options.day_of(scenario)
    uses = with_served(uses, kb, day, court)
    asking = tuple(Asking(use.regime, use.act, day, court, use.held) for use in uses)
    known = tuple(_known(use, asked, kb) for use, asked in zip(uses, asking, strict=True))
    return _Read(scenario, court, uses, asking, known)


def _known(use: Use, asked: Asking, kb: KnowledgeBase) -> dict[str, Value]:
    """The known facts of a use that rules read."""
    if use.each:  # which value on a list leaves the user worst has to be looked into
        return dict(posed(use, kb, asked.day, asked.court).known)
    read = law_of(kb, asked).reads
    return {name: given.value for name, given in use.facts.items() if name in read}


def _key(known: dict[str, Value]) -> tuple[tuple[str, type, Value], ...]:
    return tuple((name, type(value), value) for name, value in sorted(known.items()))


def _by_law(
    read: Sequence[_Read], kb: KnowledgeBase, options: Options
) -> dict[tuple[Asking, tuple[tuple[str, type, Value], ...]], UseResult]:
    """The result for each law that is asked and each set of known facts of which it is."""
    rows: dict[Asking, dict[tuple[tuple[str, type, Value], ...], dict[str, Value]]] = {}
    for one in read:
        for asking, known in zip(one.asking, one.known, strict=True):
            rows.setdefault(asking, {})[_key(known)] = known
    found = {}
    for asking, by_key in rows.items():
        law = law_of(kb, asking)
        every = list(by_key.values())
        facts = dict.fromkeys(fact for known in every for fact in known)
        table = {fact: columns.encode(law.program, fact, [known.get(fact) for known in every]) for fact in facts}
        result = answers(law, table, len(every), options.wanted)
        for key, kind in zip(by_key, result.kinds.tolist(), strict=True):
            found[asking, key] = result.said[kind].use(law.program, kb)
    return found


def _named(result: UseResult, use: Use) -> UseResult:
    """A result as that of a use."""
    own = {"id": use.id, "act_id": use.act_id, "act_title": use.act_title}
    return result.model_copy(update={**own, "work": use.work, "work_title": use.work_title})
