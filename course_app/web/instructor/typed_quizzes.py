"""A quiz as it stands in its form: numbers and times still as typed, equal draws on one line."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from course_app.domain.questions import Fault
from course_app.domain.quiz_building import places_of
from course_app.domain.quizzes import PRESENTATIONS, SHOWN, Quiz, ReviewPolicy, Section, Slot
from course_app.domain.windows import wall_clock, window_faults
from course_app.formats.quiz_yaml import DRAWN_POOLS, seconds_of, time_text
from course_app.web.instructor.forms import Form, line
from course_app.web.shared.arguments import whole_number

MOST_PARTS, MOST_PLACES, MOST_DRAWN = 20, 60, 200


@dataclass(frozen=True)
class TypedPlace:
    """A line of a part: a question's code, or a number of draws (`kind` “question” or “draw”)."""

    kind: str
    question: str = ""
    count: str = "1"
    topics: tuple[str, ...] = ()
    pools: tuple[str, ...] = ("quiz",)


@dataclass(frozen=True)
class TypedPart:
    """A section; `id` is empty for a new one."""

    title: str = ""
    minimum: str = ""
    id: str = ""
    places: tuple[TypedPlace, ...] = ()


@dataclass(frozen=True)
class TypedQuiz:
    """The whole form. `passed` and `failed` are how many rungs of `SHOWN` are released."""

    title: str = ""
    summary: str = ""
    pass_percent: str = str(Quiz.pass_percent)
    time_limit: str = ""
    opens: str = ""
    closes: str = ""
    attempts: str = ""
    delay: str = ""
    required: bool = False
    presentation: str = Quiz.presentation
    passed: int = len(SHOWN)
    failed: int = len(SHOWN)
    parts: tuple[TypedPart, ...] = (TypedPart(title="Questions", places=(TypedPlace("draw", count="5"),)),)


def typed_of(quiz: Quiz) -> TypedQuiz:
    """A saved quiz as its form shows it."""
    return TypedQuiz(
        title=quiz.title,
        summary=quiz.summary,
        pass_percent=str(quiz.pass_percent),
        time_limit=time_text(quiz.time_limit),
        opens=quiz.opens.replace(" ", "T"),
        closes=quiz.closes.replace(" ", "T"),
        attempts="" if quiz.attempts is None else str(quiz.attempts),
        delay=time_text(quiz.delay),
        required=quiz.required,
        presentation=quiz.presentation,
        passed=len(quiz.review.passed),
        failed=len(quiz.review.failed),
        parts=tuple(
            TypedPart(one.title, "" if one.minimum is None else str(one.minimum), one.id, _typed_places(one))
            for one in quiz.sections
        ),
    )


def read_quiz(form: Form) -> TypedQuiz:
    """The form as sent."""
    return TypedQuiz(
        title=line(form.get("title", "")),
        summary=line(form.get("summary", "")),
        pass_percent=line(form.get("pass_percent", "")),
        time_limit=line(form.get("time_limit", "")),
        opens=line(form.get("opens", "")),
        closes=line(form.get("closes", "")),
        attempts=line(form.get("attempts", "")),
        delay=line(form.get("delay", "")),
        required="required" in form,
        presentation=form.get("presentation", ""),
        passed=_rungs(form.get("passed", "")),
        failed=_rungs(form.get("failed", "")),
        parts=tuple(_read_part(form, number) for number in range(MOST_PARTS) if f"part-{number}-title" in form),
    )


def with_press(typed: TypedQuiz, act: str) -> TypedQuiz:
    """The form after one of its buttons: a part or a line more, less, or moved (“move-place/part/from/to”)."""
    if act == "add-part" and len(typed.parts) < MOST_PARTS:
        return replace(typed, parts=(*typed.parts, TypedPart()))
    name, *numbers = act.split("/")
    places = [place for one in numbers if (place := whole_number(one)) is not None]
    if not places or places[0] >= len(typed.parts):
        return typed
    parts = list(typed.parts)
    if name == "remove-part":
        del parts[places[0]]
    elif name == "move-part":
        _move(parts, *places)
    else:
        parts[places[0]] = _pressed(parts[places[0]], name, places[1:])
    return replace(typed, parts=tuple(parts))


def with_question(typed: TypedQuiz, code: str) -> TypedQuiz:
    """The form with a question asked always, at the end of its last part; as it is when it asks it already."""
    if not typed.parts or any(place.question == code for part in typed.parts for place in part.places):
        return typed
    last = typed.parts[-1]
    return replace(
        typed, parts=(*typed.parts[:-1], replace(last, places=(*last.places, TypedPlace("question", question=code))))
    )


def faults_of(typed: TypedQuiz, known: Collection[str], zone: ZoneInfo) -> list[Fault]:
    """What cannot be kept as it was typed; `known` are the codes of the bank's questions, `zone` is the course's.

    Whether the quiz can be published is another matter.
    """
    in_window = window_faults(wall_clock(typed.opens), wall_clock(typed.closes), zone)
    return [
        *_faults(typed),
        *in_window,
        *(_unknown(place, name) for name, place in unknown_places(typed, known).items()),
    ]


def unknown_places(typed: TypedQuiz, known: Collection[str]) -> dict[str, TypedPlace]:
    """The lines that name a question which the bank does not have, perhaps by words of it, by their names."""
    return {
        f"part-{number}-{line}": place
        for number, part in enumerate(typed.parts)
        for line, place in enumerate(part.places)
        if place.question and place.question not in known
    }


def quiz_of(typed: TypedQuiz) -> Quiz:
    """The quiz that a form without faults means; with faults, as near as it comes, for a preview."""
    taken = [part.id for part in typed.parts if part.id]
    fresh = (f"part-{number}" for number in range(1, 2 * MOST_PARTS) if f"part-{number}" not in taken)
    return Quiz(
        id="",
        title=typed.title,
        sections=tuple(
            Section(
                id=part.id or next(fresh),
                title=part.title,
                slots=tuple(slot for place in part.places for slot in _slots(place)),
                minimum=whole_number(part.minimum) or None,
            )
            for part in typed.parts
        ),
        summary=typed.summary,
        required=typed.required,
        presentation=typed.presentation if typed.presentation in PRESENTATIONS else Quiz.presentation,
        pass_percent=min(whole_number(typed.pass_percent) or 0, 100),
        time_limit=seconds_of(typed.time_limit),
        attempts=whole_number(typed.attempts) or None,
        delay=seconds_of(typed.delay),
        review=ReviewPolicy(passed=SHOWN[: typed.passed], failed=SHOWN[: typed.failed]),
        opens=wall_clock(typed.opens),
        closes=wall_clock(typed.closes),
    )


def _typed_places(section: Section) -> tuple[TypedPlace, ...]:
    return tuple(
        TypedPlace("question", question=one.slot.question)
        if one.slot.question
        else TypedPlace("draw", count=str(one.count), topics=one.slot.topics, pools=one.slot.pools)
        for one in places_of(section)
    )


def _read_part(form: Form, number: int) -> TypedPart:
    name = f"part-{number}"
    return TypedPart(
        title=line(form.get(f"{name}-title", "")),
        minimum=line(form.get(f"{name}-minimum", "")),
        id=form.get(f"{name}-id", "")[:100],
        places=tuple(
            TypedPlace(
                kind="question" if form[f"{name}-{place}-kind"] == "question" else "draw",
                question=form.get(f"{name}-{place}-pick", "") or line(form.get(f"{name}-{place}-question", "")),
                count=line(form.get(f"{name}-{place}-count", "1")),
                topics=tuple(form.getlist(f"{name}-{place}-topic")),
                pools=tuple(one for one in DRAWN_POOLS if one in form.getlist(f"{name}-{place}-pool")),
            )
            for place in range(MOST_PLACES)
            if f"{name}-{place}-kind" in form
        ),
    )


def _pressed(part: TypedPart, name: str, numbers: list[int]) -> TypedPart:
    places = list(part.places)
    if name in ("add-draw", "add-question") and len(places) < MOST_PLACES:
        places.append(TypedPlace(name.removeprefix("add-")))
    elif numbers and numbers[0] < len(places):
        if name == "remove-place":
            del places[numbers[0]]
        elif name == "move-place":
            _move(places, *numbers)
    return replace(part, places=tuple(places))


def _move(lines: list[Any], here: int, there: int = -1, *_others: int) -> None:
    """Move a line to another place; to one that is not there nothing moves."""
    if here < len(lines) and 0 <= there < len(lines):
        lines.insert(there, lines.pop(here))


def _faults(typed: TypedQuiz) -> Iterator[Fault]:
    if not typed.title:
        yield Fault("title", "Give the quiz a title, as learners will see it.")
    if not 1 <= (whole_number(typed.pass_percent) or 0) <= 100:
        yield Fault("pass_percent", "The pass mark is a whole number of per cent from 1 to 100.")
    for name, words in (("time_limit", "time limit"), ("delay", "wait")):
        if getattr(typed, name) and seconds_of(getattr(typed, name)) is None:
            yield Fault(name, f"Write the {words} such as 45 min, 1 h 30 min or 24 h, or leave it blank for none.")
    if typed.attempts and not whole_number(typed.attempts):
        yield Fault("attempts", "The number of attempts is a whole number from 1, or blank for as many as one likes.")
    for name, words in (("opens", "opening"), ("closes", "closing")):
        yield from _faults_of_time(getattr(typed, name), name, words)
    for number, part in enumerate(typed.parts):
        yield from _faults_of_part(part, number)


def _faults_of_time(text: str, name: str, words: str) -> Iterator[Fault]:
    if text and not wall_clock(text):
        yield Fault(name, f"Write the {words} as a date and a time, such as 2026-12-01 09:00, or leave it blank.")


def _faults_of_part(part: TypedPart, number: int) -> Iterator[Fault]:
    if not part.title:
        yield Fault(f"part-{number}-title", f"Give part {number + 1} a title.")
    if part.minimum and not whole_number(part.minimum):
        yield Fault(f"part-{number}-minimum", f"The points needed in part {number + 1} are a whole number, or blank.")
    for place, one in enumerate(part.places):
        yield from _faults_of_place(one, f"part-{number}-{place}")


def _faults_of_place(one: TypedPlace, name: str) -> Iterator[Fault]:
    if one.kind == "question" and not one.question:
        yield Fault(f"{name}-question", "Write the code of the question, or remove the line.")
    if one.kind == "draw" and not 1 <= (whole_number(one.count) or 0) <= MOST_DRAWN:
        yield Fault(f"{name}-count", f"A draw takes from 1 to {MOST_DRAWN} questions.")
    if one.kind == "draw" and not one.pools:
        yield Fault(f"{name}-pools", "Choose the pool that a draw takes from.")


def _unknown(place: TypedPlace, name: str) -> Fault:
    return Fault(
        f"{name}-question", f"The bank has no question “{place.question}”. Choose one by its words, or write its code."
    )


def _slots(place: TypedPlace) -> list[Slot]:
    if place.kind == "question":
        return [Slot(question=place.question)]
    count = min(whole_number(place.count) or 0, MOST_DRAWN)
    return [Slot(topics=place.topics, pools=place.pools)] * count


def _rungs(text: str) -> int:
    return min(whole_number(text) or 0, len(SHOWN))
