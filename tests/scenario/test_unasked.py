"""Facts given where no act asks for them: a warning with its place, and the scenario is read all the same."""

from __future__ import annotations

import warnings

import pytest

import fairuse
from fairuse.kb.condition import ALWAYS
from fairuse.knowledge import data_dir
from fairuse.scenario.file import Read, load_scenario, parse_scenario, read_scenario
from fairuse.scenario.folder import scenario_files
from fairuse.scenario.unasked import CODE
from tests import installed

HEAD = "title: T\nas_of: 2020-01-01\n"
ACT = "acts:\n  - {act: training, works: w, facts: {copy.source: bought, output.shown: true}}\n"
LINE = ":5:60: warning 'output.shown' is not asked for an act of training, and no rule reads it there; "


def said(text, kb):
    return [str(w) for w in read_scenario(text.encode(), kb, name="f").warnings]


def test_a_fact_of_an_act_that_does_not_ask_it(kb):
    (line,) = said(f"{HEAD}works: {{w: {{}}}}\n{ACT}", kb)
    assert line == f"f{LINE}it is asked for output [{CODE}]"


def test_a_fact_of_works_is_in_place_if_one_act_on_them_asks_it(kb):
    text = HEAD + "works: {w: {facts: {output.shown: true}}, v: {facts: {work.creative: true}}}\nacts:\n"
    text += "  - {act: training, works: [w, v]}\n"
    assert said(text, kb) == [
        "f:3:21: warning 'output.shown' is not asked for the acts on these works (training), and no rule reads it "
        f"there; it is asked for output [{CODE}]"
    ]
    assert len(said(text + "  - {act: output, works: v}\n", kb)) == 1
    assert said(text + "  - {act: output, works: w}\n", kb) == []


def test_a_fact_of_the_scenario_is_in_place_if_one_act_asks_it(kb):
    text = HEAD + "facts: {output.shown: true}\nworks: {w: {}}\nacts:\n  - {act: training, works: w}\n"
    text += "  - {act: training, works: w}\n"
    assert said(text, kb) == [
        "f:3:9: warning 'output.shown' is not asked for the acts of this scenario (training), and no rule reads it "
        f"there; it is asked for output [{CODE}]"
    ]
    assert said(text + "  - {act: output, works: w}\n", kb) == []


def test_facts_of_works_that_no_act_names(kb):
    text = HEAD + "works:\n  w: {}\n  v: {facts: {work.creative: true, copy.words: 3}}\n  u: {title: U}\n"
    text += "acts: [{act: output, works: w}]\n"
    assert said(text, kb) == [f"f:5:3: warning no act is on these works, so no rule reads their facts [{CODE}]"]


def test_all_are_named_and_one_reached_by_an_alias_stands_there(kb):
    text = (
        HEAD + "works: {w: {}}\nacts:\n  - &act {act: training, works: w, facts: {output.shown: unknown}}\n  - *act\n"
    )
    assert [line.split(" ")[0] for line in said(text, kb)] == ["f:5:44:", "f:6:5:"]


def test_a_fact_that_a_rule_reads_though_it_is_not_asked_is_warned_of_and_counts(kb):
    text = f"{HEAD}works: {{w: {{}}}}\n{ACT}".replace(", output.shown: true", "")
    narrow = kb.facts["copy.source"].model_copy(update={"acts": ("output",)})
    other = kb.model_copy(update={"facts": {**kb.facts, "copy.source": narrow}})
    (told,) = said(text, other)  # two rules read it of training
    assert "though rules read it there" in told
    with pytest.warns(fairuse.FairuseWarning, match="copy.source"):
        scenario = parse_scenario(text, other)
    assert fairuse.assess(scenario, other).uses[0].facts[0].read
    deaf = {name: r for name, r in other.rules.items() if "copy.source" not in r.terms}
    (told,) = said(text, other.model_copy(update={"rules": deaf}))
    assert "no rule reads it there" in told


@pytest.mark.parametrize(("part", "effect"), [("who.nonprofit", "though rules"), ("output.shown", "and no rule")])
def test_a_fact_that_only_records_others_is_read_as_they_are(part, effect, kb):
    update = {"acts": ("output",), "type": "choices", "recorded_as": {"bought": (part,), "licensed": (), "pirate": ()}}
    short = kb.facts["copy.source"].model_copy(update=update)
    deaf = {name: r for name, r in kb.rules.items() if "copy.source" not in r.terms}
    plain = kb.facts["output.shown"].model_copy(update={"asked_when": ALWAYS})
    facts = {**kb.facts, "copy.source": short, "output.shown": plain}
    text = f"{HEAD}works: {{w: {{}}}}\n{ACT}".replace(", output.shown: true", "")
    (told,) = said(text, kb.model_copy(update={"facts": facts, "rules": deaf}))
    assert effect in told


def test_the_public_verbs_warn_where_they_are_called(kb, tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(f"{HEAD}works: {{w: {{}}}}\n{ACT}")
    for verb, given in ((load_scenario, path), (parse_scenario, path.read_bytes())):
        with pytest.warns(fairuse.FairuseWarning, match="output.shown") as caught:
            scenario = verb(given, kb)
        assert scenario.acts[0].act == "training"
        (warning,) = caught
        assert warning.filename == __file__
        assert (warning.message.problem.code, warning.message.problem.severity) == (CODE, "warning")


def test_a_scenario_with_errors_says_those_alone(kb):
    with warnings.catch_warnings(), pytest.raises(fairuse.FairuseError) as caught:
        parse_scenario(f"{HEAD}works: {{w: {{}}}}\n{ACT}  - {{act: trainin, works: w}}\n", kb)
    assert [p.code for p in caught.value.problems] == ["unknown-act"]


def test_no_shipped_scenario_warns():
    found = {name: read_scenario(path, installed.law()) for path, name in scenario_files([data_dir("cases/scenarios")])}
    assert len(found) > 50
    assert {name: read.warnings for name, read in found.items() if read.warnings} == {}
    assert all(isinstance(read, Read) for read in found.values())


# --- what the command line makes of it


@pytest.fixture
def odd(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_text(f"{HEAD}works: {{w: {{}}}}\n{ACT}")
    return path


@pytest.mark.parametrize(
    "words", [["assess", "FILE"], ["whatif", "FILE"], ["whynot", "FILE", "standing=permitted"], ["watch", "FOLDER"]]
)
def test_commands_print_warnings_unless_they_are_quiet(words, fairuse, odd):
    words = [{"FILE": odd, "FOLDER": odd.parent}.get(w, w) for w in words]
    ran = fairuse(*words)
    assert ran.code == 0
    assert ran.out
    assert ran.err.startswith(f"{odd}{LINE}")
    assert ran.err.count("\n") == 1
    assert fairuse(*words, "--quiet") == type(ran)(0, "", "")


def test_a_warning_of_standard_input(fairuse, odd):
    ran = fairuse("assess", "-", "--fail-on", "not_permitted", stdin=odd.read_bytes())
    assert (ran.code, ran.err[:14]) == (0, "<stdin>:5:60: ")


def test_a_table_is_made_and_its_warnings_are_printed(fairuse, odd):
    ran = fairuse("batch", odd, "-o", "-")
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 1
    assert ran.err.splitlines()[0].startswith(f"{odd}{LINE}")
    assert ran.err.splitlines()[1:] == ["1 answer, 0 errors"]
    assert fairuse("batch", odd, "-o", "-", "--quiet").err == ""


def test_an_interview_that_goes_on_warns(fairuse, odd):
    ran = fairuse("ask", "-o", odd, "--resume", stdin=b"q\n")
    assert ran.code == 0
    assert f"{odd}{LINE}" in ran.err
    assert "warning" not in fairuse("ask", "-o", odd, "--resume", "--quiet", stdin=b"q\n").err
