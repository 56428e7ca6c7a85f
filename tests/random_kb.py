"""Random but well-formed knowledge bases and facts, for properties of the engine."""

from __future__ import annotations

import hashlib

from hypothesis import strategies as st

from fairuse.kb.condition import Group, Test
from fairuse.kb.doctrine import Doctrine, View
from fairuse.kb.fact import FactDef
from fairuse.kb.model import Issue, KnowledgeBase, Rule
from fairuse.kb.regime import Regime

_TEXT = {"label": "L", "group": "G", "question": "Q?", "help": "H", "why": "W"}


def fact(name, kind, values=()):
    return FactDef(id=name, type=kind, values={v: v for v in values}, **_TEXT)


FACTS = {
    f.id: f
    for f in [
        fact("a.yes", "boolean"),
        fact("b.yes", "boolean"),
        fact("c.pick", "choice", ["x", "y", "z"]),
        fact("d.grade", "ordinal", ["low", "mid", "high"]),
        fact("e.count", "number"),
        fact("f.year", "year"),
    ]
}
SCALES = [{"no": "against", "yes": "for"}, {"bad": "against", "mid": "neutral", "good": "for"}]
CONCLUSION = {"not_permitted": "against", "uncertain": "neutral", "permitted": "for"}
NUMBERS = [0, 1, 2, 2.5]
YEARS = [1949, 1950, 1951, 1970]


def values_of(term, facts, issues):
    if term in issues:
        return list(issues[term].scale)
    kind = facts[term].type
    return {"number": NUMBERS, "year": YEARS}.get(kind) or list(facts[term].options)


@st.composite
def tests_(draw, terms, facts, issues):
    term = draw(st.sampled_from(terms))
    ordered = term in issues or facts[term].type in ("ordinal", "number", "year")
    dated = term in facts and facts[term].type == "year"
    more = [*(["at_least", "at_most"] if ordered else []), *(["over_years_ago", "within_years"] if dated else [])]
    op = draw(st.sampled_from(["is", "is_not", "in", "known", "unknown", *more]))
    options = values_of(term, facts, issues)
    if op in ("known", "unknown"):
        chosen = ()
    elif op in ("over_years_ago", "within_years"):
        chosen = (draw(st.sampled_from([50, 69, 70, 71])),)
    elif op == "in" and not (term in facts and facts[term].type in ("number", "year")):
        chosen = tuple(draw(st.lists(st.sampled_from(options), min_size=1, max_size=2, unique=True)))
    else:
        op = "is" if op == "in" else op
        chosen = (draw(st.sampled_from(options)),)
    return Test(term=term, op=op, values=chosen)


def conditions(terms, facts, issues):
    return st.recursive(
        tests_(terms, facts, issues),
        lambda inner: st.builds(
            lambda j, items: Group(junction=j, items=tuple(items)),
            st.sampled_from(["all", "any", "none"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=5,
    )


@st.composite
def knowledge_bases(draw):
    issues: dict[str, Issue] = {}
    rules: dict[str, Rule] = {}
    count = draw(st.integers(1, 4))
    for number in range(count):
        last = number == count - 1
        name = f"tt.i{number}"
        scale = CONCLUSION if last else draw(st.sampled_from(SCALES))
        settle = draw(st.sampled_from(["agree", "highest", "lowest"]))
        terms = [*FACTS, *issues]
        ids: list[str] = []
        for place in range(draw(st.integers(0, 4))):
            rule_id = f"tt.i{number}.r{draw(st.integers(0, 999)):03d}-{place}"
            rules[rule_id] = Rule(
                id=rule_id,
                issue=name,
                value=draw(st.sampled_from(list(scale))),
                when=draw(conditions(terms, FACTS, issues)),
                because="b",
                view=draw(st.sampled_from([{}, {}, {"doc": "one"}, {"doc": "two"}])),
                presumption=draw(st.booleans()),
                prevails=draw(st.sampled_from([False, False, True])),
                defeats=tuple(draw(st.lists(st.sampled_from(ids), unique=True, max_size=2))) if ids else (),
                status="settled",
                in_force="2000-01-01",
            )
            ids.append(rule_id)
        issues[name] = Issue(id=name, regime="tt.law", label="L", question="Q?", scale=scale, settle=settle)
    doctrine = Doctrine(
        id="doc",
        regime="tt.law",
        label="L",
        question="Q?",
        since="2000-01-01",
        views=(View(id="one", label="one", says="s"), View(id="two", label="two", says="s")),
    )
    regime = Regime(
        id="tt.law",
        label="T",
        jurisdiction="t",
        kind="balancing",
        conclusion=f"tt.i{count - 1}",
        in_force="2000-01-01",
        authority="none",
        summary="s",
    )
    text = repr((issues, rules))
    return KnowledgeBase(
        version="0",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        acts={},
        facts=FACTS,
        steps={},
        exposures={},
        bearings={},
        regimes={"tt.law": regime},
        doctrines={"doc": doctrine},
        levels={},
        authority_kinds={},
        authority_statuses={},
        authorities={},
        issues=issues,
        rules=dict(sorted(rules.items())),
    )


def facts():
    """Known facts: a random subset with random values."""
    return st.fixed_dictionaries(
        {}, optional={f.id: st.sampled_from(values_of(f.id, FACTS, {})) for f in FACTS.values()}
    )
