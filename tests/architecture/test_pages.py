"""The registry of pages is complete, and every page in it is what it says."""

from pathlib import Path

import pytest
from flask import template_rendered
from jinja2 import meta

from course_app.gateways import clock
from tests import showing, stage
from tests.conftest import START
from tests.pages import PAGES

TEMPLATES = Path(__file__).resolve().parents[2] / "course_app" / "web" / "templates"
AUDIENCES = ("public", "account", "learner", "instructor", "admin", "observer", "errors")
NO_PAGES = {
    "public.live",
    "public.ready",
    "public.service_worker",
    "public.receipt_keys",
    "public.robots",
    "public.sitemap",
    "account.passkey_request",
    "account.holdings_file",
    "learner.course",
    "learner.question_image",
    "learner.receipt",
    "learner.cpd_table",
    "learner.cpd_text",
    "admin.cohort_progress_file",
    "admin.audit_file",
    "admin.counts_file",
    "admin.enquiries_file",
    "admin.newsletter_file",
    "admin.holdings_file",
    "admin.left_out",
    "instructor.export_file",
    "instructor.import_rejected",
    "instructor.corrections_file",
    "instructor.quiz_items_file",
    "instructor.quiz_results_file",
    "observer.progress",
}


@pytest.fixture(scope="module")
def stages(tmp_path_factory):
    clock.set_clock(lambda: START)
    made = stage.build(tmp_path_factory.mktemp("stages"))
    yield made
    stage.close(made)
    clock.set_clock(None)


@pytest.fixture(scope="module")
def shown(stages):
    """Page → (template, answer), as a browser without JavaScript gets it."""
    return {page: show(page, stages[page.stage]) for page in PAGES}


def show(page, on):
    rendered = []

    def note(_app, template, **_more):
        rendered.append(template.name)

    with template_rendered.connected_to(note, on.app):
        answer = showing.in_client(page, on)
    return rendered[-1], answer


def test_every_page_has_a_name_of_its_own():
    assert len({page.name for page in PAGES}) == len(PAGES)


def test_every_page_shows_its_template_with_its_status(shown):
    found = {page.name: (template, answer.status_code) for page, (template, answer) in shown.items()}
    assert found == {page.name: (page.template, page.status) for page in PAGES}


def test_every_page_is_html(shown):
    assert {answer.mimetype for _template, answer in shown.values()} == {"text/html"}


def test_every_template_of_an_audience_is_shown(stages):
    environment = stages["small"].app.jinja_env
    seen, todo = set(), {page.template for page in PAGES}
    while todo:
        name = todo.pop()
        seen.add(name)
        source = environment.loader.get_source(environment, name)[0]
        todo |= {one for one in meta.find_referenced_templates(environment.parse(source)) if one} - seen
    assert {
        path.relative_to(TEMPLATES).as_posix()
        for audience in AUDIENCES
        for path in (TEMPLATES / audience).glob("*.html")
    } == {name for name in seen if name.split("/")[0] in AUDIENCES}


def test_every_address_that_returns_html_is_shown(stages, shown):
    app = stages["small"].app
    adapter = app.url_map.bind("localhost")
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods} - {"defect"}
    paths = {answer.request.path for _template, answer in shown.values() if answer.status_code == 200}
    assert {adapter.match(path, method="GET")[0] for path in paths} == endpoints - NO_PAGES


def test_what_is_no_page_is_plain_text_or_json(stages):
    client = stages["small"].app.test_client()
    assert {client.get(path).mimetype for path in ("/health/live", "/health/ready", "/robots.txt")} == {"text/plain"}
    assert client.get("/sitemap.xml").mimetype == "application/xml"
    assert client.get("/sign-in/passkey").mimetype == "application/json"
