"""What an enrolment's end means for whoever had it, in words."""

from course_app.domain.errors import RuleBroken


class EnrolmentEnded(RuleBroken):
    """The person has been enrolled before, and that enrolment has ended."""

    def __init__(self, course: str) -> None:
        super().__init__(ended_sentence(course))


def ended_sentence(course: str) -> str:
    """What somebody is told who would enrol again in a course (its title)."""
    return f"Your enrolment in “{course}” has ended. What you did is kept. Whoever runs the course can enrol you again."
