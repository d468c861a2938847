-- name: find
SELECT body, created_at, frozen_at, neutrality_read FROM walled.workspace WHERE workspace_id = $1
