"""A person's account: registering, signing in and out, the sign-ins that hold."""

from course_app.web.account import account, first_administrator, registration, sign_in, sign_ins
from course_app.web.account.blueprint import account as blueprint

__all__ = ["account", "blueprint", "first_administrator", "registration", "sign_in", "sign_ins"]
