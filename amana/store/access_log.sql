-- name: append
INSERT INTO walled.access_log (workspace_id, kind, actor, project_id, detail) VALUES ($1, $2, $3, $4, $5)

-- name: page
SELECT seq, at, kind, actor, project_id, task_id, assignment_id, detail, salt, commitment
FROM walled.access_log WHERE workspace_id = $1 AND seq > $2 ORDER BY seq LIMIT $3

-- name: newest
-- Numbered among the workspace's own rows; the newest before a position.
SELECT l.position, l.at, l.kind, l.actor, l.project_id, l.task_id, l.assignment_id, l.detail, l.salt, l.commitment
FROM (SELECT row_number() OVER (ORDER BY seq) AS position, a.* FROM walled.access_log a WHERE a.workspace_id = $1) l
WHERE ($2::bigint IS NULL OR l.position < $2) AND ($3::text IS NULL OR l.kind = $3) AND ($4::uuid IS NULL OR l.project_id = $4)
  AND ($5::uuid IS NULL OR l.task_id = $5)
ORDER BY l.position DESC LIMIT $6

-- name: counts
SELECT kind, count(*) FROM walled.access_log WHERE workspace_id = $1 AND ($2::uuid IS NULL OR project_id = $2) GROUP BY kind ORDER BY kind

-- name: newest_of
SELECT seq, at, kind, project_id, task_id, detail FROM walled.access_log WHERE workspace_id = $1 AND actor = $2 ORDER BY seq DESC LIMIT $3

-- name: page_of
SELECT seq, at, kind, project_id, task_id, detail FROM walled.access_log
WHERE workspace_id = $1 AND actor = $2 AND seq > $3 ORDER BY seq LIMIT $4

-- name: counts_of
SELECT kind, count(*) FROM walled.access_log WHERE workspace_id = $1 AND actor = $2 GROUP BY kind ORDER BY kind
