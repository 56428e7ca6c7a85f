"""The questionnaire: which question comes next, and interviews held through plain lines."""

from __future__ import annotations

import pytest

from fairuse.ask import answers as answers_
from fairuse.ask import plan, words
from fairuse.ask.screen import Stopped
from fairuse.ask.terminal import Interview
from fairuse.kb.condition import Test as Comparison
from fairuse.scenario.file import parse_scenario
from fairuse.scenario.model import UNKNOWN, Given, Scenario, dump_scenario

DAY = "2020-01-01"


def begun(*acts):
    return plan.start("T", list(acts), "novels")


def hold(kb, lines, scenario=None):
    """Hold an interview; returns the scenario, everything said, and every state saved."""
    said, saved, left = [], [], list(lines)

    def ask(prompt):
        said.append(prompt)
        if not left:
            raise EOFError
        return left.pop(0)

    interview = Interview(kb=kb, as_of=DAY, ask=ask, say=said.append, save=saved.append)
    result = interview.run(scenario)
    assert not left, f"not asked for: {left}"
    return result, "\n".join(said), saved


def facts_asked(kb, scenario, answers):
    """Answer each question from `answers` (None: not known) and list the facts asked, in order."""
    asked = []
    while (question := plan.next_question(scenario, kb, DAY)) is not None:
        asked.append(question.fact.id)
        scenario = plan.answered(scenario, question, answers.get(question.fact.id))
    return asked, scenario


def test_the_next_question_is_a_pure_function(kb):
    scenario = begun("output", "training")
    before = dump_scenario(scenario)
    first, second = (plan.next_question(scenario, kb, DAY) for _ in range(2))
    assert first == second
    assert first.fact.id == "who.nonprofit"
    assert dump_scenario(scenario) == before
    changed = plan.answered(scenario, first, True)
    assert dump_scenario(scenario) == before
    assert changed.facts == {"who.nonprofit": Given(value=True)}


def test_what_tells_most_is_asked_first_and_each_once(kb):
    asked, scenario = facts_asked(kb, begun("output"), {})
    assert asked == ["who.nonprofit", "copy.source", "use.purpose"]
    assert {g.value for g in scenario.acts[0].facts.values()} == {"unknown"}
    assert plan.next_question(scenario, kb, DAY) is None


def test_answers_are_kept_where_the_fact_belongs(kb):
    answers = {"who.nonprofit": True, "work.creative": False, "use.purpose": "new", "copy.words": 9}
    _, scenario = facts_asked(kb, begun("output", "training"), answers)
    assert set(scenario.facts) == {"who.nonprofit"}
    assert set(scenario.works["works"].facts) <= {"work.creative"}
    assert scenario.acts[0].facts["use.purpose"] == scenario.acts[1].facts["use.purpose"] == Given(value="new")


def test_what_cannot_matter_any_more_is_not_asked(kb):
    assert "copy.words" in facts_asked(kb, begun("output"), {"copy.source": "licensed"})[0]
    assert "copy.words" not in facts_asked(kb, begun("output"), {"copy.source": "pirate"})[0]


def test_a_question_that_does_not_arise_is_not_asked(kb):
    answers = {"copy.source": "bought", "use.purpose": "new"}
    assert "output.shown" in facts_asked(kb, begun("output"), answers)[0]
    assert "output.shown" not in facts_asked(kb, begun("output"), {**answers, "copy.source": "licensed"})[0]


def test_a_question_waits_for_the_one_that_it_hangs_on(kb):
    waits = Comparison(term="copy.source", op="is", values=("bought",))
    nonprofit = kb.facts["who.nonprofit"].model_copy(update={"asked_when": waits})
    known = kb.model_copy(update={"facts": {**kb.facts, "who.nonprofit": nonprofit}})
    asked = facts_asked(known, begun("output"), {"copy.source": "bought"})[0]
    assert asked.index("copy.source") < asked.index("who.nonprofit")
    assert "who.nonprofit" not in facts_asked(known, begun("output"), {"copy.source": "licensed"})[0]


def test_a_fact_of_another_act_is_not_asked(kb):
    assert "output.shown" not in facts_asked(kb, begun("training"), {})[0]


@pytest.mark.parametrize(
    ("fact", "typed", "value"),
    [
        ("who.nonprofit", "yes", True),
        ("who.nonprofit", " Y ", True),
        ("who.nonprofit", "1", True),
        ("who.nonprofit", "NO", False),
        ("who.nonprofit", "2", False),
        ("who.nonprofit", "", None),
        ("who.nonprofit", "Don't know", None),
        ("copy.source", "pirate", "pirate"),
        ("copy.source", "3", "pirate"),
        ("copy.source", "Pirate", "pirate"),
        ("copy.source", "pir", "pirate"),
        ("copy.source", "I don\N{RIGHT SINGLE QUOTATION MARK}t know", None),
        ("copy.source", "not sure", None),
        ("copy.words", "300", 300),
        ("copy.words", "2.5", 2.5),
        ("copy.words", "1e3", 1000),
        ("copy.words", "unknown", None),
    ],
)
def test_answers_that_can_be_read(fact, typed, value, kb):
    read, reason = answers_.read_answer(kb.facts[fact], typed)
    assert reason is None
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("fact", "typed", "reason"),
    [
        ("who.nonprofit", "3", "please answer yes or no, or press Enter if you don't know"),
        ("who.nonprofit", "maybe", "please answer yes or no, or press Enter if you don't know"),
        ("copy.source", "4", "please give a number from 1 to 3, or press Enter if you don't know"),
        ("copy.source", "0", "please give a number from 1 to 3, or press Enter if you don't know"),
        ("copy.source", "²", "please give a number from 1 to 3, or press Enter if you don't know"),
        ("copy.source", "stolen", "please give a number from 1 to 3, or press Enter if you don't know"),
        ("copy.words", "-1", "please give a number from 0 to 100000 (words)"),
        ("copy.words", "nan", "please give a number from 0 to 100000 (words)"),
        ("copy.words", "inf", "please give a number from 0 to 100000 (words)"),
        ("copy.words", "1,000", "please give a number from 0 to 100000 (words), or press Enter if you don't know"),
    ],
)
def test_answers_that_cannot_be_read(fact, typed, reason, kb):
    assert answers_.read_answer(kb.facts[fact], typed) == (None, reason)


@pytest.mark.parametrize("typed", ["nan", "inf", "-inf", "1e400"])
def test_a_number_without_limits_is_finite(typed, kb):
    free = kb.facts["copy.words"].model_copy(update={"minimum": None, "maximum": None, "unit": None})
    assert answers_.read_answer(free, typed) == (None, "please give a number")


def test_a_large_number_that_is_saved_is_read_back(kb):
    free = kb.facts["copy.words"].model_copy(update={"minimum": None, "maximum": None})
    value, _ = answers_.read_answer(free, "1e30")
    scenario = begun("output").model_copy(update={"facts": {"copy.words": Given(value=value)}})
    loose = kb.model_copy(update={"facts": {**kb.facts, "copy.words": free}})
    assert parse_scenario(dump_scenario(scenario).encode(), loose, name="f") == scenario


WHOLE = ["My case", "2", "two novels", "yes", "1", "500", "no", "further"]


def test_a_whole_interview(kb):
    scenario, said, saved = hold(kb, WHOLE)
    assert scenario == Scenario(
        title="My case",
        facts={"who.nonprofit": {"value": True}},
        works={"works": {"title": "two novels"}},
        acts=[
            {
                "act": "output",
                "works": ["works"],
                "facts": {
                    "use.purpose": {"value": "further"},
                    "copy.source": {"value": "bought"},
                    "copy.words": {"value": 500},
                    "output.shown": {"value": False},
                },
            }
        ],
    )
    assert "2. Output: What the model puts out." in said
    assert "== Output: two novels ==" in said
    assert "1. Is the user nonprofit?" in said
    assert "  (A judgement.) Ask who would use either and what for." in said
    assert "  2. further: a further purpose beside it" in said
    assert [sum(len(h.facts) for h in (s, s.works["works"], *s.acts)) for s in saved] == list(range(6))
    assert saved[-1] == scenario


def test_help_and_wrong_answers_ask_the_same_question_again(kb):
    _, said, saved = hold(kb, ["T", "output", "w", "?", "perhaps", "no", "q"])
    assert "  Schools are; businesses are not." in said
    assert "  Why it matters: Alpha v. Beta asks who uses the work." in said
    assert "  In Alpha v. Beta: yes. A school." in said
    assert "Please answer yes or no" in said
    assert said.count("1. Is the user nonprofit?") == 1
    assert "Stopped; what was answered is kept." in said
    assert [s.facts for s in saved] == [{}, {"who.nonprofit": Given(value=False)}]


def test_going_back_asks_again_and_loses_nothing(kb):
    """An answer stands until another is given: Enter keeps it, and somebody who stops while looking back keeps it."""
    scenario, said, _ = hold(kb, ["T", "output", "w", "<", "yes", "1", "<", "<", "no", "q"])
    assert "This is the first question" in said
    assert scenario.facts == {"who.nonprofit": Given(value=False)}
    assert scenario.acts[0].facts["copy.source"] == Given(value="bought")
    assert "(So far: yes. Enter keeps it, d: don't know.)" in said
    assert said.count("1. Is the user nonprofit?") == 2
    assert said.count("2. Where did the copy come from?") == 2
    stopped, _, _ = hold(kb, ["T", "output", "w", "yes", "1", "<", "<", "q"])
    assert stopped.facts == {"who.nonprofit": Given(value=True)}
    assert stopped.acts[0].facts["copy.source"] == Given(value="bought")


def test_an_answer_picked_to_be_changed_is_kept_by_enter(kb):
    scenario, _, _ = hold(kb, ["T", "output", "w", "yes", "/", "1", "", "q"])
    assert scenario.facts == {"who.nonprofit": Given(value=True)}
    scenario, _, _ = hold(kb, ["T", "output", "w", "yes", "/", "1", "d", "q"])
    assert scenario.facts == {"who.nonprofit": Given(value=UNKNOWN)}


def test_what_was_changed_before_somebody_stops_is_in_the_report(kb):
    """Also where several answers are picked to be changed, and the user stops at the second."""
    scenario, _, saved = hold(kb, ["T", "output", "w", "yes", "1", "/", "1,2", "no", "q"])
    assert scenario == saved[-1]
    assert scenario.facts == {"who.nonprofit": Given(value=False)}


def test_when_all_is_answered_everything_can_still_be_changed(kb):
    """Somebody at a screen is asked before the report comes; a pipe is not."""
    left = ["My case", "2", "novels", "yes", "1", "500", "no", "further", "?", "<", "same", "/", "1", "no", ""]
    said = []

    def ask(prompt):
        said.append(prompt)
        return left.pop(0)

    scenario = Interview(kb, DAY, ask, said.append, lambda scenario: None, height=24).run(None)
    assert left == []
    assert scenario.facts == {"who.nonprofit": Given(value=False)}
    assert scenario.acts[0].facts["use.purpose"] == Given(value="same")
    assert sum("Enter shows the answer" in line for line in said) == 4


@pytest.mark.parametrize("key", ["?", "q", "<"])
def test_what_can_be_typed_at_a_question_is_no_name_of_works(key, kb):
    lines = iter(["T", "output", key, "novels"])
    said = []
    interview = Interview(kb, DAY, lambda _: next(lines, "q"), said.append, lambda scenario: None)
    if key == "q":
        with pytest.raises(Stopped):
            interview.run(None)
    elif key == "?":
        assert interview.run(None).works["works"].title == "novels"
    else:
        with pytest.raises(Stopped):
            interview.run(None)  # from the works back to the title
        assert sum("called?" in one for one in said) == 0


def test_a_question_is_found_by_a_word_whether_open_or_answered(kb):
    scenario, said, _ = hold(
        kb, ["T", "output", "w", "/zzz", "/words", "", "/words", "1", "7", "/words", "1", "9", "q"]
    )
    assert "No question here has 'zzz'." in said
    assert " 1. Words copied: How many words are copied?" in said
    assert scenario.acts[0].facts == {"copy.words": Given(value=9)}


def test_short_questions_of_a_kind_are_answered_on_one_line(kb):
    """Of the test law none stand together, so its facts are put into one group, and none is a judgement."""
    alike = {"group": "One", "about": "act", "judgement": False}
    facts = {name: fact.model_copy(update=alike) for name, fact in kb.facts.items()}
    grouped = kb.model_copy(update={"facts": facts})
    scenario = begun("output")
    question = plan.next_question(scenario, grouped, DAY)
    beside = plan.beside(question)
    assert beside
    line = " ".join(["1", *("2" for _ in beside)])
    told, said, _ = hold(grouped, ["1 2 9 9 9", f"1 {'x ' * len(beside)}".strip(), line], scenario)
    names = {question.fact.id, *(one.fact.id for one in beside)}
    assert set(told.acts[0].facts) == names
    assert told.acts[0].facts[beside[0].fact.id].value == beside[0].fact.options[1]
    assert f"{beside[0].fact.label}: please" in said
    assert "answers on a line: 1 2" in said
    assert "Enter: none known" in said
    told, _, _ = hold(grouped, [""], scenario)
    assert {told.acts[0].facts[name].value for name in names} == {UNKNOWN}


def test_help_reads_as_the_questions_do(kb):
    text = "Choose not_told where who.nonprofit is no; see fairuse.org and copy.words."
    files = " In a file, a line stands by itself (who.nonprofit: unknown)."
    assert (
        words.plainly(text + files, kb)
        == "Choose not told where 'Nonprofit user' is no; see fairuse.org and 'Words copied'."
    )


def test_not_knowing_is_kept_and_not_asked_again(kb):
    scenario, said, _ = hold(kb, ["T", "output", "w", "", "d", ""])
    assert scenario.facts == {"who.nonprofit": Given(value="unknown")}
    assert said.count("Is the user nonprofit?") == 1
    again, said, saved = hold(kb, [], scenario)
    assert again == scenario
    assert saved == []
    assert "nonprofit" not in said


def test_the_end_of_the_input_keeps_what_was_answered_and_the_next_run_goes_on(kb):
    scenario, said, _ = hold(kb, ["T", "output", "w", "yes"])
    assert "Stopped; what was answered is kept." in said
    scenario, said, _ = hold(kb, ["1", "500", "no", "further"], scenario)
    assert "nonprofit" not in said
    assert scenario == hold(kb, ["T", "2", "w", *WHOLE[3:]])[0]


@pytest.mark.parametrize("lines", [[], ["T"], ["T", "q"], ["T", "output"]])
def test_stopping_before_there_is_an_act_leaves_nothing(lines, kb):
    with pytest.raises(Stopped):
        hold(kb, lines)


def test_acts_are_named_or_numbered_and_each_once(kb):
    scenario, said, _ = hold(kb, ["", "9", "2, dancing", "", "²", "Output, 1, output", "", "q"])
    assert [entry.act for entry in scenario.acts] == ["output", "training"]
    assert said.count("There is no act '9'.") == 1
    assert "There is no act 'dancing'." in said
    assert scenario.title == "Untitled scenario"
    assert scenario.works["works"].title == "the works"


def test_control_characters_that_are_typed_are_dropped(kb, tmp_path):
    scenario, _, _ = hold(kb, ["My\x1b[D case\x7f", "output", "w\udc80", "q"])
    assert scenario.title == "My[D case"
    assert parse_scenario(dump_scenario(scenario).encode(), kb, name="f") == scenario
