"""Signatures that anyone can check offline: Ed25519 (RFC 8032) under the installation's key."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from amana.model.deliveries import Signature
from amana.outside.keys import Keys

ALGORITHM = "Ed25519"


class Signer:
    """Signs under a key derived from the installation's root key."""

    def __init__(self, keys: Keys) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(keys.signing)
        self.public_key = self._key.public_key().public_bytes_raw().hex()

    def sign(self, content: bytes) -> Signature:
        return Signature(ALGORITHM, self.public_key, self._key.sign(content).hex())


def holds(signature: Signature, content: bytes) -> bool:
    """Whether the signature is of these bytes, under the key it names. Whose key that is, is another question."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.public_key))
        key.verify(bytes.fromhex(signature.signature), content)
    except (InvalidSignature, ValueError):
        return False
    return signature.algorithm == ALGORITHM
