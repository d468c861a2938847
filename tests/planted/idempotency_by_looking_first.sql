-- Idempotency by looking first: whether a submit is kept already is asked before the task is locked, and not again.
SELECT pg_temp.change('dispatch.submit', 'kept      record;', 'kept record; kept_already boolean[];');
SELECT pg_temp.change('dispatch.submit', 'locked := dispatch.lock_task_of(', $new$
        kept_already[i] := EXISTS (SELECT FROM dispatch.receipt(ws, p_answers[i].submit_id));
        locked := dispatch.lock_task_of($new$);
SELECT pg_temp.change('dispatch.submit', 'kept := dispatch.keep(ws, me[i], tasks[i], projects[i], answer);', $new$
        IF kept_already[i] THEN
            SELECT * INTO kept FROM dispatch.receipt(ws, answer.submit_id);
        ELSE
            kept := dispatch.keep(ws, me[i], tasks[i], projects[i], answer);
        END IF;
$new$);
SELECT pg_temp.change('dispatch.keep', 'IF held.earlier IS NOT NULL THEN', 'IF false THEN');
