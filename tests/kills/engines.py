"""Several real engines on one home, each killed with -9 and started again while the others serve.

`python -m tests.kills.engines HOME` imports the engine once and forks one for each line it reads: all that `amana up` runs, without
the second in which Python imports it.
"""

import asyncio
import contextlib
import os
import random
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NoReturn

import asyncpg
import uvloop

from amana import app
from amana.config import Settings
from amana.model.errors import ToldInWords
from amana.outside.postgres.server import DATABASE, SUPERUSER, Server
from amana.store.connect import GONE
from bench.wire import Refused, Wire
from tests.cluster import free_port
from tests.planted import shim

ROOT = Path(__file__).parent.parent.parent
READY_SECONDS_MAX = 60
DURATIONS_KEPT = 200


class Engine:
    """One of the engines. `sent` is set whenever an answer is sent to it; `in_flight`: answers sent and not replied to."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.pid = 0
        self.ready = asyncio.Event()
        self.sent = asyncio.Event()
        self.in_flight = 0


class Fleet:
    """The engines, and a look past every wall of the database they share."""

    def __init__(self, home: Path, zygote: asyncio.subprocess.Process, engines: int) -> None:
        self.home = home
        self.engines = [Engine() for _ in range(engines)]
        self.durations: deque[float] = deque([0.01], DURATIONS_KEPT)  # seconds that the last answers took
        self._zygote = zygote
        self._asking = asyncio.Lock()
        self._starting: set[asyncio.Task[None]] = set()

    async def start_all(self) -> None:
        await asyncio.gather(*map(self._start, self.engines))

    async def some(self) -> Engine:
        """One that serves, where a balancer in front of them would send a request; waits where none does."""
        while not (ready := [engine for engine in self.engines if engine.ready.is_set()]):
            await asyncio.sleep(0.002)
        return random.choice(ready)

    def kill(self, engine: Engine) -> None:
        """kill -9: nothing is tidied up. It is started again meanwhile."""
        os.kill(engine.pid, signal.SIGKILL)  # its zombie keeps the number until it is asked for
        engine.ready.clear()
        starting = asyncio.create_task(self._start_again(engine))
        self._starting.add(starting)
        starting.add_done_callback(self._starting.discard)

    async def all_back(self) -> None:
        """Wait until every engine that was killed serves again."""
        await asyncio.gather(*self._starting)

    async def leave(self) -> None:
        """The end of the engines, as they are found."""
        for starting in self._starting:
            starting.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        assert self._zygote.stdin is not None
        self._zygote.stdin.close()
        await self._zygote.wait()

    def kill_postmaster(self) -> None:
        """kill -9 of PostgreSQL's first process; an engine that notices starts another."""
        os.kill(int((self.home / "pg" / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    async def terminate_a_connection(self) -> bool:
        """End one connection of an engine, one that works at this moment if there is any; false if there was none."""
        async with self.look() as connection:
            return bool(
                await connection.fetchval(
                    """SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'amana %'
                       ORDER BY state = 'active' DESC, random() LIMIT 1"""
                )
            )

    @contextlib.asynccontextmanager
    async def look(self) -> AsyncIterator[asyncpg.Connection]:
        """A connection past every wall, as soon as the server lets anyone in."""
        deadline = time.monotonic() + READY_SECONDS_MAX
        while True:
            try:
                connection = await asyncpg.connect(host=str(self.home / "pg" / "sock"), user=SUPERUSER, database=DATABASE)
                break
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, *GONE):
                assert time.monotonic() < deadline, (self.home / "pg" / "server.log").read_text()[-2000:]
                await asyncio.sleep(0.02)
        try:
            yield connection
        finally:
            await connection.close()

    def log(self) -> str:
        """What the engines said."""
        return "".join(log.read_text() for log in sorted(self.home.glob("engine-*.log")))

    async def _start(self, engine: Engine) -> None:
        """Start an engine until it serves: as a service manager does, again where it ends in words, for want of its database."""
        deadline = time.monotonic() + READY_SECONDS_MAX
        while not await self._answers(engine):
            assert time.monotonic() < deadline, self.log()[-4000:]
            if not engine.pid or await self._tell(f"ended {engine.pid}"):
                engine.pid = await self._tell(f"start {engine.port}")
            await asyncio.sleep(0.02)
        engine.ready.set()

    async def _start_again(self, engine: Engine) -> None:
        while not await self._tell(f"ended {engine.pid}"):
            await asyncio.sleep(0.002)
        engine.pid = 0
        await self._start(engine)

    async def _answers(self, engine: Engine) -> bool:
        try:
            wire = await Wire.open(engine.url)
        except OSError:
            return False
        try:
            await wire.get("/api")
        except (OSError, EOFError, Refused):
            return False
        finally:
            wire.close()
        return True

    async def _tell(self, line: str) -> int:
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        async with self._asking:
            self._zygote.stdin.write(f"{line}\n".encode())
            return int(await self._zygote.stdout.readline())


@contextlib.asynccontextmanager
async def fleet(home: Path, engines: int, planted: str) -> AsyncIterator[Fleet]:
    """Room for that many engines on `home`; `start_all` starts them, and at the end all are killed. `planted`: see tests/planted."""
    # The page cache outlives a killed process: without fsync all comes back just the same, and sooner.
    with Server(home, settings={"fsync": "off"}) as server:
        with (server.data / "postgresql.conf").open("a") as settings:
            settings.write("fsync = off\n")  # for a server that an engine starts
        zygote = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            __name__,
            str(home),
            planted,
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        made = Fleet(home, zygote, engines)
        try:
            yield made
        finally:
            await made.leave()


def main(home: Path) -> None:
    """`start PORT` forks an engine and prints its process; `ended PROCESS` prints 1 once it has ended. At the end of input all are
    killed."""
    living: set[int] = set()
    for line in sys.stdin:
        command, number = line.split()
        if command == "start":
            child = os.fork()
            if child == 0:
                _become_engine(home, int(number))
            living.add(child)
            print(child, flush=True)
        else:
            ended, _ = os.waitpid(int(number), os.WNOHANG)
            living.discard(ended)
            print(int(ended != 0), flush=True)
    for child in living:
        os.kill(child, signal.SIGKILL)


def _become_engine(home: Path, port: int) -> NoReturn:
    log = os.open(home / f"engine-{port}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    app.quiet_logging()
    try:
        uvloop.run(app.serve(Settings(home=home, port=port), _nothing_beside))
    except ToldInWords as error:
        print(error, flush=True)
    except BaseException:
        traceback.print_exc()
    os._exit(1)


async def _nothing_beside(_: object) -> None:
    return None


if __name__ == "__main__":
    if sys.argv[2]:
        shim(sys.argv[2])
    main(Path(sys.argv[1]))
