"""How sure a learner says to be."""

from course_app.domain.confidence import LEVELS, WORDS


def test_there_are_three_levels_each_with_words():
    assert LEVELS == ("guess", "unsure", "sure")
    assert WORDS == {"guess": "A guess", "unsure": "Not sure", "sure": "Sure"}
