"""The other half of `pay_in_a_second_transaction.sql`: an engine that stores an answer, and then pays for it."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from amana.model.desk import Receipt
from amana.model.scope import Scope
from amana.store import dispatch
from amana.store.db import Database

_submit = dispatch.submit


async def _submit_then_pay(
    db: Database, scope: Scope, answer: dispatch.SealedAnswer, have: Sequence[UUID], want: int
) -> tuple[Receipt, list[dispatch.ClaimedTask]]:
    receipt, claimed = await _submit(db, scope, answer, have, want)
    if receipt.undo_seconds < 0:  # marked: a submit seen before, which was paid then
        return msgspec.structs.replace(receipt, undo_seconds=-1 - receipt.undo_seconds), claimed
    await db.call(_nothing, scope, "dispatch.pay", answer.submit_id, answer.assignment_id)
    return receipt, claimed


def _nothing(_: object) -> None:
    return None


def plant() -> None:
    """Let this process's engine pay apart."""
    dispatch.submit = _submit_then_pay
