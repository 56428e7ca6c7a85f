"""On the terminal: versions kept and compared, how an answer is known, and answers that do not apply any more."""

from __future__ import annotations

import hashlib

import pytest

from fairuse.ask.aside import remark, remarked, sorted_out
from fairuse.ask.evidence import proof_of
from fairuse.ask.plan import Question, start
from fairuse.ask.situations import Answer, with_answer
from fairuse.ask.terminal import Interview
from fairuse.scenario.file import load_scenario, parse_scenario
from fairuse.scenario.model import Given, dump_scenario
from fairuse.words.evidence import counted, evidence_text

DAY = "2020-01-01"


def talk(kb, lines, *, keep=None):
    """Hold an interview about an output with these lines typed; the scenario at its end, and all that was said."""
    typed, said = iter(lines), []

    def ask(prompt):
        said.append(prompt)
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    interview = Interview(kb, DAY, ask, said.append, lambda scenario: None, keep=keep)
    return interview.run(start("T", ["output"], "novels")), "\n".join(said)


def test_a_version_is_kept_and_compared_and_gone_back_to(kb):
    kept = []

    def keep(scenario):
        kept.append(scenario)
        return "s.kept.yaml"

    scenario, said = talk(kb, ["yes", "=", "2", "=", "b", "q"], keep=keep)
    assert "Kept as s.kept.yaml." in said
    assert "not told in the kept version" in said
    assert scenario == kept[0]
    assert len(kept[-1].acts[0].facts) == 1
    again, said = talk(kb, ["yes", "=", "=", ""])
    assert "Nothing is told otherwise yet." in said
    assert again.facts["who.nonprofit"].value is True


def test_how_the_last_answer_is_known(kb, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_bytes(b"a letter")
    scenario, said = talk(kb, ["!", "yes", "!", "2", "The editor", "seen by us", str(file), "q"])
    assert "There is no answer yet of which to say that." in said
    given = scenario.facts["who.nonprofit"]
    assert (given.known, given.by, given.note, given.file.name) == (
        "documented",
        "The editor",
        "seen by us",
        "letter.txt",
    )
    assert given.file.sha256 == hashlib.sha256(b"a letter").hexdigest()
    assert parse_scenario(dump_scenario(scenario), kb).facts == scenario.facts
    assert evidence_text(given).startswith("documented; by The editor; letter.txt, SHA-256 ")
    _, said = talk(kb, ["yes", "!", "", "", "", str(tmp_path / "none"), "q"])
    assert "That file cannot be read" in said


def test_how_an_answer_is_known_can_be_told_in_pieces(kb, tmp_path):
    """What was told before stays, a file that is not there is asked for again, and - takes something away."""
    file = tmp_path / "letter.txt"
    file.write_bytes(b"a letter")
    first = ["yes", "!", "9", "2", "The editor", "seen", str(tmp_path / "none"), ""]
    scenario, said = talk(kb, [*first, "!", "", "", "", str(file), "q"])
    given = scenario.facts["who.nonprofit"]
    assert (given.known, given.by, given.note) == ("documented", "The editor", "seen")
    assert given.file.name == "letter.txt"
    assert "Please give 1, 2 or 3." in said
    scenario, _ = talk(kb, [*first, "!", "1", "-", "", "", "q"])
    given = scenario.facts["who.nonprofit"]
    assert (given.known, given.by, given.note) == ("asserted", "", "seen")


def test_how_it_is_known_is_told_of_all_that_one_answer_is_for(kb):
    lines = iter(["yes", "2*", "!", "3", "A. Clerk", "", "", "q"])
    interview = Interview(kb, DAY, lambda _: next(lines), lambda _: None, lambda scenario: None)
    scenario = interview.run(start("T", ["output", "training"], "novels"))
    told = [act.facts["copy.source"] for act in scenario.acts]
    assert len(told) == 2
    assert {(given.known, given.by) for given in told} == {("measured", "A. Clerk")}


def test_a_version_that_was_kept_in_an_earlier_run_is_compared_with(fairuse, kb, tmp_path):
    path = tmp_path / "s.yaml"
    fairuse("ask", "-o", path, "--as-of", DAY, "--quiet", stdin=b"T\noutput\nnovels\nyes\n=\n2\nq\n")
    before = (tmp_path / "s.kept.yaml").read_bytes()
    ran = fairuse("ask", "-o", path, "--as-of", DAY, "--resume", "--quiet", stdin=b"=\n\nq\n")
    assert "in the kept version" in ran.err
    assert (tmp_path / "s.kept.yaml").read_bytes() == before


def test_evidence_is_counted(kb):
    scenario, _ = talk(kb, ["yes", "!", "3", "A. Clerk", "", "", "", "q"])
    assert counted(scenario).text == (
        "How the facts told are known (1 in all): 1 measured, 1 said by A. Clerk, 1 said to be not known."
    )
    assert counted(start("T", ["output"], "w")).text == "No fact is told."


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\x\\passwd", "a\x1b[31m/passwd", "x" * 300 + "/passwd"])
def test_of_a_file_its_name_alone_is_kept(tmp_path, name):
    file = tmp_path / "f"
    file.write_bytes(b"")
    with file.open("rb") as content:
        assert proof_of(name, content).name == "passwd"


def test_an_answer_goes_aside_and_comes_back_with_its_question(kb):
    """`output.shown` is asked where the source of the copy is not a licence, or is not known."""
    told = with_answer(start("T", ["output"], "w"), Answer(kb.facts["output.shown"], Given(value=True), act=0))

    def source(scenario, value):
        return with_answer(scenario, Answer(kb.facts["copy.source"], Given(value=value), act=0))

    off, aside = sorted_out(source(told, "licensed"), (), kb, DAY)
    assert [one.fact.id for one in aside] == ["output.shown"]
    assert set(off.acts[0].facts) == {"copy.source"}
    back, aside = sorted_out(source(off, "pirate"), aside, kb, DAY)
    assert aside == ()
    assert set(back.acts[0].facts) == {"copy.source", "output.shown"}
    assert sorted_out(told, (), kb, DAY) == (told, ())


def test_what_goes_aside_is_said(kb):
    """An answer is changed so that a later one does not apply any more."""
    scenario = with_answer(start("T", ["output"], "w"), Answer(kb.facts["output.shown"], Given(value=True), act=0))
    typed, said = iter(["licensed", "q"]), []
    interview = Interview(kb, DAY, lambda prompt: next(typed), said.append, lambda scenario: None)
    question = Question(kb.facts["copy.source"], "", act=0)
    assert "output.shown" not in interview._question(scenario, question).acts[0].facts
    assert any("Kept aside, as it is not asked any more" in line for line in said)


def test_what_is_kept_aside_is_read_back_from_the_file(kb):
    scenario = start("T", ["output"], "w")
    told = (
        Answer(kb.facts["output.shown"], Given(value=True, by="A: B", note="two\nlines"), act=0),
        Answer(kb.facts["work.creative"], Given(value=False), work="works"),
        Answer(kb.facts["who.nonprofit"], Given(value=True)),
    )
    text = dump_scenario(scenario) + remark(told)
    assert parse_scenario(text.encode(), kb, name="f") == scenario
    assert remarked(text, scenario, kb) == told
    assert remarked(dump_scenario(scenario) + remark(()), scenario, kb) == ()
    spoilt = text.replace("act 1", "act 7").replace("works works", "works others").replace("true", "tru")
    assert remarked(spoilt, scenario, kb) == ()
    deep = text.replace('{"value": true}', '{"value": ' + "[" * 100_000 + "}")
    assert remarked(deep, scenario, kb) == told[:2]
    assert remarked(text.replace('{"value": true}', '{"value": "pirate"}'), scenario, kb) == told[:2]


def test_what_is_kept_aside_outlives_the_run(fairuse, kb, tmp_path):
    """An answer goes aside, the run ends, and in the next one its question arises again."""
    path = tmp_path / "s.yaml"
    begun = b"T\noutput\nnovels\nyes\nbought\n500\nyes\n/source\n1\nlicensed\nq\n"
    fairuse("ask", "-o", path, "--as-of", DAY, "--quiet", stdin=begun)
    assert "output.shown of act 1" in path.read_text()
    assert "output.shown:" not in path.read_text()
    scenario = load_scenario(path, kb)
    lines = iter(["/source", "1", "bought", "q", "q"])
    aside = remarked(path.read_text(), scenario, kb)
    interview = Interview(kb, DAY, lambda _: next(lines), lambda _: None, lambda _: None, aside=aside, height=24)
    assert interview.run(scenario).acts[0].facts["output.shown"] == Given(value=True)
    assert interview.aside == ()
