"""Calls that share a statement: each gets its own answer, in its own order, and nobody pays for another's mistake."""

import asyncio
from collections.abc import Sequence
from uuid import uuid4

import asyncpg
import pytest

from amana.model.errors import DatabaseGone, DomainError, RevisionStale
from amana.model.scope import Audience, Scope
from amana.store.together import TOGETHER_MAX, Together
from tests.lab import Annotator, Lab
from tests.promises import broken


class Refused(Exception):
    pass


class Line:
    """A database that takes its time and remembers what was sent to it at once; it refuses the item "bad"."""

    def __init__(self, fails_with: Exception | None = None) -> None:
        self.sent: list[list[object]] = []
        self.open = asyncio.Event()
        self.fails_with = fails_with

    async def send(self, tokens: Sequence[str], items: Sequence[object]) -> list[tuple[int, str]]:
        assert len(tokens) == len(items)
        self.sent.append(list(items))
        await self.open.wait()
        if self.fails_with:
            raise self.fails_with
        if "bad" in items:
            raise Refused()
        return [(number, f"{token} {item}") for number, (token, item) in enumerate(zip(tokens, items, strict=True), start=1)]


async def ask_all(together: Together, line: Line, *items: str) -> list[object]:
    """All at one moment, in one line; sorted by the item itself."""
    asked = [asyncio.create_task(together.ask("line", line.send, f"token of {one}", one, one)) for one in items]  # type: ignore[arg-type]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    line.open.set()
    return [
        answer if isinstance(answer, BaseException) else [row[1] for row in answer]
        for answer in await asyncio.gather(*asked, return_exceptions=True)
    ]


async def test_the_first_goes_at_once_and_who_comes_meanwhile_goes_together_sorted() -> None:
    line = Line()
    answers = await ask_all(Together(), line, "c", "b", "d", "a")
    assert line.sent == [["c"], ["a", "b", "d"]] or line.sent == [["a", "b", "c", "d"]]
    assert answers == [[f"token of {item} {item}"] for item in ("c", "b", "d", "a")]


async def test_who_is_refused_is_refused_alone() -> None:
    line = Line()
    first, good, bad, other = await ask_all(Together(), line, "first", "good", "bad", "other")
    assert isinstance(bad, Refused)
    assert (first, good, other) == (["token of first first"], ["token of good good"], ["token of other other"])
    assert line.sent[-1] == ["other"]  # each again by itself


async def test_a_database_that_is_gone_is_not_asked_again_for_each() -> None:
    line = Line(fails_with=DatabaseGone())
    answers = await ask_all(Together(), line, "a", "b", "c")
    assert all(isinstance(answer, DatabaseGone) for answer in answers)
    assert sum(map(len, line.sent)) == 3


async def test_there_is_an_end_to_how_many_go_together() -> None:
    line = Line()
    items = [f"{number:03}" for number in range(3 * TOGETHER_MAX)]
    assert await ask_all(Together(), line, *items) == [[f"token of {item} {item}"] for item in items]
    assert max(map(len, line.sent)) <= TOGETHER_MAX


async def test_a_caller_who_left_holds_up_nobody() -> None:
    line, together = Line(), Together()
    leaves = asyncio.create_task(together.ask("line", line.send, "t", "leaves", 0))  # type: ignore[arg-type]
    await asyncio.sleep(0)
    leaves.cancel()
    assert await ask_all(together, line, "stays") == [["token of stays stays"]]
    assert not together._lines


async def test_what_waits_for_a_lock_holds_up_those_who_come_after_it_for_a_moment_alone() -> None:
    stuck, free, together = Line(), Line(), Together(patience_seconds=0.0)
    free.open.set()
    waits = asyncio.create_task(together.ask("line", stuck.send, "t", "waits", 0))  # type: ignore[arg-type]
    while not stuck.sent:
        await asyncio.sleep(0.001)
    assert await ask_all(together, free, "passes") == [["token of passes passes"]]
    assert not waits.done()
    stuck.open.set()
    await waits
    assert not together._lines


# ---- the same through the engine -------------------------------------------------------------------------------------------


async def test_answers_of_one_moment_are_each_kept_and_a_wrong_one_is_refused_alone(
    lab: Lab, superuser: asyncpg.Connection
) -> None:
    crew = await lab.annotators(await lab.project(tasks=30, annotations_needed=3), 12)
    held = [(await one.claim())[0] for one in crew]
    ids = [uuid4() for _ in crew]
    outcomes = await asyncio.gather(
        *(
            one.submit(task, submit_id=submit_id, revision=7 if number == 5 else None)
            for number, (one, task, submit_id) in enumerate(zip(crew, held, ids, strict=True))
        ),
        return_exceptions=True,
    )
    assert isinstance(outcomes.pop(5), RevisionStale)
    wrong = ids.pop(5)
    assert [outcome.submit_id for outcome in outcomes if not isinstance(outcome, BaseException)] == ids
    kept = await superuser.fetch("SELECT submit_id FROM walled.annotation WHERE submit_id = ANY ($1)", [*ids, wrong])
    assert {row["submit_id"] for row in kept} == set(ids)
    assert await broken(superuser) == {}


async def test_many_people_answer_the_same_few_tasks_at_once(lab: Lab, superuser: asyncpg.Connection) -> None:
    crew = await lab.annotators(await lab.project(tasks=4, annotations_needed=16), 16)

    async def work(annotator: Annotator) -> None:
        answered = 0
        while answered < 4:  # none at this moment: what is left is in other hands, which let go of it
            held = await annotator.claim(want=2)
            await asyncio.gather(*map(annotator.submit, held))
            answered += len(held)

    await asyncio.gather(*map(work, crew))
    assert await broken(superuser) == {}


async def test_tokens_of_two_workspaces_never_share_a_commit(lab: Lab) -> None:
    mine = await lab.annotator(await lab.project(tasks=1))
    theirs_lab = await Lab.open(lab.context)
    theirs = await theirs_lab.annotator(await theirs_lab.project(tasks=1))
    db = lab.context.db
    tokens = [
        db._token(Scope(Audience.ENGINE, one.scope.workspace_id, one.scope.subject, one.scope.person)) for one in (mine, theirs)
    ]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await db._call(Audience.ENGINE, "dispatch.facts", tokens, [uuid4(), uuid4()])
    with pytest.raises((DomainError, asyncpg.PostgresError)):
        await db._call(Audience.ENGINE, "dispatch.facts", [tokens[0], "forged"], [uuid4(), uuid4()])
