"""Signing in and out."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from course_app.extensions import read_connection
from course_app.gateways import passwords
from course_app.models import Person, SignIn, SignInFailure
from course_app.queries.catalogue import newest_outline
from course_app.services import enrolling, previewing
from course_app.services.transaction import transaction
from tests.conftest import person_named

WRONG = "The e-mail or the password is not right."


def count(column):
    with read_connection() as connection:
        return connection.execute(select(func.count(column))).scalar()


def test_signing_in_goes_to_the_learners_home(browser):
    answer = browser().sign_in("learner")
    assert (answer.status_code, answer.location) == (303, "/learn")


def test_staff_begin_with_their_work_unless_they_learn_a_course_themselves(browser, time):
    homes = {"instructor": "/instructor", "admin": "/admin", "reviewer": "/instructor"}
    assert {name: browser().sign_in(name).location for name in homes} == homes
    signed_in = browser()
    signed_in.sign_in("instructor")
    assert [signed_in.get(path).location for path in ("/sign-in", "/register")] == ["/instructor"] * 2
    instructor = person_named("instructor").id
    trial = previewing.preview_quiz(instructor, newest_outline("small-course"), "practice", 1, time.time, 1)
    assert (bool(trial), browser().sign_in("instructor").location) == (True, "/instructor")
    enrolling.enrol_oneself(instructor, "small-course", time.time)
    assert browser().sign_in("instructor").location == "/learn"
    assert browser().sign_in("admin", after="/account").location == "/account"


def test_signing_in_goes_on_to_where_the_visitor_wanted_to_go(browser):
    visitor = browser()
    asked = visitor.get("/account?a=1&b=2")
    assert (asked.status_code, asked.location) == (303, "/sign-in?next=/account?a%3D1%26b%3D2")
    fields = {"email": "learner@example.org", "password": "a password for the tests", "next": "/account?a=1&b=2"}
    assert 'value="/account?a=1&amp;b=2"' in visitor.get(asked.location).text
    answer = visitor.send("/sign-in", fields, page=asked.location)
    assert (answer.status_code, answer.location) == (303, "/account?a=1&b=2")
    assert visitor.get("/account").status_code == 200


@pytest.mark.parametrize(
    "after",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "evil.example",
        "/\u2028/evil.example",
        "/" + "a" * 3_000,
    ],
)
def test_next_never_leads_elsewhere(browser, after):
    visitor = browser()
    assert visitor.sign_in("learner", after=after).location == "/learn"
    assert visitor.client.get("/sign-in", query_string={"next": after}).location == "/learn"


def test_whoever_is_signed_in_passes_the_form_by(browser):
    person = browser()
    person.sign_in("learner")
    answer = person.get("/sign-in?next=/account")
    assert (answer.status_code, answer.location) == (303, "/account")


@pytest.mark.parametrize("typed", ["LEARNER@Example.ORG", "  learner@example.org ", "learner@example.org\u200b"])
def test_the_e_mail_may_be_typed_in_any_case(browser, typed):
    fields = {"email": typed, "password": "a password for the tests"}
    assert browser().send("/sign-in", fields).status_code == 303


@pytest.mark.parametrize("email", ["learner@example.org", "nobody@example.org", "not an e-mail", "a\0b@example.org"])
def test_a_wrong_password_and_an_unknown_e_mail_get_the_same_answer(browser, email):
    answer = browser().send("/sign-in", {"email": email, "password": "a wrong password"})
    assert answer.status_code == 422
    assert answer.text.count(WRONG) == 2
    assert "a wrong password" not in answer.text
    assert count(SignInFailure.id) == 1


def test_what_was_typed_is_kept_but_the_password(browser):
    answer = browser().sign_in("learner", "a wrong password", after="/account")
    assert 'value="learner@example.org"' in answer.text
    assert 'name="next" value="/account"' in answer.text
    assert "a wrong password" not in answer.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "", "password": "x"}, "Write your e-mail."),
        ({"email": "learner@example.org", "password": ""}, "Write your password."),
        ({"email": "learner@example.org"}, "Write your password."),
        ({"password": "x"}, "Write your e-mail."),
        ({"email": "learner@example.org", "password": "x" * 5_000}, "No password here has more than 128 characters."),
    ],
)
def test_what_is_missing_is_said_in_the_summary_and_at_the_field(browser, fields, sentence):
    answer = browser().send("/sign-in", fields)
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_closed_account_is_told_only_to_whoever_knows_the_password(browser):
    with transaction() as session:
        session.execute(update(Person).where(Person.email == "learner@example.org").values(active=False))
    assert "has been closed" in browser().sign_in("learner").text
    assert WRONG in browser().sign_in("learner", "a wrong password").text
    assert count(SignIn.id) == 0


def test_somebody_without_a_password_cannot_sign_in(browser):
    with transaction() as session:
        session.execute(update(Person).where(Person.email == "learner@example.org").values(password=None))
    for password in ("a password for the tests", "None", "!"):
        assert browser().sign_in("learner", password).status_code == 422


def test_after_five_failures_the_right_password_waits_too_and_the_page_says_how_long(browser, time):
    visitor = browser()
    for _ in range(5):
        visitor.sign_in("learner", "a wrong password")
    time.advance(minutes=2)
    answer = visitor.sign_in("learner")
    assert (answer.status_code, answer.headers["Retry-After"]) == (422, "180")
    assert "Wait 3 minutes, then try again." in answer.text
    assert count(SignInFailure.id) == 5
    assert visitor.sign_in("classmate").status_code == 303
    time.advance(minutes=3)
    assert browser().sign_in("learner").status_code == 303


def test_the_session_cookie_is_for_this_site_alone_and_lasts_thirty_days(browser):
    answer = browser().sign_in("learner")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    attributes = {part.split("=")[0] for part in cookie.split("; ")}
    assert attributes == {"course_session", "Expires", "HttpOnly", "Path", "SameSite"}
    assert "SameSite=Lax" in cookie
    assert "Path=/;" in cookie


def test_a_page_does_not_send_the_cookie_again(browser):
    person = browser()
    person.sign_in("learner")
    person.get("/account")
    assert person.get("/account").headers.getlist("Set-Cookie") == []


def test_a_sign_in_has_a_new_token_against_forgery(browser):
    visitor = browser()
    before = visitor.token("/sign-in")
    visitor.sign_in("learner")
    assert visitor.post("/sign-out", {"csrf_token": before}).status_code == 422
    assert visitor.get("/account").status_code == 200


def test_signing_out_forgets_everything_and_kills_copies_of_the_cookie(browser):
    person, thief = browser(), browser()
    person.sign_in("learner")
    thief.client.set_cookie("course_session", person.cookie())
    assert thief.get("/account").status_code == 200
    answer = person.send("/sign-out", {}, page="/account")
    assert (answer.status_code, answer.location) == (303, "/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert person.get("/account").status_code == 303
    assert thief.get("/account").status_code == 303


def test_signing_out_twice_leads_to_the_sign_in_page(browser):
    assert browser().post("/sign-out", {}).location == "/sign-in"


def test_signing_out_is_no_link(browser):
    person = browser()
    person.sign_in("learner")
    assert person.get("/sign-out").status_code == 405
    assert person.get("/account").status_code == 200


def test_signing_in_as_somebody_else_ends_the_sign_in_of_this_browser(browser):
    person = browser()
    fields = {"email": "classmate@example.org", "password": "a password for the tests"}
    page = person.token("/sign-in")
    person.sign_in("learner")
    fields["csrf_token"] = page
    first = person.cookie()
    assert person.post("/sign-in", fields).status_code == 422
    assert person.send("/sign-in", fields, page="/account").status_code == 303
    assert "classmate@example.org" in person.get("/account").text
    other = browser()
    other.client.set_cookie("course_session", first)
    assert other.get("/account").status_code == 303


def test_a_sign_in_is_over_after_thirty_days(browser, time):
    person = browser()
    person.sign_in("learner")
    time.advance(days=29, hours=23)
    assert person.get("/account").status_code == 200
    time.advance(hours=1)
    assert person.get("/account").status_code == 303


def test_writes_and_only_writes_note_when_somebody_was_last_here_hour_by_hour(browser, time):
    def last_seen():
        with read_connection() as connection:
            moments = select(SignIn.last_seen_at, Person.last_seen_at).join_from(SignIn, Person)
            return connection.execute(moments).one()

    person = browser()
    person.sign_in("learner")
    began = time.time
    time.advance(hours=2)
    person.get("/account")
    assert last_seen() == (began, None)
    person.send("/appearance", {"theme": "dark", "text": "standard"}, page="/account")
    assert last_seen() == (began + timedelta(hours=2),) * 2
    time.advance(minutes=59)
    person.send("/appearance", {"theme": "dark", "text": "standard"}, page="/account")
    assert last_seen() == (began + timedelta(hours=2),) * 2


def test_500_people_behind_one_address_sign_in_within_ten_minutes_while_one_who_guesses_is_slowed(app, client, time):
    hashed = passwords.hash_of("a password for the tests")
    with transaction() as session:
        session.add_all(someone(number, hashed, time.time) for number in range(500))
    began, answers, guesses = time.time, [], []
    for number in range(500):
        fields = {"email": f"person-{number}@example.org", "password": "a password for the tests"}
        if number % 10 == 0:
            assert app.test_client().post("/sign-in", data=fields | {"password": "mistyped"}).status_code == 422
        answers.append(app.test_client().post("/sign-in", data=fields).status_code)
        if number % 5 == 0:
            guess = client.post("/sign-in", data={"email": "learner@example.org", "password": f"guess {number}"})
            guesses.append("Retry-After" in guess.headers)
        time.advance(seconds=1.1)
    assert time.time - began < timedelta(minutes=10)
    assert answers == [303] * 500
    assert (guesses.count(False), guesses.count(True)) == (10, 90)
    late = {"email": "learner@example.org", "password": "a password for the tests"}
    assert client.post("/sign-in", data=late).status_code == 422
    assert app.test_client().post("/sign-in", data=late, environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 303


def someone(number, hashed, now):
    name = f"Person {number}"
    return Person(
        public_id=f"{number:032}",
        name=name,
        search_key=name,
        sort_key=name,
        email=f"person-{number}@example.org",
        password=hashed,
        fs_uniquifier=f"{number:032}",
        confirmed_at=now,
        created_at=now,
    )
