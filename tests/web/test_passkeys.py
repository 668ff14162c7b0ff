"""Passkeys: added with the password, used instead of it or of the code, removed; and answers that must not count."""

import json
import re
from contextlib import suppress
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from course_app.app import create_app
from course_app.domain import passkeys as rules
from course_app.domain.passkeys import PasskeyRefused
from course_app.extensions import read_connection
from course_app.gateways.passkeys import KnownKey, PasskeySite, credential_id_of, made_passkey, new_sign_count
from course_app.models import AuditEntry, Message, Passkey, Person, SignIn, SignInFailure, SpentChallenge
from course_app.services.transaction import transaction
from tests import acts
from tests.authenticator import PRESENT, Device, to_text
from tests.conftest import PASSWORD, FreshClient, close_engines, person_named
from tests.stage import Stage

NAME, NEW, PASSKEY, CODE = "/account/passkeys", "/account/passkeys/new", "/sign-in/passkey", "/sign-in/code/passkey"
OPTIONS = re.compile(r'data-options="([^"]+)"')
REMOVAL = re.compile(r'action="(/account/passkeys/\d+/removal)"')


def options_in(answer):
    """What the page lets the browser ask for."""
    return json.loads(unescape(OPTIONS.search(answer.text)[1]))


def asked(visitor):
    """What the sign-in page fetches as its button is pressed."""
    return visitor.get(PASSKEY).json


def made(person, device, name="My phone"):
    """Add a passkey as the pages say; the last page is opened once, since it asks for something else each time."""
    assert person.send(NAME, {"name": name, "current": PASSWORD}).location == NEW
    page = person.get(NEW)
    token = person.token("/account")
    answer = person.post(NEW, {"credential": device.make(options_in(page)), "csrf_token": token})
    assert (answer.status_code, answer.location) == (303, "/account")
    return device


def sign_in(visitor, answer, **fields):
    """Send what the device signed."""
    return visitor.post(PASSKEY, {"credential": answer, "csrf_token": visitor.token("/sign-in")} | fields)


def count(column):
    with read_connection() as connection:
        return connection.execute(select(func.count(column))).scalar_one()


def kept(*columns):
    with read_connection() as connection:
        return connection.execute(select(*columns)).all()


@pytest.fixture
def learner(browser):
    """The learner, signed in."""
    person = browser()
    person.sign_in("learner")
    return person


def test_a_passkey_signs_in_without_the_password_and_makes_a_sign_in_like_any_other(browser, learner, time):
    device = made(learner, Device())
    time.advance(days=1)
    visitor = browser("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1")
    answer = sign_in(visitor, device.use(asked(visitor)), next="/account")
    assert (answer.status_code, answer.location) == (303, "/account")
    page = visitor.get("/account").text
    assert "<b>Safari on an iPhone</b>, this browser" in page
    assert "<bdi>My phone</bdi>" in page
    assert "Last used <time" in page
    assert count(SignIn.id) == 2
    assert kept(Passkey.lastuse_datetime) == [(time.time,)]


def test_what_is_kept_of_a_passkey(learner, time):
    device = made(learner, Device(count=7))
    rows = kept(Passkey.credential_id, Passkey.user_id, Passkey.name, Passkey.sign_count, Passkey.transports)
    assert rows == [(device.credential_id, person_named("learner").public_id, "My phone", 7, ["internal"])]
    assert device.user_handle == person_named("learner").public_id.encode()
    assert "Not used yet, added <time" in learner.get("/account").text
    assert kept(Message.address, Message.subject) == [("learner@example.org", "A passkey was added at Breeze Academy")]
    assert [verb for (verb,) in kept(AuditEntry.verb) if "passkey" in verb] == ["passkey added"]


def test_the_device_is_asked_to_verify_its_user_and_to_find_the_passkey_itself(browser, learner):
    learner.send(NAME, {"name": "My phone", "current": PASSWORD})
    options = options_in(learner.get(NEW))
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert options["rp"] == {"id": "localhost", "name": "Breeze Academy"}
    request = asked(browser())
    assert (request["rpId"], request["userVerification"], request.get("allowCredentials", [])) == (
        "localhost",
        "required",
        [],
    )


def test_a_device_is_told_which_passkeys_it_must_not_make_again(learner):
    device = made(learner, Device())
    learner.send(NAME, {"name": "Again", "current": PASSWORD})
    options = options_in(learner.get(NEW))
    assert [one["id"] for one in options["excludeCredentials"]] == [json.loads(device.make(options))["id"]]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "x", "current": "wrong"}, "That is not your password."),
        ({"name": "x", "current": ""}, "Write your password."),
        ({"name": " ", "current": PASSWORD}, "Give the passkey a name"),
        ({"name": "x" * 65, "current": PASSWORD}, "The name has 65 characters; at most 64 can be kept."),
    ],
)
def test_a_passkey_needs_the_password_and_a_name_before_the_device_is_asked(learner, fields, sentence):
    answer = learner.send(NAME, fields)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert learner.get(NEW).location == NAME
    assert learner.post(NEW, {"credential": "{}", "csrf_token": learner.token("/account")}).location == NAME
    assert count(Passkey.id) == 0


def test_the_password_is_forgotten_after_ten_minutes(learner, time):
    learner.send(NAME, {"name": "My phone", "current": PASSWORD})
    page, token = learner.get(NEW), learner.token("/account")
    time.advance(minutes=10)
    answer = learner.post(NEW, {"credential": Device().make(options_in(page)), "csrf_token": token})
    assert (answer.status_code, answer.location) == (303, NAME)
    assert "That took too long." in learner.get(NAME).text
    assert count(Passkey.id) == 0


def test_a_removed_passkey_signs_in_no_more_and_the_others_do(browser, learner):
    lost, other = made(learner, Device(), "Lost"), made(learner, Device(), "Other")
    path = REMOVAL.findall(learner.get("/account").text)[0]
    assert learner.send(path, {}, page="/account").location == "/account"
    assert "“Lost” does not sign in any more." in learner.get("/account").text
    assert learner.send(path, {}, page="/account").status_code == 404
    for device, status in ((lost, 422), (other, 303)):
        visitor = browser()
        answer = sign_in(visitor, device.use(asked(visitor)))
        assert (answer.status_code, rules.NOT_ACCEPTED in answer.text) == (status, status == 422)
    assert kept(Message.subject)[-1] == ("A passkey was removed at Breeze Academy",)


def test_nobody_removes_anothers_passkey(browser, learner):
    made(learner, Device())
    path = REMOVAL.findall(learner.get("/account").text)[0]
    stranger = browser()
    stranger.sign_in("classmate")
    assert stranger.send(path, {}, page="/account").status_code == 404
    assert count(Passkey.id) == 1


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999"])
def test_an_unknown_passkey_is_not_found(learner, number):
    assert learner.send(f"/account/passkeys/{number}/removal", {}, page="/account").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://evil.example"},
        {"origin": "https://localhost"},
        {"origin": "http://localhost:8000"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"user_handle": b"somebody else"},
        {"key": Device().key},
        {"credential_id": b"another one"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_answer_that_is_not_quite_right_signs_nobody_in_and_is_counted(browser, learner, wrong):
    device = made(learner, Device())
    visitor = browser()
    answer = sign_in(visitor, replace(device, **wrong).use(asked(visitor)))
    assert (answer.status_code, rules.NOT_ACCEPTED in answer.text) == (422, True)
    assert visitor.get("/account").status_code == 303
    assert count(SignInFailure.id) == 1
    assert sign_in(visitor, device.use(asked(visitor))).status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [{"origin": "http://evil.example"}, {"host": "evil.example"}, {"flags": PRESENT}, {"credential_id": b"x" * 1_024}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_passkey_that_is_not_made_as_asked_is_not_kept(learner, wrong):
    learner.send(NAME, {"name": "My phone", "current": PASSWORD})
    page, token = learner.get(NEW), learner.token("/account")
    answer = learner.post(NEW, {"credential": Device(**wrong).make(options_in(page)), "csrf_token": token})
    assert (answer.status_code, rules.NOT_ACCEPTED in answer.text) == (422, True)
    assert count(Passkey.id) == 0


def test_a_copied_passkey_is_noticed_by_its_count(browser, learner):
    device = made(learner, Device(count=5))
    copy = replace(device)
    for one, status in ((device, 303), (copy, 422), (device, 303), (device, 303)):
        visitor = browser()
        assert sign_in(visitor, one.use(asked(visitor))).status_code == status
    assert kept(Passkey.sign_count) == [(8,)]


def test_a_challenge_counts_once_even_for_a_copy_of_the_browser(browser, learner):
    device = made(learner, Device())
    visitor, thief = browser(), browser()
    answer, token = device.use(asked(visitor)), visitor.token("/sign-in")
    thief.client.set_cookie("course_session", visitor.cookie())
    fields = {"credential": answer, "csrf_token": token}
    assert visitor.post(PASSKEY, fields).status_code == 303
    refused = thief.post(PASSKEY, fields)
    assert (refused.status_code, rules.OUT_OF_DATE in refused.text) == (422, True)
    assert thief.get("/account").status_code == 303


def test_an_answer_is_worth_nothing_in_another_browser(browser, learner):
    device = made(learner, Device())
    visitor, thief = browser(), browser()
    answer = device.use(asked(visitor))
    assert sign_in(thief, answer).status_code == 422
    asked(thief)
    assert sign_in(thief, answer).status_code == 422
    assert sign_in(visitor, answer).status_code == 303


def test_a_challenge_ends_after_ten_minutes_and_is_for_one_purpose(browser, learner, time):
    device = made(learner, Device())
    slow = browser()
    answer = device.use(asked(slow))
    time.advance(minutes=10)
    refused = sign_in(slow, answer)
    assert (refused.status_code, rules.OUT_OF_DATE in refused.text) == (422, True)
    learner.send(NAME, {"name": "Second", "current": PASSWORD})
    adding = options_in(learner.get(NEW))
    assert rules.OUT_OF_DATE in sign_in_while_adding(learner, device.use(adding)).text


def sign_in_while_adding(person, answer):
    return person.post(PASSKEY, {"credential": answer, "csrf_token": person.token("/account")})


def test_spent_challenges_are_forgotten_once_nobody_could_answer_them(browser, learner, time):
    device = made(learner, Device())
    time.advance(minutes=11)
    visitor = browser()
    sign_in(visitor, device.use(asked(visitor)))
    assert count(SpentChallenge.id) == 1


def test_guessing_is_limited_as_passwords_are_and_holds_up_the_password_too(browser, learner):
    device = made(learner, Device())
    visitor = browser()
    for _ in range(5):
        sign_in(visitor, replace(device, key=Device().key).use(asked(visitor)))
    answer = sign_in(visitor, device.use(asked(visitor)))
    assert (answer.status_code, answer.headers["Retry-After"]) == (422, "300")
    assert "There were too many sign-ins" in answer.text
    assert browser().sign_in("learner").headers["Retry-After"] == "300"
    assert browser().sign_in("classmate").status_code == 303


def test_a_passkey_nobody_knows_holds_up_no_other_passkey(browser, learner):
    device, unknown, visitor = made(learner, Device()), Device(), browser()
    for _ in range(6):
        last = sign_in(visitor, unknown.use(asked(visitor)))
    assert last.headers["Retry-After"] == "300"
    assert sign_in(visitor, device.use(asked(visitor))).status_code == 303


def test_a_closed_account_stays_closed(browser, learner):
    device = made(learner, Device())
    with transaction() as session:
        session.execute(update(Person).where(Person.email == "learner@example.org").values(active=False))
    visitor = browser()
    answer = sign_in(visitor, device.use(asked(visitor)))
    assert (answer.status_code, "has been closed" in answer.text) == (422, True)


def test_without_javascript_the_page_says_what_to_do(browser, learner):
    visitor = browser()
    answer = visitor.send(PASSKEY, {"credential": "", "next": "/account"}, page="/sign-in")
    assert (answer.status_code, answer.text.count(rules.NEEDS_SCRIPT)) == (422, 1)
    assert 'name="next" value="/account"' in answer.text
    learner.send(NAME, {"name": "My phone", "current": PASSWORD})
    assert rules.NEEDS_SCRIPT in learner.send(NEW, {"credential": ""}).text
    assert count(SignInFailure.id) == 0


def test_where_a_code_is_asked_for_a_passkey_does_instead_of_password_and_code(app, browser, learner):
    device = made(learner, Device())
    acts.second_step_on(Stage("test", app), person_named("learner").id)
    visitor = browser()
    assert sign_in(visitor, device.use(asked(visitor)), next="/account").location == "/account"


def test_after_the_password_a_passkey_does_instead_of_the_code(app, browser, learner):
    device = made(learner, Device())
    acts.second_step_on(Stage("test", app), person_named("learner").id)
    visitor = browser()
    assert visitor.sign_in("learner", after="/account").location == "/sign-in/code"
    page = visitor.get("/sign-in/code")
    options, token = options_in(page), re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    assert [one["id"] for one in options["allowCredentials"]] == [json.loads(device.use(options))["id"]]
    answer = visitor.post(CODE, {"credential": device.use(options), "csrf_token": token})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert visitor.get("/account").status_code == 200


def test_somebody_elses_passkey_does_not_do_as_second_step(app, browser, learner):
    made(learner, Device())
    other = browser()
    other.sign_in("classmate")
    theirs = made(other, Device())
    acts.second_step_on(Stage("test", app), person_named("learner").id)
    visitor = browser()
    visitor.sign_in("learner")
    page = visitor.get("/sign-in/code")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    answer = visitor.post(CODE, {"credential": theirs.use(options_in(page)), "csrf_token": token})
    assert (answer.status_code, rules.NOT_ACCEPTED in answer.text) == (422, True)
    assert visitor.get("/account").status_code == 303


def test_nobody_gets_past_the_code_without_the_password(browser, learner):
    device = made(learner, Device())
    visitor = browser()
    fields = {"credential": device.use(asked(visitor)), "csrf_token": visitor.token("/sign-in")}
    assert visitor.post(CODE, fields).location == "/sign-in"


def test_a_code_page_without_passkeys_offers_none(app, browser):
    acts.second_step_on(Stage("test", app), person_named("learner").id)
    visitor = browser()
    visitor.sign_in("learner")
    assert "passkey" not in visitor.get("/sign-in/code").text


def test_what_was_typed_while_signed_out_is_kept_through_a_passkey(browser, learner):
    device, visitor = made(learner, Device()), browser()
    token = visitor.token("/sign-in")
    sent = {"words": "what was typed", "csrf_token": token}
    page = visitor.post("/learn/small-course/enrolment", sent, Referer="http://localhost/learn")
    offered = page.text.partition('action="/sign-in/passkey"')[2]
    kept_form = re.search(r'name="kept" value="([^"]+)"', offered)[1]
    answer = sign_in(visitor, device.use(asked(visitor)), kept=kept_form)
    assert (answer.status_code, "what was typed" in answer.text) == (422, True)
    assert visitor.get("/account").status_code == 200


def test_an_account_holds_twenty_passkeys_and_says_so(learner, time):
    device = made(learner, Device(), "The first")
    with transaction() as session:
        for number in range(rules.MOST - 1):
            session.add(
                Passkey(
                    user_id=device.user_handle.decode(),
                    credential_id=bytes([number]),
                    public_key=b"key",
                    sign_count=0,
                    name=f"Number {number}",
                    usage="first",
                    create_datetime=time.time,
                    lastuse_datetime=time.time,
                )
            )
    learner.send(NAME, {"name": "One more", "current": PASSWORD})
    page, token = learner.get(NEW), learner.token("/account")
    answer = learner.post(NEW, {"credential": Device().make(options_in(page)), "csrf_token": token})
    assert (answer.status_code, rules.ENOUGH in answer.text) == (422, True)
    assert len(REMOVAL.findall(learner.get("/account").text)) == rules.MOST


def test_a_device_that_makes_the_same_passkey_for_two_people_is_refused(browser, learner):
    device = made(learner, Device())
    other = browser()
    other.sign_in("classmate")
    other.send(NAME, {"name": "Mine too", "current": PASSWORD})
    page, token = other.get(NEW), other.token("/account")
    answer = other.post(NEW, {"credential": device.make(options_in(page)), "csrf_token": token})
    assert (answer.status_code, rules.KNOWN in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("base_url", "host", "origin"),
    [
        ("", "localhost:8000", "http://localhost:8000"),
        ("", "localhost", "http://localhost"),
        ("", "127.0.0.1:8000", None),
        ("", "learn.example.org", None),
        ("https://learn.example.org", "learn.example.org", "https://learn.example.org"),
        ("https://learn.example.org:443", "learn.example.org:443", "https://learn.example.org"),
        ("https://Learn.example.org:8443", "learn.example.org:8443", "https://learn.example.org:8443"),
        ("http://learn.example.org", "learn.example.org", None),
        ("https://192.0.2.1", "192.0.2.1", None),
    ],
)
def test_passkeys_belong_to_the_sites_own_address_or_to_localhost(app, base_url, host, origin):
    site = create_app(replace(app.config["SETTINGS"], base_url=base_url))
    site.test_client_class = FreshClient
    client = site.test_client()
    with site.app_context():
        page = client.get("/sign-in", base_url=f"http://{host}")
        fetched = client.get(PASSKEY, base_url=f"http://{host}")
        close_engines()
    assert ("Sign in with a passkey" in page.text, fetched.status_code) == (bool(origin), 200 if origin else 404)
    if origin:
        assert fetched.json["rpId"] == origin.split("/")[2].split(":")[0]


def test_under_an_address_without_a_name_the_page_says_that_none_can_be_added(learner):
    learner.send(NAME, {"name": "My phone", "current": PASSWORD})
    learner.client.set_cookie("course_session", learner.cookie(), domain="127.0.0.1")
    pages = [learner.client.get(path, base_url="http://127.0.0.1").text for path in (NAME, NEW)]
    assert ["data-passkey" in page or 'name="current"' in page for page in pages] == [False, False]
    assert ["opened under one that has none" in page for page in pages] == [True, True]


SITE = PasskeySite("localhost", "http://localhost", "Breeze Academy")


@given(st.text() | st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_nonsense_is_refused_and_breaks_nothing(text):
    with pytest.raises(PasskeyRefused):
        made_passkey(text, SITE, "challenge")
    with pytest.raises(PasskeyRefused):
        credential_id_of(text)


@pytest.fixture(scope="module")
def whole():
    """A good answer of each kind to the challenge “challenge”, and what is kept of the passkey."""
    device, challenge = Device(), to_text(b"challenge")
    made_whole = device.make({"user": {"id": to_text(b"person")}, "challenge": challenge})
    known = KnownKey(device.credential_id, made_passkey(made_whole, SITE, "challenge").public_key, 0, "person")
    used_whole = device.use({"challenge": challenge})
    assert new_sign_count(used_whole, SITE, "challenge", known) == 0
    return made_whole, used_whole, known


@given(data=st.data())
def test_a_damaged_answer_breaks_nothing(whole, data):
    made_whole, used_whole, known = whole
    with suppress(PasskeyRefused):
        made_passkey(damage(made_whole, data), SITE, "challenge")
    with suppress(PasskeyRefused):
        new_sign_count(damage(used_whole, data), SITE, "challenge", known)


def damage(answer, data):
    """The answer with a few letters of one of its parts changed, and another kind of value now and then."""
    parts = json.loads(answer)
    part = data.draw(st.sampled_from([parts, parts["response"]]))
    name = data.draw(st.sampled_from(sorted(part)))
    if not isinstance(part[name], str) or data.draw(st.booleans()):
        part[name] = data.draw(st.none() | st.integers() | st.lists(st.text(max_size=3)) | st.text(max_size=8))
    else:
        place, length = data.draw(st.integers(0, len(part[name]))), data.draw(st.integers(0, 4))
        part[name] = part[name][:place] + data.draw(st.text("AZaz09-_", max_size=4)) + part[name][place + length :]
    return json.dumps(parts)
