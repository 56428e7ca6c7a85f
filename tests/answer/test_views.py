"""Which views of a doctrine are open in a forum on a day."""

from __future__ import annotations

import pytest

from fairuse.answer.views import Choice, bears, choose
from fairuse.kb.authority import Authority, UsualView
from fairuse.kb.doctrine import Doctrine, View
from fairuse.kb.model import Place
from tests import installed


def authority(name, level, decided, *, forum=None, kind="decision", until=None, jurisdiction="us"):
    return Authority(
        id=name,
        kind=kind,
        name=name,
        citation=name,
        level=level,
        forum=forum,
        jurisdiction=jurisdiction,
        decided=decided,
        until=until,
        status="good_law",
        summary="s",
        checked_on="2026-11-22",
        verified=True,
    )


ALL = [
    authority("old-north", "circuit", "2010-01-01", forum="xx.north"),
    authority("new-north", "circuit", "2018-01-01", forum="xx.north"),
    authority("south", "circuit", "2012", forum="xx.south"),
    authority("south-overturned", "circuit", "2011", forum="xx.south", until="2014-06-30"),
    authority("high-2011", "scotus", "2011-01-01"),
    authority("high-2016", "scotus", "2016-01-01"),
    authority("trial", "district", "2013-01-01"),
    authority("office", "agency", "2013-01-01", kind="guidance"),
]
NORTH, SOUTH, WEST = "xx.north", "xx.south", "xx.west"


def pick(kb, forum, as_of, *views, since="2010-01-01", usual=None):
    """Choose among views given as (held by, persuasive); they are called v0, v1, ..."""
    doctrine = Doctrine(
        id="d",
        regime="xx.law",
        label="D",
        question="Q?",
        since=since,
        views=[
            View(id=f"v{n}", label="l", says="s", held_by=held, persuasive=persuasive)
            for n, (held, persuasive) in enumerate(views)
        ],
        usual=usual,
    )
    known = kb.model_copy(update={"authorities": {a.id: a for a in ALL}})
    return choose(doctrine, known, forum, as_of)


CIRCUITS = ((["old-north"], []), (["south"], []))


@pytest.mark.parametrize(
    ("forum", "live", "bound_by"),
    [
        (NORTH, ("v0",), "old-north"),
        (SOUTH, ("v1",), "south"),
        (WEST, ("v0", "v1"), None),
        (None, ("v0", "v1"), None),
    ],
)
def test_a_circuit_is_bound_by_its_own_decision_only(forum, live, bound_by, kb):
    assert pick(kb, forum, "2015-01-01", *CIRCUITS) == Choice("d", live, (), bound_by)


@pytest.mark.parametrize("forum", [NORTH, SOUTH, WEST, None])
def test_the_supreme_court_binds_everywhere(forum, kb):
    views = ((["old-north", "south"], []), (["high-2011"], []))
    assert pick(kb, forum, "2015-01-01", *views) == Choice("d", ("v1",), (), "high-2011")
    assert pick(kb, forum, "2019-01-01", (["new-north"], []), (["high-2011"], [])).live == ("v1",)


@pytest.mark.parametrize(
    ("as_of", "bound_by"), [("2015-12-31", "high-2011"), ("2016-01-01", "high-2016"), ("2026-01-01", "high-2016")]
)
def test_of_two_supreme_court_decisions_the_later_prevails_once_it_is_given(as_of, bound_by, kb):
    assert pick(kb, None, as_of, (["high-2011"], []), (["high-2016"], [])).bound_by == bound_by
    assert pick(kb, None, as_of, (["high-2016"], []), (["high-2011"], [])).bound_by == bound_by


@pytest.mark.parametrize(
    ("as_of", "live", "bound_by"), [("2017-12-31", ("v0",), "old-north"), ("2018-01-01", ("v1",), "new-north")]
)
def test_of_two_decisions_of_a_circuit_the_later_prevails(as_of, live, bound_by, kb):
    assert pick(kb, NORTH, as_of, (["old-north"], []), (["new-north"], [])) == Choice("d", live, (), bound_by)


def test_a_decision_dated_by_year_counts_from_the_end_of_that_year(kb):
    assert pick(kb, SOUTH, "2012-12-30", *CIRCUITS).bound_by is None
    assert pick(kb, SOUTH, "2012-12-31", *CIRCUITS).bound_by == "south"


@pytest.mark.parametrize(("as_of", "bound_by"), [("2014-06-30", "south-overturned"), ("2014-07-01", None)])
def test_an_overturned_decision_binds_no_longer(as_of, bound_by, kb):
    views = ((["old-north"], []), (["south-overturned"], []))
    assert pick(kb, SOUTH, as_of, *views).bound_by == bound_by


@pytest.mark.parametrize("name", ["south", "high-2011", "old-north"])
def test_who_is_only_persuasive_does_not_bind(name, kb):
    forum = {"south": SOUTH, "old-north": NORTH}.get(name)
    choice = pick(kb, forum, "2015-01-01", (["trial"], []), ([], [name]))
    assert choice == Choice("d", ("v0",), ("v1",))


def test_a_district_court_holds_but_does_not_bind(kb):
    assert pick(kb, NORTH, "2015-01-01", (["trial"], []), (["south"], [])) == Choice("d", ("v0", "v1"))


def test_before_the_dispute_the_first_view_applies_unless_another_binds(kb):
    choice = pick(kb, WEST, "2015-01-01", *CIRCUITS, since="2016-01-01")
    assert choice == Choice("d", ("v0",), reason="not disputed before 2016-01-01")
    assert pick(kb, SOUTH, "2015-01-01", *CIRCUITS, since="2016-01-01").bound_by == "south"
    assert pick(kb, WEST, "2016-01-01", *CIRCUITS, since="2016-01-01").live == ("v0", "v1")


@pytest.mark.parametrize(
    ("forum", "as_of", "live"),
    [
        (WEST, "2015-01-01", ("v1",)),
        (WEST, "2012-12-31", ("v0", "v1")),  # before any court had taken it where none binds
        (NORTH, "2015-01-01", ("v0",)),
        (None, "2015-01-01", ("v0", "v1")),  # no court is named, so that any may come
    ],
)
def test_the_usual_view_decides_before_a_court_that_no_other_binds(forum, as_of, live, kb):
    usual = UsualView(view="v1", because="mostly", cites=("trial", "nobody"))
    assert pick(kb, forum, as_of, *CIRCUITS, usual=usual).live == live


def test_a_view_that_no_court_has_held_is_shown_and_does_not_decide(kb):
    choice = pick(kb, None, "2015-01-01", (["office"], []), (["south"], []))
    assert choice == Choice("d", ("v1",), ("v0",))
    assert choice.shown == ("v1", "v0")


def test_where_no_court_has_spoken_those_that_are_voiced_decide(kb):
    assert pick(kb, None, "2015-01-01", (["office"], []), ([], ["trial"]), ([], [])).live == ("v0", "v1")
    assert pick(kb, None, "2011-01-01", (["office"], []), ([], ["trial"])).live == ("v0",)


def test_an_authority_that_is_not_known_says_nothing(kb):
    assert pick(kb, NORTH, "2015-01-01", (["nobody"], []), (["south"], [])).live == ("v1",)


LAND, UNION = "land", "union"
COURTS = [
    authority("regional", "circuit", "2012-01-01", forum="land.north", jurisdiction=LAND),
    authority("supreme-land", "supreme", "2014-01-01", jurisdiction=LAND),
    authority("later-supreme-land", "supreme", "2018-01-01", jurisdiction=LAND),
    authority("union-court", "supreme", "2016-01-01", jurisdiction=UNION),
    authority("announced", "supreme", None, kind="pending", jurisdiction=LAND),
    authority("elsewhere", "supreme", "2011-01-01", jurisdiction="other-land"),
]


def with_level(kb, name, **changes):
    return kb.model_copy(update={"levels": {**kb.levels, name: kb.levels[name].model_copy(update=changes)}})


def test_what_the_decisions_of_a_level_bind_is_data(kb):
    views = ((["trial"], []), (["south"], []))
    assert pick(with_level(kb, "district", binds="jurisdiction"), WEST, "2015-01-01", *views).bound_by == "trial"
    assert pick(with_level(kb, "circuit", binds=None), SOUTH, "2015-01-01", *CIRCUITS).live == ("v0", "v1")


def test_of_two_levels_that_bind_alike_the_earlier_in_order_prevails(kb):
    views = ((["high-2011"], []), (["trial"], []))
    for order, prevails in ((5, "high-2011"), (1, "trial")):  # though the trial court was later
        law = with_level(kb, "district", binds="jurisdiction", order=order)
        assert pick(law, None, "2015-01-01", *views).bound_by == prevails


def test_what_binds_a_forum_alone_yields_to_what_binds_all(kb):
    law = with_level(kb, "circuit", order=1)  # first in lists, and yet not above the highest court
    assert pick(law, NORTH, "2019-01-01", (["new-north"], []), (["high-2011"], [])).bound_by == "high-2011"


def test_which_kinds_of_authority_hold_a_view_and_bind_is_data(kb):
    views = ((["office"], []), (["south"], []))
    assert pick(kb, None, "2015-01-01", *views) == Choice("d", ("v1",), ("v0",))
    kinds = {**kb.authority_kinds, "guidance": kb.authority_kinds["guidance"].model_copy(update={"binds": True})}
    law = with_level(kb.model_copy(update={"authority_kinds": kinds}), "agency", binds="jurisdiction")
    assert pick(law, None, "2015-01-01", *views) == Choice("d", ("v0",), (), "office")


def pick_abroad(kb, regime, forum, as_of, *views):
    """Choose among views of a doctrine of `regime`, in a land that lies in a union with another land."""
    law = kb.regimes["xx.law"]
    regimes = {
        "land.law": law.model_copy(update={"id": "land.law", "jurisdiction": LAND, "forums": {"land.north": "North"}}),
        "union.law": law.model_copy(update={"id": "union.law", "jurisdiction": UNION, "forums": {}}),
        "xx.law": law,
    }
    places = {"here": Place(id="here", laws=(LAND, UNION)), "beside": Place(id="beside", laws=("other-land", UNION))}
    doctrine = Doctrine(
        id="d",
        regime=regime,
        label="D",
        question="Q?",
        since="2010-01-01",
        views=[View(id=f"v{n}", label="l", says="s", held_by=held) for n, held in enumerate(views)],
    )
    authorities = {a.id: a for a in (*ALL, *COURTS)}
    known = kb.model_copy(update={"regimes": regimes, "places": places, "authorities": authorities})
    return choose(doctrine, known, forum, as_of)


@pytest.mark.parametrize(
    ("regime", "forum", "as_of", "live", "bound_by"),
    [
        ("land.law", None, "2013-12-31", ("v0",), None),  # not yet given
        ("land.law", "land.north", "2013-12-31", ("v0",), "regional"),
        ("land.law", None, "2014-01-01", ("v1",), "supreme-land"),  # with or without a forum
        ("land.law", "land.north", "2014-01-01", ("v1",), "supreme-land"),
        ("union.law", None, "2014-01-01", ("v0", "v1"), None),  # one state's court does not bind the Union
        ("union.law", "land.north", "2014-01-01", ("v1",), "supreme-land"),  # but its own courts
        ("xx.law", None, "2014-01-01", ("v0", "v1"), None),  # nor a land outside it
    ],
)
def test_a_supreme_court_binds_in_its_land(regime, forum, as_of, live, bound_by, kb):
    views = (["regional", "elsewhere"], ["supreme-land"])
    assert pick_abroad(kb, regime, forum, as_of, *views) == Choice("d", live, (), bound_by)


@pytest.mark.parametrize(("regime", "forum"), [("land.law", None), ("land.law", "land.north"), ("union.law", None)])
def test_the_court_of_a_union_prevails_over_an_earlier_or_later_one_of_a_land(regime, forum, kb):
    views = (["union-court"], ["supreme-land", "later-supreme-land"])
    assert pick_abroad(kb, regime, forum, "2020-01-01", *views) == Choice("d", ("v0",), (), "union-court")


def test_a_decision_that_is_only_announced_does_not_bind(kb):
    assert pick_abroad(kb, "land.law", None, "2013-01-01", ["regional"], ["announced"]).bound_by is None


@pytest.mark.parametrize("view", ["software_must_obey", "words_suffice"])
def test_a_ruling_of_the_federal_court_is_data_only(view):
    """Made up here, as the court has not ruled: entered as a decision, either outcome binds all of Germany."""
    law = installed.law()
    doctrine = law.doctrines["nutzungsvorbehalt-in-words"]
    views = [v.model_copy(update={"held_by": (*v.held_by, "made-up")} if v.id == view else {}) for v in doctrine.views]
    ruling = authority("made-up", "supreme", "2030-01-15", jurisdiction="de")
    known = law.model_copy(update={"authorities": {**law.authorities, "made-up": ruling}})
    ruled = doctrine.model_copy(update={"views": tuple(views)})
    for forum in (None, "de.hamburg"):
        assert choose(ruled, known, forum, "2030-01-15") == Choice(doctrine.id, (view,), (), "made-up")
        assert choose(ruled, known, forum, "2030-01-14").bound_by != "made-up"


def test_a_doctrine_bears_on_a_standing_only_if_it_moves_it_by_itself():
    both = [{"view.a": a, "view.b": b} for a in "xy" for b in "xy"]
    tried = [(row, "permitted" if row["view.a"] == "x" else "uncertain") for row in both]
    assert bears("view.a", tried)
    assert not bears("view.b", tried)
    tried = [row for row in tried if row[0] != {"view.a": "y", "view.b": "y"}]  # b was not tried with all of a
    assert not bears("view.b", tried)
