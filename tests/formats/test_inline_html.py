import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.formats.inline_html import inline_html, paragraphs_html


def test_emphasis_and_strong_become_elements():
    assert inline_html("*may* and **never**, ***both***") == (
        "<em>may</em> and <strong>never</strong>, <em><strong>both</strong></em>"
    )


def test_everything_else_of_markdown_stays_plain_text():
    text = "# a `b` [c](https://example.org) ![d](e) <https://example.org> ~~f~~ &amp; 1. g"
    assert inline_html(text) == (
        "# a `b` [c](https://example.org) ![d](e) &lt;https://example.org&gt; ~~f~~ &amp;amp; 1. g"
    )


def test_a_backslash_keeps_a_sign_from_being_read():
    assert inline_html(r"\*a\* \[b\] \| \\ \x") == r"*a* [b] | \ \x"


def test_a_blank_line_parts_paragraphs_and_a_line_end_does_not():
    assert paragraphs_html("One\nline.\n\n    *Two*.\n\n\n- three") == (
        "<p>One\nline.</p>\n<p><em>Two</em>.</p>\n<p>- three</p>"
    )


def test_an_empty_text_gives_nothing():
    assert (inline_html(""), paragraphs_html(" \n ")) == ("", "")


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "<svg/onload=alert(1)>",
        '*<a href="javascript:alert(1)">x</a>*',
        "<!-- --><b onclick=alert(1)>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_attacks_come_out_as_words(attack):
    assert re.findall(r"<(?!/?em>)", inline_html(attack)) == []


def test_half_a_surrogate_pair_from_json_is_shown_as_unknown():
    assert inline_html("a\ud800b") == "a?b"


@given(st.text(alphabet=st.sampled_from("ab*_\\<>&\"'[]()!`#-\n ") | st.characters()))
def test_no_text_gives_other_elements_than_the_three(text):
    assert re.findall(r"<(?!/?(?:em|strong|p)>)", inline_html(text) + paragraphs_html(text)) == []
