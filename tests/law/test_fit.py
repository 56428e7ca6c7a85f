"""Acts fit together, and each fits what is told of it and what its own kind says."""

from __future__ import annotations

import pytest

from fairuse.precedent.beside import assess
from fairuse.scenario.model import Scenario
from fairuse.scenario.uses import PRESUMED, uses_of
from tests import installed
from tests.batch.rows import on_chain, on_columns


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def scenario(*acts, where=("us",), **works):
    """Acts, each a kind and its facts, on one group of works."""
    entries = [{"act": kind, "works": "w", "facts": facts, **more} for kind, facts, more in acts]
    return Scenario.model_validate({"title": "T", "where": where, "works": {"w": {"facts": works}}, "acts": entries})


def known(kb, kind, facts):
    return uses_of(scenario((kind, facts, {})), kb)[0].facts


def kinds_that_tell(kb):
    return [act for act in kb.acts.values() if act.tells]


def test_what_the_name_of_an_act_says_is_presumed_and_shown_so(kb):
    assert {act.id for act in kinds_that_tell(kb)} >= {"hosting", "training"}
    for act in kinds_that_tell(kb):
        facts = known(kb, act.id, {})
        for name, value in act.tells.items():
            assert (facts[name].value, facts[name].note) == (value, PRESUMED)


def test_whoever_tells_otherwise_or_that_it_is_not_known_is_believed(kb):
    for act in kinds_that_tell(kb):
        for name, value in act.tells.items():
            other = next(option for option in kb.facts[name].options if option != value)
            assert not any(given.note == PRESUMED for given in known(kb, act.id, {name: other}).values())
            assert name not in known(kb, act.id, {name: "unknown"})


def test_no_need_is_asked_of_an_act_whose_name_tells_it(kb):
    """A need that would be told by what a kind of act says is not among what waits, whatever else is told."""
    for act in kinds_that_tell(kb):
        for use in assess(scenario((act.id, {}, {})), kb).uses:
            for need in (kb.needs[waits.need] for waits in use.waits_for):
                assert not any(name in need.facts and need.told_by(name, value) for name, value in act.tells.items())


def test_tables_presume_what_scenarios_presume(kb):
    rows = [{"act": act.id, "where": where} for act in kb.acts.values() for where in ("us", "eu")]
    for act in kinds_that_tell(kb):
        for name in act.tells:
            rows += [{"act": act.id, "where": "us", name: v} for v in (*kb.facts[name].options, "unknown")]
    assert on_columns(rows, kb) == on_chain(rows, kb)
