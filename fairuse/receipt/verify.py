"""Deriving a saved assessment again from its receipt: does it hold, under which rules, and was it edited?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from fairuse.answer.result import Assessment, Frozen
from fairuse.kb.model import KnowledgeBase
from fairuse.precedent.beside import Decided, assess
from fairuse.receipt.envelope import Signature
from fairuse.receipt.saved import with_checked_scenario
from fairuse.release import VERSION
from fairuse.scenario.redact import is_redacted
from fairuse.source.errors import FairuseError

#: Fields of the receipt that say who made the report, not what it says.
_MAKER = ("receipt.release",)


Verdict = Literal["holds", "other_cases", "other_rules", "other_release", "edited"]


class Difference(Frozen):
    """A field that the report and its derivation have otherwise; None where one of them lacks it."""

    field: str
    report: Any
    derived: Any


class Verification(Frozen):
    """What came of deriving a report again.

    `verdict`: it `holds`; or only the decided cases named beside it are others (`other_cases`); or the installed rules
    are others and give another report (`other_rules`); or they are the same and it was `edited`, or made by another
    release of the program (`other_release`). `standings`: where an answer differs, by use. `problems`: why the
    scenario of the receipt could not be assessed. `signature`: of a signed report. `text`: of a document, whether it
    shows what its data say, or that this cannot be told here. `redacted`: what people wrote was left out, so that the
    facts and what follows from them are all there is to check.
    `house`: how house rules differ: the report was made with some and
    none were given (`not_given`), or others (`other`), or it was made with none and some were given (`not_used`).
    """

    format_version: Literal[1] = 1
    verdict: Verdict
    same_rules: bool
    house: Literal["not_given", "other", "not_used"] | None = None
    differences: tuple[Difference, ...] = ()
    standings: tuple[Difference, ...] = ()
    problems: tuple[str, ...] = ()
    signature: Signature | None = None
    text: Literal["same", "other", "unknown"] | None = None
    redacted: bool = False

    @property
    def holds(self) -> bool:
        """Whether every field comes out the same, and neither a signature nor the text of a document belies them."""
        unsigned = self.signature is not None and not self.signature.valid
        return self.verdict == "holds" and not unsigned and self.text != "other"


def verify(
    report: Assessment, kb: KnowledgeBase, decided: Decided | None = None, *, name: str = "the report"
) -> Verification:
    """Assess the scenario in the receipt of `report` again and say whether it holds under `kb`.

    `decided`: the cases to set beside its uses, if the report does so; by default those that go with `kb`. Raises
    `FairuseError` if the report carries no receipt; `name` is shown in problems.
    """
    verdict: Verdict
    same_rules = report.kb.sha256 == kb.sha256
    try:
        scenario, receipt = with_checked_scenario(report, kb, name)
        cases = decided if any(use.analogies is not None for use in report.uses) else Decided()
        derived = assess(scenario, kb, as_of=report.as_of, forum=report.forum, regimes=receipt.regimes, decided=cases)
    except FairuseError as error:
        if report.receipt is None:
            raise
        problems = tuple(p.message for p in error.problems)
        verdict = "edited" if same_rules else "other_rules"
        return Verification(verdict=verdict, same_rules=same_rules, house=_house(report, kb), problems=problems)
    earlier = receipt.release != VERSION  # what its release did not say yet it is not held to
    left = report.model_dump(mode="json", by_alias=True, exclude_unset=earlier)
    right = derived.model_dump(mode="json", by_alias=True)
    found = [d for d in _differences(left, right, "", earlier) if d.field not in _MAKER]
    content = [d for d in found if not d.field.startswith("kb.")]
    if all("].analogies" in d.field or "].likelihood" in d.field for d in content):
        verdict = "other_cases" if content else "holds"
    elif not same_rules:
        verdict = "other_rules"
    else:
        verdict = "edited" if receipt.release == VERSION else "other_release"
    return Verification(
        verdict=verdict,
        same_rules=same_rules,
        house=_house(report, kb),
        differences=tuple(content),
        standings=tuple(d for d in content if d.field.startswith("uses[") and d.field.endswith("].standing")),
        redacted=is_redacted(scenario),
    )


def _house(report: Assessment, kb: KnowledgeBase) -> Literal["not_given", "other", "not_used"] | None:
    """How the house rules of a report differ from those it is derived under."""
    if report.house is None:
        return None if kb.beneath is None else "not_used"
    if kb.beneath is None:
        return "not_given"
    return None if report.kb.sha256 == kb.sha256 else "other"


def _differences(left: Any, right: Any, path: str, only_said: bool) -> Iterator[Difference]:
    """Every place where two JSON values differ; entries of a list are matched by id where all have one.

    `only_said`: a key that `left` lacks is no difference.
    """
    if isinstance(left, dict) and isinstance(right, dict):
        for key in left if only_said else dict.fromkeys([*left, *right]):
            yield from _differences(left.get(key), right.get(key), f"{path}.{key}" if path else key, only_said)
    elif isinstance(left, list) and isinstance(right, list):
        ours, theirs = _keyed(left), _keyed(right)
        for key in dict.fromkeys([*ours, *theirs]):
            yield from _differences(ours.get(key), theirs.get(key), f"{path}[{key}]", only_said)
        if list(ours) != list(theirs) and ours.keys() == theirs.keys():
            yield Difference(field=f"{path} (order)", report=list(ours), derived=list(theirs))
    elif left != right or type(left) is not type(right):
        yield Difference(field=path, report=left, derived=right)


def _keyed(items: list[Any]) -> Mapping[str, Any]:
    """The entries of a list by what names them (an id, a rule, a fact), or else by their place."""
    for name in ("id", "rule", "fact", "doctrine"):
        keys = [item.get(name) if isinstance(item, dict) else None for item in items]
        if all(isinstance(k, str) for k in keys) and len(set(keys)) == len(keys):
            return dict(zip(map(str, keys), items, strict=True))
    return {str(n): item for n, item in enumerate(items)}
