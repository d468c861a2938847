-- What was destroyed for good. The list beside the keys decides what may be read; a row here says that the database knows of an
-- entry: that tasks were withdrawn, leases ended and pay posted for it.
SET LOCAL ROLE amana_owner;

CREATE TABLE walled.shred (
    workspace_id  uuid NOT NULL,
    number        int NOT NULL CHECK (number >= 1),  -- counts the workspace's own
    project_id    uuid,  -- NULL: the whole workspace
    tasks         int NOT NULL CHECK (tasks >= 0),  -- how many were named; 0: the whole project
    at            timestamptz NOT NULL,
    actor         text NOT NULL,
    PRIMARY KEY (workspace_id, number),
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project,
    CONSTRAINT tasks_are_a_projects CHECK (tasks = 0 OR project_id IS NOT NULL)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON walled.shred FOR EACH STATEMENT EXECUTE FUNCTION walled.refuse_change();

-- A project of which nothing can be read any more. It is closed, and stays closed.
ALTER TABLE walled.project ADD COLUMN shredded_at timestamptz;
ALTER TABLE walled.project ADD CONSTRAINT what_is_shredded_is_closed CHECK (shredded_at IS NULL OR state = 'closed');

ALTER TABLE walled.project_event DROP CONSTRAINT project_event_kind_check;
ALTER TABLE walled.project_event ADD CONSTRAINT project_event_kind_check
    CHECK (kind IN ('state', 'rate', 'budget', 'needed', 'priority', 'withdrawn', 'invited', 'ended', 'let_back', 'taken_back', 'directed',
                    'undirected', 'shredded'));

-- ---- walls ------------------------------------------------------------------------------------------------------------

ALTER TABLE walled.shred ENABLE ROW LEVEL SECURITY;
ALTER TABLE walled.shred FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
    role_name  text;
    walls      text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['dispatch', 'client', 'auditor', 'engine', 'operator'] LOOP
        walls := CASE role_name WHEN 'dispatch' THEN 'nullif(current_setting(''amana.entered'', true), '''')::uuid' ELSE 'sec.workspace()' END;
        EXECUTE format(
            'CREATE POLICY %1$I ON walled.shred TO %2$I USING (workspace_id = (SELECT %3$s)) WITH CHECK (workspace_id = (SELECT %3$s))',
            role_name, 'amana_' || role_name, walls);
    END LOOP;
END $$;
GRANT SELECT, INSERT ON walled.shred TO amana_dispatch;
GRANT SELECT ON walled.shred TO amana_client, amana_engine;
GRANT UPDATE (state, shredded_at) ON walled.project TO amana_dispatch;
