"""The academy's mark: what may be one."""

import pytest

from course_app.formats.logo_file import Logo, logo_of
from tests.formats.pictures import a_file

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 24.4 16">'
RUNS = "which runs or reaches out."


def drawing(inside, head=HEAD):
    return f"{head}\n{inside}</svg>".encode()


def test_a_drawing_is_kept_as_it_is():
    data = drawing(
        '<title>Us</title><defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        "<path style='fill:url(#g)' d='M0 0h9'/><use xlink:href='#g'/>"
    )
    assert logo_of(data) == (Logo("logo.svg", data, 24, 16), "")


def test_a_png_is_written_anew():
    logo, fault = logo_of(a_file())
    assert (logo.name, logo.width, logo.height, logo.data[8:12], fault) == ("logo.webp", 64, 48, b"WEBP", "")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            drawing("<script>alert(1)</script>"),
            "It holds <script> in line 2. Save it as a plain SVG of shapes and text.",
        ),
        (
            drawing("<style>@import 'x'</style>"),
            "It holds <style> in line 2. Save it as a plain SVG of shapes and text.",
        ),
        (
            drawing("<foreignObject/>"),
            "It holds <foreignObject> in line 2. Save it as a plain SVG of shapes and text.",
        ),
        (drawing('<g onload="alert(1)"/>'), f"Its <g> in line 2 has onload=“alert(1)”, {RUNS}"),
        (drawing('<use href="https://a.example/#b"/>'), f"Its <use> in line 2 has href=“https://a.example/#b”, {RUNS}"),
        (drawing('<use xlink:href="//a.example"/>'), f"Its <use> in line 2 has href=“//a.example”, {RUNS}"),
        (drawing('<g fill="url( //a.example)"/>'), f"Its <g> in line 2 has fill=“url( //a.example)”, {RUNS}"),
        (drawing('<g style="fill:u\\72l(x)"/>'), f"Its <g> in line 2 has style=“fill:u\\72l(x)”, {RUNS}"),
        (
            drawing("", '<svg xmlns="http://www.w3.org/2000/svg">'),
            "Its svg element has no viewBox with a width and a height.",
        ),
        (b"<svg/>", "It is neither a PNG nor an SVG."),
        (b"GIF89a", "The file is no well-formed XML: Start tag expected, '<' not found."),
        (b"\x89PNG\r\n\x1a\n", "It is no image that can be shown here: PNG, JPEG, WebP and GIF can."),
        (
            b"<!DOCTYPE svg><svg/>",
            "The file begins with a document type (<!DOCTYPE …>), which is never read. Take it out.",
        ),
        (b"x" * 30_001, "It is larger than 30 KB. Make it smaller."),
    ],
)
def test_what_runs_or_reaches_out_or_is_no_image_is_refused(data, sentence):
    assert logo_of(data) == (None, sentence)
