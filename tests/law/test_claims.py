"""Every claim of seeds/claims.yaml is well formed, and its scenario gives the findings that decide it."""

from __future__ import annotations

import datetime

import pytest

from fairuse.knowledge import data_dir
from fairuse.source.yamlsource import read_file
from tests import installed

FILE = data_dir("cases").parent / "seeds" / "claims.yaml"
KEYS = {
    "id", "seed", "stage", "issue", "claim", "scenario", "use",
    "decides", "verdict", "answer", "for", "against", "since",
}  # fmt: skip
STAGES = {"acquisition", "training", "model", "output", "deployment", "policy"}
VERDICTS = {"right", "wrong", "partly", "open", "policy"}
NUMBER = 63


def _claims():
    source = read_file(FILE)
    assert not source.problems, source.problems
    assert set(source.value) == {"claims"}
    return source.value["claims"]


CLAIMS = _claims()
WITH_SCENARIO = [c for c in CLAIMS if c.get("scenario") is not None]


@pytest.fixture(scope="module")
def kb():
    return installed.law()


def uses_of(claim):
    """Return the uses that `use` names: an act, with its works and its regime after slashes; by default US fair use."""
    parts = claim["use"].split("/")
    regime = parts[2] if len(parts) == 3 else "us.fair_use"
    return [
        u for u in installed.assessed(claim["scenario"]).uses
        if u.id.split("/")[: len(parts)] == parts and u.id.split("/")[2] == regime
    ]  # fmt: skip


def test_each_claim_is_there_once():
    ids = [c["id"] for c in CLAIMS]
    assert len(set(ids)) == len(ids) == NUMBER


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c["id"])
def test_claim_is_well_formed(claim, kb):
    assert set(claim) == KEYS
    assert claim["stage"] in STAGES
    assert claim["verdict"] in VERDICTS
    for key in ("seed", "issue", "claim", "answer"):
        assert isinstance(claim[key], str), key
        assert claim[key].strip(), key
    assert all(len(s) == 3 and s.isdigit() for s in claim["seed"].split())
    datetime.date.fromisoformat(claim["since"])
    for key in ("decides", "for", "against"):
        assert isinstance(claim[key], list), key
        assert len(set(claim[key])) == len(claim[key]), key
    assert not set(claim["for"]) & set(claim["against"])
    missing = {*claim["for"], *claim["against"]} - set(kb.authorities)
    assert not missing
    if claim["scenario"] is None:
        assert claim["verdict"] == "policy"
        assert claim["use"] is None
        assert not claim["decides"]
    else:
        assert claim["use"]
        assert claim["decides"]
        assert set(claim["decides"]) <= set(kb.issues)


@pytest.mark.parametrize("claim", WITH_SCENARIO, ids=lambda c: c["id"])
def test_its_scenario_decides_it(claim):
    uses = uses_of(claim)
    assert uses, f"{claim['scenario']} has no use {claim['use']}"
    for use in uses:
        deciding = [f for f in use.findings if f.issue in claim["decides"] and not f.defeated_by]
        assert {f.issue for f in deciding} == set(claim["decides"]), use.id
        named = {*claim["for"], *claim["against"]}
        cited = {n for f in deciding for n in (*f.contrary, *(c.authority for c in f.cites))}
        assert not named or named & cited, f"no deciding finding of {use.id} cites an authority of the claim"
