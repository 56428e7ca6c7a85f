"""The likelihood: a count of the decided acts most like a use, a band for it, and when there is none."""

from __future__ import annotations

import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.answer.result import ActNamed, Likelihood, OpenView, Taken, UnknownFact
from fairuse.knowledge import data_dir
from fairuse.pages.assessment import explain
from fairuse.precedent.described import Precedent, load_precedents
from fairuse.precedent.likelihood import (
    COUNTED,
    Calibration,
    Errors,
    Fit,
    Group,
    band,
    interval,
    likelihood,
    load_calibration,
    predicted,
    presumed,
    wants_facts,
    with_likelihood,
)
from fairuse.scenario.file import load_scenario
from fairuse.source.errors import FairuseError
from fairuse.words.outline import Paragraph
from fairuse.words.wording import likelihood_text
from tests import installed

SCENARIOS = data_dir("cases") / "scenarios"
TODAY = "2026-11-24"
REGIME = "us.fair_use"


@pytest.fixture(scope="module")
def kb():
    return installed.law()


@pytest.fixture(scope="module")
def shipped():
    found = load_calibration(data_dir("cases") / "calibration.json")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def decided(kb):
    return load_precedents(data_dir("cases") / "decided", kb)


@pytest.fixture(scope="module")
def use():
    return installed.assessed("google-books-scan").uses[0]


def like(use, case, allowed, **changes):
    """A decided act like the use in everything that is not said otherwise."""
    values = {i.id: i.value for i in use.issues if i.value and not i.headline}
    made = {
        "case": case,
        "name": "Made v. Up",
        "citation": "none",
        "label": "x",
        "act": use.act,
        "work": "book_or_story",
        "regime": use.regime,
        "decided": "2000-01-01",
        "outcome": "allowed" if allowed else "not_allowed",
        "issues": values,
        "reasons": tuple(f.rule for f in use.findings),
    }
    return Precedent(**{**made, **changes})


def many(use, allowed, of=COUNTED, prefix="c", **changes):
    return [like(use, f"{prefix}{n:02}", n < allowed, **changes) for n in range(of)]


def made(kb, *groups):
    none = Errors(brier=0.1, log_loss=0.3)
    fit = Fit(
        counted=COUNTED, acts=0, allowed=0, left_out=none, base_rate_left_out=none, groups=tuple(groups), sample=()
    )
    return Calibration(
        date=TODAY, method="m", kb_version=kb.version, kb_sha256=kb.sha256, cases_sha256="", regimes={REGIME: fit}
    )


def test_those_most_like_it_are_counted(use, kb):
    far = many(use, 0, issues={}, reasons=(), act="quotation", work="music", prefix="far")
    found = likelihood(use, [*far, *many(use, 9)], made(kb), kb, TODAY)
    assert (found.like.allowed, found.like.of) == (9, COUNTED)
    assert (found.like.same_act, found.like.same_work) == (COUNTED, COUNTED)
    assert found.like.cases[0] == ActNamed(case="c00", label="x")
    assert (found.low, found.value, found.high) == (0.513, 0.704, 0.895)
    assert found.basis.startswith("Of the 12 decided acts most like this in what is done")
    assert "other rules" not in found.basis


@pytest.mark.parametrize("change", [{"set_aside": True}, {"decided": "2030-01-01"}, {"regime": "eu.other"}])
def test_acts_that_may_not_count_do_not(change, use, kb):
    found = likelihood(use, [*many(use, COUNTED, prefix="no", **change), *many(use, 2)], made(kb), kb, TODAY)
    assert found.like.allowed == 2
    assert likelihood(use, many(use, COUNTED, **change), made(kb), kb, TODAY) is None  # too little is decided


def test_a_decided_act_is_not_counted_for_itself(use, kb):
    acts = [*many(use, 0), like(use, "own", allowed=True), like(use, "own", allowed=True, label="y")]
    assert predicted(acts[-1], acts, kb) == (0, round(interval(0, COUNTED)[0], 4))
    assert predicted(acts[-1], acts[-2:], kb) is None


@pytest.mark.parametrize("of", [1, 5, 12, 40])
def test_the_interval_holds_the_share_and_narrows_with_more_acts(of):
    for allowed in range(of + 1):
        middle, low, high = interval(allowed, of)
        assert 0 <= low <= allowed / of <= high <= 1
        assert low <= middle <= high
        _, lower, higher = interval(2 * allowed, 2 * of)
        assert higher - lower < high - low
        assert interval(of - allowed, of) == pytest.approx((1 - middle, 1 - high, 1 - low))


def test_a_band_is_never_narrower_than_what_came_of_such_acts(use, kb):
    group = Group(least=10, most=12, acts=20, allowed=12, low=0.42, high=0.76)
    plain, wider = made(kb), made(kb, group)
    assert likelihood(use, many(use, 11), plain, kb, TODAY).low > 0.6
    found = likelihood(use, many(use, 11), wider, kb, TODAY)
    assert (found.low, found.high) == (0.42, round(interval(11, COUNTED)[2], 3))
    assert "12 were held fair" in found.basis
    assert (
        likelihood(use, many(use, 9), wider, kb, TODAY) == likelihood(use, many(use, 9), plain, kb, TODAY).model_copy()
    )


def test_a_view_that_no_court_has_held_widens_the_band_and_leaves_the_figure(use, kb):
    finding = next(f for f in use.findings if f.issue == "us.market_harm" and not f.defeated_by)
    argued = finding.model_copy(
        update={"rule": "other", "value": "serious", "under": ((Taken(doctrine="a-doctrine", view="a-view"),),)}
    )
    harm = {**like(use, "x", allowed=True).issues, "us.market_harm": "serious"}
    acts = [*many(use, COUNTED), *(like(use, f"h{n:02}", allowed=False, issues=harm) for n in range(COUNTED))]
    plain = likelihood(use, acts, made(kb), kb, TODAY)
    wider = likelihood(use.model_copy(update={"findings": (*use.findings, argued)}), acts, made(kb), kb, TODAY)
    assert (wider.value, wider.high) == (plain.value, plain.high)
    assert wider.low < 0.1 < plain.low


def test_an_open_factor_is_named(use, kb):
    issues = tuple(i.model_copy(update={"value": None}) if i.id == "us.f4" else i for i in use.issues)
    found = likelihood(use.model_copy(update={"issues": issues}), many(use, 6), made(kb), kb, TODAY)
    assert found.like.open == ("us.f4",)


UNKNOWN = UnknownFact(fact="copy.source", matters=True, effect=())
DIVIDED = OpenView(doctrine="d", standings={}, argued=(), divides=True)


@pytest.mark.parametrize(
    ("changes", "wants"),
    [
        ({"standing": "uncertain", "unknown": (UNKNOWN,)}, True),
        ({"standing": "likely_permitted", "unknown": (UNKNOWN,)}, False),
        ({"standing": "uncertain", "unknown": ()}, False),  # the factors balance
        ({"standing": "uncertain", "unknown": (UNKNOWN,), "open_views": (DIVIDED,)}, False),  # courts are divided
        ({"standing": "uncertain", "unknown": (UNKNOWN.model_copy(update={"matters": False}),)}, False),
    ],
)
def test_beside_uncertain_for_want_of_facts_there_is_none(changes, wants, use, kb):
    told = use.model_copy(update={"open_views": (), **changes})
    assert wants_facts(told) == wants
    assert (likelihood(told, many(use, 6), made(kb), kb, TODAY) is None) == wants


def test_where_presumptions_carry_the_factors_there_is_none(use, kb):
    findings = tuple(f.model_copy(update={"presumption": True}) for f in use.findings)
    assert not presumed(use, kb)
    carried = use.model_copy(update={"findings": findings})
    assert presumed(carried, kb)
    assert likelihood(carried, many(use, 6), made(kb), kb, TODAY) is None


def test_one_factor_of_four_that_is_presumed_is_no_bar(use, kb):
    own = {f.rule for f in use.findings if f.issue in ("us.f2", "us.nature")}
    findings = tuple(f.model_copy(update={"presumption": f.rule in own}) for f in use.findings)
    assert not presumed(use.model_copy(update={"findings": findings}), kb)


def test_a_shipped_scenario_whose_host_is_presumed_has_none(kb, decided, shipped):
    """Nothing is told of purpose and market: that they tell against the use is presumed."""
    uses = installed.assessed("hosting-platform").uses
    found = [u for u in uses if u.act == "deployment" and u.standing == "uncertain"]
    assert found
    assert {likelihood(u, decided, shipped, kb, TODAY) for u in found} == {None}


def test_every_shipped_scenario_has_a_likelihood_just_where_it_may(kb, shipped):
    """None for want of facts or where presumptions carry the factors; every other band holds that of its group."""
    fit, seen = shipped.regimes[REGIME], 0
    for path in sorted(SCENARIOS.glob("*.yaml")):
        if path.name.endswith(".expected.yaml"):
            continue
        for told in (u for u in installed.assessed(path.stem).uses if u.regime == REGIME):
            if wants_facts(told) or presumed(told, kb):
                assert told.likelihood is None, (path.stem, told.act)
            elif told.likelihood is not None:
                seen += 1
                (group,) = [g for g in fit.groups if g.least <= told.likelihood.like.allowed <= g.most]
                low, high = told.likelihood.low, told.likelihood.high
                assert low - 0.001 <= group.low <= group.allowed / group.acts <= group.high <= high + 0.001
    assert seen > 40


def test_other_rules_are_said_to_be_other(use, kb):
    other = made(kb).model_copy(update={"kb_sha256": "0" * 64})
    assert "Measured under other rules" in likelihood(use, many(use, 6), other, kb, TODAY).basis


def test_only_calibrated_balancing_regimes_have_one(use, kb):
    empty = made(kb).model_copy(update={"regimes": {}})
    assert likelihood(use, many(use, 6), empty, kb, TODAY) is None
    regime = kb.regimes[REGIME].model_copy(update={"kind": "conditions"})
    other = kb.model_copy(update={"regimes": {REGIME: regime}})
    assert likelihood(use, many(use, 6), made(kb), other, TODAY) is None


def test_the_report_has_one_line_after_the_words(kb, shipped, decided):
    result = assess(load_scenario(SCENARIOS / "google-books-scan.yaml", kb), kb, as_of=TODAY)
    bare = explain(result, kb, "full").blocks
    beside = explain(with_likelihood(result, decided, shipped, kb), kb, "full").blocks
    added = [b for b in beside if b not in bare]
    assert len(added) == 1
    assert isinstance(added[0], Paragraph)
    assert added[0].text.startswith("Likelihood of being held fair: ")
    verdict = next(n for n, b in enumerate(beside) if type(b).__name__ == "Verdict")
    assert beside[verdict + 1] == added[0]
    assert with_likelihood(result, decided, None, kb) == result


@pytest.mark.parametrize(
    ("low", "high", "like", "text"),
    [
        (0.71, 0.84, (14, 17), "70-85 %; of the 17 decided acts most like this{same}, 14 were."),
        (0.001, 0.04, (0, 9), "1-5 %; of the 9 decided acts most like this{same}, none were."),
        (0.97, 0.9999, (1, 1), "95-99 %; the one decided act most like this{same} was held fair."),
        (0.4, 0.6, (0, 1), "40-60 %; the one decided act most like this{same} was not held fair."),
        (0.4, 0.6, (0, 0), "40-60 %; no decided act is like this one."),
        (0.4, 0.6, (1, 2), "40-60 %; of the 2 decided acts most like this{same}, 1 was."),
    ],
)
@pytest.mark.parametrize(
    ("more", "same"),
    [
        ({}, ""),  # as a report of an earlier release has it
        (
            {"same_act": 3, "same_work": 0, "by": ("us.source",), "values": {"us.source": "lawful"}},
            " (3 the same act, none on the same kind of work; most with source of the copies: lawful)",
        ),
    ],
)
def test_the_line_in_words(kb, low, high, like, text, more, same):
    acts = {"allowed": like[0], "of": like[1], "by": (), "open": (), "cases": (), **more}
    found = Likelihood(value=0.5, low=low, high=high, basis="", like=acts)
    assert likelihood_text(found, REGIME, kb) == f"Likelihood of being held fair: {text.format(same=same)}"


def test_the_shipped_file_does_better_than_the_base_rate(shipped):
    fit = shipped.regimes[REGIME]
    assert fit.acts == len(fit.sample) >= 60
    assert fit.left_out.brier <= 0.10
    assert fit.left_out.log_loss < 0.6 * fit.base_rate_left_out.log_loss
    assert sum(g.acts for g in fit.groups) == fit.acts


def test_each_band_that_ships_holds_what_came_of_such_acts(shipped):
    """Each stated band holds the share of its group, every act without its own case, with its interval."""
    fit = shipped.regimes[REGIME]
    for near in range(COUNTED + 1):
        low, high = band(near, fit)
        (group,) = [g for g in fit.groups if g.least <= near <= g.most]
        own = [a.allowed for a in fit.sample if group.least <= a.near <= group.most]
        assert low <= group.low <= sum(own) / len(own) <= group.high <= high


def test_acts_are_spread_over_the_bands(shipped):
    fit = shipped.regimes[REGIME]
    used = [band(a.near, fit) for a in fit.sample]
    assert len(set(used)) >= 8
    assert max(used.count(one) for one in used) < len(used) / 3


def test_a_missing_file_is_no_error_and_a_broken_one_is(tmp_path):
    assert load_calibration(tmp_path / "none.json") is None
    (tmp_path / "bad.json").write_text("{}")
    with pytest.raises(FairuseError, match="calibration"):
        load_calibration(tmp_path / "bad.json")
