"""What a report says of a use is so whenever it is said: nothing untold is told, and no refused act is passed over."""

from __future__ import annotations

import pytest

from fairuse.answer.rows import rows_of
from fairuse.pages.assessment import AssessmentPage, explain
from fairuse.pages.brief import short_answer
from fairuse.report import render_outline
from tests import installed
from tests.installed import assessed
from tests.law.stories import AS_IT_IS, bare, story


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def text_of(result, kb, depth="standard"):
    return " ".join(render_outline(explain(result, kb, depth), "terminal", width=100).split())


def test_no_reason_tells_more_than_was_told(kb):
    """Of what was never on sale no established market is supplanted, and teaching is a purpose."""
    facts = {**AS_IT_IS, "purpose": ["delivers_content", "teaching"]}
    work = {"work.kind": "book_or_story", "work.offered": "never_offered"}
    text = text_of(story(kb, {"h": ("distribution", facts)}, work), kb)
    for said in ("established market for it", "no purpose that could excuse", "The owner has allowed nothing"):
        assert said not in text


def test_of_a_recording_before_1972_its_own_right_and_its_end_are_named(kb):
    """The song in it has another term; the recording is free a hundred years after it came out."""
    loop = {"b": ("adaptation", {"amount.share": "small"})}
    work = {"work.kind": "sound_recording", "work.published": True, "work.first_published": 1927}
    result = bare(kb, loop, work)
    assert "protected to the end of 2027" in text_of(result, kb)
    assert "§ 1401" in text_of(result, kb)
    assert "§ 304" not in text_of(result, kb, "full")
    assert bare(kb, loop, work, as_of="2027-12-31").uses[0].standing != "no_permission_needed"
    assert bare(kb, loop, work, as_of="2028-01-01").uses[0].standing == "no_permission_needed"


def test_every_refused_act_is_named_at_once(kb):
    acts = {act: (act, {**AS_IT_IS, "audience.who": "public"}) for act in ("distribution", "broadcast")}
    result = story(kb, acts, {"work.kind": "film_or_broadcast"})
    worst = {use.standing for use in result.uses}
    said = short_answer(result, rows_of(result, kb), kb).text
    assert worst == {"not_permitted"}
    assert " are not permitted" in said
    assert all(f"'{use.act_title}'" in said for use in result.uses)


def test_what_a_court_held_is_said_of_that_ruling_alone(kb):
    """A sentence is cited to the ruling that states it, however many rulings of the court speak for the user."""
    page = AssessmentPage(assessed("copyleft-code-training"), kb, "standard")
    lines = [line for use in page.assessment.uses for line in page.of_the_forum(use, "for")]
    assert len({ref.name for line in lines for ref in line.refs}) > 1
    for line in lines:
        (ref,) = line.refs
        assert line.text in {p.strip() for a in kb.authorities.values() if a.short == ref.name for p in a.principles}
