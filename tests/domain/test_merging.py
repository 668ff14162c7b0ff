"""Two versions of one question put together: every piece is the one that was chosen, nothing else changes."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.merging import clashes, merged
from course_app.domain.questions import Option, Question
from tests.domain.test_item_writing import item

words = st.sampled_from(["Tea", "Jam", "غلاية"])


@st.composite
def versions(draw):
    letters = draw(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=5, unique=True))
    options = tuple(Option(one, draw(words), draw(words), draw(st.booleans())) for one in letters)
    return Question(
        "Q1",
        draw(words),
        options,
        draw(words),
        "apply",
        draw(st.sampled_from(["easy", "hard"])),
        "quiz",
        draw(st.sampled_from([("C1",), ("C1", "B1")])),
        type=draw(st.sampled_from(["single", "multiple"])),
        fixed_order=draw(st.booleans()),
    )


def piece_of(opened, question, other, piece):
    """What a question says at a piece, as it is shown beside the other."""
    return {one.piece: one.yours for one in clashes(opened, other, question)}.get(piece)


@given(versions(), versions(), versions(), st.data())
def test_each_piece_is_the_one_that_was_chosen(opened, theirs, yours, data):
    found = {one.piece: one for one in clashes(opened, theirs, yours)}
    taken = {piece for piece in found if piece != "key" and data.draw(st.booleans())}
    together = merged(theirs, yours, taken)
    for piece in taken:
        assert piece_of(opened, together, theirs, piece) is None
    for piece in found.keys() - taken - {"key"}:
        assert piece_of(opened, together, theirs, piece) == found[piece].yours


@given(versions(), versions(), versions())
def test_all_of_theirs_is_theirs_and_none_of_it_is_yours(opened, theirs, yours):
    assert merged(theirs, yours, ()) == yours
    everything = merged(theirs, yours, {one.piece for one in clashes(opened, theirs, yours)})
    assert clashes(opened, theirs, everything) == ()


def test_what_only_they_changed_is_proposed_as_theirs():
    opened = item()
    theirs = replace(opened, stem="Theirs?", topic="theirs", options=opened.options[:3])
    yours = replace(opened, stem="Yours?", level="remember")
    found = {one.piece: (one.what, one.is_theirs) for one in clashes(opened, theirs, yours)}
    assert found == {
        "stem": ("Question", False),
        "option-d": ("Option D", True),
        "topic": ("Topic", True),
        "level": ("Level", False),
    }
    together = merged(theirs, yours, [piece for piece, (_what, is_theirs) in found.items() if is_theirs])
    assert together == replace(yours, topic="theirs", options=opened.options[:3])
