"""The net may only become closer: no new rule that nothing tells, no changed rule into which no faults were put.

``make mutants ARGS="--changed --accept"`` keeps the scores of changed rules and shortens the list of idle ones.
"""

from __future__ import annotations

import pytest

from tests import installed
from tests.net import mutants


@pytest.fixture(scope="module")
def idle():
    return set(mutants.idle(installed.law().rules))


def test_no_rule_is_idle_that_was_not(idle):
    listed = set(mutants.IDLE.read_text().split())
    new = sorted(idle - listed)
    assert new == [], "nothing can tell these rules from their absence; add a situation (python -m tests.net.find RULE)"


def test_a_rule_that_is_told_leaves_the_list(idle):
    listed = set(mutants.IDLE.read_text().split())
    assert sorted(listed - idle) == [], "told now, or gone: take them off tests/net/idle.txt"


def test_faults_in_changed_rules_are_noticed():
    changed = mutants.changed_rules()
    found = mutants.scores(changed)
    tried, left = sum(s.tried.total() for s in found), sum(len(s.survived) for s in found)
    assert not tried or 1 - left / tried >= mutants.GOAL, "\n".join(mutants.lines_of(found, listed=True))


def test_the_scores_reach_the_goal():
    kept = mutants.kept_scores()
    assert len(kept) >= len(installed.law().rules) * 0.95, "accept the scores of changed rules: make mutants"
    noticed, tried = sum(int(v[1]) for v in kept.values()), sum(int(v[2]) for v in kept.values())
    assert noticed / tried >= mutants.GOAL
