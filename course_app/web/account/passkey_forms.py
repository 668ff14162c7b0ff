"""The forms of passkeys."""

from wtforms import HiddenField, StringField, ValidationError

from course_app.domain.passkeys import LONGEST_NAME
from course_app.formats.person_text import tidy
from course_app.web.account.second_step_forms import PasswordAgainForm
from course_app.web.shared.forms import Form, check_length


class PasskeyForm(Form):
    """What the browser made, or what a passkey signed; `next` and `kept` as at signing in by password."""

    credential = HiddenField()
    next = HiddenField()
    kept = HiddenField()


class PasskeyNameForm(PasswordAgainForm):
    """What to call a new passkey, and the password."""

    name = StringField("Name", filters=[tidy])

    def validate_name(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError("Give the passkey a name, such as the device it is on.")
        check_length(field.data, LONGEST_NAME)
