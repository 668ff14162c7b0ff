"""The pages of the registry that passkeys and the limit of registrations bring."""

from tests import acts
from tests.conftest import PASSWORD
from tests.showing import Page, refused

NAME, NEW = "account/passkey_name.html", "account/new_passkey.html"
LONG = "Łukasz’ blue telephone with the cracked corner, kept at the prac"
PASSKEY_PAGES = [
    Page("account: passkeys", "/account", "account/account.html", "Siân Ŵyn", prepare=acts.passkeys("My phone", LONG)),
    Page(
        "account: as many passkeys as it holds",
        "/account",
        "account/account.html",
        "王小明",
        prepare=acts.passkeys(*(f"Device {number}" for number in range(1, 21))),
    ),
    Page("passkey: name", "/account/passkeys", NAME, "Ann Else"),
    refused("passkey: errors", "/account/passkeys", NAME, "Ann Else", form={"name": "", "current": ""}),
    Page(
        "passkey: to be made",
        "/account/passkeys",
        NEW,
        "Ann Else",
        form={"name": LONG, "current": PASSWORD},
        via="/account/passkeys",
    ),
    Page(
        "register: too many from one address",
        "/register",
        "account/registration.html",
        form={"name": "Ann Else", "email": "ann@example.org", "password": "a few words of mine"},
        via="/register",
        status=429,
        stage="bare",
        prepare=acts.many_registered,
    ),
    Page(
        "sign in: passkey without JavaScript",
        "/sign-in/passkey",
        "account/sign_in.html",
        form={"credential": ""},
        via="/sign-in",
        status=422,
    ),
    Page(
        "sign in: code or passkey",
        "/sign-in",
        "account/code.html",
        form={"email": "observer@example.org", "password": PASSWORD},
        via="/sign-in",
        prepare=acts.observers_passkey,
    ),
]
