"""What bringing a file of questions into a bank will do, item by item, before and while it is done.

Every item is new, changed (another version of a question of the bank), unchanged, alike (new, but much like another) or
rejected; so in = accepted + unchanged + rejected. An item is a question of the bank when the same item was brought in
before; when the same file brought its id in before; when its id is a question's code and the two say much the same;
or when it says the same as one in all its words. What a file leaves blank stays as the bank has it.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from course_app.domain.content_hash import content_hash
from course_app.domain.errors import RuleBroken
from course_app.domain.item_words import normal
from course_app.domain.likeness import RATHER_ALIKE, Likenesses, runs_of, share
from course_app.domain.option_letters import matched
from course_app.domain.question_faults import faults_of, misfits_of
from course_app.domain.questions import DIFFICULTIES, LEVELS, POOLS, Option, Question

NEW, CHANGED, ALIKE, UNCHANGED, REJECTED = "new", "changed", "alike", "unchanged", "rejected"
ACCEPTED = (NEW, CHANGED, ALIKE)
"""The kinds that change the bank."""
KINDS = {
    NEW: "New",
    CHANGED: "New version",
    ALIKE: "New, but like another",
    UNCHANGED: "Unchanged",
    REJECTED: "Rejected",
}
LEFT_OUT = "You left it out."
MEANWHILE = (
    "Somebody saved another version of {} meanwhile; nothing of theirs was overwritten. Bring the item in again."
)
BROUGHT_IN = "questions brought in"
"""What the audit calls it that a file was confirmed."""
LONGEST_CODE = 60
_CODE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_KEPT_IF_BLANK = (
    "topic",
    "level",
    "difficulty",
    "pool",
    "claims",
    "references",
    "lesson",
    "passage",
    "trap",
    "waivers",
)
_ALSO_KEPT = ("checked_on", "tags")


@dataclass(frozen=True)
class Offered:
    """An item of a file. No question: it was rejected in reading, for the `reasons`. `source_id`: "" for none."""

    question: Question | None
    source_id: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """A question of the bank in its version in use."""

    number: int
    state: str
    question: Question


@dataclass(frozen=True)
class Bank:
    """What a file meets: questions by code, the course's topics and claims, and what was brought in before.

    `digests`: code by the digest of an item; `sources`: code by the id that an item of this same file had.
    """

    questions: Mapping[str, Known] = field(default_factory=dict)
    topics: Collection[str] = ()
    claims: Collection[str] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """What happens to an item. `code`: the question it is or becomes ("": the next free number), `number` its version.

    `like`: the code of the question, `like_item` the number of the item of the file (0: none) that it is like, and
    `percent` how much. `reason` says why it is rejected or unchanged.
    """

    kind: str
    code: str = ""
    number: int = 0
    like: str = ""
    like_item: int = 0
    percent: int = 0
    reason: str = ""


class PlanChanged(RuleBroken):
    """What would happen is not what was looked at."""


def digest_of(question: Question) -> str:
    """The digest of an item as its file tells it, whatever it is called there."""
    return content_hash(replace(question, id=""))


def seal_of(decisions: Iterable[Decision], left_out: Iterable[int]) -> str:
    """The digest of a plan, and of the items that are left out of it."""
    return content_hash([list(decisions), sorted(left_out)])


def counts_of(kinds: Iterable[str]) -> dict[str, int]:
    """How many items of each kind there are, in the order of KINDS."""
    counted = Counter(kinds)
    return {kind: counted[kind] for kind in KINDS if counted[kind]}


def fitted(question: Question, topics: Collection[str], claims: Collection[str]) -> tuple[Question, list[str]]:
    """The question without what its course does not have, and what that is."""
    notes = []
    if question.topic and question.topic not in topics:
        notes.append(f"The course has no topic “{question.topic}”; it is left blank.")
        question = replace(question, topic="")
    for name, words in (("level", LEVELS), ("difficulty", DIFFICULTIES), ("pool", POOLS)):
        if getattr(question, name) not in ("", *words):
            question = replace(question, **{name: ""})
    unknown = [claim for claim in question.claims if claim not in claims]
    if unknown:
        notes.append(f"The course has no claim {', '.join(unknown[:5])}; the item does not name it any more.")
        question = replace(question, claims=tuple(claim for claim in question.claims if claim in claims))
    return question, notes


def obstacles_of(question: Question, topics: Collection[str], claims: Collection[str]) -> list[str]:
    """What keeps an item from becoming a draft; what it lacks may be added later."""
    faults = faults_of(question) + misfits_of(question, topics, claims)
    return [fault.sentence for fault in faults if not fault.is_lacking]


def merged(item: Question, known: Question) -> Question:
    """The item as another version of a question: its letters, and what the item leaves blank.

    Options keep their letters as domain.option_letters says; what is new, or in doubt, has the letter "".
    """
    blank = {name: getattr(known, name) for name in (*_KEPT_IF_BLANK, *_ALSO_KEPT) if not getattr(item, name)}
    return replace(item, id=known.id, options=_with_letters(item.options, known.options), **blank)


def plan(offered: Sequence[Offered], bank: Bank) -> list[Decision]:
    """A decision an item, in their order."""
    return _Planning(offered, bank).decisions()


def says(question: Question) -> tuple[str, str, tuple[tuple[str, bool], ...]]:
    """What two questions that say the same have in common: all their words but the reasons."""
    options = tuple((normal(option.text), option.is_key) for option in question.options)
    return question.type, normal(question.stem), options


class _Planning:
    """Goes through the items of a file in their order, remembering what became of the earlier ones."""

    def __init__(self, offered: Sequence[Offered], bank: Bank) -> None:
        self.offered, self.bank = offered, bank
        self.runs = {code: runs_of(known.question) for code, known in bank.questions.items()}
        self.own = [runs_of(one.question) if one.question else frozenset() for one in offered]
        self.index = Likenesses.over([*self.runs.values(), *self.own])
        self.said: dict[tuple, str | int] = {}
        for code, known in bank.questions.items():
            self.index.add(code, self.runs[code])
            self.said.setdefault(says(known.question), code)
        self.digests: dict[str, int] = {}
        self.codes = set(bank.questions)
        self.taken: set[str] = set()

    def decisions(self) -> list[Decision]:
        """A decision an item."""
        return [self._decide(number, one) for number, one in enumerate(self.offered, start=1)]

    def _decide(self, number: int, one: Offered) -> Decision:
        if one.question is None:
            return Decision(REJECTED, reason=" ".join(one.reasons))
        digest = digest_of(one.question)
        if code := self.bank.digests.get(digest, ""):
            return Decision(UNCHANGED, code, reason=f"It was brought in before, as {code}.")
        if first := self.digests.get(digest):
            return Decision(UNCHANGED, like_item=first, reason=f"The same as item {first} of this file.")
        question, _ = fitted(one.question, self.bank.topics, self.bank.claims)
        if obstacles := obstacles_of(question, self.bank.topics, self.bank.claims):
            return Decision(REJECTED, reason=" ".join(obstacles))
        self.digests[digest] = number
        return self._known(number, one, question) or self._unknown(number, question)

    def _known(self, number: int, one: Offered, question: Question) -> Decision | None:
        """What becomes of an item that is a question of the bank already."""
        code = self._code_of(number, one, question)
        if not code:
            return self._same(question)
        self.taken.add(code)
        known = self.bank.questions[code]
        if merged(question, known.question) == known.question:
            return Decision(UNCHANGED, code, known.number, reason=f"{code} says the same.")
        if known.state == "retired":
            return Decision(REJECTED, reason=f"{code} is retired here. Take it back to a draft first, or leave it out.")
        return Decision(CHANGED, code, known.number)

    def _code_of(self, number: int, one: Offered, question: Question) -> str:
        code = self.bank.sources.get(one.source_id, "") if one.source_id else ""
        if not code and question.id in self.bank.questions:
            known = self.bank.questions[question.id].question
            is_like = share(self.own[number - 1], self.runs[question.id]) >= RATHER_ALIKE
            code = question.id if is_like or normal(question.stem) == normal(known.stem) else ""
        return code if code in self.bank.questions and code not in self.taken else ""

    def _same(self, question: Question) -> Decision | None:
        """An item that says in all its words what a question of the bank says, reasons too as far as it has any."""
        code = self.said.get(says(question))
        if not isinstance(code, str):
            return None
        theirs = self.bank.questions[code].question.options
        pairs = zip(question.options, theirs, strict=True)
        if all(not mine.rationale or normal(mine.rationale) == normal(other.rationale) for mine, other in pairs):
            return Decision(UNCHANGED, code, reason=f"{code} says the same.")
        return None

    def _unknown(self, number: int, question: Question) -> Decision:
        code = self._free(question.id)
        found, same = self.index.nearest(self.own[number - 1]), self.said.setdefault(says(question), number)
        self.index.add(number, self.own[number - 1])
        if same != number:
            found = (same, 1.0)
        if found is None:
            return Decision(NEW, code)
        name, part = found
        percent = round(100 * part)
        if isinstance(name, str):
            return Decision(ALIKE, code, like=name, percent=percent)
        return Decision(ALIKE, code, like_item=name, percent=percent)

    def _free(self, code: str) -> str:
        """The id of the item if no question has it, nor an earlier item."""
        if not code or code in self.codes or len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
            return ""
        self.codes.add(code)
        return code


def _with_letters(options: Sequence[Option], known: Sequence[Option]) -> tuple[Option, ...]:
    """The options with the letters that they keep, and the reasons that their file does not carry."""
    letters = [one.letter for one in matched(_plain(options), _plain(known)).options]
    reasons = {one.letter: one.rationale for one in known}
    return tuple(
        replace(option, letter=letter, rationale=option.rationale or reasons.get(letter, ""))
        for option, letter in zip(options, letters, strict=True)
    )


def _plain(options: Sequence[Option]) -> list[Option]:
    return [replace(option, text=normal(option.text)) for option in options]
