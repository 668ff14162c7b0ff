"""Moodle XML, read. `moodle_xml_writing` writes it.

    <quiz>
      <question type="category"><category><text>$course$/top/side-effects</text></category></question>
      <question type="multichoice">
        <name><text>S01</text></name> <questiontext format="html"><text>How long …?</text></questiontext>
        <idnumber>S01</idnumber> <single>true</single> <shuffleanswers>1</shuffleanswers>
        <answer fraction="100" format="html"><text>72 hours</text> <feedback><text>Correct.</text></feedback></answer>
        …
        <tags><tag><text>level: remember</text></tag></tags>
      </question>
    </quiz>

Read: multichoice with one or several right answers, multichoiceset (several, all or nothing), truefalse, ordering. The
id number, or the name where it can be one, is the id; the last part of the category the topic; tags the fields
(`question_tags`); feedback of an answer its reason; general feedback ends the reason of the right option. Texts are
HTML, plain text, Markdown or Moodle's automatic format, each with the limits of `foreign_markup`.
Rejected, each with its kind: essays, short and numerical answers, matching, cloze, drag and drop, descriptions and
every other type; questions with images that do not come with them, cannot be shown or have no alternative; markup
that cannot be shown. Images come as `<file name="…" encoding="base64">` beside a text that says
`@@PLUGINFILE@@/name`, and are written anew as `picture_file` does.
Not kept, and said so: marks for half-right answers and what wrong ones take away, unless it is right minus wrong;
feedback for right, partly right and wrong answers as a whole; hints; more than one point a question.
"""

from base64 import b64decode
from fractions import Fraction
from functools import partial
from urllib.parse import unquote

from course_app.domain.images import Picture
from course_app.formats.foreign_markup import markdown_of
from course_app.formats.foreign_text import Unfit
from course_app.formats.foreign_xml import Element, child, children, line_of, markup_in, name_of, root_of, text_in
from course_app.formats.gift import take_order_marks, take_weights
from course_app.formats.intake import Draft, Intake, Item, intake_of
from course_app.formats.picture_file import Desk
from course_app.formats.question_tags import take_category, take_id, take_tags

FORMS = {"html": "html", "plain_text": "plain", "markdown": "markdown", "moodle_auto_format": "auto", "": "html"}
KINDS = {
    "essay": "an essay",
    "shortanswer": "a question with a short answer",
    "numerical": "a numerical question",
    "matching": "a matching question",
    "cloze": "a text with gaps (cloze)",
    "description": "a text without a question",
    "calculated": "a calculated question",
    "calculatedmulti": "a calculated question",
    "calculatedsimple": "a calculated question",
    "ddwtos": "words to be dragged into a text",
    "ddimageortext": "a drag and drop on an image",
    "ddmarker": "markers on an image",
    "gapselect": "a text with gaps to choose for",
    "randomsamatch": "a random matching question",
    "random": "a draw from a category",
}
_NOT_KEPT = {
    "correctfeedback": "The feedback for right, partly right and wrong answers as a whole is not kept.",
    "partiallycorrectfeedback": "The feedback for right, partly right and wrong answers as a whole is not kept.",
    "incorrectfeedback": "The feedback for right, partly right and wrong answers as a whole is not kept.",
    "hint": "Its hints are not kept.",
}
_YES = ("1", "true")
_FILES = "@@PLUGINFILE@@"


def parse_moodle_xml(data: bytes | str, name: str) -> Intake:
    """Every `question` but categories is an item."""
    return intake_of(name, lambda: _items(root_of(data)))


def _items(root: Element) -> list[Item]:
    if name_of(root) != "quiz":
        raise Unfit(f"This is not Moodle XML: it begins with <{name_of(root)[:40]}>, not with <quiz>.")
    category, desk = "", Desk()
    items: list[Item] = []
    for question in children(root, "question"):
        if question.get("type") == "category":
            category = _first_words(child(question, "category", "text"))
            continue
        label = _first_words(child(question, "name", "text"))
        items.append(Item(line_of(question), label, partial(_draft, question, category, label, desk)))
    return items


def _first_words(element: Element | None) -> str:
    return ((element.text if element is not None else "") or "").strip()


def _draft(question: Element, category: str, label: str, desk: Desk) -> Draft:
    kind = question.get("type") or ""
    if kind not in _READERS:
        raise Unfit(f"It is {KINDS.get(kind, f'of the type “{kind[:40]}”')}; the platform has no such questions.")
    draft = Draft(line_of(question), label)
    draft.take_picture = partial(desk.take, draft=draft)
    take_id(draft, text_in(child(question, "idnumber")).strip(), label)
    take_category(draft, category)
    take_tags(draft, [text_in(child(tag, "text")).strip() for tag in children(child(question, "tags"), "tag")])
    if text_in(child(question, "image")).strip() or child(question, "image_base64") is not None:
        raise Unfit("It comes with an image in a way that Moodle has given up. Export it from a newer Moodle.")
    draft.stem = _text(child(question, "questiontext"), draft)
    draft.general = _text(child(question, "generalfeedback"), draft)
    _READERS[kind](question, draft)
    _note_what_is_lost(question, draft)
    return draft


def _multichoice(question: Element, draft: Draft) -> None:
    is_single = _word(question, "single", "true") in _YES
    weights = []
    for answer in children(question, "answer"):
        weight = _fraction(answer)
        _add(answer, draft, is_key=weight == 100 if is_single else weight > 0)
        weights.append(weight)
    take_weights(draft, weights, is_single=is_single)
    _take_order(question, draft)


def _multichoiceset(question: Element, draft: Draft) -> None:
    draft.type = "multiple"
    for answer in children(question, "answer"):
        _add(answer, draft, is_key=_fraction(answer) > 0)
    _take_order(question, draft)


def _truefalse(question: Element, draft: Draft) -> None:
    draft.type = "true-false"
    answers = {text_in(child(answer, "text")).strip().lower(): answer for answer in children(question, "answer")}
    if answers.keys() != {"true", "false"}:
        raise Unfit("Its answers are not true and false.")
    for word in ("True", "False"):
        answer = answers[word.lower()]
        draft.add(word, _text(child(answer, "feedback"), draft), _fraction(answer) == 100)


def _ordering(question: Element, draft: Draft) -> None:
    draft.type = "ordering"
    for answer in children(question, "answer"):
        _add(answer, draft, is_key=True)
    if _word(question, "selecttype", "ALL") not in ("ALL", "0"):
        draft.note("That only some of the lines are shown is not kept: all are.")
    marks = _word(question, "gradingtype", "").upper()
    take_order_marks(draft, {"-1": "ALL_OR_NOTHING", "1": "RELATIVE_NEXT_EXCLUDE_LAST"}.get(marks, marks))


_READERS = {
    "multichoice": _multichoice,
    "multichoiceset": _multichoiceset,
    "truefalse": _truefalse,
    "ordering": _ordering,
}


def _add(answer: Element, draft: Draft, *, is_key: bool) -> None:
    draft.add(_text(answer, draft, inline=True), _text(child(answer, "feedback"), draft), is_key)


def _take_order(question: Element, draft: Draft) -> None:
    if _word(question, "shuffleanswers", "true") not in _YES:
        draft.fields["fixed_order"] = True


def _text(element: Element | None, draft: Draft, *, inline: bool = False) -> str:
    if element is None:
        return ""
    draft.find_image = partial(_image, _files_of(element), draft)
    form = (element.get("format") or "").strip()
    if form not in FORMS:
        raise Unfit(f"One of its texts is in the format “{form[:40]}”, which is not read.", line_of(element))
    try:
        return markdown_of(markup_in(child(element, "text")).strip(), FORMS[form], draft, inline=inline)
    except Unfit as unfit:
        raise Unfit(str(unfit), unfit.line or line_of(element)) from unfit


def _files_of(element: Element) -> dict[str, Element]:
    """The files that come with a text, by the address that it uses."""
    return {f"{_FILES}{one.get('path') or '/'}{one.get('name') or ''}": one for one in children(element, "file")}


def _image(files: dict[str, Element], draft: Draft, source: str) -> Picture | None:
    file = files.get(unquote(source).partition("?")[0])
    if file is None:
        return None
    try:
        return draft.take_picture(b64decode("".join((file.text or "").split()), validate=True))
    except ValueError as error:
        raise Unfit("An image that comes with it is not written in Base64.", line_of(file)) from error
    except Unfit as unfit:
        raise Unfit(str(unfit), line_of(file)) from unfit


def _fraction(answer: Element) -> Fraction:
    try:
        value = float(answer.get("fraction") or 0)
        return Fraction(value).limit_denominator(10_000_000) if abs(value) <= 1000 else Fraction(0)
    except ValueError as error:
        raise Unfit("The fraction of one of its answers is no number.", line_of(answer)) from error


def _word(question: Element, name: str, default: str) -> str:
    return text_in(child(question, name)).strip() or default


def _note_what_is_lost(question: Element, draft: Draft) -> None:
    for element in question:
        sentence = _NOT_KEPT.get(name_of(element))
        if sentence and text_in(child(element, "text")).strip():
            draft.note(sentence)
    points = _word(question, "defaultgrade", "1")
    if points.rstrip("0").rstrip(".") != "1":
        draft.note(f"It is worth {points[:20]} points there; every question here is worth one.")
