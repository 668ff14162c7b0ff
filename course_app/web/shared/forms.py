"""What the forms of every audience begin with."""

from flask_wtf import FlaskForm


class Form(FlaskForm):
    """A form without a token of its own: `shared.csrf` has checked the request before any view sees it."""

    class Meta:
        csrf = False
