"""The course that is shipped is written as its policy asks."""

from collections import Counter
from functools import cache

import pytest

from course_app.domain.guessing import STRATEGIES, guess
from course_app.domain.questions import key_of
from course_app.formats.course_folder import read_folder
from course_app.formats.course_writing import check_writing
from course_app.formats.source_runs_text import parse_source_runs
from course_app.gateways.folders import read_course_folder
from course_app.settings import lessons_folder


@cache
def files():
    return read_course_folder(lessons_folder() / "foundation-dry-needling")


@cache
def course():
    return read_folder(files())[0]


def asked():
    return [question for question in course().questions.values() if question.pool != "self-check"]


def test_it_is_strict_and_knows_its_article():
    assert course().course.item_writing == "strict"
    article, problems = parse_source_runs(files()["source-runs.txt"].decode(), "source-runs.txt")
    assert problems == []
    assert len(article.short) > 500
    assert len(article.long) > 500


def test_every_lesson_is_written_and_the_final_assessment_has_a_part_for_every_topic():
    outlined = [entry for module in course().course.modules for entry in module.lessons]
    assert [entry.id for entry in outlined if entry.planned] == []
    assert sorted(course().lessons) == sorted(entry.id for entry in outlined)
    assert course().course.quizzes == ("final-assessment",)
    sections = course().quizzes["final-assessment"].sections
    assert [section.id for section in sections] == [topic for topic, _ in course().course.topics]
    assert {question.topic for question in asked()} == {section.id for section in sections}


def test_every_finding_on_items_and_lessons_is_mended_or_waived_with_a_reason():
    read, _, sources = read_folder(files())
    found = check_writing(read, sources, files(), "2026-11-22")
    assert [str(problem) for problem in found if problem.level != "waived"] == []


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_no_trick_scores_more_than_eight_points_over_chance(strategy):
    found = guess(asked())
    assert found.items == sum(question.type == "single" for question in asked())
    assert found.scores[strategy] <= found.chance + 0.08


def test_keys_stand_in_every_place_and_never_four_times_running():
    letters = "".join(min(key_of(question)) for question in asked() if question.type == "single")
    assert all(0.15 <= count / len(letters) <= 0.35 for count in Counter(letters).values())
    assert set(letters) == set("abcd")
    assert not any(letter * 4 in letters for letter in "abcd")
