"""How the questions of a quiz did, as its instructor sees it, and as a file."""

import csv
import io
import re
from dataclasses import replace

import pytest
from sqlalchemy import update

from course_app.domain.reliability import ALL_ALIKE, DRAWN, ONE_ATTEMPT
from course_app.models import Enrolment
from course_app.queries.authored_questions import authored_question
from course_app.queries.catalogue import newest_outline
from course_app.queries.item_statistics import item_page, item_statistics
from course_app.services import answering, attempting, authoring, previewing
from course_app.services.answer_desk import Given
from course_app.services.transaction import transaction
from tests.acts import keys_of
from tests.conftest import enrolment_of, person_named
from tests.crowd import crowd, fixed_quiz
from tests.domain.test_item_analysis import PATTERNS
from tests.web.test_quiz_results import take

SITTING = "/instructor/small-course/quizzes/sitting"
PAGE = f"{SITTING}/results/questions"
CODES = ("T01", "T02", "T03", "T04", "T05")


@pytest.fixture
def course_id(app):
    return newest_outline("small-course").course_id


@pytest.fixture
def fixed(app, time):
    """The slug of a quiz that asks everybody the same five questions."""
    return fixed_quiz(person_named("instructor").id, "small-course", "Żółć and tea", CODES, time.time)


def keys():
    """Of each of the five questions a right and a wrong answer."""
    outline = newest_outline("small-course")
    found = [authored_question(outline, code).question for code in CODES]
    return [
        (
            "".join(option.letter for option in one.options if option.is_key),
            next(option.letter for option in one.options if not option.is_key),
        )
        for one in found
    ]


def by_pattern(*patterns):
    """Attempts from patterns such as "110.-": right, right, wrong, and not answered at all."""
    letters = keys()
    return [
        ["" if sign in ".-" else letters[place][0 if sign == "1" else 1] for place, sign in enumerate(pattern)]
        for pattern in patterns
    ]


def text_of(answer):
    """The words of the page, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_the_lsat_through_the_database_is_that_of_rs_psych(as_person, course_id, fixed, time):
    crowd(
        "small-course",
        fixed,
        by_pattern(*("".join(map(str, p)) for p, times in PATTERNS for _ in range(times))),
        time.time,
    )
    found = item_statistics(course_id, fixed)
    assert (found.attempts, found.finished, sum(found.scores)) == (1000, 1000, 1000)
    assert found.scores == (3, 0, 20, 0, 85, 0, 237, 0, 357, 298)
    assert found.reliability.alpha == pytest.approx(0.2949971922, abs=1e-10)
    assert found.reliability.error / 100_000 == pytest.approx(0.8690666, abs=1e-7)
    assert [one.analysis.discrimination for one in found.items] == pytest.approx(
        [0.1128327, 0.1531781, 0.1727789, 0.1444281, 0.1215964], abs=1e-7
    )
    words = text_of(as_person("instructor").get(f"/instructor/small-course/quizzes/{fixed}/results/questions"))
    assert "0.29, and 19 times in 20 between 0.22 and 0.36" in words
    assert "Standard error 0.87 points" in words


def test_left_out_and_not_reached_are_counted_apart(course_id, fixed, time):
    crowd("small-course", fixed, by_pattern("1.1..", "....1", "....."), time.time)
    figures = {one.code: one.analysis for one in item_statistics(course_id, fixed).items}
    assert {code: (one.answered, one.omitted, one.not_reached) for code, one in figures.items()} == {
        "T01": (1, 1, 1),
        "T02": (0, 2, 1),
        "T03": (1, 1, 1),
        "T04": (0, 1, 2),
        "T05": (1, 0, 2),
    }


def test_an_answer_that_was_taken_back_is_none(course_id, time):
    person = person_named("learner").id
    attempt = attempting.start_attempt(person, "small-course", "sitting", time.time, 7)
    key = keys_of(attempt)[1]
    for number, choice in enumerate((key, ()), start=1):
        answering.save(attempt, person, [Given(1, "tab", choice, seq=number)], time.time)
    attempting.submit(attempt, person, time.time)
    found = [one.analysis for one in item_statistics(course_id, "sitting").items]
    assert [(one.answered, one.omitted, one.not_reached, one.chosen) for one in found] == [(0, 0, 1, {})] * 2


def test_the_first_attempt_of_each_learner_counts_unless_all_are_asked_for(as_person, course_id, time):
    take("learner", time, 2)
    take("classmate", time, 1)
    take("learner", time, 0)
    found = item_statistics(course_id, "sitting")
    assert (found.attempts, found.finished) == (2, 3)
    assert sum(one.analysis.facility.hits for one in found.items) == 3
    every = item_statistics(course_id, "sitting", is_every_attempt=True)
    assert (every.attempts, every.finished, sum(one.analysis.facility.n for one in every.items)) == (3, 3, 6)
    browser = as_person("instructor")
    assert "Count all 3 finished attempts" in text_of(browser.get(PAGE))
    assert "Count the first of each learner only" in text_of(browser.get(f"{PAGE}?attempts=all"))


def test_the_first_finished_attempt_is_that_of_the_person_whatever_the_cycle(course_id, time):
    take("learner", time, 2)
    with transaction() as session:
        old = enrolment_of("learner")
        session.execute(update(Enrolment).where(Enrolment.id == old).values(ended_at=time.time))
        session.add(Enrolment(person_id=person_named("learner").id, course_id=course_id, cycle=2, created_at=time.time))
    take("learner", time, 0)
    found = item_statistics(course_id, "sitting")
    assert (found.attempts, found.finished, sum(found.scores)) == (1, 2, 1)
    assert found.mean == 1


def test_trials_simulated_learners_and_attempts_under_way_are_not_counted(as_person, course_id, time):
    ann = person_named("instructor").id
    trial = previewing.preview_quiz(ann, newest_outline("small-course"), "sitting", 1, time.time, 1)
    attempting.submit(trial, ann, time.time)
    take("classmate", time, 2)
    attempting.start_attempt(person_named("learner").id, "small-course", "sitting", time.time, 1)
    with transaction() as session:
        session.execute(update(Enrolment).where(Enrolment.id == enrolment_of("classmate")).values(kind="simulated"))
    found = item_statistics(course_id, "sitting")
    assert (found.attempts, found.finished, found.items, found.mean) == (0, 0, (), 0)
    assert "Nothing is graded yet." in text_of(as_person("instructor").get(PAGE))


def test_a_quiz_that_draws_has_no_alpha_and_says_why(as_person, course_id, time):
    take("learner", time, 2)
    take("classmate", time, 1)
    assert item_statistics(course_id, "sitting").reliability == DRAWN
    assert DRAWN in text_of(as_person("instructor").get(PAGE))


@pytest.mark.parametrize(("patterns", "sentence"), [(["11010"], ONE_ATTEMPT), (["11111"] * 60, ALL_ALIKE)])
def test_where_there_is_nothing_to_compare_a_sentence_says_so(as_person, course_id, fixed, time, patterns, sentence):
    crowd("small-course", fixed, by_pattern(*patterns), time.time)
    found = item_statistics(course_id, fixed)
    assert found.reliability == sentence
    assert {one.analysis.discrimination for one in found.items} == {None}
    words = text_of(as_person("instructor").get(f"/instructor/small-course/quizzes/{fixed}/results/questions"))
    assert sentence in words
    assert words.count("all had the same mark") == 5


def edit(change, time, code="T01"):
    """The question was edited on the site."""
    outline = newest_outline("small-course")
    one = authored_question(outline, code)
    authoring.edit_question(person_named("instructor").id, outline, code, one.number, change(one.question), time.time)


def test_versions_with_another_key_or_option_stand_apart_and_others_together(as_person, course_id, fixed, time):
    crowd("small-course", fixed, by_pattern("10110", "01101", "00111"), time.time)
    edit(lambda one: replace(one, stem=f"{one.stem[:-1]}, in short?"), time)
    crowd("small-course", fixed, by_pattern("11111", "00000"), time.time)
    found = item_statistics(course_id, fixed)
    first = found.items[0]
    assert (first.code, first.versions, first.is_apart, first.analysis.facility.n) == ("T01", (1, 2), False, 5)
    assert first.stem.endswith("in short?")
    assert found.reliability.n == 5
    edit(lambda one: replace(one, options=(replace(one.options[0], text="Reworded"), *one.options[1:])), time)
    crowd("small-course", fixed, by_pattern("11000"), time.time)
    found = item_statistics(course_id, fixed)
    assert [(one.versions, one.is_apart, one.analysis.facility.n) for one in found.items if one.code == "T01"] == [
        ((1, 2), True, 5),
        ((3,), True, 1),
    ]
    assert (found.attempts, found.reliability.n) == (6, 5)
    words = text_of(as_person("instructor").get(f"/instructor/small-course/quizzes/{fixed}/results/questions"))
    assert "T01 versions one and two" not in words
    assert "T01 versions 1 and 2" in words
    assert "T01 version 3" in words


def wrong_key():
    """Sixty attempts in which the first question's key is what the weak choose."""
    return by_pattern(*["01111"] * 20, *["01011"] * 10, *["10110"] * 10, *["10000"] * 15, *["0000."] * 5)


def test_what_needs_attention_comes_first_and_can_be_asked_for_alone(as_person, course_id, fixed, time):
    crowd("small-course", fixed, wrong_key(), time.time)
    items = item_statistics(course_id, fixed).items
    page = item_page(items[::-1], "", "")
    assert page.lines[0].code == "T01"
    assert page.counts == {"look": 5, "key": 1}
    assert [one.code for one in item_page(items, "key", "").lines] == ["T01"]
    address = f"/instructor/small-course/quizzes/{fixed}/results/questions"
    words = text_of(as_person("instructor").get(f"{address}?only=key"))
    assert "Fewer of the best third chose the key than of the weakest third: look at the key." in words
    assert "T02" not in words


def test_under_fifty_nothing_is_said_and_figures_are_grey(as_person, fixed, time):
    crowd("small-course", fixed, wrong_key()[:49], time.time)
    answer = as_person("instructor").get(f"/instructor/small-course/quizzes/{fixed}/results/questions?only=look")
    assert "No question is in this list" in text_of(answer)
    whole = as_person("instructor").get(f"/instructor/small-course/quizzes/{fixed}/results/questions")
    assert text_of(whole).count("too few to judge") == 5
    assert "too few attempts to judge" in text_of(whole)


def test_long_lists_of_questions_come_in_pages(course_id, fixed, time, monkeypatch):
    monkeypatch.setattr("course_app.queries.paging.PAGE", 2)
    crowd("small-course", fixed, by_pattern("11111"), time.time)
    items = item_statistics(course_id, fixed).items
    found, after = [], ""
    for _ in range(3):
        page = item_page(items, "", after)
        found += [one.code for one in page.lines]
        after = page.following
    assert (found, after) == (list(CODES), "")


def test_the_file_has_a_line_an_item_with_numbers_as_numbers(as_person, fixed, time):
    crowd("small-course", fixed, wrong_key(), time.time)
    edit(lambda one: replace(one, stem="=HYPERLINK(1)?"), time)
    crowd("small-course", fixed, by_pattern("01111"), time.time)
    answer = as_person("instructor").get(f"/instructor/small-course/quizzes/{fixed}/questions.csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="small-course-{fixed}-questions.csv"'
    header, *found = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert header[:8] == ["Question", "Version", "Text", "Key", "Asked", "Left out", "Not reached", "Right"]
    assert header[8] == "Right in part"
    assert header[9:12] == ["Share right", "Share at least", "Share at most"]
    assert header[12:15] == ["Mean share of the mark", "Item-rest correlation", "Type"]
    first, *_others, last = [dict(zip(header, cells, strict=True)) for cells in found]
    assert [first[name] for name in ("Question", "Version", "Text", "Asked", "Right", "Share right")] == [
        *("T01", "1 2", "'=HYPERLINK(1)?", "61", "25", "0.410")
    ]
    assert float(first["Item-rest correlation"]) < -0.5
    assert first["Worth a look"].startswith("Fewer of the best third chose the key")
    key = f"Chose {first['Key']}"
    assert first[key] == "25"
    assert sum(int(first[f"{key}: {third} third"]) for third in ("weakest", "middle", "best")) == 25
    assert (last["Question"], last["Left out"], last["Not reached"]) == ("T05", "0", "5")


def test_only_the_quizzes_that_there_are_have_files_and_pages(as_person):
    browser = as_person("instructor")
    for address in ("questions.csv", "results/questions"):
        assert browser.get(f"/instructor/small-course/quizzes/nothing/{address}").status_code == 404


def test_one_attempt_or_many_take_the_same_number_of_statements(as_person, fixed, time, statements):
    browser = as_person("instructor")
    address, counts = f"/instructor/small-course/quizzes/{fixed}/results/questions", []
    for attempts in (by_pattern("11111"), wrong_key()):
        crowd("small-course", fixed, attempts, time.time)
        browser.get(address)
        with statements() as seen:
            assert browser.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
