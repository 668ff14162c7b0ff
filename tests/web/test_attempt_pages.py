"""The pages around an attempt: start, questions, summary, time up, result."""

import json
import re

import pytest
from sqlalchemy import update

from course_app.models import Enrolment, Grade
from course_app.services import answering, attempting
from course_app.services.answer_desk import Given
from course_app.services.transaction import transaction
from tests.conftest import COURSES, START, person_named
from tests.histories import read
from tests.services.test_attempting import keys_of

PRACTICE = "/learn/small-course/quizzes/practice"
SITTING = "/learn/small-course/quizzes/sitting"
FINAL = "/learn/small-course/quizzes/final"


def start(browser, quiz=PRACTICE):
    answer = browser.post(f"{quiz}/attempts")
    assert answer.status_code == 303
    return answer.location.rsplit("/", 1)[1]


def hand_in(attempt, time, *, right, name="learner"):
    """Answer everything right, or everything wrong, and hand in."""
    keys = keys_of(attempt)
    choices = {slot: key if right else (next(one for one in "abcd" if one not in key),) for slot, key in keys.items()}
    given = [Given(slot, "tab", choice, seq=seq) for seq, (slot, choice) in enumerate(choices.items(), 1)]
    answering.save(attempt, person_named(name).id, given, time.time)
    attempting.submit(attempt, person_named(name).id, time.advance(minutes=2))


def test_the_start_page_says_everything_before_the_clock_starts(as_person):
    page = as_person("learner").get(SITTING).text
    for words in (
        "Two questions in one sitting of 10\u00a0minutes.",
        "09:10",
        "2 of 2 left, at least 60 minutes apart.",
        "1 of 2, and at least 1 of 2 in effects.",
        "One point for each right answer.",
        "Answers that reach us later are kept, and do not count unless an instructor decides that they do.",
        "If you pass: your score by topic, your answers, the right ones, the reasons for every option",
        "If not: your score by topic.",
    ):
        assert words in page, words


def test_the_start_page_of_a_quiz_on_the_whole_course_names_what_is_unread(as_person, visible):
    browser = as_person("learner")
    read("first-steps", START)
    page = browser.get(FINAL).text
    assert "One lesson is unread: 1.2 . You may start all the same." in visible(page)
    assert "of this module are still unread" not in page
    read("second-steps", START)
    assert "unread" not in browser.get(FINAL).text


def test_starting_twice_leads_to_the_same_attempt(as_person):
    browser = as_person("learner")
    assert start(browser) == start(browser)


def test_a_refused_start_says_why_and_when(as_person, time):
    browser = as_person("learner")
    hand_in(start(browser, SITTING), time, right=False)
    answer = browser.post(f"{SITTING}/attempts")
    assert answer.status_code == 422
    assert "The next attempt can start 60 minutes after the end of the last one." in answer.text
    assert "Sunday 22 November 2026 at 10:02" in answer.text


@pytest.mark.parametrize("path", [PRACTICE, "/learn/small-course/quizzes/nothing", "/learn/no-course/quizzes/practice"])
def test_a_stranger_gets_the_same_404(as_person, path):
    browser = as_person("outsider")
    assert browser.get(path).status_code == 404
    assert browser.post(f"{path}/attempts").status_code == 404


@pytest.mark.parametrize("tail", ["", "/quizzes/practice", "/quizzes/nothing"])
def test_a_stranger_may_enrol_in_an_open_course_and_learns_nothing_of_its_quizzes(as_person, visible, tail):
    answer = as_person("outsider").get(f"/learn/small-course{tail}")
    assert (answer.status_code, visible(answer.text)) == (
        404,
        "You are not enrolled in this course The lessons and quizzes of “A small course” are there for people who "
        "are enrolled. You can enrol yourself. Enrol in this course See what is in the course first",
    )


def test_a_closed_course_looks_like_one_that_does_not_exist(as_person, visible):
    tails = ("closed-course", "closed-course/quizzes/doors", "no-course", "no-course/quizzes/doors")
    answers = [as_person("learner").get(f"/learn/{tail}") for tail in tails]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({re.sub(r"number \w+", "", visible(answer.text)) for answer in answers}) == 1


def test_nothing_of_a_key_reaches_the_browser_of_an_open_attempt(as_person, time):
    """Every byte of every page an open attempt sends is searched for what is there to leak."""
    browser = as_person("learner")
    attempt = start(browser, FINAL)
    received = [browser.get(FINAL)]
    received += [browser.get(f"/attempts/{attempt}{tail}") for tail in ("", "/summary", "/result")]
    received.append(
        browser.post(
            f"/attempts/{attempt}/responses",
            json={"client": "t", "responses": [{"slot": n, "choice": ["a"], "seq": n} for n in (1, 2, 3, 4, 9)]},
        )
    )
    received.append(browser.get(f"/attempts/{attempt}"))
    sent = b"".join(part for one in received for part in (one.data, json.dumps(list(one.headers)).encode())).decode()
    secrets = (COURSES / "small" / "questions" / "tea.md").read_text()
    rationales = [line.removeprefix("  > ") for line in secrets.splitlines() if line.startswith("  > ")]
    assert len(rationales) == 64
    assert [one for one in rationales if one in sent] == []
    assert [word for word in ("Correct.", "rationale", "is_key", "is-good", "[x]", "tea-is-warm") if word in sent] == []
    assert "Answer 1 to" in sent


def test_order_and_markup_of_options_do_not_tell_the_key(as_person, time):
    """The cards of key and distractors are the same but for alias, text and number."""
    browser = as_person("learner")
    page = browser.get(f"/attempts/{start(browser)}").text
    cards = [line for line in page.splitlines() if 'class="option"' in line]
    shapes = {
        line.replace("checkbox", "radio").split('name="')[0] + line.split("<span>")[0].split("value=")[1][3:]
        for line in cards
    }
    assert (len(cards), len(shapes)) == (16, 1)


def test_the_summary_names_what_is_unanswered_and_flagged(as_person, visible):
    browser = as_person("learner")
    attempt = start(browser)
    browser.post(
        f"/attempts/{attempt}/responses",
        json={"client": "t", "responses": [{"slot": 2, "choice": ["a"], "seq": 1, "flag": True}]},
    )
    page = browser.get(f"/attempts/{attempt}/summary").text
    assert visible(page).startswith(
        "Check and hand in 1 of 4 questions is answered and saved. "
        "Not answered. A question without an answer gets no point; a wrong answer costs nothing. "
        "Question 1 Question 3 Question 4 Flagged by you. Question 2 Last saved at 09:00:00 ."
    )
    assert re.findall(r'href="([^"]+#q\d)"', page) == [f"/attempts/{attempt}#q{number}" for number in (1, 3, 4, 2)]


def test_handing_in_leads_to_the_result_however_often(as_person):
    browser = as_person("learner")
    attempt = start(browser)
    for _ in range(2):
        answer = browser.post(f"/attempts/{attempt}/submission")
        assert (answer.status_code, answer.location) == (303, f"/attempts/{attempt}/result")
    assert browser.get(f"/attempts/{attempt}").location == f"/attempts/{attempt}/result"
    assert browser.get(f"/attempts/{attempt}/summary").location == f"/attempts/{attempt}/result"


def test_no_browser_keeps_the_page_before_handing_in(as_person):
    browser = as_person("learner")
    answer = browser.get(f"/attempts/{start(browser)}/summary")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")


def test_an_open_attempt_has_no_result(as_person):
    browser = as_person("learner")
    attempt = start(browser)
    assert browser.get(f"/attempts/{attempt}/result").location == f"/attempts/{attempt}"


def test_an_overdue_attempt_says_that_time_is_up(as_person, time):
    browser = as_person("learner")
    attempt = start(browser, SITTING)
    time.advance(minutes=11)
    for tail in ("", "/summary"):
        assert "Time is up" in browser.get(f"/attempts/{attempt}{tail}").text


def test_the_result_explains_the_score_and_every_option(as_person, time):
    browser = as_person("learner")
    attempt = start(browser)
    hand_in(attempt, time, right=False)
    page = " ".join(browser.get(f"/attempts/{attempt}/result").text.split())
    assert "Not passed yet: 0 of 4" in page
    assert "You needed 3 of 4; you have 0. You are three short of the mark." in page
    assert page.count("The reason for answer") == 16
    assert 'href="/learn/small-course/lessons/first-steps#tea-is-warm"' in page
    assert "<mark>Tea is warm, as trials found.</mark>" in page


def test_a_failed_final_shows_topics_only(as_person, time):
    browser = as_person("learner")
    attempt = start(browser, FINAL)
    hand_in(attempt, time, right=False)
    page = browser.get(f"/attempts/{attempt}/result").text
    assert "Topic by topic" in page
    assert [
        words for words in ("The reason for", "Answer 1 to", "Which answer is right", "#tea-is-warm") if words in page
    ] == []


def test_a_passed_final_shows_the_reasons(as_person, time):
    browser = as_person("learner")
    attempt = start(browser, FINAL)
    hand_in(attempt, time, right=True)
    page = browser.get(f"/attempts/{attempt}/result").text
    assert ("You passed: 4 of 4" in page, page.count("The reason for answer")) == (True, 16)


def test_the_best_attempt_counts(as_person, time):
    browser = as_person("learner")
    best = start(browser)
    hand_in(best, time, right=True)
    attempt = start(browser)
    hand_in(attempt, time, right=False)
    page = " ".join(browser.get(f"/attempts/{attempt}/result").text.split())
    assert 'Attempt 1: 4 of 4</a><br><span class="quiet">Sunday 22 November 2026. Counts, as the best so far.' in page


def test_a_passage_that_several_questions_share_is_quoted_once(as_person, time, visible):
    browser = as_person("learner")
    attempt = start(browser)
    keys = keys_of(attempt)
    answering.save(attempt, person_named("learner").id, [Given(1, "tab", keys[1], seq=1)], time.time)
    attempting.submit(attempt, person_named("learner").id, time.advance(minutes=2))
    page = browser.get(f"/attempts/{attempt}/result").text
    questions = re.findall(r'<details class="question" id="q(\d)"( open)?>(.*?)</details>', page, re.DOTALL)
    quoting = [(number, is_open) for number, is_open, inner in questions if 'id="passage-tea-is-warm"' in inner]
    assert quoting == [("2", " open")]
    assert [number for number, _, inner in questions if 'href="#passage-tea-is-warm"' in inner] == ["1", "3"]
    first = next(inner for number, _, inner in questions if number == "1")
    assert visible(first).endswith("Where it is taught: lesson 1.1, Warmth The same passage as under question 2 .")


def test_the_way_on_stands_under_the_score_and_at_the_foot(as_person, time):
    browser = as_person("learner")
    attempt = start(browser)
    hand_in(attempt, time, right=False)
    page = browser.get(f"/attempts/{attempt}/result").text
    again = f'<a class="button" href="{PRACTICE}">Try again</a>'
    assert [part.count(again) for part in page.partition('id="topics-h"')] == [1, 0, 1]


def test_a_failed_result_says_from_when_the_next_attempt_can_start(as_person, time, visible):
    browser = as_person("learner")
    attempt = start(browser, FINAL)
    hand_in(attempt, time, right=False)
    page = browser.get(f"/attempts/{attempt}/result").text
    moment = f"Monday 23 November 2026 at {time.time:%H:%M}"
    assert f"The next attempt can start on {moment} . Back to your course" in visible(page)
    assert f"after the end of the last one. That is {moment} ." in visible(page)
    assert "Try again" not in page
    time.advance(days=1)
    page = browser.get(f"/attempts/{attempt}/result").text
    assert (page.count(f'href="{FINAL}">Try again</a>'), moment in page) == (2, False)


def test_after_a_withdrawal_a_result_offers_no_further_attempt(as_person, time):
    browser = as_person("learner")
    attempt = start(browser)
    hand_in(attempt, time, right=False)
    with transaction() as session:
        session.execute(update(Enrolment).values(ended_at=time.time))
    assert "Try again" not in browser.get(f"/attempts/{attempt}/result").text


def test_a_result_names_a_reason_only_when_it_was_graded_again(as_person, time):
    browser = as_person("learner")
    attempt = start(browser)
    hand_in(attempt, time, right=False)
    assert "Marked by the rules" not in browser.get(f"/attempts/{attempt}/result").text
    with transaction() as session:
        session.execute(update(Grade).values(number=2, reason="The key of question 3 was corrected"))
    assert '<p class="hint">The key of question 3 was corrected.</p>' in browser.get(f"/attempts/{attempt}/result").text
