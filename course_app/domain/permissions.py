"""Who may do what: one table, and nothing is allowed that does not stand in it.

Roles are what somebody is with regard to the thing asked for, and one may have several. Everybody is a "visitor";
everybody signed in is a "learner" (in which courses, and whose attempt it is, the queries decide: a stranger gets
404); "instructor" and "reviewer" have a membership of the course, "observer" sees an organisation's people, "admin"
is a flag on the person. Staff take quizzes through an enrolment of kind preview, as the learners they then are.
"""

from collections.abc import Collection

ROLES = ("visitor", "learner", "instructor", "reviewer", "observer", "admin")
STAFF = frozenset({"instructor", "reviewer", "admin"})

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
    "write-to-cohorts": frozenset({"admin"}),
    "manage-practical-days": frozenset({"admin"}),
    "manage-enquiries": frozenset({"admin"}),
    "manage-newsletter": frozenset({"admin"}),
    "import-roster": frozenset({"admin"}),
    "issue-records": frozenset({"admin"}),
}


SENTENCES = {
    "see-instructor-area": "Opens the teaching pages.",
    "see-bank": "Sees every question with its key, its reasons and how it performs.",
    "comment-questions": "Comments on questions and settles comments.",
    "approve-questions": "Approves questions, which may then be asked.",
    "edit-questions": "Writes, changes, imports and exports questions.",
    "edit-quizzes": "Builds, publishes and withdraws quizzes.",
    "see-quiz-results": "Sees the progress, answers and grades of the learners, by name.",
    "give-accommodations": "Gives learners more time, further attempts and other allowances.",
    "decide-late-answers": "Decides whether late answers count.",
    "decide-corrections": "Answers corrections that readers suggest.",
    "see-organisation": "Sees name, progress, completion and expiry of the organisation’s people, never their answers.",
    "see-admin-area": "Sees every person, every mail and the audit.",
    "manage-people": "Adds people, gives and takes every role, closes accounts, hands out and erases data.",
    "manage-cohorts": "Enrols and withdraws people, and looks after cohorts and organisations.",
    "write-to-cohorts": "Writes to everybody in a cohort, and sets who is reminded.",
    "manage-practical-days": "Announces, changes and removes practical days.",
    "manage-enquiries": "Reads, settles and removes what people write to the academy.",
    "manage-newsletter": "Sees, downloads and removes the addresses that get the newsletter.",
    "import-roster": "Enrols people from lists.",
    "issue-records": "Issues completion records that nobody asked for, revokes them, and issues them again.",
}
"""What each right lets somebody do besides learning, for whoever gives a role."""


def allowed(role: str) -> tuple[str, ...]:
    """What a role lets somebody do that everybody signed in may not, in sentences."""
    beyond = [right for right, roles in RIGHTS.items() if role in roles and roles.isdisjoint({"visitor", "learner"})]
    return tuple(SENTENCES[right] for right in beyond)


def is_for_staff(right: str) -> bool:
    """Whether only those have the right who teach, review or administer. Raises KeyError for an unknown right."""
    return RIGHTS[right] <= STAFF


def may(roles: Collection[str], right: str) -> bool:
    """Whether one of the roles has the right. Raises KeyError for a right that is not in the table."""
    return not RIGHTS[right].isdisjoint(roles)
