"""Words and references that every outline shares: how values, days, standings and authorities are named."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

from fairuse.answer.result import AuthorityInfo, Likelihood, Reach, UnknownFact, standing_rank
from fairuse.kb.authority import Authority, AuthorityStatus
from fairuse.kb.condition import Value
from fairuse.kb.fact import SHORT
from fairuse.kb.model import Cite, KnowledgeBase, Standing
from fairuse.words.citation import Citation, citation_of
from fairuse.words.en import counted, in_text
from fairuse.words.en import wording as en
from fairuse.words.outline import Block, Heading, Ref, SourceEntry, SourceList, Tone, referred

STANDING_LABELS = {
    "not_permitted": en.NOT_PERMITTED,
    "likely_not_permitted": en.LIKELY_NOT_PERMITTED,
    "uncertain": en.UNCERTAIN,
    "likely_permitted": en.LIKELY_PERMITTED,
    "permitted": en.PERMITTED,
    "no_permission_needed": en.NO_PERMISSION_NEEDED,
}
TONES: dict[str, Tone] = {
    "not_permitted": "bad",
    "likely_not_permitted": "bad",
    "uncertain": "open",
    "likely_permitted": "good",
    "permitted": "good",
    "no_permission_needed": "good",
}
LEAN_TONES: dict[str | None, Tone] = {"for": "good", "against": "bad", "neutral": "plain", None: "open"}
#: A likelihood whose band is wider than this is not shown as a figure: it rules out less than a tenth of what could be.
SAYS_NOTHING = 0.9


def standing_text(standing: str | None) -> str:
    """A standing in running text; of a use that one side lacks, nothing."""
    return en.NOTHING if standing is None else STANDING_LABELS[standing].lower()


def move_words(now: str, then: str) -> tuple[str, Tone]:
    """How a move from one standing to another is labelled, and its tone: a sign for the way it goes."""
    up = standing_rank(then) > standing_rank(now)
    return en.X_TO_X.format(en.UP if up else en.DOWN, standing_text(then)), "good" if up else "bad"


def range_text(low: str, high: str) -> str:
    """A range of standings as words."""
    if low == high:
        return STANDING_LABELS[low].lower()
    return en.X_TO_X.format(STANDING_LABELS[low].lower(), STANDING_LABELS[high].lower())


class Ranged(Protocol):
    """Anything with the range of a standing, as in `UseResult`."""

    @property
    def range(self) -> tuple[Standing, Standing]:
        """The lowest and highest standing that could come."""

    @property
    def range_is(self) -> Literal["exact", "bound"]:
        """Whether both ends are known to be reached."""

    @property
    def reached(self) -> tuple[Standing, Standing]:
        """The lowest and highest standing that are known to be reached."""


def reach_text(found: Reach, unknown: Sequence[UnknownFact]) -> str:
    """What any one open fact could still make of a standing, within what is assumed; whether leaving that could."""
    if found.low == found.high:
        moves = any(one.effect for one in unknown)
        return en.NO_SINGLE_OPEN_FACT_WITHIN if moves else en.NO_SINGLE_OPEN_FACT_WOULD
    return en.ANY_ONE_OPEN_FACT_X.format(range_text(found.low, found.high))


def once_known(use: Ranged) -> str:
    """How far a standing could go once all is known; nothing if it could not move."""
    low, high = use.range
    if low == high:
        return ""
    if use.range_is == "exact":
        return en.COULD_BE_X_ONCE_ALL.format(range_text(low, high))
    found = en.X_WAS_REACHED.format(range_text(*use.reached)) if use.reached[0] != use.reached[1] else ""
    return en.NOTHING_BEYOND_X_TO_X.format(standing_text(low), standing_text(high), found)


def listed(numbers: Sequence[int]) -> str:
    """Numbers in a sentence: ``1, 2 and 4``."""
    *some, last = map(str, numbers)
    return en.X_AND_X.format(", ".join(some), last) if some else last


def day_text(day: str) -> str:
    """A day written ``YYYY-MM-DD`` as words; of a year or a month alone, that."""
    if len(day) < 10:
        return datetime.date.fromisoformat(f"{day}-01").strftime("%B %Y") if len(day) == 7 else day
    date = datetime.date.fromisoformat(day)
    return f"{date.day} {date:%B %Y}"


def use_title(act: str, work: str, regime: str, kb: KnowledgeBase, *, several: bool) -> str:
    """How a use is called; with its law if there are `several`."""
    law = f", {kb.regimes[regime].label if regime in kb.regimes else regime}" if several else ""
    return f"{act}: {work}{law}"


def factor_text(factor: int | None, regime: str, kb: KnowledgeBase) -> str:
    """A factor by its number, in the word of its law; nothing if it has none."""
    word = kb.regimes[regime].words.factor if regime in kb.regimes else None
    return f"{word} {factor}" if factor and word else ""


def court_text(forum: str | None, kb: KnowledgeBase) -> str:
    """Before which court."""
    forums = kb.all_forums
    return (
        en.BEFORE_A_COURT_OF_THE.format(forums.get(forum, forum).split(" (")[0])
        if forum
        else en.BEFORE_NO_PARTICULAR_COURT
    )


def term_label(term: str, kb: KnowledgeBase) -> str:
    """A fact or issue as it is called in running text; its id if the rules do not know it."""
    entry = kb.facts.get(term) or kb.issues.get(term)
    return in_text(entry.label) if entry else term


def value_text(term: str, value: Value, kb: KnowledgeBase) -> str:
    """The value of a fact or issue as words: its phrase, else of a choice what it means where that takes few words."""
    if term in kb.issues:
        return issue_value_text(term, str(value), kb)
    fact = kb.facts.get(term)
    if isinstance(value, bool):
        return en.YES if value else en.NO
    if isinstance(value, int | float):
        return counted(value, (fact and fact.unit) or "")
    if fact and value in fact.phrases:
        return fact.phrases[value]
    meaning = fact.values.get(value, "").strip() if fact and fact.type == "choice" else ""
    return meaning if 0 < len(meaning) <= SHORT else value.replace("_", " ")


def issue_value_text(issue: str, value: str, kb: KnowledgeBase) -> str:
    """What a legal question comes to, as words: its own phrase, else that of all questions, else the value."""
    own = kb.issues[issue].phrases.get(value) if issue in kb.issues else None
    said = kb.values.get(value)
    return own or (said.says if said else value.replace("_", " "))


def likelihood_text(found: Likelihood, regime: str, kb: KnowledgeBase) -> str:
    """A likelihood as one line: the band, to steps of five per cent and never certain, and the acts it counts.

    A band that leaves everything open says nothing, and is called what it is.
    """
    held = en.HELD_X.format(kb.regimes[regime].words.allowed)
    if found.high - found.low > SAYS_NOTHING:
        return en.LIKELIHOOD_OF_BEING_X_THE.format(held)
    low = min(max(math.floor(found.low * 20) * 5, 1), 95)
    high = max(min(math.ceil(found.high * 20) * 5, 99), 5)
    band = en.LIKELIHOOD_OF_BEING_X_X.format(held, low, high)
    like = found.like
    but = en.AND.join(term_label(name, kb) for name in like.open)
    verb = en.IS if len(like.open) == 1 else en.ARE
    most = en.MOST_LIKE_THIS_BUT_FOR.format(but, verb) if but else en.MOST_LIKE_THIS
    if like.same_act is not None:
        same = [
            en.X_THE_SAME_ACT.format(like.same_act or en.NONE),
            en.X_ON_THE_SAME_KIND.format(like.same_work or en.NONE),
        ]
        agree = "; ".join(f"{term_label(name, kb)}: {value_text(name, like.values[name], kb)}" for name in like.by)
        most += f" ({', '.join(same)}{en.MOST_WITH_X.format(agree) if agree else ''})"
    if not like.of:
        return en.X_NO_DECIDED_ACT_IS.format(band)
    if like.of == 1:
        return en.X_THE_ONE_DECIDED_ACT.format(band, most, "" if like.allowed else en.NOT, held)
    verb = en.WAS if like.allowed == 1 else en.WERE
    return en.X_OF_THE_X_DECIDED.format(band, like.of, most, like.allowed or en.NONE, verb)


def cite_of(authority: Authority, kb: KnowledgeBase) -> Citation:
    """How notes cite an authority."""
    kind = kb.authority_kinds[authority.kind]
    return citation_of(
        authority.name,
        authority.called,
        authority.citation,
        kb.cited_as(authority),
        case=kind.binds or not kind.decides,
        day=day_text(authority.decided) if authority.decided else "",
        sources=authority.sources,
    )


class References:
    """The authorities an outline refers to, as of a day, numbered in the order in which they are first named.

    `told`: what reports say of authorities that the knowledge base may no longer hold.
    """

    def __init__(self, kb: KnowledgeBase, as_of: str, told: Iterable[AuthorityInfo] = ()) -> None:
        self.kb, self.as_of = kb, as_of
        self.told = {a.id: a for a in told}
        self.numbers: dict[str, int] = {}

    def ref(self, authority: str, at: str | None = None, *, contrary: bool = False) -> Ref:
        """Refer to an authority."""
        number = self.numbers.setdefault(authority, len(self.numbers) + 1)
        return Ref(number, self.called(authority), at, contrary)

    def by_weight(self, refs: Iterable[Ref]) -> list[Ref]:
        """References from the weightiest authority to the least, each once.

        What legislatures and supreme courts say comes first, that first which was named most often; then other courts.
        """
        names = list(self.numbers)
        often = Counter(iter(refs))  # of a mapping it would take the values for counts
        supreme = max((one.order for one in self.kb.levels.values() if one.binds == "jurisdiction"), default=0)

        def order(ref: Ref) -> tuple[int, int]:
            authority = self.kb.authorities.get(names[ref.number - 1])
            level = self.kb.levels[authority.level].order if authority else len(self.kb.levels) + 1
            return max(level, supreme), -often[ref]

        return sorted(often, key=order)

    def called(self, authority: str) -> str:
        """The name by which running text refers to an authority."""
        if authority in self.kb.authorities:
            return self.kb.authorities[authority].called
        return self.told[authority].name if authority in self.told else authority

    def existing(self, cites: Iterable[Cite]) -> tuple[Ref, ...]:
        """Refer to the authorities among `cites` that existed on the day, each once."""
        return tuple(dict.fromkeys(self.ref(c.authority, c.at) for c in cites if self.existed(c.authority)))

    def existed(self, authority: str) -> bool:
        """Whether an authority is held here and had been given on the day."""
        return authority in self.kb.authorities and self.kb.authorities[authority].exists_on(self.as_of)

    def blocks(self, *, folded: bool = False, told: Iterable[Block] | None = None) -> list[Block]:
        """All authorities referred to so far; what is only proposed stands apart from the law.

        `told`: the blocks that are shown, if not all that was worded is: what none of them refers to is left out.

        `folded`: where the text cites by name, the names are enough, with what is to be noted of them.
        """
        used = set(self.numbers.values()) if told is None else referred(told)
        held = [] if folded else [n for n in self.numbers if n in self.kb.authorities]
        proposed = {n for n in held if not self._status(self.kb.authorities[n]).law}
        blocks: list[Block] = []
        for title, names in ((en.AUTHORITIES, self.numbers.keys() - proposed), (en.PROPOSALS_NOT_LAW, proposed)):
            if names or not blocks:
                items = (
                    self._entry(name, number)
                    for name, number in self.numbers.items()
                    if name in names and number in used
                )
                blocks += [Heading(title, 2), SourceList(tuple(items), folded)]
        return blocks

    def _entry(self, name: str, number: int) -> SourceEntry:
        authority = self.kb.authorities.get(name)
        if authority is None:
            text = f"{self.told[name].name}, {self.told[name].citation}" if name in self.told else name
            return SourceEntry(number, self.called(name), text, en.NOT_IN_THE_RULES_INSTALLED)
        notes = (self._status(authority).note, "" if authority.verified else en.NOT_CONFIRMED)
        day = day_text(authority.decided) if authority.decided else ""
        cite = cite_of(authority, self.kb)
        note = "; ".join(filter(None, notes))
        own = f"{note[0].upper()}{note[1:]}." if note else ""
        status = " ".join(filter(None, (own, *(e.says.strip() for e in authority.history_on(self.as_of)))))
        text = self.kb.cited_as(authority)
        return SourceEntry(number, authority.called, text, note, cite, authority.court or "", day, status)

    def _status(self, authority: Authority) -> AuthorityStatus:
        return self.kb.authority_statuses[authority.status_on(self.as_of)]
