"""A real engine in processes of its own, driven as its users drive it: command line and HTTP."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

READY_SECONDS_MAX = 60


class Engine:
    """`amana up` in a home of its own on a free port. `module`: another program than `amana`, to run it broken. `checkout`: that of
    another version, set up."""

    def __init__(self, home: Path, module: str = "amana", checkout: Path | None = None) -> None:
        self.home = home
        self._module = module
        self._checkout = checkout
        self._python = str(checkout / ".venv" / "bin" / "python") if checkout else sys.executable
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment: dict[str, str] = {}  # settings of this engine alone
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> None:
        """Start and wait until it answers."""
        with open(self.home / "up.log", "ab") as log:
            self._process = subprocess.Popen(
                [self._python, "-m", self._module, "up", *options],
                env=self._environment(),
                cwd=self._checkout,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + READY_SECONDS_MAX
        while True:
            assert self._process.poll() is None, self.log()
            try:
                if httpx.get(f"{self.url}/api").status_code == 200:
                    return
            except httpx.TransportError:
                assert time.monotonic() < deadline, self.log()
                time.sleep(0.05)

    def wait_to_say(self, words: str) -> None:
        """Wait until the engine has printed `words`."""
        deadline = time.monotonic() + READY_SECONDS_MAX
        while words not in self.log():
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    def wait_for_answers(self, key: str, project: str, answers: int) -> None:
        """Wait until a project has that many annotations and the estimates have seen them."""
        deadline = time.monotonic() + READY_SECONDS_MAX
        with self.client() as client:
            while True:
                page = client.get(f"/api/client/projects/{project}", headers={"Authorization": f"Bearer {key}"}).json()
                behind = [one["events_behind"] for one in page["agreement"]]
                if page["progress"]["answered"] >= answers and behind and max(behind) == 0:
                    return
                assert time.monotonic() < deadline, page
                time.sleep(0.2)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """kill -9: nothing is tidied up."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def kill_database(self) -> None:
        """kill -9 of the embedded server, beneath a running engine."""
        os.kill(int((self.home / "home" / "pg" / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def stop(self) -> int:
        """Ctrl-C; the exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(60)

    def log(self) -> str:
        return (self.home / "up.log").read_text()

    def amana(self, *arguments: str, key: str = "", status: int = 0, seconds_max: float = 120) -> str:
        """Run a command to its end and return what it printed; a refusal prints on the error stream."""
        done = subprocess.run(
            [self._python, "-m", "amana", *arguments],
            env=self._environment() | {"AMANA_KEY": key},
            cwd=self._checkout,
            capture_output=True,
            text=True,
            timeout=seconds_max,
        )
        assert done.returncode == status, (arguments, done.stdout, done.stderr)
        return done.stdout if status == 0 else done.stdout + done.stderr

    def started(self, *arguments: str, key: str) -> "subprocess.Popen[bytes]":
        """Start a command and leave it running."""
        with open(self.home / "commands.log", "ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "amana", *arguments], env=self._environment() | {"AMANA_KEY": key}, stdout=log, stderr=log
            )

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30)

    def _environment(self) -> dict[str, str]:
        return os.environ | {"AMANA_HOME": str(self.home / "home"), "AMANA_PORT": str(self.port)} | self.environment


@contextmanager
def engine_in_a_home(module: str = "amana", checkout: Path | None = None) -> Iterator[Engine]:
    folder = Path(tempfile.mkdtemp(prefix="amana-journey-", dir="/tmp"))
    folder.chmod(0o711)
    engine = Engine(folder, module, checkout)
    try:
        yield engine
    finally:
        if engine._process is not None and engine._process.poll() is None:
            engine.stop()
        shutil.rmtree(folder, ignore_errors=True)


def fact(printed: str, name: str) -> str:
    """The value of a line `name  value` that a command printed."""
    [line] = [line for line in printed.splitlines() if line.strip().startswith(name)]
    return line.strip().removeprefix(name).split()[0]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
