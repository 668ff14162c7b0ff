"""What the forms of every audience begin with."""

from flask_wtf import FlaskForm
from wtforms import ValidationError

from course_app.formats.person_text import LONGEST_NAME, too_long


class Form(FlaskForm):
    """A form without a token of its own: `shared.csrf` has checked the request before any view sees it."""

    class Meta:
        csrf = False


def check_length(typed: str, longest: int = LONGEST_NAME, what: str = "The name") -> None:
    """Raise that a name is longer than is kept."""
    if sentence := too_long(typed, longest, what):
        raise ValidationError(sentence)
