"""Tables that stand below the problems of a check: reading figures, and what guessing would score."""

from collections.abc import Iterator, Sequence

from course_app.domain.guessing import Guessing, guess, share_of_key
from course_app.domain.questions import Question
from course_app.formats.reading_checks import LessonReading

LEAST_ITEMS = 10
MOST_OVER_CHANCE = 0.08
NAMED = 12


def reading_table(readings: Sequence[LessonReading]) -> Iterator[str]:
    """One line a lesson: words, minutes, mean and longest sentence, reading age."""
    if readings:
        width = max(len("Reading"), *(len(one.lesson) for one in readings))
        yield f"{'Reading':<{width}}  words  minutes  words a sentence  longest  reading age"
        for one in readings:
            read = one.reading
            mean = read.words / read.sentences if read.sentences else 0
            figures = f"{read.words:5}  {one.minutes:7}  {mean:16.1f}  {read.longest:7}  {read.age:11.1f}"
            yield f"{one.lesson:<{width}}  {figures}"


def guessing_table(questions: Sequence[Question]) -> Iterator[str]:
    """What each strategy of the guesser and the best mix of them would score, against chance."""
    single = [question for question in questions if question.type == "single"]
    if len(single) < LEAST_ITEMS:
        yield f"Guessing: {len(single)} questions with one key; from {LEAST_ITEMS} on it is judged."
        return
    found = guess(single)
    yield f"Guessing without knowledge, {found.items} questions with one key; by chance {found.chance:.0%}"
    for name, score in found.scores.items():
        yield f"  {name:<18} {score:4.0%}{_too_much(name, score, found, single)}"
    mix = ", then ".join(found.best_mix)
    yield f"  best mix           {found.best_score:4.0%}  ({mix}: chosen on these very questions)"
    yield f"  the same, honestly {found.honest_score:4.0%}  (chosen each time without the question it answers)"


def _too_much(name: str, score: float, found: Guessing, questions: Sequence[Question]) -> str:
    """Over chance by more than eight points: the questions that this strategy gets right for sure."""
    if score <= found.chance + MOST_OVER_CHANCE:
        return ""
    given = [question.id for question in questions if share_of_key((name,), question) == 1]
    more = f" and {len(given) - NAMED} more" if len(given) > NAMED else ""
    return f"  more than 8 points over chance; given away: {', '.join(given[:NAMED])}{more}"
