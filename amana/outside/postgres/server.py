"""One embedded PostgreSQL server, shared by every Amana command on the same home.

Two kernel locks carry the life cycle, so no process id is ever guessed at:

- `users.lock`, held shared by every command that uses the server: "someone is here".
- `server.lock`, held exclusively, its descriptor inherited by `postgres` and all its children: "a server lives".

The kernel drops both when their holders die, however they die. So a command that finds `server.lock` free knows that
whatever `postmaster.pid` names is dead or a stranger; and the last user out, who alone can take `users.lock` exclusively,
stops the server. After `kill -9` of every command the server lives on and the next start adopts it; after `kill -9` of the
server whichever of its users looks first starts it again.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from amana.model.errors import ToldInWords
from amana.outside.postgres import binaries

SUPERUSER = "amana_admin"  # makes the migrator and the database at initdb; Amana never logs in as it afterwards
MIGRATOR = "amana_migrator"
DATABASE = "amana"
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 60
SOCKET_PATH_BYTES_MAX = 107
_SOCKET_NAME = ".s.PGSQL.5432"

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "256MB",
    # Checkpoints write whole pages to the log: a large import would otherwise cause one every few seconds.
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "log_line_prefix": "%m [%p] ",
    # Statement texts in the log could carry what a client sealed; errors keep their message without the statement.
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_parameter_max_length": "0",
}


class ServerUnusable(ToldInWords):
    """The embedded PostgreSQL could not be used; the message says why and what to do."""


class Server:
    """A context manager: inside it the server answers; on leaving, the last user stops it."""

    def __init__(self, home: Path, *, settings: dict[str, str] | None = None) -> None:
        self.home = home.absolute()
        self.root = self.home / "pg"
        self.data = self.root / "data"
        self.socket_folder = self.root / "sock"
        self.started_here = False
        self._settings = _SETTINGS | (settings or {})
        # PostgreSQL refuses to run as root; `nobody` has the passwd entry that initdb wants.
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._users_lock: int | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._prepare_folders()
        self._users_lock = self._lock("users.lock", fcntl.LOCK_SH)
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self._answers():
            self.revive()
            if time.monotonic() > deadline:
                raise ServerUnusable(f"PostgreSQL did not answer in {START_SECONDS_MAX} s.\n{self._log_tail()}")
            time.sleep(0.02)
        return self

    def revive(self) -> bool:
        """Start the server if none lives, whoever started the last one; says whether it did. Of several users one does it.

        Raises ServerUnusable where it can't be started.
        """
        if self._child:
            self._child.poll()  # reap it, should it have died
        lock = self._try_lock("server.lock")
        if lock is None:
            return False
        try:
            self._start(lock)
        finally:
            os.close(lock)
        return True

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._users_lock is not None
        os.close(self._users_lock)
        self._users_lock = None
        last_out = self._try_lock("users.lock")
        if last_out is None:
            return
        try:
            self._stop()
        finally:
            os.close(last_out)

    # ---- folders and locks -------------------------------------------------------------------------------------------

    def _prepare_folders(self) -> None:
        longest = str(self.socket_folder / _SOCKET_NAME)
        if len(os.fsencode(longest)) > SOCKET_PATH_BYTES_MAX:
            raise ServerUnusable(
                f"The home {self.home} is too long for a socket: choose an AMANA_HOME under "
                f"{SOCKET_PATH_BYTES_MAX - len('/pg/sock/' + _SOCKET_NAME)} bytes."
            )
        self.root.mkdir(parents=True, exist_ok=True)
        if self._user is None:
            return
        for folder in (self.home, self.root):
            folder.chmod(0o711)
        closed = [step for step in self.home.resolve().parents if not os.stat(step).st_mode & 0o001]
        if closed:
            raise ServerUnusable(
                f"The server runs as {self._user.pw_name}, who can't walk through {closed[-1]}. "
                f"Set AMANA_HOME to a folder elsewhere, or `chmod o+x {closed[-1]}`."
            )

    def _lock(self, name: str, operation: int) -> int:
        descriptor = os.open(self.root / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, operation)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def _try_lock(self, name: str) -> int | None:
        try:
            return self._lock(name, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None

    # ---- start -------------------------------------------------------------------------------------------------------

    def _start(self, server_lock: int) -> None:
        folder = binaries.reachable(binaries.find(), self.home, by_others=self._user is not None)
        self.socket_folder.mkdir(exist_ok=True)
        self.socket_folder.chmod(0o700)
        self._give_to_server(self.socket_folder)
        if not (self.data / "PG_VERSION").exists():
            self._initdb(folder)
        # We hold the lock that every process of a living server inherits: whatever these name is dead or a stranger.
        for stale in (
            self.data / "postmaster.pid",
            self.socket_folder / _SOCKET_NAME,
            self.socket_folder / f"{_SOCKET_NAME}.lock",
        ):
            stale.unlink(missing_ok=True)
        options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        with open(self.root / "server.log", "ab") as log:
            self._child = subprocess.Popen(
                [folder / "postgres", "-D", self.data, "-k", self.socket_folder, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[server_lock],
                start_new_session=True,  # a Ctrl-C meant for Amana must not reach the server
                **self._as_server(),
            )
        self.started_here = True
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self._answers():
            if self._child.poll() is not None:
                raise ServerUnusable(f"PostgreSQL ended while starting.\n{self._log_tail()}")
            if time.monotonic() > deadline:
                raise ServerUnusable(f"PostgreSQL did not answer in {START_SECONDS_MAX} s.\n{self._log_tail()}")
            time.sleep(0.01)

    def _initdb(self, folder: Path) -> None:
        """Make the cluster in a folder aside and rename it, so that a kill in the middle leaves nothing half-made."""
        aside = self.data.with_name("data.new")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700)
        self._give_to_server(aside)
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            if binaries.major_version(folder) >= 17
            else ["--locale=C.UTF-8"]
        )
        initdb: list[str | Path] = [
            folder / "initdb",
            "-D",
            aside,
            "-U",
            SUPERUSER,
            "-A",
            "peer",
            "-E",
            "UTF8",
            "--no-instructions",
        ]
        self._run([*initdb, *locale])
        # Whoever may enter the 0700 socket folder and is the owner of this home may be any of Amana's roles; no one else.
        owner = pwd.getpwuid(os.geteuid()).pw_name
        self._write_as_server(aside / "pg_hba.conf", "local all all peer map=amana\n")
        self._write_as_server(aside / "pg_ident.conf", f'amana "{owner}" all\n')
        # Single-user mode needs no socket, no password and no second start.
        self._run(
            [folder / "postgres", "--single", "-D", aside, "postgres"],
            f"CREATE ROLE {MIGRATOR} LOGIN CREATEROLE;\nCREATE DATABASE {DATABASE} OWNER {MIGRATOR};\n".encode(),
        )
        aside.rename(self.data)

    def _run(self, command: Sequence[str | Path], stdin: bytes = b"") -> None:
        done = subprocess.run(command, input=stdin, capture_output=True, check=False, **self._as_server())
        said = done.stderr.decode(errors="replace")
        # Single-user mode exits 0 after a failed statement and says ERROR.
        if done.returncode or "ERROR:" in said:
            raise ServerUnusable(f"{Path(command[0]).name} failed: {said}")

    def _as_server(self) -> dict[str, Any]:
        who: dict[str, Any] = {"env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}, "cwd": "/"}
        if self._user:
            who |= {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        return who

    def _give_to_server(self, path: Path) -> None:
        if self._user:
            os.chown(path, self._user.pw_uid, self._user.pw_gid)

    def _write_as_server(self, path: Path, text: str) -> None:
        path.write_text(text)
        path.chmod(0o600)
        self._give_to_server(path)

    # ---- is it there, stop -----------------------------------------------------------------------------------------------

    def _answers(self) -> bool:
        """Send a real start-up packet: an open socket alone does not mean that the server lets anyone in yet."""
        body = b"\0\3\0\0user\0" + MIGRATOR.encode() + b"\0database\0" + DATABASE.encode() + b"\0\0"
        with socket.socket(socket.AF_UNIX) as probe, contextlib.suppress(OSError):
            probe.settimeout(2)
            probe.connect(str(self.socket_folder / _SOCKET_NAME))
            probe.sendall((len(body) + 4).to_bytes(4, "big") + body)
            answer = probe.recv(4096)
            probe.sendall(b"X\0\0\0\4")
            return answer[:1] == b"R"
        return False

    def _stop(self) -> None:
        lock = self._try_lock("server.lock")
        if lock is None:
            with contextlib.suppress(FileNotFoundError, ProcessLookupError, ValueError, IndexError):
                os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGINT)
            deadline = time.monotonic() + STOP_SECONDS_MAX
            while (lock := self._try_lock("server.lock")) is None:
                if self._child:
                    self._child.poll()  # reap it, or its zombie would look alive to others
                if time.monotonic() > deadline:
                    raise ServerUnusable(f"PostgreSQL did not stop in {STOP_SECONDS_MAX} s; see {self.root}/server.log")
                time.sleep(0.01)
        os.close(lock)
        if self._child:
            self._child.wait(STOP_SECONDS_MAX)

    def _log_tail(self) -> str:
        with contextlib.suppress(OSError):
            return (self.root / "server.log").read_text(errors="replace")[-2000:]
        return ""
