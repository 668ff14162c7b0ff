"""A course folder: which file is what.

    course.yaml  references.yaml  claims.yaml  glossary.yaml
    <module>/<lesson>.md        lessons; file and folder are named after the ids
    figures/<figure>.svg
    questions/*.md              question text
    quizzes/<quiz>.yaml
    reviews.yaml                who approved which question
    source-runs.txt             read elsewhere, in `course_writing`

Texts are UTF-8. Hidden files and editors' litter (`x~`, `#x#`, Thumbs.db, desktop.ini) are passed over; any other
file is a warning. An id is used once in the course for each kind of thing; the first file in the order of the paths
keeps it. What is checked between the files stands in `course_checks`.
"""

import re
from collections.abc import Mapping
from typing import Any

from course_app.formats.claims_yaml import parse_claims
from course_app.formats.course_checks import check_course
from course_app.formats.course_text import CourseText, Sources
from course_app.formats.course_yaml import parse_course
from course_app.formats.figure_svg import parse_figure
from course_app.formats.glossary_yaml import parse_glossary
from course_app.formats.lesson_text import parse_lesson
from course_app.formats.problems import Problem, has_errors
from course_app.formats.question_text import parse_questions
from course_app.formats.quiz_yaml import parse_quiz
from course_app.formats.references_yaml import parse_references
from course_app.formats.reviews_yaml import parse_reviews
from course_app.formats.strict_yaml import did_you_mean

SINGLE_FILES = {
    "course.yaml": "course",
    "references.yaml": "reference",
    "claims.yaml": "claim",
    "glossary.yaml": "term",
    "reviews.yaml": "review",
    "source-runs.txt": "elsewhere",
}
FOLDERS = {"figures": ("figure", ".svg"), "questions": ("question", ".md"), "quizzes": ("quiz", ".yaml")}
LITTER = ("Thumbs.db", "desktop.ini")

_ID = re.compile(r"^[^\w\n]*id:\s*[\"']?(?P<word>[\w-]+)", re.MULTILINE)
_PARSERS = {
    "course": parse_course,
    "reference": parse_references,
    "claim": parse_claims,
    "term": parse_glossary,
    "lesson": parse_lesson,
    "quiz": parse_quiz,
    "review": parse_reviews,
}


def parse_folder(files: Mapping[str, bytes]) -> tuple[CourseText, list[Problem]]:
    """Read a whole course. Keys are POSIX paths within its folder; problems come sorted by path and line."""
    course, problems, _ = read_folder(files)
    return course, problems


def read_folder(files: Mapping[str, bytes]) -> tuple[CourseText, list[Problem], Sources]:
    """As `parse_folder`, with where everything stands: for checks that go beyond what publishing needs."""
    reader = _Reader()
    for path in sorted(files):
        reader.read(path, files[path])
    if "course.yaml" not in files:
        reader.problems.append(Problem("course.yaml", 0, 0, "The folder has no course.yaml."))
    course = reader.course_text()
    return course, sorted([*reader.problems, *check_course(course, reader.sources)]), reader.sources


def kind_of(path: str) -> str:
    """course, reference, claim, term, lesson, figure, question, quiz, review; else elsewhere, litter or unexpected."""
    folder, _, name = path.rpartition("/")
    hidden = any(part.startswith(".") for part in path.split("/"))
    if hidden or name in LITTER or name.endswith("~") or (name.startswith("#") and name.endswith("#")):
        return "litter"
    if not folder:
        return SINGLE_FILES.get(name, "unexpected")
    kind, ending = FOLDERS.get(folder, ("lesson", ".md"))
    return kind if "/" not in folder and name.endswith(ending) else "unexpected"


class _Reader:
    """Gathers what the files say, kind by kind."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.sources = Sources()
        self.kept: dict[str, dict[str, Any]] = {}

    def read(self, path: str, data: bytes) -> None:
        kind = kind_of(path)
        if kind == "unexpected":
            self._report_unexpected(path)
        elif kind == "figure":
            figure, problems = parse_figure(data, path)
            self._keep(kind, path, [figure] if figure else [], problems)
        elif kind not in ("litter", "elsewhere"):
            self._read_text(kind, path, data)

    def course_text(self) -> CourseText:
        of = self.kept.get
        return CourseText(
            course=next(iter(of("course", {}).values()), None),
            references=of("reference", {}),
            claims=of("claim", {}),
            terms=of("term", {}),
            lessons=of("lesson", {}),
            figures=of("figure", {}),
            questions=of("question", {}),
            quizzes=of("quiz", {}),
            reviews=of("review", {}),
        )

    def _read_text(self, kind: str, path: str, data: bytes) -> None:
        self.sources.texts[path] = ""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            column = error.start - data.rfind(b"\n", 0, error.start)
            self._keep(kind, path, [], [Problem(path, line, column, "The file is not UTF-8: save it as UTF-8.")])
            return
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.sources.texts[path] = text
        if kind == "question":
            questions, lines, problems = parse_questions(text, path)
            self._keep(kind, path, questions, problems, lines)
            return
        read, problems = _PARSERS[kind](text, path)
        self._keep(kind, path, read if isinstance(read, list) else [read] if read else [], problems)

    def _keep(
        self, kind: str, path: str, values: list[Any], problems: list[Problem], lines: Mapping[str, int] | None = None
    ) -> None:
        self.problems.extend(problems)
        if has_errors(problems) and len(values) < max(1, len(lines or ())):
            self.sources.unread.update((kind, "passage") if kind == "lesson" else (kind,))
        kept = self.kept.setdefault(kind, {})
        lines = lines or _id_lines(self.sources.texts.get(path, ""))
        for value in values:
            line = lines.get(value.id) or self.sources.places_of(path, value.id)[0][0]
            home, first = self.sources.homes.setdefault((kind, value.id), (path, line))
            if home != path:
                where = f"{home}, line {first}" if first else home
                self.problems.append(Problem(path, line, 0, f"The {kind} id `{value.id}` is taken: see {where}."))
            kept.setdefault(value.id, value)

    def _report_unexpected(self, path: str) -> None:
        near = "" if "/" in path else did_you_mean(path, SINGLE_FILES)
        message = f"This file belongs to no place of a course folder, and is passed over.{near}"
        self.problems.append(Problem(path, 0, 0, message, "warning"))


def _id_lines(text: str) -> dict[str, int]:
    """The line of each `id:` by what it names, the first where it names that again; looked for once in a file."""
    found: dict[str, int] = {}
    line, seen = 1, 0
    for match in _ID.finditer(text):
        line, seen = line + text.count("\n", seen, match.start("word")), match.start("word")
        found.setdefault(match["word"], line)
    return found
