"""Engines of several threads start beside each other without touching."""

from __future__ import annotations

from fairuse.answer.posed import program_for
from fairuse.engine import chain
from tests import installed


def test_an_engine_starts_though_another_is_made_meanwhile():
    program = program_for(installed.law(), "us.fair_use", "quotation", "2026-11-24")
    (start,) = chain._kept(program)().get_deffacts()
    chain._engine_class(program, chain._IndexMatcher)  # as another thread would do now
    assert [type(fact) for fact in start()] == [chain.experta.InitialFact]
