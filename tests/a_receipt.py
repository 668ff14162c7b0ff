"""A receipt in which everything is released: two questions, one right, one left out."""

from datetime import UTC, datetime

from course_app.domain.grading import POINT
from course_app.domain.receipts import MARKING, Minimum, Receipt, ReceiptSlot, Rule, TopicScore

AT = datetime(2026, 11, 22, 9, 0, 0, 301000, tzinfo=UTC)
WHOLE = Receipt(
    format=1,
    learner="0123456789abcdef0123456789abcdef",
    course="small-course",
    quiz="practice",
    quiz_version="a" * 64,
    attempt=2,
    started_at=AT,
    closed_at=AT,
    closed_by="submission",
    grade=1,
    graded_at=AT,
    rule=Rule(MARKING, POINT, 70, 2 * POINT, (Minimum("all", POINT),)),
    passed=False,
    maximum=2 * POINT,
    slots=(
        ReceiptSlot(1, "all", "b" * 64, ("a",), AT, POINT, POINT),
        ReceiptSlot(2, "all", "c" * 64, (), None, 0, POINT),
    ),
    score=POINT,
    topics=(TopicScore("brewing", POINT, 2 * POINT),),
)
