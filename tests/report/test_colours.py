"""Colours of documents: apart for every eye, alike in every format, dark enough to read."""

from __future__ import annotations

import itertools
import math
import re
from importlib.resources import files

import pytest

from tests.report.documents import DOCX_STYLES


def linear(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(colour):
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def themes():
    """The colours of html on a light and on a dark screen."""
    style = files("fairuse.report").joinpath("styles/report.css").read_text().split("@media print")[0]
    parts = style.split("@media (prefers-color-scheme: dark)")
    assert len(parts) == 2
    return [dict(re.findall(r"--(\w+): (#\w{6});", part)) for part in parts]


#: What people who lack one kind of cone see of linear red, green and blue (Machado, Oliveira and Fernandes 2009).
SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
#: From linear red, green and blue to CIE XYZ, each as a share of that of white.
XYZ = ((0.43395, 0.37622, 0.18983), (0.2126, 0.7152, 0.0722), (0.01772, 0.10947, 0.87281))


def lab(colour, eye):
    """A colour in CIE L*a*b*, as an eye sees it."""

    def times(matrix, vector):
        return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]

    seen = [min(max(part, 0), 1) for part in times(SEEN[eye], linear(colour))]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in times(XYZ, seen))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("eye", SEEN)
def test_the_colours_of_both_sides_stay_apart_for_every_eye(eye):
    for theme in themes():
        tones = [lab(theme[name], eye) for name in ("good", "bad", "open")]
        assert min(math.dist(a, b) for a, b in itertools.combinations(tones, 2)) > 25  # red and green: 3


def test_pdf_and_docx_have_the_colours_of_html():
    own = [themes()[0][name] for name in ("good", "bad", "open")]
    drawing, word = (files("fairuse.report").joinpath(f"styles/{n}").read_text() for n in ("drawing.typ", DOCX_STYLES))
    assert re.findall(r'(?:good|bad|open): rgb\("(#\w+)"\)', drawing)[:3] == own
    assert re.findall(r'w:val="(?:Good|Bad|Open)"/><w:rPr><w:color w:val="(\w+)"', word) == [c[1:].upper() for c in own]


def test_every_colour_of_html_stands_out_from_its_paper():
    for theme in themes():
        for name in ("ink", "quiet", "link", "good", "bad", "open"):
            for ground in ("paper", "tint"):
                light, dark = sorted((luminance(theme[name]), luminance(theme[ground])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, ground)
