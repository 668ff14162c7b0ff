"""Who may do what."""

import pytest

from course_app.domain.permissions import RIGHTS, ROLES, SENTENCES, allowed, may

TABLE = {
    "read-open-lesson": ROLES,
    "see-account": ("learner",),
    "see-learner-home": ("learner",),
    "enrol": ("learner",),
    "read-lesson": ("learner",),
    "take-quiz": ("learner",),
    "see-own-result": ("learner",),
    "see-question-images": ("learner",),
    "see-own-record": ("learner",),
    "suggest-correction": ("learner",),
    "see-instructor-area": ("instructor", "admin"),
    "see-bank": ("instructor", "reviewer", "admin"),
    "comment-questions": ("instructor", "reviewer", "admin"),
    "approve-questions": ("instructor", "reviewer", "admin"),
    "edit-questions": ("instructor", "admin"),
    "edit-quizzes": ("instructor", "admin"),
    "see-quiz-results": ("instructor", "admin"),
    "decide-late-answers": ("instructor", "admin"),
    "decide-corrections": ("instructor", "admin"),
    "give-accommodations": ("instructor", "admin"),
    "see-organisation": ("observer",),
    "see-admin-area": ("admin",),
    "manage-people": ("admin",),
    "manage-cohorts": ("admin",),
    "write-to-cohorts": ("admin",),
    "manage-practical-days": ("admin",),
    "manage-enquiries": ("admin",),
    "manage-newsletter": ("admin",),
    "import-roster": ("admin",),
    "issue-records": ("admin",),
}


def test_the_table_of_rights_is_this_one():
    assert {right: tuple(role for role in ROLES if may({role}, right)) for right in RIGHTS} == TABLE


def test_one_of_several_roles_is_enough():
    assert may(("learner", "admin"), "see-admin-area") is True
    assert may(("learner", "reviewer"), "see-admin-area") is False


def test_without_a_role_nothing_is_allowed():
    assert [right for right in RIGHTS if may((), right)] == []


def test_an_unknown_role_has_no_right():
    assert [right for right in RIGHTS if may({"owner"}, right)] == []


def test_an_unknown_right_is_an_error_and_no_refusal():
    with pytest.raises(KeyError, match="fly"):
        may({"admin"}, "fly")


def test_every_role_in_the_table_exists():
    assert frozenset().union(*RIGHTS.values()) <= frozenset(ROLES)


def test_every_right_beyond_learning_is_told_to_whoever_gives_a_role():
    beyond = {right for right, roles in RIGHTS.items() if roles.isdisjoint({"visitor", "learner"})}
    assert SENTENCES.keys() == beyond
    assert allowed("observer") == (SENTENCES["see-organisation"],)
    assert set(allowed("reviewer")) < set(allowed("instructor")) < set(allowed("admin"))
    assert allowed("learner") == allowed("visitor") == ()
