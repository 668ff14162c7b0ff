"""Part of a publication: claims, references and what joins them, within the publication's transaction."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from course_app.formats.course_folder import CourseText
from course_app.formats.plain_json import to_plain
from course_app.models import catalogue


def publish_evidence(session: Session, course_id: int, text: CourseText, now: datetime) -> None:
    """Bring the rows of claims and references to what the text says; what is gone is retired."""
    references = _references(session, course_id, text, now)
    claims = _claims(session, course_id, text, now)
    session.flush()
    own = select(catalogue.Claim.id).where(catalogue.Claim.course_id == course_id)
    session.execute(delete(catalogue.ClaimReference).where(catalogue.ClaimReference.claim_id.in_(own)))
    session.add_all(
        catalogue.ClaimReference(
            claim_id=claims[claim.id].id,
            reference_id=references[source.reference].id,
            fit=source.fit,
            finding=source.finding,
            cited=source.cited,
        )
        for claim in text.claims.values()
        for source in claim.sources
    )


def _references(session: Session, course_id: int, text: CourseText, now: datetime) -> dict[str, catalogue.Reference]:
    table = catalogue.Reference
    rows = {row.code: row for row in session.scalars(select(table).where(table.course_id == course_id))}
    for code, reference in text.references.items():
        row = rows.setdefault(code, table(course_id=course_id, code=code))
        row.label, row.content, row.retired_at = reference.label, to_plain(reference), None
        session.add(row)
    for code in rows.keys() - text.references.keys():
        rows[code].retired_at = rows[code].retired_at or now
    return rows


def _claims(session: Session, course_id: int, text: CourseText, now: datetime) -> dict[str, catalogue.Claim]:
    table = catalogue.Claim
    rows = {row.code: row for row in session.scalars(select(table).where(table.course_id == course_id))}
    for code, claim in text.claims.items():
        row = rows.setdefault(code, table(course_id=course_id, code=code))
        row.origin, row.fit, row.text, row.retired_at = claim.origin, claim.fit, claim.text, None
        session.add(row)
    for code in rows.keys() - text.claims.keys():
        rows[code].retired_at = rows[code].retired_at or now
    return rows
