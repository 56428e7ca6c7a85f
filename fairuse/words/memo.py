"""What a memo says of its own, for each reader: the names of its parts, and a few sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from fairuse.scenario.model import Basis
from fairuse.words.en import memo as en

Reader = Literal["lay", "counsel", "auditor"]
READERS: tuple[Reader, ...] = get_args(Reader)
Side = Literal["neutral", "user", "owner"]
SIDES: tuple[Side, ...] = get_args(Side)
#: How facts may be known, in the order of `MemoWords.bases`.
BASES: tuple[Basis, ...] = get_args(Basis)
#: How deep a memo goes for whom, if nothing else is asked.
DEPTHS: dict[Reader, str] = {"lay": "brief", "counsel": "standard", "auditor": "full"}


@dataclass(frozen=True)
class MemoWords:
    """What a memo says of its own. `{}` is filled in."""

    question: str
    asks: str
    under: str
    answer: str
    facts: str
    story: str
    fact: str
    told: str
    known: str
    answers: str
    counted: str
    counts: tuple[str, str, str]
    bases: tuple[str, str, str]
    all_so: str
    unread: str
    assumed: str
    unless: str
    otherwise: str
    unknown: str
    all_known: str
    analysis: str
    why: str
    factors: str
    ends: tuple[str, str]
    could_be: str
    open_value: str
    proof: str
    issue: str
    rule: str
    application: str
    conclusion: str
    comes_out: str
    here: str
    contrary: str
    contrary_lead: str
    contrary_table: str
    on_question: str
    against_user: str
    for_user: str
    outweighed: str
    bears_on: str
    open_law: str
    none_open: str
    cases: str
    held: str
    change: str
    beside: str
    nothing_beside: str
    duties: str
    claims: str
    amounts: str
    together: str
    places: str
    place: str
    act: str
    standing: str
    because: str
    appendix: str
    authorities: str
    proposals: str
    trace: str
    trace_lead: str
    trace_named: str
    defeated: str
    rules_considered: str
    considered: tuple[str, ...]
    scope: str
    made_by: str
    ordered: str
    sides: tuple[str, str, str]


COUNSEL = MemoWords(**en.COUNSEL)
LAY = replace(COUNSEL, **en.LAY)
AUDITOR = replace(COUNSEL, **en.AUDITOR)
WORDS: dict[Reader, MemoWords] = {"lay": LAY, "counsel": COUNSEL, "auditor": AUDITOR}
