"""What if: facts set otherwise for some uses, and the smallest changes that move an answer."""

from __future__ import annotations

import json

import jsonschema
import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.answer.result import StepNamed
from fairuse.inquiry.whatif import select, whatif
from fairuse.kb.model import Step
from fairuse.knowledge import data_dir
from fairuse.pages.whatif import explain_whatif
from fairuse.report import render_outline
from fairuse.scenario.file import load_scenario
from fairuse.scenario.uses import uses_of
from fairuse.schemas import schema
from fairuse.source.errors import FairuseError
from tests import installed

LICENSED = Step(id="buy-licence", label="Take a licence.", sets={"copy.source": "licensed"})


@pytest.fixture
def novel(kb, scenarios):
    return load_scenario(scenarios / "novel.yaml", kb)


@pytest.fixture
def tried(kb, novel):
    def tried(*settings, use=(), kb=kb, **options):
        return whatif(novel, kb, settings, use, **options)

    return tried


def text(answer, kb, novel, form="markdown"):
    return render_outline(explain_whatif(answer, kb), form)


def problems(tried, *settings, use=()):
    with pytest.raises(FairuseError) as error:
        tried(*settings, use=use)
    return [f"{p.location}: {p.message}" for p in error.value.problems]


@pytest.mark.parametrize(
    ("selector", "ids"),
    [
        ("training", ["training/novels/xx.law", "training/tables/xx.law"]),
        ("novels", ["training/novels/xx.law", "output/novels/xx.law"]),
        ("xx.law", ["training/novels/xx.law", "training/tables/xx.law", "output/novels/xx.law"]),
        ("training/tables", ["training/tables/xx.law"]),
        ("output/novels/xx.law", ["output/novels/xx.law"]),
        ("training/tab", []),
        ("trainings", []),
    ],
)
def test_selectors(kb, novel, selector, ids):
    assert [u.id for u in select(uses_of(novel, kb), selector)] == ids


def test_facts_set_for_one_act_or_works_change_no_other(tried):
    answer = tried("training/tables:copy.source=pirate")
    moved = {u.id: [(f.fact, f.old, f.new) for f in u.facts] for u in answer.comparison.uses}
    assert moved == {
        "training/novels/xx.law": [],
        "training/tables/xx.law": [("copy.source", "bought", "pirate")],
        "output/novels/xx.law": [],
    }
    change = answer.comparison.uses[1]
    moves = {(f.rule, f.move) for f in change.findings}
    assert {("xx.purpose.pirate-copy", "gained"), ("xx.purpose.own", "defeated")} <= moves
    assert change.issues[0].issue == "xx.purpose"
    assert answer.unread == ()
    assert answer.uses == ()


def test_a_fact_of_works_is_set_though_the_act_gives_it(tried):
    answer = tried("novels:copy.words=10", use=["output"])
    (use,) = answer.comparison.uses
    assert [(f.fact, f.old, f.new) for f in use.facts] == [("copy.words", 500, 10)]
    assert [(i.issue, i.new) for i in use.issues][:1] == [("xx.amount", "little")]


def test_unknown_takes_a_fact_away(tried):
    answer = tried("use.purpose=unknown", use=["training/novels"])
    assert [(f.fact, f.new) for f in answer.comparison.uses[0].facts] == [("use.purpose", None)]


def test_what_moves_nothing_is_said(tried, kb, novel):
    answer = tried("training:output.shown=true")
    assert answer.unread == ("output.shown",)
    assert not answer.comparison.moved
    assert "No rule reads 'output.shown'" in text(answer, kb, novel)


def test_every_problem_is_named_at_once(tried):
    found = problems(
        tried,
        "copy.sauce=bought",
        "origin=bought",
        "copy.source=bougt",
        "copy.words=many",
        "traning:who.nonprofit=yes",
        "copy.source",
        use=["novel"],
    )
    assert found == [
        "selectors: no act, works, law or use is called 'novel'; did you mean 'novels'?",
        "settings: 'copy.source' sets nothing; write it as fact=value",
        "settings: copy.source takes one of bought, licensed, pirate, not 'bougt'; did you mean 'bought'?",
        "settings: copy.words takes a number from 0 to 100000 (words), not 'many'",
        "settings: no act or works are called 'traning'; did you mean 'training'?",
        "settings: there is no fact 'copy.sauce'; did you mean 'copy.source'?",
        "settings: there is no fact 'origin'; did you mean 'copy.source'?",
        "settings: who.nonprofit takes true or false, not 'yes'; write true",
    ]


def test_a_setting_outside_the_uses_asked_for_is_a_problem(tried):
    (found,) = problems(tried, "output:copy.words=10", use=["training"])
    assert found.startswith("settings: no act or works are called 'output'")


def test_numbers_keep_their_kind(tried):
    answer = tried("copy.words=1e3", use=["output"])
    assert [(f.old, f.new) for f in answer.comparison.uses[0].facts] == [(500, 1000.0)]


def moves(answer):
    return [(m.standing, m.steps, m.set, m.views, m.controllable) for m in answer.uses[0].moves]


def test_the_smallest_changes_tell_what_is_whose(tried, kb):
    answer = tried(use=["training/tables"], kb=kb.model_copy(update={"steps": {"buy-licence": LICENSED}}))
    assert answer.uses[0].standing == "uncertain"
    found = moves(answer)
    assert found == sorted(found, key=lambda m: (not m[1], len(m[1] or m[2]) + len(m[3])))
    assert ("permitted", (), {}, {"training-fees": "ignored"}, False) in found
    assert ("not_permitted", (), {"copy.source": "pirate"}, {"training-fees": "counted"}, False) in found
    assert [(m[0], m[2], m[4]) for m in found if m[1]] == [("permitted", {"copy.source": "licensed"}, True)]
    assert not [m for m in found if not m[1] and m[2] == {"copy.source": "licensed"}]  # the step says it


def test_steps_stand_before_the_facts_they_set(tried, kb, novel):
    stepped = kb.model_copy(update={"steps": {"stop": Step(id="stop", label="Hide it.", sets={"output.shown": False})}})
    answer = tried(use=["output"], kb=stepped)
    hidden = [m for m in answer.uses[0].moves if "output.shown" in m.set]
    assert [m.steps for m in hidden if m.set == {"output.shown": False}] in (
        [(StepNamed(id="stop", label="Hide it."),)],
        [],
    )
    out = text(answer, stepped, novel)
    assert "What would move it: A school trains on novels" in out


def test_numbers_are_told_as_spans(tried, kb, novel):
    out = text(tried(use=["output"]), kb, novel)
    assert "words copied: at most 300 words" in out
    assert "299" not in out


def test_the_changes_are_deterministic_and_fit_their_schema(tried):
    for answer in (tried(), tried("who.nonprofit=false")):
        plain = json.loads(answer.model_dump_json())
        jsonschema.validate(plain, schema("whatif"))
    assert tried() == tried()


def test_command(fairuse, scenarios):
    path = scenarios / "novel.yaml"
    run = fairuse("whatif", path, "--set", "copy.source=pirate", "--use", "training/novels")
    assert run.code == 0
    assert "What if copy.source=pirate" in run.out
    assert "Through these rules" in run.out
    run = fairuse("whatif", path, "--json")
    assert json.loads(run.out)["uses"][0]["id"] == "training/novels/xx.law"
    run = fairuse("whatif", path, "--set", "copy.source=pirat", "--use", "nowels")
    assert (run.code, run.out) == (2, "")
    assert len(run.err.splitlines()) == 2


@pytest.mark.parametrize("name", ["news-chatbot", "eu-paywall-circumvention"])
def test_shipped_scenarios_say_what_would_move_them(name):
    kb = installed.law()
    scenario = load_scenario(data_dir("cases") / "scenarios" / f"{name}.yaml", kb)
    answer, now = whatif(scenario, kb), assess(scenario, kb)
    places = {law.jurisdiction for law in kb.regimes.values() if any(u.regime == law.id for u in answer.uses)}
    assert places == {kb.regimes[u.regime].jurisdiction for u in answer.uses if u.moves}
    for use, result in zip(answer.uses, now.uses, strict=True):
        assert use.standing == result.standing
        told = {(c.standing, c.steps) for c in result.changes if c.steps}
        assert told <= {(c.standing, c.steps) for c in use.moves}
        for move in use.moves:
            assert move.standing != use.standing
            if not any(kb.steps[step.id].ends_act for step in move.steps):  # then nothing is left that rules speak of
                assert move.through or move.ends


def test_a_place_set_otherwise_brings_in_its_law():
    kb = installed.law()
    scenario = load_scenario(data_dir("cases") / "scenarios" / "scraped-training.yaml", kb)
    answer = whatif(scenario, kb, ["training:place.copying=japan"])
    assert "jp.art_30_4" in [u.regime for u in answer.comparison.only_new]
    assert answer.unread == ()


def test_what_a_set_fact_moves_is_traced_to_it_through_open_views():
    """Where an issue turns on a view before and after, it has no value to differ; what rules say of it does."""
    kb = installed.law()
    scenario = load_scenario(data_dir("cases") / "scenarios" / "scraped-training.yaml", kb)
    single = [m.set for m in whatif(scenario, kb).uses[0].moves if len(m.set) == 1 and not m.views and not m.steps]
    assert len(single) > 5
    for ((fact, value),) in [m.items() for m in single][:8]:
        written = str(value).lower() if isinstance(value, bool) else value
        (use,) = whatif(scenario, kb, [f"{fact}={written}"]).comparison.uses
        assert use.moved
        assert use.through, fact
        assert fact in {c.subject for f in use.findings for c in f.why}
