-- Media of a project: files that its tasks show. The files themselves lie in the store of blobs, sealed; here is what they are.
SET LOCAL ROLE amana_owner;

CREATE TABLE walled.media (
    workspace_id  uuid NOT NULL,
    media_id      uuid NOT NULL,
    project_id    uuid NOT NULL,
    name_digest   bytea NOT NULL,  -- keyed hash of the file's name, by which rows refer to it
    blob          uuid NOT NULL,   -- the sealed file's name: a keyed hash of its content
    body          bytea NOT NULL,  -- sealed: the file's name, what it is, how large. Under the salt of the blob
    added_at      timestamptz NOT NULL DEFAULT now(),
    kept_at       timestamptz,     -- NULL: the file is on its way, or never came whole
    PRIMARY KEY (workspace_id, media_id),
    UNIQUE (workspace_id, project_id, name_digest),
    FOREIGN KEY (workspace_id, project_id) REFERENCES walled.project
);
CREATE INDEX media_blob ON walled.media (workspace_id, project_id, blob);
CREATE INDEX media_order ON walled.media (workspace_id, project_id, added_at, media_id);

-- Which tasks show a file. Rows go with the content of a task that never became one.
CREATE TABLE walled.task_media (
    workspace_id  uuid NOT NULL,
    task_id       uuid NOT NULL,
    media_id      uuid NOT NULL,
    PRIMARY KEY (workspace_id, task_id, media_id),
    FOREIGN KEY (workspace_id, task_id) REFERENCES walled.task_content ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, media_id) REFERENCES walled.media
);

DO $$
DECLARE
    walled_table  text;
    role_name     text;
    walls         text;
BEGIN
    FOREACH walled_table IN ARRAY ARRAY['media', 'task_media'] LOOP
        EXECUTE format('ALTER TABLE walled.%I ENABLE ROW LEVEL SECURITY', walled_table);
        EXECUTE format('ALTER TABLE walled.%I FORCE ROW LEVEL SECURITY', walled_table);
        FOREACH role_name IN ARRAY ARRAY['dispatch', 'client', 'auditor', 'engine', 'operator'] LOOP
            walls := CASE role_name WHEN 'dispatch' THEN 'nullif(current_setting(''amana.entered'', true), '''')::uuid' ELSE 'sec.workspace()' END;
            EXECUTE format(
                'CREATE POLICY %1$I ON walled.%4$I TO %2$I USING (workspace_id = (SELECT %3$s)) WITH CHECK (workspace_id = (SELECT %3$s))',
                role_name, 'amana_' || role_name, walls, walled_table);
        END LOOP;
    END LOOP;
END $$;
GRANT SELECT ON walled.media, walled.task_media TO amana_dispatch, amana_engine;
GRANT SELECT, INSERT, UPDATE (kept_at) ON walled.media TO amana_client;
GRANT SELECT, INSERT ON walled.task_media TO amana_client;
