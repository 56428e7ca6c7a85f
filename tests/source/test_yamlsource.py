"""The YAML reader: what it reads, where it says things stand, and that nothing makes it raise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairuse.source.errors import Location, Problem
from fairuse.source.yamlsource import read_bytes, read_text

MANY = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

TEXT = """\
# a comment
title: A "plain" title
works:
  novels:
    - x
    -   c: [y, "z"]
empty:
late: {a: 1, 'b c': 2}
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (2, 1), None),
        (("title",), (2, 8), (2, 1)),
        (("works",), (4, 3), (3, 1)),
        (("works", "novels"), (5, 5), (4, 3)),
        (("works", "novels", 0), (5, 7), None),
        (("works", "novels", 1), (6, 9), None),
        (("works", "novels", 1, "c"), (6, 12), (6, 9)),
        (("works", "novels", 1, "c", 1), (6, 16), None),
        (("empty",), (7, 7), (7, 1)),
        (("late", "b c"), (8, 21), (8, 14)),
    ],
)
def test_positions(path, value, key):
    source = read_text(TEXT.encode(), "f")
    assert source.locate(path) == Location("f", *value)
    assert source.locate(path, key=True) == Location("f", *(key or value))


def test_a_missing_part_stands_at_its_nearest_ancestor():
    source = read_text(TEXT.encode(), "f")
    assert source.locate(("works", "novels", 1, "d", "e")) == source.locate(("works", "novels", 1))
    assert source.locate(("works", "poems"), key=True) == source.locate(("works",))
    assert source.locate(("nothing",)) == Location("f", 2, 1)


def test_columns_count_characters_and_windows_line_ends_count_once():
    source = read_text("\ufeffä: ü\r\nö: [é, x]\r\n".encode(), "f")
    assert source.value == {"ä": "ü", "ö": ["é", "x"]}
    assert source.locate(("ö", 1)) == Location("f", 2, 8)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2026-11-24", "2026-11-24"),
        ("1", 1),
        ("-3", -3),
        ("007", "007"),
        ("1_000", "1_000"),
        ("0x1f", "0x1f"),
        ("1.5", 1.5),
        ("1.0e+30", 1e30),
        ("1.0e+999", "1.0e+999"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("9" * 19, "9" * 19),
        ("null", None),
        ("~", None),
        ("", None),
        ("'true'", "true"),
        ('"1"', "1"),
        ("|\n  true\n", "true\n"),
    ],
)
def test_scalars(written, value):
    source = read_text(f"a: {written}".encode(), "f")
    assert not source.problems
    assert source.value == {"a": value}
    assert type(source.value["a"]) is type(value)


def test_the_first_of_two_equal_keys_stays_and_the_second_is_still_looked_into():
    source = read_text(b"a: 1\na: {b: &x 2}\n", "f")
    assert source.value is None
    assert [(p.code, p.location.line, p.location.column) for p in source.problems] == [
        ("duplicate-key", 2, 1),
        ("alias", 2, 8),
    ]
    source = read_text(b"a: 1\na: 2\n", "f")
    assert source.value == {"a": 1}


@MANY
@given(st.one_of(st.text(), st.text("[]{}&*!|>%@`'\"-?:,#<~ \n\tab01"), st.text("-: \n\tab[]{}")))
def test_no_text_makes_the_reader_raise(text):
    read_and_check(text.encode("utf-8", "surrogatepass"))


@MANY
@given(st.binary())
def test_no_bytes_make_the_reader_raise(data):
    read_and_check(data)


def read_and_check(data):
    source = read_text(data, "f")
    lines = len(data.decode("utf-8", "replace").splitlines()) + 1
    for problem in source.problems:
        assert isinstance(problem, Problem)
        assert problem.severity == "error"
        assert problem.message.strip()
        assert problem.location.line <= lines


def not_special(text):
    return text != "<<"


PLAIN = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=20
)
NUMBERS = st.integers(-(10**17), 10**17) | st.integers(-(10**6), 10**6).map(lambda n: n / 64)
JSON_LIKE = st.recursive(
    st.none() | st.booleans() | NUMBERS | PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN.filter(not_special), inner, max_size=4),
    max_leaves=12,
)


@MANY
@given(st.dictionaries(PLAIN.filter(not_special), JSON_LIKE, max_size=4))
def test_json_is_read_as_pyyaml_reads_it(value):
    text = json.dumps(value, ensure_ascii=False)
    source = read_text(text.encode(), "f")
    assert not source.problems
    assert source.value == value == yaml.safe_load(text)


@MANY
@given(st.dictionaries(PLAIN.filter(not_special), JSON_LIKE, max_size=4), st.booleans())
def test_what_pyyaml_writes_is_read_back(value, flow):
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True)
    source = read_text(text.encode(), "f")
    assert not [p for p in source.problems if p.code != "alias"]  # PyYAML writes equal parts once
    if not source.problems:
        assert source.value == value


def test_reading_stops_at_the_limit(tmp_path):
    path = tmp_path / "big"
    path.write_bytes(b"x" * 5_000_000)
    assert len(read_bytes(path)) == 4_000_001


def test_a_device_without_end_is_too_large():
    source = read_text(read_bytes(Path("/dev/zero")), "f")
    assert [p.code for p in source.problems] == ["too-large"]
