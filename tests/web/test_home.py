"""The home page."""

import re

import pytest
from sqlalchemy import update

from course_app.models import Course
from course_app.services.transaction import transaction

LINK = re.compile(r'<a class="button[^"]*" href="([^"]+)">([^<]+)</a>')


@pytest.fixture
def only_small(app):
    """The small course is the only one that is published."""
    unpublish("closed-course")


def unpublish(*slugs):
    with transaction() as session:
        session.execute(update(Course).where(Course.slug.in_(slugs)).values(newest_number=0))


def test_several_courses_stand_with_their_questions(client, visible):
    assert visible(client.get("/").text) == (
        "Courses "
        "A closed course Who may come in? Nobody enrols alone here. One lesson, about 1 min of reading. "
        "A small course What is known about tea? Two short lessons and three quizzes for the tests. "
        "Two lessons, about 3 min of reading. "
        "Practical days None is announced at present. Tell me about the next one near me "
        "Do you have a question? Ask a question . The answer comes by e-mail."
    )


def test_without_a_course_the_page_says_so(client, visible):
    unpublish("small-course", "closed-course")
    answer = client.get("/")
    assert answer.status_code == 200
    assert visible(answer.text).startswith("No course is published yet This is where the courses of Breeze Academy")


@pytest.mark.usefixtures("only_small")
def test_one_course_is_told_by_what_it_has(client, visible):
    assert visible(client.get("/").text) == (
        "What is known about tea? Two short lessons and three quizzes for the tests. "
        "Create an account Read lesson 1.1 first "
        "One module, two short lessons so far; one more is in preparation "
        "About 3 min of reading, in as many sittings as you like "
        "3 claims traced to 2 sources "
        "It does not permit you to brew for others. "
        "How a page works One paragraph of lesson 1.1, with its evidence margin. "
        "Tea is warm, as trials found. It is made in a kettle. "
        "Review of trials 1 Leaf 2015 Warm in all trials. "
        "Review of trials Trials pooled, with their certainty. "
        "Appraisal or narrative review Experts reading a few studies. "
        "Practitioner or hospital web page Useful for ideas; no comparison. "
        "Source not located Cited, but we could not find it. "
        "No citation in the article Stated without any source. "
        "Beyond the article Added by us, from sources of its own. "
        "After this course you can say, and show why Tea is warm. Review of trials Lesson 1.1 "
        "One module Lessons of one to two minutes, in any order. Minutes are for reading. "
        "All lessons, quizzes and sources "
        "1 First things 3 min What tea is. One of three lessons is in preparation. "
        "How it is assessed "
        "Practice Four questions, untimed, as often as you like. To pass you need 3 of 4. Afterwards you see your "
        "score by topic, your answers, the right ones, the reasons for every option and where each is taught. "
        "A sitting Two questions, in 10 minutes, two tries, at least 60 minutes apart. To pass you need 1 of 2, and "
        "at least 1 of 2 in effects. If you pass: your score by topic, your answers, the right ones, the reasons for "
        "every option and where each is taught. If not: your score by topic. "
        "Final assessment Four questions, in 45 minutes, three tries, at least 24 hours apart. To pass you need "
        "3 of 4. If you pass: your score by topic, your answers, the right ones and the reasons for every option. "
        "If not: your score by topic. "
        "At the end The course is complete when you have marked every lesson as read and passed what is required: "
        "Practice and Final assessment. "
        "Practical days None is announced at present. Tell me about the next one near me "
        "Who it is for, and what it does not permit It is for you if you want to know what is known about tea "
        "What it does not permit It does not permit you to brew for others. "
        "Do you have a question? Ask a question . The answer comes by e-mail."
    )


@pytest.mark.usefixtures("only_small")
def test_a_visitor_may_open_an_account_or_read_the_open_lesson_first(client):
    assert LINK.findall(client.get("/").text) == [
        ("/register?course=small-course", "Create an account"),
        ("/learn/small-course/lessons/first-steps", "Read lesson 1.1 first"),
    ]


@pytest.mark.usefixtures("only_small")
def test_whoever_is_signed_in_goes_on(as_person):
    assert LINK.findall(as_person("learner").get("/").text) == [("/learn", "Continue")]


def test_a_closed_course_offers_to_sign_in(client):
    unpublish("small-course")
    assert LINK.findall(client.get("/").text) == [("/sign-in", "Sign in")]


@pytest.mark.usefixtures("only_small")
def test_markup_in_the_texts_of_a_course_stays_text(client, publish_changed):
    evil = "<script>alert(1)</script>"
    publish_changed(What_is_known_about_tea=evil, What_tea_is=evil, First_things=evil, Leaf_2015=evil)
    page = client.get("/").text
    assert re.findall("</?script", page) == ["<script", "</script"] * 2
    assert page.count('<script type="module" src="/static/') == page.count('<script type="application/ld+json">') == 1
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 6


@pytest.mark.usefixtures("only_small")
def test_the_second_page_reads_only_which_version_is_the_newest_and_the_practical_days(client, statements):
    client.get("/")
    with statements() as seen:
        client.get("/")
    assert [re.search(r"FROM (\w+)", one)[1] for one in seen] == ["course_version", "practical_day"]
