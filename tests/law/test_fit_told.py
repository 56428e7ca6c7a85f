"""What is offered or assumed of an act contradicts nothing that is told of it, its licence among it."""

from __future__ import annotations

import pytest

from fairuse.answer.posed import program_for
from fairuse.engine import infer
from fairuse.inquiry.whatif import whatif
from fairuse.precedent.beside import assess
from fairuse.words.en import wording as en
from fairuse.words.wording import reach_text
from tests import installed
from tests.batch.rows import on_chain, on_columns
from tests.law.test_fit import WHOLE, scenario
from tests.law.test_scenarios import NAMES


@pytest.fixture(scope="module")
def kb():
    return installed.law()


LICENCES = ["CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-4.0", "CC-BY-SA-4.0", "MIT", "GPL-3.0-only", "llama3"]
#: Told of a use, each of which breaks the terms of some licence.
BREAKING = [
    {"purpose.commerciality": "direct"},
    {"conduct.attribution": False},
    {"conduct.notice_removed": True},
    {"market.same_customers": True},
]


@pytest.mark.parametrize("told", BREAKING, ids=lambda told: next(iter(told)))
def test_terms_that_the_use_breaks_by_what_is_told_are_not_assumed_to_be_kept(told, kb):
    """Neither assumed, nor an end of a range, nor a change: what is broken by other facts is not mended by these."""
    broken = set()
    for licence in LICENCES:
        for kind in ("training", "distribution", "display", "adaptation", "quotation", "output"):
            (use,) = assess(scenario((kind, told, {}), **{"licence.id": licence}), kb).uses
            if next((i.value for i in use.issues if i.id == "consent.limits"), None) == "broken":
                broken.add((licence, kind))
                assert "terms-kept" not in {one.assumption for one in use.assumed}, (licence, kind)
                kept = {"licence.limits_kept": True, "licence.credit_kept": True, "licence.share_alike_kept": True}
                ends = [change.set for change in use.changes if not change.steps]
                ends += [{u.fact: e.value} for u in use.unknown for e in u.effect]
                assert not any(kept.items() & row.items() for row in ends), (licence, kind)
    assert broken


def test_tables_rule_out_what_scenarios_rule_out(kb):
    rows = [
        {"act": kind, "where": "us", "licence.id": licence, **told}
        for told in BREAKING
        for licence in LICENCES
        for kind in ("training", "distribution")
    ]
    assert on_columns(rows, kb) == on_chain(rows, kb)


@pytest.mark.parametrize("told", [{"amount.taken_kind": "facts"}, {"amount.public_reach": "fragments"}])
@pytest.mark.parametrize("kind", ["quotation", "output", "indexing", "training"])
def test_who_hands_out_facts_or_snippets_is_not_asked_what_it_would_be_to_deliver_the_works(kind, told, kb):
    given = scenario((kind, {"purpose.commerciality": "direct", **told}, {}), **{"work.kind": "article_or_news"})
    (use,) = assess(given, kb).uses
    offered = [c.set for c in use.changes] + [{u.fact: e.value} for u in use.unknown for e in u.effect]
    assert not any(row.get("purpose.delivers_content") is True for row in offered)


@pytest.mark.parametrize("licence", LICENCES)
def test_a_licence_that_is_agreed_for_the_act_is_enough_by_itself(licence, kb):
    """Whatever terms are broken now: they are not those of the new one, and nobody needs two licences."""
    told = {**WHOLE, "conduct.attribution": False, "conduct.notice_removed": True}
    (use,) = assess(scenario(("distribution", told, {}), **{"licence.id": licence, "work.kind": "software"}), kb).uses
    agreed = [
        c
        for c in use.changes
        if any(step.id in ("license-works", "ask-for-leave", "widen-licence") for step in c.steps)
    ]
    assert [len(change.steps) for change in agreed] == [1]


def test_no_change_contradicts_what_is_told_of_the_act(kb):
    for use in (use for name in NAMES for use in installed.assessed(name).uses):
        for change in use.changes:
            sets = {f: v for f, v in change.set.items() if kb.facts[f].ruled_out}
            for fact, value in sets.items():
                others = {f: v for f, v in change.set.items() if f != fact}
                told = {**{f.fact: f.value for f in use.facts}, **others, "act": use.act}
                assert kb.facts[fact].can_be(value, told), (use.id, fact, value)


@pytest.mark.parametrize("kind", ["adaptation", "display", "training"])
def test_changes_that_are_tried_together_fit_each_other(kind, kb):
    """As in a what-if, which sets several facts at once; what is shown or set into a piece is not read by machines."""
    told = {"purpose.commerciality": "direct", "change.recasts": "arrangement_or_remix"}
    given = scenario((kind, told if kind == "adaptation" else {}, {}), **{"work.kind": "music"})
    (use,), (tried,) = assess(given, kb).uses, whatif(given, kb).uses
    known = {**{f.fact: f.value for f in use.facts}, "act": kind}
    sets = [move.set for move in tried.moves if not move.steps]
    assert any(len(row) > 1 for row in sets)
    for row in sets:
        whole = {**known, **row}
        assert all(kb.facts[fact].can_be(value, whole) for fact, value in row.items()), row
        assert kind == "training" or not row.get("purpose.computation"), row


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_said_not_to_move_only_where_no_open_fact_moves_it(name, kb):
    """What would leave an assumption moves it, too, and is not denied beside it."""
    for use in installed.assessed(name).uses:
        if use.within is None:
            continue
        text = reach_text(use.within, use.unknown)
        moved = {effect.standing for one in use.unknown for effect in one.effect} - {use.standing}
        assert (text == en.NO_SINGLE_OPEN_FACT_WOULD) == (not moved)
        if text == en.NO_SINGLE_OPEN_FACT_WITHIN:
            assert all(one.assumption or one.note or one.quote for one in use.unknown if one.effect)


@pytest.mark.parametrize("share", ["", "moderate", "most", "whole"])
@pytest.mark.parametrize("act", ["indexing", "quotation", "display"])
def test_of_letters_kept_back_a_further_purpose_is_no_worse_than_the_same(act, share, kb):
    """A considerable part of them weighs alike whether a favoured purpose is old or new."""
    facts = {"purpose.research": True, "purpose.delivers_content": True, "purpose.targets_work": "partly"}
    facts |= {"change.own_content": "much", "need.reason": "convenience", "who.kind": "nonprofit_educational"}
    facts |= {"work.kind": "private_papers", "work.published": False, **({"amount.share": share} if share else {})}
    program = program_for(kb, "us.fair_use", act, "2026-11-24")
    scale = kb.issues["us.f3"].options

    def factor(compared):
        row = {f: v for f, v in {**facts, "purpose.use_compared": compared}.items() if f in program.facts}
        return scale.index(infer(row, program).values["us.f3"])

    assert factor("same") <= factor("overlapping") <= factor("different")
