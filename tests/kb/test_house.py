"""House rules laid over the law: what they may hold, what is wrong with them, and what each kind does."""

from __future__ import annotations

import re
import textwrap

import pytest

from fairuse.answer.assess import assess_alone
from fairuse.answer.views import choose
from fairuse.knowledge import over
from fairuse.pages.assessment import explain
from fairuse.pages.reference import entry_of
from fairuse.precedent.beside import assess
from fairuse.receipt.verify import verify
from fairuse.report import render_outline
from fairuse.scenario.file import parse_scenario
from fairuse.source.errors import FairuseError

MEMO = """\
levels: [{id: house, label: Own policy, order: 9}]
authority_kinds: [{id: house, made: issued}]
authority_statuses: [{id: house, note: "house rule, not law"}]
authorities:
  - {id: memo, kind: house, name: Memo, citation: Memo 1, level: house, jurisdiction: house, decided: 2015-01-01,
     status: house, summary: A memo., checked_on: 2015-01-01, verified: true}
"""
BAN = (
    MEMO
    + """\
rules:
  - id: house.no-pirates
    issue: standing
    value: not_permitted
    when: {copy.source: pirate}
    because: The house bars pirate copies.
    short: barred by the house
    cites: [{authority: memo}]
    status: settled
    in_force: 2015-01-01
    examples: [{fires: {copy.source: pirate}}, {not: {copy.source: bought}}]
"""
)
VIEW = "positions: [{id: house.fees, doctrine: training-fees, takes: counted, by: counsel, because: It is safer.}]\n"
TEXT = """\
title: T
as_of: 2020-01-01
works: {w: {}}
acts: [{act: training, works: w, facts: {use.purpose: further, copy.source: %s, copy.words: 10}}]
"""


@pytest.fixture
def laid(kb, tmp_path):
    def lay(*texts):
        folders = []
        for number, text in enumerate(texts):
            folder = tmp_path / f"house-{number}"
            folder.mkdir(exist_ok=True)
            (folder / "own.yaml").write_text(textwrap.dedent(text))
            folders.append(folder)
        return over(kb, folders)

    return lay


def told(kb, source):
    return parse_scenario(TEXT % source, kb)


def test_a_ban_gives_the_answer_and_the_law_alone_stands_beside(kb, laid):
    house = laid(BAN)
    result = assess_alone(told(kb, "pirate"), house)
    (use,) = result.uses
    assert use.standing == "not_permitted"
    (answer,) = result.house.answers
    assert [(e.id, e.kind, e.because) for e in answer.entries] == [
        ("house.no-pirates", "rule", "The house bars pirate copies.")
    ]
    (plain,) = assess_alone(told(kb, "pirate"), kb).uses
    assert answer.without == plain.standing != use.standing
    assert result.house.law_sha256 == kb.sha256 != result.kb.sha256


def test_a_house_rule_that_does_not_fire_leaves_the_answer(kb, laid):
    result = assess_alone(told(kb, "bought"), laid(BAN))
    assert result.house.answers == ()
    assert result.uses[0].standing == assess_alone(told(kb, "bought"), kb).uses[0].standing


def test_a_position_decides_what_courts_leave_open_and_yields_where_one_binds(kb, laid):
    house = laid(VIEW)
    doctrine = house.doctrines["training-fees"]
    assert len(choose(doctrine, kb, None, "2020-01-01").live) == 2
    assert choose(doctrine, house, None, "2020-01-01").live == ("counted",)
    bound = choose(doctrine, house, "xx.north", "2020-01-01")
    assert bound == choose(doctrine, kb, "xx.north", "2020-01-01")
    assert bound.bound_by
    (answer,) = assess_alone(told(kb, "bought"), house).house.answers
    assert [(e.id, e.kind, e.by) for e in answer.entries] == [("house.fees", "position", "counsel")]


def test_a_rule_that_is_set_aside_stands_no_longer(kb, laid):
    house = laid("set_aside: [{id: house.no-taint, rules: [xx.purpose.pirate-copy], because: Eta is right.}]\n")
    assert "xx.purpose.pirate-copy" not in house.rules
    (answer,) = assess_alone(told(kb, "pirate"), house).house.answers
    assert [(e.id, e.says) for e in answer.entries] == [("house.no-taint", "not followed: xx.purpose.pirate-copy")]


def test_an_authority_that_is_set_aside_takes_with_it_what_rests_on_it_alone(kb, laid):
    house = laid("set_aside: [{id: house.no-gamma, authorities: [gamma-v-delta], because: We do not follow it.}]\n")
    assert "gamma-v-delta" not in house.authorities
    gone = {name for name in kb.rules if name not in house.rules}
    assert gone == {n for n, r in kb.rules.items() if {c.authority for c in r.cites} == {"gamma-v-delta"}}
    assert gone
    assert not any("gamma-v-delta" in r.contrary for r in house.rules.values())
    assert not any("gamma-v-delta" in v.held_by for v in house.doctrines["training-fees"].views)


def test_what_a_house_holds_from_a_day_on_leaves_earlier_days_as_they_were(kb, laid):
    earlier, later = "2019-06-01", "2020-01-01"
    since = VIEW.replace("because:", "in_force: 2019-12-01, because:")
    doctrine = kb.doctrines["training-fees"]
    house = laid(since)
    assert choose(doctrine, house, None, later).live == ("counted",)
    assert choose(doctrine, house, None, earlier) == choose(doctrine, kb, None, earlier)
    turned = VIEW.replace("house.fees", "house.now").replace("counted", "ignored")
    both = laid(since, turned.replace("because:", "in_force: 2019-12-15, because:"))
    assert choose(doctrine, both, None, later).live == ("ignored",)
    aside = "set_aside: [{id: house.x, %s, in_force: 2019-12-01, because: x}]\n"
    for named in ("rules: [xx.purpose.pirate-copy]", "authorities: [gamma-v-delta]"):
        house = laid(aside % named)
        for day, same in ((earlier, True), (later, False)):
            plain, ours = (assess_alone(told(kb, "pirate"), one, as_of=day).uses[0] for one in (kb, house))
            assert ({f.rule for f in plain.findings} == {f.rule for f in ours.findings}) == same, (named, day)


def test_an_assumption_of_the_house_goes_before_that_of_the_law(kb, laid):
    house = laid("assumptions: [{id: house.few, says: few words, otherwise: many words, facts: [copy.words]}]\n")
    text = "title: T\nas_of: 2020-01-01\nworks: {w: {}}\nacts: [{act: training, works: w, facts: {use.purpose: same}}]"
    (use,) = assess_alone(parse_scenario(text, kb), house).uses
    assert next(u for u in use.unknown if u.fact == "copy.words").assumption == "house.few"


@pytest.mark.parametrize("depth", ["brief", "standard", "full"])
def test_every_report_names_the_house_rules_and_the_answer_without(kb, laid, depth):
    result = assess(told(kb, "pirate"), laid(BAN))
    text = " ".join(render_outline(explain(result, laid(BAN), depth), "markdown", width=100).split())
    assert "The house bars pirate copies) [house.no-pirates]" in text.replace("\\", "")
    assert "By the law without house rules" in text


def test_verify_knows_whether_house_rules_were_used(kb, laid):
    house = laid(BAN)
    saved = assess(told(kb, "pirate"), house)
    assert verify(saved, house).holds
    assert verify(saved, kb).house == "not_given"
    assert verify(saved, laid(BAN, VIEW)).house == "other"
    assert verify(assess(told(kb, "pirate"), kb), house).house == "not_used"


def test_the_digest_does_not_depend_on_where_the_folder_stands(kb, tmp_path):
    made = []
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "own.yaml").write_text(BAN)
        made.append(over(kb, [tmp_path / name]).sha256)
    assert len({*made, kb.sha256}) == 2


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (
            "positions: [{id: p, doctrine: training-fee, takes: counted, because: x}]",
            1,
            "did you mean 'training-fees'?",
        ),
        ("positions: [{id: p, doctrine: training-fees, takes: countd, because: x}]", 1, "did you mean 'counted'?"),
        ("set_aside: [{id: s, rules: [xx.purpose.owm], because: x}]", 1, "did you mean 'xx.purpose.own'?"),
        ("set_aside: [{id: s, rules: [xx.purpose.own]}]", 1, "because"),
        ("set_aside: [{id: s, assumptions: [a], in_force: 2020-01-01, because: x}]", 1, "set aside for every day"),
        ("facts: []", 1, "the list 'facts' cannot stand here"),
        ("rulse: []", 1, "did you mean 'rules'?"),
        (BAN.replace("copy.source", "copy.sourse"), 11, "did you mean 'copy.source'?"),
        (BAN.replace("house.no-pirates", "xx.purpose.own"), 8, "already defined at"),
        (BAN.replace("issue: standing", "issue: standin"), 9, "did you mean 'standing'?"),
        (re.sub("value: (\\w+)", r"value: \1s", BAN), 10, "standing has no value"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(laid, text, line, says):
    with pytest.raises(FairuseError) as caught:
        laid(text)
    assert any(says in p.message and p.location.line == line for p in caught.value.problems), caught.value.problems


def test_all_that_is_wrong_is_said_at_once(laid):
    position = "positions: [{id: p, doctrine: training-fees, takes: countd, because: x}]\n"
    aside = "set_aside: [{id: s, rules: [xx.purpose.owm], because: x}]\n"
    with pytest.raises(FairuseError) as caught:
        laid(position + aside + BAN.replace("copy.source", "copy.sourse"))
    said = " ".join(p.message for p in caught.value.problems)
    assert all(f"did you mean '{name}'" in said for name in ("counted", "xx.purpose.own", "copy.source"))


def test_a_house_rule_is_found_by_the_name_that_reports_give_it(laid):
    kb = laid(BAN)
    assert entry_of(kb, "rules", "house.no-pirates").because.startswith("The house bars")
    with pytest.raises(FairuseError, match=r"there is no 'house\.no-pirate'"):
        entry_of(kb, "rules", "house.no-pirate")
