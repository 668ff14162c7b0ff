"""Quiz windows of a cohort: set by the administrator, and shown to its learners alone."""

import re

import pytest

from course_app.services import enrolling_others, grouping
from tests.conftest import START, person_named

COURSE = "closed-course"


@pytest.fixture
def windows(app):
    """The address of the windows of a cohort in which the learner is."""
    admin, learner = person_named("admin").id, person_named("outsider").public_id
    cohort = grouping.make_cohort(admin, COURSE, grouping.CohortSettings("Ŵinter"), START)
    enrolling_others.enrol(admin, learner, COURSE, cohort, START)
    return f"/admin/cohorts/{cohort}/windows"


def test_the_cohort_s_own_times_stand_on_its_learners_pages_and_everybody_s_on_the_visitor_s(
    signed_in, browser, windows, visible
):
    admin, learner = signed_in("admin"), signed_in("outsider")
    form = f"{windows}/gate"
    assert admin.send(form, {"days": "−1", "opens": "", "closes": ""}, page=form).location == windows
    assert "Open to this cohort on Sunday 22 November 2026 from 09:00 to 09:45" in visible(admin.get(windows).text)
    start = visible(learner.get(f"/learn/{COURSE}/quizzes/gate").text)
    assert "For you on Sunday 22 November 2026 from 09:00" in start
    assert "That was moved for your cohort; for everybody else it is on Monday 23 November 2026" in start
    own, usual = "It is open to you on Sunday 22 November 2026", "It is open on Monday 23 November 2026"
    for one, said in ((learner, (True, False)), (browser(), (False, True))):
        page = visible(one.get(f"/courses/{COURSE}").text)
        assert (own in page, usual in page) == said


def test_days_move_a_window_again_though_its_dates_stand_filled_in(signed_in, windows, visible):
    admin, form = signed_in("admin"), f"{windows}/gate"
    admin.send(form, {"days": "1", "opens": "", "closes": ""}, page=form)
    filled = dict(re.findall(r'name="(opens|closes)" type="datetime-local" value="([^"]+)"', admin.get(form).text))
    assert filled == {"opens": "2026-11-24T09:00", "closes": "2026-11-24T09:45"}
    assert admin.send(form, {"days": "7"} | filled, page=form).location == windows
    assert "Open to this cohort on Monday 30 November 2026 from 09:00 to 09:45" in visible(admin.get(windows).text)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"days": "soon"}, "Write a whole number of days"),
        ({"days": "7", "opens": "2026-12-01T09:00"}, "Write a number of days, or dates; not both."),
        ({"opens": "2026-12-01T09:00"}, "It closes before it opens."),
    ],
)
def test_what_is_refused_is_said_and_kept(signed_in, windows, visible, fields, why):
    form = f"{windows}/gate"
    answer = signed_in("admin").send(form, {"days": "", "opens": "", "closes": ""} | fields, page=form)
    assert (answer.status_code, why in visible(answer.text)) == (422, True)
    assert all(f'value="{typed}"' in answer.text for typed in fields.values())
