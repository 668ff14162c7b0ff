"""Folders of text: a course's files as they lie on the disk."""

from pathlib import Path


class FolderProblem(Exception):
    """A folder cannot be read; the text says which and why."""


def read_course_folder(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by its path relative to it."""
    if not folder.is_dir():
        raise FolderProblem(f"{folder} is not a folder. Name a course's folder, such as lessons/my-course.")
    try:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    except OSError as error:
        raise FolderProblem(f"{error.filename} cannot be read: {error.strerror}.") from error


def course_folders(lessons: Path) -> list[Path]:
    """The folders in `lessons` that hold a course (a course.yaml), by name."""
    if not lessons.is_dir():
        raise FolderProblem(f"{lessons} is not a folder.")
    return [folder for folder in sorted(lessons.iterdir()) if (folder / "course.yaml").is_file()]
