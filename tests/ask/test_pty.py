"""An interview on a real terminal: what is typed, what is seen in 80 columns, and what a kill leaves."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys

import pytest

from fairuse.scenario.file import load_scenario
from tests.conftest import TESTS

#: Longer than any machine takes to ask the next question of the little law; reached only if something is wrong.
PATIENCE = 180  # seconds; the law may have to be compiled first, on a machine that is busy


def typed(path, lines, *, end, **env):
    """Run the command on a terminal of 80 columns, type each line when the prompt before it is seen; what was shown."""
    pid, terminal = pty.fork()
    if pid == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell may have run the tests with it ignored
        os.environ.update(COLUMNS="80", LINES="24", **({"NO_COLOR": "1", "TERM": "dumb"} | env))
        words = ["ask", "-o", str(path), "--rules", str(TESTS / "data/kb"), "--as-of", "2020-01-01", "--quiet"]
        os.execv(sys.executable, [sys.executable, "-m", "fairuse", *words])
    shown = ""
    for prompt, line in lines:
        seen = len(shown)
        while prompt not in shown[seen:]:
            assert select.select([terminal], [], [], PATIENCE)[0], shown
            shown += os.read(terminal, 4096).decode()
        if line is not None:
            os.write(terminal, line.encode() + b"\r")
    if end is not None:
        os.kill(pid, end)
    try:
        while more := os.read(terminal, 4096):
            shown += more.decode()
    except OSError:  # the other side is gone
        pass
    os.close(terminal)
    return shown, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


BEGIN = [("be called? ", "My case"), ("by commas: ", "2"), ("few words) ", "novels"), ("[Nonprofit user] ", "?")]


def test_an_interview_on_a_terminal(tmp_path, kb):
    path = tmp_path / "s.yaml"
    shown, code = typed(path, [*BEGIN, ("[Nonprofit user] ", "yes"), ("[Source of the copy] ", "q")], end=None)
    assert code == 0
    assert "Schools are; businesses are not." in shown
    assert "So far: " in shown
    assert max(len(line) for line in shown.splitlines() if str(path) not in line) <= 80  # the path is as long as it is
    assert "\x1b" not in shown
    assert load_scenario(path, kb).facts["who.nonprofit"].value is True


@pytest.mark.parametrize("no_colour", ["", "1"])
def test_a_terminal_that_can_more_has_colour_and_lines_to_edit(tmp_path, kb, no_colour):
    pytest.importorskip("prompt_toolkit")
    path = tmp_path / "s.yaml"
    edited = "ne\x7fo\x1b[D\x1b[3~\x7fyes"  # back over letters, left, delete: what is left is "yes"
    steps = [
        *((prompt.strip(), line) for prompt, line in BEGIN[:-1]),
        ("[Nonprofit user]", edited),
        ("[Source of the copy]", "q"),
    ]
    more = {"TERM": "xterm-256color", "NO_COLOR": no_colour, "PROMPT_TOOLKIT_NO_CPR": "1"}
    shown, code = typed(path, steps, end=None, **more)
    assert code == 0
    assert load_scenario(path, kb).facts["who.nonprofit"].value is True
    assert ("\x1b[36m" in shown) is not bool(no_colour)


def test_a_kill_or_an_interrupt_loses_nothing_that_was_answered(tmp_path, kb):
    for end in (signal.SIGINT, signal.SIGKILL):
        path = tmp_path / f"{end}.yaml"
        shown, code = typed(path, [*BEGIN, ("[Nonprofit user] ", "yes"), ("[Source of the copy] ", None)], end=end)
        assert code == (130 if end == signal.SIGINT else -end)
        assert ("--resume goes on with it" in " ".join(shown.split())) is (end == signal.SIGINT)
        assert load_scenario(path, kb).facts["who.nonprofit"].value is True
