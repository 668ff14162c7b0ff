"""The observer's pages, and an administrator's of the same, in each state; part of the registry in tests/pages.py."""

from tests import group_acts as acts
from tests.acts import SMALL
from tests.admin_pages import ADMIN
from tests.showing import Page

OBSERVER = "observer@example.org"


def _observer(name, address, template="organisation", **more):
    return Page(name, address, f"observer/{template}.html", OBSERVER, (), **more)


def _two(stage, observer):
    """Two organisations are observed."""
    acts.trust("Another trust", SMALL)(stage, observer)
    return acts.trust("A trust", SMALL)(stage, observer)


OBSERVER_PAGES = [
    _observer("observer: two organisations", "/observer", "home", prepare=_two),
    _observer("observer: every state", "/observer/{organisation}", prepare=acts.trust("A trust", SMALL)),
    _observer("observer: stalled", "/observer/{organisation}?state=stalled", prepare=acts.trust("A trust", SMALL)),
    _observer("observer: nobody found", "/observer/{organisation}?q=nobody", prepare=acts.trust("A trust", SMALL)),
    _observer("observer: empty", "/observer/{organisation}", prepare=acts.trust("New trust", SMALL, is_empty=True)),
    Page(
        "cohort progress: every state",
        "/admin/cohorts/{cohort}/progress",
        "admin/progress.html",
        ADMIN,
        (),
        stage="demo",
        prepare=acts.trust("A trust", is_observed=False),
    ),
]
