"""Every shipped scenario comes out as written beside it, for the reasons and on the authorities named there."""

from __future__ import annotations

import pytest

from fairuse.answer.beside import only_argued
from fairuse.answer.rows import rows_of
from fairuse.knowledge import data_dir
from fairuse.pages.assessment import explain
from fairuse.pages.rests import relied_on
from fairuse.source.yamlsource import read_file
from fairuse.words.outline import Grid, SourceList
from tests import installed

FOLDER = data_dir("cases") / "scenarios"
NAMES = sorted(p.stem for p in FOLDER.glob("*.yaml") if not p.stem.endswith(".expected"))
KEYS = {"use", "standing", "range", "issues", "open_views", "rests_on", "against", "unknown", "why", "differs"}


@pytest.fixture(scope="module")
def kb():
    return installed.law()


@pytest.fixture(scope="module", params=NAMES)
def name(request):
    """A scenario; all that is tested of it comes one after the other, so that it is assessed once."""
    return request.param


def expected(name):
    source = read_file(FOLDER / f"{name}.expected.yaml")
    assert not source.problems
    return source.value["uses"], source.value.get("places", [])


def complaints(use, want):
    """What of an expected result the answer lacks, in words."""
    values = {i.id: i.value for i in use.issues}
    live = [f for f in use.findings if not f.defeated_by]
    relied = {c.authority for f in live for c in f.cites}
    other_side = {n for f in use.findings for n in f.contrary}
    other_side |= {c.authority for f in use.findings if f.defeated_by or f.lean in ("against", "for") for c in f.cites}
    divides = sorted(v.doctrine for v in use.open_views if v.divides)
    telling = {u.fact for u in use.unknown if u.matters}
    checks = [
        ("standing", use.standing, want["standing"]),
        ("range", list(use.reached), want.get("range", list(use.reached))),  # of a bound, what is known to be reached
        ("issues", {i: values.get(i) for i in want["issues"]}, want["issues"]),
        ("open views", divides, want.get("open_views", [])),
        ("relied on", sorted(set(want["rests_on"]) - relied), []),
        ("other side", sorted(set(want["against"]) - other_side), []),
        ("unknown", sorted(set(want.get("unknown", [])) - telling), []),
    ]
    return [f"{what}: {got}, expected {wanted}" for what, got, wanted in checks if got != wanted]


def test_expected_result(name):
    """A use with ``differs`` is one that the product does not yet answer as the law asks: it must still differ."""
    result = installed.assessed(name)
    wanted, _ = expected(name)
    uses = {u.id: u for u in result.uses}
    assert [w["use"] for w in wanted if w["use"] not in uses] == []
    for want in wanted:
        use = uses[want["use"]]
        assert set(want) <= KEYS
        assert len(want["why"]) > 40
        found = complaints(use, want)
        if "differs" in want:
            assert found, f"{use.id} comes out as expected now: take its 'differs' away"
            assert len(want["differs"]) > 20
        else:
            assert not found, (use.id, found)


def test_every_place_stands_as_expected(name, kb):
    """Where several laws make up the answer of a place, its standing is written down, too, and what it falls on."""
    result = installed.assessed(name)
    wanted, places = expected(name)
    rows = [row for row in rows_of(result, kb) if row.place is not None and not row.alone]
    found = [(row.place.id, row.standing, row.place.use) for row in rows]
    assert found == [(w["place"], w["standing"], w.get("use")) for w in places]
    told = {w["use"] for w in wanted} | {use.id for row in rows for use in row.uses}
    assert {u.id for u in result.uses if kb.regimes[u.regime].kind != "duties"} <= told


def points_of(block):
    """Every statement of a block."""
    if isinstance(block, Grid):
        return [point for row in block.rows for point in row]
    return (*getattr(block, "reasons", ()), *getattr(block, "items", ())) if not isinstance(block, SourceList) else ()


def test_no_authority_that_is_relied_on_is_missing_from_the_full_report(name, kb):
    result = installed.assessed(name)
    blocks = explain(result, kb, "full").blocks
    listed = [source for block in blocks if isinstance(block, SourceList) for source in block.items]
    referred = {ref.number for block in blocks for point in points_of(block) for ref in point.refs}
    assert referred == {source.number for source in listed}  # nothing is listed that no line rests on
    shown = " ".join(source.text for source in listed)
    for use in result.uses:
        path = relied_on(use, kb)
        for finding in use.findings:
            if finding.rule not in path or (finding.presumption and finding.lean == "neutral"):
                continue
            if finding.lean == "for" and only_argued(use, finding):
                continue  # a point for the user on a view that no court has held decides nothing, and is not told
            for authority in (*finding.contrary, *(c.authority for c in finding.cites)):
                assert kb.cited_as(kb.authorities[authority]) in shown, (use.id, finding.rule, authority)
