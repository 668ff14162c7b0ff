"""What somebody typed and sent after their sign-in had ended: it travels, signed, through the sign-in page.

Nothing of it is stored on the server. It is bound to the person whose session the browser still holds, if it holds
one, works for twelve hours, and after signing in the page with the button “Send again” shows up: a form that was sent
from another site never gets here, and nothing is sent behind anybody's back. Passwords, codes, what passkeys
signed, files and the old token are left out; a form too large for it has to be sent again by the browser's way back.
"""

from dataclasses import dataclass

from flask import current_app, request, session
from itsdangerous import BadData, URLSafeTimedSerializer

from course_app.web.shared.access import local_path, page_before

LONGEST_SECONDS = 12 * 3_600
LARGEST = 300_000
LEFT_OUT = ("password", "current", "code", "credential", "csrf_token")


@dataclass(frozen=True)
class KeptForm:
    """A form to be sent again: its address, and its fields in their order."""

    path: str
    fields: list[tuple[str, str]]


def typed_fields() -> list[tuple[str, str]]:
    """The request's fields but what must not come back."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in LEFT_OUT]


def has_files() -> bool:
    """Whether a file was chosen; browsers send a file field that was left empty too."""
    return any(file.filename for file in request.files.values())


def keep_form() -> str:
    """The request's form as signed text; empty when nothing was typed, or on no page of ours."""
    fields = typed_fields()
    path = local_path(request.full_path.rstrip("?"))
    if not fields or not path or has_files() or not page_before():
        return ""
    kept = _serializer().dumps({"path": path, "fields": fields, "person": session.get("_user_id", "")})
    return kept if len(kept) <= LARGEST else ""


def kept_form(text: str | None, person: str) -> KeptForm | None:
    """The form behind the text, for the person (fs_uniquifier) who has just signed in; None when it is not theirs."""
    try:
        kept = _serializer().loads(text or "", max_age=LONGEST_SECONDS)
    except BadData:
        return None
    if kept["person"] not in ("", person):
        return None
    return KeptForm(kept["path"], [(name, value) for name, value in kept["fields"]])


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="kept form")
