-- name: insert
INSERT INTO walled.project (workspace_id, project_id, task_type, annotations_needed, annotations_min, chosen_among, rate_minor, currency,
                            budget_minor, lease_seconds, undo_seconds, skips_a_day_max, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: offer
SELECT dispatch.offer(current_setting('amana.scope'), $1)

-- name: list
SELECT project_id, task_type, state, annotations_needed, annotations_min, chosen_among, rate_minor, currency, budget_minor, lease_seconds,
       undo_seconds, skips_a_day_max, created_at, shredded_at, shows_settled, body
FROM walled.project WHERE workspace_id = $1 ORDER BY created_at DESC, project_id LIMIT $2

-- name: find
SELECT project_id, task_type, state, annotations_needed, annotations_min, chosen_among, rate_minor, currency, budget_minor, lease_seconds,
       undo_seconds, skips_a_day_max, created_at, shredded_at, shows_settled, body
FROM walled.project WHERE workspace_id = $1 AND project_id = $2

-- name: lock
SELECT project_id, task_type, state, annotations_needed, annotations_min, chosen_among, rate_minor, currency, budget_minor, lease_seconds,
       undo_seconds, skips_a_day_max, created_at, shredded_at, shows_settled, body
FROM walled.project WHERE workspace_id = $1 AND project_id = $2 FOR NO KEY UPDATE

-- name: cost
-- What was answered, pending and posted at the rates it was handed out at, and what the open tasks are asked for still costs: what is held
-- at its own frozen rate, the rest at the project's.
SELECT m.pending_minor, m.posted_minor, h.minor + (t.lacking - h.slots) * p.rate_minor
FROM walled.project p,
     -- Where the engine decides how many, every task gets the least at any rate.
     (SELECT coalesce(sum(greatest(t.needed, q.annotations_min) - t.answered), 0)::bigint AS lacking
      FROM walled.task t JOIN walled.project q ON q.workspace_id = t.workspace_id AND q.project_id = t.project_id
      WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.state = 'open') t,
     (SELECT coalesce(sum(a.rate_minor), 0)::bigint AS minor, count(*) FILTER (WHERE NOT a.surplus) AS slots
      FROM walled.assignment a JOIN walled.task t ON t.workspace_id = a.workspace_id AND t.task_id = a.task_id
      WHERE a.workspace_id = $1 AND a.project_id = $2 AND a.state = 'held' AND t.state = 'open') h,
     (SELECT coalesce(sum(x.amount_minor) FILTER (WHERE e.kind IS NULL), 0)::bigint AS pending_minor,
             coalesce(sum(x.amount_minor) FILTER (WHERE e.kind = 'posted'), 0)::bigint AS posted_minor
      FROM walled.annotation n
      JOIN walled.transfer x ON x.workspace_id = n.workspace_id AND x.submit_id = n.submit_id AND x.kind = 'pending'
      LEFT JOIN walled.transfer e ON e.workspace_id = x.workspace_id AND e.pending_id = x.transfer_id
      WHERE n.workspace_id = $1 AND n.project_id = $2) m
WHERE p.workspace_id = $1 AND p.project_id = $2

-- name: lock_changes
SELECT pg_advisory_xact_lock(hashtextextended($1::text, 2))

-- name: lock_content
SELECT pg_advisory_xact_lock_shared(hashtextextended($1::text, 4))

-- name: lock_destruction
SELECT pg_advisory_xact_lock(hashtextextended($1::text, 4))

-- name: set_state
UPDATE walled.project SET state = $3 WHERE workspace_id = $1 AND project_id = $2

-- name: raise_epoch
UPDATE walled.project SET epoch = epoch + 1 WHERE workspace_id = $1 AND project_id = $2

-- name: set_rate
UPDATE walled.project SET rate_minor = $3 WHERE workspace_id = $1 AND project_id = $2

-- name: set_budget
UPDATE walled.project SET budget_minor = $3 WHERE workspace_id = $1 AND project_id = $2

-- name: set_shows_settled
UPDATE walled.project SET shows_settled = $3 WHERE workspace_id = $1 AND project_id = $2

-- name: set_needed
UPDATE walled.project SET annotations_needed = $3 WHERE workspace_id = $1 AND project_id = $2

-- name: price_of_needed
-- What it costs at most that open tasks need so many: of a batch, of those named, or of all.
SELECT coalesce(sum(greatest($5::int - t.needed, 0)), 0)::bigint * p.rate_minor
FROM walled.project p
LEFT JOIN walled.task t ON t.workspace_id = p.workspace_id AND t.project_id = p.project_id AND t.state = 'open'
    AND ($4::uuid[] IS NULL OR t.task_id = ANY ($4))
    AND ($3::int IS NULL OR t.task_id IN (
        SELECT c.task_id FROM walled.task_content c WHERE c.workspace_id = $1 AND c.project_id = $2
        AND c.task_no >= $3::bigint << 32 AND c.task_no < ($3::bigint + 1) << 32))
WHERE p.workspace_id = $1 AND p.project_id = $2
GROUP BY p.rate_minor

-- name: counts
-- Withdrawn tasks and what was answered in them are counted apart.
SELECT t.tasks, t.needed, t.answered, t.needed - t.answered - t.slots, t.slots,
       (SELECT count(*) FROM walled.assignment a WHERE a.workspace_id = $1 AND a.project_id = $2 AND a.surplus AND a.state = 'answered'),
       (SELECT count(*) FROM walled.withdrawal w WHERE w.workspace_id = $1 AND w.project_id = $2),
       (SELECT count(DISTINCT n.pseudonym) FROM walled.annotation n WHERE n.workspace_id = $1 AND n.project_id = $2),
       t.settled, t.undecided, t.withdrawn_tasks, t.withdrawn_answered
FROM (SELECT count(*) FILTER (WHERE state <> 'withdrawn') AS tasks, count(*) FILTER (WHERE state = 'settled') AS settled,
             count(*) FILTER (WHERE undecided) AS undecided,
             coalesce(sum(needed) FILTER (WHERE state <> 'withdrawn'), 0) AS needed,
             coalesce(sum(answered) FILTER (WHERE state <> 'withdrawn'), 0) AS answered,
             coalesce(sum(slots) FILTER (WHERE state <> 'withdrawn'), 0) AS slots,
             count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn_tasks,
             coalesce(sum(answered) FILTER (WHERE state = 'withdrawn'), 0) AS withdrawn_answered
      FROM walled.task WHERE workspace_id = $1 AND project_id = $2) t

-- name: rate_since
SELECT max(e.at) FROM walled.project_event e WHERE e.workspace_id = $1 AND e.project_id = $2 AND e.kind = 'rate'
