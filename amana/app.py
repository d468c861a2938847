"""The one place where the parts are joined: database, keys, doors, routes, sweeps, server."""

import asyncio
import contextlib
import errno
import logging
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any, cast

import msgspec
from granian.constants import Interfaces
from granian.server.embed import Server as Granian
from litestar import Litestar, Router
from litestar.config.app import AppConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from amana import __version__, jobs, tasktypes
from amana.actions import shredding
from amana.actions.estimator import Estimator
from amana.actions.reading import ReadingRoom
from amana.actions.sifting import Sieve
from amana.api import (
    account,
    annotator,
    audits,
    break_glass,
    client,
    collecting,
    concerns,
    door,
    guidelines,
    handles,
    media,
    near_duplicates,
    pages,
    person_walls,
    problems,
    staff,
    vendor,
    workspace,
)
from amana.api import keys as api_keys
from amana.api import operator as api_operator
from amana.api import shredding as shredding_api
from amana.api.context import Context, guard, provide_context, provide_principal
from amana.api.policy import Policy, allow, require_policies
from amana.api.problems import on_domain_error, on_http_error, on_unexpected
from amana.api.strict import Strict
from amana.config import Settings
from amana.estimator import estimate_apart
from amana.model.errors import DomainError, ToldInWords
from amana.outside.blobs import Blobs, home_of
from amana.outside.key_store import FileKeyStore
from amana.outside.keys import Keys
from amana.outside.oidc import Provider
from amana.outside.passwords import Passwords
from amana.outside.postgres.server import DATABASE, MIGRATOR, Server, ServerUnusable
from amana.outside.seal import Seal
from amana.outside.signing import Signer
from amana.reader import read_apart, uploads_of
from amana.sifter import sift_apart
from amana.store.connect import THE_URLS_OWN, AnyDatabase, DatabaseAddress, OwnDatabase
from amana.store.db import Database
from amana.store.migrate import migrate, require_current
from amana.store.projects import ProjectWalls
from amana.tasktypes import TASK_TYPES
from amana.worker import Place

LOOPBACK = {"127.0.0.1": socket.AF_INET, "::1": socket.AF_INET6}
REQUEST_BYTES_MAX = 1_000_000  # of a request that is not a file
LOOK_AFTER_SERVER_SECONDS = 0.5  # a look costs one system call

_log = logging.getLogger("amana")


class PortTaken(ToldInWords):
    """The port is in use by another program."""


def create_app(context: Context | None) -> Litestar:
    """The HTTP application. Without a context it serves nothing but can describe itself (OpenAPI).

    Raises RouteWithoutPolicy if a route does not say who may call it, PagesNotBuilt without the browser app.
    """

    def with_context(config: AppConfig) -> AppConfig:
        config.state["context"] = context
        if context is not None:
            config.state["pages"] = pages.Pages.read()
        return config

    app = Litestar(
        route_handlers=[
            door.router,
            client.router,
            handles.router,
            near_duplicates.router,
            concerns.router,
            audits.router,
            collecting.router,
            guidelines.router,
            person_walls.router,
            api_keys.router,
            shredding_api.router,
            workspace.router,
            staff.router,
            break_glass.client_router,
            media.router,
            media.files,
            annotator.router,
            account.router,
            api_operator.router,
            break_glass.operator_router,
            vendor.router,
            pages.router,
        ],
        guards=[guard],
        dependencies={"context": Provide(provide_context), "principal": Provide(provide_principal)},
        exception_handlers={
            DomainError: on_domain_error,
            HTTPException: on_http_error,
            Exception: on_unexpected,
        },
        openapi_config=OpenAPIConfig(
            title="Amana",
            version=__version__,
            openapi_router=Router("/api/schema", route_handlers=[], opt=allow(Policy.ANYONE), include_in_schema=False),
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        ),
        on_app_init=[with_context],
        before_send=[pages.add_security_headers],
        dto=Strict,
        return_dto=None,
        request_max_body_size=REQUEST_BYTES_MAX,
        logging_config=None,
    )
    require_policies(app)
    problems.document(app.openapi_schema)
    return app


def describe() -> bytes:
    """The HTTP API as OpenAPI 3.1, the same bytes for the same code: the browser's types are made of them."""
    return msgspec.json.format(msgspec.json.encode(create_app(None).openapi_schema.to_schema(), order="deterministic"), indent=1)


@contextlib.asynccontextmanager
async def database(settings: Settings, working_keys: Keys) -> AsyncIterator[AnyDatabase]:
    """Where the database is: your own, or the embedded one, which runs as long as this does and is started again if it dies."""
    if settings.database_url is not None:
        yield OwnDatabase(settings.database_url, working_keys.password_of)
        return
    server = Server(settings.home)
    await asyncio.to_thread(server.__enter__)
    leaving = asyncio.Event()
    keeping = asyncio.create_task(_keep_alive(server, leaving))
    try:
        yield DatabaseAddress(str(server.socket_folder), DATABASE)
    finally:
        leaving.set()
        await keeping  # to its end: a server must not be started while it is stopped
        await asyncio.to_thread(server.__exit__, None, None, None)


async def _keep_alive(server: Server, leaving: asyncio.Event) -> None:
    """Nobody else would: the embedded server is a child of no service manager."""
    said = ""
    while not leaving.is_set():
        try:
            if await asyncio.to_thread(server.revive):
                _log.warning("the embedded PostgreSQL had died and was started again")
                said = ""
        except ServerUnusable as error:  # on a full disk, at every look
            if str(error) != said:
                _log.error("the embedded PostgreSQL died and can't be started, which is tried again: %s", error)
            said = str(error)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(leaving.wait(), LOOK_AFTER_SERVER_SECONDS)


async def bring_to_this_version(address: AnyDatabase, working_keys: Keys) -> list[str]:
    """Apply what the database lacks; says what that was. Your own server is changed by the login of its URL."""
    user = THE_URLS_OWN if isinstance(address, OwnDatabase) else MIGRATOR
    return await migrate(address, user, scope_key=working_keys.scope, fingerprint=working_keys.fingerprint)


@contextlib.asynccontextmanager
async def engine(settings: Settings) -> AsyncIterator[Context]:
    """A running engine without its HTTP server: database, schema at this version, pools, keys.

    The embedded database is brought to this version; your own only by `amana migrate`: without it, raises NotMigrated.
    Raises OutsideTypeRefused if an installed package brings a task type that can't be used.
    """
    TASK_TYPES.update(tasktypes.outside(tasktypes.installed()))
    settings.home.mkdir(parents=True, exist_ok=True)
    store = FileKeyStore.open_or_create(settings.home)
    working_keys = store.working
    async with database(settings, working_keys) as address:
        if isinstance(address, OwnDatabase):
            await require_current(address, working_keys.fingerprint)
        else:
            await bring_to_this_version(address, working_keys)
        db = await Database.open(address, working_keys.scope)
        passwords = Passwords() if settings.passwords else None
        try:
            seal = Seal(store)
            blobs = Blobs(home_of(settings.home, settings.blobs), seal)
            await shredding.finish_all(db, seal, blobs)
            place = Place.of(settings.home, address)
            room = ReadingRoom(db, seal, uploads_of(settings.home, seal), partial(read_apart, place))
            sieve = Sieve(db, seal, partial(sift_apart, place))
            estimator = Estimator(db, seal, partial(estimate_apart, place))
            walls, signer = ProjectWalls(db), Signer(working_keys)
            provider = Provider(settings.issuer) if settings.issuer else None
            at = settings.port, settings.origin
            yield Context(db, seal, blobs, room, sieve, estimator, walls, signer, *at, passwords, provider)
        finally:
            await db.close()
            if passwords is not None:
                passwords.close()


async def serve(settings: Settings, beside: Callable[[Context], Awaitable[None]]) -> None:
    """Run the engine and its HTTP server on loopback until SIGINT or SIGTERM.

    `beside` is started once the server answers, runs beside it, and is cancelled with it. Raises PortTaken.
    """
    async with engine(settings) as context:
        app = create_app(context)
        hosts = _free_hosts(settings.port)
        servers = [_http_server(app, host, settings.port) for host in hosts]
        loop = asyncio.get_running_loop()
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        means = jobs.Means(context.db, context.room, context.sieve, context.estimator, context.seal, context.blobs)
        sweeps = loop.create_task(jobs.run(means))
        serving = [loop.create_task(server.serve()) for server in servers]
        try:
            await _until_listening(hosts, settings.port, serving)
            companion = asyncio.ensure_future(beside(context))
            companion.add_done_callback(_log_failure)
            stopping = loop.create_task(stop.wait())
            await asyncio.wait([stopping, sweeps, *serving], return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            companion.cancel()
            await asyncio.gather(companion, return_exceptions=True)
        finally:
            sweeps.cancel()
            for server in servers:
                server.stop()  # type: ignore[no-untyped-call]
            await asyncio.gather(sweeps, *serving, return_exceptions=True)


def _log_failure(companion: asyncio.Future[None]) -> None:
    if not companion.cancelled() and (error := companion.exception()) is not None:
        _log.error("what runs beside the server failed; the server goes on", exc_info=error)


def _http_server(app: Litestar, host: str, port: int) -> Granian:
    return Granian(
        cast("Any", app),
        address=host,
        port=port,
        interface=Interfaces.ASGINL,  # the engine's life is ours, not the server's
        websockets=False,
        log_enabled=False,
    )


def _free_hosts(port: int) -> list[str]:
    """The loopback addresses this machine has, all free at `port`. Raises PortTaken.

    The HTTP server shares a port with whoever lets it (SO_REUSEPORT): two engines would split the requests in silence.
    """
    hosts: list[str] = []
    for host, family in LOOPBACK.items():
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno == errno.EADDRNOTAVAIL and hosts:
                    continue  # a machine without IPv6
                raise PortTaken(
                    f"Port {port} can't be used ({error.strerror}). Stop what listens there, or choose another: AMANA_PORT=8400."
                ) from None
        hosts.append(host)
    return hosts


async def _until_listening(hosts: list[str], port: int, serving: list[asyncio.Task[None]]) -> None:
    for host in hosts:
        while True:
            for task in serving:
                if task.done():
                    raise PortTaken(f"The HTTP server ended while starting: {task.exception()}")
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection(host, port)
                writer.close()
                break
            await asyncio.sleep(0.02)


def quiet_logging() -> None:
    """Warnings and worse to standard error, one line each; never a request's content."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
