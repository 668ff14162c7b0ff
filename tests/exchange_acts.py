"""What an instructor of the small course brought in before a page is shown; more of tests/acts.py."""

from dataclasses import replace
from functools import partial

from course_app.formats.exchange import FORMATS, read_file
from course_app.queries.catalogue import newest_outline
from course_app.queries.question_imports import import_page
from course_app.queries.taking_out import Wanted, questions_wanted
from course_app.services import importing_questions, planning_imports
from course_app.services.planning_imports import Choices
from tests import admin_acts
from tests.acts import SMALL

WORD = """1. **Which kettle** of the house whistles in the morning?
a) This one
b) That one on the shelf
Answer: a
Explanation: It boils.

2. ما هو الشاي؟
a) ورقة
b) حجر
**c) لا شيء**

3. How is a pot of tea warmed?
a) By the fire
b) By the sun
"""


NEW = f"""
## N1
topic: doors | claims: C99

Which *pot* of Siân’s holds tea for ten guests?

- [x] The great one
  > It is the greatest.
- [ ] The W{"i" * 60}

## N2

No key here?

- [ ] One
- [ ] Two
"""


def mixed():
    """Question text of every outcome: new, alike, changed, unchanged, rejected, with notes; without the first title."""
    wanted = Wanted(codes=("T01", "E04", "T06"))  # no other page names E04, which becomes a draft
    there = {one.id: one for one in questions_wanted(newest_outline(SMALL).course_id, wanted)}
    first, second, third = (there[code] for code in wanted.codes)
    stem = f"{second.stem} Say why."
    text = FORMATS["text"].write([first, replace(second, stem=stem), replace(third, id="N9", stem=f"{third.stem} Or?")])
    return text[0] + NEW


def many(number):
    """As many items of GIFT, of which some are broken."""
    return "\n".join(
        f"::P{place}:: How many cups does pot number {place} hold? {{={place} ~None{'' if place % 25 else ' ~'}}}\n"
        for place in range(number)
    )


def kept(file_name, text=""):
    """A file waits to be confirmed."""

    def act(stage, person):
        outline, data = newest_outline(SMALL), (text or mixed()).encode()
        format, intake = read_file(data, file_name)
        key = planning_imports.store_plan(person, outline, data, file_name, format, intake, stage.now)
        return {"import": key, "seal": import_page(outline, key).seal}

    return act


def left_out(file_name, place):
    """A file waits, and one of its items is left out."""

    def act(stage, person):
        names = kept(file_name)(stage, person)
        planning_imports.choose(newest_outline(SMALL), names["import"], Choices(topic="brewing"), place, 0)
        return names

    return act


def begun(file_name, text, choices=None):
    """A file was confirmed."""

    def act(stage, person):
        names = kept(file_name, text)(stage, person)
        outline = newest_outline(SMALL)
        importing_questions.begin(person, outline, names["import"], names["seal"], choices or Choices(), stage.now)
        return names

    return act


def done(file_name, text=""):
    """A file was brought in."""

    def act(stage, person):
        names = begun(file_name, text)(stage, person)
        importing_questions.finish(names["import"], stage.now)
        return names

    return act


a_day_later = partial(admin_acts.a_day_later, clear=importing_questions.clear_question_imports)
