"""How well a course is written: its items by the rules of item writing, its lessons by the reading checks;
and whether somebody has approved its items as they are now.

What is found here says nothing about whether the course can be read; an error stops publishing all the same. A waived
finding keeps its place in the list with the level "waived" and the author's reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from course_app.domain.item_findings import Finding, Surroundings
from course_app.domain.item_writing import judge
from course_app.domain.questions import Question
from course_app.domain.source_runs import SourceRuns
from course_app.formats.course_text import CourseText, Sources
from course_app.formats.problems import Problem
from course_app.formats.question_places import Places, places_of
from course_app.formats.reading_checks import check_reading
from course_app.formats.review_checks import check_reviews
from course_app.formats.source_runs_text import parse_source_runs

SOURCE_RUNS = "source-runs.txt"
BANK = "questions"

_NO_RUNS = (
    "The course names its source article, but whether it repeats the article's words is not checked without this file. "
    "Write it with: course-app lessons source-runs"
)


def check_writing(read: CourseText, sources: Sources, files: Mapping[str, bytes], today: str) -> list[Problem]:
    """All problems of a course's writing, sorted. `today`: an ISO date."""
    kept = files.get(SOURCE_RUNS, b"").decode("utf-8", "replace")
    article, problems = parse_source_runs(kept, SOURCE_RUNS)
    if read.course and read.course.article.title and SOURCE_RUNS not in files:
        problems.append(Problem(SOURCE_RUNS, 0, 0, _NO_RUNS, "warning" if _is_strict(read) else "note"))
    findings = judge(_questions(read), _surroundings(read, sources, article, today))
    places = {path: places_of(text) for path, text in sources.texts.items() if path.startswith(f"{BANK}/")}
    for finding in findings:
        path = sources.homes["question", finding.question][0] if finding.question else BANK
        problems.append(_problem(finding, path, places.get(path, {}).get(finding.question, {})))
    reviews = check_reviews(read, sources, is_strict=_is_strict(read))
    return sorted([*problems, *check_reading(read, sources, article), *reviews])


def check_questions(questions: Iterable[Question], text: str, path: str, today: str) -> list[Problem]:
    """The problems of questions that belong to no course, sorted, after the policy `plain`."""
    places = places_of(text)
    findings = judge(list(questions), Surroundings(today=today))
    return sorted(_problem(finding, path, places.get(finding.question, {})) for finding in findings)


def _questions(read: CourseText) -> list[Question]:
    """The questions with such claims and references as there are; what there is not is a problem of its own."""
    return [
        replace(
            question,
            claims=tuple(name for name in question.claims if name in read.claims),
            references=tuple(name for name in question.references if name in read.references),
        )
        for question in read.questions.values()
    ]


def _is_strict(read: CourseText) -> bool:
    return bool(read.course and read.course.item_writing == "strict")


def _surroundings(read: CourseText, sources: Sources, article: SourceRuns, today: str) -> Surroundings:
    modules = read.course.modules if read.course else ()
    return Surroundings(
        policy="strict" if _is_strict(read) else "plain",
        claims={} if "claim" in sources.unread else read.claims,
        references=read.references,
        quizzes=tuple(read.quizzes.values()),
        article=article,
        today=today,
        is_complete=bool(modules) and not any(entry.planned for module in modules for entry in module.lessons),
    )


def _problem(finding: Finding, path: str, places: Places) -> Problem:
    whose = f"{finding.question}: " if finding.question else ""
    line = places.get(finding.place) or places.get("", 0)
    if finding.waived:
        return Problem(path, line, 0, f"{whose}{finding.reason} ({finding.rule}: {finding.waived})", "waived")
    return Problem(path, line, 0, f"{whose}{finding.reason} {finding.advice} ({finding.rule})", finding.level)
