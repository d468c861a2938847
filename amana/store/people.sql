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

-- name: bring_in
-- Of these pseudonyms those that work in some project of the workspace; they work in this one too. A row each, with whether that is new.
WITH known AS (
    SELECT DISTINCT m.pseudonym FROM walled.project_member m
    WHERE m.workspace_id = $1 AND m.pseudonym = ANY ($3) AND (m.ended_at IS NULL OR m.project_id = $2)),
new AS (
    INSERT INTO walled.project_member (workspace_id, project_id, pseudonym) SELECT $1, $2, k.pseudonym FROM known k
    ON CONFLICT DO NOTHING RETURNING pseudonym)
SELECT k.pseudonym, EXISTS (SELECT FROM new n WHERE n.pseudonym = k.pseudonym) FROM known k

-- name: insert_invitation
INSERT INTO commons.invitation (link_hash, person_id, audience, workspace_id, project_id, expires_at)
VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))

-- name: insert_credential
INSERT INTO commons.credential (key_hash, key_id, workspace_id) VALUES ($1, $2, $3)
