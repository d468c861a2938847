"""Histories of people and time, each from its seed: whatever happens in whatever order, every promise holds at every look."""

import pytest

from tests.databases import Scratch
from tests.simulation.world import history

SEEDS, STEPS = range(3), 150  # many more in `make soak`


@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_happens_every_promise_holds(scratch: Scratch, seed: int) -> None:
    await history(scratch, seed, STEPS)


async def test_the_same_seed_is_the_same_history(scratch: Scratch) -> None:
    assert await history(scratch, 99, 80) == await history(scratch, 99, 80)
