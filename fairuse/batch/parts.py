"""Where a batch keeps the parts of a table until all are there: a folder beside the output.

A part is written before it counts, and counts only when it stands under its own name; so whatever stops a run, those
that are there are whole, and the next run goes on behind them.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fairuse.batch.answer import Answer
from fairuse.batch.crossed import Crossed
from fairuse.batch.failures import Failure
from fairuse.batch.moves import Reach
from fairuse.source.errors import FairuseError, Location, Problem
from fairuse.source.files import write_whole


@dataclass(frozen=True)
class Told:
    """What a batch tells beside its table.

    `tally`: how often it gives each answer. `failures`: the answers that are listed. `facts` and `reach`: for a
    summary, how rows stand by what they say, and which steps bring them to a goal.
    """

    tally: Counter[Answer] = field(default_factory=Counter)
    failures: tuple[Failure, ...] = ()
    facts: Crossed = field(default_factory=Counter)
    reach: Reach = field(default_factory=Counter)

    def with_part(self, part: Told, most: int) -> Told:
        """The same with what a part tells; of what is listed, the first `most`."""
        failures = (*self.failures, *part.failures)[:most]
        return Told(self.tally + part.tally, failures, self.facts + part.facts, self.reach + part.reach)

    def dumped(self) -> dict[str, Any]:
        """As it is kept in a file; counters that are made in any order are written in one."""
        counters = {"tally": self.tally, "facts": self.facts, "reach": self.reach}
        listed = {name: [[list(key), n] for key, n in sorted(c.items())] for name, c in counters.items()}  # type: ignore[attr-defined]
        return {**listed, "failures": self.failures}

    @classmethod
    def loaded(cls, kept: Mapping[str, Any]) -> Told:
        """What was kept in a file."""
        counters = {name: {_frozen(key): n for key, n in kept[name]} for name in ("tally", "facts", "reach")}
        tally = Counter({Answer(*key): n for key, n in counters["tally"].items()})
        failures = tuple(Failure(*one) for one in kept["failures"])
        return cls(tally, failures, Counter(counters["facts"]), Counter(counters["reach"]))


@dataclass(frozen=True)
class Parts:
    """The parts of the table `output`."""

    output: Path

    @property
    def folder(self) -> Path:
        """Where they are."""
        whole = Path(os.path.realpath(self.output))
        return whole.with_name(f"{whole.name}.parts")

    def begin(self, key: Mapping[str, Any]) -> None:
        """Start anew for a plan of that `key`; what an earlier run left is deleted."""
        shutil.rmtree(self.folder, ignore_errors=True)
        try:
            self.folder.mkdir()
        except OSError as error:
            reason = f"cannot be written: {error.strerror or error}"
            raise FairuseError([Problem(Location(str(self.output)), "not-written", reason)]) from None
        write_whole(self.folder / "plan.json", json.dumps(key).encode())

    def resumed(self, key: Mapping[str, Any]) -> bool:
        """Whether there is something to go on with. Raises `FairuseError` if that is of another plan than `key`."""
        try:
            kept = json.loads((self.folder / "plan.json").read_bytes())
        except (OSError, ValueError):
            return False
        if other := [name for name in key if kept.get(name) != key[name]]:
            reason = f"cannot go on: {', '.join(other)} changed since it was begun; run again without --resume"
            raise FairuseError([Problem(Location(str(self.output)), "not-resumed", reason)])
        return True

    def today(self) -> str | None:
        """The day on which the run that is kept began."""
        with contextlib.suppress(OSError, ValueError, KeyError):
            return str(json.loads((self.folder / "plan.json").read_bytes())["options"]["today"])
        return None

    def last(self) -> tuple[int, int, int]:
        """How many parts there are; the input and the number within it of the last one (0 and -1 if there is none)."""
        count = sum(1 for _ in self.paths())
        if not count:
            return 0, 0, -1
        kept = json.loads(self._beside(count - 1).read_bytes())
        return count, kept["input"], kept["number"]

    def add(self, number: int, data: bytes | bytearray, at: tuple[int, int], told: Told) -> None:
        """Keep a part, and beside it where it comes from and what it tells."""
        kept = {"input": at[0], "number": at[1], **told.dumped()}
        write_whole(self._beside(number), json.dumps(kept).encode(errors="backslashreplace"))
        write_whole(self._path(number), data)

    def told(self, most: int) -> Told:
        """What all parts tell; of what is listed, the first `most`."""
        told = Told()
        for number, _ in enumerate(self.paths()):
            told = told.with_part(Told.loaded(json.loads(self._beside(number).read_bytes())), most)
        return told

    def paths(self) -> Iterator[Path]:
        """The parts in their order."""
        number = 0
        while (path := self._path(number)).exists():
            yield path
            number += 1

    def end(self) -> None:
        """Delete what was kept, once the table is there."""
        with contextlib.suppress(OSError):
            (self.folder / "plan.json").unlink()  # first: a run that is killed here leaves nothing to be gone on with
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:08}.part"

    def _beside(self, number: int) -> Path:
        return self.folder / f"{number:08}.json"


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
