"""200 guesses at passwords at once: how much longer everybody else waits meanwhile."""

import asyncio
import time
from collections.abc import Iterator

import numpy as np

from bench.bar import Bar
from bench.dispatch.crew import lead, make_crew
from bench.wire import Refused, Wire
from tests.journeys.engine import Engine, engine_in_a_home, fact

GUESSES_AT_ONCE = 200
REQUESTS = 300
WORSE_MAX = 2.0


def bars() -> Iterator[Bar]:
    with engine_in_a_home() as engine:
        # Behind a proxy that says from where each guess comes: from one address they would be refused unlooked at.
        engine.environment |= {"AMANA_PASSWORDS": "on", "AMANA_ORIGIN": "https://amana.example"}
        engine.start()
        key = fact(engine.amana("workspace", "create", "Walls"), "API key")
        with lead(engine, key) as client:
            crew = make_crew(engine, client, 1000, 1)
        calm, stormy, hashed, sent = asyncio.run(_measure(engine, crew.sessions[0], crew.project))
    yield Bar(
        name="p95 of an annotator's claims while 200 passwords are guessed at once",
        figure=round(stormy / calm, 2),
        unit="times that without",
        goal=f"at most {WORSE_MAX:.0f}",
        holds=stormy <= WORSE_MAX * calm and hashed > 0,
        note=f"{calm * 1000:.1f} ms without, {stormy * 1000:.1f} ms with; {hashed} of {sent} guesses were hashed, the others told to come again",
    )


async def _measure(engine: Engine, cookie: str, project: str) -> tuple[float, float, int, int]:
    wire = await Wire.open(engine.url, cookie=cookie)
    path = f"/api/annotator/projects/{project}/claim"
    await _p95(wire, path, None)
    calm = await _p95(wire, path, None)
    over = asyncio.Event()
    storm = asyncio.create_task(_storm(engine, over))
    await asyncio.sleep(0.2)
    stormy = await _p95(wire, path, storm)
    over.set()
    hashed, sent = await storm
    wire.close()
    return calm, stormy, hashed, sent


async def _p95(wire: Wire, path: str, during: "asyncio.Task[tuple[int, int]] | None") -> float:
    took = []
    for _ in range(REQUESTS):
        assert during is None or not during.done(), "the storm was over before the measure"
        began = time.perf_counter()
        await wire.post(path, {"want": 1})
        took.append(time.perf_counter() - began)
        await asyncio.sleep(0.005)
    return float(np.percentile(took, 95))


async def _storm(engine: Engine, over: asyncio.Event) -> tuple[int, int]:
    """Guesses at names of their own, GUESSES_AT_ONCE at any moment, until it is over; how many were hashed, and sent."""
    hashed = sent = 0

    async def one(number: int) -> None:
        nonlocal hashed, sent
        wire = await Wire.open(engine.url, x_forwarded_for=f"198.51.100.{number}")
        while not over.is_set():
            sent += 1
            try:
                await wire.post("/api/session/password", {"name": f"guess {number} {sent}", "password": "wrong wrong wrong"})
            except Refused as refused:
                hashed += refused.status == 401
                if refused.status != 401:
                    await asyncio.sleep(1.0)  # it was told to come again
        wire.close()

    await asyncio.gather(*(one(number) for number in range(GUESSES_AT_ONCE)))
    return hashed, sent
