"""Rows of uses for tests: random ones of any law, and how the chain side answers them."""

from __future__ import annotations

import csv
import json
import random

import pyarrow as pa
import pyarrow.parquet as pq

from fairuse.answer.assess import assess_alone
from fairuse.batch.answer import answers_of
from fairuse.batch.encode import Saying, as_given
from fairuse.batch.evaluate import Options, evaluate, scenario_of
from fairuse.batch.laws import Wanted
from fairuse.batch.mapping import MappingFile
from fairuse.batch.table import Chunk, TableColumn

DAY = "2026-11-24"


def random_rows(kb, count, *, seed, known=0.3, acts=(), where=()):
    """Rows as JSON lines would have them. What stands on a list is not given by itself, too."""
    draw = random.Random(seed)
    facts = [fact for fact in kb.facts.values() if not fact.derived]
    rows = []
    for _ in range(count):
        row = {"act": draw.choice(acts or list(kb.acts))}
        if where and draw.random() < 0.6:
            row["where"] = draw.choice(where)
        row |= {fact.id: some_value(fact, kb, draw) for fact in facts if draw.random() < known}
        for fact in facts:
            if fact.id in row:
                for part in (part for parts in fact.parts.values() for part in parts):
                    row.pop(part, None)
        rows.append(row)
    return rows


def some_value(fact, kb, draw):
    if draw.random() < 0.05:
        return "unknown"
    if fact.type == "boolean":
        return draw.choice([True, False])
    if fact.type == "choices":
        return draw.sample(list(fact.values), draw.randint(0, min(3, len(fact.values)))) or "none"
    if fact.type == "licence":
        return draw.choice([*kb.licences, "nothing known"])
    if fact.type == "year":
        return draw.choice([1890, 1925, 1960, 1990, 2019])
    if fact.type == "number":
        return draw.choice([n for n in (0, 1, 2.5, 100, 5000) if fact.accepts(n)])
    return draw.choice(list(fact.values))


def chunk_of(rows, file="t.jsonl"):
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: TableColumn.of([row.get(name) for row in rows], len(rows)) for name in names}
    return Chunk(file, 1, len(rows), columns)


def on_columns(rows, kb, **wanted):
    """The answers to each row, by the columns side."""
    given = evaluate(chunk_of(rows), MappingFile().meanings(kb), Options(DAY, wanted=Wanted(**wanted)))
    found = [[] for _ in rows]
    for row, number in zip(given.rows.tolist(), given.number.tolist(), strict=True):
        found[row].append(given.kinds[number])
    return found


def on_chain(rows, kb, **wanted):
    """The same as `assess` gives them."""
    saying = Saying(chunk_of(rows), MappingFile().meanings(kb))
    found = []
    for row in range(len(rows)):
        said = saying.row(row)
        facts = {name: as_given(value) for name, value in said.items() if name in kb.facts}
        answers = answers_of(assess_alone(scenario_of(said, facts), kb, as_of=DAY), kb)
        found.append([Wanted(**wanted).of(answer._replace(works="")) for answer in answers])
    return found


def write(path, rows):
    """Write rows in the format of the file's ending."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    elif path.suffix in (".csv", ".tsv"):
        with path.open("w", newline="") as stream:
            writer = csv.writer(stream, delimiter="\t" if path.suffix == ".tsv" else ",")
            writer.writerows([names, *([_cell(row.get(name)) for name in names] for row in rows)])
    else:
        table = pa.table({name: pa.array([_alike(row.get(name), rows, name) for row in rows]) for name in names})
        if path.suffix == ".parquet":
            pq.write_table(table, path)
        else:
            opened = pa.ipc.new_stream if path.suffix == ".ipc" else pa.ipc.new_file
            with opened(path, table.schema) as writer:
                writer.write_table(table, max_chunksize=5)
    return path


def _cell(value):
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _alike(value, rows, name):
    """A column has one type: text where values are of several."""
    if value is None or len({type(row[name]) for row in rows if name in row}) == 1:
        return value
    return _cell(value)
