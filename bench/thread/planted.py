"""A deliberately broken Amana: pay in a second transaction. The kill harness must catch it, or it proves nothing.

`python -m bench.thread.planted up` runs the engine with this bug in it, in a home of its own.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from amana.cli import main
from amana.model.desk import Receipt
from amana.model.scope import Scope
from amana.store import dispatch
from amana.store.db import Database

_OWED = """        VALUES (ws, p_submit, p_project, p_task, p_assignment, me, p_revision, NOT slot, held.guideline_version,
                p_question, p_class, p_value, p_increment, p_active_ms, p_digest, p_body)),
    owed AS (
        INSERT INTO walled.transfer (workspace_id, kind, submit_id, debit_account_id, credit_account_id, amount_minor, currency)
        VALUES (ws, 'pending', p_submit, held.work, held.payable, held.rate_minor, held.currency))
"""
_KEPT = _OWED.partition("),\n    owed")[0] + ")\n"
_PAY_LATER = """
CREATE FUNCTION dispatch.pay(token text, p_submit uuid, p_assignment uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me       uuid := dispatch.enter(token);
    ws       uuid := dispatch.walls();
BEGIN
    INSERT INTO walled.transfer (workspace_id, kind, submit_id, debit_account_id, credit_account_id, amount_minor, currency)
    SELECT ws, 'pending', p_submit, dispatch.account_of(ws, 'work', NULL, a.currency), dispatch.account_of(ws, 'payable', me, a.currency),
           a.rate_minor, a.currency
    FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = p_assignment;
END $$;
GRANT EXECUTE ON FUNCTION dispatch.pay TO amana_annotator;
"""
_READ = Path.read_text


# Receipts no longer need the pay, and that of a submit seen before is marked, so that only a new one is paid.
_CHANGES = (
    (_OWED, _KEPT),
    (
        "JOIN walled.transfer t ON t.workspace_id = n.workspace_id AND t.submit_id = n.submit_id AND t.kind = 'pending'",
        "JOIN walled.assignment t ON t.workspace_id = n.workspace_id AND t.assignment_id = n.assignment_id",
    ),
    (
        "n.surplus, t.amount_minor, t.currency, p.undo_seconds",
        "n.surplus, t.rate_minor, t.currency, CASE WHEN n.submitted_at = now() THEN p.undo_seconds ELSE -1 END",
    ),
)


def _planted(path: Path, *arguments: Any, **named: Any) -> str:
    text = _READ(path, *arguments, **named)
    if path.name == "9_end.sql":
        return _PAY_LATER + text
    if path.name == "3_submit.sql":
        for old, new in _CHANGES:
            assert text.count(old) == 1, f"the planted bug no longer fits the code it breaks: {old}"
            text = text.replace(old, new)
    return text


_submit = dispatch.submit


async def _submit_then_pay(
    db: Database, scope: Scope, answer: dispatch.SealedAnswer, have: Sequence[UUID], want: int
) -> tuple[Receipt, list[dispatch.ClaimedTask]]:
    receipt, claimed = await _submit(db, scope, answer, have, want)
    if receipt.undo_seconds >= 0:
        await db.call(_nothing, scope, "dispatch.pay", answer.submit_id, answer.assignment_id)
    return receipt, claimed


def _nothing(_: object) -> None:
    return None


if __name__ == "__main__":
    Path.read_text = _planted  # type: ignore[method-assign,assignment]
    dispatch.submit = _submit_then_pay
    main()
