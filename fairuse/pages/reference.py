"""Pages about the knowledge base itself: what a lawyer reads to review a rule, a fact, an authority, a doctrine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Self

from fairuse.answer.result import Frozen
from fairuse.kb import strata
from fairuse.kb.authority import NEVER, Authority, Event
from fairuse.kb.condition import Condition, Test, Value, terms_of
from fairuse.kb.doctrine import Doctrine
from fairuse.kb.entry import Entry
from fairuse.kb.fact import FactDef
from fairuse.kb.licence import Licence
from fairuse.kb.model import KnowledgeBase, Rule
from fairuse.kb.regime import AFortiori, Regime
from fairuse.precedent.health import RuleHealth
from fairuse.source.errors import FairuseError, Location, Problem, did_you_mean
from fairuse.words.en import reference as en
from fairuse.words.outline import Block, Heading, Outline, Paragraph, Point, Points

KINDS = ("rules", "facts", "authorities", "doctrines", "regimes", "licences")
#: Rules or cases named in one list at most: three in four facts and authorities are used by no more rules, but one
#: authority by 182, which would push everything else off the page.
_SHOWN = 12


class EntryNamed(Frozen):
    """An entry of the knowledge base with a line on it."""

    id: str
    about: str


class Listed(Frozen):
    """The entries of one kind, as ``fairuse rules list --format json`` and its like print them."""

    format_version: Literal[1] = 1
    kind: str
    entries: tuple[EntryNamed, ...]

    @classmethod
    def of(cls, kind: str, found: Iterable[tuple[str, str]]) -> Self:
        """The list that is published of `entries`."""
        return cls(kind=kind, entries=tuple(EntryNamed(id=name, about=about) for name, about in found))


def entry_of(kb: KnowledgeBase, kind: str, name: str) -> Entry:
    """One entry of a kind. Raises `FairuseError` with the nearest right spelling."""
    table: Mapping[str, Entry] = getattr(kb, kind)
    if (
        kind == "rules" and name not in table
    ):  # reports name a house rule on the answer once, for all the laws it is put on
        name = next((one for one in kb.house.get("rules", ()) if one.startswith(f"{name}.")), name)
    if name not in table:
        problem = Problem(Location(kind), "unknown-id", en.THERE_IS_NO_X_X.format(name, did_you_mean(name, table)))
        raise FairuseError([problem])
    return table[name]


def entries(kb: KnowledgeBase, kind: str) -> list[tuple[str, str]]:
    """The ids of one of `KINDS` with a line on each."""
    if kind == "rules":
        return [(r.id, f"{r.issue} = {r.value} ({r.status})") for r in kb.rules.values()]
    if kind == "facts":
        return [(f.id, f"{f.label} ({en.JUDGEMENT if f.judgement else ''}{f.type})") for f in kb.facts.values()]
    if kind == "authorities":
        return [(a.id, kb.cited_as(a)) for a in kb.authorities.values()]
    if kind == "doctrines":
        return [(d.id, d.question) for d in kb.doctrines.values()]
    if kind == "licences":
        return [(x.id, f"{x.name} ({x.kind}{'' if x.verified else en.NOT_CONFIRMED_3})") for x in kb.licences.values()]
    return [(r.id, f"{r.label} ({r.jurisdiction}, {r.kind})") for r in kb.regimes.values()]


def page(
    kb: KnowledgeBase,
    kind: str,
    name: str,
    fired: Mapping[str, Sequence[str]] | None = None,
    health: RuleHealth | None = None,
) -> Outline:
    """The page of one entry. Raises `FairuseError`.

    `fired`: for each rule, the cases and scenarios it fires in; without it, the page is of the rule's text alone.
    `health`: how the rule fares, if that is to be told.
    """
    entry = entry_of(kb, kind, name)
    if isinstance(entry, Rule):
        blocks = _rule(entry, kb, None if fired is None else fired.get(name, ()))
        blocks += _list(en.HOW_IT_FARES, _health(health)) if health else []
    elif isinstance(entry, FactDef):
        blocks = _fact(entry, kb)
    elif isinstance(entry, Authority):
        blocks = _authority(entry, kb)
    elif isinstance(entry, Doctrine):
        blocks = _doctrine(entry, kb)
    elif isinstance(entry, Licence):
        blocks = _licence(entry)
    else:
        assert isinstance(entry, Regime)
        blocks = _regime(entry, kb)
    return Outline(name, tuple(blocks))


def words(condition: Condition, depth: int = 0) -> str:
    """A condition as one sentence."""
    if isinstance(condition, Test):
        values = en.OR.join(_value(v) for v in condition.values)
        verb = {
            "is": "is",
            "is_not": en.IS_KNOWN_AND_IS_NOT,
            "in": "is",
            "at_least": en.IS_AT_LEAST,
            "at_most": en.IS_AT_MOST,
            "over_years_ago": en.LIES_BACK_BY_MORE_YEARS,
            "within_years": en.LIES_BACK_BY_NO_MORE,
            "known": en.IS_KNOWN,
            "unknown": en.IS_NOT_KNOWN,
        }[condition.op]
        return f"{condition.term} {verb} {values}".rstrip()
    if not condition.items:
        return "always"
    joined = {"all": en.AND, "any": en.OR, "none": en.OR}[condition.junction].join(
        words(item, depth + 1) for item in condition.items
    )
    if condition.junction == "none":
        return en.NONE_OF_THESE_IS_SO.format(joined)
    return f"({joined})" if depth else joined


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return en.YES if value else en.NO
    return str(value).replace("_", " ")


def _list(title: str, items: Sequence[Point | str]) -> list[Block]:
    points = tuple(i if isinstance(i, Point) else Point(i) for i in items)
    return [Points(title, points)] if points else []


def _some(names: Sequence[str]) -> list[str]:
    rest = len(names) - _SHOWN
    return [*names[:_SHOWN], *([en.AND_X_MORE.format(rest)] if rest > 0 else [])]


def _named(kb: KnowledgeBase, authority: str, at: str | None = None) -> Point:
    entry = kb.authorities.get(authority)
    if entry is None:
        return Point(authority)
    where = f", {at}" if at else ""
    return Point(f"{kb.cited_as(entry)}{where}", detail="" if entry.verified else en.NOT_CONFIRMED_2)


def _rule(rule: Rule, kb: KnowledgeBase, fired: Sequence[str] | None) -> list[Block]:
    issue = kb.issues[rule.issue]
    group = [r for r in kb.rules.values() if r.issue == rule.issue]
    dates = en.SINCE_X.format(rule.in_force) + (en.UNTIL_X.format(rule.until) if rule.until else "")
    kind = en.A_PRESUMPTION if rule.presumption else en.PREVAILS_OVER_THE_OTHER_RULES if rule.prevails else ""
    acts = ", ".join(kb.acts[a].label for a in rule.acts) or en.EVERY_ACT
    blocks: list[Block] = [
        Heading(rule.id, 1),
        Paragraph(en.X_X_X_THE_USE.format(issue.label, rule.value.replace("_", " "), issue.scale[rule.value], kind)),
        Paragraph(en.IF_X.format(words(rule.when))),
        Paragraph(rule.because.strip()),
        Paragraph(en.FOR_X_LAW_X_STATUS.format(acts, dates, rule.status), quiet=True),
    ]
    if rule.reason:
        blocks.append(Paragraph(en.UNTESTED_BECAUSE_X.format(rule.reason)))
    if rule.view:
        views = [f"{d}: {v}" for d, v in rule.view.items()]
        blocks.append(Paragraph(en.ONLY_WHERE_THIS_VIEW_IS.format("; ".join(views))))
    blocks += _list(en.AUTHORITY, [_named(kb, c.authority, c.at) for c in rule.cites])
    blocks += _list(en.CONTRARY, [_named(kb, name) for name in rule.contrary])
    blocks += _list(en.THOUGH, [Point(why.strip(), label=_named(kb, name).text) for name, why in rule.though.items()])
    losers = [r.id for r in group if rule.id in strata.defeaters(r, group)]
    some = _some if fired is not None else list
    blocks += _list(en.DEFEATED_BY, some(strata.defeaters(rule, group)))
    blocks += _list(en.DEFEATS, some(losers))
    blocks += _list(en.EXAMPLES, [_example(e.given, e.fires is not None) for e in rule.examples])
    if fired is not None:
        blocks += _list(en.FIRES_IN, _some(fired) or [en.NO_DECIDED_CASE_OR_SCENARIO])
        blocks.append(Paragraph(en.WRITTEN_AT_X.format(rule.origin), quiet=True))
    return blocks


def _health(health: RuleHealth) -> list[Point]:
    if health.tried is None:
        faults = en.NOT_MEASURED
    else:
        faults = en.X_OF_X_FAULTS_PUT.format(health.noticed, health.tried)
        faults += "" if health.same else en.IT_WAS_CHANGED_SINCE
    missed = "; ".join(health.missed) or en.NONE_OF_THE_DECIDED_ACTS
    checked = en.LAST_CHECKED_ON_X.format(health.checked_on) if health.checked_on else en.NONE_IS_CITED
    return [
        Point(f"{faults}.", label=en.FAULTS),
        Point(f"{missed}.", label=en.DECIDED_OTHERWISE_WHERE_IT_GAVE),
        Point(f"{checked}.", label=en.ITS_AUTHORITIES),
    ]


def _example(given: Mapping[str, Value], fires: bool) -> str:
    terms = "; ".join(f"{k}: {_value(v)}" for k, v in given.items()) or en.NOTHING_KNOWN
    return f"{en.FIRES if fires else en.DOES_NOT_FIRE}: {terms}"


def _readers(kb: KnowledgeBase, term: str) -> list[str]:
    return [r.id for r in kb.rules.values() if term in terms_of(r.when)]


def _fact(fact: FactDef, kb: KnowledgeBase) -> list[Block]:
    acts = ", ".join(kb.acts[a].label for a in fact.acts) or en.EVERY_ACT
    blocks: list[Block] = [
        Heading(f"{fact.id}: {fact.label}", 1),
        Paragraph(fact.question.strip()),
        Paragraph(fact.help.strip()),
        Paragraph(en.WHY_IT_MATTERS_X.format(fact.why.strip())),
        Paragraph(en.ASKED_FOR_X_TAKES_X.format(acts, fact.expects()), quiet=True),
    ]
    blocks += _list(en.VALUES, [Point(m.strip(), label=v.replace("_", " ")) for v, m in fact.values.items()])
    if fact.judgement:
        blocks.append(Paragraph(en.A_JUDGEMENT_X.format(fact.guidance.strip())))
    examples = [
        Point(
            f"{_value(e.value)}. {e.note}",
            label=kb.authorities[e.authority].name if e.authority in kb.authorities else e.authority,
        )
        for e in fact.examples
    ]
    blocks += _list(en.IN_DECIDED_CASES, examples)
    blocks += _list(en.READ_BY, _some(_readers(kb, fact.id)) or [en.NO_RULE])
    return blocks


def _authority(authority: Authority, kb: KnowledgeBase) -> list[Block]:
    facts = [authority.court or kb.levels[authority.level].label, authority.decided]
    facts.append(authority.status_on(NEVER).replace("_", " "))
    blocks: list[Block] = [
        Heading(authority.name, 1),
        Paragraph(authority.citation + (f" ({authority.citation_note})" if authority.citation_note else "")),
        Paragraph(" ".join(f"{fact}." for fact in facts if fact), quiet=True),
        Paragraph(authority.summary.strip()),
    ]
    holdings = []
    for h in authority.acts:
        factors = "; ".join(f"{n} {d}" + (en.UNCONFIRMED if n in h.unconfirmed else "") for n, d in h.factors.items())
        text = f"{h.outcome.replace('_', ' ')}" + (f" ({factors})" if factors else "")
        holdings.append(Point(text, label=f"{h.label or kb.acts[h.act].label}"))
    blocks += _list(en.WHAT_BECAME_OF_IT, [_event(e) for e in authority.history])
    blocks += _list(en.HELD, holdings)
    blocks += _list(en.PRINCIPLES, [p.strip() for p in authority.principles])
    blocks += _list(en.LIMITS, [p.strip() for p in authority.limits])
    if authority.relevance:
        blocks.append(Paragraph(en.FOR_AI_X.format(authority.relevance.strip())))
    relied = [r.id for r in kb.rules.values() if any(c.authority == authority.id for c in r.cites)]
    against = [r.id for r in kb.rules.values() if authority.id in r.contrary]
    blocks += _list(en.RULES_THAT_REST_ON_IT, _some(relied) or [en.NONE_BACKGROUND])
    blocks += _list(en.RULES_THAT_NAME_IT_AS, _some(against))
    checked = en.CHECKED_ON_X.format(authority.checked_on) + (
        en.CONFIRMED if authority.verified else en.NOT_CONFIRMED_2
    )
    notes = " ".join(filter(None, [checked + ".", authority.note, authority.date_note]))
    blocks.append(Paragraph(notes, quiet=True))
    blocks += _list(en.SOURCES, list(authority.sources))
    return blocks


def _event(event: Event) -> Point:
    known = en.KNOWN_FROM_X.format(event.known_from) if event.known_from else event.on or ""
    return Point(event.says.strip(), label=known, detail=(event.status or "").replace("_", " "))


def _doctrine(doctrine: Doctrine, kb: KnowledgeBase) -> list[Block]:
    blocks: list[Block] = [
        Heading(f"{doctrine.id}: {doctrine.label}", 1),
        Paragraph(doctrine.question.strip()),
        Paragraph(en.DISPUTED_SINCE_X_BEFORE_THAT.format(doctrine.since), quiet=True),
    ]
    for view in doctrine.views:
        items = [_named(kb, n) for n in view.held_by]
        items += [Point(_named(kb, n).text, detail=en.PERSUASIVE_ONLY) for n in view.persuasive]
        blocks += [Paragraph(f"{view.id}: {view.says.strip()}"), *_list(en.TAKEN_BY, items)]
        using = [r.id for r in kb.rules.values() if r.view.get(doctrine.id) == view.id]
        blocks += _list(en.RULES, _some(using))
    if usual := doctrine.usual:
        note = en.WHERE_NONE_BINDS_X_IS_TAKEN_X.format(usual.view, usual.because.strip())
        blocks += [Paragraph(note), *_list(en.TAKEN_BY, [_named(kb, name) for name in usual.cites])]
    return blocks


def _a_fortiori(law: AFortiori) -> Paragraph:
    when = en.IF_AT_LEAST_X_ISSUES.format(law.least)
    return Paragraph(en.A_DECIDED_ACT_REACHES_A.format(when, law.because.strip()))


def _regime(regime: Regime, kb: KnowledgeBase) -> list[Block]:
    issues = [i for i in kb.issues.values() if i.regime == regime.id]
    blocks: list[Block] = [
        Heading(f"{regime.id}: {regime.label}", 1),
        Paragraph(regime.summary.strip()),
        Paragraph(en.X_IN_FORCE_SINCE_X.format(regime.kind, regime.in_force), quiet=True),
        *([_a_fortiori(regime.a_fortiori)] if regime.a_fortiori else []),
        *_list(en.AUTHORITY, [_named(kb, regime.authority)]),
        *_list(en.ISSUES, [Point(i.question.strip(), label=f"{i.id} ({i.label})") for i in issues]),
        *_list(en.FORUMS, [Point(label, label=name) for name, label in kb.forums(regime.id).items()]),
    ]
    return blocks


def _licence(licence: Licence) -> list[Block]:
    known = [
        licence.kind,
        *([licence.form.replace("_", " ")] if licence.form else []),
        licence.spdx or en.NO_SPDX_ID,
        *(en.TAG_X.format(tag) for tag in licence.tags),
    ]

    def lines(part: str) -> list[Point]:
        return [line(f"{part}.{name}", name) for name in type(getattr(licence, part)).model_fields]

    def line(name: str, label: str) -> Point:
        value = licence.attribute(name)
        said = (en.NOT_SAID if value is None else _value(value)) + (
            f". {licence.notes[name].strip()}" if name in licence.notes else ""
        )
        return Point(said, label=label.replace("_", " "))

    rest = [line(name, name) for name in ("ends", "patents", "says_of_training")]
    given = [en.IT_GIVES_THE_RIGHT_UP] if licence.dedication else []
    checked = en.CHECKED_ON_X.format(licence.checked_on) + (
        en.ITS_TEXT_WAS_READ if licence.verified else en.NOT_CONFIRMED
    )
    return [
        Heading(f"{licence.id}: {licence.name}", 1),
        Paragraph(". ".join([", ".join(known), *given]), quiet=True),
        Paragraph(en.FOR_TRAINING_X.format(licence.training_note.strip())),
        *_list(en.GRANTS, lines("grants")),
        *_list(en.ASKS, lines("asks")),
        *_list(en.LIMITS, lines("limits")),
        *_list(en.BESIDES, rest),
        Paragraph(licence.caution.strip()),
        *_list(en.ALSO_WRITTEN, list(licence.synonyms)),
        Paragraph(checked, quiet=True),
        *_list(en.SOURCES, list(licence.sources)),
    ]
