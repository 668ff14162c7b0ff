"""What is said of answers that reached the server after the end of their attempt.

They are kept and do not count, until somebody who teaches the course decides that they do. Slots may come in any
order, and more than once.
"""

from collections.abc import Collection

from course_app.domain.wording import both

_IT_IS_KEPT = "It is kept, and does not count unless an instructor decides that it does."
REFUSED_LATE = f"The time was up when this answer reached us. {_IT_IS_KEPT}"


def waiting_sentence(slots: Collection[int]) -> str:
    """What a learner is told before a decision."""
    if len(set(slots)) == 1:
        end = _IT_IS_KEPT
    else:
        end = "They are kept, and do not count unless an instructor decides that they do."
    return f"Your {_answers(slots)} reached us after the end. {end} The decision will stand here."


def decided_sentence(slots: Collection[int], *, counts: bool) -> str:
    """What a learner is told of the decision."""
    is_one = len(set(slots)) == 1
    verdict = ("it counts" if is_one else "they count") if counts else f"{'it does' if is_one else 'they do'} not count"
    return f"Your {_answers(slots)} reached us after the end. An instructor decided: {verdict}."


def grade_reason(slots: Collection[int], *, counts: bool) -> str:
    """Why there is a new grade, without whatever the one who decided wrote: that may name somebody."""
    verdict = "decided to count" if counts else "decided not to count"
    return f"Marked again: {_answers(slots)} after the end {verdict}"


def _answers(slots: Collection[int]) -> str:
    """“answer to question 2”, “answers to questions 2, 3 and 5”."""
    numbers = [str(slot) for slot in sorted(set(slots))]
    many = "" if len(numbers) == 1 else "s"
    return f"answer{many} to question{many} {both(numbers)}"
