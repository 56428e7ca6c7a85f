"""Which laws are asked: those the scenario names, else those of the places of its acts, else the US."""

from __future__ import annotations

import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.checks import names
from fairuse.kb.load import read_kb
from fairuse.kb.model import Place
from fairuse.knowledge import data_dir
from fairuse.pages.laws import law_paragraphs
from fairuse.scenario.model import Scenario
from fairuse.scenario.uses import not_asked, regimes_asked, uses_of
from tests import installed


@pytest.fixture(scope="module")
def law():
    return installed.law()


def scenario(*acts, where=None, **facts):
    """A scenario of acts given as (kind, {fact: value}); names of facts are written with two underscores."""
    plain = {"title": "T", "facts": {k.replace("__", "."): v for k, v in facts.items()}, "works": {"w": {}}}
    if where:
        plain["where"] = where
    plain["acts"] = [{"act": act, "works": "w", "facts": given} for act, given in acts]
    return Scenario.model_validate(plain)


def asked(described, law):
    """The places whose law is asked of each act (providers' duties by their own name), and why."""
    return {(u.act, _place(u.regime, law)): u.asked.by for u in uses_of(described, law)}


def _place(regime, law):
    return regime if law.regimes[regime].kind == "duties" else law.regimes[regime].jurisdiction


@pytest.mark.parametrize(
    ("act", "facts", "found"),
    [
        ("training", {}, {"us": "default"}),
        ("training", {"place.copying": "unknown"}, {"us": "default"}),
        ("training", {"place.copying": "us"}, {"us": "place"}),
        ("training", {"place.copying": "germany"}, {"de": "place"}),
        ("training", {"place.copying": "netherlands"}, {"nl": "place"}),
        ("training", {"place.copying": "japan"}, {"jp": "place"}),
        ("training", {"place.copying": "singapore"}, {"sg": "place"}),
        ("training", {"place.copying": "elsewhere"}, {"us": "default"}),
        # where it is offered says nothing of where the copies for training are made, but binds providers of models
        ("training", {"place.offered": "other_eu"}, {"eu.ai_act": "place", "us": "default"}),
        (
            "training",
            {"place.copying": "us", "provider.gpai_eu": True},
            {"eu.ai_act": "place", "us": "place"},
        ),
        ("training", {"place.copying": "us", "provider.gpai_eu": False}, {"us": "place"}),
        # output is judged where it is offered, wherever the copies were made
        ("output", {"place.copying": "us", "place.offered": "germany"}, {"de": "place"}),
        ("output", {"place.copying": "germany"}, {"us": "default"}),
        # a model is under the law of its servers, and of those to whom it is offered
        (
            "model",
            {"place.model_kept": "germany", "place.offered": "japan"},
            {"de": "place", "jp": "place"},
        ),
    ],
)
def test_without_names_the_place_of_the_act_chooses(act, facts, found, law):
    assert asked(scenario((act, facts)), law) == {(act, place): by for place, by in found.items()}


def test_what_is_offered_everywhere_is_asked_everywhere(law):
    uses = uses_of(scenario(("output", {"place.offered": "worldwide"})), law)
    assert {u.regime for u in uses} == {r.id for r in law.regimes.values() if not r.acts or "output" in r.acts}


def test_each_act_is_placed_by_itself(law):
    acts = (("training", {"place.copying": "singapore"}), ("output", {"place.offered": "us"}))
    assert asked(scenario(*acts), law) == {
        ("training", "sg"): "place",
        ("output", "us"): "place",
    }


@pytest.mark.parametrize(
    ("where", "place", "regimes", "here"),
    [
        (["de"], "germany", {"de", "eu.ai_act"}, {"de"}),
        # a member state lies in the Union, and not the other way round
        (["eu.dsm_art4"], "germany", {"eu"}, {"eu"}),
        (["de.urhg_44b"], "other_eu", {"de"}, set()),
        (["us"], "germany", {"us"}, set()),
    ],
)
def test_names_limit_what_is_asked_and_the_place_is_kept_beside(where, place, regimes, here, law):
    uses = uses_of(scenario(("training", {"place.copying": place}), where=where), law)
    assert {_place(u.regime, law) for u in uses} == regimes
    assert {u.asked.by for u in uses} == {"name"}
    assert {_place(u.regime, law) for u in uses if u.asked.here} == here


def test_a_law_that_covers_no_such_act_is_asked_and_does_not_answer(law):
    described = scenario(("output", {"place.offered": "hong_kong"}), ("training", {"place.copying": "us"}))
    assert {r.jurisdiction for r in regimes_asked(described, law)} == {"hk", "us"}
    result = assess(described, law, as_of="2026-11-24")
    reasons = {n.regime: n.reason for n in result.not_asked}
    assert reasons["hk.cap_528"] == "no_act"
    assert reasons["jp.art_30_4"] == "no_place"


def test_the_nearest_law_of_a_place_is_the_one_that_it_points_to(law):
    described = scenario(("training", {"place.copying": "germany"}), where=["us"])
    pointed = {_place(n.regime, law) for n in not_asked(set(), described, law) if n.places}
    assert pointed == {"de"}


def told(described, law):
    return " ".join(p.text for p in law_paragraphs(assess(described, law, as_of="2026-11-24"), law))


def test_the_report_says_why_each_law_was_asked_or_not(law):
    abroad = ("training", {"place.copying": "germany"})
    assert told(scenario(("training", {})), law).startswith(
        "Asked by default, as the scenario names no law and no place is given: US fair use."
    )
    assert "Asked for the place of the act (place of copying: Germany): Germany" in told(scenario(abroad), law)
    assert told(scenario(("training", {}), where=["us"]), law) == ""
    text = told(scenario(abroad, where=["us"]), law)
    assert "Named in the scenario, though the act is placed elsewhere (place of copying: Germany)" in text
    assert "Not asked, though a place given points there (place of copying: Germany): Germany" in text
    text = told(scenario(abroad, where=["us", "jp.art_47_5"]), law)
    assert "Not asked, as they cover none of these acts: Japan" in text


def test_every_place_is_a_place_and_every_law_a_law():
    loaded = read_kb(data_dir("rules"))
    assert not list(names.check(loaded))
    without = {k: v for k, v in loaded.kb.places.items() if k != "japan"}
    loaded.kb.places.clear()
    loaded.kb.places.update({**without, "us": Place(id="us", laws=("uss",))})
    said = {p.message.split(";")[0] for p in names.check(loaded)}
    assert any("no law 'uss'" in s for s in said)
    assert any("no place 'japan'" in s for s in said)
