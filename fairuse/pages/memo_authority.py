"""The authorities that speak for either side of an assessment, each with the questions on which it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fairuse.answer.result import UseResult
from fairuse.answer.rows import Row
from fairuse.kb.model import KnowledgeBase
from fairuse.words.en import in_text
from fairuse.words.memo import MemoWords
from fairuse.words.outline import Grid, Point, Ref, Tone
from fairuse.words.wording import References

#: Each authority that speaks for a side, with the labels of the issues.
_Found = dict[str, dict[str, None]]


def both_sides(
    rows: Sequence[Row], kb: KnowledgeBase, sources: References, words: MemoWords
) -> tuple[tuple[str, list[Point]], tuple[str, list[Point]]]:
    """The authorities against the user and those for the user, with the titles of the lists.

    An authority that speaks for both, on other questions, stands in both.
    """
    against, for_user = _Found(), _Found()
    for side, name, label in _spoken((use for row in rows for use in row.uses), kb):
        (against if side == "against" else for_user).setdefault(name, {})[label] = None
    told = set[str]()
    return (
        (words.against_user, list(_points(against, "bad", told, kb, sources, words))),
        (words.for_user, list(_points(for_user, "good", told, kb, sources, words))),
    )


def by_question(
    rows: Sequence[Row], kb: KnowledgeBase, sources: References, words: MemoWords, *, user_first: bool
) -> Grid:
    """A table of the authorities that speak for either side, a line a question, those of the highest courts first.

    Of a place, those of the laws that decide: not of an exception that another law of the place does without.
    """
    found: dict[str, dict[str, dict[str, None]]] = {}
    deciding = (use for row in rows for use in row.uses if use is row.first or not kb.regimes[use.regime].exception)
    for side, name, label in _spoken(deciding, kb):
        found.setdefault(label, {}).setdefault(side, {})[name] = None

    def named(own: dict[str, None]) -> tuple[Ref, ...]:
        return tuple(sources.ref(name) for name in sorted(own, key=lambda name: _rank(name, kb)))

    titles = {"against": words.against_user, "for": words.for_user}
    order = ("for", "against") if user_first else ("against", "for")
    lines = [
        (Point(f"{label[0].upper()}{label[1:]}"), *(Point("", named(sides.get(side, {}))) for side in order))
        for label, sides in found.items()
    ]
    return Grid((words.on_question, *(titles[side] for side in order)), tuple(lines))


def holdings(numbers: Iterable[int], kb: KnowledgeBase, sources: References) -> list[Point]:
    """What the decisions among some sources were about and held, with what became of them, the highest courts first."""
    named = {number: name for name, number in sources.numbers.items() if name in kb.authorities}
    told = {named[number] for number in numbers if number in named}
    points = []
    for name in sorted(told, key=lambda name: _rank(name, kb)):
        authority = kb.authorities[name]
        if kb.authority_kinds[authority.kind].named or not authority.summary.strip():
            continue  # a text of law speaks for itself
        became = " ".join(event.says.strip() for event in authority.history_on(sources.as_of))
        points.append(Point(" ".join(authority.summary.split()), (sources.ref(name),), authority.called, became))
    return points


def _rank(name: str, kb: KnowledgeBase) -> tuple[int, str]:
    """Where an authority stands among others: the highest courts first, then by its name."""
    return kb.levels[kb.authorities[name].level].order, kb.authorities[name].called


def _spoken(uses: Iterable[UseResult], kb: KnowledgeBase) -> Iterator[tuple[str, str, str]]:
    """Each authority that a finding cites for one side, or names against it, with the issue."""
    for use in uses:
        for finding in use.findings:
            if finding.lean == "neutral" or kb.issues[finding.issue].role in ("effect", "responsibility"):
                continue
            label = in_text(kb.issues[finding.issue].label)
            other = "for" if finding.lean == "against" else "against"
            yield from ((finding.lean, cite.authority, label) for cite in finding.cites)
            yield from ((other, name, label) for name in finding.contrary)


def _points(
    found: _Found, tone: Tone, told: set[str], kb: KnowledgeBase, sources: References, words: MemoWords
) -> Iterator[Point]:
    """An entry an authority, decisions with what they were about and held, unless that was `told` before."""
    for name in sorted(found, key=lambda name: _rank(name, kb)):
        authority = kb.authorities[name]
        again = kb.authority_kinds[authority.kind].named or name in told  # a text of law speaks for itself
        said = "" if again else f" {' '.join(authority.summary.split())}"
        told.add(name)
        text = f"{words.bears_on.format(', '.join(found[name]))}{said}"
        status = kb.authority_statuses[authority.status_on(sources.as_of)].note
        yield Point(text, (sources.ref(name),), authority.called, status, tone)
