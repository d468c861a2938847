-- name: page
-- Annotations that stand, in the order of their events, after one and up to another.
SELECT n.event_no, n.submit_id, n.task_id, n.pseudonym, n.revision, n.surplus, n.guideline_version, n.active_ms, n.submitted_at,
       n.body, c.body, t.state, n.focus_ms, n.input_ms, n.playing_ms, n.paused_ms, s.stated_ms, s.correction_id, s.body
FROM walled.annotation n
JOIN walled.task t ON t.workspace_id = n.workspace_id AND t.task_id = n.task_id
JOIN walled.task_content c ON c.workspace_id = n.workspace_id AND c.task_id = n.task_id
LEFT JOIN LATERAL (SELECT s.correction_id, s.stated_ms, s.body FROM walled.time_correction s
                   WHERE s.workspace_id = n.workspace_id AND s.submit_id = n.submit_id ORDER BY s.corrected_at DESC LIMIT 1) s ON true
WHERE n.workspace_id = $1 AND n.project_id = $2 AND n.event_no > $3 AND n.event_no <= $4
  AND ($5::uuid IS NULL OR n.pseudonym = $5)
  AND ($6::timestamptz IS NULL OR n.submitted_at >= $6)
  AND (NOT $7::boolean OR t.state = 'settled')
  AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = n.workspace_id AND w.submit_id = n.submit_id)
ORDER BY n.event_no LIMIT $8

-- name: newest
SELECT event_no, submit_id FROM walled.annotation WHERE workspace_id = $1 AND project_id = $2 ORDER BY event_no DESC LIMIT 1

-- name: event
SELECT event_no, submit_id FROM walled.annotation WHERE workspace_id = $1 AND project_id = $2 AND submit_id = $3

-- name: corrections
-- What people said of the time of $4 answers after that event, all of what each of them was said to have taken.
SELECT n.event_no, n.submit_id, n.pseudonym, s.correction_id, s.stated_ms, s.corrected_at, s.body
FROM (SELECT e.event_no, e.submit_id, e.pseudonym FROM walled.annotation e
      WHERE e.workspace_id = $1 AND e.project_id = $2 AND e.event_no > $3
        AND EXISTS (SELECT FROM walled.time_correction c WHERE c.workspace_id = $1 AND c.submit_id = e.submit_id)
      ORDER BY e.event_no LIMIT $4) n
JOIN walled.time_correction s ON s.workspace_id = $1 AND s.submit_id = n.submit_id
ORDER BY n.event_no, s.corrected_at

-- name: transfers
-- The ledger of the annotations after that event: all of what each of at most $4 of them moved.
SELECT n.event_no, n.submit_id, n.pseudonym, x.transfer_id, x.kind, x.pending_id, x.amount_minor, x.currency, x.created_at
FROM (SELECT e.event_no, e.submit_id, e.pseudonym FROM walled.annotation e
      WHERE e.workspace_id = $1 AND e.project_id = $2 AND e.event_no > $3 ORDER BY e.event_no LIMIT $4) n
JOIN walled.transfer x ON x.workspace_id = $1 AND x.submit_id = n.submit_id
ORDER BY n.event_no, x.created_at, x.kind
