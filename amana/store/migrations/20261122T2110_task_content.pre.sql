-- A task's row is what dispatch changes, and small; what came with it, which never changes, lies beside it.
SET LOCAL ROLE amana_owner;

CREATE TABLE walled.task_content (
    workspace_id    uuid NOT NULL,
    task_id         uuid NOT NULL,
    project_id      uuid NOT NULL,
    task_no         bigint NOT NULL,  -- the task's place in its project: batches in the order they came, rows in the order of the file
    batch_id        uuid NOT NULL,
    row_no          int NOT NULL,
    content_digest  bytea NOT NULL,
    body            bytea NOT NULL,  -- sealed: the payload and the client's own id
    PRIMARY KEY (workspace_id, task_id)
);
ALTER TABLE walled.task_content ENABLE ROW LEVEL SECURITY;

-- Forced row security binds the owner too, who has no walls.
ALTER TABLE walled.task NO FORCE ROW LEVEL SECURITY;
ALTER TABLE walled.batch NO FORCE ROW LEVEL SECURITY;
INSERT INTO walled.task_content
SELECT t.workspace_id, t.task_id, t.project_id,
       row_number() OVER (PARTITION BY t.workspace_id, t.project_id ORDER BY b.created_at, t.batch_id, t.row_no),
       t.batch_id, t.row_no, t.content_digest, t.body
FROM walled.task t JOIN walled.batch b ON b.workspace_id = t.workspace_id AND b.batch_id = t.batch_id;
ALTER TABLE walled.task FORCE ROW LEVEL SECURITY;
ALTER TABLE walled.batch FORCE ROW LEVEL SECURITY;

CREATE UNIQUE INDEX task_content_order ON walled.task_content (workspace_id, project_id, task_no);
CREATE INDEX task_content_digest ON walled.task_content (workspace_id, project_id, content_digest);
ALTER TABLE walled.task_content ADD FOREIGN KEY (workspace_id, task_id) REFERENCES walled.task;
ALTER TABLE walled.task_content ADD FOREIGN KEY (workspace_id, batch_id) REFERENCES walled.batch;
ALTER TABLE walled.task DROP COLUMN batch_id, DROP COLUMN row_no, DROP COLUMN content_digest, DROP COLUMN body;

DO $$
DECLARE
    role_name  text;
    walls      text;
BEGIN
    ALTER TABLE walled.task_content FORCE ROW LEVEL SECURITY;
    FOREACH role_name IN ARRAY ARRAY['dispatch', 'client', 'auditor', 'engine', 'operator'] LOOP
        walls := CASE role_name WHEN 'dispatch' THEN 'nullif(current_setting(''amana.entered'', true), '''')::uuid' ELSE 'sec.workspace()' END;
        EXECUTE format(
            'CREATE POLICY %1$I ON walled.task_content TO %2$I USING (workspace_id = (SELECT %3$s)) WITH CHECK (workspace_id = (SELECT %3$s))',
            role_name, 'amana_' || role_name, walls);
    END LOOP;
END $$;
GRANT SELECT, INSERT ON walled.task_content TO amana_client;
GRANT SELECT ON walled.task_content TO amana_dispatch, amana_engine;
