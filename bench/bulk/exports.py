"""Annotations exported a second through HTTP, in each format, and whether the web process grows with them."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import msgspec

from amana.actions.sealed import AnnotationBody
from amana.outside.key_store import FileKeyStore
from amana.outside.seal import Owner, Seal
from bench.bar import Bar
from bench.bulk import beside
from bench.bulk.memory import PeakMemory
from bench.dispatch.crew import lead, make_crew, straight
from tests.journeys.engine import Engine, engine_in_a_home, fact

TASKS, ANNOTATIONS = 20_000, 200_000


def bars() -> Iterator[Bar]:
    peer = beside.exported()
    with engine_in_a_home() as engine:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Bulk"), "API key")
        with lead(engine, key) as client:
            crew = make_crew(engine, client, TASKS, 1, annotations_needed=100)
            asyncio.run(_fill(engine, crew.project))
            for format in ("jsonl", "csv", "parquet"):
                with PeakMemory(engine.pid) as early:
                    _download(client, crew.project, format, "since=2100-01-01T00:00:00Z")
                with PeakMemory(engine.pid) as peak:
                    rate = ANNOTATIONS / _download(client, crew.project, format)
                yield Bar(
                    name=f"annotations exported a second as {format}",
                    figure=round(rate),
                    unit="rows a second",
                    goal=">= 30000",
                    holds=rate >= 30_000,
                    peer=peer,
                    note=f"{ANNOTATIONS} annotations of {TASKS} tasks through HTTP; the web process went from {early.megabytes} to "
                    f"{peak.megabytes} MB",
                )


def _download(client: httpx.Client, project: str, format: str, query: str = "") -> float:
    began = time.perf_counter()
    with client.stream("GET", f"/api/client/projects/{project}/annotations?format={format}&{query}") as response:
        response.raise_for_status()
        for _ in response.iter_raw():
            pass
    return time.perf_counter() - began


async def _fill(engine: Engine, project: str) -> None:
    """Annotations as `submit` would have stored them, sealed, but past the functions: what is measured is reading them."""
    seal = Seal(FileKeyStore(engine.home / "home"))
    connection = await straight(engine)
    workspace: UUID = await connection.fetchval("SELECT workspace_id FROM walled.project WHERE project_id = $1", UUID(project))
    pseudonym: UUID = await connection.fetchval(
        "SELECT pseudonym FROM walled.project_member WHERE project_id = $1", UUID(project)
    )
    found = await connection.fetch("SELECT task_id, body FROM walled.task_content WHERE project_id = $1", UUID(project))
    tasks = [(row["task_id"], seal.salt_of(row["body"])) for row in found]
    now = datetime.now(UTC)
    body = msgspec.json.encode(AnnotationBody(msgspec.Raw(b'{"preference":1,"reason":"because it is the clearer one"}'), (0, 1)))
    people = [uuid4() for _ in range(ANNOTATIONS // TASKS)]
    assignments, rows = [], []
    for number in range(ANNOTATIONS):
        (task, salt), person = tasks[number % TASKS], people[number // TASKS]
        assignment, submit = uuid4(), uuid4()
        assignments.append(
            (workspace, assignment, UUID(project), task, person, "answered", False, 1, now, now, now, 0, 1, 12, "EUR")
        )
        sealed = seal.seal("annotation", Owner(workspace, UUID(project)), submit, body, salt=salt)
        rows.append(
            (workspace, submit, UUID(project), task, assignment, pseudonym, 1, False, 1, [0], [1], [0.0], 5, bytes(32), sealed)
        )
    await connection.copy_records_to_table(
        "assignment",
        schema_name="walled",
        records=assignments,
        columns=[
            "workspace_id", "assignment_id", "project_id", "task_id", "pseudonym", "state", "surplus", "revision", "claimed_at",
            "lease_until", "shown_at", "presentation_seed", "guideline_version", "rate_minor", "currency",
        ],
    )  # fmt: skip
    await connection.copy_records_to_table(
        "annotation",
        schema_name="walled",
        records=rows,
        columns=[
            "workspace_id", "submit_id", "project_id", "task_id", "assignment_id", "pseudonym", "revision", "surplus",
            "guideline_version", "vote_question", "vote_class", "vote_value", "active_ms", "content_digest", "body",
        ],
    )  # fmt: skip
    await connection.execute("ANALYZE")
    await connection.close()
