"""Passkeys (WebAuthn) on the `webauthn` package: what a browser is asked, and whether its answer holds.

Only discoverable passkeys that verify their user (face, finger, PIN) are made and taken, so that one stands for
password and second step together. A challenge is a random token of ours; its letters are what the device signs.
Which device it is does not matter here: no attestation is asked for.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import webauthn
from webauthn.helpers import parse_authentication_credential_json, parse_registration_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from course_app.domain.passkeys import CHALLENGE_LASTS, PasskeyRefused

LARGEST_ANSWER = 20_000
LONGEST_ID = 1_023
MILLISECONDS = int(CHALLENGE_LASTS.total_seconds() * 1000)
MALFORMED = (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError, struct.error)


@dataclass(frozen=True)
class PasskeySite:
    """The site that passkeys belong to: its host, the origin of its pages, its name."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True)
class NewPasskey:
    """What a device has just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]
    device_type: str
    is_backed_up: bool


@dataclass(frozen=True)
class KnownKey:
    """What is kept of a passkey to check it by; `user_handle` is what its device calls the person."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    user_handle: str


def creation_options(
    site: PasskeySite, challenge: str, user_handle: str, email: str, name: str, known: Sequence[bytes]
) -> str:
    """What a browser needs to make a passkey, as JSON; devices that hold one of `known` will not make another."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=user_handle.encode(),
        user_name=email,
        user_display_name=name,
        challenge=challenge.encode(),
        timeout=MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return webauthn.options_to_json(options)


def request_options(site: PasskeySite, challenge: str, allowed: Sequence[bytes] = ()) -> str:
    """What a browser needs to use a passkey, as JSON: one of `allowed`, or whichever the person chooses."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge.encode(),
        timeout=MILLISECONDS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in allowed],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def made_passkey(answer: str, site: PasskeySite, challenge: str) -> NewPasskey:
    """The passkey that the browser's answer (JSON) says was made. Raises `PasskeyRefused`."""
    try:
        credential = parse_registration_credential_json(answer[:LARGEST_ANSWER])
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge.encode(),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
        transports = tuple(one.value for one in credential.response.transports or ())
    except MALFORMED as error:
        raise PasskeyRefused from error
    if len(made.credential_id) > LONGEST_ID:
        raise PasskeyRefused
    return NewPasskey(
        made.credential_id,
        made.credential_public_key,
        made.sign_count,
        transports,
        made.credential_device_type.value,
        made.credential_backed_up,
    )


def credential_id_of(answer: str) -> bytes:
    """Which passkey the browser's answer (JSON) says was used. Raises `PasskeyRefused` when it says nothing usable."""
    try:
        return parse_authentication_credential_json(answer[:LARGEST_ANSWER]).raw_id
    except MALFORMED as error:
        raise PasskeyRefused from error


def new_sign_count(answer: str, site: PasskeySite, challenge: str, known: KnownKey) -> int:
    """How often the passkey has signed by now, when the answer holds. Raises `PasskeyRefused`.

    A count that did not grow is refused: the passkey was copied, or the answer is an old one.
    """
    try:
        credential = parse_authentication_credential_json(answer[:LARGEST_ANSWER])
        used = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge.encode(),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=known.public_key,
            credential_current_sign_count=known.sign_count,
            require_user_verification=True,
        )
    except MALFORMED as error:
        raise PasskeyRefused from error
    if credential.response.user_handle not in (None, known.user_handle.encode()):
        raise PasskeyRefused
    return used.new_sign_count
