"""The fixed wording of memos, for each reader: what the parts are called, and the few sentences of a memo's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from fairuse.scenario.model import Basis

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

    question: str = "Question presented"
    asks: str = "May this be done without permission of the owner: {}?"
    under: str = "The question is put under {}."
    answer: str = "Short answer"
    facts: str = "Facts"
    story: str = "As told: {}"
    fact: str = "Fact"
    told: str = "As told"
    known: str = "How known"
    answers: str = "Bears on"
    counted: str = "Of {} facts, {}."
    counts: tuple[str, str, str] = (
        "{} asserted and nothing more",
        "{} documented",
        "{} measured",
    )
    bases: tuple[str, str, str] = ("asserted", "documented", "measured")
    all_so: str = "all {}"
    unread: str = "no rule reads it"
    assumed: str = "Assumptions"
    unless: str = "If not so: {}."
    otherwise: str = "were it otherwise ({}): {}"
    unknown: str = "Not known"
    all_known: str = "Nothing that is still open would move an answer by itself."
    analysis: str = "Analysis"
    why: str = "The reasons in short"
    factors: str = "Where each factor stands, and could come to stand"
    ends: tuple[str, str] = ("against the user", "for the user")
    could_be: str = "could be {} to {}"
    open_value: str = "open"
    proof: str = "From the facts to the answer"
    issue: str = "Issue"
    rule: str = "Rule"
    application: str = "Application"
    conclusion: str = "Conclusion"
    comes_out: str = "{}: {}."
    here: str = "here: {}"
    contrary: str = "Contrary authority"
    contrary_lead: str = "Every authority that was found to speak for either side, with what it bears on."
    contrary_table: str = "On each question every authority that was found to speak for either side, the highest first."
    on_question: str = "Question"
    against_user: str = "Against the user"
    for_user: str = "For the user"
    outweighed: str = "Argued the other way, and outweighed"
    bears_on: str = "On {}."
    open_law: str = "Open points of law"
    none_open: str = "No question on which courts divide bears on these answers."
    cases: str = "Nearest decided cases"
    held: str = "What these cases, and those behind the open points, were about and held"
    change: str = "What would change the answer, and steps to take"
    beside: str = "Duties, claims and exposure"
    nothing_beside: str = "None was found."
    duties: str = "Duties, whatever the answers above"
    claims: str = "Claims of others"
    amounts: str = "Amounts the law sets (arithmetic, not a forecast)"
    together: str = "The acts seen together"
    places: str = "Places"
    place: str = "Place"
    act: str = "Act"
    standing: str = "Standing"
    because: str = "Because"
    appendix: str = "Appendix {}: {}"
    authorities: str = "Table of authorities"
    proposals: str = "Proposals, not law"
    trace: str = "Reasoning, step by step"
    trace_lead: str = "Each step is a rule that applied. Notes above name the steps behind a statement."
    trace_named: str = (
        "Each step is a rule that applied, numbered as notes name them. What a rule says stands where a note names it; "
        "of the steps on which those rest, it stands here. The depth full has every rule that applied."
    )
    defeated: str = "Defeated by step {}."
    rules_considered: str = "Rules considered"
    considered: tuple[str, ...] = ("Answer", "Applied", "Defeated", "Wanting a fact", "Not met")
    scope: str = "Scope and limits"
    made_by: str = "Made with fairuse {}, rules {} ({}), from the scenario {}."
    ordered: str = "The argument is ordered for the {}: what favours it stands first. Nothing is left out."
    sides: tuple[str, str, str] = ("reader", "user", "owner of the works")


COUNSEL = MemoWords()
#: Plain words for a reader who is no lawyer.
LAY = replace(
    COUNSEL,
    question="What was asked",
    answer="In short",
    facts="What we were told",
    known="How we know",
    bases=("told, not proved", "shown by a document", "measured"),
    assumed="What we take for granted",
    unknown="What we do not know yet",
    analysis="Why",
    issue="The question",
    rule="The law",
    application="Here",
    conclusion="So",
    contrary="What speaks on either side",
    against_user="Against it",
    for_user="For it",
    open_law="Where courts disagree",
    cases="Cases most like this one",
    held="What these cases were about",
    change="What would change it, and what you can do",
    beside="What else to mind",
    authorities="Sources",
    trace="Every step of the reasoning",
    scope="What this does not cover",
)
#: For one who checks the reasoning: facts and rules by their names, too.
AUDITOR = replace(
    COUNSEL,
    fact="Fact, with its id",
    trace_lead="Each step is a rule that applied, by its id.",
)
WORDS: dict[Reader, MemoWords] = {"lay": LAY, "counsel": COUNSEL, "auditor": AUDITOR}
