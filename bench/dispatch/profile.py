"""Where a pair of claim and submit spends its time: the CPU of both processes, and of the database by function."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

from bench.bar import Bar
from bench.dispatch.crew import lead, make_crew, straight
from bench.dispatch.pairs import over_http
from tests.journeys.engine import Engine, engine_in_a_home, fact

TASKS, CLIENTS, SECONDS, FUNCTIONS_SHOWN = 20_000, 8, 8.0, 14
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def bars() -> Iterator[Bar]:
    yield from asyncio.run(_profile())


async def _profile() -> list[Bar]:
    with engine_in_a_home() as engine:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Bench"), "API key")
        admin = await straight(engine)
        await admin.execute("ALTER SYSTEM SET track_functions = 'all'")
        await admin.execute("SELECT pg_reload_conf()")
        with lead(engine, key) as client:
            crew = await asyncio.to_thread(make_crew, engine, client, TASKS, CLIENTS)
        await over_http(engine, crew.project, crew.sessions, 1.0)  # plans are cached, connections open
        await admin.execute("SELECT pg_stat_reset()")
        before = _database_cpu_ms(engine), _cpu_ms(engine.pid)
        run = await over_http(engine, crew.project, crew.sessions, SECONDS)
        pairs = len(run.next_ms)
        database, web = (_database_cpu_ms(engine) - before[0]) / pairs, (_cpu_ms(engine.pid) - before[1]) / pairs
        await asyncio.sleep(1.5)  # until idle backends have told what they counted
        functions = await admin.fetch(
            "SELECT schemaname || '.' || funcname AS name, self_time FROM pg_stat_user_functions ORDER BY self_time DESC"
        )
        await admin.close()
    total = sum(one["self_time"] for one in functions)
    shares = ", ".join(f"{one['name']} {one['self_time'] / total:.0%}" for one in functions[:FUNCTIONS_SHOWN])
    sizes = f"{pairs} pairs, {CLIENTS} clients, {TASKS} tasks"
    return [
        Bar(
            name="CPU of PostgreSQL a pair", figure=round(database, 2), unit="ms", goal="", holds=None, note=f"{sizes}; {shares}"
        ),
        Bar(name="CPU of the engine a pair", figure=round(web, 2), unit="ms", goal="", holds=None, note=sizes),
    ]


def _database_cpu_ms(engine: Engine) -> float:
    """Of all its living backends: they outlive a run."""
    postmaster = int((engine.home / "home" / "pg" / "data" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return sum(_cpu_ms(int(child)) for child in children)


def _cpu_ms(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / _TICKS_A_SECOND
