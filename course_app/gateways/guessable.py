"""Passwords that are tried first: lists and patterns of zxcvbn, which carries the 30,000 most frequent leaked ones.

Of the lists that come with a kept package it is the one that also knows their relatives: at twelve characters and
more, what people choose badly is seldom on a list itself, but a listed word with a few digits, doubled, or along a
row of keys. Nothing is asked of the network.
"""

from collections.abc import Sequence

from zxcvbn import zxcvbn

LOOKED_AT = 72
LEAST_SCORE = 2


def is_guessable(password: str, about: Sequence[str] = ()) -> bool:
    """Whether fewer than a million guesses find it; `about` are words that anybody would try for this person.

    A few milliseconds as a rule: call it outside the write transaction. Only the first 72 characters are looked at.
    """
    found = zxcvbn(password[:LOOKED_AT], user_inputs=[word[:LOOKED_AT] for word in about if word])
    return found["score"] < LEAST_SCORE
