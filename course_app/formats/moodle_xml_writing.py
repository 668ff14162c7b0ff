"""Moodle XML, written; what is read stands in `moodle_xml`.

Written: all four types with the reasons of their options, id, topic (as category), every field (as tags), fixed order.
Texts are written as HTML, images as files beside them. Not carried, and said so: that an answer with several right
options is all or nothing, which Moodle's own type does not know (it comes back all the same); signs that XML cannot
hold.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from lxml import etree

from course_app.domain.images import ADDRESS, Picture, hashes_in
from course_app.domain.question_types.ordering import ADJACENT_PAIRS
from course_app.domain.questions import Question
from course_app.formats.foreign_markup import html_of
from course_app.formats.gift_writing import not_carried_by_moodle, percent, weights_of
from course_app.formats.intake import losses_of, printed
from course_app.formats.question_tags import CATEGORY, tags_of

NO_PICTURES: Mapping[str, Picture] = MappingProxyType({})
_KINDS = {"single": "multichoice", "multiple": "multichoice", "true-false": "truefalse", "ordering": "ordering"}


def write_moodle_xml(
    questions: Iterable[Question], pictures: Mapping[str, Picture] = NO_PICTURES
) -> tuple[bytes, list[str]]:
    """The file with those of the images that are given, by their hashes; and what it does not carry."""
    quiz = etree.Element("quiz")
    questions, losses = printed(questions)
    topic = ""
    for question in questions:
        if question.topic != topic:
            topic = question.topic
            category = etree.SubElement(quiz, "question", type="category")
            _with_text(etree.SubElement(category, "category"), f"{CATEGORY}{topic}")
        _write(etree.SubElement(quiz, "question", type=_KINDS[question.type]), question, pictures)
        losses += not_carried_by_moodle(question)
    return etree.tostring(quiz, encoding="utf-8", xml_declaration=True, pretty_print=True), losses_of(losses)


def _write(element: etree._Element, question: Question, pictures: Mapping[str, Picture]) -> None:
    _with_text(etree.SubElement(element, "name"), question.id or "Without an id")
    _with_html(etree.SubElement(element, "questiontext"), question.stem, pictures)
    for name, value in (("defaultgrade", "1"), ("penalty", "0"), ("hidden", "0"), ("idnumber", question.id)):
        etree.SubElement(element, name).text = value
    for name, value in _settings(question):
        etree.SubElement(element, name).text = value
    for fraction, option in zip(_fractions(question), question.options, strict=True):
        answer = etree.SubElement(element, "answer", fraction=fraction)
        if question.type == "true-false":
            _with_text(answer, option.text.lower())
        else:
            _with_html(answer, option.text, pictures, inline=True)
        if option.rationale:
            _with_html(etree.SubElement(answer, "feedback"), option.rationale, pictures)
    tags = etree.SubElement(element, "tags")
    for tag in tags_of(question):
        _with_text(etree.SubElement(tags, "tag"), tag)


def _settings(question: Question) -> list[tuple[str, str]]:
    if question.type == "ordering":
        marks = "RELATIVE_NEXT_EXCLUDE_LAST" if question.credit == ADJACENT_PAIRS else "ALL_OR_NOTHING"
        words = {"layouttype": "VERTICAL", "selecttype": "ALL", "selectcount": "0", "gradingtype": marks}
        return [*words.items(), ("showgrading", "SHOW")]
    if question.type == "true-false":
        return []
    single = "true" if question.type == "single" else "false"
    return [("single", single), ("shuffleanswers", "0" if question.fixed_order else "1"), ("answernumbering", "abc")]


def _fractions(question: Question) -> list[str]:
    if question.type == "multiple":
        return [percent(weight) for weight in weights_of(question)]
    if question.type == "ordering":
        return [str(place + 1) for place in range(len(question.options))]
    return ["100" if option.is_key else "0" for option in question.options]


def _with_html(element: etree._Element, text: str, pictures: Mapping[str, Picture], *, inline: bool = False) -> None:
    """The text as HTML; its images as files beside it, once each."""
    element.set("format", "html")
    html, files = html_of(text, inline=inline), [pictures[one] for one in sorted(hashes_in(text)) if one in pictures]
    for picture in files:
        html = html.replace(f'src="{ADDRESS}{picture.hash}"', f'src="@@PLUGINFILE@@/{picture.hash}.webp"')
    _with_text(element, html)
    for picture in files:
        file = etree.SubElement(element, "file", name=f"{picture.hash}.webp", path="/", encoding="base64")
        file.text = b64encode(picture.data).decode()


def _with_text(element: etree._Element, text: str) -> None:
    etree.SubElement(element, "text").text = text
