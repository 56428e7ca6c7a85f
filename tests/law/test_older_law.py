"""Fair use before *Campbell*: on any day since the first ruling, what answers every factor gets an answer."""

from __future__ import annotations

import random

import pytest

from fairuse.answer import ranges
from fairuse.answer.posed import program_for
from fairuse.answer.views import choose
from tests import installed
from tests.law.stories import of, story

DAYS = ("1850-01-01", "1930-01-01", "1960-01-01", "1970-01-01", "1977-06-30", "1980-06-30", "1984-06-30", "1990-06-30")
BOOK = {"work.kind": "book_or_story", "work.character": "creative", "market.owner_exploits": "active"}
REVIEW = {
    "purpose.targets_work": "mainly",
    "purpose.use_compared": "different",
    "change.kind": "fragments",
    "change.own_content": "much",
    "need.amount_fit": "needed",
    "amount.share": "small",
    "amount.public_reach": "fragments",
    "market.replaces": "none",
}
PARODY = {
    "purpose.targets_work": "mainly",
    "purpose.use_compared": "different",
    "change.kind": "reworked",
    "change.own_content": "much",
    "change.mocking_contrast": True,
    "amount.public_reach": "passages",
    "market.replaces": "none",
    "market.same_customers": False,
}
BITS = {
    "change.kind": "fragments",
    "change.own_content": "much",
    "amount.share": "trivial",
    "amount.public_reach": "fragments",
    "market.replaces": "none",
    "market.same_customers": False,
}
REPRINT = {
    "purpose.targets_work": "none",
    "purpose.use_compared": "same",
    "purpose.delivers_content": True,
    "change.kind": "exact",
    "change.own_content": "none",
    "amount.share": "whole",
    "amount.public_reach": "most_or_all",
    "market.replaces": "fully",
    "market.same_customers": True,
}
#: Plain situations: the act, what is told of it, and whether it is allowed on every one of the days.
PLAIN = {
    "a review quotes a few lines": ("quotation", REVIEW, True),
    "a review quotes at length, and nobody reads it for the book": (
        "quotation",
        {**REVIEW, "amount.share": "moderate", "amount.public_reach": "passages"},
        True,
    ),
    "a review gives the best of the book, so that one need not buy it": (
        "quotation",
        {**REVIEW, "amount.core": True, "amount.public_reach": "passages", "market.replaces": "fully"},
        False,
    ),
    "a parody takes a few lines": (
        "adaptation",
        {**PARODY, "amount.share": "small", "need.amount_fit": "needed"},
        True,
    ),
    "a rival reprints the book": ("distribution", REPRINT, False),
    "a rival abridges the book by its passages": (
        "quotation",
        {
            **REPRINT,
            "change.kind": "trimmed",
            "amount.share": "moderate",
            "amount.public_reach": "passages",
            "market.replaces": "partly",
        },
        False,
    ),
    "a rival prints a part, and of the market nothing is told": (
        "quotation",
        {
            "purpose.targets_work": "none",
            "purpose.use_compared": "same",
            "change.kind": "exact",
            "change.own_content": "little",
            "amount.share": "moderate",
            "amount.public_reach": "passages",
        },
        False,
    ),
    "a story quotes a line of a song": (
        "quotation",
        {
            "purpose.targets_work": "none",
            "purpose.use_compared": "different",
            **BITS,
        },
        True,
    ),
    "an article draws a little on a history, in words of its own": (
        "quotation",
        {
            "work.character": "factual",
            "purpose": ["history_or_biography"],
            "purpose.use_compared": "overlapping",
            **BITS,
        },
        True,
    ),
}
#: What answers every factor, in whatever way: each of these facts is told.
TOLD = (
    *("purpose.targets_work", "purpose.use_compared", "purpose.commerciality", "purpose.comments_elsewhere"),
    *(
        "purpose.news",
        "purpose.history_or_biography",
        "purpose.research",
        "purpose.teaching",
        "purpose.delivers_content",
    ),
    *("who.kind", "who.for_profit", "work.character", "work.published", "amount.share", "amount.core"),
    *("amount.public_reach", "need.amount_fit", "need.reason", "change.kind", "change.own_content", "change.recasts"),
    *("change.mocking_contrast", "market.replaces", "market.same_customers", "market.licensing", "market.derivative"),
    "market.loss_evidence",
)
FACTORS = ("us.f1", "us.f2", "us.f3", "us.f4")


def standing(kb, act, facts, day, work=BOOK):
    own = {name: value for name, value in facts.items() if name.startswith("work.")}
    of_act = {name: value for name, value in facts.items() if name not in own}
    return of(story(kb, {"a": (act, of_act)}, {**work, **own}, as_of=day), "a").standing


@pytest.fixture(scope="module")
def kb():
    return installed.law()


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_situation_has_its_answer_on_every_day(name, day, kb):
    act, facts, allowed = PLAIN[name]
    found = standing(kb, act, facts, day)
    assert found in (("permitted", "likely_permitted") if allowed else ("not_permitted", "likely_not_permitted"))


@pytest.mark.parametrize("day", [*DAYS, "1962-11-27", "1966-08-17", "1977-12-31", "1994-03-06"])
@pytest.mark.parametrize("act", ["quotation", "adaptation", "reproduction", "distribution", "display"])
def test_no_day_leaves_a_factor_or_their_weighing_without_a_rule(act, day, kb):
    program = program_for(kb, "us.fair_use", act, day)
    (view, *_) = ranges.view_rows([choose(doctrine, kb, None, day) for doctrine in program.doctrines])
    values = {fact: kb.facts[fact].values or (True, False) for fact in TOLD if fact in program.facts}
    draw = random.Random(f"{act} {day}")
    rows = [dict(view) for _ in range(400)]
    for number, row in enumerate(rows):  # of every other one a part is left untold
        told = [fact for fact in values if number % 2 or draw.random() < 0.6]
        row.update({fact: draw.choice(tuple(values[fact])) for fact in told})
    found = ranges.run_rows(program, rows)
    unanswered = {
        issue: next(iter(rows[n] for n, code in enumerate(found.values[issue]) if code < 0), None)
        for issue in (*FACTORS, program.conclusion)
    }
    assert unanswered == dict.fromkeys(unanswered)


@pytest.mark.parametrize(
    ("day", "facts", "allowed"),
    [
        ("1955-01-01", {"amount.share": "most", "need.amount_fit": "needed"}, True),  # as a review may quote largely
        ("1960-01-01", {"amount.share": "most", "need.amount_fit": "needed"}, False),  # burlesque is no defence
        ("1970-01-01", {"amount.share": "most", "need.amount_fit": "needed"}, True),  # what calls it to mind is free
        ("1970-01-01", {"amount.share": "most", "need.amount_fit": "more_than_needed"}, False),
        ("1990-01-01", {"amount.share": "moderate", "need.amount_fit": "more_than_needed"}, False),
        (
            "1995-01-01",
            {"amount.share": "moderate", "need.amount_fit": "more_than_needed"},
            True,
        ),  # one of four factors
    ],
)
def test_how_much_a_parody_may_take_is_answered_by_its_day(day, facts, allowed, kb):
    found = standing(kb, "adaptation", {**PARODY, **facts}, day)
    assert found in (("permitted", "likely_permitted") if allowed else ("not_permitted", "likely_not_permitted"))


STUDY = {
    "who.kind": "library_or_archive",
    "who.for_profit": False,
    "purpose": ["research"],
    "purpose.targets_work": "none",
    "purpose.use_compared": "same",
    "purpose.commerciality": "none",
    "change.kind": "exact",
    "amount.share": "whole",
    "need.amount_fit": "needed",
    "market.replaces": "none",
    "market.loss_evidence": "shown_absent",
    "market.licensing": "none",
}
FRAMES = {
    "purpose": ["exact_words_matter"],
    "purpose.targets_work": "none",
    "purpose.use_compared": "same",
    "change.kind": "exact",
    "change.own_content": "much",
    "amount.share": "moderate",
    "amount.public_reach": "passages",
    "market.replaces": "none",
    "market.same_customers": False,
    "work.character": "factual",
}


@pytest.mark.parametrize(
    ("act", "facts", "before", "since"),
    [
        ("reproduction", STUDY, "1973-11-26", "1973-11-27"),  # single copies for research (Williams & Wilkins)
        ("quotation", FRAMES, "1968-09-23", "1968-09-24"),  # exact information on what matters to all (Time v. Geis)
    ],
)
def test_a_purpose_is_favoured_from_the_ruling_that_said_so(act, facts, before, since, kb):
    assert standing(kb, act, facts, before) == "likely_not_permitted"
    assert standing(kb, act, facts, since) in ("permitted", "likely_permitted")
