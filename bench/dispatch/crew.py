"""A project of a given size with its people, made over HTTP, and the database beneath it for what a bench must read."""

import json
from typing import Any

import asyncpg
import httpx
import msgspec

from amana.outside.postgres.server import DATABASE, SUPERUSER, Server
from tests.journeys.engine import Engine

RATE_MINOR = 12


class Crew(msgspec.Struct):
    """`sessions`: a cookie a person."""

    project: str
    sessions: list[str]


def payload(number: int) -> dict[str, str]:
    """A comparison of about 300 bytes, the size of the task the peer is measured with."""
    return {
        "prompt": f"Task {number}: which of the two answers would you rather read, and why would you?",
        "response_a": f"The first answer to {number}. " + "lorem ipsum " * 7,
        "response_b": f"The second answer to {number}. " + "lorem ipsum " * 7,
    }


def lead(engine: Engine, key: str) -> httpx.Client:
    return httpx.Client(base_url=engine.url, headers={"Authorization": f"Bearer {key}"}, timeout=600)


def make_crew(engine: Engine, client: httpx.Client, tasks: int, people: int, **project: Any) -> Crew:
    """An open project of `tasks` comparisons with `people` members signed in."""
    new: dict[str, Any] = {
        "name": f"{tasks} tasks",
        "task_type": "comparison",
        "rate_minor": RATE_MINOR,
        "currency": "EUR",
        "annotations_needed": 1,
    }
    made = client.post("/api/client/projects", json=new | project).raise_for_status().json()["project_id"]
    base = f"/api/client/projects/{made}"
    rows = b"".join(json.dumps(payload(number)).encode() + b"\n" for number in range(tasks))
    plan = client.post(f"{base}/plans", content=rows).raise_for_status().json()["plan_id"]
    client.post(f"{base}/plans/{plan}/commit").raise_for_status()
    client.post(f"{base}/open").raise_for_status()
    return Crew(made, [sign_in(engine, client, made) for _ in range(people)])


def sign_in(engine: Engine, client: httpx.Client, project: str) -> str:
    """Invite somebody, redeem the link as they would, and return their cookie."""
    link = client.post(f"/api/client/projects/{project}/invitations", json={"label": "crew"}).raise_for_status().json()["link"]
    session = httpx.post(f"{engine.url}/api/session", json={"link": link}).raise_for_status()
    return session.headers["set-cookie"].partition(";")[0]


async def straight(engine: Engine, database: str = DATABASE) -> "asyncpg.Connection[asyncpg.Record]":
    """A connection past every wall: for benches and harnesses alone."""
    socket_folder = Server(engine.home / "home").socket_folder
    return await asyncpg.connect(host=str(socket_folder), user=SUPERUSER, database=database)
