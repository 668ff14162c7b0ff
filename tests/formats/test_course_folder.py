import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.formats.course_folder import kind_of, parse_folder
from course_app.formats.course_text import CourseText

COURSE = """\
id: first-aid
title: First aid
topics: {bleeding: Bleeding, burns: Burns}
specimen: press-hard
sayings:
  - {say: Press on it., passage: press-hard}
modules:
  - id: basics
    title: Basics
    lessons:
      - cuts
      - {id: scalds, title: Scalds}
    quizzes: [wounds]
"""
REFERENCES = """\
- {id: ref-1, number: 1, label: web, short: Red Cross, type: webpage}
- {id: hse-2020, label: beyond, short: HSE 2020, type: report}
"""
CLAIMS = """\
- id: C1
  origin: article
  text: Pressure stops most bleeding
  section: opening
  fit: ok
  sources:
    - {ref: ref-1, fit: ok, finding: It does.}
- {id: B1, origin: beyond, text: Gloves help, fit: part, sources: [{ref: hse-2020, fit: part}]}
"""
GLOSSARY = "- {id: wound, term: Wound, meaning: A break in the skin.}\n"
LESSON = """\
---
id: cuts
title: Cuts
outcomes:
  - stop a small bleeding
takeaways:
  - Press on it.
---

## What to do {#what-to-do}

[Press hard on the [wound]{term="wound"} [@ref-1].]{#press-hard claims="C1"} Then read [on](lesson:scalds),
or look [back](passage:press-hard).

::: figure hand
A hand that presses.
:::

::: check SC1
:::
"""
FIGURE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 100">
<title>A hand</title><desc>A hand presses on a cut.</desc>
<circle class="f-line" cx="50" cy="50" r="20"/>
</svg>
"""


def question(ident, pool="quiz", topic="bleeding", claims="C1", rest=" | refs: 1 | lesson: 1.1"):
    return f"""\
## {ident}
topic: {topic} | level: apply | difficulty: easy | pool: {pool}
claims: {claims}{rest}

What do you do first about {ident}?

- [x] Press
  > Correct. Pressure stops it.
- [ ] Wait
  > It would go on.
- [ ] Wash
  > Later.

"""


QUIZ = """\
id: wounds
title: Wounds
pass: 70%
sections:
  - id: all
    title: All
    slots:
      - {question: Q1}
      - {draw: 2, topics: [bleeding], pools: [quiz]}
review: {passed: [score], failed: [score]}
"""
FOLDER = {
    "course.yaml": COURSE,
    "references.yaml": REFERENCES,
    "claims.yaml": CLAIMS,
    "glossary.yaml": GLOSSARY,
    "basics/cuts.md": LESSON,
    "figures/hand.svg": FIGURE,
    "questions/bleeding.md": question("Q1") + question("Q2") + question("Q3"),
    "questions/checks.md": question("SC1", "self-check", rest=""),
    "quizzes/wounds.yaml": QUIZ,
}


def parse(changes=None, without=()):
    files = {**FOLDER, **(changes or {})}
    return parse_folder({path: text.encode() for path, text in files.items() if path not in without})


def told(changes=None, without=()):
    return [str(problem) for problem in parse(changes, without)[1]]


def changed(path, old, new):
    assert FOLDER[path].count(old) == 1
    return {path: FOLDER[path].replace(old, new)}


def test_a_course_is_read_with_everything_by_its_id():
    course, problems = parse()
    assert problems == []
    assert course.course.id == "first-aid"
    assert {kind: list(getattr(course, kind)) for kind in ("references", "claims", "terms", "lessons", "figures")} == {
        "references": ["ref-1", "hse-2020"],
        "claims": ["C1", "B1"],
        "terms": ["wound"],
        "lessons": ["cuts"],
        "figures": ["hand"],
    }
    assert [list(course.questions), list(course.quizzes)] == [["Q1", "Q2", "Q3", "SC1"], ["wounds"]]
    assert course.lessons["cuts"].passages[0].claims == ("C1",)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("course.yaml", "course"),
        ("references.yaml", "reference"),
        ("claims.yaml", "claim"),
        ("glossary.yaml", "term"),
        ("basics/cuts.md", "lesson"),
        ("figures/hand.svg", "figure"),
        ("questions/any-name.md", "question"),
        ("quizzes/wounds.yaml", "quiz"),
        ("reviews.yaml", "review"),
        ("source-runs.txt", "elsewhere"),
        (".DS_Store", "litter"),
        (".git/config", "litter"),
        ("basics/.cuts.md.swp", "litter"),
        ("basics/cuts.md~", "litter"),
        ("basics/#cuts.md#", "litter"),
        ("figures/Thumbs.db", "litter"),
        ("cuts.md", "unexpected"),
        ("basics/cuts.txt", "unexpected"),
        ("basics/more/cuts.md", "unexpected"),
        ("figures/hand.png", "unexpected"),
        ("questions/more/q.md", "unexpected"),
        ("quizzes/wounds.yml", "unexpected"),
    ],
)
def test_a_file_is_known_by_its_place_and_ending(path, kind):
    assert kind_of(path) == kind


def test_litter_is_passed_over_and_an_unexpected_file_is_a_warning():
    assert told({".DS_Store": "x", "basics/cuts.md~": "x", "cources.yaml": "x", "notes/a.txt": "x"}) == [
        "cources.yaml: warning: This file belongs to no place of a course folder, and is passed over."
        " Did you mean `course.yaml`?",
        "notes/a.txt: warning: This file belongs to no place of a course folder, and is passed over.",
    ]


def test_an_empty_folder_lacks_its_course_yaml():
    course, problems = parse_folder({})
    assert course == CourseText()
    assert [str(problem) for problem in problems] == ["course.yaml: error: The folder has no course.yaml."]


def test_a_file_that_is_not_utf_8_is_named_with_the_place_and_makes_no_further_problems():
    files = {path: text.encode() for path, text in FOLDER.items()}
    files["glossary.yaml"] = "- id: a\n  term: Café\n".encode("latin-1")
    files["basics/cuts.md"] = b"---\n\xff"
    assert [str(problem) for problem in parse_folder(files)[1]] == [
        "basics/cuts.md:2:1: error: The file is not UTF-8: save it as UTF-8.",
        "glossary.yaml:2:12: error: The file is not UTF-8: save it as UTF-8.",
    ]


def test_byte_order_marks_and_windows_line_ends_make_no_difference():
    files = {path: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for path, text in FOLDER.items()}
    files["figures/hand.svg"] = FIGURE.encode()
    assert parse_folder(files) == parse()


def test_problems_of_all_files_come_sorted_by_path_and_line():
    problems = parse(
        {
            **changed("course.yaml", "title: First aid", "titel: First aid"),
            **changed("claims.yaml", "fit: part, sources", "fit: prt, sources"),
        }
    )[1]
    assert [(problem.path, problem.line) for problem in problems] == [
        ("claims.yaml", 8),
        ("course.yaml", 1),
        ("course.yaml", 2),
    ]


def test_an_unreadable_file_does_not_make_what_refers_to_it_unknown():
    broken = {"claims.yaml": "- id: C1\n\ttext: x\n", "references.yaml": "a: b: c", "glossary.yaml": "["}
    assert [problem.path for problem in parse(broken)[1]] == ["claims.yaml", "glossary.yaml", "references.yaml"]
    assert [problem.path for problem in parse({"course.yaml": "a: b: c"})[1]] == ["course.yaml"]
    assert [problem.path for problem in parse({"quizzes/wounds.yaml": "a: b: c"})[1]] == ["quizzes/wounds.yaml"]
    assert {problem.path for problem in parse({"figures/hand.svg": "<svg>"})[1]} == {"figures/hand.svg"}


def test_a_question_left_out_for_its_problems_is_not_called_missing():
    flawed = changed("questions/bleeding.md", "What do you do first about Q1?", "")
    assert [(problem.path, problem.line) for problem in parse(flawed)[1]] == [("questions/bleeding.md", 1)]


def test_an_id_is_used_once_for_each_kind_of_thing():
    second = changed("basics/cuts.md", "id: cuts\n", "id: cuts\n")["basics/cuts.md"]
    assert told(
        {
            "basics/gashes.md": second,
            "questions/zoo.md": question("Q9") + question("Q2"),
            "quizzes/zoo.yaml": QUIZ,
        }
    ) == [
        "basics/gashes.md:2: error: The lesson id `cuts` is taken: see basics/cuts.md, line 2.",
        "questions/zoo.md:14: error: The question id `Q2` is taken: see questions/bleeding.md, line 14.",
        "quizzes/zoo.yaml:1: error: The quiz id `wounds` is taken: see quizzes/wounds.yaml, line 1.",
    ]


def test_a_passage_id_is_used_once_in_the_course():
    scalds = LESSON.replace("id: cuts", "id: scalds").replace("passage:press-hard", "https://example.org")
    outline = changed("course.yaml", "{id: scalds, title: Scalds}", "scalds")
    assert told({**outline, "basics/scalds.md": scalds}) == [
        "basics/scalds.md:12:54: error: The passage id `press-hard` is taken by lesson cuts."
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('claims="C1"', 'claims="C1 C2"', "12:76: error: There is no claim `C2`."),
        ("[@ref-1]", "[@ref-11]", "12:44: error: There is no reference `ref-11`. Did you mean `ref-1`?"),
        ('term="wound"', 'term="wuond"', "12:34: error: There is no term `wuond`. Did you mean `wound`?"),
        ("lesson:scalds", "lesson:scald", "12:100: error: There is no lesson `scald`. Did you mean `scalds`?"),
        (
            "passage:press-hard",
            "passage:press",
            "13:24: error: There is no passage `press`. Did you mean `press-hard`?",
        ),
        ("check SC1", "check SC11", "19:11: error: There is no question `SC11`. Did you mean `SC1`?"),
        (
            "check SC1",
            "check Q1",
            "19:11: error: `Q1` belongs to pool quiz; a lesson shows questions of pool self-check only.",
        ),
        ("figure hand", "figure hnad", "15:12: error: There is no figure `hnad`. Did you mean `hand`?"),
    ],
)
def test_a_lesson_names_only_what_exists(old, new, problem):
    found = told(changed("basics/cuts.md", old, new))
    assert [line for line in found if ": error:" in line] == [f"basics/cuts.md:{problem}"]


def test_an_unknown_id_is_told_at_each_of_its_places():
    lesson = LESSON + '\n[Wear gloves.]{#gloves claims="B9"}\n\n[Two pairs.]{#two-pairs claims="C1 B9"}\n'
    places = [(p.line, p.message) for p in parse({"basics/cuts.md": lesson})[1]]
    assert places == [(22, "There is no claim `B9`."), (24, places[0][1])]


def test_what_no_lesson_shows_is_a_warning():
    lesson = changed("basics/cuts.md", "::: check SC1\n:::\n", "")["basics/cuts.md"]
    lesson = lesson.replace("::: figure hand\nA hand that presses.\n:::\n", "")
    assert told({"basics/cuts.md": lesson}) == [
        "figures/hand.svg: warning: No lesson shows this figure.",
        "questions/checks.md:1: warning: SC1: no lesson shows this self-check.",
    ]


def test_a_claim_names_sources_that_exist():
    assert told(changed("claims.yaml", "ref: ref-1,", "ref: ref-11,")) == [
        "claims.yaml:7:13: error: There is no reference `ref-11`. Did you mean `ref-1`?"
    ]


def test_a_source_without_a_number_cannot_be_cited_by_the_article():
    assert told(changed("claims.yaml", "ref: ref-1,", "ref: hse-2020,")) == [
        "claims.yaml:1:7: error: C1: `hse-2020` has no number in the article: write `cited: false`."
    ]


def test_a_question_names_only_what_exists():
    bad = question("Q4", topic="bleding", claims="C11", rest=" | refs: 9 | lesson: 1.3")
    assert [line for line in told({"questions/more.md": bad}) if ": error:" in line] == [
        "questions/more.md:1: error: Q4: There is no claim `C11`. Did you mean `C1`?",
        "questions/more.md:1: error: Q4: There is no lesson `1.3`. Did you mean `1.2`?",
        "questions/more.md:1: error: Q4: There is no reference `ref-9`. Did you mean `ref-1`?",
        "questions/more.md:1: error: Q4: There is no topic `bleding`. Did you mean `bleeding`?",
    ]


def test_a_question_may_name_its_lesson_by_id_or_number_planned_or_not():
    more = "".join(
        question(f"Q{n}", rest=f" | lesson: {lesson}") for n, lesson in enumerate(["1.2", "scalds", "cuts"], 4)
    )
    assert told({"questions/more.md": more}) == []


def test_a_quiz_question_on_what_no_written_lesson_teaches_is_a_warning():
    more = question("Q4", claims="C1, B1") + question("F4", pool="final", claims="B1")
    assert told({"questions/more.md": more}) == [
        "questions/more.md:1: warning: Q4: no passage of a written lesson teaches B1."
    ]


def test_a_lesson_file_stands_in_the_outline_and_a_lesson_of_the_outline_has_a_file_or_is_planned():
    outline = changed("course.yaml", "      - cuts\n      - {id: scalds, title: Scalds}", "      - scalds")
    assert told(outline) == [
        "basics/cuts.md:2: error: The outline in course.yaml lacks the lesson `cuts`.",
        "course.yaml:11:9: error: There is no file basics/scalds.md: write it, or plan it with"
        " `{id: scalds, title: …}`.",
    ]


def test_a_planned_lesson_will_carry_claims_that_exist():
    outline = changed("course.yaml", "title: Scalds}", "title: Scalds, claims: [B1, B11]}")
    assert told(outline) == ["course.yaml:12:50: error: There is no claim `B11`. Did you mean `B1`?"]


def test_a_planned_lesson_has_no_file():
    scalds = LESSON.replace("id: cuts", "id: scalds").replace("#press-hard", "#cool-it")
    assert told({"basics/scalds.md": scalds}) == [
        "course.yaml:12:14: error: `scalds` is planned here, but its file exists: write `- scalds` alone."
    ]


def test_a_file_not_named_after_its_id_or_module_is_a_warning():
    files = {"basis/cuts.md": LESSON, "quizzes/quiz.yaml": QUIZ}
    assert told(files, without=["basics/cuts.md", "quizzes/wounds.yaml"]) == [
        "basis/cuts.md:2: warning: By its id and the outline, this file belongs at basics/cuts.md.",
        "quizzes/quiz.yaml:1: warning: By its id, this file belongs at quizzes/wounds.yaml.",
    ]


def test_specimen_and_sayings_name_passages_that_exist():
    outline = COURSE.replace("specimen: press-hard", "specimen: press").replace("passage: press-hard", "passage: pres")
    assert told({"course.yaml": outline}) == [
        "course.yaml:4:11: error: There is no passage `press`. Did you mean `press-hard`?",
        "course.yaml:6:34: error: There is no passage `pres`.",
    ]


def test_the_lesson_that_tells_of_practical_days_is_one_of_the_outline():
    after = "specimen: press-hard\npractical-days-after: "
    assert told(changed("course.yaml", "specimen: press-hard", after + "cuts")) == []
    assert told(changed("course.yaml", "specimen: press-hard", after + "cut")) == [
        "course.yaml:5:23: error: There is no lesson `cut`. Did you mean `cuts`?"
    ]


def test_quizzes_and_outline_fit():
    outline = changed("course.yaml", "[wounds]", "[wuonds]")
    assert told(outline) == [
        "course.yaml:13:15: error: There is no quiz `wuonds`. Did you mean `wounds`?",
        "quizzes/wounds.yaml:1: error: The outline in course.yaml lacks the quiz `wounds`, which must be passed.",
    ]
    optional = changed("quizzes/wounds.yaml", "pass: 70%", "pass: 70%\nrequired: false")
    assert told({**changed("course.yaml", "[wounds]", "[]"), **optional}) == [
        "quizzes/wounds.yaml:1: warning: The outline in course.yaml lacks the quiz `wounds`."
    ]


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("question: Q1", "question: Q11", ["8:20: error: There is no question `Q11`. Did you mean `Q1`?"]),
        (
            "question: Q1",
            "question: SC1",
            ["8:20: error: `SC1` is a self-check: nothing is recorded of those, so no quiz asks one."],
        ),
        (
            "topics: [bleeding]",
            "topics: [bleding]",
            ["9:28: error: There is no topic `bleding`. Did you mean `bleeding`?"],
        ),
        (
            "draw: 2",
            "draw: 3",
            ["9:28: error: The quiz draws 3 of the questions on bleeding, but the number available is 2."],
        ),
        (
            "draw: 2, topics: [bleeding], pools: [quiz]",
            "draw: 1, pools: [final]",
            ["9:10: error: The quiz draws 1 of the questions, but the number available is 0."],
        ),
        (
            "      - {question: Q1}\n",
            "      - {question: Q1}\n      - {question: Q1}\n",
            ["9:20: error: `Q1` already stands in this quiz."],
        ),
    ],
)
def test_a_quiz_asks_only_what_exists_and_is_enough(old, new, problems):
    assert told(changed("quizzes/wounds.yaml", old, new)) == [f"quizzes/wounds.yaml:{line}" for line in problems]


@pytest.mark.parametrize(
    ("rules", "problems"),
    [
        ("opens: 2026-12-01 09:00\ncloses: 2026-12-01 10:00", []),
        (
            "opens: 2026-12-01 09:00\ncloses: 2026-12-01 09:00",
            ["5:1: error: It closes before it opens. Choose a later closing, or an earlier opening."],
        ),
        (
            "closes: 2026-03-29 01:30",
            [
                "4:1: error: There is no 01:30 on 29 March 2026 in the course’s zone, where the clocks go forward. "
                "Choose another time."
            ],
        ),
        (
            "opens: 2026-10-25 01:30\ntime-limit: 2 h",
            [
                "4:1: error: 01:30 comes twice on 25 October 2026 in the course’s zone, where the clocks go back. "
                "Choose another time."
            ],
        ),
        (
            "opens: 2026-12-01 09:00\ncloses: 2026-12-01 10:00\ntime-limit: 90 min",
            [
                "5:1: warning: It is open for 60 minutes, less than its time limit of 90 minutes. Closing stops "
                "starting only: whoever has begun keeps the whole 90 minutes."
            ],
        ),
    ],
)
def test_a_window_is_looked_at_by_the_clocks_of_the_course(rules, problems):
    assert told(changed("quizzes/wounds.yaml", "pass: 70%", f"pass: 70%\n{rules}")) == [
        f"quizzes/wounds.yaml:{line}" for line in problems
    ]


def test_a_quiz_asks_only_what_is_taught_by_then():
    later = "  - {id: further, title: Further, lessons: [burns], quizzes: [embers]}\n"
    lesson = LESSON.replace("id: cuts", "id: burns").replace("#press-hard", "#cool-it").replace('"C1"', '"B1"')
    files = {
        "course.yaml": COURSE + later,
        "further/burns.md": lesson.replace("::: check SC1\n:::\n", ""),
        "quizzes/embers.yaml": QUIZ.replace("id: wounds", "id: embers"),
        "questions/more.md": question("Q4", claims="C1, B1", rest="")
        + question("Q5", topic="burns", claims="B1", rest=""),
    }
    assert told(files) == ["questions/more.md:1: warning: Q4: the quiz wounds may ask it before a lesson teaches B1."]


def test_draws_that_compete_for_the_same_questions_count_together():
    wider = changed("quizzes/wounds.yaml", "pools: [quiz]}", "pools: [quiz]}\n      - {draw: 1, pools: [quiz]}")
    assert told(wider) == [
        "quizzes/wounds.yaml:9:28: error: The quiz draws 3 of the questions on bleeding, but the number available is 2."
    ]


ODD = st.sampled_from([*FOLDER.values(), "", "- x", "a: b: c", "---\nid: x\n---\n"]).map(str.encode) | st.binary(
    max_size=40
)


@given(
    st.dictionaries(st.sampled_from([*FOLDER, "basics/b.md", "quizzes/b.yaml", "x/y/z.md"]) | st.text(max_size=9), ODD)
)
def test_reading_a_folder_never_raises(files):
    course, problems = parse_folder(files)
    assert course.course is not None or problems != []
    assert problems == sorted(problems)
