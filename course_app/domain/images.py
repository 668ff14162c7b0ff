"""Images in the texts of a question: how a text names one, and what is wrong with how it does.

    ![What is seen](image:0123456789abcdef0123456789abcdef-640x480)

The name is the SHA-256 of the image's bytes, shortened to 128 bits; width and height stand in the reference, so that
a page can keep the place free without looking the image up. Its alternative is for who does not see it; whether it
gives the key away only the author can tell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from course_app.domain.questions import Fault, Question

ADDRESS = "/question-images/"
LONGEST_ALTERNATIVE = 300
REFERENCE = re.compile(r"!\[([^\[\]\\\n]*)\]\(image:([0-9a-f]{32})-([1-9][0-9]{0,3})x([1-9][0-9]{0,3})\)")
NAME = re.compile(r"[0-9a-f]{32}-[1-9][0-9]{0,3}x[1-9][0-9]{0,3}")
SILENT = "An image has no alternative. Between ![ and ] write what somebody who does not see it needs to know."
TOO_LONG = f"The alternative of an image is longer than {LONGEST_ALTERNATIVE} characters. Say it in the text instead."
BROKEN = (
    "What begins with ![ names no image that the course has. Add the image with “Add an image”, or take out the line."
)
IN_A_LESSON = "A self-check stands in a lesson, where no image can be shown. Choose another pool, or leave it out."
_MEANT = re.compile(r"!\[[^\n]*?\]\(\s*image:")
_UNUSABLE = str.maketrans({"[": "(", "]": ")", "\\": "/"})


@dataclass(frozen=True)
class Picture:
    """An image as it is kept: `data` of the type `mimetype`; width and height in pixels; `hash` names it."""

    hash: str
    mimetype: str
    width: int
    height: int
    data: bytes

    @property
    def name(self) -> str:
        """What a reference says after “image:”."""
        return f"{self.hash}-{self.width}x{self.height}"


def reference(name: str, alternative: str) -> str:
    """The text that shows an image; signs that an alternative cannot hold are replaced by their like."""
    return f"![{alternative_of(alternative)}](image:{name})"


def alternative_of(text: str) -> str:
    """A text as an alternative: one line, without the signs that end it."""
    return " ".join(text.translate(_UNUSABLE).split())


def hashes_in(text: str) -> set[str]:
    """The images that a text names."""
    return {found[2] for found in REFERENCE.finditer(text)}


def images_of(question: Question) -> set[str]:
    """The images that any text of a question names, by hash."""
    return {one for _, text in _texts(question) for one in hashes_in(text)}


def spoken(text: str) -> str:
    """A text with the alternatives in place of its images."""
    return REFERENCE.sub(lambda found: f"(image: {found[1].strip()})", text)


def in_words(question: Question) -> Question:
    """The question as its words alone are judged: no image in its stem, the alternatives in options and reasons."""
    if not images_of(question):
        return question
    options = tuple(
        replace(one, text=_alternatives(one.text), rationale=_alternatives(one.rationale)) for one in question.options
    )
    stem = REFERENCE.sub("", question.stem).strip() or _alternatives(question.stem)
    return replace(question, stem=stem, options=options)


def _alternatives(text: str) -> str:
    return REFERENCE.sub(lambda found: found[1].strip(), text)


def image_faults(question: Question) -> list[Fault]:
    """What is wrong with the images of a question, each with its place."""
    found = []
    for place, text in _texts(question):
        if "![" not in text:
            continue
        given = [one[1].strip() for one in REFERENCE.finditer(text)]
        sentences = [SILENT] if not all(given) else []
        sentences += [TOO_LONG] if any(len(one) > LONGEST_ALTERNATIVE for one in given) else []
        sentences += [BROKEN] if _MEANT.search(REFERENCE.sub("", text)) else []
        found += [Fault(place, sentence) for sentence in sentences]
    if question.pool == "self-check" and images_of(question):
        found.append(Fault("pool", IN_A_LESSON))
    return found


def faults_of_unknown(question: Question, known: set[str]) -> list[Fault]:
    """The places that name an image which the course has not."""
    return [Fault(place, BROKEN) for place, text in _texts(question) if hashes_in(text) - known]


def _texts(question: Question) -> Iterator[tuple[str, str]]:
    yield "stem", question.stem
    for place, option in enumerate(question.options):
        yield f"option-{place}", option.text
        yield f"reason-{place}", option.rationale
