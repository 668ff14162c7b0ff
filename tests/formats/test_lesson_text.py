import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.domain.courses import Heading, Lesson, Passage
from course_app.formats.lesson_text import parse_lesson

FRONT = """---
id: soreness
title: Soreness
outcomes:
  - say how common it is
takeaways:
  - It is common.
---
"""
BODY = """
## How common, *how long* {#how-long}

::: say
You will be [sore]{term="soreness"}.
It passes.
:::

[Being [sore]{term="soreness"} is the *rule* [@ref-13].]{#soreness-rule claims="C42 B15"} The
review [@ref-13] [@brady-2014] agrees, and [it
lasts]{#lasts
claims="C46"}.

- One, [counted]{#counted claims="C1"}
  - nested
- see [5.1](lesson:common) and [there](passage:far-away)

::: figure curve
**A sketch.** Not [data]{term="datum"} [@ref-2].
:::

## Why {#why}

Because <https://example.org/x>.

::: check SC521
:::
"""


def lesson(body):
    found, problems = parse_lesson(FRONT + body, "a/soreness.md")
    assert problems == []
    return found


def told(body):
    """Lines and messages; the body's first line is line 9."""
    found, problems = parse_lesson(FRONT + body, "a/soreness.md")
    assert found.id == "soreness"
    assert {(problem.path, problem.level) for problem in problems} <= {("a/soreness.md", "error")}
    return [(problem.line, problem.message) for problem in problems]


def test_a_lesson_is_read_with_all_that_it_names():
    around = "Being sore is the rule. The review agrees, and it lasts."
    assert parse_lesson(FRONT + BODY, "a/soreness.md") == (
        Lesson(
            id="soreness",
            title="Soreness",
            outcomes=("say how common it is",),
            takeaways=("It is common.",),
            body=BODY,
            sections=(Heading("how-long", "How common, how long"), Heading("why", "Why")),
            passages=(
                Passage("soreness-rule", ("C42", "B15"), "Being sore is the rule.", "how-long", 2, around),
                Passage("lasts", ("C46",), "it lasts", "how-long", 2, around),
                Passage("counted", ("C1",), "counted", "how-long", 3, "One, counted"),
            ),
            terms=("soreness", "datum"),
            citations=("ref-13", "brady-2014", "ref-2"),
            figures=("curve",),
            checks=("SC521",),
            links=("lesson:common", "passage:far-away", "https://example.org/x"),
            words=6 + 11 + 2 + 1 + 4 + 2,
            paragraphs=4,
        ),
        [],
    )


def test_a_lesson_is_open_to_visitors_only_when_it_says_so():
    assert lesson("").is_open is False
    assert parse_lesson(FRONT.replace("title", "open: true\ntitle"), "l.md")[0].is_open is True


def test_windows_line_ends_and_a_byte_order_mark_make_no_difference():
    assert parse_lesson("\ufeff" + (FRONT + BODY).replace("\n", "\r\n"), "l.md") == parse_lesson(FRONT + BODY, "l.md")


def test_words_of_any_script_are_kept():
    text = "Ŵyn, łyk, İzmir, ñandú, سليم, 李明: 29–91 % of ﬁbres “hurt”."
    assert lesson(f"[{text}]{{#a claims=C}}".replace("=C", '="C"')).passages[0].text == text


def test_a_passage_before_any_heading_belongs_to_no_section():
    assert lesson('[Words.]{#a claims="C1"}').passages == (Passage("a", ("C1",), "Words.", "", 1, "Words."),)


def test_a_say_block_may_have_paragraphs_passages_and_nested_quotation_marks():
    found = lesson('::: say\n[“Dry” means dry.]{#a claims="C1"}\n\n“No” means “no”.\n:::')
    assert (found.paragraphs, found.words) == (1, 6)
    assert [(passage.paragraph, passage.around) for passage in found.passages] == [(1, "“Dry” means dry.")]


def test_emphasis_may_hold_a_passage_and_an_escape_is_no_span():
    found = lesson('*[a]{#a claims="C1"}* and \\[b\\](c) \\{#d} \\[@e]')
    assert [passage.around for passage in found.passages] == ["a and [b](c) {#d} [@e]"]


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("# Title {#a}", 9, "Sections are `## Heading {#id}`; no other level is used."),
        ("x\n### Deep {#a}", 10, "Sections are `## Heading {#id}`; no other level is used."),
        ("## Heading", 9, "A section needs an id at the end of its heading: `## Heading {#id}`."),
        ("## {#a}", 9, "A section needs a heading in words."),
        ("## A {#B c}", 9, "`B c` cannot be the id of a section: an id is lower-case words joined by hyphens."),
        ("## A {#main}", 9, "The page itself uses the id `main`; give the section another."),
        (
            '## [A]{#b claims="C1"} {#a}',
            9,
            "A passage cannot stand in the words of a heading; it stands in a paragraph, a list or a say block.",
        ),
        ("## A [@ref-1] {#a}", 9, "A citation cannot stand in a glossary term or in a heading."),
        ('## [A]{term="t"} {#a}', 9, "A glossary term cannot stand in another term or in a heading."),
        ("\n[words]{#a}", 10, 'A passage needs the claims that it carries: [words]{#id claims="C42"}.'),
        ('\n\n[words]{claims="C1"}', 11, 'A passage needs an id: [words]{#id claims="C42"}.'),
        ('[ *a\n[ ]{#a claims="C1"}', 10, "This passage is empty: no words stand between its brackets."),
        ('[]{term="a"}', 9, "This term is empty: no words stand between its brackets."),
        ('[a]{#A claims="C1"}', 9, "`A` cannot be the id of a passage: an id is lower-case words joined by hyphens."),
        ('[a]{#p-12 claims="C1"}', 9, "The page itself uses the id `p-12`; give the passage another."),
        (
            '[a]{#a claims="C1, C2"}',
            9,
            '`C1,` is not the id of a claim; several stand with spaces between them: claims="C42 B15".',
        ),
        ('[a [b]{#b claims="C1"}]{#a claims="C1"}', 9, "A passage cannot stand in a passage."),
        (
            '[[b]{#b claims="C1"}](lesson:a)',
            9,
            "This is no link: the words of `[words](address)` hold no passage, term, citation or other link.",
        ),
        (
            "a\n[b [@ref-1]](lesson:a)",
            10,
            "This is no link: the words of `[words](address)` hold no passage, term, citation or other link.",
        ),
        ('[a]{term="B c"}', 9, "`B c` is not the id of a term: lower-case words joined by hyphens."),
        ('[[b]{term="b"}]{term="a"}', 9, "A glossary term cannot stand in another term or in a heading."),
        ('[a [@ref-1]]{term="b"}', 9, "A citation cannot stand in a glossary term or in a heading."),
        ('[[a](lesson:a)]{term="b"}', 9, "A link cannot stand in a glossary term."),
        ("a\nb [@Ref,13]", 10, "`Ref,13` is not the id of a reference; a citation is written [@ref-13]."),
        (
            "[x](http://example.org)",
            9,
            "The link to `http://example.org` leads neither to https://…, nor to lesson:id, nor to passage:id.",
        ),
        (
            "a\n*b*\n[x](javascript:alert(1))",
            11,
            "The link to `javascript:alert(1)` leads neither to https://…, nor to lesson:id, nor to passage:id.",
        ),
        ("[x]()", 9, "The link to `` leads neither to https://…, nor to lesson:id, nor to passage:id."),
        ("<b>x", 9, "Raw HTML is not used in lessons; write `\\<` for the sign itself."),
        ("<div>\nx\n</div>", 9, "Raw HTML is not used in lessons, comments included."),
        ("x\n\n<!-- note -->", 11, "Raw HTML is not used in lessons, comments included."),
        ("![x](y.png)", 9, "Images are not used in lessons; a drawing is a figure: `::: figure id`."),
        ("|a|b|\n|-|-|\n|c|d|", 9, "Tables are not used in lessons; a list or a figure says it."),
        ("> x", 9, "Quotations as blocks (`>`) are not used in lessons."),
        ("```\nx\n```", 9, "Code blocks are not used in lessons."),
        ("a `b`", 9, "Code (between backticks) is not used in lessons; write *emphasis* instead."),
        (
            "    x",
            9,
            "A line indented by four spaces is read as code, which is not used in lessons; indent it less.",
        ),
        ("x\n\n---", 11, "Rules across the page (`---`, `***`) are not used in lessons."),
        ("a  \nb", 9, "A forced line break is not used in lessons; begin a new paragraph."),
        ("- # A", 9, "A heading stands by itself, not in another block."),
        ("- |a|b|\n  |-|-|\n  |c|d|", 9, "Tables are not used in lessons; a list or a figure says it."),
        ("- > # a\n  > - b", 9, "Quotations as blocks (`>`) are not used in lessons."),
        ("- > a", 9, "Quotations as blocks (`>`) are not used in lessons."),
        (
            "::: sya\nx\n:::",
            9,
            "There is no block `::: sya`, only `::: say`, `::: figure id` and `::: check ID`. Did you mean `say`?",
        ),
        ("> ::: say\n> ", 9, "Quotations as blocks (`>`) are not used in lessons."),
        ("x\n\n::: say\ny", 11, "The block `::: say` is not closed by a line `:::`."),
        ("::: say\na\n\n::: check S1\n:::\n", 9, "The block `::: say` is not closed by a line `:::`."),
        ("a\n:::", 10, "This line `:::` closes no block, or a block begins without its kind."),
        ("::: say\n:::", 9, "This `::: say` block is empty."),
        ("::: say loudly\nx\n:::", 9, "After `::: say` nothing follows on the line; the words stand below it."),
        ("::: say\n“x”\n:::", 9, "Leave out the quotation marks of a `::: say` block; the page sets them."),
        ("::: say\n- x\n:::", 10, "A list stands by itself, not in a `:::` block."),
        (
            "- x\n\n  ::: check A\n  :::",
            11,
            "This cannot stand here; a `:::` block stands by itself.",
        ),
        ("::: check\n:::", 9, "A self-check is named by its question: `::: check SC521`."),
        ("::: check S1\nx\n:::", 10, "This cannot stand here; a `:::` block stands by itself."),
        (
            "::: figure A\nx\n:::",
            9,
            "A figure is named by its id: `::: figure soreness-curve`, lower-case words joined by hyphens.",
        ),
        ("::: figure a\n:::", 9, "A figure needs a caption of one paragraph between `::: figure` and `:::`."),
        (
            '::: figure a\n[b]{#b claims="C1"}\n:::',
            10,
            "A passage cannot stand in the words of a figure; it stands in a paragraph, a list or a say block.",
        ),
        (
            '## A {#a}\n\n[b]{#a claims="C1"}',
            11,
            "The id `a` is used twice in this lesson, first on line 9.",
        ),
        (
            '[a]{#a claims="C1"} [b]{#a claims="C1"}',
            9,
            "The id `a` is used twice in this lesson, first on line 9.",
        ),
        (
            "::: check A\n:::\n::: check A\n:::",
            11,
            "The self-check `A` is used twice in this lesson, first on line 9.",
        ),
        (
            "::: figure a\nx\n:::\n::: figure a\nx\n:::",
            12,
            "The figure `a` is used twice in this lesson, first on line 9.",
        ),
    ],
)
def test_what_may_not_stand_in_a_body_is_told_with_its_line(body, line, message):
    assert told(body) == [(line, message)]


@pytest.mark.parametrize("braces", ["{}", "{foo}", '{#a claims="C" .b}', "{#a #b}", "{#a claims=C}", '{term="a" #b}'])
def test_a_span_that_cannot_be_read_is_told(braces):
    assert told(f"x\n[a]{braces}") == [(10, 'A span is written [words]{#id claims="C42 B15"} or [words]{term="id"}.')]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ('[a\n\nb]{#a claims="C1"}', [11]),
        ('- [a\n- b]{#a claims="C1"}', [10]),
        ('a b{#a claims="C1"}', [9]),
        ('[a]{#a claims="C1"', [9]),
        ("[a] {#a}", [9]),
    ],
)
def test_a_passage_begins_and_ends_in_one_paragraph(body, lines):
    words = 'Braces without their words: a span `[words]{#id claims="C42"}` begins and ends in one paragraph.'
    assert told(body) == [(line, words) for line in lines]


def test_the_front_matter_is_needed():
    words = "A lesson begins with a line `---`, its fields (`id`, `title`, …), and another line `---`."
    for text in ("", "## A {#a}", "---\nid: a\n", "\n---\nid: a\n---\n"):
        found, problems = parse_lesson(text, "l.md")
        assert found is None
        assert (problems[0].line, problems[0].message) == (1, words)


def test_missing_and_unknown_fields_are_told_all_at_once_with_what_is_wrong_below():
    found, problems = parse_lesson("---\nid: A b\ntitel: x\noutcomes: []\n---\n> x\n", "l.md")
    assert found is None
    assert [(problem.line, problem.message) for problem in problems] == [
        (2, "`id` cannot be `A b`; it is words of lower-case letters and digits, joined by hyphens."),
        (2, "The front matter needs `title`."),
        (4, "The front matter needs `outcomes`, a list with at least one entry (“After this lesson you can …”)."),
        (2, "The front matter needs `takeaways`, a list with at least one entry (“To take with you”)."),
        (3, "The front matter has no key `titel`. Did you mean `title`?"),
        (6, "Quotations as blocks (`>`) are not used in lessons."),
    ]


def test_front_matter_that_is_no_yaml_gives_no_lesson():
    found, problems = parse_lesson("---\nid: [\n---\n", "l.md")
    assert (found, [problem.line for problem in problems]) == (None, [2])


BLOCKS = [
    "---\n",
    "id: a\n",
    "\n\n",
    "\n",
    "## A {#a}\n",
    "~~~\n",
    "***\n",
    "===\n",
    "- ",
    "1. ",
    "> ",
    "    ",
    "|a|b|\n|-|-|\n",
]
CONTAINERS = ["::: say\n", "::: figure a\n", "::: check A\n", ":::\n", ":::", "::: \n", ":::: a\n"]
SPANS = ["[", "]", "]{", '{#a claims="C1"}', '{term="a"}', "[@ref-1]", "[@", "(lesson:a)", "(ftp:x)", "![", "]("]
SIGNS = ["*", "**", "_", "`", "<b>", "<!--", "-->", "<https://a>", "&amp;", "\\", "a", "b c", "\t", "\u2028", "\0"]
PIECES = st.sampled_from(BLOCKS + CONTAINERS + SPANS + SIGNS)


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text())
def test_no_text_is_too_strange(text):
    for written in (text, FRONT + text):
        found, problems = parse_lesson(written, "l.md")
        assert found is not None or problems != []
