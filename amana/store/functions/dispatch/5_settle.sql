-- Settles tasks that have their annotations and whose undo windows are over, at most `p_most`, and posts what is pending on
-- each exactly once; says how many. Each task is locked in one statement and read in the next: one statement would decide on
-- a snapshot older than its lock, and pay for an answer that was taken back meanwhile.
CREATE FUNCTION dispatch.settle(token text, p_most int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ws       uuid := dispatch.enter_walls(token);
    one      record;
    settled  int := 0;
BEGIN
    FOR one IN SELECT t.task_id, t.project_id FROM walled.task t
               WHERE t.workspace_id = ws AND t.due AND t.ripe_at < clock_timestamp()
               ORDER BY t.ripe_at LIMIT p_most LOOP
        PERFORM FROM walled.task t WHERE t.workspace_id = ws AND t.task_id = one.task_id FOR NO KEY UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;  -- someone is at it now; the next sweep comes in a second
        UPDATE walled.task t SET state = 'settled'
        WHERE t.workspace_id = ws AND t.task_id = one.task_id AND t.due AND dispatch.undo_is_over(ws, one.project_id, one.task_id);
        CONTINUE WHEN NOT FOUND;
        PERFORM dispatch.post_pay(ws, one.task_id);
        settled := settled + 1;
    END LOOP;
    RETURN settled;
END $$;

-- Posts what is pending on a task whose row the caller has locked, each line exactly once. One task at a time: of several the
-- planner would join whole tables wherever it has no statistics yet.
CREATE FUNCTION dispatch.post_pay(ws uuid, p_task uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO walled.transfer (workspace_id, kind, submit_id, pending_id, debit_account_id, credit_account_id, amount_minor, currency)
    SELECT ws, 'posted', x.submit_id, x.transfer_id, x.debit_account_id, x.credit_account_id, x.amount_minor, x.currency
    FROM walled.annotation n
    JOIN walled.transfer x ON x.workspace_id = ws AND x.submit_id = n.submit_id AND x.kind = 'pending'
    WHERE n.workspace_id = ws AND n.task_id = p_task
      AND NOT EXISTS (SELECT FROM walled.transfer e WHERE e.workspace_id = ws AND e.pending_id = x.transfer_id);
END $$;

CREATE FUNCTION dispatch.undo_is_over(ws uuid, p_project uuid, p_task uuid) RETURNS boolean
LANGUAGE sql VOLATILE AS $$
    SELECT NOT EXISTS (
        SELECT FROM walled.annotation n JOIN walled.project p ON p.workspace_id = ws AND p.project_id = p_project
        WHERE n.workspace_id = ws AND n.task_id = p_task AND n.submitted_at + make_interval(secs => p.undo_seconds) >= clock_timestamp()
          AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = ws AND w.submit_id = n.submit_id))
$$;
