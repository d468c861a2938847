-- name: find
SELECT wall_elsewhere_days, wall_not_from, wall_only_from, wall_clearance, wall_countries
FROM walled.project WHERE workspace_id = $1 AND project_id = $2

-- name: set_wall
UPDATE walled.project
SET wall_elsewhere_days = $3, wall_not_from = $4, wall_only_from = $5, wall_clearance = $6, wall_countries = $7
WHERE workspace_id = $1 AND project_id = $2

-- name: listed_vendors
SELECT vendor_id, body FROM sec.listed_vendors()
