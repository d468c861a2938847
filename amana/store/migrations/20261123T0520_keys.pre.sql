-- API keys open some verbs of some projects, are named, listed and revoked by the workspace's leads, and say when they were last used.
SET LOCAL ROLE amana_owner;

ALTER TABLE commons.credential
    ADD COLUMN verbs         text[] NOT NULL DEFAULT '{read,import,export,deliver,manage}'
        CHECK (cardinality(verbs) > 0 AND verbs <@ ARRAY['read', 'import', 'export', 'deliver', 'manage']),
    ADD COLUMN projects      uuid[] CHECK (cardinality(projects) BETWEEN 1 AND 100),  -- NULL: every project, and the workspace itself
    ADD COLUMN body          bytea,  -- sealed: what its maker calls it; NULL for the first key of a workspace
    ADD COLUMN made_by       text NOT NULL DEFAULT 'operator',
    ADD COLUMN last_used_at  timestamptz;  -- to some minutes
CREATE INDEX credential_workspace ON commons.credential (workspace_id, created_at);

GRANT SELECT (key_id, workspace_id, verbs, projects, body, made_by, created_at, last_used_at, revoked_at) ON commons.credential TO amana_client;
GRANT INSERT (key_hash, key_id, workspace_id, verbs, projects, body, made_by), UPDATE (revoked_at) ON commons.credential TO amana_client;
CREATE POLICY client ON commons.credential TO amana_client
    USING (workspace_id = (SELECT sec.workspace())) WITH CHECK (workspace_id = (SELECT sec.workspace()));

GRANT UPDATE (last_used_at) ON commons.credential TO amana_gate;
DROP POLICY gate ON commons.credential;
CREATE POLICY gate ON commons.credential TO amana_gate USING (true) WITH CHECK (true);
