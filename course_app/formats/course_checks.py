"""What must agree between the files of a course: ids that exist, an outline that fits, draws that can be filled.

Each finding names the file and line where the author has to look. Warnings are for what may be on purpose: a file
not named after its id, a quiz outside the outline that nobody must pass, a self-check or figure that no lesson shows,
a question of pool quiz on a claim that no written lesson teaches.
"""

from collections.abc import Iterator

from course_app.domain.courses import Course, Lesson, Module, numbers_of
from course_app.domain.evidence import Claim, is_beyond
from course_app.domain.questions import Question
from course_app.formats.course_text import CourseText, Sources, no_such
from course_app.formats.problems import Problem
from course_app.formats.quiz_checks import check_quiz

OUTLINE = "course.yaml"
CLAIMS = "claims.yaml"
IN_LIST = r"(?:^ *-|[\[,]) *[\"']?{}"
IN_QUIZZES = r"(?:\bquizzes:[^\]\n]*|^ *- *[\"']?){}"
IN_ID = r"\bid:\s*[\"']?{}"


def check_course(read: CourseText, sources: Sources) -> list[Problem]:
    """All findings, each once, in no particular order."""
    found = list(_repeated_passages(read, sources))
    for lesson in read.lessons.values():
        found += _check_lesson(lesson, read, sources)
    for claim in read.claims.values():
        found += _check_claim(claim, read, sources)
    for question in read.questions.values():
        found += _check_question(question, read, sources)
    for quiz in read.quizzes.values():
        found += check_quiz(quiz, read, sources)
    if read.course:
        found += _check_outline(read.course, read, sources)
    if "lesson" not in sources.unread:
        found += _check_use(read, sources)
    return list(dict.fromkeys(found))


def _repeated_passages(read: CourseText, sources: Sources) -> Iterator[Problem]:
    homes: dict[str, str] = {}
    for lesson in read.lessons.values():
        for passage in lesson.passages:
            home = homes.setdefault(passage.id, lesson.id)
            if home != lesson.id:
                message = f"The passage id `{passage.id}` is taken by lesson {home}."
                yield from sources.problems_at(_path(sources, "lesson", lesson.id), passage.id, "#{}", message)


def _check_lesson(lesson: Lesson, read: CourseText, sources: Sources) -> Iterator[Problem]:
    path = _path(sources, "lesson", lesson.id)
    claims = {claim for passage in lesson.passages for claim in passage.claims}
    named = [
        ("claim", claims, read.claims, r'claims="[^"]*{}[^"]*"'),
        ("reference", lesson.citations, read.references, "@{}"),
        ("term", lesson.terms, read.terms, 'term="{}"'),
        ("figure", lesson.figures, read.figures, r":::\s*figure\s+{}"),
        ("question", lesson.checks, read.questions, r":::\s*check\s+{}"),
        ("lesson", _linked(lesson, "lesson") if read.course else (), _lesson_ids(read), "lesson:{}"),
        ("passage", _linked(lesson, "passage"), _passage_ids(read), "passage:{}"),
    ]
    for kind, words, known, sign in named:
        for word in sorted(set(words)):
            yield from sources.unknown(kind, word, known, path, sign)
    yield from _check_sources(lesson, read, sources, path)
    for check in sorted(set(lesson.checks)):
        question = read.questions.get(check)
        if question and question.pool != "self-check":
            message = f"`{check}` belongs to pool {question.pool}; a lesson shows questions of pool self-check only."
            yield from sources.problems_at(path, check, r":::\s*check\s+{}", message)


def _check_sources(lesson: Lesson, read: CourseText, sources: Sources, path: str) -> Iterator[Problem]:
    """What a passage names as its sources must stand behind one of its claims."""
    for passage in lesson.passages:
        claims = [read.claims[claim] for claim in passage.claims if claim in read.claims]
        behind = {source.reference for claim in claims for source in claim.sources}
        for name in passage.sources:
            if name not in behind and "claim" not in sources.unread:
                message = f"`{name}` stands behind no claim of the passage `{passage.id}`."
                yield from sources.problems_at(path, name, r'sources="[^"]*{}[^"]*"', message)


def _check_claim(claim: Claim, read: CourseText, sources: Sources) -> Iterator[Problem]:
    sign = r"\bref:\s*[\"']?{}"
    for source in claim.sources:
        reference = read.references.get(source.reference)
        yield from sources.unknown("reference", source.reference, read.references, CLAIMS, sign)
        if reference and source.cited and reference.number is None and not is_beyond(claim):
            line, column = sources.places_of(CLAIMS, claim.id, IN_ID)[0]
            message = f"{claim.id}: `{source.reference}` has no number in the article: write `cited: false`."
            yield Problem(CLAIMS, line, column, message)


def _check_question(question: Question, read: CourseText, sources: Sources) -> Iterator[Problem]:
    path, line = sources.homes["question", question.id]
    topics = [topic for topic, _ in read.course.topics] if read.course else []
    lessons = {**numbers_of(read.course), **_lesson_ids(read)} if read.course else _lesson_ids(read)
    named = [
        ("topic" if read.course else "", [question.topic], topics),
        ("claim", question.claims, read.claims),
        ("reference", question.references, read.references),
        ("lesson" if read.course else "", [question.lesson], lessons),
        ("passage", [question.passage], _passage_ids(read)),
    ]
    for kind, words, known in named:
        for word in words:
            if kind and word and word not in known and kind not in sources.unread:
                yield Problem(path, line, 0, f"{question.id}: {no_such(kind, word, known)}")


def _check_outline(course: Course, read: CourseText, sources: Sources) -> Iterator[Problem]:
    for passage in [course.specimen, *(saying.passage for saying in course.sayings)]:
        if passage:
            yield from sources.unknown("passage", passage, _passage_ids(read), OUTLINE, "(?:specimen|passage):.*{}")
    places = {entry.id: module for module in course.modules for entry in module.lessons}
    if course.practical_days_after:
        yield from sources.unknown("lesson", course.practical_days_after, places, OUTLINE, "practical-days-after:.*{}")
    for module in course.modules:
        yield from _check_module(module, read, sources)
    for lesson in read.lessons.values():
        path, line = sources.homes["lesson", lesson.id]
        module = places.get(lesson.id)
        wanted = f"{module.id}/{lesson.id}.md" if module else ""
        if not module:
            yield Problem(path, line, 0, f"The outline in {OUTLINE} lacks the lesson `{lesson.id}`.")
        elif path != wanted:
            yield Problem(path, line, 0, f"By its id and the outline, this file belongs at {wanted}.", "warning")
    yield from _check_outline_quizzes(course, read, sources)


def _check_module(module: Module, read: CourseText, sources: Sources) -> Iterator[Problem]:
    for entry in module.lessons:
        for claim in entry.claims:
            yield from sources.unknown("claim", claim, read.claims, OUTLINE, r"\bclaims:[^\]\n]*{}")
        path = f"{module.id}/{entry.id}.md"
        if entry.planned and entry.id in read.lessons:
            message = f"`{entry.id}` is planned here, but its file exists: write `- {entry.id}` alone."
            line, column = sources.places_of(OUTLINE, entry.id, IN_ID)[-1]
            yield Problem(OUTLINE, line, column, message)
        elif not entry.planned and entry.id not in read.lessons and path not in sources.texts:
            message = f"There is no file {path}: write it, or plan it with `{{id: {entry.id}, title: …}}`."
            yield from sources.problems_at(OUTLINE, entry.id, IN_LIST, message)


def _check_outline_quizzes(course: Course, read: CourseText, sources: Sources) -> Iterator[Problem]:
    outlined = [*course.quizzes, *(quiz for module in course.modules for quiz in module.quizzes)]
    for quiz_id in outlined:
        yield from sources.unknown("quiz", quiz_id, read.quizzes, OUTLINE, IN_QUIZZES)
    for quiz in read.quizzes.values():
        path, line = sources.homes["quiz", quiz.id]
        if quiz.id not in outlined:
            must = ", which must be passed" if quiz.required else ""
            message = f"The outline in {OUTLINE} lacks the quiz `{quiz.id}`{must}."
            yield Problem(path, line, 0, message, "error" if quiz.required else "warning")
        if path != f"quizzes/{quiz.id}.yaml":
            yield Problem(path, line, 0, f"By its id, this file belongs at quizzes/{quiz.id}.yaml.", "warning")


def _check_use(read: CourseText, sources: Sources) -> Iterator[Problem]:
    taught = {claim for lesson in read.lessons.values() for passage in lesson.passages for claim in passage.claims}
    shown = {check for lesson in read.lessons.values() for check in lesson.checks}
    drawn = {figure for lesson in read.lessons.values() for figure in lesson.figures}
    for question in read.questions.values():
        path, line = sources.homes["question", question.id]
        untaught = [claim for claim in question.claims if claim not in taught]
        if question.pool == "self-check" and question.id not in shown:
            yield Problem(path, line, 0, f"{question.id}: no lesson shows this self-check.", "warning")
        if question.pool == "quiz" and untaught:
            message = f"{question.id}: no passage of a written lesson teaches {', '.join(untaught)}."
            yield Problem(path, line, 0, message, "warning")
    for figure in read.figures:
        if figure not in drawn:
            yield Problem(_path(sources, "figure", figure), 0, 0, "No lesson shows this figure.", "warning")


def _path(sources: Sources, kind: str, ident: str) -> str:
    return sources.homes[kind, ident][0]


def _linked(lesson: Lesson, kind: str) -> list[str]:
    return [link.removeprefix(f"{kind}:") for link in lesson.links if link.startswith(f"{kind}:")]


def _passage_ids(read: CourseText) -> set[str]:
    return {passage.id for lesson in read.lessons.values() for passage in lesson.passages}


def _lesson_ids(read: CourseText) -> dict[str, str]:
    """The lessons that one may name: those of the outline, planned ones too, and those that have a file."""
    outlined = numbers_of(read.course).values() if read.course else ()
    return {ident: ident for ident in (*outlined, *read.lessons)}
