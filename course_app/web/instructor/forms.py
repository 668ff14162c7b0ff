"""Reading the instructor's forms. What was typed comes back as it was meant, so that nothing is lost when refused."""

import unicodedata
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from course_app.domain.question_types.registry import TYPES
from course_app.domain.questions import FEWEST_OPTIONS, LETTERS, Option, Question, is_blank
from course_app.queries.catalogue import Outline
from course_app.web.shared.arguments import whole_number

USUAL_OPTIONS, MOST_OPTIONS = 4, 6
LONGEST_FORM_LIST = 26
NEW_QUESTION = Question(
    id="",
    stem="",
    options=tuple(Option("", "", "") for _ in range(USUAL_OPTIONS)),
    topic="",
    level="apply",
    difficulty="medium",
    pool="quiz",
    claims=(),
)

Form = MultiDict[str, str]


def read_question(form: Form, base: Question, outline: Outline) -> Question:
    """The question as typed, over the fields of `base` that the form does not show. Options keep their order."""
    passages = [outline.passages[one] for one in form.getlist("passage") if one in outline.passages]
    claims = [*form.getlist("claim"), *(claim for taught in passages for claim in taught.passage.claims)]
    holds = [one for one in form.getlist("holds") if one in outline.passages or one == base.passage]
    keys = form.getlist("key")
    options = tuple(
        Option(
            letter=form.get(f"letter-{place}", ""),
            text=lines(form.get(f"option-{place}", "")),
            rationale=paragraphs(form.get(f"reason-{place}", "")),
            is_key=str(place) in keys,
        )
        for place in range(LONGEST_FORM_LIST)
        if f"option-{place}" in form
    )
    passage = next(iter([*holds, *(taught.passage.id for taught in passages)]), "")
    kind = TYPES.get(form.get("type", ""))
    credit = form.get("credit", "")
    typed = replace(
        base,
        stem=paragraphs(form.get("stem", "")),
        options=options,
        type=form.get("type", ""),
        credit=credit if kind and credit in [one.name for one in kind.credits] else "",
        topic=form.get("topic", ""),
        level=form.get("level", ""),
        difficulty=form.get("difficulty", ""),
        pool=form.get("pool", ""),
        fixed_order="fixed_order" in form,
        passage=passage,
        lesson=base.lesson if base.id or passage not in outline.passages else outline.passages[passage].card.slug,
        claims=tuple(dict.fromkeys(claim for claim in claims if claim in outline.claims or claim in base.claims)),
    )
    return kind.shaped(typed) if kind else typed


def with_act(question: Question, act: str) -> Question:
    """The question after a press of “Add an option”, “Remove option …” or “Earlier”."""
    options = list(question.options)
    if act == "add-option" and len(options) < MOST_OPTIONS:
        options.append(Option("", "", ""))
    name, _, number = act.rpartition("-")
    place = whole_number(number)
    if name == "remove-option" and place is not None and place < len(options) > FEWEST_OPTIONS:
        del options[place]
    if name == "raise-option" and place and place < len(options):
        options.insert(place - 1, options.pop(place))
    return replace(question, options=tuple(options))


def blanks_last(question: Question) -> Question:
    """The question with the options that were left blank altogether behind the others, so that places stay true."""
    return replace(question, options=tuple(sorted(question.options, key=is_blank)))


def without_blanks(question: Question) -> Question:
    """The question without those options."""
    return replace(question, options=tuple(one for one in question.options if not is_blank(one)))


def placed(question: Question) -> Question:
    """The question with its options lettered by position, for showing a draft whose letters are not given yet."""
    options = (replace(option, letter=letter) for option, letter in zip(question.options, LETTERS, strict=False))
    return replace(question, options=tuple(options))


def line(text: str) -> str:
    """A text as one line."""
    return " ".join(_usable(text).split())


def lines(text: str) -> str:
    """A text without blank lines, and without blanks at the ends of its lines."""
    return "\n".join(one.strip() for one in _usable(text).splitlines() if one.strip())


def paragraphs(text: str) -> str:
    """The same, but with one blank line between paragraphs."""
    stripped = "\n".join(one.strip() for one in _usable(text).splitlines())
    return "\n\n".join(part.strip("\n") for part in stripped.split("\n\n") if part.strip("\n"))


def _usable(text: str) -> str:
    """Composed letters; no control characters but line ends and tabs, no halves of surrogate pairs."""
    composed = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    return "".join(one for one in composed if one in "\n\r\t" or unicodedata.category(one) != "Cc")
