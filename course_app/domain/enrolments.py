"""What an enrolment's end means for whoever had it, in words."""

from datetime import date

from course_app.domain.errors import RuleBroken


class EnrolmentEnded(RuleBroken):
    """The person has been enrolled before, and that enrolment has ended."""

    def __init__(self, course: str) -> None:
        super().__init__(ended_sentence(course))


def ended_sentence(course: str, last_day: date | None = None) -> str:
    """What somebody is told who would enrol again in a course (its title); `last_day`: of access that ran out."""
    kept = "What you did is kept"
    if last_day is None:
        return f"Your enrolment in “{course}” has ended. {kept}. Whoever runs the course can enrol you again."
    until = f"{last_day.day} {last_day:%B %Y}"
    return f"Your access to “{course}” ended after {until}. {kept}, and whoever runs the course can give you more time."
