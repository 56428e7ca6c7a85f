"""What stands beside fair use: locks, notices, contracts, amounts and consent, in thousands of random situations."""

from __future__ import annotations

import random
from functools import lru_cache

import pytest

from fairuse.answer import ranges
from fairuse.answer.posed import program_for
from fairuse.answer.views import choose
from fairuse.engine import columns
from tests import installed
from tests.net.corpus import DAY

LAW = "us.fair_use"
ROWS = 600
#: The acts in which copies are got or made, or programs opened: only there can a lock be broken.
GETTING = {"acquisition", "indexing", "reproduction", "reverse_engineering"}
#: Facts about notices and other copyright information.
NOTICES = (
    "conduct.notice_removed",
    "cmi.on_work",
    "cmi.intentional",
    "cmi.missing_in_output",
    "cmi.knows_it_helps_infringe",
    "cmi.false",
)
CLAIMS_OF_THE_OWNER = ("us.cmi_removed", "us.cmi_output", "us.cmi_false")
REMEDIES = {
    "us.suit": "open",
    "us.statutory_damages": "available",
    "us.dmca_damages": "available",
    "us.orders": "possible",
}
PIRATED = ("shadow_library", "purloined", "infringing_copy")
ACTS = sorted(installed.law().acts)


def helps_others(facts):
    """Whether it is told that copyright information was treated so as to help or hide infringement."""
    return bool(facts.get("cmi.knows_it_helps_infringe") or facts.get("cmi.false"))


@lru_cache(maxsize=64)
def drawn(act):
    """Random facts for one act under random views: the program, the rows, and the same as columns."""
    kb = installed.law()
    draw = random.Random(f"beside {act}")
    program = program_for(kb, LAW, act, DAY)
    views = ranges.view_rows([choose(d, kb, None, DAY) for d in program.doctrines])
    values = {f: ranges.candidates(program, f) for f in program.facts}
    rows = []
    for _ in range(ROWS):
        share = draw.choice((0.1, 0.3, 0.6, 0.9))
        rows.append({f: draw.choice(values[f]) for f in program.facts if draw.random() < share} | draw.choice(views))
    return program, rows, {t: columns.encode(program, t, [r.get(t) for r in rows]) for t in columns.terms(program)}


class Found:
    """What the rules find in the random situations of an act, with some facts set in all of them."""

    def __init__(self, act, **change):
        self.program, self.facts, table = drawn(act)
        change = {k.replace("__", "."): v for k, v in change.items()}
        named = {n: v for n, v in change.items() if n in table}
        self.read = set(named) == set(change)
        self.facts = [{**row, **change} for row in self.facts]
        set_ = {n: columns.encode(self.program, n, [v]).repeat(ROWS) for n, v in named.items()}
        self.result = columns.run(self.program, {**table, **set_}, ROWS)
        self.scales = {i.id: [*i.scale] for i in self.program.issues}

    def of(self, issue):
        """The value of an issue in each situation, None where it is open."""
        if issue not in self.scales:
            return [None] * ROWS
        scale = self.scales[issue]
        return [scale[code] if code >= 0 else None for code in self.result.values[issue].tolist()]


def leans_against(issue, value):
    return value is not None and installed.law().issues[issue].scale[value] == "against"


@pytest.mark.parametrize("act", ACTS)
def test_beside_a_broken_lock_no_source_is_lawful_and_no_conduct_is_clean(act):
    found = Found(act, access__bot_barrier="evaded")
    assert found.read, "the act does not ask about the barrier"
    assert not {"lawful", None} & {*found.of("us.source")}
    assert {*found.of("us.conduct")} <= {"improper", "doubtful"}


@pytest.mark.parametrize("act", ACTS)
def test_a_lock_is_charged_to_the_act_that_broke_it(act):
    broken = {"paywall_bypassed", "protection_bypassed"}
    found = Found(act)
    charged = [
        row
        for row, value in zip(found.facts, found.of("us.circumvention"), strict=True)
        if leans_against("us.circumvention", value)
    ]
    broken_here = Found(act, access__bot_barrier="evaded").of("us.circumvention")  # alone, chance seldom breaks one
    assert any(leans_against("us.circumvention", value) for value in broken_here) == (act in GETTING)
    for row in charged:
        got = act in ("acquisition", "reverse_engineering") and row.get("copy.source") in broken
        untold = row.get("copy.barrier") == "encryption" and "access.bot_barrier" not in row  # how it was opened
        assert row.get("access.bot_barrier") == "evaded" or got or untold, row


@pytest.mark.parametrize("act", ACTS)
def test_notices_decide_no_fair_use(act):
    """Neither taking them off nor leaving them off moves the answer; a licence that asks for them is another matter."""
    program, rows, table = drawn(act)
    asks = [
        row.get("licence.notices") is True or str(row.get("licence.kind")).startswith("open_")  # as all public ones do
        for row in rows
    ]
    before = ranges.ranks(program, columns.run(program, table, ROWS)).tolist()
    for fact in (f for f in NOTICES if f in table):
        for value in (True, False):
            told = {**table, fact: columns.encode(program, fact, [value]).repeat(ROWS)}
            after = ranges.ranks(program, columns.run(program, told, ROWS)).tolist()
            moved = [n for n in range(ROWS) if before[n] != after[n] and not asks[n]]
            assert not moved, (fact, value, rows[moved[0]])


@pytest.mark.parametrize("act", ACTS)
def test_of_what_nobody_owns_or_the_owner_allows_nothing_is_claimed(act):
    """But who knows that others infringe by what it does to the information has no leave to do so by a licence."""
    found = Found(act)
    free = [
        n
        for n, (protected, licensed) in enumerate(zip(found.of("us.protected"), found.of("us.licensed"), strict=True))
        if protected == "unprotected"
        or (licensed == "within" and (found.facts[n].get("work.own") or not helps_others(found.facts[n])))
    ]
    assert len(free) > 100
    for issue in CLAIMS_OF_THE_OWNER:
        values = found.of(issue)
        assert [found.facts[n] for n in free if leans_against(issue, values[n])][:1] == [], issue
    # A lock guards the whole work, a tool opens the locks of others.
    locks = zip(found.of("us.circumvention"), found.of("us.lock_tools"), strict=True)
    broken = [leans_against("us.circumvention", a) or leans_against("us.lock_tools", b) for a, b in locks]
    for issue, value in REMEDIES.items():
        values = found.of(issue)
        told = [n for n in free if issue != "us.dmca_damages" or not broken[n]]
        assert [found.facts[n] for n in told if values[n] == value][:1] == [], issue


@pytest.mark.parametrize("act", sorted(GETTING))
@pytest.mark.parametrize("free", [{"work__undisputed": "out_of_copyright"}, {"work__own": True}])
def test_the_lock_on_what_nobody_else_owns_may_be_broken(act, free):
    values = Found(act, access__bot_barrier="evaded", **free).of("us.circumvention")
    assert not any(leans_against("us.circumvention", value) for value in values)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("how", ["accepted", "negotiated"])
def test_a_ban_that_was_agreed_to_is_named_in_every_act(act, how):
    assert {*Found(act, contract__bans_analysis=how).of("us.contract")} == {"breach"}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("source", PIRATED)
def test_a_label_put_on_by_a_pirate_is_no_licence(act, source):
    found = Found(act, copy__source=source)
    assert found.read
    for row, licensed in zip(found.facts, found.of("us.licensed"), strict=True):
        nobody = row.get("licence.given_by") in (None, "stranger")
        if nobody and not row.get("work.own"):
            assert licensed != "within", row


@pytest.mark.parametrize(("knows", "claim"), [(False, "none"), (True, "arguable")])
def test_a_licence_to_use_a_work_is_none_to_help_others_infringe_it(knows, claim):
    taken_off = {"conduct__notice_removed": True, "cmi__on_work": True, "cmi__intentional": True}
    allows = {"work__own": False, "licence__kind": "individual", "licence__covers": "covers"}
    reach = {"amount__public_reach": "most_or_all"}
    found = Found("distribution", **taken_off, **allows, **reach, cmi__knows_it_helps_infringe=knows)
    assert found.read
    told = zip(found.of("us.licensed"), found.of("us.protected"), found.of("us.cmi_removed"), strict=True)
    allowed = [removed for licensed, protected, removed in told if (licensed, protected) == ("within", "protected")]
    assert len(allowed) > 10
    assert {*allowed} == {claim}
