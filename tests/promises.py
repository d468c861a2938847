"""What the engine promises, asked of the rows themselves past every wall: of every moment, and to whoever was told something."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from amana.store.sqlfile import Statements, beside

_SQL: Statements = beside(__file__)
_STANDING = _SQL.standing
AT_EVERY_MOMENT = (
    "nobody_has_a_task_twice",
    "nobody_answers_a_task_twice",
    "an_assignment_is_answered_exactly_when_its_newest_answer_stands",
    "a_task_counts_its_answers",
    "needed_is_answered_and_held_and_meant_and_slots",
    "a_settled_task_has_what_it_needs",
    "a_full_task_will_settle",
    "each_answer_has_one_pending_at_the_frozen_rate",
    "what_is_pending_ends_once_and_as_it_should",
    "the_log_has_each_answer_once",
    "the_log_has_each_look",
    "no_row_of_the_log_is_altered",
)
TO_WHOM_IT_WAS_SAID = (
    "what_was_acknowledged_is_stored_as_it_was_sent",
    "what_was_taken_back_stays_taken_back",
    "what_was_refused_is_not_stored",
    "what_was_skipped_stays_skipped",
    "nothing_is_stored_that_nobody_sent",
)


class Acknowledged(msgspec.Struct, frozen=True):
    """What a receipt said. `active_ms` is what was sent with the answer: the harness draws it, to know its answers again."""

    active_ms: int
    submitted_at: datetime
    amount_minor: int
    currency: str
    surplus: bool


class Told(msgspec.Struct):
    """All that clients sent and were told, by submit and assignment."""

    sent: set[UUID] = msgspec.field(default_factory=set)
    acknowledged: dict[UUID, Acknowledged] = msgspec.field(default_factory=dict)
    taken_back: set[UUID] = msgspec.field(default_factory=set)
    asked_back: set[UUID] = msgspec.field(default_factory=set)  # the engine may not have answered yet
    refused: set[UUID] = msgspec.field(default_factory=set)
    skipped: set[UUID] = msgspec.field(default_factory=set)


async def broken(connection: asyncpg.Connection, told: Told | None = None, workspace_id: UUID | None = None) -> dict[str, int]:
    """The promises that do not hold at this moment, with the number of rows that break each. Empty: all hold."""
    told = told or Told()
    # What clients hear while this looks is of a later moment.
    heard = Told(**{name: value.copy() for name, value in msgspec.structs.asdict(told).items()})
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        found = {}
        for name in AT_EVERY_MOMENT:
            text = f"WITH standing AS NOT MATERIALIZED ({_STANDING}) SELECT count(*) FROM ({getattr(_SQL, name)}) x"
            found[name] = await connection.fetchval(text, workspace_id)
        if told.sent:
            found |= await _forgotten(connection, heard, told)
    return {name: count for name, count in found.items() if count}


async def _forgotten(connection: asyncpg.Connection, heard: Told, told: Told) -> dict[str, int]:
    """`heard`: what clients knew before this moment; `told`: it goes on growing, so what they asked for is in it."""
    stored = {
        row["submit_id"]: (Acknowledged(*tuple(row)[1:6]), row["withdrawn"])
        for row in await connection.fetch(
            """SELECT n.submit_id, n.active_ms, n.submitted_at, x.amount_minor, x.currency, n.surplus, w.submit_id IS NOT NULL AS withdrawn
               FROM walled.annotation n
               LEFT JOIN walled.transfer x ON x.workspace_id = n.workspace_id AND x.submit_id = n.submit_id AND x.kind = 'pending'
               LEFT JOIN walled.withdrawal w ON w.workspace_id = n.workspace_id AND w.submit_id = n.submit_id"""
        )
    }
    skipped = await connection.fetch("SELECT assignment_id FROM walled.assignment WHERE state = 'skipped'")
    withdrawn = {submit_id for submit_id, (_, taken_back) in stored.items() if taken_back}
    counted = (
        sum(one not in stored or stored[one][0] != said for one, said in heard.acknowledged.items()),
        len(heard.taken_back - withdrawn) + len(withdrawn - told.asked_back),
        len(heard.refused & stored.keys()),
        len(heard.skipped - {row["assignment_id"] for row in skipped}),
        len(stored.keys() - told.sent),
    )
    return dict(zip(TO_WHOM_IT_WAS_SAID, counted, strict=True))


async def starved(connection: asyncpg.Connection, workspace_id: UUID) -> list[asyncpg.Record]:
    """Who could still answer which open task, after everybody has claimed until nothing came: nobody, if no task starves."""
    return await connection.fetch(
        """SELECT t.task_id, m.pseudonym FROM walled.task t
           JOIN walled.project p ON p.workspace_id = t.workspace_id AND p.project_id = t.project_id AND p.state = 'open'
           JOIN walled.project_member m ON m.workspace_id = t.workspace_id AND m.project_id = t.project_id AND m.ended_at IS NULL
           WHERE t.workspace_id = $1 AND t.open AND NOT EXISTS (
               SELECT FROM walled.assignment a WHERE a.workspace_id = t.workspace_id AND a.task_id = t.task_id
               AND a.pseudonym = m.pseudonym AND a.state IN ('answered', 'skipped', 'taken_back'))""",
        workspace_id,
    )
