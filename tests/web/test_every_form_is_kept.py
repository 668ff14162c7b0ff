"""No form of the site loses what was typed or chosen when the sign-in ends meanwhile.

Every write that asks for a sign-in is tried, as the table of endpoints names it; a new one has to be listed here.
"""

import pytest

from course_app.web.shared.kept_forms import LEFT_OUT
from tests.architecture import test_endpoints
from tests.architecture.test_endpoints import FORMS, ORGANISATION, PRACTICAL_DAY, ROWS
from tests.sending_again import address_offered, hidden, pressed, sent_too_late, signed_in_again
from tests.web.test_kept_editors import QUESTION, QUIZ

things = test_endpoints.things
COHORT = {"name": "Ŵinter", "starts_on": "2026-12-01", "ends_on": "2027-03-01", "organisation": ORGANISATION}
FIELDS = FORMS | {
    "account.change_details": {"name": "Siân Ŵyn-Owen", "zone": "Europe/Paris"},
    "account.change_email": {"email": "other@example.org", "current": "a password"},
    "account.name_passkey": {"name": "Łukasz’ phone", "current": "a password"},
    "account.turn_on": {"secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "code": "123456", "current": "a password"},
    "learner.responses": {"client": "tab", "base-1": "0", "slot-1": "b", "confidence-1": "sure", "next": "save"},
    "admin.add_person": {"name": "Ñew Person", "email": "new-person@example.org", "course": "small-course"},
    "admin.reset_second_step": {"reason": "Lost the ’phone"},
    "learner.use_key": {"key": "abcd efgh ijkm nopq"},
    "admin.set_end": {"last_day": "2026-12-31"},
    "admin.make_key": {"seats": "25", "key_until": "2026-12-31"},
    "admin.withdraw": {"reason": "Left the trust,\r\nsays “HR” & <co>"},
    "learner.issue_record": {"name": "Siân Ŵyn-Owen"},
    "learner.keep_reflection": {"what": "Ŵhat came\r\nof it", "so_what": "“So”", "now_what": "<now>"},
    "learner.set_prompt": {"wanted": "no"},
    "admin.revoke_record": {"reason": "Somebody else answered"},
    "admin.correct_record": {"name": "Łukasz Ŵyn", "reason": "As in the passport"},
    "admin.make_cohort": COHORT,
    "admin.change_cohort": COHORT,
    "admin.announce": {"subject": "Ŵythnos", "body": "Two\nlines", "act": "preview", "key": "0" * 32, "count": ""},
    "admin.set_cohort_access": {"last_day": "2027-03-31", "again": "y", "act": "preview"},
    "admin.set_number": {"employee_number": "ŵ-007"},
    "admin.set_reminder": {"kind": "closing", "days": "9", "note": "Ŵythnos\r\n“arall”", "act": "preview"},
    "admin.keep_window": {"days": "", "opens": "2026-12-01T09:00", "closes": "2026-12-01T10:00"},
    "admin.add_practical_day": PRACTICAL_DAY | {"ends_on": "2026-12-06", "places": "7", "booking": "closed"},
    "admin.change_practical_day": PRACTICAL_DAY | {"link": "https://example.org/?a=“1”&b=2"},
    "admin.settle_enquiry": {"state": "spam", "note": "“Ŵhat”\r\nis <this>?"},
    "admin.plan_roster": {"course": "small-course", "cohort": "Spring", "pasted": "Name,E-mail\r\nŴ,w@example.org"},
    "instructor.plan_import": {"pasted": "1. Ŵarm?\r\na) “Yes”\r\nb) <No>\r\nAnswer: a", "format": "pasted"},
    "instructor.import_choices": {"topic": "brewing", "pool": "quiz", "whole": "yes", "leave": "1"},
    "instructor.apply_import": {"seal": "0" * 64, "topic": "brewing", "pool": "", "whole": "yes"},
    "instructor.add_question": QUESTION,
    "instructor.question_versions": QUESTION | {"opened": "1", "claim": ["C1"]},
    "instructor.question_state": {"state": "draft"},
    "instructor.change_bank": {"question": ["T01", "T03"], "change": "tag", "value": "Ŵinter"},
    "instructor.save_question_text": {"text": "## Ŵ\r\n\r\nWhich “kettle”?", "opened": "T01:1", "act": "save"},
    "instructor.add_comment": {"place": "option-a", "body": "Ŵould they not\r\nall be “right”?"},
    "instructor.question_approvals": {"version": "1", "note": "Ŵrong is what the others are"},
    "instructor.add_quiz": QUIZ,
    "instructor.quiz_versions": QUIZ | {"opened": "1"},
    "instructor.save_quiz_text": {"text": "id: practice\r\ntitle: “Ŵarm”", "opened": "1", "act": "save"},
    "instructor.unpublish_quiz": {"reason": "Ŵrong questions"},
}
REFUSED = {
    "account.change_email": "the password is asked for again",
    "account.name_passkey": "the password is asked for again",
    "account.turn_on": "the code and the password are asked for again",
    "admin.reset_second_step": "there is none",
    "admin.announce": "it is looked at first",
    "admin.set_reminder": "it is looked at first",
    "admin.set_cohort_access": "it is looked at first",
    "learner.use_key": "there is no such key",
    "admin.unmake_administrator": "there is no other administrator",
    "instructor.save_question_text": "what it changes was not looked at",
    "instructor.save_quiz_text": "it is not whole",
    "instructor.apply_import": "it is not what was looked at",
    "instructor.unpublish_quiz": "it comes from the text",
}
BUTTON = "a button: nothing is typed or chosen"
BY_SCRIPT = "a script sends it as somebody types; the form itself keeps what was typed"
SECRET = "takes a password, which is never kept, or what a device signed for that session alone"
NOT_KEPT = {
    "account.ask_to_confirm": BUTTON,
    "account.sign_out": BUTTON,
    "account.ask_for_erasure": SECRET,
    "account.ask_for_holdings": SECRET,
    "account.step_back": BUTTON,
    "account.revoke_sign_in": BUTTON,
    "account.revoke_other_sign_ins": BUTTON,
    "account.remove_passkey": BUTTON,
    "account.add_passkey": SECRET,
    "account.change_password": SECRET,
    "account.turn_off": SECRET,
    "account.renew_recovery_codes": SECRET,
    "learner.enrolment": BUTTON,
    "learner.completion": BUTTON,
    "learner.attempts": BUTTON,
    "learner.submission": BUTTON,
    "admin.invite_again": BUTTON,
    "admin.reopen_account": BUTTON,
    "admin.retire_cohort": BUTTON,
    "admin.reinstate_cohort": BUTTON,
    "admin.stop_announcement": BUTTON,
    "admin.switch_reminder": BUTTON,
    "admin.revoke_key": BUTTON,
    "admin.apply_roster": BUTTON,
    "admin.send_again": BUTTON,
    "instructor.withdraw_accommodation": BUTTON,
    "instructor.question_drafts": BY_SCRIPT,
    "instructor.throw_away_draft": BUTTON,
    "instructor.quiz_trials": BUTTON,
    "instructor.quiz_copies": BUTTON,
    "instructor.settle_comment": BUTTON,
}
WRITES = {row.endpoint: row for row in reversed(ROWS) if row.method == "POST" and row.marks[0] == "S"}
SECRETS = {"password": "words", "current": "words", "code": "123456", "credential": "{}"}


def whose(endpoint):
    """Who fills the form in."""
    area = endpoint.partition(".")[0]
    return area if area == "instructor" else "admin" if area == "admin" else "learner"


@pytest.fixture
def person(browser, things):
    """Browsers of named persons, signed in."""

    def signed_in(name):
        one = browser()
        one.sign_in(name)
        return one

    return signed_in


def flat(fields):
    return sorted((name, one) for name, value in fields.items() for one in ([value] if value == str(value) else value))


@pytest.mark.parametrize("endpoint", FIELDS)
def test_what_was_typed_is_sent_again_by_one_button(endpoint, person, things):
    name, path, fields = whose(endpoint), WRITES[endpoint].path.format(**things), FIELDS[endpoint]
    browser = person(name)
    asked = sent_too_late(browser, "/account", path, fields)
    assert (asked.status_code, "Nothing you typed is lost" in asked.text) == (422, True)
    offered = signed_in_again(browser, name, asked)
    assert "You are signed in again." in offered.text
    assert address_offered(offered) == path
    kept = {one: value for one, value in fields.items() if one not in LEFT_OUT}
    assert sorted(one for one in hidden(offered) if one[0] != "csrf_token") == flat(kept)
    assert pressed(browser, offered).status_code == (422 if endpoint in REFUSED else 303)


@pytest.mark.parametrize("endpoint", NOT_KEPT)
def test_where_there_is_nothing_to_keep_one_is_asked_to_sign_in(endpoint, person, things):
    path = WRITES[endpoint].path.format(**things)
    answer = sent_too_late(person(whose(endpoint)), "/account", path, SECRETS)
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/account")


def test_every_write_that_asks_for_a_sign_in_is_listed():
    assert sorted([*FIELDS, *NOT_KEPT]) == sorted(WRITES)
