"""Passkeys (WebAuthn, level 3): what a browser is asked to sign, and whether what it brings back is that, by the very key.

No attestation is asked for: whose make an authenticator is says nothing of whose hand it is in.
"""

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import options_to_json_dict, parse_authentication_credential_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from amana.config import Origin
from amana.model.errors import PasskeyRefused

CHALLENGE_BYTES = 32
_NAME = "Amana"

Options = dict[str, Any]  # as JSON: what PublicKeyCredential.parse…OptionsFromJSON takes
Brought = dict[str, Any]  # what PublicKeyCredential.toJSON gives


class Made(msgspec.Struct, frozen=True):
    """A passkey that was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def new_challenge() -> bytes:
    return secrets.token_bytes(CHALLENGE_BYTES)


def to_make(
    origin: Origin, challenge: bytes, person_id: UUID, name: str, known: list[bytes], *, must_be_verified: bool
) -> Options:
    """What a browser needs to make a discoverable passkey, unless it holds one of `known`. `name` is shown by the browser."""
    options = generate_registration_options(
        rp_id=origin.host,
        rp_name=_NAME,
        user_id=person_id.bytes,
        user_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_verification(must_be_verified)
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json_dict(options)


def made(origin: Origin, challenge: bytes, brought: Brought, *, must_be_verified: bool) -> Made:
    """Raises PasskeyRefused."""
    try:
        verified = verify_registration_response(
            credential=brought,
            expected_challenge=challenge,
            expected_rp_id=origin.host,
            expected_origin=origin.url,
            require_user_verification=must_be_verified,
        )
    except Exception as error:  # whatever a stranger's bytes do to the parsers is a refusal
        raise PasskeyRefused() from error
    return Made(verified.credential_id, verified.credential_public_key, verified.sign_count)


def to_sign(origin: Origin, challenge: bytes, known: Sequence[bytes] = (), *, must_be_verified: bool = False) -> Options:
    """What a browser needs to sign with one of the passkeys `known`, or (none said) whichever the person chooses."""
    options = generate_authentication_options(
        rp_id=origin.host,
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known] or None,
        user_verification=_verification(must_be_verified),
    )
    return options_to_json_dict(options)


def credential_id_of(brought: Brought) -> bytes:
    """Which passkey claims to have signed; nothing where that can't be read."""
    try:
        return parse_authentication_credential_json(brought).raw_id
    except Exception:  # as in `made`
        return b""


def new_sign_count(
    origin: Origin, challenge: bytes, brought: Brought, public_key: bytes, sign_count: int, *, must_be_verified: bool
) -> int:
    """How often the passkey says it has signed, if it signed this. Raises PasskeyRefused, also for a count that does not rise."""
    try:
        verified = verify_authentication_response(
            credential=brought,
            expected_challenge=challenge,
            expected_rp_id=origin.host,
            expected_origin=origin.url,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=must_be_verified,
        )
    except Exception as error:  # as in `made`
        raise PasskeyRefused() from error
    return verified.new_sign_count


def _verification(required: bool) -> UserVerificationRequirement:
    return UserVerificationRequirement.REQUIRED if required else UserVerificationRequirement.PREFERRED
