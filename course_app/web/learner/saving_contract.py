"""The bodies in which answers arrive, read without trust.

JSON: {"client", "responses": [{"slot", "choice", "seq", …}]}. A body that is not of that shape is None; one bad
response in it is refused as `bad-response` and never holds up the others. A form sends every question it shows:
`slot-<n>`, `base-<n>`, `flag-<n>`, `confidence-<n>`, `slot-<n>-clear`, `slot-<n>-settle` (aliases joined by commas).
Lines to be put in order stand in `slot-<n>` in their order, or in `shown-<n>` while none was moved; the button
`slot-<n>-move` (`b-earlier`, `b-later`) moves one.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from course_app.domain.question_types.ordering import moved
from course_app.domain.responses import BAD_RESPONSE
from course_app.services.answer_desk import Given, Refused

MOST_RESPONSES = 500
MOST_CHOICES = 26
LARGEST = 2**53
MOST_SLOTS = 10_000
MOST_REVISIONS = 2**31
CLIENT = re.compile(r"[A-Za-z0-9_-]{1,64}")
REVISION = re.compile(r"[0-9]{1,9}")
BASE_FIELD = re.compile(r"base-(\d{1,4})")


@dataclass(frozen=True)
class Body:
    """A JSON body as far as it could be read."""

    given: list[Given]
    refused: list[Refused]


def read(body: Any) -> Body | None:
    """What a JSON body asks to save."""
    if not isinstance(body, dict) or not isinstance(body.get("responses"), list):
        return None
    client, responses = body.get("client"), body["responses"]
    if not isinstance(client, str) or not CLIENT.fullmatch(client) or len(responses) > MOST_RESPONSES:
        return None
    given, refused = [], []
    for response in responses:
        wrong = _wrong(response)
        if wrong:
            refused.append(_refusal(response, wrong))
        else:
            given.append(_given(client, response))
    return Body(given, refused)


def read_form(form: MultiDict[str, str]) -> list[Given]:
    """What a form says; the service keeps what differs from the page that was shown."""
    client = form.get("client", "")
    if not CLIENT.fullmatch(client):
        client = "form"
    slots = sorted({int(match[1]) for name in form if (match := BASE_FIELD.fullmatch(name))})
    return [_given_by_form(form, client, slot) for slot in slots]


def _given_by_form(form: MultiDict[str, str], client: str, slot: int) -> Given:
    settled = form.get(f"slot-{slot}-settle")
    if settled is not None:
        choice = tuple(alias for alias in settled.split(",") if alias)
    elif f"slot-{slot}-clear" in form:
        choice = ()
    elif move := form.get(f"slot-{slot}-move"):
        line, _, where = move.partition("-")
        choice = moved(form.getlist(f"slot-{slot}") or form.getlist(f"shown-{slot}"), line, where)
    else:
        choice = tuple(form.getlist(f"slot-{slot}"))
    base = form.get(f"base-{slot}", "")
    return Given(
        slot=slot,
        client=client,
        choice=choice,
        base=int(base) if REVISION.fullmatch(base) else None,
        flag=f"flag-{slot}" in form,
        confidence=form.get(f"confidence-{slot}", ""),
        is_settled=settled is not None,
    )


def _wrong(response: Any) -> str:
    """What is wrong with the shape of one response; empty when nothing is."""
    if not isinstance(response, dict):
        return "A response is an object with slot, choice and seq."
    if not _is_count(response.get("slot"), MOST_SLOTS) or not _is_count(response.get("seq")):
        return "slot and seq are whole numbers from 0."
    choice = response.get("choice")
    if not isinstance(choice, list) or len(choice) > MOST_CHOICES or not all(isinstance(one, str) for one in choice):
        return "choice is a list of option letters; [] clears."
    if not isinstance(response.get("flag", False), bool) or not isinstance(response.get("confidence") or "", str):
        return "flag is true or false, confidence a word."
    if response.get("base") is not None and not _is_count(response["base"], MOST_REVISIONS):
        return "base is a revision, or left out."
    return ""


def _is_count(value: Any, below: int = LARGEST) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < below


def _given(client: str, response: dict[str, Any]) -> Given:
    return Given(
        slot=response["slot"],
        client=client,
        choice=tuple(response["choice"]),
        seq=response["seq"],
        base=response.get("base"),
        flag=response.get("flag", False),
        confidence=response.get("confidence") or "",
        client_time=_moment(response.get("client_time")),
    )


def _moment(text: Any) -> datetime | None:
    """The browser's own time, kept for the record and never proof of anything; nonsense is dropped."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _refusal(response: Any, wrong: str) -> Refused:
    fields = response if isinstance(response, dict) else {}
    slot, seq = fields.get("slot"), fields.get("seq")
    return Refused(slot if _is_count(slot, MOST_SLOTS) else 0, seq if _is_count(seq) else None, BAD_RESPONSE, wrong)
