"""What a passkey is asked to sign: one challenge a purpose, kept in the session for ten minutes and taken out once."""

from datetime import datetime

from flask import session

from course_app.domain.passkeys import CHALLENGE_LASTS, NEEDS_SCRIPT, NO_ADDRESS, OUT_OF_DATE, PasskeyRefused
from course_app.gateways.passkeys import PasskeySite
from course_app.gateways.tokens import new_token
from course_app.web.shared.moment import now
from course_app.web.shared.passkey_site import passkey_site

KEY = "passkey_{}"
SIGN_IN, SECOND_STEP, ADD = "sign_in", "second_step", "add"


def new_challenge(purpose: str) -> str:
    """A challenge in place of the earlier one for that purpose."""
    challenge = new_token()
    session[KEY.format(purpose)] = {"challenge": challenge, "until": (now() + CHALLENGE_LASTS).isoformat()}
    return challenge


def asked(purpose: str, answer: str | None) -> tuple[PasskeySite, str]:
    """The site and the challenge that an answer was given for, which counts once. Raises `PasskeyRefused`."""
    site, kept = passkey_site(), session.pop(KEY.format(purpose), None)
    if site is None:
        raise PasskeyRefused(NO_ADDRESS)
    if not answer:
        raise PasskeyRefused(NEEDS_SCRIPT)
    if kept is None or datetime.fromisoformat(kept["until"]) <= now():
        raise PasskeyRefused(OUT_OF_DATE)
    return site, kept["challenge"]
