"""The reasoning of an assessment as numbered steps: each finding once, after those that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fairuse.answer.result import FindingResult, UseResult
from fairuse.answer.rows import Row
from fairuse.kb.model import KnowledgeBase
from fairuse.pages.voice import Voice
from fairuse.words.memo import MemoWords
from fairuse.words.outline import TraceStep

#: What makes two findings one step: the rule, what it rests on, and on which views it holds.
Key = tuple[str, object, object, object]


def key_of(finding: FindingResult) -> Key:
    """What identifies the step behind a finding, in whichever use it was made."""
    return finding.rule, finding.rests_on, finding.rests_on_absence, finding.under


class StepNumbers:
    """The numbers of the steps of an assessment, in the order of the answers and of the reasoning for each."""

    def __init__(self, rows: Sequence[Row], others: Sequence[UseResult]) -> None:
        """`others`: uses that stand behind no answer, such as those that only tell of duties."""
        self.findings: dict[Key, tuple[FindingResult, UseResult]] = {}
        for use in (*(use for row in rows for use in row.uses), *others):
            for finding in use.findings:
                self.findings.setdefault(key_of(finding), (finding, use))
        self.numbers = {key: n for n, key in enumerate(self.findings, 1)}

    def of(self, finding: FindingResult) -> int:
        """The number of the step behind a finding; 0 if it is none of them."""
        return self.numbers.get(key_of(finding), 0)

    def steps(self, kb: KnowledgeBase, words: MemoWords, voice: Voice) -> Iterator[TraceStep]:
        """Every step, put into words by `voice`."""
        for key, (finding, use) in self.findings.items():
            below = {ground.term: ground.value for ground in finding.rests_on if ground.term in kb.issues}
            after = [f for f in use.findings if below.get(f.issue) == f.value and not f.defeated_by]
            beaten = [self.of(f) for f in use.findings if f.rule in finding.defeated_by]
            text = voice.finding(finding, brief=True).text
            if beaten:
                text += " " + words.defeated.format(", ".join(map(str, sorted(beaten))))
            title = f"{kb.issues[finding.issue].label}: {finding.value.replace('_', ' ')}"
            numbers = tuple(sorted({self.of(f) for f in after} - {self.numbers[key]}))
            yield TraceStep(self.numbers[key], title, text, finding.rule, voice.grounds_of(finding), numbers)
