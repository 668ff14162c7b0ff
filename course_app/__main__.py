"""`python -m course_app`: the same as `course-app`."""

from course_app import commands


def main() -> None:
    """The command line; `app` is read only when a command asks for the application."""
    commands.run("course_app.app:create_app", "course_app.app:wsgi")


if __name__ == "__main__":
    main()
