from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.quizzes import SHOWN, Quiz, ReviewPolicy, Section, Slot
from course_app.formats.plain_json import from_plain, to_hash, to_plain
from course_app.formats.quiz_yaml import LONGEST, parse_quiz, write_quiz

WHOLE = """\
id: side-effects
title: Side effects and safety
summary: Six questions on what is common.
required: true
presentation: all-on-one-page
pass: 75%
time-limit: 1 h 30 min
opens: 2026-12-01 09:00
closes: 2026-12-08 17:00
attempts: 3
delay: 24 h
sections:
  - id: side-effects
    title: Side effects
    minimum: 2
    slots:
      - {draw: 2, topics: [side-effects, aftercare], pools: [quiz, final]}
      - {question: S01}
      - {draw: 1, pools: [quiz]}
review:
  passed: [score, topics, choices, key, rationales, passages]
  failed: [score, topics]
"""
DRAWN = Slot(topics=("side-effects", "aftercare"), pools=("quiz", "final"))
QUIZ = Quiz(
    id="side-effects",
    title="Side effects and safety",
    sections=(Section("side-effects", "Side effects", (DRAWN, DRAWN, Slot("S01"), Slot(pools=("quiz",))), minimum=2),),
    summary="Six questions on what is common.",
    required=True,
    presentation="all-on-one-page",
    pass_percent=75,
    time_limit=5400,
    attempts=3,
    delay=86_400,
    review=ReviewPolicy(SHOWN, ("score", "topics")),
    opens="2026-12-01 09:00",
    closes="2026-12-08 17:00",
)
SHORT = """\
id: mini
title: Mini
pass: 70%
sections:
  - {id: all, title: All, slots: [{question: S01}]}
review: {passed: [score], failed: [score]}
"""


def told(text):
    return [(problem.line, problem.column, problem.message) for problem in parse_quiz(text, "q.yaml")[1]]


def test_a_whole_quiz_is_read_and_draws_become_slots():
    assert parse_quiz(WHOLE, "q.yaml") == (QUIZ, [])


def test_what_is_left_out_has_its_default():
    quiz = Quiz(
        id="mini",
        title="Mini",
        sections=(Section("all", "All", (Slot("S01"),)),),
        required=True,
        presentation="one-per-page",
        pass_percent=70,
        time_limit=None,
        attempts=None,
        delay=None,
        review=ReviewPolicy(("score",), ("score",)),
    )
    assert parse_quiz(SHORT, "q.yaml") == (quiz, [])


def test_a_quiz_is_written_as_the_manual_shows_it():
    assert write_quiz(QUIZ) == WHOLE


def test_a_quiz_without_a_window_is_stored_and_hashed_as_before_there_were_any():
    quiz, _ = parse_quiz(SHORT, "q.yaml")
    assert to_hash(quiz).keys().isdisjoint({"opens", "closes"})
    older = {name: value for name, value in to_plain(quiz).items() if name not in ("opens", "closes")}
    assert from_plain(Quiz, older) == quiz


def test_blanks_are_written_as_blanks():
    quiz, _ = parse_quiz(SHORT, "q.yaml")
    assert (
        write_quiz(quiz)
        == """\
id: mini
title: Mini
summary:
required: true
presentation: one-per-page
pass: 70%
time-limit:
attempts: unlimited
delay:
sections:
  - id: all
    title: All
    minimum:
    slots:
      - {question: S01}
review:
  passed: [score]
  failed: [score]
"""
    )


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("45 min", 2700),
        ("45min", 2700),
        ("24 h", 86_400),
        ("90 s", 90),
        ("1 h 30 min", 5400),
        ("1 h 30 min 5 s", 5405),
        ("90 min", 5400),
        ("8784 h", LONGEST),
        ("", None),
    ],
)
def test_a_time_is_read(written, seconds):
    quiz, problems = parse_quiz(SHORT + f"time-limit: {written}\n", "q.yaml")
    assert (quiz.time_limit, problems) == (seconds, [])


@pytest.mark.parametrize("written", ["45", "45 minutes", "0 min", "30 min 1 h", "-5 min", "1.5 h", "8785 h", "1 d"])
def test_what_is_no_time_is_refused(written):
    assert told(SHORT + f"delay: {written}\n") == [
        (7, 8, f"`delay` cannot be `{written}`; it is a time such as 45 min, 24 h, 90 s or 1 h 30 min.")
    ]


@pytest.mark.parametrize("name", ["opens", "closes"])
@pytest.mark.parametrize("written", ["2026-12-01", "9:00", "2026-12-01 9:00", "2026-13-01 09:00", "1 Dec 2026, 09:00"])
def test_a_bound_of_the_window_is_a_date_and_a_time(name, written):
    assert told(SHORT + f"{name}: {written}\n") == [
        (7, 1 + len(f"{name}: "), f"`{name}` cannot be `{written}`; it is a date and a time such as 2026-12-01 09:00.")
    ]


def test_a_bound_may_be_written_as_the_browser_does_and_is_kept_in_one_spelling():
    quiz, problems = parse_quiz(SHORT + "opens: 2026-12-01T09:00\n", "q.yaml")
    assert (quiz.opens, quiz.closes, problems) == ("2026-12-01 09:00", "", [])
    assert "opens: 2026-12-01 09:00\n" in write_quiz(quiz)


@pytest.mark.parametrize(("written", "percent"), [("0%", 0), ("70 %", 70), ("100%", 100)])
def test_a_pass_mark_is_a_whole_per_cent(written, percent):
    quiz, problems = parse_quiz(SHORT.replace("70%", written), "q.yaml")
    assert (quiz.pass_percent, problems) == (percent, [])


@pytest.mark.parametrize("written", ["70", "0.7", "101%", "66.6%"])
def test_another_pass_mark_is_refused(written):
    assert told(SHORT.replace("70%", written)) == [
        (3, 7, f"`pass` cannot be `{written}`; it is a whole per cent such as 70%.")
    ]


@pytest.mark.parametrize("written", ["0", "none", "2.5", "-1"])
def test_attempts_are_a_number_or_unlimited(written):
    assert told(SHORT + f"attempts: {written}\n") == [
        (7, 11, f"`attempts` cannot be `{written}`; it is `unlimited`, or a number from 1.")
    ]


def test_all_problems_come_at_once_each_at_its_place():
    text = """\
id: Side
sections:
  - id: one
    title: One
    minimum: 5
    slots:
      - {draw: 2, topics: [a], pools: [self-check]}
      - {draw: 0, pools: [quiz]}
      - {draw: 1}
      - {question: S 1, draw: 1}
      - {}
      - S01
  - id: one
    slots:
review:
  passed: [score, key]
  fialed: [score]
"""
    assert sorted(told(text)) == [
        (1, 1, "The quiz needs `pass`."),
        (1, 1, "The quiz needs `title`."),
        (1, 5, "`id` cannot be `Side`; it is words of lower-case letters and digits, joined by hyphens."),
        (5, 14, "`minimum` is 5, but the section has 4 slots, a point each."),
        (7, 39, "A draw takes from the pools quiz and final, not from `self-check`."),
        (8, 16, "`draw` must be a number from 1 to 500."),
        (9, 9, "A draw needs `pools`."),
        (10, 20, "`question` cannot be `S 1`; it is words of letters and digits, joined by hyphens."),
        (10, 25, "A slot has no key `draw`."),
        (11, 9, "A draw needs `pools`."),
        (11, 9, "A slot is `{question: …}`, or `{draw: 6, topics: […], pools: […]}`."),
        (12, 9, "A slot is written as lines of `name: value`."),
        (13, 5, "A section needs `title`."),
        (13, 9, "Two sections have the id `one`."),
        (14, 11, "A section needs `slots`."),
        (16, 3, "`review` needs `failed`: what is shown after an attempt that failed."),
        (
            16,
            11,
            "`passed` is the beginning of this list, the score at least: "
            "score, topics, choices, key, rationales, passages.",
        ),
        (17, 3, "The review has no key `fialed`. Did you mean `failed`?"),
    ]


def test_a_quiz_needs_sections_and_a_review():
    assert told("id: a\ntitle: A\npass: 70%\n") == [
        (1, 1, "The quiz needs `sections`."),
        (1, 1, "`review` needs `passed`: what is shown after an attempt that passed."),
        (1, 1, "`review` needs `failed`: what is shown after an attempt that failed."),
    ]


IDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True) | st.sampled_from(["true", "null", "1e3"])
QUESTION_IDS = st.from_regex(r"[A-Za-z0-9]{1,6}(-[A-Za-z0-9]{1,6})?", fullmatch=True)
TEXTS = (
    (
        st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1)
        | st.text("ab:#-{}[],'\"&*!|>%@`~? \n\t\x85\u2028", min_size=1)
        | st.sampled_from(["true", "null", "~", "5.10", "---", "-", "- a", "? x", "a: b", "x #y", "%", "yes"])
    )
    .map(str.strip)
    .filter(bool)
)
TIMES = st.none() | st.integers(1, LONGEST)
SLOTS = st.lists(
    st.builds(Slot, question=QUESTION_IDS)
    | st.builds(
        lambda count, slot: [slot] * count,
        st.integers(1, 4),
        st.builds(
            Slot,
            topics=st.lists(IDS, max_size=3).map(tuple),
            pools=st.sampled_from([("quiz",), ("final",), ("quiz", "final")]),
        ),
    ),
    min_size=1,
    max_size=6,
).map(lambda groups: tuple(slot for group in groups for slot in (group if isinstance(group, list) else [group])))


@st.composite
def sections(draw):
    found = []
    for ident in draw(st.lists(IDS, min_size=1, max_size=3, unique=True)):
        slots = draw(SLOTS)
        found.append(Section(ident, draw(TEXTS), slots, draw(st.none() | st.integers(1, len(slots)))))
    return tuple(found)


WALL_CLOCKS = st.just("") | st.datetimes(
    datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2099-12-31")
).map(lambda moment: moment.isoformat(" ", "minutes"))
QUIZZES = st.builds(
    Quiz,
    id=IDS,
    title=TEXTS,
    sections=sections(),
    summary=TEXTS | st.just(""),
    required=st.booleans(),
    presentation=st.sampled_from(["one-per-page", "all-on-one-page"]),
    pass_percent=st.integers(0, 100),
    time_limit=TIMES,
    attempts=st.none() | st.integers(1, 99_999),
    delay=TIMES,
    review=st.builds(lambda a, b: ReviewPolicy(SHOWN[:a], SHOWN[:b]), st.integers(1, 6), st.integers(1, 6)),
    opens=WALL_CLOCKS,
    closes=WALL_CLOCKS,
)


@given(QUIZZES)
def test_a_quiz_survives_writing_and_reading(quiz):
    assert parse_quiz(write_quiz(quiz), "q.yaml") == (quiz, [])


@given(st.text() | st.lists(st.sampled_from([*WHOLE.splitlines(keepends=True), "- [", "- x\n", "  "])).map("".join))
def test_parsing_never_raises_and_what_it_returns_without_problems_can_be_written(text):
    quiz, problems = parse_quiz(text, "q.yaml")
    assert quiz is not None or problems != []
    if not problems:
        assert parse_quiz(write_quiz(quiz), "q.yaml") == (quiz, [])
