"""The browser's way in: pages by forms alone, and what must never happen."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from fairuse.scenario.file import parse_scenario
from fairuse.web import guard
from tests.installed import law
from tests.web.forms import begun, carried

STORY = "title: A case\nworks: {w: {title: Tales}}\nacts: [{act: training, works: w}]\n"


def test_an_interview_without_a_script_ends_in_a_report(browser):
    page = browser.post("/begin", data={**carried(browser.get("/").text), "situation": "work-in-a-lesson"}).text
    assert "Tick what is wrong" in page
    wrong = re.findall(r'name="wrong" value="([^"]*)"', page)
    page = browser.post("/confirm", data={**carried(page), "wrong": wrong[:1], "place:place.offered": "us"}).text
    asked = []
    while 'name="spot"' in page and "What is meant" in page:
        asked.append(carried(page)["spot"])
        page = browser.post("/answer", data={**carried(page), "do": "unknown"}).text
    assert len(asked) == len(set(asked)) > 3
    assert "<title>The answer" in page
    assert "not legal advice" in page
    full = browser.post("/result", data={**carried(page), "depth": "full"}).text
    assert len(full) > len(page)
    report = browser.post("/download", data={**carried(page), "format": "markdown"})
    assert report.headers["content-disposition"] == 'attachment; filename="report.md"'
    saved = browser.post("/save", data=carried(page)).content
    scenario = parse_scenario(saved, law(), name="saved")
    assert scenario.acts[0].facts["place.offered"].value == "us"
    again = browser.post("/open", data=carried(browser.get("/").text), files={"scenario": ("s.yaml", saved)})
    assert "<title>The answer" in again.text


def test_back_later_and_change(browser):
    first = begun(browser).text
    spot = carried(first)["spot"]
    second = browser.post("/answer", data={**carried(first), "do": "unknown"}).text
    assert carried(second)["spot"] != spot
    back = browser.post("/answer", data={**carried(second), "do": "back"}).text
    assert carried(back)["spot"] == spot
    value = re.findall(r'name="value" value="([^"]*)"', first)[0]
    told = browser.post("/answer", data={**carried(first), "do": "answer", "value": value}).text
    again = browser.post("/answer", data={**carried(told), "do": "back"}).text
    assert f'name="value" value="{value}" checked' in again
    assert carried(back)["scenario"] == carried(first)["scenario"]
    later = browser.post("/answer", data={**carried(first), "do": "skip"}).text
    assert carried(later)["spot"] != spot
    review = browser.post("/review", data=carried(second)).text
    change = re.findall(r'name="spot" value="([^"]*)"', review)
    assert spot in change
    assert carried(browser.post("/change", data={**carried(review), "spot": spot}).text)["spot"] == spot
    none = browser.post("/answer", data={**carried(first), "do": "answer", "value": ""})
    assert none.status_code == 200


def test_why_it_is_asked_and_how_many_may_remain_stand_before_the_answers(browser):
    page = begun(browser, "offer-a-model").text
    assert page.index("Without this there is no answer") < page.index("may remain") < page.index('name="value"')


@pytest.mark.parametrize(
    ("ticked", "own", "official"),
    [
        (["none"], False, "none"),
        (["work.official"], False, None),
        (["unknown"], "unknown", "unknown"),
        (["work.official", "unknown"], "unknown", None),
        ([], None, None),
    ],
)
def test_what_hardly_any_works_are_is_asked_on_one_page(browser, ticked, own, official):
    page = browser.post("/begin", data={**carried(browser.get("/").text), "situation": "offer-a-model"}).text
    assert "The copyright is yours" in page
    page = browser.post("/confirm", data={**carried(page), "unusual:works": ticked}).text
    facts = parse_scenario(carried(page)["scenario"].encode(), law(), name="carried").works["works"].facts
    told = [facts[name].value if name in facts else None for name in ("work.own", "work.official")]
    assert told == [own, official]


def test_any_open_question_can_be_gone_to(browser):
    first = begun(browser).text
    review = browser.post("/review", data=carried(first)).text
    told, open_ = review.split("<summary>Questions that are still open")
    spot = html.unescape(re.findall(r'name="spot" value="([^"]*)"', open_)[-1])
    assert spot not in re.findall(r'name="spot" value="([^"]*)"', told)
    page = browser.post("/change", data={**carried(review), "spot": spot}).text
    assert carried(page)["spot"] == spot
    review = browser.post(
        "/review", data=carried(browser.post("/answer", data={**carried(page), "do": "unknown"}).text)
    )
    assert html.escape(spot) in review.text.split("<h2>Not known</h2>")[1].split("<summary>")[0]


def test_one_answer_is_for_all_that_stand_on_a_page(browser):
    page = begun(browser).text
    while 'name="beside"' not in page:
        page = browser.post("/answer", data={**carried(page), "do": "unknown"}).text
    beside = [html.unescape(one) for one in re.findall(r'name="beside" value="([^"]*)"', page)]
    name, value = re.findall(r'name="(value:[^"]*)" value="([^"]*)"', page)[-1]
    form = {**carried(page), "beside": beside, html.unescape(name): html.unescape(value)}

    def known(does):
        scenario = carried(browser.post("/answer", data={**form, "do": does}).text)["scenario"]
        facts = parse_scenario(scenario.encode(), law(), name="s")
        told = {**facts.facts, **facts.works["works"].facts, **facts.acts[0].facts}
        return {spot: told[spot.split("|")[0]].value for spot in (form["spot"], *beside) if spot.split("|")[0] in told}

    *others, last = known("unknown").values()
    assert others == ["unknown"] * len(beside)
    assert last != "unknown"
    assert list(known("answer")) == [beside[-1]]
    told = browser.post("/answer", data={**form, "do": "unknown"}).text
    back = browser.post("/answer", data={**carried(told), "do": "back"}).text
    assert (carried(back)["spot"], carried(back)["scenario"]) == (form["spot"], form["scenario"])


def test_what_is_written_is_shown_as_text(browser):
    page = begun(browser, works="<script>alert(1)</script>\"'").text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_page_asks_for_nothing_from_elsewhere_and_says_so(browser):
    for answer in (browser.get("/"), begun(browser), browser.get("/kb/facts/copy.source"), browser.get("/nothing")):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; form-action 'self'")
        assert "script" not in policy
        assert not re.search(r'(src|href|action)="(https?:)?//', answer.text)
        assert answer.headers["cache-control"] == "private, no-cache"  # so that a browser can go back to it
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"content-length": "99999999"}, 413),
    ],
)
def test_requests_of_others_are_refused(browser, headers, status):
    assert browser.post("/api/assess", json={"scenario": STORY}, headers=headers).status_code == status


def test_a_form_of_another_run_is_refused(browser):
    assert browser.post("/begin", data={"situation": "quote-a-work", "token": "guessed"}).status_code == 403
    assert browser.post("/begin", data={"situation": "quote-a-work"}).status_code == 403


def test_answers_outlive_the_run_that_took_them(browser):
    page = browser.post("/answer", data={**carried(begun(browser).text), "do": "unknown"}).text
    again = browser.post("/answer", data={**carried(page), "do": "unknown", "token": "of an earlier run"})
    assert again.status_code == 403
    assert carried(again.text)["scenario"] == carried(page)["scenario"]
    assert carried(browser.post("/confirm", data=carried(again.text)).text)["spot"] == carried(page)["spot"]


def test_an_address_that_brings_nothing_says_so_as_a_page(browser):
    for path in ("/nothing", "/answer", "/a/b/c"):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert '<a href="/">' in answer.text
    assert browser.head("/").status_code == browser.head("/kb/facts").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("GET", "/api/nothing", {}, 404),
        ("GET", "/api/assess", {}, 405),
        ("DELETE", "/api/kb/facts", {}, 405),
        ("POST", "/api/assess", {"headers": {"origin": "http://evil.example"}}, 403),
        ("POST", "/api/assess", {"headers": {"host": "evil.example"}}, 421),
        ("POST", "/api/assess", {"headers": {"content-length": "99999999"}}, 413),
        ("POST", "/api/assess", {"content": iter([b"x" * 600_000] * 2)}, 413),
        ("POST", "/api/assess", {"content": b"{"}, 422),
        ("POST", "/api/assess", {"data": {"scenario": "x"}}, 422),
    ],
)
def test_a_program_is_told_every_problem_in_one_form(browser, method, path, more, status):
    answer = browser.request(method, path, **more)
    assert answer.status_code == status
    (problem,) = answer.json()["problems"]
    assert set(problem) == {"place", "code", "message"}
    assert "dictionary" not in problem["message"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "headers", "says"),
    [
        ("/answer", {"content-length": "99999999", "content-type": "multipart/form-data; boundary=x"}, "up to 25 MB"),
        ("/open", {"content-length": "9999999"}, "up to 1 MB"),
        ("/begin", {"origin": "http://evil.example"}, "another site"),
    ],
)
def test_a_person_is_refused_with_a_page_that_leads_on(browser, path, headers, says):
    answer = browser.post(path, headers=headers)
    assert answer.status_code in (403, 413)
    assert says in answer.text
    assert "back button" in answer.text
    assert answer.headers["content-security-policy"]


def test_more_than_is_taken_is_refused_though_no_length_is_told(browser, monkeypatch):
    monkeypatch.setattr(guard, "MOST_BYTES", 1000)
    parts = (b"x" * 600 for _ in range(3))
    assert browser.post("/api/assess", content=parts).status_code == 413


@pytest.mark.parametrize(
    "spot", ["no.fact||", "copy.source||7", "copy.source|nowhere|", "../../etc/passwd||", "copy.source||99999999999"]
)
def test_a_spot_that_is_not_there_is_said(browser, spot):
    page = begun(browser)
    answer = browser.post("/answer", data={**carried(page.text), "spot": spot, "do": "unknown"})
    assert answer.status_code == 422
    assert "There is no such question" in answer.text or "there is no such question" in answer.text


def test_what_is_wrong_with_a_file_is_said_whole(browser):
    bad = b"title: T\nworks: {w: {facts: {work.kindd: x}}}\nacts: [{act: trainin, works: w}]\n"
    answer = browser.post("/open", data=carried(browser.get("/").text), files={"scenario": ("s.yaml", bad)})
    assert answer.status_code == 422
    assert "work.kindd" in answer.text
    assert "trainin" in answer.text


def test_what_would_take_too_long_is_refused_at_once(browser):
    acts = ",".join(["{act: training, works: w}"] * 101)
    many = f"title: T\nworks: {{w: {{}}}}\nacts: [{acts}]\n"
    assert browser.post("/api/next-question", json={"scenario": many}).status_code == 422
    form = {**carried(begun(browser).text), "set": "\n".join(["copy.source=bought"] * 101)}
    assert browser.post("/try", data=form).status_code == 422


@pytest.mark.parametrize("body", [b'{"scenario":"\\ud800"}', b"[" * 10_000, b'{"scenario": 1}', b"\xff", b"null"])
def test_what_is_no_text_or_no_json_is_refused(browser, body):
    answer = browser.post("/api/assess", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)


def test_our_own_forms_say_where_they_come_from(browser):
    """With `no-referrer` a browser would send them as from an origin `null`, and they would be refused."""
    assert browser.get("/").headers["referrer-policy"] == "same-origin"


def test_the_interface_for_programs(browser):
    asked = browser.post("/api/next-question", json={"scenario": STORY}).json()["question"]
    assert asked["why"].startswith("Without this")
    assert asked["left"] > 1
    done = browser.post("/api/assess", json={"scenario": STORY, "as_of": "2026-11-24"}).json()
    assert done["uses"][0]["standing"] == "uncertain"
    moved = browser.post("/api/whatif", json={"scenario": STORY, "set": ["copy.source=bought"]}).json()
    assert moved["set"][0]["fact"] == "copy.source"
    assert browser.get("/api/kb/facts/copy.source").json()["label"]
    assert browser.get("/api/kb/facts/copy.sauce").status_code == 404
    wrong = browser.post("/api/assess", json={"scenario": "title: T"})
    assert wrong.status_code == 422
    assert wrong.json()["problems"]
    paths = browser.get("/api/openapi.json").json()["paths"]
    assert {"/api/assess", "/api/whatif", "/api/next-question", "/api/kb/{kind}"} <= set(paths)


def test_many_at_once_do_not_see_each_other(browser):
    def ask(number):
        page = begun(browser, works=f"Works of user {number}").text
        for _ in range(2):
            page = browser.post("/answer", data={**carried(page), "do": "unknown"}).text
        return number, re.findall(r"Works of user \d+", page)

    with ThreadPoolExecutor(8) as pool:
        for number, seen in pool.map(ask, range(20)):
            assert set(seen) == {f"Works of user {number}"}


@pytest.mark.parametrize("kind", ["rules", "facts", "authorities", "doctrines", "regimes", "licences"])
def test_the_law_can_be_read(browser, kind):
    page = browser.get(f"/kb/{kind}").text
    name = re.findall(rf'href="/kb/{kind}/([^"]+)"', page)[0]
    assert html.unescape(name) in browser.get(f"/kb/{kind}/{name}").text
    assert browser.get(f"/kb/{kind}?words=zzzz").text.count(f'href="/kb/{kind}/') == 0
    assert browser.get("/kb/nothing").status_code == 404


def test_what_an_entry_names_leads_there(browser):
    page = browser.get("/kb/facts/licence.ends").text
    rules = re.findall(r'<a href="(/kb/rules/[^"]+)">([^<]+)</a>', page)
    assert rules
    for address, name in rules:
        assert address == f"/kb/rules/{name}"
        assert browser.get(address).status_code == 200
    assert "<a href" not in "".join(re.findall(r"<a [^>]*>(.*?)</a>", page))


def test_a_list_is_of_sentences_and_says_what_to_do_if_nothing_is_found(browser):
    page = browser.get("/kb/facts?words=licence+end").text
    assert '<a href="/kb/facts/licence.ends">When the licence ends: When does the licence end?</a>' in page
    assert 'try fewer, or <a href="/kb/facts">see all</a>' in browser.get("/kb/facts?words=zzzz").text
