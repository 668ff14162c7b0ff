"""What is handed out of words that others wrote."""

import pytest

from course_app.domain.holdings import TAKEN_OUT, without_others


@pytest.mark.parametrize(
    ("text", "handed"),
    [
        ("Rang us", "Rang us"),
        ("Ask bob@example.org.", f"Ask {TAKEN_OUT}."),
        ("Zoë <Zoe@Example.org>, not zoe@example.com", f"Zoë <Zoe@Example.org>, not {TAKEN_OUT}"),
        ("notzoe@example.org and zoe@example.org.uk", f"{TAKEN_OUT} and {TAKEN_OUT}"),
        ("“łucja@przykład.pl” (علي@مثال.com)", f"“{TAKEN_OUT}” ({TAKEN_OUT})"),
        ("zoe@example.org!", "zoe@example.org!"),
    ],
)
def test_only_ones_own_e_mail_stays_in_what_others_wrote(text, handed):
    assert without_others(text, "zoe@example.org") == handed
