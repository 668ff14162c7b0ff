"""An observer sees how far their own organisation's people have come: never another's, and never an answer."""

import csv
import io
import re

import pytest
from sqlalchemy import delete, select

from course_app.domain.learning_states import LISTS, WORDS
from course_app.extensions import read_connection
from course_app.models import Enrolment, Observer
from course_app.queries.group_progress import Asked, observed_export, observed_page
from course_app.services.transaction import transaction
from tests import acts, group_acts
from tests.acts import SMALL
from tests.conftest import START, person_named
from tests.stage import Stage


@pytest.fixture
def observer(app):
    return person_named("observer").id


@pytest.fixture
def trust(app, observer):
    """The organisation that is observed; another one, which is not, has people of the same names."""
    on = Stage("small", app)
    group_acts.trust("Another trust", SMALL, is_observed=False)(on, observer)
    return group_acts.trust("A trust", SMALL)(on, observer)["organisation"]


@pytest.fixture
def olive(browser, trust):
    one = browser()
    one.sign_in("observer")
    return one


def names(page):
    return re.findall(r'<th scope="row"><bdi>(.*?)</bdi>', page.text)


def test_each_list_holds_those_of_its_state_and_together_everybody(observer, trust):
    pages = {state: observed_page(observer, trust, Asked(state=state), START) for state in LISTS}
    found = {state: {(line.name, line.state) for line in page.lines} for state, page in pages.items()}
    everybody = found.pop("")
    closing = found.pop("closing")
    assert everybody == {
        (name, "under-way" if state == "closing" else state) for state, name in group_acts.NAMES.items()
    }
    assert closing == {(group_acts.NAMES["closing"], "under-way")}
    assert [line.name for line in pages[""].lines if line.is_closing] == [group_acts.NAMES["closing"]]
    assert {state: {one for _, one in lines} for state, lines in found.items()} == {one: {one} for one in found}
    assert set().union(*found.values()) == everybody
    assert sum(len(lines) for lines in found.values()) == len(everybody) == pages[""].total


def test_the_file_says_the_same_as_the_page_and_runs_nothing(olive, observer, trust):
    answer = olive.get(f"/observer/{trust}/progress.csv")
    header, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert header[:3] == ["Name", "E-mail", "Employee number"]
    lines = observed_page(observer, trust, Asked(), START).lines
    assert [(row[0].lstrip("'"), row[6]) for row in rows] == [(line.name, WORDS[line.state]) for line in lines]
    by_state = {row[6]: row for row in rows}
    assert by_state["Stalled"][0] == "'=Siân Prŵs-Ellis"
    assert by_state["Completed"][4:8] == ["1", "Intake of A trust", "Completed", "2026-11-21"]
    assert by_state["Not started"][7] == ""
    assert by_state["Access ended"][8] == "2026-11-20"
    assert all(re.fullmatch(r"E\d+", row[2]) for row in rows)
    narrowed = olive.get(f"/observer/{trust}/progress.csv?state=stalled").text
    assert narrowed.count("\r\n") == 2


def test_nothing_of_another_trust_is_reached_by_any_id(app, olive, observer, trust):
    other = group_acts.trust("Another trust", SMALL, is_observed=False)(Stage("small", app), observer)
    for path in (f"/observer/{other['organisation']}", f"/observer/{other['organisation']}/progress.csv"):
        assert olive.get(path).status_code == 404
    assert names(olive.get(f"/observer/{trust}?cohort={other['cohort']}")) == []
    with read_connection() as connection:
        theirs = connection.scalars(select(Enrolment.id).order_by(Enrolment.id)).all()
    mine = observed_page(observer, trust, Asked(), START).lines
    for after in theirs:
        shown = {line.name for line in observed_page(observer, trust, Asked(), START, after).lines}
        assert shown <= {line.name for line in mine}
    assert observed_export(observer, other["organisation"], Asked(), START) is None


def test_a_page_tells_no_score_and_no_e_mail_and_is_gone_with_the_role(app, olive, trust, visible):
    scorer = person_named("learner")
    acts.handed_in("practice")(Stage("small", app), scorer.id)
    page = visible(olive.get(f"/observer/{trust}").text)
    assert "1 of 2 lessons read" in page
    assert "@example.org" not in page.replace("observer@example.org", "")
    assert re.search(r"\d+ ?%|score|mark", page, re.IGNORECASE) is None
    with transaction() as session:
        session.execute(delete(Observer))
    assert olive.get(f"/observer/{trust}").status_code == olive.get("/observer").status_code == 404


def test_a_list_goes_on_after_its_last_line_and_costs_the_same_for_one_and_for_six(
    olive, trust, statements, monkeypatch
):
    monkeypatch.setattr("course_app.queries.paging.PAGE", 4)
    first = olive.get(f"/observer/{trust}")
    onwards = re.search(r'href="([^"]*after=\d+)"', first.text)[1]
    second = olive.get(onwards)
    assert sorted(names(first) + names(second)) == sorted(group_acts.NAMES.values())
    with statements() as many:
        olive.get(f"/observer/{trust}")
    with statements() as one:
        olive.get(f"/observer/{trust}?state=completed")
    assert len(many) == len(one)


def test_an_administrator_sees_a_cohort_likewise(app, admin, observer, trust):
    cohort = group_acts.trust("A trust", SMALL)(Stage("small", app), observer)["cohort"]
    stalled = admin.get(f"/admin/cohorts/{cohort}/progress?state=stalled")
    assert names(stalled) == [group_acts.NAMES["stalled"]]
    assert admin.get(f"/admin/cohorts/{cohort}/progress.csv?state=stalled").text.count("\r\n") == 2
