-- name: note
INSERT INTO walled.project_event (workspace_id, project_id, change_id, actor, kind, was, became, pseudonym)
VALUES ($1, $2, gen_random_uuid(), $3, $4, $5, $6, $7)

-- name: history
-- The newest changes first; the portions of one change are one.
SELECT min(e.at), e.actor, e.kind, e.was, e.became, e.batch_no, e.task_id, e.pseudonym, sum(e.tasks)::bigint
FROM walled.project_event e WHERE e.workspace_id = $1 AND e.project_id = $2
GROUP BY e.change_id, e.actor, e.kind, e.was, e.became, e.batch_no, e.task_id, e.pseudonym
ORDER BY min(e.event_no) DESC LIMIT $3

-- name: find_batch
SELECT b.batch_no FROM walled.batch b WHERE b.workspace_id = $1 AND b.project_id = $2 AND b.batch_no = $3

-- name: batches
-- Newest first; money as the project's own cost counts it.
WITH tasks AS (
    SELECT t.batch_no, count(*) FILTER (WHERE t.state <> 'withdrawn') AS tasks, count(*) FILTER (WHERE t.state = 'settled') AS settled,
           count(*) FILTER (WHERE t.state = 'withdrawn') AS withdrawn,
           sum(t.needed) FILTER (WHERE t.state <> 'withdrawn') AS needed, sum(t.answered) FILTER (WHERE t.state <> 'withdrawn') AS answered,
           sum(t.slots) FILTER (WHERE t.state <> 'withdrawn') AS slots,
           sum(greatest(t.needed, q.annotations_min) - t.answered) FILTER (WHERE t.state = 'open') AS lacking
    FROM walled.task t JOIN walled.project q ON q.workspace_id = t.workspace_id AND q.project_id = t.project_id
    WHERE t.workspace_id = $1 AND t.project_id = $2 GROUP BY t.batch_no),
held AS (
    SELECT t.batch_no, sum(a.rate_minor) AS minor, count(*) FILTER (WHERE NOT a.surplus) AS slots
    FROM walled.assignment a
    JOIN walled.task t ON t.workspace_id = $1 AND t.task_id = a.task_id AND t.state = 'open'
    WHERE a.workspace_id = $1 AND a.project_id = $2 AND a.state = 'held' GROUP BY t.batch_no),
paid AS (
    SELECT t.batch_no, sum(x.amount_minor) AS minor
    FROM walled.annotation a
    JOIN walled.task t ON t.workspace_id = $1 AND t.task_id = a.task_id
    JOIN walled.transfer x ON x.workspace_id = $1 AND x.submit_id = a.submit_id AND x.kind = 'pending'
    WHERE a.workspace_id = $1 AND a.project_id = $2
      AND NOT EXISTS (SELECT FROM walled.transfer v WHERE v.workspace_id = $1 AND v.pending_id = x.transfer_id AND v.kind = 'voided')
    GROUP BY t.batch_no)
SELECT b.batch_id, b.batch_no, b.plan_id, p.body, b.created_at, b.left_out, coalesce(t.tasks, 0), coalesce(t.settled, 0),
       coalesce(t.withdrawn, 0), coalesce(t.needed, 0), coalesce(t.answered, 0),
       coalesce(t.needed - t.answered - t.slots, 0), coalesce(t.slots, 0),
       (coalesce(y.minor, 0) + coalesce(h.minor, 0) + (coalesce(t.lacking, 0) - coalesce(h.slots, 0)) * r.rate_minor)::bigint
FROM walled.batch b
JOIN walled.project r ON r.workspace_id = b.workspace_id AND r.project_id = b.project_id
LEFT JOIN walled.import_plan p ON p.workspace_id = b.workspace_id AND p.plan_id = b.plan_id AND p.expires_at > now()
LEFT JOIN tasks t ON t.batch_no = b.batch_no
LEFT JOIN held h ON h.batch_no = b.batch_no
LEFT JOIN paid y ON y.batch_no = b.batch_no
WHERE b.workspace_id = $1 AND b.project_id = $2
ORDER BY b.batch_no DESC LIMIT $3
