"""How sure a learner says to be of an answer. It never changes a mark; "" means not said."""

LEVELS = ("guess", "unsure", "sure")

WORDS = {"guess": "A guess", "unsure": "Not sure", "sure": "Sure"}
