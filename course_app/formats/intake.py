"""Questions from elsewhere: every item of a file is taken or rejected, and none is lost on the way.

The formats of exchange (`gift`, `aiken`, `moodle_xml`, `question_csv`, `qti`, `pasted_questions`) share these types.
Each has one parser, `(data, name) -> Intake`, which raises nothing; `name` is how problems call the file. Those that
are written have `write_…(questions) -> (file, sentences)`: what the format cannot carry, each with the ids concerned.

A question that was taken can be graded, but may still lack what its source does not know: an id, a topic, level,
difficulty and pool (all ""), claims, reasons of its options. What the source said and a question here cannot hold is
named in the notes of the item.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from course_app.domain.images import Picture
from course_app.domain.question_faults import difficulties_of
from course_app.domain.question_types.true_false import TEXTS
from course_app.domain.questions import LETTERS, MOST_OPTIONS, Option, Question
from course_app.formats.foreign_text import MOST_ITEMS, MOST_TEXT, Unfit, printable
from course_app.formats.problems import Problem

MOST_LABEL = 200
MOST_NAMED = 20
_STRANGE_SIGNS = "Signs that cannot be printed stand as the sign for “unknown”."
BLANK = {"topic": "", "level": "", "difficulty": "", "pool": "", "claims": ()}


@dataclass(frozen=True)
class Taken:
    """An item that was taken: its number in the file from 1, its line (0: not known), how its source calls it.

    `source_id` is what the source gives as its permanent id, whether or not it can be one here ("": nothing).
    `pictures`: the images that came with it.
    """

    number: int
    line: int
    label: str
    source_id: str
    question: Question
    notes: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """An item that was not taken, with a problem for every reason."""

    number: int
    line: int
    label: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Intake:
    """What a file gave: of `found` items each is either taken or rejected. `problems` are those of the whole file.

    A file that cannot be read at all has found nothing and one problem that says why and what to do.
    """

    found: int = 0
    taken: tuple[Taken, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass
class Draft:
    """An item as its source tells it; texts are Markdown. `fields` are arguments of Question.

    `take_picture` reads an image that comes with the file, `find_image` gives the one that an address in its texts
    means, None for one that does not come with the file (Unfit for one that cannot be shown); `pictures` are those
    that its texts show.
    """

    line: int
    label: str = ""
    id: str = ""
    source_id: str = ""
    stem: str = ""
    options: list[Option] = field(default_factory=list)
    type: str = "single"
    general: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    take_picture: Callable[[bytes], Picture] | None = None
    find_image: Callable[[str], Picture | None] = lambda _source: None
    pictures: list[Picture] = field(default_factory=list)

    def add(self, text: str, rationale: str = "", is_key: bool = False) -> None:
        """One more option."""
        self.options.append(Option("", text, rationale, is_key))

    def note(self, sentence: str) -> None:
        """Say, once, what is not carried."""
        if sentence not in self.notes:
            self.notes.append(sentence)


class Item(NamedTuple):
    """An item that was found: its line, what its source calls it, how it is read (which may raise Unfit).

    `path` names the file that holds it, where that is not the one that was given.
    """

    line: int
    label: str
    read: Callable[[], Draft]
    path: str = ""


def intake_of(name: str, find: Callable[[], Iterable[Item]], empty: str = "The file holds no question.") -> Intake:
    """What the items of a file give. `find` may raise Unfit: then the file cannot be read, as when it holds nothing."""
    try:
        items = list(find())
    except Unfit as unfit:
        return refused(name, str(unfit), unfit.line)
    if len(items) > MOST_ITEMS:
        return refused(name, f"The file holds {len(items):,} questions; {MOST_ITEMS:,} at most are taken. Divide it.")
    return taken_in(name, items) if items else refused(name, empty)


def taken_in(name: str, items: Iterable[Item], problems: Iterable[Problem] = ()) -> Intake:
    """Read the items one by one; an unfit one is rejected, and holds up no other."""
    taken: list[Taken] = []
    rejected: list[Rejected] = []
    ids: dict[str, int] = {}
    number = 0
    for number, (line, label, read, path) in enumerate(items, start=1):
        try:
            draft = read()
            question = _finished(draft)
        except Unfit as unfit:
            found = [(unfit.line or line, str(unfit))]
        else:
            found = list(dict.fromkeys(draft.faults + [(line, sentence) for sentence in _difficulties(question)]))
        short = label[:MOST_LABEL]
        if found:
            own = tuple(Problem(path or name, place, 0, sentence) for place, sentence in found)
            rejected.append(Rejected(number, line, short, own))
            continue
        if question.id and ids.setdefault(question.id, number) != number:
            draft.note(f"The id `{question.id}` is that of item {ids[question.id]} already; this one gets a new id.")
            question = replace(question, id="")
        taken.append(
            Taken(number, line, short, draft.source_id or draft.id, question, tuple(draft.notes), tuple(draft.pictures))
        )
    return Intake(number, tuple(taken), tuple(rejected), tuple(problems))


def refused(name: str, sentence: str, line: int = 0) -> Intake:
    """What a file gives that cannot be read at all."""
    return Intake(problems=(Problem(name, line, 0, sentence),))


def printed(questions: Iterable[Question]) -> tuple[list[Question], list[tuple[str, str]]]:
    """The questions with what no file can hold replaced, and which those are."""
    given = list(questions)
    texts = [_mapped(question, printable) for question in given]
    pairs = zip(given, texts, strict=True)
    return texts, [(one.id, _STRANGE_SIGNS) for one, printed_one in pairs if one != printed_one]


def _mapped(question: Question, change: Callable[[str], str]) -> Question:
    options = tuple(replace(one, text=change(one.text), rationale=change(one.rationale)) for one in question.options)
    lists = {name: tuple(map(change, getattr(question, name))) for name in ("waivers", "tags")}
    texts = {name: change(getattr(question, name)) for name in ("stem", "lesson", "passage", "trap")}
    return replace(question, options=options, **lists, **texts)


def losses_of(found: Iterable[tuple[str, str]]) -> list[str]:
    """Sentences on what a format cannot carry, of (id, sentence) pairs: each once, with the ids concerned."""
    by_sentence: dict[str, list[str]] = {}
    for name, sentence in found:
        by_sentence.setdefault(sentence, []).append(name or "one without id")
    return [f"{sentence} Concerned: {_listed(names)}." for sentence, names in by_sentence.items()]


def _listed(names: list[str]) -> str:
    shown = ", ".join(dict.fromkeys(names[:MOST_NAMED]))
    return f"{shown} and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else shown


def _finished(draft: Draft) -> Question:
    """The question, its options lettered by position, what was said of the whole with the reason of the key."""
    _refuse_sizes(draft)
    options = [replace(one, letter=letter) for one, letter in zip(draft.options, LETTERS, strict=False)]
    if draft.general:
        _place_general(draft, options)
    kind = draft.type
    if kind == "single" and tuple(one.text for one in options) == TEXTS:
        kind = "true-false"
    fields = {**BLANK, **draft.fields}
    if kind == "ordering":
        options = [replace(one, is_key=True) for one in options]
        fields["fixed_order"] = False
    return Question(id=draft.id, stem=draft.stem, options=tuple(options), type=kind, **fields)


def _refuse_sizes(draft: Draft) -> None:
    if len(draft.options) > MOST_OPTIONS:
        raise Unfit(f"It has {len(draft.options)} options; {MOST_OPTIONS} at most are possible.")
    texts = [draft.stem, draft.general, *(text for one in draft.options for text in (one.text, one.rationale))]
    if any(len(text) > MOST_TEXT for text in texts):
        raise Unfit(f"One of its texts is longer than {MOST_TEXT:,} characters.")


def _place_general(draft: Draft, options: list[Option]) -> None:
    place = next((place for place, one in enumerate(options) if one.is_key), None)
    if place is None:
        draft.note("The feedback for the whole question is not kept: no option is marked as right.")
        return
    option = options[place]
    rationale = f"{option.rationale}\n\n{draft.general}" if option.rationale else draft.general
    options[place] = replace(option, rationale=rationale)
    draft.note("The feedback for the whole question now ends the reason of the right option.")


def _difficulties(question: Question) -> list[str]:
    """What keeps it from being graded; reasons may be missing as yet."""
    options = tuple(replace(one, rationale=one.rationale or "…") for one in question.options)
    return difficulties_of(replace(question, options=options))
