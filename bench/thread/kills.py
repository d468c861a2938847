"""2,000 answers while engines are killed with -9 at any moment of an answer, and the planted bug that must be caught: tests/kills."""

from collections.abc import Iterator

from bench.bar import Bar
from tests.kills.harness import PEOPLE, Plan, run

SUBMITS, KILLS, PLANTED_KILLS = 2000, 20, 25
SEED = 1


def bars() -> Iterator[Bar]:
    sound = run(Plan(seed=SEED, submits=SUBMITS, engines=KILLS))
    kept = sound.acknowledged - sound.taken_back - sound.surplus
    yield Bar(
        name="promises broken by kills",
        figure=sum(sound.broken.values()),
        unit="of acknowledged submits",
        goal="0",
        holds=not sound.broken and kept == SUBMITS,
        note=f"{sound.acknowledged} submits acknowledged, {PEOPLE} clients, {KILLS} kills, {sound.seconds:.0f} s; {sound.broken}",
    )
    yield Bar(
        name="kills inside a submit",
        figure=sound.inside,
        unit=f"of {KILLS}",
        goal="at least half",
        holds=sound.inside * 2 >= KILLS,
        note="a submit was sent and not answered at the moment of the kill",
    )
    planted = run(Plan(seed=SEED, submits=800, engines=PLANTED_KILLS, looks=0, planted="pay_in_a_second_transaction"))
    yield Bar(
        name="the planted bug (pay in a second transaction) is caught",
        figure=bool(planted.broken),
        unit="",
        goal="true",
        holds=bool(planted.broken),
        note=f"after {PLANTED_KILLS} kills; {planted.broken}",
    )
