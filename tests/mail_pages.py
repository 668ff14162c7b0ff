"""The pages about a whole cohort: mails that many get, when access ends; part of the registry in tests/pages.py."""

from tests import group_acts
from tests import mail_acts as acts
from tests.acts import SMALL
from tests.admin_pages import ADMIN
from tests.showing import Page

_MAILS = "/mails/{subscription}"
_COHORT = "/admin/cohorts/{cohort}"
_ANNOUNCING, _ONE = f"{_COHORT}/announcements", "/admin/announcements/{announcement}"
_REMINDING, _ENDING = f"{_COHORT}/reminders", f"{_COHORT}/access"


def _admin(name, address, template, **more):
    return Page(name, address, f"admin/{template}.html", ADMIN, (), **more)


def _announcing(name, **more):
    return _admin(f"announcements: {name}", _ANNOUNCING, "announcements", **more)


def _reminders(name, **more):
    return _admin(f"reminders: {name}", _REMINDING, "reminders", **more)


MAIL_PAGES = [
    Page("mails: they come", _MAILS, "public/mails.html", "Ann Else", prepare=acts.come()),
    Page("mails: stopped", _MAILS, "public/mails.html", "Ann Else", prepare=acts.stopped()),
    Page("mails: no such key", "/mails/0123", "errors/error.html", status=404),
    Page("account: announcements stopped", "/account", "account/account.html", "Ann Else", prepare=acts.stopped()),
    _announcing("none yet", prepare=group_acts.trust("Quiet", SMALL)),
    _announcing("nobody there", prepare=group_acts.trust("Empty", SMALL, is_empty=True)),
    _announcing("sent before", prepare=acts.announced("Wordy")),
    _announcing(
        "nothing written",
        prepare=group_acts.trust("Wordless", SMALL),
        form={"subject": "", "body": "", "act": "preview"},
        via=_ANNOUNCING,
        status=422,
    ),
    _announcing(
        "preview",
        prepare=group_acts.trust("Curious", SMALL),
        form=dict(zip(("subject", "body"), acts.TEXT, strict=True)) | {"act": "preview"},
        via=_ANNOUNCING,
        status=422,
    ),
    _announcing(
        "another number by now",
        prepare=group_acts.trust("Late", SMALL),
        form=dict(zip(("subject", "body"), acts.TEXT, strict=True)) | {"act": "send", "count": "99"},
        via=_ANNOUNCING,
        status=422,
    ),
    _reminders("none yet", prepare=group_acts.trust("Unreminded", SMALL)),
    _reminders("nobody there", prepare=group_acts.trust("Deserted", SMALL, is_empty=True)),
    _reminders("on and off", prepare=acts.reminded("Minded")),
    _reminders(
        "no number of days",
        prepare=group_acts.trust("Undated", SMALL),
        form={"kind": "stalled", "days": "x", "note": "", "act": "preview"},
        via=_REMINDING,
        status=422,
    ),
    _reminders(
        "preview",
        prepare=group_acts.trust("Foreseen", SMALL),
        form={"kind": "closing", "days": "14", "note": acts.RULE.note, "act": "preview"},
        via=_REMINDING,
        status=422,
    ),
    _admin("access: as it stands", _ENDING, "cohort_access", prepare=group_acts.trust("Lasting", SMALL)),
    _admin(
        "access: preview",
        _ENDING,
        "cohort_access",
        prepare=group_acts.trust("Ending", SMALL),
        form={"last_day": "2027-03-31", "again": "y", "act": "preview"},
        via=_ENDING,
        status=422,
    ),
    _admin(
        "access: a day that is over",
        _ENDING,
        "cohort_access",
        prepare=group_acts.trust("Endless", SMALL),
        form={"last_day": "2026-01-01", "act": "set", "count": "5"},
        via=_ENDING,
        status=422,
    ),
    _admin("announcement: written", _ONE, "announcement", prepare=acts.announced("Written")),
    _admin("announcement: under way", _ONE, "announcement", prepare=acts.announced("Halted", limit=1)),
    _admin("announcement: stopped", _ONE, "announcement", prepare=acts.announced("Ended", limit=1, then=acts.stop)),
]
