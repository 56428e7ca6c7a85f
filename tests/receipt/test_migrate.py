"""Carrying saved assessments over: what version 1 says, version 2 says, and what it does not say is not made up."""

from __future__ import annotations

import contextlib
import copy
import functools
import json

import pytest

from fairuse.kb.model import Migration
from fairuse.knowledge import data_dir
from fairuse.precedent.beside import assess
from fairuse.receipt.migrate import carried
from fairuse.receipt.saved import load_report
from fairuse.receipt.verify import verify
from fairuse.report import published
from fairuse.scenario.file import load_scenario
from fairuse.source.errors import FairuseError
from tests import installed
from tests.conftest import TESTS

REAL = TESTS / "data/reports/novel.version-1.json"  # as the release that wrote version 1 wrote it
SHIPPED = ["scraped-training", "eu-several-signals", "eu-retention-after-mining"]


@functools.cache
def report_of(name):
    """A report of the shipped law, with the decided cases beside it."""
    return assess(load_scenario(installed.SCENARIOS / f"{name}.yaml", installed.law()), installed.law())


def shown(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def pairs(placed):
    return [[p["fact"], p["value"]] for p in placed]


def to_version_1(report):
    """The same report as version 1 wrote it."""
    raw = json.loads(published(report))
    raw["format_version"] = 1
    reasons = {
        "not_named": "not named",
        "no_place": "no place points to it",
        "no_act": "covers none of these acts",
    }
    for law in raw["not_asked"]:
        law.update(reason=reasons[law["reason"]], places=pairs(law["places"]))
    for use in raw["uses"]:
        use["asked"].update(places=pairs(use["asked"]["places"]), here=pairs(use["asked"]["here"]))
        for finding in use["findings"]:
            finding["id"] = finding["rule"]
            finding["rests_on"] = [[g["term"], g["value"]] for g in finding["rests_on"]]
            finding["under"] = [", ".join(f"{t['doctrine']}={t['view']}" for t in group) for group in finding["under"]]
        for issue in use["issues"]:
            issue["for_"] = issue.pop("for")
        for unknown in use["unknown"]:
            unknown["effect"] = {shown(e["value"]): e["standing"] for e in unknown["effect"]}
        for change in use["changes"]:
            change["steps"] = [step["label"] for step in change["steps"]]
        if near := use["analogies"]:
            near["for_"] = near.pop("for")
            near["forced_by"] = [f"{a['case']}: {a['label']}" for a in near["forced_by"]]
        if likely := use["likelihood"]:
            likely["like"]["cases"] = [f"{a['case']}: {a['label']}" for a in likely["like"]["cases"]]
    return raw


def carry(raw, kb, **options):
    return carried(json.dumps(raw).encode(), "r.json", kb, **options)


@pytest.fixture
def old(kb, scenarios):
    return to_version_1(assess(load_scenario(scenarios / "novel.yaml", kb), kb))


def refused(raw, kb):
    with pytest.raises(FairuseError) as caught:
        carry(raw, kb)
    return [str(p) for p in caught.value.problems]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_field_of_a_report_of_the_shipped_law_comes_over(name, tmp_path):
    law = installed.law()
    report = report_of(name)
    found = carry(to_version_1(report), law)
    assert found.changed
    assert found.data.decode() == published(report)
    (tmp_path / "r.json").write_bytes(found.data)
    assert verify(load_report(tmp_path / "r.json"), law).holds


def test_between_them_they_have_all_that_differs():
    uses = [use for name in SHIPPED for use in to_version_1(report_of(name))["uses"]]
    assert any(", " in under for use in uses for f in use["findings"] for under in f["under"])
    assert {v for use in uses for u in use["unknown"] for v in u["effect"]} >= {"true", "false"}
    assert any(len(c["steps"]) > 1 for use in uses for c in use["changes"])
    assert any(use["analogies"] and use["analogies"]["forced_by"] for use in uses)
    assert any(use["likelihood"] and use["likelihood"]["like"]["cases"] for use in uses)
    assert any(use["asked"]["places"] for use in uses)


def test_a_report_that_the_earlier_release_wrote(kb, fairuse, scenarios, tmp_path):
    found = carried(REAL.read_bytes(), "r.json", kb)
    (tmp_path / "r.json").write_bytes(found.data)
    report = load_report(tmp_path / "r.json")
    assert [(u.id, u.standing, u.range_is) for u in report.uses] == [
        ("training/novels/xx.law", "uncertain", "exact"),
        ("training/tables/xx.law", "uncertain", "exact"),
        ("output/novels/xx.law", "uncertain", "exact"),
    ]
    assert report.receipt.scenario == load_scenario(scenarios / "novel.yaml", kb)
    assert fairuse("verify", tmp_path / "r.json").code == 0


def test_why_a_law_was_not_asked_has_a_name_of_its_own(old, kb):
    old["not_asked"] = [
        {"regime": "a", "reason": "not named", "places": [["place.copying", "fr"], ["who.nonprofit", True]]},
        {"regime": "b", "reason": "no place points to it", "places": []},
        {"regime": "c", "reason": "covers none of these acts", "places": []},
    ]
    assert json.loads(carry(old, kb).data)["not_asked"] == [
        {
            "regime": "a",
            "reason": "not_named",
            "places": [{"fact": "place.copying", "value": "fr"}, {"fact": "who.nonprofit", "value": True}],
        },
        {"regime": "b", "reason": "no_place", "places": []},
        {"regime": "c", "reason": "no_act", "places": []},
    ]
    old["not_asked"][1]["reason"] = "forgotten"
    assert "not_asked[1].reason: 'forgotten' is not one of" in refused(old, kb)[0]


def test_what_an_answer_would_do_is_typed_as_its_fact_is(old, kb):
    use = old["uses"][0]
    effects = {
        "who.nonprofit": {"true": "permitted", "false": "uncertain"},
        "copy.words": {"299": "permitted", "300.5": "uncertain", "-1": "permitted", "1e+30": "uncertain"},
        "copy.source": {"pirate": "uncertain", "true": "permitted"},
    }
    use["unknown"] = [{"fact": f, "matters": True, "effect": e} for f, e in effects.items()]
    found = json.loads(carry(old, kb).data)["uses"][0]["unknown"]
    values = {u["fact"]: [e["value"] for e in u["effect"]] for u in found}
    assert {fact: [(type(v), v) for v in vs] for fact, vs in values.items()} == {
        "who.nonprofit": [(bool, True), (bool, False)],
        "copy.words": [(int, 299), (float, 300.5), (int, -1), (float, 1e30)],
        "copy.source": [(str, "pirate"), (str, "true")],
    }


def test_a_fact_that_is_gone_today_keeps_the_words_of_its_day(old, kb):
    old["uses"][0]["unknown"] = [
        {"fact": "copy.pages", "matters": True, "effect": {"few": "permitted", "true": "uncertain"}}
    ]
    assert "there is no fact 'copy.pages'" in refused(copy.deepcopy(old), kb)[0]
    gone = Migration(id="copy.pages", on="2026-01-01", today="copy.words")
    found = carry(old, kb.model_copy(update={"migrations": {gone.id: gone}}))
    assert json.loads(found.data)["uses"][0]["unknown"][0]["effect"] == [
        {"value": "few", "standing": "permitted"},
        {"value": True, "standing": "uncertain"},
    ]


def test_what_earlier_releases_left_out_stays_out_or_follows_from_the_rest(old, kb):
    for use in old["uses"]:
        del use["asked"], use["reached"], use["likelihood"], use["analogies"]
    del old["receipt"], old["not_asked"], old["disclaimer"]
    report = json.loads(carry(old, kb).data)
    assert (report.get("receipt"), report.get("not_asked", [])) == (None, [])
    for use in report["uses"]:
        assert not {"asked", "likelihood", "analogies"} & use.keys()
        assert use["range_is"] == "exact"
        assert use["reached"] == use["range"]


def test_what_cannot_be_carried_is_named_with_every_place(old, kb):
    first, second, third = old["uses"]
    first["range_is"] = "sampled"
    del second["reached"]
    second["range_is"] = "bound"
    third["findings"][1]["id"] = "xx.other"
    third["findings"][0]["under"] = ["somebody's view"]
    third["unknown"] = [
        {"fact": "copy.pages", "matters": True, "effect": {"3": "permitted"}},
        {"fact": "copy.pages", "matters": False, "effect": {}},
        {"fact": "who.nonprofit", "matters": True, "effect": {"maybe": "permitted"}},
        {"fact": "copy.words", "matters": True, "effect": {"many": "permitted", "nan": "permitted"}},
    ]
    change = {"set": {}, "controllable": True, "standing": "permitted", "steps": ["Pray"], "through": []}
    third["changes"] = [change]
    third["analogies"] = {"for_": [], "against": [], "forced_by": ["a case"]}
    assert refused(old, kb) == [
        f"r.json: error {line} [not-carried]"
        for line in sorted(
            [
                "uses[0].range_is: the range was sampled, and may be wider than it says; assess the scenario anew",
                "uses[1].reached: it does not say which ends of the range can be reached; assess the scenario anew",
                "uses[2].analogies.forced_by[0]: 'a case' does not name an act of a case",
                "uses[2].changes[0].steps[0]: these rules have no step 'Pray'; assess the scenario anew",
                "uses[2].findings[0].under[0]: 'somebody's view' does not name views of doctrines",
                "uses[2].findings[1].id: it is not the rule of the finding; the report was edited",
                "uses[2].unknown[0].fact: there is no fact 'copy.pages' in these rules, so its values have no type; "
                "assess the scenario anew",
                "uses[2].unknown[2].effect: who.nonprofit takes true or false in these rules, not 'maybe'; "
                "assess the scenario anew",
                "uses[2].unknown[3].effect: copy.words takes a number from 0 to 100000 (words) in these rules, "
                "not 'many'; assess the scenario anew",
                "uses[2].unknown[3].effect: copy.words takes a number from 0 to 100000 (words) in these rules, "
                "not 'nan'; assess the scenario anew",
            ]
        )
    ]


def test_a_step_of_other_words_is_not_guessed():
    law = installed.law()
    raw = to_version_1(report_of("scraped-training"))
    uses = enumerate(raw["uses"])
    at, change = next((f"uses[{n}].changes[{m}]", c) for n, u in uses for m, c in enumerate(u["changes"]) if c["steps"])
    label = change["steps"][0]
    change["steps"][0] = label[:-1]
    (line,) = refused(raw, law)
    assert line.startswith(
        f"r.json: error {at}.steps[0]: these rules have no step '{label[:-1]}'; did you mean '{label}"
    )


def test_what_is_wrong_beside_the_format_is_named_as_in_any_report(old, kb):
    old["uses"][0]["standing"] = "permited"
    old["uses"][1]["mood"] = "good"
    lines = refused(old, kb)
    assert any("uses[0].standing: 'permited' is not one of" in line for line in lines)
    assert any("uses[1].mood: extra inputs are not permitted" in line for line in lines)


def test_no_damage_makes_it_raise_anything_else(kb):
    text = REAL.read_text()

    def paths(value, here=()):
        yield here
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in items:
            yield from paths(item, (*here, key))

    every = [path for path in paths(json.loads(text)) if path]
    junk = [None, True, 7, "x", [], {}, [["x"]], {"x": 1}]
    for number, path in enumerate(every[::9]):
        raw = json.loads(text)
        holder = raw
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = junk[number % len(junk)]
        with contextlib.suppress(FairuseError):
            carry(raw, kb)


def test_a_report_of_today_is_left_as_it_is(kb, scenarios):
    data = json.dumps(json.loads(published(assess(load_scenario(scenarios / "novel.yaml", kb), kb)))).encode()
    found = carried(data, "r.json", kb)
    assert (found.data, found.changed) == (data, False)
    assert found.says == "of format version 2 already; nothing to carry over"


@pytest.mark.parametrize("version", [0, 3, "1", True, None, 1.5])
def test_another_version_is_not_known(version, old, kb):
    old["format_version"] = version
    (line,) = refused(old, kb)
    assert line == f"r.json: error this report has format version {version}; 1 is carried over to 2 [other-format]"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'{"a": 1}', "r: error this is JSON, but neither an assessment nor a scenario; only those are carried over"),
        (b"{}", "r: error this is JSON, but neither an assessment nor a scenario; only those are carried over"),
        (b'{"uses": [], "kb": ', "r:1:20: error this is not JSON (expecting value)"),
        (b'{"kb": 1, "kb": 2}', "r: error the key 'kb' stands twice in one object"),
        (b"title: T\n", "r:1:1: error this is neither a scenario nor a decided case (it has no list of acts)"),
        (b"- T\n", "r:1:1: error this is neither a scenario nor a decided case (it has no list of acts)"),
        (b"acts: [", "r:2:1: error not valid YAML"),
        (b"", "r: error the file is empty"),
        (b"\xff\xfe{\x00", "r:1:1: error not UTF-8 text but UTF-16"),
    ],
)
def test_what_is_no_file_of_the_product(data, line, kb):
    with pytest.raises(FairuseError) as caught:
        carried(data, "r", kb)
    assert str(caught.value).startswith(line)


def test_scenarios_and_decided_cases_have_not_changed_yet(kb):
    files = [*data_dir("cases/scenarios").glob("[a-c]*.yaml"), *data_dir("cases/decided").glob("b*.yaml")]
    for path in files:
        data = path.read_bytes()
        if path.stem.endswith(".expected"):
            continue
        found = carried(data, path.name, kb)
        assert (found.data, found.changed, found.says) == (data, False, "nothing to carry over")
    plain = b'{"title": "T", "works": {"w": {}}, "acts": [{"act": "output", "works": "w"}]}'
    assert carried(plain, "s.json", kb).data == plain
    flow = b'{"title": T, works: {w: {}}, acts: [{act: output, works: w}]}'
    assert carried(flow, "s.yaml", kb).data == flow


def test_a_report_of_version_1_is_refused_with_the_way_out(fairuse, tmp_path):
    path = tmp_path / "r.json"
    path.write_bytes(REAL.read_bytes())
    for words in (["verify", path], ["compare", path, path]):
        ran = fairuse(*words)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == (
            f"{path}: error this report has format version 1; this release reads 2; "
            f"'fairuse migrate {path} --in-place' carries it over [other-format]\n"
        )
