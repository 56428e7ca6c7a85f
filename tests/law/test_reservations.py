"""Several reservations of one work at once: each is judged by itself under the law of the day, the strongest counts."""

from __future__ import annotations

import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.scenario.file import parse_scenario
from fairuse.scenario.model import dump_scenario
from fairuse.source.errors import FairuseError
from tests import installed

FORM = {"eu.dsm_art4": "eu.art4", "de.urhg_44b": "de.s44b", "fr.cpi_general": "fr.tdm"}
CASE = """
title: A crawler
where: [{law}]
works:
  pages: {{facts: {{work.online: true, reservation.declared_by: rightholder, {forms}}}}}
acts:
  - act: acquisition
    works: pages
    facts:
      purpose.automated_analysis: true
      copy.source: open_web
      access.bot_barrier: none
      market.replaces: none
      reservation.covers_use: true
      reservation.addressee: everyone
      reservation.in_place: true
      reservation.honoured: false
"""


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def answer(kb, forms, day="2026-11-24", law="eu.dsm_art4"):
    """The standing, and the value of the issue on the form of the reservation."""
    use = assess(parse_scenario(CASE.format(law=law, forms=forms).encode(), kb, name="f"), kb, as_of=day).uses[0]
    values = {i.id: i.value for i in use.issues}
    return use.standing, values.get(f"{FORM[law]}.reservation_form")


@pytest.mark.parametrize("law", FORM)
def test_the_strongest_signal_counts(law, kb):
    assert answer(kb, "reservation.form: personal_notice", law=law)[0] != "not_permitted"
    assert answer(kb, "reservation.form: [personal_notice, robots_txt]", law=law) == ("not_permitted", "effective")
    assert answer(kb, "reservation.form: [robots_txt, personal_notice]", law=law) == ("not_permitted", "effective")
    assert answer(kb, "reservation.form: [rsl, personal_notice]", law=law) == ("likely_not_permitted", "likely")


def test_each_signal_is_judged_by_its_day(kb):
    both = "reservation.form: [rsl, personal_notice]"
    assert answer(kb, both, "2025-12-09", "de.urhg_44b") == ("permitted", "ineffective")
    assert answer(kb, both, "2025-12-10", "de.urhg_44b") == ("likely_not_permitted", "likely")


def test_what_is_not_listed_was_not_there_and_what_is_not_known_may_have_been(kb):
    notice = "reservation.personal_notice: true"
    assert answer(kb, "reservation.form: personal_notice", law="de.urhg_44b")[0] == "permitted"
    assert answer(kb, notice, law="de.urhg_44b")[0] == "uncertain"
    assert answer(kb, "reservation.any: false", law="de.urhg_44b") == ("permitted", "ineffective")
    assert answer(kb, "reservation.form: none", law="de.urhg_44b") == ("permitted", "ineffective")


def test_one_form_may_be_unknown_beside_the_list_and_none_may_contradict_it(kb):
    text = "reservation.form: personal_notice, reservation.robots_txt: unknown"
    assert answer(kb, text, law="de.urhg_44b")[0] == "uncertain"
    with pytest.raises(FairuseError, match="is not on the list given for reservation"):
        answer(kb, text.replace("unknown", "true"), law="de.urhg_44b")


def test_each_signal_is_judged_with_what_is_said_of_it(kb):
    """A stranger's signal binds nobody, whatever stands beside it; the owner's does."""
    words = "{{value: words_on_site, declared_by: {}}}"
    robots = "{{value: robots_txt, declared_by: {}}}"
    assert answer(kb, f"reservation.form: [{robots.format('stranger')}]", law="de.urhg_44b")[0] == "permitted"
    assert answer(kb, f"reservation.form: [{robots.format('rightholder')}]", law="de.urhg_44b")[0] == "not_permitted"
    both = f"reservation.form: [{words.format('rightholder')}, {robots.format('stranger')}]"
    alone = f"reservation.form: [{words.format('rightholder')}]"
    for law in FORM:
        assert answer(kb, both, law=law)[0] == answer(kb, alone, law=law)[0]
    turned = f"reservation.form: [{words.format('stranger')}, {robots.format('rightholder')}]"
    assert answer(kb, turned, law="de.urhg_44b") == ("not_permitted", "effective")
    use = assess(parse_scenario(CASE.format(law="de.urhg_44b", forms=turned).encode(), kb, name="f"), kb).uses[0]
    notes = {f.fact: f.note for f in use.facts}
    assert "of several it leaves the user worst" in notes["reservation.robots_txt"]


@pytest.mark.parametrize("form", ["robots_txt", "[robots_txt, words_on_site]"])
def test_a_list_is_written_and_read_back(form, kb):
    scenario = parse_scenario(CASE.format(law="eu", forms=f"reservation.form: {form}").encode(), kb, name="f")
    written = dump_scenario(scenario)
    assert parse_scenario(written.encode(), kb, name="f") == scenario
    assert "also" not in written


@pytest.mark.parametrize(
    ("forms", "said"),
    [
        ("reservation.form: [robots_txt, robots]", "f:5:"),
        ("reservation.form: [none, robots_txt]", "'none' stands alone for reservation.form"),
        ("reservation.form: [robots_txt, unknown]", "'unknown' stands alone for reservation.form"),
        ("work.kind: [photograph, other]", "work.kind takes one of"),
        ("work.kind: {value: photograph, also: [other]}", "work.kind takes one value"),
    ],
)
def test_lists_that_cannot_be_read(forms, said, kb):
    with pytest.raises(FairuseError) as raised:
        parse_scenario(CASE.format(law="eu", forms=forms).encode(), kb, name="f")
    assert said in str(raised.value)
