"""The signed receipt of an attempt, to be kept by its learner."""

from flask import Response, current_app

from course_app.formats import receipt as receipts_format
from course_app.gateways import keys
from course_app.queries.receipts import receipt_of
from course_app.web.learner.blueprint import learner
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.downloads import json_file
from course_app.web.shared.errors import found


@learner.get("/attempts/<attempt>/receipt")
@requires("see-own-result")
def receipt(attempt: str) -> Response:
    """The receipt as a file; an attempt that is open has none yet."""
    own = found(receipt_of(attempt, viewer().id))
    content = receipts_format.write(own, keys.receipt_key(current_app.config["SETTINGS"].data))
    return json_file(content, f"receipt-{own.quiz}-{own.attempt}.json")
