"""The form that brings questions in: a file, or pasted text, and its format."""

from wtforms import FileField, SelectChoice, SelectField, TextAreaField

from course_app.formats.exchange import READ
from course_app.web.shared.forms import Form, check_one_given

RECOGNISE = ("", "Recognise it")


class ImportForm(Form):
    """A file of questions, or questions pasted."""

    file = FileField("A file")
    pasted = TextAreaField("Or paste questions")
    format = SelectField("Format", choices=[SelectChoice(*one) for one in (RECOGNISE, *READ.items())])

    def validate_pasted(self, field: TextAreaField) -> None:
        check_one_given(self.file, field, "questions", "pasted text")
