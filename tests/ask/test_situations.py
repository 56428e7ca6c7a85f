"""What people say they did: what it implies is presumed, shown, corrected and confirmed."""

from __future__ import annotations

import pytest

from fairuse.ask import situations
from fairuse.ask.screen import Stopped
from fairuse.ask.terminal import Interview
from fairuse.scenario.file import parse_scenario
from fairuse.scenario.model import dump_scenario
from tests.installed import law

DAY = "2026-11-24"


@pytest.fixture(scope="module")
def shipped():
    return law()


def test_every_situation_begins_a_scenario_that_can_be_read_back(shipped):
    assert len(shipped.situations) >= 25
    for situation in shipped.situations.values():
        scenario = situations.begun(situation)
        assert parse_scenario(dump_scenario(scenario).encode(), shipped, name=situation.id) == scenario
        assert all(one.given.note == situations.PRESUMED for one in situations.answers_of(scenario, shipped))


def test_what_is_wrong_is_taken_out_and_the_rest_confirmed(shipped):
    scenario = situations.begun(shipped.situations["trained-on-the-open-web"], works="Poems")
    told = situations.presumed(scenario, shipped)
    wrong = next(one for one in told if one.fact.id == "copy.source")
    left = situations.confirmed(situations.without(scenario, wrong))
    assert "copy.source" not in left.acts[0].facts
    assert left.acts[0].facts["purpose.model_kind"].note == ""
    assert situations.presumed(left, shipped) == ()
    assert left.works["works"].title == "Poems"


def hold(kb, *lines):
    said, saved, left = [], [], list(lines)

    def ask(prompt):
        said.append(prompt)
        if not left:
            raise EOFError
        return left.pop(0)

    scenario = Interview(kb=kb, as_of=DAY, ask=ask, say=said.append, save=saved.append).run(None)
    return scenario, "\n".join(said), saved


def test_an_interview_starts_from_what_was_done(shipped):
    scenario, said, saved = hold(shipped, "lesson", "1", "A poem", "2", "germany", ">", "?", ">", "/", "1", "household")
    assert "1. Somebody's work appears in our lesson" in said
    assert scenario.acts[0].facts["place.offered"].value == "germany"
    assert scenario.acts[0].facts["audience.who"].value == "household"
    assert situations.presumed(scenario, shipped) == ()
    assert situations.presumed(saved[0], shipped)
    assert "So far: " in said
    assert "Why it matters: " in said


def test_what_follows_is_asked_to_be_confirmed_when_an_interview_goes_on(shipped):
    scenario = situations.begun(shipped.situations["link-to-a-work"])
    said, saved = [], []
    lines = iter(["", "q"])
    Interview(kb=shipped, as_of=DAY, ask=lambda _: next(lines), say=said.append, save=saved.append).run(scenario)
    assert any("unless you say otherwise" in line for line in said)
    assert situations.presumed(saved[-1], shipped) == ()


def test_what_was_done_is_found_by_words_and_shown_in_pages(shipped):
    """Not every word has to be there; what does not fit on a screen comes after Enter, and nothing scrolls away."""
    said, prompts = [], []
    lines = iter(["", "zzz", "we trained our model on pirated novels", "1", "q"])

    def ask(prompt):
        prompts.append(len("\n".join(said).splitlines()))
        return next(lines, "q")

    interview = Interview(shipped, DAY, ask, said.append, lambda scenario: None, height=24)
    with pytest.raises(Stopped):
        interview.run(None)
    shown = [n - before for before, n in zip([0, *prompts], prompts, strict=False)]
    assert max(shown) <= 22
    assert "Nothing here has 'zzz'." in "\n".join(said)
    assert "   1. We trained a model on a library of pirated copies" in said[-1].splitlines()
