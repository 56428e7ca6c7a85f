"""The memo: what it holds for whom, that order hides nothing, and that what it points to is there."""

from __future__ import annotations

import re

import pytest

from fairuse.answer.assess import assess_alone
from fairuse.knowledge import load_kb
from fairuse.pages import outline_of
from fairuse.pages.memo import memo
from fairuse.pages.memo_facts import counted_text, numbers_text
from fairuse.precedent.described import cited
from fairuse.report import render
from fairuse.report.layout import laid_out
from fairuse.scenario.file import load_scenario
from fairuse.source.errors import FairuseError
from fairuse.words.memo import DEPTHS, READERS, SIDES, WORDS
from fairuse.words.outline import Grid, Heading, Outline, Paragraph, Point, Points, SourceList, Trace
from tests import golden, installed

#: One act under several laws, several acts under one, an answer that waits, and a place with exceptions.
NAMES = ("pirated-library-training", "as-of-date-comparison-2026", "de-lyrics-output", "news-chatbot")


#: How three facts are known.
MIXED = ("measured (a test)", "asserted", "measured")


@pytest.fixture(scope="module")
def kb():
    return installed.law()


@pytest.fixture(scope="module", params=NAMES)
def whole(request, kb):
    return outline_of(installed.assessed(request.param), kb, kind="memo", depth="full")


@pytest.fixture(scope="module")
def little(kb_dir):
    return load_kb(kb_dir)


def blocks_of(outline, kind):
    return [block for block in outline.blocks if isinstance(block, kind)]


def points_of(outline):
    for block in outline.blocks:
        yield from getattr(block, "reasons", ())
        yield from block.items if isinstance(block, Points) else ()
        yield from (point for row in block.rows for point in row) if isinstance(block, Grid) else ()


def parts(outline):
    """The parts of a memo by their titles, without their numbers."""
    found, title = {}, ""
    for block in outline.blocks:
        if isinstance(block, Heading) and block.level == 2:
            title = re.split(r"^[IVX]+\. |^Appendix [A-Z]: ", block.text)[1]
        found.setdefault(title, []).append(block)
    return found


def test_a_memo_for_counsel_holds_all_parts_in_order(kb):
    words = WORDS["counsel"]
    wanted = [words.question, words.answer, words.facts, words.assumed, words.unknown, words.analysis, words.contrary]
    wanted += [words.open_law, words.cases, words.change, words.beside, words.places, words.scope]
    found = memo(installed.assessed(NAMES[0]), kb)
    assert [*parts(found), ""][1:-1] == [*wanted, words.authorities, words.trace]
    assert [b.text[:10] for b in blocks_of(found, Heading) if b.level == 2][-2:] == ["Appendix A", "Appendix B"]


def test_each_factor_is_gone_through_by_issue_rule_application_and_conclusion(kb):
    words = WORDS["counsel"]
    analysis = Outline("", tuple(parts(memo(installed.assessed(NAMES[0]), kb))[words.analysis]))
    factors = [b for b in blocks_of(analysis, Points) if b.title.startswith("Factor ")]
    assert len(factors) == 12
    for block in factors:
        labels = [point.label for point in block.items]
        assert labels[0] == words.issue
        assert labels[-2:] == [words.application, words.conclusion]
        assert set(labels[1:-2]) == {words.rule}
        assert all(p.refs or p.text.startswith("As under ") for p in block.items[1:-2])
    assert factors[0].items[-2].text.endswith("(all asserted).")


def test_every_step_that_is_named_is_there(whole):
    (trace,) = blocks_of(whole, Trace)
    assert [step.number for step in trace.items] == list(range(1, len(trace.items) + 1))
    rules = {step.number: step.rule for step in trace.items}
    named = [(p.proof.step, p.proof.rule) for p in points_of(whole) if p.proof]
    assert len(named) > 5
    assert [n for n, rule in named if rules.get(n) != rule] == []
    assert all(set(step.after) <= rules.keys() - {step.number} for step in trace.items)
    links = {s.link for note in laid_out(whole).notes for s in note if s.link.startswith("#step-")}
    assert {f"#step-{n}" for n, _ in named} == links


def test_every_finding_is_a_step(kb, whole):
    result = next(a for name in NAMES if (a := installed.assessed(name)).scenario.title == whole.title)
    (trace,) = blocks_of(whole, Trace)
    assert {step.rule for step in trace.items} == {f.rule for use in result.uses for f in use.findings}


@pytest.mark.parametrize("name", NAMES)
def test_short_of_full_the_steps_are_those_that_are_named_and_those_on_which_they_rest(name, kb):
    """All that is named is there, what each rests on too, and nothing else; what a rule says stands once."""
    result = installed.assessed(name)
    some, every = memo(result, kb), memo(result, kb, "full")
    (trace,), (whole,) = blocks_of(some, Trace), blocks_of(every, Trace)
    assert [step.number for step in trace.items] == list(range(1, len(trace.items) + 1))
    named = {p.proof.step for p in points_of(some) if p.proof and p.proof.step}
    rules = {step.number: step.rule for step in trace.items}
    assert [p for p in points_of(some) if p.proof and p.proof.step and rules[p.proof.step] != p.proof.rule] == []
    reached, wanted = set(named), list(named)
    for number in wanted:  # grows while it is read
        step = trace.items[number - 1]
        beaten = re.search(r"Defeated by step ([\d, ]+)\.", step.text)
        below = {*step.after, *(map(int, beaten[1].split(", ")) if beaten else ())} - reached
        reached |= below
        wanted += below
    assert reached == rules.keys()
    assert {s.rule for s in trace.items} <= {s.rule for s in whole.items}
    said = {p.proof.step for p in points_of(some) if p.proof and p.text}
    assert all(bool(s.text.partition("Defeated by")[0]) == (s.number not in said) for s in trace.items)


@pytest.mark.parametrize("name", NAMES)
def test_a_side_orders_and_hides_nothing(name, kb):
    def said(side):
        outline = memo(installed.assessed(name), kb, "full", side=side)
        authorities = {s.text for block in blocks_of(outline, SourceList) for s in block.items}
        steps = {(s.rule, s.text) for block in blocks_of(outline, Trace) for s in block.items}
        points = sorted((p.label, p.text, p.detail) for p in points_of(outline))
        return authorities, steps, points

    assert said("neutral") == said("user") == said("owner")


def test_the_argument_of_a_side_comes_first(kb):
    def first(side):
        outline = memo(installed.assessed(NAMES[0]), kb, side=side)
        rules = [p.tone for p in points_of(outline) if p.label == "Rule"]
        contrary = parts(outline)[WORDS["counsel"].contrary]
        full = parts(memo(installed.assessed(NAMES[0]), kb, "full", side=side))[WORDS["counsel"].contrary]
        in_full = next(b.title for b in full if isinstance(b, Points))
        return (
            rules.index("good") < rules.index("bad"),
            in_full,
            next(b.header[1] for b in contrary if isinstance(b, Grid)),
        )

    assert first("owner") == (False, "Against the user", "Against the user")
    assert first("user")[1:] == ("For the user", "For the user")
    factors = [b for b in memo(installed.assessed(NAMES[0]), kb, side="user").blocks if isinstance(b, Points)]
    for block in (b for b in factors if b.title.startswith("Factor ")):
        tones = [p.tone for p in block.items if p.label == "Rule" and p.tone in ("good", "bad")]
        assert tones == sorted(tones, key=("good", "bad").index)


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_sets_the_terms_and_how_deep_it_goes(reader, kb):
    own = memo(installed.assessed(NAMES[0]), kb, reader=reader)
    titles = set(parts(own))
    assert WORDS[reader].answer in titles
    assert (WORDS[reader].analysis in titles) == (DEPTHS[reader] != "brief")
    deeper = memo(installed.assessed(NAMES[0]), kb, "full", reader)
    assert WORDS[reader].trace in parts(deeper)
    facts = parts(deeper)[WORDS[reader].facts]
    names = [row[0].text for block in facts if isinstance(block, Grid) for row in block.rows]
    assert all(re.search(r"\([a-z_]+\.[a-z_.]+\)$", name) for name in names) == (reader == "auditor")


def test_every_fact_is_told_with_how_it_is_known(kb):
    result = installed.assessed(NAMES[0])
    facts = parts(memo(result, kb, reader="auditor"))["Facts"]
    (table,) = (block for block in facts if isinstance(block, Grid))
    told = {f.fact for use in result.uses for f in use.facts if not kb.facts[f.fact].derived}
    assert {re.search(r"\(([a-z_.]+)\)$", row[0].text)[1] for row in table.rows} == told
    assert {row[2].text.split(" (")[0] for row in table.rows} == {"asserted"}


def test_authority_on_both_sides_is_that_of_the_findings(kb):
    result = installed.assessed(NAMES[0])
    contrary = parts(memo(result, kb, "full"))[WORDS["counsel"].contrary]
    listed = {b.title: {p.label for p in b.items} for b in contrary if isinstance(b, Points)}
    plain = [f for u in result.uses for f in u.findings if kb.issues[f.issue].role not in ("effect", "responsibility")]
    for title, lean, other in (("Against the user", "against", "for"), ("For the user", "for", "against")):
        names = {c.authority for f in plain if f.lean == lean for c in f.cites}
        names |= {name for f in plain if f.lean == other for name in f.contrary}
        assert listed[title] == {kb.authorities[name].called for name in names}


def test_the_cases_that_are_compared_are_told_with_what_they_held(kb):
    result = installed.assessed(NAMES[0])
    cases = parts(memo(result, kb))[WORDS["counsel"].cases]
    held = next(b for b in cases if isinstance(b, Points) and b.title == WORDS["counsel"].held)
    told = {point.label: point for point in held.items}
    acts = [a for u in result.uses if u.analogies for a in (*u.analogies.for_, *u.analogies.against)]
    near = {cited(act.citation, kb).called for act in acts}
    called = {a.called: a for a in kb.authorities.values()}
    assert near <= told.keys()
    assert len(near) > 3
    for name, point in told.items():
        assert point.text == " ".join(called[name].summary.split())
        assert all(event.says.strip() in point.detail for event in called[name].history_on(result.as_of))
    assert not any(b.title == WORDS["counsel"].held for b in blocks_of(memo(result, kb, "full"), Points))


@pytest.mark.parametrize("side", SIDES)
def test_in_short_authority_on_both_sides_is_told_by_the_question_it_bears_on(side, kb):
    result = installed.assessed(NAMES[0])
    contrary = parts(memo(result, kb, side=side))[WORDS["counsel"].contrary]
    table = next(b for b in contrary if isinstance(b, Grid))
    order = ("for", "against") if side == "user" else ("against", "for")
    told = {}
    for question, *cells in table.rows:
        told |= {(question.text.lower(), lean): {r.name for r in c.refs} for lean, c in zip(order, cells, strict=True)}
    wanted = {}
    plain = [f for u in result.uses for f in u.findings if kb.issues[f.issue].role not in ("effect", "responsibility")]
    for finding in (f for f in plain if f.lean != "neutral"):
        label = kb.issues[finding.issue].label.lower()
        other = "for" if finding.lean == "against" else "against"
        wanted.setdefault((label, finding.lean), set()).update(
            kb.authorities[c.authority].called for c in finding.cites
        )
        wanted.setdefault((label, other), set()).update(kb.authorities[name].called for name in finding.contrary)
    assert {key: names for key, names in told.items() if names} == {k: names for k, names in wanted.items() if names}


def test_the_short_answer_says_why_of_each(kb):
    result = installed.assessed(NAMES[0])
    for reader in READERS:
        short = parts(memo(result, kb, reader=reader))[WORDS[reader].answer]
        lines = next(b for b in short if isinstance(b, Points)).items
        assert [p.label.split(".")[0] for p in lines] == ["1", "2", "3"]
        assert all(p.text and p.refs and p.tone != "plain" for p in lines)


def test_a_lay_reader_is_told_why(kb):
    words = WORDS["lay"]
    told = parts(memo(installed.assessed(NAMES[0]), kb, reader="lay"))[words.why]
    why = [b for b in told if isinstance(b, Points)]
    assert [b.title[:2] for b in why] == ["1.", "2.", "3."]
    for block in why:
        assert sum(p.label.startswith("Factor ") for p in block.items) == 4
        assert any(p.label.startswith("Nearest case") for p in block.items)
        assert all(p.text for p in block.items)


def test_how_many_facts_are_known_how_is_counted(kb):
    facts = parts(memo(installed.assessed(NAMES[0]), kb))[WORDS["counsel"].facts]
    table = next(b for b in facts if isinstance(b, Grid))
    lines = [b.text for b in facts if isinstance(b, Paragraph)]
    assert lines[-1] == f"Of {len(table.rows)} facts, {len(table.rows)} asserted and nothing more."
    mixed = Grid(table.header, tuple((*row[:2], Point(k), row[3]) for row, k in zip(table.rows, MIXED, strict=False)))
    assert counted_text(mixed, WORDS["counsel"]) == "Of 3 facts, 1 asserted and nothing more, 2 measured."


def test_a_memo_is_numbered_and_its_references_have_their_sources(whole):
    headings = [b.text for b in blocks_of(whole, Heading) if b.level == 2]
    assert [h.split(".")[0] for h in headings][:5] == ["I", "II", "III", "IV", "V"]
    numbers = {s.number for block in blocks_of(whole, SourceList) for s in block.items}
    assert {ref.number for point in points_of(whole) for ref in point.refs} == numbers


@pytest.mark.parametrize(("name", "value"), [("reader", "judge"), ("side", "both")])
def test_another_reader_or_side_is_refused(name, value, kb):
    with pytest.raises(FairuseError, match=f"no {name} '{value}'"):
        memo(installed.assessed(NAMES[0]), kb, **{name: value})


def test_sides_and_readers_are_those_of_the_command_line(fairuse, scenarios):
    ran = fairuse("assess", scenarios / "novel.yaml", "--as", "memo", "--for", "lay", "--side", SIDES[1])
    assert ran.code == 0
    assert WORDS["lay"].question in ran.out
    ran = fairuse("assess", scenarios / "novel.yaml", "--side", "user")
    assert (ran.code, ran.out) == (2, "")
    assert "add --as memo" in ran.err


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([1], "1"), ([2, 1], "1 and 2"), ([1, 2, 3, 5], "1 to 3 and 5"), ([1, 3, 4, 6], "1, 3, 4 and 6")],
)
def test_numbers_in_a_row_are_a_span(numbers, text):
    assert numbers_text(numbers) == text


@pytest.mark.parametrize("reader", READERS)
def test_golden(reader, little, scenarios):
    """What a memo says of a little law, for each reader."""
    result = assess_alone(load_scenario(scenarios / "novel.yaml", little), little, as_of="2020-01-01", forum="xx.north")
    golden.check(f"memo-{reader}.md", render(result, little, "markdown", kind="memo", reader=reader, side="owner"))


def test_a_point_is_the_same_whatever_lies_behind_it(kb):
    point = next(p for p in points_of(memo(installed.assessed(NAMES[0]), kb)) if p.proof)
    assert point == Point(point.text, point.refs, point.label, point.detail, point.tone)
