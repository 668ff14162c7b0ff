"""A question whose claim changed in the course's text is stale until somebody has looked at it."""

import re

import pytest

BANK = "/instructor/small-course/questions"
NOTED = "Noted: the question still holds."


@pytest.fixture
def ann(as_person):
    return as_person("instructor")


@pytest.fixture
def changed(app, publish_changed, time):
    """The first claim got other words half an hour after the questions were published."""
    publish_changed(Tea_is_warm="Tea is hot")
    time.advance(hours=1)


def codes(ann, query="state=stale"):
    return set(re.findall(rf'href="{BANK}/([^"/?]+)"', ann.get(f"{BANK}?{query}").text))


def test_no_question_is_stale_while_its_claims_say_what_they_said(ann, visible):
    assert codes(ann) == set()
    assert "No question fits." in visible(ann.get(f"{BANK}?state=stale").text)


def test_the_questions_of_a_changed_claim_and_no_others_are_listed_as_stale(ann, changed, visible):
    tested = {code for code in codes(ann, "") if "C1 Tea is hot" in visible(ann.get(f"{BANK}/{code}").text)}
    assert tested
    assert codes(ann) == tested < codes(ann, "")
    page = visible(ann.get(f"{BANK}/T01").text)
    assert "Stale. C1 has changed in the course’s text since somebody last looked at this question" in page


def test_saying_that_it_holds_ends_it_and_changes_nothing_of_the_question(ann, changed, visible):
    assert ann.post(f"{BANK}/T01/checks", data={"version": "1"}).status_code == 303
    page = visible(ann.get(f"{BANK}/T01").text)
    assert (NOTED in page, "Stale." in page, "From the course’s text" in page) == (True, False, True)
    assert "T01" not in codes(ann)


def test_a_check_of_an_older_version_notes_nothing(ann, changed, visible):
    answer = ann.post(f"{BANK}/T01/checks", data={"version": "2"})
    assert answer.status_code == 422
    assert "Nothing was noted" in visible(answer.text)
    assert "T01" in codes(ann)


def test_a_new_version_is_not_stale_and_a_retired_question_never_is(ann, changed):
    before = codes(ann)
    page = ann.get(f"{BANK}/T02/edit").text
    options = {f"{kind}-{place}": f"{kind} {place}" for kind in ("option", "reason") for place in range(2)}
    fields = options | {"opened": "1", "type": "single", "key": "0", "claim": "C1", "act": "save", "stem": "New?"}
    fields |= {"topic": "brewing", "level": "apply", "difficulty": "easy", "pool": "quiz"}
    assert 'name="claim" value="C1" checked' in page
    assert ann.post(f"{BANK}/T02/versions", data=fields).status_code == 303
    assert before - codes(ann) == {"T02"}
    retired = ann.post(f"{BANK}/T03/state", data={"state": "retired"})
    assert retired.status_code == 303
    assert before - codes(ann) == {"T02", "T03"}


def test_stale_questions_are_paged_like_the_others(ann, changed, monkeypatch):
    whole = sorted(codes(ann))
    monkeypatch.setattr("course_app.queries.bank.PAGE", 2)
    first = ann.get(f"{BANK}?state=stale").text
    following = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
    shown = [re.findall(rf'row"><a href="{BANK}/([^"/?]+)"', page) for page in (first, ann.get(following).text)]
    assert shown == [whole[:2], whole[2:4]]


def test_how_many_are_stale_changes_nothing_of_the_number_of_statements(ann, publish_changed, statements):
    counts = []
    for query in ("", "state=stale"):
        ann.get(f"{BANK}?{query}")
        with statements() as seen:
            ann.get(f"{BANK}?{query}")
        counts.append(len(seen))
    publish_changed(Tea_is_warm="Tea is hot")
    ann.get(BANK)
    with statements() as seen:
        ann.get(f"{BANK}?state=stale")
    assert [*counts, len(seen)] == [len(seen)] * 3
