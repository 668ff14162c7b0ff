"""What the files of one course folder say together, and where they say it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from course_app.domain.courses import Course, Lesson
from course_app.domain.evidence import Claim, Reference, Term
from course_app.domain.questions import Question
from course_app.domain.quizzes import Quiz
from course_app.domain.reviews import Groundwork, Review, groundwork_of
from course_app.formats.figure_svg import Figure
from course_app.formats.problems import Problem
from course_app.formats.strict_yaml import did_you_mean


@dataclass(frozen=True)
class CourseText:
    """Everything by its id (a review by its question's).

    `course` is None when course.yaml is missing or cannot be read.
    """

    course: Course | None = None
    references: dict[str, Reference] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    lessons: dict[str, Lesson] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    quizzes: dict[str, Quiz] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)

    @property
    def groundwork(self) -> Groundwork:
        """What the questions can stand on."""
        passages = (passage for lesson in self.lessons.values() for passage in lesson.passages)
        return groundwork_of(self.claims.values(), passages)


@dataclass
class Sources:
    """The texts by path, the home (path, line) of each (kind, id), and the kinds of which a file could not be read.

    What refers to an unread kind is not called unknown: one broken file would make a hundred problems.
    """

    texts: dict[str, str] = field(default_factory=dict)
    homes: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def places_of(self, path: str, word: str, sign: str = "{}") -> list[tuple[int, int]]:
        """Each (line, column) at which the id `word` stands in the file in the setting `sign` (a pattern with {} for
        the id); where it stands so nowhere, its first place of all; at worst (0, 0)."""
        text = self.texts.get(path, "")
        alone = rf"(?<![\w-])(?P<word>{re.escape(word)})(?![\w-])"
        found = list(re.finditer(sign.replace("{}", alone), text, re.MULTILINE))
        found = found or list(re.finditer(alone, text))[:1]
        starts = [match.start("word") for match in found]
        return [(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)) for at in starts] or [(0, 0)]

    def problems_at(self, path: str, word: str, sign: str, message: str, level: str = "error") -> Iterator[Problem]:
        """The same problem at each of those places."""
        for line, column in self.places_of(path, word, sign):
            yield Problem(path, line, column, message, level)

    def unknown(self, kind: str, word: str, known: Collection[str], path: str, sign: str) -> Iterator[Problem]:
        """Problems when the id `word`, written in `path`, is none of the `known` ids of that kind."""
        if word not in known and kind not in self.unread:
            yield from self.problems_at(path, word, sign, no_such(kind, word, known))


def no_such(kind: str, word: str, known: Collection[str]) -> str:
    """The sentence for an unknown id."""
    return f"There is no {kind} `{word}`.{did_you_mean(word, known)}"
