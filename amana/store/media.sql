-- name: by_name
SELECT m.media_id, m.name_digest, m.blob, m.body, m.added_at, m.kept_at, d.body FROM walled.media m
LEFT JOIN walled.made_media d ON d.workspace_id = m.workspace_id AND d.media_id = m.media_id
WHERE m.workspace_id = $1 AND m.project_id = $2 AND m.name_digest = $3

-- name: find
SELECT m.media_id, m.name_digest, m.blob, m.body, m.added_at, m.kept_at, d.body FROM walled.media m
LEFT JOIN walled.made_media d ON d.workspace_id = m.workspace_id AND d.media_id = m.media_id
WHERE m.workspace_id = $1 AND m.project_id = $2 AND m.media_id = $3 AND m.kept_at IS NOT NULL

-- name: twin
-- Another file with the same content: both have one blob, under one salt.
SELECT m.body, m.kept_at IS NOT NULL FROM walled.media m
WHERE m.workspace_id = $1 AND m.project_id = $2 AND m.blob = $3
ORDER BY m.kept_at NULLS LAST LIMIT 1

-- name: count
SELECT count(*) FROM walled.media m WHERE m.workspace_id = $1 AND m.project_id = $2

-- name: insert
INSERT INTO walled.media (workspace_id, media_id, project_id, name_digest, blob, body, is_sound) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: kept
UPDATE walled.media SET kept_at = now() WHERE workspace_id = $1 AND media_id = $2 AND kept_at IS NULL

-- name: page
SELECT m.media_id, m.name_digest, m.blob, m.body, m.added_at, m.kept_at, d.body FROM walled.media m
LEFT JOIN walled.made_media d ON d.workspace_id = m.workspace_id AND d.media_id = m.media_id
WHERE m.workspace_id = $1 AND m.project_id = $2 AND m.kept_at IS NOT NULL
  AND ($3::uuid IS NULL OR (m.added_at, m.media_id) > (SELECT l.added_at, l.media_id FROM walled.media l WHERE l.workspace_id = $1 AND l.media_id = $3))
ORDER BY m.added_at, m.media_id LIMIT $4

-- name: every
SELECT m.media_id, m.name_digest, m.blob, m.body, m.added_at, m.kept_at, d.body FROM walled.media m
LEFT JOIN walled.made_media d ON d.workspace_id = m.workspace_id AND d.media_id = m.media_id
WHERE m.workspace_id = $1 AND m.project_id = $2 AND m.kept_at IS NOT NULL

-- name: blobs_of
SELECT DISTINCT m.blob FROM walled.task_media x
JOIN walled.media m ON m.workspace_id = x.workspace_id AND m.media_id = x.media_id
WHERE x.workspace_id = $1 AND x.task_id = ANY ($2)

-- name: unheard
-- The oldest files with sound that nobody has listened to yet.
SELECT m.project_id, m.media_id, m.blob, m.body FROM walled.media m
WHERE m.workspace_id = $1 AND m.is_sound AND m.kept_at IS NOT NULL
  AND NOT EXISTS (SELECT FROM walled.made_media d WHERE d.workspace_id = $1 AND d.media_id = m.media_id)
ORDER BY m.added_at, m.media_id LIMIT $2

-- name: heard
INSERT INTO walled.made_media (workspace_id, media_id, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
