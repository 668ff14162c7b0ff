"""The home page of a course: nothing typed, all of it computed from the course version, once a version."""

from dataclasses import dataclass

from course_app.domain.assessment import assessment
from course_app.domain.courses import Module, Passage
from course_app.domain.evidence import LABEL_MEANINGS, LABELS, label_of_passage
from course_app.domain.wording import short_minutes
from course_app.queries.catalogue import LessonCard, Outline, Taught
from course_app.queries.kept import kept
from course_app.queries.margin import MarginEntry, margin


@dataclass(frozen=True)
class Specimen:
    """One paragraph of a lesson with its margin."""

    card: LessonCard
    text: str
    margin: tuple[MarginEntry, ...]


@dataclass(frozen=True)
class SayingLine:
    """What a learner can say, how strongly it is supported, and where it is taught."""

    say: str
    label: str
    words: str
    card: LessonCard
    passage: str


@dataclass(frozen=True)
class ModuleLine:
    """A module with the lessons that can be read and those in preparation, and the minutes of the former."""

    number: int
    module: Module
    written: int
    planned: int
    minutes: int


@dataclass(frozen=True)
class FrontPage:
    """A course as its home page tells it; `shortest` and `longest` are minutes of the written lessons.

    `length`: the minutes of all of them in words; `limit`: the first sentence on what the course does not permit;
    `labels`: triples (key, words, meaning).
    """

    outline: Outline
    first_open: LessonCard | None
    specimen: Specimen | None
    sayings: tuple[SayingLine, ...]
    modules: tuple[ModuleLine, ...]
    assessed: tuple[tuple[str, str], ...]
    written: int
    planned: int
    minutes: int
    length: str
    shortest: int
    longest: int
    limit: str
    labels: tuple[tuple[str, str, str], ...]


def front_page(outline: Outline) -> FrontPage:
    """The home page of a course version."""
    return kept("front page", outline.version_id, lambda: _front_page(outline))


def _front_page(outline: Outline) -> FrontPage:
    lengths = [card.minutes for card in outline.written]
    modules = tuple(_module_line(outline, place, module) for place, module in enumerate(outline.course.modules, 1))
    cards = outline.quizzes.values()
    return FrontPage(
        outline=outline,
        first_open=next((card for card in outline.written if card.is_open), None),
        specimen=_specimen(outline),
        sayings=tuple(_sayings(outline)),
        modules=modules,
        assessed=tuple(
            assessment([card.quiz for card in cards if card.module], [card.quiz for card in cards if not card.module])
        ),
        written=len(lengths),
        planned=sum(line.planned for line in modules),
        minutes=sum(lengths),
        length=short_minutes(sum(lengths)),
        shortest=min(lengths, default=0),
        longest=max(lengths, default=0),
        limit=_first_sentence(outline.course.limits),
        labels=tuple((key, words, LABEL_MEANINGS[key]) for key, words in LABELS.items()),
    )


def _module_line(outline: Outline, number: int, module: Module) -> ModuleLine:
    own = [outline.lessons[entry.id] for entry in module.lessons]
    written = [card for card in own if not card.is_planned]
    return ModuleLine(number, module, len(written), len(own) - len(written), sum(card.minutes for card in written))


def _sayings(outline: Outline) -> list[SayingLine]:
    lines = []
    for saying in outline.course.sayings:
        taught = outline.passages.get(saying.passage)
        if taught:
            claims = [outline.claims[claim] for claim in taught.passage.claims]
            label = label_of_passage(claims, outline.references, taught.passage.sources)
            lines.append(SayingLine(saying.say, label, LABELS[label], taught.card, saying.passage))
    return lines


def _specimen(outline: Outline) -> Specimen | None:
    taught = outline.passages.get(outline.course.specimen)
    if taught is None:
        return None
    passages = _paragraph(taught)
    claims = dict.fromkeys(claim for passage in passages for claim in passage.claims)
    named = {source for passage in passages for source in passage.sources}
    return Specimen(taught.card, taught.passage.around, margin(outline, claims, named))


def _paragraph(taught: Taught) -> list[Passage]:
    """All passages of the paragraph in which a passage stands."""
    passages = taught.card.lesson.passages if taught.card.lesson else ()
    return [passage for passage in passages if passage.paragraph == taught.passage.paragraph]


def _first_sentence(text: str) -> str:
    start, dot, _ = text.partition(". ")
    return f"{start}." if dot else start
