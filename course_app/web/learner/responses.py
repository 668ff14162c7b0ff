"""Saving answers: as JSON (the contract of the interfaces) and as a form for browsers without JavaScript."""

import json
from typing import Any

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from course_app.domain.responses import NEWER_ANSWER
from course_app.services import answering
from course_app.services.answer_desk import Acknowledged, Given, Refused
from course_app.services.answering import Saved
from course_app.web.learner import saving_contract
from course_app.web.learner.blueprint import learner
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.errors import problem
from course_app.web.shared.filters import iso
from course_app.web.shared.moment import now


@learner.post("/attempts/<attempt>/responses")
@requires("take-quiz")
def responses(attempt: str) -> BaseResponse:
    """Append answers; what is acknowledged is committed."""
    return _save_json(attempt) if request.is_json else _save_form(attempt)


def _save_json(attempt: str) -> Response:
    body = saving_contract.read(_json())
    if body is None:
        return problem(400, "bad-request", "The body is not what this address takes: client and responses.")
    try:
        saved = answering.save(attempt, viewer().id, body.given, now())
    except answering.AttemptNotFound as error:
        return problem(404, "not-found", str(error))
    except answering.AttemptClosed as error:
        return problem(409, "attempt-closed", str(error))
    return _answer(saved, body.refused)


def _json() -> Any:
    """The body; None when it cannot be read, too deeply nested ones included."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _answer(saved: Saved, malformed: list[Refused]) -> Response:
    body = {
        "acknowledged": [_acknowledged(one) for one in saved.acknowledged],
        "refused": [_refused(one) for one in (*malformed, *saved.refused)],
        "seconds_left": saved.seconds_left,
    }
    return Response(json.dumps(body), mimetype="application/json")


def _acknowledged(one: Acknowledged) -> dict[str, Any]:
    return {
        "slot": one.slot,
        "seq": one.seq,
        "revision": one.revision,
        "saved_at": iso(one.saved_at),
        "counts": one.counts,
    }


def _refused(one: Refused) -> dict[str, Any]:
    told = {"slot": one.slot, "seq": one.seq, "type": one.type, "title": one.title, "stored": one.stored}
    if one.revision is not None:
        told |= {"yours": one.yours, "current": one.current, "revision": one.revision}
    return told


def _save_form(attempt: str) -> BaseResponse:
    given = saving_contract.read_form(request.form)
    try:
        saved = answering.save(attempt, viewer().id, given, now())
    except answering.AttemptNotFound:
        abort(404)
    except answering.AttemptClosed:
        return redirect(url_for("learner.result", attempt=attempt), 303)
    if request.form.get("next") == "summary":
        return redirect(url_for("learner.summary", attempt=attempt), 303)
    asked = [one.slot for one in saved.refused if one.type == NEWER_ANSWER]
    anchor = f"q{asked[0]}" if asked else _question_asked(given)
    return redirect(url_for("learner.attempt", attempt=attempt, _anchor=anchor), 303)


def _question_asked(given: list[Given]) -> str | None:
    """Where a form wants to go on: ?to=4 is question 4."""
    slot = request.args.get("to", type=int)
    return f"q{slot}" if slot in {one.slot for one in given} else None
