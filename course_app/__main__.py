"""`python -m course_app`: the same as `course-app`."""

from course_app.app import main

if __name__ == "__main__":
    main()
