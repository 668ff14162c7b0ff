"""Everything held on a person, as a file: asked for first, then fetched within ten minutes by the same browser."""

from datetime import datetime, timedelta

from flask import Response, abort, current_app, session

from course_app.services.administering import NoSuchPerson
from course_app.services.handing_out import file_of_holdings
from course_app.web.shared.access import viewer
from course_app.web.shared.downloads import zip_file
from course_app.web.shared.moment import now

KEY = "handed_out"
LONGEST = timedelta(minutes=10)


def may_fetch(person: str) -> None:
    """Remember that the viewer proved, or said why, that they may have that person's data."""
    session[KEY] = {"actor": viewer().public_id, "person": person, "until": (now() + LONGEST).isoformat()}


def may_be_fetched(person: str) -> bool:
    """Whether that was within the last ten minutes."""
    kept = session.get(KEY)
    if not kept or (kept["actor"], kept["person"]) != (viewer().public_id, person):
        return False
    return datetime.fromisoformat(kept["until"]) > now()


def fetched(person: str) -> Response:
    """The file; 404 when the person is not there."""
    try:
        file = file_of_holdings(person, current_app.config["SETTINGS"].site_name, now())
    except NoSuchPerson:
        abort(404)
    return zip_file(file, "everything-held.zip")
