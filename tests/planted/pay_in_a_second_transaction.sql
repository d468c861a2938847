-- Pay in a second transaction: an answer is stored, and the engine pays for it by another call (pay_apart.py).
SELECT pg_temp.change('dispatch.keep', $old$),
    owed AS (
        INSERT INTO walled.transfer (workspace_id, kind, submit_id, debit_account_id, credit_account_id, amount_minor, currency)
        VALUES (ws, 'pending', p_answer.submit_id, held.work, held.payable, held.rate_minor, held.currency))$old$, ')');

-- A receipt no longer waits for the pay; that of a submit seen before is marked, so that it is not paid again.
SELECT pg_temp.change('dispatch.receipt',
    'JOIN walled.transfer t ON t.workspace_id = n.workspace_id AND t.submit_id = n.submit_id AND t.kind = ''pending''',
    'JOIN walled.assignment t ON t.workspace_id = n.workspace_id AND t.assignment_id = n.assignment_id');
SELECT pg_temp.change('dispatch.receipt', 't.amount_minor', 't.rate_minor');
SELECT pg_temp.change('dispatch.receipt', 'p.undo_seconds', '-1 - p.undo_seconds');

CREATE FUNCTION dispatch.pay(token text, p_submit uuid, p_assignment uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me  uuid := dispatch.enter(token);
    ws  uuid := dispatch.walls();
BEGIN
    INSERT INTO walled.transfer (workspace_id, kind, submit_id, debit_account_id, credit_account_id, amount_minor, currency)
    SELECT ws, 'pending', p_submit, dispatch.account_of(ws, 'work', NULL, a.currency), dispatch.account_of(ws, 'payable', me, a.currency),
           a.rate_minor, a.currency
    FROM walled.assignment a WHERE a.workspace_id = ws AND a.assignment_id = p_assignment;
END $$;
ALTER FUNCTION dispatch.pay OWNER TO amana_dispatch;
GRANT EXECUTE ON FUNCTION dispatch.pay TO amana_annotator;
