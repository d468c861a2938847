"""Wrapped keys on disk: the installation's root keys, and one vault file a workspace.

A vault holds a root key of its own, wrapped by the installation's, and keys wrapped by that root: so a rotation of either root
wraps keys anew and touches no sealed body. Wrapping is AES-256-GCM, bound to the vault, the name and the number of the key.
"""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Self, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amana.model.errors import ToldInWords
from amana.outside.files import replace_and_erase

KEY_BYTES = 32
FORMAT = 2
_NONCE_BYTES = 12

T = TypeVar("T")


class KeyFileDamaged(ToldInWords):
    """The file is not one of Amana's key files, or was altered. Put back the copy you kept (`amana keys restore`); without it
    nothing that was sealed under it can be read."""


class HomeTooOld(ToldInWords):
    """This home was made before keys had a store of their own, and this version can't read what it sealed. Take the data out with
    the version that made it (`amana export`), and begin anew in another AMANA_HOME."""


class RootKey(msgspec.Struct, frozen=True):
    number: int
    key: bytes


class RootKeys(msgspec.Struct, frozen=True):
    """The installation's root keys, the newest first: more than one only while a rotation is under way."""

    format: int
    keys: tuple[RootKey, ...]

    @classmethod
    def new(cls) -> Self:
        return cls(FORMAT, (RootKey(1, secrets.token_bytes(KEY_BYTES)),))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises KeyFileDamaged, HomeTooOld."""
        content = path.read_bytes()
        if len(content) == KEY_BYTES:  # a bare key: what every version before vaults kept here
            raise HomeTooOld(told(HomeTooOld))
        return decoded(cls, path, content)

    @property
    def newest(self) -> RootKey:
        return self.keys[0]

    def with_another(self) -> Self:
        """These, after a new one."""
        return type(self)(FORMAT, (RootKey(self.newest.number + 1, secrets.token_bytes(KEY_BYTES)), *self.keys))

    def newest_alone(self) -> Self:
        return type(self)(FORMAT, self.keys[:1])

    def find(self, number: int) -> bytes | None:
        return next((root.key for root in self.keys if root.number == number), None)


class WrappedKey(msgspec.Struct, frozen=True):
    """`name`: whose key it is; of several numbers the greatest is the one in use, the others open what was sealed before."""

    name: str
    number: int
    key: bytes


class Vault(msgspec.Struct, frozen=True):
    """A vault as its file holds it. `under`: the number of the installation's root key that wraps `root`."""

    format: int
    under: int
    root: bytes
    keys: tuple[WrappedKey, ...] = ()


class OpenVault:
    """A vault with its root key at hand. Every change is a new file, put in place of the old one, which is overwritten."""

    def __init__(self, path: Path, roots: RootKeys, root: bytes, keys: dict[tuple[str, int], bytes]) -> None:
        self._path = path
        self._roots = roots
        self._root = root
        self._keys = keys

    @classmethod
    def new(cls, path: Path, roots: RootKeys) -> Self:
        return cls(path, roots, secrets.token_bytes(KEY_BYTES), {})

    @classmethod
    def read(cls, path: Path, roots: RootKeys) -> Self:
        """Raises FileNotFoundError, KeyFileDamaged."""
        vault = decoded(Vault, path, path.read_bytes())
        outer = roots.find(vault.under)
        if outer is None:
            raise KeyFileDamaged(f"{path.name} is wrapped by another root.key. {told(KeyFileDamaged)}")
        root = _unwrap(path, outer, f"{path.stem}|root|{vault.under}", vault.root)
        keys = {(one.name, one.number): _unwrap(path, root, _bound(path, one.name, one.number), one.key) for one in vault.keys}
        return cls(path, roots, root, keys)

    def numbered(self, name: str) -> dict[int, bytes]:
        """The keys of that name by their numbers; none if there are none or they were destroyed."""
        return {number: key for (of, number), key in self._keys.items() if of == name}

    def names(self) -> Iterator[str]:
        return iter({name for name, _ in self._keys})

    def add(self, name: str) -> None:
        """Another key of that name, which is from now on the one in use."""
        number = max(self.numbered(name), default=0) + 1
        self._keys[name, number] = secrets.token_bytes(KEY_BYTES)

    def remove(self, name: str) -> None:
        """Every key of that name."""
        self._keys = {at: key for at, key in self._keys.items() if at[0] != name}

    def rotate(self) -> None:
        """Another root key; the keys stay what they are."""
        self._root = secrets.token_bytes(KEY_BYTES)

    def write(self) -> None:
        """Put it in place, wrapped by the newest root key of the installation."""
        outer = self._roots.newest
        keys = tuple(
            WrappedKey(name, number, _wrap(self._root, _bound(self._path, name, number), key))
            for (name, number), key in sorted(self._keys.items())
        )
        root = _wrap(outer.key, f"{self._path.stem}|root|{outer.number}", self._root)
        replace_and_erase(self._path, msgspec.json.encode(Vault(FORMAT, outer.number, root, keys)))


def decoded(struct: type[T], path: Path, content: bytes) -> T:
    """What a key file says. Raises KeyFileDamaged."""
    try:
        return msgspec.json.decode(content, type=struct)
    except (msgspec.DecodeError, ValueError):
        raise KeyFileDamaged(f"{path}: {told(KeyFileDamaged)}") from None


def told(error: type[ToldInWords]) -> str:
    return " ".join((error.__doc__ or "").split())


def _bound(path: Path, name: str, number: int) -> str:
    return f"{path.stem}|{name}|{number}"


def _wrap(outer: bytes, bound: str, key: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(outer).encrypt(nonce, key, bound.encode())


def _unwrap(path: Path, outer: bytes, bound: str, wrapped: bytes) -> bytes:
    try:
        return AESGCM(outer).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], bound.encode())
    except (InvalidTag, ValueError):
        raise KeyFileDamaged(f"{path.name} does not open under this root.key. {told(KeyFileDamaged)}") from None
