"""Registering."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from course_app.extensions import read_connection
from course_app.models import Course, Enrolment, Person, RegistrationTry
from course_app.services.transaction import transaction
from tests import acts

GOOD = {"name": "Gwen Newcomer", "email": "gwen@example.org", "password": "correct horse battery"}


def person(email="gwen@example.org"):
    with read_connection() as connection:
        return connection.execute(select(Person.name, Person.password).where(Person.email == email)).one_or_none()


def courses_of(email):
    statement = (
        select(Course.slug)
        .join_from(Enrolment, Course, Enrolment.course_id == Course.id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Person.email == email)
    )
    with read_connection() as connection:
        return connection.execute(statement).scalars().all()


def test_registering_signs_in_at_once_and_enrols_in_the_open_course(browser):
    visitor = browser()
    answer = visitor.send("/register", GOOD)
    assert (answer.status_code, answer.location) == (303, "/learn")
    assert "gwen@example.org" in visitor.get("/account").text
    assert courses_of("gwen@example.org") == ["small-course"]
    assert person().password.startswith("$argon2id$")


def test_registering_from_a_courses_page_carries_course_and_next(browser):
    page = "/register?course=small-course&next=/courses/small-course"
    visitor = browser()
    html = visitor.get(page).text
    assert 'name="course" value="small-course"' in html
    assert 'name="next" value="/courses/small-course"' in html
    fields = GOOD | {"course": "small-course", "next": "/courses/small-course"}
    assert visitor.send("/register", fields, page=page).location == "/courses/small-course"
    assert courses_of("gwen@example.org") == ["small-course"]


@pytest.mark.parametrize("after", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_next_never_leads_elsewhere(browser, after):
    assert browser().send("/register", GOOD | {"next": after}).location == "/learn"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Łucja \n Wójcik ", "Łucja Wójcik"),
        ("نور الهدى العلي", "نور الهدى العلي"),
        ("陳美玲", "陳美玲"),
        ("Sia\u0302n", "Siân"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Evil\u202egnp.exe", "Evilgnp.exe"),
        ("Nul\0l", "Null"),
        ("<b>Bold</b>", "<b>Bold</b>"),
        ("X" * 200, "X" * 200),
    ],
)
def test_a_name_in_any_script_is_kept_without_what_cannot_be_seen(browser, typed, kept):
    visitor = browser()
    assert visitor.send("/register", GOOD | {"name": typed}).status_code == 303
    assert person().name == kept
    assert "<b>Bold" not in visitor.get("/account").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Write your name, as it should stand on your record."),
        ({"name": "  \u200b "}, "Write your name, as it should stand on your record."),
        ({"name": "—"}, "Write your name, as it should stand on your record."),
        ({"name": "X" * 201}, "Your name has 201 characters; at most 200 can be kept."),
        ({"email": ""}, "Write your e-mail."),
        ({"email": "gwen"}, "Write the e-mail in full, such as name@example.org."),
        ({"email": "gwen@localhost"}, "Write the e-mail in full, such as name@example.org."),
        ({"email": "Gwen <gwen@example.org>"}, "Write the e-mail in full, such as name@example.org."),
        ({"email": f"{'g' * 60}@{'e' * 200}.org"}, "Write the e-mail in full, such as name@example.org."),
        ({"password": ""}, "Choose a password of at least 12 characters; this one has 0."),
        ({"password": "eleven char"}, "Choose a password of at least 12 characters; this one has 11."),
        ({"password": "x" * 129}, "The password has 129 characters; it may have at most 128."),
        ({"password": "Gwen Newcomer"}, "The password is your name or your e-mail; choose one nobody can guess."),
        ({"password": "GWEN@example.org"}, "The password is your name or your e-mail; choose one nobody can guess."),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_is_kept(browser, change, sentence):
    visitor = browser()
    fields = GOOD | change
    answer = visitor.send("/register", fields | {"next": "/account"})
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert 'name="next" value="/account"' in answer.text
    if "password" not in change:
        assert GOOD["password"] not in answer.text
    if "email" not in change:
        assert 'value="gwen@example.org"' in answer.text
    assert person() is None
    assert visitor.get("/account").status_code == 303


@pytest.mark.parametrize(
    "password",
    [
        "twelve chars",
        "密码是一个很长的句子而已",
        "quite long words " * 7 + "and so on",
        "صباح الخير" + "ﷺ" * 118,
        "a\0b twelve chars",
        " spaces count ",
    ],
)
def test_a_password_of_12_to_128_characters_in_any_script_works_for_signing_in(browser, password):
    assert browser().send("/register", GOOD | {"password": password}).status_code == 303
    assert browser().sign_in("gwen", password).status_code == 303
    assert browser().sign_in("gwen", password[:-1]).status_code == 422


def test_an_e_mail_that_has_an_account_is_sent_to_sign_in(browser):
    answer = browser().send("/register", GOOD | {"email": "Learner@example.org", "next": "/account"})
    assert answer.status_code == 422
    assert answer.text.count("This e-mail already has an account.") == 2
    assert 'href="/sign-in?next=/account"' in answer.text


def test_the_next_page_takes_the_e_mail_over_and_no_address_carries_it(browser):
    visitor = browser()
    page = visitor.send("/register", GOOD | {"email": "learner@example.org"}).text
    page += visitor.get("/sign-in").text
    assert page.count('value="learner@example.org"') == 2
    assert "learner@example.org" not in visitor.get("/sign-in").text
    visitor.sign_in("learner", "not the password")
    page += visitor.get("/forgotten-password").text
    assert page.count('value="learner@example.org"') == 3
    assert "email=" not in page
    assert "learner@example.org" not in browser().get("/sign-in?email=learner@example.org&password=x").text


def test_whoever_has_registered_is_told_to_look_into_their_mail_until_they_have(browser, visible):
    visitor = browser()
    address = visitor.send("/register", GOOD).location
    told = "Look into your mail. A link to confirm gwen@example.org was sent when you registered."
    page = visible(visitor.get(address).text)
    assert (told in page, "the mail in the data folder’s mail/ ." in page) == (True, True)
    link = f"/confirmations/{acts.mailed_token()}"
    visitor.send(link, {})
    assert "Look into your mail" not in visitor.get("/learn").text


def test_an_international_address_is_one_however_its_domain_is_written(browser):
    assert browser().send("/register", GOOD | {"email": "gwen@bücher.example.org"}).status_code == 303
    fields = {"email": "gwen@xn--bcher-kva.example.org", "password": GOOD["password"]}
    assert browser().send("/sign-in", fields).status_code == 303


def test_whoever_is_signed_in_passes_the_form_by(browser):
    visitor = browser()
    visitor.sign_in("learner")
    assert visitor.get("/register?next=/account").location == "/account"


def test_of_registrations_at_once_with_one_e_mail_one_is_made_and_the_others_are_told(browser):
    visitors = [browser() for _ in range(4)]
    tokens = [visitor.token("/register") for visitor in visitors]
    together = Barrier(4)

    def register(number):
        together.wait()
        return visitors[number].post("/register", GOOD | {"csrf_token": tokens[number]}).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(register, range(4))) == [303, 422, 422, 422]


def test_the_colours_chosen_before_are_taken_over(browser):
    visitor = browser()
    visitor.send("/appearance", {"theme": "dark", "text": "larger"}, page="/register")
    visitor.send("/register", GOOD)
    assert 'data-theme="dark" data-text="larger"' in visitor.get("/account").text


def tried(times, now, *, was_taken):
    with transaction() as session:
        session.add_all(RegistrationTry(address="127.0.0.1", was_taken=was_taken, at=now) for _ in range(times))


@pytest.mark.parametrize(("was_taken", "most"), [(False, 1_000), (True, 100)])
def test_after_very_many_registrations_from_one_address_the_page_says_how_long_to_wait(browser, time, was_taken, most):
    tried(most - 1, time.time, was_taken=was_taken)
    time.advance(minutes=2)
    visitor, other = browser(), browser()
    refused = GOOD | {"email": "learner@example.org"} if was_taken else GOOD
    assert visitor.send("/register", refused).status_code == (422 if was_taken else 303)
    answer = other.send("/register", GOOD | {"email": "other@example.org", "next": "/account"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "480")
    assert "Wait 8 minutes, then press Register again." in answer.text
    assert 'value="other@example.org"' in answer.text
    assert 'name="next" value="/account"' in answer.text
    assert GOOD["password"] not in answer.text
    assert person("other@example.org") is None
    time.advance(minutes=8)
    assert other.send("/register", GOOD | {"email": "other@example.org"}).status_code == 303


def test_registrations_elsewhere_and_mistakes_in_the_form_do_not_count(browser, time):
    tried(99, time.time, was_taken=True)
    for change in ({"name": ""}, {"password": "short"}):
        assert browser().send("/register", GOOD | change).status_code == 422
    assert browser().send("/register", GOOD).status_code == 303
    assert count_tries() == [(False, 1), (True, 99)]
    time.advance(minutes=10)
    browser().send("/register", GOOD)
    assert count_tries() == [(True, 1)]


def count_tries():
    with read_connection() as connection:
        tries = select(RegistrationTry.was_taken, func.count()).group_by(RegistrationTry.was_taken)
        return [tuple(row) for row in connection.execute(tries.order_by(RegistrationTry.was_taken))]


def test_the_last_of_500_people_behind_one_address_registers_though_99_had_an_account_already(browser, time):
    tried(499, time.time, was_taken=False)
    tried(99, time.time, was_taken=True)
    assert browser().send("/register", GOOD).status_code == 303
