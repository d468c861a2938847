"""Through the real pools, with the real scope tokens: what a rival, a forged token or an injected statement can reach."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from amana.api.context import Context
from amana.core.scope_token import mint
from amana.model.scope import Audience, Scope
from amana.outside.key_store import FileKeyStore
from amana.outside.postgres.server import DATABASE, Server
from tests.lab import Lab
from tests.store.test_catalogue import WALLED

Login = Callable[[Audience], Awaitable[asyncpg.Connection]]


@pytest.fixture
async def login(context: Context, server: Server) -> AsyncIterator[Login]:
    """A raw connection as an audience's role: what an injected statement has."""
    opened: list[asyncpg.Connection] = []

    async def log_in(audience: Audience) -> asyncpg.Connection:
        connection = await asyncpg.connect(host=str(server.socket_folder), user=f"amana_{audience.value}", database=DATABASE)
        opened.append(connection)
        return connection

    yield log_in
    for connection in opened:
        await connection.close()


@pytest.fixture
def scope_key(server: Server) -> bytes:
    return FileKeyStore.open_or_create(server.home).working.scope


async def rows_seen(connection: asyncpg.Connection, token: str | None) -> dict[str, Any]:
    """How many rows of each walled table a client's connection sees under a token; the error's SQLSTATE where it is refused."""
    seen: dict[str, Any] = {}
    for table in sorted(WALLED - {"band_page", "break_glass", "cursor", "returned"}):  # those that a client has no SELECT on
        transaction = connection.transaction()
        await transaction.start()
        try:
            if token is not None:
                await connection.execute("SELECT set_config('amana.scope', $1, true)", token)
            seen[table] = await connection.fetchval(f"SELECT count(*) FROM walled.{table}")
        except asyncpg.PostgresError as error:
            seen[table] = error.sqlstate
        finally:
            await transaction.rollback()
    return seen


async def test_a_client_sees_its_own_rows_and_nobody_elses(lab: Lab, context: Context, login: Login, scope_key: bytes) -> None:
    project_id = await lab.project(tasks=3)
    annotator = await lab.annotator(project_id)
    [task] = await annotator.claim()
    await annotator.submit(task)
    rival = await Lab.open(context)
    connection = await login(Audience.CLIENT)

    own = await rows_seen(connection, mint(Scope(Audience.CLIENT, lab.workspace_id), scope_key, time.time()))
    assert own["task"] == 3
    assert own["annotation"] == own["transfer"] == own["assignment"] == 1
    others = await rows_seen(connection, mint(Scope(Audience.CLIENT, rival.workspace_id), scope_key, time.time()))
    assert others.pop("workspace") == 1
    assert others.pop("draft") == "42501"  # nor one's own workspace's: a draft is for who types it
    assert set(others.values()) == {0}


async def test_tokens_that_open_nothing(lab: Lab, login: Login, scope_key: bytes) -> None:
    await lab.project(tasks=3)
    connection = await login(Audience.CLIENT)
    good = mint(Scope(Audience.CLIENT, lab.workspace_id), scope_key, time.time())
    claim, mac = good.split(".")
    tokens = {
        "none": None,
        "empty": "",
        "forged": f"{claim}.{'0' * 64}",
        "bare": claim,
        "tampered": f"{claim.replace(str(lab.workspace_id), str(uuid4()))}.{mac}",
        "another key's": mint(Scope(Audience.CLIENT, lab.workspace_id), b"x" * 32, time.time()),
        "expired": mint(Scope(Audience.CLIENT, lab.workspace_id), scope_key, time.time() - 120),
        "another audience's": mint(Scope(Audience.ENGINE, lab.workspace_id), scope_key, time.time()),
        "without a workspace": mint(Scope(Audience.CLIENT), scope_key, time.time()),
        "rubbish": "a|b.c.d|'; DROP TABLE walled.task; --",
    }
    for name, token in tokens.items():
        seen = await rows_seen(connection, token)
        assert set(seen.values()) <= {0, "42501"}, name


async def test_a_scope_does_not_outlive_its_transaction(lab: Lab, login: Login, scope_key: bytes) -> None:
    await lab.project(tasks=3)
    connection = await login(Audience.CLIENT)
    token = mint(Scope(Audience.CLIENT, lab.workspace_id), scope_key, time.time())
    async with connection.transaction():
        await connection.execute("SELECT set_config('amana.scope', $1, true)", token)
        assert await connection.fetchval("SELECT count(*) FROM walled.task") == 3
    assert await connection.fetchval("SELECT count(*) FROM walled.task") == 0


async def test_a_client_can_not_write_into_anothers_walls(lab: Lab, context: Context, login: Login, scope_key: bytes) -> None:
    rival = await Lab.open(context)
    connection = await login(Audience.CLIENT)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with connection.transaction():
            await connection.execute(
                "SELECT set_config('amana.scope', $1, true)",
                mint(Scope(Audience.CLIENT, rival.workspace_id), scope_key, time.time()),
            )
            await connection.execute(
                "INSERT INTO walled.access_log (workspace_id, kind, actor) VALUES ($1, 'shown', 'me')", lab.workspace_id
            )


async def test_an_annotators_connection_reads_nothing_by_any_sql(lab: Lab, login: Login, scope_key: bytes) -> None:
    project_id = await lab.project(tasks=1)
    annotator = await lab.annotator(project_id)
    connection = await login(Audience.ANNOTATOR)
    token = mint(annotator.scope, scope_key, time.time())
    for table in [*(f"walled.{name}" for name in WALLED), "commons.session", "commons.person", "machinery.installation"]:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with connection.transaction():
                await connection.execute("SELECT set_config('amana.scope', $1, true)", token)
                await connection.fetch(f"SELECT * FROM {table}")
    for inner in ("dispatch.facts(ARRAY[$1], ARRAY[gen_random_uuid()])", "dispatch.enter($1)", "dispatch.expire($1, 10)"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch(f"SELECT * FROM {inner}", token)


async def test_walls_that_a_caller_claims_to_have_entered_are_not_entered(
    lab: Lab, context: Context, login: Login, scope_key: bytes
) -> None:
    rival = await Lab.open(context)
    theirs = await rival.project(tasks=1)
    annotator = await lab.annotator(await lab.project(tasks=1))
    connection = await login(Audience.ANNOTATOR)
    token = mint(annotator.scope, scope_key, time.time())
    pretend = "SELECT set_config('amana.entered', $1, true)"
    async with connection.transaction():
        await connection.execute(pretend, str(rival.workspace_id))
        with pytest.raises(asyncpg.PostgresError, match="project_not_found"):
            await connection.fetch("SELECT * FROM dispatch.claim($1, $2, '{}', 1)", token, theirs)
    # In the very statement, too: the pretence is overwritten on entering, whichever is evaluated first.
    for statement in (
        "SELECT set_config('amana.entered', $3, true), c.* FROM dispatch.claim($1, $2, '{}', 1) c",
        "SELECT c.* FROM (SELECT set_config('amana.entered', $3, true) AS said OFFSET 0) s, LATERAL dispatch.claim($1, $2, left(s.said, 0)::uuid[], 1) c",
    ):
        with pytest.raises(asyncpg.PostgresError):
            await connection.fetch(statement, token, theirs, str(rival.workspace_id))
    assert (await rival.progress(theirs)).held == 0
    for table in ("walled.task", "walled.task_content"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with connection.transaction():
                await connection.execute(pretend, str(rival.workspace_id))
                await connection.fetch(f"SELECT * FROM {table}")


async def test_the_log_and_the_ledger_are_corrected_by_adding_only(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(tasks=1)
    annotator = await lab.annotator(project_id)
    [task] = await annotator.claim()
    await annotator.submit(task)
    for table in ("access_log", "annotation", "time_correction", "transfer", "withdrawal"):
        for statement in (f"DELETE FROM walled.{table}", f"TRUNCATE walled.{table} CASCADE"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await superuser.execute(statement)


async def test_no_text_of_a_task_or_an_answer_lies_open_in_the_database(lab: Lab, superuser: asyncpg.Connection) -> None:
    project_id = await lab.project(guideline="guideline canary 5f1e")
    await lab.add(
        project_id, [{"item_id": "canary 5f1e", "prompt": "canary 5f1e", "response_a": "canary 5f1e", "response_b": ""}]
    )
    annotator = await lab.annotator(project_id)
    [task] = await annotator.claim()
    kept = await annotator.submit(task)
    await annotator.correct_time(kept.submit_id, 1000, "canary 5f1e")
    for table in await superuser.fetch("SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('walled', 'commons')"):
        name = f"{table['schemaname']}.{table['tablename']}"
        hits = await superuser.fetchval(
            f"SELECT count(*) FROM {name} t WHERE t::text LIKE '%canary 5f1e%' OR t::text LIKE '%' || encode('canary 5f1e', 'hex') || '%'"
        )
        assert hits == 0, name
