"""Which answer counts, when answers come late, twice, out of order, or from two devices.

Responses are append-only. `judge` decides once, at receipt, whether a response counts; the newest counting one of a
slot is what is graded. `client` is one page load, `seq` grows within it, `revision` counts 1, 2, 3 … within the
attempt as answers arrive, and `base` is the last revision that the page had seen of the slot (None: not told, and
then nothing is stale).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from course_app.domain.errors import RuleBroken
from course_app.domain.question_types.registry import type_named

NEWER_ANSWER = "newer-answer"
SEQ_REUSED = "seq-reused"
TOO_LATE = "too-late"
BAD_RESPONSE = "bad-response"


class SeqReused(RuleBroken):
    """Another answer has already been stored under this number of this client; it stands in `stored`."""

    def __init__(self, stored: "Stored") -> None:
        super().__init__("Another answer is already saved under this number. It is kept; please answer again.")
        self.stored = stored


@dataclass(frozen=True)
class Answer:
    """An answer as it comes in, option letters already permanent and in the type's one spelling.

    `choice` () clears; `confidence` "": not said.
    """

    slot: int
    client: str
    seq: int
    base: int | None
    choice: tuple[str, ...]
    flag: bool
    confidence: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class Stored(Answer):
    """An answer as it was kept. `counts` and `problem` ("" for none) are the verdict at its receipt."""

    revision: int
    counts: bool
    problem: str = ""


@dataclass(frozen=True)
class Verdict:
    """Whether an answer counts, and why not when its sender must be told.

    `current` is the response that counted for the slot before this answer came: with `newer-answer`, the other of
    the two choices between which the page asks.
    """

    counts: bool
    problem: str | None
    current: Stored | None


def repeat_of(answer: Answer, earlier: Iterable[Stored]) -> Stored | None:
    """What was stored when this very answer came before; None for a new one.

    `earlier`: the attempt's responses, or only those of this client and number, whatever their slot. The body is
    slot, choice, flag and confidence; `base` and the times are not part of it, since a page may learn of a newer
    revision before it sends again. Raises SeqReused when another body stands under the same number.
    """
    for stored in earlier:
        if (stored.client, stored.seq) == (answer.client, answer.seq):
            if _body(stored) != _body(answer):
                raise SeqReused(stored)
            return stored
    return None


def judge(answer: Answer, earlier: Sequence[Stored], is_late: bool) -> Verdict:
    """Whether a new answer (no repeat) counts, given the earlier responses of its slot.

    It does not count when it is late (`too-late`), when its own client has already sent a later one (no problem:
    the page's last word is known), or when another client has answered since its base (`newer-answer`). Of
    `earlier` only two matter: the current response and the client's highest number, so the caller may pass these
    two alone.
    """
    of_slot = [stored for stored in earlier if stored.slot == answer.slot]
    standing = current(of_slot).get(answer.slot)
    if is_late:
        return Verdict(counts=False, problem=TOO_LATE, current=standing)
    if any(stored.client == answer.client and stored.seq > answer.seq for stored in of_slot):
        return Verdict(counts=False, problem=None, current=standing)
    if _is_stale(answer, standing):
        return Verdict(counts=False, problem=NEWER_ANSWER, current=standing)
    return Verdict(counts=True, problem=None, current=standing)


def current(responses: Iterable[Stored], late_through: int = 0) -> dict[int, Stored]:
    """The response that counts, by slot: of those that counted at receipt the newest, in whatever order they come.

    A slot whose current choice is () is unanswered; a slot without a counting response is absent. `late_through`: the
    late ones up to this revision were decided to count too, as far as each was its page's last word on the slot then:
    what comes after a decision changes nothing of what it decided.
    """
    found: dict[int, Stored] = {}
    known = list(responses)
    for stored in known:
        counts = stored.counts or _counts_late(stored, known, late_through)
        if counts and (stored.slot not in found or found[stored.slot].revision < stored.revision):
            found[stored.slot] = stored
    return found


def bad_choice(choice: Sequence[str], letters: Sequence[str], question_type: str) -> str | None:
    """What is wrong with a choice, as a sentence; None when nothing is. () is always a choice.

    `choice` and `letters` speak the same alphabet: what the page showed, or the permanent letters.
    """
    return type_named(question_type).wrong(choice, letters) or None


def _counts_late(stored: Stored, known: Sequence[Stored], through: int) -> bool:
    if stored.problem != TOO_LATE or stored.revision > through:
        return False
    known_then = (other for other in known if other.revision <= through)
    own = (other for other in known_then if (other.slot, other.client) == (stored.slot, stored.client))
    return all(other.seq <= stored.seq for other in own)


def _is_stale(answer: Answer, standing: Stored | None) -> bool:
    if answer.base is None or standing is None or standing.client == answer.client:
        return False
    return answer.base < standing.revision


def _body(response: Answer) -> tuple[int, tuple[str, ...], bool, str]:
    return response.slot, response.choice, response.flag, response.confidence
