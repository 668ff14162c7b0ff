"""`course-app questions check`."""

from pathlib import Path

import pytest

from tests.running import course_app

ITEM = """\
## {name}
topic: tea | level: apply | difficulty: easy | pool: quiz
claims: C1

{name}1 {name}2 {name}3 {name}4 {name}5 {name}6 how warm?

- [ ] As cold as snow in {name}
  > Too cold.
- [x] {key}
  > Correct. It is.
- [ ] As hot as ovens of {name}
  > Too hot.
- [ ] As mild as a June in {name}
  > Not quite.

"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Ten questions, three of which the longest option gives away."""
    keys = [*["As warm as hands of {0} and {0}"] * 3, *["As warm as {0}"] * 7]
    items = [ITEM.format(name=name, key=key.format(name)) for name, key in zip("KLMNOPQRST", keys, strict=True)]
    path = tmp_path / "tea.md"
    path.write_text("".join(items))
    return path


def test_questions_of_no_course_are_judged_plainly(file: Path, tmp_path: Path) -> None:
    ended = course_app("questions", "check", "tea.md", cwd=tmp_path)
    lines = ended.out.splitlines()
    assert (ended.code, ended.err) == (0, "")
    assert lines[0].startswith(
        "tea.md:9: warning: K: The key has 27 characters, the others 20, 20, 22: length tells it."
    )
    assert "10 questions, policy plain: 0 errors, 3 warnings." in lines
    assert "Guessing without knowledge, 10 questions with one key; by chance 25%" in lines
    assert "  longest option      30%" in lines


def test_what_cannot_be_graded_is_an_error_everywhere(file: Path, tmp_path: Path) -> None:
    file.write_text(file.read_text().replace("- [x]", "- [ ]", 1))
    ended = course_app("questions", "check", "tea.md", cwd=tmp_path)
    assert ended.code == 1
    assert "tea.md:1: error: Mark the right option: none is marked." in ended.out
    assert "9 questions, policy plain: 1 error, 2 warnings." in ended.out
    assert "Guessing: 9 questions with one key; from 10 on it is judged." in ended.out


def test_a_file_of_a_course_is_judged_by_its_policy_and_with_its_claims(file: Path, tmp_path: Path) -> None:
    course = tmp_path / "course"
    (course / "questions").mkdir(parents=True)
    (course / "course.yaml").write_text("id: tea\ntitle: Tea\nitem-writing: strict\ntopics: {tea: Tea}\nmodules: []\n")
    (course / "claims.yaml").write_text("- {id: C1, origin: article, section: opening, text: Tea is warm, fit: none}\n")
    file.rename(course / "questions" / "tea.md")
    ended = course_app("questions", "check", "course/questions/tea.md", cwd=tmp_path)
    assert ended.code == 1
    assert "course/questions/tea.md:9: error: K: The key has 27 characters" in ended.out
    assert "course/questions/tea.md:5: error: K: C1 has no support, yet it is asked about as a fact." in ended.out
    assert "course.yaml" not in ended.out


def test_what_is_no_file_of_questions_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes("## Café".encode("latin-1"))
    for name, says in (
        ("no.md", "no.md: No such file or directory."),
        ("latin.md", "latin.md is not UTF-8: save it as UTF-8."),
    ):
        ended = course_app("questions", "check", name, cwd=tmp_path)
        assert (ended.code, ended.out, ended.err) == (1, "", f"{says}\n")
