-- name: settled
-- The settled tasks in the order of their files: their annotations no longer change, so their ids fix the delivered rows.
SELECT t.task_id FROM walled.task t
JOIN walled.task_content c ON c.workspace_id = t.workspace_id AND c.task_id = t.task_id
WHERE t.workspace_id = $1 AND t.project_id = $2 AND t.state = 'settled'
ORDER BY c.task_no

-- name: still_settled
SELECT t.task_id FROM walled.task t WHERE t.workspace_id = $1 AND t.task_id = ANY ($2) AND t.state = 'settled'

-- name: tasks
SELECT c.task_id, c.body FROM walled.task_content c WHERE c.workspace_id = $1 AND c.task_id = ANY ($2)

-- name: annotations
SELECT n.submit_id, n.task_id, n.pseudonym, n.surplus, n.guideline_version, n.vote_question, n.vote_class, n.active_ms, n.submitted_at, n.body,
       n.focus_ms, n.input_ms, n.playing_ms, n.paused_ms, s.stated_ms
FROM walled.annotation n
LEFT JOIN LATERAL (SELECT s.stated_ms FROM walled.time_correction s
                   WHERE s.workspace_id = n.workspace_id AND s.submit_id = n.submit_id ORDER BY s.corrected_at DESC LIMIT 1) s ON true
WHERE n.workspace_id = $1 AND n.task_id = ANY ($2)
  AND NOT EXISTS (SELECT FROM walled.withdrawal w WHERE w.workspace_id = n.workspace_id AND w.submit_id = n.submit_id)
ORDER BY n.event_no

-- name: insert_chunk
INSERT INTO walled.delivery_chunk (workspace_id, delivery_id, file_no, chunk_no, body) VALUES ($1, $2, $3, $4, $5)

-- name: chunk
SELECT body FROM walled.delivery_chunk WHERE workspace_id = $1 AND delivery_id = $2 AND file_no = $3 AND chunk_no = $4

-- name: insert
INSERT INTO walled.delivery (workspace_id, delivery_id, project_id, tasks, annotations, bytes, body, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: list
SELECT delivery_id, created_at, bytes, body FROM walled.delivery WHERE workspace_id = $1 AND project_id = $2
ORDER BY created_at DESC, delivery_id LIMIT $3

-- name: find
SELECT delivery_id, created_at, bytes, body FROM walled.delivery WHERE workspace_id = $1 AND project_id = $2 AND delivery_id = $3
