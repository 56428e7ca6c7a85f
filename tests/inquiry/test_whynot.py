"""Why not: the rules that could have given a value, those that lack least first."""

from __future__ import annotations

import json

import jsonschema
import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.answer.result import Taken
from fairuse.inquiry.whynot import whynot
from fairuse.knowledge import data_dir
from fairuse.pages.whynot import explain_whynot
from fairuse.report import render_outline
from fairuse.scenario.file import load_scenario, parse_scenario
from fairuse.schemas import schema
from fairuse.source.errors import FairuseError
from tests import installed

ACT = "title: T\nas_of: %s\nworks: {w: {}}\nacts: [{act: %s, works: w, facts: {%s}}]\n"


@pytest.fixture
def ask(kb):
    def ask(facts, issue, value, *, act="training", day="2020-01-01", forum=None):
        scenario = parse_scenario(ACT % (day, act, facts), kb)
        return whynot(assess(scenario, kb, forum=forum), kb, issue, value).uses[0]

    return ask


def lacks(use, rule):
    return [(k.kind, k.subject) for r in use.rules if r.rule == rule for k in r.lacks]


def test_what_is_so_already_names_its_finding(ask, kb):
    use = ask("use.purpose: same", "xx.purpose", "disfavors")
    assert (use.holds, use.given_by) == (True, ("xx.purpose.same",))


def test_a_standing_that_no_rule_gives_is_said_to_be_so(ask):
    use = ask("", "standing", "uncertain")
    assert (use.holds, use.given_by) == (True, ())


def test_unknown_and_other_facts(ask):
    use = ask("use.purpose: same", "xx.purpose", "favors")
    assert [r.rule for r in use.rules] == ["xx.purpose.own", "xx.purpose.nonprofit"]
    (lack,) = use.rules[0].lacks
    assert (lack.kind, lack.subject, lack.now, lack.needed) == ("fact", "use.purpose", "same", ("further", "new"))
    assert lacks(use, "xx.purpose.nonprofit") == [("unknown", "who.nonprofit"), ("defeated", "xx.purpose.same")]


def test_the_alternative_that_lacks_least_is_taken(ask):
    use = ask("copy.words: 500", "xx.amount", "much")
    (rule,) = [r for r in use.rules if r.rule == "xx.amount.many-words"]
    assert [(k.kind, k.subject) for k in rule.lacks] == [("unknown", "work.creative")]
    use = ask("copy.words: 500, work.creative: false", "xx.amount", "much")
    (lack,) = next(r for r in use.rules if r.rule == "xx.amount.many-words").lacks
    assert (lack.subject, lack.says) == ("copy.words", "at least 3000")


def test_a_rule_for_what_is_unknown(ask):
    use = ask("copy.words: 5000, who.nonprofit: true", "xx.amount", "little")
    assert ("must_be_unknown", "copy.words") in lacks(use, "xx.amount.nonprofit")


def test_a_rival_that_would_fall_away_is_no_obstacle(ask):
    """The rule for many words rests on the very number that must be another, so it does not stand in the way."""
    use = ask("copy.words: 5000", "xx.amount", "little")
    assert lacks(use, "xx.amount.few-words") == [("fact", "copy.words")]


def test_a_rule_that_fires_is_defeated(ask):
    use = ask("use.purpose: new, copy.source: pirate", "xx.purpose", "favors")
    assert lacks(use, "xx.purpose.own") == [("defeated", "xx.purpose.pirate-copy")]


def test_an_issue_that_came_out_otherwise_goes_one_level_down(ask):
    use = ask("use.purpose: same, copy.source: licensed", "standing", "permitted")
    (rule,) = [r for r in use.rules if r.rule == "xx.conclusion.both-good"]
    by_subject = {k.subject: k for k in rule.lacks}
    purpose = by_subject["xx.purpose"]
    assert (purpose.kind, purpose.now, purpose.needed) == ("issue", "disfavors", ("favors",))
    assert purpose.nearest.rule in ("xx.purpose.own", "xx.purpose.nonprofit")
    assert all(k.nearest is None for k in purpose.nearest.lacks)


def test_a_view_that_is_not_taken(ask):
    use = ask("use.purpose: new, copy.source: bought", "xx.market", "harmed", forum="xx.north")
    (lack,) = next(r for r in use.rules if r.rule == "xx.market.fees-counted").lacks
    assert (lack.kind, lack.subject, lack.now, lack.needed) == ("view", "training-fees", "ignored", ("counted",))


def test_an_open_view_is_a_condition_and_nothing_is_lacking(ask):
    use = ask("use.purpose: new, copy.source: bought", "standing", "permitted")
    assert use.now == "uncertain"
    rule = use.rules[0]
    assert (rule.rule, rule.lacks, rule.under) == (
        "xx.conclusion.both-good",
        (),
        ((Taken(doctrine="training-fees", view="ignored"),),),
    )


def test_rules_for_other_acts_and_days_come_last(ask, kb):
    use = ask("use.purpose: new", "xx.market", "unharmed", day="2005-01-01")
    outside = {r.rule: r.lacks[0].says for r in use.rules if r.lacks[0].kind == "not_law"}
    assert outside == {
        "xx.market.fees-ignored": "Gamma v. Delta was decided on 31 May 2010.",
        "xx.market.hidden": "The rule does not speak to this act (training).",
    }
    assert [r.cost for r in use.rules] == sorted(r.cost for r in use.rules)


@pytest.mark.parametrize(
    ("issue", "value", "use", "reason"),
    [
        ("xx.purpse", "favors", None, "issue: error there is no issue 'xx.purpse'; did you mean 'xx.purpose'?"),
        (
            "xx.purpose",
            "favor",
            None,
            "value: error xx.purpose has no value 'favor'; did you mean 'favors'? (one of disfavors, favors)",
        ),
        (
            "xx.purpose",
            "favors",
            "output/text/xx.law",
            "use: error there is no use 'output/text/xx.law'; did you mean 'output/texts/xx.law'?",
        ),
    ],
)
def test_names_that_are_not_known(issue, value, use, reason, kb, scenarios):
    report = assess(load_scenario(scenarios / "bare.yaml", kb), kb)
    with pytest.raises(FairuseError) as caught:
        whynot(report, kb, issue, value, use)
    assert str(caught.value) == f"{reason} [bad-argument]"


def test_the_words_keep_to_what_was_found(kb):
    scenario = parse_scenario(ACT % ("2020-01-01", "training", "copy.words: 500"), kb)
    answer = whynot(assess(scenario, kb), kb, "xx.amount", "much")
    for form in ("terminal", "markdown"):
        text = " ".join(render_outline(explain_whynot(answer, kb), form).split())
        assert "Is the work creative? Not known; the rule needs yes." in text
        assert "Amount is open rather than much." in text


# --- the command


def test_the_command(fairuse, scenarios, tmp_path):
    novel = scenarios / "novel.yaml"
    ran = fairuse("whynot", novel, "standing=permitted", "--use", "training/novels/xx.law")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Why not standing: permitted?\nA school trains on novels.")
    assert "only if they do not count" in ran.out
    assert "2. " not in ran.out.split("Authorities")[0]
    whole = fairuse("whynot", novel, "standing=permitted", "-f", "json").out
    assert len(json.loads(whole)["uses"]) == 3
    jsonschema.validate(json.loads(whole), schema("whynot"), cls=jsonschema.Draft202012Validator)
    ran = fairuse(
        "whynot", "-", "standing=permitted", "-f", "markdown", "-o", tmp_path / "w.md", stdin=novel.read_bytes()
    )
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "w.md").read_text().startswith("# Why not standing: permitted?")


def test_a_question_without_a_value(fairuse, scenarios):
    ran = fairuse("whynot", scenarios / "novel.yaml", "standing")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == ("ISSUE=VALUE: error 'standing' names no value; write it as standing=permitted [bad-option]\n")


# --- the law that ships


def test_no_shipped_scenario_is_without_an_answer():
    law = installed.law()
    for name in ("scraped-training", "rival-editorial-training"):
        report = assess(load_scenario(data_dir("cases") / "scenarios" / f"{name}.yaml", law), law)
        for value in ("not_permitted", "likely_permitted", "permitted"):
            for use in whynot(report, law, "standing", value).uses:
                assert use.holds == (use.standing == value)
                assert use.rules or use.holds
                fired = {f.rule for f in use.findings if not f.under}
                assert all(r.lacks for r in use.rules if r.rule not in fired and not r.under)
