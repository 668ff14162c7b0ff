"""The second step at sign-in: turned on with an app, asked for, and got round with a recovery code alone."""

import re
from html import unescape
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from course_app.extensions import read_connection
from course_app.models import AuditEntry, Message, Person
from course_app.services import securing
from tests.conftest import PASSWORD, person_named

PAGE = "/account/second-step"
SECRET = re.compile(r'name="secret" value="([^"]+)"')
CODE = re.compile(r"<code>([0-9a-f-]{14})</code>")


@pytest.fixture
def app_shows(app, time):
    """What the authenticator app shows for a secret at the program's time."""
    totp = app.extensions["authenticator"]._totp

    def code(secret):
        return totp.from_source(secret).generate(time=int(time.time.timestamp())).token

    return code


def turn_on(person, app_shows):
    """Turn it on as the page says; the secret and the recovery codes."""
    secret = unescape(SECRET.search(person.get(PAGE).text)[1])
    fields = {"secret": secret, "code": app_shows(secret), "current": PASSWORD}
    answer = person.send(PAGE, fields)
    assert (answer.status_code, answer.location) == (303, "/account/recovery-codes")
    return secret, CODE.findall(person.get(answer.location).text)


@pytest.fixture
def learner(browser):
    """The learner, signed in."""
    person = browser()
    person.sign_in("learner")
    return person


def test_an_administrator_lets_in_who_lost_app_and_codes_and_everybody_is_told(browser, learner, app_shows):
    turn_on(learner, app_shows)
    admin, visitor = browser(), browser()
    admin.sign_in("admin")
    person = f"/admin/people/{person_named('learner').public_id}"
    reset = f"{person}/second-step/reset"
    assert "On: a code after the password" in admin.get(person).text
    refused = admin.send(reset, {"reason": ""}, page=person)
    assert (refused.status_code, visitor.sign_in("learner").location) == (422, "/sign-in/code")
    assert admin.send(reset, {"reason": "Rang from the ward"}, page=person).status_code == 303
    assert (learner.get("/account").status_code, visitor.get("/sign-in/code").status_code) == (303, 200)
    assert visitor.send("/sign-in/code", {"code": "123456"}).status_code == 422
    assert visitor.sign_in("learner", after="/account").location == "/account"
    again = admin.send(reset, {"reason": "Once more"}, page=person)
    assert (again.status_code, "asks for no code; nothing was changed" in again.text) == (422, True)
    with read_connection() as connection:
        told = connection.execute(select(Message.body).order_by(Message.id.desc()).limit(1)).scalar_one()
        noted = connection.execute(
            select(AuditEntry.actor_id, AuditEntry.reason).where(AuditEntry.verb == "second step reset")
        ).all()
    assert "turned the second step of your account off" in told
    assert noted == [(person_named("admin").id, "Rang from the ward")]


def test_recovery_codes_can_be_downloaded_as_they_are_shown(learner, app_shows):
    secret = unescape(SECRET.search(learner.get(PAGE).text)[1])
    answer = learner.send(PAGE, {"secret": secret, "code": app_shows(secret), "current": PASSWORD})
    page = learner.get(answer.location).text
    file = unquote(unescape(re.search(r'download="recovery-codes.txt" href="data:[^,]+,([^"]+)"', page)[1]))
    assert file == "\n".join(["Breeze Academy, learner@example.org", "", *CODE.findall(page), ""])
    assert "download" not in learner.get(answer.location).text


def test_administrators_turn_their_own_second_step_off_with_their_password_alone(browser, app_shows):
    admin = browser()
    admin.sign_in("admin")
    turn_on(admin, app_shows)
    person = f"/admin/people/{person_named('admin').public_id}"
    assert "second-step/reset" not in admin.get(person).text
    answer = admin.send(f"{person}/second-step/reset", {"reason": "Mine"}, page=person)
    assert (answer.status_code, "Turn your own second step off on your account page" in answer.text) == (422, True)


def test_after_the_password_a_code_is_asked_for_and_works_once(browser, learner, app_shows, time):
    secret, _ = turn_on(learner, app_shows)
    visitor, other = browser(), browser()
    answer = visitor.sign_in("learner", after="/account")
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")
    assert visitor.get("/account").status_code == 303
    time.advance(seconds=60)
    code = app_shows(secret)
    answer = visitor.send("/sign-in/code", {"code": f"{code[:3]} {code[3:]}"})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert "On: a code of your app after the password" in visitor.get("/account").text
    other.sign_in("learner")
    answer = other.send("/sign-in/code", {"code": code})
    assert (answer.status_code, "it was used before" in answer.text) == (422, True)
    assert other.get("/account").status_code == 303


def test_the_code_with_which_it_was_turned_on_does_not_sign_in(browser, learner, app_shows):
    secret, _ = turn_on(learner, app_shows)
    visitor = browser()
    visitor.sign_in("learner")
    assert visitor.send("/sign-in/code", {"code": app_shows(secret)}).status_code == 422


def test_a_recovery_code_signs_in_once_however_it_is_typed(browser, learner, app_shows):
    _, codes = turn_on(learner, app_shows)
    assert len(set(codes)) == 10
    for typed, status in ((codes[0].upper().replace("-", " "), 303), (codes[0], 422), (codes[1], 303)):
        visitor = browser()
        visitor.sign_in("learner")
        assert visitor.send("/sign-in/code", {"code": typed}).status_code == status
    assert "eight recovery codes left" in learner.get(PAGE).text


def test_recovery_codes_are_shown_once_and_kept_as_hashes(learner, app_shows):
    _, codes = turn_on(learner, app_shows)
    assert CODE.findall(learner.get("/account/recovery-codes").text) == []
    with read_connection() as connection:
        row = connection.execute(
            select(Person.tf_totp_secret, Person.mf_recovery_codes).where(Person.email == "learner@example.org")
        ).one()
    assert not set(codes) & set(row.mf_recovery_codes)
    assert '"enckey"' in row.tf_totp_secret


def test_new_recovery_codes_replace_the_old_ones(browser, learner, app_shows):
    _, old = turn_on(learner, app_shows)
    learner.send("/account/recovery-codes", {"current": PASSWORD}, page=PAGE)
    new = CODE.findall(learner.get("/account/recovery-codes").text)
    for code, status in ((old[0], 422), (new[0], 303)):
        visitor = browser()
        visitor.sign_in("learner")
        assert visitor.send("/sign-in/code", {"code": code}).status_code == status


def test_a_wrong_code_or_password_turns_nothing_on(learner, app_shows):
    secret = unescape(SECRET.search(learner.get(PAGE).text)[1])
    right = app_shows(secret)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for fields, sentence in (
        ({"code": wrong, "current": PASSWORD}, "That is not the code your app shows now."),
        ({"code": right, "current": "not my password"}, "That is not your password."),
        ({"code": "", "current": PASSWORD}, "Write the code."),
        ({"code": right, "current": PASSWORD, "secret": "nonsense"}, "That is not the code your app shows now."),
    ):
        answer = learner.send(PAGE, {"secret": secret} | fields)
        assert (answer.status_code, sentence in answer.text) == (422, True)
    assert "Off: the password alone" in learner.get("/account").text


def test_turning_it_off_needs_the_password_and_is_told_by_mail(browser, learner, app_shows):
    turn_on(learner, app_shows)
    refused = learner.send("/account/second-step/end", {"current": "wrong"}, page=PAGE)
    assert (refused.status_code, "That is not your password." in refused.text) == (422, True)
    assert learner.send("/account/second-step/end", {"current": PASSWORD}, page=PAGE).location == "/account"
    assert browser().sign_in("learner").location == "/learn"
    with read_connection() as connection:
        assert (
            connection.execute(select(Message.subject)).scalars().all()
            == ["Signing in at Breeze Academy has changed"] * 2
        )
        verbs = connection.execute(select(AuditEntry.verb).order_by(AuditEntry.id)).scalars().all()
    assert verbs[-2:] == ["second step turned on", "second step turned off"]


def test_guessing_codes_is_limited(browser, learner, app_shows):
    _, codes = turn_on(learner, app_shows)
    visitor = browser()
    visitor.sign_in("learner")
    for number in range(5):
        visitor.send("/sign-in/code", {"code": f"00000{number}"})
    answer = visitor.send("/sign-in/code", {"code": codes[0]})
    assert (answer.status_code, "There were too many" in answer.text) == (422, True)


def test_the_password_is_forgotten_after_ten_minutes_and_when_it_changes(browser, learner, app_shows, time):
    _, codes = turn_on(learner, app_shows)
    slow, outdated = browser(), browser()
    slow.sign_in("learner")
    token = slow.token("/sign-in/code")
    time.advance(minutes=10)
    outdated.sign_in("learner")
    old_token = outdated.token("/sign-in/code")
    learner.send("/account/password", {"current": PASSWORD, "password": "four words nobody guesses"})
    for visitor, kept in ((slow, token), (outdated, old_token)):
        answer = visitor.post("/sign-in/code", {"code": codes[0], "csrf_token": kept})
        assert (answer.status_code, answer.location) == (303, "/sign-in")
        assert visitor.get("/account").status_code == 303


def test_nobody_gets_to_the_code_without_the_password(browser):
    assert browser().get("/sign-in/code").location == "/sign-in"


def test_a_code_counts_once_however_many_send_it_at_once(app):
    person = person_named("learner").id
    assert [securing.use_code(person, counter) for counter in (5, 5, 4, 6)] == [True, False, False, True]
