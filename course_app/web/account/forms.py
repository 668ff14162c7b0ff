"""The forms of signing in, registering and the first administrator."""

import unicodedata

from wtforms import EmailField, HiddenField, PasswordField, StringField, ValidationError

from course_app.formats.person_text import tidy
from course_app.gateways.guessable import is_guessable
from course_app.web.shared.forms import Form, check_email, check_name

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
GUESSABLE = (
    "This password is one of the first that anybody would try, since it or one much like it has leaked elsewhere. "
    "Choose a few words that only you would put together."
)


class SignInForm(Form):
    """E-mail and password; `next` is where to go afterwards, `kept` a form that was sent while signed out."""

    email = EmailField("E-mail", filters=[tidy])
    password = PasswordField("Password")
    next = HiddenField()
    kept = HiddenField()

    def validate_email(self, field: EmailField) -> None:
        if not field.data:
            raise ValidationError("Write your e-mail.")

    def validate_password(self, field: PasswordField) -> None:
        if not field.data:
            raise ValidationError("Write your password.")
        if len(field.data) > LONGEST_PASSWORD:
            raise ValidationError(f"No password here has more than {LONGEST_PASSWORD} characters.")

    def refuse(self, sentence: str) -> None:
        """Say at the password why the two together are refused."""
        self.password.errors = (sentence,)


class NewAccountForm(Form):
    """Name, e-mail and a new password."""

    name = StringField("Name", filters=[tidy])
    email = EmailField("E-mail", filters=[tidy])
    password = PasswordField("Password")

    def validate_name(self, field: StringField) -> None:
        check_name(field.data)

    def validate_email(self, field: EmailField) -> None:
        check_email(field.data)

    def validate_password(self, field: PasswordField) -> None:
        check_new_password(field.data or "", self.email.data, self.name.data)


class RegistrationForm(NewAccountForm):
    """A new account; `course` is the slug of the course on whose page it began, `next` where to go afterwards."""

    course = HiddenField(filters=[tidy])
    next = HiddenField()


def check_new_password(password: str, email: str, name: str) -> None:
    """Raise what is wrong with a new password for somebody of that e-mail and name."""
    length = len(password)
    if length < SHORTEST_PASSWORD:
        raise ValidationError(f"Choose a password of at least {SHORTEST_PASSWORD} characters; this one has {length}.")
    if length > LONGEST_PASSWORD:
        raise ValidationError(f"The password has {length} characters; it may have at most {LONGEST_PASSWORD}.")
    if _same(password) in (_same(email), _same(name)):
        raise ValidationError("The password is your name or your e-mail; choose one nobody can guess.")
    if is_guessable(password, (email, name)):
        raise ValidationError(GUESSABLE)


def _same(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").casefold().replace(" ", "")
