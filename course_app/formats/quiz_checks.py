"""Whether a quiz fits the rest of its course.

Its questions and topics exist, there are enough to draw from, and what it asks is taught by then: in the lessons up to
the end of its module. A quiz outside of the modules comes after all of them. Its opening and closing are times that
the clocks of the course's zone show, in that order.
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from course_app.domain.coverage import asked_early, item_of
from course_app.domain.drawing import Candidate, FixedTwice, NotEnoughQuestions, draw
from course_app.domain.questions import Question
from course_app.domain.quizzes import Quiz, slots_of
from course_app.domain.windows import window_cautions, window_faults
from course_app.domain.wording import either
from course_app.formats.course_text import CourseText, Sources
from course_app.formats.problems import Problem

FIXED = r"\bquestion:\s*[\"']?{}"
WINDOW = r"^{}:"
DRAWN = r"\btopics:[^\]\n]*{}"


def check_quiz(quiz: Quiz, read: CourseText, sources: Sources) -> Iterator[Problem]:
    """All findings about one quiz."""
    path = sources.homes["quiz", quiz.id][0]
    slots = [slot for _, slot in slots_of(quiz)]
    for ident in sorted({slot.question for slot in slots if slot.question}):
        yield from sources.unknown("question", ident, read.questions, path, FIXED)
        if ident in read.questions and read.questions[ident].pool == "self-check":
            message = f"`{ident}` is a self-check: nothing is recorded of those, so no quiz asks one."
            yield from sources.problems_at(path, ident, FIXED, message)
    known = [topic for topic, _ in read.course.topics] if read.course else []
    unknown = {topic for slot in slots for topic in slot.topics if read.course and topic not in known}
    for topic in sorted(unknown):
        yield from sources.unknown("topic", topic, known, path, DRAWN)
    if "question" not in sources.unread and not unknown:
        yield from _check_draw(quiz, path, read, sources)
    yield from _check_taught(quiz, read, sources)
    if read.course:
        yield from _check_window(quiz, path, ZoneInfo(read.course.zone), sources)


def _check_draw(quiz: Quiz, path: str, read: CourseText, sources: Sources) -> Iterator[Problem]:
    """Draws once as for a learner who has met nothing: whether it can be done does not depend on the seed."""
    candidates = [_candidate(question) for question in read.questions.values()]
    try:
        draw([slot for _, slot in slots_of(quiz)], candidates, seed=0)
    except NotEnoughQuestions as error:
        about = f" on {either(error.topics)}" if error.topics else ""
        message = (
            f"The quiz draws {error.needed} of the questions{about}, but the number available is {error.available}."
        )
        word = error.topics[0] if error.topics else "draw"
        line, column = sources.places_of(path, word, DRAWN)[0]
        yield Problem(path, line, column, message)
    except FixedTwice as error:
        for line, column in sources.places_of(path, error.question, FIXED)[1:]:
            yield Problem(path, line, column, f"`{error.question}` already stands in this quiz.")


def _check_window(quiz: Quiz, path: str, zone: ZoneInfo, sources: Sources) -> Iterator[Problem]:
    faults = window_faults(quiz.opens, quiz.closes, zone)
    for fault in faults:
        yield from sources.problems_at(path, fault.place, WINDOW, fault.sentence)
    for caution in () if faults else window_cautions(quiz, zone):
        yield from sources.problems_at(path, "closes", WINDOW, caution, "warning")


def _check_taught(quiz: Quiz, read: CourseText, sources: Sources) -> Iterator[Problem]:
    """Claims that lessons after the quiz teach, and none before it. What no lesson teaches is another matter."""
    items = [item_of(question) for question in read.questions.values()]
    for one in asked_early(quiz, read.course, read.lessons, items) if read.course else ():
        if one.later:
            path, line = sources.homes["question", one.question]
            message = f"{one.question}: the quiz {quiz.id} may ask it before a lesson teaches {', '.join(one.later)}."
            yield Problem(path, line, 0, message, "warning")


def _candidate(question: Question) -> Candidate:
    return Candidate(question.id, question.topic, question.pool, seen=False)
