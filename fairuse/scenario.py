"""The scenario file: who, which works, which acts, where, as of when. Read, checked against the vocabulary, written."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import json
import re
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from fairuse.errors import FairuseError, Location, Problem, nearest
from fairuse.files import write_whole
from fairuse.kb.condition import Value
from fairuse.kb.model import FactDef, KnowledgeBase
from fairuse.validation import problems_of, shown
from fairuse.yamlsource import Source, YamlPath, read_file, read_text

#: How a scenario writes that a fact is not known. Leaving the fact out means the same.
UNKNOWN = "unknown"
Basis = Literal["asserted", "documented", "measured"]


class Given(BaseModel):
    """A fact as a scenario gives it: the value (or values) alone, or a mapping that also says how it is known.

    `also`: further values, of a fact that takes several.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    value: Value
    also: tuple[Value, ...] = ()
    known: Basis = "asserted"
    note: str = ""
    quote: str = ""


def _given(raw: Any) -> Any:
    if isinstance(raw, list) and raw:
        return {"value": raw[0], "also": raw[1:]}
    return raw if isinstance(raw, dict | Given) else {"value": raw}


def _shortest(given: dict[str, Any]) -> Any:
    """A dumped fact as people write it: without a mapping where the values say all."""
    if not set(given) <= {"value", "also"}:
        return given
    return [given["value"], *given["also"]] if "also" in given else given["value"]


Facts = dict[str, Annotated[Given, BeforeValidator(_given)]]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]


def _names(raw: Any) -> Any:
    return [raw] if isinstance(raw, str) else raw


Names = Annotated[tuple[Name, ...], BeforeValidator(_names)]


class Work(BaseModel):
    """A group of works that share the facts given for them."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    title: str = ""
    facts: Facts = {}


class ActEntry(BaseModel):
    """One act on one or more groups of works. `where`: the laws asked for this act, if not the scenario's."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    act: str
    id: Name | None = None
    title: str = ""
    works: Annotated[Names, Field(min_length=1)]
    where: Names = ()
    facts: Facts = {}


class Scenario(BaseModel):
    """A described situation. Facts given for an act win over those of its works, and those over the scenario's.

    `where`: the laws asked; if it is not given, the places of the acts choose them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    title: Annotated[str, Field(min_length=1)]
    description: str = ""
    as_of: str | None = None
    forum: str | None = None
    where: Annotated[Names, Field(min_length=1)] = ()
    facts: Facts = {}
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


def load_scenario(path: Path | str, kb: KnowledgeBase, *, shown: str | None = None) -> Scenario:
    """Read a scenario file and check it against the vocabulary of `kb`.

    Raises `FairuseError` with every problem found.
    """
    return _checked(read_file(Path(path), shown or str(path)), kb)


def parse_scenario(data: bytes, name: str, kb: KnowledgeBase) -> Scenario:
    """Read a scenario from bytes (a pipe, a form). `name` is shown in problems."""
    return _checked(read_text(data, name), kb)


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


def _checked(source: Source, kb: KnowledgeBase) -> Scenario:
    if source.problems and source.value is None:
        raise FairuseError(source.problems)
    if not isinstance(source.value, dict):
        source.problem((), "bad-file", "a scenario is a mapping with title, works and acts")
        raise FairuseError(source.problems)
    scenario: Scenario | None = None
    check_names(source, kb)
    try:
        scenario = Scenario.model_validate(source.value)
    except ValidationError as error:
        problems_of(error, source, (), Scenario)
    if source.problems or scenario is None:
        raise FairuseError(source.problems)
    return scenario


def check_names(source: Source, kb: KnowledgeBase) -> None:
    """Check every name and value of a raw scenario against `kb`, so that one bad part does not hide another."""
    raw = source.value
    if isinstance(raw.get("as_of"), str | int | float):
        check_day(str(raw["as_of"]), source, ("as_of",))
    _check_places(raw, source, kb)
    check_facts(raw.get("facts"), source, kb, ("facts",))
    works = raw.get("works")
    work_names = list(works) if isinstance(works, dict) else []
    for name in work_names:
        if isinstance(works[name], dict):
            check_facts(works[name].get("facts"), source, kb, ("works", name, "facts"))
    acts = raw.get("acts")
    for number, entry in enumerate(acts if isinstance(acts, list) else []):
        if not isinstance(entry, dict):
            continue
        kind = entry.get("act")
        if isinstance(kind, str) and kind not in kb.acts:
            hint = nearest(kind, kb.acts) or f"; the acts are {', '.join(kb.acts)}"
            source.problem(("acts", number, "act"), "unknown-act", f"there is no act '{kind}'{hint}")
        check_facts(entry.get("facts"), source, kb, ("acts", number, "facts"))
        _check_where(entry, source, kb, ("acts", number))
        named = _names(entry.get("works"))
        for place, work in enumerate(named if isinstance(named, list) else []):
            if isinstance(work, str) and work not in work_names:
                at: YamlPath = ("acts", number, "works", place)
                hint = nearest(work, work_names) or f"; this scenario has {', '.join(work_names) or 'none'}"
                source.problem(at, "unknown-work", f"the act names works '{work}' that are not described{hint}")


def check_day(text: str, source: Source, path: YamlPath) -> None:
    """Record a problem if `text` is not a day that exists, written ``YYYY-MM-DD``."""
    if reason := day_problem(text):
        source.problem(path, "bad-date", reason)


def day_problem(text: str) -> str | None:
    """Say why `text` is not a day written ``YYYY-MM-DD``; None if it is one."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return f"'{text}' is not a date; write it as 2026-11-24"
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return f"there is no day {text}"
    return None


def _check_places(raw: dict[str, Any], source: Source, kb: KnowledgeBase) -> None:
    forum = raw.get("forum")
    if isinstance(forum, str) and (reason := forum_problem(forum, kb)):
        source.problem(("forum",), "unknown-forum", reason)
    _check_where(raw, source, kb, ())


def _check_where(raw: dict[str, Any], source: Source, kb: KnowledgeBase, path: YamlPath) -> None:
    where = _names(raw.get("where"))
    for place, name in enumerate(where if isinstance(where, list) else []):
        if isinstance(name, str) and (reason := where_problem(name, kb)):
            at: YamlPath = ("where", place) if isinstance(raw.get("where"), list) else ("where",)
            source.problem((*path, *at), "unknown-regime", reason)


def forum_problem(name: str, kb: KnowledgeBase) -> str | None:
    """Say why `name` is not a forum of any regime; None if it is one."""
    forums = {f for regime in kb.regimes.values() for f in regime.forums}
    if name in forums:
        return None
    return f"there is no forum '{name}'{nearest(name, forums) or '; the forums are ' + ', '.join(sorted(forums))}"


def where_problem(name: str, kb: KnowledgeBase) -> str | None:
    """Say why `name` is neither a jurisdiction nor a regime; None if it is one."""
    known = {"all", *(place for r in kb.regimes.values() for place in r.places)}
    if name in known:
        return None
    return f"no law is known for '{name}'{nearest(name, known) or '; known are ' + ', '.join(sorted(known))}"


def check_facts(raw: Any, source: Source, kb: KnowledgeBase, path: YamlPath) -> None:
    """Record a problem for every fact of a raw mapping that the vocabulary lacks, or whose value it does not allow."""
    for name, given in raw.items() if isinstance(raw, dict) else ():
        at = (*path, name)
        if reason := fact_problem(name, kb):
            source.problem(at, "unknown-fact", reason, key=True)
            continue
        if isinstance(given, dict) and "value" not in given:
            continue  # the model says that it is missing
        _check_values(kb.facts[name], given, source, at)


def _check_values(fact: FactDef, given: Any, source: Source, at: YamlPath) -> None:
    values: list[tuple[YamlPath, Any]] = [(at, given)]
    if isinstance(given, dict):
        also = given.get("also")
        more = enumerate(also if isinstance(also, list) else [])
        values = [((*at, "value"), given["value"]), *(((*at, "also", n), v) for n, v in more)]
    elif isinstance(given, list) and fact.recorded_as and given:
        values = [((*at, n), v) for n, v in enumerate(given)]
    for place, value in values:
        if reason := value_problem(fact, value):
            source.problem(place, "bad-value", reason)
    if len(values) > 1 and not fact.recorded_as:
        source.problem(at, "bad-value", f"{fact.id} takes one value")
    elif len(values) > 1 and (alone := [v for _, v in values if v == UNKNOWN or not fact.recorded_as.get(v)]):
        source.problem(at, "bad-value", f"'{alone[0]}' stands alone for {fact.id}")


def fact_problem(name: str, kb: KnowledgeBase) -> str | None:
    """Say why `name` is not a fact of the vocabulary; None if it is one."""
    if name in kb.facts:
        return None
    synonyms = {s: f.id for f in kb.facts.values() for s in f.synonyms}
    hint = f"; did you mean '{synonyms[name]}'?" if name in synonyms else nearest(name, kb.facts)
    return f"there is no fact '{name}'{hint}"


def value_problem(fact: FactDef, value: Any) -> str | None:
    """Say why `value` cannot be given for `fact`; None if it can (``unknown`` always can)."""
    if value == UNKNOWN or fact.accepts(value):
        return None
    if value is None:
        return f"{fact.id} has no value; write '{UNKNOWN}' or leave the fact out"
    hint = ""
    if fact.type == "boolean" and isinstance(value, str):
        hint = {"yes": "; write true", "no": "; write false"}.get(value.lower(), nearest(value, ["true", "false"]))
    elif fact.type == "number" and isinstance(value, str):
        plain = re.sub(r"[,_' ](?=\d{3})", "", value)
        hint = f"; write {plain}" if plain != value and plain.isdecimal() else ""
    elif isinstance(value, str):
        hint = nearest(value, fact.values)
    elif fact.type in ("choice", "ordinal") and isinstance(value, bool):
        hint = "; this fact is not a yes/no question"
    return f"{fact.id} takes {fact.expects()}, not {shown(value)}{hint}"


def option_problem(option: str, reason: str) -> FairuseError:
    """A problem with a command-line option, in the same form as one in a file."""
    return FairuseError([Problem(Location(option), "bad-option", reason)])
