"""source-runs.txt: what the course keeps of its source article, so that overlap is found without its text.

    # Truncated hashes of the runs of words of the source article; written by: course-app lessons source-runs
    5 0f3a9c11d2
    7 91bb02e7aa

A line holds the length of a run, 5 or 7, and its hash: the first ten digits of SHA-256 over the run's words in lower
case with one blank between them. Lines come sorted, so that the order of the article cannot be read from them. Lines
that begin with `#` and blank lines do not count. `parse_source_runs` reads what `write_source_runs` writes.
"""

import re

from course_app.domain.source_runs import DIGITS, LONG, SHORT, SourceRuns
from course_app.formats.problems import Problem

_HEADING = "# Truncated hashes of the runs of words of the source article; written by: course-app lessons source-runs"
_LINE = re.compile(rf"({SHORT}|{LONG}) ([0-9a-f]{{{DIGITS}}})")


def parse_source_runs(text: str, path: str) -> tuple[SourceRuns, list[Problem]]:
    """The hashes and all problems."""
    found: dict[str, set[str]] = {str(SHORT): set(), str(LONG): set()}
    problems = []
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _LINE.fullmatch(line.strip()):
            found[match[1]].add(match[2])
        elif line.strip() and not line.startswith("#"):
            message = "This is no hash of a run; write the file again with: course-app lessons source-runs"
            problems.append(Problem(path, number, 0, message))
    return SourceRuns(frozenset(found[str(SHORT)]), frozenset(found[str(LONG)])), problems


def write_source_runs(found: SourceRuns) -> str:
    """The text of the file."""
    lines = [f"{size} {run}" for size, hashes in ((SHORT, found.short), (LONG, found.long)) for run in sorted(hashes)]
    return "\n".join([_HEADING, *lines, ""])
