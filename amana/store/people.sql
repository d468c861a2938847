-- name: insert_workspace
INSERT INTO walled.workspace (workspace_id, body) VALUES ($1, $2)

-- name: workspace_body
SELECT body FROM walled.workspace WHERE workspace_id = $1

-- name: insert_person
INSERT INTO commons.person (person_id, body) VALUES ($1, $2)

-- name: join
SELECT sec.join($1, $2, $3)

-- name: insert_project_member
INSERT INTO walled.project_member (workspace_id, project_id, pseudonym) VALUES ($1, $2, $3)

-- name: insert_invitation
INSERT INTO commons.invitation (link_hash, person_id, audience, workspace_id, project_id, expires_at)
VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))

-- name: insert_credential
INSERT INTO commons.credential (key_hash, key_id, workspace_id) VALUES ($1, $2, $3)
