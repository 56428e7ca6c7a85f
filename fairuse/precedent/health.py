"""What is known of how a rule fares: the faults that tests would notice in it, and decided acts that it answers wrong.

``cases/rule-health.json`` is made by ``make health`` from what the tests of rules and the back-test measured.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from fairuse.answer.likened import Frozen
from fairuse.kb.model import KnowledgeBase, Rule
from fairuse.knowledge import data_dir
from fairuse.source.errors import FairuseError, Location, Problem

FILE = "rule-health.json"


class HealthFile(Frozen):
    """What was measured of all rules.

    `faults`: by rule, the digest of the wording that was measured, the faults that tests noticed, and those tried.
    `missed`: by rule, the decided acts whose answer it gave and which the court decided otherwise; none that are set
    aside, from which nothing may be learnt.
    """

    format_version: Literal[1] = 1
    faults: dict[str, tuple[str, int, int]]
    missed: dict[str, tuple[str, ...]]


class RuleHealth(Frozen):
    """How one rule fares. `same`: the rule still reads as it did when faults were put into it.

    `checked_on`: the day on which the authority among those it rests on that was looked at longest ago was checked.
    """

    noticed: int | None = None
    tried: int | None = None
    same: bool = True
    missed: tuple[str, ...] = ()
    checked_on: str | None = None


def digest(rule: Rule) -> str:
    """A digest of all of a rule that a fault can touch."""
    text = rule.model_dump_json(exclude={"origin", "because", "reason", "cites", "contrary", "status", "burden"})
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def load_health(path: Path | None = None) -> HealthFile:
    """What was measured, from a file or as it ships. Raises `FairuseError` if the file is not as it was made."""
    place = path or data_dir("cases") / FILE
    try:
        return HealthFile.model_validate_json(place.read_bytes())
    except (OSError, ValidationError) as error:
        reason = "this file cannot be read; 'make health' makes it anew"
        raise FairuseError([Problem(Location(str(place)), "bad-file", reason)]) from error


def health_of(rule: Rule, kb: KnowledgeBase, measured: HealthFile) -> RuleHealth:
    """How one rule fares, by what was measured."""
    wording, noticed, tried = measured.faults.get(rule.id, ("", None, None))
    checked = [kb.authorities[c.authority].checked_on for c in rule.cites]
    return RuleHealth(
        noticed=noticed,
        tried=tried,
        same=wording == digest(rule),
        missed=measured.missed.get(rule.id, ()),
        checked_on=min(checked, default=None),
    )
