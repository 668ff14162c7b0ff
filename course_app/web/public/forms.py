"""The forms of the public pages."""

from wtforms import BooleanField, EmailField, HiddenField, StringField, TextAreaField, ValidationError

from course_app.domain.enquiries import LONGEST_BODY
from course_app.formats.person_text import tidy, tidy_lines
from course_app.web.shared.forms import Form, check_email, check_length


class GuardedForm(Form):
    """What keeps robots out: `topic`, which no person sees or fills in, and `stamp`, when the page was opened."""

    topic = StringField("Leave this empty", filters=[tidy])
    stamp = HiddenField()


class NewsletterForm(GuardedForm):
    """Where the newsletter should go."""

    email = EmailField("E-mail", filters=[tidy])

    def validate_email(self, field: EmailField) -> None:
        check_email(field.data)


class EnquiryForm(GuardedForm):
    """Who writes."""

    name = StringField("Name", filters=[tidy])
    email = EmailField("E-mail", filters=[tidy])

    def validate_name(self, field: StringField) -> None:
        if not any(character.isalnum() for character in field.data):
            raise ValidationError("Write your name, so that we know whom to answer.")
        check_length(field.data, what="Your name")

    def validate_email(self, field: EmailField) -> None:
        check_email(field.data)


class QuestionForm(EnquiryForm):
    """A question to the academy."""

    body = TextAreaField("Your question", filters=[tidy_lines])

    def validate_body(self, field: TextAreaField) -> None:
        if not field.data:
            raise ValidationError("Write your question.")
        check_length(field.data, LONGEST_BODY, "Your question")


class NextDayForm(EnquiryForm):
    """The wish to be told of the next practical day near a place."""

    place = StringField("Near which town or region?", filters=[tidy])
    consent = BooleanField()

    def validate_place(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError("Write a town or a region, such as Leeds or North Wales.")
        check_length(field.data, what="The place")

    def validate_consent(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError("Tick the box if we may write to you. Without it your e-mail cannot be kept.")
