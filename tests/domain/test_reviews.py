"""What a question stands on, when its approval holds, and what makes it stale."""

from dataclasses import replace

import pytest

from course_app.domain.courses import Passage
from course_app.domain.evidence import Claim
from course_app.domain.reviews import Shift, approve, grounds_of, groundwork_of, holds, seal_of, shifts, wording_of
from tests.teaching_acts import DRAFT

CLAIMS = {one: Claim(one, "article", f"{one} is so", "ok") for one in ("C1", "C2", "C3")}
PASSAGES = {
    "warm": Passage("warm", ("C1", "C2"), "Tea is warm.", "s", 1, "Tea is warm. And more."),
    "warmer": Passage("warmer", ("C1",), "Tea is warmer.", "s", 2, "Tea is warmer."),
    "brown": Passage("brown", ("C3",), "Tea is brown.", "s", 3, "Tea is brown."),
    "named": Passage("named", (), "It is named.", "s", 4, "It is named."),
}
QUESTION = replace(DRAFT, id="Q1", passage="named")


def work(claims=CLAIMS, passages=PASSAGES, **changed):
    passages = passages | {one: replace(passages[one], **fields) for one, fields in changed.items()}
    return groundwork_of(claims.values(), passages.values())


def since(after, question=QUESTION):
    then = grounds_of(question.claims, question.passage, work())
    return shifts(then, grounds_of(question.claims, question.passage, after))


def test_a_question_stands_on_its_claims_the_passages_that_teach_them_and_the_one_it_names():
    grounds = grounds_of(("C1",), "named", work())
    assert (list(grounds.claims), list(grounds.passages)) == (["C1"], ["named", "warm", "warmer"])
    assert list(grounds_of(("C1",), "", work()).passages) == ["warm", "warmer"]
    assert grounds_of(("C9",), "nowhere", work()) == grounds_of((), "", work())


@pytest.mark.parametrize("passage", ["warm", "warmer", "named"])
def test_other_words_of_one_of_these_passages_make_it_stale(passage):
    assert since(work(**{passage: {"text": "Other words."}})) == (Shift("passage", passage, "changed"),)


def test_what_else_a_lesson_says_does_not():
    changed = work(
        brown={"text": "Tea is black."},
        warm={"around": "Tea is warm. And less.", "paragraph": 9, "section": "t", "sources": ("ref-1",)},
    )
    assert since(changed) == ()
    assert (
        since(work(CLAIMS | {"C2": replace(CLAIMS["C2"], text="Other"), "C3": replace(CLAIMS["C3"], fit="web")})) == ()
    )


def test_neither_does_another_line_end_in_a_passage():
    assert since(work(warm={"text": "Tea  is\nwarm."})) == ()


@pytest.mark.parametrize("changed", [{"text": "C1 is not so"}, {"origin": "beyond"}, {"fit": "against"}])
def test_words_origin_and_fit_of_its_claims_do_and_their_notes_do_not(changed):
    assert since(work(CLAIMS | {"C1": replace(CLAIMS["C1"], **changed)})) == (Shift("claim", "C1", "changed"),)
    assert since(work(CLAIMS | {"C1": replace(CLAIMS["C1"], note="seen again", hedge="may")})) == ()


def test_what_is_gone_and_what_is_new_is_told_claims_first():
    less = {one: passage for one, passage in PASSAGES.items() if one != "warm"}
    more = work(passages=less | {"warmest": replace(PASSAGES["warmer"], id="warmest")})
    assert since(more) == (Shift("passage", "warm", "gone"), Shift("passage", "warmest", "new"))
    assert [str(one) for one in since(work(claims={}))] == [
        "claim C1 is there no more",
        "passage warm is there no more",
        "passage warmer is there no more",
    ]


def test_an_approval_holds_while_the_words_and_what_they_stand_on_are_the_same():
    review = approve(QUESTION, work(), "A reader", "2026-11-22", "good")
    assert (review.id, review.by, review.date, review.note) == ("Q1", "A reader", "2026-11-22", "good")
    assert holds(review, QUESTION, work())
    assert not holds(review, QUESTION, work(warm={"text": "Tea was warm."}))
    assert not holds(review, replace(QUESTION, stem="How was tea?"), work())


def test_the_wording_is_what_a_reader_approves():
    key = replace(QUESTION.options[1], is_key=True)
    reason = replace(QUESTION.options[1], rationale="Not at all.")
    other = [
        replace(QUESTION, options=(QUESTION.options[0], key)),
        replace(QUESTION, options=(QUESTION.options[0], reason)),
        replace(QUESTION, claims=("C1", "C2")),
        replace(QUESTION, references=("ref-1",)),
        replace(QUESTION, passage="warm"),
    ]
    assert len({wording_of(one) for one in (QUESTION, *other)}) == 1 + len(other)
    filed = replace(QUESTION, level="remember", difficulty="hard", waivers=("L07 the point",), tags=("pair-tea",))
    assert wording_of(filed) == wording_of(QUESTION)


def test_the_seal_is_one_for_the_same_grounds_alone():
    seals = {seal_of(grounds_of(claims, "", work())) for claims in (("C1",), ("C2",), ("C1", "C2"), ("C2", "C1"))}
    assert len(seals) == 3
    assert seal_of(grounds_of(("C1",), "", work())) != seal_of(grounds_of(("C1",), "", work(warm={"text": "x"})))
