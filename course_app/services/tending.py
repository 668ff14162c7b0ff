"""Change many questions of a bank at once: each in a transaction of its own, as if done on its own page.

So learners' saves are never held up for long, each change has its own entry in the audit, and one that cannot be made
leaves the others alone.
"""

from collections.abc import Sequence
from datetime import datetime

from course_app.domain.bank_changes import CONTENT, STATES, edited
from course_app.domain.errors import RuleBroken
from course_app.queries.bank_choice import newest_contents
from course_app.queries.catalogue import Outline
from course_app.services.authoring import edit_question, set_state

LEFT_MOST = 3


def change_questions(
    actor_id: int, outline: Outline, act: str, value: str, codes: Sequence[str], now: datetime
) -> tuple[int, list[tuple[str, str]]]:
    """Make one change (domain/bank_changes) of questions; how many were changed, and which were not (code, why)."""
    changed, left = 0, []
    newest = newest_contents(outline.course_id, codes) if act in CONTENT else {}
    for code in codes:
        try:
            if act in STATES:
                set_state(actor_id, outline, code, STATES[act], now)
                changed += 1
            elif code in newest:
                number, question = newest[code]
                changed += edit_question(actor_id, outline, code, number, edited(question, act, value), now).is_new
        except RuleBroken as rule:
            left.append((code, str(rule)))
    return changed, left
