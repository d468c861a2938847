-- Drafts: what somebody typed for a task they hold, so that another of their devices goes on where they were.
SET LOCAL ROLE amana_owner;

CREATE TABLE walled.draft (
    workspace_id   uuid NOT NULL,
    assignment_id  uuid NOT NULL,
    revision       int NOT NULL,
    version        int NOT NULL CHECK (version >= 1),  -- who saves says which one they saw last
    body           bytea NOT NULL CHECK (length(body) <= 210000),  -- sealed under the task's salt
    typed_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (workspace_id, assignment_id),
    FOREIGN KEY (workspace_id, assignment_id) REFERENCES walled.assignment
);
ALTER TABLE walled.draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE walled.draft FORCE ROW LEVEL SECURITY;
-- Nobody but the person themself reads it, through functions of the hot path.
CREATE POLICY dispatch ON walled.draft TO amana_dispatch
    USING (workspace_id = (SELECT nullif(current_setting('amana.entered', true), '')::uuid))
    WITH CHECK (workspace_id = (SELECT nullif(current_setting('amana.entered', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON walled.draft TO amana_dispatch;

-- A task that is in somebody's hands no longer leaves no draft. A trigger, so that no way of ending a lease can forget.
CREATE FUNCTION walled.forget_draft() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM walled.draft d WHERE d.workspace_id = NEW.workspace_id AND d.assignment_id = NEW.assignment_id;
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION walled.forget_draft TO amana_dispatch;
CREATE TRIGGER forget_draft AFTER UPDATE OF state ON walled.assignment FOR EACH ROW
    WHEN (OLD.state = 'held' AND NEW.state <> 'held') EXECUTE FUNCTION walled.forget_draft();
