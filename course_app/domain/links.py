"""One-time links: what they are for, and how long each works."""

from datetime import timedelta

CONFIRMATION = "confirmation"
NEW_EMAIL = "new-email"
INVITATION = "invitation"
NEWSLETTER = "newsletter"
NEW_PASSWORD = "new-password"  # noqa: S105  a purpose, not a password

LIFETIMES = {
    CONFIRMATION: timedelta(days=3),
    NEW_EMAIL: timedelta(days=1),
    NEW_PASSWORD: timedelta(hours=1),
    INVITATION: timedelta(days=14),
    NEWSLETTER: timedelta(days=7),
}
