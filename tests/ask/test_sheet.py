"""Questions as they stand on a terminal: all of it in view."""

from __future__ import annotations

import pytest

from fairuse.ask import plan
from fairuse.ask.answers import read_answers
from fairuse.ask.outlook import Outlook
from fairuse.ask.screen import Screen
from fairuse.ask.sheet import Sheet
from tests.installed import law


@pytest.mark.parametrize(("width", "height"), [(80, 24), (60, 24), (200, 50)])
def test_every_question_of_the_law_fits_on_a_screen(width, height):
    """With its act and what stands above it; of one with many answers some words, which ? shows whole."""
    shipped = law()
    scenario = plan.start("T", ["training", "acquisition"], "The works")
    seen = Outlook((), ("uncertain",), ("not_permitted",), ("permitted",), {}, {}, {})
    sheet = Sheet(shipped, Screen(input, print, min(width, 100), height))
    for fact in (one for one in shipped.facts.values() if not one.derived):
        about = {"act": 0} if fact.about == "act" else {"work": "works"} if fact.about == "work" else {}
        asked = plan.Question(
            fact, "T", outlook=seen, alike_acts=(1,) if about.get("act") == 0 else (), left=9, **about
        )
        _, lines = sheet.question(scenario, asked, (), 12, 4)
        assert len(lines) + 4 <= height - 2, fact.id
        assert max(map(len, lines)) <= width
        assert lines[1].startswith("12. ")


def test_of_short_questions_only_so_many_stand_together_as_fit():
    shipped = law()
    scenario = plan.start("T", ["training"], "The works")
    names = ["work.undisputed", "work.own", "work.beyond_copyright", "work.human_authorship"]
    first, *beside = (plan.Question(shipped.facts[name], "T", work="works") for name in names)
    counts = [
        len(Sheet(shipped, Screen(input, print, 80, height)).question(scenario, first, beside, 1, 0)[0])
        for height in (None, 40, 24)
    ]
    assert counts[:2] == [3, 3]
    assert 0 < counts[2] < 3


def test_what_is_longer_than_a_screen_waits():
    said, asked = [], []

    def ask(prompt):
        asked.append(len("\n".join(said).splitlines()))
        return ""

    Screen(ask, said.append, 80, 24).pages([str(n) for n in range(50)])
    assert asked == [22, 44]
    assert "\n".join(said).split() == [str(n) for n in range(50)]
    Screen(ask, said.append).pages([str(n) for n in range(500)])
    assert len(asked) == 2


def test_a_name_that_is_part_of_what_it_means_is_not_said_twice():
    shipped = law()
    sheet = Sheet(shipped, Screen(input, print))
    place = plan.Question(shipped.facts["place.copying"], "T", act=0)
    lines = sheet.question(plan.start("T", ["training"], "w"), place, (), 1, 0)[1]
    assert "  13. South Korea" in lines
    assert "  4. other EU: another state of the European Union or the EEA" in lines
    assert any("Why it is asked" in line for line in lines)


@pytest.mark.parametrize(
    ("fact", "typed", "values"),
    [
        ("place.copying", "South Korea", ("korea",)),
        ("place.copying", "the netherlands", ("netherlands",)),
        ("place.copying", "swit", ("switzerland",)),
        ("purpose", "6 7", ("teaching", "research")),
        ("purpose", "news, teach", ("news", "teaching")),
    ],
)
def test_an_answer_is_read_as_it_is_shown(fact, typed, values):
    assert read_answers(law().facts[fact], typed) == (values, None)


def test_of_what_cannot_be_read_the_nearest_answer_is_said():
    _, reason = read_answers(law().facts["purpose.model_kind"], "genrative")
    assert reason.endswith("; did you mean 'generative'?")
    _, reason = read_answers(law().facts["place.copying"], "a")  # too few letters to say which
    assert "number from 1" in reason


def test_help_says_what_each_answer_means():
    """Also where the answers are few: they may have gone from the screen when the help stands on it."""
    shipped = law()
    fact = shipped.facts["output.element"]
    said = " ".join(" ".join(Sheet(shipped, Screen(input, print)).help([plan.Question(fact, "T", act=0)])).split())
    assert all(" ".join(meaning.split()) in said for meaning in fact.values.values())
