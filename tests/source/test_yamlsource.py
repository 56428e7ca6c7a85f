"""The YAML reader: what it reads, where it says things stand, and that nothing makes it raise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairuse.source import yamlsource
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
    source = read_text(b"a: 1\na: {b: !x 2}\n", "f")
    assert source.value == {"a": 1}
    assert [(p.code, p.location.line, p.location.column) for p in source.problems] == [
        ("duplicate-key", 2, 1),
        ("tag", 2, 8),
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
    text = yaml.safe_dump([value, value], default_flow_style=flow, allow_unicode=True)  # the second as an alias
    source = read_text(text.encode(), "f")
    assert not source.problems
    assert source.value == [value, value]


# --- anchors and aliases

SHARED = """\
acts:
  - facts: &facts {a: 1, b: [x, &y z]}
  - facts: *facts
  - {facts: {c: *y, d: &none , e: *none}}
"""


def test_an_alias_stands_for_the_value_of_its_anchor():
    source = read_text(SHARED.encode(), "f")
    assert not source.problems
    assert source.value == yaml.safe_load(SHARED)
    first, second, third = (act["facts"] for act in source.value["acts"])
    assert first == second == {"a": 1, "b": ["x", "z"]}
    assert third == {"c": "z", "d": None, "e": None}
    assert second is not first
    assert second["b"] is not first["b"]  # each may be worked on by itself


@pytest.mark.parametrize("path", [(), ("a",), ("b",), ("b", 0), ("b", 1), ("b", 7)])
def test_all_of_an_aliased_value_stands_at_the_alias(path):
    source = read_text(SHARED.encode(), "f")
    alias = Location("f", 3, 12)
    assert source.locate(("acts", 1, "facts", *path)) == alias
    assert source.locate(("acts", 0, "facts", *path)).line == 2
    if path:
        assert source.locate(("acts", 1, "facts", *path), key=True) == alias
    assert source.locate(("acts", 1, "facts"), key=True) == Location("f", 3, 5)
    assert source.locate(("acts", 2, "facts", "c")) == Location("f", 4, 17)


def problems(text):
    return [(p.location.line, p.location.column, p.message) for p in read_text(text.encode(), "f").problems]


def test_every_alias_that_cannot_be_read_is_named_and_nothing_is_made_of_the_rest():
    text = "a: &a [*a, *b]\nb: [*c]\nc: {<<: *a, x: !!str 1}\nd: &a 1"
    assert read_text(text.encode(), "f").value is None
    assert problems(text) == [
        (1, 8, "*a stands inside its own anchor (line 1)"),
        (1, 12, "there is no anchor &b before this"),
        (2, 5, "there is no anchor &c before this"),
        (3, 5, "merge keys (<<) are not read; write the entries out"),
        (3, 16, "tags (!!str) are not read; write the plain value"),
        (4, 4, "the anchor &a stands twice (first on line 1)"),
    ]


def listed(count):
    return "[" + ", ".join(["x"] * count) + "]"


def test_what_is_repeated_is_small():
    assert problems(f"a: &a {listed(199)}\nb: *a") == []  # the list itself counts
    assert problems(f"a: &a {listed(200)}\nb: *a") == [(2, 4, "*a repeats more than 200 values; write them out")]
    inner = f"a: &a {listed(98)}\nb: &b [*a"  # what its aliases stand for counts, too
    assert problems(f"{inner}, {listed(98)}]\nc: *b") == []
    assert problems(f"{inner}, {listed(99)}, x]\nc: *b") == [(3, 4, "*b repeats more than 200 values; write them out")]


def test_a_file_may_repeat_a_thousand_times():
    assert problems("a: &a x\nb:\n" + "- *a\n" * 1000) == []
    text = "a: &a x\nb:\n" + "- *a\n" * 1001
    assert problems(text) == [(1003, 3, "more than 1,000 aliases; write the values out")]
    text = "b:\n" + "- *a\n" * 5000
    assert len(problems(text)) == 1001  # those that cannot be read count as well


def test_what_aliases_stand_for_counts_among_the_values_of_the_file(monkeypatch):
    monkeypatch.setattr(yamlsource, "MAX_NODES", 1000)
    text = f"a: &a {listed(99)}\nb: [" + "*a, " * 20 + "]"
    assert problems(text) == [(2, 5 + 4 * 8, "more than 1,000 values")]


def test_what_aliases_stand_for_counts_in_the_depth():
    deep = "a: &a " + "[" * 20 + "]" * 20
    assert problems(f"{deep}\nb: " + "[" * 20 + "*a" + "]" * 20) == []
    text = f"{deep}\nb: " + "[" * 21 + "*a" + "]" * 21
    assert problems(text) == [(2, 25, "nested more than 40 levels deep")]


def test_an_alias_bomb_costs_no_more_than_a_short_file(monkeypatch):
    made = []
    repeated = yamlsource._Builder._repeated

    def counted(self, *args):
        made.append(1)
        return repeated(self, *args)

    monkeypatch.setattr(yamlsource._Builder, "_repeated", counted)
    lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 50)]
    source = read_text("\n".join(lines).encode(), "bomb")
    assert source.value is None
    assert {p.code for p in source.problems} == {"alias"}
    assert len(source.problems) == 9
    assert len(made) < 1_000  # of the 9 to the power of 50 that it asks for


def test_reading_stops_at_the_limit(tmp_path):
    path = tmp_path / "big"
    path.write_bytes(b"x" * 5_000_000)
    assert len(read_bytes(path)) == 4_000_001


def test_a_device_without_end_is_too_large():
    source = read_text(read_bytes(Path("/dev/zero")), "f")
    assert [p.code for p in source.problems] == ["too-large"]
