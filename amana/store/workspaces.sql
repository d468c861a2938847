-- name: find
SELECT body, created_at, frozen_at, neutrality_read, shows_name FROM walled.workspace WHERE workspace_id = $1

-- name: set_shows_name
UPDATE walled.workspace SET shows_name = $2 WHERE workspace_id = $1
