from __future__ import annotations

import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.knowledge import data_dir
from fairuse.precedent.described import load_precedents
from fairuse.scenario.file import parse_scenario
from tests.precedent.asked import REGIME


@pytest.fixture(scope="module")
def decided(kb):
    return [p for p in load_precedents(data_dir("cases") / "decided", kb) if p.regime == REGIME]


@pytest.fixture(scope="module")
def asked(kb):
    def assessed(text):
        return assess(parse_scenario(text, kb), kb, as_of="2026-11-24").uses[0]

    return assessed
