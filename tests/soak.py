"""`python -m tests.soak`: 2,000 killed engines, 200 killed servers, hundreds of simulated histories; goes on where it was stopped.

Each round and each history has its own seed, drawn from one that is printed and kept in the state file. What broke a promise is not
kept as done: the next run begins with it.
"""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from amana.outside.postgres.server import Server
from tests.databases import Scratch
from tests.kills.harness import Outcome, Plan, run
from tests.simulation.world import history

ROUNDS, HISTORIES, STEPS = 20, 400, 200
STATE = Path("build/soak.json")


class State(msgspec.Struct):
    """What was done: a seed and its outcome a round, and how many histories."""

    seed: int
    rounds: list[Outcome] = []
    histories: int = 0
    seconds: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--histories", type=int, default=HISTORIES)
    parser.add_argument("--state", type=Path, default=STATE)
    asked = parser.parse_args()
    state = _found(asked.state, asked.rounds, asked.histories)
    print(
        f"seed {state.seed}; {len(state.rounds)} of {asked.rounds} rounds and {state.histories} of {asked.histories} histories are done"
    )
    while len(state.rounds) < asked.rounds:
        began = time.monotonic()
        plan = plan_of(state.seed + len(state.rounds))
        outcome = run(plan)
        print(plan, outcome, flush=True)
        if outcome.broken:
            sys.exit(f"promises were broken: {outcome.broken}")
        state.rounds.append(outcome)
        _keep(asked.state, state, began)
    asyncio.run(_histories(state, asked.histories, asked.state))
    killed = {
        victim: sum(outcome.killed[victim] for outcome in state.rounds) for victim in ("engine", "connection", "postmaster")
    }
    answers = sum(outcome.acknowledged for outcome in state.rounds)
    print(
        f"no promise was broken: {answers} answers, killed {killed}, {state.histories} histories, {state.seconds / 60:.0f} minutes"
    )


def plan_of(seed: int) -> Plan:
    """A twentieth of it all."""
    return Plan(seed=seed, submits=5_000, engines=100, connections=30, postmasters=10)


async def _histories(state: State, count: int, path: Path) -> None:
    home = Path(tempfile.mkdtemp(prefix="amana-soak-", dir="/tmp"))
    home.chmod(0o711)
    try:
        with Server(home, settings={"fsync": "off"}) as server:
            scratch = await Scratch.prepare(home, server)
            while state.histories < count:
                began = time.monotonic()
                await history(scratch, state.seed + state.histories, STEPS)
                state.histories += 1
                _keep(path, state, began)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _found(path: Path, rounds: int, histories: int) -> State:
    """What an earlier run left unfinished, or a new seed."""
    if path.exists():
        state = msgspec.json.decode(path.read_bytes(), type=State)
        if len(state.rounds) < rounds or state.histories < histories:
            return state
    return State(random.SystemRandom().randrange(2**31))


def _keep(path: Path, state: State, began: float) -> None:
    state.seconds += time.monotonic() - began
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    aside.write_bytes(msgspec.json.encode(state))
    aside.replace(path)


if __name__ == "__main__":
    main()
