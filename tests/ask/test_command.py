"""`fairuse ask`: what it saves and says, what it starts from, and what it cannot go on with."""

from __future__ import annotations

from functools import partial

import pytest

from fairuse.scenario.file import load_scenario
from fairuse.scenario.model import Given
from tests.ask.test_ask import DAY, WHOLE
from tests.installed import law


@pytest.fixture
def ship(fairuse):
    """Run the command line with the rules that ship."""
    return partial(fairuse, ships=True)


def test_the_command_saves_after_each_answer_and_ends_in_the_report(fairuse, kb, tmp_path):
    path = tmp_path / "s.yaml"
    ran = fairuse("ask", "-o", path, "--as-of", DAY, stdin="\n".join(WHOLE[:-2]).encode())
    assert ran.code == 0
    assert ran.out.startswith("My case\n")
    assert "Is the user nonprofit?" in ran.err
    assert ran.err.endswith(f"Stopped; what was answered is kept.\nSaved as {path}.\n")
    assert len(load_scenario(path, kb).acts[0].facts) == 2
    ran = fairuse("ask", "-o", path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"{path}: error this file exists; use --resume to go on with it, or another name [bad-option]\n"
    ran = fairuse("ask", "-o", path, "--resume", "--quiet", "--as-of", DAY, stdin=b"no\nfurther\n")
    assert (ran.code, ran.out) == (0, "")
    assert load_scenario(path, kb).acts[0].facts["output.shown"] == Given(value=False)


def test_the_command_without_an_answer_keeps_nothing(fairuse, tmp_path):
    ran = fairuse("ask", "-o", tmp_path / "s.yaml", stdin=b"")
    assert ran.code == 2
    assert ran.err.endswith("Stopped before an act was named; nothing to keep.\n")
    assert list(tmp_path.iterdir()) == []


def test_bytes_that_are_not_text_end_nothing(fairuse, kb, tmp_path):
    path = tmp_path / "s.yaml"
    ran = fairuse("ask", "-o", path, stdin=b"M\xff\n2\nnovels\nq\n")
    assert ran.code == 0
    assert load_scenario(path, kb).title == "M\ufffd"


def test_resuming_what_is_not_there(fairuse, tmp_path):
    ran = fairuse("ask", "-o", tmp_path / "s.yaml", "--resume")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"{tmp_path}/s.yaml: error there is no such file [no-such-file]\n"


def test_what_cannot_be_written_is_said_before_anything_is_asked(fairuse, tmp_path):
    ran = fairuse("ask", "-o", tmp_path / "none" / "s.yaml", stdin=b"T\n2\nnovels\n")
    assert ran.code == 2
    assert ran.err == f"{tmp_path}/none/s.yaml: error cannot be written: No such file or directory [not-written]\n"
    fairuse("ask", "-o", tmp_path / "s.yaml", stdin=b"")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("pirated-librery-training", "; did you mean 'pirated-library-training'?"),
        ("none.md", "none.md cannot be read: No such file or directory"),
        ("none.yaml", "there is no such file"),
    ],
)
def test_what_an_interview_cannot_start_from(ship, what, says, tmp_path):
    ran = ship("ask", "-o", tmp_path / "s.yaml", "--from", what, stdin=b"")
    assert ran.code == 2
    assert says in ran.err
    assert list(tmp_path.iterdir()) == []


def test_an_interview_starts_from_an_example_a_file_or_a_card(ship, tmp_path):
    first, second, third = (tmp_path / f"{n}.yaml" for n in "abc")
    ran = ship("ask", "-o", first, "--from", "pirated-library-training", "--quiet", stdin=b"/\n1\n2\nq\n")
    assert ran.code == 0
    assert "title: Training on a pirated library" in first.read_text()
    assert ship("ask", "-o", second, "--from", first, "--quiet", stdin=b"q\n").code == 0
    assert load_scenario(second, law()) == load_scenario(first, law())
    card = tmp_path / "README.md"
    card.write_text("---\npretty_name: Many poems\nlicense: cc-by-4.0\n---\n")
    ran = ship("ask", "-o", third, "--from", card, "--quiet", stdin=b"22\n\n\nus\nq\n")
    assert ran.code == 0
    assert "Licence by name: cc-by-4.0" in ran.err
    assert "title: Many poems" in third.read_text()


def test_where_it_happens_is_asked_again_if_it_was_not_told(ship, tmp_path):
    """A run that ends before the place is told would else ask the law of the first place without a word."""
    path = tmp_path / "s.yaml"
    ship("ask", "-o", path, "--quiet", stdin=b"22\nA poem\n\n")
    assert "place.offered" not in path.read_text()
    ran = ship("ask", "-o", path, "--resume", "--quiet", stdin=b"germany\nq\n")
    assert "place.offered: germany" in path.read_text()
    ran = ship("ask", "-o", path, "--resume", "--quiet", stdin=b"q\n")
    assert "To people in which country" not in ran.err


def test_a_court_without_a_say_where_the_acts_happen_now_is_left_out(ship, tmp_path):
    file = tmp_path / "s.yaml"
    ran = ship("ask", "-o", file, "--from", "pirated-library-training", stdin=b"3\n" + b"\n" * 200)
    assert ran.code == 0
    assert "no court is asked" in ran.err
    assert "forum:" not in file.read_text(encoding="utf-8")
