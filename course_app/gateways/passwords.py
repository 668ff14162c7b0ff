"""Passwords: argon2 by Flask-Security, about 130 ms a call. Call it outside the write transaction.

Both functions need an application context.
"""

from flask_security import hash_password, verify_password
from flask_security.proxies import _security


def hash_of(password: str) -> str:
    """The hash to store."""
    return hash_password(_security.password_util.normalize(password))


def matches(password: str, stored: str | None) -> bool:
    """Whether the password is the one whose hash is stored; takes as long when there is none."""
    if stored is None:
        hash_of(password)
        return False
    return verify_password(_security.password_util.normalize(password), stored)
