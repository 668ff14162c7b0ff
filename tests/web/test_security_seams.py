"""Where Flask-Security and this program meet."""

import time as stopwatch

import flask_security
import pytest
from flask import Blueprint, g
from flask_login import current_user

from course_app.extensions import security
from course_app.gateways import passwords
from course_app.web.shared.access import public, viewer_or_none
from course_app.web.shared.security import OWN_BLUEPRINT


@pytest.mark.own_app
def test_its_blueprint_gets_the_real_person_and_ours_the_light_viewer(app, browser):
    its_own = Blueprint(OWN_BLUEPRINT, __name__)
    for surface in (its_own, app):
        surface.add_url_rule(
            f"/kind-{surface.name}",
            endpoint="kind",
            view_func=public(lambda: [type(current_user._get_current_object()).__name__, current_user.get_id()]),
        )
    app.register_blueprint(its_own)
    person = browser()
    person.sign_in("learner")
    (kind, identity), (own_kind, own_identity) = (
        person.get(path).json for path in (f"/kind-{OWN_BLUEPRINT}", f"/kind-{app.name}")
    )
    assert (kind, own_kind) == ("Person", "Viewer")
    assert identity == own_identity
    assert len(identity) == 32


@pytest.mark.own_app
def test_its_blueprint_knows_no_ended_session_either(app, browser):
    its_own = Blueprint(OWN_BLUEPRINT, __name__)
    its_own.add_url_rule("/kind", endpoint="kind", view_func=public(lambda: [current_user.is_authenticated]))
    app.register_blueprint(its_own)
    person, other = browser(), browser()
    person.sign_in("learner")
    other.client.set_cookie("course_session", person.cookie())
    assert other.get("/kind").json == [True]
    person.send("/sign-out", {}, page="/account")
    assert other.get("/kind").json == [False]


@pytest.mark.own_app
def test_it_is_told_how_and_when_somebody_signed_in(app, browser):
    app.add_url_rule(
        "/freshness",
        view_func=public(lambda: [viewer_or_none().id > 0, g.fs_authn_via, stopwatch.time() - g.fs_paa < 60]),
    )
    person = browser()
    person.sign_in("learner")
    assert person.get("/freshness").json == [True, "session", True]


def test_its_log_in_by_token_is_off(app, browser):
    person = browser()
    person.sign_in("learner")
    token = security.datastore.find_user(email="learner@example.org").get_auth_token()
    visitor = browser()
    assert visitor.get("/account", **{"Authentication-Token": token}).status_code == 303
    assert visitor.get(f"/account?auth_token={token}").status_code == 303


def test_no_digest_of_browser_and_address_is_taken_since_nobody_asks_for_one(app, monkeypatch):
    taken = []
    monkeypatch.setattr(app.login_manager, "_session_identifier_generator", lambda: taken.append(1))
    app.test_client().get("/account")
    assert taken == [1]  # it is what Flask-Login asks
    monkeypatch.undo()
    assert app.login_manager._session_identifier_generator() == ""


def test_passwords_are_hashed_by_argon2_and_not_by_another_scheme(app):
    assert passwords.hash_of("correct horse battery").startswith("$argon2id$")
    assert security.pwd_context.schemes() == ("argon2",)


def test_its_own_functions_verify_what_we_store(app):
    assert flask_security.verify_password("correct horse battery", passwords.hash_of("correct horse battery"))


def test_for_an_unknown_e_mail_as_much_is_hashed_as_for_a_known_one(app, monkeypatch):
    """What argon2 has to do is in its parameters; the clock of a busy machine would say less."""
    security.pwd_context.update(argon2__time_cost=2, argon2__memory_cost=64, argon2__parallelism=1)
    known = passwords.hash_of("correct horse battery")
    hashed, hash_now = [], passwords.hash_password
    monkeypatch.setattr(passwords, "hash_password", lambda password: hashed.append(hash_now(password)))
    assert not passwords.matches("a wrong password", None)
    assert [one.split("$")[1:4] for one in hashed] == [known.split("$")[1:4]]
