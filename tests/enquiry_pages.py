"""The pages for writing to the academy, and its inbox; part of the registry in tests/pages.py."""

from tests import enquiry_acts as acts
from tests import practical_acts
from tests.admin_pages import ADMIN
from tests.showing import Page, refused

_ASK, _NEAR = "/contact", "/contact/next-practical-day"
_ASKED, _NEARBY = "public/contact.html", "public/next_practical_day.html"
_INBOX, _ONE = "/admin/enquiries", "/admin/enquiries/{enquiry}"
_WHOLE = {"name": "Łucja Ŵyn", "email": "lucja@example.org", "body": "Is it warm?"}
_SENT = _WHOLE | {"stamp": "{stamp}"}
_EMPTY = {"name": "", "email": "", "body": "", "place": ""}


def _admin(name, address, template, **more):
    return Page(f"enquiries: {name}", address, f"admin/{template}.html", ADMIN, (), **more)


ENQUIRY_PAGES = [
    Page("contact: empty", _ASK, _ASKED),
    Page("contact: signed in", _ASK, _ASKED, "Ann Else"),
    refused("contact: errors in every field", _ASK, _ASKED, form=_EMPTY),
    refused("contact: no note of the time", _ASK, _ASKED, form=_WHOLE),
    Page("contact: too much written", _ASK, _ASKED, form=_SENT, via=_ASK, status=429, prepare=acts.many_wrote),
    Page("contact: sent", _ASK, _ASKED, form=_SENT, via=_ASK, prepare=acts.opened),
    Page("next practical day: empty", _NEAR, _NEARBY),
    Page("next practical day: signed in, days to come", _NEAR, _NEARBY, "Ann Else", prepare=practical_acts.days()),
    refused("next practical day: errors in every field", _NEAR, _NEARBY, form=_EMPTY),
    _admin("none", _INBOX, "enquiries", prepare=acts.none),
    _admin("list", _INBOX, "enquiries", prepare=acts.inbox(many=51)),
    _admin("a later page", f"{_INBOX}?before=9999999", "enquiries", prepare=acts.inbox()),
    _admin("none like that", f"{_INBOX}?state=answered", "enquiries", prepare=acts.inbox()),
    _admin("spam", f"{_INBOX}?state=spam&kind=contact", "enquiries", prepare=acts.inbox()),
    _admin("a question", _ONE, "enquiry", prepare=acts.inbox(settled="answered")),
    _admin("a wish", _ONE, "enquiry", prepare=acts.inbox("wish")),
    _admin("one that looks like spam", _ONE, "enquiry", prepare=acts.inbox("spam")),
    _admin(
        "not kept",
        _ONE,
        "enquiry",
        prepare=acts.inbox(),
        form={"state": "answered", "note": "x" * 1_001},
        via=_ONE,
        status=422,
    ),
    _admin(
        "not removed", f"{_ONE}/removal", "enquiry", prepare=acts.inbox(), form={"reason": ""}, via=_ONE, status=422
    ),
]
