"""Visits: how often the public pages are opened, by day and kind of page, and by nobody.

A visit is a public page that a browser opened without being signed in. Neither address nor person nor cookie is looked
at, so one who opens three pages counts three times. What calls itself a robot does not count: an agent that is empty or
has one of the words of `ROBOTS` in it. A robot that pretends to be a browser is counted as one.
"""

HOME, COURSE, LESSON, ACCOUNT, CONTACT, STATEMENT = "home", "course", "lesson", "account", "contact", "statement"
KINDS = {
    HOME: "Home page",
    COURSE: "Outline, glossary, sources and search",
    LESSON: "Open lessons",
    ACCOUNT: "Creating an account",
    CONTACT: "Contact, newsletter, and asking for practical days",
    STATEMENT: "Privacy, cookies and accessibility",
}
ROBOTS = ("bot", "crawl", "spider", "slurp", "http", "curl", "wget", "python", "java/", "monitor", "preview", "archiv")


def is_robot(agent: str) -> bool:
    """Whether whatever asks says that it is no person's browser."""
    words = agent.casefold()
    return not words or any(word in words for word in ROBOTS)
