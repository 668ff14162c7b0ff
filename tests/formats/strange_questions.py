"""Generated questions for the formats of exchange: every type, every script, every sign that some format reads."""

import string

from hypothesis import strategies as st

from course_app.domain.question_types.registry import TYPES
from course_app.domain.questions import DIFFICULTIES, LETTERS, LEVELS, POOLS, Option, Question

SIGNS = "\\~=#{}:%[]<>&;\"'`*_|,/$@+-.()!?^•→“”’ \u00a0"
SCRIPTS = "aZ9éŵłİñßЖяعربיהन中文日本한ไ😀𝒳\u0301\u200d\u202e"
STARTS = [
    "",
    "",
    "",
    "A. ",
    "a) ",
    "1. ",
    "ANSWER: B",
    "//",
    "::",
    "->",
    "=1+1",
    "'=",
    "%50%",
    "[html]",
    "$CATEGORY: x",
]
ENDS = ["", "", "", "\\", "####", "]]>", "&amp;", "<b>", "**strong**", "*em*", "\\*", "\\n", "}"]
WORDS = st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=4), min_size=1, max_size=2).map("-".join)
IDS = st.text(string.ascii_letters + string.digits, min_size=1, max_size=4)


def tidy(text):
    """A line as question text has it: no blanks at its ends."""
    return text.strip()


LINE = (
    st.tuples(st.sampled_from(STARTS), st.text(SIGNS + SCRIPTS, max_size=10), st.sampled_from(ENDS))
    .map(lambda parts: tidy(" ".join(parts) if parts[2].startswith("*") else "".join(parts)))
    .filter(bool)
)
LINES = st.lists(LINE, min_size=1, max_size=2).map("\n".join)
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=2).map("\n\n".join)


@st.composite
def strange_questions(draw, text=PARAGRAPHS, option=LINES, line=LINE, kinds=tuple(TYPES)):
    """A question of any type, in which everything that can be said is sometimes said."""
    kind = draw(st.sampled_from(kinds))
    size = 2 if kind == "true-false" else draw(st.integers(3, 4))
    most = 1 if TYPES[kind].control == "one" else size
    keys = draw(st.sets(st.integers(0, size - 1), min_size=1 if kind != "ordering" else size, max_size=most))
    texts = ["True", "False"] if kind == "true-false" else draw(st.lists(option, min_size=size, max_size=size))
    options = tuple(Option(LETTERS[n], texts[n], draw(text), n in keys) for n in range(size))
    return Question(
        id=draw(IDS),
        stem=draw(text),
        options=options,
        topic=draw(WORDS),
        level=draw(st.sampled_from(LEVELS)),
        difficulty=draw(st.sampled_from(DIFFICULTIES)),
        pool="quiz" if kind == "ordering" else draw(st.sampled_from(POOLS)),
        claims=tuple(draw(st.lists(IDS, min_size=1, max_size=2))),
        type=kind,
        credit=draw(st.sampled_from([credit.name for credit in TYPES[kind].credits])),
        fixed_order=kind != "ordering" and draw(st.booleans()),
        references=tuple(draw(st.lists(WORDS | st.integers(0, 99).map("ref-{}".format), max_size=2))),
        lesson=draw(st.just("") | line),
        trap=draw(st.just("") | line),
        safety=draw(st.booleans()),
        waivers=tuple(draw(st.lists(line, max_size=2))),
        checked_on=draw(st.just("") | st.dates().map(str)),
        tags=tuple(draw(st.lists(line, max_size=2))),
    )
