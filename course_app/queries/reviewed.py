"""The questions of a closed attempt one by one, with exactly what is released of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row

from course_app.domain.grading import POINT, explain_mark, graded
from course_app.domain.question_faults import is_gradable
from course_app.domain.question_types.registry import type_of
from course_app.domain.questions import LETTERS, Question, key_of
from course_app.domain.review_policy import Release
from course_app.formats.inline_html import images_in, in_words, inline_html
from course_app.queries.catalogue import Outline
from course_app.queries.excerpts import Excerpt, excerpt
from course_app.queries.kept import kept
from course_app.queries.questions import stem_html

ALIASES = LETTERS.upper()
WHOLE = Release(score=True, topics=True, choices=True, key=True, rationales=True, passages=True)


@dataclass(frozen=True)
class ReviewedOption:
    """An option after the attempt. `is_key` is None, and `rationale` empty, when not released."""

    letter: str
    html: Markup
    is_key: bool | None
    rationale: Markup


@dataclass(frozen=True)
class ReviewedSlot:
    """One question after the attempt; its stem without markup. `control`: its type's; `chosen`: permanent letters.

    `options`: displayed letter and option. When the key is not released, `is_right` is None, and `marked` (why the mark
    is what it is) empty. `in_part`: some of the point is theirs. `quoted_at`: the number of another question under
    which the paragraph of `excerpt` is quoted (0: here); `adds_sources`: with other sources. `images`: those of the
    stem, of which `stem` has the words alone.
    """

    number: int
    control: str
    stem: str
    images: Markup
    options: tuple[tuple[str, ReviewedOption], ...]
    chosen: tuple[str, ...]
    is_right: bool | None
    marked: str
    in_part: bool
    excerpt: Excerpt | None
    quoted_at: int = 0
    adds_sources: bool = False


def reviewed_slots(
    items: Sequence[Row[Any]], content: Mapping[int, Question], release: Release, outlined: Outline
) -> tuple[ReviewedSlot, ...]:
    """The questions of an attempt. `items`: slot, version, order, mark and maximum, choice; `content`: by version."""
    return _quoted_once([_slot(item, content[item.question_version_id], release, outlined) for item in items])


def reviewed_draft(question: Question, outlined: Outline) -> tuple[ReviewedSlot, ...]:
    """A question that is being written as its result will look: answered right, and answered wrong.

    Nothing as long as it could not be graded. Its options are lettered.
    """
    if not is_gradable(question):
        return ()
    rung = (outlined.version_id, question.lesson, question.passage, question.claims)
    passage = kept("excerpt of a draft", rung, lambda: excerpt(question, outlined))
    answers = (tuple(type_of(question).correct(question)), _wrong_answer(question))
    return _quoted_once([_as_if(number, question, one, passage) for number, one in enumerate(answers, 1)])


def _wrong_answer(question: Question) -> tuple[str, ...]:
    letters = [option.letter for option in question.options]
    if type_of(question).control == "order":
        return tuple(reversed(letters))
    wrong = [letter for letter in letters if letter not in key_of(question)]
    return tuple((wrong or letters)[:1])


def _as_if(number: int, question: Question, choice: tuple[str, ...], passage: Excerpt | None) -> ReviewedSlot:
    kind, options = type_of(question), _options(question, WHOLE)
    mark = graded(number, "", question, choice).mark
    order = kind.listed(question, "".join(options), choice, WHOLE.key)
    return ReviewedSlot(
        number=number,
        control=kind.control,
        stem=in_words(stem_html(question.stem)),
        images=images_in(stem_html(question.stem)),
        options=tuple(zip(ALIASES, map(options.__getitem__, order), strict=False)),
        chosen=choice,
        is_right=mark == POINT,
        marked=explain_mark(mark, POINT, question, choice),
        in_part=0 < mark < POINT,
        excerpt=passage,
    )


def _slot(item: Row[Any], question: Question, release: Release, outlined: Outline) -> ReviewedSlot:
    version_id = item.question_version_id
    kind, chosen = type_of(question), tuple(item.choice or ())
    order = kind.listed(question, item.option_order, chosen, release.key)
    parts = (version_id, release.key, release.rationales)
    options = kept("reviewed options", parts, lambda: _options(question, release))
    return ReviewedSlot(
        number=item.slot,
        control=kind.control,
        stem=kept("plain stem", version_id, lambda: in_words(stem_html(question.stem))),
        images=kept("images of stem", version_id, lambda: images_in(stem_html(question.stem))),
        options=tuple(zip(ALIASES, map(options.__getitem__, order), strict=False)),
        chosen=chosen,
        is_right=item.mark == item.maximum if release.key else None,
        marked=explain_mark(item.mark, item.maximum, question, chosen) if release.key else "",
        in_part=release.key and 0 < item.mark < item.maximum,
        excerpt=_excerpt(version_id, question, outlined) if release.passages else None,
    )


def _quoted_once(slots: Sequence[ReviewedSlot]) -> tuple[ReviewedSlot, ...]:
    """Questions that share a passage quote it once: under the first that was missed, since that one stands open."""
    quoting: dict[str, ReviewedSlot] = {}
    for slot in sorted(slots, key=lambda one: one.is_right is not False):
        if slot.excerpt:
            quoting.setdefault(slot.excerpt.anchor, slot)
    return tuple(_quoted(slot, quoting[slot.excerpt.anchor]) if slot.excerpt else slot for slot in slots)


def _quoted(slot: ReviewedSlot, at: ReviewedSlot) -> ReviewedSlot:
    if at is slot:
        return slot
    differs = slot.excerpt is not None and at.excerpt is not None and slot.excerpt.margin != at.excerpt.margin
    return replace(slot, quoted_at=at.number, adds_sources=differs)


def _options(question: Question, release: Release) -> dict[str, ReviewedOption]:
    return {
        option.letter: ReviewedOption(
            letter=option.letter,
            html=inline_html(option.text),
            is_key=option.is_key if release.key else None,
            rationale=inline_html(option.rationale if release.rationales else ""),
        )
        for option in question.options
    }


def _excerpt(version_id: int, question: Question, outlined: Outline) -> Excerpt | None:
    return kept("excerpt", (outlined.version_id, version_id), lambda: excerpt(question, outlined))
