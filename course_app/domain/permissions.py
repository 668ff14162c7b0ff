"""Who may do what: one table, and nothing is allowed that does not stand in it.

Roles are what somebody is with regard to the thing asked for, and one may have several. Everybody is a "visitor";
everybody signed in is a "learner" (in which courses, and whose attempt it is, the queries decide: a stranger gets
404); "instructor" and "reviewer" have a membership of the course, "observer" sees an organisation's people, "admin"
is a flag on the person. Staff take quizzes through an enrolment of kind preview, as the learners they then are.
"""

from collections.abc import Collection

ROLES = ("visitor", "learner", "instructor", "reviewer", "observer", "admin")

RIGHTS: dict[str, frozenset[str]] = {
    "read-open-lesson": frozenset(ROLES),
    "see-account": frozenset({"learner"}),
    "see-learner-home": frozenset({"learner"}),
    "enrol": frozenset({"learner"}),
    "read-lesson": frozenset({"learner"}),
    "suggest-correction": frozenset({"learner"}),
    "take-quiz": frozenset({"learner"}),
    "see-own-result": frozenset({"learner"}),
    "see-question-images": frozenset({"learner"}),
    "see-own-record": frozenset({"learner"}),
    "see-instructor-area": frozenset({"instructor", "admin"}),
    "see-bank": frozenset({"instructor", "reviewer", "admin"}),
    "comment-questions": frozenset({"instructor", "reviewer", "admin"}),
    "approve-questions": frozenset({"instructor", "reviewer", "admin"}),
    "edit-questions": frozenset({"instructor", "admin"}),
    "edit-quizzes": frozenset({"instructor", "admin"}),
    "see-quiz-results": frozenset({"instructor", "admin"}),
    "give-accommodations": frozenset({"instructor", "admin"}),
    "decide-late-answers": frozenset({"instructor", "admin"}),
    "see-organisation": frozenset({"observer"}),
    "decide-corrections": frozenset({"instructor", "admin"}),
    "see-admin-area": frozenset({"admin"}),
    "manage-people": frozenset({"admin"}),
    "manage-cohorts": frozenset({"admin"}),
    "import-roster": frozenset({"admin"}),
    "issue-records": frozenset({"admin"}),
}


def may(roles: Collection[str], right: str) -> bool:
    """Whether one of the roles has the right. Raises KeyError for a right that is not in the table."""
    return not RIGHTS[right].isdisjoint(roles)
