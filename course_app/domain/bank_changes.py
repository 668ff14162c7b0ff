"""One change of many questions: what will happen to which of them, and why not to the others.

Tags, topic and pool are content: changing them makes a new version, which of a safety item in use waits for its
approval. States are changed as on a question's own page, with the same rules.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from course_app.domain.drawing import Candidate
from course_app.domain.questions import Question
from course_app.domain.quiz_building import can_spare, impossible
from course_app.domain.quizzes import Quiz
from course_app.domain.reviewing import Actor, Item, is_done, refusal, waits_for_approval

MOST = 500
CONTENT = ("tag", "untag", "topic", "pool")
STATES = {"review": "in-review", "approve": "approved", "retire": "retired", "draft": "draft"}
ACTS = (*CONTENT, *STATES)
LONGEST_TAG = 60
MOST_DRAWN = 50_000
NEEDED = "A published quiz could not be asked without them. Change the quiz first, or put other questions into use."


@dataclass(frozen=True)
class Chosen:
    """A question that was chosen. `question`: its newest version; `used`: the one in use; `lacks`: faults in it."""

    code: str
    item: Item
    question: Question
    used: Question
    lacks: str = ""


@dataclass(frozen=True)
class Plan:
    """Codes by what will happen: changed, changed with a version that waits, as it is already, refused (by reason).

    `perhaps`: the bank is so large, and published quizzes draw so closely, that only the change itself tells whether
    they can spare the question.
    """

    changed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def possible(self) -> tuple[str, ...]:
        """What may be changed, in its order."""
        return (*self.changed, *self.waiting, *self.perhaps)


def edited(question: Question, act: str, value: str) -> Question:
    """The question with a tag more or less, or in another topic or pool."""
    if act == "tag":
        return question if value in question.tags else replace(question, tags=(*question.tags, value))
    if act == "untag":
        return replace(question, tags=tuple(tag for tag in question.tags if tag != value))
    return replace(question, **{act: value})


def plan(
    act: str,
    value: str,
    chosen: Sequence[Chosen],
    actor: Actor,
    quizzes: Collection[Quiz],
    in_use: Mapping[str, Candidate],
) -> Plan:
    """What the change will do. `in_use`: what quizzes may ask, by code."""
    left = _Left(quizzes, in_use, len(chosen))
    found, refused = defaultdict(list), defaultdict(list)
    for one in chosen:
        happens, why = _step(act, one, actor) if act in STATES else _edit(act, value, one)
        if happens == "changed" and _leaves(act, value, one):
            happens, why = left.without(one)
        if happens:
            found[happens].append(one.code)
        else:
            refused[why].append(one.code)
    return Plan(
        refused={why: tuple(codes) for why, codes in refused.items()},
        **{happens: tuple(codes) for happens, codes in found.items()},
    )


class _Left:
    """What quizzes can still be asked from, while one question after the other goes."""

    def __init__(self, quizzes: Collection[Quiz], in_use: Mapping[str, Candidate], chosen: int) -> None:
        self.candidates = dict(in_use)
        self.counts = Counter((one.topic, one.pool) for one in in_use.values())
        self.quizzes = [quiz for quiz in quizzes if not impossible(quiz, in_use)]
        self.is_small = chosen * len(in_use) <= MOST_DRAWN

    def without(self, one: Chosen) -> tuple[str, str]:
        """Let a question go if it surely can; what happens to it, or why nothing does."""
        kind = (one.used.topic, one.used.pool)
        if one.code not in self.candidates:
            return "changed", ""
        if not all(can_spare(quiz, one.code, *kind, self.counts) for quiz in self.quizzes):
            if not self.is_small:
                return "perhaps", ""
            rest = {code: other for code, other in self.candidates.items() if code != one.code}
            if any(impossible(quiz, rest) for quiz in self.quizzes):
                return "", NEEDED
        del self.candidates[one.code]
        self.counts[kind] -= 1
        return "changed", ""


def _step(act: str, one: Chosen, actor: Actor) -> tuple[str, str]:
    """What happens, or why nothing does."""
    state = STATES[act]
    if is_done(one.item, state):
        return "already", ""
    why = refusal(one.item, state, actor)
    if not why and state in ("approved", "in-review"):
        why = one.lacks
    return ("", why) if why else ("changed", "")


def _edit(act: str, value: str, one: Chosen) -> tuple[str, str]:
    new = edited(one.question, act, value)
    if new == one.question:
        return "already", ""
    waits = one.item.state == "approved" and new != one.used and waits_for_approval(one.used, new)
    return ("waiting" if waits else "changed"), ""


def _leaves(act: str, value: str, one: Chosen) -> bool:
    """Whether quizzes that ask the question, or draw it, cannot any more."""
    if one.item.state != "approved":
        return False
    return act in ("retire", "draft") or (act == "topic" and one.used.topic != value) or act == "pool"
