"""Pages anybody may read, and the addresses that tell whether the program is well."""

from course_app.web.public import (
    appearance,
    enquiries,
    finding,
    glossary,
    health,
    home,
    mails,
    newsletter,
    offline,
    receipts,
    records,
    search,
    statements,
    syllabus,
)
from course_app.web.public.blueprint import public as blueprint

__all__ = [
    "appearance",
    "blueprint",
    "enquiries",
    "finding",
    "glossary",
    "health",
    "home",
    "mails",
    "newsletter",
    "offline",
    "receipts",
    "records",
    "search",
    "statements",
    "syllabus",
]
