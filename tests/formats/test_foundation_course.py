"""The course that is shipped is written as its policy asks."""

import re
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


def test_the_best_mix_of_tricks_scores_no_more_either():
    found = guess(asked())
    assert max(found.best_score, found.honest_score) <= found.chance + 0.08


@pytest.mark.parametrize("is_asked", [True, False], ids=["asked", "self-checks"])
def test_keys_stand_in_every_place_and_never_four_times_running(is_asked):
    chosen = [one for one in course().questions.values() if (one.pool != "self-check") == is_asked]
    letters = "".join(min(key_of(question)) for question in chosen if question.type == "single")
    assert all(0.15 <= count / len(letters) <= 0.35 for count in Counter(letters).values())
    assert set(letters) == set("abcd")
    assert not any(letter * 4 in letters for letter in "abcd")


def test_side_effects_are_told_per_hundred_in_a_figure_and_beside_it_in_an_exercise():
    lesson = course().lessons["common-minor-short-lived"]
    assert re.search(r"::: figure events-per-hundred\n.*?\n:::\n\n::: check SC513\n", lesson.body, re.DOTALL)
    figure, question = course().figures["events-per-hundred"], course().questions["SC513"]
    words = ("Brady 2014", "7,629 treatments", "19 mild events per 100 treatments", "reported as 19.18%")
    words += ("Boyce 2020", "20,464 sessions", "37 minor events per 100 sessions", "reported as 36.7%")
    assert [one for one in (*words, "clinicians’ own reports") if one not in figure.description] == []
    assert figure.svg.count("<circle") == 2 * 100 + len(("one event", "the rest"))
    filled = [group.count("<circle") for group in re.findall(r'<g class="f-fill">(.*?)</g>', figure.svg, re.DOTALL)]
    assert filled == [19, 37, 1]
    (key,) = (option.text for option in question.options if option.is_key)
    assert "19 such events per 100 treatments" in key
    assert "37 per 100 sessions" in key
