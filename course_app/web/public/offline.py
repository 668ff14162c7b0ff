"""Without a network: the script that keeps pages on the device, and the page for an address that was not kept."""

from typing import Any

from flask import Response, current_app, render_template, request

from course_app.web.public.blueprint import public as blueprint
from course_app.web.shared.access import public

SCRIPT = "service-worker.js"


@blueprint.get("/service-worker.js")
@public
def service_worker() -> Response:
    """The service worker. It lies at the top, since a browser lets it look after the addresses below its own alone.

    It names the static tree, so that a new tree makes it a new script, which fetches the page below anew.
    """
    tree = current_app.extensions["static_tree"]
    response = Response(f"// {tree.fingerprint}\n{tree.text(SCRIPT)}", mimetype="text/javascript")
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/offline")
@public
def offline() -> Any:
    """What the browser shows when an address cannot be reached and is not kept; the same for everybody."""
    return render_template("public/offline.html")
