"""`course-app questions import` and `export`: the same plan, report and formats as the pages."""

from pathlib import Path

from tests.running import course_app

GIFT = "::K1:: Which kettle whistles? {=This one ~That one}\n\n::K2:: Broken {=a ~b\n\n::K3:: Tea is a leaf. {TRUE}\n"
BROKEN = "kettles.gift:3: K2: Its braces do not fit: one { before the answers, one } after them, no blank line between."


def use(data: Path, folder: Path, *options: str, file: str = "kettles.gift", text: str = GIFT):
    """Run the command on a file of the small course."""
    (folder / file).write_text(text)
    return course_app("questions", "import", file, "--course", "small-course", "--data", data, *options, cwd=folder)


def test_a_dry_run_and_all_or_nothing_change_nothing_and_the_second_time_nothing_is_new(
    template_data: Path, tmp_path: Path
) -> None:
    dry = use(template_data, tmp_path, "--dry-run")
    assert (dry.code, dry.out.splitlines()[1:]) == (
        1,
        [BROKEN, "In: 3 = 2 accepted + 0 unchanged + 1 rejected.", "New: 2", "Nothing was changed."],
    )
    whole = use(template_data, tmp_path, "--all-or-nothing")
    assert (whole.code, whole.out.splitlines()[1:]) == (1, [BROKEN])
    assert whole.err.startswith("Nothing was brought in, since you chose all or nothing and one item is rejected.")
    first, second = (use(template_data, tmp_path) for _ in range(2))
    assert (first.code, first.out.splitlines()[1:]) == (1, [*dry.out.splitlines()[1:-1]])
    assert (second.code, second.out.splitlines()[2:]) == (1, ["In: 3 = 0 accepted + 2 unchanged + 1 rejected."])


def test_what_is_taken_out_comes_in_again_without_a_change(template_data: Path, tmp_path: Path) -> None:
    ended = course_app(
        "questions", "export", "all.csv", "--course", "small-course", "--data", template_data, cwd=tmp_path
    )
    assert (ended.code, ended.err) == (0, "")
    text = (tmp_path / "all.csv").read_text(encoding="utf-8-sig")
    again = use(template_data, tmp_path, file="again.csv", text=text)
    assert again.code == 0
    assert " = 0 accepted + " in again.out
    ended = course_app(
        "questions", "export", "all.doc", "--course", "small-course", "--data", template_data, cwd=tmp_path
    )
    assert (ended.code, ended.err) == (1, "Name the format: --format with one of text, gift, aiken, moodle, csv.\n")


def test_a_file_that_cannot_be_read_ends_with_1(template_data: Path, tmp_path: Path) -> None:
    ended = use(template_data, tmp_path, file="items.docx", text="words")
    assert (ended.code, ended.err) == (1, "Nothing was changed.\n")
    assert ended.out.startswith("items.docx: This is a document")
