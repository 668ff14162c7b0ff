"""The administrator's pages: people, courses and cohorts, rosters, the audit."""

from course_app.web.admin import (
    audit,
    counts,
    courses,
    erasure,
    holdings,
    home,
    keys,
    messages,
    organisations,
    people,
    person,
    practical_days,
    progress,
    records,
    retention,
    rosters,
    windows,
)
from course_app.web.admin.blueprint import admin as blueprint

__all__ = [
    "audit",
    "blueprint",
    "counts",
    "courses",
    "erasure",
    "holdings",
    "home",
    "keys",
    "messages",
    "organisations",
    "people",
    "person",
    "practical_days",
    "progress",
    "records",
    "retention",
    "rosters",
    "windows",
]
