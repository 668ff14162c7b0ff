"""What saving questions that were edited as one text would do."""

from dataclasses import replace

import pytest

from course_app.domain.option_letters import matched
from course_app.domain.questions import Option, Question, lettered
from course_app.domain.text_edits import MOST, Opened, Shelf, Text, Written, planned

KETTLE = Question(
    id="K1",
    stem="Which kettle whistles?",
    options=(
        Option("a", "The one on the fire", "Correct. It boils.", is_key=True),
        Option("c", "The one on the shelf", "Nothing heats it."),
    ),
    topic="brewing",
    level="apply",
    difficulty="easy",
    pool="quiz",
    claims=("C1",),
)


def as_text(question):
    """The question as a text tells it: lettered by position."""
    return lettered(replace(question, options=tuple(replace(one, letter="") for one in question.options)), (), ())


def opened(question=KETTLE, *, newest=None, letters="abc", state="approved"):
    newest = newest or question
    return Opened(
        number=2 if newest == question else 3,
        state=state,
        was=as_text(question),
        newest=newest,
        used=newest,
        theirs=() if newest == question else ("something",),
        options=newest.options,
        letters=frozenset(letters),
    )


def plan(*typed, shelf=None, lines=10, faults=(), also=()):
    written = [Written(lines * place + 1, as_text(one)) for place, one in enumerate(typed)]
    shelf = shelf or {"K1": opened()}
    text = Text(written, [*(one.id for one in typed), *also], faults)
    return planned(text, Shelf(shelf, {"T1"}, ("brewing",), ("C1",)))


def test_what_was_not_touched_stays_though_somebody_else_changed_it():
    theirs = replace(KETTLE, stem="Which kettle sings?")
    found = plan(KETTLE, shelf={"K1": opened(newest=theirs)})
    assert (found.edits, found.unchanged, found.left, found.faults) == ((), ("K1",), (), ())


def test_an_edit_keeps_letters_and_a_new_option_gets_one_never_used():
    key, other = KETTLE.options
    third = Option("", "A kettle of glass with a lid", "It has no pipe.")
    typed = replace(KETTLE, options=(third, replace(other, text="The one upon the shelf"), key))
    (edit,) = plan(typed).edits
    assert [one.letter for one in edit.question.options] == ["d", "c", "a"]
    assert [one.letter for one in edit.draft.options] == ["", "c", "a"]
    assert [(one.what, one.before) for one in edit.changes if one.before] == [("Option C", "The one on the shelf")]
    assert (edit.number, edit.theirs, edit.waits, edit.notes) == (2, (), False, ())


def test_what_somebody_else_saved_meanwhile_stands_beside_yours():
    theirs = replace(KETTLE, stem="Which kettle sings?")
    (edit,) = plan(replace(KETTLE, stem="Which kettle hums?"), shelf={"K1": opened(newest=theirs)}).edits
    assert (edit.number, edit.theirs) == (3, ("something",))
    assert [(one.before, one.after) for one in edit.changes] == [("Which kettle sings?", "Which kettle hums?")]


def test_what_both_changed_alike_is_no_change():
    theirs = replace(KETTLE, stem="Which kettle sings?")
    found = plan(theirs, shelf={"K1": opened(newest=theirs)})
    assert (found.edits, found.unchanged) == ((), ("K1",))


def test_a_new_id_is_a_draft_that_may_lack_something_and_nothing_is_deleted():
    new = replace(
        KETTLE, id="NEW", topic="", claims=(), options=tuple(replace(o, rationale="") for o in KETTLE.options)
    )
    found = plan(new)
    assert [(one.code, one.number) for one in found.new] == [("NEW", 0)]
    assert (found.changed, found.left, found.faults) == ((), ("K1",), ())


def test_one_that_cannot_be_read_is_not_counted_as_taken_out():
    assert plan(also=["K1"]).left == ()


@pytest.mark.parametrize(
    ("typed", "line", "says"),
    [
        ((replace(KETTLE, id="T1"),), 1, "was not opened here"),
        ((KETTLE, replace(KETTLE, stem="Again?")), 11, "stands twice"),
        ((replace(KETTLE, id="N" * 61),), 1, "60 characters"),
        ((replace(KETTLE, topic="tea"),), 1, "K1: "),
        ((replace(KETTLE, claims=()),), 1, "K1: "),
        (tuple(replace(KETTLE, id=f"N{one}") for one in range(MOST + 1)), MOST * 10 + 1, "at most"),
    ],
)
def test_what_cannot_be_saved_is_told_by_its_line(typed, line, says):
    (fault,) = plan(*typed).faults
    assert (fault.line, says in fault.sentence) == (line, True)


def test_what_is_wrong_in_a_draft_is_no_fault_of_one_in_use_and_letters_run_out_in_words():
    lacks = replace(KETTLE, claims=())
    assert plan(lacks, shelf={"K1": opened(state="draft")}).faults == ()
    letters = "abcdefghijklmnopqrstuvwxyz"
    more = replace(KETTLE, options=(*KETTLE.options, Option("", "Another thing altogether", "It is not.")))
    (fault,) = plan(more, shelf={"K1": opened(letters=letters)}).faults
    assert "26 options" in fault.sentence


def test_a_safety_item_in_use_waits_and_what_is_doubtful_is_said():
    old = replace(KETTLE, safety=True, options=(Option("a", "The pot", "", is_key=True), Option("b", "The cot", "")))
    new = replace(old, options=(Option("a", "The dot", "", is_key=True), Option("b", "Another thing", "")))
    (edit,) = plan(new, shelf={"K1": replace(opened(old), state="approved")}).edits
    assert edit.waits
    assert matched(new.options, old.options).doubtful == ("a", "b")
    assert "A and B" in edit.notes[0]


def test_the_seal_follows_what_would_be_saved():
    one, other = (plan(replace(KETTLE, stem=stem)).seal for stem in ("Which one?", "Which other?"))
    newer = plan(replace(KETTLE, stem="Which one?"), shelf={"K1": replace(opened(), number=4)}).seal
    assert len({one, other, newer}) == 3
