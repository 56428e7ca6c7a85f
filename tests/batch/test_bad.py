"""Malformed tables: each gives clear problems, in their place, and nothing is guessed, lost or left half done."""

from __future__ import annotations

import json
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairuse.batch import inputs
from fairuse.batch.evaluate import Options, evaluate
from fairuse.batch.inputs import text
from fairuse.batch.mapping import MappingFile
from fairuse.source.errors import FairuseError
from tests.batch.rows import random_rows, write

GOOD = b'{"act": "training", "use.purpose": "new", "copy.words": 1}\n'
HEAD = b"act,use.purpose,copy.words,who.nonprofit\n"

#: What a line of JSON may hold, and the beginning of what is said of it.
LINES = {
    b"{": "1:2: error this is not JSON: expecting property name enclosed in double quotes",
    b"[]": '1:1: error a row is an object, such as {"act": "training"}',
    b"null": "1:1: error a row is an object",
    b'"act"': "1:1: error a row is an object",
    b'{"act": "training"} {}': "1:21: error this is not JSON: extra data",
    b'{"act": "training", "act": "output"}': "1:1: error 'act' is given twice",
    b'{"act": NaN}': "1:1: error NaN is not a number; leave out what is unknown",
    b'{"copy.words": -Infinity}': "1:1: error -Infinity is not a number",
    b'{"act": "training", "copy.words": 1e999}': "1:1: error copy.words takes a number from 0 to 100000 (words), not i",
    b'{"act": "tr\xffining"}': "1:12: error this is not UTF-8",
    b"\xff\xfe{\x00": "1:1: error this is not UTF-8",
    b'{"act": "train\x00ing"}': "1:15: error this is not JSON: invalid control character at",
    b"[" * 5000: "1:1: error nested too deep",
    b'{"a":{"b":{"c":{"d":{"e":1}}}}}': "1:1: error nested more than 4 levels deep",
    b'{"act": "trainin"}': "1:1: error there is no act 'trainin'; did you mean 'training'?",
    b'{"act": ["training"]}': "1:1: error there is no act '['training']'",
    b'{"act": 1}': "1:1: error there is no act '1'",
    b'{"use.purpose": "new"}': "1:1: error 'act' is missing",
    b'{"act": ""}': "1:1: error 'act' is missing",
    b'{"act": "training", "use.purpos": "new"}': "1:1: error there is no fact 'use.purpos'; did you mean 'use.purpose'",
    b'{"act": "training", "use.purpose": "nwe"}': "1:1: error use.purpose takes one of same, further, new, not 'nwe'",
    b'{"act": "training", "use.purpose": 1}': "1:1: error use.purpose takes one of same, further, new, not 1",
    b'{"act": "training", "use.purpose": true}': "1:1: error use.purpose takes one of same, further, new, not true",
    b'{"act": "training", "use.purpose": ["new", "same"]}': "1:1: error use.purpose takes one of",
    b'{"act": "training", "use.purpose": [{"value": "new"}]}': "1:1: error a table takes values alone",
    b'{"act": "training", "who.nonprofit": "maybe"}': "1:1: error who.nonprofit takes true or false, not 'maybe'",
    b'{"act": "training", "who.nonprofit": 1}': "1:1: error who.nonprofit takes true or false, not 1",
    b'{"act": "training", "copy.words": "many"}': "1:1: error copy.words takes a number from 0 to 100000",
    b'{"act": "training", "copy.words": -1}': "1:1: error copy.words takes a number from 0 to 100000 (words), not -1",
    b'{"act": "training", "copy.words": true}': "1:1: error copy.words takes a number",
    b'{"act": "training", "copy.words": "1,000"}': "1:1: error copy.words takes a number from 0 to 100000",
    b'{"act": "training", "where": "mars"}': "1:1: error no law is known for 'mars'",
    b'{"act": "training", "forum": "xx.nrth"}': "1:1: error there is no forum or court 'xx.nrth'; did you mean 'xx.",
    b'{"act": "training", "as_of": "tomorrow"}': "1:1: error 'tomorrow' is not a date; write it as 2026-11-24",
    b'{"act": "training", "as_of": "2026-02-30"}': "1:1: error there is no day 2026-02-30",
}  # fmt: skip


@pytest.fixture
def batch(fairuse):
    def run(path, *words):
        ran = fairuse("batch", path, "-o", "-", "--quiet", *words)
        assert (ran.code in (0, 1), ran.err) == (True, "")
        return [json.loads(line) for line in ran.out.splitlines()]

    return run


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_a_bad_line_is_an_error_in_its_place(line, batch, tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_bytes(GOOD + line + b"\n" + GOOD)
    before, bad, after = batch(path)
    assert (before["standing"], after["standing"], bad["standing"]) == ("permitted", "permitted", "")
    assert (before["row"], bad["row"], after["row"]) == (1, 2, 3)
    assert bad["error"].startswith(f"{path}:2{LINES[line][1:]}")


def test_all_that_is_wrong_with_a_row_is_said_at_once(batch, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(HEAD + b"trainin,nwe,-1,maybe\n")
    (row,) = batch(path)
    assert [part.split(": ")[0] for part in row["error"].split("; " + str(path))] == [
        f"{path}:2:1",
        ":2:2",
        ":2:3",
        ":2:4",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"training,new", "2:1: error 2 cells, where the header names 4 columns"),
        (b"training,new,1,true,x", "2:1: error 5 cells, where the header names 4 columns"),
        (b"training,n\xe9w,1,true", "2:2: error this is not UTF-8"),
        (b'training,"ne"w,1,true', "2:1: error this is not CSV: ',' expected after '\"'"),
        (b"training,NEW,1,true", "2:2: error use.purpose takes one of same, further, new, not 'NEW'"),
        (b"training,new,1e400,true", "2:3: error copy.words takes a number from 0 to 100000 (words), not inf"),
        (b"training,new,nan,true", "2:3: error copy.words takes a number from 0 to 100000 (words), not 'nan'"),
        (b"training,new,0x10,true", "2:3: error copy.words takes a number"),
        (b"training,new,1,1", "2:4: error who.nonprofit takes true or false, not '1'"),
        (b"training,=new,1,true", "2:2: error use.purpose takes one of same, further, new, not '=new'"),
        (b",,,", "2:1: error 'act' is missing"),
        (b"training," + b"x" * 200_000 + b",1,true", "2:1: error this is not CSV: field larger than field limit"),
        (b"training," + b"x" * 10_000_000 + b",1,true", "2:1: error this is not UTF-8, or a line too long"),
    ],
    ids=range(13),
)  # fmt: skip
def test_a_bad_row_of_csv_is_an_error_in_its_place(line, said, batch, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(HEAD + line + b"\ntraining,new,1,yes\n")
    bad, after = batch(path)
    assert bad["error"].startswith(f"{path}:{said}")
    assert (after["row"], after["standing"]) == (2, "permitted")


def test_a_quotation_mark_that_is_never_closed(batch, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(HEAD + b'training,new,1,true\ntraining,"new,1,true\ntraining,new,1,true\n')
    good, bad = batch(path)
    assert good["standing"] == "permitted"
    assert bad["error"] == f"{path}:3:1: error this is not CSV: unexpected end of data [bad-csv]"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "1:1: error there is no header: the first row names the columns"),
        (b"act,,use.purpose\n", "1:2: error column 2 has no name"),
        (b"act,act\n", "1:2: error 'act' twice"),
        (b"act,\xff\n", "1:1: error the header is not UTF-8"),
        (b'a"c"t,b\n"x', "1:1: error there is no fact 'a\"c\"t'"),
        (b"\xef\xbb\xbfact;use.purpose\n", "1:1: error there is no fact 'act;use.purpose'"),
    ],
)
def test_a_bad_header_is_said_before_any_row_is_read(content, said, fairuse, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    ran = fairuse("batch", path, "-o", tmp_path / "out.csv")
    assert (ran.code, ran.err.splitlines()[0].startswith(f"{path}:{said}")) == (2, True), ran.err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("keep", [0, 4, 100, 0.5, 0.99])
@pytest.mark.parametrize("ending", ["parquet", "arrow"])
def test_a_file_that_breaks_off_is_said_to(keep, ending, fairuse, tmp_path):
    path = write(tmp_path / f"t.{ending}", [{"act": "training", "use.purpose": "new"}] * 50)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep) if isinstance(keep, float) else keep])
    ran = fairuse("batch", path, "-o", "-", "--quiet")
    assert ran.code in (1, 2)
    said = ran.err or json.loads(ran.out.splitlines()[-1])["error"]
    assert said.startswith(f"{path}")
    assert "cannot be read as" in said


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (pa.array([float("nan")]), "copy.words is not a number (NaN); leave the cell empty if it is unknown"),
        (pa.array([None], pa.null()), None),
        (pa.array([2**62]), "copy.words takes a number from 0 to 100000 (words), not 4611686018427387904"),
        (pa.array([True]), "copy.words takes a number from 0 to 100000 (words), not true"),
        (pa.array([b"12"]), "copy.words takes a number from 0 to 100000 (words), not b'12'"),
        (pa.array([[1, 2]]), "copy.words takes a number from 0 to 100000 (words), not a list"),
        (pa.array(["12"]), None),
        (pa.array(["12"]).dictionary_encode(), None),
        (pa.array([12], pa.decimal128(5)), "copy.words takes a number from 0 to 100000 (words), not Decimal('12')"),
        (pa.array([86400], pa.date32()), "copy.words takes a number"),
        (
            pa.array([b"\xff"]).cast(pa.string(), safe=False),
            "copy.words takes a number from 0 to 100000 (words), not b",
        ),
    ],
)
def test_a_column_of_another_type(column, said, batch, tmp_path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"act": ["training"], "copy.words": column}), path)
    (row,) = batch(path)
    assert (row["error"] == "") if said is None else row["error"].startswith(f"{path}:1:2: error {said}"), row["error"]


def test_a_line_without_end_is_not_held(batch, tmp_path, monkeypatch):
    monkeypatch.setattr(text, "LONGEST_LINE", 1000)
    path = tmp_path / "t.jsonl"
    path.write_bytes(GOOD + b'{"act": "' + b"x" * 5000 + b'"}\n' + GOOD)
    before, bad, after = batch(path)
    assert bad["error"] == f"{path}:2:1: error a row of more than 1,000 bytes [too-large]"
    assert before["standing"] == after["standing"] == "permitted"


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_half_a_character_is_handed_on(ending, fairuse, tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"act": "training", "id": "\\ud800"}\n{"act": "no\\ud800", "\\ud800": 1}\n')
    ran = fairuse("batch", path, "-o", tmp_path / f"o.{ending}")
    assert (ran.code, ran.err) == (1, "1 answer, 1 error\n")


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet", "arrow", "ipc"])
def test_bytes_that_are_otherwise_never_end_in_a_defect(ending, kb, tmp_path):
    """Forty files of each kind with some bytes otherwise, left out or said twice: rows, errors, or a problem."""
    draw = random.Random(0)
    good = write(tmp_path / f"good.{ending}", random_rows(kb, 20, seed=8)).read_bytes()
    meanings = MappingFile().meanings(kb)
    outcomes = set()
    for number in range(40):
        path = tmp_path / f"t{number}.{ending}"
        path.write_bytes(spoilt(good, draw))
        try:
            inputs.check(path, meanings)
            answers = [evaluate(chunk, meanings, Options("2026-11-24")) for chunk, _ in inputs.chunks(path, meanings)]
            outcomes.update(bool(answer.error) for given in answers for answer in given.kinds)
        except FairuseError as error:
            outcomes.add("problem" if str(path) in str(error) else "a problem without its place")
    assert outcomes <= {True, False, "problem"}
    assert len(outcomes) > 1


def spoilt(data, draw):
    """Data with a few bytes changed, or a piece of it left out or doubled."""
    at, end = sorted(draw.randrange(len(data)) for _ in range(2))
    end = min(end, at + 200)
    kind = draw.randrange(4)
    if kind == 0:
        return data[:at] + data[end:]
    if kind == 1:
        return data[:end] + data[at:]
    if kind == 2:
        return data[:at]
    changed = bytearray(data)
    for _ in range(8):
        changed[draw.randrange(len(data))] = draw.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_rows_with_one_id_are_warned_of_and_answered(ending, fairuse, tmp_path):
    path = write(tmp_path / f"t.{ending}", [{"id": name, "act": "output"} for name in ("a", "b", "a", "", "", "a")])
    ran = fairuse("batch", path, "-o", tmp_path / "out.csv")
    assert (ran.code, len((tmp_path / "out.csv").read_text().splitlines())) == (0, 7)
    line = 4 if ending == "csv" else 3
    said = f"{path}:{line}:1: warning 'a' is also the id of row 1, and 1 more rows have the id of an earlier one"
    assert ran.err.splitlines()[0] == f"{said} [duplicate-id]"
