"""A batch on a cluster: the same bytes as on one machine, whatever becomes of a worker."""

from __future__ import annotations

import shutil
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairuse.batch import cluster, outputs, run, table
from fairuse.batch.evaluate import Options
from fairuse.batch.inputs import arrow
from fairuse.batch.mapping import MappingFile
from fairuse.source.errors import FairuseError
from tests.batch.rows import random_rows, write


@pytest.fixture
def plan(kb, kb_dir, tmp_path, monkeypatch):
    """A table in twelve parts of uneven row groups."""
    monkeypatch.setattr(table, "CHUNK", 5)
    path = write(tmp_path / "t.parquet", random_rows(kb, 58, seed=5))
    pq.write_table(pq.read_table(path), path, row_group_size=7)
    options = Options("2026-11-24")
    return run.Plan((path,), "parquet", outputs.COLUMNS, options, rules=kb_dir)


def on_one(plan, kb, path):
    run.run(plan, path, kb, jobs=1, resume=False, step=lambda *_: None)
    return path.read_bytes()


def test_a_piece_has_the_rows_of_a_chunk(plan, kb):
    (path,) = plan.inputs
    meanings = MappingFile().meanings(kb)
    pieces = list(cluster.pieces(plan))
    assert [(p.number, p.start, p.rows) for p in pieces][-2:] == [(10, 50, 5), (11, 55, 3)]
    for (whole, _), piece in zip(arrow.chunks(path, meanings, 0), pieces, strict=True):
        own = arrow.piece(path, meanings, piece.start, piece.rows)
        assert (own.first, own.rows, list(own.columns)) == (whole.first, whole.rows, list(whole.columns))
        for name, column in own.columns.items():
            assert [column.at(n) for n in range(own.rows)] == [whole.columns[name].at(n) for n in range(whole.rows)]
    assert [p.number for p in cluster.pieces(plan, (0, 8))] == [9, 10, 11]


def test_an_engine_that_answers_piece_by_piece_gives_the_same_bytes(plan, kb, tmp_path):
    def engine(plan, after):
        for piece in cluster.pieces(plan, after):
            yield run.Item(piece.input, piece.number, cluster._size(piece), piece.share), cluster.answered(piece, plan)

    expected = on_one(plan, kb, tmp_path / "one.parquet")
    run.run(plan, tmp_path / "two.parquet", kb, jobs=1, resume=False, step=lambda *_: None, engine=engine)
    assert (tmp_path / "two.parquet").read_bytes() == expected


def test_record_batches_are_answered_one_after_another(plan, kb, tmp_path):
    on_one(plan, kb, tmp_path / "one.parquet")
    batches = pq.read_table(plan.inputs[0]).to_batches(max_chunksize=9)
    answers = pa.Table.from_batches(list(cluster.answer_records(batches, plan, str(plan.inputs[0]))))
    whole = pq.read_table(tmp_path / "one.parquet")
    assert answers.column_names == whole.column_names
    assert {field.type for field in answers.schema} == {pa.string(), pa.int64()}
    assert answers.to_pylist() == whole.to_pylist()


def test_what_cannot_be_read_in_parts_is_said(plan, tmp_path):
    (tmp_path / "t.csv").write_text("act\noutput\n")
    other = run.Plan((tmp_path / "t.csv",), "csv", outputs.COLUMNS, Options("2026-11-24"))
    with pytest.raises(FairuseError, match="a cluster reads Parquet files and scenario files"):
        list(cluster.pieces(other))


def test_an_engine_that_there_is_not(fairuse, plan, tmp_path):
    ran = fairuse("batch", plan.inputs[0], "-o", tmp_path / "o.csv", "--engine", "rai")
    assert (ran.code, ran.err) == (
        2, "--engine: error no engine 'rai'; did you mean 'ray'? (local or ray) [bad-option]\n"
    )  # fmt: skip


@pytest.mark.filterwarnings("ignore")  # Ray warns of its own use of what it gave up
def test_two_workers_of_ray_one_of_which_is_killed(plan, kb, tmp_path):
    """Two nodes of a real cluster on this machine; one is killed when the first part is there."""
    reason = "the extra 'cluster' is not installed: too heavy for every run; pip install 'fairuse[cluster]'"
    ray = pytest.importorskip("ray", reason=reason)
    cluster_utils = pytest.importorskip("ray.cluster_utils")
    expected = on_one(plan, kb, tmp_path / "one.parquet")
    nodes = cluster_utils.Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        workers = [nodes.add_node(num_cpus=1) for _ in range(2)]
        ray.init(address=nodes.address, log_to_driver=False, logging_level="error")
        parts = []

        def step(item, done):
            parts.append(item.number)
            if len(parts) == 1:
                nodes.remove_node(workers[0], allow_graceful=False)

        run.run(plan, tmp_path / "ray.parquet", kb, jobs=1, resume=False, step=step, engine=cluster.on_ray)
    finally:
        ray.shutdown()
        nodes.shutdown()
    assert parts == list(range(12))
    assert (tmp_path / "ray.parquet").read_bytes() == expected


@pytest.mark.filterwarnings("ignore")  # Spark warns of its own use of what others gave up
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark_answers_by_record_batches(plan, kb, tmp_path, monkeypatch):
    reason = "pyspark is not installed: too heavy for every run of the tests"
    sql = pytest.importorskip("pyspark.sql", reason=reason)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    on_one(plan, kb, tmp_path / "one.parquet")
    own = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    spark = sql.SparkSession.builder.master("local[2]").config(map=own).getOrCreate()
    try:
        uses = spark.read.parquet(str(plan.inputs[0]))
        uses = uses.toDF(*(name.replace(".", "__") for name in uses.columns))
        answers = uses.mapInArrow(lambda b: cluster.answer_records(b, plan), cluster.records_schema(plan)).collect()
    finally:
        spark.stop()
    whole = pq.read_table(tmp_path / "one.parquet").to_pylist()
    told = ["act", "standing", "because", "factors", "rules", "open_facts", "error"]
    assert sorted(tuple(row[name] for name in told) for row in answers) == sorted(
        tuple(row[name].replace(str(plan.inputs[0]), "") for name in told) for row in whole
    )
