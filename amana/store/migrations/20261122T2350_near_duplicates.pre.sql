-- Near-duplicates: how far each batch was looked through, what is needed to compare later ones with it, and what was found.
SET LOCAL ROLE amana_owner;

-- How far a sweep is with a batch: which tasks were read, which were compared with those before them. A batch without a row was
-- not begun.
CREATE TABLE walled.sifting (
    workspace_id  uuid NOT NULL,
    project_id    uuid NOT NULL,
    batch_no      int NOT NULL,
    tasks_read    int NOT NULL DEFAULT 0,
    read_no       bigint NOT NULL DEFAULT 0,  -- the number of the last task that was read
    judged_no     bigint NOT NULL DEFAULT 0,  -- ... and of the last that was compared
    withdrawals   bigint NOT NULL DEFAULT 0,  -- how many portions of tasks the project had withdrawn when this batch was compared
    sifted_at     timestamptz,
    PRIMARY KEY (workspace_id, project_id, batch_no),
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project
);

-- The band keys of some thousand tasks of a batch. Sealed: an open key would tell two equal texts, and what a guessed text is like.
CREATE TABLE walled.band_page (
    workspace_id  uuid NOT NULL,
    project_id    uuid NOT NULL,
    last_no       bigint NOT NULL,  -- of its last task
    tasks         int NOT NULL,     -- that have keys
    body          bytea NOT NULL,
    PRIMARY KEY (workspace_id, project_id, last_no)
);

-- A task and the one before it that it is nearly the same as, which is itself nearly the same as none before it. No foreign keys:
-- checking them would lock the rows of tasks that people are given, and no task is ever deleted.
CREATE TABLE walled.near_duplicate (
    workspace_id  uuid NOT NULL,
    task_id       uuid NOT NULL,
    project_id    uuid NOT NULL,
    task_no       bigint NOT NULL,
    original_id   uuid NOT NULL,
    original_no   bigint NOT NULL,
    likeness      double precision NOT NULL CHECK (likeness > 0 AND likeness <= 1),
    PRIMARY KEY (workspace_id, task_id),
    CONSTRAINT no_task_is_its_own_copy CHECK (task_id <> original_id)
);
CREATE UNIQUE INDEX near_duplicate_order ON walled.near_duplicate (workspace_id, project_id, task_no);
CREATE INDEX near_duplicate_group ON walled.near_duplicate (workspace_id, project_id, original_no, task_no);

DO $$
DECLARE
    role_name   text;
    table_name  text;
    walls       text;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['sifting', 'band_page', 'near_duplicate'] LOOP
        EXECUTE format('ALTER TABLE walled.%I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('ALTER TABLE walled.%I FORCE ROW LEVEL SECURITY', table_name);
        FOREACH role_name IN ARRAY ARRAY['dispatch', 'client', 'auditor', 'engine', 'operator'] LOOP
            walls := CASE role_name WHEN 'dispatch' THEN 'nullif(current_setting(''amana.entered'', true), '''')::uuid' ELSE 'sec.workspace()' END;
            EXECUTE format(
                'CREATE POLICY %1$I ON walled.%4$I TO %2$I USING (workspace_id = (SELECT %3$s)) WITH CHECK (workspace_id = (SELECT %3$s))',
                role_name, 'amana_' || role_name, walls, table_name);
        END LOOP;
    END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON walled.sifting TO amana_engine;
GRANT SELECT, INSERT ON walled.band_page TO amana_engine;
GRANT SELECT, INSERT, DELETE ON walled.near_duplicate TO amana_engine;
GRANT SELECT ON walled.project_event TO amana_engine;
GRANT SELECT ON walled.sifting, walled.near_duplicate TO amana_client;
GRANT SELECT ON walled.near_duplicate TO amana_dispatch;
