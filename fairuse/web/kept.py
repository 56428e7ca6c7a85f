"""Answers at hand: each found once, by all that it depends on, and some before they are asked for.

Nothing of one user is shown to another: what is kept is found again only by the very same facts, law, day and court.
"""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import Generic, TypeVar

from fairuse.answer.answers import Answers, OfUse
from fairuse.answer.asked import court_of
from fairuse.answer.assess import asked_uses, assess_use, assess_uses
from fairuse.answer.result import Assessment, UseResult
from fairuse.answer.rows import Row, rows_as_found, rows_of
from fairuse.ask.case import cases_of
from fairuse.ask.outlook import outlook
from fairuse.ask.situations import begun
from fairuse.kb.condition import Value
from fairuse.kb.model import KnowledgeBase
from fairuse.precedent.beside import assess
from fairuse.scenario.model import Given, Scenario
from fairuse.scenario.uses import Use, uses_of
from fairuse.source.errors import FairuseError

#: Assessments at hand for the next page of the same case (another depth, a download): one has some 300,000 bytes.
KEPT = 16
#: Answers for one act on some works under one law, most of which stay as they are while others change: some 50,000
#: bytes each.
KEPT_USES = 256
#: Work that may wait to be done ahead; what comes beyond it is done when it is asked for.
WAITING = 4

T = TypeVar("T")


class _Once(Generic[T]):
    """What was made last, by its key; equal things that are asked for at once are made once."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._made: OrderedDict[tuple[object, ...], Future[T]] = OrderedDict()
        self._lock = Lock()

    def has(self, key: tuple[object, ...]) -> bool:
        """Whether something is kept under a key, or being made."""
        with self._lock:
            return key in self._made

    def of(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What is kept under a key; made now if nothing is."""
        with self._lock:
            found, mine = self._made.get(key), Future[T]()
            if found is None:
                self._made[key] = mine
            self._made.move_to_end(key)
            while len(self._made) > self.most:
                self._made.popitem(last=False)
        if found is not None:
            return found.result()
        try:
            mine.set_result(make())
        except BaseException as error:
            mine.set_exception(error)
            with self._lock:
                self._made.pop(key, None)
            raise
        return mine.result()


def _settled() -> None:
    """Have Python look no more through what stays as long as the process: a look takes longer than most pages."""
    gc.collect()
    gc.freeze()


class _Texts:
    """Facts as text, each mapping of them told once: many laws are asked of the same."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[object, str]] = {}  # with what was told, so that nothing else gets its number

    def of(self, facts: Mapping[str, Given]) -> str:
        """All that is known of some facts."""
        if id(facts) not in self._made:
            self._made[id(facts)] = facts, repr(facts)
        return self._made[id(facts)][1]


class Assessments:
    """Assessments by the content of the scenario and the day."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self._whole = _Once[Assessment](KEPT)
        self._uses = _Once[UseResult](KEPT_USES)
        self._later = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._waiting = 0

    def of(self, scenario: Scenario, day: str) -> Assessment:
        """The assessment of a scenario on a day."""
        key = scenario.sha256, day
        return self._whole.of(key, lambda: assess(scenario, self.kb, as_of=day, of_use=self.of_use()))

    def rows(self, scenario: Scenario, day: str) -> Iterator[Row]:
        """The answers of an assessment, each as soon as it is found; after the last one `of` has it at hand.

        House rules look at all answers together, so that none is known before.
        """
        key = scenario.sha256, day
        if self.kb.house or self._whole.has(key):
            yield from rows_of(self.of(scenario, day), self.kb)
            return
        uses, court = asked_uses(scenario, self.kb), court_of(scenario, self.kb, None)
        answers = Answers(uses, self.kb, day, court, self.of_use())
        yield from rows_as_found(uses, answers.of, self.kb)
        self._whole.of(key, lambda: assess(scenario, self.kb, as_of=day, of_use=lambda use, *_: answers.of(use)))

    def of_use(self) -> OfUse:
        """As `assess_use`, of one scenario."""
        return partial(self._found, _Texts())

    def _found(
        self,
        texts: _Texts,
        use: Use,
        kb: KnowledgeBase,
        as_of: str,
        forum: str | None,
        may_be: Mapping[str, Sequence[Value]],
    ) -> UseResult:
        rest = repr(replace(use, facts={}, left_open={}))
        told = texts.of(use.facts), texts.of(use.left_open), repr(sorted(may_be.items()))
        key = (kb.sha256, as_of, forum, rest, *told)
        return self._uses.of(key, lambda: assess_use(use, kb, as_of, forum, may_be))

    def ahead(self, scenario: Scenario, day: str, *, settled: bool = False) -> None:
        """Find the answers for a scenario before they are asked for.

        `settled`: of the acts alone of which nothing is asked any more. Which these are is found then, too: the next
        question does not wait for it.
        """
        self._submit(partial(self._of_settled if settled else self.of, scenario, day))

    def _of_settled(self, scenario: Scenario, day: str) -> None:
        cases = cases_of(scenario, self.kb, day, scenario.forum)
        done = {(c.act, c.work) for c in cases if outlook(c, self.kb, day, scenario.forum).settled}
        ids = scenario.act_ids()
        uses = [use for use in uses_of(scenario, self.kb) if (ids.index(use.act_id), use.work) in done]
        if uses:
            assess_uses(uses, scenario, self.kb, day, court_of(scenario, self.kb, None), of_use=self.of_use())

    def warm(self, day: str) -> None:
        """Compile the law of the situations and read the decided cases before the first question is put."""
        for situation in self.kb.situations.values():
            self._submit(partial(self._warmed, begun(situation), day), always=True)
        self._submit(_settled, always=True)

    def _warmed(self, scenario: Scenario, day: str) -> None:
        for case in cases_of(scenario, self.kb, day):
            outlook(case, self.kb, day)
        self.of(scenario, day)

    def _submit(self, work: Callable[[], object], *, always: bool = False) -> None:
        if self._waiting >= WAITING and not always:
            return
        self._waiting += 1

        def done() -> None:
            try:
                work()
            except FairuseError:
                pass  # it is told to the one who asks
            finally:
                self._waiting -= 1

        self._later.submit(done)

    def close(self) -> None:
        """Leave what waits undone."""
        self._later.shutdown(wait=False, cancel_futures=True)
