"""Interviews in headless Chromium: whole, with scripts off, on a phone, by keyboard; and what axe finds."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from fairuse.scenario.file import parse_scenario
from tests.installed import law

pytestmark = pytest.mark.browser
#: A situation that ends after few questions once nothing more is known.
SITUATION = 'input[value="work-in-a-lesson"]'


def begin(page):
    page.goto("/")
    page.check(SITUATION)
    page.fill("#works", "A poem")
    follow(page, "text=Start >> nth=0")
    follow(page, "text=Go on to the questions")


def follow(page, what):
    """Click on what leads to another page, and wait until all of that page is there.

    A click returns before the page it leads to stands; whatever looks at the page, or goes back from it, must wait."""
    with page.expect_navigation():
        page.locator(what).click() if isinstance(what, str) else what.click()


def answer_of(page, example):
    """Open an example and look at its answer."""
    page.goto("/")
    page.click("text=Look at an example")
    page.select_option("#example", example)
    follow(page, "text=Open the example")
    follow(page, page.locator("text=See the answer").first)


def back(page):
    """The browser's own button. (`Page.go_back` asks Chromium for its history while pages may still be changing.)"""
    with page.expect_navigation():
        page.evaluate("history.back()")


def answer_all(page, most=40):
    """Say of everything that it is not known; the questions that were put."""
    put = []
    while page.locator("input[name=spot]").count():
        put.append(page.locator("input[name=spot]").get_attribute("value"))
        assert len(put) < most
        follow(page, "button[value=unknown]")
    return put


def wide(page):
    """By how many pixels a page is wider than its window."""
    page.wait_for_load_state()  # the rest of an answer comes after its top
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_whole_interview_without_scripts(tab, width):
    page = tab(width, scripts=False)
    begin(page)
    put = answer_all(page)
    assert len(put) == len(set(put)) > 3
    assert page.title().startswith("The answer")
    assert page.locator(".cards .card").count() == 1
    with page.expect_download() as sent:
        page.click("text=Markdown")
    assert sent.value.suggested_filename == "report.md"


def test_once_all_answers_are_there_no_line_says_that_more_follows(tab):
    page = tab(scripts=False)
    page.goto("/")
    page.click("summary:has-text('example')")
    page.select_option("#example", "library-kept-after-training")
    follow(page, "text=Open the example")
    follow(page, page.locator("button[formaction='/result']").first)
    page.wait_for_load_state()
    assert page.locator(".follows").count() == 9  # one stood below each part while it was the last
    assert "All together" in page.inner_text("main")
    assert "More follows" not in page.inner_text("main")


def test_back_edit_save_and_resume(tab, tmp_path):
    page = tab()
    begin(page)
    first = page.locator("input[name=spot]").get_attribute("value")
    page.locator("input[name=value]").first.check()
    follow(page, "button[value=answer]")
    assert page.locator("input[name=spot]").get_attribute("value") != first
    follow(page, "button[value=back]")
    assert page.locator("input[name=spot]").get_attribute("value") == first
    page.locator("input[name=value]:checked").wait_for()
    follow(page, "button[value=answer]")
    follow(page, "text=Review answers")
    follow(page, page.locator(".answers button").first)
    follow(page, "button[value=unknown]")
    with page.expect_download() as sent:
        page.click("text=Save scenario file")
    file = tmp_path / "s.yaml"
    sent.value.save_as(file)
    scenario = parse_scenario(file.read_bytes(), law(), name="saved")
    assert scenario.works["works"].title == "A poem"
    page.goto("/")
    page.click("text=Go on with a scenario file")
    page.set_input_files("#file", file)
    follow(page, "button:text-is('Open')")
    page.locator("input[name=spot]").wait_for(state="attached")  # of several it would complain


def test_back_in_the_browser_leads_to_the_page_before(tab):
    page = tab()
    begin(page)
    first = page.locator("input[name=spot]").get_attribute("value")
    follow(page, "button[value=unknown]")
    back(page)
    assert page.locator("input[name=spot]").get_attribute("value") == first
    back(page)
    assert page.locator("h1").inner_text() == "Is this right?"


def test_a_version_is_kept_a_change_tried_and_both_compared(tab):
    page = tab()
    answer_of(page, "google-books-scan")
    page.locator("svg").nth(3).wait_for()
    follow(page, page.locator("button[name=set]").first)
    assert page.locator("h1").inner_text() == "What if it were otherwise?"
    follow(page, "text=Take it over")
    assert page.locator("h1").inner_text() == "Two versions"
    follow(page, "text=Go on with the kept version instead")
    follow(page, page.locator("text=Change answers of this version"))
    assert page.locator("h1").inner_text() == "Your answers"
    follow(page, "text=Compare the two versions")
    assert page.locator("h1").inner_text() == "Two versions"


def test_by_keyboard_alone(tab):
    """Tab and arrows reach everything, the focus is seen, and Enter sends."""
    page = tab()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Go to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "situation"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "Go on to the questions")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    first = page.locator("input[name=spot]").get_attribute("value")
    tab_to(page, "I don\N{RIGHT SINGLE QUOTATION MARK}t know")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("input[name=spot]").get_attribute("value") != first


def tab_to(page, text, most=60):
    """Press Tab until something with this text has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == text:
            return
    raise AssertionError(f"Tab does not reach '{text}'")


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_too_wide_or_shuts_anybody_out(tab, width):
    """Every kind of page, by axe: contrast, names, labels, order of headings, regions that scroll."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = tab(width)
    faults = []

    def look(name):
        page.wait_for_load_state()
        if width < 1280 and name not in ("start", "question", "result"):  # the rest is laid out alike
            faults.extend([f"{name}: {wide(page)} pixels too wide"] if wide(page) > 0 else [])
            return
        found = axe.run(page).response["violations"]
        faults.extend(f"{name}: {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found)
        faults.extend([f"{name}: {wide(page)} pixels too wide"] if wide(page) > 0 else [])

    page.goto("/")
    look("start")
    page.check('input[value="trained-on-a-pirate-library"]')
    follow(page, "text=Start >> nth=0")
    look("confirm")
    follow(page, "text=Go on to the questions")
    page.click("summary:has-text('How do you know?')")
    look("question")
    follow(page, "button[value=answer]")
    look("question with a problem")
    follow(page, "text=Keep this version")
    look("review")
    follow(page, page.locator(".answers button").nth(2))
    follow(page, "button[value=unknown]")
    follow(page, "text=See the answer")
    look("result")
    follow(page, page.locator("button[name=set]").first)
    look("try")
    follow(page, "text=Compare the two versions")
    look("compare")
    for name in ("", "/cases", "/facts/copy.source", "/claims", "/cases/bartz-v-anthropic-2025"):
        page.goto(f"/kb{name}")
        look(f"kb{name}")
    page.goto("/kb/cases/bartz-v-anthropic-2025/replay")
    look("replay")
    page.goto("/kb/claims")
    follow(page, page.locator("main ul a").first)
    look("claim")
    assert faults == []


def test_a_print_leaves_nothing_out_and_has_nothing_to_press(tab):
    """What is folded up on screen is open on paper, and each factor stands in one line."""
    page = tab()
    answer_of(page, "pirated-library-training")
    folded = page.locator("details:not([open]) .what").first
    folded.wait_for(state="attached")
    assert not folded.is_visible()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 900})  # what A4 has between its margins
    assert folded.is_visible()
    assert not page.locator("button:visible").count()
    first = page.locator(".strips li").first
    label, line = (first.locator(what).bounding_box() for what in (".label", "svg"))
    assert label["x"] + label["width"] <= line["x"]
    assert wide(page) <= 0
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    words = " ".join(paper.pages[0].extract_text().split())
    assert f"1 of {len(paper.pages)}" in words
    assert "not legal advice" in words


def test_places_stand_as_a_matrix(tab):
    page = tab(390)
    answer_of(page, "multi-jurisdiction-training")
    rows = page.locator(".matrix tbody tr")
    rows.nth(10).wait_for()
    assert re.search("permitted|Uncertain", rows.first.inner_text())
    assert wide(page) == 0
