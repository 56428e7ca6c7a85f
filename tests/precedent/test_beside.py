"""Which decided cases stand beside an answer."""

from __future__ import annotations

from fairuse.knowledge import data_dir, load_kb
from fairuse.precedent.beside import Decided, decided_for
from tests import installed


def test_the_same_rules_from_another_folder_bring_no_cases_along():
    law = installed.law()
    same = load_kb(data_dir("rules"))
    assert same == law
    assert decided_for(law).precedents
    assert decided_for(same) == Decided()
