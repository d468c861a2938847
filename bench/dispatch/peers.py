"""The same work beside Label Studio and Potato: ours is measured before and after each of them, and the mean counts."""

import asyncio
import statistics
from collections.abc import Iterator

from bench.bar import Bar
from bench.dispatch.crew import lead, make_crew
from bench.dispatch.pairs import Run, over_http, percentile
from bench.peers import scripts
from bench.peers.scripts import CLIENTS, NotMeasured, Paired
from tests.journeys.engine import engine_in_a_home, fact

SMALL, TASKS, SECONDS = 1_000, 20_000, 20


def bars() -> Iterator[Bar]:
    before = _ours()
    try:
        studio = scripts.label_studio((SMALL, TASKS), SECONDS)
        between = _ours()
        yield _bar(studio.name, studio.paired, (before, between), at_least=100)
    except NotMeasured as why:
        between = before
        yield _not_measured("Label Studio", why)
    try:
        name, paired = scripts.potato((SMALL, TASKS), SECONDS)
        yield _bar(name, paired, (between, _ours()), at_least=None)
    except NotMeasured as why:
        yield _not_measured("Potato", why)


def _bar(name: str, peer: dict[int, Paired], ours: tuple[Run, Run], at_least: int | None) -> Bar:
    rates = [run.pairs_a_second for run in ours]
    times = statistics.mean(rates) / peer[TASKS].pairs_a_second
    next_ms = [moment for run in ours for moment in run.next_ms]
    return Bar(
        name=f"claim + submit pairs a second over HTTP, against {name.partition(' (')[0]}",
        figure=round(times, 1),
        unit="times",
        goal=f">= {at_least}" if at_least else "a figure",
        holds=times >= at_least if at_least else None,
        peer={
            f"{name}, pairs a second": peer[TASKS].pairs_a_second,
            "its pairs a second at 1,000 tasks": peer[SMALL].pairs_a_second,
            "its next in ms: p50 and p99": [peer[TASKS].next_p50_ms, peer[TASKS].next_p99_ms],
            "its next in ms at 1,000 tasks: p50 and p99": [peer[SMALL].next_p50_ms, peer[SMALL].next_p99_ms],
        },
        note=f"ours {' and '.join(f'{rate:.0f}' for rate in rates)} pairs a second, before and after it, the mean counts; submit and next "
        f"p50 {percentile(next_ms, 0.5):.1f} ms, p99 {percentile(next_ms, 0.99):.1f} ms; {CLIENTS} clients, {TASKS} tasks, {SECONDS} s each",
    )


def _not_measured(peer: str, why: NotMeasured) -> Bar:
    name = f"claim + submit pairs a second over HTTP, against {peer}"
    return Bar(name=name, figure="not measured", unit="", goal="a figure", holds=None, note=str(why))


def _ours() -> Run:
    with engine_in_a_home() as engine:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Beside"), "API key")
        with lead(engine, key) as client:
            crew = make_crew(engine, client, TASKS, CLIENTS)
        return asyncio.run(over_http(engine, crew.project, crew.sessions, SECONDS))
