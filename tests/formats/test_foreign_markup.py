"""Markup from elsewhere becomes our Markdown without loss, or is refused with the reason."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.formats.foreign_markup import canonical, has_markup, html_of, markdown_of, words_of
from course_app.formats.foreign_text import Unfit
from course_app.formats.intake import Draft


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>How <em>long</em> &lt; 3?</p>\n<p>And <b>why</b></p>", "How *long* < 3?\n\nAnd **why**"),
        ("<i>a</i><b>b</b>", "*a***b**"),
        ("<em>a</em><em>b</em>", "*ab*"),
        ("<em>one <b>two</b></em> <b>three</b>", "*one **two*** **three**"),
        ("x<b> y </b>z", "x **y** z"),
        ("<p>\n  pretty\n   printed\n</p>", "pretty\nprinted"),
        ("<div><div>one</div><div>two</div></div>", "one\n\ntwo"),
        ("one<br>two<br/><br/>three", "one\n\ntwo\n\nthree"),
        ("snake_case and 2 * 3", "snake_case and 2 * 3"),
        ("*a* _b_ \\*", "\\*a\\* \\_b\\_ \\\\\\*"),
        ("<p>&nbsp;</p><p>a&nbsp;b</p>", "a\u00a0b"),
        ("a <!-- unseen --> b", "a  b"),
        ("<a name='x'>a</a>", "a"),
        ("", ""),
    ],
)
def test_html_becomes_markdown_that_shows_the_same(html, markdown):
    assert markdown_of(html) == markdown


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<img src=x>", "A text holds an image that does not come with the file; a question here cannot show it."),
        ("a<sup>2</sup>", "A text holds raised signs; a question here cannot show it."),
        ("<a href='https://example.org'>x</a>", "A text holds a link; a question here cannot show it."),
        ("<blink>x</blink>", "A text holds the element <blink>; a question here cannot show it."),
        ("<script>x</script>", "A text holds a script; a question here cannot show it."),
        ("<b>Note:</b>text", "The emphasis in “Note:text” cannot be written in Markdown; put blanks around it."),
        ("x" * 10_001, "One of its texts is longer than 10,000 characters."),
        ("<b>x</b> y" * 500, f"“{('x y' * 30)[:60]}” holds too much emphasis to be read."),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_name(html, reason):
    with pytest.raises(Unfit, match=re.escape(reason)):
        markdown_of(html)


@pytest.mark.parametrize(
    ("form", "text", "markdown"),
    [
        ("plain", "2 < 3 <b>&amp; *x*\n\nnext", "2 < 3 <b>&amp; \\*x\\*\n\nnext"),
        ("auto", "one\ntwo <b>three</b>", "one\n\ntwo **three**"),
        ("auto", "one\ntwo", "one\ntwo"),
        ("markdown", "__a__ `b`"[:5] + " \\*", "**a** *"),
        ("html", "one\n\ntwo", "one\ntwo"),
    ],
)
def test_other_forms_of_text_become_markdown(form, text, markdown):
    assert markdown_of(text, form) == markdown


def test_what_is_left_out_is_noted_once():
    draft = Draft(1)
    assert markdown_of('<p style="color: red"><font size="4">a</font><br>b</p>', "html", draft, inline=True) == "a\nb"
    assert draft.notes == [
        "Colours, fonts and sizes are not kept.",
        "Line breaks within an option or reason of one paragraph became line ends, which show as blanks.",
    ]


@given(st.text("aZéر本9 ,.;?'’“”%()–-*_\\", max_size=20))
def test_what_is_plain_at_sight_is_what_setting_it_would_show(text):
    """A line end behind it has it set and read."""
    assert words_of(text) == words_of(f"{text}\n")
    assert has_markup(text) == has_markup(f"{text}\n")


def test_plain_words_and_whether_there_is_more():
    assert words_of("How *long*\ndoes\n\nit last \\*?") == "How long does it last *?"
    assert [has_markup(text) for text in ("a", "a \\* b", "*a*", "a\nb", "a\n\nb")] == [False, False, True, True, True]


SIGNS = st.text(st.sampled_from("ab *_\\<>&\n") | st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@given(SIGNS)
def test_our_own_markdown_comes_back_as_it_shows(text):
    spelled = canonical(text)
    assert canonical(spelled) == spelled
    assert visible(spelled) == visible(text)


def visible(text):
    """What is seen: words without blanks, each sign with whether it is emphasised or strong."""
    signs, style = [], set()
    for piece in re.findall(r"</?(?:em|strong|p)>|&[a-z]+;|\S", html_of(text)):
        if not piece.startswith("<"):
            signs.append((piece, frozenset(name for name, depth in dict(style).items() if depth)))
        elif piece not in ("<p>", "</p>"):
            name, change = piece.strip("</>"), -1 if piece[1] == "/" else 1
            depths = dict(style)
            depths[name] = depths.get(name, 0) + change
            style = set(depths.items())
    return signs


@given(st.text("ab<>/=\"' &;!-" + "pbi\n", max_size=60) | SIGNS, st.sampled_from(["html", "plain", "auto", "markdown"]))
def test_no_text_is_too_strange(text, form):
    try:
        found = markdown_of(text, form)
    except Unfit:
        return
    assert canonical(found) == found
