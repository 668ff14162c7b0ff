"""The audit as a file: narrowed as its page is, every entry once, and nothing in it that a spreadsheet runs."""

import csv
from io import StringIO

from sqlalchemy import insert, select

from course_app.extensions import read_connection
from course_app.gateways import clock
from course_app.models import AuditEntry
from course_app.queries.audit import EXPORTED_AT_ONCE, AuditFilter, audit_page
from course_app.services.transaction import core_transaction
from tests.conftest import person_named


def written(*reasons, verb="account closed"):
    learner = person_named("learner").id
    one = {"person_id": learner, "verb": verb, "object": f"person {learner}", "at": clock.now()}
    with core_transaction() as connection:
        connection.execute(insert(AuditEntry), [one | {"reason": reason} for reason in reasons])


def verbs():
    with read_connection() as connection:
        return sorted(set(connection.execute(select(AuditEntry.verb)).scalars()))


def rows_of(answer):
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))


def test_the_file_has_each_entry_once_and_runs_nothing(admin):
    written("=HYPERLINK(1)", " @SUM(A1)", "Łucja \u4eba", *map(str, range(EXPORTED_AT_ONCE)))
    written("another thing", verb="account opened again")
    header, *rows = rows_of(admin.get("/admin/audit.csv?verb=account+closed&who=learner"))
    assert header == ["When (UTC)", "Who did it", "What", "Whom it concerns", "About", "Reason"]
    reasons = [row[5] for row in reversed(rows)]
    assert reasons == ["'=HYPERLINK(1)", "' @SUM(A1)", "Łucja 人", *map(str, range(EXPORTED_AT_ONCE))]
    assert rows[0][:4] == ["2026-11-22T09:00:00+00:00", "The program", "account closed", person_named("learner").name]
    assert admin.get("/admin/audit.csv?person=nobody").status_code == 404


def test_the_page_leads_to_the_file_as_it_is_narrowed(admin):
    written("By letter")
    written("", "", verb="another thing")
    page = admin.get("/admin/audit?verb=account+closed").text
    assert "/admin/audit.csv?" in page
    assert "verb=account+closed" in page
    assert audit_page(AuditFilter()).verbs == tuple(verbs())
