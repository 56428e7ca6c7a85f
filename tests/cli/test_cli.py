"""The command line: exit codes, what goes where, and no traceback for any input."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys

import jsonschema
import pytest
import typer.main

from fairuse import __version__, cli
from fairuse.cli import common
from fairuse.scenario.file import parse_scenario
from fairuse.schemas import schema
from tests.conftest import TESTS


def commands(group, path=()):
    """Every command of the program, as the words that call it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


COMMANDS = list(commands(typer.main.get_command(cli.command_line())))
STANDINGS = "not_permitted, likely_not_permitted, uncertain, likely_permitted, permitted, no_permission_needed"
BROKEN = sorted((TESTS / "bad/scenario").glob("*.yaml"))


def start(*words, **options):
    """Start the program as a user does, with the rules of `tests/data/kb`."""
    environment = {**os.environ, "FAIRUSE_RULES": str(TESTS / "data/kb"), **options.pop("env", {})}
    command = [sys.executable, "-m", "fairuse", *map(str, words)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environment, **{**pipes, **options})


@pytest.fixture
def novel(scenarios):
    return scenarios / "novel.yaml"


@pytest.fixture
def bare(scenarios):
    return scenarios / "bare.yaml"


# --- real processes


def test_a_report_goes_to_standard_output_alone(novel):
    process = start("assess", novel)
    out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert out.decode().startswith("A school trains on novels\n")
    assert b"\x1b" not in out


def test_problems_go_to_standard_error_alone_and_end_with_2():
    process = start("assess", *(path.name for path in BROKEN), cwd=BROKEN[0].parent)
    out, err = process.communicate()
    assert (process.returncode, out) == (2, b"")
    said = set(err.decode().splitlines())
    assert said == {line for path in BROKEN for line in path.with_suffix(".expected").read_text().splitlines()}


def test_a_reader_that_has_seen_enough_is_no_error(novel):
    for words, code in [
        (("assess", novel), 0),
        (("assess", novel, "--fail-on", "uncertain"), 1),
        (("schema", "assessment"), 0),
        (("check", TESTS / "data/kb"), 0),
        (("facts", "list"), 0),
    ]:
        process = start(*words)
        process.stdout.close()
        process.stdin.close()
        err = process.stderr.read().decode()
        process.stderr.close()
        assert process.wait() == code
        assert "Error" not in err
        assert "Traceback" not in err


def test_an_interrupted_interview_keeps_what_was_answered(tmp_path, kb):
    path = tmp_path / "s.yaml"
    # a shell may have run the tests with interrupts ignored, which children inherit
    process = start("ask", "-o", path, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    process.stdin.write(b"T\n2\nnovels\nyes\n")
    process.stdin.flush()
    while not (line := process.stderr.readline()).startswith(b"2. "):  # the second question: the first is answered
        assert line, "it ended before"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode not in (0, 1, 2, 70)
    assert b"Traceback" not in err
    assert parse_scenario(path.read_bytes(), kb, name="f").facts["who.nonprofit"].value is True


def test_an_internal_error_is_owned_up_to_without_a_traceback(fairuse, bare, monkeypatch):
    def fail(*_):
        raise RuntimeError("oops")

    monkeypatch.setattr(common, "emit", fail)
    ran = fairuse("assess", bare)
    assert (ran.code, ran.out) == (70, "")
    assert ran.err.startswith("fairuse: internal error: RuntimeError: oops\nThis is a defect.")
    monkeypatch.setenv("FAIRUSE_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["fairuse", "assess", str(bare)])
    with pytest.raises(RuntimeError):
        cli.main()


# --- in this process


def test_every_broken_file_alone_gives_its_lines(fairuse, monkeypatch):
    monkeypatch.chdir(BROKEN[0].parent)
    for path in BROKEN:
        ran = fairuse("assess", path.name, "--format", "json")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == path.with_suffix(".expected").read_text()


def test_good_files_are_reported_though_others_are_broken(fairuse, bare, novel):
    ran = fairuse("assess", bare, BROKEN[0], novel)
    assert ran.code == 2
    assert "Nothing is known\n" in ran.out
    assert "A school trains on novels\n" in ran.out
    assert ran.err.startswith(str(BROKEN[0]))


def test_a_file_of_reports_is_written_whole_or_not_at_all(fairuse, bare, tmp_path):
    report = tmp_path / "r.md"
    report.write_text("old")
    ran = fairuse("assess", bare, BROKEN[0], "-f", "markdown", "-o", report)
    assert (ran.code, ran.out, report.read_text()) == (2, "", "old")
    ran = fairuse("assess", bare, "-f", "markdown", "-o", report)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert report.read_text().startswith("# Nothing is known\n")
    ran = fairuse("assess", bare, "-o", tmp_path / "no/r.md")
    assert ran.code == 2
    assert ran.err == f"{tmp_path}/no/r.md: error cannot be written: No such file or directory [not-written]\n"
    assert [p.name for p in tmp_path.iterdir()] == ["r.md"]


def test_standard_input(fairuse, bare):
    ran = fairuse("assess", "-", stdin=bare.read_bytes())
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == fairuse("assess", bare).out
    ran = fairuse("assess", "-", stdin=b"title: T\n")
    assert ran.code == 2
    assert ran.err == (
        "<stdin>:1:1: error 'acts' is missing [missing-key]\n<stdin>:1:1: error 'works' is missing [missing-key]\n"
    )
    ran = fairuse("assess", "-", stdin=b"x" * 5_000_000)
    assert ran.err == "<stdin>: error larger than 4 MB; is this the right file? [too-large]\n"


def test_json_is_as_its_schema_says(fairuse, novel, bare):
    printed = json.loads(fairuse("schema", "assessment").out)
    assert printed == schema("assessment")
    jsonschema.Draft202012Validator.check_schema(printed)
    report = json.loads(fairuse("assess", novel, "-f", "json").out)
    jsonschema.validate(report, printed, cls=jsonschema.Draft202012Validator)
    assert report["format_version"] == 2
    assert [use["id"] for use in report["uses"]] == [
        "training/novels/xx.law",
        "training/tables/xx.law",
        "output/novels/xx.law",
    ]
    lines = fairuse("assess", novel, bare, "-f", "json").out.splitlines()
    assert [json.loads(line)["scenario"]["title"] for line in lines] == [
        "A school trains on novels",
        "Nothing is known",
    ]
    assert json.loads(lines[0]) == report


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (["--format", "markdwn"], ["--format: error no report format 'markdwn'; did you mean 'markdown'?"]),
        (
            ["--fail-on", "likely_permited"],
            [f"--fail-on: error no standing 'likely_permited'; did you mean 'likely_permitted'? (one of {STANDINGS})"],
        ),
        (["--as-of", "2020-02-30"], ["--as-of: error there is no day 2020-02-30"]),
        (["--forum", "xx.nort"], ["--forum: error there is no forum or court 'xx.nort'; did you mean 'xx.north'?"]),
        (["--regime", "xx.lav"], ["--regime: error no law is known for 'xx.lav'; did you mean 'xx.law'?"]),
        (
            ["--regime", "mars", "--as-of", "soon", "--forum", "Hague"],
            [
                "--as-of: error 'soon' is not a date; write it as 2026-11-24",
                "--forum: error there is no forum or court 'Hague'; the forums are xx.north, xx.south, xx.west",
                "--regime: error no law is known for 'mars'; known are all, us, xx.law",
            ],
        ),
    ],
)
def test_an_option_with_a_wrong_value(words, lines, fairuse, bare):
    ran = fairuse("assess", bare, *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "".join(f"{line} [bad-option]\n" for line in lines)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ([], "Usage: fairuse"),
        (["asess"], "Did you mean 'assess'"),
        (["assess"], "Missing argument 'FILE'"),
        (["assess", "x", "--fromat", "json"], "No such option: --fromat"),
        (["batch", "x"], "--output: error where to?"),
        (["ask"], "Missing option '--output'"),
    ],
)
def test_wrong_usage_ends_with_2(words, part, fairuse):
    ran = fairuse(*words)
    assert ran.code == 2
    assert part in ran.out + ran.err
    assert ran.out == "" or not words


@pytest.mark.parametrize(
    ("standing", "code"),
    [("not_permitted", 0), ("uncertain", 1), ("likely_permitted", 1), ("no_permission_needed", 1)],
)
def test_a_gate_fails_at_its_standing_or_worse(standing, code, fairuse, bare):
    ran = fairuse("assess", bare, "--fail-on", standing)
    assert ran.code == code
    assert ran.out.startswith("Nothing is known\n")
    assert ran.err == (f"{bare}: output/texts/us: uncertain\n" if code else "")
    ran = fairuse("assess", bare, "--fail-on", standing, "--quiet")
    assert (ran.code, ran.out) == (code, "")
    assert ran.err == (f"{bare}: output/texts/us: uncertain\n" if code else "")


@pytest.fixture
def reporting(novel, tmp_path, fairuse):
    """The words of each command that prints a report, and the exit code it ends with."""
    reports = [tmp_path / "a.json", tmp_path / "b.json"]
    folder = tmp_path / "watched"
    folder.mkdir()
    shutil.copy(novel, folder)
    for path, day in zip(
        [*reports, folder / "novel.report.json"], ("2009-01-01", "2020-01-01", "2009-01-01"), strict=True
    ):
        fairuse("assess", novel, "--as-of", day, "-f", "json", "-o", path)
    return {
        "assess": (["assess", novel], 0),
        "against": (["assess", novel, "--as-of", "2009-01-01", "--against", "2020-01-01"], 0),
        "whatif": (["whatif", novel], 0),
        "whynot": (["whynot", novel, "standing=permitted", "--use", "output/novels/xx.law"], 0),
        "compare": (["compare", *reports], 0),
        "watch": (["watch", folder], 1),
    }


@pytest.mark.parametrize("command", ["assess", "against", "whatif", "whynot", "compare", "watch"])
def test_quiet_keeps_text_back_and_nothing_else(command, reporting, fairuse, tmp_path):
    words, code = reporting[command]
    for form in ("terminal", "markdown"):
        loud = fairuse(*words, "-f", form)
        assert (loud.code, loud.err) == (code, "")
        assert loud.out
        quiet = fairuse(*words, "-f", form, "--quiet")
        assert (quiet.code, quiet.out, quiet.err) == (code, "", "")
        for name in ("r.txt", "-"):
            written = fairuse(*words, "-f", form, "-o", tmp_path / name if name != "-" else name, "-q")
            assert (written.code, written.err) == (code, "")
            assert (written.out or (tmp_path / name).read_text()) == loud.out
    assert fairuse(*words, "-f", "json", "-q") == fairuse(*words, "-f", "json")
    help_text = " ".join(fairuse(words[0], "--help").out.replace("│", " ").split())
    assert "Print no report; JSON and files are still written." in help_text


def test_quiet_hides_no_problem(fairuse, reporting, bare):
    watched = reporting["watch"][0][1]
    (watched / "bad.yaml").write_text("title: T\n")
    ran = fairuse("watch", watched, "--quiet")
    assert (ran.code, ran.out) == (2, "")
    assert "'acts' is missing" in ran.err
    ran = fairuse("assess", BROKEN[0], bare, "--quiet")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(str(BROKEN[0]))
    ran = fairuse("whynot", bare, "standing=permited", "--quiet")
    assert (ran.code, "did you mean 'permitted'" in ran.err) == (2, True)


def test_a_gate_does_not_hide_a_broken_file(fairuse, bare):
    assert fairuse("assess", bare, BROKEN[0], "--fail-on", "uncertain").code == 2


def test_forum_and_day_reach_the_answer(fairuse, novel):
    def answer(*words):
        report = json.loads(fairuse("assess", novel, "-f", "json", *words).out)
        return report["as_of"], report["forum"], report["uses"][0]["standing"]

    assert answer() == ("2020-01-01", None, "uncertain")
    assert answer("--forum", "xx.north") == ("2020-01-01", "xx.north", "permitted")
    assert answer("--as-of", "2009-01-01") == ("2009-01-01", None, "permitted")


def test_no_law_for_what_is_asked(fairuse, bare):
    ran = fairuse("assess", "-", stdin=bare.read_bytes() + b"where: xx.law\n")
    assert ran.code == 0
    ran = fairuse("assess", bare, "--rules", TESTS / "data/none")
    assert ran.err == f"{TESTS}/data/none: error there is no such folder of rules [no-such-folder]\n"
    assert ran.code == 2


def test_a_folder_without_rules(fairuse, bare, tmp_path):
    (tmp_path / "folder.yaml").mkdir()
    for words in (["assess", bare, "--rules", tmp_path], ["check", tmp_path]):
        ran = fairuse(*words)
        assert ran.err == f"{tmp_path}: error there are no rule files (*.yaml) in this folder [no-rules]\n"
        assert ran.code == 2


class Terminal:
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_only_on_a_terminal_that_wants_it(environment, coloured, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert common.colour() is False
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert common.colour() is coloured


def test_a_terminal_report_is_coloured_and_a_file_never(fairuse, bare, tmp_path, monkeypatch):
    monkeypatch.setattr(common, "colour", lambda: True)
    assert "\x1b[" in fairuse("assess", bare).out
    assert "\x1b[" not in fairuse("assess", bare, "-f", "markdown").out
    fairuse("assess", bare, "-o", tmp_path / "r.txt")
    assert "\x1b[" not in (tmp_path / "r.txt").read_text()


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_terminal_report_keeps_to_the_width(columns, fairuse, novel, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    assert max(map(len, fairuse("assess", novel).out.splitlines())) <= columns


def test_version(fairuse):
    ran = fairuse("--version")
    assert (ran.code, ran.out) == (0, f"fairuse {__version__}\n")


def test_the_three_ways_of_use_are_there(fairuse):
    assert {("assess",), ("ask",), ("batch",), ("check",), ("schema",)} <= set(COMMANDS)
    assert "Not legal advice" in fairuse("--help").out


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_has_an_example(words, fairuse):
    for flag in ("--help", "-h"):
        ran = fairuse(*words, flag)
        assert (ran.code, ran.err) == (0, "")
        assert re.search(rf"Examples?:\s+fairuse {' '.join(words)}\b", ran.out)
