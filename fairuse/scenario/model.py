"""The frozen values of a scenario: who, which works, which acts, where, as of when; how they are written as YAML."""

from __future__ import annotations

import hashlib
import itertools
import json
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from fairuse.kb.condition import Value
from fairuse.kb.fact import NOTHING
from fairuse.source.files import write_whole
from fairuse.source.yamlsource import YamlPath

#: How a scenario writes that a fact is not known. Leaving the fact out means the same.
UNKNOWN = "unknown"
Basis = Literal["asserted", "documented", "measured"]


class Proof(BaseModel):
    """A file that shows a fact: its name, and the SHA-256 of its content, by which it is known again."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Annotated[str, Field(min_length=1, max_length=255)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Given(BaseModel):
    """A fact as a scenario gives it: the value (or values) alone, or a mapping that also says how it is known.

    `also`: further values, of a list of choices; an empty list is ``none``. `each`: what is said of a value on the list
    by itself, by the names of facts without their group. `by`: who said so; `file`: what shows it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    value: Value
    also: tuple[Value, ...] = ()
    each: dict[str, dict[str, Value]] = {}
    known: Basis = "asserted"
    note: str = ""
    quote: str = ""
    by: str = ""
    file: Proof | None = None

    @property
    def listed(self) -> tuple[Value, ...]:
        """Of a list of choices, what is on it."""
        return () if self.value == NOTHING else (self.value, *self.also)


def _given(raw: Any) -> Any:
    if isinstance(raw, dict) and isinstance(raw.get("value"), list):
        also = raw.get("also", [])
        return {**raw, **_given([*raw["value"], *(also if isinstance(also, list) else [also])])}
    if isinstance(raw, list):
        values = [value for _, value in written(raw)]
        own = {str(i["value"]): {k: v for k, v in i.items() if k != "value"} for i in raw if _says_more(i)}
        listed = {"value": values[0], "also": values[1:]} if values else {"value": NOTHING}
        return {**listed, "each": own} if own else listed
    return raw if isinstance(raw, dict | Given) else {"value": raw}


def written(raw: Any) -> list[tuple[YamlPath, Any]]:
    """Each value of a raw fact with its place in it: alone, in a list, or either of these in a mapping that says more.

    What a list says of one value by itself stands in a mapping, too. An empty list has none.
    """
    if isinstance(raw, dict):
        also = raw.get("also")
        more = [(("also", n), value) for n, value in enumerate(also if isinstance(also, list) else [])]
        return [*((("value", *place), value) for place, value in _in_list(raw.get("value"))), *more]
    return _in_list(raw)


def _in_list(raw: Any) -> list[tuple[YamlPath, Any]]:
    """As `written`, of what stands alone or in a list."""
    if not isinstance(raw, list):
        return [((), raw)]
    return [((n,), item.get("value") if isinstance(item, dict) else item) for n, item in enumerate(raw)]


def _says_more(item: Any) -> bool:
    return isinstance(item, dict) and "value" in item


def _shortest(given: dict[str, Any]) -> Any:
    """A dumped fact as people write it: without a mapping where the values say all."""
    own = given.get("each", {})
    if not set(given) <= {"value", "also", "each"}:
        return given
    listed = [{"value": v, **own[v]} if v in own else v for v in (given["value"], *given.get("also", ()))]
    return listed if len(listed) > 1 or own else listed[0]


Facts = dict[str, Annotated[Given, BeforeValidator(_given)]]


class Held(BaseModel):
    """How a person holds a legal question to come out, in place of the rules. `by`: who; `because`: why."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    value: str
    by: str = ""
    because: str = ""


def _held(raw: Any) -> Any:
    return {"value": raw} if isinstance(raw, str) else raw


HeldIssues = dict[str, Annotated[Held, BeforeValidator(_held)]]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]


def as_names(raw: Any) -> Any:
    """A raw name or list of names, as a list."""
    return [raw] if isinstance(raw, str) else raw


Names = Annotated[tuple[Name, ...], BeforeValidator(as_names)]


class Work(BaseModel):
    """A group of works that share the facts given for them. `same_as`: another group that holds the same works."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    title: str = ""
    same_as: Name | None = None
    facts: Facts = {}


class ActEntry(BaseModel):
    """One act on one or more groups of works. `where`: the laws asked for this act, if not the scenario's.

    `by`: who does it, where several people or firms act; facts about that actor are given with the act. `held`: legal
    questions that a person answers by hand for this act.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    act: str
    id: Name | None = None
    title: str = ""
    by: str = ""
    works: Annotated[Names, Field(min_length=1)]
    where: Names = ()
    facts: Facts = {}
    held: HeldIssues = {}


class Scenario(BaseModel):
    """A described situation. Facts given for an act win over those of its works, and those over the scenario's.

    `where`: the laws asked; if it is not given, the places of the acts choose them. `held`: legal questions that a
    person answers by hand, for every act that raises them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    title: Annotated[str, Field(min_length=1)]
    description: str = ""
    as_of: str | None = None
    forum: str | None = None
    where: Annotated[Names, Field(min_length=1)] = ()
    facts: Facts = {}
    held: HeldIssues = {}
    works: dict[Name, Work]
    acts: Annotated[tuple[ActEntry, ...], Field(min_length=1)]

    @property
    def sha256(self) -> str:
        """A digest of the content, independent of layout and key order in the file."""
        text = json.dumps(self.model_dump(mode="json", exclude_defaults=True), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def act_ids(self) -> tuple[str, ...]:
        """The id of each act: the one given, else the kind of act, numbered where it would repeat."""
        ids: list[str] = []
        for entry in self.acts:
            base = entry.id or entry.act
            numbered = (f"{base}-{n}" for n in itertools.count(2))
            ids.append(base if base not in ids else next(name for name in numbered if name not in ids))
        return tuple(ids)


def dump_scenario(scenario: Scenario) -> str:
    """Return the scenario as YAML that `load_scenario` reads back to an equal value."""
    plain = scenario.model_dump(exclude_defaults=True, mode="json")
    for holder in [plain, *plain.get("works", {}).values(), *plain["acts"]]:
        if "facts" in holder:
            holder["facts"] = {k: _shortest(v) for k, v in holder["facts"].items()}
    return yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def save_scenario(scenario: Scenario, path: Path) -> None:
    """Write the scenario to `path`, whole or not at all."""
    write_whole(path, dump_scenario(scenario).encode())


class _Dumper(yaml.SafeDumper):
    """Quotes only what the reader would otherwise not read as text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
