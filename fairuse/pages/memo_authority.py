"""The authorities that speak for either side of an assessment, each with the questions on which it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairuse.answer.rows import Row
from fairuse.kb.model import KnowledgeBase
from fairuse.words.memo import MemoWords
from fairuse.words.outline import Point, Tone
from fairuse.words.wording import References, in_text

#: Each authority that speaks for a side, with the labels of the issues.
_Found = dict[str, dict[str, None]]


def both_sides(
    rows: Sequence[Row], kb: KnowledgeBase, sources: References, words: MemoWords
) -> tuple[tuple[str, list[Point]], tuple[str, list[Point]]]:
    """The authorities against the user and those for the user, with the titles of the lists.

    An authority that speaks for both, on other questions, stands in both.
    """
    against, for_user = _Found(), _Found()
    for side, name, label in _spoken(rows, kb):
        (against if side == "against" else for_user).setdefault(name, {})[label] = None
    told = set[str]()
    return (
        (words.against_user, list(_points(against, "bad", told, kb, sources, words))),
        (words.for_user, list(_points(for_user, "good", told, kb, sources, words))),
    )


def _spoken(rows: Sequence[Row], kb: KnowledgeBase) -> Iterator[tuple[str, str, str]]:
    """Each authority that a finding cites for one side, or names against it, with the issue."""
    for use in (use for row in rows for use in row.uses):
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
    order = sorted(found, key=lambda name: (kb.levels[kb.authorities[name].level].order, kb.authorities[name].called))
    for name in order:
        authority = kb.authorities[name]
        again = kb.authority_kinds[authority.kind].named or name in told  # a text of law speaks for itself
        said = "" if again else f" {' '.join(authority.summary.split())}"
        told.add(name)
        text = f"{words.bears_on.format(', '.join(found[name]))}{said}"
        status = kb.authority_statuses[authority.status_on(sources.as_of)].note
        yield Point(text, (sources.ref(name),), authority.called, status, tone)
