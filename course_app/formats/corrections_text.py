"""Suggested corrections as Markdown, to be taken into the course's files: by lesson, each under its passage's id.

    ## 1.2 Second steps (second-steps)

    ### tea-is-warm

    Passage: Tea is warm.

    - 2026-11-22: It is hot.

Nobody's name stands in it, since the file may be kept where no erasure reaches. What readers wrote is one line each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby


@dataclass(frozen=True)
class Line:
    """One correction. `lesson` is the words of its heading; `place`: where lesson and passage stand in the course."""

    place: tuple[int, int]
    lesson: str
    passage: str
    wording: str
    body: str
    at: datetime


def write(title: str, lines: Iterable[Line]) -> str:
    """The corrections of a course in the order of its text; a passage with two wordings stands once for each."""
    ordered = sorted(lines, key=lambda line: (line.place, line.lesson, line.passage, line.wording, line.at))
    parts = [f"# Corrections suggested to “{title}”"]
    for lesson, within in groupby(ordered, key=lambda line: line.lesson):
        parts.append(f"## {lesson}")
        for (passage, wording), alike in groupby(within, key=lambda line: (line.passage, line.wording)):
            parts += [f"### {passage}", f"Passage: {wording}"]
            parts.append("\n".join(f"- {line.at:%Y-%m-%d}: {line.body}" for line in alike))
    if len(parts) == 1:
        parts.append("None is waiting to be decided.")
    return "\n\n".join(parts) + "\n"
