"""Reading checks: what the lessons ask of their readers, and whether their words are the course's own.

Figures are shown for each lesson; a problem is what an author has to look at: words of the source article in the same
order (seven an error, five a warning), US spelling, a sentence beyond 35 words, and in a strict course a lesson of
under 400 or over 650 words. Looked at: lessons with title, outcomes and takeaways; for the article's words and for
spelling also what pages print of course.yaml, claims, references, glossary and figures. Items are judged by themselves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from course_app.domain.courses import Lesson, minutes_of
from course_app.domain.readability import (
    FEWEST_WORDS,
    LONG_SENTENCE,
    MOST_WORDS,
    OLDEST,
    Reading,
    reading_of,
    sentences_of,
)
from course_app.domain.source_runs import LONG, SourceRuns, overlaps
from course_app.domain.uk_spelling import us_spellings
from course_app.formats.course_text import CourseText, Sources
from course_app.formats.lesson_markdown import Block, plain, read_blocks
from course_app.formats.problems import Problem

Line = tuple[int, str]


@dataclass(frozen=True)
class LessonReading:
    """What one lesson asks of its reader."""

    lesson: str
    minutes: int
    reading: Reading


def lesson_readings(read: CourseText) -> list[LessonReading]:
    """The figures of every lesson, in the order of the outline."""
    order = [entry.id for module in read.course.modules for entry in module.lessons] if read.course else []
    lessons = sorted(read.lessons.values(), key=lambda one: order.index(one.id) if one.id in order else len(order))
    return [_reading(lesson, read_blocks(lesson.body)) for lesson in lessons]


def check_reading(read: CourseText, sources: Sources, article: SourceRuns) -> list[Problem]:
    """All problems, in no particular order."""
    found = []
    is_strict = bool(read.course and read.course.item_writing == "strict")
    for lesson in read.lessons.values():
        path, blocks = sources.homes["lesson", lesson.id][0], read_blocks(lesson.body)
        for line, text in _lines(lesson, blocks, sources.texts[path]):
            found += [*_own_words(path, line, text, article), *_long_sentences(path, line, text)]
        found += _as_a_whole(_reading(lesson, blocks), path, is_strict=is_strict)
    for kind, ident, text in _other_texts(read):
        path, line = sources.homes[kind, ident]
        found += _own_words(path, line, text, article)
    return list(dict.fromkeys(found))


def _reading(lesson: Lesson, blocks: Sequence[Block]) -> LessonReading:
    paragraphs = [plain(inline.children) for block in blocks if block.number for inline in block.inlines]
    minutes = minutes_of(lesson.words, len(lesson.figures), len(lesson.checks))
    return LessonReading(lesson.id, minutes, reading_of(paragraphs))


def _own_words(path: str, line: int, text: str, article: SourceRuns) -> Iterator[Problem]:
    for overlap in overlaps(text, article):
        level = "error" if overlap.size == LONG else "warning"
        said = f"These words stand in the source article as well: “{overlap.words}”. Say it in your own."
        yield Problem(path, line, 0, said, level)
    for us, uk in us_spellings(text):
        yield Problem(path, line, 0, f"“{us}” is US spelling; in the UK: {uk}.", "warning")


def _long_sentences(path: str, line: int, text: str) -> Iterator[Problem]:
    for sentence in sentences_of(text):
        words = len(sentence.split())
        if words > LONG_SENTENCE:
            start = " ".join(sentence.split()[:6])
            said = f"This sentence has {words} words: “{start} …”. Make two of it; {LONG_SENTENCE} is the most."
            yield Problem(path, line, 0, said, "warning")


def _as_a_whole(lesson: LessonReading, path: str, *, is_strict: bool) -> Iterator[Problem]:
    words = lesson.reading.words
    if is_strict and not FEWEST_WORDS <= words <= MOST_WORDS:
        said = f"The lesson has {words} words; {FEWEST_WORDS} to {MOST_WORDS} are wanted."
        yield Problem(path, 0, 0, said, "warning")
    if lesson.reading.age > OLDEST:
        said = f"Its reading age is {lesson.reading.age:.0f}: shorter sentences and plainer words would lower it."
        yield Problem(path, 0, 0, said, "warning")


def _lines(lesson: Lesson, blocks: Sequence[Block], text: str) -> Iterator[Line]:
    """Every run of words of the lesson with its line: front matter, headings, paragraphs, captions."""
    front = text[: len(text) - len(lesson.body)]
    for said in (lesson.title, *lesson.outcomes, *lesson.takeaways):
        yield _line_with(front, said), said
    for inline in (inline for block in blocks for inline in block.inlines):
        yield front.count("\n") + 1 + inline.map[0], plain(inline.children)


def _line_with(front: str, said: str) -> int:
    """The line of the front matter that holds a text; where it is folded, that of its first words."""
    for words in (said, " ".join(said.split()[:3])):
        if words in front:
            return front.count("\n", 0, front.index(words)) + 1
    return 1


def _other_texts(read: CourseText) -> Iterator[tuple[str, str, str]]:
    """What pages print beside the lessons: kind, id, text."""
    if read.course:
        course = read.course
        modules = (module.summary for module in course.modules)
        sayings = (saying.say for saying in course.sayings)
        for text in (course.question, course.summary, course.audience, course.limits, *modules, *sayings):
            yield "course", course.id, text
    for claim in read.claims.values():
        for text in (claim.text, *(source.finding for source in claim.sources)):
            yield "claim", claim.id, text
    for reference in read.references.values():
        yield "reference", reference.id, reference.found
    for term in read.terms.values():
        yield "term", term.id, term.meaning
    for figure in read.figures.values():
        yield "figure", figure.id, figure.description
