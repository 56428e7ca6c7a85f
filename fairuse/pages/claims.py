"""Pages about claims: what is right and wrong in one, what decides it, and what a described case makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fairuse.answer.result import Assessment, FindingResult
from fairuse.claims.model import Claim, Gives, Verdict, load_claims
from fairuse.claims.tried import ClaimTest, Tried, raised
from fairuse.kb.model import KnowledgeBase
from fairuse.words.en import claims as en
from fairuse.words.outline import Block, Heading, Outline, Paragraph, Point, Points, Tone
from fairuse.words.wording import day_text, standing_text, term_label, value_text

VERDICTS: dict[Verdict, str] = {
    "right": "right",
    "wrong": "wrong",
    "partly": en.RIGHT_IN_PART,
    "open": en.OPEN_NO_COURT_HAS_DECIDED,
    "policy": en.A_MATTER_OF_POLICY_AND,
}
GIVES: dict[Gives, str] = {
    "holds": en.IT_HOLDS,
    "fails": en.IT_FAILS,
    "depends": en.IT_DEPENDS,
    "no_law": en.IT_IS_NO_LAW_AND,
}
_TONES: dict[str, Tone] = {"for": "good", "against": "bad", "neither": "open"}
_KINDS = (
    ("right", en.WHAT_IS_RIGHT_IN_IT_2),
    ("wrong", en.WHAT_IS_WRONG_IN_IT),
    ("open", en.WHAT_IS_OPEN),
    ("policy", en.WHAT_IS_POLICY_AND_NO),
    ("abroad", en.HOW_OTHER_PLACES_DIFFER),
)


def claim_page(claim: Claim, kb: KnowledgeBase, own: ClaimTest | None = None) -> Outline:
    """The page of a claim. `own`: what its own scenario makes of it."""
    verdict = en.AS_PUT_X_THE_LAW.format(VERDICTS[claim.verdict], day_text(claim.since))
    blocks: list[Block] = [Heading(claim.claim.strip(), 1), Paragraph(verdict)]
    for kind, title in _KINDS:
        points = [Point(f"{p.says.strip()} [{_called(p.cites, kb)}]") for p in claim.points if p.is_ == kind]
        blocks += [Points(title, tuple(points))] if points else []
    for title, names in ((en.AUTHORITIES_FOR_IT, claim.for_), (en.AUTHORITIES_AGAINST_IT, claim.against)):
        cited = [Point(kb.cited_as(kb.authorities[name]), label=name) for name in names]
        blocks += [Points(title, tuple(cited))] if cited else []
    turns = [_turn(name, claim, kb) for name in claim.asks]
    bears = en.WHERE_IT_BEARS_IN_COURT if claim.gives == "no_law" else en.IT_TURNS_ON
    blocks += [Points(bears, tuple(turns))] if turns else []
    if own is not None:
        blocks.append(Paragraph(en.SHOWN_BY_THE_SCENARIO_X.format(claim.scenario, own.title, day_text(own.as_of))))
        blocks += [block for one in own.uses for block in _tried(one, kb)]
    blocks += [
        Points(
            en.PEOPLE_SAY,
            tuple(Point(f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}") for text in claim.said),
        )
    ]
    return Outline(claim.id, tuple(blocks))


def _called(names: Iterable[str], kb: KnowledgeBase) -> str:
    return "; ".join(kb.authorities[name].called for name in names)


def _turn(name: str, claim: Claim, kb: KnowledgeBase) -> Point:
    issue = kb.issues[name]
    sides = ((en.IT_HOLDS, claim.holds.get(name, ())), (en.IT_FAILS, claim.fails.get(name, ())))
    said = [
        en.X_IF_X.format(word, en.OR.join(value_text(name, v, kb) for v in values)) for word, values in sides if values
    ]
    return Point("; ".join([issue.question.strip(), *said]), label=f"{name} ({issue.label})")


def explain_claim_test(test: ClaimTest, kb: KnowledgeBase) -> Outline:
    """What a described case makes of a claim, use by use."""
    claim = load_claims()[test.claim]
    blocks: list[Block] = [
        Heading(claim.claim.strip(), 1),
        Paragraph(en.X_LAW_AS_OF_X.format(test.title, day_text(test.as_of), VERDICTS[claim.verdict])),
    ]
    if claim.gives == "no_law":
        blocks.append(Paragraph(en.NO_FINDING_DECIDES_IT_SEE + claim.id + "."))
    elif not test.uses:
        act = kb.acts[claim.act].label if claim.act else ""
        law = kb.regimes[claim.law].label if claim.law else ""
        blocks.append(Paragraph(en.IT_SPEAKS_TO_X_UNDER.format(act.lower(), law)))
    for one in test.uses:
        blocks += _tried(one, kb)
    return Outline(claim.id, tuple(blocks))


def _tried(one: Tried, kb: KnowledgeBase) -> list[Block]:
    """What one use makes of a claim: its issues, the findings that decide them, the facts those rest on."""
    partly = one.gives == "holds" and load_claims()[one.claim].verdict != "right"
    gives = en.WHAT_IS_RIGHT_IN_IT if partly else GIVES[one.gives]
    head = en.X_X_X_THE_ANSWER.format(one.act_title, one.work_title, gives, standing_text(one.standing))
    blocks: list[Block] = [Paragraph(head)]
    issues = [
        Point(value_text(i.issue, i.value, kb) if i.value else en.OPEN, label=i.label, tone=_TONES[i.speaks])
        for i in one.issues
    ]
    findings = [_finding(f, kb) for f in one.findings]
    facts = {g.term: g.value for f in one.findings for g in f.rests_on if g.term in kb.facts}
    told = [
        Point(value_text(name, value, kb), label=f"{name} ({term_label(name, kb)})") for name, value in facts.items()
    ]
    for title, points in ((en.ISSUES, issues), (en.FINDINGS, findings), (en.FACTS_THAT_DECIDE, told)):
        blocks += [Points(title, tuple(points))] if points else []
    if one.gives == "depends" and one.open:
        blocks.append(Paragraph(en.NOT_TOLD_AND_COULD_SETTLE.format(", ".join(one.open[:8]))))
    return blocks


def _finding(finding: FindingResult, kb: KnowledgeBase) -> Point:
    cites = _called([c.authority for c in finding.cites], kb)
    contra = en.CONTRA_X.format(_called(finding.contrary, kb)) if finding.contrary else ""
    return Point(f"{finding.because.strip()} [{cites}{contra}]", label=finding.rule)


def arguments_line(assessment: Assessment, kb: KnowledgeBase, most: int | None = None) -> list[Block]:
    """In one line, the claims that a case raises: those that hold, those that fail, those that are open.

    `most`: so many of each are named, and the others counted.
    """
    if not kb.ships:  # they are about the law that ships
        return []
    found: dict[str, list[Claim]] = {word: [] for word in (en.HOLD, en.HOLD_IN_PART, en.FAIL, en.ARE_OPEN)}
    for claim, first in raised(load_claims().values(), assessment, kb):
        whole = en.HOLD if claim.verdict == "right" else en.HOLD_IN_PART
        word = en.ARE_OPEN if claim.verdict == "open" else whole if first.gives == "holds" else en.FAIL
        found[word].append(claim)
    text = "; ".join(f"{word}: {_first(claims, most)}" for word, claims in found.items() if claims)
    if not text:
        return []
    point = Point(f"{text}.", label=en.ARGUMENTS_PEOPLE_MAKE_WHICH_HERE, detail=en.FAIRUSE_CLAIMS_EXPLAINS)
    return [Heading(en.ARGUMENTS_PEOPLE_MAKE, 2), Points("", (point,))]


def _first(claims: Sequence[Claim], most: int | None) -> str:
    """Claims in the fewest words in which people make them; where all are named, with their ids to look them up."""
    more = len(claims) - len(claims[:most])
    words = (f"“{claim.in_brief}”" + ("" if most else f" ({claim.id})") for claim in claims[:most])
    return ", ".join(words) + (en.AND_X_MORE.format(more) if more else "")


def claim_lines(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    """Claims with a line on each."""
    return [(c.id, f"{c.claim.strip()} ({VERDICTS[c.verdict].partition(':')[0]})") for c in claims]
