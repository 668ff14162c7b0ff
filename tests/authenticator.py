"""A device that keeps passkeys, in software: it signs as a browser's device does, or wrongly if a test wants it so."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


def to_text(raw: bytes) -> str:
    """Base64 for addresses, without padding."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def to_bytes(text: str) -> bytes:
    """The bytes again."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Device:
    """One passkey on a device. `count` is what it says of how often it signed; 0 stays 0, as on many phones."""

    origin: str = "http://localhost"
    host: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user_handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> str:
        """The browser's answer to `navigator.credentials.create`."""
        self.user_handle = to_bytes(options["user"]["id"])
        point = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        held = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + cbor2.dumps(public)
        attested = {"fmt": "none", "attStmt": {}, "authData": self._facts(WITH_KEY) + held}
        said = self._said("webauthn.create", options["challenge"])
        answer = {"attestationObject": to_text(cbor2.dumps(attested)), "transports": ["internal"]}
        return self._answer(answer, said)

    def use(self, options: dict[str, Any]) -> str:
        """The browser's answer to `navigator.credentials.get`."""
        if self.count:
            self.count += 1
        facts, said = self._facts(0), self._said("webauthn.get", options["challenge"])
        signature = self.key.sign(facts + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        answer = {"authenticatorData": to_text(facts), "signature": to_text(signature)}
        return self._answer(answer | {"userHandle": to_text(self.user_handle)}, said)

    def _facts(self, more: int) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([self.flags | more]) + self.count.to_bytes(4, "big")

    def _said(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, response: dict[str, Any], said: bytes) -> str:
        name = to_text(self.credential_id)
        response = response | {"clientDataJSON": to_text(said)}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
