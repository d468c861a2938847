-- name: insert
INSERT INTO walled.guideline (workspace_id, project_id, version, body) VALUES ($1, $2, $3, $4)

-- name: put_in_force
UPDATE walled.project SET guideline_version = $3 WHERE workspace_id = $1 AND project_id = $2

-- name: in_force
SELECT g.version, g.created_at, g.body FROM walled.project p
JOIN walled.guideline g ON g.workspace_id = $1 AND g.project_id = p.project_id AND g.version = p.guideline_version
WHERE p.workspace_id = $1 AND p.project_id = $2

-- name: every
SELECT version, created_at, body FROM walled.guideline WHERE workspace_id = $1 AND project_id = $2 ORDER BY version

-- name: listing
SELECT version, created_at FROM walled.guideline WHERE workspace_id = $1 AND project_id = $2 ORDER BY version DESC

-- name: find
SELECT version, created_at, body FROM walled.guideline WHERE workspace_id = $1 AND project_id = $2 AND version = $3
