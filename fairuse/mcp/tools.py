"""What an assistant may ask of a scenario. Each answer is found as the command of the same name finds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from pydantic import BaseModel

from fairuse.answer.asked import day_of
from fairuse.answer.result import Assessment, FactGiven, FindingResult, UseResult
from fairuse.ask.plan import Question, holder, questions
from fairuse.claims.model import claim_named
from fairuse.claims.tried import put_to
from fairuse.inquiry.compare import compare
from fairuse.inquiry.whatif import whatif
from fairuse.inquiry.whynot import whynot
from fairuse.kb.model import KnowledgeBase
from fairuse.mcp.draft import checked, unquoted
from fairuse.mcp.gaps import gaps
from fairuse.mcp.parts import Found
from fairuse.pages.memo import memo
from fairuse.precedent.beside import assess as assessed
from fairuse.report import published, render, render_outline
from fairuse.scenario.file import read_scenario
from fairuse.scenario.model import Scenario
from fairuse.scenario.names import day_problem, fact_problem
from fairuse.source.errors import argument_problem, did_you_mean

DEPTHS = ("brief", "standard", "full")
_WIDTH = 110
#: Questions of one act told at once at most: a dozen for each of five acts are some 30,000 characters, two answers.
EACH = 12


def check(kb: KnowledgeBase, scenario: str, source_text: str = "") -> Found:
    """Whether a scenario can be assessed, what has no effect in it, and which facts have no words in the source."""
    told = checked(scenario, kb)
    warnings = read_scenario(scenario.encode(errors="replace"), kb, name="scenario").warnings
    lines = [
        f"This scenario can be assessed: {len(told.acts)} acts, {len(told.works)} groups of works.",
        *map(str, warnings),
    ]
    if source_text:
        lines += [f"not borne out by the source: {reason}" for reason in unquoted(told, source_text)] or [
            "Every fact has its words in the source."
        ]
    lines += gaps(told, kb)
    return Found("\n".join(lines), record=told.sha256)


def next_question(kb: KnowledgeBase, scenario: str, skip: Sequence[str] = (), each: int = 1) -> Found:
    """The next question whose answer could still bear on an answer, with its values and why it matters.

    `skip`: those that nobody can answer, as ``of:fact`` or ``fact``. `each`: more than 1 asks so many of every act.
    """
    told = checked(scenario, kb)
    day = day_of(told, None)
    if not 1 <= each <= EACH:
        raise argument_problem("each", f"of 1 to {EACH} questions an act, not {each}")
    skipped = [(fact, of) for of, _, fact in (name.rpartition(":") for name in skip)]
    for fact, _ in skipped:
        if reason := fact_problem(fact, kb):
            raise argument_problem("skip", reason)
    asked = questions(told, kb, day, skipped=skipped, each=each)
    chosen = list(asked if each > 1 else islice(asked, 1))
    if not chosen:
        return Found("No open question could still change an answer.", as_of=day)
    examples = [e.authority for q in chosen for e in q.fact.examples if e.authority in kb.authorities]
    return Found("\n\n".join("\n".join(lines) for lines in _all_asked(chosen, told)), (), examples, day)


def _all_asked(chosen: Sequence[Question], told: Scenario) -> Iterator[list[str]]:
    """Each question; one that was asked of another act already without its text, which is half of an answer else."""
    first: dict[str, str] = {}
    for question in chosen:
        lines = list(_asked(question, told))
        known = first.setdefault(question.fact.id, lines[1])
        yield lines if known is lines[1] else [*lines[:3], f"question and values as above, {known}"]


def _asked(question: Question, told: Scenario) -> Iterator[str]:
    fact = question.fact
    of = holder(question, told)
    yield f"fact: {fact.id}"
    yield f"of: {of}" if of else "of: the scenario as a whole; leave `of` empty"
    yield f"for: {question.title}"
    yield f"question: {' '.join(fact.question.split())}"
    yield f"help: {' '.join(fact.help.split())}"
    yield from (f"value {value}: {' '.join(meaning.split())}" for value, meaning in fact.values.items())
    yield f"takes: {fact.expects()}; what is not known is left out"
    yield f"why it matters: {' '.join(fact.why.split())}"
    if question.because:
        yield f"without it there is no answer: it is not told {question.because}"
    if fact.judgement:
        yield f"a judgement: {' '.join(fact.guidance.split())}"
    yield from (f"as decided in {e.authority}: {str(e.value).lower()}. {e.note}".rstrip() for e in fact.examples)


def assess(kb: KnowledgeBase, scenario: str, depth: str = "standard", as_of: str = "", forum: str = "") -> Found:
    """The report of a scenario at a depth."""
    if depth not in DEPTHS:
        raise argument_problem("depth", f"no depth '{depth}'{did_you_mean(depth, DEPTHS)} (one of {', '.join(DEPTHS)})")
    told = checked(scenario, kb)
    result = _answered(told, kb, as_of, forum)
    text = render(result, kb, "terminal", width=_WIDTH, depth=depth)
    return _of(result, f"{_quoted(told)}\n\n{text}")


def memorandum(kb: KnowledgeBase, scenario: str, reader: str = "counsel", as_of: str = "", forum: str = "") -> Found:
    """The memorandum on a scenario, for a reader."""
    told = checked(scenario, kb)
    result = _answered(told, kb, as_of, forum)
    text = render_outline(memo(result, kb, reader=reader), "markdown")
    return _of(result, f"{_quoted(told)}\n\n{text}")


def findings(kb: KnowledgeBase, scenario: str, use: str = "", as_of: str = "", forum: str = "") -> Found:
    """Every finding of one use, or of all, line by line: the rule, its reason, what it rests on, its authorities."""
    told = checked(scenario, kb)
    result = _answered(told, kb, as_of, forum)
    ids = [u.id for u in result.uses]
    if use and use not in ids:
        raise argument_problem(
            "use", f"there is no use '{use}'{did_you_mean(use, ids) or '; there are ' + ', '.join(ids)}"
        )
    chosen = [u for u in result.uses if use in ("", u.id)]
    return _of(result, "\n".join(line for u in chosen for line in _lines(u, told)), chosen)


def what_if(
    kb: KnowledgeBase, scenario: str, settings: list[str] | None = None, use: str = "", as_of: str = "", forum: str = ""
) -> Found:
    """What would move the answers, or what facts set otherwise do move."""
    told = checked(scenario, kb)
    result = whatif(told, kb, settings or (), [use] if use else (), as_of=_day(as_of), forum=forum or None)
    rules = [name for u in result.uses for move in u.moves for name in (*move.through, *move.ends)]
    again = " ".join(["fairuse whatif", *(f"--set {s}" for s in settings or ()), *([f"--use {use}"] if use else [])])
    return _rendered(result, kb, rules, again)


def why_not(
    kb: KnowledgeBase, scenario: str, issue: str, value: str, use: str = "", as_of: str = "", forum: str = ""
) -> Found:
    """Which rules could have given an issue, or the standing, another value, and what each lacked."""
    result = whynot(_answered(checked(scenario, kb), kb, as_of, forum), kb, issue, value, use or None)
    rules = [rule.rule for u in result.uses for rule in u.rules]
    again = f"fairuse whynot {issue}={value}" + (f" --use {use}" if use else "")
    return _rendered(result, kb, rules, again)


def compare_days(kb: KnowledgeBase, scenario: str, day: str, other: str, forum: str = "") -> Found:
    """What moved between the law of two days, and through which rule and authority."""
    told = checked(scenario, kb)
    earlier, later = sorted((day, other))
    two = [_answered(told, kb, one, forum) for one in (earlier, later)]
    result = compare(two[0], two[1], kb)
    found = _of(two[1], render(result, kb, "terminal", width=_WIDTH))
    again = f"fairuse assess --as-of {earlier} --against {later}{_court(two[1].forum)} --format json"
    return Found(found.text, found.rules, found.authorities, f"{earlier} and {later}", published(result), again)


def try_claim(kb: KnowledgeBase, claim: str, scenario: str, as_of: str = "", forum: str = "") -> Found:
    """Whether a claim holds, fails or depends in a scenario, with the findings that decide it."""
    one = claim_named(claim, kb)
    result = put_to(one, _answered(checked(scenario, kb), kb, as_of, forum), kb)
    findings = [f for use in result.uses for f in use.findings]
    cited = [name for f in findings for name in (*(c.authority for c in f.cites), *f.contrary)]
    again = f"fairuse claims test {claim} --as-of {result.as_of}{_court(result.forum)} --format json"
    text = render(result, kb, "terminal", width=_WIDTH)
    return Found(text, [f.rule for f in findings], cited, result.as_of, published(result), again)


def _answered(told: Scenario, kb: KnowledgeBase, as_of: str, forum: str) -> Assessment:
    return assessed(told, kb, as_of=_day(as_of), forum=forum or None)


def _day(as_of: str) -> str | None:
    if as_of and (reason := day_problem(as_of)):
        raise argument_problem("as_of", reason)
    return as_of or None


def _of(result: Assessment, text: str, uses: list[UseResult] | None = None) -> Found:
    """An answer that an assessment gives: what its findings rest on, those nearest to the conclusion first."""
    standing = [f for u in uses or result.uses for f in reversed(u.findings) if not f.defeated_by]
    cited = [name for f in standing for name in (*(c.authority for c in f.cites), *f.contrary)]
    again = f"fairuse assess --as-of {result.as_of}{_court(result.forum)} --format json"
    return Found(text, [f.rule for f in standing], cited, result.as_of, published(result), again)


def _court(forum: str | None) -> str:
    return f" --forum {forum}" if forum else ""


def _rendered(result: BaseModel, kb: KnowledgeBase, rules: list[str], again: str) -> Found:
    """An answer of a further question, which says on its own which day and court it is for."""
    day, forum = getattr(result, "as_of", ""), getattr(result, "forum", None)
    known = [name for name in rules if name in kb.rules]
    cited = [c.authority for name in known for c in kb.rules[name].cites]
    again = f"{again} --as-of {day}{_court(forum)} --format json"
    return Found(render(result, kb, "terminal", width=_WIDTH), known, cited, day, published(result), again)


def _quoted(told: Scenario) -> str:
    """How many facts say on which words they rest: a reader checks the others first."""
    held = [told.facts, *(w.facts for w in told.works.values()), *(a.facts for a in told.acts)]
    facts = [given for some in held for given in some.values()]
    without = sum(not given.quote for given in facts)
    return f"{len(facts)} facts told, {len(facts) - without} with the words they rest on."


def _lines(use: UseResult, told: Scenario) -> Iterator[str]:
    """One use, a line a fact and a line a finding."""
    yield f"use {use.id}: {use.standing} (range {use.range[0]} to {use.range[1]}, {use.range_is})"
    quotes = _quotes(use, told)
    for fact in use.facts:
        yield f"  fact {_fact(fact, quotes)}"
    for finding in use.findings:
        yield f"  {_finding(finding)}"
    if use.waits_for:
        yield f"  not told: {', '.join(w.fact for w in use.waits_for)}"


def _quotes(use: UseResult, told: Scenario) -> dict[str, str]:
    """The words that a scenario quotes for the facts of a use; those of the act go before those of the works."""
    act = told.acts[told.act_ids().index(use.act_id)]
    holders = (told.facts, told.works[use.work].facts, act.facts)
    return {name: given.quote for facts in holders for name, given in facts.items()}


def _fact(fact: FactGiven, quotes: dict[str, str]) -> str:
    value = str(fact.value).lower() if isinstance(fact.value, bool) else fact.value
    quote = f', "{quotes[fact.fact]}"' if quotes.get(fact.fact) else ""
    return f"{fact.fact} = {value} ({fact.known}{quote}{'' if fact.read else ', not read by a rule'})"


def _finding(finding: FindingResult) -> str:
    rests = [f"{g.term} = {str(g.value).lower()}" for g in finding.rests_on]
    rests += [f"{name} not known" for name in finding.rests_on_absence]
    cites = [c.authority + (f" at {c.at}" if c.at else "") for c in finding.cites]
    parts = [
        f"{finding.rule}: {finding.issue} = {finding.value} ({finding.lean}, {finding.status})",
        " ".join(finding.because.split()).rstrip("."),
        f"rests on {', '.join(rests) or 'nothing told'}",
        f"authority {', '.join(cites) or 'none'}",
        *([f"contrary {', '.join(finding.contrary)}"] if finding.contrary else []),
        *([f"defeated by {', '.join(finding.defeated_by)}"] if finding.defeated_by else []),
    ]
    return "; ".join(parts)
