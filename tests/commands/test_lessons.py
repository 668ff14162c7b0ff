"""`course-app lessons check` and `lessons publish`."""

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from course_app.settings import lessons_folder
from tests.running import PATIENCE, ROOT, course_app

FOUNDATION = lessons_folder() / "foundation-dry-needling"

TINY = {
    "course.yaml": """\
id: tiny-course
title: A tiny course
summary: About tea.
zone: Europe/London
topics: {brewing: Brewing}
modules:
  - {id: one, title: First things, summary: What tea is., lessons: [warmth, colour], quizzes: [practice]}
""",
    "references.yaml": """\
- {id: ref-1, number: 1, label: review, short: Leaf 2015, type: report, title: Tea, seen: page, found: Tea is warm.}
""",
    "claims.yaml": """\
- id: C1
  origin: article
  text: Tea is warm
  strength: flat
  section: happens
  fit: ok
  sources: [{ref: ref-1, fit: ok, finding: Tea is warm.}]
""",
    "one/warmth.md": """\
---
id: warmth
title: Warmth
outcomes: [say how warm tea is]
takeaways: [Tea is warm.]
---

## Warmth {#warm}

[Tea is warm.]{#tea-is-warm claims="C1"}
""",
    "one/colour.md": """\
---
id: colour
title: Colour
outcomes: [say how brown tea is]
takeaways: [Tea is brown.]
---

## Colour {#brown}

Tea is brown.
""",
    "questions/tea.md": """\
## T1
topic: brewing | level: remember | difficulty: easy | pool: quiz
claims: C1

How warm is tea when it is served?

- [x] Warm
  > Correct. Tea is warm.
- [ ] Cold
  > Tea is warm.
- [ ] Frozen
  > Tea is warm.

## T2
topic: brewing | level: remember | difficulty: easy | pool: quiz
claims: C1

What does the study say of tea?

- [x] It is warm
  > Correct. Tea is warm.
- [ ] It is cold
  > Tea is warm.
- [ ] It is ice
  > Tea is warm.
""",
    "quizzes/practice.yaml": """\
id: practice
title: Practice
summary: One question.
pass: 100%
sections:
  - {id: all, title: All, slots: [{draw: 1, topics: [brewing], pools: [quiz]}]}
review:
  passed: [score, topics, choices, key, rationales, passages]
  failed: [score, topics]
""",
}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A course of two lessons, two questions and a quiz."""
    course = tmp_path / "tiny"
    for name, text in TINY.items():
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_text(text)
    return course


@pytest.fixture
def broken(tiny: Path) -> Path:
    """The tiny course with three faults and a stray file."""
    course = tiny.rename(tiny.with_name("broken"))
    replace(course / "course.yaml", "title: A tiny course", "titel: A tiny course")
    replace(course / "one" / "warmth.md", 'claims="C1"}', 'claims="C1"}\n\n[Tea is hot.]{#tea-is-hot claims="C99"}')
    (course / "stray.txt").write_text("Where do I belong?\n")
    return course


@pytest.fixture
def data(migrated: Path, tmp_path: Path) -> Path:
    """A migrated database without courses."""
    return shutil.copytree(migrated, tmp_path / "data")


def test_check_prints_every_problem_with_its_place_and_counts_them(broken: Path, tmp_path: Path) -> None:
    ended = course_app("lessons", "check", "broken", cwd=tmp_path)
    assert ended.out.splitlines() == [
        "broken/course.yaml:1:1: error: The course needs `title`.",
        "broken/course.yaml:2:1: error: The course has no key `titel`. Did you mean `title`?",
        "broken/one/warmth.md:12:35: error: There is no claim `C99`.",
        "broken/stray.txt: warning: This file belongs to no place of a course folder, and is passed over.",
        "1 course: 3 errors, 1 warning.",
        "Reading  words  minutes  words a sentence  longest  reading age",
        "warmth       6        1               3.0        3          2.4",
        "colour       3        1               3.0        3          2.4",
        "Guessing: 2 questions with one key; from 10 on it is judged.",
    ]
    assert (ended.code, ended.err) == (1, "")


def test_check_of_a_sound_course_says_so_and_needs_no_data(tiny: Path, tmp_path: Path) -> None:
    ended = course_app("lessons", "check", tiny, cwd=tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[0] == "1 course: 0 errors, 0 warnings."
    assert list(tmp_path.iterdir()) == [tiny]


def test_check_without_a_path_reads_every_course_of_the_program(tmp_path: Path) -> None:
    ended = course_app("lessons", "check", cwd=tmp_path)
    assert ended.code == 0
    assert re.search(r"^1 course: 0 errors, 0 warnings, \d+ waived\.$", ended.out, re.MULTILINE)
    assert re.search(
        r"^Guessing without knowledge, \d+ questions with one key; by chance 25%$", ended.out, re.MULTILINE
    )
    assert "more than 8 points over chance" not in ended.out


def test_check_of_something_else_is_refused_with_a_sentence(tmp_path: Path) -> None:
    ended = course_app("lessons", "check", "nowhere", cwd=tmp_path)
    assert (ended.code, ended.out, ended.err) == (
        1,
        "",
        "nowhere is not a folder. Name a course's folder, such as lessons/my-course.\n",
    )


def test_publish_refuses_a_course_with_an_error_whole(broken: Path, data: Path, tmp_path: Path) -> None:
    ended = course_app("lessons", "publish", broken, "--data", data, cwd=tmp_path)
    assert (ended.code, ended.err) == (1, "Nothing was published.\n")
    assert ended.out.splitlines()[-1] == "1 course: 3 errors, 1 warning."
    assert count(data, "course") == 0


def test_publish_says_what_happened_by_kind_and_skips_what_is_unchanged(tiny: Path, data: Path) -> None:
    assert publish(tiny, data) == [
        "tiny-course: version 1, published",
        "  lessons: 2 new, 0 changed, 0 unchanged",
        "  questions: 2 new, 0 changed, 0 unchanged",
        "  quizzes: 1 new, 0 changed, 0 unchanged",
    ]
    assert publish(tiny, data) == [
        "tiny-course: version 1, unchanged",
        "  lessons: 0 new, 0 changed, 2 unchanged",
        "  questions: 0 new, 0 changed, 2 unchanged",
        "  quizzes: 0 new, 0 changed, 1 unchanged",
    ]
    replace(tiny / "one" / "colour.md", "Tea is brown.\n", "Tea is quite brown.\n")
    assert publish(tiny, data)[:2] == [
        "tiny-course: version 2, published",
        "  lessons: 0 new, 1 changed, 1 unchanged",
    ]


def test_a_second_publish_of_the_course_that_is_shipped_changes_nothing(published: Path, tmp_path: Path) -> None:
    data = shutil.copytree(published, tmp_path / "data")
    before = contents(data)
    said = publish(FOUNDATION, data)
    assert said[0] == "foundation-dry-needling: version 1, unchanged"
    assert [line.split(", ")[:2] for line in said[1:]] == [
        [f"  {kind}: 0 new", "0 changed"] for kind in ("lessons", "questions", "quizzes")
    ]
    assert contents(data) == before


def test_publishing_reads_no_pages_and_no_other_command(published: Path, tmp_path: Path) -> None:
    data = shutil.copytree(published, tmp_path / "data")
    asked = (
        "import atexit, sys; from course_app.__main__ import main; "
        "atexit.register(lambda: print(*(name for name in sys.modules if name.startswith('course_app.')))); main()"
    )
    command = [sys.executable, "-c", asked, "lessons", "publish", "--data", str(data)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=True)
    read = done.stdout.splitlines()[-1].split()
    assert "course_app.services.publishing" in read
    assert [name for name in read if name.startswith(("course_app.web", "course_app.app"))] == []
    commands = {name.split(".")[2] for name in read if name.startswith("course_app.commands.")}
    assert commands == {"existing_data", "lessons", "lessons_coverage", "lessons_review", "lessons_tables", "program"}


def test_publish_keeps_what_was_edited_on_the_site_and_lists_it(tiny: Path, data: Path) -> None:
    publish(tiny, data)
    with closing(sqlite3.connect(data / "course.sqlite3")) as connection:
        first, second = (code for (code,) in connection.execute("SELECT code FROM question ORDER BY id LIMIT 2"))
        connection.execute("UPDATE question SET origin = 'site' WHERE code IN (?, ?)", (first, second))
        connection.commit()
    topic = (tiny / "questions" / "tea.md").read_text()
    (tiny / "questions" / "tea.md").write_text(topic.replace("level: remember", "level: apply", 1))
    assert publish(tiny, data)[2:-1] == [
        f"  questions: 0 new, 0 changed, 0 unchanged; 2 edited on the site: kept: {first}, {second}",
        f"    {first}, Level",
        "      text: apply",
        "      site: remember",
        f"    {second}: the text says the same",
    ]


def test_publish_without_data_says_how_to_begin(tiny: Path, tmp_path: Path) -> None:
    ended = course_app("lessons", "publish", tiny, "--data", "nowhere", cwd=tmp_path)
    assert (ended.code, ended.err) == (1, f"There is no data folder {tmp_path}/nowhere. Begin with: course-app serve\n")


def test_what_is_written_badly_stops_a_strict_course_and_not_a_plain_one(tiny: Path, data: Path) -> None:
    replace(tiny / "questions" / "tea.md", "What does the study say of tea?", "What does tea not do, says the study?")
    plain = course_app("lessons", "check", tiny, cwd=data.parent)
    assert plain.out.splitlines()[0].endswith("(“not”), which readers miss. Ask for what is so. (L03)")
    assert "tea.md:18: warning: T2: " in plain.out
    assert plain.code == 0
    replace(tiny / "course.yaml", "zone:", "item-writing: strict\nzone:")
    strict = course_app("lessons", "publish", tiny, "--data", data, cwd=data.parent)
    assert "tea.md:18: error: T2: " in strict.out
    assert (strict.code, strict.err) == (1, "Nothing was published.\n")


def test_source_runs_makes_a_course_recognise_the_words_of_its_article(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(
        "Whilst tea is quite warm, it can be had cold.\n\n  1. A tea for all of the family\n"
    )
    ended = course_app("lessons", "source-runs", "article.txt", "--course", tiny, cwd=tmp_path)
    assert (ended.code, ended.out) == (0, f"{tiny}/source-runs.txt: 6 runs of five words, 4 of seven.\n")
    assert "tea" not in (tiny / "source-runs.txt").read_text()
    replace(tiny / "one" / "colour.md", "Tea is brown.\n", "Whilst tea is quite warm, it can be brown.\n")
    check = course_app("lessons", "check", tiny, cwd=tmp_path)
    assert check.code == 1
    assert (
        "colour.md:10: error: These words stand in the source article as well: “whilst tea is quite warm it can be”"
        in (check.out)
    )


def test_coverage_is_a_table_of_claims_and_fails_at_a_gap_that_nothing_explains(tiny: Path, tmp_path: Path) -> None:
    sound = course_app("lessons", "coverage", tiny, cwd=tmp_path)
    assert (sound.code, sound.err) == (0, "")
    assert sound.out.splitlines() == [
        "claim\tfit\ttaught in\tasked by\tself-checks\treferences\tgap",
        "C1\tok\t1.1 tea-is-warm\tT1 T2\t–\tref-1\t–",
        "1 claim: taught, and asked by a quiz after that; 1 on one source or a weak fit.",
        "tiny-course: 1 claim, 0 gaps explained, 0 not.",
    ]
    more = "".join(f"- {{id: {name}, origin: beyond, text: x, fit: ok}}\n" for name in ("B1", "B2"))
    (tiny / "claims.yaml").write_text((tiny / "claims.yaml").read_text() + more)
    replace(
        tiny / "course.yaml", "lessons: [warmth, colour]", "lessons: [warmth, colour, {id: x, title: X, claims: [B1]}]"
    )
    gap = course_app("lessons", "coverage", tiny, cwd=tmp_path)
    assert gap.code == 1
    assert gap.out.splitlines()[2:] == [
        "B1\tok\t–\t–\t–\tthe course itself\tnot taught, not asked: planned for 1.3",
        "B2\tok\t–\t–\t–\tthe course itself\tnot taught, not asked",
        "3 claims: 2 not taught and 2 not asked by a quiz; 3 on one source or a weak fit.",
        "tiny-course: 3 claims, 1 gap explained, 1 not.",
        "  B2: not taught, not asked.",
    ]
    replace(tiny / "claims.yaml", "id: B2,", "id: B2, gap: kept for the teacher,")
    assert course_app("lessons", "coverage", tiny, cwd=tmp_path).code == 0


def test_every_gap_of_the_courses_of_the_program_is_explained(tmp_path: Path) -> None:
    ended = course_app("lessons", "coverage", cwd=tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[-1].endswith(" explained, 0 not.")


def test_coverage_of_a_course_with_errors_shows_these(broken: Path, tmp_path: Path) -> None:
    ended = course_app("lessons", "coverage", "broken", cwd=tmp_path)
    assert (ended.code, ended.err) == (1, "The files have errors, so their coverage cannot be told.\n")
    assert ended.out.splitlines()[-1] == "1 course: 3 errors, 1 warning."


def test_source_runs_of_no_file_is_refused_with_a_sentence(tiny: Path, tmp_path: Path) -> None:
    ended = course_app("lessons", "source-runs", "nothing.txt", "--course", tiny, cwd=tmp_path)
    assert (ended.code, ended.err) == (1, "nothing.txt: No such file or directory.\n")
    assert not (tiny / "source-runs.txt").exists()


def publish(course: Path, data: Path) -> list[str]:
    """What `lessons publish` says, but for the check's count."""
    ended = course_app("lessons", "publish", course, "--data", data, cwd=data.parent)
    assert (ended.code, ended.err) == (0, "")
    return ended.out.splitlines()[1:]


def replace(path: Path, old: str, new: str) -> None:
    """Change a file of a course; the old text must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def contents(data: Path) -> list[str]:
    """All that the database holds, as statements that would make it."""
    with closing(sqlite3.connect(data / "course.sqlite3")) as connection:
        return list(connection.iterdump())


def count(data: Path, table: str) -> int:
    """How many rows a table has."""
    with closing(sqlite3.connect(data / "course.sqlite3")) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
