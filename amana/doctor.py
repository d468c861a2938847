"""`amana doctor`: is this installation sound? One finding a line, each with what to do. Looks, and changes nothing."""

import asyncio
import importlib.metadata
import os
import re
import shutil
import stat
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec

from amana import __version__, app, jobs
from amana.api.pages import Pages
from amana.config import Settings
from amana.model.errors import BlobsAway, ToldInWords
from amana.model.scope import Audience
from amana.outside import key_store, keys
from amana.outside.blobs import home_of
from amana.outside.key_store import FileKeyStore
from amana.outside.keys import Keys
from amana.outside.postgres.server import Server
from amana.outside.signing import Signer
from amana.store import health
from amana.store.connect import AnyDatabase
from amana.store.health import Health
from amana.store.migrate import require_current

PYTHON_MIN = (3, 11)
FREE_BYTES_MIN = 1_000_000_000
CLOCKS_APART_SECONDS_MAX = 10.0  # scope tokens live for a minute
SWEEP_SILENT_SECONDS_MAX = 300.0
SWEEP_SLOW_SECONDS = 60.0  # a sweep this rare may not have had its turn since the engine started
LOOK_AGAIN_SECONDS = 5.0


class Finding(msgspec.Struct, frozen=True):
    """What was looked at and found; with trouble comes a remedy."""

    check: str
    said: str
    remedy: str = ""

    @property
    def ok(self) -> bool:
        return not self.remedy


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Every finding, in an order in which the first trouble is the likeliest cause of the others."""
    for finding in (python(), packages(), web_app(), *home(settings.home)):
        yield finding
    try:
        store = key_store.load(settings.home)
    except ToldInWords as error:
        yield Finding("keys", "the key store can't be read", str(error))
        return
    working = store.working if store else None
    port, running = await asyncio.to_thread(who_has_the_port, settings.port, working)
    yield port
    if store is None or working is None:
        yield Finding("keys", f"{settings.home} holds no key: there is no installation yet", "Run `amana up`; it makes one.")
        return
    for finding in key_files(settings.home):
        yield finding
    yield backups(store)
    yield await media(settings)
    if settings.database_url is None and not (Server(settings.home).data / "PG_VERSION").exists():
        yield Finding("database", f"{settings.home} holds no database yet", "Run `amana up`; it makes one.")
        return
    try:
        async with app.database(settings, working) as address:
            async for finding in database(address, working, running=running):
                yield finding
    except ToldInWords as error:
        yield Finding("database", "the server can't be started", str(error))


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    too_old = sys.version_info[:2] < PYTHON_MIN
    return Finding("python", f"{version}, Amana {__version__}", "Install Python 3.11 or newer." if too_old else "")


def packages() -> Finding:
    """The versions that answer, against those that the package asks for."""
    wrong = []
    for asked in importlib.metadata.requires("amana") or []:
        name, least = re.match(r"([\w.-]+)(?:>=([\d.]+))?", asked).groups()  # type: ignore[union-attr]
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{name} is missing")
            continue
        if least and _numbers(installed) < _numbers(least):
            wrong.append(f"{name} is {installed}, not {least} or newer")
    return Finding("packages", "; ".join(wrong) or "all there", "Reinstall Amana with its dependencies." if wrong else "")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))


def web_app() -> Finding:
    try:
        Pages.read()
    except ToldInWords as error:
        return Finding("web app", "not built", str(error))
    return Finding("web app", "built")


def home(folder: Path) -> Iterator[Finding]:
    if not folder.is_dir():
        yield Finding("home", f"there is no {folder}", "Run `amana up`, or set AMANA_HOME to where the installation is.")
        return
    found = folder.stat()
    if found.st_uid != os.geteuid():
        yield Finding("home", f"{folder} belongs to user {found.st_uid}", "Run Amana as the user who owns its home.")
    elif found.st_mode & stat.S_IWOTH:
        yield Finding("home", f"anybody can write into {folder}", f"chmod o-w {folder}")
    else:
        yield Finding("home", str(folder))
    free = shutil.disk_usage(folder).free
    enough = free >= FREE_BYTES_MIN
    yield Finding("disk", f"{free / 1e9:.1f} GB free", "" if enough else "Free some space: at zero nothing can be stored.")


def key_files(folder: Path) -> Iterator[Finding]:
    file = keys.file_in(folder)
    for path, mode in ((file.parent, 0o700), (file, 0o600)):
        if path.stat().st_mode & 0o077:
            yield Finding("keys", f"others can read {path}", f"chmod {mode:o} {path}")
            return
    yield Finding("keys", str(file.parent))


def backups(store: FileKeyStore) -> Finding:
    """Said, and no trouble: on the first day there is nothing to lose yet."""
    made = [backup.made_at for backup in store.backups()]
    if not made:
        return Finding("backup", "the keys were never backed up: `amana keys backup FILE`, and put the file elsewhere")
    return Finding("backup", f"the keys were last backed up {max(made):%Y-%m-%d %H:%M} UTC; `amana keys drill` tries a backup")


async def media(settings: Settings) -> Finding:
    """Where the files lie that tasks show, and whether it answers."""
    try:
        return Finding("media", await home_of(settings.home, settings.blobs).said())
    except BlobsAway as error:
        remedy = "Look at AMANA_BLOBS, AMANA_BLOBS_ENDPOINT and AWS_…; nothing else depends on it, but tasks miss their files."
        return Finding("media", str(error), remedy)


def who_has_the_port(port: int, working: Keys | None) -> tuple[Finding, bool]:
    """And whether it is this installation's engine."""
    remedy = f"Stop what listens on {port}, or choose another port: AMANA_PORT=8400."
    try:
        said = httpx.get(f"http://127.0.0.1:{port}/api", timeout=5, trust_env=False).json()
        key = said.get("public_key") if isinstance(said, dict) else None
    except httpx.ConnectError:
        return Finding("port", f"{port} is free: the engine is stopped"), False
    except (httpx.HTTPError, ValueError):
        return Finding("port", f"{port} is another program's", remedy), False
    if working is not None and key == Signer(working).public_key:
        return Finding("port", f"{port} is ours: Amana {said.get('version')} is running"), True
    return Finding("port", f"{port} is another {'Amana' if key else 'program'}'s", remedy), False


async def database(address: AnyDatabase, working: Keys, *, running: bool) -> AsyncIterator[Finding]:
    try:
        await require_current(address, working.fingerprint)
        found = await health.read(address)
    except ToldInWords as error:
        yield Finding("database", str(address), str(error))
        return
    yield Finding("database", f"PostgreSQL {found.version} at {address}")
    yield Finding("schema", "every migration and function file of this version is applied; made with this key file")
    for audience in Audience:
        try:
            await health.sign_in(address, audience)
        except ToldInWords as error:
            yield Finding("logins", f"{audience} can't sign in", str(error))
            break
    else:
        yield Finding("logins", f"all {len(Audience)} sign in")
    yield walls(found)
    apart = abs((datetime.now(UTC) - found.clock).total_seconds())
    together = apart <= CLOCKS_APART_SECONDS_MAX
    remedy = "" if together else "Set both clocks by NTP: when they are a minute apart, nobody gets in."
    yield Finding("clock", f"{apart:.1f} s apart from the database's", remedy)
    if running and _silent(found):
        await asyncio.sleep(LOOK_AGAIN_SECONDS)  # an engine that just started has not had time for every sweep
        found = await health.read(address)
    yield sweeps(found, running=running)


def walls(found: Health) -> Finding:
    wrong = [f"{role} has powers that pass walls" for role in found.roles_above_the_walls]
    wrong += [f"{table} has no forced row security" for table in found.tables_without_row_security]
    remedy = "Take them back (ALTER ROLE … NOSUPERUSER NOBYPASSRLS …, REVOKE), then ask who gave them." if wrong else ""
    return Finding("walls", "; ".join(wrong) or "no role stands above them, row security is forced", remedy)


def sweeps(found: Health, *, running: bool) -> Finding:
    """Whether the engine's sweeps live. Those of a stopped one do not, and need not."""
    known = {sweep.name for sweep in jobs.SWEEPS}
    runs = [run for run in found.sweeps if run.sweep in known]  # an older version may have left others
    failed = [f"{run.sweep} failed at {run.ended_at:%Y-%m-%d %H:%M:%S} UTC ({run.failed})" for run in runs if run.failed]
    if failed:
        return Finding("sweeps", "; ".join(failed), "The engine's log has the trace. The sweep tries again by itself.")
    newest = max((run.ended_at for run in runs), default=None)
    last = f"last ran {newest:%Y-%m-%d %H:%M:%S} UTC" if newest else "never ran"
    if not running:
        return Finding("sweeps", f"stopped with the engine; {last}")
    silent = _silent(found)
    if silent:
        return Finding("sweeps", f"silent: {', '.join(silent)}; {last}", "Restart the engine; its log says what holds them up.")
    return Finding("sweeps", f"alive; {last}")


def _silent(found: Health) -> list[str]:
    """The frequent sweeps that did not run lately, or never."""
    ended = {run.sweep: run.ended_at for run in found.sweeps}
    frequent = [sweep.name for sweep in jobs.SWEEPS if sweep.every_seconds < SWEEP_SLOW_SECONDS]
    lately = found.clock - timedelta(seconds=SWEEP_SILENT_SECONDS_MAX)
    return [name for name in frequent if name not in ended or ended[name] < lately]
