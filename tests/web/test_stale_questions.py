"""A question is stale when what it stands on changed in the course's text, until somebody has approved it again."""

import re

import pytest

BANK = "/instructor/small-course/questions"
APPROVED = "Approved: the question is still right."


@pytest.fixture
def changed(app, publish_changed, time):
    """The first claim got other words half an hour after the questions were published."""
    publish_changed(Tea_is_warm="Tea is hot")
    time.advance(hours=1)


def codes(ann, query="state=stale"):
    return set(re.findall(rf'href="{BANK}/([^"/?]+)"', ann.get(f"{BANK}?{query}").text))


def approve(ann, code, page):
    """Press the button of the page."""
    fields = {name: re.search(rf'name="{name}" value="(\w+)"', page)[1] for name in ("version", "seal")}
    return ann.post(f"{BANK}/{code}/checks", data=fields)


def rewrite(ann, code):
    """Save other words on the site."""
    page = ann.get(f"{BANK}/{code}/edit").text
    assert 'name="claim" value="C1" checked' in page
    options = {f"{kind}-{place}": f"{kind} {place}" for kind in ("option", "reason") for place in range(2)}
    fields = options | {"opened": "1", "type": "single", "key": "0", "claim": "C1", "act": "save", "stem": "New?"}
    fields |= {"topic": "brewing", "level": "apply", "difficulty": "easy", "pool": "quiz"}
    assert ann.post(f"{BANK}/{code}/versions", data=fields).status_code == 303


def test_no_question_is_stale_while_its_claims_say_what_they_said(ann, visible):
    assert codes(ann) == set()
    assert "No question fits." in visible(ann.get(f"{BANK}?state=stale").text)


def test_the_questions_of_a_changed_claim_and_no_others_are_listed_as_stale(ann, changed, visible):
    tested = {code for code in codes(ann, "") if "C1 Tea is hot" in visible(ann.get(f"{BANK}/{code}").text)}
    assert tested
    assert codes(ann) == tested < codes(ann, "")
    page = visible(ann.get(f"{BANK}/T01").text)
    assert (
        "Stale. What this question stands on has changed in the course’s text since somebody last approved it" in page
    )
    assert (
        "Claim C1 has other words. Passage tea-is-warm has other words. Tea is hot, as trials found. Lesson 1.1" in page
    )


def test_a_change_elsewhere_in_the_same_lesson_makes_none_of_them_stale(ann, publish_changed, visible):
    publish_changed(It_is_made_in_a="It comes from a")
    assert "It comes from a" in visible(ann.get("/learn/small-course/lessons/first-steps").text)
    assert codes(ann) == set()


def test_other_words_of_a_passage_alone_do(ann, publish_changed):
    publish_changed(as_trials_found="as trials have found")
    assert {"T01", "E01", "F01", "SC1"} < codes(ann)
    assert "M01" not in codes(ann)


@pytest.mark.parametrize("origin", ["text", "site"])
def test_approving_it_ends_that_and_changes_nothing_of_the_question(ann, publish_changed, visible, origin):
    if origin == "site":
        rewrite(ann, "T01")
    publish_changed(Tea_is_warm="Tea is hot")
    page = ann.get(f"{BANK}/T01").text
    assert "Still right: approve" in page
    assert ("reviews.yaml" in page) == (origin == "text")
    assert approve(ann, "T01", page).status_code == 303
    after = visible(ann.get(f"{BANK}/T01").text)
    words = {"text": "From the course’s text", "site": "Kept on this site"}[origin]
    assert (APPROVED in after, "Stale." in after, words in after) == (True, False, True)
    assert "T01" not in codes(ann)


def test_approving_an_older_version_notes_nothing(ann, changed, visible):
    answer = ann.post(f"{BANK}/T01/checks", data={"version": "2", "seal": ""})
    assert answer.status_code == 422
    assert "Nothing was noted" in visible(answer.text)
    assert "T01" in codes(ann)


def test_approving_what_has_changed_again_meanwhile_notes_nothing(ann, changed, publish_changed, visible):
    page = ann.get(f"{BANK}/T01").text
    publish_changed(as_trials_found="as trials have found")
    answer = approve(ann, "T01", page)
    assert answer.status_code == 422
    assert "The course’s text changed while you were reading. Nothing was noted" in visible(answer.text)
    assert "T01" in codes(ann)


def test_publishing_again_does_not_undo_what_was_approved_here(ann, publish_changed):
    publish_changed(Tea_is_warm="Tea is hot")
    approve(ann, "T01", ann.get(f"{BANK}/T01").text)
    publish_changed(Tea_is_warm="Tea is hot", Some_say_more="Some say less")
    assert "T01" not in codes(ann)
    assert "T02" in codes(ann)


def test_a_new_version_is_not_stale_and_a_retired_question_never_is(ann, changed):
    before = codes(ann)
    rewrite(ann, "T02")
    assert before - codes(ann) == {"T02"}
    retired = ann.post(f"{BANK}/T03/state", data={"state": "retired"})
    assert retired.status_code == 303
    assert before - codes(ann) == {"T02", "T03"}


def test_stale_questions_are_paged_like_the_others(ann, changed, monkeypatch):
    whole = sorted(codes(ann))
    monkeypatch.setattr("course_app.queries.paging.PAGE", 2)
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


def test_who_teaches_and_who_administers_are_told_how_many_are_stale(ann, as_person, publish_changed, visible):
    pages = {"/instructor": ann, "/admin": as_person("admin")}
    assert not [path for path, browser in pages.items() if "stale" in visible(browser.get(path).text)]
    publish_changed(as_trials_found="as trials have found")
    number = len(codes(ann))
    told = {path: visible(browser.get(path).text) for path, browser in pages.items()}
    teaching = f"{number} questions are stale: what they stand on has changed See which in A small course"
    assert teaching in told["/instructor"]
    assert f"{number} questions are stale in A small course See which in A small course" in told["/admin"]
    assert all('href="/instructor/small-course/questions?state=stale"' in pages[path].get(path).text for path in pages)
