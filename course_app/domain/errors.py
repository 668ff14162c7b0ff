"""What a rule says when it refuses.

Each named exception stands beside its rule and derives from `RuleBroken`. Its message is one or more plain
sentences for the person who asked: what happened, what is kept, what to do.
"""


class RuleBroken(Exception):
    """A rule of the course refused what was asked. `str(error)` is the sentence to show."""
