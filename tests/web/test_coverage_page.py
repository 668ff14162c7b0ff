"""The coverage of a course as its instructor sees it, and what the quiz builder says of questions asked too early."""

import re
from dataclasses import replace

from course_app.domain.quizzes import Quiz, Section, Slot
from course_app.queries.authored_questions import authored_question
from course_app.queries.catalogue import newest_outline
from course_app.services import authoring, authoring_quizzes
from tests.conftest import START, person_named

PAGE = "/instructor/small-course/coverage"
ONE_MODULE = """\
    lessons: [first-steps, second-steps, {id: third-steps, title: Third steps}]
    quizzes: [practice, sitting]
"""
TWO_MODULES = """\
    lessons: [first-steps]
    quizzes: [practice, sitting]
  - id: two
    title: Second things
    summary: What kettles do.
    lessons: [second-steps, {id: third-steps, title: Third steps}]
"""
SPLIT = {ONE_MODULE: TWO_MODULES, "lesson: 1.2": "lesson: second-steps"}
UNTAUGHT = {'claims="C2"': 'claims="C1"'}


def row(page, claim):
    return re.search(rf'<tr id="{claim}">.*?</tr>', page, re.DOTALL)[0]


def listed(page):
    return re.findall(r'<tr id="(\w+)">', page)


def added(now=START):
    """A question of the site on B1, put into use."""
    actor, outline = person_named("instructor").id, newest_outline("small-course")
    mine = replace(authored_question(outline, "E01").question, stem="Mine?", claims=("B1",))
    code = authoring.add_question(actor, outline, mine, now).code
    return actor, outline, code


def test_a_claim_is_shown_with_its_passages_questions_and_sources_each_with_its_link(ann, visible):
    page = ann.get(PAGE).text
    assert visible(page).count("3 claims: taught, and asked by a quiz after that; 3 on one source or a weak fit.") == 1
    assert "Version 1 of the course" in visible(page)
    first = row(page, "C1")
    assert visible(first) == (
        "C1 Tea is warm One sentence in 1.1 that teaches C1 Tea is warm, as trials found. Lesson 1.1, First steps "
        "14 questions, 1 self-check on C1 E01 E02 E03 E04 F01 F02 F03 F04 T01 T02 T03 T04 T05 T06 SC1 "
        "Review of trials 1 source behind C1 Leaf 2015 Review of trials"
    )
    assert 'href="/learn/small-course/lessons/first-steps#tea-is-warm"' in first
    assert 'href="/instructor/small-course/questions/SC1"' in first
    assert 'href="/courses/small-course/sources#source-ref-1"' in first
    assert "No citation in the article" in visible(row(page, "C2"))
    assert (
        "Beyond the article 1 source behind B1 Steam 2020 Beyond the article. Supports the claim in part."
        in visible(row(page, "B1"))
    )


def test_every_link_leads_somewhere(ann):
    page = ann.get(PAGE).text
    main = re.search(r"<main.*</main>", page, re.DOTALL)[0]
    for address in sorted(set(re.findall(r'href="(/[^"]+)"', main))):
        path, _, anchor = address.replace("&amp;", "&").partition("#")
        answer = ann.get(path)
        assert answer.status_code == 200
        assert not anchor or f'id="{anchor}"' in answer.text, address


def test_questions_of_the_site_count_when_they_are_in_use(ann, visible):
    actor, outline, code = added()
    assert code not in row(ann.get(PAGE).text, "B1")
    authoring.set_state(actor, outline, code, "approved", START)
    assert "5 questions on B1 E01 E02 E03 E04 Q1" in visible(row(ann.get(PAGE).text, "B1"))
    for gone in ("E01", "E02"):
        authoring.set_state(actor, outline, gone, "retired", START)
    assert "3 questions on B1 E03 E04 Q1" in visible(row(ann.get(PAGE).text, "B1"))


def test_the_list_is_narrowed_to_what_is_missing(ann, publish_changed, visible):
    publish_changed(**UNTAUGHT, **{"claims: C1, B1": "claims: C1"})
    page = ann.get(PAGE).text
    assert "3 claims: 1 not taught and 1 not asked by a quiz; 3 on one source or a weak fit." in visible(page)
    assert "Not taught (1) Not asked by a quiz (1)" in visible(page)
    narrowed = {only: ann.get(f"{PAGE}?only={only}").text for only in ("untaught", "unasked", "weak", "early")}
    assert {only: listed(text) for only, text in narrowed.items()} == {
        "untaught": ["C2"],
        "unasked": ["B1"],
        "weak": ["C1", "C2", "B1"],
        "early": [],
    }
    assert "C2 Tea may calm Not taught No lesson 1 question" in visible(narrowed["untaught"])
    assert "Not asked No" not in visible(narrowed["untaught"])
    assert "No question" in visible(row(narrowed["unasked"], "B1"))
    assert "No claim is in this list" in visible(narrowed["early"])
    assert listed(ann.get(f"{PAGE}?only=nonsense&after=nothing").text) == ["C1", "C2", "B1"]


def test_what_a_quiz_may_ask_before_it_is_taught_is_told_with_the_quiz(ann, publish_changed, visible):
    publish_changed(**SPLIT)
    page = ann.get(f"{PAGE}?only=early").text
    assert listed(page) == ["B1"]
    assert "Asked before it is taught E01 may be asked by A sitting , before a lesson teaches this." in visible(page)
    assert 'href="/instructor/small-course/quizzes/sitting"' in row(page, "B1")


def test_the_claims_are_paged_and_the_filter_stays(ann, monkeypatch):
    monkeypatch.setattr("course_app.queries.paging.PAGE", 2)
    first = ann.get(f"{PAGE}?only=weak").text
    onwards = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
    assert (listed(first), listed(ann.get(onwards).text)) == (["C1", "C2"], ["B1"])
    assert "only=weak" in onwards
    assert 'rel="next"' not in ann.get(onwards).text


def test_the_number_of_questions_changes_nothing_of_the_number_of_statements(ann, statements):
    counts = []
    for _ in range(3):
        ann.get(PAGE)
        with statements() as seen:
            ann.get(PAGE)
        counts.append(len(seen))
        actor, outline, code = added()
        authoring.set_state(actor, outline, code, "approved", START)
    assert counts == counts[:1] * 3


def test_the_builder_says_of_a_quiz_of_the_text_and_of_the_site_what_it_asks_too_early(ann, publish_changed, visible):
    publish_changed(**SPLIT)
    quizzes = "/instructor/small-course/quizzes"
    told = (
        "Four questions may be asked before a lesson has taught what they test "
        "E01 : B1 is taught only later, in 2.1. E02 : B1 is taught only later, in 2.1."
    )
    assert told in visible(ann.get(f"{quizzes}/sitting").text)
    assert "may be asked before" not in visible(ann.get(f"{quizzes}/practice").text)
    actor, outline = person_named("instructor").id, newest_outline("small-course")
    quiz = replace(outline.quizzes["sitting"].quiz, summary="Reworded.")
    authoring_quizzes.save_quiz(actor, outline, "sitting", 1, quiz, START)
    for path in ("versions/2", "edit"):
        assert told in visible(ann.get(f"{quizzes}/sitting/{path}").text)
    assert ann.post(f"{quizzes}/sitting/versions/2/publication", data={"read": "yes"}).status_code == 303


def test_a_new_quiz_of_the_site_comes_after_all_lessons_and_is_told_what_none_of_them_teaches(
    ann, publish_changed, visible
):
    publish_changed(**SPLIT, **UNTAUGHT)
    actor, outline = person_named("instructor").id, newest_outline("small-course")
    slots = tuple(Slot(question=code) for code in ("E01", "M01"))
    quiz = Quiz(id="", title="Mine", sections=(Section("part-1", "All", slots),))
    authoring_quizzes.add_quiz(actor, outline, quiz, START)
    page = visible(ann.get("/instructor/small-course/quizzes/mine").text)
    assert "One question may be asked before a lesson has taught what it tests M01 : C2 is taught in no lesson." in page
    assert "E01 :" not in page
