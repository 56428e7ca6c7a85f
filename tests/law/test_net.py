"""The net under the law: what the rules find is pinned, and situations give what they say."""

from __future__ import annotations

import pytest

from tests import golden, installed
from tests.net import answers, corpus


@pytest.fixture(scope="module")
def found():
    by_source = {}
    for source, day, forum, use in corpus.uses(installed.law()):
        by_source.setdefault(source, []).append((day, forum, use))
    return by_source


def test_what_the_rules_find_is_pinned(found):
    kb = installed.law()
    failed = []
    for source, uses in found.items():
        try:
            golden.check(f"answers/{source}.txt", answers.text_of(uses, kb))
        except AssertionError as error:
            failed.append(str(error))
    assert not failed, f"{len(failed)} of {len(found)} differ\n\n" + "\n\n".join(failed[:5])


def test_nothing_is_pinned_of_a_file_that_is_gone(found):
    folder = golden.GOLD / "answers"
    assert {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.txt")} == set(found)


def test_situations_give_what_they_say():
    kb = installed.law()
    wrong = []
    for situation in corpus.situations():
        for day, row in situation.rows(kb):
            batch = corpus.Batch(corpus.program_for(kb, situation.law, situation.act, day), [row])
            if corpus.given(batch.program, batch.base, 0, situation.gives) == row.outside:
                wrong.append(f"{situation.place} on {day}: {situation.says}")
    assert wrong == []


def test_the_law_sets_the_amounts_that_situations_say():
    kb = installed.law()
    told = [s for s in corpus.situations() if s.amounts is not None]
    assert {name for s in told for name in s.amounts} == set(kb.exposures)
    for situation in told:
        wanted = {name: list(map(float, ends)) for name, ends in situation.amounts.items()}
        assert corpus.amounts(situation, kb) == wanted, situation.place
