"""From draft to approved: which step a question may take, who may take it, and the sentence when not.

draft → in review → approved → retired; an instructor may go back, and past a review that nothing demands. A
safety-critical item demands one: whoever wrote it, or made its newest version, does not approve it. Where the course
has nobody else who could, they may, with a note that stands on the item from then on.

A safety item in use that is edited stays in use as it was approved. The new version waits beside it until somebody
approves that one; going back to the version in use ends the wait. Every other edit of a question in use is in use at
once, as it always was.
"""

from collections.abc import Collection
from dataclasses import dataclass

from course_app.domain.questions import STATES, Question

SHORTEST_NOTE = 10
LONGEST_NOTE = 500
FROM_REVIEW = ("in-review", "approved")


@dataclass(frozen=True)
class Item:
    """A question as a step finds it. `writers`: who wrote the first version and who made the newest one.

    `is_waiting`: a newer version than the one in use waits for its approval. `is_safety`: of either version.
    `has_others`: the course has an instructor or a reviewer who is none of the writers.
    """

    state: str
    is_safety: bool
    is_waiting: bool
    writers: Collection[int]
    has_others: bool


@dataclass(frozen=True)
class Actor:
    """Who takes the step. `may_edit`: as an instructor of the course; otherwise as its reviewer."""

    id: int
    may_edit: bool


def waits_for_approval(in_use: Question, edited: Question) -> bool:
    """Whether an edit of a question in use waits: it was a safety item, or becomes one."""
    return in_use.safety or edited.safety


def is_done(item: Item, state: str) -> bool:
    """Whether the question is already what the step would make it."""
    return item.state == state and not item.is_waiting


def refusal(item: Item, state: str, actor: Actor, note: str = "") -> str:
    """Why the actor may not bring the question into the state, in a sentence; empty when they may."""
    if state not in STATES:
        return "A question is a draft, in review, in use or retired."
    if not actor.may_edit and state != "approved":
        return "A reviewer reads, comments and approves. An instructor of the course does the rest."
    if state == "in-review" and item.state == "approved":
        return "It is in use. Edit it, or take it back to a draft first."
    if state != "approved":
        return ""
    if not actor.may_edit and item.state not in FROM_REVIEW:
        return "Nobody has asked for a review of it yet. An instructor of the course does that."
    return _of_one_alone(item, actor, note)


def is_alone(item: Item, actor: Actor) -> bool:
    """Whether an approval by the actor is one without a second person, of an item that should have one."""
    return item.is_safety and actor.id in item.writers


def needs_note(item: Item, actor: Actor) -> bool:
    """Whether the actor may approve only with a note: nobody else could."""
    return is_alone(item, actor) and not item.has_others


def needs_another(item: Item, actor: Actor) -> bool:
    """Whether somebody else has to approve."""
    return is_alone(item, actor) and item.has_others


def _of_one_alone(item: Item, actor: Actor, note: str) -> str:
    if needs_another(item, actor):
        return (
            "This is a safety item, and you wrote it or made its newest version: somebody else has to approve it. "
            "Nothing was changed."
        )
    if needs_note(item, actor) and len(note.strip()) < SHORTEST_NOTE:
        return (
            "This is a safety item, and nobody else in this course could approve it. Say in a note why it is right "
            f"as it is ({SHORTEST_NOTE} characters at least); the note stands on the item."
        )
    if len(note) > LONGEST_NOTE:
        return f"The note is longer than {LONGEST_NOTE} characters."
    return ""
