"""Save questions that were edited as one text: all of them or none, by the rules of each question's own page."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from course_app.domain.errors import RuleBroken
from course_app.domain.text_edits import Edit
from course_app.models import Course
from course_app.queries.catalogue import Outline
from course_app.services.authoring import SavedQuestion, add_in, edit_in
from course_app.services.transaction import hold, transaction


class TextRefused(RuleBroken):
    """One of the questions cannot be saved; so none was."""

    def __init__(self, code: str, why: RuleBroken) -> None:
        super().__init__(f"Nothing was saved. {code}: {why}")
        self.code = code


def save_text(actor_id: int, outline: Outline, edits: Sequence[Edit], now: datetime) -> list[SavedQuestion]:
    """Make drafts of what is new and versions of what is changed, in one transaction. Raises TextRefused.

    An edit was made on a version (`number`): when that is not the newest any more, nothing is saved.
    """
    with transaction() as session:
        hold(session, select(Course.id).where(Course.id == outline.course_id))
        saved = []
        for one in sorted(edits, key=lambda edit: edit.code):
            try:
                if one.number:
                    saved.append(edit_in(session, actor_id, outline, one.code, one.number, one.draft, now, of_any=True))
                else:
                    saved.append(add_in(session, actor_id, outline, one.draft, now, code=one.code))
            except RuleBroken as rule:
                raise TextRefused(one.code, rule) from rule
        return saved
