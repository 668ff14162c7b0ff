"""Tokens: what a session or a one-time link carries. Only their SHA-256 is kept."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, as they stand in a session or an address."""
    return secrets.token_urlsafe(32)


def fingerprint(text: str) -> str:
    """The SHA-256 of a token, or of what else must not be stored as it is; 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
