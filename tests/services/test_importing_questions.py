"""Bringing in questions: the plan changes nothing, what is confirmed is done once whatever happens between chunks."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from course_app.domain.bringing_in import LEFT_OUT, PlanChanged
from course_app.domain.images import BROKEN, images_of, reference
from course_app.domain.questions import Option
from course_app.domain.questions import Question as Item
from course_app.extensions import read_connection
from course_app.formats.exchange import FORMATS, WRITTEN, read_file, written
from course_app.models import AuditEntry, Question, QuestionImportItem, QuestionSource, QuestionVersion
from course_app.queries.authored_questions import authored_question
from course_app.queries.catalogue import newest_outline
from course_app.queries.question_images import pictures_of
from course_app.queries.question_imports import (
    codes_taken,
    import_page,
    imports,
    rejections,
    text_of_import,
)
from course_app.queries.taking_out import Wanted, questions_wanted, unknown_codes
from course_app.services import authoring, importing_questions, planning_imports
from course_app.services.importing_questions import NotAllGood
from course_app.services.planning_imports import Choices, NoSuchImport
from tests.conftest import START
from tests.formats.pictures import a_picture

GIFT = """::K1:: Which kettle of the house whistles in the morning? {=This one#It boils. ~That one#It is cold.}

::K2:: How many doors has a teapot of the usual kind? {=None ~One ~Two}

::K3:: Broken {=a ~b

::K4:: Tea is a leaf of a bush. {TRUE}
"""
PLAIN = Choices()


def stored(ann, outline, text=GIFT, file_name="kettles.gift"):
    data = text.encode() if isinstance(text, str) else text
    format, intake = read_file(data, file_name)
    return planning_imports.store_plan(ann, outline, data, file_name, format, intake, START)


def confirmed(ann, outline, text=GIFT, file_name="kettles.gift", choices=PLAIN):
    made = stored(ann, outline, text, file_name)
    importing_questions.begin(ann, outline, made, import_page(outline, made).seal, choices, START)
    importing_questions.finish(made, START)
    return import_page(outline, made)


def count(table, *conditions):
    with read_connection() as connection:
        return connection.scalar(select(func.count()).select_from(table).where(*conditions))


def bank_of(outline):
    return questions_wanted(outline.course_id, Wanted())


def many(number, first=0):
    return "\n".join(
        f"::M{one}:: What does the pot of number {one} hold, and who drinks the {one} cups? {{=Tea ~Sand}}\n"
        for one in range(first, first + number)
    )


def test_a_plan_changes_nothing_and_what_is_taken_becomes_drafts(ann, small):
    before = count(Question), count(QuestionVersion), count(AuditEntry)
    made = stored(ann, small)
    page = import_page(small, made)
    assert (count(Question), count(QuestionVersion), count(AuditEntry)) == before
    assert [(one.place, one.line, one.kind, one.code) for one in page.items] == [
        (1, 1, "new", "K1"),
        (2, 3, "new", "K2"),
        (3, 5, "rejected", ""),
        (4, 7, "new", "K4"),
    ]
    assert "Its braces do not fit" in page.items[2].reason
    for _ in range(2):
        importing_questions.begin(ann, small, made, page.seal, Choices(topic="brewing", pool="quiz"), START)
    done = import_page(small, made)
    assert (done.state, done.counts) == ("done", {"new": 3, "rejected": 1})
    assert codes_taken(small, made) == ["K1", "K2", "K4"]
    one = authored_question(small, "K1")
    assert (one.state, one.origin, one.number, one.question.topic, one.question.pool) == (
        "draft",
        "site",
        1,
        "brewing",
        "quiz",
    )
    assert [option.rationale for option in one.question.options] == ["It boils.", "It is cold."]
    assert one.versions[0].author == "Ann Instructor"
    assert count(AuditEntry) == before[2] + 4
    assert [row.line for row in rejections(small, made)] == [5]
    assert text_of_import(small, made, rejected=True) == ("gift", "::K3:: Broken {=a ~b\n\n")
    assert [one.public_id for one in imports(small)] == [made]


def test_the_same_file_again_changes_nothing_even_after_an_edit(ann, small):
    confirmed(ann, small)
    authoring.edit_question(
        ann, small, "K1", 1, replace(authored_question(small, "K1").question, stem="Edited here?"), START
    )
    before = count(QuestionVersion)
    assert confirmed(ann, small).counts == {"unchanged": 3, "rejected": 1}
    assert count(QuestionVersion) == before


def test_a_mended_file_changes_what_was_mended_and_takes_what_was_not_there(ann, small):
    confirmed(ann, small)
    mended = GIFT.replace("Broken {=a ~b", "Which of these is whole? {=a ~b}").replace("~Two", "~Two#Not so.")
    page = confirmed(ann, small, mended)
    assert page.counts == {"changed": 1, "new": 1, "unchanged": 2}
    one = authored_question(small, "K2")
    assert (one.number, one.question.options[2].rationale) == (2, "Not so.")


def test_a_changed_question_in_use_becomes_a_draft_unless_a_quiz_needs_it(ann, small):
    text = FORMATS["text"].write([replace(one, stem=f"{one.stem} Say why.") for one in bank_of(small)])[0]
    page = confirmed(ann, small, text, "bank.md")
    rejected = [one for one in page.items if one.kind == "rejected"]
    assert page.count("changed", "rejected") == page.rows
    assert rejected
    assert page.count("changed")
    assert all("could not be asked any more" in one.reason for one in rejected)
    changed = next(one.code for one in page.items if one.kind == "changed")
    one = authored_question(small, changed)
    assert (one.state, one.origin, one.number) == ("draft", "site", 2)
    assert [option.letter for option in one.question.options] == [
        option.letter for option in one.versions[0].question.options
    ]


def test_all_or_nothing_takes_nothing_while_something_is_rejected(ann, small):
    made = stored(ann, small)
    page, whole = import_page(small, made), Choices(is_whole=True)
    with pytest.raises(NotAllGood, match="one item is rejected"):
        importing_questions.begin(ann, small, made, page.seal, whole, START)
    assert import_page(small, made).state == "planned"
    planning_imports.choose(small, made, whole, leave=3, take=0)
    with pytest.raises(PlanChanged):
        importing_questions.begin(ann, small, made, page.seal, whole, START)
    importing_questions.begin(ann, small, made, import_page(small, made).seal, whole, START)
    page = import_page(small, made)
    assert (page.counts, page.items[2].reason) == ({"new": 3, "rejected": 1}, LEFT_OUT)


def test_all_or_nothing_that_meets_another_bank_on_its_way_leaves_nothing_behind(ann, small):
    # That the pool of self-checks cannot hold an ordering comes out when the ordering's turn comes.
    text = many(120) + "\n::O1:: Put them in order. {>3 ALL VERTICAL ALL_OR_NOTHING\nOne\nTwo\nThree\n}\n"
    made = stored(ann, small, text, "order.gift")
    seal = import_page(small, made).seal
    before = count(Question)
    importing_questions.begin(ann, small, made, seal, Choices(pool="self-check", is_whole=True), START)
    importing_questions.finish(made, START)
    page = import_page(small, made)
    assert (page.state, page.counts, count(Question)) == ("done", {"rejected": 121}, before)
    assert "something is rejected" in page.failure
    assert count(QuestionSource) == 0


def test_a_long_file_killed_half_way_ends_the_same(ann, small, monkeypatch):
    made = stored(ann, small, many(250), "many.gift")
    importing_questions.begin(ann, small, made, import_page(small, made).seal, PLAIN, START)
    assert (import_page(small, made).state, import_page(small, made).position) == ("running", 0)
    assert importing_questions.do_chunk(1, START) is True
    whole = importing_questions.take_in

    def killed(*arguments):
        whole(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(importing_questions, "take_in", killed)
    with pytest.raises(KeyboardInterrupt):
        importing_questions.do_chunk(1, START)
    monkeypatch.undo()
    assert (import_page(small, made).position, count(QuestionSource)) == (100, 100)
    assert importing_questions.continue_question_imports(START) == 2
    assert import_page(small, made).count("new", "alike") == 250
    assert count(Question, Question.code.like("M%"), Question.state == "draft") == 250
    assert importing_questions.continue_question_imports(START) == 0


def test_what_differs_from_what_was_looked_at_is_refused_with_the_present_plan(ann, small):
    first, second = stored(ann, small), stored(ann, small)
    seal = import_page(small, second).seal
    importing_questions.begin(ann, small, first, import_page(small, first).seal, PLAIN, START)
    with pytest.raises(PlanChanged, match="the bank changed"):
        importing_questions.begin(ann, small, second, seal, PLAIN, START)
    page = import_page(small, second)
    assert (page.state, page.counts) == ("planned", {"unchanged": 3, "rejected": 1})


def test_new_numbers_are_given_where_an_id_is_not_free(ann, small):
    text = GIFT.replace("::K1::", "::T01::").replace("::K2:: ", "").replace("::K4::", "::Q1::")
    page = confirmed(ann, small, text, "other.gift")
    assert [one.code for one in page.items] == ["Q2", "Q3", "", "Q1"]


def test_another_course_has_no_such_file(ann, small):
    made, closed = stored(ann, small), newest_outline("closed-course")
    assert import_page(closed, made) is None
    assert rejections(closed, made) is None
    assert text_of_import(closed, made, rejected=False) is None
    assert codes_taken(closed, made) == []
    with pytest.raises(NoSuchImport):
        planning_imports.choose(closed, made, PLAIN, leave=1, take=0)
    with pytest.raises(NoSuchImport):
        importing_questions.begin(ann, closed, made, import_page(small, made).seal, PLAIN, START)
    assert not import_page(small, made).items[0].is_left_out


def test_file_and_items_go_after_a_day_and_the_drafts_stay(ann, small):
    used, waiting = stored(ann, small), stored(ann, small, many(1), "waits.gift")
    seals = {one: import_page(small, one).seal for one in (used, waiting)}
    importing_questions.begin(ann, small, used, seals[used], PLAIN, START)
    assert importing_questions.clear_question_imports(START + timedelta(hours=23)) == 0
    assert importing_questions.clear_question_imports(START + timedelta(hours=24)) == 2
    assert (count(QuestionImportItem), import_page(small, used).is_cleared) == (0, True)
    assert authored_question(small, "K1") is not None
    assert text_of_import(small, used, rejected=False) is None
    with pytest.raises(NoSuchImport):
        importing_questions.begin(ann, small, waiting, seals[waiting], PLAIN, START)


@pytest.mark.parametrize("format", WRITTEN)
def test_what_is_taken_out_comes_in_again_as_unchanged_and_elsewhere_as_the_same(format, ann, small):
    bank = bank_of(small)
    file, losses = FORMATS[format].write(bank)
    carried = FORMATS[format].parse(file, "bank").found
    page = confirmed(ann, small, file, f"bank{FORMATS[format].ending}")
    assert (page.format, page.rows, page.counts) == (format, carried, {"unchanged": carried})
    assert (carried < len(bank)) <= bool(losses)

    closed = newest_outline("closed-course")
    page = confirmed(ann, closed, file, f"bank{FORMATS[format].ending}")
    assert page.count("new", "alike") == carried
    codes = [one.code for one in page.items]
    there = {one.id: one for one in bank_of(closed)}
    assert [options(there[code]) for code in codes] == [options(one) for one in sorted_as(bank, page, format)]


def options(question: Item):
    return question.type, [(option.text, option.is_key) for option in question.options]


def sorted_as(bank, page, format):
    """The questions of the bank that the file carries, in its order."""
    if format == "aiken":
        return [one for one in bank if one.type in ("single", "true-false")]
    by_code = {one.id: one for one in bank}
    return [by_code[item.label] for item in page.items]


def test_what_is_wanted_is_narrowed(small):
    everything = bank_of(small)
    assert len(everything) > 4
    some = questions_wanted(small.course_id, Wanted(topic="brewing", pool="quiz", state="approved"))
    assert some == [one for one in everything if (one.topic, one.pool) == ("brewing", "quiz")]
    assert [one.id for one in questions_wanted(small.course_id, Wanted(codes=("T02", "nope")))] == ["T02"]
    assert unknown_codes(small.course_id, ("T02", "nope")) == ["nope"]


def test_images_of_a_file_come_into_the_course_with_it_and_names_of_unknown_ones_do_not(ann, small):
    cup = a_picture()
    image = reference(cup.name, "A cup")
    options = (Option("a", "This", "Right.", is_key=True), Option("b", "That", f"Look at {image}."))
    question = Item("K9", f"Which?\n\n{image}", options, "brewing", "apply", "easy", "quiz", ("C1",))
    named, _ = written("text", [question], {})
    assert [row.reason for row in confirmed(ann, small, named, "kettles.md").items] == [BROKEN]
    file, _ = written("moodle", [question], {cup.hash: cup})
    assert confirmed(ann, small, file, "kettles.xml").counts == {"new": 1}
    assert pictures_of(small.course_id, [question]) == {cup.hash: cup}
    assert images_of(authored_question(small, "K9").question) == {cup.hash}
    assert confirmed(ann, small, named, "kettles.md").counts == {"unchanged": 1}
