-- name: mark_read
UPDATE walled.workspace SET neutrality_read = greatest(neutrality_read, $2) WHERE workspace_id = $1
