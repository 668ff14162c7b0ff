"""Corrections that readers suggest to a passage: how long they may be, how many, and what becomes of them."""

from datetime import timedelta

from course_app.domain.errors import RuleBroken

LONGEST_BODY = 1_000
LONGEST_ANSWER = 500
MOST, WITHIN = 20, timedelta(days=1)
DECISIONS = ("taken-up", "declined")


class TooManySuggested(RuleBroken):
    """Somebody suggests more than editors can read."""

    def __init__(self) -> None:
        super().__init__(
            f"You have suggested {MOST} corrections to this course within a day, and no more are taken until the "
            "first of them is a day old. What you wrote is still here: copy it and send it tomorrow."
        )


def fault_of_body(body: str) -> str:
    """What is wrong with a suggestion as written; empty when nothing is."""
    return "Write what is wrong, and what it should say." if not body else _too_long(body, LONGEST_BODY)


def fault_of_answer(state: str, answer: str) -> str:
    """What is wrong with a decision: who declines says why."""
    if state not in DECISIONS:
        return "Say whether you take it up or decline it. Nothing was changed."
    if state == "declined" and not answer:
        return "Write why you decline it. Whoever suggested it reads your answer."
    return _too_long(answer, LONGEST_ANSWER)


def _too_long(text: str, longest: int) -> str:
    return f"This has {len(text)} characters; at most {longest} are kept." if len(text) > longest else ""
