"""What differs between two versions of a quiz, in words for whoever builds it."""

from course_app.domain.quiz_building import Place, places_of
from course_app.domain.quizzes import Quiz, Section
from course_app.domain.revisions import Change
from course_app.domain.wording import both, duration, either

NOTHING = Section("", "", ())


def quiz_changes(old: Quiz, new: Quiz) -> tuple[Change, ...]:
    """What `new` changed of `old`; parts are compared by their permanent ids."""
    pairs = [
        ("Title", old.title, new.title),
        ("Summary", old.summary, new.summary),
        *_section_pairs(old, new),
        ("Pass mark", f"{old.pass_percent} %", f"{new.pass_percent} %"),
        ("Time limit", _time(old.time_limit), _time(new.time_limit)),
        ("Opens", old.opens or "always open", new.opens or "always open"),
        ("Closes", old.closes or "never", new.closes or "never"),
        ("Attempts", str(old.attempts or "no limit"), str(new.attempts or "no limit")),
        ("Wait between attempts", _time(old.delay), _time(new.delay)),
        ("Completing the course", _needed(old), _needed(new)),
        ("On the page", old.presentation.replace("-", " "), new.presentation.replace("-", " ")),
        ("Shown after a pass", both(old.review.passed), both(new.review.passed)),
        ("Shown after a fail", both(old.review.failed), both(new.review.failed)),
    ]
    return tuple(Change(*pair) for pair in pairs if pair[1] != pair[2])


def _section_pairs(old: Quiz, new: Quiz) -> list[tuple[str, str, str]]:
    before = {section.id: section for section in old.sections}
    after = {section.id: section for section in new.sections}
    pairs = []
    for name in before | after:
        was, now = before.get(name, NOTHING), after.get(name, NOTHING)
        title = now.title or was.title
        pairs.append((f"Part “{title}”", _in_words(was), _in_words(now)))
    if set(before) == set(after) and list(before) != list(after):
        pairs.append(("Order of the parts", _titles(old), _titles(new)))
    return pairs


def _in_words(section: Section) -> str:
    """Title, least points and lines; empty for a part that is not there."""
    if section is NOTHING:
        return ""
    least = f", at least {section.minimum} right" if section.minimum else ""
    return "\n".join([f"{section.title}{least}", *map(_line, places_of(section))])


def _line(place: Place) -> str:
    slot = place.slot
    if slot.question:
        return f"question {slot.question}"
    return f"{place.count} drawn from {either(slot.topics) or 'any topic'} ({either(slot.pools) or 'any pool'})"


def _time(seconds: int | None) -> str:
    return duration(seconds) if seconds else "none"


def _needed(quiz: Quiz) -> str:
    return "must be passed" if quiz.required else "not needed"


def _titles(quiz: Quiz) -> str:
    return ", ".join(section.title for section in quiz.sections)
