"""From a `WhatIf` to an `Outline`: what you can change, what you may find out, and what nobody here can change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairuse.answer.result import Change, standing_rank
from fairuse.inquiry.whatif import UseWhatIf, WhatIf
from fairuse.kb.condition import Value
from fairuse.kb.model import STANDINGS, KnowledgeBase
from fairuse.pages.changes import LISTED, main_rule, options_text, step_point
from fairuse.pages.comparison import explain_comparison
from fairuse.words.en import whatif as en
from fairuse.words.outline import Block, Heading, Outline, Paragraph, Point, Points, Tone, Verdict
from fairuse.words.wording import (
    STANDING_LABELS,
    TONES,
    References,
    court_text,
    day_text,
    move_words,
    once_known,
    standing_text,
    term_label,
    use_title,
)


def explain_whatif(answer: WhatIf, kb: KnowledgeBase, listed: int = LISTED) -> Outline:
    """Say in words what would move a scenario, at most `listed` lines for each standing; or what set facts do move."""
    if answer.comparison is None:
        return _WhatIfPage(answer, kb, listed).outline()
    outline = explain_comparison(answer.comparison, kb)
    title = en.WHAT_IF_X.format(", ".join(map(str, answer.set)))
    first: list[Block] = [Heading(title, 1)]
    for fact in answer.unread:
        says = en.NO_RULE_READS_X_X.format(fact, term_label(fact, kb))
        first.append(Paragraph(says))
    return Outline(title, (*first, *outline.blocks[1:]))


class _WhatIfPage:
    def __init__(self, answer: WhatIf, kb: KnowledgeBase, listed: int) -> None:
        self.answer, self.kb, self.listed = answer, kb, listed
        self.sources = References(kb, answer.as_of)

    def outline(self) -> Outline:
        a = self.answer
        title = en.WHAT_WOULD_MOVE_IT_X.format(a.title)
        blocks: list[Block] = [
            Heading(title, 1),
            Paragraph(en.LAW_AS_OF_X_X.format(day_text(a.as_of), court_text(a.forum, self.kb)), quiet=True),
            Paragraph(en.EACH_LINE_IS_A_SMALLEST),
        ]
        for number, use in enumerate(a.uses, 1):
            blocks += self.use(use, number)
        if self.sources.numbers:
            blocks += self.sources.blocks()
        return Outline(title, tuple(blocks))

    def use(self, use: UseWhatIf, number: int) -> list[Block]:
        several = len({u.regime for u in self.answer.uses}) > 1
        title = use_title(use.act_title, use.work_title, use.regime, self.kb, several=several)
        unknown = set(use.unknown)
        stepped = [c for c in use.moves if c.steps]
        rest = [c for c in use.moves if not c.steps]
        learned = [c for c in rest if not c.views and c.set.keys() <= unknown]
        now = standing_rank(use.standing)
        own = [c for c in rest if c.controllable and c not in learned and standing_rank(c.standing) > now]
        harm = [c for c in rest if c.controllable and c not in learned and c not in own]
        fixed = [c for c in rest if c not in learned and not c.controllable]
        blocks: list[Block] = [Heading(f"{number}. {title}", 2), self.verdict(use)]
        parts = (
            (en.WHAT_YOU_CAN_DO, [*self.steps(stepped, use), *self.lines(own, use)]),
            (en.WHAT_TO_AVOID, self.lines(harm, use)),
            (en.WHAT_YOU_MAY_STILL_FIND, self.lines(learned, use)),
            (en.WHAT_NOBODY_HERE_CAN_CHANGE, self.lines(fixed, use)),
            (en.BEFORE_OTHER_COURTS, self.courts(use)),
        )
        return blocks + [Points(name, tuple(points)) for name, points in parts if points]

    def verdict(self, use: UseWhatIf) -> Verdict:
        now = standing_rank(use.standing)
        yours = [c for c in use.moves if c.controllable and standing_rank(c.standing) > now]
        best = max((standing_rank(c.standing) for c in use.moves), default=now)
        worst = min((standing_rank(c.standing) for c in use.moves), default=now)
        parts = []
        if yours:
            top = max((c.standing for c in yours), key=standing_rank)
            parts.append(en.WHAT_YOU_CAN_DO_WOULD.format(standing_text(top)))
        elif best > now:
            parts.append(en.NOTHING_THAT_YOU_DECIDE_ON)
        if best > now:
            parts.append(en.THE_BEST_THAT_THESE_CHANGES.format(standing_text(STANDINGS[best])))
        if worst < now:
            parts.append(en.THE_WORST_IS_X.format(standing_text(STANDINGS[worst])))
        text = " ".join(parts) or en.NO_CHANGE_THAT_WAS_TRIED
        label = STANDING_LABELS[use.standing]
        return Verdict(use.standing, label, once_known(use), (Point(text),), TONES[use.standing])

    def steps(self, found: Sequence[Change], use: UseWhatIf) -> list[Point]:
        return [step_point(c, use.standing, use.regime, self.kb, self.sources) for c in found[: 2 * self.listed]]

    def lines(self, found: Sequence[Change], use: UseWhatIf) -> list[Point]:
        """A line for each set of facts and views, values that do the same taken together, the smaller sets first."""
        points: list[Point] = []
        for standing in sorted({c.standing for c in found}, key=lambda s: -standing_rank(s)):
            merged = list(_merged([c for c in found if c.standing == standing]))
            label, tone = move_words(use.standing, standing)
            points += [self.line(facts, changes, label, tone) for facts, changes in merged[: self.listed]]
            if more := len(merged) - self.listed:
                rest = en.X_MORE_SUCH_CHANGES_ALL.format(more) if more > 1 else en.ONE_MORE_ALL_SHOWS_IT
                points += [Point(rest, label=label, tone=tone)] if more > 0 else []
        return points

    def line(self, facts: dict[str, list[Value]], changes: Sequence[Change], label: str, tone: Tone) -> Point:
        views = [self.view(d, v) for d, v in changes[0].views.items()]
        parts = [f"{term_label(f, self.kb)}: {options_text(f, v, self.kb)}" for f, v in facts.items()]
        text = en.AND.join([*parts, *(en.ALL_COURTS_HOLD_THAT_X.format(v) for v in views)])
        rules = list(dict.fromkeys(filter(None, map(self.acts_through, changes))))
        detail = en.THROUGH_X.format(", ".join(rules[:2])) if rules else ""
        return Point(f"{text}.", label=label, detail=detail, tone=tone)

    def acts_through(self, change: Change) -> str:
        """The rule that says most of how a change acts; of one that only takes rules away, which it ends."""
        rules = [self.kb.rules[name] for name in change.through or change.ends]
        if not rules:
            return ""
        name = main_rule(change, rules, self.kb).id
        return name if change.through else en.THE_END_OF_X.format(name)

    def view(self, doctrine: str, view: str) -> str:
        return next(v.label for v in self.kb.doctrines[doctrine].views if v.id == view)

    def courts(self, use: UseWhatIf) -> list[Point]:
        by_standing: dict[str, list[str]] = {}
        for forum, standing in use.by_forum.items():
            label = self.kb.all_forums[forum].split(" (")[0]
            by_standing.setdefault(standing, []).append(label)
        return [
            Point(f"{', '.join(names)}.", label=STANDING_LABELS[s], tone=TONES[s]) for s, names in by_standing.items()
        ]


def _merged(changes: Sequence[Change]) -> Iterator[tuple[dict[str, list[Value]], list[Change]]]:
    """Changes of the same facts under the same views, taken together where all combinations of values are there."""
    groups: dict[tuple[object, ...], tuple[dict[str, list[Value]], list[Change]]] = {}
    for change in changes:  # values of the last fact first
        *first, last = change.set.items() or [("", "")]
        key = (*first, last[0], *change.views.items())
        facts, members = groups.setdefault(key, ({f: [v] for f, v in first}, []))
        if last[0]:
            facts.setdefault(last[0], []).append(last[1])
        members.append(change)
    wider: dict[tuple[object, ...], tuple[dict[str, list[Value]], list[Change]]] = {}
    for facts, members in groups.values():  # then values of the first fact, where the rest is the same
        names = list(facts)
        key = (*names[:1], *((n, *map(repr, facts[n])) for n in names[1:]), *members[0].views.items())
        if len(names) < 2 or key not in wider:
            wider.setdefault(key if len(names) > 1 else (key, len(wider)), (facts, members))
        else:
            wider[key][0][names[0]] += facts[names[0]]
            wider[key][1].extend(members)
    yield from wider.values()
