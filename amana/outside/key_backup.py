"""A copy of the key store in one file, sealed under a passphrase: for a safe, not for the disk that the keys are on.

"amana-keys-1\\n" · scrypt salt (16 bytes) · nonce (12 bytes) · AES-256-GCM of the store's files by name, as MessagePack
"""

import secrets
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from amana.model.errors import ToldInWords
from amana.outside.files import rename_for_good, write_if_absent, write_whole
from amana.outside.key_store import Backup, FileKeyStore
from amana.outside.vault import told

MAGIC = b"amana-keys-1\n"
PASSPHRASE_CHARS_MIN = 12
_SALT_BYTES = 16
_NONCE_BYTES = 12
_SCRYPT = {"n": 1 << 17, "r": 8, "p": 1}  # 128 MiB and some tenths of a second a guess
_NOT_COPIED = {"lock", "generation"}


class PassphraseTooShort(ToldInWords):
    """The passphrase must have at least 12 characters: whoever has the file may try as many as they like."""


class BackupUnreadable(ToldInWords):
    """This is no backup of keys, or it was altered, or the passphrase is another."""


class BackupThere(ToldInWords):
    """There is a file of that name already. Nothing was written; name another."""


class HomeHasKeys(ToldInWords):
    """This home has keys already. Nothing was restored: move its folder `keys` aside first, and keep it until you know which of
    the two you need."""


class ListMissing(ToldInWords):
    """What was destroyed after this backup was made is known only to a newer list of shreds: keys/shreds.jsonl of the lost home,
    or a copy of it. Give it with --shreds; or, if nothing was destroyed since, say so with --nothing-destroyed-since."""


def write(store: FileKeyStore, file: Path, passphrase: str, lapses_on: date) -> Backup:
    """Copy the store into a new file, and note that there is a copy until that day.

    Noted before it is written: a receipt may name a backup that failed, and never keeps silent about one that is there.
    Raises PassphraseTooShort, BackupThere.
    """
    if len(passphrase) < PASSPHRASE_CHARS_MIN:
        raise PassphraseTooShort(told(PassphraseTooShort))
    if file.exists():
        raise BackupThere(told(BackupThere))
    backup = Backup(datetime.now(UTC), lapses_on)
    store.note_backup(backup)
    with store.unchanged():
        files = {
            str(path.relative_to(store.folder)): path.read_bytes()
            for path in sorted(store.folder.rglob("*"))
            if path.is_file() and path.name not in _NOT_COPIED and not path.name.startswith(".")
        }
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, msgspec.msgpack.encode(files), MAGIC)
    write_if_absent(file, MAGIC + salt + nonce + sealed)
    return backup


def unpack(file: Path, passphrase: str, home: Path) -> FileKeyStore:
    """Put the store of a backup into an empty home, and open it. Raises BackupUnreadable."""
    content = file.read_bytes()
    salt, nonce, sealed = _pieces(content.removeprefix(MAGIC))
    if not content.startswith(MAGIC):
        raise BackupUnreadable(told(BackupUnreadable))
    try:
        packed = AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed, MAGIC)
    except (InvalidTag, ValueError):
        raise BackupUnreadable(told(BackupUnreadable)) from None
    for name, kept in msgspec.msgpack.decode(packed, type=dict[str, bytes]).items():
        path = home / "keys" / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, kept)
    return FileKeyStore(home)


def restore(file: Path, passphrase: str, home: Path, shreds: Path | None, *, nothing_destroyed_since: bool = False) -> int:
    """Put a backup into a home without keys, after destroying again what the newer list names; says of how many entries something
    was. The home has the keys whole, or has none.

    Raises ListMissing, HomeHasKeys, BackupUnreadable, ShredListBroken, ShredListsDiffer.
    """
    if shreds is None and not nothing_destroyed_since:
        raise ListMissing(told(ListMissing))
    if (home / "keys").exists():
        raise HomeHasKeys(told(HomeHasKeys))
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restoring-") as aside:
        store = unpack(file, passphrase, Path(aside))
        destroyed = store.take_list(shreds.read_bytes()) if shreds else 0
        rename_for_good(store.folder, home / "keys")
    return destroyed


def _pieces(content: bytes) -> tuple[bytes, bytes, bytes]:
    end = _SALT_BYTES + _NONCE_BYTES
    return content[:_SALT_BYTES], content[_SALT_BYTES:end], content[end:]


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **_SCRYPT).derive(passphrase.encode())
