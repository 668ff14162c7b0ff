"""What the forms of every audience begin with."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, FileField, IntegerField, TextAreaField, ValidationError
from wtforms.widgets import TextInput

from course_app.formats.person_text import LONGEST_NAME, address_of, tidy, too_long
from course_app.web.shared.arguments import FIRST_DAY, LAST_DAY

LONGEST_REASON = 200
WRONG_EMAIL = "Write the e-mail in full, such as name@example.org."


class Form(FlaskForm):
    """A form without a token of its own: `shared.csrf` has checked the request before any view sees it."""

    class Meta:
        csrf = False


class DayField(DateField):
    """A day of this era; None where nothing was filled in."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, invalid_value_message="Write the day with its year, such as 2026-12-05.", **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not any(valuelist):
            return
        super().process_formdata(valuelist)
        if not FIRST_DAY <= self.data <= LAST_DAY:
            self.data = None
            raise ValueError("Choose a day of this era.")


class CountField(IntegerField):
    """A whole number, typed as text; None where nothing was filled in."""

    widget = TextInput()

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, invalid_value_message="Write a whole number in digits, such as 12.", **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        if any(valuelist):
            super().process_formdata(valuelist)


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


def check_email(typed: str) -> None:
    """Raise what is wrong with an e-mail."""
    if not typed:
        raise ValidationError("Write your e-mail.")
    if address_of(typed) is None:
        raise ValidationError(WRONG_EMAIL)
