-- name: append
INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, detail) VALUES ($1, $2, $3, $4, $5)

-- name: page
SELECT seq, at, kind, actor, project_id, task_id, assignment_id, detail, salt, commitment
FROM walled.access_log WHERE workspace_id = $1 AND seq > $2 ORDER BY seq LIMIT $3
