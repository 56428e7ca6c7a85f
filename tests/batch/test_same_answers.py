"""The columns side answers every row as `assess` does: standings, factors, rules, claims, all of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import installed
from tests.batch.rows import on_chain, on_columns, random_rows


def same(rows, kb, **wanted):
    found, proved = on_columns(rows, kb, **wanted), on_chain(rows, kb, **wanted)
    assert found == proved
    return [answer for answers in found for answer in answers]


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32), known=st.sampled_from([0.1, 0.4, 0.8]))
def test_under_the_little_law(seed, known, kb):
    same(random_rows(kb, 8, seed=seed, known=known), kb, ranges=True)


@pytest.mark.parametrize("known", [0.05, 0.25])
def test_of_training_under_the_law_that_ships(known):
    kb = installed.law()
    answers = same(random_rows(kb, 4, seed=1, known=known, acts=["training"], where=["us"]), kb)
    assert all(answer.standing and answer.because for answer in answers if answer.place == "us")


def test_of_any_act_anywhere():
    kb = installed.law()
    where = ["us", "eu", "de", "uk", "jp", "us; il", "fr"]
    answers = same(random_rows(kb, 8, seed=2, known=0.12, where=where), kb)
    assert len({answer.place for answer in answers}) > 4
    assert any(answer.claims for answer in answers)
    assert any(answer.open_facts for answer in answers)


def test_what_is_not_asked_for_is_left_out(kb):
    rows = random_rows(kb, 5, seed=3)
    found = same(rows, kb, open=False, claims=False, duties=False)
    assert not any(answer.open_facts or answer.claims or answer.low for answer in found)


def test_equal_rows_are_answered_alike_wherever_they_stand(kb):
    rows = random_rows(kb, 20, seed=4)
    alone = [on_columns([row], kb)[0] for row in rows]
    assert on_columns(rows * 3, kb) == alone * 3
