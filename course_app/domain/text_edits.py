"""Questions edited as one text: what saving it would change, question by question.

The text tells what its questions say, and no more: a question that does not stand in it any more stays as it is, and
so does one that was not touched in it, whatever somebody else saved of it meanwhile.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from course_app.domain.content_hash import content_hash
from course_app.domain.option_letters import Matched, matched
from course_app.domain.question_faults import faults_of, misfits_of
from course_app.domain.questions import Option, Question, lettered
from course_app.domain.reviewing import waits_for_approval
from course_app.domain.revisions import Change, changes
from course_app.domain.wording import both

MOST = 100
"""How many questions one text may hold: they are saved together, and learners' saves wait meanwhile."""
LONGEST_CODE = 60
NOTHING = Question(id="", stem="", options=(), topic="", level="", difficulty="", pool="", claims=())
NOT_OPENED = "{} is in the bank already, and was not opened here: open it too, or call the new question something else."
TWICE = "{} stands twice in this text. Give a new question an id of its own."
TOO_LONG_A_CODE = f"An id has {LONGEST_CODE} characters at most."
TOO_MANY = f"A text holds {MOST} questions at most; those from here on are not read."
DOUBTFUL = (
    "An option is like {} and like another one about as much. It is taken for a new one: answers given so far stay "
    "with the old letter. To keep the letter, change one of them at a time."
)


class LineFault(NamedTuple):
    """What keeps the text from being saved, and on which line (0: none of them)."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Written:
    """A question as the text tells it: its options are lettered by position."""

    line: int
    question: Question


@dataclass(frozen=True)
class Opened:
    """A question that was opened: `was` said then, as its text is read again, `newest` (`number`) is said now.

    `theirs`: what somebody changed of it meanwhile. `used`: what is in use. `options`: of the newest version, and of
    the one opened those that the newest has no more. `letters`: all that any version ever had.
    """

    number: int
    state: str
    was: Question
    newest: Question
    used: Question
    theirs: tuple[Change, ...]
    options: tuple[Option, ...]
    letters: frozenset[str]


@dataclass(frozen=True)
class Edit:
    """A question that the text changes; of a new one `number` is 0.

    `draft` is to be saved, its new options without a letter; `question` is the same with the letters that they get.
    """

    code: str
    line: int
    number: int
    draft: Question
    question: Question
    changes: tuple[Change, ...]
    theirs: tuple[Change, ...] = ()
    waits: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextPlan:
    """What saving a text does. `left`: questions that were opened and do not stand in it any more."""

    edits: tuple[Edit, ...] = ()
    unchanged: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    faults: tuple[LineFault, ...] = ()
    seal: str = ""

    @property
    def new(self) -> tuple[Edit, ...]:
        """The questions that become drafts."""
        return tuple(one for one in self.edits if not one.number)

    @property
    def changed(self) -> tuple[Edit, ...]:
        """The questions that get another version."""
        return tuple(one for one in self.edits if one.number)


@dataclass(frozen=True)
class Text:
    """A text as it was read; `codes`: of all questions in it, also of those with `faults`."""

    written: Sequence[Written]
    codes: Collection[str]
    faults: Sequence[LineFault]


@dataclass(frozen=True)
class Shelf:
    """What a text meets: the questions opened, by code, other codes that are taken, the course's topics and claims."""

    opened: Mapping[str, Opened]
    taken: Collection[str] = ()
    topics: Collection[str] = ()
    claims: Collection[str] = ()


def planned(text: Text, shelf: Shelf) -> TextPlan:
    """What saving the text would do now."""
    edits, unchanged, faults = [], [], list(text.faults)
    seen: set[str] = set()
    for line, question in ((one.line, one.question) for one in text.written):
        wrong = _misnamed(question.id, seen, shelf)
        seen.add(question.id)
        opened = shelf.opened.get(question.id)
        if wrong:
            faults.append(LineFault(line, wrong))
        elif opened and question == opened.was:
            unchanged.append(question.id)
        else:
            edit, own = _edit(line, question, opened, shelf)
            faults += own
            edits += [edit] if edit and (edit.changes or own) else []
            unchanged += [question.id] if edit and not (edit.changes or own) else []
    if len(text.written) > MOST:
        faults.append(LineFault(text.written[MOST].line, TOO_MANY))
    left = tuple(code for code in shelf.opened if code not in text.codes)
    found = [(one.code, one.number, one.draft) for one in edits]
    return TextPlan(tuple(edits), tuple(unchanged), left, tuple(sorted(faults)), content_hash(found))


def _misnamed(code: str, seen: Collection[str], shelf: Shelf) -> str:
    """Why a question of the text cannot be called that; nothing when it can."""
    if code in seen:
        return TWICE.format(code)
    if code not in shelf.opened and code in shelf.taken:
        return NOT_OPENED.format(code)
    return TOO_LONG_A_CODE if code not in shelf.opened and len(code) > LONGEST_CODE else ""


def _edit(line: int, question: Question, opened: Opened | None, shelf: Shelf) -> tuple[Edit | None, list[LineFault]]:
    """What happens to one question, and what keeps it from happening."""
    found = matched(question.options, opened.options if opened else ())
    draft = replace(question, options=found.options)
    letters = opened.letters if opened else frozenset()
    try:
        whole = lettered(draft, letters, letters)
    except ValueError:
        sentence = f"{question.id} has had 26 options in all its versions, and no letter is used twice."
        return None, [LineFault(line, sentence)]
    misfits = faults_of(whole) + misfits_of(whole, shelf.topics, shelf.claims)
    may_lack = opened is None or opened.state == "draft"
    faults = [LineFault(line, f"{question.id}: {one.sentence}") for one in misfits if not (may_lack and one.is_lacking)]
    if opened is None:
        return Edit(question.id, line, 0, draft, whole, changes(NOTHING, whole)), faults
    waits = opened.state == "approved" and whole != opened.used and waits_for_approval(opened.used, whole)
    edit = Edit(
        code=question.id,
        line=line,
        number=opened.number,
        draft=draft,
        question=whole,
        changes=changes(opened.newest, whole),
        theirs=opened.theirs,
        waits=waits,
        notes=_notes(found),
    )
    return edit, faults


def _notes(found: Matched) -> tuple[str, ...]:
    """What is to be known of the letters."""
    if not found.doubtful or all(one.letter for one in found.options):
        return ()
    return (DOUBTFUL.format(both([letter.upper() for letter in found.doubtful])),)
