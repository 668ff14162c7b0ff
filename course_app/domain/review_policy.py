"""What may be shown of an attempt, and when.

`SHOWN` of `quizzes` is a ladder: each rung tells more than the one before it, so a policy releases the longest
unbroken run from its beginning, and leaving a rung out closes all above it. In detail:

- `choices` are the learner's own, without a sign of right or wrong; that sign is the key.
- `rationales` say why an option is right, so they imply `key`.
- `passages` open the lesson at the sentence that settles the question, which tells the key to whoever reads it, and
  they are explained by the rationales; so they come last. What to read after a fail is told by topic.
- A policy that lists a later word without an earlier one releases less, never more.
"""

from collections.abc import Collection
from dataclasses import astuple, dataclass

from course_app.domain.quizzes import SHOWN, ReviewPolicy
from course_app.domain.wording import both, first_upper

PHASES = ("open", "submitted")


@dataclass(frozen=True)
class Release:
    """What a page may show; the fields are the words of `SHOWN`, each true only if all before it are."""

    score: bool = False
    topics: bool = False
    choices: bool = False
    key: bool = False
    rationales: bool = False
    passages: bool = False


def released(policy: ReviewPolicy, phase: str, passed: bool | None) -> Release:
    """What is released in a phase of `PHASES`. `passed` None: not graded yet, and then nothing is.

    Raises ValueError for an unknown phase, so that a misspelt one cannot release anything.
    """
    if phase not in PHASES:
        raise ValueError(f"unknown phase: {phase}")
    if phase == "open" or passed is None:
        return Release()
    return _climbed(policy.passed if passed else policy.failed)


def promises(policy: ReviewPolicy) -> list[str]:
    """What the start page says under "What you will see"."""
    after_pass, after_fail = (released(policy, "submitted", passed) for passed in (True, False))
    if after_pass == after_fail:
        return [f"{first_upper(_in_words(after_pass))}."]
    return [f"If you pass: {_in_words(after_pass)}.", f"If not: {_in_words(after_fail)}."]


def _climbed(allowed: Collection[str]) -> Release:
    reached = {}
    for rung in SHOWN:
        if rung not in allowed:
            break
        reached[rung] = True
    return Release(**reached)


def _in_words(release: Release) -> str:
    if not any(astuple(release)):
        return "only that you handed it in"
    parts = ["your score by topic" if release.topics else "your score"]
    words = {
        "choices": "your answers",
        "key": "the right ones",
        "rationales": "the reasons for every option",
        "passages": "where each is taught",
    }
    parts += [said for field, said in words.items() if getattr(release, field)]
    return both(parts)
