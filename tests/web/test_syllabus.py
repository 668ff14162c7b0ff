"""The outline of a course."""

import re

OUTLINE = (
    "Search this course Search "
    "1 First things What tea is. "
    "1.1 First steps Open to everybody, 2 min After it you can: say how warm tea is "
    "1.2 Second steps 1 min After it you can: count whistling kettles "
    "1.3 Third steps In preparation "
    "Quiz: Practice Required Four questions, untimed, as often as you like. To pass you need 3 of 4. Afterwards you "
    "see your score by topic, your answers, the right ones, the reasons for every option and where each is taught. "
    "Quiz: A sitting Not required Two questions, in 10 minutes, two tries, at least 60 minutes apart. To pass you "
    "need 1 of 2, and at least 1 of 2 in effects. If you pass: your score by topic, your answers, the right ones, "
    "the reasons for every option and where each is taught. If not: your score by topic. "
    "At the end Quiz: Final assessment Required Four questions, in 45 minutes, three tries, at least 24 hours apart. "
    "To pass you need 3 of 4. If you pass: your score by topic, your answers, the right ones and the reasons for "
    "every option. If not: your score by topic. "
    "What it rests on 3 claims and 2 sources. Each source in full, how far we saw it and what it found "
    "Cited in the article 1 Leaf 2015 Beyond the article Steam 2020"
)
SOURCES = (
    "Outline What it rests on 3 claims and 2 sources. Each says how far we saw it, and what it found. "
    "Cited in the article Review of trials 1 Leaf A. A review of tea. Journal of Tea, 2015. Abstract seen. "
    "Tea was warm in all trials. "
    "Beyond the article Steam 2020 A survey of kettles. Date not known. Page seen. One kettle in ten whistled."
)
HEAD = (
    "A small course Two short lessons and three quizzes for the tests. "
    "Two lessons, about 3 min of reading; one more is in preparation. "
)


def marked(words):
    """The outline as it is told to somebody for whom most of it is locked."""
    told = OUTLINE.replace("Second steps 1 min", f"Second steps {words}, 1 min")
    told = re.sub(r" Required (?=Four)", f" {words}, required ", told)
    return told.replace(" Not required ", f" {words}, not required ")


def test_a_visitor_sees_what_is_in_the_course_and_may_open_an_account(client, visible):
    page = client.get("/courses/small-course").text
    assert visible(page) == f"{HEAD}Create an account {marked('With an account')}"
    assert 'href="/learn/small-course/quizzes/practice"' in page


def test_the_sources_stand_in_full_on_a_page_of_their_own_and_old_links_still_find_them(client, visible):
    assert visible(client.get("/courses/small-course/sources").text) == SOURCES
    outline = client.get("/courses/small-course").text
    for source in ("ref-1", "steam-2020"):
        jump = f'<li id="source-{source}"><a href="/courses/small-course/sources#source-{source}">'
        assert jump in outline, source
        assert f'id="source-{source}"' in client.get("/courses/small-course/sources").text
    assert 'id="sources"' in outline
    assert client.get("/courses/no-such-course/sources").status_code == 404


def test_whoever_is_not_enrolled_may_enrol(as_person, visible):
    page = as_person("outsider").get("/courses/small-course").text
    assert visible(page) == f"{HEAD}Enrol in this course {marked('Once enrolled')}"
    assert re.findall(r'<form method="post" action="([^"]+)"><input', page) == [
        "/learn/small-course/enrolment",
        "/sign-out",
    ]


def test_a_learner_goes_on_and_finds_the_quizzes(as_person, visible):
    page = as_person("learner").get("/courses/small-course").text
    assert visible(page) == f"{HEAD}Continue {OUTLINE}"
    assert re.findall(r'href="(/learn/small-course/quizzes/[^"]+)"', page) == [
        "/learn/small-course/quizzes/practice",
        "/learn/small-course/quizzes/sitting",
        "/learn/small-course/quizzes/final",
    ]


def test_nobody_enrols_alone_in_a_closed_course(as_person, visible):
    page = visible(as_person("learner").get("/courses/closed-course").text)
    assert "Whoever runs this course enrols people. Your account is all they need." in page
    assert "Enrol in" not in page


def test_an_unknown_course_is_not_found(client):
    assert client.get("/courses/no-such-course").status_code == 404


def test_markup_in_the_texts_of_a_course_stays_text(client, publish_changed):
    evil = "<b onclick=x>"
    publish_changed(A_small_course=evil, how_warm=evil, Third_steps=evil, Everything=evil, A_survey_of=evil)
    page = client.get("/courses/small-course").text + client.get("/courses/small-course/sources").text
    assert "<b onclick" not in page
    assert page.count("&lt;b onclick=x&gt;") > 6


def test_one_statement_reads_where_the_person_stands(as_person, statements):
    browser = as_person("learner")
    browser.get("/courses/small-course")
    with statements() as seen:
        browser.get("/courses/small-course")
    assert ["person" in seen[0], "course_version" in seen[1], len(seen)] == [True, True, 2]
