-- Idempotency by looking first: whether a submit is kept already is asked before the task is locked, and not again.
SELECT pg_temp.change('dispatch.submit', $old$
    task  record := dispatch.lock_task_of(ws, me, p_assignment);
$old$, $new$
    kept_already boolean := EXISTS (SELECT FROM dispatch.receipt(ws, p_submit));
    task  record := dispatch.lock_task_of(ws, me, p_assignment);
$new$);
SELECT pg_temp.change('dispatch.submit', $old$
    kept  record := dispatch.keep(ws, me, task.task_id, task.project_id, task.state, task.slots, p_submit, p_assignment, p_revision,
                                  p_question, p_class, p_value, p_increment, p_active_ms, p_digest, p_body);
$old$, $new$
    kept  record;
$new$);
SELECT pg_temp.change('dispatch.submit', $old$
BEGIN
$old$, $new$
BEGIN
    IF kept_already THEN
        SELECT * INTO kept FROM dispatch.receipt(ws, p_submit);
    ELSE
        kept := dispatch.keep(ws, me, task.task_id, task.project_id, task.state, task.slots, p_submit, p_assignment, p_revision,
                              p_question, p_class, p_value, p_increment, p_active_ms, p_digest, p_body);
    END IF;
$new$);
SELECT pg_temp.change('dispatch.keep', 'IF held.earlier IS NOT NULL THEN', 'IF false THEN');
