"""From a source text to a scenario: what the text does not say word for word is not told."""

from __future__ import annotations

import pytest

from fairuse.mcp import draft
from fairuse.source.errors import FairuseError

SOURCE = """A school trains a model on novels that it bought
in a shop. Nobody earns anything."""


def said(fact, value, quote, of=""):
    return draft.FactSaid(fact=fact, value=value, quote=quote, of=of)


@pytest.fixture(scope="module")
def begun(kb):
    act = draft.ActDone(act="training", works=["novels"])
    return draft.begin("T", [draft.Works(id="novels", title="Novels")], [act], kb, as_of="2020-01-01")


def test_a_quotation_may_run_over_a_line_end_and_is_kept(begun, kb):
    made = draft.with_facts(begun, SOURCE, [said("copy.source", "bought", "bought in a shop", "training")], kb)
    assert (made.taken, made.refused) == (("training:copy.source",), ())
    assert made.scenario.acts[0].facts["copy.source"].quote == "bought in a shop"
    assert draft.unquoted(made.scenario, SOURCE) == []
    assert draft.checked(made.text().partition("scenario:\n")[2], kb) == made.scenario


SET = "The school\u2019s head says: \u201cWe bought\u00a0them in a shop \u2013 all of them\u201d, for caf\u00e9 talk."


@pytest.mark.parametrize(
    "quote",
    [
        'says: "We bought them in a shop - all of them"',
        "The school's head says",
        "\u00abWe  bought\nthem",
        "caf\u0065\u0301 talk",  # the accent as a sign of its own
        "We bo\u00adught",  # with a hyphen that nobody sees
    ],
)
def test_signs_that_are_set_in_several_ways_are_one_and_the_source_is_quoted(begun, kb, quote):
    made = draft.with_facts(begun, SET, [said("copy.source", "bought", quote, "training")], kb)
    assert made.refused == ()
    kept = made.scenario.acts[0].facts["copy.source"].quote
    assert kept in " ".join(SET.split())
    assert draft.unquoted(made.scenario, SET) == []


def test_a_quotation_that_is_nearly_right_is_shown_the_passage(begun, kb):
    near = [said("copy.source", "bought", "on novels that it has bought in a shop")]
    (reason,) = draft.with_facts(begun, SOURCE, near, kb).refused
    assert "the nearest there is 'model on novels that it bought in a shop.'" in reason
    far = [said("copy.source", "bought", "novels were purchased from dealers")]
    assert "nearest" not in draft.with_facts(begun, SOURCE, far, kb).refused[0]


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        (said("copy.source", "bought", "purchased in a shop"), "is not in the source, word for word"),
        (said("copy.source", "bought", "bought in a sh"), "is not in the source, word for word"),  # half a word
        (said("copy.source", "bought", "Bought in a shop"), "is not in the source, word for word"),
        (said("copy.source", "bought", ""), "no words of the source are quoted"),
        (said("copy.source", "bought", "a"), "too short"),
        (said("copy.sourse", "bought", "bought in a shop"), "did you mean 'copy.source'?"),
        (said("copy.source", "bougth", "bought in a shop"), "did you mean 'bought'?"),
        (said("copy.source", ["bought", "pirate"], "bought in a shop"), "takes one value"),
        (said("copy.source", "bought", "bought in a shop", "trianing"), "did you mean 'training'?"),
    ],
)
def test_what_is_refused_stays_unknown(begun, kb, fact, says):
    made = draft.with_facts(begun, SOURCE, [fact], kb)
    assert made.scenario == begun
    assert len(made.refused) == 1
    assert says in made.refused[0]


def test_a_fact_is_told_once(begun, kb):
    two = [said("copy.source", "bought", "bought in a shop"), said("copy.source", "pirate", "bought in a shop")]
    made = draft.with_facts(begun, SOURCE, two, kb)
    assert made.scenario.facts["copy.source"].value == "bought"
    assert "told already" in made.refused[0]


def test_a_scenario_with_other_words_is_found_out(begun, kb):
    made = draft.with_facts(begun, SOURCE, [said("copy.source", "bought", "bought in a shop")], kb)
    (reason,) = draft.unquoted(made.scenario, "A school trains a model.")
    assert reason.startswith("copy.source: the quotation 'bought in a shop' is not in the source")


def test_too_much_is_refused(begun, kb):
    with pytest.raises(FairuseError, match="characters are too many"):
        draft.with_facts(begun, "x" * (draft.LONGEST + 1), [], kb)
    with pytest.raises(FairuseError, match="facts are too many"):
        draft.with_facts(begun, SOURCE, [said("copy.source", "bought", "shop")] * (draft.MOST_FACTS + 1), kb)


def test_works_and_acts_have_names_of_their_own(kb):
    act = draft.ActDone(act="training", id="same", works=["same"])
    with pytest.raises(FairuseError, match="names works and an act"):
        draft.begin("T", [draft.Works(id="same")], [act], kb)
