"""A passkey in software (WebAuthn, level 3): what a browser and its authenticator would bring, and what a false one might."""

import hashlib
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import cbor2
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """Holds one passkey; `verifies`: whether it asks for a finger or a PIN."""

    def __init__(self, origin: str, *, verifies: bool = True) -> None:
        self.origin = origin
        self.sign_count = 0
        self._flags = PRESENT | (VERIFIED if verifies else 0)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = os.urandom(32)

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """What toJSON gives of a passkey made as the options ask."""
        public = self._key.public_key().public_numbers()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32), -3: public.y.to_bytes(32)})
        attested = bytes(16) + len(self._id).to_bytes(2) + self._id + cose
        data = self._data(options["rp"]["id"], ATTESTED) + attested
        return self._brought(
            clientDataJSON=self._client_data("webauthn.create", options),
            attestationObject=cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}),
        )

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """What toJSON gives of a signature as the options ask."""
        self.sign_count += 1
        data, client_data = self._data(options["rpId"]), self._client_data("webauthn.get", options)
        signed = data + hashlib.sha256(client_data).digest()
        return self._brought(
            clientDataJSON=client_data, authenticatorData=data, signature=self._key.sign(signed, ec.ECDSA(SHA256()))
        )

    def _data(self, host: str, more: int = 0) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([self._flags | more]) + self.sign_count.to_bytes(4)

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        challenge = _text(_bytes(options["challenge"]))
        return msgspec.json.encode({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False})

    def _brought(self, **response: bytes) -> dict[str, Any]:
        name = _text(self._id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": {field: _text(value) for field, value in response.items()},
        }


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
