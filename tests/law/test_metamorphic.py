"""Properties that the law of fair use has whatever the facts: which way a single change may move the answer."""

from __future__ import annotations

import itertools
import random
from functools import lru_cache

import pytest

from fairuse.answer import ranges
from fairuse.answer.posed import program_for
from fairuse.answer.views import choose
from fairuse.engine import columns
from fairuse.kb.model import STANDINGS
from fairuse.knowledge import data_dir
from fairuse.scenario.file import load_scenario
from fairuse.scenario.uses import uses_of
from tests import installed

TODAY = "2026-11-24"
ROWS = 3000


@pytest.fixture(scope="module")
def kb():
    return installed.law()


@lru_cache(maxsize=64)
def scenarios(kb, act):
    """Random facts for one act, each known with some probability, with the first live view of each doctrine.

    The program, the rows, and the same as columns.
    """
    draw = random.Random(1)
    program = program_for(kb, "us.fair_use", act, TODAY)
    view = ranges.view_rows([choose(d, kb, None, TODAY) for d in program.doctrines])[0]
    values = {f: ranges.candidates(program, f) for f in program.facts}
    rows = []
    for _ in range(ROWS):
        share = draw.choice([0.2, 0.5, 0.9])
        rows.append({f: draw.choice(values[f]) for f in program.facts if draw.random() < share} | view)
    return program, rows, {t: columns.encode(program, t, [r.get(t) for r in rows]) for t in columns.terms(program)}


def ranks(kb, act, change):
    """The standing of each row with `change` made to it, as a rank."""
    program, _, table = scenarios(kb, act)
    changed = {name: columns.encode(program, name, [value]).repeat(ROWS) for name, value in change.items()}
    return ranges.ranks(program, columns.run(program, {**table, **changed}, ROWS)).tolist()


def never_hurts(kb, steps, acts=None):
    """Assert that no step from a worse fact to a better one lowers an answer of any act, and that some raise one.

    `steps`: pairs of facts, the worse first. Steps that move nothing at all would be an idle test.
    """
    raised = 0
    for worse, better in steps:
        for act in acts or ACTS:
            _, rows, _ = scenarios(kb, act)
            pairs = list(zip(rows, ranks(kb, act, worse), ranks(kb, act, better), strict=True))
            assert [(act, n, row) for n, (row, low, high) in enumerate(pairs) if high < low][:3] == []
            raised += sum(high > low for _, low, high in pairs)
    assert raised, f"{steps} move nothing in any of {ROWS} situations of any act"


def rising(fact, values):
    """The steps along some values of a fact, the worst first."""
    return [({fact: low}, {fact: high}) for low, high in itertools.pairwise(values)]


ACTS = ["acquisition", "training", "output", "quotation", "indexing", "adaptation", "reproduction", "display"]


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ({"copy.source": "shadow_library"}, {"copy.source": "bought"}),
        ({"copy.source": "purloined"}, {"copy.source": "open_web"}),
        ({"market.licensing": "active"}, {"market.licensing": "none"}),
        ({"market.licensing": "active"}, {"market.licensing": "unlikely"}),
        ({"market.licensing": "developing"}, {"market.licensing": "unlikely"}),
        ({"market.loss_evidence": "shown"}, {"market.loss_evidence": "none"}),
        ({"market.replaces": "fully"}, {"market.replaces": "none"}),
        ({"purpose.commerciality": "direct"}, {"purpose.commerciality": "none"}),
        ({"conduct.notice_ignored": True}, {"conduct.notice_ignored": False}),
    ],
    ids=lambda change: "-".join(f"{k}={v}" for k, v in change.items()),
)
def test_a_worse_fact_never_helps(kb, worse, better):
    never_hurts(kb, [(worse, better)])


def test_less_taken_never_hurts(kb):
    never_hurts(kb, rising("amount.share", [*reversed(kb.facts["amount.share"].values)]))


def test_an_output_filter_never_hurts(kb):
    never_hurts(kb, rising("model.output_filters", [False, True]), ["training", "output"])


def test_more_extraction_never_helps(kb):
    found = [*reversed(kb.facts["model.extraction"].values)]
    never_hurts(kb, rising("model.extraction", found), ["training", "output"])


@pytest.mark.parametrize("act", ACTS)
def test_facts_that_no_rule_reads_change_nothing(kb, act):
    program = program_for(kb, "us.fair_use", act, TODAY)
    unread = {f: ranges.candidates(program, f)[0] for f in kb.facts if f not in program.facts}
    assert unread
    assert ranks(kb, act, unread) == ranks(kb, act, {})


@pytest.mark.parametrize("name", ["copyleft-code-training", "character-image-output", "eu-crawler-ignores-opt-outs"])
def test_a_change_is_judged_under_every_view_that_it_opens(name, kb):
    """A changed fact may make a doctrine matter that did not before; its views then count for the new standing."""
    scenario = load_scenario(data_dir("cases") / "scenarios" / f"{name}.yaml", kb)
    for use in uses_of(scenario, kb):
        program = program_for(kb, use.regime, use.act, scenario.as_of or "2026-11-24")
        known = {k: v for k, v in use.values.items() if k in program.facts}
        choices = [choose(d, kb, scenario.forum, program.as_of) for d in program.doctrines]
        seen = ranges.explore(program, known, choices)
        for fact in known:
            for value, standing in seen.flips[fact].items():
                rows = [{**known, fact: value, **view} for view in ranges.view_rows(choices)]
                assert standing == ranges.joined(ranges.standings(program, rows, [{}])), (use.id, fact, value)


NEARER = [
    ("unrelated", "style_or_facts"),
    ("style_or_facts", "gist"),
    ("gist", "close_paraphrase"),
    ("close_paraphrase", "near_identical"),
]
#: What makes a licence of the owner cover any act, with its conditions kept.
LICENCE = {
    "licence.kind": "individual",
    "licence.covers": "covers",
    "licence.limits_kept": True,
    "licence.term_is": "condition",
    "licence.credit_kept": True,
    "licence.share_alike_kept": True,
    "licence.given_by": "owner",
    "conduct.licence": "has_licence",
}


@lru_cache(maxsize=1)
def shipped(kb):
    """Every use of United States law in the shipped scenarios: its program, its facts, its open views."""
    found = []
    for path in sorted((data_dir("cases") / "scenarios").glob("*.yaml")):
        if path.stem.endswith(".expected"):
            continue
        scenario = load_scenario(path, kb)
        day = scenario.as_of or TODAY
        for use in uses_of(scenario, kb):
            if use.regime != "us.fair_use":
                continue
            program = program_for(kb, use.regime, use.act, day)
            known = {k: v for k, v in use.values.items() if k in program.facts}
            views = ranges.view_rows([choose(d, kb, scenario.forum, day) for d in program.doctrines])
            found.append((f"{path.stem}/{use.id}", program, known, views))
    return tuple(found)


def moved(kb, before, after, fact):
    """Uses that read `fact`, with the rank of the answer before and after a change, under each open view."""
    for name, program, known, views in shipped(kb):
        if fact not in program.facts:
            continue
        rows = [{**known, **change, **view} for change in (before, after) for view in views]
        rows = [{k: v for k, v in row.items() if k in program.facts or k in views[0]} for row in rows]
        ranked = [STANDINGS.index(s) for s in ranges.standings(program, rows, [{}])]
        for low, high in zip(ranked[: len(views)], ranked[len(views) :], strict=True):
            yield name, low, high


def test_a_licence_that_covers_the_act_settles_every_use(kb):
    asked = list(moved(kb, {}, LICENCE, "licence.kind"))
    assert len(asked) > 70
    assert {name for name, _, after in asked if STANDINGS[after] != "no_permission_needed"} == set()


@pytest.mark.parametrize(("less", "more"), NEARER)
def test_more_similarity_never_raises_the_standing(kb, less, more):
    change = {"output.similarity": less}, {"output.similarity": more}
    assert [m for m in moved(kb, *change, "output.similarity") if m[2] > m[1]] == []


CLAIM = "us.cmi_removed"


def program_scale(program):
    """The values of the claim for taking off notices, in order."""
    return next(list(issue.scale) for issue in program.issues if issue.id == CLAIM)


def test_a_claim_for_taking_off_notices_never_falls_where_they_are_taken_off(kb):
    """Notices decide no fair use; the claim beside it is what they move."""
    before, after = {"conduct.notice_removed": False}, {"conduct.notice_removed": True, "cmi.intentional": True}
    raised = 0
    for act in ACTS:
        program, _, table = scenarios(kb, act)
        if CLAIM not in {issue.id for issue in program.issues} or not program.by_issue[CLAIM]:
            continue
        told = []
        for change in (before, after):
            changed = {n: columns.encode(program, n, [v]).repeat(ROWS) for n, v in change.items() if n in table}
            told.append(columns.run(program, {**table, **changed}, ROWS).values[CLAIM].astype(int))
        against = program_scale(program).index("arguable")
        assert not ((told[0] == against) & (told[1] != against)).any(), act
        raised += int(((told[1] == against) & (told[0] != against)).sum())
    assert raised


def test_a_working_filter_never_hurts_a_shipped_use(kb):
    change = {"model.output_filters": False}, {"model.output_filters": True}
    assert [m for m in moved(kb, *change, "model.output_filters") if m[2] < m[1]] == []


def test_more_similarity_never_helps_an_output(kb):
    nearest_first = [more for _, more in reversed(NEARER)] + [NEARER[0][0]]
    never_hurts(kb, rising("output.similarity", nearest_first), ["output"])


@pytest.mark.parametrize("act", ACTS)
def test_a_covering_licence_needs_no_further_leave(kb, act):
    assert {STANDINGS[rank] for rank in ranks(kb, act, LICENCE)} == {"no_permission_needed"}
