-- name: insert
INSERT INTO walled.project (workspace_id, project_id, task_type, annotations_needed, rate_minor, currency, budget_minor,
                            lease_seconds, undo_seconds, skips_a_day_max, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: insert_guideline
INSERT INTO walled.guideline (workspace_id, project_id, version, body) VALUES ($1, $2, $3, $4)

-- name: insert_offer
INSERT INTO commons.offer (project_id, workspace_id) VALUES ($1, $2)

-- name: list
SELECT project_id, task_type, state, annotations_needed, rate_minor, currency, budget_minor, lease_seconds, undo_seconds,
       skips_a_day_max, created_at, body
FROM walled.project WHERE workspace_id = $1 ORDER BY created_at DESC, project_id LIMIT $2

-- name: find
SELECT project_id, task_type, state, annotations_needed, rate_minor, currency, budget_minor, lease_seconds, undo_seconds,
       skips_a_day_max, created_at, body
FROM walled.project WHERE workspace_id = $1 AND project_id = $2

-- name: budget_left
-- What is left of the budget after every batch and every late answer that was paid on top; NULL without a budget.
SELECT p.budget_minor
       - coalesce((SELECT sum(b.price_minor) FROM walled.batch b WHERE b.workspace_id = $1 AND b.project_id = $2), 0)::bigint
       - coalesce((SELECT sum(a.rate_minor) FROM walled.assignment a
                   WHERE a.workspace_id = $1 AND a.project_id = $2 AND a.surplus AND a.state = 'answered'), 0)::bigint
FROM walled.project p WHERE p.workspace_id = $1 AND p.project_id = $2

-- name: set_state
UPDATE walled.project SET state = $3 WHERE workspace_id = $1 AND project_id = $2

-- name: raise_epoch
UPDATE walled.project SET epoch = epoch + 1 WHERE workspace_id = $1 AND project_id = $2

-- name: progress
SELECT t.tasks, t.needed, t.answered, t.needed - t.answered - t.slots, t.slots,
       (SELECT count(*) FROM walled.assignment a WHERE a.workspace_id = $1 AND a.project_id = $2 AND a.surplus AND a.state = 'answered'),
       (SELECT count(*) FROM walled.withdrawal w WHERE w.workspace_id = $1 AND w.project_id = $2),
       (SELECT count(DISTINCT n.pseudonym) FROM walled.annotation n WHERE n.workspace_id = $1 AND n.project_id = $2),
       t.settled, m.pending_minor, m.posted_minor
FROM (SELECT count(*) AS tasks, count(*) FILTER (WHERE state = 'settled') AS settled, coalesce(sum(needed), 0) AS needed, coalesce(sum(answered), 0) AS answered, coalesce(sum(slots), 0) AS slots
      FROM walled.task WHERE workspace_id = $1 AND project_id = $2) t,
     -- Money by where it stands: a pending line without an end, or one that was posted.
     (SELECT coalesce(sum(x.amount_minor) FILTER (WHERE e.kind IS NULL), 0)::bigint AS pending_minor,
             coalesce(sum(x.amount_minor) FILTER (WHERE e.kind = 'posted'), 0)::bigint AS posted_minor
      FROM walled.annotation n
      JOIN walled.transfer x ON x.workspace_id = n.workspace_id AND x.submit_id = n.submit_id AND x.kind = 'pending'
      LEFT JOIN walled.transfer e ON e.workspace_id = x.workspace_id AND e.pending_id = x.transfer_id
      WHERE n.workspace_id = $1 AND n.project_id = $2) m
