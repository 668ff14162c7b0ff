"""`course-app roster import`: the same plan and report as the page."""

from pathlib import Path

from tests.running import course_app

LIST = "Name,E-mail\nÑew,new@example.org\nBad,nowhere\nŁukasz Żółć,classmate@example.org\n"


def use(data: Path, folder: Path, *options: str, text: str = LIST):
    """Run the command on a list."""
    (folder / "list.csv").write_text(text)
    return course_app("roster", "import", "list.csv", "--data", data, *options, cwd=folder)


def test_a_dry_run_says_what_would_happen_and_changes_nothing(template_data: Path, tmp_path: Path) -> None:
    for _ in range(2):
        ended = use(template_data, tmp_path, "--course", "small-course", "--cohort", "Autumn 2026", "--dry-run")
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.splitlines()[1:] == [
            "Cohort: Autumn 2026, will be created",
            "list.csv:3: Bad: The e-mail has no @. Correct it in the list, or leave the row out.",
            "Add and enrol: 1",
            "Move to this cohort: 1",
            "Cannot be used: 1",
            "Nothing was changed.",
        ]


def test_a_list_is_used_and_the_second_time_there_is_nothing_to_do(template_data: Path, tmp_path: Path) -> None:
    first, second = (use(template_data, tmp_path, "--course", "small-course") for _ in range(2))
    assert (first.code, first.out.splitlines()[2:]) == (
        0,
        [
            "Added and enrolled: 1",
            "Nothing to do: 1",
            "Left out: 1",
            "Whoever was added is sent a mail with a link, behind which they choose a password.",
            "Links lead to http://localhost:8000. If the site has another address, set COURSE_APP_BASE_URL to it.",
        ],
    )
    assert (second.code, second.out.splitlines()[2:]) == (
        0,
        ["Nothing to do: 2", "Cannot be used: 1", "Nothing was changed."],
    )


def test_a_course_that_cannot_be_told_and_a_list_that_cannot_be_read_end_with_1(
    template_data: Path, tmp_path: Path
) -> None:
    ended = use(template_data, tmp_path)
    assert (ended.code, ended.err) == (1, "There are several courses it could be for. Say which one.\n")
    ended = use(template_data, tmp_path, "--course", "small-course", text="")
    assert (ended.code, ended.err) == (1, "Nothing was changed.\n")
    ended = use(template_data, tmp_path, "--course", "small-course", text="nobody\n")
    assert ended.code == 1
    ended = course_app("roster", "import", "missing.csv", "--data", template_data, cwd=tmp_path)
    assert (ended.code, ended.err) == (1, "missing.csv: No such file or directory.\n")
