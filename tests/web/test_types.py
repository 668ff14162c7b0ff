"""Questions of every type from the start page to the result: as a plain form, as JSON, in results and statistics."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from course_app.domain.derivation import differences
from course_app.domain.grading import POINT
from course_app.domain.receipts import MARKING
from course_app.extensions import db
from course_app.models import Attempt, Grade, Mark
from course_app.queries.authored_questions import authored_question
from course_app.queries.catalogue import newest_outline
from course_app.queries.receipts import receipt_of
from course_app.queries.stored_grades import stored_grades
from course_app.services import answering, attempting
from tests import typed_acts
from tests.conftest import START, person_named
from tests.typed_acts import IN_PART, RIGHT, TYPES

START_PAGE = f"/learn/{TYPES}/quizzes/kinds"
ORDER, PAIRS = 5, 6


@pytest.fixture
def learner(app):
    """The learner takes part in the course with every type."""
    person = person_named("learner").id
    typed_acts.take_part(person, START)
    return person


def begin(learner, quiz="kinds"):
    return attempting.start_attempt(learner, TYPES, quiz, START, 7)


def finish(learner, answers, quiz="kinds"):
    """An attempt with these answers, handed in."""
    attempt = begin(learner, quiz)
    answering.save(attempt, learner, typed_acts.given(attempt, answers), START)
    attempting.submit(attempt, learner, START)
    return attempt


def lines_of(page, number):
    """The lines of an ordering as a form sends them, and whether they are an answer."""
    found = re.findall(rf'name="(slot|shown)-{number}" value="(\w)"', page)
    return [alias for _name, alias in found], {name for name, _alias in found} == {"slot"}


def marks_of(attempt):
    statement = select(Mark.mark).join(Grade).join(Attempt).where(Attempt.public_id == attempt).order_by(Mark.slot)
    with db.engines["read"].connect() as connection:
        return list(connection.execute(statement).scalars())


def save(browser, attempt, number, choice, seq=1, client="t"):
    body = {"client": client, "responses": [{"slot": number, "choice": choice, "seq": seq}]}
    return browser.post(f"/attempts/{attempt}/responses", json=body).json


def test_the_start_page_tells_each_rule_of_marking_that_the_quiz_may_need(as_person, learner, visible):
    page = visible(as_person("learner").get(START_PAGE).text)
    assert "To pass 4.2 of 6. How it is marked" in page
    assert (
        "How it is marked One point at most for each question, and never less than nothing, so answer every question. "
        "Choose all that apply: one point for all the right ones and no other; otherwise none, and nothing is taken "
        "away. "
        "Choose all that apply: each right one gives its share of the point, and each wrong one takes as much away; "
        "never less than nothing. "
        "Put in order: one point for the whole order; otherwise none. "
        "Put in order: each line that is followed by the right one gives its share of the point; nothing is taken "
        "away. "
        "Parts of a point count: 70 per cent of the points, 4.2 of 6, is enough to pass. Saving"
    ) in page


def test_a_quiz_that_cannot_ask_them_does_not_tell_of_them(as_person, learner, visible):
    page = visible(as_person("learner").get(f"/learn/{TYPES}/quizzes/plain").text)
    assert (
        "How it is marked One point for each right answer. Nothing is taken away for a wrong one, so answer every "
        "question. Put in order: one point for the whole order; otherwise none. Saving"
    ) in page


def test_the_rule_stands_beside_the_question(as_person, learner, visible):
    page = visible(as_person("learner").get(f"/attempts/{begin(learner)}").text)
    assert "Question 2 of 6 · choose all that apply Which of these are drunk hot? One point for all the right" in page
    assert "Question 5 of 6 · put in order In which order is tea made? One point for the whole order" in page
    assert "Question 1 of 6 Which meal is the first of the day?" in page


def test_an_order_is_given_by_a_plain_form_one_place_at_a_time(as_person, learner):
    browser = as_person("learner")
    address = f"/attempts/{begin(learner)}"
    shown, is_answer = lines_of(browser.get(address).text, ORDER)
    assert (shown, is_answer) == (["a", "b", "c", "d"], False)
    form = {"client": "form", f"base-{ORDER}": "0", f"shown-{ORDER}": shown, f"slot-{ORDER}-move": "b-earlier"}
    answer = browser.post(f"{address}/responses?to={ORDER}", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{address}#q{ORDER}")
    moved, is_answer = lines_of(browser.get(address).text, ORDER)
    assert (moved, is_answer) == (["b", "a", "c", "d"], True)


def test_a_plain_form_that_goes_on_leaves_an_untouched_order_unanswered(as_person, learner, visible):
    browser = as_person("learner")
    address = f"/attempts/{begin(learner)}"
    shown, _is_answer = lines_of(browser.get(address).text, ORDER)
    browser.post(
        f"{address}/responses", data={"client": "form", f"base-{ORDER}": "0", f"shown-{ORDER}": shown, "next": "save"}
    )
    assert "0 of 6 questions are answered" in visible(browser.get(f"{address}/summary").text)


def test_an_order_that_the_page_has_shown_is_saved_once(as_person, learner):
    """A plain form sends every question it shows; only another order is new."""
    browser = as_person("learner")
    attempt = begin(learner)
    first = save(browser, attempt, ORDER, ["b", "a", "c", "d"])["acknowledged"][0]["revision"]
    same = {"client": "form", f"base-{ORDER}": str(first), f"slot-{ORDER}": ["b", "a", "c", "d"]}
    browser.post(f"/attempts/{attempt}/responses", data=same)
    assert typed_acts.stored_choices(attempt) == [["b", "a", "c", "d"]]
    browser.post(f"/attempts/{attempt}/responses", data=same | {f"slot-{ORDER}": ["b", "a", "d", "c"]})
    assert typed_acts.stored_choices(attempt) == [["b", "a", "c", "d"], ["b", "a", "d", "c"]]


def test_an_order_is_cleared_like_any_answer(as_person, learner):
    browser = as_person("learner")
    attempt = begin(learner)
    save(browser, attempt, ORDER, ["d", "a", "c", "b"])
    save(browser, attempt, ORDER, [], seq=2)
    assert lines_of(browser.get(f"/attempts/{attempt}").text, ORDER) == (["a", "b", "c", "d"], False)


@pytest.mark.parametrize(
    ("choice", "title"),
    [
        (["a", "b"], "An order names all four lines."),
        (["a", "b", "c", "c"], "The same option is named twice."),
        (["a", "b", "c", "z"], "This question has no option “z”."),
    ],
)
def test_an_order_that_is_none_is_refused_with_its_reason(as_person, learner, choice, title):
    answer = save(as_person("learner"), begin(learner), ORDER, choice)
    assert [(one["type"], one["title"]) for one in answer["refused"]] == [("bad-response", title)]


def test_what_is_sent_again_is_the_same_answer_in_any_order_where_no_order_is_asked_for(as_person, learner):
    browser, attempt = as_person("learner"), begin(learner)
    first = save(browser, attempt, 2, ["c", "a"])
    assert save(browser, attempt, 2, ["a", "c"])["acknowledged"] == first["acknowledged"]
    save(browser, attempt, ORDER, ["b", "a", "c", "d"], seq=2)
    again = save(browser, attempt, ORDER, ["a", "b", "c", "d"], seq=2)
    assert [one["type"] for one in again["refused"]] == ["seq-reused"]


def test_two_orders_are_asked_about_as_they_were_given(as_person, learner, visible):
    browser, attempt = as_person("learner"), begin(learner)
    body = {"responses": [{"slot": ORDER, "choice": ["b", "a", "c", "d"], "seq": 1, "base": 0}]}
    browser.post(f"/attempts/{attempt}/responses", json=body | {"client": "one"})
    body["responses"][0]["choice"] = ["d", "c", "b", "a"]
    (refused,) = browser.post(f"/attempts/{attempt}/responses", json=body | {"client": "two"}).json["refused"]
    assert (refused["yours"], refused["current"]) == (["d", "c", "b", "a"], ["b", "a", "c", "d"])
    page = browser.get(f"/attempts/{attempt}").text
    assert re.findall(r'-settle" value="([^"]+)"', page) == ["b,a,c,d", "d,c,b,a"]


def test_marks_in_parts_add_up_exactly_and_explain_themselves(as_person, learner, visible):
    attempt = finish(learner, IN_PART)
    assert marks_of(attempt) == [POINT, 0, 33_334, 0, 0, 25_000]
    page = visible(as_person("learner").get(f"/attempts/{attempt}/result").text)
    for words in (
        "Not passed yet: 1.58 of 6",
        "You needed 4.2 of 6; you have 1.58.",
        "1 of 1 point: you chose the right answer.",
        "0 of 1 point: you chose one of the two right answers and one wrong one; the point is for all the right ones",
        "0.33 of 1 point: you chose two of the three right answers and one wrong one; right minus wrong leaves one",
        "0 of 1 point: you chose another answer than the right one.",
        "0 of 1 point: two of the four lines stand in their place; the point is for the whole order.",
        "0.25 of 1 point: one of the four steps from one line to the next is right.",
        "Breakfast 1.58 of 6.",
    ):
        assert words in page, words


def test_everything_right_is_every_point(as_person, learner, visible):
    attempt = finish(learner, RIGHT)
    assert marks_of(attempt) == [POINT] * 6
    page = visible(as_person("learner").get(f"/attempts/{attempt}/result").text)
    assert "You passed: 6 of 6" in page
    assert "1 of 1 point: all five lines stand in the right order." in page


def test_a_result_lists_an_order_as_it_belongs_and_where_each_line_was_put(as_person, learner, visible):
    page = visible(as_person("learner").get(f"/attempts/{finish(learner, {'K05': 'bacd'})}/result").text)
    assert (
        "The right order: 1 Boil the water You put it at 2 Without hot water nothing else can begin. "
        "2 Pour it over the leaves You put it at 1 It is poured while it boils. "
        "3 Wait four minutes In its place The leaves need the time."
    ) in page


def test_without_the_key_a_result_shows_the_order_given_and_nothing_of_the_right_one(as_person, learner, visible):
    html = as_person("learner").get(f"/attempts/{finish(learner, {'K05': 'bacd'}, 'plain')}/result").text
    page = visible(html)
    assert ("Your order: 1 Pour it over the leaves 2 Boil the water 3 Wait four minutes 4 Take the leaves out") in page
    assert [word for word in ("You put it", "In its place", "of 1 point", "The right order") if word in page] == []


def test_every_grade_with_these_types_follows_from_its_responses(app, learner):
    finish(learner, IN_PART)
    (stored,) = stored_grades()
    assert differences(stored) == []
    assert stored.result["needed"] == 420_000


def test_a_receipt_says_how_a_question_was_marked_where_that_is_not_its_rule(app, learner):
    receipt = receipt_of(finish(learner, IN_PART), learner)
    assert receipt.rule.marking == MARKING
    assert [slot.marking for slot in receipt.slots] == [
        "",
        "",
        "the share of the key that was chosen, less as much for each wrong option, never below 0",
        "",
        "one point for the whole order",
        "the share of the steps from one line to the next that are those of the right order",
    ]
    assert [slot.choice for slot in receipt.slots][ORDER - 1 :] == [tuple("bacd"), tuple("abdce")]
    assert sum(slot.mark for slot in receipt.slots) == receipt.score == 158_334


def test_statistics_count_lines_in_their_place_and_parts_of_points_apart(as_person, learner, visible):
    finish(learner, IN_PART)
    page = visible(as_person("admin").get(f"/instructor/{TYPES}/quizzes/kinds/results/questions").text)
    assert "how often each stood in its place, by the score" in page
    assert "A. Boil the water 0 0 0 B. Pour it over the leaves 0 0 0 C. Wait four minutes 0 1 0" in page
    assert "1 more in part" in page
    answer = as_person("admin").get(f"/instructor/{TYPES}/quizzes/kinds/questions.csv")
    rows = {row["Question"]: row for row in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))}
    assert [rows[code]["Right in part"] for code in RIGHT] == ["0", "0", "1", "0", "0", "1"]
    assert [rows["K06"][f"Chose {letter}"] for letter in "ABCDE"] == ["1", "1", "0", "0", "1"]
    assert (rows["K06"]["Key"], rows["K06"]["Type"]) == ("A B C D E", "ordering")


def test_the_start_page_takes_as_many_statements_whatever_the_number_of_types(as_person, learner, statements):
    browser = as_person("learner")
    counts = []
    for quiz in ("plain", "kinds"):
        browser.get(f"/learn/{TYPES}/quizzes/{quiz}")
        with statements() as seen:
            assert browser.get(f"/learn/{TYPES}/quizzes/{quiz}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_course_of_single_questions_asks_nothing_more_before_a_start(as_person, statements):
    browser = as_person("outsider")
    browser.get("/learn/closed-course/quizzes/doors")
    with statements() as seen:
        assert browser.get("/learn/closed-course/quizzes/doors").status_code == 200
    assert [one for one in seen if "EXISTS" in one and "question.type" in one] != []
    assert [one for one in seen if "DISTINCT" in one] == []


LINES = {
    "stem": "In which order is tea made?",
    "type": "ordering",
    "credit": "adjacent-pairs",
    "topic": "breakfast",
    "level": "apply",
    "difficulty": "easy",
    "pool": "quiz",
    "claim": "C1",
    **{f"option-{place}": text for place, text in enumerate(("Boil", "Pour", "Wait", ""))},
    **{f"reason-{place}": text for place, text in enumerate(("It is first.", "It is second.", "It is last.", ""))},
}
QUESTIONS = f"/instructor/{TYPES}/questions"


def written(browser, **fields):
    """The answer to the form of a new question."""
    return browser.post(QUESTIONS, data=LINES | fields)


def newest(code):
    """A question as it stands in the bank."""
    return authored_question(newest_outline(TYPES), code).question


def test_an_ordering_is_written_in_the_right_order_and_read_back(as_person, learner, visible):
    browser = as_person("admin")
    answer = written(browser, act="save")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{QUESTIONS}/Q1")
    question = newest("Q1")
    assert (question.type, question.credit, [one.text for one in question.options]) == (
        "ordering",
        "adjacent-pairs",
        ["Boil", "Pour", "Wait"],
    )
    page = visible(browser.get(f"{QUESTIONS}/Q1").text)
    assert "Right order and reasons In which order is tea made? 1 Boil It is first. 2 Pour It is second." in page
    assert "No attempt begins with the right order." in page
    edited = LINES | {"act": "save", "opened": "1", "credit": "", "letter-0": "a", "letter-1": "b", "letter-2": "c"}
    browser.post(f"{QUESTIONS}/Q1/versions", data=edited)
    assert newest("Q1").credit == ""


def test_a_line_is_moved_up_while_it_is_written(as_person, learner):
    page = written(as_person("admin"), act="raise-option-2").text
    assert re.findall(r'<textarea id="option-\d"[^>]*>([^<]*)<', page) == ["Boil", "Wait", "Pour", ""]


def test_a_statement_gets_its_two_options_by_itself(as_person, learner):
    browser = as_person("admin")
    blank = {f"{name}-{place}": "" for name in ("option", "reason") for place in range(4)}
    page = written(browser, **blank | {"type": "true-false", "act": "type"}).text
    assert re.findall(r'<textarea id="option-\d"[^>]*>([^<]*)<', page) == ["True", "False"]
    reasons = {"reason-0": "It is.", "reason-1": "It is not.", "key": "1"}
    assert written(browser, **blank | reasons | {"type": "true-false", "act": "save"}).status_code == 303
    assert [(one.text, one.is_key) for one in newest("Q1").options] == [("True", False), ("False", True)]


def test_options_that_were_typed_are_kept_when_the_type_does_not_take_them(as_person, learner):
    page = written(as_person("admin"), type="true-false", act="save").text
    assert "Write two options, “True” and “False”, in this order." in page
    assert re.findall(r'<textarea id="option-\d"[^>]*>([^<]*)<', page) == ["Boil", "Pour", "Wait", ""]


def test_a_rule_of_marking_of_another_type_falls_back_to_the_types_own(as_person, learner):
    assert written(as_person("admin"), type="single", key="0", act="save").status_code == 303
    assert (newest("Q1").type, newest("Q1").credit) == ("single", "")


def test_the_bank_lists_types_and_narrows_to_one(as_person, learner, visible):
    browser = as_person("admin")
    whole = visible(browser.get(f"/instructor/{TYPES}/questions").text)
    assert "Which of these are drunk hot? Several may be right" in whole
    page = visible(browser.get(f"/instructor/{TYPES}/questions?type=ordering").text)
    assert "2 of 6 questions." in page
    assert "Which of these are drunk hot?" not in page
