"""The three depths of a report: as short as they promise, and nothing that speaks against the user is left out."""

from __future__ import annotations

import re
import statistics

import pytest

from fairuse.answer.beside import claims_of, only_argued
from fairuse.answer.rows import rows_of
from fairuse.pages.assessment import explain
from fairuse.pages.rests import relied_on
from fairuse.report import render_outline
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

    Of several exceptions of one place only the one that decides counts: that another does not cover an act is no
    authority against it. What follows from an answer, and who answers for it, speaks for neither side.
    """
    result = installed.assessed(name)
    wanted = set()
    for row in rows_of(result, kb):
        for use in row.uses:
            if use is not row.first and kb.regimes[use.regime].exception:
                continue
            for finding in use.findings:
                if finding.rule not in relied_on(use, kb) or kb.issues[finding.issue].role in (
                    "effect",
                    "responsibility",
                ):
                    continue
                if finding.lean == "against" and not finding.presumption:
                    wanted |= {c.authority for c in finding.cites}
                if finding.lean == "for" and not only_argued(use, finding):
                    wanted |= set(finding.contrary)
    for depth in DEPTHS:
        named = set().union(*map(refs_of, explain(result, kb, depth).blocks))
        missing = {a for a in wanted if kb.authorities[a].called not in named}
        assert not missing, depth
