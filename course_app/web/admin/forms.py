"""The administrator's forms."""

import re

from wtforms import (
    EmailField,
    FileField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import DateTimeLocalInput

from course_app.formats.person_text import address_of, tidy
from course_app.web.shared.forms import CountField, DayField, Form, check_length, check_one_given

MOST_SEATS = 100_000
NO_CHOICE = ("", "None")
WHOLE = re.compile(r"[-−+]?[0-9]{1,4}")


class PersonForm(Form):
    """A person to be added, and what they are to learn."""

    name = StringField("Name", filters=[tidy])
    email = EmailField("E-mail", filters=[tidy])
    course = SelectField("Enrol in", choices=[])

    def validate_name(self, field: StringField) -> None:
        if not any(character.isalnum() for character in field.data):
            raise ValidationError("Write the name, as it should stand on a record.")
        check_length(field.data)

    def validate_email(self, field: EmailField) -> None:
        if address_of(field.data) is None:
            raise ValidationError("Write the e-mail in full, such as name@example.org.")


class CohortForm(Form):
    """A cohort: its name, and perhaps its days and its organisation."""

    name = StringField("Name", filters=[tidy])
    starts_on = DayField("First day (optional)")
    ends_on = DayField("Last day (optional)")
    organisation = SelectField("Organisation", choices=[])

    def validate_name(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError("Write a name, such as Autumn 2026.")
        check_length(field.data)

    def validate_ends_on(self, field: DayField) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("The last day comes before the first one.")


class WindowForm(Form):
    """When a quiz is open to a cohort: so many days later than to everybody, or at times of its own."""

    days = StringField("Days later (optional)", filters=[tidy])
    opens = StringField("Opens (optional)", filters=[tidy], widget=DateTimeLocalInput())
    closes = StringField("Closes (optional)", filters=[tidy], widget=DateTimeLocalInput())

    def validate_days(self, field: StringField) -> None:
        if field.data and not WHOLE.fullmatch(field.data):
            raise ValidationError("Write a whole number of days, such as 7, or −7 for a week earlier.")

    @property
    def number_of_days(self) -> int | None:
        """The days as a number; None where none were written."""
        return int(self.days.data.replace("−", "-")) if self.days.data else None


class KeyForm(Form):
    """A key of a cohort to be made."""

    seats = CountField("How many may use it (optional)")
    key_until = DayField("Last day (optional)")

    def validate_seats(self, field: CountField) -> None:
        if field.data is not None and not 1 <= field.data <= MOST_SEATS:
            raise ValidationError(f"Write a number from 1 to {MOST_SEATS:,}, or nothing for any number of people.")


class OrganisationForm(Form):
    """An organisation to be added."""

    name = StringField("Name", filters=[tidy])

    def validate_name(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError("Write the organisation’s name.")
        check_length(field.data)


class RosterForm(Form):
    """A list of people, as a file or pasted, and where they go."""

    course = SelectField("Course", choices=[])
    cohort = StringField("Cohort (optional)", filters=[tidy])
    file = FileField("A file")
    pasted = TextAreaField("Or paste the list")

    def validate_cohort(self, field: StringField) -> None:
        check_length(field.data)

    def validate_pasted(self, field: TextAreaField) -> None:
        check_one_given(self.file, field, "the list", "a pasted list")
