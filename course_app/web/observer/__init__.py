"""The observer's pages: how far an employer's own people have come, never what they answered."""

from course_app.web.observer import organisations
from course_app.web.observer.blueprint import observer as blueprint

__all__ = ["blueprint", "organisations"]
