"""What reports say a person could do, or find out: it gives what it promises, fits what is given, and is of some use.

A step is tried on the chain side, not on the side that found it. Random situations are seeded.
"""

from __future__ import annotations

import itertools
import random

import pytest

from fairuse.answer import ranges
from fairuse.answer.posed import program_for
from fairuse.answer.rows import rows_of
from fairuse.answer.views import choose
from fairuse.engine import columns, infer
from fairuse.engine.clauses import truth
from fairuse.kb import condition
from fairuse.pages.changes import in_brief, step_points, to_find_points
from fairuse.pages.next_steps import next_points
from fairuse.precedent.beside import assess
from fairuse.scenario.file import parse_scenario
from fairuse.words.wording import References
from tests import installed
from tests.law.test_scenarios import NAMES

TODAY = "2026-11-24"
ROWS = 400
#: Combinations of views and of what has to be told that are proved on the chain side for one standing.
TRIED = 40
#: Laws of several kinds and places; a step that is of use under none of them is hardly worth its line.
LAWS = (
    "us.fair_use",
    "ch.copyright",
    "jp.copyright",
    "de.urhg_44b",
    "de.urhg_60d",
    "jp.art_32",
    "uk.output",
    "eu.ai_act",
    "jp.art_47_5",
    "de.copyright",
)

#: Steps that need so much to be told that chance finds no situation for them, each with a scenario that offers it.
SHOWN = {"act-on-notices": "hosting-platform", "stop-promoting": "reproduction-only-service"}


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def stands(use, result, facts, kb):
    """The standing of a use with other facts, over the views that are open, as the chain side proves it.

    Of many combinations of what has to be told, some are proved; of the others the columns side is taken at its word.
    """
    program = program_for(kb, use.regime, use.act, result.as_of)
    known = {name: value for name, value in facts.items() if name in program.facts}
    views = ranges.view_rows([choose(d, kb, result.forum, result.as_of) for d in program.doctrines])
    needs = ranges.open_needs(program, known, {}, 1)
    rows = [{**known, **view, **row} for view in views for row in ranges.completions(program, needs)]
    found = ranges.named(ranges.ranks(program, ranges.run_rows(program, rows)))
    for place in random.Random(use.id).sample(range(len(rows)), min(TRIED, len(rows))):
        proved = infer(rows[place], program).values.get(program.conclusion)
        assert str(proved or ranges.UNDECIDED) == found[place], (use.id, rows[place])
    return ranges.joined(list(found))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_offered_gives_what_it_promises(name, kb):
    result = installed.assessed(name)
    for use in result.uses:
        given = {f.fact: f.value for f in use.facts}
        for change in (c for c in use.changes if c.steps):
            assert change.standing != use.standing
            if any(kb.steps[step.id].ends_act for step in change.steps):
                continue  # what is not done any more has no facts: test_fit
            if "copy.served" in given:
                continue  # what the copies serve is worked out anew: tests/answer/test_follows.py
            sets = {f: v for step in change.steps for f, v in kb.steps[step.id].sets.items()}
            assert stands(use, result, {**given, **sets}, kb) == change.standing, (use.id, change.steps)
        for item in use.to_find:
            assert item.facts
            for fact in item.facts:
                assert fact.fact not in given  # nothing is looked up that is told
                for effect in fact.effect[:3]:
                    assert effect.standing != use.standing
                    assert stands(use, result, {**given, fact.fact: effect.value}, kb) == effect.standing


@pytest.mark.parametrize("name", NAMES)
def test_no_step_makes_the_works_other_than_they_are(name, kb):
    """What the user does not decide on, and what is said of the works, stays as it is given."""
    for use in installed.assessed(name).uses:
        given = {f.fact: f.value for f in use.facts}
        for step in (kb.steps[s.id] for c in use.changes for s in c.steps):
            told = {f for f in step.sets if kb.facts[f].about == "work" and not f.startswith("licence.")} & given.keys()
            assert not told, (use.id, step.id)
            if "copy" in step.label.split()[:4] and "bought" in step.label:
                assert given.get("work.offered") in (None, "for_payment")


def test_the_two_kinds_are_told_apart(kb):
    for result in map(installed.assessed, NAMES[:12]):
        sources = References(kb, result.as_of)
        for use in result.uses:
            does = {step.id for c in use.changes for step in c.steps}
            finds = {item.step.id for item in use.to_find}
            assert all(kb.steps[step].sets or kb.steps[step].ends_act for step in does)
            assert all(kb.steps[step].finds for step in finds)
            assert len(to_find_points(use, kb)) == len(finds)
            assert not {p.text for p in step_points(use, kb, sources)} & {p.text for p in to_find_points(use, kb)}


def situations(kb, law, act, step, draw):
    """Random facts under which a step makes sense; what it finds out is not among them."""
    program = program_for(kb, law, act, TODAY)
    wanted = list(condition.tests_of(step.when))
    near = [rule.when for rule in (c.rule for c in program.rules) if {*step.sets, *step.finds} & {*rule.terms}]
    rows = []
    for _ in range(ROWS):
        share = draw.choice([0.1, 0.3, 0.6])
        row = {f: draw.choice(ranges.candidates(program, f)) for f in program.facts if draw.random() < share}
        for test in (
            *condition.tests_of(draw.choice(near or [step.when])),
            *wanted,
        ):  # what such rules and the step ask
            if test.term in kb.facts and test.values and draw.random() < 0.8:
                fact = kb.facts[test.term]
                row[fact.id] = draw.choice(test.values if fact.numeric else (*test.values, *fact.options))
        for name in step.finds:
            row.pop(name, None)
        if truth(step.when, row, kb) is True:
            rows.append(row)
    return program, rows


def moved(kb, program, rows, changed):
    """Whether some row stands otherwise once it is `changed`."""
    view = ranges.view_rows([choose(d, kb, None, TODAY) for d in program.doctrines])[0]

    def ranks(some):
        table = {t: columns.encode(program, t, [{**r, **view}.get(t) for r in some]) for t in columns.terms(program)}
        return ranges.ranks(program, columns.run(program, table, len(some))).tolist()

    return bool(rows) and ranks(rows) != ranks([{**row, **changed} for row in rows])


def outcomes(program, step):
    if step.sets:
        yield {f: v for f, v in step.sets.items() if f in program.facts}
    for fact in step.finds:
        if fact in program.facts:
            yield from ({fact: value} for value in ranges.candidates(program, fact))


def test_nothing_else_is_advised_beside_ending_the_act(kb):
    """Who stops handing works out need not also take less of them, or stop earning by it."""
    ended = 0
    for use in (use for name in NAMES for use in installed.assessed(name).uses):
        for steps in ([kb.steps[s.id] for s in c.steps] for c in use.changes):
            ending = [s.id for s in steps if s.ends_act]
            assert not ending or len(steps) == 1, (use.id, steps)
            ended += len(ending)
    assert ended


@pytest.mark.parametrize("part", ["hosts_files", "passes_files_on", "points_only"])
def test_who_only_keeps_what_others_put_up_is_not_told_to_draw_outputs(part, kb):
    step, told = kb.steps["sample-outputs"], {"who.part": part}
    assert truth(step.when, told, kb) is False
    assert truth(step.when, {}, kb) is True
    assert truth(step.when, {"service.user_uploads": True}, kb) is False


@pytest.mark.parametrize("name", list(installed.law().steps))
def test_every_step_is_of_use_somewhere(name, kb):
    """It is offered in a shipped scenario, or moves the answer by itself under some law in a random situation."""
    if name in SHOWN:
        assert any(s.id == name for u in installed.assessed(SHOWN[name]).uses for c in u.changes for s in c.steps)
        return
    step, draw = kb.steps[name], random.Random(name)
    if step.answers or step.ends_act:  # of use against a claim (test_stories), or whatever the law (test_fit)
        return
    for law, act in itertools.product(LAWS, step.acts or tuple(kb.acts)):
        if not kb.speaks_to(kb.regimes[law], act):
            continue
        program, rows = situations(kb, law, act, step, draw)
        if any(changed and moved(kb, program, rows, changed) for changed in outcomes(program, step)):
            return
    pytest.fail(f"{name} moves nothing under {', '.join(LAWS)}")


def test_copies_that_fall_with_what_they_serve_are_helped_by_what_helps_there(kb):
    text = """title: T
where: [us]
works: {w: {facts: {work.kind: article_or_news, work.offered: for_payment}}}
acts:
  - {act: acquisition, works: w, facts: {copy.source: bought, purpose.for_training: only}}
  - act: training
    works: w
    facts: {purpose.model_kind: generative, purpose.commerciality: direct, model.extraction: whole_works}
"""
    result = assess(parse_scenario(text.encode(), kb, name="s.yaml"), kb)
    copies, training = result.uses
    assert copies.standing == training.standing == "likely_not_permitted"
    told = [point.text for point in next_points(rows_of(result, kb), kb) if point.label == "To do"]
    assert told
    assert not any("no step in your own hand" in text for text in told)


def test_the_first_screen_tells_a_step_in_the_users_own_hand_before_one_that_the_owner_must_agree_to(kb):
    both = 0
    for name in NAMES:
        result = installed.assessed(name)
        asks = [
            any(kb.steps[step.id].asks_owner for step in change.steps)
            for point in next_points(rows_of(result, kb), kb)
            if point.label == "To do" and point.tone == "good" and "against a claim" not in point.text
            for change in [next(c for u in result.uses for c in u.changes if c.steps and told(point, c))]
        ]
        assert asks == sorted(asks)
        both += len(set(asks)) == 2
    assert both


def told(point, change):
    return point.text.startswith(" Also: ".join(in_brief(step.label) for step in change.steps).rstrip("."))
