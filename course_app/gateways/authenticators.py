"""Codes of authenticator apps (TOTP, RFC 6238) on Flask-Security's primitives, and recovery codes.

The shared secret is stored encrypted and recovery codes as keyed hashes, both by the site's secret key: a copy of the
database alone lets nobody in. A code is looked for 30 seconds back and forth, and never counts twice.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime

import qrcode
from flask_security.totp import Totp
from passlib.exc import TokenError
from qrcode.image.svg import SvgPathImage

RECOVERY_CODES = 10
DRIFT_SECONDS = 30
CODE = re.compile(r"\d{6}")


@dataclass(frozen=True)
class Setup:
    """What a person needs to set an app up: the key to type, and a picture (data: address) that an app can read."""

    key: str
    uri: str
    picture: str


class Authenticator(Totp):
    """Makes and checks codes for one site; `secret_key` is the site's."""

    def __init__(self, secret_key: str, site: str) -> None:
        super().__init__({"1": secret_key}, " ".join(site.replace(":", " ").split()))
        self._secret_key = secret_key.encode()

    def setup(self, secret: str, email: str) -> Setup | None:
        """How to set an app up with a secret of ours; None when it is none."""
        try:
            uri = self.get_totp_uri(email, secret)
        except (TypeError, ValueError):
            return None
        return Setup(self.get_totp_pretty_key(secret), uri, self.generate_qrcode(email, secret))

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The picture, drawn as one path: a tenth of the size of Flask-Security's."""
        picture = qrcode.make(self.get_totp_uri(username, totp), image_factory=SvgPathImage).to_string()
        return f"data:image/svg+xml;base64,{base64.b64encode(picture).decode()}"

    def matched(self, code: str, secret: str, at: datetime, last_counter: int | None) -> int | None:
        """The counter of a right code that was not used before, else None."""
        digits = "".join(code.split())
        if not CODE.fullmatch(digits):
            return None
        try:
            found = self._totp.verify(
                digits, secret, time=int(at.timestamp()), window=DRIFT_SECONDS, last_counter=last_counter
            )
        except (TokenError, TypeError, ValueError):
            return None
        return found.counter

    def new_recovery_codes(self) -> list[str]:
        """Codes to be kept on paper, of 48 random bits each."""
        return self.generate_recovery_codes(RECOVERY_CODES)

    def fingerprint(self, person_id: int, code: str) -> str:
        """What is kept of a recovery code, however it was typed."""
        plain = re.sub(r"[^0-9a-f]", "", code.lower())
        return hmac.new(self._secret_key, f"recovery {person_id} {plain}".encode(), hashlib.sha256).hexdigest()
