"""Chance: ids nobody can guess, and seeds."""

import secrets


def public_id() -> str:
    """128 random bits as 32 hexadecimal digits, for addresses."""
    return secrets.token_hex(16)


def seed() -> int:
    """A seed for a draw: 0 to 2⁶² − 1."""
    return secrets.randbelow(2**62)


def password() -> str:
    """A password to be read off a screen and typed: 16 letters of 23, in fours (72 bits)."""
    letters = [secrets.choice("abcdefghjkmnpqrstuvwxyz") for _ in range(16)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 16, 4))
