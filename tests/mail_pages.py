"""The pages about mails that many get; part of the registry in tests/pages.py."""

from tests import mail_acts as acts
from tests.showing import Page

_MAILS = "/mails/{subscription}"

MAIL_PAGES = [
    Page("mails: they come", _MAILS, "public/mails.html", "Ann Else", prepare=acts.come()),
    Page("mails: stopped", _MAILS, "public/mails.html", "Ann Else", prepare=acts.stopped()),
    Page("mails: no such key", "/mails/0123", "errors/error.html", status=404),
    Page("account: reminders stopped", "/account", "account/account.html", "Ann Else", prepare=acts.stopped()),
]
