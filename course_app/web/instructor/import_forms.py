"""The form that brings questions in: a file, or pasted text, and its format."""

from wtforms import FileField, SelectChoice, SelectField, TextAreaField, ValidationError

from course_app.formats.exchange import READ
from course_app.web.shared.forms import Form

RECOGNISE = ("", "Recognise it")


class ImportForm(Form):
    """A file of questions, or questions pasted."""

    file = FileField("A file")
    pasted = TextAreaField("Or paste questions")
    format = SelectField("Format", choices=[SelectChoice(*one) for one in (RECOGNISE, *READ.items())])

    def validate_pasted(self, field: TextAreaField) -> None:
        has_text, has_file = bool((field.data or "").strip()), bool(getattr(self.file.data, "filename", ""))
        if has_text and has_file:
            raise ValidationError("There is a file and pasted text. Send one of them.")
        if not has_text and not has_file:
            raise ValidationError("Choose a file, or paste questions.")
