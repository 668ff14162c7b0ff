"""What a parser found wrong, and where.

A problem is for the author: `path` as the author knows it, `line` and `column` from 1 (0: not known), `message`
a sentence that says what is wrong and what to write instead. Level "error" stops publishing, "warning" does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One finding at one place."""

    path: str
    line: int
    column: int
    message: str
    level: str = "error"

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: {self.level}: {self.message}"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems stops publishing."""
    return any(problem.level == "error" for problem in problems)
