"""Your own PostgreSQL, 16 and 18: `amana migrate` as its owner, `amana up` without that login, one task from file to export."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from amana.core.scope_token import mint, padded_keys
from amana.model.scope import Audience, Scope
from amana.outside.key_store import FileKeyStore
from amana.store.db import role_of
from tests.cluster import OWNER, PASSWORD, QUOTED, WHEELS, Cluster, cluster
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.test_01_thread_by_command_line import answer
from tests.lab import json_lines, row
from tests.store import test_catalogue as catalogue
from tests.store.test_walls import rows_seen

INSIDE_SECONDS_MAX = 30


@pytest.fixture(params=WHEELS, ids=lambda version: f"PostgreSQL {version}")
def own(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    with cluster(request.param) as made:
        asyncio.run(made.make_database())
        asyncio.run(made.let_in_only_whom_the_how_to_says())
        yield made


@pytest.fixture
def engine(own: Cluster) -> Iterator[Engine]:
    """An engine that knows the place and not the owner's login."""
    with engine_in_a_home() as engine:
        engine.environment = {"AMANA_DATABASE_URL": own.url("")}
        yield engine


def migrating(engine: Engine, own: Cluster) -> subprocess.Popen[str]:
    environment = os.environ | {"AMANA_HOME": str(engine.home / "home"), "AMANA_DATABASE_URL": own.url()}
    return subprocess.Popen(
        [sys.executable, "-m", "amana", "migrate"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_one_task_goes_from_file_to_export_on_your_own_server(own: Cluster, engine: Engine, tmp_path: Path) -> None:
    assert "amana migrate" in engine.amana("up", status=1)
    assert "amana migrate" in engine.amana("doctor", status=1)
    # Two at once: one does the work, the other waits and finds nothing to do. Neither makes a second key.
    said = [process.communicate(timeout=120) for process in [migrating(engine, own), migrating(engine, own)]]
    assert sorted("nothing to apply" in out for out, _ in said) == [False, True], said

    engine.start()
    assert not (engine.home / "home" / "pg").exists()  # no server of ours
    key = fact(engine.amana("workspace", "create", "Rivendell"), "API key")
    new = ("project", "create", "Pairs", "--rate-minor", "12", "--currency", "EUR", "--annotations-needed", "1")
    project = engine.amana(*new, key=key).strip()
    file = tmp_path / "rows.jsonl"
    file.write_bytes(json_lines([row(number) for number in range(3)]))
    assert "3 tasks" in engine.amana("import", str(file), "--project", project, "--yes", key=key)
    engine.amana("project", "open", project, key=key)
    link = fact(engine.amana("invite", "--project", project, "--label", "Noor", key=key), "link")
    with engine.client() as annotator:
        assert annotator.post("/api/session", json={"link": link.partition("#")[2]}).status_code == 201
        desk = f"/api/annotator/projects/{project}"
        [held] = annotator.post(f"{desk}/claim", json={"want": 1}).json()
        submit = answer(held["assignment_id"])
        cut_off = asyncio.run(submit_while_the_database_dies(own, annotator, f"{desk}/submit", submit))
        assert (cut_off.status_code, cut_off.json()["code"]) == (503, "database_gone"), cut_off.text
        assert int(cut_off.headers["retry-after"]) > 0
        assert annotator.post(f"{desk}/submit", json=submit).status_code == 503  # nobody is there
        own.start()
        receipt = annotator.post(f"{desk}/submit", json=submit)
        assert receipt.status_code == 200, receipt.text
        assert annotator.post(f"{desk}/submit", json=submit).json() == receipt.json()
    out = tmp_path / "answers.jsonl"
    engine.amana("export", "--project", project, "--out", str(out), key=key)
    [exported] = [json.loads(line) for line in out.read_text().splitlines()]
    assert exported["answer"]["reason"] == "because"

    rival = fact(engine.amana("workspace", "create", "Mordor"), "API key")
    assert "no project" in engine.amana("project", "show", project, key=rival, status=1)
    out_of_another, complaint = migrating(engine, own).communicate(timeout=120)
    assert "nothing to apply" in out_of_another, complaint
    assert fact(engine.amana("project", "show", project, key=key), "answered") == "1"
    asyncio.run(the_walls_hold(own, engine))
    asyncio.run(own.run(f"ALTER ROLE {OWNER} NOLOGIN"))  # between upgrades nobody needs it
    assert f"PostgreSQL {own.version}" in engine.amana("doctor")
    assert engine.stop() == 0
    assert "the engine is stopped" in engine.amana("doctor")
    assert "Traceback" not in engine.log(), engine.log()

    # No password, and no key that signs scope tokens, is in what was printed or in the server's log, which logs every statement.
    working = FileKeyStore(engine.home / "home").working
    secrets = [PASSWORD, QUOTED, *(working.password_of(role_of(audience)) for audience in Audience)]
    secrets += [half.hex() for half in padded_keys(working.scope)]
    everything = own.log() + engine.log() + "".join(part for pair in said for part in pair) + complaint
    assert [secret for secret in secrets if secret in everything] == []
    # Nothing but `migrate` used the owner's login.
    logins = {line.split("user=")[1].split()[0] for line in own.log().splitlines() if "connection authorized" in line}
    assert logins == {OWNER, "root", *map(role_of, Audience)}
    assert own.log().count(f"connection authorized: user={OWNER} ") == 3


async def submit_while_the_database_dies(
    own: Cluster, annotator: httpx.Client, path: str, submit: dict[str, Any]
) -> httpx.Response:
    """The server is killed when the submit stands inside its function, waiting for the lock on its task."""
    blocker, watcher = await own.connect(), await own.connect()
    await blocker.execute("BEGIN; SELECT FROM walled.task FOR UPDATE")
    got: list[httpx.Response] = []
    sending = threading.Thread(target=lambda: got.append(annotator.post(path, json=submit)))
    sending.start()
    deadline = time.monotonic() + INSIDE_SECONDS_MAX
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'amana_annotator' AND wait_event_type = 'Lock'"
    while not await watcher.fetchval(waiting):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)
    own.stop(signal.SIGQUIT)
    await asyncio.to_thread(sending.join)
    blocker.terminate()
    watcher.terminate()
    return got[0]


async def the_walls_hold(own: Cluster, engine: Engine) -> None:
    superuser = await own.connect()
    await catalogue.test_every_table_is_on_one_of_the_three_lists(superuser)
    await catalogue.test_row_security_is_forced_on_walled_and_commons(superuser)
    await catalogue.test_every_walled_policy_checks_the_scope_both_ways(superuser)
    await catalogue.test_annotators_and_the_door_touch_no_table(superuser)
    await catalogue.test_nothing_is_executable_by_everyone_and_definers_pin_their_path(superuser)
    await catalogue.roles_stay_below_the_walls(superuser, set())
    owner = await superuser.fetchrow("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = $1", OWNER)
    assert owner is not None
    assert not any(owner)
    [mine, rival] = [id for (id,) in await superuser.fetch("SELECT workspace_id FROM walled.workspace ORDER BY created_at")]
    await superuser.close()
    working = FileKeyStore(engine.home / "home").working
    role = role_of(Audience.CLIENT)
    client = await own.connect(user=role, password=working.password_of(role))
    for workspace, tasks in ((mine, 3), (rival, 0)):
        seen = await rows_seen(client, mint(Scope(Audience.CLIENT, workspace), working.scope, time.time()))
        assert (seen["task"], seen["annotation"]) == (tasks, tasks // 3)
    assert set((await rows_seen(client, None)).values()) == {0, "42501"}  # no rows, and of drafts not even the table
    await client.close()


def test_a_migration_that_dies_half_way_is_finished_by_the_next(own: Cluster, engine: Engine) -> None:
    rng = random.Random(8)
    for _ in range(4):
        dying = migrating(engine, own)
        deadline = time.monotonic() + INSIDE_SECONDS_MAX
        before = own.log().count("connection authorized")
        while own.log().count("connection authorized") == before and dying.poll() is None:
            assert time.monotonic() < deadline
        time.sleep(rng.uniform(0, 0.4))  # where in its half second of work it dies
        dying.kill()
        dying.communicate()
    said, complaint = migrating(engine, own).communicate(timeout=120)
    assert "the database is at this version" in said, complaint
    asyncio.run(whole(own))
    assert "workspace" in engine.amana("workspace", "create", "Rivendell")


async def whole(own: Cluster) -> None:
    connection: asyncpg.Connection = await own.connect()
    await catalogue.test_every_table_is_on_one_of_the_three_lists(connection)
    await catalogue.roles_stay_below_the_walls(connection, set())
    await connection.close()
