"""What holds of passkeys here: how many, how named, how long a browser has to answer, and what a refusal says."""

from datetime import timedelta

from course_app.domain.errors import RuleBroken

CHALLENGE_LASTS = timedelta(minutes=10)
MOST = 20
LONGEST_NAME = 64

NOT_ACCEPTED = "This passkey was not accepted. It may have been removed from your account. Nothing was changed."
OUT_OF_DATE = "That took too long, or the page was used before. Nothing was changed; press the button again."
NEEDS_SCRIPT = (
    "A passkey needs JavaScript, which had not run in the page. Nothing was changed. Press the button again, with "
    "JavaScript switched on; your e-mail and password work without it."
)
NO_ADDRESS = (
    "Passkeys belong to an address with a name. This site was opened under one that has none or is not secure, so they "
    "cannot be used here; your e-mail and password can."
)
KNOWN = "This passkey is on your account already. Nothing was changed."
ENOUGH = f"You have {MOST} passkeys, as many as an account can hold. Remove one that you no longer use."


class PasskeyRefused(RuleBroken):
    """A passkey's answer does not hold; the sentence says what to do."""

    def __init__(self, sentence: str = NOT_ACCEPTED) -> None:
        super().__init__(sentence)
