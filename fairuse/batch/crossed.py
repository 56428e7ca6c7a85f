"""How rows stand by what they say: each fact that has few values, and the file, against the worst answer of a row."""

from __future__ import annotations

from collections import Counter

import numpy as np

from fairuse.answer.result import standing_rank
from fairuse.batch.encode import Encoded
from fairuse.batch.evaluate import Answers
from fairuse.batch.table import Chunk
from fairuse.kb.model import STANDINGS

#: Rows by a fact (or `FILE`), its value, and the standing of the worst answer.
Crossed = Counter[tuple[str, str, str]]
FILE = "file"
#: A column with more values than this sorts rows into none that a person would look through.
MOST_VALUES = 200


def crossed(chunk: Chunk, encoded: Encoded, given: Answers) -> Crossed:
    """Count the rows of a chunk that have an answer."""
    none = len(STANDINGS)
    ranks = np.array([standing_rank(a.standing) if a.standing else none for a in given.kinds], dtype=np.intp)
    worst = np.full(chunk.rows, none, dtype=np.intp)
    if len(ranks):
        np.minimum.at(worst, given.rows, ranks[given.number])
    found: Crossed = Counter()
    for rank, standing in enumerate(STANDINGS):
        rows = worst == rank
        if rows.any():
            found[FILE, chunk.file, standing] += int(rows.sum())
            for fact, said in encoded.said.items():
                if len(said.values) <= MOST_VALUES:
                    counts = np.bincount(said.codes[rows] + 1, minlength=len(said.values) + 1)[1:].tolist()
                    named = zip(said.values, counts, strict=True)
                    found.update({(fact, _text(value), standing): n for value, n in named if n and value is not None})
    return found


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
