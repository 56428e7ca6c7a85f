"""What can be looked up: the law, the arguments people make, and decided cases, each of which can be replayed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from markupsafe import Markup

from fairuse.answer.assess import assess_alone
from fairuse.answer.rows import rows_of
from fairuse.claims.model import claim_named, load_claims
from fairuse.claims.shown import own_test
from fairuse.kb.model import DIRECTIONS, KnowledgeBase
from fairuse.knowledge import data_dir
from fairuse.pages import outline_of
from fairuse.pages.claims import claim_lines, claim_page
from fairuse.pages.reference import KINDS, entries, page
from fairuse.precedent.decided import DecidedCase, load_cases
from fairuse.scenario.model import dump_scenario
from fairuse.source.errors import FairuseError, Location, Problem, did_you_mean
from fairuse.web.results import heading_of, set_out
from fairuse.words.wording import STANDING_LABELS, TONES, day_text, value_text

#: The lists there are, in the order in which they are shown; what each holds is said in `templates/shelf.html`.
LISTS = ("cases", "claims", *KINDS)
_TAG = re.compile(r"(<[^>]*>)")
#: What the ids of the law look like: of two parts or more, or of words with hyphens, so that no plain word is taken.
_ID = re.compile(r"[a-z][a-z0-9_-]*(?:[.-][a-z0-9][a-z0-9_-]*)+")
_LEANS = {DIRECTIONS["for"]: "for the user", DIRECTIONS["against"]: "against the user"}
_OUTCOMES = {"allowed": "allowed it", "not_allowed": "did not allow it"}


class Library:
    """All that can be looked up, with the law of one knowledge base. Claims and cases are about the law that ships."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.kinds = tuple(kind for kind in LISTS if kind in KINDS or kb.ships)

    @cached_property
    def cases(self) -> dict[str, DecidedCase]:
        """The decided cases that ship, by id, the latest first."""
        if not self.kb.ships:
            return {}
        found = load_cases(data_dir("cases") / "decided", self.kb)
        return {case.id: case for case in sorted(found, key=lambda c: c.day, reverse=True)}

    def lists(self) -> list[tuple[str, int]]:
        """The lists there are, each with how many it holds."""
        return [(kind, self._count(kind)) for kind in self.kinds]

    def _count(self, kind: str) -> int:
        if kind == "cases":
            return len(self.cases)
        return len(load_claims()) if kind == "claims" else len(getattr(self.kb, kind))

    def entries(self, kind: str, words: str = "") -> list[tuple[str, str]]:
        """The entries of a list that have all of some words, each with a line on it. Raises `FairuseError`."""
        wanted = words.lower().split()
        return [e for e in self._entries(self._known(kind)) if all(word in " ".join(e).lower() for word in wanted)]

    def _entries(self, kind: str) -> Sequence[tuple[str, str]]:
        if kind == "cases":
            return [(c.id, f"{c.name}, {c.citation}") for c in self.cases.values()]
        return claim_lines(list(load_claims().values())) if kind == "claims" else self._named(kind)

    def _named(self, kind: str) -> Sequence[tuple[str, str]]:
        """The entries of the law with a line on each: of a rule what it says, of a fact how it is asked."""
        if kind == "facts":
            return [(fact.id, f"{fact.label}: {fact.question}") for fact in self.kb.facts.values()]
        if kind != "rules":
            return entries(self.kb, kind)
        labels = {issue.id: issue.label for issue in self.kb.issues.values()}
        found = self.kb.rules.values()
        return [(r.id, f"{labels[r.issue]}: {value_text(r.issue, r.value, self.kb)} ({r.status})") for r in found]

    def entry(self, kind: str, name: str) -> tuple[str, dict[str, Any]]:
        """The template and what is shown of one entry. Raises `FairuseError`."""
        if self._known(kind) == "cases":
            return "case.html", self._case(name)
        if kind == "claims":
            claim = claim_named(name, self.kb)
            outline = claim_page(claim, self.kb, own_test(claim, self.kb))
        else:
            outline = page(self.kb, kind, name, {})
        shown = {"kind": kind, "name": name, "title": heading_of(outline), "linked": self.linked}
        return "entry.html", {**shown, **set_out(outline)}

    def linked(self, shown: Markup) -> Markup:
        """A page in which the ids of other entries lead to them. What is a link already stays as it is."""
        pieces, in_link = [], False
        for piece in _TAG.split(shown):
            if piece.startswith("<"):
                in_link = piece.startswith("<a ") or (in_link and piece != "</a>")
            pieces.append(piece if in_link or piece.startswith("<") else _ID.sub(self._link, piece))
        return Markup("".join(pieces))  # of what was a page before, and of ids and addresses that need no escaping

    def _link(self, found: re.Match[str]) -> str:
        name = found[0]
        kind = next((kind for kind in KINDS if name in getattr(self.kb, kind)), None)
        return f'<a href="/kb/{kind}/{name}">{name}</a>' if kind else name

    def replay(self, name: str) -> tuple[str, dict[str, Any]]:
        """A decided case put to the rules, by the law of its day, beside what the court held. Raises `FairuseError`."""
        case = self._decided(name)
        made = assess_alone(case.scenario(), self.kb, as_of=case.day)
        answers = {row.first.act_id: row for row in rows_of(made, self.kb)}
        sides = []
        for number, act in enumerate(case.acts, 1):
            row = answers.get(f"act-{number}")
            says = (STANDING_LABELS[row.standing], TONES[row.standing]) if row else ("not answered", "open")
            sides.append((act.label, *says, self._held(case, number - 1)))
        shown = {"case": case, "day": day_text(case.decided), "sides": sides}
        return "replay.html", {**shown, **set_out(outline_of(made, self.kb))}

    def _case(self, name: str) -> dict[str, Any]:
        case = self._decided(name)
        acts = [
            {
                "label": act.label,
                "kind": self.kb.acts[act.act].label,
                "held": self._held(case, number),
                "factors": self._factors(case, number),
                "miss": act.known_miss,
            }
            for number, act in enumerate(case.acts)
        ]
        scenario = dump_scenario(case.scenario().model_copy(update={"as_of": case.day}))
        return {"case": case, "day": day_text(case.decided), "acts": acts, "scenario": scenario}

    def _held(self, case: DecidedCase, number: int) -> str:
        outcome = case.held(case.acts[number], self.kb)
        return "ruled on single questions only" if outcome is None else _OUTCOMES[outcome]

    def _factors(self, case: DecidedCase, number: int) -> list[tuple[str, str]]:
        names = self.kb.factors(case.regime)
        ruling = case.acts[number].ruling.factors
        return [(names[f].label, _LEANS.get(said, said.replace("_", " "))) for f, said in ruling.items() if f in names]

    def _decided(self, name: str) -> DecidedCase:
        if name not in self.cases:
            hint = did_you_mean(name, self.cases)
            raise FairuseError([Problem(Location("cases"), "unknown-id", f"there is no case '{name}'{hint}")])
        return self.cases[name]

    def _known(self, kind: str) -> str:
        if kind not in self.kinds:
            raise FairuseError([Problem(Location("kb"), "unknown-id", f"there is no list '{kind}'")])
        return kind
