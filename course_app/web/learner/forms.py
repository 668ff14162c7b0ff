"""The learner's forms."""

from wtforms import StringField, ValidationError

from course_app.formats.person_text import tidy
from course_app.web.shared.forms import Form, check_length


class KeyForm(Form):
    """A key with which one enrols oneself."""

    key = StringField("Key", filters=[tidy])

    def validate_key(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError("Write the key that you were given.")
        check_length(field.data, what="The key")
