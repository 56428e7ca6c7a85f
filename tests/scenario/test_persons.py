"""Two persons whose acts do not say by whom: a warning at the later act, with what to write."""

from __future__ import annotations

import itertools

import pytest

from fairuse.scenario.file import read_scenario
from fairuse.scenario.persons import CODE
from tests import installed

HEAD = "title: T\nworks: {w: {}, v: {}}\nacts:\n"


@pytest.fixture(scope="module")
def law():
    return installed.law()


def said(kb, *acts):
    lines = "".join(f"  - {{{act}}}\n" for act in acts)
    return [str(p) for p in read_scenario((HEAD + lines).encode(), kb, name="f").warnings if p.code == CODE]


def test_a_firm_and_a_private_person_are_two_and_what_to_write_is_said(law):
    (line,) = said(
        law,
        "act: output, works: w, facts: {who.kind: company}",
        "act: display, works: v, facts: {who.kind: individual}",
    )
    assert line == (
        "f:5:38: warning 'who.kind' is 'individual' here and 'company' in 'output', yet both acts are taken for one "
        "person's; if two persons act, give each act a 'by:' with a name of its own, else tell the same of both "
        f"[{CODE}]"
    )


def test_acts_that_say_by_whom_are_two_persons_and_the_same_name_is_one(law):
    def acts(one, other):
        return (
            f"act: output, works: w, facts: {{who.kind: company}}{one}",
            f"act: display, works: w, facts: {{who.kind: individual}}{other}",
        )

    assert not said(law, *acts("", ", by: a painter"))
    assert not said(law, *acts(", by: a firm", ", by: a painter"))
    (line,) = said(law, *acts(", by: a painter", ", by: a painter"))
    assert "both acts are by 'a painter'" in line


def test_the_first_persons_further_acts_are_not_warned_of(law):
    company = "act: output, works: w, facts: {who.kind: company}"
    assert len(said(law, company, "act: display, works: w, facts: {who.kind: individual}", company)) == 1


def test_parts_are_two_persons_on_the_same_works_alone(law):
    use = "act: display, works: {}, facts: {{who.part: uses_tool}}"
    offer = "act: output, works: w, facts: {who.part: offers_service}"
    assert len(said(law, offer, use.format("w"))) == 1
    assert not said(law, offer, use.format("v"))
    assert not said(law, offer, "act: training, works: w, facts: {who.part: makes_model}")


def test_what_the_kind_of_act_says_counts(law):
    assert (
        len(said(law, "act: hosting, works: w", "act: distribution, works: w, facts: {who.part: passes_files_on}")) == 1
    )


def test_whatever_keeps_persons_apart_is_warned_of(law):
    for fact in (fact for fact in law.facts.values() if fact.apart):
        for one, other in (pair for values in fact.apart for pair in itertools.combinations(values, 2)):
            acts = [f"act: output, works: w, facts: {{{fact.id}: {str(value).lower()}}}" for value in (one, other)]
            assert len(said(law, *acts)) == 1
            assert not said(law, acts[0], acts[0])
