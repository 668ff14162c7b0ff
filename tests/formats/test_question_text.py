from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.domain.question_faults import difficulties_of
from course_app.domain.questions import LEVELS, Option, Question
from course_app.formats.question_text import parse_questions, write_questions
from tests.formats.strange_questions import strange_questions

SAMPLE = """# Side effects; ignored

## S01
topic: side-effects | level: remember | difficulty: easy | pool: quiz | order: fixed
claims: C46, B15 | refs: 13, brady-2014 | lesson: 5.2
trap: mixes up | signs
safety: true
checked-on: 2026-11-22
tags: window, two words
waive: L07 long key
waive: L12 odd

What *upper limit* does the article give?
Two lines.

And a second paragraph.

- [ ] 6 hours
  > Shorter than the window;
  > two lines.
- [x] 72 hours
  at most
  > Correct.
  >
  > A second paragraph.
""".replace("mixes up |", "mixes up \\|")

S01 = Question(
    id="S01",
    stem="What *upper limit* does the article give?\nTwo lines.\n\nAnd a second paragraph.",
    options=(
        Option("a", "6 hours", "Shorter than the window;\ntwo lines."),
        Option("b", "72 hours\nat most", "Correct.\n\nA second paragraph.", is_key=True),
    ),
    topic="side-effects",
    level="remember",
    difficulty="easy",
    pool="quiz",
    claims=("C46", "B15"),
    fixed_order=True,
    references=("ref-13", "brady-2014"),
    lesson="5.2",
    trap="mixes up | signs",
    safety=True,
    waivers=("L07 long key", "L12 odd"),
    checked_on="2026-11-22",
    tags=("window", "two words"),
)

FIELDS = "topic: a | level: apply | difficulty: easy | pool: quiz | claims: C1"
OPTIONS = "- [x] one\n  > why\n- [ ] two\n  > why\n"


def item(fields=FIELDS, stem="Stem?", options=OPTIONS, heading="## Q1"):
    """Fields stand on line 2, the stem on line 4, options from line 6."""
    return f"{heading}\n{fields}\n\n{stem}\n\n{options}"


def told(text):
    questions, _, problems = parse_questions(text, "q.md")
    assert questions == []
    assert {(problem.path, problem.level) for problem in problems} == {("q.md", "error")}
    return [(problem.line, problem.message) for problem in problems]


def read(text):
    questions, _, problems = parse_questions(text, "q.md")
    assert problems == []
    return questions


def test_a_question_is_read_with_all_its_fields():
    assert parse_questions(SAMPLE, "q.md") == ([S01], {"S01": 3}, [])


def test_a_question_is_written_as_it_was_read():
    assert write_questions([S01]) == SAMPLE.removeprefix("# Side effects; ignored\n\n")


def test_what_has_its_default_is_left_out_in_writing():
    plain = replace(
        S01, fixed_order=False, references=(), lesson="", trap="", safety=False, waivers=(), checked_on="", tags=()
    )
    assert write_questions([plain]).split("\n")[:4] == [
        "## S01",
        "topic: side-effects | level: remember | difficulty: easy | pool: quiz",
        "claims: C46, B15",
        "",
    ]


def test_several_keys_are_possible_where_the_type_says_so():
    text = item(f"{FIELDS} | type: multiple", options=OPTIONS.replace("[ ]", "[x]"))
    assert [(q.type, [option.is_key for option in q.options]) for q in read(text)] == [("multiple", [True, True])]
    assert read(write_questions(read(text))) == read(text)


ORDERING = """## T07
topic: timelines | level: understand | difficulty: medium | pool: quiz | type: ordering | credit: adjacent-pairs
claims: C1

Which comes first?

- [1] Twitch
  > It comes first.
- [2] Soreness
  > It follows within hours.
- [3] Ease
  > It is there on the third day.
"""
TRUE_FALSE = """## T08
topic: timelines | level: understand | difficulty: easy | pool: quiz | type: true-false
claims: C1

Soreness lasts a week.

- [ ] True
  > It is shorter.
- [x] False
  > Correct. Three days at most.
"""


def test_the_lines_of_an_ordering_are_numbered_in_the_right_order():
    (question,) = read(ORDERING)
    assert (question.type, question.credit) == ("ordering", "adjacent-pairs")
    assert [(option.letter, option.text, option.is_key) for option in question.options] == [
        ("a", "Twitch", True),
        ("b", "Soreness", True),
        ("c", "Ease", True),
    ]
    assert write_questions([question]) == ORDERING


def test_a_statement_is_true_or_false():
    (question,) = read(TRUE_FALSE)
    assert (question.type, [option.is_key for option in question.options]) == ("true-false", [False, True])
    assert write_questions([question]) == TRUE_FALSE


def test_all_or_nothing_may_be_said_and_is_left_out_in_writing():
    (question,) = read(ORDERING.replace("adjacent-pairs", "all-or-nothing"))
    assert question.credit == ""
    assert "credit" not in write_questions([question])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            ORDERING.replace("[3]", "[x]").replace("[2]", "[3]"),
            [
                (9, "The lines of an ordering are numbered `[1]`, `[2]`, `[3]` … in the right order."),
                (11, "The lines of an ordering are numbered `[1]`, `[2]`, `[3]` … in the right order."),
            ],
        ),
        (
            TRUE_FALSE.replace("[ ]", "[2]"),
            [
                (1, "Mark one option only: 2 are marked as right."),
                (7, "Write `[ ]`, or `[x]` for a right option: numbers mark the lines of an ordering."),
            ],
        ),
        (TRUE_FALSE.replace("] True", "] Yes"), [(1, "Write two options, “True” and “False”, in this order.")]),
        (
            ORDERING.replace("adjacent-pairs", "right-minus-wrong"),
            [(1, "A question of the type “Put in order” is not marked like that.")],
        ),
    ],
)
def test_what_a_type_does_not_take_is_told_with_its_line(text, found):
    assert told(text) == found


def test_options_are_lettered_by_position():
    options = "".join(f"- [{'x' if n == 3 else ' '}] {n}\n  > why\n" for n in range(5))
    assert [option.letter for option in read(item(options=options))[0].options] == ["a", "b", "c", "d", "e"]


def test_windows_line_ends_blanks_and_a_byte_order_mark_make_no_difference():
    windows = "\ufeff" + SAMPLE.replace("\n", "  \r\n").replace("- [", "\r\n- [").replace("##", "\r\n##")
    assert parse_questions(windows, "q.md") == ([S01], {"S01": 4}, [])


def test_a_title_between_questions_is_ignored():
    assert [q.id for q in read(item() + "\n# Part two\n\n" + item(heading="## Q2"))] == ["Q1", "Q2"]


def test_no_text_means_no_questions():
    assert parse_questions("\n# Title\n", "q.md") == ([], {}, [])
    assert write_questions([]) == ""


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"\# one", "# one"),
        (r"\> 5 days", "> 5 days"),
        (r"\- [ ] a box", "- [ ] a box"),
        (r"\[x] b", "[x] b"),
        (r"\| c", "| c"),
        (r"\\# d", r"\# d"),
        (r"\*e\*", r"\*e\*"),
        ("-5 °C", "-5 °C"),
        (r"a \# | b", r"a \# | b"),
    ],
)
def test_a_backslash_keeps_the_first_sign_of_a_text_from_being_misread(written, text):
    read_back = read(item(stem=written, options=f"- [x] {written}\n  > {written}\n- [ ] b\n  > c\n"))[0]
    assert (read_back.stem, read_back.options[0].text, read_back.options[0].rationale) == (text, text, text)


def test_a_backslash_in_a_field_keeps_signs_from_parting_it():
    fields = FIELDS + r" | trap: a \| b \\ \c | tags: x\, y, z"
    assert [(q.trap, q.tags) for q in read(item(fields))] == [(r"a | b \ \c", ("x, y", "z"))]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (FIELDS + " | levl: apply", "A question has no field `levl`. Did you mean `level`?"),
        (FIELDS + " | Topic: b", "A question has no field `Topic`. Did you mean `topic`?"),
        (FIELDS + " | topic: b", "The field `topic` is given twice, first on line 2."),
        (
            FIELDS + "\nWhat is it",
            "A field is written `name: value`; several on a line are parted by ` | `, and a blank line ends them.",
        ),
        (FIELDS.replace("apply", "aply"), f"`aply` is not one of: {', '.join(LEVELS)}. Did you mean `apply`?"),
        (FIELDS.replace("easy", "x"), "`x` is not one of: easy, medium, hard."),
        (FIELDS.replace("quiz", "q"), "`q` is not one of: quiz, final, self-check."),
        (
            FIELDS.replace("topic: a", "topic: A b"),
            "`A b` is not the id of a topic: lower-case words joined by hyphens.",
        ),
        (FIELDS + " C2", "`C1 C2` is not the id of a claim; several are parted by commas."),
        (FIELDS + " | refs: Ref 13", "`Ref 13` is not the id of a reference; several are parted by commas."),
        (FIELDS + " | order: shuffled", "`shuffled` is not one of: fixed."),
        (FIELDS + " | type: many", "`many` is not one of: single, multiple, true-false, ordering."),
        (FIELDS + " | credit: some", "`some` is not one of: all-or-nothing, right-minus-wrong, adjacent-pairs."),
        (FIELDS + " | safety: yes", "`yes` is not one of: true, false."),
        (FIELDS + " | checked-on: May 2026", "`May 2026` is not a date; write it as 2026-11-22."),
    ],
)
def test_a_wrong_field_is_told_with_its_line(fields, message):
    assert told(item(fields)) == [(2 + fields.count("\n"), message)]


@pytest.mark.parametrize("name", ["topic", "level", "difficulty", "pool", "claims"])
def test_a_missing_or_blank_field_is_told_at_the_question(name):
    given_fields = FIELDS.split(" | ")
    without = [field for field in given_fields if not field.startswith(name)]
    blank = [*without, f"{name}:"]
    for fields in (without, blank):
        assert told(item(" | ".join(fields))) == [(1, f"The field `{name}` is missing.")]


OPTION_SHAPE = "An option begins at the left edge with `- [ ] `, the key with `- [x] `; `\\-` is the sign itself."


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("Hello\n" + item(), 1, "This text belongs to no question; a question begins with `## ID`."),
        (item() + "# End\nbye\n", 11, "This text belongs to no question; a question begins with `## ID`."),
        (item(heading="## Q 1"), 1, "`Q 1` is not an id: letters and digits, joined by hyphens follow `##`."),
        (
            item(stem="a\n### b"),
            5,
            "A line with `#` begins a question (`## ID`) or is a title (`# …`); `\\#` is the sign itself.",
        ),
        (item(stem=""), 1, "Write the question: it is empty."),
        (item(stem="a\n- b"), 5, OPTION_SHAPE),
        (item(stem="a\n> b"), 5, "A rationale stands below its option; `\\>` is the sign itself."),
        (item(options=OPTIONS + "-[ ] three"), 10, OPTION_SHAPE),
        (item(options=OPTIONS + "  - [ ] three"), 10, OPTION_SHAPE),
        (item(options=OPTIONS + "- [y] three"), 10, OPTION_SHAPE),
        (
            item(options=OPTIONS.replace("[x]", "[ ]")),
            1,
            "Mark the right option: none is marked.",
        ),
        (
            item(options=OPTIONS.replace("[ ]", "[x]")),
            1,
            "Mark one option only: 2 are marked as right.",
        ),
        (item(options="- [x] one\n  > why"), 1, "Write at least two options."),
        (item(options=OPTIONS.replace("two", "ONE")), 1, "Options A and B say the same."),
        (item(options=OPTIONS.replace("two\n  > why", "two")), 8, "Option b has no rationale."),
        (item(options=OPTIONS.replace("one\n  > why", "one\n  >")), 6, "Option a has no rationale."),
        (item(options=OPTIONS.replace(" two", "")), 8, "Option b is empty."),
        (
            item(options=OPTIONS + "more"),
            10,
            "This text belongs to no option: an option goes on after two blanks, a rationale after `  > `.",
        ),
        (item(options=OPTIONS + "  more"), 10, "Each line of a rationale begins with `  > `."),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text, line, message):
    assert [place for place in parse_questions(text, "q.md")[2] if place.message != message] == []
    assert [(problem.line, problem.message) for problem in parse_questions(text, "q.md")[2]] == [(line, message)]


def test_a_question_before_its_options_is_no_stem():
    assert told(f"## Q1\n{FIELDS}\n{OPTIONS}\nStem?\n") == [
        (1, "Write the question: it is empty."),
        (8, "This text belongs to no option: an option goes on after two blanks, a rationale after `  > `."),
    ]


def test_a_question_that_stands_twice_is_refused_at_its_second_place():
    questions, lines, problems = parse_questions(item() + item(stem="Other?"), "q.md")
    assert [(question.id, question.stem) for question in questions] == [("Q1", "Stem?")]
    assert lines == {"Q1": 1}
    assert [(problem.line, problem.message) for problem in problems] == [
        (10, "The question `Q1` stands twice, first on line 1."),
    ]


def test_every_problem_is_told_at_once_and_the_other_questions_are_kept():
    bad = item("topic: A\nlevl: apply", "", "- [ ] one\n- [ ] two\n  > why\n", "## Q2")
    questions, lines, problems = parse_questions(item() + bad + item(heading="## Q3"), "q.md")
    assert [question.id for question in questions] == ["Q1", "Q3"]
    assert lines == {"Q1": 1, "Q2": 10, "Q3": 19}
    assert [(problem.line, problem.message) for problem in problems] == [
        (10, "Mark the right option: none is marked."),
        (10, "The field `claims` is missing."),
        (10, "The field `difficulty` is missing."),
        (10, "The field `level` is missing."),
        (10, "The field `pool` is missing."),
        (10, "Write the question: it is empty."),
        (11, "`A` is not the id of a topic: lower-case words joined by hyphens."),
        (12, "A question has no field `levl`. Did you mean `level`?"),
        (16, "Option a has no rationale."),
    ]


STARTS = st.sampled_from(
    ["", "- [ ] ", "- [x]", "- [1] ", "## Q", "# ", "> ", "\\|", "\\\\", "\\[", "\\-", "topic: ", " | "]
)
LINE = st.builds(str.__add__, STARTS, st.text("|\\#>-[]x: ,*_`<&\u00a0\u2028\x0b\x1c😀éŵ", max_size=8))


def tidy_line(text):
    return text.replace("\r", " ").replace("\n", " ").strip()


TIDY = LINE.map(tidy_line).filter(bool)
LINES = st.lists(TIDY, min_size=1, max_size=2).map("\n".join)
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=2).map("\n\n".join)


def questions(text=PARAGRAPHS, option=LINES, line=TIDY):
    """Questions of every type, of texts in which the signs of question text stand."""
    return strange_questions(text, option, line)


@settings(deadline=None, max_examples=200)
@given(questions().filter(lambda question: difficulties_of(question) == []))
def test_what_is_written_is_read_again_as_the_same(question):
    assert parse_questions(write_questions([question]), "q.md") == ([question], {question.id: 1}, [])


@settings(deadline=None, max_examples=30)
@given(st.lists(questions(), max_size=3, unique_by=lambda question: question.id))
def test_several_questions_keep_their_order_and_places(several):
    several = [question for question in several if difficulties_of(question) == []]
    text = write_questions(several)
    found, lines, problems = parse_questions(text, "q.md")
    assert (found, problems) == (several, [])
    assert [text.split("\n")[line - 1] for line in lines.values()] == [f"## {question.id}" for question in several]


UNTIDY = st.text(alphabet=st.sampled_from("ab|#>-[\\ \n\r\t") | st.characters(exclude_categories=["Cs"]), min_size=1)


@settings(deadline=None)
@given(questions(text=UNTIDY, option=UNTIDY, line=UNTIDY).filter(lambda question: difficulties_of(question) == []))
def test_untidy_texts_are_tidied_once_and_then_stay_as_they_are(question):
    found, _, problems = parse_questions(write_questions([question]), "q.md")
    assert problems == []
    assert parse_questions(write_questions(found), "q.md")[0] == found


STARTED = ["- [1] ", "## ", "## Q1\n", "# ", "- [x] ", "- [ ] a\n", "  > "]
PIECES = st.sampled_from([*STARTED, FIELDS, "topic: a", " | ", "\n", "\n\n", "\\", "|"])


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join) | st.text())
def test_no_text_is_too_strange(text):
    found, lines, problems = parse_questions(text, "q.md")
    assert {question.id for question in found} <= set(lines)
    assert problems != [] or len(found) == len(lines)
