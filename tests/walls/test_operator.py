"""The operator firewall: who runs the installation reaches no content, by any table, any function, any route, without break-glass."""

import re
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from amana.actions import break_glass
from amana.api.context import Context
from amana.app import create_app
from amana.model.break_glass import NewBreakGlass
from amana.outside import secrets
from amana.outside.postgres.server import DATABASE, Server
from amana.outside.seal import VERSION
from tests.walls.world import World, build, operator_session


async def test_no_sealed_column_is_the_operators_to_read(superuser: asyncpg.Connection) -> None:
    bodies = await superuser.fetch(
        """SELECT c.oid::regclass || '.' || a.attname AS name, has_column_privilege('amana_operator', c.oid, a.attnum, 'SELECT') AS readable
           FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
           WHERE c.relnamespace IN ('walled'::regnamespace, 'commons'::regnamespace) AND c.relkind IN ('r', 'p', 'v', 'm')
             AND a.atttypid = 'bytea'::regtype"""
    )
    assert len(bodies) > 20
    assert [body["name"] for body in bodies if body["readable"]] == []


async def test_no_function_and_no_route_gives_an_operator_content_before_a_lead_approved(
    http: httpx.AsyncClient, context: Context, superuser: asyncpg.Connection, server: Server
) -> None:
    world = await build(context, superuser)
    session = await operator_session(superuser)
    asked = await break_glass.ask(
        context.db, context.seal, secrets.hash_of(session), world.lab.workspace_id, NewBreakGlass("An import fails")
    )
    assert await functions_that_give_bodies(superuser, server, world, session, asked.request_id) == set()
    assert await routes_that_say_something(http, world, session, asked.request_id) == set()
    # The same walk finds them once it is open: so it would have found them before.
    await superuser.execute(
        "UPDATE walled.break_glass SET decided_by = 'x', decided_at = now(), open_until = now() + interval '5 minutes' WHERE request_id = $1",
        asked.request_id,
    )
    reading = {"glass.projects", "glass.guideline", "glass.tasks", "glass.task"}
    assert await functions_that_give_bodies(superuser, server, world, session, asked.request_id) == reading
    assert len(await routes_that_say_something(http, world, session, asked.request_id)) == 4


async def functions_that_give_bodies(
    superuser: asyncpg.Connection, server: Server, world: World, session: str, request: UUID
) -> set[str]:
    """Every function that amana_operator may execute, called with all that an operator could know, which returns a sealed body."""
    known: dict[str, Any] = {
        "p_session_hash": secrets.hash_of(session),
        "ws": world.lab.workspace_id,
        "p_request": request,
        "p_project": world.project,
        "p_task": world.tasks[0],
        "p_most": 100,
    }
    by_kind: dict[str, Any] = {"integer": 1, "text": "x", "bytea": b"x" * 32, "boolean": False}
    functions = await superuser.fetch(
        """SELECT p.oid::regproc::text AS name, p.proargnames[1:p.pronargs] AS names,
                  array(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) t) AS types
           FROM pg_proc p WHERE has_function_privilege('amana_operator', p.oid, 'EXECUTE')
             AND p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)"""
    )
    assert len(functions) > 15
    giving = set()
    connection = await asyncpg.connect(host=str(server.socket_folder), user="amana_operator", database=DATABASE)
    try:
        for function in functions:
            values = [
                known.get(name, by_kind.get(kind)) for name, kind in zip(function["names"] or [], function["types"], strict=True)
            ]
            marks = ", ".join(f"${at}::{kind}" for at, kind in enumerate(function["types"], start=1))
            transaction = connection.transaction()
            await transaction.start()
            try:
                rows = await connection.fetch(f"SELECT * FROM {function['name']}({marks})", *values)
            except asyncpg.PostgresError:
                rows = []
            finally:
                await transaction.rollback()
            if any(isinstance(value, bytes) and value[:1] == bytes([VERSION]) for row in rows for value in row.values()):
                giving.add(function["name"])
    finally:
        await connection.close()
    return giving


async def routes_that_say_something(http: httpx.AsyncClient, world: World, session: str, request: UUID) -> set[str]:
    """Every GET route of operators, called with what an operator could know, whose answer has a word of the client's in it."""
    http.cookies.clear()
    described = create_app(None).openapi_schema.to_schema()["paths"]
    routes = [path for path, methods in described.items() if path.startswith("/api/operator") and "get" in methods]
    assert len(routes) >= 7
    ids = {"workspace_id": world.lab.workspace_id, "request_id": request, "project_id": world.project, "task_id": world.tasks[0]}
    saying = set()
    for path in routes:
        address = re.sub(r"\{(\w+)\}", lambda match: str(ids[match[1]]), path)
        answer = await http.get(address, headers={"cookie": f"amana_operator_8321={session}"})
        if any(word in answer.text and word not in address for word in world.secret_words()):
            saying.add(path)
    return saying
