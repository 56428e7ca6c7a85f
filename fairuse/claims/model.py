"""The claims people make about AI and copyright, as ``seeds/claims.yaml`` holds them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, ValidationError

from fairuse.answer.likened import Frozen
from fairuse.kb.condition import Value
from fairuse.kb.entry import Day, EntryId, Text
from fairuse.kb.model import KnowledgeBase
from fairuse.knowledge import data_dir
from fairuse.source.errors import FairuseError, Location, Problem, did_you_mean
from fairuse.source.validation import problems_of
from fairuse.source.yamlsource import read_file

Stage = Literal["acquisition", "training", "model", "output", "deployment", "policy"]
#: What the law makes of a claim as it is put; a claim of policy is no law.
Verdict = Literal["right", "wrong", "partly", "open", "policy"]
#: What a use makes of a claim: the issues on which it rests come out for it, against it, or are open.
Gives = Literal["holds", "fails", "depends", "no_law"]


class ClaimPoint(Frozen):
    """One sentence on a claim with the authorities that bear it out: what `is_` right in it, wrong, and so on."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    is_: Annotated[Literal["right", "wrong", "open", "policy", "abroad"], Field(alias="is")]
    says: Text
    cites: Annotated[tuple[str, ...], Field(min_length=1)]


class Claim(Frozen):
    """A claim, how people say it, what is right and wrong in it, and what decides it.

    `holds`: how issues of a use under `law`, of acts of kind `act`, come out where the claim holds there (all of them),
    `fails`: where it fails (any of them). `about`: where acts of its kind are of many sorts,
    only a case that tells each of these facts by one of these values raises it. `named`: the way to put it by which a
    report names it, where the shortest would not fit every case that raises it. `gives`: what its own `scenario` makes
    of it, in the `use` named. `seed`: the documents that bring it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: EntryId
    seed: Text
    stage: Stage
    issue: Text
    claim: Text
    said: Annotated[tuple[Text, ...], Field(min_length=2)]
    named: Text | None = None
    scenario: str | None = None
    use: str | None = None
    act: str | None = None
    about: dict[str, tuple[Value, ...]] = {}
    law: str | None = None
    decides: tuple[str, ...] = ()
    holds: dict[str, tuple[str, ...]] = {}
    fails: dict[str, tuple[str, ...]] = {}
    gives: Gives
    verdict: Verdict
    points: Annotated[tuple[ClaimPoint, ...], Field(min_length=1)]
    for_: Annotated[tuple[str, ...], Field(alias="for")] = ()
    against: tuple[str, ...] = ()
    since: Day

    @property
    def in_brief(self) -> str:
        """It in the fewest words in which people put it, or as it is to be `named`."""
        return self.named or min(self.said, key=len)

    @property
    def asks(self) -> tuple[str, ...]:
        """The issues on which it turns."""
        return tuple(dict.fromkeys((*self.decides, *self.holds, *self.fails)))

    @property
    def authorities(self) -> tuple[str, ...]:
        """Every authority that it names, each once."""
        return tuple(dict.fromkeys((*self.for_, *self.against, *(name for p in self.points for name in p.cites))))


@lru_cache(maxsize=1)
def _read() -> tuple[dict[str, Claim], tuple[tuple[str, ...], ...]]:
    path = data_dir("seeds") / "claims.yaml"
    source = read_file(path, "seeds/claims.yaml")
    found: dict[str, Claim] = {}
    told = source.value if isinstance(source.value, dict) else {}
    for number, item in enumerate(told.get("claims", ())):
        try:
            claim = Claim.model_validate(item)
        except ValidationError as error:
            problems_of(error, source, ("claims", number), Claim)
            continue
        if claim.id in found:
            source.problem(("claims", number, "id"), "duplicate-id", f"'{claim.id}' stands twice")
        found[claim.id] = claim
    if source.problems:
        raise FairuseError(source.problems)
    return found, tuple(tuple(str(line).split()) for line in told.get("alike", ()))


def load_claims() -> dict[str, Claim]:
    """The claims that ship, by id, in the order of their file. Raises `FairuseError` with every problem found."""
    return _read()[0]


def load_alike() -> tuple[tuple[str, ...], ...]:
    """Groups of words that mean much the same where people argue about this; a word may be in several."""
    return _read()[1]


def claim_named(name: str, kb: KnowledgeBase | None = None) -> Claim:
    """The claim of an id. Raises `FairuseError` with the nearest right spelling.

    `kb`: the law that it is to be read with; it is then an error if that lacks what the claim names.
    """
    claims = load_claims()
    if name not in claims:
        hint = did_you_mean(name, claims) or "; 'fairuse claims search' finds one by what people say"
        raise FairuseError([Problem(Location("claims"), "unknown-id", f"there is no claim '{name}'{hint}")])
    if kb is not None and (lacking := list(unknown_names(claims[name], kb))):
        place = Location(f"claims/{name}")
        raise FairuseError(Problem(place, "other-law", f"it is about other law than this: {why}") for why in lacking)
    return claims[name]


def unknown_names(claim: Claim, kb: KnowledgeBase) -> Iterator[str]:
    """What a claim names that the law of `kb` has not, each in words."""
    for name in claim.authorities:
        if name not in kb.authorities:
            yield f"there is no authority '{name}'{did_you_mean(name, kb.authorities)}"
    if claim.act is not None and claim.act not in kb.acts:
        yield f"there is no act '{claim.act}'{did_you_mean(claim.act, kb.acts)}"
    if claim.law is not None and claim.law not in kb.regimes:
        yield f"there is no law '{claim.law}'{did_you_mean(claim.law, kb.regimes)}"
    for name, told in claim.about.items():
        if name not in kb.facts:
            yield f"there is no fact '{name}'{did_you_mean(name, kb.facts)}"
        elif not all(map(kb.facts[name].accepts, told)):
            yield f"{name} has no value among these: {', '.join(map(str, told))}"
    for name in claim.asks:
        if name not in kb.issues:
            yield f"there is no issue '{name}'{did_you_mean(name, kb.issues)}"
            continue
        values = {*claim.holds.get(name, ()), *claim.fails.get(name, ())}
        for value in sorted(values - set(kb.issues[name].scale)):
            yield f"{name} has no value '{value}'{did_you_mean(value, kb.issues[name].scale)}"
