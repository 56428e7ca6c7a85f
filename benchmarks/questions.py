"""How many questions an interview puts, and whether it ends with the right answer.

Every shipped scenario is taken as the truth: the interview starts from its acts, works, laws and places, each question
is answered from the file, with "don't know" where the file is silent, and what stands at the end is compared with what
stands on the whole file. Beside it the order of the vocabulary, which asks all that could still bear on an answer.

    python benchmarks/questions.py [--match TEXT] [--part N/OF] [--plan-only]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

import fairuse
from fairuse.ask import plan
from fairuse.ask.case import cases_of, questions_of
from fairuse.ask.outlook import outlook
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import UNKNOWN, Given, Scenario

SCENARIOS = Path(__file__).parent.parent / "cases" / "scenarios"
#: An interview that puts more than this of one act is given up.
GIVEN_UP = 120
#: Nine in ten acts are to be asked no more than this.
LONG = 27


def standings(scenario: Scenario, kb: KnowledgeBase, day: str) -> dict[tuple[int, str], tuple[str, ...]]:
    """What stands of each act on some works, in each place."""
    return {
        (c.act, c.work): outlook(c, kb, day, scenario.forum).standings
        for c in cases_of(scenario, kb, day, scenario.forum)
    }


def begun(truth: Scenario, kb: KnowledgeBase) -> Scenario:
    """What a person says at the start: the acts, the works, the laws, and where it happens."""
    places = {name for act in kb.acts.values() for name in act.placed_by} | {
        name for regime in kb.regimes.values() for name in regime.placed_by or ()
    }

    def only(holder):
        return holder.model_copy(update={"facts": {n: g for n, g in holder.facts.items() if n in places}})

    return only(truth).model_copy(
        update={"works": {n: only(w) for n, w in truth.works.items()}, "acts": tuple(only(a) for a in truth.acts)}
    )


def answer(truth: Scenario, so_far: Scenario, fact, act: int, work: str) -> Scenario:
    """Answer a question from the file: what it says of the fact, or of the facts on the list, wherever it says it."""
    told = said(truth, fact, act, work)
    scenario, works, acts = (
        h.model_copy(update={"facts": {**h.facts, **new}})
        for h, new in zip(holders(so_far, act, work), told, strict=True)
    )
    changed = list(so_far.acts)
    changed[act] = acts
    return scenario.model_copy(update={"works": {**so_far.works, work: works}, "acts": tuple(changed)})


def said(truth: Scenario, fact, act: int, work: str) -> list[dict[str, Given]]:
    """What the file says to a question, of the scenario, of the works and of the act; that it is silent, if it is."""
    names = {fact.id, *(part for some in fact.parts.values() for part in some)}
    told = [{n: g for n, g in holder.facts.items() if n in names} for holder in holders(truth, act, work)]
    if not any(fact.id in level for level in told):
        told[("scenario", "work", "act").index(fact.about)].setdefault(fact.id, Given(value=UNKNOWN))
    return told


def answered(truth: Scenario, so_far: Scenario, question: plan.Question, act: int, work: str) -> Scenario:
    """As `answer`, and once for the other works or acts that are shown beside it, of which the file says the same."""
    told = said(truth, question.fact, act, work)
    so_far = answer(truth, so_far, question.fact, act, work)
    others = [(act, name) for name in question.alike]
    others += [(number, truth.acts[number].works[0]) for number in question.alike_acts]
    for place in others:
        if said(truth, question.fact, *place) == told:
            so_far = answer(truth, so_far, question.fact, *place)
    return so_far


def holders(scenario: Scenario, act: int, work: str):
    return scenario, scenario.works[work], scenario.acts[act]


def by_plan(truth: Scenario, kb: KnowledgeBase, day: str, seconds: list[float]) -> tuple[Scenario, Counter]:
    """Hold the interview; also how many questions each act on some works was asked."""
    so_far, asked = begun(truth, kb), Counter()
    while True:
        started = time.process_time()
        cases = cases_of(so_far, kb, day, truth.forum)
        case = next((c for c in cases if not outlook(c, kb, day, truth.forum).settled), None)
        question = plan.next_question(so_far, kb, day, truth.forum)
        seconds.append(time.process_time() - started)
        if question is None or case is None or asked[case.act, case.work] > GIVEN_UP:
            return so_far, asked
        asked[case.act, case.work] += 1
        so_far = answered(truth, so_far, question, case.act, case.work)


def by_vocabulary(truth: Scenario, kb: KnowledgeBase, day: str) -> tuple[Scenario, Counter]:
    """Ask, in the order of the vocabulary, all that could still bear on an answer."""
    so_far, asked = begun(truth, kb), Counter()
    for place in {(c.act, c.work): None for c in cases_of(so_far, kb, day, truth.forum)}:
        while True:
            cases = {(c.act, c.work): c for c in cases_of(so_far, kb, day, truth.forum)}
            questions = questions_of(cases[place], kb, day) if place in cases else ()
            if not questions:
                break
            asked[place] += 1
            so_far = answer(truth, so_far, questions[0].fact, *place)
    return so_far, asked


def at(some, share: float):
    return sorted(some)[int(share * (len(some) - 1))]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--match", nargs="*", default=[""])
    options.add_argument("--part", default="0/1")
    options.add_argument("--plan-only", action="store_true")
    given = options.parse_args()
    part, of = map(int, given.part.split("/"))
    kb = fairuse.load_kb()
    files = [
        f
        for f in sorted(SCENARIOS.glob("*.yaml"))
        if any(text in f.name for text in given.match) and ".expected" not in f.name
    ][part::of]
    counts: dict[str, list[int]] = {"plan": [], "vocabulary": []}
    wrong: dict[str, list[str]] = {"plan": [], "vocabulary": []}
    seconds: list[float] = []
    long: list[str] = []
    for file in files:
        print(file.stem, file=sys.stderr, flush=True)
        truth = fairuse.load_scenario(file, kb)
        day = truth.as_of or "2026-11-24"
        right = standings(truth, kb, day)
        for way in ("plan",) if given.plan_only else ("plan", "vocabulary"):
            ended, asked = by_plan(truth, kb, day, seconds) if way == "plan" else by_vocabulary(truth, kb, day)
            came = standings(ended, kb, day)
            if way == "plan":
                long += [f"{file.stem}: {place} {asked[place]}" for place in right if asked[place] > LONG]
            counts[way] += [asked[place] for place in right]
            wrong[way] += [
                f"{file.stem}: {place} {came.get(place)} for {right[place]}"
                for place in right
                if came.get(place) != right[place]
            ]
    print("| order | acts on works | median | nine in ten | most | right |\n|---|---|---|---|---|---|")
    for way, some in counts.items():
        if some:
            right = len(some) - len(wrong[way])
            print(f"| {way} | {len(some)} | {statistics.median(some):g} | {at(some, 0.9)} | {max(some)} | {right} |")
    middle, slow = statistics.median(seconds) * 1000, at(seconds, 0.9) * 1000
    print(f"\nProcessor time of a step of the plan: median {middle:.0f} ms, nine in ten {slow:.0f} ms.")
    for line in long:
        print(f"more than {LONG}, plan: {line}")
    for way, some in wrong.items():
        for line in some:
            print(f"wrong, {way}: {line}")


if __name__ == "__main__":
    main()
