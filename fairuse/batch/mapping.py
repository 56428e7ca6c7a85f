"""What the columns of a table mean: facts by their own names, or by a mapping file that renames and recodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from fairuse.kb.fact import FactDef
from fairuse.kb.model import KnowledgeBase
from fairuse.scenario.model import Names
from fairuse.scenario.names import check_facts, fact_problem
from fairuse.source.errors import FairuseError, Location, Problem, did_you_mean
from fairuse.source.validation import problems_of
from fairuse.source.yamlsource import Source, YamlPath, read_file

#: What a row says beside facts: which row it is, the act and the works, and which law is asked of it.
OWN = ("id", "act", "works", "where", "forum", "as_of", "unreadable")
#: Those of them that are only handed on.
LABELS = ("id", "works")
#: Other names under which people have these columns.
_ALSO = {
    "row_id": "id",
    "use": "id",
    "work": "works",
    "jurisdiction": "where",
    "law": "where",
    "regime": "where",
    "place": "where",
    "date": "as_of",
}
#: Cells of text that say nothing, whatever the column.
EMPTY = ("",)


class MappedColumn(BaseModel):
    """What one column holds (`means`), and what its cells mean where they are not values of that: `values`."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    means: str
    values: dict[str, Any] = {}


def _mapped(raw: Any) -> Any:
    return {"means": raw} if isinstance(raw, str) else raw


class MappingFile(BaseModel):
    """A mapping file. `columns`: what each column means; `ignore`: those that say nothing here; `always`: what is so of
    every row; `empty`: cells of text that stand for nothing given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, title="Mapping")

    columns: dict[str, Annotated[MappedColumn, BeforeValidator(_mapped)]] = {}
    ignore: Names | tuple[str, ...] = ()
    always: dict[str, Any] = {}
    empty: tuple[str, ...] = ()

    def meanings(self, kb: KnowledgeBase) -> Meanings:
        """What columns mean under this mapping."""
        return Meanings(kb, self.columns, frozenset(self.ignore), self.always, frozenset((*EMPTY, *self.empty)))


@dataclass(frozen=True)
class Meaning:
    """What a column holds: one of `OWN`, or a fact. `values`: what cells mean that are not values of it."""

    name: str
    fact: FactDef | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Meanings:
    """What any column means. `always`: what is so of every row, by `OWN` names and facts."""

    kb: KnowledgeBase
    columns: Mapping[str, MappedColumn] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()
    always: Mapping[str, Any] = field(default_factory=dict)
    empty: frozenset[str] = frozenset(EMPTY)

    def of(self, column: str) -> Meaning | None:
        """What a column means; None if it is left out. Raises `KeyError` with the reason if nobody has said."""
        if column in self.ignore:
            return None
        mapped = self.columns.get(column)
        name = mapped.means if mapped else column
        own = name if name in OWN else _ALSO.get(name.lower(), "")
        if own and (own == name or name not in self.kb.facts):
            return Meaning(own, None, mapped.values if mapped else {})
        name = name.removeprefix("facts.")
        if reason := _no_meaning(name, self.kb):
            raise KeyError(reason)
        return Meaning(name, self.kb.facts[name], mapped.values if mapped else {})

    def problems(self, columns: Iterable[str]) -> list[tuple[str, str]]:
        """The columns that have no meaning, or the same as another one, each with the reason."""
        found: list[tuple[str, str]] = []
        taken = {name: "is given for every row, too (always)" for name in self.always}
        for column in columns:
            try:
                meaning = self.of(column)
            except KeyError as error:
                found.append((column, error.args[0]))
                continue
            if meaning is not None and meaning.name in taken:
                found.append((column, f"{meaning.name} {taken[meaning.name]}; say one of the two"))
            elif meaning is not None:
                taken[meaning.name] = f"is also what column '{column}' means"
        return found


def _no_meaning(name: str, kb: KnowledgeBase) -> str | None:
    """Why a name is neither a fact nor something else that a row says; None if it is a fact."""
    if (reason := fact_problem(name, kb)) is None:
        return None
    if "did you mean" not in reason:
        reason += did_you_mean(name, (*OWN, *_ALSO))
    return f"{reason}; a mapping may say what the column means, or ignore it (fairuse batch --init)"


def load_mapping(path: Path, kb: KnowledgeBase) -> MappingFile:
    """Read a mapping file. Raises `FairuseError` with every problem found."""
    source = read_file(path, str(path))
    if source.value is None and source.problems:
        raise FairuseError(source.problems)
    raw = source.value if isinstance(source.value, dict) else {}
    if not isinstance(source.value, dict):
        source.problem((), "bad-file", "a mapping file is a mapping with columns, ignore, always and empty")
    if isinstance(raw.get("ignore"), str):
        raw["ignore"] = [raw["ignore"]]
    mapping: MappingFile | None = None
    try:
        mapping = MappingFile.model_validate(raw)
    except ValidationError as error:
        problems_of(error, source, (), MappingFile)
    if mapping is not None:
        _check(mapping, mapping.meanings(kb), source)
    if source.problems or mapping is None:
        raise FairuseError(source.problems)
    return mapping


def _check(mapping: MappingFile, meanings: Meanings, source: Source) -> None:
    """Record a problem for each name in a mapping that means nothing, and each value that is none."""
    for column, mapped in mapping.columns.items():
        at = ("columns", column, "means") if ("columns", column, "means") in source.starts else ("columns", column)
        if column in mapping.ignore:
            source.problem(at, "bad-value", f"column '{column}' is also among those to ignore")
        try:
            meaning = meanings.of(column) if column not in mapping.ignore else None
        except KeyError as error:
            source.problem(at, "unknown-fact", error.args[0].split("; a mapping may")[0])
            continue
        if meaning is None or meaning.fact is None:
            continue
        for cell, value in mapped.values.items():
            _check_value(meaning.name, value, ("columns", column, "values", cell), meanings.kb, source)
    for name, value in mapping.always.items():
        if value is None:
            source.problem(("always", name), "bad-value", f"{name} has no value; say what is so of every row")
        if value is None or name in OWN:
            continue
        if reason := fact_problem(name, meanings.kb):
            reason += "" if "did you mean" in reason else did_you_mean(name, OWN)
            source.problem(("always", name), "unknown-fact", reason, key=True)
        else:
            _check_value(name, value, ("always", name), meanings.kb, source)


def _check_value(name: str, value: Any, at: YamlPath, kb: KnowledgeBase, source: Source) -> None:
    """Record, at its place in a mapping, what is wrong with a value that is given for a fact."""
    alone = Source(source.path)
    check_facts({name: value}, alone, kb, ())
    source.problems += [Problem(source.locate(at), p.code, p.message) for p in alone.problems]


def at_columns(problems: Iterable[tuple[str, str]], columns: Iterable[str], file: str) -> list[Problem]:
    """Problems with columns of a table, each at its place in the first line."""
    places = {column: number for number, column in enumerate(columns, 1)}
    return [Problem(Location(file, 1, places[column]), "unknown-column", reason) for column, reason in problems]
