"""The pages about the newsletter; part of the registry in tests/pages.py."""

from tests import enquiry_acts
from tests import newsletter_acts as acts
from tests.admin_pages import ADMIN
from tests.showing import Page, refused

_ASK, _ASKED = "/updates", "public/newsletter.html"
_LIST, _ONE = "/admin/newsletter", "/admin/newsletter/{reader}"


def _admin(name, address, template, **more):
    return Page(f"newsletter: {name}", address, f"admin/{template}.html", ADMIN, (), **more)


NEWSLETTER_PAGES = [
    Page("newsletter: empty", _ASK, _ASKED),
    Page("newsletter: signed in", _ASK, _ASKED, "Ann Else"),
    refused("newsletter: errors in every field", _ASK, _ASKED, form={"email": "nobody"}),
    Page(
        "newsletter: asked for",
        _ASK,
        _ASKED,
        form={"email": "asks@example.org", "stamp": "{stamp}"},
        via=_ASK,
        prepare=enquiry_acts.opened,
    ),
    Page("newsletter: the link", "/updates/{token}", "public/newsletter_link.html", prepare=acts.waits),
    Page("newsletter: a spent link", "/updates/0123", "errors/error.html", status=404),
    Page("mails: the newsletter", "/mails/{reader}", "public/mails.html", prepare=acts.readers()),
    _admin("nobody yet", _LIST, "newsletter", prepare=acts.none),
    _admin("list", _LIST, "newsletter", prepare=acts.readers(many=51)),
    _admin("a later page", f"{_LIST}?before=9999999", "newsletter", prepare=acts.readers()),
    _admin("no such address", f"{_LIST}?q=nobody", "newsletter", prepare=acts.readers()),
    _admin("one reader", _ONE, "newsletter_reader", prepare=acts.readers(stopped=True)),
    _admin(
        "not removed", f"{_ONE}/removal", "newsletter_reader", prepare=acts.readers(), form={"reason": ""}, via=_ONE,
        status=422,
    ),
]  # fmt: skip
