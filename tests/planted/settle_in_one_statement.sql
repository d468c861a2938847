-- Settle in one statement: what it reads is older than the lock it waits for, so it settles what was taken back meanwhile.
SELECT pg_temp.change('dispatch.settle', $old$
        PERFORM FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = one.task_id FOR NO KEY UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;  -- someone is at it now; the next sweep comes in a second
        UPDATE walled.task t SET state = 'settled'
        WHERE t.workspace_id = ws AND t.task_id = one.task_id AND t.due AND dispatch.undo_is_over(ws, one.project_id, one.task_id);
        CONTINUE WHEN NOT FOUND;
        PERFORM dispatch.post_pay(ws, one.task_id);
$old$, $new$
        WITH ripe AS (
            SELECT t.task_id FROM walled.task t
            WHERE t.workspace_id = ws AND t.task_id = one.task_id AND t.state = 'open' AND t.ripe_at < clock_timestamp() AND t.needed <= (
                SELECT count(*) FROM walled.annotation n
                WHERE n.workspace_id = ws AND n.task_id = t.task_id AND NOT n.surplus
                  AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = ws AND w.submit_id = n.submit_id))
            FOR NO KEY UPDATE),
        settled AS (UPDATE walled.task t SET state = 'settled' FROM ripe r WHERE t.workspace_id = ws AND t.task_id = r.task_id)
        INSERT INTO walled.transfer (workspace_id, kind, submit_id, pending_id, debit_account_id, credit_account_id, amount_minor, currency)
        SELECT ws, 'posted', x.submit_id, x.transfer_id, x.debit_account_id, x.credit_account_id, x.amount_minor, x.currency
        FROM ripe r
        JOIN walled.annotation n ON n.workspace_id = ws AND n.task_id = r.task_id
        JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
        ON CONFLICT DO NOTHING;
$new$);
