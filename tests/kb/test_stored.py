"""A knowledge base that comes from the cache is the one that was read, and is made only as far as it is asked for."""

from __future__ import annotations

import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.kb import load, stored
from fairuse.kb.model import KnowledgeBase
from fairuse.knowledge import load_kb
from fairuse.scenario.file import load_scenario
from tests import installed


@pytest.fixture(scope="module")
def law():
    return installed.law()


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The folder of a cache that is used."""
    monkeypatch.setenv("FAIRUSE_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_it_is_the_same_in_every_part_and_order(law):
    again = stored.load(stored.dump(law))
    for name in KnowledgeBase.model_fields.keys() - {"ships", "beneath"}:  # said by who loads it
        one, other = getattr(law, name), getattr(again, name)
        assert one == other if isinstance(one, str) else list(one.items()) == list(other.items()), name
    assert (len(again.rules), "no.such-rule" in again.rules) == (len(law.rules), False)


def test_only_the_rules_of_the_regime_that_is_asked_are_made(law):
    again = stored.load(stored.dump(law))
    assert list(again.rules) == list(law.rules)
    assert again.rules._made == {}
    assert again.rules.of("us.fair_use") == stored.rules_of(law, "us.fair_use")
    assert set(again.rules._made) == {"us.fair_use"}
    assert again.rules.of("no.such_law") == ()


def test_the_rules_of_all_regimes_are_all_rules(law):
    assert sum(len(stored.rules_of(law, regime)) for regime in (*law.regimes, *law.parts)) == len(law.rules)


@pytest.mark.parametrize("place", [0, 12, 2_000, -2])
def test_a_damaged_one_is_not_used(kb, place):
    data = bytearray(stored.dump(kb))
    data[place] ^= 1
    assert stored.load(bytes(data)) is None
    assert stored.load(stored.dump(kb)[:place]) is None


def test_the_cache_answers_the_same_and_is_made_anew_if_damaged(kept, kb_dir, scenarios, monkeypatch):
    def answer():
        kb = load_kb(kb_dir)
        return assess(load_scenario(scenarios / "novel.yaml", kb), kb).model_dump_json()

    first = answer()
    (file,) = kept.iterdir()
    data = file.read_bytes()
    with monkeypatch.context() as context:
        context.setattr(load, "read_content", None)  # it would fail if the rules were read
        assert answer() == first
    file.write_bytes(data[:-100])
    assert answer() == first
    assert file.read_bytes() == data


def test_other_rules_are_not_taken_for_these(kept, kb_dir, tmp_path):
    load_kb(kb_dir)
    for path in kb_dir.rglob("*"):
        if path.is_file():
            (tmp_path / "rules" / path.relative_to(kb_dir)).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "rules" / path.relative_to(kb_dir)).write_bytes(path.read_bytes() + b"\n")
    assert load_kb(tmp_path / "rules").sha256 != load_kb(kb_dir).sha256
    assert len(list(kept.iterdir())) == 2
