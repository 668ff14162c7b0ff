"""How well a course is written: the places and levels of what is found in its items and lessons."""

import pytest

from course_app.domain.source_runs import source_runs
from course_app.formats.course_folder import read_folder
from course_app.formats.course_writing import check_questions, check_writing
from course_app.formats.problems import has_errors
from course_app.formats.question_places import places_of
from course_app.formats.reading_checks import lesson_readings
from course_app.formats.source_runs_text import write_source_runs
from tests.approved import approved

COURSE = """\
id: tea-course
title: Tea
summary: About tea.
item-writing: strict
topics: {tea: Tea}
modules:
  - id: one
    title: One
    lessons: [warmth, {id: milk, title: Milk}]
"""
REFERENCES = "- {id: ref-1, number: 1, label: review, short: Leaf, type: report, title: The colors of tea}\n"
CLAIMS = """\
- {id: C1, origin: article, text: Tea is warm, section: opening, fit: ok, sources: [{ref: ref-1, fit: ok}]}
- {id: B1, origin: beyond, text: Milk is cold, fit: ok}
"""
LESSON = f"""\
---
id: warmth
title: Warmth
outcomes:
  - say how warm tea is
takeaways:
  - Tea is warm.
---

## Warmth {{#warm}}

[Tea is warm.]{{#tea-is-warm claims="C1"}} It warms the hands.

{"Tea warms a cold hand well. " * 80}
"""
QUESTIONS = """\
# Tea

## T1
topic: tea | level: apply | difficulty: easy | pool: quiz
claims: C1 | lesson: 1.1

A guest holds a cup of tea.

How warm is it, according to ref 1?

- [ ] As cold as snow
  > Too cold: the review found that tea is served warm.
- [x] As warm as hands
  > Correct. The review found tea as warm as the hands of its guests.
- [ ] As hot as ovens
  > Too hot: no cup in the review came near that.
- [ ] As mild as a May
  > Not quite: the review found it warmer than the air.
"""
FILES = {
    "course.yaml": COURSE,
    "references.yaml": REFERENCES,
    "claims.yaml": CLAIMS,
    "one/warmth.md": LESSON,
    "questions/tea.md": QUESTIONS,
    "source-runs.txt": write_source_runs(source_runs("Whilst a hot brew may be had by all, it is not for the few.")),
}


def told(changes=None):
    files = approved({path: text.encode() for path, text in {**FILES, **(changes or {})}.items()})
    read, problems, sources = read_folder(files)
    assert not has_errors(problems)
    return [str(problem) for problem in check_writing(read, sources, files, "2026-11-22")]


def changed(path, old, new):
    assert FILES[path].count(old) == 1
    return {path: FILES[path].replace(old, new)}


def test_a_course_that_is_well_written_has_no_problems():
    assert told() == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("How warm is it", "How cold is it not", "7: error: T1: The stem asks or tells in the negative (“not”)"),
        (
            "hot as ovens",
            "hot as ovens are in kitchens",
            "15: warning: T1: It has 31 characters, the shortest option only 15.",
        ),
        ("no cup in the review came near that.", "no cup.", "16: error: T1: The rationale has 4 words; 8 or more"),
        ("claims: C1 |", "claims: C1, B1 |", "3: error: T1: It rests on B1, and nowhere says “beyond the article”."),
        ("lesson: 1.1", "tags: cup", "3: error: T1: It names no lesson, so a wrong answer leads nowhere."),
        (
            "no cup in the review came near that.",
            "by all, it is not for the few.",
            "16: error: T1: These words stand in",
        ),
        ("no cup in the review came near that.", "no, hot brew may be had here.", "16: warning: T1: These words stand"),
        ("pool: quiz\n", "pool: quiz\nwaive: L09 x\n", "3: warning: T1: `waive: L09` silences nothing."),
    ],
)
def test_what_is_found_in_an_item_has_the_line_of_its_part(old, new, says):
    found = told(changed("questions/tea.md", old, new))
    assert [line for line in found if line.startswith(f"questions/tea.md:{says}")] != []


def test_a_course_on_an_article_knows_its_words():
    article = {"course.yaml": COURSE.replace("summary:", "article: {title: On tea}\nsummary:")}
    assert told(article) == []
    files = {path: text.encode() for path, text in {**FILES, **article}.items() if path != "source-runs.txt"}
    files = approved(files)
    read, _, sources = read_folder(files)
    (problem,) = check_writing(read, sources, files, "2026-11-22")
    assert (problem.path, problem.level) == ("source-runs.txt", "warning")


def test_what_is_waived_is_told_with_its_reason():
    changes = changed("questions/tea.md", "hot as ovens", "hot as ovens are in kitchens")
    changes["questions/tea.md"] = changes["questions/tea.md"].replace("pool: quiz\n", "pool: quiz\nwaive: L05 a name\n")
    assert told(changes) == [
        "questions/tea.md:16: waived: T1: It has 31 characters, the shortest option only 15. (L05: a name)"
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "says"),
    [
        (
            "one/warmth.md",
            "- Tea is warm.",
            "- By all, it is not for the few.",
            "one/warmth.md:7: error: These words stand",
        ),
        ("one/warmth.md", "It warms the hands.", "A hot brew may be had.", "one/warmth.md:12: warning: These words"),
        (
            "one/warmth.md",
            "## Warmth {",
            "## The color {",
            "one/warmth.md:10: warning: “color” is US spelling; in the UK",
        ),
        (
            "one/warmth.md",
            "It warms",
            f"It {'is warm and ' * 12}warms",
            "one/warmth.md:12: warning: This sentence has 40",
        ),
        ("one/warmth.md", "It warms the", f"It {'warms. It ' * 180}", "one/warmth.md: warning: The lesson has 8"),
        ("course.yaml", "About tea.", "Tea in color.", "course.yaml:1: warning: “color” is US spelling"),
        ("claims.yaml", "Tea is warm", "A hot brew may be had", "claims.yaml:1: warning: These words stand in the"),
    ],
)
def test_what_the_reading_checks_find_has_its_line(path, old, new, says):
    found = told(changed(path, old, new))
    assert len(found) == 1
    assert found[0].startswith(says)


def test_a_plain_course_minds_neither_length_nor_the_rules_of_the_house():
    plain = {"course.yaml": COURSE.replace("strict", "plain"), "one/warmth.md": LESSON.replace(" well. ", " ", 79)}
    plain["one/warmth.md"] = plain["one/warmth.md"].replace("Tea warms a cold hand", "Tea warms.", 80)
    assert told({**plain, **changed("questions/tea.md", "lesson: 1.1", "tags: cup")}) == []


def test_the_reading_figures_of_a_lesson():
    files = {path: text.encode() for path, text in FILES.items()}
    (warmth,) = lesson_readings(read_folder(files)[0])
    assert (warmth.lesson, warmth.minutes, warmth.reading.words) == ("warmth", 3, 3 + 4 + 480)
    assert (warmth.reading.sentences, warmth.reading.longest) == (82, 6)


def test_questions_without_a_course_are_judged_plainly():
    files = {path: text.encode() for path, text in FILES.items()}
    questions = list(read_folder(files)[0].questions.values())
    text = FILES["questions/tea.md"].replace("hot as ovens", "hot as ovens are all")
    assert check_questions(questions, FILES["questions/tea.md"], "tea.md", "2026-11-22") == []
    files["questions/tea.md"] = text.encode()
    odd = list(read_folder(files)[0].questions.values())
    assert [str(one) for one in check_questions(odd, text, "tea.md", "2026-11-22")] == [
        "tea.md:15: note: T1: “all” is absolute; such options are mostly wrong."
        " Say how often, or leave the word out. (L06)"
    ]


def test_the_lines_of_the_parts_of_a_question():
    assert places_of(f"{QUESTIONS}\n# Another title\n\n## T1\n\n## T2\n") == {
        "T1": {
            "": 3,
            "stem": 7,
            **{
                place: 10 + 2 * number + extra
                for number, letter in enumerate("abcd", start=0)
                for place, extra in ((letter, 1), (f"{letter}-rationale", 2))
            },
        },
        "T2": {"": 24},
    }
