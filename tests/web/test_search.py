"""The search page: results for visitor, learner and outsider, and every way to find nothing."""

import re

import pytest

from course_app.domain.searching import LONGEST_QUERY

SEARCH = "/courses/small-course/search"
HEAD = "Search Search this course Search"
OPEN_ONLY = (
    "Searched are the lessons that are open to everybody, the glossary and the sources; the other lessons once you "
    "are enrolled. See what is in the course"
)
NOWHERE = (
    "Try another word, or fewer. The glossary lists the terms of this course from A to Z, the outline its "
    "lessons, and one more page its sources ."
)
LINK = re.compile(r'<p><a href="((?:/learn|/courses)[^"]*#[^"]+)">(.*?)</a></p>')


@pytest.fixture
def ask(visible):
    """The words of the page for a query."""
    return lambda browser, query, **more: visible(browser.get(SEARCH, query_string={"q": query} | more).text)


def test_a_visitor_finds_what_is_open_to_everybody(client, ask):
    assert ask(client, "kettle") == (
        f"{HEAD} 3 results for “ kettle ” "
        "Lessons 1 result 1.1 First steps Warmth Tea is warm, as trials found. It is made in a kettle . "
        "Glossary 1 result Kettle A vessel for boiling water. "
        "Sources 1 result Steam 2020 A survey of kettles . One kettle in ten whistled. "
        f"{OPEN_ONLY}"
    )


def test_a_learner_finds_all_lessons(as_person, ask):
    assert ask(as_person("learner"), "kettle") == (
        f"{HEAD} 6 results for “ kettle ” "
        "Lessons 4 results 1.2 Second steps Kettles 1.1 First steps Warmth Tea is warm, as trials found. It is made in "
        "a kettle . 1.2 Second steps One kettle in ten whistles. After it you can count whistling kettles . "
        "1.2 Second steps Kettles In one survey one kettle in ten whistled. See the first lesson. "
        "Glossary 1 result Kettle A vessel for boiling water. "
        "Sources 1 result Steam 2020 A survey of kettles . One kettle in ten whistled."
    )


def test_who_is_not_enrolled_finds_what_a_visitor_finds(client, as_person, ask):
    assert {ask(as_person(name), "kettle") for name in ("outsider", "instructor", "admin")} == {ask(client, "kettle")}


def test_each_result_links_to_its_place_with_what_was_sought_marked(as_person):
    assert LINK.findall(as_person("learner").get(f"{SEARCH}?q=kettels").text) == [
        ("/learn/small-course/lessons/second-steps#kettles", "<mark>Kettles</mark>"),
        ("/learn/small-course/lessons/second-steps#top", "1.2 Second steps"),
        ("/learn/small-course/lessons/first-steps#p-2", "Warmth"),
        ("/learn/small-course/lessons/second-steps#kettles-whistle", "<mark>Kettles</mark>"),
        ("/courses/small-course/glossary#term-kettle", "<mark>Kettle</mark>"),
        ("/courses/small-course/sources#source-steam-2020", "Steam 2020"),
    ]


@pytest.mark.parametrize("person", ["", "learner"])
def test_every_link_leads_to_something_that_is_there(client, as_person, person):
    browser = as_person(person) if person else client
    links = LINK.findall(browser.get(f"{SEARCH}?q=tea+kettle+some").text)
    assert len(links) > 4
    for address, _ in links:
        path, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in browser.get(path).text


def test_the_title_tells_the_count_first(client):
    assert "<title>3 results for “kettle” · A small course</title>" in client.get(f"{SEARCH}?q=kettle").text
    assert "<title>Search · A small course</title>" in client.get(SEARCH).text


def test_without_a_query_the_page_says_what_to_type(client, ask):
    told = (
        f"{HEAD} Type a word or a few, such as a term, a side effect or the name of an author. Small typing mistakes, "
    )
    told += f"accents, hyphens and UK or US spelling do not matter. {OPEN_ONLY}"
    assert {ask(client, query) for query in ("", "   ")} == {told}


def test_one_letter_is_too_little(client, ask):
    assert ask(client, "t") == (f"{HEAD} One letter finds too much. Type a word, or the beginning of one. {OPEN_ONLY}")


def test_a_mistyped_word_is_read_as_the_nearest_and_the_page_says_so(client, ask):
    page = ask(client, "vesel")
    assert page.startswith(
        f"{HEAD} 1 result for “ vesel ” The course does not have “ vesel ”; vessel was searched instead. "
    )
    assert "A vessel for boiling water." in page


def test_nothing_found_suggests_words_that_are_like_it(client, ask):
    assert ask(client, "boylnigs") == (
        f"{HEAD} Nothing found for “ boylnigs ” Did you mean boiling ? {NOWHERE} {OPEN_ONLY}"
    )
    assert f'<a href="{SEARCH}?q=boiling"><bdi>boiling</bdi></a>' in client.get(f"{SEARCH}?q=boylnigs").text


def test_nothing_found_and_nothing_like_it(client, ask):
    assert ask(client, "quidditch") == f"{HEAD} Nothing found for “ quidditch ” {NOWHERE} {OPEN_ONLY}"


def test_an_unknown_word_beside_others_is_named(client, ask):
    assert "The course does not have “ quidditch ”; the other words were searched." in ask(client, "vessel quidditch")


def test_no_place_has_all_the_words(client, ask):
    page = ask(client, "vessel calm")
    assert "2 results for “ vessel calm ” No place has all of these words. These have some of them, the nearest" in page


def test_a_query_that_is_too_long_is_cut_and_the_page_says_so(client, ask):
    page = ask(client, "kettle " + "x" * 5_000)
    assert "A search takes 100 characters. What you typed after them was left out." in page
    typed = re.search(r'name="q" value="([^"]*)"', client.get(f"{SEARCH}?q={'kettle ' * 1_000}").text)[1]
    assert typed == ("kettle " * 14).strip()


@pytest.mark.parametrize("query", ["ＫＥＴＴＬＥ", "kéttle", "KETTLE", "kettle’s", "ket\N{SOFT HYPHEN}tle"])
def test_case_accents_and_signs_do_not_matter(client, ask, query):
    assert "A vessel for boiling water." in ask(client, query)


@pytest.mark.parametrize("query", ["茶", "чай", "שלום", "🫖", "…", "%", "<br>", "' OR 0=0", "\\", "\ud800"])
def test_any_script_and_any_sign_is_answered(client, query):
    answer = client.get(SEARCH, query_string={"q": query.encode("utf-8", "surrogatepass")})
    assert (answer.status_code, "Nothing found" in answer.text) == (200, True)


def test_names_in_other_scripts_are_found(client, publish_changed, ask):
    publish_changed(**{"term: Kettle": "term: 水壶 чайник Kessel für Groß"})
    for query in ("壶", "Чайник", "gross", "fur"):
        assert "Glossary 1 result 水 壶 чайник".replace(" ", "") in ask(client, query).replace(" ", "")


def test_a_term_is_found_by_the_words_that_a_lesson_has_for_it(client, publish_changed, ask):
    publish_changed(**{"[kettle]{term": "[samovar]{term"})
    assert "Glossary 1 result Kettle A vessel for boiling water." in ask(client, "samovar")


def test_markup_in_query_and_course_stays_text(client, publish_changed):
    publish_changed(**{"A vessel": "<i>A vessel</i>", "A survey of kettles": "<b>A</b> survey"})
    page = client.get(SEARCH, query_string={"q": "vessel survey <script>"}).text
    assert "&lt;i&gt;A <mark>vessel</mark>&lt;/i&gt;" in page
    assert "&lt;b&gt;A&lt;/b&gt; <mark>survey</mark>" in page
    assert 'value="vessel survey &lt;script&gt;"' in page


def test_one_kind_alone_with_the_way_back_to_all(as_person, ask):
    browser = as_person("learner")
    page = ask(browser, "kettle", **{"in": "glossary"})
    assert page == (
        f"{HEAD} 1 result in glossary for “ kettle ” Results of every kind "
        "Glossary 1 result Kettle A vessel for boiling water."
    )
    assert (
        f'<a href="{SEARCH}?q=kettle">Results of every kind</a>' in browser.get(f"{SEARCH}?q=kettle&in=glossary").text
    )


def test_the_search_of_a_changed_course_is_the_new_one(client, publish_changed, ask):
    assert "Nothing found" in ask(client, "porcelain")
    publish_changed(**{"A vessel": "A porcelain vessel"})
    assert "A porcelain vessel" in ask(client, "porcelain")


def test_an_unknown_course_is_not_found(client):
    assert client.get("/courses/no-such-course/search?q=tea").status_code == 404


def test_the_page_holds_one_labelled_search_form_and_is_kept_out_of_indexes(client):
    page = client.get(f"{SEARCH}?q=tea").text
    assert re.findall(r'<form[^>]*role="search"[^>]*>', page) == [
        f'<form class="inline finder row seek" role="search" action="{SEARCH}">'
    ]
    assert '<label for="q">Search this course</label><input type="search" id="q" name="q" value="tea"' in page
    assert f' value="tea" maxlength="{LONGEST_QUERY}" dir="auto">' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("address", ["/courses/small-course", "/courses/small-course/glossary"])
def test_outline_and_glossary_hold_the_form_too(client, address):
    assert f'role="search" action="{SEARCH}"' in client.get(address).text


def test_every_page_of_the_course_leads_to_the_search(client, as_person):
    assert f'<a href="{SEARCH}">Search</a>' in client.get("/learn/small-course/lessons/first-steps").text
    assert f'<a href="{SEARCH}">Search</a>' in as_person("learner").get("/learn").text


def test_a_search_takes_one_statement_besides_the_viewers_however_much_it_finds(client, as_person, statements):
    counts = []
    for browser, query in ((client, "quidditch"), (client, "tea kettle"), (as_person("learner"), "tea kettle some")):
        browser.get(f"{SEARCH}?q={query}")
        with statements() as seen:
            browser.get(f"{SEARCH}?q={query}")
        counts.append(len(seen))
    assert counts == [1, 1, 2]
