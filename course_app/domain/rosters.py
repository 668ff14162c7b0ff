"""What an administrator's list of people will do, row by row, before and while it is done.

A list adds and never takes away: whoever is missing from it stays enrolled. What cannot be used is left out; the
rest goes ahead without it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from course_app.domain.errors import RuleBroken
from course_app.domain.names import search_key
from course_app.domain.near_names import near_names

INVITE, ENROL, MOVE, NUMBER, NOTHING, CANNOT = "invite", "enrol", "move", "number", "nothing", "cannot"
WORK = (INVITE, ENROL, MOVE, NUMBER)
"""The kinds that change something."""
KINDS = {
    INVITE: "Add and enrol",
    ENROL: "Enrol",
    MOVE: "Move to this cohort",
    NUMBER: "Set the employee number",
    NOTHING: "Nothing to do",
    CANNOT: "Cannot be used",
}
MOST_LINES_NAMED = 10
LIST_USED = "list of people used"
"""What the audit calls it that a list was confirmed; the entries about its people name the list too."""
AFRESH = "Has learned this course before and begins afresh, with all attempts at every quiz."
SHORT = {INVITE: "Add", ENROL: "Enrol", MOVE: "Move", NUMBER: "Number", NOTHING: "Nothing", CANNOT: "Cannot"}
DONE = {
    INVITE: "Added and enrolled",
    ENROL: "Enrolled",
    MOVE: "Moved to this cohort",
    NUMBER: "Employee number set",
    NOTHING: "Nothing to do",
    CANNOT: "Left out",
}


@dataclass(frozen=True)
class Listed:
    """A row of the list. `email` is normalised; `trouble` says why the row cannot be read, if it cannot.

    `number` is the employee number, empty where the list has none: that takes none away.
    """

    line: int
    name: str
    email: str
    trouble: str = ""
    number: str = ""


@dataclass(frozen=True)
class Known:
    """Somebody with that e-mail who has an account. `kind`, `cohort` and employee `number` are those of the active
    enrolment in the course; `kind` is empty where there is none.
    """

    name: str
    is_active: bool
    kind: str = ""
    cohort: str = ""
    has_learned: bool = False
    number: str = ""


@dataclass(frozen=True)
class Decision:
    """What happens to a row, and what else there is to say about it.

    `is_doubtful`: somebody much like them, under another e-mail, stands in the list or has an account. Whether it is
    the same person, only people can tell; nothing is put together.
    """

    kind: str
    note: str = ""
    is_doubtful: bool = False


def plan(
    rows: Sequence[Listed], known: Mapping[str, Known], cohort: str, namesakes: Mapping[str, str] | None = None
) -> list[Decision]:
    """A decision a row; `known` by e-mail, `cohort` the name of the cohort that people go into, empty for none.

    `namesakes`: the e-mails of people with an account by the search key of their name.
    """
    first: dict[str, Listed] = {}
    decisions = []
    for row in rows:
        earlier = first.get(row.email) if not row.trouble else None
        if earlier is not None:
            decisions.append(_again(row, earlier))
            continue
        if not row.trouble:
            first[row.email] = row
        decisions.append(decide(row, known.get(row.email), cohort))
    return _with_doubts(rows, decisions, namesakes or {})


def doubts_sentence(rows: Sequence[Listed], decisions: Sequence[Decision]) -> str:
    """Which rows may name somebody a second time; empty when none does."""
    lines = [str(row.line) for row, decision in zip(rows, decisions, strict=True) if decision.is_doubtful]
    if not lines:
        return ""
    shown = ", ".join(lines[:MOST_LINES_NAMED])
    more = f" and {len(lines) - MOST_LINES_NAMED} more" if len(lines) > MOST_LINES_NAMED else ""
    which = f"Line {shown} names" if len(lines) == 1 else f"Lines {shown}{more} name"
    return f"{which} somebody much like another person, under another e-mail. Look at the notes there first."


def decide(row: Listed, known: Known | None, cohort: str) -> Decision:
    """What happens to a row that stands in the list once."""
    if row.trouble:
        return Decision(CANNOT, row.trouble)
    if known is None:
        return Decision(INVITE, "" if row.name else "No name is given; the part before the @ stands in for it.")
    if not known.is_active:
        return Decision(CANNOT, "This account is closed. Open it again on its page, then use the list again.")
    other = f"Known here as {known.name}." if row.name and row.name != known.name else ""
    if not known.kind:
        said = AFRESH if known.has_learned else "Has an account already."
        return Decision(ENROL, f"{said} {other}".strip())
    if known.kind != "learner":
        return Decision(CANNOT, "Tries the course out as staff, and cannot be its learner meanwhile.")
    if cohort and known.cohort != cohort:
        return Decision(MOVE, f"Enrolled already, {f'in “{known.cohort}”' if known.cohort else 'in no cohort'}.")
    if row.number and known.number != row.number:
        before = f"It was {known.number}." if known.number else "There was none."
        return Decision(NUMBER, f"Enrolled already. {before} {other}".strip())
    return Decision(NOTHING, f"Enrolled already{', in this cohort' if cohort else ''}. {other}".strip())


def stand_in_name(email: str) -> str:
    """A name for somebody listed without one: sian.wyn@example.org → “sian wyn”."""
    local = email.partition("@")[0]
    words = "".join(character if character.isalnum() else " " for character in local).split()
    return " ".join(words) or email


def _with_doubts(rows: Sequence[Listed], decisions: Sequence[Decision], namesakes: Mapping[str, str]) -> list[Decision]:
    """The same, noted where somebody new is much like an earlier row, or has the name of somebody with an account."""
    near = near_names([row.name if one.kind in WORK else "" for row, one in zip(rows, decisions, strict=True)])
    return [_doubted(place, rows, one, near, namesakes) for place, one in enumerate(decisions)]


def _doubted(
    place: int, rows: Sequence[Listed], decision: Decision, near: Mapping[int, int], namesakes: Mapping[str, str]
) -> Decision:
    if decision.kind not in (INVITE, ENROL):
        return decision
    row, doubt = rows[place], ""
    if place in near:
        earlier = rows[near[place]]
        doubt = f"Much like line {earlier.line}, {earlier.name}, {earlier.email}. Are they two people?"
    elif decision.kind == INVITE and (email := namesakes.get(search_key(row.name) if row.name else "")):
        doubt = f"Somebody of this name has an account here as {email}. Are they two people?"
    return replace(decision, note=f"{decision.note} {doubt}".strip(), is_doubtful=True) if doubt else decision


def _again(row: Listed, earlier: Listed) -> Decision:
    if row.name and earlier.name and row.name != earlier.name:
        return Decision(CANNOT, f"The same e-mail stands in line {earlier.line} with another name, {earlier.name}.")
    if row.number and earlier.number and row.number != earlier.number:
        return Decision(CANNOT, f"The same e-mail stands in line {earlier.line} with another employee number.")
    return Decision(NOTHING, f"The same as line {earlier.line}.")


class NoSuchPlace(RuleBroken):
    """The course or the cohort that a list is for cannot be told."""
