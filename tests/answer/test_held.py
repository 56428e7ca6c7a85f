"""What a person holds in place of the rules: it decides, is shown as such, and the answer without it stands beside."""

from __future__ import annotations

import pytest

from fairuse.pages.assessment import explain
from fairuse.precedent.beside import assess
from fairuse.receipt.verify import verify
from fairuse.report import render_outline
from fairuse.scenario.file import parse_scenario
from fairuse.source.errors import FairuseError
from tests import installed

TOLD = (
    "{purpose.model_kind: generative, copy.source: bought, model.extraction: none_found, "
    "amount.public_reach: none, market.dilution_evidence: none}"
)
BY = "{value: none, by: outside counsel, because: The model serves the market of the novels.}"


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def read(kb, held, everywhere=""):
    text = f"title: T\n{everywhere}works: {{w: {{facts: {{work.kind: book_or_story}}}}}}\n"
    text += f"acts: [{{act: training, works: w, facts: {TOLD}, held: {held}}}]\n"
    return parse_scenario(text.encode(), kb, name="s.yaml")


def test_it_decides_in_place_of_the_rules(kb):
    (plain,) = assess(read(kb, "{}"), kb).uses
    (use,) = assess(read(kb, f"{{us.transformative: {BY}}}"), kb).uses
    (held,) = use.held
    assert (held.value, held.by, held.by_rules) == ("none", "outside counsel", "substantial")
    assert use.by_rules == plain.standing
    assert plain.held == ()
    assert plain.by_rules is None
    own = [f for f in use.findings if f.issue == "us.transformative"]
    assert [(f.rule, f.value) for f in own] == [("held.us.transformative", "none")]
    assert use.standing != plain.standing


def test_what_the_rules_say_anyway_changes_nothing(kb):
    (plain,) = assess(read(kb, "{}"), kb).uses
    value = next(i.value for i in plain.issues if i.id == "us.commerciality") or "none"
    (use,) = assess(read(kb, f"{{us.commerciality: {value}}}"), kb).uses
    assert use.standing == plain.standing


def test_what_is_held_for_the_whole_scenario_holds_for_each_act(kb):
    (one,) = assess(read(kb, f"{{us.transformative: {BY}}}"), kb).uses
    (whole,) = assess(read(kb, "{}", f"held: {{us.transformative: {BY}}}\n"), kb).uses
    assert (one.standing, one.findings) == (whole.standing, whole.findings)


@pytest.mark.parametrize("depth", ["brief", "standard", "full"])
@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_every_report_shows_it_and_the_answer_without(depth, form, kb):
    result = assess(read(kb, f"{{us.transformative: {BY}}}"), kb)
    text = " ".join(render_outline(explain(result, kb, depth), form, width=100).split())
    assert "Set by hand:" in text
    assert "outside counsel: The model serves the market of the novels" in text
    assert "by them alone the answer is likely permitted" in text


def test_a_report_with_it_can_be_derived_again(kb):
    assert verify(assess(read(kb, f"{{us.transformative: {BY}}}"), kb), kb).holds


@pytest.mark.parametrize(
    ("held", "says"),
    [
        ("{us.tranformative: high}", "did you mean 'us.transformative'?"),
        ("{us.transformative: hihg}", "did you mean 'high'?"),
        ("{us.transformative: {value: hihg}}", "did you mean 'high'?"),
        ("{us.conclusion: permitted}", "is the answer itself"),
        ("{us.transformative: {valeu: high}}", "did you mean 'value'?"),
    ],
)
def test_what_cannot_be_held_is_refused_at_its_place(held, says, kb):
    with pytest.raises(FairuseError) as caught:
        read(kb, held)
    assert any(says in str(p) and str(p).startswith("s.yaml:3:") for p in caught.value.problems), caught.value.problems
