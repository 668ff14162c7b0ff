"""Check a record of completion: what its paper says, and whether it still holds. It is the paper, too, when printed.

Whoever has the id may look: it is random (128 bits), so that there is nothing to guess and no list to read.
"""

from flask import render_template, url_for

from course_app.domain.records import FORMULA
from course_app.formats.qr_code import qr_code
from course_app.queries.records import record_of
from course_app.web.public.blueprint import public as blueprint
from course_app.web.shared.access import public
from course_app.web.shared.mail_links import site_address


@blueprint.get("/records/<record>")
@public
def record(record: str) -> tuple[str, int]:
    """A record that stands, was revoked, or has lost its name; 404 for an id that no record has."""
    found = record_of(record)
    if found is None:
        return render_template("public/record.html", record=None, asked=record), 404
    address = site_address(url_for("public.record", record=found.key))
    code = qr_code(address)
    return render_template("public/record.html", record=found, address=address, code=code, formula=FORMULA), 200
