import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.formats.problems import Problem
from course_app.formats.strict_yaml import Fields, Node, did_you_mean, read_yaml


def plain(node):
    """The values without their places."""
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [plain(value) for value in node.value]
    return node.value


def values(text):
    node, problems = read_yaml(text, "f.yaml")
    assert problems == []
    return plain(node)


def places(text, first_line=1):
    return [(problem.line, problem.column) for problem in read_yaml(text, "f.yaml", first_line)[1]]


def messages(text):
    return [problem.message for problem in read_yaml(text, "f.yaml")[1]]


def fields(text):
    problems = []
    node, unreadable = read_yaml(text, "f.yaml")
    assert unreadable == []
    return Fields(node, "f.yaml", problems, "a claim"), problems


def told(problems):
    return [(problem.line, problem.column, problem.message) for problem in problems]


def test_mappings_lists_and_scalars_are_read():
    assert values("a: [1, two]\nb: {c: 1.5}\nd:\n  - x\n  - y: z\n") == {
        "a": [1, "two"],
        "b": {"c": 1.5},
        "d": ["x", {"y": "z"}],
    }


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("2018-01-02", "2018-01-02"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("017", 17),
        ("0o17", 15),
        ("0xff", 255),
        ("-3", -3),
        ("1e3", 1000.0),
        (".5", 0.5),
        (".inf", ".inf"),
        ("'5'", "5"),
        ('"true"', "true"),
        ("", None),
        ("~", None),
        ("null", None),
        ("=", "="),
    ],
)
def test_a_scalar_means_what_it_looks_like(written, value):
    found = values(f"a: {written}")["a"]
    assert (type(found), found) == (type(value), value)


def test_an_empty_text_is_a_blank():
    assert read_yaml("", "f.yaml", 4) == (Node(None, 4, 1), [])
    assert read_yaml("# only a comment\n", "f.yaml") == (Node(None, 1, 1), [])


def test_nodes_know_their_line_and_column_and_what_was_written():
    node, _ = read_yaml("a: 5.10\nb:\n  - x\n", "f.yaml", first_line=3)
    assert node.value["a"] == Node(5.1, 3, 4, "5.10")
    assert node.value["b"].value == [Node("x", 5, 5, "x")]
    assert node.keys == {"a": (3, 1), "b": (4, 1)}


def test_a_key_given_twice_is_a_problem_and_the_first_counts():
    node, problems = read_yaml("a: 1\nb: 2\na: 3\n", "f.yaml")
    assert plain(node) == {"a": 1, "b": 2}
    assert problems == [Problem("f.yaml", 3, 1, "The key `a` is given twice (first on line 1).")]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a:\n\tb: 1", 2, 1),
        ("a:\tb", 1, 3),
        ("a: b\tc", 1, 5),
        ("a: &x 1", 1, 4),
        ("a: *x", 1, 4),
        ("a: *bold* words", 1, 9),
        ("a: !!str 1", 1, 4),
        ("a: b: c", 1, 5),
        ("a: 1\n---\nb: 2", 2, 1),
        ("%YAML 1.2\n---\na: 1", 1, 1),
        ("a: 1\nb: 'open\nc: 3", 2, 4),
        ("a: 1\nb: [x,\nc: 3", 2, 4),
        ("a: 1\nforgotten\nc: 3", 2, 1),
        ("a: `x`", 1, 4),
        ("x: 1\na: \x00", 2, 4),
        ('a: "\\ud800"', 1, 4),
        ('a: "\\UFFFFFFFF"', 1, 2),
        ("? [a]\n: 1", 1, 3),
        ("a: " + "[" * 5000, 1, 23),
    ],
)
def test_what_is_not_strict_yaml_is_a_problem_at_its_place(text, line, column):
    assert places(text) == [(line, column)]
    assert places(text, first_line=11) == [(line + 10, column)]


def test_a_tab_is_called_a_tab():
    assert messages("a:\n\tb: 1") == ["A tab stands here: YAML is indented and parted by spaces."]


def test_a_tab_inside_quotation_marks_is_text():
    assert values('a: "b\tc"') == {"a": "b\tc"}


def test_a_hint_names_the_nearest_known_word():
    assert did_you_mean("mechansims", ["mechanisms", "timelines"]) == " Did you mean `mechanisms`?"
    assert did_you_mean("quite-other", ["mechanisms", "timelines"]) == ""


def test_text_takes_numbers_dates_and_truth_values_as_written():
    taken, problems = fields("issued: 2018\ndate: 2018-01-02\nvolume: 5.10\nworth: true\nblank:\n")
    names = ("issued", "date", "volume", "worth", "blank", "absent")
    assert [taken.text(name) for name in names] == ["2018", "2018-01-02", "5.10", "true", "", ""]
    assert problems == []


def test_text_refuses_lists_and_misses_what_is_required():
    taken, problems = fields("a: [1]\nb:\n")
    assert [taken.text("a"), taken.text("b", required=True), taken.text("c", required=True)] == ["", "", ""]
    assert told(problems) == [
        (1, 4, "`a` must be text."),
        (2, 3, "A claim needs `b`."),
        (1, 1, "A claim needs `c`."),
    ]


def test_a_number_is_a_whole_number():
    taken, problems = fields("a: 13\nb: 1.5\nc: true\nd: ten\ne:\n")
    assert [taken.number(name) for name in "abcdef"] == [13, None, None, None, None, None]
    assert told(problems) == [(line, 4, f"`{name}` must be a whole number.") for line, name in enumerate("bcd", 2)]


def test_a_flag_is_true_or_false():
    taken, problems = fields("a: true\nb: false\nc: yes\nd:\n")
    assert [taken.flag(name) for name in "abcd"] == [True, False, False, False]
    assert taken.flag("absent", default=True) is True
    assert told(problems) == [(3, 4, "`c` must be `true` or `false`.")]


def test_texts_are_a_list_of_scalars():
    taken, problems = fields("a: [x, 5.10]\nb: x\nc:\n  - y\n  - k: v\n  -\nd:\n")
    assert [taken.texts(name) for name in "abcde"] == [("x", "5.10"), (), ("y",), (), ()]
    entry = "Each entry of `c` must be text; quotation marks are needed where it holds `: `."
    assert told(problems) == [
        (2, 4, "`b` must be a list: `[a, b]`, or a line `- …` for each entry."),
        (5, 5, entry),
        (6, 4, entry),
    ]


def test_a_choice_is_one_of_its_options():
    taken, problems = fields("a: flat\nb: flta\n")
    assert taken.choice("a", ("flat", "can")) == "flat"
    assert taken.choice("b", ("flat", "can"), "can") == "can"
    assert taken.choice("c", ("flat", "can"), "can") == "can"
    assert taken.choice("d", ("flat", "can")) == ""
    assert taken.choice("e", ("flat", "can"), required=True) == ""
    assert told(problems) == [
        (2, 4, "`b` cannot be `flta`; it is one of: flat, can. Did you mean `flat`?"),
        (1, 1, "A claim needs `e`."),
    ]


def test_an_id_is_words_joined_by_hyphens():
    taken, problems = fields("id: rare-but-serious\nbad: Rare_one\nclaim: C42\n")
    assert taken.ident() == "rare-but-serious"
    assert taken.ident("bad") == ""
    assert taken.ident("claim", "C[0-9]+") == "C42"
    assert taken.ident("absent") == ""
    assert told(problems) == [
        (2, 6, "`bad` cannot be `Rare_one`; it is words of lower-case letters and digits, joined by hyphens."),
        (1, 1, "A claim needs `absent`."),
    ]


@pytest.mark.parametrize("date", ["2018", "2018-05", "2018-05-22"])
def test_a_date_is_a_year_a_month_or_a_day(date):
    taken, problems = fields(f"issued: {date}\n")
    assert (taken.date("issued"), problems) == (date, [])


@pytest.mark.parametrize("date", ["22 May 2018", "2018-13", "2018-05-32", "18", "2018-5"])
def test_another_way_to_write_a_date_is_refused(date):
    taken, problems = fields(f"issued: {date}\n")
    assert taken.date("issued") == ""
    assert told(problems) == [(1, 9, f"`issued` cannot be `{date}`; it is a date: 2018, 2018-05 or 2018-05-22.")]


def test_an_inner_mapping_reports_into_the_same_list():
    taken, problems = fields("article: {title: X, isued: 2022}\nblank:\nword: x\n")
    article = taken.inner("article", "the article")
    assert (article.text("title"), article.text("issued")) == ("X", "")
    article.done()
    taken.inner("blank", "the blank").done()
    taken.inner("word", "the word").done()
    assert told(problems) == [
        (1, 21, "The article has no key `isued`. Did you mean `issued`?"),
        (3, 7, "The word is written as lines of `name: value`."),
    ]


def test_keys_that_nobody_asked_for_are_reported_with_the_nearest_known_name():
    taken, problems = fields("text: x\nstrenght: flat\nzzz: 1\n")
    taken.text("text")
    taken.text("strength")
    taken.done()
    assert told(problems) == [
        (2, 1, "A claim has no key `strenght`. Did you mean `strength`?"),
        (3, 1, "A claim has no key `zzz`."),
    ]


def test_what_is_not_a_mapping_is_reported_once():
    taken, problems = fields("- a\n")
    assert (taken.ident(), taken.text("text", required=True), taken.texts("sources")) == ("", "", ())
    taken.done()
    assert told(problems) == [(1, 1, "A claim is written as lines of `name: value`.")]


def test_a_text_that_could_not_be_read_gives_empty_fields_and_no_further_problems():
    problems = []
    taken = Fields(None, "f.yaml", problems, "a claim")
    assert (taken.ident(), taken.number("n"), problems) == ("", None, [])


YAML_SIGNS = st.text(alphabet="ab1:-?[]{},&*!|>'\"%@`#~ \n\t\\.<=_xU\x85\u2028\ufeff", max_size=60)


@given(st.text() | YAML_SIGNS)
def test_reading_never_raises(text):
    node, problems = read_yaml(text, "f.yaml", 7)
    assert node is not None or problems != []
    assert all(problem.line >= 7 and problem.column >= 1 for problem in problems)
