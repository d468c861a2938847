"""Where keys live, apart from the database and its backups: the keys of projects and the salts of items.

`KeyStore` is all that sealing asks for; a key management service or a client's agent could stand behind it. `FileKeyStore` is
the one there is: a folder, `home/keys`, that every process of an installation shares.

    root.key              the installation's root keys, which wrap the root of every vault
    installation.vault    the seed of the working keys (see keys.py), and the key of people's data
    <workspace>.vault     the keys of a workspace and of its projects
    <workspace>/<project>/<page>.salts
    shreds.jsonl          what was destroyed: signed, only ever added to
    backups.json          when the keys were backed up, and when each backup lapses
    generation            a counter in memory that all processes map: another number, and cached keys are read anew
    lock                  one change at a time
"""

import contextlib
import fcntl
import mmap
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple, Protocol, Self
from uuid import UUID

import msgspec

from amana.model.errors import ContentDestroyed, KeysMissing
from amana.model.shreds import SaltAt, Shred, SignedShred
from amana.outside import keys, shred_list
from amana.outside.files import erase, replace_and_erase, write_if_absent, write_whole
from amana.outside.salts import DESTROYED, SaltMissing, Salts
from amana.outside.signing import Signer
from amana.outside.vault import KeyFileDamaged, OpenVault, RootKeys, decoded, told

INSTALLATION = "installation"
_ITSELF = "itself"  # the key of a workspace, and of the installation, that is no project's
_SEED = "seed"
_GENERATION_BYTES = 8


class Owner(NamedTuple):
    """Whose key seals a body: a project's, a workspace's own, or (neither said) the installation's, for people's data."""

    workspace_id: UUID | None
    project_id: UUID | None = None

    @property
    def vault(self) -> str:
        return str(self.workspace_id) if self.workspace_id else INSTALLATION

    @property
    def key_name(self) -> str:
        return str(self.project_id) if self.project_id else _ITSELF

    @property
    def folder(self) -> str:
        return f"{self.vault}/{self.key_name}"


class KeyStore(Protocol):
    """What sealing asks of a store of keys. Whatever was destroyed raises ContentDestroyed; what is not there, KeysMissing."""

    def generation(self) -> bytes:
        """Changes whenever a key is made, rotated or destroyed, by whatever process."""

    def keys(self, owner: Owner) -> dict[int, bytes]:
        """The owner's keys by their numbers; the greatest seals what is new."""

    def add_key(self, owner: Owner) -> None:
        """Make the owner a key; of an owner that has one, a newer one. It is safe from a power cut on return."""

    def salt(self, owner: Owner, where: SaltAt) -> bytes:
        """The salt of an item."""

    def reserve(self, owner: Owner, page: int, rows: int) -> None:
        """Make salts for a batch of so many rows."""

    def new_slots(self, owner: Owner, count: int) -> list[SaltAt]:
        """Salts for things that are no rows of a batch: a person, a delivery, a file."""

    def shred(self, owner: Owner, tasks: tuple[UUID, ...], salts: tuple[SaltAt, ...], actor: str) -> SignedShred:
        """Destroy the keys of a workspace or a project or, if tasks are named, these salts of a project's; the receipt."""

    def receipt_of(self, owner: Owner, tasks: tuple[UUID, ...]) -> SignedShred | None:
        """The receipt of what destroyed all of this already."""

    def shreds(self) -> tuple[SignedShred, ...]:
        """Everything that was ever destroyed."""

    def replay(self) -> int:
        """Destroy again what was destroyed and is here all the same; says of how many entries something was."""


class Backup(msgspec.Struct, frozen=True):
    """A copy of the keys that somebody keeps until a day. From then on it counts as destroyed."""

    made_at: datetime
    lapses_on: date


class _Listed:
    """The list of shreds as it was read once, and by whom and what it is asked."""

    def __init__(self, read: tuple[int, int, int], entries: tuple[SignedShred, ...]) -> None:
        self.read = read
        self.entries = entries
        self.owners: dict[Owner, str] = {}
        self.salts: dict[tuple[Owner, SaltAt], str] = {}
        for entry in (signed.shred for signed in entries):
            owner, day = Owner(entry.workspace_id, entry.project_id), entry.at.date().isoformat()
            if entry.tasks:
                self.salts |= dict.fromkeys(((owner, where) for where in entry.salts), day)
            else:
                self.owners[owner] = day

    def destroyed_on(self, owner: Owner, where: SaltAt | None = None) -> str | None:
        """The day when the owner, its workspace or that salt was destroyed."""
        whole = self.owners.get(owner) or self.owners.get(Owner(owner.workspace_id))
        return whole or (self.salts.get((owner, where)) if where else None)


class FileKeyStore:
    """The folder. Opening it destroys again whatever the list of shreds names and an older copy brought back."""

    def __init__(self, home: Path) -> None:
        """Raises FileNotFoundError where there is no installation yet, HomeTooOld, KeyFileDamaged, ShredListBroken."""
        self.folder = home / "keys"
        self.list_file = self.folder / "shreds.jsonl"
        self._roots = RootKeys.read(self.folder / "root.key")
        if not self._path(INSTALLATION).exists():
            raise KeyFileDamaged(f"{self._path(INSTALLATION)} is missing. {told(KeyFileDamaged)}")
        seed = OpenVault.read(self._path(INSTALLATION), self._roots).numbered(_SEED)
        self.working = keys.derive(seed[max(seed)])
        self._public_key = Signer(self.working).public_key
        self._salts = Salts(self.folder)
        write_if_absent(self.folder / "generation", bytes(_GENERATION_BYTES))
        with open(self.folder / "generation", "r+b") as file:
            self._generation = mmap.mmap(file.fileno(), _GENERATION_BYTES)
        self._list: _Listed | None = None
        self.replay()

    @classmethod
    def open_or_create(cls, home: Path) -> Self:
        """The store of a home, made on first use; of several engines that start at once one makes it."""
        folder = home / "keys"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(folder):
            root = folder / "root.key"
            if not root.exists():
                write_whole(root, msgspec.json.encode(RootKeys.new()))
            # A root key alone is what a kill left here, or the other files were lost: then there are vaults of workspaces.
            if not (folder / f"{INSTALLATION}.vault").exists() and not any(folder.glob("*.vault")):
                vault = OpenVault.new(folder / f"{INSTALLATION}.vault", RootKeys.read(root))
                vault.add(_SEED)
                vault.add(_ITSELF)
                vault.write()
        return cls(home)

    # ---- what sealing asks --------------------------------------------------------------------------------------------------

    def generation(self) -> bytes:
        return self._generation[:]

    def keys(self, owner: Owner) -> dict[int, bytes]:
        self._refuse_destroyed(owner)
        try:
            found = OpenVault.read(self._path(owner.vault), self._roots_now()).numbered(owner.key_name)
        except FileNotFoundError:
            found = {}
        if not found:
            raise KeysMissing()
        return found

    def add_key(self, owner: Owner) -> None:
        with self._changing():
            self._refuse_destroyed(owner)
            path = self._path(owner.vault)
            if path.exists():
                vault = OpenVault.read(path, self._roots_now())
            elif owner.project_id is None:
                vault = OpenVault.new(path, self._roots_now())
            else:
                raise KeysMissing()
            vault.add(owner.key_name)
            vault.write()

    def salt(self, owner: Owner, where: SaltAt) -> bytes:
        try:
            salt = self._salts.at(owner.folder, where)
        except SaltMissing:
            self._refuse_destroyed(owner)
            raise KeysMissing() from None
        if salt == DESTROYED:
            day = self._listed().destroyed_on(owner, where)
            raise ContentDestroyed(destroyed_on=day) if day else KeysMissing()
        return salt

    def reserve(self, owner: Owner, page: int, rows: int) -> None:
        with _locked(self.folder):
            self._refuse_destroyed(owner)
            self._salts.reserve(owner.folder, page, rows)

    def new_slots(self, owner: Owner, count: int) -> list[SaltAt]:
        with _locked(self.folder):
            self._refuse_destroyed(owner)
            return self._salts.new_slots(owner.folder, count)

    # ---- rotation -----------------------------------------------------------------------------------------------------------

    def rotate_root(self) -> int:
        """Another root key for the installation: every vault is wrapped anew, no body is touched; says how many vaults.

        A rotation that was cut off is finished by the next: until then both root keys are kept.
        """
        with self._changing():
            path = self.folder / "root.key"
            roots = RootKeys.read(path).with_another()
            write_whole(path, msgspec.json.encode(roots))
            vaults = sorted(self.folder.glob("*.vault"))
            for vault in vaults:
                OpenVault.read(vault, roots).write()
            self._roots = roots.newest_alone()
            replace_and_erase(path, msgspec.json.encode(self._roots))
        return len(vaults)

    def rotate_workspace(self, workspace_id: UUID) -> None:
        """Another root key for a workspace: its keys are wrapped anew and stay what they are. Raises KeysMissing."""
        with self._changing():
            self._refuse_destroyed(Owner(workspace_id))
            try:
                vault = OpenVault.read(self._path(str(workspace_id)), self._roots_now())
            except FileNotFoundError:
                raise KeysMissing() from None
            vault.rotate()
            vault.write()

    # ---- shredding ----------------------------------------------------------------------------------------------------------

    def shreds(self) -> tuple[SignedShred, ...]:
        """Everything that was ever destroyed. Raises ShredListBroken."""
        return self._listed().entries

    def shred(self, owner: Owner, tasks: tuple[UUID, ...], salts: tuple[SaltAt, ...], actor: str) -> SignedShred:
        """Destroy the keys of a workspace or a project or, if tasks are named, these salts of a project's; the receipt.

        First the list, then the keys: what a kill leaves undone is done by the next `replay`, before anything is served.
        Of what was destroyed already, the receipt it got then.
        """
        assert owner.workspace_id is not None
        with self._changing():
            done = self.receipt_of(owner, tasks)
            if done is not None:
                return done
            entries = shred_list.read(self.list_file, self._public_key)
            of_workspace = [one for one in entries if one.shred.workspace_id == owner.workspace_id]
            number, before = shred_list.following(of_workspace[-1] if of_workspace else None)
            now = datetime.now(UTC)
            lasting = [backup.lapses_on for backup in self.backups() if backup.lapses_on > now.date()]
            entry = Shred(
                number=number,
                at=now,
                actor=actor,
                workspace_id=owner.workspace_id,
                project_id=owner.project_id,
                tasks=tasks,
                salts=salts,
                backup_lapses_on=max(lasting, default=None),
                before=before,
            )
            signed = shred_list.append(self.list_file, entries, entry, Signer(self.working))
            self._destroy(entry)
        return signed

    def receipt_of(self, owner: Owner, tasks: tuple[UUID, ...]) -> SignedShred | None:
        """The receipt of what destroyed all of this already."""
        for signed in self.shreds():
            entry = signed.shred
            if entry.workspace_id != owner.workspace_id or entry.project_id not in (None, owner.project_id):
                continue
            if not entry.tasks or (tasks and set(tasks) <= set(entry.tasks)):
                return signed
        return None

    def replay(self) -> int:
        """Destroy again what the list names and is here all the same; says of how many entries something was."""
        if not (self.list_file).exists():
            return 0
        with _locked(self.folder):
            destroyed = sum(self._destroy(signed.shred) for signed in self.shreds())
            if destroyed:
                self._tell()
        return destroyed

    def take_list(self, lines: bytes) -> int:
        """Take another copy of the list, if it is the longer one, and destroy what it names; says of how many entries
        something was.

        Raises ShredListBroken, ShredListsDiffer.
        """
        with self._changing():
            newer = shred_list.checked(lines.split(b"\n")[:-1], self._public_key)
            shred_list.write(self.list_file, shred_list.longer(shred_list.read(self.list_file, self._public_key), newer))
        return self.replay()

    # ---- backups ------------------------------------------------------------------------------------------------------------

    def backups(self) -> tuple[Backup, ...]:
        """The copies that were made of these keys, as far as they are known here."""
        path = self.folder / "backups.json"
        return decoded(tuple[Backup, ...], path, path.read_bytes()) if path.exists() else ()

    def note_backup(self, backup: Backup) -> None:
        with _locked(self.folder):
            write_whole(self.folder / "backups.json", msgspec.json.encode((*self.backups(), backup)))

    def unchanged(self) -> contextlib.AbstractContextManager[None]:
        """Nothing of the store changes meanwhile."""
        return _locked(self.folder)

    # ---- within -------------------------------------------------------------------------------------------------------------

    def _destroy(self, entry: Shred) -> bool:
        owner = Owner(entry.workspace_id, entry.project_id)
        if entry.tasks:
            return self._salts.destroy(owner.folder, entry.salts) > 0
        path = self._path(owner.vault)
        if entry.project_id is None:
            found = self._salts.destroy_all(owner.vault)
            if path.exists():
                erase(path)
                return True
            return found
        found = self._salts.destroy_all(owner.folder)
        if path.exists():
            vault = OpenVault.read(path, self._roots_now())
            if vault.numbered(owner.key_name):
                vault.remove(owner.key_name)
                vault.write()
                return True
        return found

    def _refuse_destroyed(self, owner: Owner) -> None:
        day = self._listed().destroyed_on(owner)
        if day is not None:
            raise ContentDestroyed(destroyed_on=day)

    def _listed(self) -> _Listed:
        """The list as it is now: it is read and checked again when the file is another."""
        try:
            found = self.list_file.stat()
        except FileNotFoundError:
            return _Listed((0, 0, 0), ())
        now = found.st_ino, found.st_size, found.st_mtime_ns
        if self._list is None or self._list.read != now:
            self._list = _Listed(now, shred_list.read(self.list_file, self._public_key))
        return self._list

    def _roots_now(self) -> RootKeys:
        """The root keys: another process may have rotated them."""
        return RootKeys.read(self.folder / "root.key")

    def _path(self, vault: str) -> Path:
        return self.folder / f"{vault}.vault"

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """One change at a time, of which every process is told."""
        with _locked(self.folder):
            try:
                yield
            finally:
                self._tell()

    def _tell(self) -> None:
        """Every process reads anew."""
        number = int.from_bytes(self._generation[:], "big") + 1
        self._generation[:] = number.to_bytes(_GENERATION_BYTES, "big")
        self._salts.forget()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def load(home: Path) -> FileKeyStore | None:
    """The store, or None if the home has none yet. Raises what FileKeyStore raises."""
    return FileKeyStore(home) if (home / "keys" / "root.key").exists() else None
