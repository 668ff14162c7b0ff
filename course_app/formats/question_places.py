"""On which line of question text each part of a question begins: its stem, its options, their rationales.

The grammar is that of `question_text`. Parts are named as the rules of item writing name them: "stem", an option's
letter, letter + "-rationale"; "" is the question itself.
"""

import re

from course_app.domain.questions import LETTERS

Places = dict[str, int]

_QUESTION = re.compile(r"##\s+(\S.*)")
_OPTION = re.compile(r"- \[(?:[ xX]|[0-9]{1,2})\]")


def places_of(text: str) -> dict[str, Places]:
    """The lines of the parts of each question, by its id; of an id given twice, those of the first."""
    found: dict[str, Places] = {}
    places: Places = {}
    is_after_fields = False
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("#"):
            heading = _QUESTION.fullmatch(line.rstrip())
            places, is_after_fields = {"": number}, False
            if heading:
                found.setdefault(heading[1].strip(), places)
        elif not line.strip():
            is_after_fields = True
        elif _OPTION.match(line):
            places[_next_letter(places)] = number
        elif line.lstrip().startswith(">"):
            places.setdefault(f"{_last_letter(places)}-rationale", number)
        elif is_after_fields and not _last_letter(places):
            places.setdefault("stem", number)
    return found


def _letters(places: Places) -> list[str]:
    return [place for place in places if place in LETTERS and place]


def _last_letter(places: Places) -> str:
    return (_letters(places) or [""])[-1]


def _next_letter(places: Places) -> str:
    return LETTERS[min(len(_letters(places)), len(LETTERS) - 1)]
