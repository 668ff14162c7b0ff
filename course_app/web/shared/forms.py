"""What the forms of every audience begin with."""

from flask_wtf import FlaskForm
from wtforms import FileField, TextAreaField, ValidationError

from course_app.formats.person_text import LONGEST_NAME, tidy, too_long

LONGEST_REASON = 200


class Form(FlaskForm):
    """A form without a token of its own: `shared.csrf` has checked the request before any view sees it."""

    class Meta:
        csrf = False


class ReasonForm(Form):
    """Why something is done that takes something away."""

    reason = TextAreaField("Reason", filters=[tidy])

    def validate_reason(self, field: TextAreaField) -> None:
        if not field.data:
            raise ValidationError("Write the reason. It stands in the audit, for whoever asks later.")
        if len(field.data) > LONGEST_REASON:
            raise ValidationError(f"The reason has {len(field.data)} characters; at most {LONGEST_REASON} are kept.")


def check_one_given(file: FileField, pasted: TextAreaField, what: str, both: str) -> None:
    """Raise that nothing was given, or a file and a text."""
    has_text, has_file = bool((pasted.data or "").strip()), bool(getattr(file.data, "filename", ""))
    if has_text and has_file:
        raise ValidationError(f"There is a file and {both}. Send one of them.")
    if not has_text and not has_file:
        raise ValidationError(f"Choose a file, or paste {what}.")


def check_length(typed: str, longest: int = LONGEST_NAME, what: str = "The name") -> None:
    """Raise that a name is longer than is kept."""
    if sentence := too_long(typed, longest, what):
        raise ValidationError(sentence)


def check_name(name: str) -> None:
    """Raise what is wrong with a name."""
    if not any(character.isalnum() for character in name):
        raise ValidationError("Write your name, as it should stand on your record.")
    check_length(name, what="Your name")
