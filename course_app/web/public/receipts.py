"""Check a receipt, and the public keys by which anybody can. Nothing that is sent here is stored."""

from flask import Response, current_app, render_template
from wtforms import FileField, TextAreaField

from course_app.formats import receipt as receipts_format
from course_app.gateways import keys
from course_app.queries.receipts import titles_of
from course_app.web.public.blueprint import public as blueprint
from course_app.web.shared.access import public
from course_app.web.shared.downloads import json_file
from course_app.web.shared.forms import Form

KEYS_FILE = "receipt-keys.json"


class ReceiptForm(Form):
    """A receipt, as a file or pasted; where there is both, the file counts."""

    file = FileField("The file")
    pasted = TextAreaField("Or its text")

    @property
    def content(self) -> bytes:
        """What was sent; nothing in it when nothing was."""
        file = self.file.data
        return file.read() if getattr(file, "filename", "") else (self.pasted.data or "").strip().encode()


@blueprint.get("/receipts")
@public
def receipts() -> str:
    """The form."""
    return _page(ReceiptForm())


@blueprint.post("/receipts")
@public
def check_receipt() -> tuple[str, int]:
    """Say whether a receipt is right: 200 when it is, else 422 with why not."""
    form = ReceiptForm()
    content = form.content
    if not content:
        form.file.errors = ("Choose a file, or paste the receipt.",)
        return _page(form), 422
    found = receipts_format.check(content, _keys())
    return (_page(form, found), 422) if found.fault else (_page(ReceiptForm(formdata=None), found), 200)


@blueprint.get("/receipts/keys.json")
@public
def receipt_keys() -> Response:
    """The public keys that receipts of this site were ever signed with."""
    return json_file(receipts_format.write_keys(_keys()), KEYS_FILE)


def _keys() -> dict[str, bytes]:
    return keys.receipt_public_keys(current_app.config["SETTINGS"].data)


def _page(form: ReceiptForm, found: receipts_format.Checked | None = None) -> str:
    titles = titles_of(found.receipt) if found and found.receipt else None
    return render_template("public/receipts.html", form=form, found=found, titles=titles)
