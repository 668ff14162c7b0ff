"""Comments on questions: said, resolved, opened again, and counted while they are open. On both databases."""

import pytest

from course_app.queries.bank import OPEN, Filters, fitting_codes
from course_app.queries.comments import comments_of, open_comments
from course_app.services import commenting
from tests.conftest import START, person_named


def test_a_comment_is_open_until_somebody_resolves_it_and_again_when_it_is_reopened(small, ann):
    course, ray = small.course_id, person_named("reviewer").id
    commenting.add_comment(ray, course, "T02", "option-b", "Is it hot?\n\nŵ ł š", START)
    commenting.add_comment(ann, course, "T02", "", "It is.", START)
    first, second = comments_of(course, "T02")
    assert (first.where, first.author, first.body, first.resolved_at) == (
        "Option B",
        "Ray Reviewer",
        "Is it hot?\n\nŵ ł š",
        None,
    )
    assert open_comments(course, ["T01", "T02"]) == {"T02": 2}
    assert fitting_codes(small, Filters(comments=OPEN), 5) == ["T02"]
    for one in (first, second):
        commenting.settle_comment(ann, course, "T02", one.id, START, is_resolved=True)
    assert fitting_codes(small, Filters(comments=OPEN), 5) == []
    commenting.settle_comment(ann, course, "T02", second.id, START, is_resolved=False)
    for _ in range(2):
        commenting.settle_comment(ann, course, "T02", first.id, START, is_resolved=True)
    assert (comments_of(course, "T02")[0].resolver, open_comments(course, ["T02"])) == ("Ann Instructor", {"T02": 1})
    commenting.settle_comment(ray, course, "T02", first.id, START, is_resolved=False)
    assert (comments_of(course, "T02")[0].resolver, open_comments(course, ["T02"])) == (None, {"T02": 2})
    assert second.number == 1


def test_nothing_too_much_and_what_is_not_there_are_refused(small, ann):
    course = small.course_id
    for body, why in ((" ", "The comment is empty"), ("x" * 2001, "longer than 2,000 characters")):
        with pytest.raises(commenting.NoComment, match=why):
            commenting.add_comment(ann, course, "T02", "", body, START)
    with pytest.raises(commenting.NoComment):
        commenting.add_comment(ann, course, "nothing", "", "A word", START)
    commenting.add_comment(ann, course, "T02", "", "A word", START)
    (comment,) = comments_of(course, "T02")
    with pytest.raises(commenting.NoComment):
        commenting.settle_comment(ann, course, "T01", comment.id, START, is_resolved=True)
