"""What a question says of itself, as the tags that GIFT and Moodle XML know: `level: remember`, `claims: C46, B15`.

A tag is named and written as the field of question text (`question_fields`). The topic is the category instead:
`$course$/top/side-effects`. A tag of ours stands as it is, after `tag: ` where it would be misread as a field.
"""

import re
import unicodedata
from typing import Any

from course_app.domain.question_types.registry import type_of
from course_app.domain.questions import Question
from course_app.formats.intake import Draft
from course_app.formats.question_fields import FIELDS, WHOLE
from course_app.formats.strict_yaml import WORDS, WORDS_OR_CAPITALS

NAMES = ("level", "difficulty", "pool", "order", "claims", "refs", "lesson", "passage", "trap", "safety", "checked-on")
CATEGORY = "$course$/top/"
MOST_ID = 60
_TAG = "tag"


def tags_of(question: Question) -> list[str]:
    """Everything but topic, type and tests of a question, as tags."""
    values = {name: getattr(question, FIELDS[name].argument) for name in NAMES}
    tags = [f"{name}: {FIELDS[name].write(value)}" for name, value in values.items() if value]
    if len(type_of(question).credits) > 1:
        tags.append(f"credit: {question.credit or WHOLE}")
    tags += [f"waive: {FIELDS['waive'].write(waiver)}" for waiver in question.waivers]
    return tags + [f"{_TAG}: {tag}" if _name(tag) in (*FIELDS, _TAG) else tag for tag in question.tags]


def take_tags(draft: Draft, tags: list[str]) -> None:
    """Put tags into the fields of a draft. What is no value of its field stays an ordinary tag."""
    found: dict[str, Any] = {}
    plain: list[str] = []
    for tag in tags:
        name, _, written = tag.partition(":")
        if name == _TAG:
            plain.append(written.strip())
        elif name not in FIELDS or name in ("type", "tags") or not _take(found, name, written.strip()):
            plain.append(tag)
    draft.fields |= found | ({"tags": tuple(plain)} if plain else {})


def take_id(draft: Draft, given: str, name: str = "") -> None:
    """The id that the source gives, else its name if that looks like one: letters, digits (one at least), hyphens."""
    draft.source_id = given or name
    like_an_id = name if any(sign.isdigit() for sign in name) else ""
    fitting = [text for text in (given, like_an_id) if len(text) <= MOST_ID and re.fullmatch(WORDS_OR_CAPITALS, text)]
    draft.id = fitting[0] if fitting else ""


def take_category(draft: Draft, category: str) -> None:
    """The last part of a category as the topic, in the letters of an id; else a note."""
    last = re.split(r"(?<!/)/(?!/)", category.strip())[-1].replace("//", "/").strip()
    slug = "-".join(re.findall("[a-z0-9]+", unicodedata.normalize("NFKD", last).lower()))
    if re.fullmatch(WORDS, slug) and len(slug) <= MOST_ID and last != "top":
        draft.fields["topic"] = slug
    elif last and last != "top":
        draft.note(f"The category “{last[:80]}” can be no topic here.")


def _name(tag: str) -> str:
    return tag.partition(":")[0]


def _take(found: dict[str, Any], name: str, written: str) -> bool:
    try:
        value = FIELDS[name].read(written)
    except ValueError:
        return False
    argument = FIELDS[name].argument
    found[argument] = (*found.get(argument, ()), value) if name == "waive" else value
    return True
