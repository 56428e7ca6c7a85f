"""How the documentation is built: `make docs`."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import generate  # noqa: E402
from generate import built  # noqa: E402
from sphinx.application import Sphinx  # noqa: E402
from sphinx.errors import SphinxError  # noqa: E402

import fairuse  # noqa: E402

project = "fairuse"
author = "the authors of fairuse"
copyright = "2026, the authors of fairuse"
version = release = fairuse.__version__

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["build", "templates"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

html_theme = "pydata_sphinx_theme"
html_title = "fairuse"
templates_path = ["templates"]
html_static_path = ["static"]
html_css_files = ["entries.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "show_prev_next": False,
    "navigation_depth": 1,  # the buttons that unfold deeper levels have no name that can be read out
    "show_nav_level": 1,
    "secondary_sidebar_items": ["page-toc"],
    "navbar_align": "left",
    "header_links_before_dropdown": 6,
}
#: Pages with none below them: the sidebar would be an empty one.
html_sidebars = {page: [] for page in ("index", "tutorial", "usage", "evaluation", "contributing", "genindex")}

generate.write(HERE / "reference")


def look_through(app: Sphinx, exception: Exception | None) -> None:
    """Fail the build if a link within the built pages is dead, or something would be loaded from elsewhere."""
    if exception is None and app.builder.name == "html":
        found = list(built.problems(Path(app.outdir)))
        if found:
            raise SphinxError("\n".join([*found[:40], f"{len(found)} problems in the pages as they were built"]))


def setup(app: Sphinx) -> None:
    """Hold the built pages to what is promised of them."""
    app.connect("build-finished", look_through)
