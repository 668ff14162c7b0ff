"""A person's account: registering, signing in and out, what one may change of it."""

from course_app.web.account import (
    account,
    code,
    confirmations,
    details,
    email,
    erasure,
    first_administrator,
    forgotten_password,
    holdings,
    invitation,
    passkey_sign_in,
    passkeys,
    password,
    registration,
    second_step,
    sign_in,
    sign_ins,
)
from course_app.web.account.blueprint import account as blueprint

__all__ = [
    "account",
    "blueprint",
    "code",
    "confirmations",
    "details",
    "email",
    "erasure",
    "first_administrator",
    "forgotten_password",
    "holdings",
    "invitation",
    "passkey_sign_in",
    "passkeys",
    "password",
    "registration",
    "second_step",
    "sign_in",
    "sign_ins",
]
