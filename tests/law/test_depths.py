"""The three depths of a report: as short as they promise, and nothing that speaks against the user is left out."""

from __future__ import annotations

import re
import statistics

import pytest

from fairuse.answer.beside import claims_of, only_argued
from fairuse.answer.rows import rows_of
from fairuse.engine.clauses import VIEW
from fairuse.pages.assessment import explain
from fairuse.pages.rests import relied_on
from fairuse.precedent.beside import assess
from fairuse.report import render_outline
from fairuse.scenario.model import Scenario
from fairuse.words.outline import Grid, Verdict
from tests import installed
from tests.law.test_scenarios import NAMES

DEPTHS = ("brief", "standard", "full")
#: Columns of the screen for which lengths are promised.
WIDE = 100
#: Lines of one answer at the depth ``standard``.
MOST = 45


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def text_of(name, depth, kb, form="terminal"):
    return render_outline(explain(installed.assessed(name), kb, depth), form, width=WIDE)


def refs_of(block):
    """Every reference of a block."""
    if isinstance(block, Grid):
        points = [point for row in block.rows for point in row]
    elif isinstance(block, Verdict):
        points = block.reasons
    else:
        points = (*getattr(block, "reasons", ()), *getattr(block, "items", ()))
    return {ref.name for point in points for ref in getattr(point, "refs", ())}


@pytest.mark.parametrize("name", NAMES)
def test_the_first_page_is_a_page(name, kb):
    rows = rows_of(installed.assessed(name), kb)
    assert len(text_of(name, "brief", kb).splitlines()) <= 25 + 4 * len(rows)


def test_the_usual_report_is_short_on_average(kb):
    assert statistics.mean(len(text_of(name, "standard", kb).splitlines()) for name in NAMES) <= 150


def answers_of(text):
    """The lines told of each answer: from its heading to the next one, or to what is said of all of them."""
    told, answers = None, []
    for line in text.splitlines():
        if re.match(r"\d+\. ", line):
            told = [line]
            answers.append(told)
        elif line.startswith("───"):
            told = None
        elif told is not None:
            told.append(line)
    return answers


@pytest.mark.parametrize("name", NAMES)
def test_no_answer_is_longer_than_a_page(name, kb):
    answers = answers_of(text_of(name, "standard", kb))
    assert len(answers) == len(rows_of(installed.assessed(name), kb))
    assert not {told[0]: len(told) for told in answers if len(told) > MOST}


@pytest.mark.parametrize("name", NAMES)
def test_the_first_table_tells_how_far_each_answer_could_move(name, kb):
    """A dash where nothing open moves it; else its ends, with what does so in the lines below."""
    rows = rows_of(installed.assessed(name), kb)
    grid = next(b for b in explain(installed.assessed(name), kb).blocks if isinstance(b, Grid))
    if grid.turns:
        return  # with several places the lines below the matrix tell it
    assert grid.header[-1] == "Range"
    for row, line in zip(rows, grid.rows, strict=True):
        within = row.first.within
        could = (row.place or row.first).range
        if could == (row.standing, row.standing):
            assert line[-1].text == "—"
        elif within is not None and within.low != within.high and row.alone:
            assert line[-1].text != "—", row.number


@pytest.mark.parametrize("name", NAMES[::4])
def test_each_depth_says_more(name, kb):
    brief, standard, full = (len(text_of(name, depth, kb)) for depth in DEPTHS)
    assert brief < standard < full


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_every_claim_is_named(depth, form, kb):
    for name in NAMES:
        result = installed.assessed(name)
        text = " ".join(text_of(name, depth, kb, form).split())
        head = " ".join(
            t for b in explain(result, kb, depth).blocks if isinstance(b, Grid) for r in b.rows for t in cells(r)
        )
        for claim in {claim for row in rows_of(result, kb) for claim in claims_of(row)}:
            assert claim.label in head  # in the first table, beside the standing
            assert form == "terminal" or claim.label in text


def cells(row):
    return [point.text for point in row]


@pytest.mark.parametrize("name", NAMES)
def test_no_adverse_authority_is_dropped_at_any_depth(name, kb):
    """What is contrary to a finding that helps the user, and what a finding against the user rests on, is named.

    So is what a claim rests on, what is against them on a factor that something weightier decides, what beats a finding
    for the user though it leans to neither side itself, and what binds the forum to a view on which a rule for the user
    does not apply.

    Of several exceptions of one place only the one that decides counts: that another does not cover an act is no
    authority against it. What follows from an answer, and who answers for it, speaks for neither side.
    """
    assert not missing_from(installed.assessed(name), kb)


def missing_from(result, kb):
    """The authorities against the user that some depth does not name."""
    wanted = {a for row in rows_of(result, kb) for use in row.uses for a in adverse(use, use is row.first, kb)}
    named = {depth: set().union(*map(refs_of, explain(result, kb, depth).blocks)) for depth in DEPTHS}
    return {(a, depth) for a in wanted for depth in DEPTHS if kb.authorities[a].called not in named[depth]}


def adverse(use, first, kb):
    """The authorities that rest against the user in one use and bind or decide."""
    if not first and kb.regimes[use.regime].exception:
        return
    relied = relied_on(use, kb)
    beaten = {winner for f in use.findings if f.lean == "for" for winner in f.defeated_by}
    lost = {issue.id for issue in use.issues if issue.headline and issue.lean == "against"}
    for finding in use.findings:
        role = kb.issues[finding.issue].role
        if role in ("effect", "responsibility") or only_argued(use, finding):
            continue
        on_the_way = finding.rule in relied or (role == "claim" and not finding.defeated_by) or finding.issue in lost
        if finding.lean == "against" and on_the_way and not finding.presumption:
            yield from (c.authority for c in finding.cites)
        if finding.lean == "for" and finding.rule in relied:
            yield from finding.contrary
        if finding.lean == "neutral" and finding.rule in beaten and not finding.defeated_by and not finding.presumption:
            yield from (c.authority for c in finding.cites)
    for bound in use.bound_views:
        if bound.bound_by and any(shut_out(step, bound, kb) for step in use.trace):
            yield bound.bound_by


def shut_out(step, bound, kb):
    """Whether a rule for the user fails only because of a view that binds."""
    rule = kb.rules.get(step.rule)
    only = step.state == "failed" and step.failed == (VIEW + bound.doctrine,) and not step.missing
    return rule is not None and only and kb.issues[rule.issue].scale.get(rule.value) == "for"


def test_what_binds_the_forum_against_the_user_is_named(kb):
    """A sliver of a recording: in the Sixth Circuit no trifle, in the Ninth one."""
    beat = {
        "purpose": "none",
        "purpose.commerciality": "direct",
        "change.recasts": "arrangement_or_remix",
        "amount.share": "trivial",
        "output.noticed": "trivial",
        "market.licensing": "active",
    }
    works = {"w": {"facts": {"work.kind": "sound_recording", "work.published": True, "work.first_published": 1978}}}
    acts = [{"act": "adaptation", "works": "w", "facts": beat}]
    data = {"title": "T", "as_of": "2026-12-01", "works": works, "acts": acts}
    sixth = assess(Scenario.model_validate({**data, "forum": "us.6th"}), kb)
    assert sixth.uses[0].standing != "no_permission_needed"
    assert not missing_from(sixth, kb)
    for depth in DEPTHS:
        assert "Bridgeport" in set().union(*map(refs_of, explain(sixth, kb, depth).blocks))
    ninth = assess(Scenario.model_validate({**data, "forum": "us.9th"}), kb)
    assert ninth.uses[0].standing == "no_permission_needed"


PLAN = {
    "purpose": ["finding", "advertises"],
    "purpose.commerciality": "indirect",
    "purpose.use_compared": "different",
    "need.reason": "necessary",
    "change.kind": "reworked",
    "amount.public_reach": "reduced",
}
LETTERS = {"purpose": ["history_or_biography"], "amount.share": "small", "work.first_release_taken": True}


@pytest.mark.parametrize(
    ("act", "facts", "work", "forum", "leading"),
    [
        ("display", PLAN, {"work.kind": "visual_art", "work.public_art": "building"}, "us.8th", "Designworks"),
        (
            "quotation",
            LETTERS,
            {"work.kind": "private_papers", "work.published": False},
            None,
            "Salinger v. Random House",
        ),
    ],
)
def test_the_leading_ruling_is_named(act, facts, work, forum, leading, kb):
    """What the circuit has held of just this, and what is against the user on a factor that is so for more than it."""
    acts = [{"act": act, "works": "w", "facts": facts}]
    data = {"title": "T", "as_of": "2026-12-01", "works": {"w": {"facts": work}}, "acts": acts}
    result = assess(Scenario.model_validate({**data, **({"forum": forum} if forum else {})}), kb)
    assert leading in set().union(*map(refs_of, explain(result, kb).blocks))


def test_an_offer_for_sale_is_no_search_tool(kb):
    acts = [{"act": "display", "works": "w", "facts": PLAN}]
    data = {"title": "T", "as_of": "2026-12-01", "works": {"w": {"facts": {"work.kind": "visual_art"}}}, "acts": acts}
    (use,) = assess(Scenario.model_validate(data), kb).uses
    fired = {f.rule for f in use.findings}
    assert "us.transformative.thing-on-sale-pictured" in fired
    assert "us.transformative.finding-tool" not in fired
