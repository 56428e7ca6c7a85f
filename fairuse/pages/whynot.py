"""From a `WhyNot` to an `Outline`: the nearest rules first, each with what it lacked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fairuse.answer.result import Citation, Taken
from fairuse.inquiry.lacks import Lack, RuleShort
from fairuse.inquiry.whynot import STANDING, UseWhyNot, WhyNot
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase
from fairuse.words.en import whynot as en
from fairuse.words.outline import Block, Heading, Outline, Paragraph, Point, Points, Question, Ref, Tone, Verdict
from fairuse.words.wording import (
    STANDING_LABELS,
    TONES,
    References,
    court_text,
    day_text,
    term_label,
    use_title,
    value_text,
)

_TONES: dict[str, Tone] = {"unknown": "open", "fact": "plain", "must_be_unknown": "plain", "issue": "plain"}
#: Rules shown for each use, each with all it lacks; a JSON answer has all. Half of the questions have two, the most
#: eleven.
LISTED = 5


def explain_whynot(answer: WhyNot, kb: KnowledgeBase, listed: int = LISTED) -> Outline:
    """Say in words why an issue did not come out otherwise; at most `listed` rules for each use."""
    return _WhyNotPage(answer, kb, listed).outline()


class _WhyNotPage:
    def __init__(self, answer: WhyNot, kb: KnowledgeBase, listed: int) -> None:
        self.answer, self.kb, self.listed = answer, kb, listed
        self.sources = References(kb, answer.as_of)

    def outline(self) -> Outline:
        a = self.answer
        title = en.WHY_NOT_X_X.format(self.issue(a.issue), value_text(a.issue, a.value, self.kb))
        blocks: list[Block] = [
            Heading(title, 1),
            Paragraph(en.X_LAW_AS_OF_X.format(a.title, day_text(a.as_of), court_text(a.forum, self.kb)), quiet=True),
        ]
        for number, use in enumerate(a.uses, 1):
            blocks += self.use(use, number)
        if self.sources.numbers:
            blocks += self.sources.blocks()
        return Outline(title, tuple(blocks))

    def issue(self, name: str) -> str:
        return name if name == STANDING else term_label(name, self.kb)

    def use(self, use: UseWhyNot, number: int) -> list[Block]:
        blocks: list[Block] = [Heading(f"{number}. {self.title(use)}", 2), self.verdict(use)]
        if use.holds:
            return blocks
        given = [
            Point(f.because.strip(), self.refs(f.cites), value_text(f.issue, f.value, self.kb), self.condition(f.under))
            for f in use.findings
        ]
        blocks += [Points(en.WHAT_WAS_FOUND_INSTEAD, tuple(given))] if given else []
        law = [r for r in use.rules if not self.not_law(r)]
        blocks += [self.rule(r, n) for n, r in enumerate(law[: self.listed], 1)]
        if len(law) > self.listed:
            rest = ", ".join(r.rule for r in law[self.listed :])
            blocks.append(Paragraph(en.X_MORE_RULES_LACK_AS.format(len(law) - self.listed, rest)))
        blocks += self.outside([r for r in use.rules if self.not_law(r)])
        return blocks

    def title(self, use: UseWhyNot) -> str:
        several = len({u.regime for u in self.answer.uses}) > 1
        return use_title(use.act_title, use.work_title, use.regime, self.kb, several=several)

    def said(self, value: str) -> str:
        return value_text(self.answer.issue, value, self.kb)

    @staticmethod
    def not_law(rule: RuleShort) -> bool:
        return any(lack.kind == "not_law" for lack in rule.lacks)

    def verdict(self, use: UseWhyNot) -> Verdict:
        label = STANDING_LABELS[use.standing]
        question, wanted = use.label, self.said(use.asked)
        if use.holds:
            found = [f for f in use.findings if f.rule in use.given_by]
            reasons = [Point(en.IT_IS_SO_X_CAME.format(question.lower(), wanted))]
            reasons += [Point(f"{f.because.strip()} ({f.rule})", self.refs(f.cites)) for f in found]
            if not found:
                reasons.append(Point(en.NO_RULE_SAYS_SO_BY))
        else:
            came = en.CAME_OUT_X.format(self.said(use.now)) if use.now else self.open(use)
            reasons = [Point(en.X_X_RATHER_THAN_X.format(question, came, wanted))]
            reasons.append(Point(self.count(use, wanted)))
        return Verdict(use.standing, label, "", tuple(reasons), TONES[use.standing])

    @staticmethod
    def open(use: UseWhyNot) -> str:
        return en.TURNS_ON_AN_OPEN_VIEW if any(f.under for f in use.findings) else en.IS_OPEN

    def count(self, use: UseWhyNot, wanted: str) -> str:
        law = [r for r in use.rules if not self.not_law(r)]
        if not law:
            return en.NO_RULE_FOR_THIS_ACT.format(wanted)
        fired = sum(not r.lacks for r in law)
        number = en.X_RULES.format(len(law)) if len(law) > 1 else en.ONE_RULE
        text = en.X_COULD_HAVE_GIVEN_X.format(number, wanted)
        if fired:
            return en.X_X_OF_THEM_DOES.format(text, fired if fired > 1 else en.ONE)
        return f"{text}; {en.THOSE_THAT_COME_NEAREST_STAND if len(law) > 1 else en.THIS_IS_WHAT_IT_LACKED}."

    def rule(self, rule: RuleShort, number: int) -> Question:
        count = len(rule.lacks)
        result = en.LACKS_X_THING.format(count) + ("" if count == 1 else "s")
        if not count:
            result = self.condition(rule.under) or en.FIRES
        items = tuple(self.lack(lack) for lack in rule.lacks)
        reasons = (Point(rule.because.strip(), self.refs(rule.cites)),)
        return Question(f"{number}. {rule.rule}", result, "open", reasons, items)

    def outside(self, rules: list[RuleShort]) -> list[Block]:
        """Rules that are no law for the act on the day: those out of time by name, those for other acts by number."""
        dated = [r for r in rules if r.lacks[0].subject not in self.kb.acts]
        items = [Point(f"{r.because.strip()} {r.lacks[0].says}", self.refs(r.cites), r.rule) for r in dated]
        others = len(rules) - len(dated)
        if others:
            items.append(Point(en.X_MORE_RULE_X_IT.format(others, en.S_GIVE if others > 1 else en.GIVES)))
        return [Points(en.NOT_LAW_HERE, tuple(items))] if items else []

    def refs(self, cites: Iterable[Citation]) -> tuple[Ref, ...]:
        return tuple(self.sources.ref(c.authority, c.at) for c in cites)

    def condition(self, under: Iterable[Sequence[Taken]]) -> str:
        """The views on which a finding depends."""
        texts = [en.AND.join(self.view(t.doctrine, t.view) for t in views) for views in under]
        return en.ONLY_IF_X.format(en.OR_2.join(texts)) if texts else ""

    def view(self, doctrine: str, view: str) -> str:
        return next(v.label for v in self.kb.doctrines[doctrine].views if v.id == view)

    def lack(self, lack: Lack) -> Point:
        """One thing that is lacking, as a line."""
        tone = _TONES.get(lack.kind, "bad")
        if lack.kind in ("defeated", "outweighed"):
            verb = en.DEFEATED_BY if lack.kind == "defeated" else en.OUTWEIGHED_BY
            return Point(f"{lack.says.strip()} ({lack.subject})", label=verb, tone=tone)
        if lack.kind == "view":
            doctrine = self.kb.doctrines[lack.subject]
            taken, needed = self.view(lack.subject, str(lack.now)), self.view(lack.subject, str(lack.needed[0]))
            return Point(en.HERE_X_THE_RULE_NEEDS.format(taken, needed), label=doctrine.label, tone=tone)
        label = (
            self.kb.facts[lack.subject].label if lack.subject in self.kb.facts else self.kb.issues[lack.subject].label
        )
        if lack.kind == "unknown":
            question = self.kb.facts[lack.subject].question.strip()
            return Point(en.X_NOT_KNOWN_THE_RULE.format(question, self.needed(lack)), label=label, tone=tone)
        if lack.kind == "must_be_unknown":
            return Point(en.IS_X_THE_RULE_IS.format(self.words(lack)), label=label)
        now = self.words(lack) if lack.now is not None else en.OPEN
        text = en.IS_X_THE_RULE_NEEDS.format(now, self.needed(lack))
        if lack.kind == "fact":
            return Point(
                text, label=label, detail=en.YOURS_TO_CHANGE if self.kb.facts[lack.subject].controllable else ""
            )
        return Point(f"{text} {self.below(lack)}".rstrip(), label=label, tone=tone)

    def below(self, lack: Lack) -> str:
        """One level down: the rule that comes nearest to what is needed of an issue, and what that one lacks."""
        rule = lack.nearest
        if rule is None:
            return en.NO_RULE_HERE_GIVES_THAT if lack.kind == "issue" else ""
        if not rule.lacks:
            return en.IT_WOULD_BE_SO_X.format(self.condition(rule.under) or en.BY + rule.rule)
        beaten = [below for below in rule.lacks if below.kind in ("defeated", "outweighed")]
        lacks = [self.short(below) for below in rule.lacks if below not in beaten]
        parts = [en.LACKS_X.format("; ".join(lacks))] if lacks else []
        parts += [en.YIELDS_TO_X.format(", ".join(below.subject for below in beaten))] if beaten else []
        return en.NEAREST_TO_THAT_COMES_X.format(rule.rule, en.AND.join(parts))

    def short(self, lack: Lack) -> str:
        """One thing that is lacking, in few words."""
        if lack.kind == "view":
            return en.THE_VIEW_THAT_X.format(self.view(lack.subject, str(lack.needed[0])))
        label = term_label(lack.subject, self.kb)
        if lack.kind == "must_be_unknown":
            return en.X_NOTHING_KNOWN.format(label)
        now = (
            en.NOT_KNOWN
            if lack.kind == "unknown"
            else en.NOW_X.format(self.words(lack) if lack.now is not None else en.OPEN)
        )
        return f"{label}: {self.needed(lack)} ({now})"

    def words(self, lack: Lack) -> str:
        return value_text(lack.subject, lack.now, self.kb) if lack.now is not None else en.NOT_KNOWN

    def needed(self, lack: Lack) -> str:
        """The values that would do."""
        if not lack.needed:
            return lack.says or en.ANY_VALUE
        terms: tuple[Value, ...] = (self.kb.facts.get(lack.subject) or self.kb.issues[lack.subject]).options
        rest = [v for v in terms if v not in lack.needed]
        if not rest:
            return en.ANY_VALUE_THAT_IS_KNOWN
        if len(rest) == 1 and len(lack.needed) > 2:
            return en.ANYTHING_BUT_X.format(value_text(lack.subject, rest[0], self.kb))
        return en.OR.join(value_text(lack.subject, v, self.kb) for v in lack.needed)
