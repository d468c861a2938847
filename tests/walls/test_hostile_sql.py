"""Whoever can send SQL of their own as any role of the engine: what an injected statement reaches of a client's rows.

Every login role × every table × every verb × every scope that opens nothing: no row of the one lab is read, changed or added to, no
answer tells whether a row of theirs is there, and afterwards all their rows are as they were. The scopes: none, of the other
workspace (true in every way), forged, expired, and one that was minted for another role.
"""

import contextlib
import itertools
import json
import re
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from amana.actions import break_glass, delivery, shredding
from amana.api.context import Context
from amana.core.scope_token import mint
from amana.model.break_glass import NewBreakGlass
from amana.model.ids import ProjectId, WorkspaceId
from amana.model.scope import Audience, Scope
from amana.outside import secrets
from amana.outside.key_store import FileKeyStore
from amana.outside.postgres.server import DATABASE, Server
from tests.databases import Scratch
from tests.store.test_catalogue import WALLED
from tests.walls.world import CANARY, FORGOTTEN_WALL, World, build, operator_session

DENIED = "42501"
REFUSED_IN_WORDS = "AM001"
# Rows that live for a moment inside a sweep, or belong to everybody who works here.
EMPTY = {"band_page"}
# By nobody's workspace: nothing tells whose a row is, and nobody who logs in reads, changes or deletes one.
OF_NO_WORKSPACE = {
    f"commons.{name}"
    for name in (
        "account_event", "attempt", "attestation", "challenge", "device_key", "identity", "operator_proposal", "passkey", "password", "person", "recovery_code", "session", "vendor",
    )
}  # fmt: skip

Rows = dict[str, Any]


class Attack:
    """The one lab's rows as they are, and connections as every role of the engine."""

    def __init__(self, world: World, victim: UUID, rival: UUID, superuser: asyncpg.Connection, scope_key: bytes) -> None:
        self.world, self.victim, self.rival, self.superuser, self._key = world, victim, rival, superuser, scope_key
        self.roles: dict[Audience, asyncpg.Connection] = {}
        self.tables: dict[str, list[str]] = {}  # with the columns that can be inserted
        self.rows: dict[str, Rows] = {}  # one of the victim's in each table
        self.writable: dict[tuple[Audience, str], str] = {}

    def token(self, audience: Audience, walls: UUID, *, key: bytes | None = None, age: float = 0.0) -> str:
        """As the engine would mint it for whoever works in these walls, of a session that lives."""
        subject = self.world.session_of("annotator" if walls == self.victim else "stranger")
        scope = Scope(audience, WorkspaceId(walls), subject)
        return mint(scope, key or self._key, time.time() - age)

    def scopes(self, audience: Audience) -> dict[str, str]:
        other = Audience.ENGINE if audience is not Audience.ENGINE else Audience.CLIENT
        return {
            "none": "",
            "another workspace's": self.token(audience, self.rival),
            "forged": self.token(audience, self.victim, key=b"x" * 32),
            "expired": self.token(audience, self.victim, age=3600),
            "another role's": self.token(other, self.victim),
        }

    async def tried(self, audience: Audience, scope: str, sql: str, *values: object) -> str | int | list[Any]:
        """The SQLSTATE, or what came of it; nothing of it stays."""
        connection = self.roles[audience]
        transaction = connection.transaction()
        await transaction.start()
        try:
            await connection.execute(
                "SELECT set_config('amana.scope', $1, true), set_config('amana.entered', $2, true)", scope, str(self.victim)
            )
            if sql.startswith("SELECT"):
                return await connection.fetch(sql, *values)
            done = await connection.execute(sql, *values)
            return int(done.split()[-1]) if done[-1].isdigit() else done
        except asyncpg.PostgresError as error:
            return str(error.sqlstate)
        finally:
            await transaction.rollback()

    async def said(self, audience: Audience, scope: str, sql: str, *values: object) -> str:
        """What whoever sends this is told: rows, or which error."""
        connection = self.roles[audience]
        transaction = connection.transaction()
        await transaction.start()
        try:
            await connection.execute("SELECT set_config('amana.scope', $1, true)", scope)
            return str(await connection.fetch(sql, *values))
        except asyncpg.PostgresError as error:
            return f"{error.sqlstate} {error.args[0]}"
        finally:
            await transaction.rollback()

    async def fingerprint(self) -> dict[str, str]:
        """Of all rows of the victim's, and of the commons."""
        found = {}
        for table in self.tables:
            whose = "WHERE workspace_id = $1" if self.has_walls(table) else "WHERE $1::uuid IS NOT NULL"
            found[table] = await self.superuser.fetchval(
                f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t {whose}", self.victim
            )
        return found

    def has_walls(self, table: str) -> bool:
        return table not in OF_NO_WORKSPACE and not table.startswith("machinery.")


@pytest.fixture
async def attack(context: Context, superuser: asyncpg.Connection, server: Server) -> AsyncIterator[Attack]:
    async with attacking(context, superuser, server, DATABASE) as made:
        yield made


@contextlib.asynccontextmanager
async def attacking(context: Context, superuser: asyncpg.Connection, server: Server, database: str) -> AsyncIterator[Attack]:
    """Two labs in a database, and a connection to it as every role."""
    world = await build(context, superuser)
    await fill(context, superuser, world)
    rival = await superuser.fetchval("SELECT workspace_id FROM walled.project WHERE project_id = $1", world.elsewhere)
    walls = world.annotator.scope.workspace_id
    assert walls is not None
    made = Attack(world, walls, rival, superuser, FileKeyStore(server.home).working.scope)
    for audience in Audience:
        made.roles[audience] = await asyncpg.connect(
            host=str(server.socket_folder), user=f"amana_{audience.value}", database=database
        )
    columns = await superuser.fetch(
        """SELECT c.relnamespace::regnamespace || '.' || c.relname AS name,
                  array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '' AND a.attidentity = '') AS columns
           FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
           WHERE c.relnamespace IN ('walled'::regnamespace, 'commons'::regnamespace, 'machinery'::regnamespace) AND c.relkind IN ('r', 'p', 'v', 'm')
           GROUP BY 1"""
    )
    made.tables = {row["name"]: row["columns"] for row in columns}
    for audience, table in itertools.product(Audience, made.tables):
        writable = await superuser.fetchval(
            """SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = $2::text::regclass AND a.attnum > 0 AND NOT a.attisdropped
               AND has_column_privilege($1, a.attrelid, a.attnum, 'UPDATE') ORDER BY a.attnum LIMIT 1""",
            f"amana_{audience.value}",
            table,
        )
        if writable:
            made.writable[audience, table] = writable
    for table in made.tables:
        whose = "WHERE workspace_id = $1" if made.has_walls(table) else "WHERE $1::uuid IS NOT NULL"
        row = await superuser.fetchval(f"SELECT to_json(t) FROM {table} t {whose} LIMIT 1", walls)
        if row is not None:
            made.rows[table] = json.loads(row)
    yield made
    for connection in made.roles.values():
        await connection.close()


async def fill(context: Context, superuser: asyncpg.Connection, world: World) -> None:
    """A row in every walled table: what is taken back, passed on, directed, delivered, estimated."""
    await world.settle_one(superuser)
    await delivery.freeze(context.db, context.seal, context.signer, world.lab.principal, ProjectId(world.project))
    await superuser.execute(
        """INSERT INTO walled.forecast (workspace_id, project_id, batch_no, tasks, answered, low, annotations, high)
           VALUES ($1, $2, 1, 1, 0, 1, 1, 1)""",
        world.lab.workspace_id,
        world.project,
    )
    # Its tasks show files, and those can't be audited yet; the row is as one would be.
    await superuser.execute(
        "INSERT INTO walled.audit (workspace_id, audit_id, project_id, question, tasks, draws, body) VALUES ($1, $2, $3, 0, 1, 1, '')",
        world.lab.workspace_id,
        await world.lab.project(),
        world.project,
    )
    await superuser.execute("UPDATE walled.project SET undo_seconds = 60 WHERE project_id = $1", world.project)
    first, second, *_ = await world.annotator.claim(3)
    await world.annotator.undo((await world.annotator.submit(first)).submit_id)
    await world.annotator.release(second.assignment_id)
    await world.annotator.keep_draft(first.assignment_id, 2, {"reason": CANARY})
    third = (await world.annotator.claim(3))[-1]
    await world.annotator.pass_on(third.assignment_id, "not_sure", CANARY)
    [kept, *_] = (await world.annotator.time()).answers
    await world.annotator.correct_time(kept.submit_id, 60_000, CANARY)
    await context.estimator.reestimate(world.lab.workspace_id)
    untouched = await superuser.fetchval(
        """SELECT t.task_id FROM walled.task t WHERE t.project_id = $1 AND t.state = 'open' AND t.slots = t.needed
           AND NOT EXISTS (SELECT FROM walled.returned r WHERE r.task_id = t.task_id)
           AND NOT EXISTS (SELECT FROM walled.near_duplicate d WHERE t.task_id IN (d.task_id, d.original_id)) LIMIT 1""",
        world.project,
    )
    name = f"P {CANARY}"
    await shredding.shred_tasks(
        context.db, context.seal, context.blobs, world.lab.principal, ProjectId(world.project), [untouched], name
    )
    operator = secrets.hash_of(await operator_session(superuser))
    await break_glass.ask(context.db, context.seal, operator, world.lab.workspace_id, NewBreakGlass("An import fails"))


async def test_there_is_something_to_be_had(attack: Attack) -> None:
    """Without rows of theirs in every table, and without each role in its own right, the rest would show nothing."""
    assert {f"walled.{table}" for table in WALLED - EMPTY} <= set(attack.rows)
    own = attack.token(Audience.CLIENT, attack.victim)
    found = await attack.tried(Audience.CLIENT, own, "SELECT count(*) FROM walled.task")
    assert isinstance(found, list)
    assert found[0][0] == 11


async def test_no_statement_of_any_role_reaches_a_row_of_another_workspace(attack: Attack) -> None:
    before = await attack.fingerprint()
    reached, statements = await reached_rows(attack)
    assert statements > 5_000
    assert not reached, reached[:20]
    assert await attack.fingerprint() == before


async def test_a_wall_that_was_forgotten_is_found(scratch: Scratch, server: Server) -> None:
    """One table of which a migration wrote the policy of one role without its filter."""
    async with scratch.database() as (name, superuser), scratch.opened(name) as context:
        await superuser.execute(FORGOTTEN_WALL)
        async with attacking(context, superuser, server, name) as attack:
            reached, _ = await reached_rows(attack)
    verbs = {sql.split()[0] for _, _, sql, _ in reached}
    assert {(role, re.findall(r"\w+\.\w+", sql)[0]) for role, _, sql, _ in reached} == {("client", "walled.project")}
    assert verbs == {"SELECT", "INSERT", "UPDATE"}


async def reached_rows(attack: Attack) -> tuple[list[tuple[str, str, str, object]], int]:
    """What reached a row of the victim's, as role, scope, statement and what came of it; how many were tried."""
    reached: list[tuple[str, str, str, object]] = []
    statements = 0
    for audience in Audience:
        for scope_name, scope in attack.scopes(audience).items():
            for table, columns in attack.tables.items():
                theirs = f"workspace_id = '{attack.victim}'" if attack.has_walls(table) else "true"
                # A column that this role may write, where there is one: else it is refused for want of the right alone.
                first = attack.writable.get((audience, table), columns[0])
                for sql, harmless in (
                    (f"SELECT 1 FROM {table} WHERE {theirs}", ([], DENIED)),
                    (f"UPDATE {table} SET {first} = {first} WHERE {theirs}", (0, DENIED)),
                    (f"DELETE FROM {table} WHERE {theirs}", (0, DENIED)),
                    (f"TRUNCATE {table} CASCADE", (DENIED,)),
                    (f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", (DENIED,)),
                ):
                    statements += 1
                    if (came := await attack.tried(audience, scope, sql)) not in harmless:
                        reached.append((audience.value, scope_name, sql, came))
                if table in attack.rows and attack.has_walls(table):
                    statements += 1
                    if (came := await attack.tried(audience, scope, *_insert(table, columns, attack.rows[table]))) != DENIED:
                        reached.append((audience.value, scope_name, f"INSERT INTO {table}", came))
    return reached, statements


async def test_no_answer_tells_whether_a_row_of_another_workspace_is_there(attack: Attack) -> None:
    """A row of the rival's own that names what is the victim's fails as one does that names what never was."""
    told = []
    for audience in Audience:
        scope = attack.scopes(audience)["another workspace's"]
        for table, columns in attack.tables.items():
            if table not in attack.rows or not attack.has_walls(table):
                continue
            known = attack.rows[table] | {"workspace_id": str(attack.rival)}
            unknown = {name: _unlike(name, value, attack.rival) for name, value in known.items()}
            came = [await attack.tried(audience, scope, *_insert(table, columns, row)) for row in (known, unknown)]
            if came[0] != came[1]:
                told.append((audience.value, table, *came))
    assert not told, told


async def test_no_function_does_anything_for_another_workspace(attack: Attack) -> None:
    before = await attack.fingerprint()
    functions = await attack.superuser.fetch(
        """SELECT p.oid::regproc::text AS name, p.proargnames[1:p.pronargs] AS names,
                  array(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) t) AS types,
                  array(SELECT a.grantee::regrole::text FROM aclexplode(p.proacl) a WHERE a.grantee <> p.proowner) AS given_to
           FROM pg_proc p WHERE p.pronamespace IN ('dispatch'::regnamespace, 'explain'::regnamespace, 'sec'::regnamespace,
                                                      'door'::regnamespace, 'glass'::regnamespace)
           AND p.prorettype <> 'trigger'::regtype"""
    )
    reached, calls = [], 0
    for function in functions:
        asks_for_walls = bool(function["names"]) and function["names"][0] in ("token", "tokens")
        for audience in Audience:
            may = f"amana_{audience.value}" in function["given_to"]
            for scope_name, scope in attack.scopes(audience).items():
                values = [
                    _argument(attack, name, kind, scope)
                    for name, kind in zip(function["names"] or [], function["types"], strict=True)
                ]
                marks = ", ".join(f"${at}::{kind}" for at, kind in enumerate(function["types"], start=1))
                came = await attack.tried(audience, scope, f"SELECT * FROM {function['name']}({marks})", *values)
                calls += 1
                if (not may and came != DENIED) or (may and asks_for_walls and not _is_nothing(came, attack)):
                    reached.append((audience.value, scope_name, function["name"], came))
    assert calls > 500
    assert not reached, reached[:20]
    assert await attack.fingerprint() == before


# By design: an operator ends the sessions of a lost device and reads how many there were, and is told of an id that nobody has.
TELLS_OPERATORS = {"door.attest", "door.end_all_of"}


async def test_no_function_tells_whether_an_id_is_somebodys(attack: Attack) -> None:
    """Whoever asks with a session of their own, the rival's or an operator's, is told the same of the one lab's ids as of ids that never
    were: of people, sessions, passkeys, requests, projects, tasks. To operators the workspaces themselves are no secret."""
    lead, operator = await _rivals_lead(attack), secrets.hash_of(await operator_session(attack.superuser))
    known = await _known_ids(attack)
    functions = await attack.superuser.fetch(
        """SELECT p.oid::regproc::text AS name, p.proargnames[1:p.pronargs] AS names,
                  array(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) t) AS types,
                  array(SELECT a.grantee::regrole::text FROM aclexplode(p.proacl) a WHERE a.grantee <> p.proowner) AS given_to
           FROM pg_proc p WHERE p.pronamespace IN ('door'::regnamespace, 'glass'::regnamespace, 'dispatch'::regnamespace, 'sec'::regnamespace)
             AND p.prorettype <> 'trigger'::regtype"""
    )
    told, calls = [], 0
    for function in functions:
        names, types = function["names"] or [], function["types"]
        marks = ", ".join(f"${at}::{kind}" for at, kind in enumerate(types, start=1))
        sql = f"SELECT * FROM {function['name']}({marks})"
        for audience in (one for one in Audience if f"amana_{one.value}" in function["given_to"]):
            for session in (b"x" * 32, attack.world.session_of("stranger"), lead, operator):
                scope = mint(Scope(audience, WorkspaceId(attack.rival), session), attack._key, time.time())
                both = []
                for ids in (known, {name: uuid4() for name in known}):
                    own = {"token": scope, "tokens": [scope], "p_session_hash": session, "ws": attack.victim} | ids
                    values = [_value(attack, own, name, kind, scope) for name, kind in zip(names, types, strict=True)]
                    both.append(await attack.said(audience, scope, sql, *values))
                    calls += 1
                if both[0] != both[1] and function["name"] not in TELLS_OPERATORS:
                    told.append((audience.value, function["name"], *both))
    assert calls > 400
    assert not told, told[:10]


async def _rivals_lead(attack: Attack) -> bytes:
    """The hash of a live session of a lead of the rival's."""
    session, person = secrets.hash_of(secrets.new_secret()), uuid4()
    await attack.superuser.execute("INSERT INTO commons.person (person_id, body) VALUES ($1, '\\x00')", person)
    await attack.superuser.execute(
        "INSERT INTO commons.session (session_hash, person_id, audience, workspace_id, expires_at)"
        " VALUES ($1, $2, 'client', $3, now() + interval '1 hour')",
        session,
        person,
        attack.rival,
    )
    return session


async def _known_ids(attack: Attack) -> dict[str, Any]:
    """What somebody might know of the victim's, by the names that functions give it."""
    mine = attack.world.session_of("annotator")
    [own] = await attack.superuser.fetch(
        "SELECT s.person_id, s.session_id FROM commons.session s WHERE s.session_hash = $1", mine
    )
    return {
        "p_person": own["person_id"],
        "p_session": own["session_id"],
        "p_project": attack.world.project,
        "p_task": attack.world.tasks[0],
        "p_after": attack.world.tasks[0],
        "p_pseudonym": attack.world.annotator.pseudonym,
        "p_to": attack.world.annotator.pseudonym,
        "p_assignment": UUID(attack.rows["walled.assignment"]["assignment_id"]),
        "p_submit": UUID(attack.rows["walled.annotation"]["submit_id"]),
        "p_request": UUID(attack.rows["walled.break_glass"]["request_id"]),
    }


def _value(attack: Attack, own: dict[str, Any], name: str, kind: str, scope: str) -> Any:
    if name in own and isinstance(own[name], UUID) == (kind == "uuid"):
        return own[name]
    by_kind = {"text": "auditor", "boolean": False, "uuid[]": [], "text[]": [], "bytea[]": [b"y" * 32], "bytea": b"y" * 32}
    return by_kind[kind] if kind in by_kind else _argument(attack, name, kind, scope)


def _insert(table: str, columns: list[str], row: Rows) -> tuple[str, str]:
    named = ", ".join(columns)
    return f"INSERT INTO {table} ({named}) SELECT {named} FROM json_populate_record(NULL::{table}, $1::text::json)", json.dumps(
        row
    )


UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _unlike(name: str, value: Any, rival: UUID) -> Any:
    """Every id another that nobody has; all else the same."""
    return str(uuid4()) if isinstance(value, str) and UUID_TEXT.fullmatch(value) and value != str(rival) else value


def _argument(attack: Attack, name: str, kind: str, scope: str) -> Any:
    world = attack.world
    named: dict[str, Any] = {
        "token": scope,
        "tokens": [scope],
        "p_project": world.project,
        "p_task": world.tasks[0],
        "p_pseudonym": world.annotator.pseudonym,
        "p_assignment": UUID(attack.rows["walled.assignment"]["assignment_id"]),
        "p_submit": UUID(attack.rows["walled.annotation"]["submit_id"]),
        "p_tasks": list(world.tasks),
        "p_assignments": [UUID(attack.rows["walled.assignment"]["assignment_id"])],
        "p_answers": [],
    }
    if name in named:
        return named[name]
    by_kind: dict[str, Any] = {"integer": 1, "bigint": 0, "text": "x", "bytea": b"x" * 32, "uuid": uuid4(), "smallint": 1}
    return by_kind.get(kind)


def _is_nothing(came: str | int | list[Any], attack: Attack) -> bool:
    """Refused, or an answer in which nothing is the victim's."""
    if isinstance(came, str):
        return came in (DENIED, REFUSED_IN_WORDS)
    return isinstance(came, list) and not any(word in str(row) for row in came for word in attack.world.secret_words())
