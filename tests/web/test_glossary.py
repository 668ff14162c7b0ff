"""The glossary."""

import re


def test_terms_stand_under_their_letters_with_the_lesson_that_uses_them_first(client, visible):
    page = client.get("/courses/small-course/glossary").text
    assert visible(page) == (
        "Glossary 1 term, as this course uses them. Search this course Search "
        "K K Kettle A vessel for boiling water. Lesson 1.1"
    )
    assert re.findall(r'id="(term-[^"]+)"', page) == ["term-kettle"]


def test_a_course_without_terms_says_so(client, visible):
    assert visible(client.get("/courses/closed-course/glossary").text) == (
        "Glossary This course explains no terms yet. Search this course Search"
    )


def test_an_unknown_course_is_not_found(client):
    assert client.get("/courses/no-such-course/glossary").status_code == 404


def test_markup_in_a_term_stays_text(client, publish_changed):
    publish_changed(**{"term: Kettle": "term: <i>Kettle</i>", "A vessel": "<i>A vessel</i>"})
    page = client.get("/courses/small-course/glossary").text
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?) <a", page) == [
        ("&lt;i&gt;Kettle&lt;/i&gt;", "&lt;i&gt;A vessel&lt;/i&gt; for boiling water.")
    ]
