"""Versions of a case in the browser: a change tried and taken over, a version kept, compared and gone back to."""

from __future__ import annotations

import hashlib
import html
import re

import pytest

from fairuse.answer.assess import assess_use
from fairuse.ask.sources import examples
from fairuse.inquiry.whatif import whatif as found
from fairuse.precedent.beside import assess
from fairuse.scenario.file import parse_scenario
from fairuse.web import guard, versions
from fairuse.words.wording import STANDING_LABELS
from tests.installed import law
from tests.web.forms import carried

DAY = "2026-11-24"
#: Short enough to be answered at once, and the standing moves with one fact.
STORY = """title: A song in a film
works: {song: {title: A song, facts: {work.published: true}}}
acts: [{act: quotation, works: song, facts: {purpose.commerciality: direct}}]
"""


def opened(browser, text=STORY):
    return browser.post("/open", data=carried(browser.get("/").text), files={"scenario": ("s.yaml", text)}).text


def told(page):
    return parse_scenario(carried(page)["scenario"], law(), name="page")


def test_a_change_is_tried_and_then_taken_over(browser):
    page = opened(browser)
    answer = browser.post("/result", data=carried(page)).text
    sets = [html.unescape(one) for one in re.findall(r'name="set" value="([^"]*)"', answer)]
    assert sets
    before = told(answer)
    tried = browser.post("/try", data={**carried(answer), "set": sets[0]}).text
    assert "What if it were otherwise?" in tried
    assert told(tried) == before
    taken = browser.post("/take", data={**carried(tried), "set": sets[0]}).text
    assert told(taken) != before
    assert parse_scenario(carried(taken)["kept"], law(), name="kept") == before
    moved = re.findall(r'<th scope="row">.*?</th><td>(.*?)</td><td>(.*?)</td>', taken)
    assert any(old != new for old, new in moved)


@pytest.mark.parametrize(
    ("name", "sets"),
    [
        ("library-kept-after-training", "training/bought:licence.kind=dedication"),
        ("library-kept-after-training", "work.own=true"),
        ("multi-jurisdiction-training", "copy.source=infringing_copy"),
    ],
)
def test_what_a_change_moves_is_sent_first_and_is_what_the_reasons_come_to(name, sets, monkeypatch):
    scenario, asked = examples(law())[name], []
    monkeypatch.setattr(versions, "whatif", lambda *some, **more: asked.append(found(*some, **more)) or asked[-1])
    made = versions.tried(scenario, law(), [sets], DAY, assess_use)
    assert asked == []
    moves = [(name, now.label, then.label) for name, now, then in made["moves"]]
    list(made["rest"]())
    assert moves == [
        (f"{use.act_title}: {use.work_title}", *(STANDING_LABELS[one] for one in use.standing))
        for use in asked[0].comparison.uses
        if law().regimes[use.regime].kind != "duties"
    ]
    assert any(now != then for _, now, then in moves)


@pytest.mark.parametrize("target", ["training/bought", "bought", "training", ""])
def test_a_change_taken_over_moves_just_what_it_moved_when_it_was_tried(target):
    scenario = examples(law())["library-kept-after-training"]
    sets = [f"{target}:licence.kind=dedication" if target else "licence.kind=dedication"]
    tried = {name: then.label for name, _, then in versions.tried(scenario, law(), sets, DAY, assess_use)["moves"]}
    taken = versions.changed(scenario, law(), sets)
    answers = assess(taken, law(), as_of=DAY).uses
    assert {f"{use.act_title}: {use.work_title}": STANDING_LABELS[use.standing] for use in answers} == tried
    sides = (assess(one, law(), as_of=DAY) for one in (scenario, taken))
    told = versions.compared(*sides, scenario, taken, law())["facts"]
    assert {label for label, _, _ in told} == {law().facts["licence.kind"].label}


def test_what_cannot_be_tried_is_said(browser):
    page = opened(browser)
    for wrong in ("no.fact=true", "purpose.commerciality=free", "elsewhere:purpose.commerciality=none", "x"):
        answer = browser.post("/try", data={**carried(page), "set": wrong})
        assert answer.status_code == 422
        assert "This does not work" in answer.text


def test_a_version_is_kept_changed_compared_and_gone_back_to(browser):
    page = opened(browser)
    assert browser.post("/compare", data=carried(page)).status_code == 422
    kept = browser.post("/fork", data=carried(page)).text
    assert "This version is kept" in kept
    spot = "purpose.commerciality||0"
    asked = browser.post("/change", data={**carried(kept), "spot": spot}).text
    assert 'value="direct" checked' in asked
    changed = browser.post("/answer", data={**carried(asked), "spot": spot, "do": "answer", "value": "none"}).text
    both = browser.post("/compare", data=carried(changed)).text
    (old, new), *others = re.findall(r"earns</th><td>(.*?)</td><td>(.*?)</td>", both)
    assert old != new
    assert others == []
    back = browser.post("/swap", data=carried(both)).text
    assert told(back) == told(kept)
    assert parse_scenario(carried(back)["kept"], law(), name="kept") == told(changed)


def test_evidence_is_kept_with_the_answer_and_counted(browser):
    page = opened(browser)
    spot = "purpose.commerciality||0"
    asked = browser.post("/change", data={**carried(page), "spot": spot}).text
    said = {"do": "answer", "value": "none", "known": "documented", "by": "The editor", "note": "Agreed in writing"}
    file = {"proof": ("C:\\scans\\../letter.pdf", b"a letter", "application/pdf")}
    page = browser.post("/answer", data={**carried(asked), "spot": spot, **said}, files=file).text
    given = told(page).acts[0].facts["purpose.commerciality"]
    assert (given.value, given.known, given.by, given.note) == ("none", "documented", "The editor", "Agreed in writing")
    assert given.file.name == "letter.pdf"
    assert given.file.sha256 == hashlib.sha256(b"a letter").hexdigest()
    answer = browser.post("/result", data=carried(page)).text
    assert "1 documented" in answer
    assert "1 shown by a file, 1 said by The editor" in answer
    review = browser.post("/review", data=carried(page)).text
    assert "documented; by The editor; letter.pdf" in review


def test_a_file_that_shows_a_fact_may_be_larger_than_a_form_and_no_larger_than_is_said(browser, monkeypatch):
    page = carried(opened(browser))
    data = {**page, "spot": "purpose.commerciality||0", "do": "answer", "value": "none"}
    large = {"proof": ("scan.pdf", b"x" * (guard.MOST_BYTES + 1), "application/pdf")}
    assert browser.post("/answer", data=data, files=large).status_code == 200
    assert browser.post("/review", data=data, files=large).status_code == 413
    monkeypatch.setattr(guard, "MOST_FILE", guard.MOST_BYTES)
    assert browser.post("/answer", data=data, files=large).status_code == 413


def test_answers_whose_question_does_not_arise_are_kept_aside_and_come_back(browser):
    facts = law().facts
    name, when = next(
        (f.id, f.asked_when.term)
        for f in facts.values()
        if getattr(f.asked_when, "op", "") == "is" and f.type == "boolean" and f.about == "act"
        if facts[f.asked_when.term].type == "boolean" and facts[f.asked_when.term].about == "act"
    )
    story = STORY.replace("{purpose.commerciality: direct}", f"{{{when}: true, {name}: true}}")
    page = opened(browser, story)
    spot = f"{when}||0"
    off = browser.post("/answer", data={**carried(page), "spot": spot, "do": "answer", "value": "no"}).text
    assert name not in told(off).acts[0].facts
    review = browser.post("/review", data=carried(off)).text
    assert "Kept aside" in review
    saved = browser.post("/save", data=carried(off)).text
    assert f'#   {name} of act 1: {{"value": true}}' in saved
    assert carried(opened(browser, saved))["aside"] == carried(off)["aside"]
    on = browser.post("/answer", data={**carried(off), "spot": spot, "do": "answer", "value": "yes"}).text
    assert told(on).acts[0].facts[name].value is True
    assert carried(on)["aside"] == ""


@pytest.mark.parametrize("text", ["{", "[[1,2,3]]", '[["no.fact||", {"value": 1}]]', "[" * 9999, '[["x||", {}]]'])
def test_a_form_that_was_tampered_with_is_refused(browser, text):
    page = carried(opened(browser))
    assert browser.post("/review", data={**page, "aside": text}).status_code == 422


def test_another_day_and_court(browser):
    page = carried(opened(browser))
    review = browser.post("/frame", data={**page, "as_of": "2025-01-15", "forum": "us.2d"}).text
    assert (told(review).as_of, told(review).forum) == ("2025-01-15", "us.2d")
    assert browser.post("/frame", data={**page, "as_of": "tomorrow"}).status_code == 422
    assert browser.post("/frame", data={**page, "forum": "us.99th"}).status_code == 422


def test_an_example_is_opened_and_none_but_those_that_ship(browser):
    page = browser.post("/example", data={**carried(browser.get("/").text), "example": "google-books-scan"}).text
    assert told(page).title in page
    for name in ("../../etc/passwd", "google-books-scan.expected", ""):
        answer = browser.post("/example", data={**carried(browser.get("/").text), "example": name})
        assert answer.status_code == 422


def test_a_card_tells_name_and_licence(browser):
    card = "---\nlicense: cc-by-4.0\npretty_name: Village Tales\n---\n# Village Tales\n"
    start = {**carried(browser.get("/").text), "situation": "trained-on-licensed-data"}
    page = browser.post("/begin", data=start, files={"card": ("README.md", card)}).text
    assert told(page).works["works"].title == "Village Tales"
    facts = told(page).works["works"].facts
    assert facts["licence.id"].value == "cc-by-4.0"
    assert facts["licence.given_by"].value == "uploader"  # a tag is not the owner's word
    wrong = browser.post("/begin", data=start, files={"card": ("README.md", "# no data here")})
    assert wrong.status_code == 422
    assert browser.post("/begin", data=start, files={"card": ("README.md", "---\n[1]\n---\n")}).status_code == 422


def test_cases_are_replayed_and_claims_read(browser):
    assert "The court did not allow it" in browser.get("/kb/cases/bartz-v-anthropic-2025").text
    replay = browser.get("/kb/cases/bartz-v-anthropic-2025/replay").text
    assert "by the law of 23 June 2025" in replay
    assert re.search(r"Not permitted</span></td><td>did not allow it", replay)
    case = browser.get("/kb/cases/bartz-v-anthropic-2025").text
    assert told(browser.post("/open", data=carried(case)).text).as_of == "2025-06-23"
    claims = re.findall(r'href="/kb/claims/([^"]+)"', browser.get("/kb/claims").text)
    assert len(claims) > 50
    assert "People say" in browser.get(f"/kb/claims/{claims[0]}").text
    for missing in ("/kb/cases/nobody-v-nobody", "/kb/cases/nobody-v-nobody/replay", "/kb/claims/none", "/kb/none/x"):
        assert browser.get(missing).status_code == 404


def test_every_format_is_offered_and_sent(browser):
    page = opened(browser)
    answer = browser.post("/result", data=carried(page)).text
    forms = re.findall(r'name="format" value="(\w+)"', answer)
    assert {"markdown", "html", "json"} <= set(forms)
    begins = {"docx": b"PK", "pdf": b"%PDF", "html": b"<!doctype html>", "json": b"{", "markdown": b"# "}
    for form in forms:
        sent = browser.post("/download", data={**carried(page), "format": form})
        assert sent.content.startswith(begins[form])
        assert "attachment" in sent.headers["content-disposition"]
