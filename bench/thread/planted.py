"""A deliberately broken Amana: pay in a second transaction. The kill harness must catch it, or it proves nothing.

`python -m bench.thread.planted up` runs the engine with this bug in it, in a home of its own.
"""

from pathlib import Path
from typing import Any

from amana.cli import main
from amana.model.desk import Receipt
from amana.model.scope import Scope
from amana.store import dispatch
from amana.store.db import Database

_PAY = """    work := dispatch.account_of(ws, 'work', NULL, held.currency);
    payable := dispatch.account_of(ws, 'payable', me, held.currency);
    INSERT INTO walled.transfer (workspace_id, kind, submit_id, debit_account_id, credit_account_id, amount_minor, currency)
    VALUES (ws, 'pending', p_submit, work, payable, held.rate_minor, held.currency);
"""
_PAY_LATER = f"""
CREATE FUNCTION dispatch.pay(token text, p_submit uuid, p_assignment uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me       uuid := dispatch.enter(token);
    ws       uuid := sec.workspace();
    held     walled.assignment;
    work     uuid;
    payable  uuid;
BEGIN
    SELECT * INTO held FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = p_assignment;
{_PAY}END $$;
GRANT EXECUTE ON FUNCTION dispatch.pay TO amana_annotator;
"""
_READ = Path.read_text


# Receipts no longer need the pay, and that of a submit seen before is marked, so that only a new one is paid.
_CHANGES = (
    (_PAY, ""),
    (
        "JOIN walled.transfer t ON t.workspace_id = n.workspace_id AND t.submit_id = n.submit_id AND t.kind = 'pending'",
        "JOIN walled.assignment t ON t.workspace_id = n.workspace_id AND t.assignment_id = n.assignment_id",
    ),
    ("n.surplus, t.amount_minor, t.currency, p.undo_seconds", "n.surplus, t.rate_minor, t.currency, p.undo_seconds"),
    (
        "RETURN QUERY SELECT * FROM dispatch.receipt(ws, p_submit);\n        RETURN;",
        "RETURN QUERY SELECT r.submit_id, r.submitted_at, r.surplus, r.amount_minor, r.currency, -1 "
        "FROM dispatch.receipt(ws, p_submit) r;\n        RETURN;",
    ),
    ("GRANT EXECUTE ON FUNCTION dispatch.claim", f"{_PAY_LATER}\nGRANT EXECUTE ON FUNCTION dispatch.claim"),
)


def _planted(path: Path, *arguments: Any, **named: Any) -> str:
    text = _READ(path, *arguments, **named)
    if path.name == "dispatch.sql":
        for old, new in _CHANGES:
            assert text.count(old) == 1, f"the planted bug no longer fits the code it breaks: {old}"
            text = text.replace(old, new)
    return text


_submit = dispatch.submit


async def _submit_then_pay(db: Database, scope: Scope, answer: dispatch.SealedAnswer) -> Receipt:
    receipt = await _submit(db, scope, answer)
    if receipt.undo_seconds >= 0:
        await db.call(_nothing, scope, "dispatch.pay", answer.submit_id, answer.assignment_id)
    return receipt


def _nothing(_: object) -> None:
    return None


if __name__ == "__main__":
    Path.read_text = _planted  # type: ignore[method-assign,assignment]
    dispatch.submit = _submit_then_pay
    main()
