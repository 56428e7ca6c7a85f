"""Which decided cases are named: the same act and kind of work first, kindred acts before others, then what binds.

Each decided act is looked at as if it were new, without its own case.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from fairuse.precedent.analogies import AT_HOME, in_order, nearest_cases
from fairuse.precedent.nearness import SAME_BOTH, Seen, kindred, kinship, nearness, seen_decided, seen_use, together
from tests import installed
from tests.precedent.asked import ESSAYS, OUTCOMES, REGIME

SUCH = """
title: An act of this kind
works:
  such: {{facts: {{work.kind: {work}, work.published: true}}}}
acts:
  - {{act: {act}, works: [such], facts: {{{facts}}}}}
where: [us]
"""


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def sides(act, decided, kb, forum=None):
    """The other decided acts in the order in which they would be named beside this one, by outcome."""
    others = in_order(seen_decided(act), [d for d in decided if d.case != act.case], kb, forum)
    return [[d for d in others if d.outcome == outcome] for outcome in OUTCOMES]


def test_the_same_act_on_the_same_kind_of_work_is_named_before_all_others(decided, kb):
    for act in decided:
        here = seen_decided(act)
        for side in sides(act, decided, kb):
            both = [kinship(here, seen_decided(d), REGIME, kb) == SAME_BOTH for d in side]
            assert both == sorted(both, reverse=True), act.case
            assert kinship(here, seen_decided(side[0]), REGIME, kb) > 0, act.case


def test_what_is_a_step_less_near_is_named_first_only_for_its_issues_and_reasons(decided, kb):
    for act in decided:
        here = seen_decided(act)
        for side in sides(act, decided, kb):
            for first, then in itertools.pairwise(d for d in side if d.as_held):
                steps = kinship(here, seen_decided(then), REGIME, kb) - kinship(here, seen_decided(first), REGIME, kb)
                if steps > 0:
                    nearer = [nearness(here, seen_decided(d), REGIME, kb) for d in (first, then)]
                    assert nearer[0] > nearer[1] - AT_HOME, (act.case, first.case, then.case)


@pytest.mark.parametrize(
    ("act", "work", "step"),
    [
        ("training", "software", SAME_BOTH),
        ("training", "music", 2),  # the same act on other works
        ("model", "software", 2),  # a kindred act on the same kind of work
        ("model", "music", 1),
        ("broadcast", "software", 1),  # nothing but the kind of work
        ("broadcast", "music", 0),
        ("broadcast", None, 0),
    ],
)
def test_the_act_counts_and_the_kind_of_work(act, work, step, kb):
    here = Seen("training", "software", {}, frozenset())
    assert kinship(here, Seen(act, work, {}, frozenset()), REGIME, kb) == step
    assert kinship(Seen(act, work, {}, frozenset()), here, REGIME, kb) == step


def test_two_unknown_kinds_of_work_are_not_the_same_kind(kb):
    unknown = Seen("training", None, {}, frozenset())
    assert kinship(unknown, unknown, REGIME, kb) == SAME_BOTH - 1


def test_kindred_are_acts_that_the_law_treats_together_more_than_most(kb):
    pairs, shares = kindred(kb, REGIME), together(kb, REGIME)
    assert max(shares[p] for p in shares.keys() - pairs) < min(shares[p] for p in pairs)
    assert frozenset(("training", "model")) in pairs
    assert frozenset(("training", "broadcast")) not in pairs
    assert 0 < len(pairs) < len(shares) / 2


def test_lending_is_looked_for_as_giving_copies_and_first_as_lending(kb, asked, decided):
    """The law does not tell them apart; who argues a case of lending does."""
    assert kb.acts["lending"].like == "distribution"
    use = asked(ESSAYS.format(act="distribution"))
    lent, given = seen_use(use.model_copy(update={"act": "lending"}), {}, kb), seen_use(use, {}, kb)
    assert lent == replace(given, marks={**given.marks, "lending": True})
    both = {d.case for d in decided if kinship(given, seen_decided(d), REGIME, kb) >= SAME_BOTH - 1}
    assert both >= {d.case for d in decided if "lending" in d.marks} > set()


@pytest.mark.parametrize(
    ("acts", "marks", "step"),
    [
        (("reproduction", "reproduction"), ({"class": True}, {"class": True}), 2),
        (("reproduction", "reproduction"), ({"class": True}, {}), 1),  # the same act for something else
        (("reproduction", "reproduction"), ({"class": False}, {"class": True}), 1),
        (("reproduction", "reproduction"), ({}, {"class": True}), 2),  # nothing is known of it
        (("distribution", "reproduction"), ({"class": True}, {"class": True}), 2),  # kindred, for the same
        (("distribution", "reproduction"), ({"class": True, "service": True}, {"class": True}), 1),  # only in part
        (("distribution", "reproduction"), ({"class": True}, {"class": True, "service": True}), 2),
        (("distribution", "reproduction"), ({"class": True}, {"court": True}), 0),
        (("distribution", "reproduction"), ({"class": True}, {}), 1),
        (("training", "broadcast"), ({"class": True}, {"class": True}), 1),  # neither, but for the same
    ],
)
def test_marks_bring_acts_together_and_tell_them_apart(acts, marks, step, kb):
    here, there = (Seen(act, None, {}, frozenset(), had) for act, had in zip(acts, marks, strict=True))
    assert kinship(here, there, REGIME, kb) == step


def test_the_works_that_are_looked_for_together_are_kinds_of_work(kb):
    for regime in kb.regimes.values():
        if regime.work_kind is not None:
            assert {kind for some in regime.kindred_works for kind in some} <= set(kb.facts[regime.work_kind].values)


#: What a user says of an act, and who is named: first on each side, or among those named where it is in brackets.
SOUGHT = {
    "a library lends scanned books": (
        "lending",
        "book_or_story",
        "who.kind: library_or_archive, amount.share: whole, purpose.commerciality: none",
        (None, "hachette-v-internet-archive-2024"),
    ),
    "a company lends songs as files": (
        "lending",
        "music",
        "who.kind: company, amount.share: whole, purpose.commerciality: direct",
        (None, "hachette-v-internet-archive-2024"),
    ),
    "a listener copies discs of their own to files": (
        "reproduction",
        "sound_recording",
        "who.kind: individual, amount.share: whole, purpose.private_use: personal_copy_of_own, copy.source: bought",
        ("sony-v-universal-1984", ("bmg-v-gonzalez-2005",)),
    ),
    "a viewer records at home": (
        "reproduction",
        "film_or_broadcast",
        "who.kind: individual, amount.share: whole, purpose.private_use: time_shift",
        ("sony-v-universal-1984", None),
    ),
    "a service records for its customers": (
        "broadcast",
        "film_or_broadcast",
        "who.kind: company, amount.share: whole, purpose.commerciality: direct, who.copies_for_others: true",
        (None, ("fox-news-v-tveyes-2018",)),
    ),
    "a service keeps recordings for its customers": (
        "reproduction",
        "film_or_broadcast",
        "who.kind: company, amount.share: whole, purpose.commerciality: direct, who.copies_for_others: true",
        ("sony-v-universal-1984", ("fox-news-v-tveyes-2018",)),
    ),
    "a university posts chapters for a class": (
        "distribution",
        "book_or_story",
        "who.kind: nonprofit_educational, amount.share: small, purpose.teaching: true",
        ("cambridge-v-becker-gsu-2020", ("basic-books-v-kinkos-1991",)),
    ),
    "a teacher hands out pages of a textbook": (
        "distribution",
        "teaching_or_test",
        "who.kind: nonprofit_educational, amount.share: small, purpose.teaching: true",
        (None, ("weissmann-v-freeman-1989", "marcus-v-rowley-1983")),
    ),
    "a shop makes course packs of articles": (
        "reproduction",
        "article_or_news",
        "who.kind: company, amount.share: whole, purpose.teaching: true, who.copies_for_others: true, "
        "purpose.commerciality: direct",
        (None, ("basic-books-v-kinkos-1991",)),
    ),
    "infringing subtitles are downloaded to train on": (
        "acquisition",
        "film_or_broadcast",
        "who.kind: company, amount.share: whole, copy.source: infringing_copy, purpose.for_training: only",
        (("bartz-v-anthropic-2025", "kadrey-v-meta-2025"), "bartz-v-anthropic-2025"),
    ),
    "infringing subtitles are copied to train on": (
        "reproduction",
        "film_or_broadcast",
        "who.kind: company, amount.share: whole, copy.source: infringing_copy, purpose.for_training: only, "
        "purpose.commerciality: direct",
        ("bartz-v-anthropic-2025", ("bartz-v-anthropic-2025",)),
    ),
    "pirated articles are kept": (
        "retention",
        "article_or_news",
        "who.kind: company, amount.share: whole, copy.source: shadow_library",
        (("bartz-v-anthropic-2025", "kadrey-v-meta-2025"), "bartz-v-anthropic-2025"),
    ),
    "a company copies articles for its staff": (
        "reproduction",
        "article_or_news",
        "who.kind: company, amount.share: whole, purpose.commerciality: indirect, who.copies_for_others: false",
        (None, ("american-geophysical-v-texaco-1994",)),
    ),
}


@pytest.mark.parametrize("told", SOUGHT)
def test_those_who_do_the_same_for_the_same_reason_are_named(told, asked, decided, kb):
    act, work, facts, sought = SOUGHT[told]
    use = asked(SUCH.format(act=act, work=work, facts=facts))
    found = nearest_cases(use, decided, kb, "2026-11-24", "us.2d")
    for side, wanted in zip((found.for_, found.against), sought, strict=True):
        named = [a.case for a in side]
        if isinstance(wanted, str):
            assert named[0] == wanted
        elif wanted:
            assert set(wanted) <= set(named)


def test_one_who_copies_for_gain_is_not_told_first_of_copies_made_on_request(asked, decided, kb):
    act, work, facts, _ = SOUGHT["a company copies articles for its staff"]
    found = nearest_cases(asked(SUCH.format(act=act, work=work, facts=facts)), decided, kb, "2026-11-24", "us.2d")
    assert "williams-wilkins-v-us-1973" not in [a.case for a in found.for_]


def test_of_the_same_act_and_work_the_courts_that_bind_come_first(decided, kb):
    for act in decided:
        for forum in ("us.2d", "us.9th"):
            for side in sides(act, decided, kb, forum):
                alike = [d for d in side if kinship(seen_decided(act), seen_decided(d), REGIME, kb) == SAME_BOTH]
                courts = [kb.authorities[d.authority].level if d.authority else "" for d in alike]
                rank = [
                    2 if court == "scotus" or (court == "circuit" and d.forum == forum) else int(d.forum == forum)
                    for d, court in zip(alike, courts, strict=True)
                ]
                assert rank == sorted(rank, reverse=True), (act.case, forum, [d.case for d in alike])


def test_the_forum_moves_what_is_named(decided, kb):
    moved = [a for a in decided if sides(a, decided, kb, "us.9th")[1][0] != sides(a, decided, kb, "us.2d")[1][0]]
    assert len(moved) > len(decided) / 10


def test_what_the_rules_answer_otherwise_stands_behind_what_they_answer_as_held(decided, kb):
    act = next(d for d in decided if d.as_held)
    twin = act.model_copy(update={"case": "a-twin", "as_held": False})
    later = act.model_copy(update={"case": "other", "issues": {}, "reasons": ()})
    assert in_order(seen_decided(act), [twin, later], kb, None) == [later, twin]


def test_an_act_is_nearest_to_itself_and_nearness_has_no_side(decided, kb):
    some = [seen_decided(d) for d in decided[::8]]
    for one in some:
        for other in some:
            assert nearness(one, one, REGIME, kb) >= nearness(one, other, REGIME, kb) - 1e-9
            assert nearness(one, other, REGIME, kb) == pytest.approx(nearness(other, one, REGIME, kb))


def test_acts_that_the_law_treats_together_are_nearer(kb):
    pairs = together(kb, REGIME)
    assert pairs[frozenset(("acquisition", "retention"))] > pairs[frozenset(("acquisition", "quotation"))]
    assert pairs[frozenset(("training", "model"))] > pairs[frozenset(("training", "display"))]
    assert all(0 < share <= 1 for share in pairs.values())
    keeping, getting, quoting = (Seen(act, None, {}, frozenset()) for act in ("retention", "acquisition", "quotation"))
    assert nearness(keeping, getting, REGIME, kb) > nearness(keeping, quoting, REGIME, kb)
