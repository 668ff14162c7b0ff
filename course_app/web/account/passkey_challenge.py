"""What a passkey is asked to sign: one challenge a purpose, kept in the session for ten minutes and taken out once.

Passkeys belong to the site's own address (COURSE_APP_BASE_URL, with https), or to localhost where none is set.
"""

import ipaddress
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app, request, session

from course_app.domain.passkeys import CHALLENGE_LASTS, NEEDS_SCRIPT, NO_ADDRESS, OUT_OF_DATE, PasskeyRefused
from course_app.gateways.passkeys import PasskeySite
from course_app.gateways.tokens import new_token
from course_app.web.shared.moment import now

KEY = "passkey_{}"
SIGN_IN, SECOND_STEP, ADD = "sign_in", "second_step", "add"
USUAL_PORTS = {"http": 80, "https": 443}


def passkey_site() -> PasskeySite | None:
    """The site as passkeys know it; None where browsers would not use one."""
    settings = current_app.config["SETTINGS"]
    address = urlsplit(settings.base_url or request.host_url)
    try:
        host, port = address.hostname or "", address.port
    except ValueError:
        return None
    if host != "localhost" and (not settings.is_https or _is_number(host)):
        return None
    is_usual = port in (None, USUAL_PORTS[address.scheme])
    origin = f"{address.scheme}://{host}" if is_usual else f"{address.scheme}://{host}:{port}"
    return PasskeySite(host, origin, settings.site_name)


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


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
