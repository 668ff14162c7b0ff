"""`course-app lessons coverage`: every claim with the passages that teach it, what asks about it, its references."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from course_app.commands.lessons import COURSE, ReadCourse, count_of, lessons, read_sound_courses
from course_app.domain.coverage import Coverage, coverage_of, idle_references, item_of, summary_of
from course_app.domain.evidence import lacks_citation

HEADINGS = ("claim", "fit", "taught in", "asked by", "self-checks", "references", "gap")
NONE = "–"


@lessons.command("coverage")
@COURSE
def coverage_command(path: Path | None) -> None:
    """Print claims, passages, questions and references as a table; exit 1 where a gap is not explained.

    A claim that no passage teaches, no quiz asks, or a quiz may ask too early is explained by a lesson in preparation
    that names it in course.yaml (`claims`), or by the reason that it gives itself in claims.yaml (`gap`).
    """
    courses = read_sound_courses(path, "The files have errors, so their coverage cannot be told.")
    unexplained = [gap for course in courses for gap in _say_coverage(course)]
    if unexplained:
        raise click.exceptions.Exit(1)


def _say_coverage(course: ReadCourse) -> list[str]:
    """Print the table of a course; its unexplained gaps."""
    text = course.text
    items = [item_of(question) for question in text.questions.values()]
    found = coverage_of(text.course, text.lessons, text.claims, items, text.quizzes.values())
    idle = idle_references(text.claims, text.lessons, text.references)
    for line in _table([_cells(one) for one in found]):
        click.echo(line)
    unexplained = [f"{one.claim.id}: {', '.join(one.gaps)}." for one in found if one.is_unexplained]
    unexplained += [f"{name}: stands behind no claim and is cited in no lesson." for name in idle]
    click.echo(summary_of(found))
    explained = sum(bool(one.reason) for one in found)
    counts = f"{count_of(explained, 'gap')} explained, {len(unexplained)} not"
    click.echo(f"{text.course.id}: {count_of(len(found), 'claim')}, {counts}.")
    for line in unexplained:
        click.echo(f"  {line}")
    return unexplained


def _cells(one: Coverage) -> tuple[str, ...]:
    gap = ", ".join(one.gaps) + (f": {one.reason}" if one.reason else "")
    by_lesson: dict[str, list[str]] = {}
    for lesson, passage in one.passages:
        by_lesson.setdefault(lesson, []).append(passage)
    taught = "; ".join(f"{lesson} {' '.join(passages)}" for lesson, passages in by_lesson.items())
    references = " ".join(one.references) or ("no citation" if lacks_citation(one.claim) else "the course itself")
    return (one.claim.id, one.claim.fit, taught, " ".join(one.asked), " ".join(one.checks), references, gap)


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Tab-separated, so that it can be sorted and pasted; a blank cell is a dash."""
    for row in (HEADINGS, *rows):
        yield "\t".join(cell or NONE for cell in row)
