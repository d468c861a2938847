-- name: insert
INSERT INTO commons.credential (key_hash, key_id, workspace_id, verbs, projects, body, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: live
SELECT count(*) FROM commons.credential WHERE workspace_id = $1 AND revoked_at IS NULL

-- name: newest
SELECT key_id, body, verbs, projects, made_by, created_at, last_used_at, revoked_at FROM commons.credential
WHERE workspace_id = $1 ORDER BY revoked_at IS NOT NULL, created_at DESC LIMIT $2

-- name: revoke
UPDATE commons.credential SET revoked_at = coalesce(revoked_at, now()) WHERE workspace_id = $1 AND key_id = $2 RETURNING true
