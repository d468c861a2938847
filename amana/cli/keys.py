"""The key store: backing it up, restoring it, trying a backup, rotating roots. For the operator of the installation."""

import asyncio
import getpass
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from cyclopts import Parameter

from amana.cli.terminal import out
from amana.config import Settings
from amana.outside import key_backup
from amana.outside.key_store import FileKeyStore, Owner

if TYPE_CHECKING:
    from amana.actions.drill import Drilled

PASSPHRASE = "AMANA_KEYS_PASSPHRASE"  # noqa: S105 - where it is, not what it is


def backup(file: Path, *, keep_days: Annotated[int, Parameter(name="--keep-days")] = 90) -> None:
    """Copy the keys into a new file, sealed under a passphrase, with the engine running or stopped. Put it elsewhere.

    The passphrase is asked for, or taken from AMANA_KEYS_PASSPHRASE.

    Parameters
    ----------
    file
        A file that does not exist yet.
    keep_days
        How long you mean to keep the file. Receipts of what is destroyed name the day when the last backup lapses.
    """
    lapses_on = (datetime.now(UTC) + timedelta(days=keep_days)).date()
    key_backup.write(_store(), file, _passphrase(twice=True), lapses_on)
    out.print(f"The keys are in {file}. Keep it apart from this machine, and delete it by {lapses_on}.")


def restore(
    file: Path,
    *,
    shreds: Path | None = None,
    nothing_destroyed_since: Annotated[bool, Parameter(name="--nothing-destroyed-since", negative="")] = False,
) -> None:
    """Put a backup into a home without keys. What was destroyed since the backup is destroyed again before anything can be read.

    Parameters
    ----------
    file
        What `amana keys backup` wrote.
    shreds
        The newest list of what was destroyed: keys/shreds.jsonl of the lost home, or a copy of it.
    nothing_destroyed_since
        There is no such list, because nothing was destroyed after the backup was made.
    """
    home = Settings.from_environment().home
    passphrase = _passphrase()
    destroyed = key_backup.restore(file, passphrase, home, shreds, nothing_destroyed_since=nothing_destroyed_since)
    out.print(f"The keys are in {home / 'keys'}; {destroyed} entries of the list were destroyed again.")


def drill(file: Path) -> None:
    """Would this backup open what the database holds? Opens samples of every workspace and shows none. Exit status 1 if not.

    Parameters
    ----------
    file
        What `amana keys backup` wrote.
    """
    from amana import app
    from amana.actions import drill as drills
    from amana.outside.seal import Seal

    passphrase = _passphrase()
    store = _store()

    async def run(backup: Seal) -> "Drilled":
        async with app.engine(Settings.from_environment()) as context:
            return await drills.drill(context.db, backup)

    with tempfile.TemporaryDirectory(dir=store.folder.parent, prefix=".drill-") as aside:
        backup = key_backup.unpack(file, passphrase, Path(aside))
        backup.take_list(store.list_file.read_bytes() if store.list_file.exists() else b"")
        found = asyncio.run(run(Seal(backup)))
    out.print(f"{found.opened} bodies open under this backup; {found.destroyed} were destroyed on purpose.")
    if found.newer:
        out.print(f"{found.newer} were sealed under keys that are newer than it: make another backup.")
    if found.broken:
        out.print(f"{found.broken} do not open though they should: this backup is of another installation, or damaged.")
    if found.newer or found.broken:
        sys.exit(1)


def rotate(*, workspace: str | None = None, project: str | None = None) -> None:
    """Make another root key and wrap what was under the old one anew. Nothing sealed is touched; the engine may run.

    Parameters
    ----------
    workspace
        Of this workspace; without it, of the whole installation.
    project
        Of this project of the workspace: another key, under which everything new is sealed.
    """
    store = _store()
    if workspace is None:
        out.print(f"another root key; {store.rotate_root()} vaults are under it")
    elif project is None:
        store.rotate_workspace(UUID(workspace))
        out.print("another root key of the workspace; its keys are under it")
    else:
        owner = Owner(UUID(workspace), UUID(project))
        store.keys(owner)  # an unknown project gets none
        store.add_key(owner)
        out.print("another key of the project: everything new is sealed under it")


def _store() -> FileKeyStore:
    return FileKeyStore(Settings.from_environment().home)


def _passphrase(*, twice: bool = False) -> str:
    said = os.environ.get(PASSPHRASE)
    if said is not None:
        return said
    said = getpass.getpass("Passphrase of the backup: ")
    if twice and getpass.getpass("The same again: ") != said:
        sys.exit("The two differ. Nothing was done.")
    return said
