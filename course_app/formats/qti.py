"""QTI 1.2 as Canvas writes it, read: one file `<questestinterop>`. Packages (zip, Common Cartridge) are `qti_package`.

    <item ident="i1" title="S01">
      <itemmetadata>… question_type: multiple_choice_question …</itemmetadata>
      <presentation>
        <material><mattext texttype="text/html">&lt;p&gt;How long …?&lt;/p&gt;</mattext></material>
        <response_lid ident="response1" rcardinality="Single"><render_choice>
          <response_label ident="a1"><material><mattext>6 hours</mattext></material></response_label> …
      <resprocessing>
        <respcondition><conditionvar><varequal respident="response1">a1</varequal></conditionvar>
          <displayfeedback linkrefid="a1_fb"/></respcondition>
        <respcondition><conditionvar><varequal respident="response1">a2</varequal></conditionvar>
          <setvar action="Set" varname="SCORE">100</setvar></respcondition> …
      <itemfeedback ident="a1_fb">…</itemfeedback>

Read: multiple_choice_question, true_false_question, multiple_answers_question, and the same in Common Cartridge
(cc.multiple_choice, cc.true_false, cc.multiple_response); where an item does not say what it is, its shape tells.
Right are the options for which a condition gives the score (under `not`: wrong). Feedback of an option is its reason,
`general_fb` ends the reason of the right option. The ident, or the title where it can be one, is the id.
Rejected, each with its kind: essays, uploads, short and numerical answers, matching, several blanks or lists, formulas,
texts without a question, hot spots; items with images, unless a package brings them; markup that cannot be shown; two
answers with the full score.
Not kept, and said so: parts of the score, feedback for right and wrong answers as a whole, other points than one.
QTI is not written.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from math import isfinite

from course_app.domain.images import Picture
from course_app.domain.question_types.true_false import TEXTS
from course_app.formats.foreign_markup import markdown_of
from course_app.formats.foreign_text import MOST_ITEMS, Unfit
from course_app.formats.foreign_xml import Element, child, children, line_of, markup_in, name_of, root_of, text_in
from course_app.formats.intake import Draft, Intake, Item, refused, taken_in
from course_app.formats.problems import Problem
from course_app.formats.question_tags import take_id

KINDS = {
    "essay": "an essay",
    "file_upload": "a file to be uploaded",
    "short_answer": "a question with a short answer",
    "fib": "a question with a short answer",
    "pattern_match": "a question with a short answer",
    "fill_in_multiple_blanks": "a text with several blanks",
    "multiple_dropdowns": "a text with lists to choose from",
    "matching": "a matching question",
    "numerical": "a numerical question",
    "calculated": "a question with a formula",
    "text_only": "a text without a question",
    "hot_spot": "a question on an image",
    "categorization": "a sorting question",
    "ordering": "an ordering in Canvas's own way",
}
TAKEN = {
    "multiple_choice": "single",
    "true_false": "true-false",
    "multiple_answers": "multiple",
    "multiple_response": "multiple",
}
_GENERAL = "general_fb"
_OF_THE_WHOLE = ("correct_fb", "general_incorrect_fb", "incorrect_fb")
_MEDIA = ("matimage", "mataudio", "matvideo", "matapplet", "matapplication", "matemtext", "mat_extension")
_ANSWERS = ("response_lid", "response_str", "response_num", "response_grp", "response_xy", "response_extension")
QTI_2 = ("assessmentItem", "assessmentTest", "assessmentSection")


FindImage = Callable[[Draft, str], Picture | None]


def no_image(_draft: Draft, _source: str) -> None:
    """A single file comes without images."""


def parse_qti(data: bytes | str, name: str) -> Intake:
    """Every `item` of a file is one."""
    try:
        root = root_of(data)
        items, problems = items_of(root, name)
    except Unfit as unfit:
        return refused(name, str(unfit), unfit.line)
    if not items:
        return refused(name, "The file holds no question.")
    return taken_in(name, items, problems)


def items_of(root: Element, name: str, find: FindImage = no_image) -> tuple[list[Item], list[Problem]]:
    """The items of a file and what is to be said of it. Raises Unfit when it is no QTI 1.2 or holds too many.

    `find` gives the image that an address means, for a draft that it may leave notes with.
    """
    if name_of(root) in QTI_2:
        raise Unfit("This is QTI 2; only QTI 1.2 is read. Canvas exports a classic quiz as QTI 1.2.")
    if name_of(root) != "questestinterop":
        raise Unfit(f"This is not QTI 1.2: it begins with <{name_of(root)[:40]}>, not with <questestinterop>.")
    found = list(root.iter("{*}item"))
    if len(found) > MOST_ITEMS:
        raise Unfit(f"The file holds {len(found):,} questions; {MOST_ITEMS:,} at most are taken. Divide it.")
    problems = []
    if next(root.iter("{*}selection_number"), None) is not None:
        sentence = "Groups from which some questions are drawn are not kept as such; their questions are read."
        problems.append(Problem(name, 0, 0, sentence, "warning"))
    return [Item(line_of(item), _title(item), partial(_draft, item, find), name) for item in found], problems


def _title(item: Element) -> str:
    return (item.get("title") or item.get("ident") or "").strip()


def _draft(item: Element, find: FindImage) -> Draft:
    kind = _kind(item)
    presentation = child(item, "presentation")
    if presentation is None:
        raise Unfit("It has no presentation, so nothing is asked.")
    if any(name_of(element) in _MEDIA for element in presentation.iter("{*}*")):
        raise Unfit("It comes with a medium that is not part of its text; only images within texts are read.")
    answers = [element for element in presentation.iter("{*}*") if name_of(element) in _ANSWERS]
    _refuse_shape(answers)
    draft = Draft(line_of(item), _title(item))
    draft.find_image = partial(find, draft)
    take_id(draft, (item.get("ident") or "").strip(), (item.get("title") or "").strip())
    draft.stem = "\n\n".join(filter(None, (_text(one, draft) for one in _materials(presentation))))
    scoring = _scoring(item, answers[0].get("ident") or "")
    draft.type = kind or ("multiple" if (answers[0].get("rcardinality") or "").lower() == "multiple" else "single")
    _add_options(draft, answers[0], scoring, _feedback(item, draft))
    _note_what_is_lost(item, draft, scoring)
    return draft


def _kind(item: Element) -> str:
    """Our type as the item says it; "" when it does not. Raises Unfit for a type that we have not."""
    for value in (_metadata(item, "question_type"), _metadata(item, "cc_profile"), _metadata(item, "qmd_itemtype")):
        word = value.lower().strip().removeprefix("cc.").split(".")[0].removesuffix("_question").replace(" ", "_")
        if word in TAKEN:
            return TAKEN[word]
        if value and word not in ("logical_identifier", ""):
            raise Unfit(f"It is {KINDS.get(word, f'of the type “{value[:60]}”')}; the platform has no such questions.")
    return ""


def _metadata(item: Element, label: str) -> str:
    for pair in item.iter("{*}qtimetadatafield"):
        if text_in(child(pair, "fieldlabel")).strip() == label:
            return text_in(child(pair, "fieldentry"))
    return text_in(child(item, "itemmetadata", label))


def _refuse_shape(answers: list[Element]) -> None:
    if not answers:
        raise Unfit("It is a text without a question: it has no options.")
    if len(answers) > 1:
        raise Unfit("It asks for several answers at once; the platform has no such questions.")
    if name_of(answers[0]) != "response_lid" or child(answers[0], "render_choice") is None:
        raise Unfit("Its answer is not chosen from options; the platform has no such questions.")


def _materials(presentation: Element) -> Iterator[Element]:
    """The texts of the stem: all that do not stand within the answers."""
    for element in presentation.iter("{*}mattext"):
        around = {name_of(one) for one in element.iterancestors()}
        if "response_lid" not in around:
            yield element
        elif "response_label" not in around:
            raise Unfit("A text stands between its options, which a question here cannot show.", line_of(element))


def _text(element: Element, draft: Draft, *, inline: bool = False) -> str:
    form = (element.get("texttype") or "text/plain").lower()
    is_html = form != "text/plain" or len(element) > 0
    try:
        return markdown_of(markup_in(element).strip(), "html" if is_html else "plain", draft, inline=inline)
    except Unfit as unfit:
        raise Unfit(str(unfit), unfit.line or line_of(element)) from unfit


@dataclass
class _Scoring:
    """Which answers give a score, each with it, and which feedback belongs to which answer."""

    scores: dict[str, float] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    feedback: dict[str, str] = field(default_factory=dict)
    has_alternatives: bool = False


def _scoring(item: Element, response: str) -> _Scoring:
    scoring = _Scoring()
    for condition in item.iter("{*}respcondition"):
        right, wrong = _answers_of(condition, response)
        score = max((_number(one) for one in children(condition, "setvar")), default=0.0)
        if score > 0:
            for answer in right:
                scoring.scores[answer] = max(score, scoring.scores.get(answer, 0.0))
            scoring.wrong |= wrong
            scoring.has_alternatives |= next(condition.iter("{*}or"), None) is not None
        if len(right) == 1 and not wrong:
            for shown in children(condition, "displayfeedback"):
                scoring.feedback.setdefault(shown.get("linkrefid") or "", right[0])
    return scoring


def _answers_of(condition: Element, response: str) -> tuple[list[str], set[str]]:
    right, wrong = [], set()
    for test in condition.iter("{*}varequal"):
        if test.get("respident", response) != response:
            continue
        answer = text_in(test).strip()
        if sum(name_of(one) == "not" for one in test.iterancestors()) % 2:
            wrong.add(answer)
        else:
            right.append(answer)
    return right, wrong


def _number(setvar: Element) -> float:
    try:
        value = float(text_in(setvar))
    except ValueError:
        return 0.0
    return value if isfinite(value) and (setvar.get("action") or "Set").lower() in ("set", "add") else 0.0


def _feedback(item: Element, draft: Draft) -> dict[str, str]:
    texts = {}
    for feedback in children(item, "itemfeedback"):
        if any(name_of(element) in _MEDIA for element in feedback.iter("{*}*")):
            raise Unfit("Its feedback comes with an image or another medium.", line_of(feedback))
        parts = (_text(element, draft) for element in feedback.iter("{*}mattext"))
        texts[feedback.get("ident") or ""] = "\n\n".join(filter(None, parts))
    return {ident: text for ident, text in texts.items() if text}


def _add_options(draft: Draft, answer: Element, scoring: _Scoring, feedback: dict[str, str]) -> None:
    best = max(scoring.scores.values(), default=0.0)
    is_multiple = draft.type == "multiple"
    of_option: dict[str, list[str]] = {}
    for ident, text in feedback.items():
        option = scoring.feedback.get(ident, "")
        if ident == _GENERAL:
            draft.general = text
        elif ident in _OF_THE_WHOLE or not option:
            draft.note("The feedback for right and wrong answers as a whole is not kept.")
        else:
            of_option.setdefault(option, []).append(text)
    for label in answer.iter("{*}response_label"):
        ident = label.get("ident") or ""
        score = scoring.scores.get(ident, 0.0)
        is_key = ident not in scoring.wrong and score > 0 and (is_multiple or score == best)
        text = "\n".join(filter(None, (_text(one, draft, inline=True) for one in label.iter("{*}mattext"))))
        draft.add(text, "\n\n".join(of_option.get(ident, [])), is_key)
    if draft.type == "true-false":
        _as_true_false(draft)
    if (child(answer, "render_choice").get("shuffle") or "").lower() == "no":
        draft.fields["fixed_order"] = draft.type != "true-false"


def _as_true_false(draft: Draft) -> None:
    """Options True and False in this order; with other words it is a choice of two."""
    by_text = {option.text.strip().capitalize(): option for option in draft.options}
    if len(draft.options) == len(by_text) and by_text.keys() == set(TEXTS):
        words = [(text, by_text[text]) for text in TEXTS]
        draft.options.clear()
        for text, option in words:
            draft.add(text, option.rationale, option.is_key)
    else:
        draft.type = "single"


def _note_what_is_lost(item: Element, draft: Draft, scoring: _Scoring) -> None:
    best = max(scoring.scores.values(), default=0.0)
    if draft.type == "multiple" and scoring.has_alternatives:
        raise Unfit("Several different answers get the full score; here exactly one set of options is right.")
    if any(score < best for score in scoring.scores.values()):
        draft.note("Marks for half-right answers are not kept.")
    points = _metadata(item, "points_possible").strip() or _metadata(item, "cc_weighting").strip() or "1"
    if points.rstrip("0").rstrip(".") not in ("1", ""):
        draft.note(f"It is worth {points[:20]} points there; every question here is worth one.")
