"""The steps of the reasoning behind a memo, each numbered, so that statements can point to those behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from fairuse.answer.result import FindingResult, Ground, UseResult
from fairuse.answer.rows import Row
from fairuse.kb.model import KnowledgeBase
from fairuse.pages.voice import Voice
from fairuse.words.memo import MemoWords
from fairuse.words.outline import TraceStep

Key = tuple[str, tuple[Ground, ...], tuple[str, ...], object]


def key_of(finding: FindingResult) -> Key:
    """What identifies the step behind a finding, in whichever use it was made."""
    return finding.rule, finding.rests_on, finding.rests_on_absence, finding.under


class StepNumbers:
    """The numbers of the steps of an assessment, in the order of the answers and of the reasoning for each."""

    def __init__(self, rows: Sequence[Row], others: Sequence[UseResult]) -> None:
        """`others`: uses that stand behind no answer, such as those that only tell of duties."""
        found: dict[Key, tuple[FindingResult, UseResult]] = {}
        for use in (*(use for row in rows for use in row.uses), *others):
            for finding in use.findings:
                found.setdefault(key_of(finding), (finding, use))
        self.found = list(found.values())
        self.numbers = {key: n for n, key in enumerate(found, 1)}

    def of(self, finding: FindingResult) -> int:
        """The number of the step behind a finding; 0 if it is none of them."""
        return self.numbers.get(key_of(finding), 0)

    def every(self) -> dict[int, int]:
        """All steps by their numbers, each with that number."""
        return {n: n for n in self.numbers.values()}

    def behind(self, named: Iterable[int]) -> dict[int, int]:
        """New numbers for the steps that are `named`, in that order, and after them for those on which they rest."""
        order = dict.fromkeys(n for n in named if n)
        wanted = list(order)
        for number in wanted:  # grows while it is read
            below = [n for n in (*self._after(number), *self._beaten(number)) if n not in order]
            order |= dict.fromkeys(below)
            wanted += dict.fromkeys(below)
        return {old: new for new, old in enumerate(order, 1)}

    def steps(
        self, numbers: Mapping[int, int], kb: KnowledgeBase, words: MemoWords, voice: Voice, told: Collection[int] = ()
    ) -> Iterator[TraceStep]:
        """The steps of `numbers` by their new ones, put into words by `voice`; what those of `told` say is not said."""
        for old, number in numbers.items():
            finding, _ = self.found[old - 1]
            said = [] if old in told else [voice.finding(finding, brief=True).text]
            if beaten := sorted(numbers[n] for n in self._beaten(old)):
                said.append(words.defeated.format(", ".join(map(str, beaten))))
            title = f"{kb.issues[finding.issue].label}: {finding.value.replace('_', ' ')}"
            after = tuple(sorted(numbers[n] for n in self._after(old)))
            yield TraceStep(number, title, " ".join(said), finding.rule, voice.grounds_of(finding), after)

    def _after(self, number: int) -> list[int]:
        """The steps on which one rests."""
        finding, use = self.found[number - 1]
        below = {ground.term: ground.value for ground in finding.rests_on}
        after = (f for f in use.findings if below.get(f.issue) == f.value and not f.defeated_by)
        return [n for n in map(self.of, after) if n not in (0, number)]

    def _beaten(self, number: int) -> list[int]:
        """The steps that defeat one."""
        finding, use = self.found[number - 1]
        return [self.of(f) for f in use.findings if f.rule in finding.defeated_by]
