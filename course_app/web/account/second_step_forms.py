"""The forms of the second step at sign-in."""

from wtforms import HiddenField, PasswordField, StringField, ValidationError

from course_app.formats.person_text import tidy
from course_app.web.account.own_forms import check_given
from course_app.web.shared.forms import Form

LONGEST_CODE = 40


class CodeForm(Form):
    """A code of the app, or a recovery code; `kept` is a form that was sent while signed out."""

    code = StringField("Code", filters=[tidy])
    kept = HiddenField()

    def validate_code(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError("Write the code.")
        if len(field.data) > LONGEST_CODE:
            raise ValidationError("A code has six digits, a recovery code twelve letters and digits.")


class PasswordAgainForm(Form):
    """The password once more, before something that whoever finds an open browser must not do."""

    current = PasswordField("Password")

    def validate_current(self, field: PasswordField) -> None:
        check_given(field)


class TurnOnForm(CodeForm, PasswordAgainForm):
    """The secret that was shown (encrypted), a code that the app made of it, and the password."""

    secret = HiddenField()
