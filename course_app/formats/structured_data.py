"""A course as search engines read it: schema.org's Course, as JSON-LD.

Only what the course and the settings hold is told; what is not set is left out. `courseWorkload` is the reading time
by the formula of domain.records, as an ISO 8601 duration of hours and minutes: PT3H20M.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from course_app.domain.courses import Course


@dataclass(frozen=True)
class Provider:
    """Whose courses they are: the name, and where it is set the postal address, the telephone, the site's address."""

    name: str
    address: str = ""
    phone: str = ""
    url: str = ""


def structured_data(courses: Iterable[tuple[Course, int]], provider: Provider) -> dict[str, Any]:
    """The data of pairs (course, minutes of reading); JSON that a page has to write safely between its tags."""
    told = _without_empty(
        {
            "@type": "Organization",
            "name": provider.name,
            "url": provider.url,
            "address": provider.address,
            "telephone": provider.phone,
        }
    )
    graph = [_course(course, minutes, provider.url) | {"provider": told} for course, minutes in courses]
    return {"@context": "https://schema.org", "@graph": graph}


def _course(course: Course, minutes: int, site: str) -> dict[str, Any]:
    return _without_empty(
        {
            "@type": "Course",
            "name": course.title,
            "description": course.summary,
            "url": f"{site}/courses/{course.id}" if site else "",
            "inLanguage": course.language,
            "hasCourseInstance": _without_empty(
                {"@type": "CourseInstance", "courseMode": "online", "courseWorkload": _duration(minutes)}
            ),
        }
    )


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    written = (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")
    return f"PT{written}" if written else ""


def _without_empty(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}
