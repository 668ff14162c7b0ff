"""How the questions of a quiz did, and how far its scores can be relied on. Learners only count, no trials."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, func, select

from course_app.domain.item_analysis import ItemAnalysis, Tally, Thirds, analyse
from course_app.domain.item_signs import FILTERS, Sign, rank, signs
from course_app.domain.question_types.registry import type_of
from course_app.domain.questions import Question as QuestionContent
from course_app.domain.reliability import DRAWN, Reliability, reliability
from course_app.extensions import read_connection
from course_app.queries.item_tallies import counted_attempts, fixed_versions, graded_attempts, met_alike, totals_of
from course_app.queries.paging import page_after
from course_app.queries.questions import questions
from course_app.queries.quiz_results import quiz_id_of

BINS = 10
NO_THIRDS: Thirds = (0, 0, 0)
Item = tuple[str, int]
"""A question's code, and the first of its versions that have the same options, key and rule of marking."""


@dataclass(frozen=True)
class OptionLine:
    """How often an option was chosen (of an ordering: stood in its place), by thirds of the total, weakest first."""

    letter: str
    text: str
    is_key: bool
    chosen: Thirds


@dataclass(frozen=True)
class ItemLine:
    """A question, in the `versions` that have the same options, key and rule of marking.

    `is_apart`: others of it stand by themselves. `counts`: what is said of each option's number, "chosen" for most.
    """

    code: str
    versions: tuple[int, ...]
    is_apart: bool
    type: str
    counts: str
    stem: str
    options: tuple[OptionLine, ...]
    analysis: ItemAnalysis
    signs: tuple[Sign, ...]

    @property
    def id(self) -> str:
        """What an address calls it."""
        return f"{self.code}.{self.versions[0]}"


@dataclass(frozen=True)
class ItemPage:
    """`lines` are one page, `following` the id after which the next begins; `counts` how many each filter has."""

    lines: tuple[ItemLine, ...]
    counts: dict[str, int]
    following: str


@dataclass(frozen=True)
class QuizStatistics:
    """`attempts` are counted, of `finished` ones. `scores`: how many reached 0–9 %, 10–19 % … of the marks.

    `mean` is a share of the marks, 0 without attempts. `reliability` is a sentence where it is not defined.
    """

    attempts: int
    finished: int
    scores: tuple[int, ...]
    mean: float
    reliability: Reliability | str
    items: tuple[ItemLine, ...]


def item_statistics(course_id: int, slug: str, *, is_every_attempt: bool = False) -> QuizStatistics | None:
    """The statistics of a quiz of the course, items by code; None without such a quiz.

    Of each learner the first finished attempt counts, since later ones are not independent of it; with
    `is_every_attempt` all do.
    """
    with read_connection() as connection:
        quiz_id = quiz_id_of(connection, course_id, slug)
        if quiz_id is None:
            return None
        fixed = fixed_versions(connection, quiz_id)
        counted = counted_attempts(quiz_id, is_every_attempt=is_every_attempt)
        totals = connection.execute(totals_of(counted)).all()
        rows = connection.execute(met_alike(counted, fixed)).all()
        finished = connection.scalar(select(func.count()).select_from(graded_attempts(quiz_id).subquery()))
    content = questions({row.question_version_id for row in rows})
    items = _items_by_version(rows, content)
    return QuizStatistics(
        attempts=sum(row.times for row in totals),
        finished=finished or 0,
        scores=_scores(totals),
        mean=_mean(totals),
        reliability=_reliability(rows, items),
        items=tuple(_lines(rows, items, content)),
    )


def item_page(items: Sequence[ItemLine], only: str, after: str) -> ItemPage:
    """Items that fit the filter (of FILTERS, "" for all), what needs attention first, after the one of that id."""
    fitting = sorted((one for one in items if not only or FILTERS[only][1](one.signs)), key=lambda one: rank(one.signs))
    shown, following = page_after(fitting, lambda one: one.id, after)
    return ItemPage(
        lines=tuple(shown),
        counts={name: sum(fits(one.signs) for one in items) for name, (_, fits) in FILTERS.items()},
        following=following,
    )


def _scores(totals: Iterable[Row[Any]]) -> tuple[int, ...]:
    counts: Counter[int] = Counter()
    for row in totals:
        counts[min(BINS - 1, BINS * row.score // row.maximum) if row.maximum else 0] += row.times
    return tuple(counts[place] for place in range(BINS))


def _mean(totals: Iterable[Row[Any]]) -> float:
    shares = [(Fraction(row.score, row.maximum or 1), row.times) for row in totals]
    return float(sum(value * times for value, times in shares) / (sum(times for _value, times in shares) or 1))


def _items_by_version(rows: Iterable[Row[Any]], content: Mapping[int, QuestionContent]) -> dict[int, Item]:
    """Which item each version belongs to: those of one question that ask and mark the same are one."""
    first: dict[tuple[object, ...], int] = {}
    found = {}
    for row in rows:
        question = content[row.question_version_id]
        options = tuple((option.letter, option.text, option.is_key) for option in question.options)
        number = first.setdefault((row.code, question.type, question.credit, options), row.number)
        found[row.question_version_id] = (row.code, number)
    return found


def _reliability(rows: Sequence[Row[Any]], items: Mapping[int, Item]) -> Reliability | str:
    """Over the commonest set of items that a fixed version asked."""
    known = {row.form: frozenset(items[int(one)] for one in row.form.split(",")) for row in rows if row.form}
    met: Counter[frozenset[Item]] = Counter()
    for row in rows:
        if row.form:
            met[known[row.form]] += row.times
    if not met:
        return DRAWN
    form = max(met, key=lambda one: met[one] // len(one))
    marks: dict[Item, Counter[int]] = {item: Counter() for item in sorted(form)}
    totals: dict[Item, Counter[int]] = {item: Counter() for item in marks}
    for row in rows:
        if row.form and known[row.form] == form:
            item = items[row.question_version_id]
            marks[item][row.mark] += row.times
            totals[item][row.score] += row.times
    any_totals = next(iter(totals.values()))
    return reliability([list(one.items()) for one in marks.values()], list(any_totals.items()))


def _lines(
    rows: Iterable[Row[Any]], items: Mapping[int, Item], content: Mapping[int, QuestionContent]
) -> Iterable[ItemLine]:
    by_item: dict[Item, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_item[items[row.question_version_id]].append(row)
    of_code = Counter(code for code, _number in by_item)
    for (code, _number), own in by_item.items():
        yield _line(own, content[own[-1].question_version_id], is_apart=of_code[code] > 1)


def _line(rows: Sequence[Row[Any]], question: QuestionContent, *, is_apart: bool) -> ItemLine:
    """`question`: the newest of the versions, whose stem is shown."""
    kind, analysis = type_of(question), analyse([_tally(row, question) for row in rows])
    return ItemLine(
        code=rows[0].code,
        versions=tuple(dict.fromkeys(row.number for row in rows)),
        is_apart=is_apart,
        type=question.type,
        counts=kind.counts,
        stem=question.stem,
        options=tuple(
            OptionLine(one.letter, one.text, one.is_key, analysis.chosen.get(one.letter, NO_THIRDS))
            for one in question.options
        ),
        analysis=analysis,
        signs=signs(question, analysis),
    )


def _tally(row: Row[Any], question: QuestionContent) -> Tally:
    choice = tuple(json.loads(row.choice))
    counted = type_of(question).counted(question, choice)
    return Tally(choice, row.mark, row.maximum, row.score, row.out_of, bool(row.is_reached), row.times, counted)
