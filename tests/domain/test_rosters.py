"""What a list of people does, row by row."""

import pytest

from course_app.domain.rosters import Decision, Known, Listed, decide, doubts_sentence, plan, stand_in_name


def known(name="Siân Ŵyn", *, is_active=True, kind="", cohort="", has_learned=False):
    return Known(name, is_active, kind, cohort, has_learned)


ROW = Listed(2, "Siân Ŵyn", "sian@example.org")


@pytest.mark.parametrize(
    ("who", "cohort", "wanted"),
    [
        (None, "", Decision("invite")),
        (known(), "", Decision("enrol", "Has an account already.")),
        (known("S. Wyn"), "", Decision("enrol", "Has an account already. Known here as S. Wyn.")),
        (
            known(has_learned=True),
            "",
            Decision("enrol", "Has learned this course before and begins afresh, with all attempts at every quiz."),
        ),
        (known(kind="learner"), "", Decision("nothing", "Enrolled already.")),
        (known(kind="learner", cohort="Autumn"), "", Decision("nothing", "Enrolled already.")),
        (
            known(kind="learner", cohort="Autumn"),
            "Autumn",
            Decision("nothing", "Enrolled already, in this cohort."),
        ),
        (known(kind="learner", cohort="Spring"), "Autumn", Decision("move", "Enrolled already, in “Spring”.")),
        (known(kind="learner"), "Autumn", Decision("move", "Enrolled already, in no cohort.")),
        (
            known(kind="preview"),
            "",
            Decision("cannot", "Tries the course out as staff, and cannot be its learner meanwhile."),
        ),
        (
            known(is_active=False),
            "",
            Decision("cannot", "This account is closed. Open it again on its page, then use the list again."),
        ),
    ],
)
def test_what_happens_follows_from_what_is_known(who, cohort, wanted):
    assert decide(ROW, who, cohort) == wanted


def test_a_row_that_cannot_be_read_says_why():
    assert decide(Listed(3, "", "", "There is no e-mail in this row."), None, "") == Decision(
        "cannot", "There is no e-mail in this row."
    )


def test_the_same_row_again_needs_nothing_and_another_name_cannot_be_used():
    rows = [
        ROW,
        Listed(3, "", ROW.email),
        Listed(4, "Siôn", ROW.email),
        Listed(5, "", "bad", "No"),
        Listed(6, "", "bad"),
    ]
    assert plan(rows, {}, "") == [
        Decision("invite"),
        Decision("nothing", "The same as line 2."),
        Decision("cannot", "The same e-mail stands in line 2 with another name, Siân Ŵyn."),
        Decision("cannot", "No"),
        Decision("invite", "No name is given; the part before the @ stands in for it."),
    ]


@pytest.mark.parametrize(
    ("email", "name"),
    [("sian.wyn@example.org", "sian wyn"), ("_@example.org", "_@example.org"), ("王@example.org", "王")],
)
def test_a_name_stands_in_for_none(email, name):
    assert stand_in_name(email) == name


def test_somebody_new_who_is_much_like_another_is_noted_and_named_and_still_added():
    rows = [
        Listed(2, "Siân Ŵyn-Jones", "sian@example.org"),
        Listed(3, "Wyn Jones, Sian", "s.jones@example.org"),
        Listed(4, "Łucja Wójcik", "lucja@example.org"),
        Listed(5, "Ann Wholly-Else", "ann@example.org"),
    ]
    known = "l.wojcik@example.org"
    found = plan(rows, {}, "", {"lucja wojcik": known})
    like = "Much like line 2, Siân Ŵyn-Jones, sian@example.org. Are they two people?"
    same = f"Somebody of this name has an account here as {known}. Are they two people?"
    assert [(one.kind, one.note, one.is_doubtful) for one in found] == [
        ("invite", "", False),
        ("invite", like, True),
        ("invite", same, True),
        ("invite", "", False),
    ]
    assert doubts_sentence(rows, found) == (
        "Lines 3, 4 name somebody much like another person, under another e-mail. Look at the notes there first."
    )
