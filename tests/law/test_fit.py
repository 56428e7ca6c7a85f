"""Acts fit together, and each fits what is told of it and what its own kind says."""

from __future__ import annotations

import pytest

from fairuse.answer.ranges import UNDECIDED
from fairuse.answer.result import standing_rank
from fairuse.inquiry.whatif import whatif
from fairuse.kb.condition import terms_of
from fairuse.kb.model import STANDINGS
from fairuse.precedent.beside import assess
from fairuse.scenario.acts import PRESUMED
from fairuse.scenario.model import Scenario
from fairuse.scenario.uses import uses_of
from tests import installed
from tests.batch.rows import on_chain, on_columns
from tests.law.test_scenarios import NAMES


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def scenario(*acts, where=("us",), **works):
    """Acts, each a kind and its facts, on one group of works."""
    entries = [{"act": kind, "works": "w", "facts": facts, **more} for kind, facts, more in acts]
    return Scenario.model_validate({"title": "T", "where": where, "works": {"w": {"facts": works}}, "acts": entries})


def known(kb, kind, facts):
    return uses_of(scenario((kind, facts, {})), kb)[0].facts


def kinds_that_tell(kb):
    return [act for act in kb.acts.values() if act.tells]


def test_what_the_name_of_an_act_says_is_presumed_and_shown_so(kb):
    assert {act.id for act in kinds_that_tell(kb)} >= {"hosting", "training"}
    for act in kinds_that_tell(kb):
        facts = known(kb, act.id, {})
        for name, value in act.tells.items():
            assert (facts[name].value, facts[name].note) == (value, PRESUMED)


def test_whoever_tells_otherwise_or_that_it_is_not_known_is_believed(kb):
    for act in kinds_that_tell(kb):
        for name, value in act.tells.items():
            other = next(option for option in kb.facts[name].options if option != value)
            assert not any(given.note == PRESUMED for given in known(kb, act.id, {name: other}).values())
            assert name not in known(kb, act.id, {name: "unknown"})


def test_no_need_is_asked_of_an_act_whose_name_tells_it(kb):
    """A need that would be told by what a kind of act says is not among what waits, whatever else is told."""
    for act in kinds_that_tell(kb):
        for use in assess(scenario((act.id, {}, {})), kb).uses:
            for need in (kb.needs[waits.need] for waits in use.waits_for):
                assert not any(name in need.facts and need.told_by(name, value) for name, value in act.tells.items())


def test_tables_presume_what_scenarios_presume(kb):
    rows = [{"act": act.id, "where": where} for act in kb.acts.values() for where in ("us", "eu")]
    for act in kinds_that_tell(kb):
        for name in act.tells:
            rows += [{"act": act.id, "where": "us", name: v} for v in (*kb.facts[name].options, "unknown")]
    assert on_columns(rows, kb) == on_chain(rows, kb)


def ending_steps(use, kb):
    return [change for change in use.changes if any(kb.steps[step.id].ends_act for step in change.steps)]


def test_whatever_ends_an_act_ends_it_alike(kb):
    """From then on nothing is left to permit, whichever step and law; what was done before stays as it is."""
    ended = set()
    for use in (use for name in NAMES for use in installed.assessed(name).uses):
        for change in ending_steps(use, kb):
            assert (change.standing, change.set, len(change.steps)) == (STANDINGS[-1], {}, 1), use.id
            assert not use.planned
            assert standing_rank(use.standing) <= standing_rank(UNDECIDED)
            ended.add(use.act)
    assert len(ended) > 1


#: What is not fair of any act.
ALL_OF_IT = {"amount.share": "whole", "change.kind": "exact", "purpose.delivers_content": True} | {
    "market.replaces": "fully",
    "copy.source": "infringing_copy",
    "market.licensing": "active",
}
NEAR = {"output.similarity": "near_identical", "output.frequency": "regular", "purpose.targets_work": "partly"}
#: Kinds of acts that go on, and what is told of each beside that.
GOES_ON = {
    "display": {},
    "distribution": {},
    "lending": {},
    "broadcast": {},
    "hosting": {},
    "adaptation": {},
    "quotation": {},
    "retention": {},
    "indexing": {},
    "linking": {"link.target": "without_consent"},
    "model": {"model.extraction": "whole_works"},
    "deployment": {"model.extraction": "whole_works"},
    "output": NEAR,
}


@pytest.mark.parametrize("kind", ["display", "distribution", "broadcast"])
def test_a_what_if_tells_steps_in_the_order_of_the_report(kind, kb):
    """What lets an act go on comes first, and what ends it last."""
    told = {**WHOLE, "conduct.attribution": False, "purpose.delivers_content": True}
    given = scenario((kind, told, {}), **{"licence.id": "CC-BY-4.0"})
    (use,), (tried,) = assess(given, kb).uses, whatif(given, kb).uses
    told = [[step.id for step in c.steps] for c in use.changes if c.steps]
    found = [[step.id for step in c.steps] for c in tried.moves if c.steps]
    assert [steps for steps in found if steps in told] == told
    assert [any(kb.steps[step].ends_act for step in steps) for steps in found] == [False] * (len(found) - 1) + [True]


@pytest.mark.parametrize("work", ["music", "book_or_story", "software"])
@pytest.mark.parametrize("told", [{}, {"audience.who": "public"}, {"amount.public_reach": "most_or_all"}])
def test_an_act_that_may_not_go_on_can_be_ended_whatever_it_is_called(work, told, kb):
    facts = {**ALL_OF_IT, **told}
    for kind, more in GOES_ON.items():
        (use,) = assess(scenario((kind, {**facts, **more}, {}), **{"work.kind": work}), kb).uses
        if standing_rank(use.standing) > standing_rank(UNDECIDED) or use.waits_for:
            continue
        assert [change.standing for change in ending_steps(use, kb)] == [STANDINGS[-1]], (kind, use.standing)


def test_what_is_planned_is_not_ended_nor_what_was_done_once(kb):
    for kind, more in GOES_ON.items():
        facts = {**ALL_OF_IT, **more, "act.planned": True}
        (use,) = assess(scenario((kind, facts, {}), **{"work.kind": "music"}), kb).uses
        assert not ending_steps(use, kb), kind
    for kind in ("acquisition", "training", "reproduction", "reverse_engineering"):
        (use,) = assess(scenario((kind, ALL_OF_IT, {}), **{"work.kind": "music"}), kb).uses
        assert not ending_steps(use, kb), kind


@pytest.mark.parametrize(
    ("kind", "told", "words"),
    [
        ("display", {}, "Show the works no more"),
        ("distribution", {}, "Stop handing the works out"),
        ("distribution", {"change.own_content": "much"}, "Take the works out of what is handed out"),
        ("distribution", {"copy.seeded": True}, "Switch uploading off"),
        ("broadcast", {"performance.how": "performed_live"}, "Perform the works no more"),
        ("broadcast", {"performance.how": "sent"}, "Send and stream the works no more"),
        ("hosting", {}, "Take the works down wherever others have put them up"),
        ("adaptation", {}, "or show and hand out no more of it"),
        ("adaptation", {"purpose.commerciality": "direct"}, "or take that off sale"),
        ("quotation", {}, "Take what is quoted out"),
        ("output", {**NEAR, "who.part": "uses_tool"}, "Sell, send out and use no more"),
        ("output", {**NEAR, "who.part": "offers_service"}, "Take the tool off line"),
        (
            "output",
            {**NEAR, "who.part": "offers_service", "service.trigger": "provider"},
            "Sell, send out and use no more",
        ),
        ("output", {"output.similarity": "near_identical"}, "Sell, send out and use no more"),
    ],
)
def test_what_ends_an_act_is_worded_by_what_it_does(kind, told, words, kb):
    (use,) = assess(scenario((kind, {**ALL_OF_IT, **told}, {}), **{"work.kind": "photograph"}), kb).uses
    (ending,) = ending_steps(use, kb)
    assert words in kb.steps[ending.steps[0].id].label


def fetched(kb, kind, similarity, **more):
    copies = (kind, {"copy.source": "open_web", **more}, {})
    told = {"model.retrieval": True, "output.similarity": similarity, "output.frequency": "regular"}
    answers = ("output", {**told, "purpose.commerciality": "direct"}, {})
    return assess(scenario(copies, answers, **{"work.kind": "article_or_news", "work.published": True}), kb).uses


@pytest.mark.parametrize("similarity", ["gist", "close_paraphrase", "near_identical"])
@pytest.mark.parametrize("kind", ["acquisition", "retention", "indexing", "reproduction"])
def test_what_a_tool_fetches_is_for_its_answers_and_not_asked_for(kind, similarity, kb):
    copies, answers = fetched(kb, kind, similarity)
    assert not copies.waits_for
    if standing_rank(answers.standing) >= standing_rank("likely_permitted") and kind != "indexing":
        assert standing_rank(copies.standing) >= standing_rank(UNDECIDED)
    if kind == "acquisition":
        assert standing_rank(copies.standing) <= standing_rank(answers.standing)


@pytest.mark.parametrize("kind", ["adaptation", "broadcast", "distribution", "quotation", "retention"])
def test_who_makes_or_gives_something_is_not_told_that_it_may_only_point(kind, kb):
    """Nor that people could get no more than glimpses of what is given out whole."""
    (use,) = assess(scenario((kind, WHOLE, {}), **{"work.kind": "music"}), kb).uses
    assert "no-mere-links" not in {one.assumption for one in use.assumed}
    if kind in ("broadcast", "distribution"):
        ends = {(u.fact, e.value) for u in use.unknown for e in u.effect}
        assert ends
        assert not {("amount.public_reach", reach) for reach in ("none", "fragments")} & ends


@pytest.mark.parametrize("kind", ["acquisition", "retention"])
def test_copies_that_are_got_or_kept_are_not_told_to_be_a_new_version(kind, kb):
    given = scenario((kind, {"copy.source": "open_web"}, {}), ("quotation", PARTLY, {}), **{"work.kind": "music"})
    use, tried = assess(given, kb).uses[0], whatif(given, kb).uses[0]
    offered = [c.set for c in (*use.changes, *tried.moves)] + [{u.fact: e.value} for u in use.unknown for e in u.effect]
    assert offered
    for row in offered:
        assert row.get("change.kind") not in ("altered", "reworked"), row
        assert row.get("change.own_content", "none") == "none", row
        assert row.get("change.recasts", "not_a_version") == "not_a_version", row


#: What can be drawn out of a model, or what flood of new works it makes, is not asked of pages that are fetched.
OF_A_MODEL = {f"model.{what}" for what in ("extraction", "memorised", "prompting", "deduplicated")} | {
    "model.copies_style_on_request",
    "market.dilution_evidence",
}


def asked_of(given, kb):
    """For each act that is asked under fair use, the facts that are open there, could be found out or are tried."""
    found = {}
    for use, tried in zip(assess(given, kb).uses, whatif(given, kb).uses, strict=True):
        changes = (*use.changes, *tried.moves)
        found[use.act_id] = {u.fact for u in use.unknown} | {fact for change in changes for fact in change.set}
        found[use.act_id] |= {fact.fact for item in use.to_find for fact in item.facts}
    return found


@pytest.mark.parametrize("similarity", ["gist", "close_paraphrase", "near_identical"])
def test_answers_that_quote_fetched_pages_are_not_asked_what_comes_out_of_a_model(similarity, kb):
    told = {"model.retrieval": True, "output.similarity": similarity, "purpose.model_kind": "generative"}
    answers, service = ("output", told, {"id": "answers"}), ("deployment", {}, {"id": "service"})
    works = {"work.kind": "article_or_news", "work.published": True, "market.licensing": "developing"}
    asked = asked_of(scenario(answers, service, **works), kb)
    assert asked["answers"]
    assert asked["service"]
    assert not OF_A_MODEL & (asked["answers"] | asked["service"])
    trained = ("training", {"purpose.model_kind": "generative"}, {"id": "training"})
    asked = asked_of(scenario(answers, service, trained, **works), kb)
    assert "model.extraction" in asked["training"]  # and what is told there, the service hears


#: What is done with copies, told so that it is fair, and so that its answer is open.
SERVED = {
    "quotation": {"purpose.targets_work": "mainly", "amount.share": "small", "amount.public_reach": "passages"},
    "adaptation": {"purpose.targets_work": "mainly", "change.kind": "reworked", "change.own_content": "much"},
    "indexing": {"purpose.finding": True, "amount.public_reach": "fragments", "purpose.delivers_content": False},
    "display": {"purpose.targets_work": "mainly", "purpose.news": True, "amount.public_reach": "passages"},
    "output": {"output.similarity": "gist"},
}
#: Facts of the copies themselves that may set them below what they serve.
OWN_FACTS = [
    {"copy.source": source} for source in ("infringing_copy", "protection_bypassed", "shadow_library", "purloined")
] + [{"copy.kept_as_library": True}, {"copy.shared_on": True}]


def served_by(kb, kind, served, own):
    facts = {"copy.source": "bought", "amount.share": "whole", "copy.other_use": False, **own}
    told = {"market.replaces": "none", "purpose.commerciality": "direct", **SERVED[served]}
    works = {"work.kind": "film_or_broadcast", "work.published": True}
    return assess(scenario((kind, facts, {}), (served, told, {}), **works), kb)


@pytest.mark.parametrize("served", SERVED)
@pytest.mark.parametrize("kind", ["acquisition", "retention", "reproduction"])
def test_copies_made_only_for_an_act_stand_no_worse_than_it(kind, served, kb):
    """What is free for all is no use, so that copies on the way to it have an answer of their own: open at worst."""
    copies, act = served_by(kb, kind, served, {}).uses
    least = min(standing_rank(act.standing), standing_rank("permitted"))
    least = standing_rank(UNDECIDED) if act.standing == STANDINGS[-1] else least
    assert standing_rank(copies.standing) >= least
    assert not copies.waits_for


@pytest.mark.parametrize(("fair", "least"), [({"purpose.targets_work": "mainly"}, "likely_permitted"), ({}, UNDECIDED)])
def test_copies_beside_an_output_are_for_it_as_long_as_no_end_of_their_own_is_told(fair, least, kb):
    made = {"copy.source": "bought", "amount.share": "whole"}
    told = {"output.similarity": "close_paraphrase", "change.kind": "reworked", "purpose.commerciality": "direct"}
    output = ("output", {**told, "purpose.use_compared": "same", **fair}, {})
    works = {"work.kind": "photograph", "work.published": True}
    copies, out = assess(scenario(("reproduction", made, {}), output, **works), kb).uses
    assert not copies.waits_for
    assert standing_rank(least) <= standing_rank(copies.standing) <= standing_rank(out.standing)
    for own in ({"purpose.teaching": True}, {"purpose.private_use": "personal_copy_of_own"}, {"copy.other_use": True}):
        copies, _ = assess(scenario(("reproduction", {**made, **own}, {}), output, **works), kb).uses
        assert not any(fact.fact == "copy.served_alone" for fact in copies.facts), own


@pytest.mark.parametrize("own", OWN_FACTS, ids=lambda own: "-".join(map(str, own.values())))
def test_only_a_fact_of_their_own_sets_them_below_it_and_the_answer_says_which(own, kb):
    result = served_by(kb, "reproduction", "quotation", own)
    copies, act = result.uses
    if standing_rank(copies.standing) < standing_rank(act.standing):
        read = {term for finding in copies.findings for term in kb.rules[finding.rule].terms}
        bears = {term for said in result.bearings for term in terms_of(kb.bearings[said.id].second.when)}
        assert (read | bears) & own.keys()


WHOLE = {"amount.share": "whole", "change.kind": "exact", "purpose.commerciality": "direct"}


@pytest.mark.parametrize("kind", ["broadcast", "display", "distribution", "lending", "hosting"])
def test_nobody_is_told_that_people_get_nothing_of_what_is_given_out(kind, kb):
    """Neither as a change nor as an open fact, nor in a what-if: the kind of act says that somebody gets the works."""
    given = scenario((kind, WHOLE, {}), **{"work.kind": "film_or_broadcast"})
    (use,) = assess(given, kb).uses
    offered = [c.set for c in use.changes] + [{u.fact: e.value} for u in use.unknown for e in u.effect]
    offered += [move.set for one in whatif(given, kb).uses for move in one.moves if not move.steps]
    assert offered
    assert not any(row.get("amount.public_reach") == "none" for row in offered)


#: What a provider answers for of what others do by means of what it offers.
OF_A_SERVICE = {
    f"service.{what}" for what in ("users_infringe", "knowledge", "promotes", "lawful_uses", "benefit", "control")
}
PARTLY = {"purpose.targets_work": "mainly", "amount.share": "small", "change.kind": "fragments"}


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("distribution", PARTLY),
        ("lending", PARTLY),
        ("distribution", {**PARTLY, "who.part": "passes_files_on"}),
        ("output", {**NEAR, "who.part": "uses_tool"}),
        ("model", {"model.extraction": "short_bits", "who.part": "takes_files"}),
    ],
)
def test_who_offers_nothing_to_use_is_not_asked_what_others_do_by_means_of_it(kind, told, kb):
    given = scenario((kind, told, {}), **{"work.kind": "music"})
    (use,) = assess(given, kb).uses
    (tried,) = whatif(given, kb).uses
    offered = {f for c in use.changes for f in c.set} | {u.fact for u in use.unknown}
    assert offered
    assert not OF_A_SERVICE & (offered | {f for move in tried.moves for f in move.set})


def test_who_keeps_a_place_for_others_is_not_told_to_be_somebody_else(kb):
    """What the name of an act says is no fact that could be otherwise: it would be another act."""
    for act in kinds_that_tell(kb):
        given = scenario((act.id, {"purpose.commerciality": "direct"}, {}), **{"work.kind": "music"})
        uses = [*assess(given, kb).uses, *whatif(given, kb).uses]
        for change in (c for use in uses for c in (use.moves if hasattr(use, "moves") else use.changes)):
            assert change.steps or not act.tells.keys() & change.set.keys(), (act.id, change.set)
