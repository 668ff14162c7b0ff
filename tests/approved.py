"""A course's files with a reviews.yaml in which every question is approved as it is."""

from course_app.domain.reviews import Review, approve
from course_app.formats.course_folder import read_folder
from course_app.formats.reviews_yaml import write_reviews


def reviews_of(files: dict[str, bytes]) -> list[Review]:
    """The reviews of somebody who read everything today."""
    course = read_folder(files)[0]
    return [approve(one, course.groundwork, "a reader", "2026-11-22") for one in course.questions.values()]


def approved(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with these reviews."""
    return files | {"reviews.yaml": write_reviews(reviews_of(files)).encode()}
