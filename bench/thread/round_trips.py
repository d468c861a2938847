"""How often the database is asked, counted by a relay on its socket: every answer to the client ends with ReadyForQuery."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx

from amana.actions.estimator import Estimator
from amana.actions.reading import ReadingRoom
from amana.actions.sifting import Sieve
from amana.api.context import Context
from amana.app import create_app
from amana.config import Origin
from amana.outside.blobs import Blobs, Folder
from amana.outside.key_store import FileKeyStore
from amana.outside.postgres.server import DATABASE, MIGRATOR, Server
from amana.outside.seal import Seal
from amana.outside.signing import Signer
from amana.reader import uploads_of
from amana.store.db import Database, DatabaseAddress
from amana.store.migrate import migrate
from amana.store.projects import ProjectWalls
from bench.bar import Bar
from tests.lab import Lab

SOCKET = ".s.PGSQL.5432"
WARM, COUNTED = 30, 20


def bars() -> Iterator[Bar]:
    claims, submits = asyncio.run(_measure())
    for name, trips, most in (("a claim", claims, 1), ("a submit", submits, 2)):
        yield Bar(
            name=f"database round trips of {name}",
            figure=max(trips),
            unit="at most",
            goal=f"at most {most}",
            holds=max(trips) <= most,
            note=f"{len(trips)} requests through the HTTP application, authentication included, statements prepared",
        )


class Relay:
    """Sits on a Unix socket before the server's and counts the server's ReadyForQuery messages."""

    def __init__(self, behind: Path) -> None:
        self._behind = behind
        self.trips = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, ours = await asyncio.open_unix_connection(str(self._behind))
        await asyncio.gather(self._forward(reader, ours), self._count(theirs, writer))

    async def _forward(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while piece := await source.read(65536):
            target.write(piece)
            await target.drain()
        target.close()

    async def _count(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await source.readexactly(5)
                body = await source.readexactly(int.from_bytes(head[1:], "big") - 4)
                self.trips += head[:1] == b"Z"
                target.write(head + body)
                await target.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            target.close()


@asynccontextmanager
async def _relayed() -> AsyncIterator[tuple[Context, Relay]]:
    with tempfile.TemporaryDirectory(prefix="amana-relay-", dir="/tmp") as folder:
        home = Path(folder)
        home.chmod(0o711)
        store = FileKeyStore.open_or_create(home)
        working = store.working
        with Server(home) as server:
            await migrate(
                DatabaseAddress(str(server.socket_folder), DATABASE),
                MIGRATOR,
                scope_key=working.scope,
                fingerprint=working.fingerprint,
            )
            relay = Relay(server.socket_folder / SOCKET)
            listening = await asyncio.start_unix_server(relay.serve, str(home / SOCKET))
            db = await Database.open(DatabaseAddress(str(home), DATABASE), working.scope)
            try:
                seal = Seal(store)
                blobs = Blobs(Folder(home / "blobs"), seal)
                room = ReadingRoom(db, seal, uploads_of(home, seal))
                sieve, estimator = Sieve(db, seal), Estimator(db, seal)
                yield (
                    Context(
                        db, seal, blobs, room, sieve, estimator, ProjectWalls(db), Signer(working), 8321, Origin.at_home(8321)
                    ),
                    relay,
                )
            finally:
                await db.close()
                listening.close()


async def _measure() -> tuple[list[int], list[int]]:
    async with _relayed() as (context, relay):
        lab = await Lab.open(context)
        project_id = await lab.project(tasks=WARM + COUNTED)
        annotator = await lab.annotator(project_id)
        transport = httpx.ASGITransport(app=create_app(context))  # type: ignore[arg-type]
        desk = f"/api/annotator/projects/{project_id}"
        cookies = {"amana_annotator_8321": annotator.session}
        claims: list[int] = []
        submits: list[int] = []

        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8321", cookies=cookies) as http:

            async def counted(ask: Callable[[], Awaitable[httpx.Response]], into: list[int]) -> httpx.Response:
                before = relay.trips
                answered = await ask()
                answered.raise_for_status()
                into.append(relay.trips - before)
                return answered

            for _ in range(WARM + COUNTED):
                [task] = (await counted(lambda: http.post(f"{desk}/claim", json={"want": 1}), claims)).json()
                body = {
                    "submit_id": str(uuid4()),
                    "assignment_id": task["assignment_id"],
                    "revision": 1,
                    "answer": {"preference": 0},
                }
                await counted(lambda body=body: http.post(f"{desk}/submit", json=body), submits)  # type: ignore[misc]
    return claims[-COUNTED:], submits[-COUNTED:]
