"""Running the engine, and what only its operator does."""

import asyncio
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from amana.cli.terminal import door, out
from amana.config import Settings

if TYPE_CHECKING:
    from amana.actions.people import NewWorkspace
    from amana.api.context import Context


def up(*, with_demo: Annotated[bool, Parameter(name="--demo")] = False) -> None:
    """Run the engine until Ctrl-C: its own PostgreSQL, the HTTP server on loopback, the sweeps.

    Parameters
    ----------
    with_demo
        On the first start, make a demo workspace on real debates, with the answers of 276 recorded people.
    """
    import uvloop

    from amana import app, demo

    settings = Settings.from_environment()
    app.quiet_logging()

    async def beside(context: "Context") -> None:
        out.print(f"Amana is up: http://localhost:{settings.port}/   (home: {settings.home}; Ctrl-C stops it)")
        if with_demo:
            await demo.run(context, settings, out)

    uvloop.run(app.serve(settings, beside))


def migrate() -> None:
    """Bring the database to this version: roles, tables, functions. Run it before `amana up` on your own PostgreSQL.

    AMANA_DATABASE_URL then names the login that owns the database and may create roles; `amana up` never uses that login. The
    embedded database is migrated by `amana up` itself.
    """
    from amana import app
    from amana.outside.key_store import FileKeyStore

    async def run() -> list[str]:
        settings = Settings.from_environment()
        settings.home.mkdir(parents=True, exist_ok=True)
        working_keys = FileKeyStore.open_or_create(settings.home).working
        async with app.database(settings, working_keys) as address:
            return await app.bring_to_this_version(address, working_keys)

    applied = asyncio.run(run())
    for name in applied:
        out.print(name)
    out.print(
        f"{len(applied)} applied; the database is at this version"
        if applied
        else "nothing to apply; the database is at this version"
    )


def create_workspace(name: str) -> None:
    """Open a client's workspace. Its API key and one-time links are printed once and kept nowhere.

    Parameters
    ----------
    name
        The client's name; it is sealed.
    """

    from amana import app
    from amana.actions import people

    async def run() -> "NewWorkspace":
        async with app.engine(Settings.from_environment()) as context:
            return await people.open_workspace(context.db, context.seal, name)

    made = asyncio.run(run())
    out.print(f"workspace        {made.workspace_id}")
    out.print(f"API key          {made.key}")
    out.print(f"researcher link  {door()}{made.client_link}")
    out.print(f"auditor link     {door()}{made.auditor_link}")
