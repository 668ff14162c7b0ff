"""The forms in which one changes what belongs to one's account."""

from zoneinfo import available_timezones

from wtforms import EmailField, PasswordField, SelectChoice, SelectField, StringField, ValidationError

from course_app.formats.person_text import tidy
from course_app.queries.accounts import LinkFacts
from course_app.queries.viewer import Viewer
from course_app.web.account.forms import check_new_password
from course_app.web.shared.forms import Form, check_email, check_name

AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
ZONES = (*sorted(zone for zone in available_timezones() if zone.partition("/")[0] in AREAS), "UTC")


def zone_words(zone: str) -> str:
    """“America, Port of Spain”."""
    return zone.replace("_", " ").replace("/", ", ")


class AskForPasswordForm(Form):
    """The e-mail whose password is forgotten."""

    email = EmailField("E-mail", filters=[tidy])

    def validate_email(self, field: EmailField) -> None:
        check_email(field.data)


class _NewPassword(Form):
    """A new password for somebody whose e-mail and name are known."""

    password = PasswordField("New password")
    whose: LinkFacts | Viewer

    def validate_password(self, field: PasswordField) -> None:
        check_new_password(field.data or "", self.whose.email, self.whose.name)


class NewPasswordForm(_NewPassword):
    """A new password, by a link."""

    def __init__(self, whose: LinkFacts) -> None:
        super().__init__()
        self.whose = whose


class ChangePasswordForm(_NewPassword):
    """The old password and a new one."""

    current = PasswordField("Password so far")

    def __init__(self, whose: Viewer) -> None:
        super().__init__()
        self.whose = whose

    def validate_current(self, field: PasswordField) -> None:
        check_given(field)


class ChangeEmailForm(Form):
    """A new e-mail, with the password."""

    email = EmailField("New e-mail", filters=[tidy])
    current = PasswordField("Password")

    def validate_email(self, field: EmailField) -> None:
        check_email(field.data)

    def validate_current(self, field: PasswordField) -> None:
        check_given(field)


class DetailsForm(Form):
    """Name and time zone."""

    name = StringField("Name", filters=[tidy])
    zone = SelectField("Time zone", choices=[SelectChoice(zone, zone_words(zone)) for zone in ZONES])

    def validate_name(self, field: StringField) -> None:
        check_name(field.data)


def check_given(field: PasswordField) -> None:
    """Raise when the password so far was left out."""
    if not field.data:
        raise ValidationError("Write your password.")
