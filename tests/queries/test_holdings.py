"""What somebody may download of themselves leaves out no column of a table that leads to them, unless it says why."""

from sqlalchemy import Column
from sqlalchemy.sql.visitors import iterate

from course_app.domain.holdings import files
from course_app.extensions import Base
from course_app.queries.erasures import Known
from course_app.queries.holdings import Holder
from course_app.queries.holdings_account import ACCOUNT
from course_app.queries.holdings_learning import LEARNING
from tests.web.test_erasure import PERSONAL

PARTS = (*ACCOUNT, *LEARNING)
HOLDER = Holder(1, "0" * 32, "Ann", "ann@example.org", Known(frozenset({"ann@example.org"}), frozenset(), frozenset()))
INNER = "an inner number, or a pointer to what is carried by its name"
SECRET = "it lets somebody sign in, or proves that one may"
ANOTHERS = "it names somebody else, or may"
COMPUTED = "it is computed from what is carried"
KEY = "it tells which answers are right, or which questions come"
OF_ALL = "rows of everybody behind an address, for a day, of which nobody knows whose they are"
PLANNING = "it belongs to an uploaded file, and goes after a day; what was used of it stands under questions written"
OF_THE_COHORT = "it is the cohort's rule, whose words and days stand with each reminder"
OF_THE_COURSE = "it is the course's, and shown where its questions are"
LEFT_OUT = {
    "person": {
        SECRET: "password fs_uniquifier tf_totp_secret tf_last_counter mf_recovery_codes fs_webauthn_user_handle",
        COMPUTED: "search_key sort_key erased_at",
    },
    "passkey": {SECRET: "credential_id public_key extensions"},
    "sign_in": {SECRET: "token_hash"},
    "sign_in_failure": {ANOTHERS: "address", COMPUTED: "account"},
    "one_time_link": {SECRET: "token_hash"},
    "message": {SECRET: "link"},
    "roster_row": {ANOTHERS: "note", COMPUTED: "search_key"},
    "accommodation": {ANOTHERS: "given_by_id"},
    "correction": {ANOTHERS: "decided_by_id", INNER: "decisions"},
    "enquiry": {ANOTHERS: "settled_by_id"},
    "question_comment": {ANOTHERS: "resolved_by_id"},
    "quiz_adjustment": {ANOTHERS: "actor_id"},
    "attempt_adjustment": {ANOTHERS: "actor_id"},
    "late_decision": {ANOTHERS: "actor_id"},
    "attempt": {KEY: "seed"},
    "attempt_item": {KEY: "option_order"},
    "question_image": {OF_THE_COURSE: "data"},
    "reflection": {INNER: "site link"},
    "reminder_rule": {OF_THE_COHORT: "public_id is_on created_at"},
    "response": {INNER: "client seq base"},
    "grade": {KEY: "result", ANOTHERS: "grader_id"},
    "mark": {KEY: "mark maximum"},
    "audit_entry": {ANOTHERS: "object"},
    "roster_import": {
        ANOTHERS: "cohort_name file_name warning header counts",
        INNER: "public_id site link sign_in position",
    },
    "question_import": {ANOTHERS: "file_name data problems counts failure", INNER: "public_id is_whole seal position"},
    "question_import_item": {
        PLANNING: "line label source_id content notes is_left_out kind code number similar_to similar_item "
        "percent reason outcome"
    },
    "question_source": {ANOTHERS: "file_name", INNER: "digest source_id"},
    "registration_try": {OF_ALL: "address was_taken at"},
}
"""Of the tables that lead to a person: the columns that nobody is handed, and why. Keys to people are among them."""


def leading_to_a_person():
    """The tables with a key to a person, to a row of such a table, and so on; and those with a personal word."""
    found = {"person"} | set(PERSONAL)
    while more := {table.name for table in Base.metadata.tables.values() if targets(table) & found} - found:
        found |= more
    return found


def targets(table):
    return {key.column.table.name for key in table.foreign_keys}


def carried():
    """Every column that the download reads, as “table.column”."""
    return {
        f"{column.table.name}.{column.name}"
        for part in PARTS
        for chosen in part.read.selected_columns
        for column in iterate(chosen)
        if isinstance(column, Column)
    }


def columns_of(table):
    """A table's columns without its keys: those are numbers that mean nothing outside."""
    columns = Base.metadata.tables[table].columns
    keys = {column.name for column in columns if column.primary_key or column.foreign_keys}
    named = {column.name for column in columns if "person.id" in {key.target_fullname for key in column.foreign_keys}}
    return {f"{table}.{column.name}" for column in columns if column.name not in keys} | {
        f"{table}.{name}" for name in named
    }


def whose():
    """The columns by which a part finds its rows: these need not be handed out."""
    return {
        f"{column.table.name}.{column.name}"
        for part in PARTS
        for column in iterate(part.whose(HOLDER))
        if isinstance(column, Column)
    }


def left_out():
    return {f"{table}.{name}" for table, why in LEFT_OUT.items() for names in why.values() for name in names.split()}


def test_every_column_of_every_table_that_leads_to_a_person_is_handed_out_or_left_out_with_a_reason():
    leading = leading_to_a_person()
    assert {"response", "completion", "audit_detail", "roster_row"} < leading
    expected = {column for table in leading for column in columns_of(table)}
    assert expected - carried() - whose() - left_out() == set()
    assert left_out() - expected == set()
    assert carried() & left_out() == set()


def test_the_kinds_are_those_of_an_erasure_and_each_has_a_table():
    assert {part.kind for part in PARTS} == {kind.key for kind, _ in files()}
