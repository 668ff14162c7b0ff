"""What a search engine finds: titles, descriptions, addresses, and the structured data of a course."""

import json
import re
from dataclasses import replace

import pytest
from flask import current_app
from sqlalchemy import update

from course_app.models import Course
from course_app.services.transaction import transaction
from tests.conftest import another_app

HEAD = re.compile(r'<(?:meta (?:name="(?:description|robots)"|property)|link rel="canonical")[^>]*>')
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SITE = "https://learn.example.org"
NOINDEX = ['<meta name="robots" content="noindex">']
COURSE = {
    "@type": "Course",
    "name": "A small course",
    "description": "Two short lessons and three quizzes for the tests.",
    "inLanguage": "en-GB",
    "hasCourseInstance": {"@type": "CourseInstance", "courseMode": "online", "courseWorkload": "PT3M"},
    "provider": {"@type": "Organization", "name": "Breeze Academy"},
}


def data_in(page):
    return json.loads(DATA.search(page)[1])


def test_a_public_page_says_what_it_is(client):
    found = HEAD.findall(client.get("/learn/small-course/lessons/first-steps").text)
    assert found == [
        '<meta name="description" content="After it you can: say how warm tea is">',
        '<meta property="og:description" content="After it you can: say how warm tea is">',
        '<meta property="og:type" content="website">',
        '<meta property="og:site_name" content="Breeze Academy">',
        '<meta property="og:title" content="1.1 First steps">',
    ]


def test_where_the_site_has_an_address_the_page_names_its_own(app):
    settings = replace(app.config["SETTINGS"], base_url=SITE, data=app.config["SETTINGS"].data / "other")
    with another_app(settings):
        page = current_app.test_client().get("/privacy", base_url=SITE).text
    assert [tag for tag in HEAD.findall(page) if "https" in tag] == [
        '<link rel="canonical" href="https://learn.example.org/privacy">',
        '<meta property="og:url" content="https://learn.example.org/privacy">',
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/sign-in",
        "/register",
        "/receipts",
        "/records/none",
        "/courses/small-course/search?q=tea",
        "/offline",
        "/nothing",
    ],
)
def test_what_is_not_to_be_found_says_so(client, address):
    assert HEAD.findall(client.get(address).text) == NOINDEX


def test_a_lesson_for_learners_is_not_to_be_found(as_person):
    page = as_person("learner").get("/learn/small-course/lessons/second-steps").text
    assert HEAD.findall(page) == NOINDEX


def test_a_robot_is_told_where_the_public_pages_are(client):
    robots = client.get("/robots.txt").text
    assert robots.splitlines() == [
        "User-agent: *",
        "Disallow: /account",
        "Disallow: /admin",
        "Disallow: /attempts",
        "Disallow: /instructor",
        "Disallow: /observer",
        "",
        "Sitemap: http://localhost/sitemap.xml",
    ]


def test_every_public_page_of_the_list_is_there_for_a_visitor_to_find(client):
    listed = re.findall("<loc>http://localhost(.*?)</loc>", client.get("/sitemap.xml").text)
    assert listed == [
        *("/", "/contact", "/contact/next-practical-day", "/updates", "/privacy", "/cookies", "/accessibility"),
        *("/courses/closed-course", "/courses/closed-course/glossary", "/courses/closed-course/sources"),
        *("/courses/small-course", "/courses/small-course/glossary", "/courses/small-course/sources"),
        "/learn/small-course/lessons/first-steps",
    ]
    assert {client.get(path).status_code for path in listed} == {200}


def test_an_outline_tells_the_course_as_data(client):
    page = client.get("/courses/small-course").text
    assert data_in(page) == {"@context": "https://schema.org", "@graph": [COURSE]}


def test_the_home_page_tells_every_course(client):
    told = data_in(client.get("/").text)["@graph"]
    assert [one["name"] for one in told] == ["A closed course", "A small course"]
    assert told[1] == COURSE


def test_the_data_name_the_academy_as_its_settings_do(app, client):
    set_there = {"base_url": SITE, "phone": "+44 20 7946 0123", "postal_address": "1 Ŵell <Lane>, London"}
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], **set_there)
    page = client.get("/courses/small-course").text
    [course] = data_in(page)["@graph"]
    assert course["url"] == "https://learn.example.org/courses/small-course"
    assert course["provider"] == {
        "@type": "Organization",
        "name": "Breeze Academy",
        "url": "https://learn.example.org",
        "address": "1 Ŵell <Lane>, London",
        "telephone": "+44 20 7946 0123",
    }


def test_a_title_does_not_end_the_data(client, publish_changed):
    evil = "</script><script>alert(1)</script>"
    publish_changed(A_small_course=evil)
    page = client.get("/courses/small-course").text
    assert data_in(page)["@graph"][0]["name"] == evil
    assert re.findall("</?script", page) == ["<script", "</script"] * 2


def test_without_a_course_there_are_no_data(client):
    with transaction() as session:
        session.execute(update(Course).values(newest_number=0))
    page = client.get("/").text
    assert DATA.findall(page) == []
    assert HEAD.findall(page) == NOINDEX
