import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.formats.figure_svg import Figure, parse_figure

DRAWING = """<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn by hand -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 220">
  <title>Soreness: a sketch</title>
  <desc>Time runs from 0
    to 72 hours, and A &lt; B.</desc>
  <defs>
    <marker id="arrow" viewBox="0 0 9 9" refX="5" refY="5" orient="auto"><path class="f-solid" d="M0 0L9 5"/></marker>
  </defs>
  <g class="f-quiet" transform="translate(4, 5) rotate(-3.5)"><path d="M0 0h1" marker-end="url(#arrow)"/></g>
  <text class="t-small t-mid" x="16" y="27">Sore &amp; <tspan dx="2">stiff</tspan></text>
</svg>
"""


def svg(inside="", attributes='viewBox="0 0 360 100"', says="<title>T</title><desc>D</desc>"):
    return f"<svg {attributes}>{says}\n{inside}</svg>".encode()


def told(data, path="figures/curve.svg"):
    figure, problems = parse_figure(data, path)
    assert figure is None
    return [(problem.line, problem.message) for problem in problems]


def test_a_drawing_is_set_anew_for_use_within_a_page():
    assert parse_figure(DRAWING.encode(), "figures/soreness-curve.svg") == (
        Figure(
            id="soreness-curve",
            title="Soreness: a sketch",
            description="Time runs from 0 to 72 hours, and A < B.",
            svg=(
                '<svg viewBox="0 0 360 220" aria-hidden="true">'
                '<defs><marker id="soreness-curve--arrow" viewBox="0 0 9 9" refX="5" refY="5" orient="auto">'
                '<path class="f-solid" d="M0 0L9 5"/></marker></defs>'
                '<g class="f-quiet" transform="translate(4, 5) rotate(-3.5)">'
                '<path d="M0 0h1" marker-end="url(#soreness-curve--arrow)"/></g>'
                '<text class="t-small t-mid" x="16" y="27">Sore &amp; <tspan dx="2">stiff</tspan></text></svg>'
            ),
        ),
        [],
    )


def test_two_figures_with_the_same_marker_do_not_clash():
    first, second = (parse_figure(DRAWING.encode(), f"{name}.svg")[0].svg for name in ("a", "b"))
    assert set(re.findall(r'id="([^"]*)"', first)) & set(re.findall(r'id="([^"]*)"', second)) == set()


def test_crlf_and_a_byte_order_mark_make_no_difference():
    windows = b"\xef\xbb\xbf" + DRAWING.partition("\n")[2].replace("\n", "\r\n").encode()
    assert parse_figure(windows, "a.svg")[0].svg == parse_figure(DRAWING.encode(), "a.svg")[0].svg


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<script>alert(1)</script>", "`<script>` is not used in figures."),
        ('<image class="t"/>', "`<image>` is not used in figures."),
        ("<style/>", "`<style>` is not used in figures. Did you mean `title`?"),
        ("<foreignObject/>", "`<foreignObject>` is not used in figures."),
        ('<use href="#a"/>', "`<use>` is not used in figures."),
        ("<pth/>", "`<pth>` is not used in figures. Did you mean `path`?"),
        ('<svg viewBox="0 0 360 1"/>', "The file is one `<svg>`, with no other within it."),
        ("<g><title/></g>", "`<title>` stands directly in `<svg>`."),
        ('<g onclick="x()"/>', "`<g>` cannot carry `onclick`: it is not used in figures."),
        ('<g style="fill:red"/>', "`<g>` cannot carry `style`: looks come from the classes."),
        ('<g cx="1"/>', "`<g>` cannot carry `cx`: it is not used in figures."),
        ('<path class="f-line" fill="red"/>', "`<path>` cannot carry `fill`: it is not used in figures."),
        (
            '<text class="t" font-size="9"/>',
            "`<text>` cannot carry `font-size`: sizes of text come from the classes `t` and `t-small`.",
        ),
        (
            '<text class="t" text-anchor="end"/>',
            "`<text>` cannot carry `text-anchor`: text is anchored by the classes `t-mid` and `t-end`.",
        ),
        ('<circle class="f-fill" r="url(x)"/>', "`r` cannot be `url(x)`."),
        ('<path class="f-line" d="M0 0&quot;"/>', '`d` cannot be `M0 0"`.'),
        ('<g transform="translate(expression(1))"/>', "`transform` cannot be `translate(expression(1))`."),
        ('<path class="f-line" marker-end="url(http://x)"/>', "`marker-end` cannot be `url(http://x)`."),
        ('<path class="f-line" marker-end="url(#a)"/>', "There is no marker with the id `a` in this file."),
        ('<g id="a"/><g id="a"/>', "The id `a` is used twice."),
        ("loose", "Words stand in `<text>`, `<tspan>`, `<title>` or `<desc>` only."),
        ("<?php x ?>", "Processing instructions (`<?…?>`) are not used in figures."),
        ("<text>x</text>", "`<text>` has no size; give it the class `t` or `t-small`."),
        (
            '<path class="f-dash" d="M0 0"/>',
            "`<path>` has no look and would be drawn black; give it a class: f-line, f-quiet, f-accent, f-hair, "
            "f-solid, f-fill, f-tint, f-surface, f-caution, f-danger.",
        ),
        (
            '<g class="f-lin"/>',
            "There is no class `f-lin`; the classes are f-line, f-quiet, f-accent, f-hair, f-solid, f-fill, f-tint, "
            "f-surface, f-caution, f-danger, t, t-small, f-dash, f-thick, t-strong, t-mid, t-end, t-on. "
            "Did you mean `f-line`?",
        ),
        ("<g></b>", "This is not well-formed XML: mismatched tag."),
    ],
)
def test_what_may_not_stand_in_a_figure_is_told_with_its_line(inside, message):
    assert told(svg(inside))[-1] == (2, message)


def test_every_problem_is_told_at_once():
    assert told(b'<svg viewBox="0 0 400 100" width="3">\n<title>T</title>\n<path/>\n<b/></svg>', "Fig 1.svg") == [
        (0, "The file's name is the figure's id, lower-case words with hyphens; not `Fig 1`."),
        (1, "A figure has exactly one `<desc>`, with words in it."),
        (1, "`<svg>` cannot carry `width`: it is not used in figures."),
        (1, '`<svg>` needs `viewBox="0 0 360 H"`, with the height for H.'),
        (
            3,
            "`<path>` has no look and would be drawn black; give it a class: f-line, f-quiet, f-accent, f-hair, "
            "f-solid, f-fill, f-tint, f-surface, f-caution, f-danger.",
        ),
        (4, "`<b>` is not used in figures."),
    ]


@pytest.mark.parametrize("title", ["", "<title> </title>", "<title/><title>T</title>"])
def test_a_title_is_needed_once_with_words(title):
    assert told(svg(says=f"{title}<desc>D</desc>")) == [(1, "A figure has exactly one `<title>`, with words in it.")]


def test_a_title_holds_words_only():
    assert told(svg(says="<title>a<g/></title><desc>D</desc>")) == [(1, "`<title>` holds words only.")]


def test_a_group_lends_its_look_and_size_to_what_it_holds():
    data = svg('<g class="f-line t"><path d="M0 0"/><text x="1">x</text></g>')
    assert parse_figure(data, "a.svg")[1] == []


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE svg>",
        '<!DOCTYPE svg SYSTEM "http://example.org/x.dtd">',
        '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_doctype_ends_the_reading(doctype):
    assert told(doctype.encode() + svg("&c;")) == [
        (1, "A DOCTYPE, and the entities that it declares, are not used in figures."),
    ]


def test_an_unknown_entity_is_no_drawing():
    assert told(svg("&nbsp;")) == [(2, "This is not well-formed XML: undefined entity.")]


@pytest.mark.parametrize("data", [b"", b"<svg", b"\0", b"Dear Sir"])
def test_bytes_that_are_no_xml_are_a_problem(data):
    assert told(data)[0][1].partition(":")[0] == "This is not well-formed XML"


@pytest.mark.parametrize("data", [b"<svg>\n\xe9</svg>", b"\xff\n<", "\n<svg/>".encode("utf-16")])
def test_a_file_in_another_encoding_is_refused_with_its_line(data):
    line = 1 + data.startswith(b"<")
    assert told(data) == [(line, "The file is not UTF-8: save it as UTF-8.")]


OPENED = ['<svg viewBox="0 0 360 100">', '<g class="f-line">', "<title>", "<desc>", '<text class="t">', "<!--"]
CLOSED = ["</svg>", "</g>", "</title>", "</desc>", "</text>", "-->", '<path d="M0 0"/>', "<a/>", '" onload="x()']
WORDS = ["&amp;", "&lt;script&gt;", "<![CDATA[<b>]]>", "<!DOCTYPE a>", "\n", "x"]
PIECES = st.sampled_from(OPENED + CLOSED + WORDS)


@settings(deadline=None)
@given(st.lists(PIECES).map(lambda pieces: "".join(pieces).encode()) | st.binary())
def test_no_bytes_are_too_strange(data):
    figure, problems = parse_figure(data, "figures/a.svg")
    assert (figure is None) == bool(problems)
    assert figure is None or "script>" not in re.sub("&lt;script&gt;", "", figure.svg)
