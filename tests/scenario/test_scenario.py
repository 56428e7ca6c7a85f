"""The scenario file: what is read, written back and given to the uses."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairuse.knowledge import load_kb
from fairuse.scenario.file import load_scenario, parse_scenario, read_scenario
from fairuse.scenario.model import ActEntry, Given, Scenario, Work, dump_scenario, save_scenario
from fairuse.scenario.uses import regimes_for, uses_of
from fairuse.source.errors import FairuseError
from tests.conftest import TESTS

KB = load_kb(TESTS / "data/kb")
MANY = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30) | st.sampled_from(
    ["yes", "null", "~", "1", "1.5", "1e5", "12:30", "2026-11-24", "true", "- a", "a: b", "# no", "é", "'", '"', "<<"]
)
LONG = TEXT | st.text("ab \n\t'\":#-", max_size=300)
NAME = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,8}", fullmatch=True) | st.sampled_from(["1", "null", "yes", "0x1"])


def value_of(fact):
    if fact.type == "number":
        return st.integers(0, 100000) | st.floats(0, 100000, allow_nan=False)
    if fact.type == "year":
        return st.integers(1700, 2026)
    if fact.type == "licence":
        return st.sampled_from(["cc-by-4.0", "a licence of one's own"])
    return st.sampled_from(list(fact.options))


GIVEN = {
    f.id: st.builds(
        Given,
        value=value_of(f) | st.just("unknown"),
        known=st.sampled_from(["asserted", "documented", "measured"]),
        note=TEXT,
        quote=LONG,
    )
    | st.builds(Given, value=value_of(f))
    for f in KB.facts.values()
}
LISTED = {part: f.id for f in KB.facts.values() for parts in f.parts.values() for part in parts}


def of_one_source(facts):
    """Without what is on a list that is given as well: a fact is told in one way or the other."""
    return {name: given for name, given in facts.items() if LISTED.get(name) not in facts}


FACTS = st.fixed_dictionaries({}, optional=GIVEN).map(of_one_source)


@st.composite
def scenarios(draw):
    works = draw(st.dictionaries(NAME, st.builds(Work, title=TEXT, facts=FACTS), min_size=1, max_size=3))
    acts = st.builds(
        ActEntry,
        act=st.sampled_from(list(KB.acts)),
        id=st.none() | NAME,
        title=TEXT,
        works=st.lists(st.sampled_from(list(works)), min_size=1, max_size=3),
        where=st.sampled_from([(), ("us",), ("xx.law", "all")]),
        facts=FACTS,
    )
    return Scenario(
        title=draw(TEXT.filter(bool)),
        description=draw(LONG),
        as_of=draw(st.none() | st.dates().map(str)),
        forum=draw(st.none() | st.sampled_from(["xx.north", "xx.west"])),
        where=draw(st.sampled_from([("us",), ("xx.law",), ("all", "us")])),
        facts=draw(FACTS),
        works=works,
        acts=draw(st.lists(acts, min_size=1, max_size=4)),
    )


@MANY
@given(scenarios())
def test_what_is_written_is_read_back(scenario):
    again = read_scenario(dump_scenario(scenario).encode(), KB).scenario  # facts of any act on any other
    assert again == scenario
    assert again.sha256 == scenario.sha256
    assert dump_scenario(again) == dump_scenario(scenario)


@MANY
@given(scenarios())
def test_every_act_has_an_id_of_its_own(scenario):
    ids = scenario.act_ids()
    assert len(set(ids)) == len(ids) == len(scenario.acts)
    assert ids[0] == (scenario.acts[0].id or scenario.acts[0].act)


def test_ids_given_and_numbered_do_not_meet():
    acts = [{"act": "output"}, {"act": "output", "id": "output-2"}, {"act": "output"}]
    scenario = Scenario.model_validate({"title": "T", "works": {"w": {}}, "acts": [{**a, "works": "w"} for a in acts]})
    assert scenario.act_ids() == ("output", "output-2", "output-3")


ONE = """
title: T
facts: {who.nonprofit: true, copy.words: 10}
works:
  b: {facts: {work.creative: true}}
  a: {title: The works}
acts:
  - {act: training, works: [a, b]}
"""
SAME = """
# the same, otherwise laid out
acts:
- works:
  - a
  - "b"
  act: 'training'
works:
  a:
    title: The works
  b:
    facts:
      work.creative: {value: true}
facts:
  copy.words: 10
  who.nonprofit: true
title: >-
  T
"""


def test_the_digest_is_of_content_not_of_layout(kb):
    one, same = (parse_scenario(text.encode(), kb, name="f") for text in (ONE, SAME))
    assert one.sha256 == same.sha256
    for old, new in [("[a, b]", "[b, a]"), ("10", "11"), ("T\n", "t\n"), ("true,", "false,")]:
        assert old in ONE
        assert parse_scenario(ONE.replace(old, new).encode(), kb, name="f").sha256 != one.sha256


PRECEDENCE = """
title: T
facts: {who.nonprofit: true, work.creative: true, use.purpose: same, copy.words: 1, copy.source: bought}
works:
  w: {facts: {work.creative: false, copy.words: 2, copy.source: unknown}}
acts:
  - act: training
    works: w
    facts: {use.purpose: new, copy.words: {value: 3, known: measured, note: counted}}
"""


def test_an_act_wins_over_its_works_and_those_over_the_scenario(kb):
    (use,) = uses_of(parse_scenario(PRECEDENCE.encode(), kb, name="f"), kb)
    assert use.values == {
        "who.nonprofit": True,
        "work.creative": False,
        "use.purpose": "new",
        "copy.words": 3,
    }  # 'unknown' for the works hides what the scenario says of the source
    assert use.facts["copy.words"] == Given(value=3, known="measured", note="counted")
    assert list(use.facts) == sorted(use.facts)


def test_uses_are_acts_in_file_order_then_their_works(kb, scenarios):
    scenario = load_scenario(scenarios / "novel.yaml", kb)
    assert [use.id for use in uses_of(scenario, kb)] == [
        "training/novels/xx.law",
        "training/tables/xx.law",
        "output/novels/xx.law",
    ]
    assert [use.work_title for use in uses_of(scenario, kb)] == ["the novels", "tables", "the novels"]


@pytest.mark.parametrize(
    ("where", "only", "found"),
    [
        (("us",), (), ["xx.law"]),
        (("xx.law",), (), ["xx.law"]),
        (("all",), (), ["xx.law"]),
        (("eu",), (), []),
        (("eu",), ("us",), []),
        (("us",), ("eu",), []),
    ],
)
def test_regimes(where, only, found, kb):
    assert [regime.id for regime in regimes_for(where, kb, only)] == found
    entry = ActEntry(act="training", works=("w",), where=where)
    scenario = Scenario(title="T", where=("nowhere",), works={"w": Work()}, acts=(entry,))
    assert [use.regime for use in uses_of(scenario, kb, only)] == found  # an act's own places go before the scenario's


def test_saving_writes_a_file_that_loads(kb, scenarios, tmp_path):
    scenario = load_scenario(scenarios / "novel.yaml", kb)
    save_scenario(scenario, tmp_path / "new.yaml")
    assert load_scenario(tmp_path / "new.yaml", kb) == scenario
    assert "unknown" not in (tmp_path / "new.yaml").read_text()


def test_the_name_shown_in_problems_is_the_one_given(kb):
    with pytest.raises(FairuseError, match=r"^form: error the file is empty"):
        parse_scenario(b"", kb, name="form")


@pytest.mark.parametrize(
    ("told", "short"),
    [
        ("{value: [banner, letter], note: seen}", "{value: banner, also: [letter], note: seen}"),
        ("{value: [banner], also: [letter]}", "[banner, letter]"),
        ("{value: []}", "none"),
        ("{value: [{value: banner, by: owner}]}", "[{value: banner, by: owner}]"),
    ],
)
def test_a_list_may_stand_in_a_mapping_that_says_more(told, short):
    text = "{title: T, works: {w: {}}, acts: [{act: training, works: w, facts: {signs: %s}}]}"
    assert parse_scenario(text % told, KB) == parse_scenario(text % short, KB)
