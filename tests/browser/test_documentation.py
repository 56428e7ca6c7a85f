"""The built pages of the documentation (`make docs`) in headless Chromium: what axe finds, and that they fit."""

from __future__ import annotations

from pathlib import Path

import pytest

import fairuse

pytestmark = pytest.mark.browser

BUILT = Path(fairuse.__file__).parent.parent / "docs/build"
#: One page of each kind: written by hand, with tables, with pictures, and made from the law, the commands, the code.
PAGES = (
    "index",
    "tutorial",
    "howto/index",
    "howto/pipeline",
    "usage",
    "reasoning",
    "measured",
    "evaluation",
    "report-format",
    "reference/index",
)


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_of_the_documentation_is_too_wide_or_shuts_anybody_out(chromium, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    if not BUILT.is_dir():
        pytest.skip("the documentation is not built: make docs does")
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page, faults = context.new_page(), []
    page.on("request", lambda r: r.url.startswith(("file:", "data:")) or faults.append(r.url))
    for name in PAGES:
        page.goto((BUILT / f"{name}.html").as_uri())
        found = axe.run(page).response["violations"]
        faults.extend(f"{name}: {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults.extend([f"{name}: {wide} pixels too wide"] if wide > 0 else [])
    context.close()
    assert faults == []
