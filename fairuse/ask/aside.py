"""Answers that no longer apply: kept aside while their question does not arise, and back where it does again."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Container

from fairuse.ask.case import Case, cases_of
from fairuse.ask.situations import Answer, answers_of, with_answer, without
from fairuse.engine.clauses import truth
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.acts import recorded
from fairuse.scenario.model import UNKNOWN, Given, Scenario

_HEADING = "Answers kept aside, as their questions do not arise any more:"
_LINE = re.compile(
    r"#   (?P<fact>[\w.]+) of (?:act (?P<act>\d{1,4})|works (?P<work>[\w.-]+)|the case): (?P<given>\{.*\})"
)
#: Answers, each with whose it is.
Aside = tuple[Answer, ...]
#: One answer that goes may take along another that hangs on it; questions hang on one another four deep at most.
ROUNDS = 5


def sorted_out(
    scenario: Scenario, aside: Aside, kb: KnowledgeBase, as_of: str, forum: str | None = None
) -> tuple[Scenario, Aside]:
    """The scenario with the answers that apply, and those that do not, after some answer was changed."""
    for _ in range(ROUNDS):
        cases = cases_of(scenario, kb, as_of, forum)
        told = answers_of(scenario, kb)
        gone = [one for one in told if not _arises(one, cases, kb, recorded({one.fact.id: one.given}, kb))]
        here = {(one.fact.id, one.work, one.act) for one in told}
        back = [a for a in aside if (a.fact.id, a.work, a.act) not in here and _arises(a, cases, kb)]
        if not gone and not back:
            break
        for answer in gone:
            scenario = without(scenario, answer)
        for answer in back:
            scenario = with_answer(scenario, answer)
        kept = {(a.fact.id, a.work, a.act): a for a in (*aside, *gone)}
        for answer in back:
            kept.pop((answer.fact.id, answer.work, answer.act), None)
        aside = tuple(kept.values())
    return scenario, aside


def remark(aside: Aside) -> str:
    """What was kept aside, as a remark below a scenario file, from which `remarked` reads it; else nothing."""
    if not aside:
        return ""
    lines = (f"#   {one.fact.id} of {_whose(one)}: {_written(one.given)}\n" for one in aside)
    return "".join((f"# {_HEADING}\n", *lines))


def remarked(text: str, scenario: Scenario, kb: KnowledgeBase) -> Aside:
    """What a remark below a scenario file keeps aside; what does not fit the scenario any more is left out."""
    _, _, below = text.partition(f"# {_HEADING}\n")
    found = []
    for line in map(_LINE.fullmatch, below.splitlines()):
        if line is None or line["fact"] not in kb.facts:
            continue
        act, work = int(line["act"]) - 1 if line["act"] else None, line["work"]
        if (act is None or 0 <= act < len(scenario.acts)) and (work is None or work in scenario.works):
            with contextlib.suppress(ValueError, RecursionError):  # somebody changed it
                fact, given = kb.facts[line["fact"]], Given.model_validate(json.loads(line["given"]))
                if given.value == UNKNOWN or all(map(fact.accepts, given.listed)):
                    found.append(Answer(fact, given, act=act, work=work))
    return tuple(found)


def _whose(answer: Answer) -> str:
    return f"act {answer.act + 1}" if answer.act is not None else f"works {answer.work}" if answer.work else "the case"


def _written(given: Given) -> str:
    return json.dumps(given.model_dump(mode="json", exclude_defaults=True))


def _arises(answer: Answer, cases: list[Case], kb: KnowledgeBase, told: Container[str] = ()) -> bool:
    """Whether a question arises of some act that it is about, or may: so that its answer applies.

    `told`: what the answer itself tells, which is no reason against asking.
    """
    about = [
        c for c in cases if answer.act in (None, c.act) and answer.work in (None, c.work)
    ]  # of an act that no law answers, nothing is known
    others = ({n: v for n, v in c.uses[0].values.items() if n not in told} for c in about)
    return not about or any(truth(answer.fact.asked_when, values, kb) is not False for values in others)
