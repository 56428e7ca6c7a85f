"""Comparisons: what moved, through which rule and authority, and in which words."""

from __future__ import annotations

import json

import jsonschema
import pytest

from fairuse.answer.assess import assess_alone as assess
from fairuse.inquiry.compare import compare
from fairuse.inquiry.comparison import Comparison
from fairuse.kb.model import STANDINGS
from fairuse.knowledge import data_dir
from fairuse.pages.comparison import events, explain_comparison, one_line
from fairuse.receipt.saved import load_report
from fairuse.report import render, render_outline
from fairuse.scenario.file import load_scenario, parse_scenario
from fairuse.schemas import schema
from tests import installed

ACT = "title: T\nas_of: 2020-01-01\nworks: {w: {}}\nacts: [{act: training, works: w, facts: {%s}}]\n"


@pytest.fixture
def novel(kb, scenarios):
    return load_scenario(scenarios / "novel.yaml", kb)


def given(kb, facts, **options):
    return assess(parse_scenario((ACT % facts).encode(), kb, name="s"), kb, **options)


def first(comparison):
    return comparison.uses[0]


def moves(use):
    return {(f.rule, f.move) for f in use.findings}


def test_the_same_twice_is_said_plainly(kb, novel):
    report = assess(novel, kb)
    comparison = compare(report, report, kb)
    assert not comparison.differs
    assert not comparison.moved
    text = render_outline(explain_comparison(comparison, kb), "terminal")
    assert "Nothing moved: standings, ranges, issues and findings are the same." in text
    assert "Authorities" not in text


def test_an_authority_that_was_decided_moves_the_answer(kb, novel):
    before, after = (assess(novel, kb, as_of=day) for day in ("2001-03-03", "2001-03-04"))
    comparison = compare(before, after, kb)
    use = first(comparison)
    assert use.moved
    assert set(use.through) == {"xx.market.little", "xx.purpose.nonprofit"}
    assert events(use) == ["Alpha v. Beta was decided on 4 March 2001."]
    (gained,) = [f for f in use.findings if f.rule == "xx.purpose.nonprofit"]
    assert (gained.move, gained.why[0].kind, gained.why[0].subject) == ("gained", "authority_decided", "alpha-v-beta")
    back = first(compare(after, before, kb))
    assert {(rule, move) for rule, move in moves(back) if rule == "xx.purpose.nonprofit"} == {
        ("xx.purpose.nonprofit", "lost")
    }
    assert back.standing == use.standing[::-1]
    assert events(back) == events(use)


def test_a_view_that_becomes_bound_is_named(kb, novel):
    open_, north = assess(novel, kb), assess(novel, kb, forum="xx.north")
    use = first(compare(open_, north, kb))
    assert use.standing == ("uncertain", "permitted")
    assert events(use) == [
        "Lost training fees: Gamma v. Delta binds before a court of the Northern Circuit, so they do not count."
    ]
    assert ("xx.market.fees-counted", "lost") in moves(use)
    assert ("xx.market.fees-ignored", "views") in moves(use)
    back = first(compare(north, open_, kb))
    (text,) = events(back)
    assert text == (
        "Lost training fees: open before no particular court; before, they do not count "
        "(Gamma v. Delta bound before a court of the Northern Circuit)."
    )


def test_a_fact_that_differs_is_named_through_the_issues_it_moves(kb):
    old = given(kb, "use.purpose: same, copy.source: licensed")
    new = given(kb, "use.purpose: new, copy.source: licensed")
    use = first(compare(old, new, kb))
    assert [(f.fact, f.old, f.new) for f in use.facts] == [("use.purpose", "same", "new")]
    assert "Purpose: was same, is new." in events(use)
    assert {i.issue: (i.old, i.new) for i in use.issues}["xx.purpose"] == ("disfavors", "favors")
    conclusion = next(f for f in use.findings if f.issue == "xx.conclusion" and f.move == "gained")
    assert {c.kind for c in conclusion.why} == {"issue"}


def test_a_finding_that_is_newly_defeated_names_its_victor(kb):
    old = given(kb, "use.purpose: new, copy.source: licensed")
    new = given(kb, "use.purpose: new, copy.source: pirate")
    forth, back = first(compare(old, new, kb)), first(compare(new, old, kb))
    (beaten,) = [f for f in forth.findings if f.move == "defeated"]
    assert (beaten.rule, beaten.why[0].kind) == ("xx.purpose.own", "finding")
    assert beaten.why[0].says == "Defeated by this: A pirate copy taints the purpose."
    (again,) = [f for f in back.findings if f.move == "revived"]
    assert again.why[0].says == "Not defeated by this: A pirate copy taints the purpose."
    assert "xx.purpose.pirate-copy" in forth.through


def test_a_rule_for_what_is_unknown_ends_when_it_is_known(kb):
    old, new = given(kb, "who.nonprofit: true"), given(kb, "who.nonprofit: true, copy.words: 10")
    (gone,) = [f for f in first(compare(old, new, kb)).findings if f.rule == "xx.amount.nonprofit"]
    assert (gone.move, gone.why[0].says) == ("lost", "Words copied: was not known, is 10 words.")


def test_uses_that_only_one_side_has(kb, novel):
    whole = assess(novel, kb)
    part = whole.model_copy(update={"uses": whole.uses[1:]})
    comparison = compare(part, whole, kb)
    assert [u.id for u in comparison.only_new] == ["training/novels/xx.law"]
    assert [u.id for u in compare(whole, part, kb).only_old] == ["training/novels/xx.law"]
    assert comparison.moved
    assert one_line(comparison) == "No standing moved; 1 use came."
    assert "Only in the new assessment" in render_outline(explain_comparison(comparison, kb), "markdown")


def test_other_rules_are_the_last_reason(kb, novel):
    report = assess(novel, kb)
    use = report.uses[0]
    kept = [f for f in use.findings if f.rule != "xx.purpose.own"]
    trace = [t for t in use.trace if t.rule != "xx.purpose.own"]
    older = report.model_copy(
        update={
            "kb": report.kb.model_copy(update={"version": "6", "sha256": "0" * 64}),
            "uses": (use.model_copy(update={"findings": tuple(kept), "trace": tuple(trace)}),),
        }
    )
    (found,) = [f for f in first(compare(older, report, kb)).findings if f.rule == "xx.purpose.own"]
    assert found.why[0].kind == "rules_changed"
    assert found.why[0].says.startswith("The rules themselves were changed (6 (00000000), now 7 (")


def test_authorities_that_the_rules_no_longer_hold_are_named_as_reported(kb, novel):
    report = assess(novel, kb)
    gone = kb.model_copy(
        update={"sha256": "1" * 64, "authorities": {}, "rules": {}, "doctrines": {}, "facts": {}, "issues": {}}
    )
    before = assess(novel, kb, as_of="2001-01-01")
    for form in ("terminal", "markdown", "json"):
        text = render(compare(before, report, gone), gone, form)
        assert ("alpha-v-beta" if form == "json" else "Alpha v. Beta") in text
        assert "The rule is not among those installed here" in " ".join(text.split())


def test_json_is_as_its_schema_says(kb, novel):
    comparison = compare(assess(novel, kb, as_of="2001-01-01"), assess(novel, kb), kb)
    text = comparison.model_dump_json()
    jsonschema.validate(json.loads(text), schema("comparison"), cls=jsonschema.Draft202012Validator)
    assert Comparison.model_validate_json(text) == comparison


def test_reports_are_read_back_as_they_were(kb, novel, tmp_path):
    report = assess(novel, kb)
    (tmp_path / "r.json").write_text(report.model_dump_json(by_alias=True))
    assert load_report(tmp_path / "r.json") == report


# --- the command


@pytest.fixture
def reports(fairuse, scenarios, tmp_path):
    paths = []
    for day in ("2001-03-03", "2001-03-04"):
        path = tmp_path / f"{day}.json"
        assert fairuse("assess", scenarios / "novel.yaml", "--as-of", day, "-f", "json", "-o", path).code == 0
        paths.append(path)
    return paths


def test_the_command(fairuse, reports, tmp_path):
    ran = fairuse("compare", *reports)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("What moved: A school trains on novels\nLaw as of 3 March 2001, then as of 4 March 2001,")
    assert "Alpha v. Beta was decided on 4 March 2001." in ran.out
    ran = fairuse("compare", *reports, "-f", "json", "-o", tmp_path / "c.json")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert json.loads((tmp_path / "c.json").read_text())["uses"][0]["through"] == [
        "xx.market.little",
        "xx.purpose.nonprofit",
    ]
    assert fairuse("compare", *reports, "-f", "markdown").out.startswith("# What moved: ")


def test_two_days_of_one_scenario_in_either_order(fairuse, reports, scenarios):
    path = scenarios / "novel.yaml"
    out = fairuse("compare", *reports).out
    assert fairuse("assess", path, "--as-of", "2001-03-03", "--against", "2001-03-04").out == out
    assert fairuse("assess", path, "--as-of", "2001-03-04", "--against", "2001-03-03").out == out
    ran = fairuse("assess", path, "--against", "2010-01-01", "--forum", "xx.north")
    assert "Law as of 1 January 2010, then as of 1 January 2020, before a court of the Northern Circuit." in ran.out
    ran = fairuse("assess", path, "--against", "yesterday")
    assert (ran.code, ran.err) == (
        2,
        "--against: error 'yesterday' is not a date; write it as 2026-11-24 [bad-option]\n",
    )
    ran = fairuse("assess", path, "--against", "2010-01-01", "--fail-on", "uncertain")
    assert ran.code == 2


HINT = "a report is an assessment that was saved as JSON"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", f":1:1: error this is not JSON (expecting value); {HINT} [not-json]"),
        (b"title: x", f":1:1: error this is not JSON (expecting value); {HINT} [not-json]"),
        (b"\xff{}", f": error this is not text in UTF-8; {HINT} [not-json]"),
        (b"[" * 100_000, f": error this cannot be read as JSON; {HINT} [not-json]"),
        (b"[]", f": error this is JSON, but not an assessment; {HINT} [not-a-report]"),
        (b'{"uses": []}', f": error this is JSON, but not an assessment; {HINT} [not-a-report]"),
        (b'{"uses": 1, "uses": 2}', ": error the key 'uses' stands twice in one object [duplicate-key]"),
        (
            b'{"kb": 1, "uses": [], "format_version": 9}',
            ": error this report has format version 9; this release reads 2 [other-format]",
        ),
    ],
)
def test_a_file_that_is_no_report(data, reason, fairuse, reports, tmp_path):
    path = tmp_path / "bad.json"
    path.write_bytes(data)
    for words in (("compare", path, reports[0]), ("compare", reports[0], path), ("verify", path)):
        ran = fairuse(*words)
        assert (ran.code, ran.out, ran.err) == (2, "", f"{path}{reason}\n")


def test_both_bad_files_and_every_bad_field_are_named(fairuse, reports, tmp_path):
    raw = json.loads(reports[0].read_text())
    raw["as_of"] = "soon"
    raw["uses"][0]["standing"] = "permited"
    raw["uses"][1]["id"] = raw["uses"][0]["id"]
    (tmp_path / "a.json").write_text(json.dumps(raw))
    (tmp_path / "b.json").write_bytes(reports[0].read_bytes() * 2)
    ran = fairuse("compare", tmp_path / "a.json", tmp_path / "b.json")
    assert ran.code == 2
    assert ran.err.splitlines() == [
        f"{tmp_path}/a.json: error as_of: 'soon' is not a date; write it as 2026-11-24 [not-a-report]",
        f"{tmp_path}/a.json: error uses[0].standing: 'permited' is not one of {', '.join(STANDINGS)}; "
        "did you mean 'permitted'? [not-a-report]",
        f"{tmp_path}/a.json: error uses[1].id: 'training/novels/xx.law' stands twice [not-a-report]",
        f"{tmp_path}/b.json: error this file holds more than one report; one is needed [not-a-report]",
    ]


# --- the law that ships


@pytest.fixture(scope="module")
def law():
    return installed.law()


def between(law, name, before, after):
    scenario = load_scenario(data_dir("cases") / "scenarios" / f"{name}.yaml", law)
    return compare(assess(scenario, law, as_of=before), assess(scenario, law, as_of=after), law)


def test_the_third_circuit_on_hidden_copies(law):
    comparison = between(law, "rival-editorial-training", "2026-09-28", "2026-09-29")
    use = first(comparison)
    assert use.standing == ("not_permitted", "not_permitted")
    assert {i.issue: (i.old, i.new) for i in use.issues}["us.f3"] == ("for", "against")
    assert "Ross (3d Cir.) was decided on 29 September 2026." in events(use)
    gained = next(f for f in use.findings if f.issue == "us.f3" and f.move == "gained")
    assert gained.why[0].subject == "thomson-reuters-v-ross-3d-cir-2026"
    text = render_outline(explain_comparison(comparison, law), "terminal")
    assert text.index("Ross (3d Cir.) was decided") < text.index("Through these rules")


def test_warhol(law):
    """A rule that ended with Warhol is gone the day it was decided, and the decision is named."""
    use = first(between(law, "rival-editorial-training", "2023-05-17", "2023-05-18"))
    assert not use.moved
    assert any(c.subject.startswith("warhol") for f in use.findings for c in f.why)


def test_every_change_of_the_shipped_scenarios_has_a_reason(law):
    for name in ("scraped-training", "pirated-library-training", "rival-editorial-training"):
        for use in between(law, name, "2023-01-01", "2026-11-24").uses:
            assert [f.rule for f in use.findings if not f.why] == []
            assert use.through or not use.issues


@pytest.mark.parametrize(
    ("after", "ends"),
    [
        (("uncertain", "permitted"), "the lower end of the range"),
        (("not_permitted", "uncertain"), "the upper end of the range"),
        (("uncertain", "uncertain"), "both ends of the range"),
    ],
)
def test_of_a_range_alone_it_is_said_which_end_moved_and_through_what(kb, after, ends):
    old = given(kb, "")
    (use,) = old.uses
    old = old.model_copy(update={"uses": (use.model_copy(update={"range": ("not_permitted", "permitted")}),)})
    trace = tuple(t for t in use.trace if t.rule != "xx.amount.few-words")
    new = old.model_copy(update={"uses": (use.model_copy(update={"range": after, "trace": trace}),)})
    text = render_outline(explain_comparison(compare(old, new, kb), kb), "markdown")
    assert f"{ends} moved: it was not permitted to permitted, is" in text
    assert "No finding moved it: xx.amount.few-words no longer can, depending on what is not known." in text
