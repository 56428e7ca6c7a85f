"""A page sent part by part: the answer first, the reasons as they are found, and no part that cannot be relied on."""

from __future__ import annotations

import asyncio
from threading import Event

from fastapi.testclient import TestClient

from fairuse.answer.assess import EngineDisagreement
from fairuse.answer.rows import rows_of
from fairuse.ask.glance import glance, seen_of
from fairuse.ask.sources import examples
from fairuse.precedent.beside import assess
from fairuse.web import guard, kept
from fairuse.web.app import _Pages, _parts, application
from fairuse.web.interview import Interview
from fairuse.web.kept import Assessments
from fairuse.web.state import State
from tests.installed import law
from tests.web.forms import HOST, begun, carried


def test_a_step_that_does_not_come_back_is_refused(monkeypatch):
    waited = Event()
    monkeypatch.setattr(Interview, "begin", lambda self, form: waited.wait(60))
    slow = TestClient(application(law(), [HOST]), base_url=f"http://{HOST}")
    form = carried(slow.get("/").text)
    monkeypatch.setattr(guard, "MOST_SECONDS", 0.05)
    page = slow.post("/begin", data=form)
    waited.set()
    assert page.status_code == 503
    assert "That takes too long." in page.text
    assert "back button" in page.text


def test_of_a_page_whose_top_was_sent_the_rest_is_not_waited_for(monkeypatch):
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"the top. ", "more_body": True})
        await asyncio.Event().wait()

    monkeypatch.setattr(guard, "MOST_SECONDS", 0.05)
    page = TestClient(guard.Guard(app, frozenset({HOST})), base_url=f"http://{HOST}").get("/")
    assert (page.status_code, page.text) == (200, 'the top. <p class="problem" role="alert">That takes too long.</p>')


def test_how_each_act_stands_is_sent_before_the_rest_is_found(browser, monkeypatch):
    found, own = [], Assessments.of
    monkeypatch.setattr(Assessments, "of", lambda self, *some: (found.append(some), own(self, *some))[1])
    pages = _Pages(law())
    form = {name: [value] for name, value in carried(begun(browser).text).items()}
    parts = _parts(pages.templates.get_template("result.html").generate(pages._values(pages.interview.result(form))))
    assert 'class="standing"' in next(parts)
    assert found == []
    assert "The reasons" in next(parts)
    assert len(found) == 1


def result_parts(name):
    """The parts of the page of an example's answers, in the order in which they are sent."""
    pages = _Pages(law())
    state = State(examples(law())[name])
    form = {name: [value] for name, value in {**state.fields, "token": pages.token.value}.items()}
    return _parts(pages.templates.get_template("result.html").generate(pages._values(pages.interview.result(form))))


def test_several_answers_are_sent_one_after_the_other(found):
    parts = result_parts("library-kept-after-training")
    assert "More follows" in next(parts)
    assert found == []
    for number in range(1, 9):
        part = next(parts)
        assert f'<span class="number">{number}</span>' in part
        assert f"{number} of 8 answers are explained so far. More follows." in part
        assert len(found) <= max(number, 2)  # the first act waits for the one that it is done for
    assert "The reasons" in next(parts)
    assert len(found) == 8  # what was sent before is not worked out again
    assert "</html>" in "".join(parts)


def test_of_several_answers_one_that_cannot_be_given_withdraws_all(monkeypatch):
    own = kept.assess_use

    def differ(use, *more):
        if use.act_id == "kept-for-whatever":
            raise EngineDisagreement(use.id)
        return own(use, *more)

    monkeypatch.setattr(kept, "assess_use", differ)
    *_, earlier, withdrawn, end = result_parts("library-kept-after-training")
    assert "of 8 answers are explained so far" in earlier
    assert "do not rely on the answer above" in withdrawn
    assert "The reasons" not in withdrawn + end


def test_an_answer_whose_reasons_cannot_be_given_is_withdrawn(browser, monkeypatch):
    form = carried(begun(browser).text)

    def differ(self, *_):
        raise EngineDisagreement("training")

    monkeypatch.setattr(Assessments, "of", differ)
    page = browser.post("/result", data=form).text
    assert "do not rely on the answer above" in page
    assert page.rstrip().endswith("</html>")


def test_what_is_sent_first_is_the_answer(browser):
    """On the top of a page stands what the reasons below it come to, also of acts in many places that serve others."""
    for name in ("library-kept-after-training", "eu-crawler-honours-opt-outs", "japan-answers-from-the-web"):
        scenario = examples(law())[name]
        rows = rows_of(assess(scenario, law()), law())
        assert glance(scenario, law()) == tuple(seen_of(row, law()) for row in rows)
